"""Which office was open last, and as whom: one small file of the person's own, beside no office."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path


def last_office() -> tuple[Path, str] | None:
    """The folder and the member of the last time, if the folder is still there."""
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
        office, member = Path(found["office"]), str(found["member"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (office, member) if office.is_dir() else None


def remember(office: Path, member: str) -> None:
    """Keep it for the next time. Where that cannot be written nothing is lost but the convenience."""
    with contextlib.suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"office": str(office.resolve()), "member": member}, ensure_ascii=False)
        _file().write_text(text, encoding="utf-8", newline="\n")


def _file() -> Path:
    own = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    return (Path(own) if own else Path.home() / ".local" / "state") / "madoguchi" / "last.json"
