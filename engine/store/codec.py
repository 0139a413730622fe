"""How an entry becomes a line of a book, and back. `Codec` is how an office without keys writes everything it
keeps; `engine.store.ciphers.Sealing` is the same for one with keys. Nothing else in the store knows the difference.

A line, in bytes, each field at a fixed place:

    00000123 89abcdef <64 hex digits> {"…":…}\\n
    length   checksum hash of the     the entry as canonical JSON, UTF-8
    of the   (CRC-32) line before     (keys sorted, no spaces, nothing escaped that need not be)
    body     of body  (SHA-256)

The hash covers the whole line before, its newline included. So a change of any byte shows: in the body by its
checksum, in the three fields by the comparison, in the newline by the length.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any, Final

from engine.errors import UsageError

ZERO: Final = "0" * 64  # what stands for the line before the first
HASH_AT: Final = 18
BODY_AT: Final = 83
BODY_LIMIT: Final = 99_999_999  # bytes; more does not fit into the length field
DEPTH_LIMIT: Final = 200
_JSON: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)


_SUM: Final = b',"checksum":"'
_END: Final = b'"}\n'
_TAIL: Final = len(_SUM) + 64 + len(_END)


class BadLine(Exception):  # noqa: N818 — it is a finding; whoever catches it decides whether it is an error
    """A line that is not what was written. `ja` and `en` say which part does not fit."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja = ja
        self.en = en


def encode(entry: dict[str, Any], previous: str) -> bytes:
    """The line that holds `entry` after the line whose hash is `previous`.

    Raises `UsageError` for what cannot be kept (lone surrogates, NUL, numbers that are none, keys
    that are not text); nothing has been written then.
    """
    return join(canonical(entry), previous)


def decode(line: bytes, previous: str | None) -> dict[str, Any]:
    """The entry of a line. Raises `BadLine`; `previous=None` leaves the chain unchecked (salvage)."""
    return entry_of(split(line, previous))


def hash_of(data: bytes | memoryview) -> str:
    """SHA-256 in lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: dict[str, Any]) -> bytes:
    """One spelling for one value: the bytes that are stored and hashed. Raises `UsageError`.

    What is stored is read back and compared, so nothing changes silently; only when that fails, or when the
    value could be deep, is it walked through in Python to name the place.
    """
    try:
        text = _JSON.encode(value)
        plain = "\\u0000" not in text and text.count("{") + text.count("[") <= DEPTH_LIMIT
        if plain and json.loads(text) == value:
            return text.encode("utf-8")
    except (TypeError, ValueError, RecursionError):  # UnicodeEncodeError is a ValueError
        _require_plain(value, "", 0)
        raise
    _require_plain(value, "", 0)
    return text.encode("utf-8")


def seal(value: dict[str, Any], *, readable: bool = True) -> bytes:
    """A file with a checksum that tells when it was changed: one that a person can read, or one for the program.

    The second is as it was summed, with the sum behind it: reading it need not spell it again.
    """
    plain = {key: item for key, item in value.items() if key != "checksum"}
    body = canonical(plain)
    if plain and not readable:
        return body[:-1] + _SUM + hash_of(body).encode("ascii") + _END
    sealed = {**plain, "checksum": hash_of(body)}
    return (json.dumps(sealed, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def unseal(data: bytes) -> dict[str, Any]:
    """What was sealed, without its checksum. Raises `BadLine`."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadLine("JSON として読めません", "it is not JSON") from None
    if not isinstance(value, dict):
        raise BadLine("JSON オブジェクトではありません", "it is not a JSON object")
    checksum = value.pop("checksum", None)
    try:
        # It was judged before it was sealed; here only the bytes are compared.
        fits = checksum == _summed(data) or checksum == hash_of(_JSON.encode(value).encode("utf-8"))
    except (ValueError, RecursionError):
        fits = False
    if not fits:
        raise BadLine("検査値が合いません", "the checksum does not fit")
    return value


def _summed(data: bytes) -> str:
    """The sum of a file that is as it was summed; empty for another."""
    body, found, rest = data[:-_TAIL], data[-_TAIL : len(_SUM) - _TAIL], data[-len(_END) :]
    return hash_of(body + b"}") if found == _SUM and rest == _END else ""


class Codec:
    """How one office writes: lines of its books, small documents, heads, and the bytes of files and caches.

    `place` names where something stands, so that what is encrypted cannot be put somewhere else. This one
    writes in clear text; a chain made by it tells damage, and nothing against somebody who can count SHA-256.
    """

    keyed: bool = False

    def look_again(self) -> None:
        """The office's lock was taken: keys may have been changed by somebody else."""

    def encode(self, entry: dict[str, Any], previous: str, book: str) -> bytes:  # noqa: ARG002 — see `Sealing`
        return encode(entry, previous)

    def decode(self, line: bytes, previous: str | None, book: str) -> dict[str, Any]:  # noqa: ARG002
        return decode(line, previous)

    def chain(self, line: bytes) -> str:
        """The value that the next line must name."""
        return hash_of(line)

    def mark(self, body: bytes, like: str = "") -> str:  # noqa: ARG002
        """The mark by which a head is known to be as it was written; `like` is one to compare with."""
        return f"{zlib.crc32(body):08x}"

    def seal(self, value: dict[str, Any], place: str, *, readable: bool = True) -> bytes:  # noqa: ARG002
        return seal(value, readable=readable)

    def unseal(self, data: bytes, place: str) -> dict[str, Any]:  # noqa: ARG002
        return unseal(data)

    def sign(self, value: dict[str, Any]) -> dict[str, Any]:
        """A document that must be readable before anybody has signed in, with what tells that it is ours."""
        return value

    def signed(self, value: dict[str, Any]) -> dict[str, Any]:
        """The document without its signature. Raises `BadLine`."""
        return value

    def wrap(self, data: bytes, place: str) -> bytes:  # noqa: ARG002
        return data

    def unwrap(self, data: bytes, place: str) -> bytes:  # noqa: ARG002
        return data

    def names(self, hash: str) -> tuple[str, ...]:
        """The names that a file with this content may have on the disk; a new one gets the first."""
        return (hash,)


PLAIN: Final = Codec()


def split(line: bytes, previous: str | None) -> bytes:
    """The body of a line whose fields all fit. Raises `BadLine`."""
    if len(line) <= BODY_AT or line[-1] != 10 or line[8] != 32 or line[17] != 32 or line[82] != 32:
        raise BadLine("行の形が違います", "the line does not have the layout of a journal line")
    body = line[BODY_AT:-1]
    if line[:8] != b"%08d" % len(body):
        raise BadLine("長さが合いません", "the length does not fit")
    if line[9:17] != b"%08x" % zlib.crc32(body):
        raise BadLine("検査値が合いません", "the checksum does not fit")
    if previous is not None and line[18:82] != previous.encode("ascii"):
        raise BadLine("直前の行とのつながりが切れています", "the link to the line before is broken")
    return body


def join(body: bytes, previous: str) -> bytes:
    """The line that holds a body. Raises `UsageError` if it is too large."""
    if len(body) > BODY_LIMIT:
        raise UsageError(
            "記録が大きすぎます。添付として保存してください。",
            "The entry is too large; store it as an attachment.",
        )
    return b"%08d %08x %b %b\n" % (len(body), zlib.crc32(body), previous.encode("ascii"), body)


def entry_of(body: bytes) -> dict[str, Any]:
    """The entry in a body of clear text. Raises `BadLine`."""
    try:
        entry = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadLine("JSON として読めません", "the body is not JSON") from None
    if not isinstance(entry, dict):
        raise BadLine("JSON オブジェクトではありません", "the body is not a JSON object")
    return entry


def _require_plain(value: object, path: str, depth: int) -> None:
    """Only what JSON can hold and give back unchanged, said with its place."""
    if isinstance(value, str):
        _require_text(value, path)
    elif isinstance(value, dict):
        if depth > DEPTH_LIMIT:
            raise _unstorable(path, "入れ子が深すぎます", "it is nested too deeply")
        for key, item in value.items():
            if not isinstance(key, str):
                raise _unstorable(f"{path}/{key!r}", "項目名が文字列ではありません", "a key is not text")
            _require_text(key, path)
            _require_plain(item, f"{path}/{key}", depth + 1)
    elif isinstance(value, list):
        if depth > DEPTH_LIMIT:
            raise _unstorable(path, "入れ子が深すぎます", "it is nested too deeply")
        for number, item in enumerate(value):
            _require_plain(item, f"{path}/{number}", depth + 1)
    elif isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise _unstorable(path, "数ではない値です", "it is not a number")
    elif value is not None and not isinstance(value, (bool, int)):
        raise _unstorable(path, "JSON に書けない値です", f"a {type(value).__name__} is no JSON value")


def _require_text(text: str, path: str) -> None:
    if text.isascii():
        if "\0" in text:
            raise _unstorable(path, "NUL 文字が含まれています", "it contains a NUL character")
        return
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise _unstorable(
            path,
            "文字として成り立たない符号（サロゲートの片割れ）が含まれています",
            "it contains half of a character (a lone surrogate)",
        ) from None
    if "\0" in text:
        raise _unstorable(path, "NUL 文字が含まれています", "it contains a NUL character")


def _unstorable(path: str, ja: str, en: str) -> UsageError:
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8") or "/"
    return UsageError(
        f"{shown} は保存できません。{ja}。入力し直してください。何も記録していません。",
        f"{shown} cannot be stored: {en}. Please enter it again. Nothing was recorded.",
    )
