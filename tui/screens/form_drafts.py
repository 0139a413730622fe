"""The draft of a form that is open: made again, saved, thrown away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.desk.drafts import Draft, Drafts
from engine.desk.forms import OpenForm
from tui.widgets.form.model import FormModel
from tui.widgets.form.words import word

if TYPE_CHECKING:
    from engine.desk import Desk


def model_of(form: OpenForm, draft: Draft, language: str) -> FormModel:
    """A form as the draft left it."""
    data = dict(draft.data)
    model = FormModel(form, language, dict(data.get("typed", {})), set(data.get("left", ())))
    model.visited = set(data.get("visited", ()))
    return model


class DraftKeeper:
    """Keeps the draft of one form. `saved` is the word about it, empty before the first time."""

    def __init__(self, desk: Desk, draft: Draft, model: FormModel) -> None:
        self.desk = desk
        self.draft = draft
        self.model = model
        self.drafts = Drafts(desk)
        self.saved = ""

    def save(self, at: str, open_: bool) -> str:
        """Keep what was typed; answers what went wrong, or nothing."""
        from engine.desk import MadoguchiError

        language = self.model.language
        self.draft = self._now(at, open_)
        if not self.drafts.kept:
            return ""
        try:
            self.drafts.save(self.draft)
        except MadoguchiError as no:
            self.saved = word("not_saved", language)
            return f"{self.saved}: {no.within(language)}"
        self.saved = word("saved", language, self.draft.saved[11:16])
        return ""

    def throw_away(self) -> str:
        """Remove it; answers what went wrong, or nothing."""
        from engine.desk import MadoguchiError

        try:
            self.drafts.throw_away(self.draft)
        except MadoguchiError as no:
            return no.within(self.model.language)
        return ""

    def _now(self, at: str, open_: bool) -> Draft:
        model = self.model
        data = {"typed": model.typed, "left": sorted(model.left), "visited": sorted(model.visited)}
        return replace(
            self.draft,
            data=data,
            at=at,
            saved=self.desk.clock.stamp(),
            open=open_,
            version=model.form.version,
            title=model.form.kind_title.within("ja"),
        )
