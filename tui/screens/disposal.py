"""廃棄の確認: what has been kept long enough. Keep it longer with a reason, or dispose of it after typing the count."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from tui.actions import Action
from tui.cleaning import clean
from tui.messages import OpenCase
from tui.place import Place
from tui.screens.ask_lines import AskLines
from tui.screens.confirm import Confirm, Part
from tui.sentences import sentence
from tui.widgets.rows import Cell, Column, Item, RowList

if TYPE_CHECKING:
    from engine.desk import Ended

PLACE = "disposal"
NAMED = 12  # cases that the page of consequences names


class DisposalScreen(Place):
    """The review. Marked is what would go; what is held back says why and cannot be marked."""

    PLACES: ClassVar[tuple[str, ...]] = (PLACE,)
    DEFAULT_CSS = """
    DisposalScreen .head { height: 1; padding: 0 2; text-style: bold; }
    DisposalScreen #disposal-said { height: 2; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Ended] = {}
        self.marked: set[str] = set()

    def body(self) -> ComposeResult:
        yield Static(markup=False, classes="head", id="disposal-head")
        yield Static(markup=False, id="disposal-said")
        columns = (
            Column("mark", "", 3, 3),
            Column("case", "", 6, 14),
            Column("kind", "", 6, 16),
            Column("kept", "", 14, 30, drop=1),
            Column("why", "", 16, 60),
        )
        yield RowList(columns, header=False, id="disposal-rows")

    def on_mount(self) -> None:
        self.relabel()
        self.rows.focus()

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    def relabel(self) -> None:
        super().relabel()
        self.office_changed()

    def office_changed(self) -> None:
        from engine.desk import review

        desk = self.house.desk
        self.found = {f"{one.organisation}/{one.case}": one for one in review(desk)}
        self.marked &= {key for key, one in self.found.items() if not one.held}
        self.fill()

    def fill(self) -> None:
        palette = self.house.palette
        free = sum(not one.held for one in self.found.values())
        head = self.word("disposal.title", count=len(self.found), free=free, marked=len(self.marked))
        self.query_one("#disposal-head", Static).update(Text(head))
        said = Text(self.word("disposal.about"), style=palette.style("muted", "bg"))
        self.query_one("#disposal-said", Static).update(said)
        self.rows.empty = self.word("disposal.none")
        self.rows.show([self._item(key, one) for key, one in self.found.items()])

    def _item(self, key: str, one: Ended) -> Item:
        kept = "  ".join(f"{day.isoformat()} {title}" for title, day, _ in one.registers)
        held = "、".join(why.within(self.house.language) for why in one.held)
        box = Cell("", "muted") if held else Cell("[x]" if key in self.marked else "[ ]", "accent")
        state = Cell(clean(held), "muted") if held else Cell(self.word("disposal.free"), "ok")
        return Item(
            key,
            (box, Cell(clean(one.case), bold=True), Cell(clean(one.kind)), Cell(clean(kept), "muted"), state),
        )

    @property
    def here(self) -> Ended | None:
        return self.found.get(self.rows.cursor)

    def context(self) -> str:
        return self.here.case if self.here else ""

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        open_case(self)

    # --- what can be done

    def mark(self, keys: list[str]) -> None:
        """Mark these, or no longer if all of them are."""
        wanted = {key for key in keys if not self.found[key].held}
        self.marked = self.marked - wanted if wanted <= self.marked else self.marked | wanted
        self.fill()

    def keep(self) -> None:
        one = self.here
        if one is not None:
            fields = ((self.word("disposal.until"), ""), (self.word("disposal.reason"), ""))
            title = self.word("disposal.keep_of", case=one.case)
            self.app.push_screen(
                AskLines(title, self.word("disposal.keep.about"), fields),
                lambda typed: self._kept(one, typed),
            )

    def _kept(self, one: Ended, typed: tuple[str, ...] | None) -> None:
        from engine.desk import DateError, MadoguchiError, parse_date, retain

        if typed is None:
            return
        try:
            until = parse_date(typed[0])
            retain(self.house.desk, one.case, until, typed[1], one.organisation)
        except (DateError, MadoguchiError) as no:
            self.house.tell(sentence(no.en if self.house.language == "en" else no.ja))
            return
        self.office_changed()
        self.house.tell(self.word("disposal.kept", case=one.case, until=until.isoformat()))

    def dispose(self) -> None:
        chosen = [self.found[key] for key in self.found if key in self.marked]
        named = tuple(f"{one.case}  {one.kind}" for one in chosen[:NAMED])
        more = (self.word("disposal.more", count=len(chosen) - NAMED),) if len(chosen) > NAMED else ()
        parts = (
            Part(self.word("disposal.which"), (*named, *more)),
            Part(
                self.word("disposal.what"),
                (self.word("disposal.what.gone"), self.word("disposal.what.stays")),
                "soon",
            ),
        )
        title = self.word("disposal.do", count=len(chosen))

        def go_on(sure: bool | None) -> None:
            if sure:
                self._disposed([one.key for one in chosen])

        self.app.push_screen(Confirm(title, title, parts, typed=str(len(chosen))), go_on)

    def _disposed(self, keys: list[tuple[str, str]]) -> None:
        from engine.desk import MadoguchiError, days_of, dispose

        desk = self.house.desk
        try:
            count = dispose(desk, keys, len(keys))
        except MadoguchiError as no:
            self.house.tell(sentence(no.within(self.house.language)))
            return
        self.office_changed()
        day = days_of(desk)["backup"]
        said = self.word("disposal.done", count=count)
        self.house.tell(f"{said}  {self.word('disposal.elsewhere', day=day)}" if day else said)


# --- actions


def open_case(screen: DisposalScreen) -> None:
    one = screen.here
    if one is not None and one.key in screen.house.desk.ledger.raw:
        screen.house.post_message(OpenCase(one.organisation, one.case))


def _authority(screen: DisposalScreen) -> str:
    return "" if screen.house.desk.may_administer() else screen.word("why.not_admin")


def _no_row(screen: DisposalScreen) -> str:
    return "" if screen.here is not None else screen.word("disposal.none")


def _may_mark(screen: DisposalScreen) -> str:
    one = screen.here
    return _no_row(screen) or (screen.word("disposal.held") if one is not None and one.held else "")


def _unmarked(screen: DisposalScreen) -> str:
    return "" if screen.marked else screen.word("disposal.unmarked")


def _mark(screen: DisposalScreen) -> None:
    screen.mark([screen.rows.cursor])


def _mark_all(screen: DisposalScreen) -> None:
    screen.mark([key for key, one in screen.found.items() if not one.held])


def _keep(screen: DisposalScreen) -> None:
    screen.keep()


def _dispose(screen: DisposalScreen) -> None:
    screen.dispose()


ACTIONS: tuple[Action, ...] = (
    Action("disposal.mark", "選ぶ", "Mark", ("Space",), PLACE, _mark, _may_mark, kana="えらぶ", rank=1),
    Action("disposal.all", "すべて選ぶ", "Mark all", ("a",), PLACE, _mark_all, kana="すべてえらぶ", rank=2),
    Action("disposal.keep", "続けて保存", "Keep longer", ("r",), PLACE, _keep, _no_row, kana="つづけてほぞん",
           right=_authority, rank=3, help_ja="日付と理由を入れて、その日まで残す",
           help_en="Until a day, with a reason"),
    Action("disposal.dispose", "廃棄する", "Dispose", ("d",), PLACE, _dispose, _unmarked, kana="はいきする",
           right=_authority, rank=4, help_ja="選んだ件を消す。元に戻せない",
           help_en="Erase what is marked. It cannot be undone"),
    Action("disposal.open", "開く", "Open", ("Enter",), PLACE, open_case, _no_row, kana="ひらく", rank=5, needs="case"),
)  # fmt: skip
