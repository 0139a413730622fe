"""Ids proposed from a label: from its English, from kana and Latin letters, or a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, Final

_ROWS: Final = (
    ("あいうえお", ("a", "i", "u", "e", "o")),
    ("かきくけこ", ("ka", "ki", "ku", "ke", "ko")),
    ("がぎぐげご", ("ga", "gi", "gu", "ge", "go")),
    ("さしすせそ", ("sa", "shi", "su", "se", "so")),
    ("ざじずぜぞ", ("za", "ji", "zu", "ze", "zo")),
    ("たちつてと", ("ta", "chi", "tsu", "te", "to")),
    ("だぢづでど", ("da", "ji", "zu", "de", "do")),
    ("なにぬねの", ("na", "ni", "nu", "ne", "no")),
    ("はひふへほ", ("ha", "hi", "fu", "he", "ho")),
    ("ばびぶべぼ", ("ba", "bi", "bu", "be", "bo")),
    ("ぱぴぷぺぽ", ("pa", "pi", "pu", "pe", "po")),
    ("まみむめも", ("ma", "mi", "mu", "me", "mo")),
    ("やゆよ", ("ya", "yu", "yo")),
    ("らりるれろ", ("ra", "ri", "ru", "re", "ro")),
    ("わをん", ("wa", "o", "n")),
    ("ゃゅょっー", ("ya", "yu", "yo", "", "")),
)
_ROMAN: Final = {kana: roman for row, romans in _ROWS for kana, roman in zip(row, romans, strict=True)}
_SMALL: Final = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_WORDS: Final = {
    "states": "step",
    "properties": "field",
    "x-values": "value",
    "tables": "table",
    "rows": "row",
    "commands": "command",
    "clocks": "clock",
    "notices": "letter",
    "body": "part",
    "registers": "register",
    "columns": "column",
    "fees": "fee",
    "lines": "line",
    "tasks": "task",
    "kinds": "kind",
    "roles": "role",
    "units": "unit",
    "windows": "window",
    "documents": "document",
    "evidence": "papers",
    "require": "rule",
    "invariants": "rule",
    "forms": "form",
    "workflows": "procedure",
}


def propose(label: str | Mapping[str, Any], container: str, taken: Collection[str]) -> str:
    """A free id for an element called `label` in the map under `container`."""
    if isinstance(label, Mapping):
        english, japanese = str(label.get("en", "")), str(label.get("ja", ""))
    else:
        english, japanese = "", label
    wish = _slug(english) or _slug(_romanised(japanese))
    if wish:
        return wish if wish not in taken else _numbered(f"{wish}_", taken, 2)
    return _numbered(f"{_WORDS.get(container, 'item')}_", taken, 1)


def _numbered(stem: str, taken: Collection[str], first: int) -> str:
    number = first
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def _slug(text: str) -> str:
    """Lower-case words of a Latin text joined by `_`; nothing if other letters are in it."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    if not folded or not folded.isascii():
        return ""
    words = re.findall(r"[a-z0-9]+", folded)
    slug = "_".join(words)[:40].strip("_")
    return slug if slug[:1].isalpha() else ""


def _romanised(text: str) -> str:
    """Kana as Latin letters; a text with other letters is left as it is."""
    found = ""
    for char in unicodedata.normalize("NFKC", text):
        kana = chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char
        if kana in _SMALL and len(found) > 1 and found.endswith("i"):
            stem = found[:-1]
            found = stem + (_SMALL[kana] if stem.endswith(("sh", "ch", "j")) else "y" + _SMALL[kana])
        else:
            found += _ROMAN.get(kana, char)
    return found
