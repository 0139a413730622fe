"""The steps of a case in the words of scenario files: what is copied, done again, taken back and kept.

{"date": "2026-11-24", "do": "receive", "form": {…}, "task": 1, "acknowledge": ["prior_disclosure"]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.export.veil import Veil
from engine.fold import BUILT_IN
from engine.model.case import SYSTEM, Case, Event
from engine.model.workflow import Workflow

Step = Mapping[str, Any]

_KANA: Final = (("ぁ", "ん", "みほん"), ("ァ", "ヶ", "ミホン"), ("ｦ", "ﾟ", "ﾐﾎﾝ"))
_DIGITS: Final = frozenset("0123456789-+() ")
INVENTED: Final = "見本"


def steps_of(workflow: Workflow, case: Case) -> tuple[Step, ...]:
    """What was done in a case and stands, without what the desk did by itself, notes and papers."""
    done = (one for one in case.standing if one.id not in BUILT_IN and one.by.id != SYSTEM.id)
    return tuple(_step(workflow, case, event) for event in done)


def _step(workflow: Workflow, case: Case, event: Event) -> Step:
    found: dict[str, Any] = {"date": event.date.isoformat(), "do": event.id}
    if event.form:
        found["form"] = dict(event.form)
    if number := _instance(workflow, case, event):
        found["task"] = number
    if event.acknowledged:
        found["acknowledge"] = list(event.acknowledged)
    return found


def _instance(workflow: Workflow, case: Case, event: Event) -> int:
    """The run of a task a step acts on; of one that opens a run, that to which it is attached."""
    command = workflow.commands.get(event.id)
    if command is None or not command.task:
        return 0
    if not command.start:
        return event.instance
    opened = next((r for r in case.instances.get(command.task, ()) if r.number == event.instance), None)
    return opened.parent if opened is not None else 0


def linked(case: Case) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The cases that a case names: (path of the field, number, what they told)."""
    for event in case.standing:
        for path, told in event.links.items():
            yield path, str(told.get("number", "")), told


class Disguise(Veil):
    """Invented words in place of what somebody entered; the days stay, because periods are counted from them."""

    def __init__(self, workflow: Workflow) -> None:
        super().__init__(workflow, drop=False)

    def _hidden(self, value: Any) -> Any:
        return _invented(value) if isinstance(value, str) else super()._hidden(value)

    def _day(self, value: Any) -> Any:
        return value if isinstance(value, str) else super()._hidden(value)


def _invented(text: str) -> str:
    """Obviously invented, and of the kind that the pattern of a field may ask for."""
    if set(text) <= _DIGITS:
        return "".join("0" if sign.isdigit() else sign for sign in text)
    if "@" in text:
        return "mihon@example.com"
    for first, last, said in _KANA:
        if all(first <= sign <= last or sign in " 　ー" for sign in text):
            return said
    return INVENTED


def disguised(workflow: Workflow, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with nobody in them."""
    veil = Disguise(workflow)
    return tuple(
        {**one, "form": veil.form(_form(workflow, one), one["form"])} if "form" in one else one
        for one in steps
    )


def _form(workflow: Workflow, step: Step) -> str:
    command = workflow.commands.get(step["do"])
    return command.form if command is not None else ""
