"""Proof that nobody is left waiting: what has a limit is answered, what is refused until paid can be paid."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem
from engine.model.basics import Text
from engine.model.workflow import Clock, Element, Fee, Workflow


def check_people(workflow: Workflow) -> list[Problem]:
    """Clocks that run out without anything happening, and fees that block but cannot be paid."""
    found = [problem for clock in workflow.clocks.values() for problem in _clock(clock, "")]
    for task in workflow.tasks.values():
        found += [p for clock in task.clocks.values() for p in _clock(clock, f"tasks.{task.id}.")]
    found += [problem for fee in workflow.fees.values() for problem in _fee(fee)]
    return found


def _clock(clock: Clock, where: str) -> Iterator[Problem]:
    numbered = clock.period is not None or clock.period_rule is not None or clock.until is not None
    path = f"{where}clocks.{clock.id}"
    # A clock that only lists, or that refuses commands before or after its day, already does something.
    if not numbered or clock.soft or clock.until_commands or clock.not_before:
        return
    if not clock.expired:
        yield _problem(
            "unanswered",
            path,
            clock,
            Text("過ぎたときに起こることが決まっていません。", "nothing happens when it runs out."),
        )
    elif not clock.stops and clock.expired == "alert":
        yield _problem(
            "unanswered",
            path,
            clock,
            Text("何をすれば果たしたことになるかが決まっていません。", "no command answers it."),
        )


def _fee(fee: Fee) -> Iterator[Problem]:
    if fee.before and not fee.paid_at:
        sentence = Text(
            "払うまで進めないのに、入金を記録する操作がありません。",
            "steps are refused until it is paid, but no command records a payment.",
        )
        yield _problem("unpayable", f"fees.{fee.id}", fee, sentence)


def _problem(kind: str, path: str, element: Element, sentence: Text) -> Problem:
    ja, en = f"{element.title}: {sentence.ja}", f"{element.title.within('en')}: {sentence.within('en')}"
    return Problem(kind, path, ja, en, element.place)
