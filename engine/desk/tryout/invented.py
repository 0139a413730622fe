"""Invented answers for a form: what must be filled in, so that a request can be walked through without typing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from engine.desk.tryout.steps import INVENTED
from engine.model.forms import Field
from engine.model.rule import Type

if TYPE_CHECKING:
    from engine.desk.forms import OpenForm, Trial

_ROUNDS: Final = 4  # a field may appear by the answer to another
_RECENT: Final = timedelta(days=7)  # a paper that is neither old nor of today


def invented(form: OpenForm, day: date) -> dict[str, Any]:
    """Data for the fields that are asked and must be filled in, and for papers that are missing."""
    data: dict[str, Any] = {}
    for _ in range(_ROUNDS):
        trial = form.try_(data, day)
        if not (_fill(form, trial, data, day) | _papers(form, trial, data, day)):
            break
    return data


def _fill(form: OpenForm, trial: Trial, data: dict[str, Any], day: date) -> bool:
    added = False
    for one in _walk(form.fields):
        if one.path in trial.required and one.path in trial.shown and not one.fields:
            value = _answer(form, one, trial, day)
            added |= value is not None and _put(data, one.path.split("."), value)
    return added


def _walk(fields: Mapping[str, Field]) -> Iterator[Field]:
    for one in fields.values():
        yield from one.walk()


def _put(data: dict[str, Any], path: list[str], value: Any) -> bool:
    here = data
    for name in path[:-1]:
        here = here.setdefault(name, {})
    if path[-1] in here:
        return False
    here[path[-1]] = value
    return True


def _answer(form: OpenForm, one: Field, trial: Trial, day: date) -> Any:
    offered = trial.offered.get(one.path)
    if one.item_fields:
        return [_entry(one)]
    if one.type.kind == "link" or one.link_kinds:
        return next((number for number, _ in form.linkable(one)), None)
    return _value(form, one, one.type, day, list(offered) if offered is not None else None)


def _value(form: OpenForm, one: Field, kind: Type, day: date, offered: list[str] | None = None) -> Any:
    if kind.kind == "list":
        inner = _value(form, one, kind.item, day, offered) if kind.item is not None else INVENTED
        return None if inner is None else [inner]
    if kind.kind in ("choice", "unit", "member"):
        return next(iter(offered if offered is not None else kind.values), None)
    if kind.kind == "text":
        return form.example(one.path) or INVENTED
    simple = {"date": day.isoformat(), "bool": True, "int": 1}
    return simple.get(kind.kind)


def _entry(owner: Field) -> dict[str, Any]:
    first = next(iter(owner.item_fields.values()))
    return {first.name: next(iter(first.type.values), INVENTED)}


def _papers(form: OpenForm, trial: Trial, data: dict[str, Any], day: date) -> bool:
    """A paper for every demand that is not met yet, of the first sort that would do."""
    owner = next((one for one in form.fields.values() if one.evidence and one.path in trial.shown), None)
    added = False
    for paper in trial.papers:
        kind = form.document(paper.types[0]) if paper.types else ""
        if owner is not None and paper.state == "missing" and kind:
            data.setdefault(owner.name, []).append(_paper(form, owner, kind, day))
            added = True
    return added


def _paper(form: OpenForm, owner: Field, kind: str, day: date) -> dict[str, Any]:
    first = next(iter(owner.item_fields))
    found: dict[str, Any] = {first: kind}
    for name in form.entry_parts(owner, kind):
        part = owner.item_fields[name]
        if part.type.kind == "date":
            found.setdefault(name, (day - _RECENT).isoformat())
        elif part.type.kind == "bool" and form.mark_title(kind, name) is not None:
            found[name] = True
    return found
