"""Keeping the log: what leaves no event of a case. Who, when, what was done to what, by ids and never by a name.

A book for each month holds it, sealed and chained like the others. Views and refusals wait in memory for the next
quiet moment, so that no step and no screen is slower for them; what is lost with the power is a view or a refusal,
never a step. What leaves the program, who signed in and who works here are written at once.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Literal

from engine.desk.attempts import attempts_of
from engine.desk.ledger import log_book
from engine.errors import Conflict, StoreError, UsageError, WrongPassword

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.desk.words import Submission
    from engine.errors import Refused

Done = Literal["done", "refused", "printed", "exported", "checked", "viewed", "signed", "failed"]
MOST_WAITING: Final = 200


class Audit:
    """What one desk keeps of what leaves no event."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.waiting: list[dict[str, Any]] = []
        self._last_seen: tuple[str, ...] = ()

    def refused(self, asked: Submission, who: str, why: Refused) -> None:
        """Somebody was refused: the rules that stood against it, without a word of what was typed."""
        rules = list(dict.fromkeys(one.rule for one in why.objections))
        self._keep(who, asked.organisation, asked.case, asked.command or asked.kind, "refused", rules)

    def signed_in(self, detail: str = "") -> None:
        """Somebody signed in: waits like a view, since nothing has been done yet."""
        self._keep(self._who(), "", "", "sign_in", "signed", [detail] if detail else [])

    def seen(self, what: str, organisation: str = "", case: str = "", *details: str) -> None:
        """Somebody looked at something; coming back to the same thing at once is the same look."""
        look = (what, organisation, case, *details)
        if look != self._last_seen:
            self._last_seen = look
            self._keep(self._who(), organisation, case, what, "viewed", list(details))

    def note(self, result: Done, what: str, organisation: str = "", case: str = "", *details: str) -> None:
        """Something was done beside the cases, left the program, or was looked over: kept at once."""
        self._keep(self._who(), organisation, case, what, result, list(details))
        self.flush()

    def _who(self) -> str:
        try:
            return self.desk.signed_in().id
        except UsageError:  # nobody is in this office yet, or nobody said who they are
            return ""

    def _keep(self, who: str, org: str, case: str, what: str, result: Done, details: list[str]) -> None:
        at = self.desk.clock.stamp()
        entry = {"at": at, "who": who, "organisation": org, "number": case, "what": what, "result": result}
        self.waiting.append({**entry, "details": details} if details else entry)
        if len(self.waiting) > MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Write what waits. Where that is not possible now it goes on waiting: no work stops for its log.

        Nor does it for somebody who was just removed: their keys open nothing any more.
        """
        office = self.desk.office
        if office.read_only or not self.waiting:
            return
        with suppress(Conflict, StoreError, WrongPassword), office.lock(timeout=0.5):
            failed, told = attempts_of(self.desk), list(self.waiting)
            office.append(log_book(self.desk.clock.stamp()), {"log": [*failed.entries, *told]})
            del self.waiting[: len(told)]
            failed.forget()


def log_change(desk: Desk, what: str, *details: str) -> None:
    """Who works here was changed: kept wherever somebody is known to have done it. Outside the office's lock."""
    if desk.is_signed_in:
        (desk.audit or Audit(desk)).note("done", what, "", "", *details)
