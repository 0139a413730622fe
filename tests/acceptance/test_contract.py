"""Contract section 1: exit codes, errors as JSON with stdout empty, dates, versions, roles, several organisations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import AICHI, CHECKED, GUNMA, NOW, PATTERNS, REQUEST, Clerk
from tests.commands import Run


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["frob"], 2),
        (["open", "x"], 2),
        (["orgs", "x"], 2),
        (["init", "x"], 2),
        (["check", "nowhere"], 2),
        (["schema", GUNMA, "nope"], 2),
        (["scenario", "nowhere"], 2),
        (["verify", "nowhere"], 2),
        (["case", "list", "nowhere"], 2),
        (["case", "frob", "nowhere"], 2),
        (["ask", GUNMA, "due"], 2),
        (["ask", "nope", "due", "disclosure"], 2),
        (["ask", GUNMA, "due", "nope"], 2),
        (["ask", GUNMA, "due", "disclosure", "--clock", "nope"], 2),
        (["ask", GUNMA, "letter", "disclosure", "nope"], 2),
        (["ask", AICHI, "retention", "nope", "--recorded", "2024-05-01"], 2),
        (["ask", GUNMA, "due", "disclosure", "--received", "2026-02-30"], 1),
        (["ask", GUNMA, "due", "disclosure", "--received", "昭和101年1月1日"], 1),
        (["ask", GUNMA, "due", "disclosure", "--hosei", "abc"], 1),
        (["ask", GUNMA, "due", "disclosure", "--extend", "5"], 1),
    ],
)
def test_a_failing_command_prints_only_its_error(run: Run, words: list[str], code: int) -> None:
    said = run(*words, "--json")
    assert said.code == code
    assert said.error["message"]
    assert "Traceback" not in said.err


def test_a_future_date_is_refused_and_nothing_is_written(run: Run, one: Path) -> None:
    words = ("case", "new", one, "disclosure", "--form", "-", "--date", "2026-11-25", "--json")
    assert run(*words, stdin=REQUEST).reasons == [("/date", "date")]
    assert run("case", "list", one, "--json").lines == []


def test_a_stale_version_names_who_and_what(clerk: Clerk) -> None:
    clerk.does("record_check", CHECKED)
    said = clerk.tries("confirm_identity", None, "--expect-version", "1")
    assert (said.code, said.error["code"]) == (3, "conflict")
    assert "見本 花子" in said.error["message"] and "版2" in said.error["message"]
    assert clerk.record["version"] == 2


def test_a_stale_version_is_told_in_labels(clerk: Clerk) -> None:
    clerk.does("record_check", CHECKED)
    message = clerk.tries("confirm_identity", None, "--expect-version", "1").error["message"]
    assert "確認の記録" in message and "record_check" not in message


def test_every_event_says_that_the_clock_was_set(clerk: Clerk) -> None:
    event = clerk.record["events"][0]
    assert event["clock_set"] is True
    assert event["at"].startswith(NOW)
    assert event["date"] == "2026-10-01"


def test_warnings_stop_until_acknowledged_and_are_kept(run: Run, one: Path) -> None:
    words = ("case", "new", one, "correction", "--form", "-", "--json")
    assert run(*words, stdin=REQUEST).reasons == [("", "prior_disclosure")]
    case = run(*words, "--acknowledge", "prior_disclosure", stdin=REQUEST).answer["case"]
    record = run("case", "show", one, case, "--json").answer
    assert record["events"][0]["acknowledged"] == ["prior_disclosure"]


def test_an_office_holder_without_an_account_acts_on_paper(clerk: Clerk) -> None:
    said = clerk.tries("record_check", CHECKED, "--by", "見本 会長:president")
    assert said.reasons == [("", "role")]
    clerk.does("record_check", CHECKED, "--by", "見本 係:window_clerk", "--paper", "決裁7@2026-11-02")
    event = clerk.record["events"][1]
    assert event["by"]["named"] == "見本 係" and event["recorded_by"]["member"] == "hanako"
    assert event["on_paper"] == {"number": "決裁7", "date": "2026-11-02"}
    assert clerk.tries("confirm_identity", None, "--by", "見本 会長:presidnt").code == 2


def test_two_organisations_in_one_office(run: Run, two: Path) -> None:
    words = ("case", "new", two, "disclosure", "--form", "-", "--json")
    assert run(*words, stdin=REQUEST).code == 2
    for org in (GUNMA, AICHI):
        assert run(*words, "--org", org, stdin=REQUEST).answer["case"] == "R8-001"
    assert run("case", "show", two, "R8-001", "--json").code == 2
    shown = run("case", "show", two, "R8-001", "--org", AICHI, "--json").answer
    assert shown["clocks"]["decision"]["label"] == "遅滞なく"


def test_english_is_spoken_when_asked(run: Run, clerk: Clerk) -> None:
    shown = run("case", "show", clerk.office, clerk.case, "--lang", "en").out
    assert "Identity check" in shown and "Can be done" in shown
    said = run("case", "do", clerk.office, clerk.case, "decide", "--lang", "en")
    assert said.code == 1 and "Nothing was recorded" in said.err


def test_an_unknown_state_is_wrong_usage(run: Run, clerk: Clerk) -> None:
    assert run("case", "list", clerk.office, "--state", "investigatin", "--json").code == 2


def test_the_answer_of_a_step_has_the_keys_of_the_contract(clerk: Clerk) -> None:
    assert set(clerk.does("record_check", CHECKED)) == {"ok", "case", "version", "state", "numbers"}


def test_an_organisation_of_ones_own_works_like_a_bundled_one(run: Run, tmp_path: Path) -> None:
    own, office = PATTERNS / "reimei_kumiai", tmp_path / "office"
    assert run("init", office, "--from", own, "--no-encryption").code == 0
    roles = "receptionist,examiner,board"
    assert run("member", "add", office, "a", "--name", "例示 花子", "--role", roles).code == 0
    form = {"channel": "post", "window": "east", "name": "例示 一郎", "address": "例示市東1-1"}
    words = ("case", "new", office, "inspection", "--form", "-", "--date", "2026-11-02", "--json")
    one = Clerk(run, office, run(*words, stdin=form).answer["case"])
    paper = {"documents": [{"type": "association_book", "copy": True}]}
    one.does("check_papers", paper, "--date", "2026-11-02")
    one.does("accept", None, "--date", "2026-11-02")
    for person in ("例示 二郎", "例示 三郎"):
        assert one.does("call", {"person": person}, "--date", "2026-11-20")["state"] == "awaiting_hearing"
    assert [field for field, _ in one.tries("hear", {"said": "異存はない"}).reasons] == ["/task"]
    for number in ("1", "2"):
        one.does("hear", {"said": "異存はない"}, "--task", number)
    one.does("rule_on", {"answer": "yes", "sheets": 3})
    assert one.does("answer")["numbers"] == {"letter.answer_letter": "1"}
    assert one.tries("hand_over").reasons == [("", "fee.copy")]
    one.does("collect", {"amount": 560, "way": "stamps"})
    assert one.does("hand_over")["state"] == "done"
    sheet: dict[str, Any] = run("register", office, "hearing_book", "--json").answer
    assert [row["person"] for row in sheet["rows"]] == ["例示 二郎", "例示 三郎"]
    asked = run("ask", own, "due", "inspection", "--received", "2024-04-01", "--json").answer["answer"]
    assert asked["due"] == "2024-05-31"
