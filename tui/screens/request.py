"""受付: a new request. First its kind, or a draft to go on with; then the form of its schema."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from engine.desk import Desk, UsageError
from engine.desk.drafts import Draft, Drafts
from engine.desk.forms import Errand, kinds
from tui.actions import Action
from tui.cleaning import clean
from tui.messages import OpenCase, Wrote
from tui.place import Keyed, Place
from tui.screens.filling import Filling, form_actions
from tui.screens.form_pane import FormPane
from tui.widgets.form.words import word
from tui.widgets.rows import Cell, Column, Item, RowList


def _columns(language: str) -> tuple[Column, ...]:
    return (Column("what", word("which", language), 20, 60), Column("when", "", 5, 20))


class RequestRoom(Filling, Place):
    """The room. `pane` is the form while one is open."""

    PLACES: ClassVar[tuple[str, ...]] = ("request",)

    def __init__(self) -> None:
        super().__init__()
        self.pane: FormPane | None = None
        self._drafts: dict[str, Draft] = {}

    def actions(self) -> list[Action]:
        """The list's own actions only while it is there."""
        found = super().actions()
        listed = ["request.open"] if self.pane is not None else []
        if self.pane is not None or not self._drafts:
            listed.append("request.throw_away")
        return [a for a in found if a.id not in listed]

    def body(self) -> ComposeResult:
        yield Container(RowList(_columns(self.house.language), id="request-kinds"), id="request-body")

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def desk(self) -> Desk:
        return self.house.desk

    def on_mount(self) -> None:
        self.fill()
        self.rows.focus()
        left = Drafts(self.desk).interrupted(self.member)
        if left is not None and not left.errand.case:
            self.resume(left)

    @property
    def member(self) -> str:
        """Who signed in; empty if nobody did."""
        try:
            return self.desk.signed_in().id
        except UsageError:
            return ""

    # --- choosing

    def fill(self) -> None:
        """What the one signed in began and has not finished, then the kinds of every organisation."""
        language = self.house.language
        items: list[Item] = []
        known, heading = kinds(self.desk), ""
        drafts = [d for d in Drafts(self.desk).all(self.member) if not d.errand.case]
        self._drafts = {f"draft:{d.id}": d for d in drafts}
        titles = {(org, kind): t.within(language) for org, _, kind, t in known}
        if drafts:
            items.append(Item("", heading=word("drafts", language), count=str(len(drafts))))
        for draft in drafts:
            label = titles.get((draft.errand.organisation, draft.errand.kind), draft.errand.kind)
            said = f"{draft.saved[5:10]} {draft.saved[11:16]}"
            items.append(Item(f"draft:{draft.id}", (Cell(clean(label)), Cell(said, "muted"))))
        for org, title, kind, kind_title in known:
            if title.within(language) != heading:
                heading = title.within(language)
                items.append(Item("", heading=clean(heading)))
            items.append(Item(f"{org}/{kind}", (Cell(clean(kind_title.within(language))), Cell(""))))
        self.rows.empty = word("no_kinds", language)
        self.rows.show(items, _columns(language))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.begin(event.key)

    def begin(self, key: str) -> None:
        """Open the form of a kind (`organisation/kind`) or of a draft."""
        if key in self._drafts:
            self.resume(self._drafts[key])
            return
        org, _, kind = key.partition("/")
        errand = Errand(org, kind)
        self.resume(Draft(self.member, errand, serial=Drafts(self.desk).new_serial(self.member, errand)))

    def resume(self, draft: Draft) -> None:
        """Go on with a draft: the same form with the same field."""
        self.close()
        self.pane = FormPane(self.desk, draft, self.house.language)
        self.rows.display = False
        self.query_one("#request-body").mount(self.pane)
        self.renew_keys()

    def reopen(self, draft: Draft) -> None:
        self._put_away()
        self.resume(draft)

    def relabel(self) -> None:
        super().relabel()
        if self.is_mounted and self.pane is None:
            self.fill()

    def close(self) -> None:
        """Back to the list of kinds; what was typed is a draft."""
        if self.pane is not None:
            kept, left = self.pane.leave(), f"draft:{self.pane.keeper.draft.id}"
            self._put_away()
            if kept:
                self.rows.cursor = left
                self.house.tell(word("draft_kept", self.house.language))

    def _put_away(self) -> None:
        if self.pane is not None:
            self.pane.remove()
            self.pane = None
            self.rows.display = True
            self.fill()
            self.rows.focus()
            self.renew_keys()

    # --- going on

    def back(self) -> None:
        if self.pane is None:
            self.house.go("desk")
        elif not self.pane.back():
            self.close()

    def office_changed(self) -> None:
        if self.pane is None:
            self.fill()
        else:
            self.pane.office_changed()

    @on(FormPane.Done)
    def _done(self, event: FormPane.Done) -> None:
        event.stop()
        receipt = event.receipt
        if self.pane is not None:
            title = self.pane.model.title
            self._put_away()
            self.house.tell(word("taken_in", self.house.language, receipt.case, title))
        self.house.post_message(Wrote(receipt.organisation, receipt.case))
        if self.house.has("case"):
            self.house.post_message(OpenCase(receipt.organisation, receipt.case))

    def throw_away(self) -> None:
        """Remove the draft under the cursor."""
        draft = self._drafts.get(self.rows.cursor)
        if draft is not None:
            Drafts(self.desk).throw_away(draft)
            self.house.tell(word("thrown", self.house.language))
            self.fill()


def _no_draft(place: Keyed[object]) -> str:
    room = place if isinstance(place, RequestRoom) else None
    ok = room is not None and room.pane is None and room.rows.cursor in room._drafts
    return "" if ok else word("no_draft", place.house.language)


def _choosing(place: Keyed[object]) -> str:
    ok = isinstance(place, RequestRoom) and place.pane is None and bool(place.rows.cursor)
    return "" if ok else word("no_list", place.house.language)


def _open(place: Keyed[object]) -> None:
    if isinstance(place, RequestRoom):
        place.begin(place.rows.cursor)


def _throw_away(place: Keyed[object]) -> None:
    if isinstance(place, RequestRoom):
        place.throw_away()


ACTIONS = (
    Action("request.open", "始める", "Begin", ("Enter",), "request", _open, _choosing, kana="はじめる", rank=10),
    *form_actions("request"),
    Action("request.throw_away", "下書きを捨てる", "Throw draft away", ("x",), "request", _throw_away, _no_draft,
           kana="したがきをすてる", rank=40),
)  # fmt: skip
