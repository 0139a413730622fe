"""The log, the register of IDs and that of exports: an encrypted office of an organisation that keeps them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.desk import open_desk
from engine.desk.attempts import FILE
from engine.desk.leaving import exports_of
from engine.desk.output import outputs
from engine.store.keys import PUBLISHED_COST
from tests.commands import Run
from tests.tui.cli.conftest import AICHI, REQUEST, quietly
from tests.tui.harness import opened
from tests.tui.rooms import press
from tui.cli.commands.open import _erase
from tui.cli.printing import Printer

PASSWORD = "見本の長いパスワード"
NAMES = {"sitei": "見本 指定", "uketsuke": "見本 受付", "sekinin": "見本 責任"}
ROLES = {
    "sitei": "designated_id_clerk",
    "uketsuke": "window_clerk",
    "sekinin": "handling_manager@clinic",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of three people: who gives the ids, who sits at the window, who permits exports."""
    office = tmp_path_factory.mktemp("log") / "office"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.store.keys.COST", PUBLISHED_COST)
        patch.setenv("MADOGUCHI_PASSWORD", PASSWORD)
        patch.setenv("MADOGUCHI_NEW_PASSWORD", PASSWORD)
        first = ("--as", "sitei", "--name", NAMES["sitei"], "--role", ROLES["sitei"])
        quietly("init", office, "--from", AICHI, *first)
        for member in ("uketsuke", "sekinin"):
            words = (member, "--name", NAMES[member], "--role", ROLES[member], "--as", "sitei")
            quietly("member", "add", office, *words)
        quietly("case", "new", office, "disclosure", "--form", "-", "--as", "uketsuke", stdin=REQUEST)
    return office


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("engine.store.keys.COST", PUBLISHED_COST)
    monkeypatch.setenv("MADOGUCHI_PASSWORD", PASSWORD)
    monkeypatch.setenv("MADOGUCHI_NEW_PASSWORD", PASSWORD)
    return Path(shutil.copytree(made, tmp_path / "office"))


def lines(run: Run, office: Path, *words: str) -> list[dict[str, Any]]:
    said = run("log", office, *words, "--as", "sitei", "--json")
    assert said.code == 0, said.err
    return [json.loads(line) for line in said.out.splitlines()]


def test_every_look_refusal_print_export_and_sign_in_is_kept(
    office: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = ("--as", "uketsuke")
    run("case", "show", office, "R8-001", *by)
    run("notice", office, "R8-001", "application", "-o", tmp_path / "a.pdf", *by)
    assert run("case", "do", office, "R8-001", "notify", *by).code == 1
    assert run("export", office, "--view", "masked", *by).code == 0
    assert run("register", office, "incoming_mail_register", *by).code == 0
    monkeypatch.setenv("MADOGUCHI_PASSWORD", "ちがうパスワード")
    assert run("case", "list", office, *by).code == 1
    assert run("case", "list", office, "--as", "見本 花子").code == 1
    monkeypatch.setenv("MADOGUCHI_PASSWORD", PASSWORD)

    found = {(one["who"], one["result"], one["what"], one["case"]) for one in lines(run, office)}
    clerk = NAMES["uketsuke"]
    assert found >= {
        (clerk, "signed", "サインイン", ""),
        (clerk, "done", "受付", "R8-001"),
        (clerk, "viewed", "案件", "R8-001"),
        (clerk, "printed", "通知", "R8-001"),
        (clerk, "refused", "通知する", "R8-001"),
        (clerk, "exported", "記録の書き出し", ""),
        (clerk, "viewed", "台帳", ""),
        (clerk, "failed", "サインイン", ""),
        ("不明", "failed", "サインイン", ""),
        (NAMES["sitei"], "done", "職員を加える", ""),
    }
    added = [one["detail"] for one in lines(run, office) if one["what"] == "職員を加える"]
    assert added and not [detail for detail in added if "_" in detail], "roles by title, not by id"
    assert {one["result"] for one in lines(run, office, "--result", "viewed")} == {"viewed"}
    assert all("R8-001" in one["case"] for one in lines(run, office, "--text", "R8-001"))
    assert lines(run, office, "--until", "2026-11-23") == []
    assert run("verify", office, "--as", "sitei").code == 0, "chained like the rest"
    assert not (office / FILE).exists()


def test_the_log_holds_ids_and_no_name(office: Path, run: Run) -> None:
    from engine.store.names import is_log

    run("case", "show", office, "R8-001", "--as", "uketsuke")
    with open_desk(office, "sitei", password=PASSWORD) as desk:
        kept = json.dumps([desk.office.read(book)[0] for book in desk.office.books() if is_log(book)])
    assert "uketsuke" in kept
    assert not [name for name in (*NAMES.values(), "見本 太郎") if json.dumps(name)[1:-1] in kept]


def test_each_has_one_id_and_only_who_gives_them_sees_the_register(office: Path, run: Run) -> None:
    assert (
        run("member", "add", office, "z", "--name", "z", "--role", "window_clerk", "--as", "sekinin").code
        == 1
    )
    assert run("member", "remove", office, "uketsuke", "--as", "sitei").code == 0
    other = ("--name", "別人", "--role", "window_clerk", "--as", "sitei")
    assert run("member", "add", office, "uketsuke", *other).code == 2, "an id is never somebody else's"
    for member, code in (("sekinin", 2), ("sitei", 0)):
        said = run("register", office, "id_register", "--as", member, "--json")
        assert said.code == code
        listed = run("register", office, "--as", member, "--json").answer
        assert ("id_register" in [one["id"] for one in listed]) is (code == 0)
    told = [
        json.loads(line)["id"]
        for line in run("member", "list", office, "--as", "sekinin", "--json").out.splitlines()
    ]
    assert told == ["sekinin", ""], "one's own id only"
    sheet = run("register", office, "id_register", "--as", "sitei", "--json").answer
    assert sheet["form_number"] == "別紙様式第1号"
    rows = {row["id"]: row for row in sheet["rows"]}
    assert set(rows) == set(NAMES)
    assert rows["uketsuke"] == {
        "system": "窓口 Madoguchi",
        "id": "uketsuke",
        "name": NAMES["uketsuke"],
        "roles": "開示等申出書受付窓口の職員",
        "granted": "2026-11-24",
        "granted_by": NAMES["sitei"],
        "removed": "2026-11-24",
    }


async def _exported(office: Path) -> None:
    with open_desk(office, "sekinin", password=PASSWORD) as desk:
        async with opened(desk, (120, 36)) as pilot:
            if desk.password_due():
                await pilot.app.pop_screen()
            await press(pilot, "3", "down", "X")
        assert [one.name for one in outputs(desk)] and desk.put_out
        _erase(Printer("ja", False), desk)


@pytest.mark.asyncio
async def test_what_a_screen_exported_is_erased_at_leaving_and_its_row_says_so(office: Path) -> None:
    await _exported(office)
    with open_desk(office, "sekinin", password=PASSWORD) as desk:
        (row,) = exports_of(desk, AICHI)
    assert (row.permitted_by, row.exported[:10], row.erased[:10]) == ("sekinin", "2026-11-24", "2026-11-24")


def test_an_export_needs_permission_and_lands_in_its_register(office: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    said = run("export", office, "-o", out, "--as", "uketsuke", "--json")
    assert said.code == 1 and not out.exists()
    assert said.error["reasons"][0]["basis"].startswith("第5条の3第4項")
    rest = run("verify", office, "--salvage", tmp_path / "rest.jsonl", "--as", "sitei", "--json")
    assert rest.error["reasons"][0]["basis"].startswith("第5条の3") and not (tmp_path / "rest.jsonl").exists()
    permit = ("download", "permit", office, "uketsuke", "--content", "監査のため全件")
    assert run(*permit, "--as", "uketsuke").code == 1, "nobody permits themselves"
    assert run(*permit, "--as", "sekinin", "--json").answer == {"number": 1, "member": "uketsuke"}
    assert run("export", office, "-o", out, "--as", "uketsuke").code == 0 and out.exists()
    assert (
        run("register", office, "incoming_mail_register", "-o", tmp_path / "a.csv", "--as", "uketsuke").code
        == 1
    )
    assert run("download", "erased", office, "1", "--as", "uketsuke").code == 0
    assert (
        run("register", office, "disclosure_ledger", "-o", tmp_path / "b.xlsx", "--as", "sekinin").code == 0
    )

    sheet = run("register", office, "download_register", "--as", "sekinin", "--json").answer
    day = "2026-11-24"
    told = [
        (r["number"], r["content"], r["name"], r["permitted_by"], r["exported"], r["erased"])
        for r in sheet["rows"]
    ]
    assert told == [
        ("1", "監査のため全件", NAMES["uketsuke"], NAMES["sekinin"], day, day),
        ("2", "", NAMES["sekinin"], NAMES["sekinin"], day, ""),
    ]
    assert sheet["rows"][1]["what"] == "disclosure_ledger"
