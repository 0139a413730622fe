"""A finished document as PDF/A bytes, or as pictures of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.errors import Objection
from engine.notices.blanks import UnprintableError, unfilled
from engine.notices.fonts import without_glyph
from engine.notices.layout import layout, template_of
from engine.notices.letter import Document
from engine.notices.press import press


def render_pdf(document: Document) -> bytes:
    """The document as PDF/A-2b with its fonts embedded; equal documents give equal bytes.

    Raises `UnprintableError` naming every blank part and every character that the letter fonts lack.
    """
    return press().pdf(template_of(document), _ready(document))


def render_pictures(document: Document, ppi: float = 96) -> list[bytes]:
    """The pages as PNG, `ppi` dots an inch. Refuses as `render_pdf` does."""
    return press().pictures(template_of(document), _ready(document), ppi)


def _ready(document: Document) -> dict[str, Any]:
    data = layout(document)
    objections = [*unfilled(document), *_without_shape(data)]
    if objections:
        raise UnprintableError(objections)
    return data


def _without_shape(data: dict[str, Any]) -> Iterator[Objection]:
    lacking = without_glyph("".join(_texts(data)))
    if lacking:
        names = "、".join(f"{c}（U+{ord(c):04X}）" for c in lacking)
        yield Objection(
            rule="letter",
            ja=f"通知書の書体にない文字です: {names}。別の字に替えてください。",
            en=f"The letter fonts lack these characters: {names}. Use others.",
        )


def _texts(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield data
        case list():
            for part in data:
                yield from _texts(part)
        case dict():
            for part in data.values():
                yield from _texts(part)
