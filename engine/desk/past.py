"""Taking in the rows of a ledger that was kept in Excel: matched by title, shown, then written at one stroke."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from engine.desk.ledger import PAST
from engine.errors import Objection, Refused, UsageError
from engine.export.past import MARK, PastRow, past_from
from engine.model.hostile import hostile
from engine.store.codec import hash_of
from engine.wareki import DateError, parse_date

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.model.workflow import Register

MOST_ROWS: Final = 20_000
_UNPACKED: Final = 200 * 1024 * 1024
WRITTEN: Final = "written"


@dataclass(frozen=True, slots=True)
class Matched:
    """What would be taken in: `columns` (title in the file → column id), titles that are not taken, the rows.

    `source` is the hash of the file, so that it is not taken in twice.
    """

    organisation: str
    register: str
    title: str
    columns: Mapping[str, str]
    left: tuple[str, ...]
    rows: tuple[tuple[date, Mapping[str, str]], ...]
    source: str


def match_ledger(
    desk: Desk, register: str, data: bytes, excel: bool, names: Mapping[str, str], organisation: str = ""
) -> Matched:
    """Read a ledger and match it; `names` are titles of the file with the id of their column (or `written`).

    A row is dated by the column named `written`, else by its latest day. Refused with every row that does not fit.
    """
    from engine.desk.sheets import register_of

    org, kept = register_of(desk, register, organisation)
    lines = _excel(data) if excel else _csv(data)
    titles = [str(_plain(cell)).strip() for cell in lines[0]] if lines else []
    columns = _columns(kept, titles, names)
    rows: list[tuple[date, dict[str, str]]] = []
    wrong: list[Objection] = []
    for number, line in enumerate(lines[1:], start=2):
        if any(_plain(cell) for cell in line):
            row = _row(kept, dict(zip(titles, line, strict=False)), columns, number, wrong)
            rows.append(row)
    if not rows:
        wrong.append(Objection("rows", "取り込める行がありません。", "There is no row to take in."))
    if wrong:
        raise Refused(wrong[:50])
    left = tuple(title for title in titles if title and title not in columns)
    return Matched(org, register, kept.title.within(desk.language), columns, left, tuple(rows), hash_of(data))


def take_ledger(desk: Desk, matched: Matched) -> list[str]:
    """Write the rows, all or none; answers their numbers. Refused if that file was taken in before."""
    with desk.office.lock():
        entries, end = desk.office.read(PAST)
        if any(entry.get("source") == matched.source for entry in entries):
            ja, en = "このファイルはもう取り込んであります。", "This file was taken in before."
            raise Refused([Objection("source", ja, en)])
        before = sum(row.organisation == matched.organisation for row in past_from(entries))
        rows = [
            {"number": f"{MARK.ja}-{before + at:03d}", "written": day.isoformat(), "cells": dict(cells)}
            for at, (day, cells) in enumerate(matched.rows, start=1)
        ]
        about = {"at": desk.clock.stamp(), "by": desk.signed_in().id, "source": matched.source}
        entry = {"organisation": matched.organisation, "register": matched.register, **about, "past": rows}
        desk.office.append(PAST, entry, end)
    return [str(row["number"]) for row in rows]


def past_rows(desk: Desk, organisation: str, register: str = "") -> list[PastRow]:
    """The past rows of an organisation, of one register if named."""
    entries, _ = desk.office.read(PAST)
    return [r for r in past_from(entries) if r.organisation == organisation and register in ("", r.register)]


def found_past(desk: Desk, text: str, organisation: str = "") -> list[PastRow]:
    """The past rows with every word of `text`, of the registers that whoever signed in may read."""
    from engine.desk.folding import folded
    from engine.desk.sheets import keeper_of, may_read

    words = [folded(part) for part in text.split()]
    found: list[PastRow] = []
    for org, built in desk.organisations().items():
        rows = past_rows(desk, org) if words and organisation in ("", org) else []
        kept = {row.register for row in rows}
        readable = {r for r in kept if may_read(desk, keeper_of(built, r).registers[r])}
        for row in rows:
            whole = folded(" ".join((row.number, *row.cells.values())))
            if row.register in readable and all(word in whole for word in words):
                found.append(row)
    return found


# --- matching


def _columns(register: Register, titles: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    from engine.desk.folding import folded

    known = {**{folded(one): one for one in register.columns}}
    for id, column in register.columns.items():
        known |= {folded(column.title.ja): id, folded(column.title.within("en")): id}
    strange = [
        n for n, column in names.items() if column not in (*register.columns, WRITTEN) or n not in titles
    ]
    if strange:
        raise UsageError(
            f"対応表の「{strange[0]}」は、ファイルの見出しにないか、その先の列がありません。列: {_listed(register)}",
            f"“{strange[0]}” of the map is no title of the file, or its column is none of "
            f"{', '.join(register.columns)}, {WRITTEN}.",
        )
    found = {title: known[folded(title)] for title in titles if folded(title) in known and title not in names}
    found = {title: id for title, id in found.items() if id not in names.values()} | dict(names)
    if not found:
        raise UsageError(
            "見出しに合う列がありません。見出しと列の id を一行に一つずつ「見出し: id」と書いたファイル（.yaml）を"
            f" --map で指定してください。列: {_listed(register)}",
            "No title fits a column. Write a file (.yaml) with a line “title: id” for each and name it with --map. "
            f"Columns: {', '.join(register.columns)}, {WRITTEN}.",
        )
    return found


def _listed(register: Register) -> str:
    return "、".join((*(f"{id}（{one.title.ja}）" for id, one in register.columns.items()), WRITTEN))


def _row(
    register: Register,
    line: Mapping[str, Any],
    columns: Mapping[str, str],
    number: int,
    wrong: list[Objection],
) -> tuple[date, dict[str, str]]:
    cells: dict[str, str] = {}
    days: list[date] = []
    written: date | None = None
    for title, id in columns.items():
        raw = _plain(line.get(title))
        kind = register.columns[id].rule.type if id != WRITTEN else None
        if isinstance(raw, date) or (raw and (kind is None or kind.kind == "date")):
            day = raw if isinstance(raw, date) else _day(raw, title, number, wrong)
            days += [day] if day else []
            written = day if id == WRITTEN else written
            raw = day.isoformat() if day else ""
        elif raw and kind is not None and kind.values:
            raw = next((v for v, label in kind.values.items() if raw in (label.ja, label.within("en"))), raw)
        if raw and id != WRITTEN:
            cells[id] = raw
    bad = next(hostile(cells), None)
    if bad is not None:
        wrong.append(
            Objection("cell", f"{number} 行目: {bad.ja}", f"Row {number}: {bad.en}", f"/{number}{bad.field}")
        )
    if written is None and not days:
        ja = f"{number} 行目に日付がありません。保存期間を数えられません。"
        wrong.append(
            Objection("date", ja, f"Row {number} has no date to count its retention from.", f"/{number}")
        )
    return written or max(days, default=date.min), cells


def _day(text: str, title: str, number: int, wrong: list[Objection]) -> date | None:
    try:
        return parse_date(text)
    except DateError as no:
        ja, en = f"{number} 行目「{title}」: {no.ja}", f"Row {number}, “{title}”: {no.en}"
        wrong.append(Objection("date", ja, en, f"/{number}/{title}"))
        return None


def _plain(cell: Any) -> Any:
    """A cell as text, or as the day that it is."""
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None or isinstance(cell, date):
        return cell or ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


# --- files


def _csv(data: bytes) -> list[list[Any]]:
    """CSV as Excel writes it: UTF-8, or the code page of Japanese Windows."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            lines = list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
        return _few(lines)
    raise _unreadable()


def _excel(data: bytes) -> list[list[Any]]:
    """The first page of an Excel file: values only, no formula is ever computed."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            if sum(one.file_size for one in bundle.infolist()) > _UNPACKED:
                raise _unreadable()
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book.worksheets[0]
        lines = [list(row) for row in page.iter_rows(max_row=MOST_ROWS + 2, max_col=200, values_only=True)]
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        SyntaxError,
        AttributeError,
        TypeError,
    ):
        raise _unreadable() from None
    return _few(lines)


def _few(lines: list[list[Any]]) -> list[list[Any]]:
    if len(lines) > MOST_ROWS + 1:
        raise UsageError(
            f"{MOST_ROWS} 行までです。ファイルを分けてください。",
            f"{MOST_ROWS} rows at most: split the file.",
        )
    return lines


def _unreadable() -> UsageError:
    return UsageError(
        "台帳のファイルとして読めません。.xlsx か、UTF-8 または Shift_JIS の .csv を指定してください。",
        "It does not read as a ledger: give an .xlsx, or a .csv in UTF-8 or Shift_JIS.",
    )
