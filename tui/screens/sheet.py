"""The recovery sheet of an office: shown once, written for printing, and typed again in part. `then` goes on."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input, Static

from tui.actions import Action
from tui.cleaning import clean
from tui.screens.first_run import ACTIONS as FIRST_ACTIONS
from tui.screens.first_run import Step
from tui.screens.sign_in import Fields


class SheetPage(Step):
    """The seven groups. There is no way back: the sheet is made, and the one before is worth nothing."""

    TITLE_LABEL = "sheet.title"
    ABOUT_LABEL = "sheet.about"
    PLACES: ClassVar[tuple[str, ...]] = ("first", "sheet")
    FOCUSES: ClassVar[bool] = False

    def __init__(self, folder: Path, code: str, then: Callable[[], None]) -> None:
        super().__init__()
        self.then = then
        self.folder = folder
        self.code = code
        self.printed: Path | None = None

    def body(self) -> ComposeResult:
        yield Static(markup=False, classes="about", id="sheet-groups")

    def fill(self) -> None:
        ink = self.house.palette.style("ink", "bg", bold=True)
        page = Text()
        for n, group in enumerate(self.code.split("-"), start=1):
            page.append(f"{self.word('sheet.group', n=n)}    ", self.house.palette.style("faint", "bg"))
            page.append(f"{group}\n", ink)
        self.query_one("#sheet-groups", Static).update(page)

    def onward(self) -> None:
        self.app.push_screen(AgainPage(self))

    def back(self) -> None:
        """Nothing is behind this page."""

    def write_out(self) -> None:
        """A file to print, in the output folder, only while this page is open."""
        from engine.desk import MadoguchiError
        from engine.desk.output import FOLDER, write_sheet

        try:
            self.printed = write_sheet(self.folder, self.code, self.house.language)
        except MadoguchiError as no:
            self.wrong(no.within(self.house.language))
            return
        self.house.tell(self.word("sheet.written", file=f"{FOLDER}/{clean(self.printed.name)}"))

    def on_unmount(self) -> None:
        """Also for whoever leaves the program from here."""
        self.erase()

    def erase(self) -> None:
        if self.printed is not None:
            self.printed.unlink(missing_ok=True)
            self.printed = None


class AgainPage(Fields):
    """Two groups, typed from the copy on paper."""

    TITLE_LABEL = "sheet.again"
    FIELDS = (("again-first", "sheet.group", False), ("again-second", "sheet.group", False))

    def __init__(self, sheet: SheetPage) -> None:
        super().__init__()
        self.sheet = sheet
        groups = len(sheet.code.split("-"))
        self.asked = sorted(secrets.SystemRandom().sample(range(1, groups + 1), 2))

    def about(self) -> str:
        return self.word("sheet.again.about", first=self.asked[0], second=self.asked[1])

    def fill(self) -> None:
        for (name, _, _), n in zip(self.FIELDS, self.asked, strict=True):
            self.query_one(f"#{name}-label", Static).update(Text(self.word("sheet.group", n=n)))

    def done(self) -> None:
        for (name, _, _), n in zip(self.FIELDS, self.asked, strict=True):
            if not _same(self.text(name), self.sheet.code.split("-")[n - 1]):
                self.wrong(self.word("sheet.again.wrong", n=n))
                self.query_one(f"#{name}", Input).focus()
                return
        self.sheet.erase()
        self.sheet.then()


def _same(typed: str, group: str) -> bool:
    from engine.desk import same_group

    return same_group(typed, group)


def _print(page: SheetPage) -> None:
    page.write_out()


ACTIONS: tuple[Action, ...] = (
    Action(
        "sheet.print",
        "印刷用に書き出す",
        "Write for printing",
        ("p",),
        "sheet",
        _print,
        kana="いんさつ",
        rank=2,
    ),
)


class AnewPage(SheetPage):
    """The same in an office that is open: there its keys are those of the screens, and Enter goes on."""

    def own_actions(self) -> Sequence[Action]:
        return (*FIRST_ACTIONS[:1], *ACTIONS)

    def onward(self) -> None:
        self.app.push_screen(AnewAgainPage(self))


class AnewAgainPage(AgainPage):
    """Typed again, in an office that is open."""

    def own_actions(self) -> Sequence[Action]:
        return FIRST_ACTIONS[:1]
