"""A form as questions, one a line: `3/12 証明書の作成日 必須 (いま: なし)`. Each answer is judged at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.desk.drafts import Draft, Drafts
from engine.desk.forms import Errand, open_form
from tui.plain.talk import BACK, LEAVE, Talk, sign
from tui.plain.words import say
from tui.screens.form_drafts import DraftKeeper, model_of
from tui.screens.form_words import consequences
from tui.widgets.form.lines import OPEN_CHOICES, Row

if TYPE_CHECKING:
    from engine.desk import Desk, Receipt

NO_CHOICE = object()


class Asking:
    """One form being filled in. `run` answers the receipt, or None where it was left; what was typed is a draft."""

    def __init__(self, desk: Desk, talk: Talk, errand: Errand) -> None:
        self.desk, self.talk = desk, talk
        drafts, me = Drafts(desk), desk.signed_in().id
        found = next((one for one in drafts.all(me) if one.errand == errand), None)
        draft = found or Draft(me, errand, serial=0 if errand.case else drafts.new_serial(me, errand))
        self.model = model_of(open_form(desk, errand), draft, talk.language)
        self.keeper = DraftKeeper(desk, draft, self.model)
        if found is not None:
            talk.say("form.going_on")

    def rows(self) -> list[Row]:
        """The questions as they are now: an answer may bring others, or take some away."""
        return [row for section, _ in self.model.sections() for row in self._named(section) if row.stops]

    def _named(self, section: str) -> Iterator[Row]:
        """What stands under a heading on the screen has that before its own name here."""
        heading = ""
        for row in self.model.rows(section):
            if row.kind == "heading":
                heading = row.title
            inner = bool(row.entry or row.depth) and not row.title.startswith(heading)
            yield replace(row, title=f"{heading} {row.title}") if inner else row

    def run(self) -> Receipt | None:
        self.talk.line(f"{self.model.title}  {self.model.form.kind_title.within(self.talk.language)}")
        self.talk.say("form.help")
        at = 0
        while True:
            rows = self.rows()
            if at >= len(rows):
                receipt, goes_on = self._finish()
                if not goes_on:
                    return receipt
                at = len(self.rows()) - 1
                continue
            step = self._question(rows[at], at + 1, len(rows))
            if step is None:
                self._keep()
                return None
            at = max(self._next(rows[at], step, at), 0)

    def _next(self, row: Row, step: int, at: int) -> int:
        """Where to go from a row, by its place: the number of rows may be another now."""
        places = [one.pointer for one in self.rows()]
        here = places.index(row.pointer) if row.pointer in places else at
        return here + step

    def _keep(self) -> None:
        if self.model.dirty:
            self.talk.line(self.keeper.save("", open_=False) or say("form.kept", self.talk.language))

    # --- one question

    def _question(self, row: Row, number: int, count: int) -> int | None:
        """1 goes on, -1 back, 0 asks again, None leaves."""
        language = self.talk.language
        value = self.model.spoken(row) or say("form.none", language)
        must = f" {say('form.required', language)}" if row.required else ""
        self.talk.line(f"{number}/{count} {row.title}{must} ({say('form.now', language, value=value)})")
        self._choices(row)
        typed = self.talk.ask()
        meant = sign(typed)
        if meant == LEAVE:
            return None
        if meant == BACK:
            return -1
        if meant == "?":
            self.talk.lines([note] if (note := self.model.note(row)) else [])
            self._choices(row, every=True)
            self.talk.say("form.help")
            return 0
        if meant == "w":
            self.talk.lines(f"{head}: {'  '.join(said)}" for head, said in self.model.why(row))
            return 0
        return self._answer(row, typed) if meant else 1

    def _choices(self, row: Row, *, every: bool = False) -> None:
        """Those of a short list, or of any list that was asked for."""
        if every or len(row.choices) <= OPEN_CHOICES:
            self.talk.lines(f"  {n} {label}" for n, (_, label) in enumerate(row.choices, start=1))
        else:
            self.talk.say("form.choices", count=len(row.choices))

    def _answer(self, row: Row, typed: str) -> int:
        value = None if sign(typed) == "-" else self._value(row, typed)
        if value is NO_CHOICE:
            self.talk.say("form.no_choice", text=typed)
            return 0
        self.model.set(row.pointer, value)
        self.model.leave(row.pointer)
        self.keeper.save(row.pointer, open_=True)
        faults = self.model.all_faults(row)
        self.talk.lines(f"! {f.text}  {f.basis}".rstrip() for f in faults)
        if not faults and (back := self.model.read_back(row)):
            self.talk.say("form.read", text=back)
        return 0 if any(f.hard for f in faults) else 1

    def _value(self, row: Row, typed: str) -> object:
        if row.kind == "picks":
            parts = [self._choice(row, part) for part in sign(typed).replace("、", ",").split(",")]
            return NO_CHOICE if None in parts else parts
        if row.kind == "pick":
            return self._choice(row, typed) or NO_CHOICE
        return typed

    def _choice(self, row: Row, typed: str) -> str | None:
        """A choice by its number, its name or the beginning of its name."""
        meant = sign(typed)
        if meant.isdecimal() and 1 <= int(meant) <= len(row.choices):
            return row.choices[int(meant) - 1][0]
        named = [key for key, label in row.choices if label == typed.strip() or key == meant]
        begun = [key for key, label in row.choices if meant and label.startswith(typed.strip())]
        return next(iter(named), begun[0] if len(begun) == 1 else None)

    # --- doing it

    def _finish(self) -> tuple[Receipt | None, bool]:
        """The consequences, and the word that does it: a receipt, and whether the questions go on."""
        self.model.settle()
        self.model.judge()
        if self.model.blocking():
            self._refused()
            return None, self._stays(self.talk.ask())
        for part in consequences(self.model):
            self.talk.lines([part.heading, *(f"  {line}" for line in part.lines)])
        self.talk.lines(f"! {w.within(self.talk.language)}  {w.basis}" for w in self.model.trial.warnings)
        self.talk.say("form.sure")
        answer = self.talk.ask()
        if sign(answer) != say("yes", self.talk.language):
            return None, self._stays(answer)
        return self._submit()

    def _stays(self, answer: str) -> bool:
        if sign(answer) == LEAVE:
            self._keep()
            return False
        return True

    def _refused(self) -> None:
        self.talk.say("form.not_yet")
        for row in self.rows():
            for fault in self.model.all_faults(row):
                self.talk.line(f"! {row.title}: {fault.text}  {fault.basis}".rstrip())
        self.talk.lines(f"! {f.text}  {f.basis}".rstrip() for f in self.model.general())

    def _submit(self) -> tuple[Receipt | None, bool]:
        from engine.desk import MadoguchiError

        model, language = self.model, self.talk.language
        agreed = frozenset(o.rule for o in model.trial.warnings)
        try:
            receipt = self.desk.submit(model.form.submission(model.payload(), model.day, model.by, agreed))
        except MadoguchiError as no:
            self.talk.line(f"! {no.within(language)}")
            return None, True
        self.keeper.throw_away()
        self.talk.say("form.done", number=receipt.case, title=model.title)
        return receipt, False
