"""What somebody typed, made safe for a terminal: nothing hidden, one line, never read as markup.

Every text that is not from the label catalogue passes here before a widget sees it.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len

from tui.cli.printing import visible

MORE = (
    ".."  # stands for what was cut off: the one-character ellipsis is drawn two cells wide by some terminals
)

_CLOSING = "),.:;!?%]}、。，．：；！？）」』】〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_OPENING = "([{「『（【〔第"
_COUNTED = "条項号年月日人件円歳枚"


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """One line in which control and direction characters are visible marks; line breaks become spaces."""
    return visible(" ".join(text.split("\n")).replace("\t", " ").replace("\r", " "))


def lines_of(text: str) -> list[str]:
    """The lines of a long text, each one clean."""
    return [clean(line) for line in text.replace("\r\n", "\n").split("\n")]


def width(text: str) -> int:
    """How many cells the screen gives a text."""
    return cell_len(text)


def cut(text: str, room: int) -> str:
    """The text in at most `room` cells, with a mark where something is missing."""
    if width(text) <= room:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > room - len(MORE):
            break
        kept += character
    return (kept + MORE)[:room] if room < len(MORE) else kept + MORE


def fit(text: str, room: int, right: bool = False) -> str:
    """The text in exactly `room` cells."""
    shown = cut(text, room)
    space = " " * (room - width(shown))
    return space + shown if right else shown + space


def wrap(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` cells, broken between words where there are some."""
    lines = [""]
    for piece in _pieces(text):
        if width(lines[-1] + piece.rstrip(" ")) <= room:
            lines[-1] += piece
            continue
        if lines[-1]:
            lines.append("")
        for character in piece:
            if width(lines[-1] + character) > room:
                lines.append("")
            lines[-1] += character
    return [line.rstrip(" ") for line in lines]


def _pieces(text: str) -> list[str]:
    """Where a line may break: around wide characters, not beside brackets nor within 第20条第2項; and after spaces."""
    pieces = [""]
    for character in text:
        before = pieces[-1][-1:]
        parted = before and character not in _CLOSING and character != " " and before not in _OPENING
        parted = parted and not (before.isdigit() and character in _COUNTED)
        parted = parted and not (character == "第" and before in ("条", "項"))
        if parted and (width(character) == 2 or width(before) == 2 or before == " "):
            pieces.append("")
        pieces[-1] += character
    return pieces
