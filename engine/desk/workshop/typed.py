"""What somebody typed into a cell, as the value that is written into the file."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from engine.desk.workshop.choices import choices
from engine.desk.workshop.rows import Cell
from engine.desk.workshop.view import View
from engine.errors import DefinitionError, UsageError
from engine.load.tree import Map, grow, plain
from engine.rules import say

_AMOUNT: Final = re.compile(r"(\d{1,5})\s*([^\d\s]+)\Z")
_UNITS: Final = {
    **dict.fromkeys(("日", "日間"), "day"),
    **dict.fromkeys(("週", "週間"), "week"),
    **dict.fromkeys(("月", "か月", "カ月", "ヶ月", "箇月"), "month"),
    **dict.fromkeys(("年", "年間"), "year"),
    **dict.fromkeys(("営業日", "開庁日", "業務日"), "business_day"),
}
_FACT: Final = re.compile(r"\{([^{}]*)\}")
_PARTS: Final = re.compile(r"[、,]\s*")


def value_of(view: View, cell: Cell, text: str) -> Any:
    """The value that a text means in a cell. UsageError where it means nothing there."""
    written = text.strip()
    if written == "silent" or written in _silent_words(view, cell):
        return "silent"
    match cell.slot.kind:
        case "label":
            return _label(view, cell, written)
        case "basis":
            return _basis(view, cell, written)
        case "int":
            return _whole(cell, written)
        case "number":
            return _number(cell, written)
        case "period":
            return period_of(written)
        case "date":
            return day_of(written)
        case "bool" | "choice":
            return _chosen(view, cell, written)
        case "list":
            return _listed(view, cell, written)
        case _:
            return _scalar(cell, written)


def _silent_words(view: View, cell: Cell) -> tuple[str, ...]:
    return tuple(one.title for one in choices(view, cell) if one.key == "silent") if cell.slot.silent else ()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _label(view: View, cell: Cell, text: str) -> Any:
    """A label in the language of the screen; what it says in the other one stays."""
    node = view.find(cell.file, cell.path)
    if isinstance(node, Map) and set(node) <= {"ja", "en"}:
        return {**plain(node), view.language: text}
    return text


def _basis(view: View, cell: Cell, text: str) -> Any:
    node = view.find(cell.file, cell.path)
    if isinstance(node, Map) and "status" in node:
        return {**plain(node), "text": text}
    return text


def _whole(cell: Cell, text: str) -> int:
    folded = _folded(text).replace(",", "")
    if not folded.isdigit():
        raise _no(cell, "数を入れてください。", "Enter a number.")
    return int(folded)


def _number(cell: Cell, text: str) -> Any:
    folded = _folded(text)
    if folded in ("none", "unlimited", "制限なし"):
        return "none"
    amount = _AMOUNT.match(folded)
    if amount and amount[2] in _UNITS:
        return int(amount[1])
    return int(folded) if folded.isdigit() else _scalar(cell, folded)


def period_of(text: str) -> str:
    """A period as the files have it (`14 days`) from what people write. UsageError where it is none."""
    amount = _AMOUNT.match(_folded(text))
    if amount is None:
        ja = "期間は「数と単位」で入れてください（日、週間、か月、年、営業日）。"
        raise UsageError(ja, "A period is a number and a unit: days, weeks, months, years, business_days.")
    unit = _UNITS.get(amount[2], amount[2]).rstrip("s")
    if unit not in ("day", "week", "month", "year", "business_day"):
        raise UsageError(
            f"「{amount[2]}」は期間の単位ではありません。", f"“{amount[2]}” is no unit of a period."
        )
    number = int(amount[1])
    return f"{number} {unit}{'' if number == 1 else 's'}"


def day_of(text: str) -> str:
    """A day as the files have it (ISO) from any way of writing it. UsageError where it is none."""
    from engine.wareki import DateError, parse_date

    try:
        return parse_date(text).isoformat()
    except DateError as error:
        raise UsageError(error.ja, error.en) from None


def _chosen(view: View, cell: Cell, text: str) -> Any:
    for one in choices(view, cell):
        if text in (one.key, one.title):
            return one.value
    if cell.slot.kind == "bool" or (cell.slot.words and not cell.slot.of):
        raise _no(
            cell,
            f"「{text}」は選べません。F4 で選んでください。",
            f"“{text}” cannot be chosen. F4 lists what can.",
        )
    return _scalar(cell, text)


def _listed(view: View, cell: Cell, text: str) -> Any:
    """Several ids by their labels; a table's cell may also compare (`> 5`, `1..5`, `not x`)."""
    known = {label: one.value for one in choices(view, cell) for label in (one.key, one.title)}
    if text in known:
        return known[text] if "cell" in cell.slot.of else [known[text]]
    parts = [part for part in _PARTS.split(text) if part]
    if "cell" in cell.slot.of and (len(parts) < 2 or any(part not in known for part in parts)):
        return _scalar(cell, text)
    return [known.get(part, part) for part in parts]


def _scalar(cell: Cell, text: str) -> Any:
    """A word as the file has it: whole numbers and true or false stay such where the place takes them."""
    if cell.slot.kind in ("rule", "text", "label"):
        return text
    folded = _folded(text)
    if folded in ("true", "false"):
        return folded == "true"
    return int(folded) if folded.isdigit() and not folded.startswith("0") else text


def _no(cell: Cell, ja: str, en: str) -> UsageError:
    return UsageError(f"{cell.title}: {ja}", f"{cell.slot.title.within('en')}: {en}")


def plain_of(view: View, cell: Cell) -> Any:
    """The value of a cell as ordinary data; None if there is none."""
    node = view.find(cell.file, cell.path)
    return plain(node) if node is not None else None


def understood(view: View, cell: Cell, text: str) -> tuple[str, bool]:
    """How a text would be understood in a cell, in words, and whether it can be."""
    if not text.strip():
        return "", True
    if cell.slot.kind == "rule":
        return _rule_read(view, cell, text)
    if cell.slot.kind == "label" and "{" in text:
        return _facts_read(view, cell, text)
    try:
        value = value_of(view, cell, text)
    except UsageError as no:
        return no.within(view.language), False
    if cell.slot.kind in ("period", "number", "list", "choice", "date", "bool"):
        node = grow(value, view.node.place)
        return view.sayer.say(cell.slot, node, cell.path), True
    return "", True


def _rule_read(view: View, cell: Cell, text: str) -> tuple[str, bool]:
    """A rule read back as a sentence; or what is wrong with it, where, and the nearest name."""
    if text.strip() in ("silent", "otherwise"):
        return "", True
    try:
        rule = view.scope.read(text.strip(), cell.path)
    except DefinitionError as error:
        return problem_words(error, view.language), False
    return say(rule, view.language), True


def _facts_read(view: View, cell: Cell, text: str) -> tuple[str, bool]:
    for found in _FACT.finditer(text):
        try:
            view.scope.read(found[1], cell.path)
        except DefinitionError as error:
            return problem_words(error, view.language), False
    return view.sayer.label(grow(text, view.node.place), cell.path), True


def problem_words(error: DefinitionError, language: str) -> str:
    """The first problem in a sentence, with the nearest name."""
    first = error.problems[0]
    said = first.en if language == "en" else first.ja
    if first.near:
        said += f" (did you mean: {first.near})" if language == "en" else f"（もしかして: {first.near}）"
    return said
