"""A form of the working copy as the clerk will see it: typed into and judged by itself; nothing can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.advance.forms import allowed_values, judge_form
from engine.desk.ask.trial import event, trial_case
from engine.desk.form_words import Errand, Trial
from engine.desk.forms import OpenForm
from engine.facts import CaseFacts, Moment
from engine.model.basics import Text
from engine.model.workflow import Workflow

if TYPE_CHECKING:
    from engine.desk.desk import Desk


class SampleForm(OpenForm):
    """One form of a workflow that may not be published yet, on an invented request of its first kind."""

    def __init__(self, desk: Desk, workflow: Workflow, form: str) -> None:
        using = [c for c in workflow.commands.values() if c.form == form]
        command = using[0] if using else next(iter(workflow.commands.values()))
        kind = next(iter(workflow.kinds), "")
        super().__init__(desk, Errand(workflow.organisation, kind, command=command.id), workflow, None)
        self.form = workflow.forms[form]
        self.title = self.form.title

    def actors(self) -> list[tuple[str, Text]]:
        """Nobody acts here."""
        return []

    def try_(self, data: Mapping[str, Any], day: date | None = None, by: str = "") -> Trial:
        """What the form says of its data: fields that are shown and wanted, and what is wrong with each."""
        del by  # nobody acts here
        workflow, form, today = self._workflow, self.form, day or self.today
        assert form is not None  # it was made for one
        typed = form.normalise(data)
        start = workflow.start_for(self.kind)
        events = [event(start.id, today)] if start is not None else []
        case = trial_case(workflow, self.kind, {form.id: typed}, events)
        facts = CaseFacts(workflow, case, Moment(today, self.command.id))
        fields = list(form.walk())
        shown = frozenset(one.path for one in fields if facts.shown(one))
        required = frozenset(one.path for one in fields if one.required and one.path in shown)
        offered = {
            one.path: allowed_values(facts, one)
            for one in fields
            if one.options is not None and one.options.source == "table" and one.path in shown
        }
        return Trial(shown, required, offered, tuple(judge_form(form, typed, facts)))


def sample_form(desk: Desk, workflow: Workflow, path: tuple[str, ...]) -> SampleForm | None:
    """The form that a path of the definition is in; None where it is in none that can be shown."""
    form = path[1] if path[:1] == ("forms",) and len(path) > 1 else ""
    if form not in workflow.forms or not workflow.commands:
        return None
    return SampleForm(desk, workflow, form)
