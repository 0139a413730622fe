"""case new, do, list, show, why and attach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Run
from tests.tui.cli.conftest import AICHI, GUNMA, REQUEST

CHECKED = {"checked": "運転免許証の提示", "why": "写真と氏名が一致した"}


def test_a_request_gets_a_number_and_a_version(office: Path, run: Run) -> None:
    said = run("case", "new", office, "disclosure", "--form", "-", "--json", stdin=REQUEST)
    answer = said.answer
    assert {k: answer[k] for k in ("ok", "case", "version", "state")} == {
        "ok": True,
        "case": "R8-001",
        "version": 1,
        "state": "identity_check",
    }
    assert "R8-002" in run("case", "new", office, "disclosure", "--form", "-", stdin=REQUEST).out


def test_a_step_moves_the_case_on(office: Path, case: str, run: Run) -> None:
    said = run("case", "do", office, case, "record_check", "--form", "-", "--json", stdin=CHECKED)
    assert said.answer["version"] == 2
    assert (
        run("case", "do", office, case, "confirm_identity", "--json").answer["state"] == "completeness_check"
    )


def test_a_refused_step_writes_nothing_and_names_rule_and_basis(office: Path, case: str, run: Run) -> None:
    said = run("case", "do", office, case, "confirm_identity", "--json")
    assert said.code == 1
    assert said.error["code"] == "refused"
    reason = said.error["reasons"][0]
    assert reason["rule"] and reason["basis"] and reason["message"]
    assert run("case", "show", office, case, "--json").answer["version"] == 1


def test_a_missing_field_is_named_by_its_pointer(office: Path, run: Run) -> None:
    form = {k: v for k, v in REQUEST.items() if k != "name"}
    said = run("case", "new", office, "disclosure", "--form", "-", "--json", stdin=form)
    assert said.code == 1
    assert "/name" in [r["field"] for r in said.error["reasons"]]
    assert run("case", "list", office, "--json").out == ""


def test_somebody_else_was_faster(office: Path, case: str, run: Run) -> None:
    assert run("case", "do", office, case, "note", "--form", "-", stdin={"text": "一"}).code == 0
    words = ("case", "do", office, case, "note", "--expect-version", 1, "--form", "-")
    said = run(*words, "--json", stdin={"text": "二"})
    assert (said.code, said.error["code"]) == (3, "conflict")
    assert run("case", "show", office, case, "--json").answer["version"] == 2


def test_the_business_date_is_never_in_the_future(office: Path, run: Run) -> None:
    words = ("case", "new", office, "disclosure", "--form", "-", "--json")
    said = run(*words, "--date", "2026-11-25", stdin=REQUEST)
    assert (said.code, said.error["reasons"][0]["field"]) == (1, "/date")
    assert run(*words, "--date", "2026-02-30", stdin=REQUEST).code == 1
    assert run(*words, "--date", "2026-11-20", stdin=REQUEST).answer["case"] == "R8-001"
    assert run("case", "list", office, "--json").answer["received"] == "2026-11-20"


def test_who_signs_in_is_the_only_member_or_the_one_named(
    office: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("member", "add", office, "hanako", "--name", "見本 花子", "--role", "window_clerk").code == 0
    words = ("case", "new", office, "disclosure", "--form", "-", "--json")
    assert run(*words, stdin=REQUEST).code == 2
    assert run(*words, "--as", "nobody", stdin=REQUEST).code == 2
    assert run(*words, "--as", "hanako", stdin=REQUEST).code == 0
    monkeypatch.setenv("MADOGUCHI_MEMBER", "hanako")
    assert run(*words, stdin=REQUEST).code == 0
    events = run("case", "show", office, "R8-002", "--json").answer["events"]
    assert events[0]["by"]["member"] == "hanako"


def test_another_may_have_acted_and_a_paper_be_named(office: Path, run: Run) -> None:
    words = ("case", "new", office, "disclosure", "--form", "-", "--by", "例示 次郎:window_clerk")
    assert run(*words, "--paper", "決12@2026-11-20", stdin=REQUEST).code == 0
    event = run("case", "show", office, "R8-001", "--json").answer["events"][0]
    assert event["by"]["name"] == "例示 次郎"
    assert event["recorded_by"]["member"] == "taro"
    assert event["on_paper"] == {"number": "決12", "date": "2026-11-20"}
    assert run(*words, "--paper", "@2026-11-20", stdin=REQUEST).code == 2
    assert run(*words, "--by", "例示 次郎", stdin=REQUEST).code == 2


def test_the_list_is_for_people_or_json_lines(office: Path, case: str, run: Run) -> None:
    shown = run("case", "list", office).out
    for part in (case, "開示", "見本 太郎", "本人確認", "R8.12.24 木", "あと30日", "1 件"):
        assert part in shown
    rows = [json.loads(line) for line in run("case", "list", office, "--json").out.splitlines()]
    assert [(r["number"], r["state"], r["left"]) for r in rows] == [(case, "identity_check", 30)]
    assert "30 left" in run("case", "list", office, "--lang", "en").out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--state", "identity_check"), True),
        (("--state", "closed"), False),
        (("--due-within", "30"), True),
        (("--due-within", "29"), False),
        (("--text", "ミホン太郎"), False),
        (("--text", "太郎"), True),
        (("--org", GUNMA), True),
    ],
)
def test_the_list_is_narrowed(words: tuple[str, str], found: bool, office: Path, case: str, run: Run) -> None:
    said = run("case", "list", office, *words)
    assert said.code == 0
    assert (case in said.out) is found


def test_a_case_says_where_it_stands_what_can_be_done_and_why_not(office: Path, case: str, run: Run) -> None:
    shown = run("case", "show", office, case).out
    for part in (
        "群馬県教職員互助会",
        "本人確認",
        "R8.12.24 木",
        "第20条第1項",
        "record_check",
        "前橋市見本町1-1",
        "窓口",
    ):
        assert part in shown
    blocked = shown.partition("まだできないこと")[2]
    assert "confirm_identity" in blocked and "第37条" in blocked
    assert "identity_check" not in shown


def test_the_record_of_a_case_is_sorted_json(office: Path, case: str, run: Run) -> None:
    said = run("case", "show", office, case, "--json")
    assert list(said.answer) == sorted(said.answer)
    exported = run("export", office).out
    assert json.loads(exported) == {**said.answer, "view": "full"}


def test_why_gives_the_chain(office: Path, case: str, run: Run) -> None:
    assert "第20条第1項" in run("case", "why", office, case).out
    assert run("case", "why", office, case, "due").out == run("case", "why", office, case).out
    assert "第37条" in run("case", "why", office, case, "confirm_identity").out
    lines = run("case", "why", office, case, "confirm_identity", "--json").answer
    assert all(set(one) == {"date", "text", "basis", "result", "met"} for one in lines)
    assert run("case", "why", office, case, "notice", "9").code == 2
    assert run("case", "why", office, case, "confrm_identity").code == 2


def test_a_case_that_is_not_there_is_wrong_usage(office: Path, case: str, run: Run) -> None:
    for words in (("show",), ("why",), ("do", "note")):
        assert run("case", words[0], office, "R8-999", *words[1:]).code == 2
    assert run("case", "show", office, "../x").code == 2
    assert case


def test_a_scan_is_kept_with_the_case(office: Path, case: str, run: Run, tmp_path: Path) -> None:
    scan = tmp_path / "免許証.pdf"
    scan.write_bytes(b"%PDF-1.7 invented")
    assert run("attach", office, case, scan, "--note", "運転免許証").code == 0
    kept = run("case", "show", office, case, "--json").answer["attachments"]
    assert [(one["name"], one["type"]) for one in kept] == [("免許証.pdf", "application/pdf")]
    assert run("verify", office, "--json").answer["files"] == 1
    assert run("attach", office, case, tmp_path / "none.pdf").code == 2
    assert run("attach", office, case, tmp_path).code == 2


def test_an_office_with_several_organisations_asks_which(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "two"
    assert run("init", folder, "--from", GUNMA, "--from", AICHI, "--no-encryption").code == 0
    assert run("member", "add", folder, "taro", "--name", "見本 太郎", "--role", "window_clerk").code == 0
    words = ("case", "new", folder, "disclosure", "--form", "-", "--json")
    assert run(*words, stdin=REQUEST).code == 2
    for org in (GUNMA, AICHI):
        assert run(*words, "--org", org, stdin=REQUEST).answer["case"] == "R8-001"
    assert run("case", "show", folder, "R8-001").code == 2
    assert run("case", "show", folder, "R8-001", "--org", AICHI, "--json").answer["organisation"] == AICHI
    assert "愛知県支部" in run("case", "list", folder).out


def test_what_a_person_typed_is_shown_with_marks(office: Path, run: Run) -> None:
    form = {**REQUEST, "target": "給付\u202e記録"}
    said = run("case", "new", office, "disclosure", "--form", "-", stdin=form)
    if said.code == 0:
        assert "給付⟨U+202E⟩記録" in run("case", "show", office, "R8-001").out
        assert "\u202e" not in run("case", "show", office, "R8-001", "--json").out
    else:
        assert said.code == 1
