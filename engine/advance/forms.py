"""Check ③: a form's data against its shape, its conditions and its choices; every field is reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine import tables
from engine.errors import Objection
from engine.facts import CaseFacts
from engine.model.forms import Field, Form
from engine.model.workflow import Table, Workflow


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


def judge_form(form: Form, data: Mapping[str, Any], facts: CaseFacts) -> list[Objection]:
    """Every objection to the data: shape and required fields, conditional ones, choices that come from lists."""
    shown = shown_data(form, data, facts)
    found = form.check(shown)
    said = {(o.rule, o.field) for o in found}
    for one in form.fields.values():
        for objection in (*_required(one, shown, facts, ""), *_chosen(form.id, one, shown, facts, "")):
            if (objection.rule, objection.field) not in said:
                said.add((objection.rule, objection.field))
                found.append(objection)
    return found


def _required(one: Field, data: Mapping[str, Any], facts: CaseFacts, above: str) -> Iterator[Objection]:
    pointer = f"{above}/{one.name}"
    value = data.get(one.name)
    if not facts.shown(one):
        return
    if one.required and (value is None or value in ("", [], {})):
        yield Objection(
            "form",
            f"「{one.title.ja}」を入れてください。",
            f"“{one.title.within('en')}” is required.",
            pointer,
        )
    if one.fields and isinstance(value, Mapping):
        for part in one.fields.values():
            yield from _required(part, value, facts, pointer)


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
                yield _not_offered(one, word, allowed, where)
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
            f"「{value}」は「{one.title.ja}」に使える種類の件ではありません。",
            f"Case “{value}” is not of a kind that may be named here.",
            pointer,
        )


def _not_offered(one: Field, word: str, allowed: Mapping[str, str], pointer: str) -> Objection:
    names = "、".join(f"{k}（{v}）" if v != k else k for k, v in list(allowed.items())[:12])
    return Objection(
        "form",
        f"「{one.title.ja}」に「{word}」は選べません。選べるもの: {names or 'なし'}",
        f"“{word}” cannot be chosen for “{one.title.within('en')}”. Choices: {', '.join(list(allowed)[:12]) or 'none'}",
        pointer,
    )


def allowed_values(facts: CaseFacts, one: Field) -> dict[str, str]:
    """The values a field offers now, with their labels: those of its table that apply, or of its list."""
    options = one.options
    inner = one.type.item if one.type.kind == "list" and one.type.item is not None else one.type
    if options is not None and options.source == "table":
        table = _table(facts.workflow, options.name)
        rows = tables.collect(table, facts) if table else []
        offered = {str(r.out[options.column]): r.title.ja for r in rows if options.column in r.out}
    else:
        offered = {key: label.ja for key, label in inner.values.items()}
    if one.open:
        offered.setdefault("other", "その他")
    return offered


def _table(workflow: Workflow, name: str) -> Table | None:
    return workflow.tables.get(name)
