"""Everything of an office so that it can be read without this program: letters, registers, records, papers.

Made in a folder beside, synced, and renamed when it is whole. Names are made by the program, of numbers and titles.
Nothing in it is encrypted: whoever gets it can read it, and the README in it says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.desk.disposal import require_authority
from engine.desk.leaving import leaving
from engine.desk.output import file_name
from engine.desk.safety import require_free, require_outside
from engine.desk.sheets import newest_first, sheet_of
from engine.errors import UsageError
from engine.store import copies, platform
from engine.store.sealed import cannot_write

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.desk.ledger import Key

README: Final = "README.txt"
LETTERS, PAPERS, REGISTERS, RECORDS = "letters", "papers", "registers", "records"
_ENDINGS: Final = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "text/plain": "txt",
}
"""What is said of a paper decides its ending; anything else has none that a program would run."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the handover: its place, what it is (in words, made by the program), size and SHA-256."""

    place: str
    what: str
    size: int
    hash: str


def hand_over(desk: Desk, target: Path) -> list[Item]:
    """Write everything into a new or empty folder; nothing is left of a failure. UsageError, StoreError."""
    if desk.path is None:
        raise UsageError("この窓口はフォルダにありません。", "This office is in no folder.")
    require_authority(desk)
    require_free(target)
    require_outside(desk.path, target)
    leaving(desk, "handover")
    whole = target.absolute()
    staged = whole.with_name(f".{whole.name}.making")
    copies.discard(staged)
    try:
        whole.parent.mkdir(parents=True, exist_ok=True)
        platform.make_folder(staged)
        desk.ledger.read_all()
        items = [_put(staged, *one) for one in _everything(desk)]
        _put(staged, README, "", _readme(desk, items).encode("utf-8"))
        copies.settle(staged, whole)
    except OSError as error:
        raise cannot_write(target, error) from None
    finally:
        copies.discard(staged)
    desk.note("exported", "handover", "", "", str(len(items)))
    return items


def _everything(desk: Desk) -> Iterator[tuple[str, str, bytes]]:
    """(place, what it is, bytes) of every file."""
    records = "".join(f"{line.rstrip()}\n" for line in desk.export("full"))
    yield f"{RECORDS}/records.jsonl", "記録 records", records.encode("utf-8")
    yield from _registers(desk)
    for key in sorted(desk.ledger.raw):
        yield from _letters(desk, key)
        yield from _papers(desk, key)


def _registers(desk: Desk) -> Iterator[tuple[str, str, bytes]]:
    from engine.export.registers import to_xlsx

    for organisation, built in desk.organisations().items():
        kept = (r for w in newest_first(built) for r in w.registers)
        for name in dict.fromkeys((*kept, *built.organisation.ledgers, *built.reports)):
            sheet = sheet_of(desk, name, organisation, whole=True)
            place = file_name((organisation, sheet.id, sheet.title))
            yield f"{REGISTERS}/{place}.xlsx", sheet.title, to_xlsx(sheet)


def _letters(desk: Desk, key: Key) -> Iterator[tuple[str, str, bytes]]:
    issued = [one for event in desk.ledger.case(key).events for one in event.letters]
    for number, letter in enumerate(issued, start=1):
        if letter.hash:
            name = file_name((f"{number:02d}", letter.number, letter.title))
            yield f"{LETTERS}/{_folder(key)}/{name}.pdf", letter.title, desk.office.get_file(letter.hash)


def _papers(desk: Desk, key: Key) -> Iterator[tuple[str, str, bytes]]:
    kept = [one for event in desk.ledger.case(key).events for one in event.attachments]
    for number, one in enumerate(kept, start=1):
        if one.hash:
            ending = _ENDINGS.get(one.type, "bin")
            said = file_name((one.name,))
            yield f"{PAPERS}/{_folder(key)}/{number:02d}.{ending}", said, desk.office.get_file(one.hash)


def _folder(key: Key) -> str:
    return file_name((key[0], key[1]))


def _put(root: Path, place: str, what: str, data: bytes) -> Item:
    folder = root
    for part in Path(place).parts[:-1]:
        folder = folder / part
        platform.make_folder(folder)
    handle = platform.create_file(root / place)
    try:
        platform.write_at(handle, data, 0)
        platform.datasync(handle)
    finally:
        platform.close(handle)
    return Item(place, what, len(data), hashlib.sha256(data).hexdigest())


def _readme(desk: Desk, items: list[Item]) -> str:
    day = desk.today().isoformat()
    listed = "".join(f"{one.place}\t{one.size}\t{one.hash}\t{one.what}\r\n" for one in items)
    return (
        f"引継ぎ {day}\r\n\r\n"
        "この中のファイルは、特別なプログラムがなくても読めます。暗号化されていません。取扱いと保管に注意してください。\r\n"
        f"{LETTERS}: 発した通知書（PDF） / {PAPERS}: 添えられた書類 / {REGISTERS}: 台帳と集計（Excel） / "
        f"{RECORDS}: 記録の全部（JSON Lines、一行に一件、UTF-8）\r\n\r\n"
        f"Handover {day}\r\n\r\n"
        "These files can be read without any special program. Nothing in here is encrypted: keep it accordingly.\r\n"
        f"{LETTERS}: letters as issued (PDF) / {PAPERS}: papers / {REGISTERS}: registers and figures (Excel) / "
        f"{RECORDS}: all records (JSON Lines, one case a line, UTF-8)\r\n\r\n"
        "ファイル file\tバイト bytes\tSHA-256\t内容 content\r\n" + listed
    )
