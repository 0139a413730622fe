"""A form of the working copy on a page of its own, where nothing fits beside its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.place import Dialog
from tui.widgets.sample import SamplePane

if TYPE_CHECKING:
    from engine.desk.workshop.sample import SampleForm


class SamplePage(Dialog[None]):
    """The form as the clerk will see it; typed into, never recorded."""

    DEFAULT_CSS = """
    SamplePage > Vertical { width: 100%; height: 100%; background: $bg; padding: 0 1; }
    SamplePage Static { color: $muted; }
    SamplePage .sample-keys { height: 1; }
    """

    def __init__(self, form: SampleForm, field: str) -> None:
        super().__init__()
        self.form, self.field = form, field

    def compose(self) -> ComposeResult:
        with Vertical():
            yield SamplePane()
            yield Static(self.word("sample.keys"), markup=False, classes="sample-keys")

    def on_mount(self) -> None:
        pane = self.query_one(SamplePane)
        pane.show(self.form, self.house.language, self.field)
        self.call_after_refresh(pane.enter)

    @on(SamplePane.Left)
    def _past(self, event: SamplePane.Left) -> None:
        event.stop()
        self.query_one(SamplePane).enter()
