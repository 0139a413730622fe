"""What can be done in the tables: the actions of the place, each beside the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.actions import Action
from tui.screens.workshop import adding
from tui.screens.workshop.asking import Chooser, entry
from tui.sentences import sentence

if TYPE_CHECKING:
    from tui.screens.workshop.editing import Editing
    from tui.screens.workshop.tables import TablesScreen
    from tui.screens.workshop.working import Working


def edit(place: TablesScreen) -> None:
    """Enter: from the row into its cells, from a cell into its value."""
    if place.pane.rows.has_focus:
        place.open_cell()
    elif place.inside:
        place.open_papers()
    else:
        place.enter()


def choose(place: TablesScreen) -> None:
    if (cell := place.cell) is not None:
        place.choose(cell)


def next_tab(place: TablesScreen) -> None:
    _turn(place, 1)


def last_tab(place: TablesScreen) -> None:
    _turn(place, -1)


def _turn(place: TablesScreen, step: int) -> None:
    from engine.desk.workshop.slots import TABS

    place.turn(TABS[(TABS.index(place.tab) + step) % len(TABS)])


def next_problem(place: TablesScreen) -> None:
    """To the next problem that leads somewhere, after the last one round again to the first."""
    leading = [one for one in place.troubles if one.path]
    if not leading:
        place.house.tell(place.word("tables.sound"))
        return
    one = place.next_trouble(leading)
    place.go(one.definition, one.path)
    place.tell_of(one.text + (f"  {one.place}" if one.place else ""), "over" if one.blocks else "soon")


def other_procedure(place: TablesScreen) -> None:
    """o: the tables of the organisation's next procedure."""
    names = list(place.procedures)
    place.to_procedure(names[(names.index(place.workflow) + 1) % len(names)])


def find(place: TablesScreen) -> None:
    """/: any element of any table by its words; Enter goes there."""
    from engine.desk.workshop.rows import outline
    from engine.desk.workshop.slots import TABS

    rows = {f"{tab} {row.key}": (tab, row) for tab in TABS for row in outline(place.view, tab)}
    entries = [
        entry(key, "  " * row.depth + row.title, row.said, group=place.word(f"workshop.{tab}"))
        for key, (tab, row) in rows.items()
    ]

    def take(key: str | None) -> None:
        if key is not None:
            tab, row = rows[key]
            place.turn(tab, row.key)
            place.left.focus()

    place.app.push_screen(Chooser(place.word("find.title"), place.word("find.about"), entries), take)


# --- changing


def remove(place: TablesScreen) -> None:
    """x: the value of the cell in use, else the row; an inherited row is switched off."""
    cell, row = place.cell, place.row
    if place.pane.rows.has_focus and cell is not None:
        place.take_away(cell.file, cell.path)
    elif row is not None and row.path and not row.group:
        place.take_away(row.file, row.path)


def give_back(place: TablesScreen) -> None:
    """z: the cell in use, else the row, as it is inherited."""
    cell, row = place.cell, place.row
    target = cell if place.pane.rows.has_focus and cell is not None else row
    if target is None:
        return
    whole = place.list_of(cell) if cell is not None and target is cell else None
    file, path = (whole or target).file, (whole or target).path
    if place.doing(lambda: place.shop.give_back(file, path)) is not None:
        place.house.tell(place.word("tables.given_back"))


def up(place: TablesScreen) -> None:
    _move(place, -1)


def down(place: TablesScreen) -> None:
    _move(place, 1)


def _move(place: TablesScreen, by: int) -> None:
    """J and K: the row or the entry; on a list they open it first, so that its entries can be moved."""
    if place.open_list():
        return
    target = _moved(place)
    if target is not None:
        file, path = target
        if place.doing(lambda: place.shop.move(file, path, by)) is not None:
            place.follow(file, path, by)


def _moved(place: TablesScreen) -> tuple[str, tuple[str, ...]] | None:
    """What J and K move: the entry under the cursor at the right where its order matters, else the row."""
    cell, row = place.cell, place.row
    if place.pane.rows.has_focus and cell is not None and place.whole_of(cell) is not None:
        return cell.file, cell.path
    return (row.file, row.path) if row is not None and row.path and not row.group else None


def undo(place: Editing) -> None:
    deed = place.doing(place.shop.undo)
    said = place.word("tables.undone", what=deed.what) if deed else place.word("tables.nothing_undo")
    place.house.tell(said)


def redo(place: Editing) -> None:
    deed = place.doing(place.shop.redo)
    said = place.word("tables.redone", what=deed.what) if deed else place.word("tables.nothing_redo")
    place.house.tell(said)


# --- looking


def why(place: TablesScreen) -> None:
    from tui.screens.workshop.origin import OriginDrawer

    if (row := place.row) is not None:
        target = place.cell if place.pane.rows.has_focus else None
        place.app.push_screen(OriginDrawer(place, row, target))


def lines(place: TablesScreen) -> None:
    from tui.screens.workshop.origin import FileLines

    if (row := place.row) is not None:
        place.app.push_screen(FileLines(place, row))


def goes(place: Working) -> Callable[[tuple[str, tuple[str, ...]] | None], None]:
    """What a page about changes and problems answers: the place to go to."""

    def take(aim: tuple[str, tuple[str, ...]] | None) -> None:
        if aim is not None:
            place.go(*aim)

    return take


def compare(place: TablesScreen) -> None:
    from tui.screens.workshop.publishing import ComparePage

    place.app.push_screen(ComparePage(place.shop), goes(place))


def try_out(place: Editing) -> None:
    from tui.screens.workshop.trying import choose_what

    choose_what(place, place.organisation)


def publish(place: TablesScreen) -> None:
    from tui.screens.workshop.publishing import PublishPage

    place.app.push_screen(PublishPage(place.shop), goes(place))


def form(place: TablesScreen) -> None:
    place.to_form()


def _in_a_form(place: TablesScreen) -> str:
    row = place.row
    inside = row is not None and row.path[:1] == ("forms",) and len(row.path) > 1
    return "" if inside else place.word("sample.none")


def may(place: Editing) -> str:
    """Why nothing may be changed here by the one signed in."""
    return sentence(place.shop.barred)


def _only_one(place: TablesScreen) -> str:
    return "" if len(place.procedures) > 1 else place.word("why.one_procedure")


def _movable(place: TablesScreen) -> str:
    row = place.row
    chosen = row is not None and row.path and not row.group
    return may(place) or ("" if chosen else place.word("tables.no_row"))


def _shown(place: TablesScreen) -> str:
    return "" if place.row is not None else place.word("tables.no_row")


def _changeable(place: TablesScreen) -> str:
    return may(place) or _shown(place)


ACTIONS: tuple[Action, ...] = (
    Action("tables.edit", "直す", "Edit", ("Enter",), "tables", edit, kana="なおす", rank=1),
    Action("tables.add", "足す", "Add", ("a",), "tables", adding.add, _changeable, kana="たす", rank=2),
    Action("tables.problem", "次の問題", "Next problem", ("F3",), "tables", next_problem, kana="つぎのもんだい",
           rank=3),
    Action("tables.remove", "外す", "Remove", ("x",), "tables", remove, _changeable, kana="はずす", rank=8),
    Action("tables.choose", "候補", "Choices", ("F4",), "tables", choose, may, kana="こうほ", rank=10),
    Action("tables.compare", "比べる", "Compare", ("c",), "tables", compare, kana="くらべる", rank=5),
    Action("tables.publish", "公開", "Publish", ("P",), "tables", publish, kana="こうかい", rank=6),
    Action("tables.try", "試す", "Try out", ("y",), "tables", try_out, kana="ためす", rank=4),
    Action("tables.form", "様式", "Form", ("f",), "tables", form, _in_a_form, kana="ようしき ためす", rank=12,
           help_ja="係の人が見る様式に入れてみる", help_en="Type into the form as the clerk sees it"),
    Action("tables.find", "探す", "Find", ("/",), "tables", find, kana="さがす", rank=12),
    Action("tables.procedure", "手続", "Procedure", ("o",), "tables", other_procedure, _only_one, kana="てつづき",
           rank=18, help_ja="この団体の次の手続", help_en="The next procedure of the organisation"),
    Action("tables.up", "前へ", "Up", ("K",), "tables", up, _movable, kana="まえへ", rank=13),
    Action("tables.down", "後へ", "Down", ("J",), "tables", down, _movable, kana="あとへ", rank=14),
    Action("tables.back", "ひな形に戻す", "Give back", ("z",), "tables", give_back, _changeable,
           kana="ひながたにもどす", rank=9),
    Action("tables.undo", "戻す", "Undo", ("u",), "tables", undo, may, kana="もどす とりけし", rank=7),
    Action("tables.redo", "やり直す", "Redo", ("U",), "tables", redo, may, kana="やりなおす", rank=15),
    Action("tables.why", "由来", "Origin", ("w", "F5"), "tables", why, _shown, kana="ゆらい なぜ", rank=11),
    Action("tables.lines", "YAML", "YAML", ("v",), "tables", lines, _shown, kana="やむる", rank=12),
    Action("tables.next", "次の表", "Next table", ("]", "Right"), "tables", next_tab, kana="つぎのひょう", rank=16),
    Action("tables.last", "前の表", "Table before", ("[", "Left"), "tables", last_tab, kana="まえのひょう", rank=17),
)  # fmt: skip
