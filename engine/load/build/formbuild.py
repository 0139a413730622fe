"""Forms as typed fields: first the types (so that rules can be read), then the fields with their rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.errors import DefinitionError
from engine.load.build.bench import BOOL, DATE, INT, TEXT, Bench, label
from engine.load.build.machine import enclosures
from engine.load.forms import FieldSpec, Written, fields, groups
from engine.load.plainschema import compile_form
from engine.load.tree import Map, Scalar
from engine.load.validate import FormChecker, Later, normalise
from engine.model.basics import Text
from engine.model.forms import Field, Form, Options
from engine.model.rule import Fact, Rule, Type


@dataclass(frozen=True, slots=True)
class Sources:
    """Where choices come from: catalogues and lists of the organisation, outputs of tables, exports of links."""

    units: Mapping[str, Text]
    windows: Mapping[str, Text]
    documents: Mapping[str, Text]
    catalogues: Mapping[str, Mapping[str, Text]]
    tables: Mapping[tuple[str, str], Mapping[str, Text]]
    exports: Callable[[tuple[str, ...]], Mapping[str, tuple[Type, Text]]]
    kinds: Mapping[str, Text]


@dataclass(slots=True)
class Shape:
    """A form before its rules are read: the type of every field by dotted path, with its label."""

    id: str
    node: Map
    title: Text
    specs: list[FieldSpec]
    types: dict[str, Type] = field(default_factory=dict)
    titles: dict[str, Text] = field(default_factory=dict)


def declare(bench: Bench, form_id: str, node: Map, sources: Sources) -> Shape:
    """The types of a form's fields, so that rules may name them."""
    try:
        specs = fields(node)
    except DefinitionError as error:
        bench.problems.extend(error.problems)
        specs = []
    shape = Shape(form_id, node, label(node.entries.get("title"), form_id), specs)
    for spec in specs:
        _declare(bench, shape, spec, sources, f"forms.{form_id}.properties.{spec.name}")
    return shape


def _declare(bench: Bench, shape: Shape, spec: FieldSpec, sources: Sources, where: str) -> None:
    kind = field_type(bench, spec, sources, where)
    shape.types[spec.path] = kind
    shape.titles[spec.path] = spec.title
    for part in spec.fields:
        _declare(bench, shape, part, sources, f"{where}.properties.{part.name}")
    if kind.kind == "link":
        for name, export in kind.fields.items():
            shape.types[f"{spec.path}.{name}"] = export
            title = kind.titles.get(name, Text(name))
            shape.titles[f"{spec.path}.{name}"] = Text(
                f"{spec.title.ja}の{title.ja}", f"{title.within('en')} of {spec.title.within('en')}"
            )


def field_type(bench: Bench, spec: FieldSpec, sources: Sources, where: str) -> Type:
    """The type that a field of a form has in rules."""
    if spec.type == "link":
        for kind in spec.link_kinds:
            if kind not in sources.kinds:
                place = spec.node.map("x-link").key_place("kinds")
                bench.unknown(f"{where}.x-link", "種別", "kind", kind, place, sources.kinds)
        exports = sources.exports(spec.link_kinds)
        own = {"number": (TEXT, Text("受付番号", "number")), "kind": (TEXT, Text("種別", "kind"))}
        parts = {**own, **exports}
        return Type(
            "link",
            fields={name: type_ for name, (type_, _) in parts.items()},
            titles={name: title for name, (_, title) in parts.items()},
        )
    choice = _choice(bench, spec, sources, where)
    if spec.type == "list":
        if choice is not None:
            return Type("list", item=choice)
        return Type(
            "list", item=field_type(bench, spec.item, sources, f"{where}.items") if spec.item else TEXT
        )
    if choice is not None:
        return choice
    if spec.type == "object":
        return Type(
            "object",
            fields={p.name: field_type(bench, p, sources, f"{where}.{p.name}") for p in spec.fields},
            titles={p.name: p.title for p in spec.fields},
        )
    return {"int": INT, "bool": BOOL, "date": DATE}.get(spec.type, TEXT)


def _choice(bench: Bench, spec: FieldSpec, sources: Sources, where: str) -> Type | None:
    options = spec.options.text if spec.options else ""
    values: Mapping[str, Text] = spec.values
    if options and not values and spec.options is not None:
        values = _offered(bench, spec.options, sources, where)
    if not values and not options and spec.type != "choice":
        return None
    if spec.open and spec.type == "choice" and "other" not in values:
        values = {**values, "other": Text("その他", "Other")}
    return Type("unit" if options == "org.units" else "choice", values=values, known=frozenset(spec.known))


def _offered(bench: Bench, options: Written, sources: Sources, where: str) -> Mapping[str, Text]:
    head, _, rest = options.text.partition(".")
    if head == "org":
        lists = {"units": sources.units, "windows": sources.windows, "documents": sources.documents}
        if rest in lists:
            return lists[rest]
        bench.unknown(where, "一覧", "list", options.text, options.place, [f"org.{n}" for n in lists])
    elif head == "catalogue":
        if rest in sources.catalogues:
            return sources.catalogues[rest]
        bench.unknown(where, "一覧", "catalogue", rest, options.place, sources.catalogues)
    else:
        table, _, column = rest.partition(".")
        if (table, column) in sources.tables:
            return sources.tables[table, column]
        names = [f"table.{t}.{c}" for t, c in sources.tables]
        bench.unknown(where, "表の出力", "table output", options.text, options.place, names)
    return {}


# --- second pass: the fields with their rules ---------------------------------------------------------------

NO_ENTRY: Final[Mapping[str, Fact]] = {}
ReadRule = Callable[[Written | None, str, Mapping[str, Fact]], Rule | None]
"""(what is written, where, the facts of the list's entry it stands in) → the rule"""


HIDING: Final = ("letters", "lists", "export")
"""Where a field may be hidden (`x-hide-when`), beside roles of the organisation."""


def build_form(
    bench: Bench, shape: Shape, rule: ReadRule, forms: Iterable[str] = (), roles: Iterable[str] = ()
) -> Form:
    """The form with its conditions, which `rule` reads in the form's own names.

    `forms` may be enclosed with it; from holders of `roles` a field may be hidden.
    """
    node, where = shape.node, f"forms.{shape.id}"
    _misplaced(bench, node, where, _OF_FIELDS, Text("項目", "a field"))
    for spec in every_spec(shape.specs):
        _misplaced(bench, spec.node, f"{where}.{spec.path}", _OF_FORMS, Text("様式", "a form"))
        for word in spec.hide_from:
            if word not in (*HIDING, *roles):
                bench.unknown(
                    f"{where}.{spec.path}.x-hide-when",
                    "隠す先",
                    "audience",
                    word,
                    spec.place,
                    [*HIDING, *roles],
                )
    built = {s.name: _field(shape, s, rule, f"{where}.properties.{s.name}") for s in shape.specs}
    _only_earlier(bench, shape, built.values(), where)
    schema = Later(lambda: compile_form(node, specs=shape.specs))
    checker = FormChecker(schema, shape.specs)
    number = bench.resolve(node.entries.get("x-number"), f"{where}.x-number", shape.title)
    written = number.text if isinstance(number, Scalar) and number.text != "none" else ""
    return Form(
        shape.id,
        shape.title,
        built,
        schema,
        checker.check,
        lambda data: normalise(data, shape.specs),
        written,
        node.place,
        label(node.entries.get("note"), "").ja,
        groups(node, shape.specs) if shape.specs else {},
        enclosures(bench, node, where, forms),
    )


def _only_earlier(bench: Bench, shape: Shape, built: Iterable[Field], where: str) -> None:
    """A condition reads fields above its own, so that filling a form in from top to bottom never runs in a circle."""
    order: dict[str, int] = {}
    for one in built:
        for part in (one, *one.fields.values()):
            order[part.path] = len(order)
    for one in built:
        for part in (one, *one.fields.values()):
            for read in part.when.reads if part.when else ():
                path = read.removeprefix(f"{shape.id}.")
                if path != read and order.get(path, -1) >= order[part.path]:
                    bench.problem(
                        "rule",
                        f"{where}.properties.{part.path}.x-when",
                        f"「{part.title.ja}」の条件は、それより前の項目だけを読めます（{read}）。",
                        f"The condition of “{part.title.within('en')}” may read earlier fields only ({read}).",
                        part.place,
                    )


_OF_FORMS: Final = ("x-number", "x-groups", "enclose")
_OF_FIELDS: Final = (
    *("x-group", "x-values", "x-open", "x-when", "x-required", "x-options", "x-evidence", "x-link"),
    *("x-personal", "x-hide-when", "x-severity"),
)


def _misplaced(bench: Bench, node: Map, where: str, keys: Iterable[str], owner: Text) -> None:
    """Keys that mean nothing here: those of a whole form in a field, or those of a field in a form."""
    for key in keys:
        if key in node:
            ja = f"「{key}」は{owner.ja}に書くものです。ここでは働きません。"
            en = f"`{key}` belongs to {owner.within('en')}; it has no effect here."
            bench.problem("shape", f"{where}.{key}", ja, en, node.key_place(key))


def every_spec(specs: Iterable[FieldSpec]) -> Iterator[FieldSpec]:
    """Every field, the parts of objects and the entries of lists included."""
    for spec in specs:
        yield spec
        yield from every_spec(spec.fields)
        if spec.item is not None:
            yield from every_spec(spec.item.fields)


def _field(
    shape: Shape, spec: FieldSpec, rule: ReadRule, where: str, entry: Mapping[str, Fact] = NO_ENTRY
) -> Field:
    options = spec.options or (spec.item.options if spec.item else None)
    head, _, rest = (options.text if options else "").partition(".")
    table, _, column = rest.partition(".")
    items = spec.item.fields if spec.item is not None and spec.type == "list" else ()
    return Field(
        name=spec.name,
        path=spec.path,
        title=spec.title,
        type=shape.types.get(spec.path, TEXT),
        place=spec.place,
        group=spec.group,
        help=spec.help,
        required=spec.required,
        when=rule(spec.when, f"{where}.x-when", entry),
        open=spec.open,
        open_approver=spec.open_approver,
        options=Options(rest if head == "org" else head, table if head == "table" else rest, column)
        if head
        else None,
        evidence=spec.evidence,
        link_kinds=spec.link_kinds,
        personal=spec.personal,
        hide_when=rule(spec.hide_when, f"{where}.x-hide-when", entry),
        hide_from=frozenset(spec.hide_from),
        severity=spec.severity,
        format=spec.format,
        fields={p.name: _field(shape, p, rule, f"{where}.properties.{p.name}") for p in spec.fields},
        item_fields={p.name: _entry(shape, spec, p, rule, f"{where}.items") for p in items},
        entry_title=spec.item.title if spec.item is not None and "title" in spec.item.node else spec.title,
    )


def _entry(shape: Shape, owner: FieldSpec, part: FieldSpec, rule: ReadRule, where: str) -> Field:
    """A field of a list's entries. Its condition may name the other fields of the entry by their bare names."""
    item = shape.types[owner.path].item if owner.path in shape.types else None
    types = item.fields if item is not None else {}
    titles = item.titles if item is not None else {}
    own = Shape(shape.id, shape.node, shape.title, [], {part.path: types.get(part.name, TEXT)})
    names = {n: Fact(f"element.{n}", kind, titles.get(n, Text(n))) for n, kind in types.items()}
    return _field(own, part, rule, f"{where}.properties.{part.name}", names)
