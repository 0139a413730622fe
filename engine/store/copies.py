"""A whole office in one file, and back: what stands on the disk, byte for byte, so what is encrypted stays so.

The file is a zip whose members are stored as they are: nothing can grow while it is unpacked. Its first member
lists the others with their sizes and hashes; the names are those the program itself makes, and no others are read.

Both ways end in a rename: a backup is written beside and synced before it has its name, a restored office is
proved (see `engine.desk.safety`) in a folder beside before it gets one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from engine.errors import StoreError, UsageError
from engine.store import beside, platform
from engine.store.codec import canonical
from engine.store.disk import FOLDERS, KEYS, MEMBERS
from engine.store.sealed import cannot_write

if TYPE_CHECKING:
    from engine.store.disk import DiskOffice

FORMAT: Final = 1
LIST: Final = "madoguchi-backup.json"
_LIST_BYTES: Final = 256 * 1024 * 1024
_CHUNK: Final = 1 << 20
_FIXED: Final = (
    "office.json",
    KEYS,
    MEMBERS,
    "heads.jsonl",
    "disposal.json",
    "importing.json",
    "keymap.yaml",
)
_KEPT: Final = ("books", "files", "versions", "recovered", "definitions", "drafts")
"""Folders that are copied. Left out: what is derived, what is being written, what was put out for printing."""
_SAFE: Final = re.compile(r"[\w][\w .,()+@#=-]{0,199}")
_DEPTH: Final = 8


Told = Callable[[int, int], None]
"""Told how many files are done, of how many. Whatever it raises stops the work, and nothing is left of it."""


def untold(_done: int, _whole: int) -> None:
    """For whoever does not watch."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a backup says of itself: whose it is, when it was made (ISO), and size and hash of every file."""

    office: str
    made: str
    files: Mapping[str, tuple[int, str]]


def pack(office: DiskOffice, target: Path, made: str, told: Told = untold) -> Listed:
    """Write the office into a new file `target`. Under the office's lock. UsageError if it exists, StoreError."""
    if target.exists():
        raise UsageError(
            f"{target} はもうあります。バックアップは上書きしません。別の名前を指定してください。",
            f"{target} exists already. A backup is never overwritten: choose another name.",
        )
    for book in office.books():
        office.read(book)  # damage is told now, and a torn line is cut off before it is copied
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        handle = platform.create_file(part)
        try:
            listed = _written(office, _Through(handle), made, told)
            platform.datasync(handle)
        finally:
            platform.close(handle)
        platform.replace(part, target)
        platform.sync_folder(target.absolute().parent)
    except OSError as error:
        raise cannot_write(target, error) from None
    finally:
        with contextlib.suppress(OSError):
            platform.remove(part)  # what is left of a failure; a whole one has its name by now
    return listed


def unpack(file: Path, folder: Path, told: Told = untold) -> Listed:
    """Make a new folder with what a backup holds, every byte proved by its hash, and synced.

    Raises UsageError if the file is no backup, StoreError if it is damaged or the disk refuses. Whoever calls
    removes the folder then.
    """
    try:
        with zipfile.ZipFile(file) as bundle:
            listed = _listed(bundle)
            _require_same_names(bundle, listed)
            _make_folders(folder, listed)
            for at, name in enumerate(listed.files, start=1):
                _take(bundle, name, folder, *listed.files[name])
                told(at, len(listed.files))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise _damaged() from None
    except FileNotFoundError:
        raise UsageError(f"{file} がありません。", f"{file} does not exist.") from None
    except OSError as error:
        raise cannot_write(folder, error) from None
    return listed


def about(file: Path) -> Listed:
    """What a backup says of itself. Raises as `unpack` does."""
    try:
        with zipfile.ZipFile(file) as bundle:
            return _listed(bundle)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise _damaged() from None
    except OSError:
        raise UsageError(f"{file} は読めません。", f"{file} cannot be read.") from None


def is_name(name: str) -> bool:
    """Whether a member of a backup has a name that the program makes: below the folder, by plain parts."""
    parts = name.split("/")
    if len(parts) == 1:
        return name in _FIXED
    plain = all(_SAFE.fullmatch(part) and part[-1] not in " ." for part in parts)
    return parts[0] in _KEPT and plain and len(parts) <= _DEPTH


# --- writing


class _Through:
    """A file for `zipfile` whose bytes go through the platform, one after the other."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._at = 0

    def write(self, data: Any) -> int:
        piece = bytes(data)
        if piece:
            platform.write_at(self._handle, piece, self._at)
        self._at += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""


def _written(office: DiskOffice, out: Any, made: str, told: Told) -> Listed:
    """The list first, then every file as the list says; a file that changed in between is a failure."""
    files = dict(_files(office.path))
    sizes = {name: _measured(path, name) for name, path in files.items()}
    listed = Listed(office.id, made, sizes)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        head = {"format": FORMAT, "office": office.id, "made": made, "files": sizes}
        bundle.writestr(_entry(LIST), canonical(_plain(head)))
        for at, (name, path) in enumerate(files.items(), start=1):
            told(at, len(files))
            with path.open("rb") as source, bundle.open(_entry(name), "w", force_zip64=True) as member:
                _copy(source, member, sizes[name][0])
    return listed


def _plain(head: dict[str, Any]) -> dict[str, Any]:
    return {**head, "files": {name: list(said) for name, said in head["files"].items()}}


def _entry(name: str) -> zipfile.ZipInfo:
    """A member without a date of its own: the same office gives the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o600 << 16
    return entry


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for name in _FIXED:
        if (root / name).is_file():
            yield name, root / name
    for folder in _KEPT:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not path.is_symlink() and is_name(name):
                yield name, path


def _measured(path: Path, name: str) -> tuple[int, str]:
    """The size and hash of what is copied of a file: of a book, without the room written ahead."""
    digest, size, zeros = hashlib.sha256(), 0, 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            kept = piece.rstrip(b"\0") if name.startswith("books/") else piece
            if kept:
                digest.update(bytes(zeros) + kept)
                size, zeros = size + zeros + len(kept), 0
            zeros += len(piece) - len(kept)
    return size, digest.hexdigest()


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while size > 0:
        piece = source.read(min(size, _CHUNK))
        if not piece:
            raise OSError(5, "a file became shorter while it was copied")
        target.write(piece)
        size -= len(piece)


# --- reading


def _listed(bundle: zipfile.ZipFile) -> Listed:
    try:
        info = bundle.getinfo(LIST)
        if info.compress_type != zipfile.ZIP_STORED or info.file_size > _LIST_BYTES:
            raise _damaged()
        with bundle.open(info) as member:
            head = json.loads(member.read(_LIST_BYTES))
        known = head["format"]
        files = {str(n): (int(size), str(hash)) for n, (size, hash) in head["files"].items()}
        listed = Listed(str(head["office"]), str(head["made"]), files)
    except KeyError:
        raise UsageError(
            "これは madoguchi backup で作ったバックアップではありません。",
            "This is no backup made by madoguchi backup.",
        ) from None
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise _damaged() from None
    if known != FORMAT:
        raise StoreError(
            f"このバックアップは別の版（形式 {known}）で作られています。新しい版の madoguchi で戻してください。",
            f"This backup has format {known}. Restore it with a newer madoguchi.",
        )
    return listed


def _require_same_names(bundle: zipfile.ZipFile, listed: Listed) -> None:
    """Exactly the listed members, each once, stored as they are, of the listed size."""
    present = bundle.infolist()
    names = [one.filename for one in present if one.filename != LIST]
    wrong = [name for name in names if not is_name(name)]
    lowered = {name.casefold() for name in names}
    if wrong or len(names) != len(lowered) or set(names) != set(listed.files):
        shown = f": {wrong[0][:80]!r}" if wrong else ""
        raise StoreError(
            f"バックアップに、あるはずのない名前のファイルがあるか、足りません{shown}。何も戻していません。",
            f"The backup holds names that it should not, or lacks some{shown}. Nothing was restored.",
        )
    for one in present:
        as_it_is = one.compress_type == zipfile.ZIP_STORED and one.compress_size == one.file_size
        size = listed.files[one.filename][0] if one.filename != LIST else one.file_size
        if not as_it_is or one.flag_bits & 1 or one.file_size != size:
            raise _damaged()


def _make_folders(folder: Path, listed: Listed) -> None:
    platform.make_folder(folder)
    platform.make_private(folder)
    parents = {parent for name in listed.files for parent in Path(name).parents if parent != Path()}
    for part in sorted({*parents, *map(Path, FOLDERS)}):
        platform.make_folder(folder / part)


def _take(bundle: zipfile.ZipFile, name: str, folder: Path, size: int, hash: str) -> None:
    digest, at = hashlib.sha256(), 0
    handle = platform.create_file(folder / name)
    try:
        with bundle.open(name) as member:
            while piece := member.read(_CHUNK):
                platform.write_at(handle, piece, at)
                digest.update(piece)
                at += len(piece)
        platform.datasync(handle)
    finally:
        platform.close(handle)
    if at != size or digest.hexdigest() != hash:
        raise _damaged()


def settle(staged: Path, target: Path) -> None:
    """Give a folder that was proved its name, synced with every folder in it. OSError, StoreError."""
    try:
        for path in sorted(staged.rglob("*")):
            if path.is_dir():
                platform.sync_folder(path)
        platform.sync_folder(staged)
        if target.is_dir():
            target.rmdir()  # it is empty, or this raises
        platform.replace(staged, target)
        platform.sync_folder(target.absolute().parent)
    except OSError as error:
        raise cannot_write(target, error) from None


def discard(folder: Path) -> None:
    """Remove a folder that was not given a name."""
    shutil.rmtree(folder, ignore_errors=True)


def rehearsal_folder(office: Path) -> Path:
    """Where a backup is tried: below the folder for what is being written, removed at the next start."""
    return office / beside.FOLDER / f"rehearsal-{os.getpid()}-{os.urandom(4).hex()}"


def _damaged() -> StoreError:
    return StoreError(
        "バックアップが壊れています。ほかのバックアップを使ってください。何も戻していません。",
        "The backup is damaged. Use another one. Nothing was restored.",
    )
