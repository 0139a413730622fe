"""A case on one page: where it stands, until when, what can be done, its data, history and letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tui.cli.days import day
from tui.cli.history import history_lines
from tui.cli.words import say
from tui.width import cells, pad, table

if TYPE_CHECKING:
    from engine.desk import Desk, Row
    from engine.desk.money import Owed

Key = tuple[str, str]


def summary_lines(desk: Desk, case: str, organisation: str) -> list[str]:
    """The lines of `case show`. Raises UsageError if there is no such case."""
    key = desk.key(case, organisation)
    choices = desk.choices(*reversed(key))
    row = _row(desk, key)
    language = desk.language
    return [
        *_head(desk, key, row),
        *_section("show.can", _choices(choices, language, open_ones=True), language),
        *_section("show.blocked", _choices(choices, language, open_ones=False), language),
        *_section("show.data", _data(desk, key), language),
        *_section("show.fees", _fees(desk, key), language),
        *_section("show.history", history_lines(desk, key), language),
        *_section("show.letters", _letters(desk, key), language),
    ]


def _row(desk: Desk, key: Key) -> Row:
    from engine.desk.listed import days_until, listed, row_of

    today = desk.clock.today()
    return row_of(listed(desk.workflow(key), desk.case(key), today), days_until(today), desk.language)


def _head(desk: Desk, key: Key, row: Row) -> list[str]:
    from engine.desk.together import on_same_paper

    language = desk.language
    title = desk.workflow(key).org.title.within(language)
    facts = [
        (say(language, "show.organisation"), title),
        (say(language, "show.state"), row.state_title),
        (say(language, "show.due"), "  ".join(part for part in (day(row.due, language), row.days) if part)),
    ]
    if others := on_same_paper(desk, key):
        facts.append((say(language, "show.same_paper"), "、".join(others)))
    chain = [
        (f"  {day(one.date, language)}", one.text, day(one.result, language), one.basis)
        for one in desk.why(key[1], "due", key[0])
    ]
    return [f"{row.number}  {row.kind_title}  {row.name}".rstrip(), *_labelled(facts), *table(chain)]


def _section(word: str, lines: list[str], language: str) -> list[str]:
    return ["", say(language, word), *lines] if lines else []


def _choices(choices: list[tuple[str, str, tuple[Any, ...]]], language: str, *, open_ones: bool) -> list[str]:
    """What can be done now, or what cannot yet and why."""
    rows: list[tuple[str, str, str]] = []
    for command, title, against in choices:
        if open_ones == any(o.severity == "block" for o in against):
            continue
        said = [f"{one.within(language)}{f' [{one.basis}]' if one.basis else ''}" for one in against]
        rows.append((f"  {command}", title, said[0] if said else ""))
        rows += [("", "", one) for one in said[1:]]
    return table(rows)


def _data(desk: Desk, key: Key) -> list[str]:
    from engine.desk.case_data import hidden_fields

    workflow, language = desk.workflow(key), desk.language
    hidden = hidden_fields(desk, key)
    rows = []
    for form_id, data in desk.case(key).forms.items():
        form = workflow.forms.get(form_id)
        fields = form.fields if form else {}
        rows += [
            (one.title.within(language), value_text(data[name], language, one.type))
            for name, one in fields.items()
            if name in data and (form_id, name) not in hidden
        ]
        rows += [(name, value_text(value, language)) for name, value in data.items() if name not in fields]
    return _labelled(rows)


def _fees(desk: Desk, key: Key) -> list[str]:
    from engine.desk.money import fees_of

    language = desk.language
    found = fees_of(desk.workflow(key), desk.case(key), desk.clock.today(), language)
    return table([(f"  {one.title}", *_owed(one, language)) for one in found])


def _owed(one: Owed, language: str) -> tuple[str, str, str]:
    """What a fee comes to, what was paid and what is open."""
    paid = say(language, "fee.paid", yen=f"{one.paid:,}") if one.paid else ""
    if one.exempt:
        return say(language, "fee.exempt"), paid, ""
    if one.total is None or one.balance is None:
        return say(language, "fee.silent" if one.silent else "fee.unknown"), paid, ""
    left = say(language, "fee.balance", yen=f"{one.balance:,}")
    return say(language, "fee.yen", yen=f"{one.total:,}"), paid, left


def _letters(desk: Desk, key: Key) -> list[str]:
    rows = [
        (f"  {n}", day(one.date, desk.language), one.number, one.title)
        for n, one in enumerate(desk.letters(key[1], key[0]), start=1)
    ]
    return table(rows)


def value_text(value: Any, language: str, kind: Any = None) -> str:
    """A value of a form in words: choices by their label, yes and no, lists and parts with their names.

    `kind` is the type of the field, if it is known.
    """
    if isinstance(value, bool):
        return say(language, "yes" if value else "no")
    if isinstance(value, Mapping):
        return ", ".join(_part(name, part, language, kind) for name, part in value.items())
    if isinstance(value, list | tuple):
        return " / ".join(value_text(part, language, kind.item if kind else None) for part in value)
    if kind and kind.kind == "date" and isinstance(value, str):
        return day(value, language)
    label = kind.values.get(value) if kind and isinstance(value, str) else None
    return label.within(language) if label else "" if value is None else str(value)


def _part(name: str, value: Any, language: str, kind: Any) -> str:
    title = kind.titles.get(name) if kind else None
    said = value_text(value, language, kind.fields.get(name) if kind else None)
    return f"{title.within(language) if title else name}: {said}"


def _labelled(rows: list[tuple[str, str]]) -> list[str]:
    """Label and value; the further lines of a value hang under it."""
    width = max((cells(label) for label, _ in rows), default=0)
    lines = []
    for label, value in rows:
        for i, part in enumerate(value.split("\n")):
            lines.append(f"  {pad(label if i == 0 else '', width)}  {part}".rstrip(" "))
    return lines
