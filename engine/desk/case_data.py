"""What was entered in a case, section by section with labels, and the words for its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.model.basics import Text
from engine.model.rule import Type
from engine.wareki import format_wareki, weekday

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.facts import CaseFacts
    from engine.model.case import Event, Instance, Person
    from engine.model.forms import Field, Form


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of data: a label and its value in words (one text for each line).

    `path` is the dotted path of the field; `question` what なぜ is asked for it; `event` the number of the event
    that brought it (0: none). `asked` is false for a field that was not asked, since its condition did not hold.
    """

    label: str
    lines: tuple[str, ...]
    path: str = ""
    question: str = ""
    event: int = 0
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a heading; `day` is the business date of the event that brought them, empty if none."""

    title: str
    entries: tuple[Entry, ...]
    day: str = ""


def sections_of(facts: CaseFacts, language: str, reader: Person | None = None) -> tuple[Section, ...]:
    """The data of the case and of its tasks as they stand, in the order in which they were entered.

    What must not be shown to `reader` is left out (`x-hide-when` with roles).
    """
    found: list[tuple[int, Section]] = []
    for form_id, data in facts.case.forms.items():
        found += _of_form(facts, form_id, data, _last_with(facts, form_id, 0), "", language, reader)
    for task in facts.workflow.tasks.values():
        for one in facts.case.instances.get(task.id, ()):
            many = len(facts.case.instances[task.id]) > 1
            name = f"{task.title.within(language)}{f' {one.number}' if many else ''}"
            for form_id, data in one.forms.items():
                event = _last_with(facts, form_id, one.number, task.id)
                found += _of_form(facts.inside(one), form_id, data, event, name, language, reader)
    return (*(section for _, section in sorted(found, key=lambda x: x[0])), *_money(facts, language))


def _of_form(
    facts: CaseFacts,
    form_id: str,
    data: Mapping[str, Any],
    event: Event | None,
    above: str,
    language: str,
    reader: Person | None,
) -> Iterator[tuple[int, Section]]:
    form = facts.workflow.forms.get(form_id)
    if form is None:
        return
    seq, day = (event.seq, event.date.isoformat()) if event else (0, "")
    groups: dict[str, list[Entry]] = {}
    for one in form.fields.values():
        if not one.evidence and not hidden_from(facts, one, reader):
            groups.setdefault(one.group, []).extend(_entries(facts, form, one, data, seq, language))
    for group, entries in groups.items():
        title = form.groups.get(group, form.title)
        words = title.within(language)
        if any(e.asked for e in entries):
            yield seq, Section(f"{above} {words}".strip(), tuple(entries), day)


def hidden_from(facts: CaseFacts, one: Field, reader: Person | None) -> bool:
    """Whether a field must not be shown to a reader now: every role the reader holds is one it is hidden from."""
    if one.hide_when is None or reader is None or not reader.roles:
        return False
    held = {role.partition("@")[0] for role in reader.roles}
    return held <= one.hide_from and one.hide_when.run(facts) is True


def hidden_fields(desk: Desk, key: tuple[str, str]) -> set[tuple[str, str]]:
    """The fields (form, name) of a case that must not be shown to whoever signed in."""
    from engine.facts import CaseFacts, Moment

    facts = CaseFacts(desk.workflow(key), desk.case(key), Moment(desk.today()))
    careful = [
        (form.id, one)
        for form in facts.workflow.forms.values()
        for one in form.fields.values()
        if one.hide_when is not None
    ]
    return {(form, one.name) for form, one in careful if hidden_from(facts, one, desk.signed_in())}


def _entries(
    facts: CaseFacts, form: Form, one: Field, data: Mapping[str, Any], seq: int, language: str
) -> Iterator[Entry]:
    path = f"{form.id}.{one.path}"
    title = one.title.within(language)
    if not facts.shown(one):
        yield Entry(title, (), path, f"field {path}", 0, asked=False)
        return
    value = data.get(one.name)
    if one.fields and isinstance(value, Mapping):
        for part in one.fields.values():
            yield from _entries(facts, form, part, value, seq, language)
    elif value not in (None, "", [], {}):
        yield Entry(title, tuple(value_lines(value, one.type, language)), path, f"field {path}", seq)


def _last_with(facts: CaseFacts, form: str, instance: int, task: str = "") -> Event | None:
    """The last event that brought a form."""
    commands = facts.workflow.commands
    for event in reversed(facts.case.standing):
        command = commands.get(event.id)
        same = command is not None and command.form == form and command.task == task
        if same and instance in (0, event.instance):
            return event
    return None


def _money(facts: CaseFacts, language: str) -> Iterator[Section]:
    """What the fees come to, where there are any."""
    entries = []
    for fee in facts.workflow.fees.values():
        charged = facts.charged(fee)
        if charged.applies is False:
            continue
        question = f"fee {fee.id}"
        label = fee.title.within(language)
        entries.append(Entry(label, (_yen_words(charged.total, charged.silent, language),), "", question))
        if charged.paid:
            entries.append(
                Entry("入金" if language == "ja" else "Paid", (f"{charged.paid:,}",), "", question)
            )
            left = _yen_words(charged.balance, False, language)
            entries.append(Entry("残り" if language == "ja" else "Open", (left,), "", question))
    if entries:
        yield Section("手数料" if language == "ja" else "Fees", tuple(entries))


def _yen_words(yen: int | None, silent: bool, language: str) -> str:
    if silent:
        return "規程に定めなし" if language == "ja" else "The rules are silent"
    if yen is None:
        return "まだ決まりません" if language == "ja" else "Not known yet"
    return f"{yen:,}{'円' if language == 'ja' else ' yen'}"


# --- words


def value_lines(value: Any, kind: Type, language: str = "ja") -> Iterator[str]:
    """A value of a form in words, one text for each line: choices by label, dates in both ways, lists one by one."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from value_lines(one, kind.item or Type("text"), language)
    elif isinstance(value, Mapping):
        yield "、".join(
            _part(name, part, kind, language) for name, part in value.items() if part not in (None, "")
        )
    else:
        yield from _word(value, kind, language).split("\n")


def _part(name: str, value: Any, kind: Type, language: str) -> str:
    title = kind.titles.get(name, Text(name)).within(language)
    said = "・".join(value_lines(value, kind.fields.get(name, Type("text")), language))
    return f"{title}: {said}"


def _word(value: Any, kind: Type, language: str) -> str:
    if isinstance(value, bool):
        return {"ja": ("いいえ", "はい")}.get(language, ("No", "Yes"))[value]
    if kind.kind == "date" and isinstance(value, str):
        return day_words(value, language)
    if isinstance(value, int):
        return f"{value:,}"
    label = kind.values.get(value) if isinstance(value, str) else None
    return label.within(language) if label else str(value)


def day_words(day: str | date, language: str = "ja") -> str:
    """`令和8年11月26日(木) 2026-11-26`; what is no date stays as it is."""
    try:
        found = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        return str(day)
    if language == "en":
        return f"{found.isoformat()} {weekday(found, 'en')}"
    return f"{format_wareki(found)}({weekday(found)}) {found.isoformat()}"


def instance_of(facts: CaseFacts, task: str, number: int) -> Instance | None:
    """A run of a task by its number."""
    return next((one for one in facts.case.instances.get(task, ()) if one.number == number), None)


__all__ = ["Entry", "Section", "day_words", "instance_of", "sections_of", "value_lines"]
