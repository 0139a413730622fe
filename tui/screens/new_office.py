"""新しい窓口: organisations, folder, first member, what will be made, and what the rules leave open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.cleaning import clean, wrap
from tui.screens.first_run import Step, field_of, in_background, lines
from tui.screens.sheet import SheetPage
from tui.screens.sign_in import Fields
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.page import Page
from tui.widgets.rows import Cell, Column, Item, RowList

if TYPE_CHECKING:
    from engine.desk import Built

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")


@dataclass
class Plan:
    """What was chosen so far; going back keeps it."""

    organisations: list[str] = field(default_factory=list)
    folder: str = ""
    member: str = ""
    name: str = ""
    roles: list[str] = field(default_factory=list)
    password: str = ""
    _loaded: dict[str, Built] = field(default_factory=dict)

    def built(self) -> list[Built]:
        """The organisations that were chosen, ready to be asked; each one is read once."""
        from engine.desk import load

        for one in self.organisations:
            if one not in self._loaded:
                self._loaded[one] = load(one)
        return [self._loaded[one] for one in self.organisations]


class PlanStep(Step):
    """A page of the plan."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


class SeveralStep(PlanStep):
    """A page with a list of which several may be chosen."""

    PLACES: ClassVar[tuple[str, ...]] = ("first", "first.several")

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    def chosen(self) -> list[str]:
        raise NotImplementedError

    def choose_row(self) -> None:
        """Choose the row under the cursor, or no longer."""
        chosen, here = self.chosen(), self.rows.cursor
        if here in chosen:
            chosen.remove(here)
        elif here:
            chosen.append(here)
        self.fill()


class OrganisationsPage(SeveralStep):
    """団体: those that come with the program."""

    TITLE_LABEL = "new.organisations"
    ABOUT_LABEL = "new.organisations.about"

    def body(self) -> ComposeResult:
        yield RowList((Column("mark", "", 3, 3), Column("title", "", 30, 66)), header=False)

    def __init__(self, plan: Plan) -> None:
        from engine.desk import bundled

        super().__init__(plan)
        self._offered = bundled()

    def chosen(self) -> list[str]:
        return self.plan.organisations

    def fill(self) -> None:
        language = self.house.language
        self.rows.show(
            [
                Item(one["id"], (_box(one["id"] in self.plan.organisations), Cell(_title(one, language))))
                for one in self._offered
            ]
        )

    def onward(self) -> None:
        """Without a choice it is the one under the cursor."""
        if not self.plan.organisations:
            self.choose_row()
        self.app.push_screen(FolderPage(self.plan))


class FolderPage(PlanStep):
    """窓口: the folder it is kept in."""

    TITLE_LABEL = "new.folder"

    def about(self) -> str:
        return self.word("new.folder.about", here=clean(str(self.door.here)))

    def body(self) -> ComposeResult:
        yield field_of("new-folder")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Input).value = self.plan.folder

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.plan.folder = event.value.strip()
        self.wrong("")

    def onward(self) -> None:
        if not self.plan.folder:
            self.wrong(self.word("new.folder.blank"))
        elif _in_the_way(self.door.here / Path(self.plan.folder).expanduser()):
            self.wrong(self.word("new.folder.there", folder=clean(self.plan.folder)))
        else:
            self.app.push_screen(MemberPage(self.plan))


class MemberPage(SeveralStep):
    """職員: who signs in first, and what they may do."""

    TITLE_LABEL = "new.member"
    ABOUT_LABEL = "new.member.about"

    def body(self) -> ComposeResult:
        for name in ("id", "name"):
            yield Static(markup=False, classes="name", id=f"new-{name}-label")
            yield field_of(f"new-{name}")
        yield Static(markup=False, classes="name", id="new-roles-label")
        yield RowList(
            (Column("mark", "", 3, 3), Column("role", "", 20, 40), Column("of", "", 10, 40, drop=1)),
            header=False,
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#new-id", Input).value = self.plan.member
        self.query_one("#new-name", Input).value = self.plan.name

    def chosen(self) -> list[str]:
        return self.plan.roles

    def fill(self) -> None:
        for name in ("id", "name", "roles"):
            self.query_one(f"#new-{name}-label", Static).update(Text(self.word(f"new.member.{name}")))
        offered = _roles(self.plan.built(), self.house.language)
        self.plan.roles = [role for role in self.plan.roles if role in offered]
        self.rows.show(
            [
                Item(role, (_box(role in self.plan.roles), Cell(clean(title)), Cell(clean(of), "muted")))
                for role, (title, of) in offered.items()
            ]
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.id == "new-id":
            self.plan.member = event.value.strip()
        else:
            self.plan.name = event.value.strip()
        self.wrong("")

    def onward(self) -> None:
        """From field to field, then to the list, then on."""
        stops = [*self.query(Input), self.rows]
        at = next((n for n, one in enumerate(stops) if one is self.focused), 0)
        if at + 1 < len(stops):
            stops[at + 1].focus()
            return
        lacking = self._lacking()
        if lacking is None:
            self.wrong("")
            self.app.push_screen(PasswordPage(self.plan))
        else:
            why, field = lacking
            self.wrong(self.word(why))
            field.focus()

    def _lacking(self) -> tuple[str, Widget] | None:
        """What is not right yet, and where it is typed or chosen."""
        if not _ID.match(self.plan.member):
            return "new.member.no_id", self.query_one("#new-id")
        if not self.plan.name:
            return "new.member.no_name", self.query_one("#new-name")
        return None if self.plan.roles else ("new.member.no_role", self.rows)


class PasswordPage(Fields):
    """パスワード: of the first member, typed twice."""

    TITLE_LABEL = "new.password"
    FIELDS = (("new-one", "new.password.one", True), ("new-two", "new.password.two", True))

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan

    def about(self) -> str:
        return self.word("new.password.about", member=clean(self.plan.member))

    def done(self) -> None:
        from engine.desk import MadoguchiError, require_password

        if self.text("new-one") != self.text("new-two"):
            self.wrong(self.word("password.differ"))
            return
        try:
            require_password(self.text("new-one"))
        except MadoguchiError as no:
            self.wrong(sentence(no.within(self.house.language)))
            return
        self.plan.password = self.text("new-one")
        self.app.push_screen(MakePage(self.plan))


class MakePage(PlanStep):
    """What will be made. Only Ctrl+S makes it."""

    TITLE_LABEL = "new.page"
    PLACES: ClassVar[tuple[str, ...]] = ("first.page",)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._busy = False

    def about(self) -> str:
        return ""

    def body(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(markup=False, classes="about", id="new-page")

    def fill(self) -> None:
        plan, language = self.plan, self.house.language
        built = plan.built()
        roles = _roles(built, language)
        parts: list[tuple[str, Token]] = [
            (self.word("new.page.what"), "faint"),
            (str(self._folder()), "ink"),
            *((one.organisation.title.within(language), "ink") for one in built),
            ("", "ink"),
            (self.word("new.page.who"), "faint"),
            (f"{plan.member}  {plan.name}", "ink"),
            *((roles[role][0], "muted") for role in plan.roles),
            ("", "ink"),
            (self.word("new.page.sealed"), "faint"),
            (self.word("new.page.sealed.about"), "ink"),
        ]
        self.query_one("#new-page", Static).update(lines(parts, self))

    def _folder(self) -> Path:
        return self.door.here / Path(self.plan.folder).expanduser()

    def write(self) -> None:
        if self._busy:
            return
        self._busy = True
        plan, folder = self.plan, self._folder()
        in_background(self, lambda: make(plan, folder), self._made, self._failed)
        self.house.tell(self.word("first.making.new"))

    def onward(self) -> None:
        """Enter does nothing here on purpose."""

    def _made(self, code: str) -> None:
        from tui.screens.closed_days import ClosedDaysPage

        self.house.tell("")
        plan, folder, app = self.plan, self._folder(), self.app

        def go_on() -> None:
            app.push_screen(ClosedDaysPage(plan, folder))

        app.push_screen(SheetPage(folder, code, go_on))

    def _failed(self, why: str) -> None:
        self._busy = False
        self.house.tell("")
        self.wrong(why)


class SilentPage(PlanStep):
    """規程に定めなし: what the rules leave open. From here there is no way back, only into the office."""

    TITLE_LABEL = "new.silent"

    def __init__(self, plan: Plan, folder: Path) -> None:
        super().__init__(plan)
        self._folder = folder

    def about(self) -> str:
        return self.word("new.silent.about")

    def body(self) -> ComposeResult:
        yield Page(id="new-silent")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Page).focus()

    def fill(self) -> None:
        self.query_one(Page).show(self._points)

    def _points(self, room: int) -> Iterator[Text]:
        """Each open point once, those that read alike counted, under its organisation."""
        palette, language = self.house.palette, self.house.language
        for built in self.plan.built():
            yield Text(
                clean(built.organisation.title.within(language)), palette.style("accent", "bg", bold=True)
            )
            said = Counter(sentence(p.en if language == "en" else p.ja) for p in built.open_points)
            for point, times in said.items():
                counted = f"{point} ({times})" if times > 1 else point
                for n, line in enumerate(wrap(counted, room - 4)):
                    yield Text(("    " if n else "  ") + line, palette.style("ink", "bg"))
            if not said:
                yield Text("  " + self.word("new.silent.none"), palette.style("muted", "bg"))

    def onward(self) -> None:
        self.door.enter(self._folder, self.plan.member, self.plan.password)

    def back(self) -> None:
        self.onward()


# --- making


def make(plan: Plan, folder: Path) -> str:
    """Make the office with its first member; the code of its recovery sheet. MadoguchiError: nothing was made."""
    from engine.desk import First, create_office

    first = First(plan.member, plan.name, tuple(plan.roles), plan.password)
    return create_office(folder, plan.organisations, first=first)


def _in_the_way(folder: Path) -> bool:
    """Whether something is there already; an empty folder is not."""
    return folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))


def _roles(organisations: list[Built], language: str) -> dict[str, tuple[str, str]]:
    """Every role by the name it is stored under: its title, and whose it is. One held in a unit is there per unit."""
    found: dict[str, tuple[str, str]] = {}
    for built in organisations:
        one = built.organisation
        of = one.title.within(language)
        for name, role in one.roles.items():
            title = role.title.within(language)
            held = {f"{name}@{u}": f"{title}  {unit.title.within(language)}" for u, unit in one.units.items()}
            for key, said in (held if role.per_unit else {name: title}).items():
                before = found.get(key)
                found[key] = (before[0], f"{before[1]}, {of}") if before else (said, of)
    return found


def _box(chosen: bool) -> Cell:
    return Cell("[x]" if chosen else "[ ]", "accent" if chosen else "muted")


def _title(one: dict[str, str], language: str) -> str:
    return clean(one["title_en"] if language == "en" else one["title"])
