"""amend, take_back, note and attach: both truths stay, everything derived follows, letters do not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.conftest import CHECKED, Clerk
from tests.commands import Run

HOSEI = {"items": ["印影"], "answer_by": "2026-10-30"}


def test_amending_the_day_of_receipt_moves_the_due_date(clerk: Clerk) -> None:
    assert clerk.due == "2026-10-31"
    clerk.does("amend", {"event": 1, "date": "2026-09-28", "reason": "受付印の日付"})
    assert clerk.due == "2026-10-28"
    record = clerk.record
    assert record["events"][0]["date"] == "2026-10-01"
    assert record["events"][1]["form"] == {"event": 1, "date": "2026-09-28", "reason": "受付印の日付"}


def test_amending_a_name_leaves_letters_as_they_were(run: Run, clerk: Clerk, tmp_path: Path) -> None:
    clerk.does("request_hosei", HOSEI, "--date", "2026-10-05")
    assert run("notice", clerk.office, clerk.case, "1", "-o", tmp_path / "before.pdf").code == 0
    clerk.does("amend", {"event": 1, "form": {"name": "見本 次郎"}, "reason": "聞き違い"})
    assert clerk.record["form"]["application"]["name"] == "見本 次郎"
    assert clerk.record["events"][0]["form"]["name"] == "見本 太郎"
    assert run("notice", clerk.office, clerk.case, "1", "-o", tmp_path / "after.pdf").code == 0
    assert (tmp_path / "before.pdf").read_bytes() == (tmp_path / "after.pdf").read_bytes()


def test_taking_an_answer_back_stops_the_clock_again(clerk: Clerk) -> None:
    clerk.does("request_hosei", HOSEI, "--date", "2026-10-10")
    clerk.does("answer_hosei", None, "--date", "2026-10-20")
    assert clerk.due == "2026-11-10"
    clerk.does("take_back", {"event": 3, "reason": "別の件の書類"})
    record = clerk.record
    assert (record["clocks"]["decision"]["due"], record["state"]) == (None, "awaiting_hosei")
    clerk.does("answer_hosei", None, "--date", "2026-10-22")
    assert clerk.due == "2026-11-12"
    assert clerk.tries("take_back", {"event": 3, "reason": "二度目"}).reasons == [("/event", "form")]


@pytest.mark.parametrize(
    ("command", "form", "field"),
    [
        ("amend", {"event": 99, "date": "2026-09-28", "reason": "x"}, "/event"),
        ("amend", {"event": 1, "date": "2026-12-28", "reason": "x"}, "/date"),
        ("amend", {"event": 1, "form": {"nam": "x"}, "reason": "x"}, "/form/nam"),
        ("amend", {"event": 1, "form": {"name": ""}, "reason": "x"}, "/form/name"),
        ("amend", {"event": 1, "form": {"channel": "email"}, "reason": "x"}, "/form/channel"),
        ("amend", {"event": 1, "form": {"name": "x"}}, "/reason"),
        ("amend", {"event": 1, "reason": "x"}, "/form"),
        ("take_back", {"event": 1, "reason": "x"}, "/event"),
        ("take_back", {"event": 99, "reason": "x"}, "/event"),
        ("note", {}, "/text"),
    ],
)
def test_what_cannot_be_corrected_is_named(clerk: Clerk, command: str, form: object, field: str) -> None:
    assert field in [one for one, _ in clerk.tries(command, form).reasons]
    assert clerk.record["version"] == 1


def test_only_the_roles_of_the_organisation_correct(run: Run, clerk: Clerk) -> None:
    words = (
        "member",
        "add",
        clerk.office,
        "kan",
        "--name",
        "見本 幹",
        "--role",
        "president",
        "--as",
        "hanako",
    )
    assert run(*words).code == 0
    said = clerk.tries("amend", {"event": 1, "form": {"name": "x"}, "reason": "x"}, "--as", "kan")
    assert said.reasons == [("", "role")]


def test_a_scan_is_kept_with_the_case(run: Run, clerk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "委任状.pdf").write_bytes(b"%PDF-1.4 sample")
    assert run("attach", clerk.office, clerk.case, tmp_path / "委任状.pdf", "--json").answer["version"] == 2
    kept = clerk.record["attachments"][0]
    assert (kept["name"], kept["type"], kept["event"]) == ("委任状.pdf", "application/pdf", 2)
    assert run("verify", clerk.office).code == 0


def test_where_the_paper_lies_is_kept(run: Run, clerk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 sample")
    words = ("attach", clerk.office, clerk.case, tmp_path / "scan.pdf", "--where", "書庫1")
    assert run(*words, "--json").code == 0
    assert clerk.record["attachments"][0]["where"] == "書庫1"


def test_the_history_says_what_was_corrected_and_why(run: Run, clerk: Clerk) -> None:
    clerk.does("record_check", CHECKED)
    clerk.does("amend", {"event": 1, "form": {"name": "見本 次郎"}, "reason": "聞き違い"})
    shown = run("case", "show", clerk.office, clerk.case).out
    assert "聞き違い" in shown and "見本 太郎" in shown


def test_why_says_each_rule_once(run: Run, clerk: Clerk) -> None:
    lines = run("case", "why", clerk.office, clerk.case, "decide").out.splitlines()
    assert len(lines) == len(set(lines))


def test_what_can_never_be_taken_is_not_offered(clerk: Clerk) -> None:
    clerk.does("extend", {"days": 5, "new_due": "2026-11-05", "reason": "照会"}, "--date", "2026-10-05")
    shown = clerk.run("case", "show", clerk.office, clerk.case).out
    assert "  extend " not in shown.split("できること")[1].split("まだできないこと")[0]
