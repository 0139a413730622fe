"""import-ledger: the past rows of an Excel ledger stand in the register, are found, counted and kept."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.desk import open_desk
from engine.desk.books import book_of, sifted
from engine.desk.yearly import year_of, years
from tests.commands import Run
from tests.tui.cli.conftest import AICHI, make_office

LEDGER = "disclosure_ledger"
TITLES = ("番号", "受付日", "申出の種類", "本人の氏名", "決定の内容", "通知した日", "備考")
ROLES = "window_clerk,handling_manager@clinic"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return make_office(tmp_path / "office", AICHI, ROLES)


@pytest.fixture
def outcomes(office: Path) -> tuple[str, str]:
    """The label of a kind and of an outcome, as the organisation's own forms say them."""
    with open_desk(office, "taro", read_only=True) as desk:
        built = desk.organisations()[AICHI]
        workflow = next(w for w in built.workflows.values() if LEDGER in w.registers)
        columns = workflow.registers[LEDGER].columns
        return built.kinds["disclosure"].title.ja, columns["outcome"].rule.type.values["grant"].ja


def rows_of(outcomes: tuple[str, str], count: int = 200) -> list[list[Any]]:
    """Invented rows of 2015, one a day."""
    days = [date(2015, 4, 1) + timedelta(days=at) for at in range(count)]
    return [
        [f"平27-{at}", day, outcomes[0], f"見本 {at:03d}郎", outcomes[1], day + timedelta(days=14), "棚"]
        for at, day in enumerate(days, start=1)
    ]


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (list(TITLES), *rows):
        page.append(row)
    book.save(path)
    return path


def test_two_hundred_past_rows_are_found_counted_and_kept(
    office: Path, outcomes: tuple[str, str], tmp_path: Path, run: Run
) -> None:
    file = workbook(tmp_path / "台帳.xlsx", rows_of(outcomes))
    names = tmp_path / "map.yaml"
    names.write_text("番号: number\n", encoding="utf-8")
    shown = run("import-ledger", office, LEDGER, file, "--map", names)
    assert "200 行" in shown.out and "備考" in shown.out and "まだ何も書いていません" in shown.out
    assert run("register", office, LEDGER, "--json").answer["rows"] == []
    done = run("import-ledger", office, LEDGER, file, "--map", names, "--confirm", "--json").answer
    assert (done["rows"], done["numbers"][0], done["numbers"][-1]) == (200, "移行-001", "移行-200")
    assert run("import-ledger", office, LEDGER, file, "--confirm").code == 1  # not twice
    sheet = run("register", office, LEDGER, "--json").answer
    assert len(sheet["rows"]) == 200
    assert sheet["about"][0]["case"] == "移行-001"
    assert sheet["about"][0]["keep_through"] == "2025-04-15"  # ten years from the day after
    with open_desk(office, "taro") as desk:
        assert "H27" in years(desk)
        [kind] = [one for one in year_of(desk, "H27") if one.kind == "disclosure"]
        assert kind.outcomes == {outcomes[1]: 200}
        book = book_of(desk, LEDGER, AICHI)
        assert [row.case for row in sifted(book.rows, "見本 077郎")] == ["移行-077"]
        assert desk.rows() == []  # no event was invented
    found = run("case", "list", office, "--text", "見本 077郎").out.splitlines()
    assert len(found) == 1 and found[0].startswith("移行-077  disclosure_ledger")
    exported = tmp_path / "out.xlsx"
    assert run("register", office, LEDGER, "-o", exported).code == 0
    page = openpyxl.load_workbook(exported).active
    assert page is not None and "見本 200郎" in [cell.value for row in page.iter_rows() for cell in row]
    assert "廃棄できる件 200 件" in run("dispose", office, "--due").out, "their ten years are over by now"
    assert run("verify", office).code == 0


def test_past_rows_are_disposed_of_when_their_years_are_over(
    office: Path, outcomes: tuple[str, str], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workbook(tmp_path / "old.xlsx", rows_of(outcomes, 2))
    monkeypatch.setenv("MADOGUCHI_NOW", "2025-04-16T09:00")  # the first row is over, the second is not
    assert run("import-ledger", office, LEDGER, file, "--confirm").code == 0
    assert "移行-001" in run("dispose", office, "--due").out
    assert run("dispose", office, "--confirm", 1).code == 0
    sheet = run("register", office, LEDGER, "--json").answer
    assert [row["name"] for row in sheet["rows"]] == ["", "見本 002郎"]
    with open_desk(office, "taro") as desk:
        [kind] = [one for one in year_of(desk, "H27") if one.kind == "disclosure"]
        assert kind.outcomes == {outcomes[1]: 2}
    assert "移行-001" not in run("dispose", office).out
    assert run("verify", office).code == 0


def test_rows_that_do_not_fit_are_named_and_nothing_is_taken(
    office: Path, outcomes: tuple[str, str], tmp_path: Path, run: Run
) -> None:
    rows = rows_of(outcomes, 3)
    rows[1][1], rows[2][1], rows[2][5] = "8.4.2", "", ""
    refused = run("import-ledger", office, LEDGER, workbook(tmp_path / "x.xlsx", rows), "--confirm", "--json")
    assert refused.code == 1
    assert [one["field"] for one in refused.error["reasons"]] == ["/3/受付日", "/4"]
    assert run("register", office, LEDGER, "--json").answer["rows"] == []
    assert run("import-ledger", office, "nothing", tmp_path / "x.xlsx").code == 2
    (tmp_path / "no.xlsx").write_bytes(b"PK\x03\x04no")
    assert run("import-ledger", office, LEDGER, tmp_path / "no.xlsx").code == 2
    names = tmp_path / "map.json"
    names.write_text('{"受付日": "king"}', encoding="utf-8")
    assert run("import-ledger", office, LEDGER, tmp_path / "x.xlsx", "--map", names).code == 2


def test_csv_is_read_as_excel_in_japan_writes_it_and_formulas_stay_text(
    office: Path, outcomes: tuple[str, str], tmp_path: Path, run: Run
) -> None:
    out = io.StringIO()
    out.write(
        f"受付日,本人の氏名,申出の種類\r\nH27.4.1,=1+1,{outcomes[0]}\r\n,,\r\n平成27年4月2日,"
        f"見本 髙子,{outcomes[0]}\r\n"
    )
    for name, encoding in (("a.csv", "cp932"), ("b.csv", "utf-8-sig")):
        (tmp_path / name).write_bytes(out.getvalue().encode(encoding))
        assert run("import-ledger", office, LEDGER, tmp_path / name, "--confirm").code == 0
    rows = run("register", office, LEDGER, "--json").answer["rows"]
    assert sorted(row["name"] for row in rows) == ["=1+1", "=1+1", "見本 髙子", "見本 髙子"]
    assert "'=1+1" in run("register", office, LEDGER, "--format", "csv").out
