"""Check ③: a form's data against its shape, its conditions and its choices; every field is reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine import tables
from engine.errors import Objection
from engine.facts import CaseFacts
from engine.model.basics import Text
from engine.model.case import Person
from engine.model.forms import Field, Form

OTHER: Final = "other"
"""The value of an open list for what is not on it."""

SHOWN: Final = 12
"""So many choices are named where one was refused: more would hide the rest of the message."""


def shown_data(form: Form, data: Mapping[str, Any], facts: CaseFacts) -> dict[str, Any]:
    """The data without fields whose condition does not hold: they are not judged."""
    kept: dict[str, Any] = {}
    for name, value in data.items():
        one = form.fields.get(name)
        if one is not None and one.when is not None and not facts.shown(one):
            continue
        if one is not None and one.fields and isinstance(value, Mapping):
            value = {k: v for k, v in value.items() if k not in one.fields or facts.shown(one.fields[k])}
        kept[name] = value
    return kept


def judge_form(
    form: Form, data: Mapping[str, Any], facts: CaseFacts, by: Person | None = None
) -> list[Objection]:
    """Every objection to the data: shape and required fields, conditional ones, choices that come from lists.

    An item of a checklist (`x-severity`) that must be fulfilled is refused, another one warns under the name
    `form.<field>`. `by`: who acts.
    """
    shown = shown_data(form, data, facts)
    found = form.check(shown)
    if found:
        soft = {f"/{one.path.replace('.', '/')}" for one in form.walk() if one.lenient}
        found = [o for o in found if not (o.field in soft and _empty_at(shown, o.field))]
    said = {(o.rule, o.field) for o in found}
    for one in form.fields.values():
        for objection in _against(form.id, one, shown, facts, by):
            if (objection.rule, objection.field) not in said:
                said.add((objection.rule, objection.field))
                found.append(objection)
    return found


def _against(
    form: str, one: Field, shown: Mapping[str, Any], facts: CaseFacts, by: Person | None
) -> Iterator[Objection]:
    """What is said about one field beyond its shape; each question only where the field asks it."""
    if one.required or one.severity or one.fields:
        yield from _required(one, shown, facts, "")
    if shown.get(one.name) is not None:
        if one.options is not None or one.link_kinds or one.fields or one.item_fields:
            yield from _chosen(form, one, shown, facts, "")
        if one.open_approver:
            yield from _approved(facts, one, shown, by)


def _empty_at(data: Any, pointer: str) -> bool:
    for name in pointer.split("/")[1:]:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data is None or data in ("", [], {})


def _required(one: Field, data: Mapping[str, Any], facts: CaseFacts, above: str) -> Iterator[Objection]:
    pointer = f"{above}/{one.name}"
    value = data.get(one.name)
    if one.when is not None and not facts.shown(one):
        return
    empty = value is None or value in ("", [], {})
    open_item = value is False or (empty and (one.required or one.type.kind == "bool"))
    if one.severity and open_item:
        ja, en = f"「{one.title.ja}」が確認できていません。", f"“{one.title.within('en')}” is not fulfilled."
        yield Objection(
            f"form.{one.path}" if one.lenient else "form",
            ja,
            en,
            pointer,
            severity="warn" if one.lenient else "block",
        )
    elif (one.required or one.severity == "must") and empty:
        ja, en = f"「{one.title.ja}」を入れてください。", f"“{one.title.within('en')}” is required."
        yield Objection("form", ja, en, pointer)
    if one.fields and isinstance(value, Mapping):
        for part in one.fields.values():
            yield from _required(part, value, facts, pointer)


def _approved(
    facts: CaseFacts, one: Field, data: Mapping[str, Any], by: Person | None
) -> Iterator[Objection]:
    """A choice beyond the list (`x-open: {approve: role}`) is made by somebody who holds that role."""
    value = data.get(one.name)
    beyond = value == OTHER or (isinstance(value, list) and OTHER in value)
    if not beyond or not one.open_approver or by is None or by.holds(one.open_approver):
        return
    role = facts.workflow.org.roles.get(one.open_approver)
    title = role.title if role is not None else Text(one.open_approver)
    ja = f"「{one.title.ja}」の「その他」は {title.ja} が認めるものです。"
    en = f"“Other” for “{one.title.within('en')}” is allowed by: {title.within('en')}."
    yield Objection("form", ja, en, f"/{one.name}")


def _chosen(
    form: str, one: Field, data: Mapping[str, Any], facts: CaseFacts, above: str
) -> Iterator[Objection]:
    value = data.get(one.name)
    pointer = f"{above}/{one.name}"
    if value is None:
        return
    if one.link_kinds and isinstance(value, str):
        yield from _linked(f"{form}.{one.path}", one, value, facts, pointer)
    if one.options is not None:
        allowed = allowed_values(facts, one)
        listed = value if isinstance(value, list) else [value]
        for position, word in enumerate(listed):
            if isinstance(word, str) and word not in allowed:
                where = f"{pointer}/{position}" if isinstance(value, list) else pointer
                yield _not_offered(one, word, facts, where)
    for position, entry in enumerate(value if one.item_fields and isinstance(value, list) else ()):
        if isinstance(entry, Mapping):
            for part in one.item_fields.values():
                yield from _chosen(form, part, entry, facts, f"{pointer}/{position}")
    if one.fields and isinstance(value, Mapping):
        for part in one.fields.values():
            yield from _chosen(form, part, value, facts, pointer)


def _linked(path: str, one: Field, value: str, facts: CaseFacts, pointer: str) -> Iterator[Objection]:
    link = facts.case.links.get(path)
    if link is None:
        yield Objection(
            "form",
            f"「{one.title.ja}」の番号「{value}」の件はありません。",
            f"There is no case “{value}”.",
            pointer,
        )
    elif one.link_kinds and link.get("kind") not in one.link_kinds:
        yield Objection(
            "form",
            f"「{value}」は「{one.title.ja}」に使える種別の件ではありません。",
            f"Case “{value}” is not of a kind that may be named here.",
            pointer,
        )


def _not_offered(one: Field, word: str, facts: CaseFacts, pointer: str) -> Objection:
    """The refusal of a choice with what may be chosen, by label and id: first what is called as was typed."""
    choices = _offered(facts, one)
    offered = sorted(choices.items(), key=lambda choice: not _called(word, choice[1]))[:SHOWN]
    left = len(choices) - len(offered)
    ja = "、".join(f"{text.ja}（{key}）" if text.ja != key else key for key, text in offered)
    ja += f" ほか{left}件" if left else ""
    en = ", ".join(
        f"{text.within('en')} ({key})" if text.within("en") != key else key for key, text in offered
    )
    en += f" and {left} more" if left else ""
    about = f"（{one.help}）" if one.help else ""
    return Objection(
        "form",
        f"「{one.title.ja}」に「{word}」は選べません。選べるもの: {ja or 'なし'}{about}",
        f"“{word}” cannot be chosen for “{one.title.within('en')}”. Choices: {en or 'none'}",
        pointer,
    )


def _called(word: str, label: Text) -> bool:
    """Whether what was typed is the label of a choice, or a part of it."""
    return bool(word) and (word in label.ja or word in label.within("en"))


def allowed_values(facts: CaseFacts, one: Field) -> dict[str, str]:
    """The values a field offers now, with their labels: those of its table that apply, or of its list."""
    return {key: text.ja for key, text in _offered(facts, one).items()}


def _offered(facts: CaseFacts, one: Field) -> dict[str, Text]:
    options = one.options
    inner = one.type.item if one.type.kind == "list" and one.type.item is not None else one.type
    if options is not None and options.source == "table":
        table = facts.workflow.tables.get(options.name)
        rows = tables.collect(table, facts) if table else []
        named = dict(inner.values)
        offered = {
            key: row.title if row.title.ja != row.id else named.get(key, row.title)
            for row in rows
            if options.column in row.out and (key := str(row.out[options.column]))
        }
    else:
        offered = dict(inner.values)
    if one.open:
        offered.setdefault(OTHER, Text("その他", "Other"))
    return offered
