"""What screens with a form have in common: their actions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from textual import on

from engine.desk.drafts import Draft
from tui.actions import Action, ranked
from tui.place import Keyed
from tui.screens.form_pane import FormPane
from tui.widgets.footer import Footer
from tui.widgets.form.popups import FieldWhy
from tui.widgets.form.view import FormView
from tui.widgets.form.words import word


class Filling(Keyed[None]):
    """A screen that may hold a form. What is typed waits for the field it is meant for."""

    pane: FormPane | None

    @property
    def opening(self) -> bool:
        return super().opening or (self.pane is not None and self.pane.view.awaits)

    def relabel(self) -> None:
        """In the other language the form is opened anew, as its draft has it."""
        super().relabel()
        if self.pane is not None and self.pane.model.language != self.house.language:
            self.pane.leave()
            self.reopen(self.pane.keeper.draft)

    def reopen(self, draft: Draft) -> None:
        """The same form with the same field, in the language of now; here it stays as it was begun."""

    @on(FormView.Came)
    def _came(self, event: FormView.Came) -> None:
        event.stop()
        self.house.call_later(self.house.release)

    def actions(self) -> list[Action]:
        """Those of a form only while one is open; doing it bears the name of the step."""
        found = super().actions()
        if self.pane is None:
            return [a for a in found if a.id.partition(".")[2] not in _NAMES]
        title = self.pane.model.form.title
        doing = f"{self.PLACES[0]}.finish"
        found = [replace(a, ja=title.ja, en=title.within("en")) if a.id == doing else a for a in found]
        if self.pane.papers.has_focus and self.pane.model.papers_left():
            found = ranked(found, {f"{self.PLACES[0]}.guide": 1})
        return found

    def renew_keys(self) -> None:
        """The footer shows what can be done now."""
        for footer in self.query(Footer):
            footer.refresh()

    @on(FormPane.Why)
    def _why(self, event: FormPane.Why) -> None:
        event.stop()
        if self.pane is not None:
            model = self.pane.model
            self.app.push_screen(FieldWhy(event.row.title, model.why(event.row), model.language))


_NAMES = frozenset(("problem", "choices", "why", "finish", "papers", "guide"))


def _pane(place: Keyed[Any]) -> FormPane | None:
    return place.pane if isinstance(place, Filling) else None


def _without(place: Keyed[Any]) -> str:
    return "" if _pane(place) is not None else word("no_form", place.house.language)


def _without_papers(place: Keyed[Any]) -> str:
    pane = _pane(place)
    if pane is not None and pane.model.trial.papers:
        return ""
    return word("none_here", place.house.language)


def _nothing_missing(place: Keyed[Any]) -> str:
    pane = _pane(place)
    if pane is not None and pane.model.papers_left():
        return ""
    return word("none_missing", place.house.language)


def _print_guide(place: Keyed[Any], pane: FormPane) -> None:
    """The sheet for the requester, as a file; where it lies is said."""
    from engine.desk import MadoguchiError
    from engine.desk.guide import write_guide

    model, language = pane.model, place.house.language
    try:
        file = write_guide(model.form, model.payload(), model.trial.papers)
    except MadoguchiError as no:
        place.house.tell(no.within(language).partition("\n")[0])
        return
    place.house.tell(word("guide_written", language, f"{file.parent.name}/{file.name}"))


def _do(what: str, place: Keyed[Any]) -> None:
    pane = _pane(place)
    if pane is None:
        return
    if what == "finish":
        pane.finish()
    elif what == "problem":
        if not pane.next_problem():
            place.house.tell(word("no_problem", place.house.language))
    elif what == "papers":
        pane.to_papers()
    elif what == "guide":
        _print_guide(place, pane)
    elif what == "why" and (paper := pane.papers.chosen) is not None:
        model, language = pane.model, pane.model.language
        place.app.push_screen(FieldWhy(paper.title.within(language), model.why_paper(paper), language))
    else:
        line = pane.view.focused_line()
        if line is not None and what == "choices":
            pane.view.choices(line)
        elif line is not None:
            pane.post_message(FormPane.Why(line.row))


def form_actions(where: str) -> tuple[Action, ...]:
    """The actions of a form at a place."""

    def one(name: str, ja: str, en: str, keys: tuple[str, ...], kana: str, rank: int, **more: Any) -> Action:
        return Action(
            f"{where}.{name}",
            ja,
            en,
            keys,
            where,
            partial(_do, name),
            kana=kana,
            rank=rank,
            **{"when": _without, **more},
        )

    return (
        one("problem", "次の不備", "Next problem", ("F3",), "つぎのふび", 20),
        one("choices", "候補", "Choices", ("F4",), "こうほ", 25),
        one("why", "なぜ", "Why", ("F5",), "なぜ", 30),
        one("finish", "進める", "Do it", ("Ctrl+S", "F12"), "すすめる うけつける", 15),
        one("papers", "書類の一覧", "Checklist", ("Ctrl+L",), "しょるいのいちらん", 35, when=_without_papers),
        one("guide", "不足書類の案内を印刷", "Print what is missing", ("p",), "ふそくしょるいのあんない", 60,
            when=_nothing_missing),
    )  # fmt: skip
