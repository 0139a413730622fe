"""A form with its rail, its checklist and its drafts: everything one fills in, in one widget.

The screen around it says what happens when it is done (`Done`) or left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from engine.desk.drafts import Draft
from engine.desk.forms import Objection, open_form
from tui.screens.case_pages import clash_page
from tui.screens.confirm import Confirm
from tui.screens.form_drafts import DraftKeeper, model_of
from tui.screens.form_words import consequences, entered, heading, refused
from tui.widgets.form.model import Row
from tui.widgets.form.papers import Papers
from tui.widgets.form.rail import REVIEW, Rail
from tui.widgets.form.review import Review
from tui.widgets.form.view import FormView
from tui.widgets.form.words import word

if TYPE_CHECKING:
    from engine.desk import Desk, Receipt

WIDE = 100
REST = 0.5  # seconds after the last key until the draft is saved


class FormPane(Widget):
    """One form being filled in. `finish` is Ctrl+S: the page of consequences, where Ctrl+S does it."""

    DEFAULT_CSS = """
    FormPane { height: 1fr; layout: horizontal; }
    FormPane .middle { width: 1fr; height: 1fr; }
    FormPane .banner { height: auto; padding: 0 1; background: $over-bg; color: $over; display: none; }
    FormPane .head { height: auto; padding: 0 1; color: $muted; }
    FormPane FormView { height: 1fr; }
    FormPane.wide > Rail { width: 24; height: 1fr; padding: 1; }
    FormPane.wide .head { padding: 1 1 1 1; }
    FormPane > .side { display: none; width: 32; height: 1fr; background: $side; padding: 1 0 0 0; }
    FormPane.wide > .side { display: block; }
    FormPane > Rail { display: none; }
    FormPane.wide > Rail { display: block; }
    FormPane.wide .middle > Rail, FormPane.wide .middle > Papers { display: none; }
    FormPane .middle > Papers { max-height: 7; }
    FormPane Review { display: none; }
    FormPane.review Review { display: block; }
    FormPane.review FormView { display: none; }
    """

    class Done(Message):
        """The step was recorded."""

        def __init__(self, receipt: Receipt) -> None:
            super().__init__()
            self.receipt = receipt

    class Why(Message):
        """Why is a field as it is?"""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    def __init__(self, desk: Desk, draft: Draft, language: str = "ja") -> None:
        super().__init__()
        self.desk = desk
        form = open_form(desk, draft.errand)
        if draft.version is not None and form.version is not None:
            form.version = draft.version
        self.model = model_of(form, draft, language)
        self.keeper = DraftKeeper(desk, draft, self.model)
        self.view = FormView(self.model)
        if draft.at:
            self.view.section, self.view.at = self.model.section_of(draft.at), draft.at
        self._rails = (Rail(self.model, upright=True), Rail(self.model, upright=False))
        self._papers = (Papers(self.model, upright=True), Papers(self.model, upright=False))
        self.review = Review(self.model)
        self._banner = Static(markup=False, classes="banner")
        self._head = Static(markup=False, classes="head")
        self._changed = False
        self._refused = False
        self._timer: Any = None

    def compose(self) -> ComposeResult:
        yield self._rails[0]
        with Vertical(classes="middle"):
            yield self._rails[1]
            yield self._banner
            yield self._head
            yield self.view
            yield self.review
            yield self._papers[1]
        with Horizontal(classes="side"):
            yield self._papers[0]

    def on_mount(self) -> None:
        self.fit()
        self.show()

    def on_resize(self) -> None:
        self.fit()

    def fit(self) -> None:
        """Beside each other from 100 columns."""
        wide = self.app.size.width >= WIDE
        if self.has_class("wide") != wide:
            self.set_class(wide, "wide")
        self.show()

    # --- what is shown

    @property
    def wide(self) -> bool:
        return self.has_class("wide")

    @property
    def rail(self) -> Rail:
        """The rail that is shown."""
        return self._rails[0 if self.wide else 1]

    @property
    def papers(self) -> Papers:
        return self._papers[0 if self.wide else 1]

    @property
    def section(self) -> str:
        return REVIEW if self.has_class("review") else self.view.section

    def show(self) -> None:
        """Rail, heading and checklist as they are now."""
        self.rail.show(self.section, self.keeper.saved)
        self.papers.show()
        self._head.update(heading(self.model, self._title(), self._room(), self.wide))

    def _room(self) -> int:
        """For the heading; before the first layout the whole screen is the form's where nothing stands beside it."""
        return self._head.content_size.width or (40 if self.wide else max(self.app.size.width - 2, 40))

    def _title(self) -> str:
        return dict(self.rail.names()).get(self.section, "")

    def _say_refused(self) -> None:
        """How much stands against the step, as long as something does."""
        model = self.model
        count = max(model.blocking(), len(model.refused))
        if not count:
            self._refused = False
            self._say("")
            return
        lines = refused(model, count, max(self.app.size.width - 4, 20))
        self._say("\n".join(lines[:6]))

    def _say(self, text: str) -> None:
        self._banner.update(Text(text))
        self._banner.display = bool(text)

    # --- what the parts say

    @on(FormView.Changed)
    def _was_changed(self, event: FormView.Changed) -> None:
        event.stop()
        self._changed = True
        if self._refused:
            self._say_refused()
        self.show()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST, self.save)

    @on(FormView.Moved)
    def _was_moved(self, event: FormView.Moved) -> None:
        event.stop()
        self.show()
        if self._changed:
            self.save()

    @on(FormView.Past)
    def _went_past(self, event: FormView.Past) -> None:
        event.stop()
        self.go(REVIEW if event.step > 0 else self.view.section)

    @on(FormView.Why)
    def _asked_why(self, event: FormView.Why) -> None:
        event.stop()
        self.post_message(self.Why(event.row))

    @on(Rail.Chosen)
    def _section_chosen(self, event: Rail.Chosen) -> None:
        event.stop()
        self.go(event.section)

    @on(Papers.Chosen)
    def _paper_chosen(self, event: Papers.Chosen) -> None:
        event.stop()
        self.go(self.model.section_of(event.pointer), self._nearest(event.pointer))

    def _nearest(self, pointer: str) -> str:
        """Where a missing paper is added, or the field of one that does not count."""
        rows = [r for r in self.model.rows(self.model.section_of(pointer)) if r.stops]
        exact = [r.pointer for r in rows if r.pointer == pointer]
        fresh = [r.pointer for r in rows if r.fresh and r.pointer.startswith(f"{pointer}/")]
        return (exact or fresh or [pointer])[0]

    @on(Review.Chosen)
    def _line_chosen(self, event: Review.Chosen) -> None:
        event.stop()
        self.go(event.section, event.pointer)

    # --- going

    def go(self, section: str, pointer: str = "") -> None:
        """To a section, or to the review."""
        self.set_class(section == REVIEW, "review")
        if section == REVIEW:
            self.model.visited.add(self.view.section)
            self.model.settle()
            self.review.fill()
            self.review.focus()
        else:
            self.view.go(section, pointer)
        self.show()

    def next_problem(self) -> bool:
        """To the next place that is wrong or missing."""
        self.remove_class("review")
        found = self.view.next_problem()
        if not found and self.model.blocking():
            self._refused = True
            self._say_refused()
            found = True
        self.show()
        return found

    def to_papers(self) -> bool:
        """To the checklist, or from there back to the field. False without a checklist."""
        if self.papers.has_focus:
            self.go(self.view.section, self.view.at)
            return True
        if self.model.trial.papers:
            self.papers.focus()
            return True
        return False

    def back(self) -> bool:
        """One level back: to the sections. False if one is there already."""
        if self.rail.has_focus or len(self.rail.names()) <= 2:
            return False
        self.rail.focus()
        return True

    # --- drafts

    def save(self, open_: bool = True) -> None:
        """Keep what was typed. A disk that fails is said, and typing goes on."""
        if not self.model.dirty:
            return
        failed = self.keeper.save(self.view.at, open_)
        self._changed = self._changed and bool(failed)
        if failed:
            self._say(failed)
        if self.is_mounted:
            self.show()

    def leave(self) -> bool:
        """Before the form is closed: True if a draft is kept."""
        if self._timer is not None:
            self._timer.stop()
        if self.model.dirty:
            self.save(open_=False)
            return True
        return False

    # --- doing it

    def finish(self) -> None:
        """Ctrl+S: the page of consequences, or what stands against it."""
        self.model.settle()
        self.model.judge()
        if self.model.blocking():
            self.refuse(())
            return
        self._say("")
        outcome = self.model.trial.outcome
        if outcome is not None:
            doing = self.model.form.title.within(self.model.language)
            self.app.push_screen(Confirm(doing, doing, list(consequences(self.model))), self._confirmed)

    def _confirmed(self, answer: bool | None) -> None:
        if not answer:
            self.view.focus_on(self.view.at)
            return
        from engine.desk import Conflict, MadoguchiError, Refused

        model = self.model
        agreed = frozenset(o.rule for o in model.trial.warnings)
        try:
            receipt = self.desk.submit(model.form.submission(model.payload(), model.day, model.by, agreed))
        except Refused as no:
            self.refuse(no.objections)
        except Conflict as no:
            self._clash(no.within(model.language))
        except MadoguchiError as no:
            self.save()
            self._say(no.within(model.language))
        else:
            self._recorded(receipt)

    def _recorded(self, receipt: Receipt) -> None:
        if self._timer is not None:
            self._timer.stop()
        if failed := self.keeper.throw_away():
            self._say(failed)
        self.post_message(self.Done(receipt))

    def refuse(self, objections: tuple[Objection, ...]) -> None:
        """Nothing was recorded: the banner, each reason under its field, the cursor at the first."""
        self.remove_class("review")
        self.view.refuse(objections)
        self._refused = True
        self._say_refused()
        self.save()
        self.show()

    # --- somebody else was faster

    def office_changed(self) -> None:
        """Somebody wrote: judge again, and say so if it was this case."""
        form = self.model.form
        self.model.judge()
        self.view.update_lines()
        if (
            form.errand.case
            and self.desk.case((form.errand.organisation, form.errand.case)).version != form.version
        ):
            self._say(word("gone_case", self.model.language, form.errand.case))
        self.show()

    def _clash(self, said: str) -> None:
        """Who did what meanwhile, and what was typed beside it; `r` puts that on top of the new state."""
        from engine.desk.case_view import case_view

        self.save()
        form = self.model.form
        view = case_view(self.desk, form.errand.case, form.errand.organisation)
        page = clash_page(view, form.version or 0, self.model.language, list(entered(self.model)))
        if page is None:
            self._say(said)
        else:
            self.app.push_screen(page, self._take_new_state)

    def _take_new_state(self, answer: str | None) -> None:
        if answer:
            self.model.form = open_form(self.desk, self.keeper.draft.errand)
            self.model.refused = ()
            self.model.judge()
            self._say("")
            self.view.go(self.view.section, self.view.at)
            self.show()
