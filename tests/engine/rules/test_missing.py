"""Three-valued logic: what is not known stays open, and never raises."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.basics import MISSING, Text, Value
from engine.model.rule import Fact, Facts, Type
from engine.rules import Vocabulary, missing_facts, read
from tests.engine.rules.office import case, rule, value

THREE: tuple[Value, ...] = (True, False, MISSING)
NAMES = Vocabulary({name: Fact(name, Type("bool"), Text(name)) for name in "abcd"})
ORDER = {False: 0, MISSING: 1, True: 2}
BACK = (False, MISSING, True)


def run(text: str, **facts: Value) -> Value:
    return read(text, NAMES).run(Facts(facts))


@pytest.mark.parametrize(("a", "b"), list(product(THREE, THREE)))
def test_kleene_tables(a: Value, b: Value) -> None:
    """and = least, or = greatest, not = mirrored; implies = not a or b."""
    low, high = sorted((ORDER[a], ORDER[b]))
    assert run("a and b", a=a, b=b) is BACK[low]
    assert run("a or b", a=a, b=b) is BACK[high]
    assert run("not a", a=a) is BACK[2 - ORDER[a]]
    assert run("a implies b", a=a, b=b) is run("not a or b", a=a, b=b)


three = st.sampled_from(THREE)
texts = st.recursive(
    st.sampled_from(["a", "b", "c", "d", "true", "false"]),
    lambda inner: st.one_of(
        inner.map(lambda x: f"not ({x})"),
        st.lists(inner, min_size=2, max_size=4).map(lambda xs: " and ".join(f"({x})" for x in xs)),
        st.lists(inner, min_size=2, max_size=4).map(lambda xs: " or ".join(f"({x})" for x in xs)),
        st.tuples(inner, inner).map(lambda x: f"({x[0]}) implies ({x[1]})"),
        st.tuples(inner, inner, inner).map(lambda x: f"if {x[0]} then {x[1]} else {x[2]}".join("()")),
    ),
    max_leaves=8,
)


@given(texts, three, three, three, three)
def test_a_known_value_stays_when_more_becomes_known(
    text: str, a: Value, b: Value, c: Value, d: Value
) -> None:
    """Filling in what is missing never turns true into false or back."""
    rule_ = read(text, NAMES)
    facts = Facts({"a": a, "b": b, "c": c, "d": d})
    before = rule_.run(facts)
    filled = [
        rule_.run(Facts({k: (fill if v is MISSING else v) for k, v in facts.items()}))
        for fill in (True, False)
    ]
    assert all(isinstance(after, bool) for after in filled)
    assert before is MISSING or all(after is before for after in filled)


@given(texts, three, three, three, three)
def test_missing_facts_are_named_exactly_when_the_rule_is_open(
    text: str, a: Value, b: Value, c: Value, d: Value
) -> None:
    rule_ = read(text, NAMES)
    facts = Facts({"a": a, "b": b, "c": c, "d": d})
    missing = missing_facts(rule_, facts)
    assert (missing != ()) == (rule_.run(facts) is MISSING)
    assert all(facts[path] is MISSING for path in missing)


@given(three, three, three)
def test_de_morgan(a: Value, b: Value, c: Value) -> None:
    assert run("not (a and b and c)", a=a, b=b, c=c) is run("not a or not b or not c", a=a, b=b, c=c)
    assert run("not (a or b or c)", a=a, b=b, c=c) is run("not a and not b and not c", a=a, b=b, c=c)


@pytest.mark.parametrize(
    "text",
    [
        "kind = disclosure",
        "kind != disclosure",
        "kind in [disclosure]",
        "days in [1, pages]",
        "days + 1 = 2",
        "days > pages",
        "days * 0",
        "clock.decision.period = 1 day",
        "clock.decision.period in [1 day]",
        "application.name contains target",
        "decision.grounds contains a_one",
        "30 days after received",
        "days(received, today)",
        "min(days, 1)",
        "if brought then 1 else 1",
        "not brought",
        "brought otherwise clock.decision.expired",
        "any task.hosei where true",
        "every task.hosei where ended",
        "no task.hosei where ended",
        "count(task.hosei where ended)",
        "sum(task.hosei of cost where ended)",
        "applicant.age = 3",
    ],
)
def test_an_operation_on_missing_is_missing(text: str) -> None:
    assert value(text) is MISSING
    assert rule(text).reads


def test_what_is_never_missing() -> None:
    assert value("kind is missing") is True
    assert value("kind is present") is False
    assert value("(days + 1) is missing") is True
    assert value("days otherwise 3") == 3
    assert value("days otherwise 3", extension__days=4) == 4


def test_only_facts_that_matter_are_named() -> None:
    assert missing_facts(rule("kind = disclosure and days > 3"), case(kind="correction")) == ()
    assert missing_facts(rule("kind = disclosure and days > 3"), case(kind="disclosure")) == (
        "extension.days",
    )
    assert missing_facts(rule("kind = disclosure or days > 3"), case()) == ("kind", "extension.days")
    assert missing_facts(rule("if brought then days else pages"), case(payment__brought=True)) == (
        "extension.days",
    )
    assert missing_facts(rule("if brought then days else pages"), case()) == ("payment.brought",)
    assert missing_facts(rule("kind is missing"), case()) == ()


def test_a_missing_part_of_an_element_is_called_by_its_list() -> None:
    facts = case(task__hosei=[{"ended": True}, {}])
    assert missing_facts(rule("every task.hosei where ended"), facts) == ("task.hosei.ended",)
    assert missing_facts(
        rule("sum(task.hosei of cost where ended)"), case(task__hosei=[{"ended": True}])
    ) == ("task.hosei.cost",)


def test_a_calendar_is_needed_for_business_days_only() -> None:
    assert missing_facts(rule("3 business_days after 2026-04-01"), case()) == ("org.calendar",)
    assert missing_facts(rule("3 days after 2026-04-01"), case()) == ()
