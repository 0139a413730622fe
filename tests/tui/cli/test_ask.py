"""ask: what a caller on the telephone is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import Run
from tests.tui.cli.conftest import AICHI, GUNMA

DUE = ("ask", GUNMA, "due", "disclosure")


def test_the_answer_comes_first_and_then_why(run: Run) -> None:
    said = run(*DUE, "--received", "2024-04-01", "--hosei", "2024-04-10..2024-04-20", "--today", "2024-04-20")
    lines = said.out.splitlines()
    assert (said.code, lines[0]) == (0, "期限 R6.5.11 土  あと 21 日")
    assert "R6.4.1 月" in lines[3] and "受付" in lines[3]
    assert any("第20条第1項" in line for line in lines[3:])


def test_json_has_answer_and_derivation_only(run: Run) -> None:
    found = run(*DUE, "--received", "2024-04-01", "--json").answer
    assert set(found) == {"answer", "derivation"}
    assert found["answer"]["due"] == "2024-05-01"
    assert all(set(one) == {"date", "text", "basis", "result"} for one in found["derivation"])


@pytest.mark.parametrize(
    "typed", ["2024-04-01", "R6.4.1", "令和6年4月1日", "２０２４/４/１", "20240401", "㋿6/4/1"]
)
def test_dates_are_read_as_people_write_them(typed: str, run: Run) -> None:
    assert run(*DUE, "--received", typed, "--json").answer["answer"]["due"] == "2024-05-01"


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "昭和101年1月1日", "", "tomorrow?", "2026-13-01", "0000-01-01"]
)
@pytest.mark.parametrize("option", ["--received", "--today"])
def test_a_day_that_does_not_exist_is_unusable_input(option: str, typed: str, run: Run) -> None:
    said = run(*DUE, option, typed)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{option}: ")
    assert run(*DUE, option, typed, "--json").error["code"] == "input"


def test_why_a_day_is_wrong_is_said(run: Run) -> None:
    assert "2月は28日まで" in run(*DUE, "--received", "2026-02-30").err
    assert "昭和は64年1月7日まで" in run(*DUE, "--received", "昭和101年1月1日").err
    assert "Did you mean R8.11.22" in run(*DUE, "--received", "8.11.22", "--lang", "en").err


def test_the_day_of_receipt_is_the_option_the_form_today(run: Run) -> None:
    form = {"received": "2024-04-02"}
    both = run(*DUE, "--received", "2024-04-01", "--form", "-", "--json", stdin=form)
    assert both.answer["answer"]["due"] == "2024-05-01"
    assert run(*DUE, "--form", "-", "--json", stdin=form).answer["answer"]["due"] == "2024-05-02"
    assert run(*DUE, "--today", "2024-04-03", "--json").answer["answer"]["due"] == "2024-05-03"
    assert run(*DUE, "--json").answer["answer"]["due"] == "2026-12-24"


def test_an_open_hosei_pauses(run: Run) -> None:
    said = run(*DUE, "--received", "2024-04-01", "--hosei", "2024-04-10..", "--today", "2024-04-15", "--json")
    assert said.answer["answer"]["paused"] is True
    assert (
        "停止中" in run(*DUE, "--received", "2024-04-01", "--hosei", "2024-04-10..", "--today", "R6.4.15").out
    )


def test_an_extension_that_is_refused_is_still_an_answer(run: Run) -> None:
    said = run(*DUE, "--received", "2024-04-01", "--extend", "31@2024-04-20", "--today", "2024-04-20")
    assert said.code == 0
    assert said.out.startswith("期限 R6.5.1 水")
    assert "extension.ordinary.sum" in said.out


@pytest.mark.parametrize(
    "words",
    [
        ("--hosei", "2024-04-10"),
        ("--hosei", "..2024-04-10"),
        ("--hosei", "2024-04-20..2024-04-10"),
        ("--extend", "31"),
        ("--extend", "x@2024-04-10"),
        ("--extend=-5@2024-04-10",),
        ("--extend", "5@"),
    ],
)
def test_a_pause_or_extension_that_cannot_be_read_is_unusable(words: tuple[str, ...], run: Run) -> None:
    said = run(*DUE, "--received", "2024-04-01", *words, "--json")
    assert said.code == 1
    assert said.error["code"] == "input"


def test_unknown_names_are_wrong_usage(run: Run) -> None:
    assert run("ask", "nowhere", "due", "disclosure").code == 2
    assert run("ask", GUNMA, "due", "nothing").code == 2
    assert run("ask", GUNMA, "letter", "nothing", "grant").code == 2
    assert run("ask", GUNMA, "letter", "disclosure", "nothing").code == 2
    assert run("ask", GUNMA, "retention", "nothing", "--recorded", "2024-05-01").code == 2
    assert run("ask", GUNMA, "fee", "nothing", "--form", "-", stdin={}).code == 2


def test_without_a_number_of_days_no_date_is_invented(run: Run) -> None:
    said = run("ask", AICHI, "due", "disclosure", "--received", "2024-04-01", "--today", "2024-04-11")
    assert said.out.splitlines()[0] == "期限: 遅滞なく  10 日目"


def test_settings_replace_those_of_the_organisation(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("NO-SUCH: x\n", encoding="utf-8")
    assert run(*DUE, "--received", "2024-04-01", "--settings", file).code in (1, 2)


def test_letter(run: Run) -> None:
    assert run("ask", GUNMA, "letter", "disclosure", "grant").out.startswith("別紙様式第2号の2")
    assert run("ask", GUNMA, "letter", "purpose_notice", "partial").out.startswith("定めた様式がありません")
    assert run("ask", GUNMA, "letter", "disclosure", "grant", "--json").answer["answer"]["unmapped"] is False


def test_evidence(run: Run) -> None:
    form = {"kind": "disclosure", "channel": "window", "requester": "data_subject", "documents": []}
    said = run("ask", GUNMA, "evidence", "--form", "-", stdin=form)
    assert said.code == 0
    assert (
        run("ask", GUNMA, "evidence", "--form", "-", "--json", stdin=form).answer["answer"]["accepted"]
        is False
    )


def test_evidence_and_fee_need_a_form(run: Run) -> None:
    assert run("ask", GUNMA, "evidence").code == 2
    assert run("ask", GUNMA, "fee", "disclosure").code == 2


def test_a_value_that_does_not_fit_is_unusable_and_names_its_field(run: Run) -> None:
    error = run("ask", GUNMA, "fee", "disclosure", "--form", "-", "--json", stdin={"copies": "many"})
    assert error.code == 1
    assert error.error["reasons"][0]["field"] == "/copies"


def test_fee(run: Run) -> None:
    form = {"copies": {"single": 100}, "delivery": "hand", "outcome": "grant"}
    said = run("ask", GUNMA, "fee", "disclosure", "--form", "-", stdin=form)
    assert said.code == 0
    assert said.out.splitlines()[0].endswith("円")
    assert "single" not in said.out and "写し" in said.out


def test_retention(run: Run) -> None:
    said = run("ask", AICHI, "retention", "disclosure_ledger", "--recorded", "2024-05-01")
    assert said.out.splitlines()[0] == "R16.5.1 月 まで保存、R16.5.2 火 から廃棄できます。"
    english = run("ask", AICHI, "retention", "disclosure_ledger", "--recorded", "2024-05-01", "--lang", "en")
    assert english.out.startswith("Keep through 2034-05-01")
