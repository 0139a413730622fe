"""The kept table of the parser is that of the grammar, and reads every rule as a parser made anew does."""

from __future__ import annotations

import pytest
from lark import Lark

from engine.rules import kept_table, parsing_table
from engine.rules.grammar import GRAMMAR, parser

RULES = (
    "if a.b = 3 then 2024-04-01 + 30 days else event.receive",
    'no application.people where name = "見本" and age < 20',
    "decision.outcome in [grant, partial] implies count(task.hosei where opened is present) >= 1 or name is missing",
    "not (setting.SET-12a = any) or 2 * 3 + 1 - 5 != 4",
)


def test_the_table_is_that_of_the_grammar() -> None:
    assert parsing_table.made_for(GRAMMAR) == kept_table.MADE_FOR, "run: make grammar"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_reads_the_same_with_the_kept_table(rule: str) -> None:
    anew = Lark(GRAMMAR, parser="lalr", lexer="basic", propagate_positions=True)
    ours, theirs = parser().parse(rule), anew.parse(rule)
    assert ours == theirs
    assert [(n.meta.start_pos, n.meta.end_pos) for n in ours.iter_subtrees() if not n.meta.empty] == [
        (n.meta.start_pos, n.meta.end_pos) for n in theirs.iter_subtrees() if not n.meta.empty
    ]


def test_another_grammar_is_read_by_its_own_table() -> None:
    assert parsing_table.parser_of('start: "なぜ" NUMBER\nNUMBER: /[0-9]+/').parse("なぜ12").children == [
        "12"
    ]
