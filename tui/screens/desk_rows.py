"""How a case is written in the list of the desk: columns, colours, words of time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from tui.labels import word
from tui.theme import Token
from tui.widgets.rows import Cell, Column, Item
from tui.widgets.topbar import day_words

if TYPE_CHECKING:
    from engine.desk import Desk, Row, Standing
    from engine.desk.drafts import Draft

INK: Final[Mapping[str, Token]] = {
    "over": "over",
    "soon": "soon",
    "paused": "pause",
    "intake": "accent",
    "deciding": "accent",
    "letter": "accent",
    "after": "faint",
    "draft": "faint",
}


def columns_for(language: str, several: bool = True) -> tuple[Column, ...]:
    """The columns with their headings; that of the organisation has one where there are several."""

    def head(name: str) -> str:
        return word(f"column.{name}", language)

    return (
        Column("number", head("number"), 6, 12),
        Column("organisation", head("organisation") if several else "", 4, 8, drop=3),
        Column("kind", head("kind"), 10, 20, drop=2),
        Column("name", head("name"), 12, 20),
        Column("state", head("state"), 8, 18),
        Column("due", head("due"), 11, 14, drop=1),
        Column("left", head("left"), 8, 12, right=True),
    )


COLUMNS: Final = columns_for("ja")


def group_label(group: str, language: str, *, long: bool = False) -> str:
    """The name of a group, short for the line of chips, long as a heading."""
    from engine.desk import SOON

    name = f"group.{group}.long" if long else f"group.{group}"
    return word(name, language, days=SOON) if group == "soon" else word(name, language)


def item_of(standing: Standing, names: Mapping[str, str], language: str) -> Item:
    """A case as a row of the list."""
    row, ink = standing.row, INK[standing.group]
    pressing = standing.group in ("over", "soon", "paused")
    return Item(
        f"{row.organisation}/{row.number}",
        (
            Cell(row.number),
            Cell(names.get(row.organisation, ""), "muted"),
            Cell(row.kind_title),
            Cell(row.name),
            Cell(row.state_title, "muted"),
            Cell(due_words(row, language), "muted"),
            Cell(
                left_words(row, language),
                ink if pressing else "ink",
                bold=True,
                chip=standing.group == "over",
            ),
        ),
    )


def draft_item(draft: Draft, names: Mapping[str, str], kind: str, today: str, language: str) -> Item:
    """Something half written, under its own heading; `today` (ISO) shows its hour, another day the day."""
    saved = draft.saved[11:16] if draft.saved[:10] == today else draft.saved[5:10]
    return Item(
        f"draft:{draft.id}",
        (
            Cell(draft.errand.case or "--"),
            Cell(names.get(draft.errand.organisation, ""), "muted"),
            Cell(kind),
            Cell("" if kind else draft.title),
            Cell(word("draft.state", language), "muted"),
            Cell(""),
            Cell(saved, "muted"),
        ),
    )


def due_words(row: Row, language: str) -> str:
    """The due date, or why there is none."""
    if row.paused:
        return word("paused", language)
    if not row.due:
        return word("without_delay", language) if row.days else ""
    return row.due if language == "en" else day_words(date.fromisoformat(row.due), language)


def left_words(row: Row, language: str) -> str:
    """`4日超過`, `あと 2日`, `残り21日`, `12日目`; nothing once the clock has been answered."""
    if not row.days:
        return ""
    if row.left is None:
        return word("day", language, days=row.elapsed)
    if row.paused:
        return word("left.paused", language, days=row.left)
    if row.left < 0:
        return word("over", language, days=-row.left)
    return word("left", language, days=f"{row.left:>2}")


def called(desk: Desk) -> dict[str, str]:
    """What the organisations of an office are called in a list; nothing where there is one only."""
    known = desk.about()
    if len(known) < 2:
        return {}
    said = {org: one.short.within(desk.language) for org, one in known.items() if one.short.ja}
    return short_names({org: one.title.ja for org, one in known.items()}) | said


def short_names(titles: Mapping[str, str]) -> dict[str, str]:
    """The fewest characters (two at least) that tell the organisations of an office apart."""
    for length in range(2, max(map(len, titles.values()), default=2) + 1):
        found = {org: title[:length] for org, title in titles.items()}
        if len(set(found.values())) == len(found):
            return found
    return dict(titles)
