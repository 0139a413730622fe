"""Drafts: what was typed and not yet recorded. They hold no number and reserve nothing.

One file for each draft below `drafts/` of the office, written beside and renamed, named by a hash of member
and place (keyed once the office has a key), so that a folder listing tells nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.desk.forms import Errand
from engine.errors import StoreError, system_reason
from engine.store import beside, platform
from engine.store.codec import BadLine, canonical, hash_of
from engine.store.sealed import cannot_write

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.store.codec import Codec

FOLDER: Final = "drafts"
_PATIENCE: Final = 0.5  # seconds a draft waits for somebody else's step; it is tried again with the next key


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed at one place. `data` is as typed; `at` the field in use (dotted path); `saved` ISO time.

    `serial` tells several new requests of one kind apart; `open` is true while its screen is open, so that
    after a crash the same screen comes back.
    """

    member: str
    errand: Errand
    data: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""
    saved: str = ""
    serial: int = 0
    open: bool = False
    version: int | None = None
    title: str = ""

    @property
    def id(self) -> str:
        """What tells it from others; its file is named by a hash of it."""
        place = {"member": self.member, "errand": asdict(self.errand), "serial": self.serial}
        return hash_of(canonical(place))


class Drafts:
    """The drafts of an office. Everything raises StoreError if the disk fails; an office read-only keeps none."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._root = desk.path

    @property
    def kept(self) -> bool:
        """Whether drafts are kept here at all."""
        return self._root is not None and not self._desk.office.read_only

    def save(self, draft: Draft) -> None:
        """Keep it. Conflict if somebody else holds the office for long: what was there stays."""
        if not self.kept:
            return
        value = {**asdict(draft), "data": dict(draft.data)}
        path = self._paths(draft.id)[0]
        self._write(path, self._desk.office.codec.seal(value, _place(path)))

    def _paths(self, id: str) -> list[Path]:
        """Where a draft may stand: under the name it gets now, and under those of earlier keys."""
        if self._root is None:
            return []
        return [self._root / FOLDER / f"{name[:32]}.json" for name in self._desk.office.codec.names(id)]

    def _write(self, path: Path, data: bytes) -> None:
        root = self._root
        if root is None:
            return
        with self._desk.office.lock(timeout=_PATIENCE):
            try:
                platform.keep_folder(root / FOLDER)
                platform.make_folder(root / beside.FOLDER)
                beside.write_beside(root, path, data)
            except OSError as error:
                raise cannot_write(path, error) from None

    def throw_away(self, draft: Draft) -> None:
        """Remove it: it was recorded, or somebody decided so."""
        if self._root is None or self._desk.office.read_only:
            return
        with self._desk.office.lock(timeout=_PATIENCE), suppress(FileNotFoundError):
            for path in self._paths(draft.id):
                platform.remove(path)

    def all(self, member: str = "") -> list[Draft]:
        """Every draft that can be read, of one member if named; the latest first."""
        if self._root is None:
            return []
        paths = sorted((self._root / FOLDER).glob("*.json"))
        found = [d for p in paths if (d := _read(p, self._desk.office.codec)) is not None]
        return sorted((d for d in found if member in ("", d.member)), key=lambda d: d.saved, reverse=True)

    def find(self, member: str, errand: Errand, serial: int = 0) -> Draft | None:
        """The draft of one place."""
        for path in self._paths(Draft(member, errand, serial=serial).id):
            if (found := _read(path, self._desk.office.codec)) is not None:
                return found
        return None

    def new_serial(self, member: str, errand: Errand) -> int:
        """A serial that no draft of this place has."""
        taken = [d.serial for d in self.all(member) if d.errand == errand]
        return max(taken, default=0) + 1

    def interrupted(self, member: str) -> Draft | None:
        """The draft whose screen was open when the program ended, the latest one."""
        return next((d for d in self.all(member) if d.open), None)


def of_case(path: Path, codec: Codec) -> tuple[str, str] | None:
    """Organisation and number of the case that a draft is about; None if it does not read."""
    draft = _read(path, codec)
    return None if draft is None else (draft.errand.organisation, draft.errand.case)


def _place(path: Path) -> str:
    return f"{FOLDER}/{path.name}"


def _read(path: Path, codec: Codec) -> Draft | None:
    """A draft, or None if it is not there. One that is damaged is left alone and not offered."""
    try:
        value = codec.unseal(path.read_bytes(), _place(path))
        errand = Errand(**value.pop("errand"))
        return Draft(errand=errand, **value)
    except (BadLine, TypeError, FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(
            f"下書き {path.name} を読めません（{system_reason(error).ja}）。",
            f"The draft {path.name} cannot be read ({system_reason(error).within('en')}).",
        ) from None


__all__ = ["Draft", "Drafts"]
