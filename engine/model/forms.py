"""Forms as the engine sees them: typed fields with the conditions the organisation wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Objection
from engine.model.basics import Place, Text
from engine.model.rule import Rule, Type


@dataclass(frozen=True, slots=True)
class Options:
    """Where the allowed values of a field come from.

    `source` is `table` (a collect table's output column), `catalogue`, `units`, `windows` or `documents`.
    """

    source: str
    name: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `path` is its dotted path below the form (`agent.name`).

    `entry_title` is how one entry of a list is called: the title of its items, else of the list.
    """

    name: str
    path: str
    title: Text
    type: Type
    place: Place | None = None
    group: str = ""
    help: str = ""
    required: bool = False
    when: Rule | None = None
    open: bool = False
    open_approver: str = ""
    options: Options | None = None
    evidence: str = ""
    link_kinds: tuple[str, ...] = ()
    personal: bool = True
    hide_when: Rule | None = None
    hide_from: frozenset[str] = frozenset()
    severity: str = ""
    format: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    item_fields: Mapping[str, Field] = field(default_factory=dict)
    entry_title: Text = field(default_factory=lambda: Text(""))

    @property
    def lenient(self) -> bool:
        """Whether it only should be filled in: what is not done is a warning."""
        return self.severity not in ("", "must")

    def walk(self) -> Iterator[Field]:
        """This field and the parts of an object below it (not the fields of a list's entries)."""
        yield self
        for part in self.fields.values():
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its fields in order and its plain JSON Schema.

    `check` judges the shape of data against the plain schema and returns every objection; `number` is the
    form's 様式 number: text, a table output (`table.x.y`), or empty for none. `enclose` names the papers that go
    with it; one that is the id of a form is printed behind it.
    """

    id: str
    title: Text
    fields: Mapping[str, Field]
    schema: Mapping[str, Any]
    check: Callable[[Mapping[str, Any]], list[Objection]]
    normalise: Callable[[Mapping[str, Any]], dict[str, Any]]
    number: str = ""
    place: Place | None = None
    note: str = ""
    groups: Mapping[str, Text] = field(default_factory=dict)
    enclose: tuple[str, ...] = ()

    def walk(self) -> Iterator[Field]:
        """Every field with a path of its own, objects before their parts."""
        for one in self.fields.values():
            yield from one.walk()
