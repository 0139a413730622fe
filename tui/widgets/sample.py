"""The form beside its fields: the clerk's own form, typed into to see how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widgets import Static

from tui.cleaning import clean, cut
from tui.widgets.form.model import FormModel
from tui.widgets.form.view import FormView

if TYPE_CHECKING:
    from engine.desk.forms import OpenForm


class SamplePane(Container):
    """One form at a time, section by section; what was typed stays while the form itself is changed."""

    DEFAULT_CSS = """
    SamplePane { background: $bg; height: 1fr; layout: vertical; }
    SamplePane > .sample-head { height: 1; background: $side; color: $muted; padding: 0 1; }
    SamplePane > FormView { height: 1fr; padding: 0 1; }
    """

    class Left(Message):
        """One went past the last field, or back from the first."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._head = Static(markup=False, classes="sample-head")
        self._typed: dict[str, dict[str, Any]] = {}
        self.view: FormView | None = None
        self.form_id = ""

    def compose(self) -> ComposeResult:
        yield self._head

    def show(self, form: OpenForm | None, language: str, field: str = "") -> None:
        """Another form, or the same one as it is now; `field` is the one that is worked on."""
        self._keep()
        if self.view is not None:
            self.view.remove()
            self.view = None
        self.form_id = form.form.id if form is not None and form.form is not None else ""
        if form is None:
            self._head.update("")
            return
        model = FormModel(form, language, dict(self._typed.get(self.form_id, {})))
        self.view = FormView(model, quiet=True)
        one = form.fields.get(field)
        if one is not None and one.path in model.trial.shown:
            self.view.section, self.view.at = one.group, f"/{field}"
        self.mount(self.view)
        self._title()

    def _title(self) -> None:
        if self.view is not None:
            model, sections = self.view.model, self.view.model.sections()
            names = " / ".join(clean(title) for key, title in sections if key == self.view.section)
            said = f"{names}  {clean(model.title)}" if len(sections) > 1 else clean(model.title)
            self._head.update(Text(cut(said, self._head.content_size.width or len(said) * 2)))

    def on_resize(self) -> None:
        self._title()

    def _keep(self) -> None:
        """Remember what was typed."""
        if self.view is not None:
            self._typed[self.form_id] = self.view.model.typed

    @property
    def has_cursor(self) -> bool:
        """Whether somebody is typing here."""
        return self.view is not None and any(one is self.view for one in self._above())

    def _above(self) -> Sequence[object]:
        focused = self.screen.focused
        return () if focused is None else list(focused.ancestors_with_self)

    def enter(self) -> None:
        """Into the field that is worked on."""
        if self.view is not None:
            self.view.focus_on(self.view.at)

    @on(FormView.Moved)
    @on(FormView.Changed)
    def _went(self, event: Message) -> None:
        event.stop()
        self._title()

    @on(FormView.Why)
    def _asked(self, event: Message) -> None:
        event.stop()

    @on(FormView.Past)
    def _past(self, event: FormView.Past) -> None:
        event.stop()
        self.post_message(self.Left())
