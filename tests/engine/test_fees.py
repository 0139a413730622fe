"""What a fee comes to: 第21条 of one office (with a waiver), 第22条 of another (none), and silence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.fees import Charge, charge
from engine.model.basics import MISSING, Basis, Text, Value
from engine.model.rule import Facts, Rule, Type
from engine.model.workflow import Fee, FeeLine
from tests.engine.oita import choice, rule, vocabulary

NAMES = vocabulary(
    kind=choice("disclosure", "correction"),
    decision__outcome=choice("grant", "partial", "refuse"),
    copying__copies=Type("object", fields={"single": Type("int"), "duplex": Type("int")}),
    copying__media=Type(
        "object", fields={"brought": Type("bool"), "unopened": Type("bool"), "actual_cost": Type("int")}
    ),
    copying__postage=Type("int"),
    copying__actual_cost=Type("int"),
    fee__copy__sum=Type("int"),
    fee__copy__line__postage=Type("int"),
)


def said(text: str) -> Rule:
    return rule(text, NAMES)


def line(id: str, amount: str | None, when: str = "") -> FeeLine:
    return FeeLine(
        id=id,
        title=Text(id),
        amount=said(amount) if amount else None,
        when=said(when) if when else None,
        basis=Basis(f"第21条 {id}"),
    )


COPY = Fee(
    id="copy",
    title=Text("写しの交付"),
    when=said(
        "kind = disclosure and (decision.outcome is missing or decision.outcome in [grant, partial]) "
        "and (copying.copies is present or copying.media is present)"
    ),
    lines={
        "copies": line(
            "copies",
            "10 * ((copying.copies.single otherwise 0) + 2 * (copying.copies.duplex otherwise 0))",
            "copying.copies is present",
        ),
        "media": line(
            "media",
            "if (copying.media.brought otherwise false) and (copying.media.unopened otherwise false) "
            "then 0 else copying.media.actual_cost",
            "copying.media is present",
        ),
        "postage": line("postage", "copying.postage otherwise 0"),
    },
    waived=said("fee.copy.sum < 1000"),
)
ACTUAL = Fee(
    id="actual",
    title=Text("手数料"),
    lines={
        "copy": line("copy", "copying.actual_cost"),
        "postage": line("postage", "copying.postage otherwise 0"),
    },
)


def copying(kind: str = "disclosure", outcome: Value = MISSING, **more: Any) -> Facts:
    facts = Facts({"kind": kind, "decision.outcome": outcome})
    for name, value in more.items():
        facts[f"copying.{name}"] = value
        if isinstance(value, dict):
            facts |= {f"copying.{name}.{part}": one for part, one in value.items()}
    return facts


def copies(single: int = 0, duplex: int = 0, **more: Any) -> Charge:
    return charge(COPY, copying(copies={"single": single, "duplex": duplex}, **more))


def test_ninety_nine_sheets_are_free_and_a_hundred_cost_a_thousand() -> None:
    free, full = copies(99), copies(100)
    assert (free.sum, free.total, free.exempt) == (990, 0, True)
    assert (full.sum, full.total, full.exempt) == (1000, 1000, False)


def test_both_sides_count_as_two_sheets() -> None:
    assert copies(30, 35).total == 1000
    assert copies(duplex=49).total == 0


def test_with_postage_the_whole_amount_is_due() -> None:
    assert copies(duplex=49, postage=140).total == 1120


def test_media_brought_unopened_are_free() -> None:
    unopened = {"brought": True, "unopened": True}
    opened = {"brought": True, "unopened": False, "actual_cost": 600}
    assert charge(COPY, copying(media=unopened, postage=430)).total == 0
    assert charge(COPY, copying(media=opened, postage=430)).total == 1030


def test_no_copy_no_fee() -> None:
    for facts in (
        copying("correction", "grant"),
        copying(outcome="refuse", copies={"single": 200}),
        copying(),
    ):
        assert charge(COPY, facts) == Charge(False, False, (), 0, 0, False, 0, 0)


def test_actual_cost_has_no_exemption() -> None:
    answer = charge(ACTUAL, copying(actual_cost=30, postage=110))
    assert (answer.total, answer.exempt) == (140, False)
    assert [(one.id, one.yen) for one in answer.lines] == [("copy", 30), ("postage", 110)]


def test_an_unknown_amount_is_never_nothing() -> None:
    answer = charge(ACTUAL, copying(postage=110))
    assert (answer.sum, answer.total, answer.balance) == (None, None, None)
    assert [(one.id, one.yen) for one in answer.lines] == [("copy", None), ("postage", 110)]
    opened = charge(COPY, copying(media={"brought": True}, postage=430))
    assert (opened.total, opened.exempt) == (None, False)


def test_an_unknown_condition_is_an_unknown_fee() -> None:
    fee = replace(ACTUAL, when=said("kind = disclosure"))
    answer = charge(fee, Facts({"copying.actual_cost": 30}))
    assert (answer.applies, answer.total, answer.balance) == (None, None, None)


def test_a_silent_source_names_no_amount() -> None:
    answer = charge(replace(ACTUAL, silent=True, lines={"copy": line("copy", None)}), copying())
    assert (answer.applies, answer.silent, answer.total) == (True, True, None)


def test_a_waiver_may_leave_out_the_postage() -> None:
    fee = replace(COPY, waived=said("fee.copy.sum - fee.copy.line.postage < 1000"))
    facts = copying(copies={"single": 98}, postage=140)
    assert charge(COPY, facts).total == 1120
    assert charge(fee, facts).total == 0


def test_a_line_that_does_not_apply_is_nothing_to_the_waiver() -> None:
    lines = {**COPY.lines, "postage": line("postage", "copying.postage", "copying.postage is present")}
    fee = replace(COPY, lines=lines, waived=said("fee.copy.sum - fee.copy.line.postage < 1000"))
    assert charge(fee, copying(copies={"single": 100})).total == 1000


def test_a_waiver_that_reads_no_amount_needs_none() -> None:
    fee = replace(ACTUAL, waived=said("kind = disclosure"))
    answer = charge(fee, copying())
    assert (answer.sum, answer.total, answer.exempt, answer.balance) == (None, 0, True, 0)


def test_payments_are_taken_off() -> None:
    facts = copying(copies={"single": 120})
    assert charge(COPY, facts, paid=1000).balance == 200
    assert charge(COPY, facts, paid=1300).balance == -100
    assert charge(COPY, copying("correction"), paid=500).balance == -500


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 2000))
def test_nothing_below_a_thousand_and_all_of_it_above(single: int, duplex: int, postage: int) -> None:
    whole = 10 * (single + 2 * duplex) + postage
    answer = copies(single, duplex, postage=postage)
    assert answer.sum == whole == sum(one.yen or 0 for one in answer.lines)
    assert answer.total == (whole if whole >= 1000 else 0)
