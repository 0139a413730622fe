"""The parts of a letter in the order of an official letter: running text, 「記」, closing text.

Running text before the first titled paragraph opens the letter; titled ones are numbered under 「記」;
running text between two of them belongs to the one before; running text after the last follows 「以上」.
Both the PDF and the plain text are made from this.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.notices.letter import Paragraph


@dataclass(frozen=True, slots=True)
class Numbered:
    """One numbered item under 「記」: its title and the paragraphs below it."""

    title: str
    parts: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """`opening` and `closing` are running text, `record` the numbered items (may be none)."""

    opening: tuple[Paragraph, ...]
    record: tuple[Numbered, ...]
    closing: tuple[Paragraph, ...]


def outline(paragraphs: tuple[Paragraph, ...]) -> Outline:
    """The letter's paragraphs, each in its place; none is lost and their order is kept."""
    titled = [at for at, paragraph in enumerate(paragraphs) if paragraph.title.strip()]
    if not titled:
        return Outline(paragraphs, (), ())
    bounds = [*titled[1:], titled[-1] + 1]
    record = tuple(
        Numbered(paragraphs[start].title, paragraphs[start:stop])
        for start, stop in zip(titled, bounds, strict=True)
    )
    return Outline(paragraphs[: titled[0]], record, paragraphs[titled[-1] + 1 :])
