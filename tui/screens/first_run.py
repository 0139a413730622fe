"""はじめに: a practice office, a new one, one that is there already, or one from a backup."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.actions import Action
from tui.cleaning import clean, wrap
from tui.doorway import Doorway, doorway_of
from tui.place import Keyed
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.fields import Field
from tui.widgets.footer import Footer
from tui.widgets.rows import Cell, Column, Item, RowList

if TYPE_CHECKING:
    from engine.desk import Desk

T = TypeVar("T")
CHOICES: Final = ("practice", "new", "open", "restore")


class Step(Keyed[None]):
    """One page before an office is open: a heading, what it is about, its body, what is wrong, the keys."""

    TITLE_LABEL: ClassVar[str] = ""
    ABOUT_LABEL: ClassVar[str] = ""
    PLACES: ClassVar[tuple[str, ...]] = ("first",)
    DEFAULT_CSS = """
    Step .head { height: 1; padding: 0 2; background: $side; color: $ink; text-style: bold; }
    Step .about { height: auto; padding: 1 2; color: $muted; }
    Step .wrong { height: auto; padding: 0 2; color: $soon; }
    Step .name { height: 1; padding: 0 2; color: $faint; }
    Step Input, Step Input:focus { margin: 0 2 1 2; }
    Step > Vertical { height: 1fr; }
    Step Page { padding: 0 2; }
    Step RowList { height: 1fr; margin: 0 1; }
    """

    def compose(self) -> ComposeResult:
        yield Static(markup=False, classes="head")
        yield Static(markup=False, classes="about")
        with Vertical():
            yield from self.body()
        yield Static(markup=False, classes="wrong")
        yield Footer()

    def body(self) -> ComposeResult:
        yield from ()

    def on_mount(self) -> None:
        """Runs after that of the page itself, which therefore says where it begins instead of going there."""
        self.relabel()
        if (field := self.begins_at()) is not None:
            field.focus()

    def begins_at(self) -> Widget | None:
        """The field that has the focus when the page opens."""
        return next(iter([*self.query(Input), *self.query(RowList)]), None)

    def relabel(self) -> None:
        self.query_one(".head", Static).update(Text(f"{self.word('app')}  {self.word(self.TITLE_LABEL)}"))
        about = self.query_one(".about", Static)
        about.set_class(not self.about(), "hidden")
        about.update(Text("\n".join(wrap(self.about(), 76))))
        super().relabel()
        self.fill()

    def about(self) -> str:
        return self.word(self.ABOUT_LABEL)

    def fill(self) -> None:
        """Draw what the page offers, in the language of now."""

    def wrong(self, said: str) -> None:
        """Say what is not right yet, under the page."""
        self.query_one(".wrong", Static).update(Text("\n".join(wrap(said, 76))))

    @property
    def door(self) -> Doorway:
        return doorway_of(self)

    def onward(self) -> None:
        """Go on: to the next field or the next page. Nothing is written by it."""

    def write(self) -> None:
        """Ctrl+S: what the page is for."""
        self.onward()

    def choose_row(self) -> None:
        """Space on a list of several."""

    def back(self) -> None:
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def pressed(self, key: str, event: events.Key) -> None:
        if key == "Enter" and isinstance(self.focused, Input):
            event.stop()
            event.prevent_default()
            self.onward()
            return
        super().pressed(key, event)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.onward()


class FirstRun(Step):
    """Four choices."""

    TITLE_LABEL = "first.title"
    ABOUT_LABEL = "first.about"

    def __init__(self) -> None:
        super().__init__()
        self._busy = False

    def body(self) -> ComposeResult:
        columns = (Column("label", "", 20, 26), Column("about", "", 10, 44))
        yield RowList(columns, header=False, id="first-rows")

    def fill(self) -> None:
        items = [
            Item(
                one,
                (Cell(self.word(f"first.{one}"), bold=True), Cell(self.word(f"first.{one}.about"), "muted")),
            )
            for one in CHOICES
        ]
        self.query_one(RowList).show(items)
        if self.door.why:
            self.wrong(self.word("first.gone", why=sentence(self.door.why)))

    def onward(self) -> None:
        from tui.screens.new_office import OrganisationsPage, Plan

        chosen = self.query_one(RowList).cursor
        if self._busy:
            return
        if chosen == "practice":
            self._practise()
        elif chosen == "new":
            self.app.push_screen(OrganisationsPage(Plan()))
        elif chosen == "open":
            self.app.push_screen(OpenPage())
        elif chosen == "restore":
            from tui.screens.restoring import RestorePage

            self.app.push_screen(RestorePage())

    def _practise(self) -> None:
        folder = self.door.here / self.word("first.folder")
        self._busy = True
        self.wrong("")
        in_background(self, lambda: most_able(folder), lambda who: self.door.enter(folder, who), self._failed)
        self.house.tell(self.word("first.making"))

    def _failed(self, why: str) -> None:
        self._busy = False
        self.wrong(why)
        self.house.tell("")


class OpenPage(Step):
    """The folder of an office, and why a folder is none."""

    TITLE_LABEL = "open.title"

    def __init__(self, folder: str = "") -> None:
        super().__init__()
        self._offered = folder

    def about(self) -> str:
        return self.word("open.about", here=clean(str(self.door.here)))

    def body(self) -> ComposeResult:
        yield field_of("open-path")

    def on_mount(self) -> None:
        self.query_one(Input).value = self._offered

    def onward(self) -> None:
        from engine.desk import MadoguchiError, open_desk

        typed = self.query_one(Input).value.strip()
        if not typed:
            self.wrong(self.word("new.folder.blank"))
            return
        folder = self.door.here / Path(typed).expanduser()
        try:
            if needs_password(folder):
                from tui.screens.sign_in import SignInPage

                self.app.push_screen(SignInPage(folder))
                return
            with open_desk(folder, read_only=True) as desk:
                members, practice = desk.members(), desk.practice
                able = ablest(desk) if members else ""
        except MadoguchiError as no:
            self.wrong(sentence(no.within(self.house.language)))
            return
        if not members:
            self.wrong(self.word("open.nobody"))
        elif len(members) == 1 or practice:
            self.door.enter(folder, able)
        else:
            self.wrong("")
            self.app.push_screen(
                WhoPage(folder, {one: str(about.get("name", one)) for one, about in members.items()})
            )


class WhoPage(Step):
    """Who of several members it is."""

    TITLE_LABEL = "open.who"

    def __init__(self, folder: Path, names: dict[str, str]) -> None:
        super().__init__()
        self._folder = folder
        self._names = names

    def about(self) -> str:
        return self.word("open.who.about", folder=clean(self._folder.name))

    def body(self) -> ComposeResult:
        yield RowList((Column("name", "", 10, 40), Column("id", "", 6, 32)), header=False)

    def fill(self) -> None:
        items = [
            Item(one, (Cell(name, bold=True), Cell(one, "muted")))
            for one, name in sorted(self._names.items())
        ]
        self.query_one(RowList).show(items)

    def onward(self) -> None:
        self.door.enter(self._folder, self.query_one(RowList).cursor)


# --- pieces


def field_of(name: str) -> Input:
    return Field(id=name)


def needs_password(folder: Path) -> bool:
    """Whether somebody has to sign in; the password of a practice office is published."""
    from engine.desk import door_of

    door = door_of(folder)
    return door.encrypted and not door.password


def ablest(desk: Desk) -> str:
    """The member with most roles: in practice nobody need say who they are."""
    members = desk.members()
    return max(sorted(members), key=lambda one: len(members[one].get("roles", ())))


def most_able(folder: Path) -> str:
    """Make the practice office, if it is not there yet; the member who may do most in it."""
    from engine.desk import make_demo, open_desk

    make_demo(folder)
    with open_desk(folder, read_only=True) as desk:
        return ablest(desk)


def in_background(
    step: Step, do: Callable[[], T], then: Callable[[T], None], failed: Callable[[str], None]
) -> None:
    """Work that takes seconds, on another thread; `failed` gets the sentence of a refusal."""
    app = step.app

    def work() -> None:
        from engine.desk import MadoguchiError

        try:
            found = do()
        except MadoguchiError as no:
            app.call_from_thread(failed, sentence(no.within(step.house.language)))
        else:
            app.call_from_thread(then, found)

    step.run_worker(work, thread=True, exclusive=True)


def lines(parts: Iterable[tuple[str, Token]], step: Step) -> Text:
    """Sentences one under the other, broken for the page."""
    page = Text()
    for said, ink in parts:
        page.append("\n".join(wrap(clean(said), 74)) + "\n", step.house.palette.style(ink, "bg"))
    return page


def _onward(step: Step) -> None:
    step.onward()


def _write(step: Step) -> None:
    step.write()


def _choose(step: Step) -> None:
    step.choose_row()


ACTIONS: tuple[Action, ...] = (
    Action("first.on", "進む", "Go on", ("Enter",), "first", _onward, kana="すすむ", rank=1),
    Action("first.choose", "選ぶ", "Choose", ("Space",), "first.several", _choose, kana="えらぶ", rank=2),
    Action("first.make", "作る", "Make it", ("Ctrl+S", "F12"), "first.page", _write, kana="つくる", rank=3),
)
