"""Files for printing and for other programs, in the folder 出力 of the office: written, listed, erased by hand.

Names are made of numbers and titles, never of a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.errors import UsageError
from engine.store import beside, platform
from engine.store.sealed import cannot_write

if TYPE_CHECKING:
    from engine.desk.desk import Desk

FOLDER: Final = "出力"
_MOST: Final = 80  # characters of a name before its ending
_REFUSED: Final = frozenset('<>:"/\\|?*')  # what Windows allows in no name
_DEVICES: Final = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(10)))
)


@dataclass(frozen=True, slots=True)
class Output:
    """A file in the folder: its name and size in bytes."""

    name: str
    size: int


def whose(desk: Desk, organisation: str, name: str) -> tuple[str, ...]:
    """A case or a register in the name of a file; in an office of several organisations also whose it is.

    Each counts its cases for itself, so the number alone would name two files alike.
    """
    known = desk.about()
    if len(known) < 2:
        return (name,)
    called = known[organisation].short.ja
    alone = bool(called) and sum(one.short.ja == called for one in known.values()) == 1
    return name, called if alone else organisation


def write_output(desk: Desk, parts: Iterable[str], ending: str, data: bytes) -> Path:
    """Write a file under a name made of `parts`; one of the same name is replaced. StoreError if the disk refuses."""
    root = _root(desk)
    if desk.office.read_only:
        raise UsageError(
            "この窓口は読み取り専用で開いています。出力は書けません。",
            "This office is open for reading only: nothing can be written out.",
        )
    target = root / FOLDER / f"{file_name(parts)}.{ending}"
    try:
        for folder in (root / FOLDER, root / beside.FOLDER):
            platform.make_folder(folder)
        beside.write_beside(root, target, data, durable=False)
    except OSError as error:
        raise cannot_write(target, error) from None
    return target


def write_sheet(office: Path, code: str, language: str) -> Path:
    """The recovery sheet of an office as PDF, for printing. Whoever shows it erases it again. StoreError."""
    from engine.desk.access import sheet_pdf

    target = office / FOLDER / ("recovery-sheet.pdf" if language == "en" else "回復用紙.pdf")
    data = sheet_pdf(office.resolve().name, code, language)
    try:
        platform.make_folder(office / FOLDER)
        beside.write_beside(office, target, data, durable=False)
    except OSError as error:
        raise cannot_write(target, error) from None
    return target


def write_new(target: Path, data: bytes) -> None:
    """A file that only its owner can read, where none is yet. OSError."""
    with open(target, "xb", opener=platform.private) as file:
        file.write(data)


def erase_outputs(desk: Desk) -> list[str]:
    """Remove every file of the folder, at leaving; answers those that another program does not let go."""
    held = []
    for one in outputs(desk):
        try:
            platform.remove(_root(desk) / FOLDER / one.name)
        except OSError:
            held.append(one.name)
    return held


def outputs(desk: Desk) -> list[Output]:
    """What lies in the folder, by name."""
    if desk.path is None:
        return []
    found = sorted((desk.path / FOLDER).glob("*"))
    return [Output(one.name, one.stat().st_size) for one in found if one.is_file()]


def erase_output(desk: Desk, name: str) -> None:
    """Remove a file of the folder. UsageError for a name that is not one of them."""
    if name not in {one.name for one in outputs(desk)}:
        raise UsageError(f"「{name}」は出力にありません。", f"There is no output “{name}”.")
    target = _root(desk) / FOLDER / name
    try:
        platform.remove(target)
    except OSError as error:
        raise cannot_write(target, error) from None


def file_name(parts: Iterable[str]) -> str:
    """A name that every system takes: no control characters, none of the signs Windows refuses."""
    joined = "_".join(part.strip() for part in parts if part.strip())
    plain = "".join("-" if c in _REFUSED or unicodedata.category(c) in ("Cc", "Cf") else c for c in joined)
    kept = plain[:_MOST].strip(" .") or "-"
    return f"-{kept}" if kept.partition(".")[0].upper() in _DEVICES else kept


def _root(desk: Desk) -> Path:
    if desk.path is None:
        raise UsageError("この窓口はフォルダにありません。", "This office is in no folder.")
    return desk.path
