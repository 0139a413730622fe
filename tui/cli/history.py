"""The history of a case: what happened, who acted and who typed it, and what was corrected and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from tui.cli.days import day, recorded
from tui.cli.words import say
from tui.width import cells, table

if TYPE_CHECKING:
    from engine.desk import Desk
    from engine.desk.corrections import Correction

Key = tuple[str, str]
_BUILT_IN: Final = ("note", "attach", "amend", "take_back")


def history_lines(desk: Desk, key: Key) -> list[str]:
    """Each event on a line with its date as it stands, and what more is known of it hanging under it."""
    from engine.desk.corrections import corrections_of
    from engine.desk.money import payments_of

    workflow, case, language = desk.workflow(key), desk.case(key), desk.language
    corrections = corrections_of(workflow, case)
    payments = payments_of(workflow, case, desk.clock.today())
    standing = {event.seq: event for event in case.standing}
    rows, more = [], []
    for event in case.events:
        now = standing.get(event.seq)
        title = _title(desk, key, event.id) + _mark(event, now, language)
        who = _names(event, language)
        rows.append((f"  {event.seq}", day((now or event).date, language), title, who, recorded(event.at)))
        more.append(list(_details(desk, key, event, corrections.get(event.seq), payments.get(event.seq))))
    lines = table(rows, right=frozenset((0,)))
    indent = " " * (max(cells(row[0]) for row in rows) + 2) if rows else ""
    return [
        text for line, under in zip(lines, more, strict=True) for text in (line, *(indent + u for u in under))
    ]


def _title(desk: Desk, key: Key, event_id: str) -> str:
    command = desk.workflow(key).commands.get(event_id)
    if command is not None:
        return str(command.done.within(desk.language))
    return say(desk.language, f"event.{event_id}") if event_id in _BUILT_IN else event_id


def _mark(event: Any, now: Any, language: str) -> str:
    if now is None and event.id not in ("amend", "take_back"):
        return f"  {say(language, 'history.gone')}"
    if now is not None and (now.form, now.date) != (event.form, event.date):
        return f"  {say(language, 'history.amended')}"
    return ""


def _names(event: Any, language: str) -> str:
    """Who acted, and who typed it where that was somebody else."""
    from engine.desk.case_past import person_name

    acted, typed = person_name(event.by, language), person_name(event.recorded_by, language)
    if event.by.id == event.recorded_by.id:
        return acted
    return f"{acted}  {say(language, 'history.recorded', name=typed)}"


def _details(
    desk: Desk, key: Key, event: Any, correction: Correction | None, paid: int | None
) -> Iterator[str]:
    language = desk.language
    if correction is not None:
        yield from _correction(desk, key, correction)
    if number := event.on_paper.get("number"):
        on = day(event.on_paper.get("date", ""), language)
        word = "history.paper_on" if on else "history.paper"
        yield say(language, word, number=number, day=on)
    if paid is not None:
        yield say(language, "history.paid", yen=f"{paid:,}")
    if event.id in ("note", "attach") and (text := event.form.get("text") or event.form.get("note")):
        yield from say(language, "history.note", text=text).split("\n")
    for one in event.attachments:
        place = f"  {say(language, 'history.where', where=one.where)}" if one.where else ""
        yield say(language, "history.attached", name=one.name) + place
    if event.id == "attach" and not event.attachments:
        yield say(language, "history.where", where=event.form.get("where", ""))


def _correction(desk: Desk, key: Key, one: Correction) -> Iterator[str]:
    from tui.cli.summary import value_text

    language = desk.language
    yield say(language, f"history.{one.kind}", event=one.event, title=_title(desk, key, one.id))
    nothing = say(language, "history.nothing")
    if one.days is not None:
        before, after = (day(when, language) for when in one.days)
        field = say(language, "history.date")
        yield say(language, "history.changed", field=field, before=before, after=after)
    for change in one.changes:
        before, after = (
            value_text(value, language, change.type).replace("\n", " ") or nothing
            for value in (change.before, change.after)
        )
        yield say(
            language, "history.changed", field=change.title.within(language), before=before, after=after
        )
    yield say(language, "history.reason", reason=one.reason)
