"""How the pages of 変える are drawn: what is asked for at the left, now, new, why and for whom at the right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from tui.cleaning import width
from tui.labels import word
from tui.screens.workshop.drawing import blocks_of, column_of, is_paragraph
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.blocks import Block, Line, Piece, labelled, text_lines
from tui.widgets.rows import Cell as Shown
from tui.widgets.rows import Column
from tui.widgets.rows import Item as Listed

if TYPE_CHECKING:
    from engine.desk.workshop.questions import Effect, Item
    from tui.screens.workshop.change import ChangeScreen

LEFT = (
    Column("label", "", 18, 34),
    Column("said", "", 13, 40),
    Column("origin", "", 4, 6, drop=1),
)
# Only a change of these moves a due date: beside a letter the moves of another change would mislead.
_DATED: Final = (("clocks",), ("settings",), ("calendar",), ("tables",))
_KINDS: Final = 3  # named before the rest is counted
_NAMES: Final = (18, 34)  # cells of a label in the list, small and wide


def _short(label: str, room: int) -> str:
    """A label of several names that is too long for its column: without the first ones, which are the group's."""
    while width(label) > room and " " in label:
        rest = label.partition(" ")[2]
        if rest.startswith("x "):
            break  # the conditions of a row are one name
        label = rest
    return label


def listed(items: Sequence[Item], accepted: Mapping[str, str], wide: bool, language: str) -> list[Listed]:
    """What a question asks for, under the things it belongs to."""
    from engine.desk.workshop.questions import said

    found: list[Listed] = []
    group: str | None = None
    for item in items:
        name = item.group if not item.point else word("change.open", language)
        if name != group:
            group = name
            found.append(Listed("", heading=sentence(name)))
        text = " ".join(said(item.view, item.cell).split()) if item.cell is not None else ""
        own = item.cell is not None and item.cell.origin in ("own", "changed")
        if item.point in accepted and item.point:
            text, own = word("change.accepted", language), True
        ink: Token = "ink" if own else "soon" if item.point else "muted"
        origin = word(f"origin.{item.cell.origin}", language) if own and item.cell is not None else ""
        found.append(
            Listed(
                item.key,
                (
                    Shown(_short(sentence(item.label), _NAMES[wide]), "ink"),
                    Shown(sentence(text) or "-", ink, bold=own),
                    Shown(origin, "accent"),
                ),
            )
        )
    return found


def item_blocks(place: ChangeScreen, item: Item, faults: dict[str, str], room: int) -> list[Block]:
    """The page of one item."""
    language = place.house.language
    whole = item.row is not None and item.row.depth == 1 and item.label.endswith(item.row.title)
    head = item.label if whole or not item.group else f"{item.group}  {item.label}"
    found = [Block("", tuple(text_lines(sentence(head), room, "ink", bold=True)))]
    found += [Block("", tuple(text_lines(text, room, "muted"))) for text in item.about]
    found += _values(place, item, faults, room)
    found.append(Block("", tuple(_hint(place, item, room))))
    if item.point:
        found += _point(place, item, room)
    found.append(Block("", ((), (Piece(word("change.then", language), "accent", True),))))
    found += [Block("", tuple(lines)) for lines in _then(place, item, room)]
    return found


def _values(place: ChangeScreen, item: Item, faults: dict[str, str], room: int) -> Iterator[Block]:
    """Now as published, new as it stands in the working copy, and why."""
    from engine.desk.workshop.questions import said

    cell, language = item.cell, place.house.language
    if cell is None:
        return
    before = place.published(item.view)
    now, new = (said(before, cell) if before is not None else ""), said(item.view, cell)
    column = column_of(room)
    both = now != new or width(now) <= room - column  # a long text is not shown twice
    if both:
        yield Block("", ((), *labelled(word("change.now", language), [now or "-"], column, room, "muted")))
    title = word("change.new" if both else "change.now", language)
    shown = [replace(cell, title=title, said=sentence(new), depth=0)]
    if item.basis is not None and item.basis.key != cell.key:
        shown.append(replace(item.basis, title=word("change.why", language), depth=0))
    asked = dict(faults)
    if place.asks_basis(item) and item.basis is not None:
        asked.setdefault(item.basis.key, word("change.because_here", language))
    yield from blocks_of(shown, asked, True, room, language)


def _hint(place: ChangeScreen, item: Item, room: int) -> list[Line]:
    """What may be written there."""
    language = place.house.language
    if item.cell is None:
        return []
    kind = item.cell.slot.kind
    name = {"period": "period", "number": "number", "bool": "choice", "choice": "choice", "list": "list"}.get(
        kind
    )
    name = name or {"rule": "rule", "elements": "elements", "basis": "choice"}.get(kind, "text")
    if is_paragraph(item.cell):
        name = "sentence"
    return text_lines(word(f"change.hint.{name}", language), room, "faint")


def _point(place: ChangeScreen, item: Item, room: int) -> Iterator[Block]:
    """An open point: accepted with a reason, or still to be settled."""
    language = place.house.language
    why = place.accepted.get(item.point, "")
    if why:
        said = word("change.accepted_because", language, why=sentence(why))
        yield Block("", tuple(text_lines(said, room, "ok")))
    else:
        yield Block("", tuple(text_lines(word("change.settle", language), room, "soon")))


# --- for whom


def _then(place: ChangeScreen, item: Item, room: int) -> Iterator[list[Line]]:
    """For whom it changes, and the example."""
    language = place.house.language
    open_cases = sum(one.open_cases for one in place.effects)
    for said in place.told:
        yield text_lines(said, room)
    if not place.told:
        yield text_lines(word("change.new_cases", language), room)
    if open_cases and not place.told:
        yield text_lines(word("change.open_cases", language, count=open_cases), room)
    day = _day(place.house.desk.today().isoformat())
    mended = item.cell is not None and item.cell.path[:1] == ("settings",)
    name = "change.example_mended" if mended else "change.example"
    changed = [one for one in place.effects if one.changed] if _dated(item) else []
    choices = place.outcomes.get(item.key, [])
    if changed or choices or _dated(item):
        yield text_lines(word(name, language, day=day), room, "muted")
    for one in changed or (place.effects[:1] if _dated(item) and not choices else ()):
        yield effect_lines(one, room, language)
    for title, effects in choices:
        yield _choice_lines(title, effects, room, language)


def _dated(item: Item) -> bool:
    """Whether a date hangs on it: only then it is worth saying that none moves."""
    return item.cell is not None and item.cell.path[:1] in _DATED


def effect_lines(one: Effect, room: int, language: str) -> list[Line]:
    """Some kinds of request: due before, due after."""
    kinds = _kinds(one, language)
    if not one.changed:
        return text_lines(word("change.same", language, due=_day(one.after)), room, "ink", 2)
    said = word("change.moves", language, before=_day(one.before), after=_day(one.after))
    return [*text_lines(kinds, room, "muted", 2), *text_lines(said, room, "ink", 4, bold=True)]


def _choice_lines(title: str, effects: Sequence[Effect], room: int, language: str) -> list[Line]:
    """What one value would do."""
    changed = [one for one in effects if one.changed]
    if changed:
        said = "  ".join(
            word("change.becomes", language, kinds=_kinds(c, language), due=_day(c.after)) for c in changed
        )
    else:
        said = word("change.no_move", language)
    return [*text_lines(title, room, "ink", 2), *text_lines(said, room, "muted", 4)]


def _kinds(one: Effect, language: str) -> str:
    named = [sentence(kind) for kind in one.kinds[:_KINDS]]
    said = word("change.and", language).join(named)
    rest = len(one.kinds) - len(named)
    return said + (word("change.more", language, count=rest) if rest else "")


def _day(due: str) -> str:
    """A due date as it is read on screens; what is no date stands as it is."""
    from engine.desk import short_wareki

    try:
        return short_wareki(date.fromisoformat(due))
    except ValueError:
        return sentence(due) or "-"
