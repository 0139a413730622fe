"""What is personal in a record, replaced or taken out.

Personal are texts, dates and people that somebody entered, unless a form says `x-personal: false`; the words
of letters and notes; names and places of papers. Choices, numbers, states, ids, business dates are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from engine.export.events import Json
from engine.model.forms import Field
from engine.model.rule import Rule
from engine.model.workflow import Workflow

MASK: Final = "＊＊＊"
MASKED_DAY: Final = "0001-01-01"
_GONE: Final = object()
_OPEN_KINDS: Final = frozenset(("text", "date", "member", "list", "object"))


class Veil:
    """Goes over a record and replaces what is personal; with `drop`, takes it out instead."""

    def __init__(self, workflow: Workflow, drop: bool) -> None:
        self.workflow = workflow
        self.drop = drop

    def record(self, record: Json) -> Json:
        """The record with nothing personal in it."""
        return {
            **record,
            "events": self.events(record["events"]),
            "form": {form: self.form(form, data) for form, data in record["form"].items()},
            "tasks": {
                task: [self._instance(one) for one in instances]
                for task, instances in record["tasks"].items()
            },
            "notices": [self._letter(one, {"n", "event"}) for one in record["notices"]],
            "registers": {
                register: [{**row, "cells": self._cells(register, row["cells"])} for row in rows]
                for register, rows in record["registers"].items()
            },
            "attachments": [self._paper(one) for one in record["attachments"]],
        }

    def events(self, events: Sequence[Json]) -> list[Json]:
        """Events with nothing personal in them."""
        forms = {event["seq"]: self._form_of(event) for event in events}
        return [self._event(event, forms) for event in events]

    # --- values

    def _hidden(self, value: Any) -> Any:
        """Any value that may be personal: texts are hidden at every depth, numbers and marks stay."""
        if isinstance(value, str):
            return _GONE if self.drop else MASK
        if isinstance(value, Mapping):
            return _kept((k, self._hidden(v)) for k, v in value.items())
        if isinstance(value, list):
            return [one for v in value if (one := self._hidden(v)) is not _GONE]
        return value

    def _day(self, value: Any) -> Any:
        return (_GONE if self.drop else MASKED_DAY) if isinstance(value, str) else self._hidden(value)

    def form(self, form_id: str, data: Mapping[str, Any]) -> Json:
        """The data of a form, field by field."""
        form = self.workflow.forms.get(form_id)
        fields = form.fields if form is not None else {}
        return _kept((name, self._field(fields.get(name), value)) for name, value in data.items())

    def _field(self, one: Field | None, value: Any) -> Any:
        if one is None:
            return self._hidden(value)
        if one.fields and isinstance(value, Mapping):
            return _kept((k, self._field(one.fields.get(k), v)) for k, v in value.items())
        if one.item_fields and isinstance(value, list):
            return [self._entry(one, entry) for entry in value]
        if not one.personal:
            return value
        inner = one.type.item if one.type.kind == "list" and one.type.item is not None else one.type
        if inner.kind == "choice" and (inner.values or inner.known):
            return self._chosen({*inner.values, *inner.known, "other"}, value)
        if inner.kind in ("bool", "int", "period", "unit", "link"):
            return value if not isinstance(value, Mapping | list) else self._hidden(value)
        return self._day(value) if inner.kind == "date" else self._hidden(value)

    def _entry(self, one: Field, entry: Any) -> Any:
        if not isinstance(entry, Mapping):
            return self._hidden(entry)
        return _kept((k, self._field(one.item_fields.get(k), v)) for k, v in entry.items())

    def _chosen(self, known: set[str], value: Any) -> Any:
        if isinstance(value, list):
            shown = [v if v in known else self._hidden(v) for v in value if isinstance(v, str)]
            return [v for v in shown if v is not _GONE]
        return value if value in known else self._hidden(value)

    # --- events

    def _form_of(self, event: Json) -> str:
        command = self.workflow.commands.get(event["id"])
        return command.form if command is not None else ""

    def _event(self, event: Json, forms: Mapping[int, str]) -> Json:
        found = dict(event)
        for key in ("by", "recorded_by"):
            if key in event:
                found[key] = self._person(event[key])
        if "form" in event:
            found["form"] = self._data(event, forms)
        if "attachments" in event:
            found["attachments"] = [self._paper(one) for one in event["attachments"]]
        if "letters" in event:
            found["letters"] = [self._letter(one, set()) for one in event["letters"]]
        if "links" in event:
            found["links"] = {path: self._link(link) for path, link in event["links"].items()}
        if "on_paper" in event:
            found["on_paper"] = _kept((k, self._hidden(v)) for k, v in event["on_paper"].items())
        return found

    def _data(self, event: Json, forms: Mapping[int, str]) -> Json:
        form = self._form_of(event)
        if form:
            return self.form(form, event["form"])
        data = dict(event["form"])
        amended = data.pop("form", None)
        found = _kept((k, self._hidden(v)) for k, v in data.items())
        if isinstance(amended, Mapping):
            found["form"] = self.form(forms.get(data.get("event", 0), ""), amended)
        return found

    def _person(self, person: Json) -> Json:
        roles = {"roles": person["roles"]} if "roles" in person else {}
        kind = "member" if "member" in person else "named"
        if person.get(kind) == "system" and kind == "named":
            return person
        return roles if self.drop else {kind: MASK, **({"name": MASK} if "name" in person else {}), **roles}

    def _paper(self, paper: Json) -> Json:
        return _kept((k, self._hidden(v) if k in ("hash", "name", "where") else v) for k, v in paper.items())

    def _link(self, link: Json) -> Json:
        return _kept((k, v if k in ("number", "kind") else self._hidden(v)) for k, v in link.items())

    def _letter(self, letter: Json, more: set[str]) -> Json:
        """A letter without its words: which one it was, when and to what sort of addressee stays."""
        open_keys = {
            "id",
            "number",
            "date",
            "unmapped",
            "decides",
            "slip",
            "page",
            "unsealed",
            "enclosures",
            "to_whom",
        }
        notice = self.workflow.notices.get(letter["id"])
        found = _kept(
            (k, v if v is None or k in open_keys | more else self._hidden(v)) for k, v in letter.items()
        )
        if "title" in letter and notice is not None:
            found["title"] = notice.title.ja
        return found

    # --- tasks and registers

    def _instance(self, one: Json) -> Json:
        return {
            **one,
            "element": _kept((k, self._hidden(v)) for k, v in one["element"].items()),
            "form": {form: self.form(form, data) for form, data in one["form"].items()},
        }

    def _cells(self, register_id: str, cells: Json) -> Json:
        columns = self.workflow.registers[register_id].columns
        return _kept(
            (name, self._hidden(value) if self._reads_personal(columns[name].rule) else value)
            for name, value in cells.items()
        )

    def _reads_personal(self, rule: Rule) -> bool:
        if rule.type.kind in ("bool", "int", "period", "unit"):
            return False
        return any(self._personal(path) for path in rule.reads)

    def _personal(self, path: str) -> bool:
        """Whether a fact is personal: an entered text, date or person, who acted, or what a task heard."""
        head, _, rest = path.partition(".")
        if head in ("task", "element", "actor"):
            return True
        if head == "event":
            return rest.endswith(".by")
        form = self.workflow.forms.get(head)
        if form is None:
            return False
        one = form.fields.get(rest.partition(".")[0])
        for name in rest.split(".")[1:]:
            if one is not None and name in one.fields:
                one = one.fields[name]
        if one is None:
            return True
        inner = one.type.item if one.type.kind == "list" and one.type.item is not None else one.type
        return one.personal and (inner.kind in _OPEN_KINDS or (inner.kind == "link" and "." in rest))


def _kept(pairs: Iterable[tuple[str, Any]]) -> Json:
    return {key: value for key, value in pairs if value is not _GONE}
