"""Rules over the instances of a task or the entries of a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.basics import MISSING, Text, Value
from engine.model.rule import Fact, Facts
from engine.rules import Vocabulary, read
from tests.engine.rules.office import DATE, NAMES, case, rule

bodies = st.lists(st.sampled_from([True, False, None]), max_size=6)


def over(text: str, entries: Sequence[object], **facts: Value) -> Value:
    return rule(text).run(case(task__hosei=list(entries), **facts))


def ended(values: Sequence[bool | None]) -> list[dict[str, bool]]:
    return [{} if value is None else {"ended": value} for value in values]


def kleene(values: Sequence[bool | None], decisive: bool) -> Value:
    if decisive in values:
        return decisive
    return MISSING if None in values else not decisive


@given(bodies)
def test_any_every_and_no_combine_like_or_and_and(values: list[bool | None]) -> None:
    anyone = over("any task.hosei where ended", ended(values))
    assert anyone is kleene(values, True)
    assert over("every task.hosei where ended", ended(values)) is kleene(values, False)
    assert over("no task.hosei where ended", ended(values)) is (MISSING if anyone is MISSING else not anyone)
    assert over("no task.hosei where ended", ended(values)) is over(
        "not any task.hosei where ended", ended(values)
    )


def test_over_an_empty_list() -> None:
    assert over("every task.hosei where ended", []) is True
    assert over("any task.hosei where ended", []) is False
    assert over("no task.hosei where ended", []) is True
    assert over("count(task.hosei where ended)", []) == 0
    assert over("sum(task.hosei of cost where ended)", []) == 0


@given(bodies)
def test_count_is_missing_when_a_body_is(values: list[bool | None]) -> None:
    expected: Value = MISSING if None in values else sum(value is True for value in values)
    assert over("count(task.hosei where ended)", ended(values)) == expected


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 999)), max_size=6))
def test_sum_adds_the_field_where_the_body_holds(entries: list[tuple[bool, int]]) -> None:
    elements = [{"ended": end, "cost": cost} for end, cost in entries]
    assert over("sum(task.hosei of cost where ended)", elements) == sum(cost for end, cost in entries if end)


def test_sum_needs_the_field_only_where_the_body_holds() -> None:
    assert over("sum(task.hosei of cost where ended)", [{"ended": True}]) is MISSING
    assert over("sum(task.hosei of cost where ended)", [{"ended": False}]) == 0


def test_the_body_sees_the_element_first_and_then_the_case() -> None:
    entries = [{"cost": 5, "state": "answered", "answer.on": date(2026, 4, 2)}]
    assert over("any task.hosei where cost > days", entries, extension__days=4) is True
    assert over("any task.hosei where state = answered", entries) is True
    assert over("any task.hosei where answer.on <= today", entries, today=date(2026, 4, 1)) is False
    assert (
        over("any task.hosei where (element.cost = 5 and kind = correction)", entries, kind="correction")
        is True
    )


def test_nested_quantifiers_see_the_inner_element_then_the_outer_then_the_case() -> None:
    entries = [{"cost": 2, "ended": True, "pages": [{"size": 1, "open": False}, {"size": 3, "open": True}]}]
    assert over("any task.hosei where any pages where size > cost", entries) is True
    assert over("any task.hosei where every pages where (size > cost or open = false)", entries) is True
    assert over("any task.hosei where any pages where size > days", entries, extension__days=3) is False
    assert over("count(task.hosei where count(pages where (open and ended)) = 1)", entries) == 1
    assert over("any task.hosei where any pages where size > 1", [{"cost": 2}]) is MISSING


def test_parts_of_objects_in_an_element() -> None:
    assert over("any task.hosei where agent.age > 17", [{"agent": {"age": 18}}]) is True
    assert over("any task.hosei where agent.age > 17", [{"agent.age": 18}]) is True
    assert over("any task.hosei where agent.age > 17", [{}]) is MISSING


def test_elements_may_compute_their_parts() -> None:
    class Instance(Facts):
        def __missing__(self, path: str) -> Value:
            return path == "ended"

    assert over("every task.hosei where ended", [Instance()]) is True


def test_the_node_of_a_part_is_named_element_with_its_level() -> None:
    body = rule("any task.hosei where any pages where size > cost").node.operands[1].operands[1]
    assert [part.args for part in body.operands] == [("element.size", 0), ("element.cost", 1)]
    assert [part.title.ja for part in body.operands] == ["大きさ", "費用"]


def test_a_task_opened_for_each_entry_reads_its_own_element() -> None:
    """`element.due` of the vocabulary is a fact of the case, also beside a quantifier over other elements."""
    names = Vocabulary({**NAMES.facts, "element.due": Fact("element.due", DATE, Text("期限"))})
    facts = case(element__due=date(2026, 4, 5), task__hosei=[{"answer.on": date(2026, 4, 6)}])
    own = read("any task.hosei where answer.on > element.due", names)
    assert own.run(facts) is True
    assert own.reads == {"task.hosei", "element.due"}


@pytest.mark.parametrize("text", ["any task.hosei where true", "count(task.hosei where true) > 0"])
def test_a_missing_list_is_missing(text: str) -> None:
    assert rule(text).run(case()) is MISSING
