"""The desk, the cases and what can be done with them, as numbered lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.desk.forms import Errand, kinds
from tui.cli.printing import Printer
from tui.plain.asking import Asking
from tui.plain.talk import BACK, LEAVE, Talk, sign
from tui.screens.desk_rows import called, due_words, group_label, left_words

if TYPE_CHECKING:
    from engine.desk import Desk, Row, Standing
    from engine.desk.case_view import Deed


class Counter:
    """What `open --plain` runs until somebody leaves."""

    def __init__(self, desk: Desk, printer: Printer) -> None:
        self.desk = desk
        self.talk = Talk(printer, desk.language)

    def run(self) -> None:
        text = ""
        while True:
            standings = self._found(text)
            self._list(standings, text)
            answer = sign(self.talk.ask())
            if answer == LEAVE:
                self.talk.say("bye")
                return
            text = answer[1:].strip() if answer.startswith("/") else ""
            if answer == "n":
                if not self._take_in():
                    return
            elif answer.isdecimal() and 1 <= int(answer) <= len(standings):
                if not self._case(standings[int(answer) - 1].row):
                    return
            elif answer and answer != "?" and not answer.startswith("/"):
                self.talk.say("bad", text=answer)

    # --- 机

    def _found(self, text: str) -> list[Standing]:
        standings = self.desk.overview()
        if not text:
            return standings
        wanted = {(row.organisation, row.number) for row in self.desk.rows(text=text)}
        return [one for one in standings if (one.row.organisation, one.row.number) in wanted]

    def _list(self, standings: list[Standing], text: str) -> None:
        language, group, names = self.talk.language, "", called(self.desk)
        self.talk.say("desk", day=self.desk.today().isoformat(), who=self.desk.signed_in().name)
        if not standings:
            self.talk.say("desk.none" if text else "desk.empty", text=text)
        for number, one in enumerate(standings, start=1):
            if one.group != group:
                group = one.group
                self.talk.line(group_label(group, language, long=True))
            self.talk.line(f"  {number} {_said(one.row, language, names.get(one.row.organisation, ''))}")
        self.talk.say("desk.keys")

    def _take_in(self) -> bool:
        """False where somebody left altogether."""
        language, known = self.talk.language, kinds(self.desk)
        for number, (_, title, _, kind_title) in enumerate(known, start=1):
            self.talk.line(f"  {number} {title.within(language)}  {kind_title.within(language)}")
        self.talk.say("kinds")
        answer = sign(self.talk.ask())
        if answer == LEAVE:
            return False
        if answer.isdecimal() and 1 <= int(answer) <= len(known):
            organisation, _, kind, _ = known[int(answer) - 1]
            receipt = Asking(self.desk, self.talk, Errand(organisation, kind)).run()
            if receipt is not None:
                key = receipt.organisation, receipt.case
                row = next(r for r in self.desk.rows() if (r.organisation, r.number) == key)
                return self._case(row)
        elif answer and answer != BACK:
            self.talk.say("bad", text=answer)
        return True

    # --- 案件

    def _case(self, row: Row) -> bool:
        """A case, until somebody goes back (True) or leaves (False)."""
        from engine.desk.case_view import case_view
        from tui.cli.summary import summary_lines

        self.desk.seen("case", row.organisation, row.number)
        while True:
            view = case_view(self.desk, row.number, row.organisation)
            self.talk.lines(summary_lines(self.desk, row.number, row.organisation))
            deeds = list(view.deeds)
            self.talk.line()
            for number, deed in enumerate(deeds, start=1):
                self.talk.line(f"  {number} {deed.offer.title}{self._barred(deed)}")
            self.talk.say("case.keys")
            answer = sign(self.talk.ask())
            if answer in (BACK, LEAVE):
                return answer == BACK
            if answer == "w":
                self._why(row)
            elif answer == "p":
                self._print(row)
            elif answer.isdecimal() and 1 <= int(answer) <= len(deeds):
                self._do(row, deeds[int(answer) - 1])
            elif answer and answer != "?":
                self.talk.say("bad", text=answer)

    def _barred(self, deed: Deed) -> str:
        from tui.plain.words import say

        if not deed.blocked:
            return ""
        language = self.talk.language
        why = "  ".join(
            f"{en if language == 'en' else ja} {basis}".rstrip() for ja, en, basis in deed.reasons
        )
        return "  " + say("case.cannot", language, why=why)

    def _do(self, row: Row, deed: Deed) -> None:
        if deed.blocked:
            self.talk.line(f"{deed.offer.title}{self._barred(deed)}")
            return
        errand = Errand(row.organisation, case=row.number, command=deed.id, task=deed.instance)
        Asking(self.desk, self.talk, errand).run()

    def _why(self, row: Row) -> None:
        self.desk.seen("why", row.organisation, row.number)
        for line in self.desk.why(row.number, "due", row.organisation):
            self.talk.line("  ".join(part for part in (line.date, line.text, line.basis) if part))

    def _print(self, row: Row) -> None:
        from engine.desk import MadoguchiError
        from engine.desk.letters import issued_papers, paper_file, paper_name
        from engine.desk.output import write_output

        papers = issued_papers(self.desk, row.number, row.organisation)
        if not papers:
            self.talk.say("case.no_letters")
        for paper in papers:
            try:
                file = write_output(
                    self.desk, paper_name(self.desk, paper), "pdf", paper_file(self.desk, paper)
                )
            except MadoguchiError as no:
                self.talk.line(f"! {no.within(self.talk.language)}")
            else:
                self.desk.note("printed", "notice", row.organisation, row.number, "pdf")
                self.talk.say("case.printed", file=f"{file.parent.name}/{file.name}")


def _said(row: Row, language: str, whose: str) -> str:
    parts = (
        row.number,
        whose,
        row.kind_title,
        row.name,
        row.state_title,
        due_words(row, language),
        left_words(row, language),
    )
    return "  ".join(part for part in parts if part)
