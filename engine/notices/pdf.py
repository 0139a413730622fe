"""A finished document as PDF/A bytes, or as pictures of its pages."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, Final

from engine.errors import Objection
from engine.notices.blanks import UnprintableError, unfilled
from engine.notices.fonts import without_glyph
from engine.notices.layout import layout, template_of
from engine.notices.letter import Document
from engine.notices.press import press

MOST: Final = 4
"""Presses at once at most: each holds the fonts, some 50 MB."""


def render_pdf(document: Document) -> bytes:
    """The document as PDF/A-2b with its fonts embedded; equal documents give equal bytes.

    Raises `UnprintableError` naming every blank part and every character that the letter fonts lack.
    """
    with press() as one:
        return one.pdf(template_of(document), _ready(document))


def render_pdfs(documents: Iterable[Document]) -> Iterator[bytes]:
    """The same for many, in their order: as many at once as there are processors, a few ahead of what is taken."""
    hands = min(os.cpu_count() or 1, MOST)
    waiting = iter(documents)
    with ThreadPoolExecutor(hands) as printers:
        printing = deque(printers.submit(render_pdf, one) for one in islice(waiting, 2 * hands))
        while printing:
            done = printing.popleft().result()
            printing.extend(printers.submit(render_pdf, one) for one in islice(waiting, 1))
            yield done


def render_pictures(document: Document, ppi: float = 96) -> list[bytes]:
    """The pages as PNG, `ppi` dots an inch. Refuses as `render_pdf` does."""
    with press() as one:
        return one.pictures(template_of(document), _ready(document), ppi)


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
