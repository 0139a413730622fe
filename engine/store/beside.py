"""Writing a small file so that either the old or the new one is there, whatever happens.

Written beside (in `tmp/`) → synced → renamed → folder synced. What a killed process leaves in `tmp/`
is removed by the next one that takes the lock.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from engine.store import platform

FOLDER = "tmp"


def write_beside(root: Path, target: Path, data: bytes, *, durable: bool = True) -> None:
    """Put `data` under the name `target`, below the office folder `root`. Raises `OSError`."""
    beside = root / FOLDER / f"{os.getpid()}-{os.urandom(6).hex()}.tmp"
    try:
        handle = platform.create_file(beside)
        try:
            platform.write_at(handle, data, 0)
            if durable:
                platform.datasync(handle)
        finally:
            platform.close(handle)
        platform.replace(beside, target)
    except OSError:
        with contextlib.suppress(OSError):
            platform.remove(beside)
        raise
    if durable:
        platform.sync_folder(target.parent)


def clean(root: Path) -> None:
    """Remove what killed processes left. Only under the office's lock."""
    for left in (root / FOLDER).glob("*.tmp"):
        platform.remove(left)
    for left in (root / FOLDER).glob("rehearsal-*"):
        import shutil  # a rehearsal that was killed is rare, and every command would pay for it

        shutil.rmtree(left, ignore_errors=True)
