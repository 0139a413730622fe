"""試す: a request walked through the working copy, form by form, on a day that can be moved; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from engine.desk.drafts import Draft
from tui.actions import Action
from tui.place import Place
from tui.screens import case_drawing
from tui.screens.desk import WIDE
from tui.screens.filling import Filling, form_actions
from tui.screens.form_pane import FormPane
from tui.screens.workshop import walking_drawing as drawing
from tui.screens.workshop.asking import AskText
from tui.sentences import sentence
from tui.widgets.blocks import Block, BlockList
from tui.widgets.form.model import FormModel
from tui.widgets.form.typed import NO, YES
from tui.widgets.path import path_lines

if TYPE_CHECKING:
    from engine.desk.case_view import CaseView, Deed
    from engine.desk.tryout import Tryout
    from tui.screens.workshop.shops import Walks

INTAKE = "do  0"
TALL = 34


class WalkScreen(Filling, Place):
    """One walk. Above the path; below it what can be done and what it would do, or the form of one command."""

    PLACES: ClassVar[tuple[str, ...]] = ("walk",)
    CSS = """
    WalkScreen #walk-head { height: 1; padding: 0 1; background: $side; }
    WalkScreen #walk-path { height: auto; max-height: 4; padding: 0 1; background: $side; }
    WalkScreen #walk-body { height: 1fr; layout: vertical; }
    WalkScreen #walk-deeds { height: 1fr; background: $bg; }
    WalkScreen #walk-then { height: 6; background: $field; }
    WalkScreen #walk-line { height: auto; max-height: 3; background: $side; }
    WalkScreen #walk-form { height: 1fr; display: none; }
    WalkScreen.filling #walk-form { display: block; }
    WalkScreen.filling #walk-body, WalkScreen.filling #walk-line { display: none; }
    WalkScreen.wide #walk-body { layout: horizontal; }
    WalkScreen.wide #walk-deeds { width: 1fr; height: 100%; }
    WalkScreen.wide #walk-then { width: 56; height: 100%; }
    WalkScreen.tall #walk-head { height: 2; padding: 1 1 0 1; }
    WalkScreen.tall #walk-path { padding: 1 1; max-height: 7; }
    """

    def __init__(self, walk: Tryout, walks: Walks, *, fresh: bool = False) -> None:
        super().__init__()
        self.walk = walk
        self.walks = walks
        self.fresh = fresh
        self.pane: FormPane | None = None
        self.view: CaseView | None = None
        self.offered: tuple[Deed, ...] = ()
        self.typed: dict[str, dict[str, Any]] = {}

    def body(self) -> ComposeResult:
        yield Static(id="walk-head", markup=False)
        yield Static(id="walk-path", markup=False)
        with Container(id="walk-body"):
            yield BlockList(id="walk-deeds")
            yield BlockList(id="walk-then", surface="field")
        yield Container(id="walk-form")
        yield BlockList(id="walk-line", surface="side")

    def on_mount(self) -> None:
        self._fit(self.app.size.width, self.app.size.height)
        self.query_one("#walk-line").can_focus = False
        self.read()
        self.deeds.focus()
        if self.fresh:
            self.call_after_refresh(self.begin)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width, event.size.height)
        self.fill()

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width >= WIDE, "wide")
        self.set_class(height >= TALL, "tall")

    def actions(self) -> list[Action]:
        """Those of the list, or those of the form that is open."""
        found = super().actions()
        return [one for one in found if one.id not in _LIST] if self.pane is not None else found

    def pressed(self, key: str, event: events.Key) -> None:
        """Tab leads between what can be done and what it would do, where no form is open."""
        if key in ("Tab", "Shift+Tab") and self.pane is None:
            event.stop()
            event.prevent_default()
            (self.deeds if self.then.has_focus else self.then).focus()
            return
        super().pressed(key, event)

    @property
    def deeds(self) -> BlockList:
        return self.query_one("#walk-deeds", BlockList)

    @property
    def then(self) -> BlockList:
        return self.query_one("#walk-then", BlockList)

    # --- what is shown

    def read(self) -> None:
        """Look at the walk again, and draw it."""
        from engine.desk.case_view import case_view

        walk = self.walk
        self.view = case_view(walk.desk(), walk.number, walk.organisation) if walk.number else None
        self.offered = drawing.in_order(walk, self.view.deeds) if self.view else ()
        self.fill()
        self.deeds.scroll_to(y=0, animate=False)
        first = next((d for d in self.offered if not d.blocked), None)
        self.deeds.cursor = self._waiting() or (case_drawing.deed_key(first) if first else self.deeds.cursor)
        self.weigh()

    def _waiting(self) -> str:
        """The deed that was copied, or taken back, and comes next."""
        coming = self.walk.coming[0]["do"] if self.walk.coming else ""
        return next((case_drawing.deed_key(d) for d in self.offered if d.id == coming), "")

    def fill(self) -> None:
        """Draw everything from what is known."""
        palette, language = self.house.palette, self.house.language
        room = max(self.app.size.width - 2, 20)
        self.query_one("#walk-head", Static).update(drawing.head(self.walk, self.view, palette, room))
        path = self.view.path if self.view else self.walk.path
        lines = path_lines(path, room, palette, "side", language)
        self.query_one("#walk-path", Static).update(drawing.joined(lines[:4]))
        self.deeds.show(lambda r: list(self._deeds(r)))
        main = self.view.main if self.view else None
        line = self.query_one("#walk-line", BlockList)
        line.show(lambda r: drawing.only_read(case_drawing.short_timer(main, r, language)) if main else [])
        line.styles.height = line.height_of_all

    def _deeds(self, room: int) -> Iterator[Block]:
        language = self.house.language
        yield from drawing.stopped_blocks(self.walk.stopped, room, language)
        if self.view is None:
            yield drawing.intake_block(INTAKE, self.walk, language)
        else:
            hints = self.has_class("wide")
            yield from case_drawing.deed_blocks(self.offered, {}, room, language, hints)

    def weigh(self) -> None:
        """What the command under the cursor would do, with the answers its form has now."""
        deed, model = self.deed, None
        if self.view is None or (deed is not None and not deed.blocked):
            model = self._model(deed)
        done, wide = self.view.history if self.view else (), self.has_class("wide")
        language = self.house.language
        self.then.show(lambda room: list(drawing.then_blocks(model, done, room, language, wide)))

    def _model(self, deed: Deed | None) -> FormModel:
        form = self.walk.form(deed.id, deed.instance) if deed else self.walk.form()
        return FormModel(form, self.house.language, dict(self._typed(form)))

    def _typed(self, form: Any) -> dict[str, Any]:
        """What was typed into the form before, else what it begins with."""
        key = f"{form.errand.command} {form.errand.task}"
        if key not in self.typed:
            self.typed[key] = typed_of(self.walk.answers(form))
        return self.typed[key]

    # --- what happens

    @property
    def deed(self) -> Deed | None:
        """The command under the cursor; None before the intake."""
        return next((d for d in self.offered if case_drawing.deed_key(d) == self.deeds.cursor), None)

    @on(BlockList.Moved, "#walk-deeds")
    def _moved(self, event: BlockList.Moved) -> None:
        event.stop()
        self.call_after_refresh(self.weigh)

    @on(BlockList.Chosen, "#walk-deeds")
    def _chosen(self, event: BlockList.Chosen) -> None:
        event.stop()
        self.begin()

    def begin(self) -> None:
        """Enter: the form of the command under the cursor, or why it cannot be done."""
        deed = self.deed
        if self.pane is not None or (self.view is not None and deed is None):
            return
        if deed is not None and deed.blocked:
            ja, en, basis = next(iter(deed.reasons), ("", "", ""))
            said = en if self.house.language == "en" else ja
            self.house.tell(sentence(f"{said} {basis}".strip() or self.word("walk.later")))
            return
        form = self.walk.form(deed.id, deed.instance) if deed else self.walk.form()
        data = {"typed": dict(self._typed(form))}
        self.pane = FormPane(form.desk, Draft("", form.errand, data), self.house.language)
        self.query_one("#walk-form").mount(self.pane)
        self.add_class("filling")
        self.renew_keys()

    @on(FormPane.Done)
    def _done(self, event: FormPane.Done) -> None:
        event.stop()
        self.walk.took(event.receipt)
        self.typed.clear()
        self.close_form()
        self.read()
        self.house.tell(self.word("walk.done"))

    def close_form(self) -> None:
        """Back to what can be done."""
        if self.pane is not None:
            self.pane.remove()
            self.pane = None
        self.remove_class("filling")
        self.deeds.focus()
        self.renew_keys()

    def back(self) -> None:
        pane = self.pane
        if pane is None:
            self.walks.last = self.walk if self.walk.number else self.walks.last
            super().back()
            return
        if not pane.back():
            errand = pane.model.form.errand
            self.typed[f"{errand.command} {errand.task}"] = dict(pane.model.typed)
            self.close_form()
            self.weigh()

    def context(self) -> str:
        return self.word("walk.title")


def typed_of(value: Any) -> Any:
    """Data as somebody would have typed it into a form."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dict):
        return {key: typed_of(one) for key, one in value.items()}
    if isinstance(value, list):
        return [typed_of(one) for one in value]
    return value if isinstance(value, str) else str(value)


# --- what can be done


def open_form(place: WalkScreen) -> None:
    place.begin()


def move(days: int, place: WalkScreen) -> None:
    if place.walk.move(days):
        place.typed.clear()
        place.read()
    else:
        place.house.tell(place.word("walk.not_before"))


def undo(place: WalkScreen) -> None:
    title = place.walk.undo()
    place.typed.clear()
    place.read()
    said = place.word("walk.undone", title=title) if title else place.word("tables.nothing_undo")
    place.house.tell(said)


def keep(place: WalkScreen) -> None:
    """s: the walk as a scenario of the organisation."""

    def take(title: str | None) -> None:
        if title:
            place.house.tell(_kept(place, title))

    place.app.push_screen(AskText(place.word("walk.keep"), place.word("walk.keep.about")), take)


def _kept(place: WalkScreen, title: str) -> str:
    from engine.desk import MadoguchiError, Refused
    from engine.desk.tryout import keep as write

    language = place.house.language
    try:
        kept = write(place.house.desk, place.walk, title)
    except Refused as no:
        return sentence(" ".join(one.within(language) for one in no.objections))
    except MadoguchiError as no:
        return sentence(no.within(language).split("\n")[0])
    if kept.tried.failed:
        first = kept.tried.findings[0]
        return sentence(place.word("walk.differs", id=kept.id, what=f"{first.where} {first.got}"))
    return place.word("walk.kept", id=kept.id)


def _overview(place: WalkScreen) -> str:
    return "" if place.pane is None else place.word("walk.first_back")


def _begun(place: WalkScreen) -> str:
    return _overview(place) or ("" if place.walk.number else place.word("walk.nothing"))


_LIST = frozenset(("walk.open", "walk.day_after", "walk.day_before", "walk.undo", "walk.keep"))


def _forms() -> Sequence[Action]:
    """Those of a form, without what would write a file."""
    return [one for one in form_actions("walk") if one.id != "walk.guide"]


ACTIONS: tuple[Action, ...] = (
    Action("walk.open", "記入する", "Fill in", ("Enter",), "walk", open_form, _overview, kana="きにゅう すすめる",
           rank=1),
    Action("walk.day_after", "翌日", "A day on", (">", "Right"), "walk", partial(move, 1), _overview, kana="よくじつ",
           rank=3),
    Action("walk.day_before", "前日", "A day back", ("<", "Left"), "walk", partial(move, -1), _overview,
           kana="ぜんじつ", rank=2),
    Action("walk.undo", "一つ戻す", "Take back", ("u",), "walk", undo, _begun, kana="もどす とりけし", rank=4),
    Action("walk.keep", "確認例に残す", "Keep as scenario", ("s",), "walk", keep, _begun,
           kana="かくにんれい のこす", rank=5),
    *_forms(),
)  # fmt: skip

__all__ = ["ACTIONS", "WalkScreen"]
