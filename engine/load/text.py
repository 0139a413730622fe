"""The text of a definition file before anything is parsed: its encoding and its characters.

Office computers write Shift_JIS, UTF-16 and byte order marks; each is named, so that the person who
saved the file knows what to choose next time.
"""

from __future__ import annotations

import re
from typing import Final

from engine.errors import DefinitionError, Problem
from engine.model.basics import Place

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 50
MAX_NODES: Final = 60_000
MAX_PROBLEMS: Final = 50

# Everything that is no ordinary character: C0 (but LF and CR), DEL, C1, line and paragraph separators that
# YAML would count as line ends, a byte order mark inside, and what is no character at all.
_BAD = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_BAD_VALUE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def problem(ja: str, en: str, place: Place) -> Problem:
    """A problem of kind `yaml`."""
    return Problem("yaml", "", ja, en, place)


def fail(ja: str, en: str, place: Place) -> DefinitionError:
    """The same as an exception of one problem."""
    return DefinitionError([problem(ja, en, place)])


def decode(name: str, data: bytes) -> str:
    """The text of `data`, which must be UTF-8 without a byte order mark and at most 1 MB."""
    top = Place(name, 1, 1)
    if len(data) > MAX_BYTES:
        raise fail("ファイルが大きすぎます（1 MB まで）。", "The file is too large (1 MB at most).", top)
    if data.startswith(b"\xef\xbb\xbf"):
        raise fail(
            "BOM 付きの UTF-8 です。「UTF-8（BOM なし）」で保存し直してください。",
            "UTF-8 with a byte order mark. Save it again as UTF-8 without BOM.",
            top,
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf16(data):
        raise fail(
            "UTF-16 のようです。UTF-8 で保存し直してください。",
            "This looks like UTF-16. Save it again as UTF-8.",
            top,
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(name, data, error.start) from None


def _looks_like_utf16(data: bytes) -> bool:
    head = data[:400]
    return len(head) >= 4 and head.count(0) >= len(head) // 4 and 0 in (head[0], head[1])


def _not_utf8(name: str, data: bytes, start: int) -> DefinitionError:
    before = data[:start].decode("utf-8", "replace")
    place = Place(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    for codec, label in (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return fail(
            f"{label} のようです。UTF-8 で保存し直してください。",
            f"This looks like {label}. Save it again as UTF-8.",
            place,
        )
    return fail(
        "UTF-8 として読めない文字があります。UTF-8 で保存し直してください。",
        "Not valid UTF-8 here. Save the file again as UTF-8.",
        place,
    )


def bad_characters(name: str, text: str, tabs: bool) -> list[Problem]:
    """Tabs (where `tabs` is false), control characters and non-characters, each with its place."""
    found: list[Problem] = []
    for match in _BAD.finditer(text):
        char = match.group()
        if char == "\t" and tabs:
            continue
        line = text.count("\n", 0, match.start()) + 1
        place = Place(name, line, match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1)
        if char == "\t":
            found.append(
                problem("タブは使えません。空白に置き換えてください。", "No tabs here; use spaces.", place)
            )
        else:
            code = f"U+{ord(char):04X}"
            found.append(
                problem(
                    f"使えない文字（{code}）があります。",
                    f"A character that may not be used ({code}).",
                    place,
                )
            )
        if len(found) >= MAX_PROBLEMS:
            break
    return found


def bad_value(value: str) -> str:
    """The code (`U+0000`) of the first character that no value may hold, even escaped; or nothing."""
    match = _BAD_VALUE.search(value)
    return f"U+{ord(match.group()):04X}" if match else ""
