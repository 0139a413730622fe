"""What can be done on the pages of 変える: the actions of the place, each beside the function that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.actions import Action
from tui.screens.workshop import deeds
from tui.screens.workshop.asking import Chooser, entry

if TYPE_CHECKING:
    from engine.desk.workshop.rows import Cell
    from tui.screens.workshop.change import ChangeScreen


def edit(place: ChangeScreen) -> None:
    """Enter: into the value, or into the cell under the cursor at the right."""
    if place.pane.rows.has_focus:
        place.open_cell()
    else:
        place.change()


def _target(place: ChangeScreen) -> Cell | None:
    """The cell under the cursor at the right, else the value of the item."""
    if place.pane.rows.has_focus and place.cell is not None:
        return place.cell
    return place.item.cell if place.item is not None else None


def choose(place: ChangeScreen) -> None:
    if (cell := _target(place)) is not None:
        place.choose(cell)


def basis(place: ChangeScreen) -> None:
    if place.item is not None and place.item.basis is not None:
        place.pane.focus_rows()
        place.pane.rows.cursor = place.item.basis.key
        place.choose(place.item.basis)


def give_back(place: ChangeScreen) -> None:
    """z: the value as it is inherited."""
    cell = _target(place)
    if cell is not None and place.doing(lambda: place.shop.give_back(cell.file, cell.path)) is not None:
        place.house.tell(place.word("tables.given_back"))


def find(place: ChangeScreen) -> None:
    """/: anything on this page, by its label or what stands there."""
    from engine.desk.workshop.questions import said

    entries = [
        entry(one.key, one.label, said(one.view, one.cell) if one.cell is not None else "", group=one.group)
        for one in place.items.values()
    ]

    def take(key: str | None) -> None:
        if key is not None:
            place.left.cursor = key

    place.app.push_screen(Chooser(place.word(f"change.{place.question}"), "", entries), take)


def accept(place: ChangeScreen) -> None:
    place.accept()


def next_problem(place: ChangeScreen) -> None:
    """To the next problem: on this page if it stands here, else in the tables."""
    leading = [one for one in place.troubles if one.path and (one.blocks or one.severity == "warn")]
    if not leading:
        place.house.tell(place.word("tables.sound"))
        return
    one = place.next_trouble(leading)
    place.go(one.definition, one.path)
    place.tell_of(one.text, "over" if one.blocks else "soon")


def why(place: ChangeScreen) -> None:
    from tui.screens.workshop.origin import OriginDrawer

    if place.row is not None:
        place.app.push_screen(OriginDrawer(place, place.row, _target(place)))


def tables(place: ChangeScreen) -> None:
    """t: the same thing in the tables."""
    if (cell := _target(place)) is not None:
        place.to_tables(cell.file, cell.path)


def compare(place: ChangeScreen) -> None:
    from tui.screens.workshop.publishing import ComparePage

    place.app.push_screen(ComparePage(place.shop), deeds.goes(place))


def publish(place: ChangeScreen) -> None:
    from tui.screens.workshop.publishing import PublishPage

    place.app.push_screen(PublishPage(place.shop, place.accepted), deeds.goes(place))


def _chosen(place: ChangeScreen) -> str:
    return "" if place.item is not None else place.word("tables.no_row")


def _changeable(place: ChangeScreen) -> str:
    return deeds.may(place) or _chosen(place)


def _has_basis(place: ChangeScreen) -> str:
    if barred := deeds.may(place):
        return barred
    found = place.item is not None and place.item.basis is not None
    return "" if found else place.word("change.no_basis")


def _open(place: ChangeScreen) -> str:
    if barred := deeds.may(place):
        return barred
    found = place.item is not None and place.item.point
    return "" if found else place.word("change.no_point")


ACTIONS: tuple[Action, ...] = (
    Action("change.edit", "変える", "Change", ("Enter",), "change", edit, _changeable, kana="かえる", rank=1),
    Action("change.publish", "公開", "Publish", ("P",), "change", publish, kana="こうかい", rank=2),
    Action("change.basis", "根拠", "Basis", ("b",), "change", basis, _has_basis, kana="こんきょ", rank=3),
    Action("change.try", "試す", "Try out", ("y",), "change", deeds.try_out, kana="ためす", rank=5),
    Action("change.undo", "戻す", "Undo", ("u",), "change", deeds.undo, deeds.may, kana="もどす とりけし", rank=4),
    Action("change.back", "ひな形に戻す", "Give back", ("z",), "change", give_back, _changeable,
           kana="ひながたにもどす", rank=6),
    Action("change.accept", "理由を書いて認める", "Accept it", ("a",), "change", accept, _open, kana="みとめる",
           rank=13),
    Action("change.problem", "次の問題", "Next problem", ("F3",), "change", next_problem, kana="つぎのもんだい",
           rank=8),
    Action("change.why", "由来", "Origin", ("w", "F5"), "change", why, _chosen, kana="ゆらい なぜ", rank=7),
    Action("change.compare", "比べる", "Compare", ("c",), "change", compare, kana="くらべる", rank=9),
    Action("change.choose", "候補", "Choices", ("F4",), "change", choose, _changeable, kana="こうほ", rank=10),
    Action("change.tables", "くわしく", "In detail", ("t",), "change", tables, _chosen, kana="くわしく", rank=11),
    Action("change.find", "探す", "Find", ("/",), "change", find, kana="さがす", rank=8),
    Action("change.redo", "やり直す", "Redo", ("U",), "change", deeds.redo, deeds.may, kana="やりなおす", rank=12),
)  # fmt: skip
