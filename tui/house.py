"""What every screen may ask of the app above it, without knowing which screens there are."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.reactive import reactive
from textual.screen import Screen

from tui.actions import Action, Registry
from tui.labels import word
from tui.theme import Look, Palette

if TYPE_CHECKING:
    from engine.desk import Desk, Problem
    from engine.desk.drafts import Draft


class House(App[None]):
    """The app: the office that is open, its language and looks, and what can be done.

    The desk is used on the app's own thread only; another may ask nothing but `desk.revision()`.
    """

    language: reactive[str] = reactive("ja", init=False)
    look: reactive[Look] = reactive[Look]("sumi", init=False)
    said: reactive[str] = reactive("", init=False)
    """What the footer says until the next key."""
    notes: reactive[tuple[str, ...]] = reactive((), init=False)
    """What stands under the top bar, the most pressing first."""
    tasks: reactive[frozenset[str]] = reactive(frozenset(), init=False)
    """The tasks of practice that are done."""
    desk: Desk
    registry: Registry
    key_problems: Sequence[Problem] = ()
    """What is wrong in a keymap; its keys are not used then."""

    @property
    def palette(self) -> Palette:
        return Palette(self.look)

    def word(self, name: str, **values: object) -> str:
        """A label in the language of the screens."""
        return word(name, self.language, **values)

    def tell(self, text: str) -> None:
        """Say something in the footer until the next key."""
        self.said = text

    @abstractmethod
    def has(self, place: str) -> bool:
        """Whether a room or screen is built."""

    @abstractmethod
    def go(self, room: str) -> None:
        """Go to a room."""

    @abstractmethod
    def rooms(self) -> list[tuple[str, str]]:
        """The rooms that are there: (id, key)."""

    @abstractmethod
    async def release(self) -> None:
        """Hand on the keys that waited for a screen to open."""

    @abstractmethod
    def answering(self, asker: MessagePump) -> None:
        """A dialog has answered: keys wait until who asked has taken it."""

    @abstractmethod
    def act(self, action: Action, place: Screen[Any]) -> None:
        """Do an action at a place, or say why not."""


def house_of(node: DOMNode) -> House:
    """The app of a widget or screen."""
    return cast(House, node.app)


def own_drafts(house: House) -> list[Draft]:
    """What the one signed in began and has not finished, as it is kept now."""
    from engine.desk.drafts import Drafts

    return Drafts(house.desk).all(house.desk.signed_in().id) if house.has("request") else []
