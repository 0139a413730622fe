"""Limits, and hostile input: a rule is read or refused with a reason, nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DefinitionError
from engine.model.rule import Rule
from engine.rules import conditions, missing_facts, read, say
from tests.counting import calls
from tests.engine.rules.office import NAMES, PLACE, case, problems, rule, value

WORDS = [
    *[
        "if",
        "then",
        "else",
        "or",
        "implies",
        "and",
        "not",
        "any",
        "every",
        "no",
        "where",
        "in",
        "contains",
        "is",
        "missing",
        "present",
        "otherwise",
        "of",
    ],
    *[
        "count",
        "sum",
        "true",
        "false",
        "after",
        "from",
        "before",
        "days",
        "weeks",
        "min",
        "max",
        "units",
        "[",
        "]",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
    ],
    *[
        "3",
        "30",
        "1",
        "kind",
        "disclosure",
        "received",
        "today",
        "task.hosei",
        "ended",
        "cost",
        "name",
        "channel",
        "post",
        "brought",
        "a_one",
    ],
    *[
        "element.cost",
        "2026-04-01",
        "2026-13-01",
        "decision.grounds",
        "applicant.age",
        "setting.X-1a",
        "「見本」",
    ],
    *["clock.decision.period", "5_business_days"],
    '"x"',
]


def read_or_none(text: str) -> Rule | None:
    try:
        return read(text, NAMES, None, PLACE)
    except DefinitionError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.place is not None and problem.place.column >= 1
            assert problem.within("ja") and problem.within("en")
        return None


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_none(text)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_words_are_read_or_refused_and_what_is_read_runs_and_is_said(text: str) -> None:
    found = read_or_none(text)
    if found is not None:
        found.run(case())
        assert say(found) and say(found, "en")
        assert isinstance(missing_facts(found, case()), tuple)
        assert conditions(found, case())


typed = st.recursive(
    st.sampled_from(
        ["brought", "kind = disclosure", "days > 3", "today < received", "task.hosei is missing"]
    ),
    lambda inner: st.one_of(
        inner.map(lambda x: f"not ({x})"),
        inner.map(lambda x: f"any task.hosei where ({x} or ended)"),
        inner.map(lambda x: f"count(task.hosei where {x}) > 0"),
        inner.map(lambda x: f"(if {x} then days else copying.pages) in [1, copying.pages]"),
        st.tuples(inner, inner).map(lambda x: f"({x[0]}) and ({x[1]})"),
        st.tuples(inner, inner).map(lambda x: f"({x[0]}) implies ({x[1]})"),
    ),
    max_leaves=6,
)


@given(typed, st.booleans(), st.integers(0, 9))
def test_every_typed_rule_runs_and_is_said(text: str, brought: bool, days: int) -> None:
    facts = case(payment__brought=brought, extension__days=days, task__hosei=[{"ended": True}, {}])
    found = rule(text)
    found.run(facts)
    assert say(found).endswith("こと")
    assert "element." not in say(found, "en")
    assert all(path in found.reads or path.startswith("task.hosei") for path in missing_facts(found, facts))


def test_two_thousand_characters() -> None:
    longest = "true" + " " * 1_996
    assert rule(longest).run(case()) is True
    (problem,) = problems(longest + " ")
    assert "2000文字まで" in problem.ja and "2001" in problem.ja


@pytest.mark.parametrize("levels", [39, 40])
def test_forty_levels(levels: int) -> None:
    text = "(" * levels + "true" + ")" * levels
    if levels < 40:
        assert value(text) is True
        return
    (problem,) = problems(text)
    assert "40段まで" in problem.ja
    assert problem.place is not None and problem.place.column == PLACE.column + 40


@pytest.mark.parametrize(
    "text",
    [
        "not " * 450 + "true",
        "(" * 990 + "true" + ")" * 990,
        "(" * 2_000,
        "1" + "+1" * 900 + " = 2",
        "1 day after " * 160 + "today = today",
        "if true then true else " * 80 + "true",
        "true implies " * 150 + "true",
        "any task.hosei where " * 90 + "ended",
    ],
)
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    assert problems(text)


def test_long_flat_rules_are_fine() -> None:
    assert value(" and ".join(["true"] * 200)) is True
    assert value("3 in [" + ", ".join(str(n) for n in range(300)) + "]") is True


def test_a_guard_of_three_conditions_is_compiled() -> None:
    """Running it reads nothing again: a handful of calls, however long it took to read."""
    guard = rule("kind = disclosure and decision.outcome in [grant, partial] and event.receive < 2026-10-01")
    facts = case(kind="disclosure", decision__outcome="partial", event__receive=date(2026, 9, 1))
    assert guard.run(facts) is True
    assert calls(lambda: guard.run(facts)) <= 30
