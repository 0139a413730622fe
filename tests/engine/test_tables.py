"""Decision tables: one row that holds, or all of them; unknown facts decide nothing."""

from __future__ import annotations

from datetime import date

import pytest

from engine.model.basics import MISSING, Text, Value
from engine.model.rule import Facts, Type
from engine.model.workflow import Cell, Row, Table
from engine.tables import cell_holds, collect, look_up
from tests.engine.oita import choice, rule, vocabulary

NAMES = vocabulary(
    kind=choice("disclosure", "correction", "stop_use"),
    decision__outcome=choice("grant", "refuse", "nonexistent"),
    decision__days=Type("int"),
)


def row(id: str, out: dict[str, Value] | None = None, /, **more: object) -> Row:
    known = {"when", "unmapped", "offer"}
    cells = {
        n: c if isinstance(c, Cell) else Cell("in", (c,))  # type: ignore[arg-type]
        for n, c in more.items()
        if n not in known
    }
    rest = {n: v for n, v in more.items() if n in known}
    return Row(id=id, title=Text(id), cells=cells, out=out or {}, **rest)  # type: ignore[arg-type]


FORMS = Table(
    id="decision_form",
    title=Text("様式"),
    hit="unique",
    inputs={"kind": rule("kind", NAMES), "outcome": rule("decision.outcome", NAMES)},
    outputs={"form": Type("text")},
    rows={
        one.id: one
        for one in (
            row("grant", {"form": "様式第8号"}, outcome="grant"),
            row("refuse", {"form": "様式第9号"}, outcome="refuse"),
            row("none", {"form": "様式第12号"}, kind="disclosure", outcome="nonexistent"),
            row(
                "none_other",
                kind=Cell("not", ("disclosure",)),
                outcome="nonexistent",
                unmapped=True,
                offer="様式第11号",
            ),
        )
    },
)


@pytest.mark.parametrize(
    ("op", "values", "value", "holds"),
    [
        ("any", (), MISSING, True),
        ("any", (), 3, True),
        ("missing", (), MISSING, True),
        ("missing", (), 3, False),
        ("in", ("a", "b"), "b", True),
        ("in", ("a", "b"), "c", False),
        ("in", ("a",), MISSING, None),
        ("not", ("a",), "b", True),
        ("not", ("a",), "a", False),
        ("not", ("a",), MISSING, None),
        ("<", (10,), 9, True),
        ("<", (10,), 10, False),
        ("<=", (10,), 10, True),
        (">", (10,), 10, False),
        (">=", (date(2026, 10, 1),), date(2026, 10, 1), True),
        ("between", (1, 5), 5, True),
        ("between", (1, 5), 6, False),
        ("between", (1, 5), MISSING, None),
    ],
)
def test_a_cell_holds(op: str, values: tuple[Value, ...], value: Value, holds: bool | None) -> None:
    assert cell_holds(Cell(op, values), value) is holds


def test_one_row_answers() -> None:
    answer = look_up(FORMS, Facts({"kind": "disclosure", "decision.outcome": "nonexistent"}))
    assert answer.row is FORMS.rows["none"]
    assert answer.out == {"form": "様式第12号"}
    assert not answer.unmapped


def test_a_row_that_does_not_ask_for_the_kind_answers_without_it() -> None:
    assert look_up(FORMS, Facts({"decision.outcome": "grant"})).out == {"form": "様式第8号"}


def test_unmapped_is_an_answer_with_an_offer() -> None:
    answer = look_up(FORMS, Facts({"kind": "correction", "decision.outcome": "nonexistent"}))
    assert (answer.unmapped, answer.offer, answer.missing) == (True, "様式第11号", ())


def test_what_is_missing_is_named_if_it_matters() -> None:
    assert look_up(FORMS, Facts({"kind": "disclosure"})).missing == ("decision.outcome",)
    assert look_up(FORMS, Facts({"decision.outcome": "nonexistent"})).missing == ("kind",)
    assert look_up(FORMS, Facts()).missing == ("kind", "decision.outcome")


def test_a_gap_misses_nothing() -> None:
    answer = look_up(FORMS, Facts({"kind": "disclosure", "decision.outcome": "unheard_of"}))
    assert (answer.row, answer.missing) == (None, ())


def test_a_collect_table_gives_every_row_that_certainly_holds() -> None:
    table = Table(
        id="grounds",
        title=Text("根拠"),
        hit="collect",
        inputs={"kind": rule("kind", NAMES)},
        outputs={"ground": Type("choice")},
        rows={
            "harm": row("harm", kind="disclosure"),
            "law": row("law"),
            "long": row("long", when=rule("decision.days > 30", NAMES)),
        },
    )
    assert [one.id for one in collect(table, Facts({"kind": "disclosure"}))] == ["harm", "law"]
    assert [one.id for one in collect(table, Facts({"decision.days": 31}))] == ["law", "long"]
