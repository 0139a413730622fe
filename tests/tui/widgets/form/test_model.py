"""What was typed, what is recorded of it, and what is said at each line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.desk import Desk, Submission
from engine.desk.forms import Errand, open_form
from tests.formoffice import ORG, REQUEST
from tui.widgets.form.model import DAY, FormModel, Row, search_key


def fill(model: FormModel, **more: Any) -> FormModel:
    for name, value in {**REQUEST, **more}.items():
        model.set(f"/{name}", value)
    return model


def row(model: FormModel, pointer: str) -> Row:
    return next(r for s, _ in model.sections() for r in model.rows(s) if r.pointer == pointer)


def places(model: FormModel) -> list[str]:
    return [r.pointer for s, _ in model.sections() for r in model.rows(s)]


def test_a_field_is_not_called_wrong_before_it_was_left(model: FormModel) -> None:
    assert model.faults(row(model, "/name")) == []
    model.leave("/name")
    assert [f.hard for f in model.faults(row(model, "/name"))] == [True]
    model.set("/name", "見本 太郎")
    assert model.faults(row(model, "/name")) == []


def test_a_condition_brings_a_section_and_takes_it_away_with_a_word(model: FormModel) -> None:
    assert "agent" not in dict(model.sections())
    model.set("/requester", "mandated_agent")
    assert "/agent/name" in places(model)
    model.set("/agent/name", "見本 次郎")
    model.set("/requester", "data_subject")
    assert row(model, "/agent").kind == "gone"
    assert "agent" not in model.payload()
    model.set("/requester", "mandated_agent")
    assert model.value("/agent/name") == "見本 次郎"


def test_a_section_that_took_nothing_along_goes_without_a_word(model: FormModel) -> None:
    model.set("/requester", "mandated_agent")
    model.set("/requester", "data_subject")
    assert "/agent" not in places(model)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("R8.11.22", "2026-11-22"),
        ("1122", "2026-11-22"),
        ("－2", "2026-11-22"),
        ("２０２６／１１／２２", "2026-11-22"),
    ],
)
def test_dates_are_kept_as_typed_and_recorded_in_iso(model: FormModel, typed: str, stored: str) -> None:
    fill(model, channel="post", sent_on=typed)
    assert model.value("/sent_on") == typed
    assert model.payload()["sent_on"] == stored
    assert model.read_back(row(model, "/sent_on")).startswith("令和8年11月22日(日) 2日前")


def test_a_date_without_its_era_is_asked_back_and_stops(model: FormModel) -> None:
    fill(model, channel="post", sent_on="8.11.22")
    assert "R8.11.22" in model.read_back(row(model, "/sent_on"))
    assert model.blocking() == 1
    assert "sent_on" not in model.payload()


def test_the_date_of_receipt_can_be_another_and_never_a_future_one(model: FormModel) -> None:
    fill(model).set(f"/{DAY}", "R8.11.20")
    assert model.trial.outcome is not None
    assert model.trial.outcome.day.day == 20
    model.set(f"/{DAY}", "+1")
    model.leave(f"/{DAY}")
    assert model.faults(row(model, f"/{DAY}"))[0].hard


def test_a_postal_code_in_any_width_is_read_back(model: FormModel) -> None:
    fill(model, postal_code="８７０ー００２１")
    assert model.read_back(row(model, "/postal_code")) == "870-0021"
    assert model.payload()["postal_code"] == "870-0021"
    model.set("/postal_code", "87000")
    model.leave("/postal_code")
    assert model.faults(row(model, "/postal_code"))


def test_money_in_any_width_with_commas(desk: Desk) -> None:
    case = desk.submit(open_form(desk, Errand(ORG, "disclosure")).submission(REQUEST, None)).case
    model = FormModel(open_form(desk, Errand(ORG, case=case, command="pay")))
    model.set("/amount", "１，２００円")
    assert model.payload()["amount"] == 1200
    assert model.read_back(row(model, "/amount")) == "1,200"
    model.set("/amount", "千")
    assert "amount" not in model.payload()
    assert model.blocking() > 0


@pytest.mark.parametrize("name", ["葛󠄀城", "𠮷﨑", "ﾐﾎﾝ", "[/]", "\x1b[31m", "abc\u202edef"])
def test_names_are_never_changed(model: FormModel, name: str) -> None:
    fill(model, name=name)
    assert model.payload()["name"] == name


def test_papers_ask_for_their_marks_and_are_judged_under_their_field(model: FormModel) -> None:
    fill(model, channel="post", requester="mandated_agent")
    model.set("/documents/0/type", "power_of_attorney")
    assert {"/documents/0/signed", "/documents/0/sealed", "/documents/1/type"} <= set(places(model))
    assert [row(model, f"/documents/{n}/type").title for n in (0, 1)] == ["書類 1 種類", "書類 を足す"]
    model.set("/documents/0/issued_on", "-35")
    model.leave("/documents/0/issued_on")
    fault = model.faults(row(model, "/documents/0/issued_on"))[0]
    assert (fault.text, fault.basis, fault.hard) == (
        "35日前です。30日以内のものが必要です",
        "見本規程第2条",
        False,
    )


def test_an_entry_taken_out_comes_back(model: FormModel) -> None:
    model.set("/documents/0/type", "passport")
    model.set("/documents/1/type", "drivers_license")
    model.remove("/documents/0")
    assert model.value("/documents") == [{"type": "drivers_license"}]
    assert model.restore()
    assert model.value("/documents/0/type") == "passport"


def test_empty_entries_are_not_recorded(model: FormModel) -> None:
    fill(model)
    model.set("/documents/0/type", "passport")
    model.set("/documents/0/type", None)
    assert "documents" not in model.payload()
    model.settle()
    assert model.value("/documents") == []


def test_the_rail_says_what_is_done_and_what_is_left(model: FormModel) -> None:
    first = model.sections()[0][0]
    assert (model.progress("person").word, model.progress("person").count) == ("left", 3)
    assert model.progress(first, first).word == "now"
    fill(model)
    assert model.progress("person").word == "done"
    assert (model.progress("papers").word, model.progress("papers").count) == ("lacking", 1)
    model.set("/postal_code", "1")
    assert model.progress("person").word == "wrong"


def test_problems_come_in_reading_order_with_the_line_where_a_paper_is_added(model: FormModel) -> None:
    assert [p for _, p in model.problems()] == [
        "/channel",
        "/requester",
        "/name",
        "/address",
        "/target",
        "/documents/0/type",
    ]


def test_why_has_four_parts(model: FormModel) -> None:
    parts = model.why(row(model, "/name"))
    assert [heading[0] for heading, _ in parts] == ["1", "2", "3", "4"]
    assert all(lines for _, lines in parts)


def test_a_field_without_an_article_of_its_own_rests_on_that_of_its_step(desk: Desk) -> None:
    case = desk.submit(Submission(organisation=ORG, kind="disclosure", form=REQUEST)).case
    extending = FormModel(open_form(desk, Errand(ORG, case=case, command="extend")))
    (first, *_) = extending.rows(extending.first_place()[0])
    assert dict(extending.why(first))["3 条文"] == ["この操作の根拠: 第20条第2項"]


def test_searching_knows_any_kana() -> None:
    assert search_key("ﾊﾟｽﾎﾟｰﾄ") == search_key("ぱすぽーと") == search_key("パス ポート")


PLACES = ["channel", "sent_on", "requester", "name", "postal_code", "agent/name"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["channel", "sent_on", "requester", "name", "postal_code", "agent/name"]), st.text()
    )
)
def test_whatever_is_typed_is_judged_and_kept(model: FormModel, typed: dict[str, str]) -> None:
    for name, value in typed.items():
        model.set(f"/{name}", value)
        kept = value.replace("\x00", "")
        assert (model.value(f"/{name}") or "") == "".join(c for c in kept if not "\ud800" <= c <= "\udfff")
    model.payload()
    model.problems()
