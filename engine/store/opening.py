"""Making an office in a folder, and opening one: what it is, whether this program knows it, who has its keys."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.errors import PasswordNeeded, StoreError, UsageError
from engine.store import beside, platform
from engine.store.codec import PLAIN, seal
from engine.store.disk import FOLDERS, FORMAT, KEYS, MEMBERS, DiskOffice
from engine.store.port import Said
from engine.store.sealed import cannot_write, read_sealed

if TYPE_CHECKING:
    from engine.store.keys import OpenKeys, Unlock
    from engine.store.lease import Holder, Lease


def create(path: Path, info: dict[str, Any], keys: Unlock | None = None) -> DiskOffice:
    """Make an office in a new or empty folder and open it. `UsageError` where something is already.

    With `keys`, which makes them (`engine.store.keys.create`), it is encrypted. `office.json` is written last:
    a folder in which the making was interrupted is no office yet.
    """
    if path.exists() and (not path.is_dir() or not _unfinished(path)):
        raise UsageError(
            f"{path} は空ではありません。別の場所を指定してください。",
            f"{path} is not empty. Choose another place.",
        )
    whole = {"id": os.urandom(8).hex(), **info, "encryption": keys is not None, "format": FORMAT}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        platform.make_folder(path)
        platform.make_private(path)
        for folder in FOLDERS:
            platform.make_folder(path / folder)
        beside.write_beside(path, path / "heads.jsonl", b"")
        if keys is not None:
            platform.remove(path / KEYS)  # of a making that was interrupted: nothing was written with it
        opened = keys(path, str(whole["id"])) if keys is not None else None
        codec = opened.codec() if opened is not None else PLAIN
        beside.write_beside(path, path / MEMBERS, codec.seal({}, MEMBERS))
        beside.write_beside(path, path / "office.json", seal(codec.sign(whole)))
        platform.sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from None
    return open_office(path, keys=None if opened is None else lambda _root, _office: opened)


def about(path: Path, *, older: bool = False) -> dict[str, Any]:
    """What stands in an office's `office.json`, before anybody has signed in. Raises as `open_office` does.

    `older`: of an older format as well, which only an upgrade may open.
    """
    if not (path / "office.json").is_file():
        if (path / "heads.jsonl").exists() and any((path / "books").glob("*.jsonl")):
            raise StoreError(
                f"{path} の office.json がありません。バックアップから戻してください。何も変更していません。",
                f"office.json is missing in {path}. Restore it from a backup. Nothing was changed.",
            )
        raise UsageError(f"{path} は窓口のフォルダではありません。", f"{path} is not an office folder.")
    info = read_sealed(path / "office.json")
    known = info.get("format")
    if isinstance(known, int) and known < FORMAT:
        if not older:
            raise StoreError(
                f"この窓口は前の版（形式 {known}）のままです。この版は形式 {FORMAT} を扱います。"
                "管理する人が madoguchi upgrade で新しくしてください。何も変更していません。",
                f"This office has the older format {known}; this program writes format {FORMAT}. Whoever administers "
                "it runs madoguchi upgrade. Nothing was changed.",
            )
    elif known != FORMAT:
        raise StoreError(
            f"この窓口は新しい版（形式 {known}、{info.get('program', '')}）で書かれています。"
            f"この版は形式 {FORMAT} を扱います。新しい版の madoguchi で開いてください。何も変更していません。",
            f"This office was written by a newer version (format {known}, {info.get('program', '')}); this program "
            f"knows format {FORMAT}. Open it with a newer madoguchi. Nothing was changed.",
        )
    return info


def open_office(
    path: Path,
    *,
    read_only: bool = False,
    keys: Unlock | None = None,
    who: str = "",
    take_over: bool = False,
    older: bool = False,
) -> DiskOffice:
    """Open the office in a folder; `keys` opens its keys if it is encrypted. `older`: to upgrade it.

    On a share it is opened for writing by one PC at a time, for `who` (see `lease`); `take_over` takes a stale lease.

    `UsageError` if there is none (`PasswordNeeded` without `keys`), `WrongPassword`, `StoreError` if damaged or newer.
    """
    info = about(path, older=older)
    opened = _unlocked(path, info, keys)
    notes: list[Said] = []
    if not read_only and not (platform.writable(path) and platform.writable(path / "books")):
        read_only = True
        notes.append(
            (
                "このフォルダに書き込む権限がないため、閲覧のみで開きました。",
                "Opened for reading only: this user may not write into the folder.",
            )
        )
    place = platform.place_of(path)
    if place != "local":
        notes.append(_SHARED[place])
    lease, holder = None, None
    if place != "local" and not read_only:
        lease, holder = _leased(path, who, take_over)
    if holder is not None:
        notes.append(holder.said())
    office = DiskOffice(
        path, str(info["id"]), opened, read_only=read_only or holder is not None, notes=notes, lease=lease
    )
    office.held_by = holder
    return office


_SHARED: Final[dict[str, Said]] = {
    "network": (
        "ネットワーク上のフォルダです。書き込めるのは一度に 1 台だけです。",
        "This folder lies on a network: one PC at a time can write.",
    ),
    "synced": (
        "同期されるフォルダです。書き込めるのは一度に 1 台だけで、同期が終わってから次の PC で開いてください。",
        "This folder is synced between PCs: one PC at a time can write; let it finish syncing before the next opens.",
    ),
}


def _leased(path: Path, who: str, take_over: bool) -> tuple[Lease | None, Holder | None]:
    """The lease of this PC, or who has it. StoreError if the folder cannot be written."""
    from engine.store.lease import Lease

    lease = Lease(path, who, datetime.now(timezone(timedelta(hours=9))).isoformat(timespec="minutes"))
    try:
        holder = lease.take(take_over=take_over)
    except OSError as error:
        raise cannot_write(path, error) from None
    return (None, holder) if holder is not None else (lease, None)


def _unlocked(path: Path, info: dict[str, Any], keys: Unlock | None) -> OpenKeys | None:
    encrypted = info.get("encryption") is True
    if not encrypted and (path / KEYS).exists():
        # An encrypted office that says it is not: whatever was written now would stand in clear text.
        raise StoreError(
            "office.json は暗号化なしと書いていますが、鍵があります。バックアップから戻してください。"
            "何も変更していません。",
            "office.json says that there is no encryption, but there are keys. Restore it from a backup. "
            "Nothing was changed.",
        )
    if not encrypted:
        return None
    if keys is None:
        raise PasswordNeeded(
            "この窓口は暗号化されています。--as 職員ID で名乗り、パスワードを入れてください。",
            "This office is encrypted: sign in with --as MEMBER and the password.",
        )
    return keys(path, str(info["id"]))


def _unfinished(path: Path) -> bool:
    """Whether a folder is empty, or holds only what an interrupted `create` made."""
    made = {*FOLDERS, MEMBERS, KEYS, "heads.jsonl"}
    present = {item.name for item in path.iterdir()}
    return present <= made and not any(any((path / name).glob("*")) for name in present & set(FOLDERS[:-1]))
