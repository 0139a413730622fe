"""Which names may become file names. The rest is refused: no name can lead out of the office's folder."""

from __future__ import annotations

import re

from engine.errors import UsageError

_BOOK = r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}"
_HASH = r"[0-9a-f]{64}"
_VERSION = r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}"
_CACHE = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"

LOG = "log"
"""Books of this name and of `log-…` hold who did what, no records."""


def is_log(book: str) -> bool:
    return book == LOG or book.startswith(f"{LOG}-")


def require_book(name: str) -> None:
    _require(_BOOK, name, "帳簿の名前", "a book's name")


def require_hash(name: str) -> None:
    _require(_HASH, name, "ファイルの値", "a file's hash")


def require_version(name: str) -> None:
    _require(_VERSION, name, "版の値", "a version's hash")


def require_cache(name: str) -> None:
    _require(_CACHE, name, "控えの名前", "a cache's name")


def is_hash(name: object) -> bool:
    """Whether a value can be the hash of a file."""
    return isinstance(name, str) and re.fullmatch(_HASH, name) is not None


def _require(pattern: str, name: str, ja: str, en: str) -> None:
    if re.fullmatch(pattern, name) is None:
        raise UsageError(f"{name!r} は{ja}に使えません。", f"{name!r} cannot be {en}.")
