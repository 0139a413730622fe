"""Backups of an office: making one, trying it, taking it back, and noticing that an office is an older copy.

A backup is only known to restore once that was tried. So a rehearsal restores it into a folder of the office's own,
looks at every byte with the keys that are open, removes it again and keeps the day.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.desk.access import disk_of, unlock
from engine.errors import Conflict, StoreError, UsageError
from engine.store import copies, platform, verify
from engine.store.names import is_log
from engine.store.port import Position, Rewritten

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.store.port import Report

KEPT: Final = 14
"""How many copies made at leaving are kept."""
SAFETY: Final = "safety"
BACKUP, REHEARSAL = "backup", "rehearsal"
_COPIES: Final = "-backups"
ENDING: Final = ".madoguchi.zip"

Seen = dict[str, list[Any]]
"""How far each book had come: its edition, lines, last hash, and where its last line begins and ends."""

SignIn = Callable[[Path], tuple[str, str | None]]
"""Asked for the office in a folder: who signs in, and their password."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup: the file, when it was made (ISO) and how many files it holds."""

    file: Path
    made: str
    files: int


def backup(desk: Desk, file: Path, told: copies.Told = copies.untold) -> Made:
    """Put the whole office, as it is on the disk, into a new file. UsageError, Conflict, StoreError."""
    office, stamp = disk_of(desk), desk.clock.stamp()
    require_outside(office.path, file)
    with office.lock():
        listed = copies.pack(office, file, stamp, told)
        _keep_day(desk, BACKUP)
    return Made(file, stamp, len(listed.files))


def rehearse(desk: Desk, file: Path, told: copies.Told = copies.untold) -> Report:
    """Restore a backup of this office inside its folder, look at every byte, remove it; the day is kept if all is well.

    Holds the lock, so that nobody takes the folder for a left-over. UsageError if it is another office's.
    """
    office = disk_of(desk)
    _require_of(office.id, copies.about(file))
    opened = office.keys
    with office.lock(), _staged(copies.rehearsal_folder(office.path)) as folder:
        copies.unpack(file, folder, told)
        report = verify(folder, keys=None if opened is None else lambda _root, _office: opened)
        if report.ok:
            _keep_day(desk, REHEARSAL)
    return report


def restore(file: Path, target: Path, sign_in: SignIn) -> Report:
    """Make the office of a backup in a folder that does not exist, or is empty, once every byte of it is proved.

    Somebody of the office signs in, since its chain can only be followed with its keys. A report with problems:
    nothing was restored. Raises UsageError, WrongPassword, StoreError.
    """
    require_free(target)
    staged = target.absolute().with_name(f".{target.absolute().name}.restoring")
    copies.discard(staged)  # of a restoring that was interrupted
    with _staged(staged):
        with _making(staged):
            staged.parent.mkdir(parents=True, exist_ok=True)
        copies.unpack(file, staged)
        member, password = sign_in(staged)
        report = verify(staged, keys=unlock(staged, member, password, ""))
        if report.ok:
            copies.settle(staged, target)
    return report


def days_of(desk: Desk) -> dict[str, str]:
    """The days (ISO) of the last backup and of the last rehearsal that went well; empty where there was none."""
    kept = desk.office.info().get(SAFETY)
    kept = kept if isinstance(kept, Mapping) else {}
    return {name: str(kept.get(name, "")) for name in (BACKUP, REHEARSAL)}


def stopped() -> UsageError:
    """What is raised to stop one of these half-way: nothing is left of it."""
    return UsageError("やめました。何も残していません。", "Stopped. Nothing is left of it.")


def offered_file(desk: Desk) -> Path:
    """A name for a backup that is not there yet, beside the office."""
    office, day = disk_of(desk).path.absolute(), desk.today().isoformat()
    names = (f"{office.name}-{day}{'' if n == 1 else f'-{n}'}{ENDING}" for n in range(1, 1000))
    return next(path for name in names if not (path := office.with_name(name)).exists())


def latest_file(desk: Desk) -> Path | None:
    """The backup to be tried: the one beside the office that was made last, else the last copy made at leaving."""
    office = disk_of(desk).path.absolute()
    made = sorted(office.parent.glob(f"{office.name}-*{ENDING}"), key=lambda one: one.stat().st_mtime)
    return next(iter([*made[::-1], *own_copies(desk)[::-1]]), None)


def salvage(desk: Desk, target: Path) -> int:
    """Every line of every book that reads by itself, as `{"book", "line", "entry"}` in a new file; how many.

    Needs no sound book: what is damaged is left out. UsageError if the file exists or lies in the office, Refused
    without the authority, or without the permission that an organisation asks for; StoreError.
    """
    from engine.desk.disposal import require_authority
    from engine.desk.leaving import leaving
    from engine.desk.output import write_new
    from engine.store import salvage as readable

    require_authority(desk)
    office = disk_of(desk)
    require_outside(office.path, target)
    if target.exists():
        raise UsageError(f"{target} はもうあります。", f"{target} exists already.")
    with suppress(
        StoreError, Conflict
    ):  # where nothing can be written any more, what reads must still come out
        leaving(desk, "salvage")
    lines = [
        json.dumps({"book": book, "line": number, "entry": entry}, ensure_ascii=False, sort_keys=True)
        for book in office.books()
        for number, entry in readable(office.path, book, office.codec)
    ]
    with _making(target):
        write_new(target, "".join(f"{line}\n" for line in lines).encode("utf-8"))
    desk.note("exported", "salvage", "", "", str(len(lines)))
    return len(lines)


def newest_in(folder: Path) -> Path | None:
    """The backup in a folder, or in a folder of copies in it, that was made last."""
    found = [*folder.glob(f"*{ENDING}"), *folder.glob(f"*{_COPIES}/*{ENDING}")]
    return max(found, key=lambda one: one.stat().st_mtime, default=None)


# --- copies made at leaving


def leave_copy(desk: Desk) -> Path | None:
    """Make a copy beside the office if anything was written in it since, and keep the last of them only.

    Practice is not copied. StoreError if the disk refuses; None where there was nothing to do.
    """
    if not desk.written or desk.practice or desk.office.read_only:
        return None
    folder = copies_folder(disk_of(desk).path)
    name = desk.clock.stamp()[:19].replace(":", "").replace("T", "-")
    with _making(folder):
        platform.keep_folder(folder)
    target = folder / f"{name}{ENDING}"
    if target.exists():
        return None
    made = backup(desk, target).file
    for old in own_copies(desk)[:-KEPT]:
        with _making(old):
            platform.remove(old)
    return made


def own_copies(desk: Desk) -> list[Path]:
    """The copies this program made at leaving, the oldest first."""
    return copies_of(disk_of(desk).path)


def copies_of(office: Path) -> list[Path]:
    """The same, of the office in a folder."""
    return sorted(copies_folder(office).glob(f"*{ENDING}"))


def copies_folder(office: Path) -> Path:
    """The folder for them: beside the office, so that they do not go with it."""
    whole = office.absolute()
    return whole.with_name(f"{whole.name}{_COPIES}")


# --- an older copy


def seen_of(desk: Desk) -> Seen:
    """How far the books have come, to be kept outside the folder and held against what is there next time.

    Not those of the log: they are the longest, and who looked at what makes no records older or newer.
    """
    office = disk_of(desk)
    heads = office.heads()
    found: Seen = {}
    for book in office.books():
        if is_log(book):
            continue
        _, end = office.read(book, desk.ledger.positions.get(book))
        edition = heads[book].edition if book in heads else 0
        found[book] = [edition, end.lines, end.hash, end.last, end.offset]
    return found


def older_than(desk: Desk, seen: Mapping[str, Any]) -> list[str]:
    """The books that have not come as far as was seen here before, or went another way since.

    A book that was rewritten since (disposal) is neither. Damage is not judged here: `verify` is for that.
    """
    office = disk_of(desk)
    heads = office.heads()
    older = []
    for book, told in seen.items():
        with suppress(ValueError, TypeError, StoreError, UsageError):
            edition, lines, hash, last, offset = told
            now = heads[book].edition if book in heads else 0
            if now > edition:
                continue
            try:
                office.read(book, Position(book, int(offset), int(last), int(lines), str(hash)))
            except Rewritten:
                older.append(book)
    return older


# --- small things


def _keep_day(desk: Desk, what: str) -> None:
    info = desk.office.info()
    kept = {**days_of(desk), what: desk.clock.today().isoformat()}
    desk.office.write_info({**info, SAFETY: {name: day for name, day in kept.items() if day}})


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder that is gone afterwards, unless it was given another name."""
    try:
        yield folder
    finally:
        copies.discard(folder)


@contextmanager
def _making(place: Path) -> Iterator[None]:
    from engine.store.sealed import cannot_write

    try:
        yield
    except OSError as error:
        raise cannot_write(place, error) from None


def require_outside(office: Path, file: Path) -> None:
    """UsageError for a place inside the office's folder."""
    if file.resolve().is_relative_to(office.resolve()):
        raise UsageError(
            "窓口のフォルダの外に作ってください（できれば別の機器に）。",
            "Make it outside the office's folder, best on another device.",
        )


def require_free(target: Path) -> None:
    """UsageError for a place where something is already."""
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise UsageError(
            f"{target} は空ではありません。まだない場所か空のフォルダにしてください。何も上書きしません。",
            f"{target} is not empty. Choose a new place or an empty folder: nothing is overwritten.",
        )


def _require_of(office: str, listed: copies.Listed) -> None:
    if listed.office != office:
        raise UsageError("これは別の窓口のバックアップです。", "This is a backup of another office.")
