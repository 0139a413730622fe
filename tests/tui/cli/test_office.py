"""init, member, verify, demo."""

from __future__ import annotations

from pathlib import Path

from tests.commands import Run
from tests.tui.cli.conftest import AICHI, GUNMA


def test_an_office_may_hold_several_organisations(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "o"
    made = run("init", folder, "--from", GUNMA, "--from", AICHI, "--no-encryption", "--json").answer
    assert made == {"office": str(folder), "organisations": [GUNMA, AICHI], "encrypted": False}
    assert run("init", folder, "--from", GUNMA, "--no-encryption").code == 2


def test_an_unknown_organisation_makes_no_office(tmp_path: Path, run: Run) -> None:
    assert run("init", tmp_path / "o", "--from", "nowhere", "--no-encryption").code == 2
    assert not (tmp_path / "o").exists()


def test_members_are_added_changed_and_listed(office: Path, run: Run) -> None:
    added = run("member", "add", office, "hanako", "--name", "見本 花子", "--role", "president", "--json")
    assert added.answer == {"id": "hanako", "name": "見本 花子", "roles": ["president"]}
    assert run("member", "role", office, "hanako", "--role", "window_clerk").code == 0
    assert "hanako  見本 花子  窓口担当 [window_clerk]" in run("member", "list", office).out
    assert run("member", "list", office, "--json").out.count("\n") == 2


def test_wrong_members_are_refused(office: Path, run: Run) -> None:
    assert run("member", "add", office, "taro", "--name", "x", "--role", "president").code == 2
    assert run("member", "add", office, "new", "--name", "x", "--role", "king").code == 2
    assert run("member", "add", office, "../x", "--name", "x", "--role", "president").code == 2
    assert run("member", "role", office, "nobody", "--role", "president").code == 2


def test_a_role_of_a_unit_names_the_unit(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "o"
    assert run("init", folder, "--from", AICHI, "--no-encryption").code == 0
    plain = run("member", "add", folder, "taro", "--name", "見本 太郎", "--role", "handling_manager")
    assert plain.code == 2
    held = run("member", "add", folder, "taro", "--name", "見本 太郎", "--role", "handling_manager@clinic")
    assert held.code == 0


def test_verify_counts_what_is_there(office: Path, case: str, run: Run) -> None:
    found = run("verify", office, "--json").answer
    assert (found["ok"], found["lines"]) == (True, 1)
    assert found["head"] in run("verify", office).out
    assert case


def test_damage_ends_4_and_says_where(office: Path, case: str, run: Run) -> None:
    book = next(
        p
        for p in office.rglob("*")
        if p.is_file() and "見本 太郎".encode() in p.read_bytes() and "R8" in p.name
    )
    book.write_bytes(book.read_bytes().replace("見本 太郎".encode(), "見本 次郎".encode()))
    said = run("verify", office)
    assert (said.code, said.out) == (4, "")
    error = run("verify", office, "--json").error
    assert error["code"] == "store"
    listed = run("case", "show", office, case, "--json")
    assert (listed.code, listed.error["code"]) == (4, "store")


def test_no_office_is_wrong_usage(tmp_path: Path, run: Run) -> None:
    for words in (("case", "list"), ("verify",), ("export",), ("register",), ("member", "list")):
        assert run(*words, tmp_path / "none").code == 2


def test_a_practice_office_is_made_without_screens_only(tmp_path: Path, run: Run) -> None:
    assert run("demo", tmp_path / "d").code == 2
    assert run("demo", tmp_path / "d", "--no-ui").code == 0
    again = run("demo", tmp_path / "d", "--no-ui", "--json").answer
    assert again["made"] is False
    assert sum(again["organisations"].values()) == run("case", "list", tmp_path / "d", "--json").out.count(
        "\n"
    )


def test_a_head_on_paper_is_compared(office: Path, case: str, run: Run) -> None:
    assert case
    book = next(iter(run("verify", office, "--json").answer["books"].items()))
    mark = f"{book[0]}:{book[1]['lines']}:{book[1]['head'][:12]}"
    assert run("verify", office, "--mark", mark, "--json").answer["mark"] is True
    assert mark in run("verify", office, "--mark", mark).out
    wrong = run("verify", office, "--mark", f"{book[0]}:{book[1]['lines']}:{'0' * 12}")
    assert (wrong.code, wrong.out) == (4, "")
    assert "照合値" in wrong.err
    assert run("verify", office, "--mark", "R8").code == 2
