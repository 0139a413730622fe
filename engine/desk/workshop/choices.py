"""What may stand in a cell: ids that exist, fixed words, values of the column, articles; nothing that is not valid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.desk.workshop.rows import Cell
from engine.desk.workshop.scope import Path
from engine.desk.workshop.slots import basis_words
from engine.desk.workshop.view import View
from engine.desk.written import either
from engine.load.tree import Map, Node, Scalar, Seq, plain

SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose: `value` is what is written, `title` what people read, `why` why it cannot be chosen."""

    key: str
    value: Any
    title: str
    about: str = ""
    why: str = ""


def choices(view: View, cell: Cell) -> list[Choice]:
    """The values of a cell in a useful order; empty where only typing makes sense."""
    found = list(_own(view, cell))
    if cell.slot.kind in ("choice", "period", "number", "list") and not set(cell.slot.of) & {
        "cell",
        "out",
        "values",
    }:
        found += _by_setting(view, cell)
    if cell.slot.silent and "out" not in cell.slot.of:
        found.append(Choice(SILENT, SILENT, basis_words()["silent"].within(view.language)))
    return found


def _own(view: View, cell: Cell) -> Iterator[Choice]:
    slot, language = cell.slot, view.language
    if slot.kind == "bool":
        yield Choice("true", True, either("はい", "yes", language))
        yield Choice("false", False, either("いいえ", "no", language))
    elif slot.kind == "basis":
        yield from bases(view)
    elif "out" in slot.of:
        yield from _outputs(view, cell.path)
    else:
        if "cell" in slot.of:
            yield Choice("-", "-", either("- どれでも", "- any", language))
        for word, title in slot.words.items():
            yield Choice(word, _value(word), title.within(language))
        for kind in slot.of:
            for key, label in _named(view, kind, cell.path).items():
                yield Choice(key, _value(key), label)


def _value(word: str) -> Any:
    return {"true": True, "false": False}.get(word, word)


def _named(view: View, kind: str, path: Path) -> dict[str, str]:
    """The labels of what ids of this kind name at a path."""
    if kind == "states" and path[:1] == ("tasks",):
        return view.labels.get(f"states.{path[1]}", {})
    if kind == "phases" and path[:1] == ("tasks",) and "during" not in path:
        return {}
    if kind == "groups":
        return _titles(view, view.node.map("forms").map(path[1]).map("x-groups"))
    if kind == "columns":
        return _titles(view, view.node.map("registers").map(path[1]).map("columns"))
    if kind == "values":
        return _titles(view, view.org.map("settings").map(path[1]).map("values"))
    if kind == "channels":
        return _titles(view, _channel(view))
    return view.labels.get(kind, {})


def _channel(view: View) -> Map:
    """The ways in which a request may arrive: the values of the field of that name in the form that opens a case."""
    form = view.scope.declared.names.start_form
    return view.node.map("forms").map(form).map("properties").map("channel").map("x-values")


def _titles(view: View, node: Map) -> dict[str, str]:
    return {key: view.title(one, key) for key, one in node.items()}


def bases(view: View) -> Iterator[Choice]:
    """The articles of the organisation's rules, then what is no article: each wants its reason in words."""
    articles = view.org.get("articles")
    listed = articles if isinstance(articles, Map | Seq) else ()
    for one in listed:
        text = one if isinstance(one, str) else one.text if isinstance(one, Scalar) else ""
        if text:
            yield Choice(text, text, text)
    for status, title in basis_words().items():
        if status != "stated":
            yield Choice(f"={status}", {"status": status, "text": ""}, title.within(view.language))


def _outputs(view: View, path: Path) -> Iterator[Choice]:
    """What the rows of this table give already, and what stands for no form."""
    from engine.desk.workshop.grid import said_cell

    table, key = path[:-3], path[-1]
    rows = view.find(view.workflow, (*table, "rows"))
    seen: dict[str, Node] = {}
    for row in rows.values() if isinstance(rows, Map) else ():
        node = row.get(key) if isinstance(row, Map) else None
        if isinstance(node, Scalar):
            seen.setdefault(node.text, node)
    for text, node in seen.items():
        yield Choice(text, plain(node), said_cell(view, table, key, node))
    for word in ("unmapped", "none", "impossible"):
        if word not in seen:
            yield Choice(
                word,
                word,
                said_cell(view, table, key, Scalar(word, rows.place if rows else view.node.place, word)),
            )


def _by_setting(view: View, cell: Cell) -> Iterator[Choice]:
    """Leave it to a setting whose values are all allowed here."""
    words = {c.key for c in _own(view, cell)}
    for name, setting in view.scope.settings.items():
        fits = bool(setting.values) and set(setting.values) <= words
        fits = fits or (cell.slot.kind == "number" and not setting.values)
        if fits:
            title = setting.title.within(view.language)
            about = either("決めごとに任せる", "left to the setting", view.language)
            yield Choice(f"setting:{name}", {"setting": name}, f"{name} {title}", about)
