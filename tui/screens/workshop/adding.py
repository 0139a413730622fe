"""a: something new at the row under the cursor; where there is more than one way, a list asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.cleaning import clean
from tui.screens.workshop.asking import AskText, Chooser, entry

if TYPE_CHECKING:
    from engine.desk.workshop.rows import Row
    from engine.desk.workshop.slots import Slot
    from tui.screens.workshop.editing import Editing
    from tui.screens.workshop.tables import TablesScreen

Path = tuple[str, ...]
FIRST = "*first"


def add(place: TablesScreen) -> None:
    """At a map of values one more entry, at a period one kind of its own, else an element beside or in the row."""
    from engine.desk.workshop.making import containers

    cell, row = place.cell, place.row
    if place.papers is not None and place.inside:
        place.open_papers()
        return
    if place.pane.rows.has_focus and cell is not None:
        if cell.slot.kind == "map":
            place.add_entry(cell)
            return
        if cell.slot.kind == "period" and "clocks" in cell.path:
            by_kind(place, cell.path[:-1])
            return
    if row is None or row.shape.startswith("*"):
        place.house.tell(place.word("tables.no_row"))
        return
    ways = containers(place.view, row.file, row.path, row.shape, row.group)
    if len(ways) == 1:
        _add_in(place, row, *ways[0])
    elif ways:
        _which(place, row, ways)
    else:
        place.house.tell(place.word("tables.cannot"))


def _which(place: TablesScreen, row: Row, ways: list[tuple[Path, Slot, str | None]]) -> None:
    """Beside the row, or one of the things that stand in it."""
    from engine.desk.workshop.slots import shape_of

    language = place.house.language
    entries = []
    titles = [
        shape_of(place.view.which(row.file), slot.element).title.within(language) for _, slot, _ in ways
    ]
    for n, (_, slot, after) in enumerate(ways):
        title = titles[n] if titles.count(titles[n]) == 1 else slot.title.within(language)
        about = place.word("ask.gap.end" if after else "ask.in", before=clean(row.title))
        entries.append(entry(str(n), title, about))
    if row.shape == "clock":
        entries.append(entry("*kind", place.word("ask.by_kind"), clean(row.title)))

    def take(key: str | None) -> None:
        if key == "*kind":
            by_kind(place, row.path)
        elif key is not None:
            _add_in(place, row, *ways[int(key)])

    place.app.push_screen(Chooser(place.word("ask.which"), "", entries), take)


def _add_in(place: TablesScreen, row: Row, path: Path, slot: Slot, after: str | None) -> None:
    if path == ("states",):
        add_step(place, after)
    elif slot.element == "row":
        _add_row(place, path)
    else:
        _add_element(place, row.file, path, slot, after)


def _label(place: TablesScreen, title: str, then: Callable[[str], None]) -> None:
    def take(label: str | None) -> None:
        if label:
            then(label)

    place.app.push_screen(AskText(title, place.word("ask.label.about")), take)


def _add_element(place: TablesScreen, name: str, path: Path, slot: Slot, after: str | None) -> None:
    from engine.desk.workshop.making import FORMS, nameable
    from engine.desk.workshop.making import add as make
    from engine.desk.workshop.slots import shape_of

    title = shape_of(place.view.which(name), slot.element).title.within(place.house.language)

    def then(label: str, key: str = "") -> None:
        if slot.element == "field" and path != FORMS:
            _kind(place, path, label, after)
            return
        done = place.doing(lambda: make(place.shop, place.view, name, path, slot.element, label, after, key))
        if done is not None:
            arrive(place, name, done.path)

    named = nameable(place.view, name, path, slot)
    if named == {}:
        place.house.tell(place.word("tables.cannot"))
        return
    if named is not None:
        entries = [entry(key, said) for key, said in named.items()]
        page = Chooser(f"{place.word('ask.label')}: {title}", "", entries)
        place.app.push_screen(page, lambda key: then(named[key], key) if key else None)
        return
    _label(place, f"{place.word('ask.label')}: {title}", then)


def _kind(place: TablesScreen, path: Path, label: str, after: str | None) -> None:
    """What kind of field it is; a choice also wants its values."""
    from engine.desk.workshop.making import FIELDS

    entries = [entry(kind, place.word(f"field.{kind}")) for kind in FIELDS]

    def take(kind: str | None) -> None:
        if kind == "choice":
            page = AskText(clean(label), place.word("field.values"))
            place.app.push_screen(page, lambda text: _field(place, path, label, kind, text, after))
        elif kind is not None:
            _field(place, path, label, kind, "", after)

    place.app.push_screen(Chooser(clean(label), place.word("field.kind"), entries), take)


def _field(
    place: TablesScreen, path: Path, label: str, kind: str, values: str | None, after: str | None
) -> None:
    from engine.desk.workshop.making import add_field

    if values is None:
        return
    listed = [one.strip() for one in values.replace("、", ",").split(",") if one.strip()]
    done = place.doing(lambda: add_field(place.shop, place.view, path, label, kind, listed, after))
    if done is not None:
        arrive(place, place.workflow, done.path)


def _add_row(place: TablesScreen, path: Path) -> None:
    """A row of a table: for the first gap if there is one, else for any values."""
    from engine.desk.workshop.grid import holes_of
    from engine.desk.workshop.making import row_for

    built = place.shop.shaped().built
    workflow = built.workflows.get(place.workflow) if built else None
    holes = [h for h in holes_of(workflow, path[1], place.house.language) if h.gap] if workflow else []
    cells = holes[0].cells if holes else {}
    done = place.doing(lambda: row_for(place.shop, place.view, path[:-1], cells))
    if done is not None:
        arrive(place, place.workflow, done.path)


def arrive(place: TablesScreen, name: str, path: Path) -> None:
    """To the new element, in its first cell."""
    place.go(name, path)
    place.pane.focus_rows()
    if order := place.pane.rows.order():
        place.pane.rows.cursor = order[0]


# --- a step


def add_step(place: TablesScreen, after: str | None) -> None:
    """「次のどこに入れますか」: the path with a gap before each step that follows; the cursor's own gap first."""
    from engine.desk.workshop.making import gaps

    steps = gaps(place.view)
    entries = [entry(FIRST, place.word("ask.gap.first"))]
    for n, (key, title) in enumerate(steps):
        following = steps[n + 1][1] if n + 1 < len(steps) else ""
        said = (
            place.word("ask.gap.between", before=clean(title), after=clean(following))
            if following
            else place.word("ask.gap.end", before=clean(title))
        )
        entries.append(entry(key, said, taken=key == after))

    def take(gap: str | None) -> None:
        if gap is not None:
            _label(
                place, place.word("ask.step"), lambda label: _ways(place, "" if gap == FIRST else gap, label)
            )

    page = Chooser(place.word("ask.gap"), "", entries)
    page.begin_at = after or ""
    place.app.push_screen(page, take)


def _ways(place: TablesScreen, gap: str, label: str) -> None:
    """Commands that lead past the gap are asked about, one list for all of them."""
    from engine.desk.workshop.making import gaps, leading_to

    keys = [key for key, _ in gaps(place.view)]
    at = keys.index(gap) + 1 if gap in keys else 0
    leading = leading_to(place.view, keys[at]) if at < len(keys) else []
    if not leading:
        _make_step(place, gap, label, ())
        return
    entries = [entry("*all", place.word("ask.ways.all"))]
    entries += [entry(str(n), clean(title)) for n, (_, title) in enumerate(leading)]
    entries.append(entry("*none", place.word("ask.ways.none")))

    def take(key: str | None) -> None:
        if key is not None:
            chosen = leading if key == "*all" else [] if key == "*none" else [leading[int(key)]]
            _make_step(place, gap, label, tuple(path for path, _ in chosen))

    place.app.push_screen(Chooser(place.word("ask.ways"), "", entries), take)


def _make_step(place: TablesScreen, gap: str, label: str, redirected: tuple[Path, ...]) -> None:
    from engine.desk.workshop.making import add_step as make

    done = place.doing(lambda: make(place.shop, place.view, label, gap, redirected))
    if done is not None:
        arrive(place, place.workflow, done)


# --- a period for one kind


def by_kind(place: TablesScreen, clock: Path) -> None:
    """種別ごとに変える: the kind, its period, why."""
    kinds = place.view.labels["kinds"]

    def kind(key: str | None) -> None:
        if key is not None:
            about = place.word("ask.period.about")
            place.app.push_screen(
                AskText(clean(kinds[key]), about), lambda text: _period(place, clock, key, text)
            )

    entries = [entry(key, title) for key, title in kinds.items()]
    place.app.push_screen(Chooser(place.word("ask.by_kind"), "", entries), kind)


def _period(place: TablesScreen, clock: Path, kind: str, text: str | None) -> None:
    from engine.desk import UsageError
    from engine.desk.workshop.typed import period_of

    if not text:
        return
    try:
        period = period_of(text)
    except UsageError as no:
        place.refuse(no.within(place.house.language))
        return
    ask_basis(place, lambda basis: _divide(place, clock, kind, period, basis))


def _divide(place: TablesScreen, clock: Path, kind: str, period: str, basis: object) -> None:
    from engine.desk.workshop.making import period_by_kind

    done = place.doing(lambda: period_by_kind(place.shop, place.view, clock, kind, period, basis))
    if done is not None:
        place.go(place.workflow, (*clock, "period"))


def ask_basis(place: Editing, then: Callable[[object], None]) -> None:
    """根拠: an article, or what it is instead with what fills the gap."""
    from engine.desk.workshop.choices import bases

    listed = list(bases(place.view))
    entries = [entry(one.key, one.title) for one in listed]

    def take(key: str | None) -> None:
        chosen = next((one for one in listed if one.key == key), None)
        if chosen is None:
            return
        if not isinstance(chosen.value, dict):
            then(chosen.value)
            return
        page = AskText(chosen.title, place.word("choose.because"))
        place.app.push_screen(page, lambda text: then({**chosen.value, "text": text}) if text else None)

    place.app.push_screen(Chooser(place.word("workshop.basis"), "", entries), take)
