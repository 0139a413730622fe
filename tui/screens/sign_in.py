"""Signing in at the door: who, the password, and what to do when it is forgotten."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.actions import Action
from tui.cleaning import clean
from tui.screens.first_run import Step, field_of, in_background
from tui.widgets.fields import Secret


def of_the_keyboard(typed: str) -> str:
    """The label of what may be switched on unawares while nothing of what is typed can be seen; empty for nothing."""
    plain = unicodedata.normalize("NFKC", typed)
    if not plain.isascii():
        return "password.ime"
    letters = [one for one in plain if one.isalpha()]
    return "password.caps" if len(letters) > 2 and all(one.isupper() for one in letters) else ""


class Fields(Step):
    """A page of named fields; Enter goes from one to the next, and from the last one on."""

    FIELDS: ClassVar[tuple[tuple[str, str, bool], ...]] = ()
    """(name, label, whether it is secret)."""

    def body(self) -> ComposeResult:
        for name, _, secret in self.FIELDS:
            yield Static(markup=False, classes="name", id=f"{name}-label")
            yield Secret(id=name) if secret else field_of(name)

    def fill(self) -> None:
        for name, label, _ in self.FIELDS:
            self.query_one(f"#{name}-label", Static).update(Text(self.word(label)))

    def text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        hint = of_the_keyboard(event.value) if event.input.password else ""
        self.wrong(self.word(hint) if hint else "")

    def onward(self) -> None:
        fields = list(self.query(Input))
        at = next((n for n, one in enumerate(fields) if one is self.focused), len(fields))
        if at + 1 < len(fields):
            fields[at + 1].focus()
        else:
            self.done()

    def done(self) -> None:
        """Everything was typed."""
        raise NotImplementedError

    def failed(self, why: str) -> None:
        self.house.tell("")
        self.wrong(why)


class SignInPage(Fields):
    """Who opens the office."""

    TITLE_LABEL = "sign.title"
    PLACES: ClassVar[tuple[str, ...]] = ("first", "sign")
    FIELDS = (("sign-id", "sign.id", False), ("sign-password", "sign.password", True))

    def __init__(self, folder: Path, member: str = "") -> None:
        super().__init__()
        self.folder = folder
        self._member = member

    def about(self) -> str:
        return self.word("sign.about", folder=clean(self.folder.name))

    def on_mount(self) -> None:
        self.query_one("#sign-id", Input).value = self._member

    def begins_at(self) -> Widget | None:
        """Whoever is known already types a password next, and that must not be seen."""
        return self.query_one("#sign-password") if self._member else super().begins_at()

    def done(self) -> None:
        member, password = self.text("sign-id").strip(), self.text("sign-password")
        if not member:
            self.wrong(self.word("sign.no_id"))
            return
        self.house.tell(self.word("sign.looking"))
        in_background(
            self,
            lambda: require_member(self.folder, member, password),
            lambda _: self.door.enter(self.folder, member, password),
            self._refused,
        )

    def _refused(self, why: str) -> None:
        self.failed(why)
        field = self.query_one("#sign-password", Input)
        with self.prevent(Input.Changed):
            field.value = ""
        field.focus()

    def forgotten(self) -> None:
        self.app.push_screen(ForgottenPage(self.folder, self.text("sign-id").strip()))


class ForgottenPage(Fields):
    """The recovery sheet: its code, and a new password."""

    TITLE_LABEL = "forgot.title"
    ABOUT_LABEL = "forgot.about"
    FIELDS = (
        ("forgot-id", "sign.id", False),
        ("forgot-code", "forgot.code", False),
        ("forgot-one", "own.new", True),
        ("forgot-two", "own.again", True),
    )

    def __init__(self, folder: Path, member: str) -> None:
        super().__init__()
        self.folder = folder
        self._member = member

    def on_mount(self) -> None:
        self.query_one("#forgot-id", Input).value = self._member

    def done(self) -> None:
        member, code = self.text("forgot-id").strip(), self.text("forgot-code")
        one, two = self.text("forgot-one"), self.text("forgot-two")
        if one != two:
            self.wrong(self.word("password.differ"))
            return
        self.house.tell(self.word("sign.looking"))
        in_background(
            self,
            lambda: renew(self.folder, member, code, one),
            lambda _: self.door.enter(self.folder, member, one),
            self.failed,
        )


def require_member(folder: Path, member: str, password: str) -> None:
    """Raises MadoguchiError unless the password opens the office and the member is in it."""
    from engine.desk import open_desk

    with open_desk(folder, member, read_only=True, password=password) as desk:
        desk.signed_in()


def renew(folder: Path, member: str, code: str, password: str) -> None:
    """A new password by the recovery sheet. Raises MadoguchiError."""
    from engine.desk import open_desk

    with open_desk(folder, member, sheet=code) as desk:
        desk.keep_log("sheet")
        desk.change_password(member, password)


def _forgotten(page: SignInPage) -> None:
    page.forgotten()


ACTIONS: tuple[Action, ...] = (
    Action(
        "sign.forgotten",
        "パスワードを忘れた",
        "Forgotten",
        ("F3",),
        "sign",
        _forgotten,
        kana="わすれた",
        rank=2,
    ),
)
