"""The form of one command of a case, on top of the room it was opened from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from engine.desk import UsageError
from engine.desk.drafts import Draft, Drafts
from engine.desk.forms import Errand
from tui.actions import Action
from tui.messages import Wrote
from tui.place import Place
from tui.screens.filling import Filling, form_actions
from tui.screens.form_pane import FormPane
from tui.widgets.form.words import word


class StepScreen(Filling, Place):
    """`command` of the case `number`; with a draft of it, what was typed is there again."""

    PLACES: ClassVar[tuple[str, ...]] = ("step",)

    def __init__(self, organisation: str, number: str, command: str, task: int = 0) -> None:
        super().__init__()
        self.errand = Errand(organisation, case=number, command=command, task=task)
        self.pane: FormPane | None = None

    def own_actions(self) -> Sequence[Action]:
        """Those of a form, where the registry does not have them yet."""
        return () if self.house.registry.find("step.finish") else ACTIONS

    def body(self) -> ComposeResult:
        yield Container(id="step-body")

    def on_mount(self) -> None:
        desk = self.house.desk
        try:
            member = desk.signed_in().id
        except UsageError:
            member = ""
        self.reopen(Drafts(desk).find(member, self.errand) or Draft(member, self.errand))

    def reopen(self, draft: Draft) -> None:
        if self.pane is not None:
            self.pane.remove()
        self.pane = FormPane(self.house.desk, draft, self.house.language)
        self.query_one("#step-body").mount(self.pane)
        self.renew_keys()

    def back(self) -> None:
        if self.pane is not None and self.pane.back():
            return
        if self.pane is not None and self.pane.leave():
            self.house.tell(word("draft_kept", self.house.language))
        super().back()

    def office_changed(self) -> None:
        if self.pane is not None:
            self.pane.office_changed()

    @on(FormPane.Done)
    def _done(self, event: FormPane.Done) -> None:
        event.stop()
        receipt = event.receipt
        title = self.pane.model.title if self.pane is not None else ""
        house = self.house
        house.pop_screen()
        said = "letter_made" if receipt.letters else "taken_in"
        house.tell(word(said, house.language, receipt.case, title))
        house.post_message(Wrote(receipt.organisation, receipt.case))


ACTIONS = form_actions("step")
