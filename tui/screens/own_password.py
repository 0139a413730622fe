"""A new password for the one signed in: the present one, then the new one twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.cleaning import wrap
from tui.place import Dialog
from tui.screens.sign_in import of_the_keyboard
from tui.sentences import sentence
from tui.widgets.fields import Secret

if TYPE_CHECKING:
    from engine.desk.access import Due

_FIELDS: Final = ("now", "new", "again")


class OwnPassword(Dialog[bool]):
    """`due` says why it is asked for."""

    def __init__(self, due: Due = "") -> None:
        super().__init__()
        self._due = due

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self.word("own.title"), style="bold"), classes="line")
            for line in wrap(self.word(f"own.{self._due}"), 56) if self._due else ():
                yield Static(line, classes="line", markup=False)
            for name in _FIELDS:
                yield Static(self.word(f"own.{name}"), classes="line", markup=False)
                yield Secret(id=f"own-{name}")
            yield Static(classes="line", id="own-said", markup=False)

    def on_mount(self) -> None:
        self._keys()
        self.query(Input).first().focus()

    def _keys(self) -> None:
        """What can be pressed, where nothing else has to be said."""
        self.query_one("#own-said", Static).update(self.word("own.keys.due" if self._due else "own.keys"))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if hint := of_the_keyboard(event.value):
            self._say(self.word(hint))
        else:
            self._keys()

    def pressed(self, key: str, event: events.Key) -> None:
        """Esc leads past it only where nothing is due."""
        if key == "Esc" and self._due:
            event.stop()
            return
        if key != "Enter":
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()
        fields = list(self.query(Input))
        at = next((n for n, one in enumerate(fields) if one is self.focused), len(fields))
        if at + 1 < len(fields):
            fields[at + 1].focus()
        else:
            self._change()

    def _change(self) -> None:
        from engine.desk import MadoguchiError

        now, new, again = (self.query_one(f"#own-{name}", Input).value for name in _FIELDS)
        desk = self.house.desk
        try:
            if new != again:
                self._say(self.word("password.differ"))
                return
            desk.prove(now)
            desk.change_password(desk.signed_in().id, new)
        except MadoguchiError as no:
            self._say(sentence(no.within(self.house.language)))
            return
        self.house.tell(self.word("own.done"))
        self.dismiss(True)

    def _say(self, why: str) -> None:
        ink = self.house.palette.style("soon", "field")
        self.query_one("#own-said", Static).update(Text("\n".join(wrap(why, 56)), style=ink))
