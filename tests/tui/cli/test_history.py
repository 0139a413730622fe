"""The history of a case as a clerk reads it in `case show`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands import Run
from tests.tui.cli.conftest import REQUEST
from tui.cli.days import day, recorded

CHECKED = {"checked": "運転免許証の提示", "why": "写真と氏名が一致した"}


def history(run: Run, office: Path, case: str) -> str:
    shown: str = run("case", "show", office, case).out
    return shown.split("\n経過\n")[1].split("\n\n")[0]


def test_a_correction_says_which_event_what_changed_and_why(office: Path, case: str, run: Run) -> None:
    do = ("case", "do", office, case)
    change = {"event": 1, "form": {"name": "見本 次郎"}, "date": "2026-11-20", "reason": "聞き違い"}
    assert run(*do, "amend", "--form", "-", stdin=change).code == 0
    assert run(*do, "record_check", "--form", "-", stdin=CHECKED).code == 0
    assert run(*do, "take_back", "--form", "-", stdin={"event": 3, "reason": "別の件"}).code == 0
    told = [line.strip() for line in history(run, office, case).splitlines()]
    assert told[0].startswith("1  R8.11.20 金  受付  訂正済み")
    assert told[2:6] == [
        "出来事 1「受付」の訂正",
        "日付: R8.11.24 火 → R8.11.20 金",
        "本人の氏名: 見本 太郎 → 見本 次郎",
        "理由: 聞き違い",
    ]
    assert "取消済み" in told[6]
    assert told[8:] == ["出来事 3「確認の記録」の取消し", "理由: 別の件"]


def test_who_acted_who_typed_and_the_decision_on_paper_are_shown(office: Path, run: Run) -> None:
    words = ("case", "new", office, "disclosure", "--form", "-", "--by", "例示 次郎:window_clerk")
    assert run(*words, "--paper", "決12@2026-11-20", stdin=REQUEST).code == 0
    told = history(run, office, "R8-001")
    assert "例示 次郎  記録: 見本 太郎  11-24 09:00" in told
    assert "決裁番号: 決12（R8.11.20 金）" in told


def test_notes_and_papers_are_shown(office: Path, case: str, run: Run, tmp_path: Path) -> None:
    scan = tmp_path / "委任状.pdf"
    scan.write_bytes(b"%PDF-1.7 invented")
    note = json.dumps({"text": "電話あり\n折り返す"})
    assert run("case", "do", office, case, "note", "--form", "-", stdin=note).code == 0
    assert run("attach", office, case, scan, "--where", "書庫1").code == 0
    told = history(run, office, case)
    assert "メモ: 電話あり" in told and "折り返す" in told
    assert "書類: 委任状.pdf  所在: 書庫1" in told


def test_dates_are_short_for_people() -> None:
    assert (day("2026-11-26", "ja"), day("2026-11-26", "en")) == ("R8.11.26 木", "2026-11-26 Thu")
    assert [day(text, "ja") for text in ("", "30 日", "2026-13-01")] == ["", "30 日", "2026-13-01"]
    assert recorded("2026-11-23T19:12:33+09:00") == "11-23 19:12"
