"""Facts as words of a letter or a message: dates in 和暦, choices by their label, nothing left raw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from engine.clocks.words import period
from engine.facts import CaseFacts
from engine.model.basics import Basis, Missing, Period, Value
from engine.model.rule import Type
from engine.model.workflow import Piece
from engine.wareki import format_wareki


def text_of(basis: Basis | None) -> str:
    """The article, or nothing."""
    return basis.text if basis is not None else ""


def pointer_of(facts: CaseFacts, path: str) -> str:
    """The JSON Pointer of a fact: into the form of the command being judged, else with the form before it."""
    command = facts.workflow.commands.get(facts.moment.command)
    own = f"{command.form}." if command is not None and command.form else ""
    return "/" + (path.removeprefix(own) if own else path).replace(".", "/")


def spoken(value: Value, kind: Type, language: str = "ja") -> str:
    """A value as it is printed. Text stays as it was typed."""
    if isinstance(value, bool):
        return {"ja": ("いいえ", "はい")}.get(language, ("no", "yes"))[value]
    if isinstance(value, date):
        return format_wareki(value) if language == "ja" else value.isoformat()
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 1000 else str(value)
    if isinstance(value, Period):
        return period(value).within(language)
    if isinstance(value, list):
        return "、".join(spoken(one, kind.item or Type("text"), language) for one in value)
    if isinstance(value, Mapping):
        shown = (spoken(one, kind.fields.get(name, Type("text")), language) for name, one in value.items())
        return "、".join(shown)
    if isinstance(value, Missing):
        return ""
    label = kind.values.get(value)
    return label.within(language) if label else value


def fill(pieces: Sequence[Piece], facts: Mapping[str, Value]) -> tuple[str, list[Piece]]:
    """A text with its facts filled in, and the pieces whose fact is missing."""
    words: list[str] = []
    blanks: list[Piece] = []
    for piece in pieces:
        if piece.rule is None:
            words.append(piece.text)
            continue
        value = piece.rule.run(facts)
        if isinstance(value, Missing) or (isinstance(value, str) and not value.strip()):
            blanks.append(piece)
        else:
            words.append(spoken(value, piece.rule.type))
    return "".join(words), blanks
