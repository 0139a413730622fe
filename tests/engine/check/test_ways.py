"""The ways of a rule hold everything it can come out as: nothing a case can do is left out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.check.env import Env, Mark
from engine.check.names import Names
from engine.check.truth import World
from engine.model.basics import MISSING, Value
from engine.model.rule import Facts, Type
from engine.rules import read
from tests.engine.check.small import workflow
from tests.engine.oita import choice, vocabulary

PATHS: dict[str, list[Value]] = {
    "decision.outcome": ["grant", "refuse"],
    "application.agent": [True, False],
    "application.pages": [2, 4, 9],
    "application.note": ["見本"],
}
NAMES = vocabulary(
    decision__outcome=choice("grant", "refuse"),
    application__agent=Type("bool"),
    application__pages=Type("int"),
    application__note=Type("text"),
)
LEAVES = st.sampled_from(
    [
        "decision.outcome = grant",
        "decision.outcome != grant",
        "decision.outcome in [refuse]",
        "decision.outcome is missing",
        "application.agent",
        "application.agent = false",
        "application.agent otherwise false",
        "application.pages > 3",
        "(application.pages otherwise 0) > 3",
        "application.pages is present",
        "application.note is present",
        "application.pages * 2 < 10",
        "(if application.agent then application.pages else 5) > 4",
        "true",
    ]
)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
        st.builds("({}) implies ({})".format, inner, inner),
        st.builds("not ({})".format, inner),
        st.builds("if ({}) then ({}) else ({})".format, inner, inner, inner),
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries({path: st.sampled_from([*values, MISSING]) for path, values in PATHS.items()})


@cache
def world() -> World:
    with TemporaryDirectory() as folder:
        small = workflow(Path(folder))
    return World(small, "see", Names(small))


def agrees(env: Env, facts: Facts) -> bool:
    """Whether what a way decided is what the facts say; free truths are left aside."""
    for path, known in env.decided.items():
        if path not in PATHS:
            continue
        value = facts[path]
        if known is Mark.ABSENT:
            if value is not MISSING:
                return False
        elif value is MISSING or (known is not Mark.PRESENT and known != value):
            return False
    return True


@settings(deadline=None)
@given(RULES, FACTS, st.sets(st.sampled_from(sorted(PATHS))))
def test_what_a_rule_says_is_among_its_ways(text: str, values: dict[str, Value], sure: set[str]) -> None:
    facts, rule = Facts(values), read(text, NAMES)
    env = Env(
        certain=frozenset(path for path in sure if facts[path] is not MISSING), possible=frozenset(PATHS)
    )
    said = rule.run(facts)
    wanted = None if said is MISSING else said
    ways = list(world().truths(rule.node, env))
    assert any(truth is wanted and agrees(after, facts) for truth, after in ways)


@given(RULES)
def test_where_nothing_was_entered_a_rule_comes_out_one_way(text: str) -> None:
    rule = read(text, NAMES)
    said = rule.run(Facts())
    assert {truth for truth, _ in world().truths(rule.node, Env())} == {None if said is MISSING else said}
