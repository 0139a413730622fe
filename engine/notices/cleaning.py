"""Text as it goes on paper. The stored value is never changed, only the copy that is printed.

Paper shows no control characters, and a bidirectional override would let one name look like another:
both are left out of letters. Variation selectors stay, they choose the shape of a name's character.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Every space but the full-width one; the narrow and no-break ones are not in every font.
_SPACE: Final = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")
# Runs in which a line may not break by the rules of Latin or Japanese setting, longer than any real word.
_UNBREAKABLE: Final = re.compile("[^\\s\u2e80-\U0010ffff]{21,}")
_NON_STARTERS: Final = re.compile(
    "[ーぁ-ぉっゃ-ょァ-ォッャ-ョ、。，．）」』】！？…‥・々（「『【!-/:-@\\[-`{-~]{11,}"
)
_MARKS: Final = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]{3})[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+"
)
# Letters typed apart from their marks (か + ゙) have a shape only as one; ideographs are never touched.
_APART: Final = re.compile("[A-Za-z\u00c0-\u024f\u3041-\u30ff][\u0300-\u036f\u3099\u309a]+")
_BREAK: Final = "\u200b"


def for_print(text: str) -> str:
    """The text without control, format and bidirectional characters; line ends as `\\n`.

    Kana and Latin letters are joined with marks that were typed apart.
    """
    lines = _SPACE.sub(" ", _LINE_ENDS.sub("\n", text))
    kept = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    whole = _APART.sub(lambda found: unicodedata.normalize("NFC", found.group()), kept)
    return _MARKS.sub(r"\1", whole)


def is_blank(text: str) -> bool:
    """Whether nothing would be seen on paper."""
    return all(c == "\n" or unicodedata.category(c)[0] in "ZM" for c in for_print(text))


def breakable(text: str) -> str:
    """The printed text with places where very long unbroken runs may go on in the next line."""
    return _NON_STARTERS.sub(_every_fifth, _UNBREAKABLE.sub(_every_fifth, text))


def _every_fifth(run: re.Match[str]) -> str:
    found = run.group()
    return _BREAK.join(found[i : i + 5] for i in range(0, len(found), 5))
