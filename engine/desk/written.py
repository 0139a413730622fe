"""One line of a page about a definition, and the words that all pages use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.rules import say

if TYPE_CHECKING:
    from engine.model.basics import Basis, Place
    from engine.model.rule import Rule


@dataclass(frozen=True, slots=True)
class Written:
    """One line of a page. `depth` 0 is an element, deeper lines belong to it.

    `basis` is the article, or why there is none; `place` is `file:line:column`, empty for lines of an element.
    """

    title: str
    text: str = ""
    basis: str = ""
    place: str = ""
    depth: int = 0
    open: bool = False


def where(place: Place | None) -> str:
    return f"{place.file}:{place.line}" if place is not None else ""


def article(basis: Basis | None) -> str:
    return basis.text if basis is not None else ""


def in_words(rule: Rule | None, language: str) -> str:
    return say(rule, language) if rule is not None else ""


def either(ja: str, en: str, language: str) -> str:
    return en if language == "en" else ja
