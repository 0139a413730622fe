"""The lock: names are hidden at once, and only the password of the one signed in brings them back."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.cleaning import clean, wrap
from tui.house import House
from tui.place import Dialog
from tui.screens.sign_in import of_the_keyboard
from tui.sentences import sentence
from tui.widgets.fields import Secret


def lock_now(house: House) -> None:
    """Cover everything. Where there is no password to ask for, any key takes the cover away."""
    from tui.screens.curtain import Curtain

    if isinstance(house.screen, Curtain | Lock):
        return
    secret = house.desk.keyed and not house.desk.practice
    house.push_screen(Lock() if secret else Curtain())


class Lock(Dialog[None]):
    """Neither Esc nor the mouse leads past it."""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self.word("lock.title"), style="bold"), classes="line")
            about = self.word("lock.about", who=clean(self.house.desk.signed_in().name))
            for line in wrap(about, 56):
                yield Static(line, classes="line", markup=False)
            yield Secret(id="lock-password")
            yield Static(self.word("lock.keys"), classes="line", id="lock-said", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        hint = of_the_keyboard(event.value)
        self._say(self.word(hint or "lock.keys"), wrong=bool(hint))

    def pressed(self, key: str, event: events.Key) -> None:
        if key not in ("Esc", "Enter"):
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()
        if key == "Enter":
            self._try()

    def _try(self) -> None:
        from engine.desk import MadoguchiError

        field = self.query_one(Input)
        try:
            self.house.desk.prove(field.value)
        except MadoguchiError as no:
            with self.prevent(Input.Changed):
                field.value = ""
            self._say(sentence(no.within(self.house.language)), wrong=True)
            return
        self.house.desk.note("signed", "unlock")
        self.dismiss(None)

    def _say(self, what: str, *, wrong: bool) -> None:
        ink = self.house.palette.style("soon" if wrong else "muted", "field")
        self.query_one("#lock-said", Static).update(Text("\n".join(wrap(what, 56)), style=ink))
