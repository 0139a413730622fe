"""Forms as an organisation wrote them: what each field is, before its rules are read.

`fields` gives the fields with their annotations; `engine.load.plainschema.compile_form` the JSON Schema that
any validator understands. Rules stay text here; the builder of the model reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from engine.errors import DefinitionError, Problem
from engine.load.tree import Map, Node, Scalar, Seq, grow, plain
from engine.model.basics import Place, Text

FieldType = Literal["text", "int", "date", "bool", "choice", "list", "object", "link"]

OTHER: Final = "other"
_NOWHERE: Final = Place("form", 1, 1)
_TYPES: Final[dict[str, FieldType]] = {
    "string": "text",
    "integer": "int",
    "boolean": "bool",
    "array": "list",
    "object": "object",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as text, with its place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form. `path` is dotted below the form; `order` its position among its neighbours.

    `values` are the choices with labels, `known` those an overlay removed (with the place that did);
    `options` the source of further values (`table.grounds.ground`); `item` the entries of a list; `node` the
    field as written, for whatever is not named here.
    """

    name: str
    path: str
    title: Text
    type: FieldType
    place: Place
    node: Map
    order: int = 0
    group: str = ""
    help: str = ""
    required: bool = False
    when: Written | None = None
    values: dict[str, Text] = field(default_factory=dict)
    known: dict[str, Place] = field(default_factory=dict)
    open: bool = False
    open_approver: str = ""
    options: Written | None = None
    evidence: str = ""
    link_kinds: tuple[str, ...] = ()
    personal: bool = True
    hide_when: Written | None = None
    hide_from: tuple[str, ...] = ()
    severity: str = ""
    format: str = ""
    fields: tuple[FieldSpec, ...] = ()
    item: FieldSpec | None = None


def as_map(form: Map | dict[str, Any]) -> Map:
    """The form as a tree; ordinary data gets one place for everything."""
    node = form if isinstance(form, Map) else grow(form, _NOWHERE)
    assert isinstance(node, Map)
    return node


def label(node: Node | None, default: str) -> Text:
    """A label written as text or as `{ja, en}`."""
    if isinstance(node, Map):
        return (
            label(node["title"], default)
            if "title" in node
            else Text(node.text("ja", default), node.text("en"))
        )
    return Text(node.text) if isinstance(node, Scalar) and node.value is not None else Text(default)


def groups(form: Map | dict[str, Any], specs: Sequence[FieldSpec] | None = None) -> dict[str, Text]:
    """The sections of a form with their labels: those of `x-groups`, then any other in order of first use.

    `specs` are its fields, where they are known.
    """
    tree = as_map(form)
    found = {key: label(node, key) for key, node in tree.map("x-groups").items()}
    for one in fields(tree) if specs is None else specs:
        if one.group:
            found.setdefault(one.group, Text(one.group))
    return found


def fields(form: Map | dict[str, Any]) -> list[FieldSpec]:
    """The fields of a form in order, parts of objects and entries of lists inside them.

    An open choice (`x-open`) brings a text field `<name>_other` that is asked for when `other` is chosen.
    Raises DefinitionError with every problem (kind `shape`).
    """
    problems: list[Problem] = []
    found = _fields(as_map(form), "", problems)
    if problems:
        raise DefinitionError(problems)
    return found


def _fields(owner: Map, above: str, problems: list[Problem]) -> list[FieldSpec]:
    properties = owner.map("properties")
    required = plain(owner["required"]) if isinstance(owner.get("required"), Seq) else []
    found: list[FieldSpec] = []
    for name, node in properties.items():
        path = f"{above}.{name}" if above else name
        place = properties.key_place(name)
        if not isinstance(node, Map):
            ja, en = f"項目「{name}」の書き方が違います。", f"Field “{name}” must be a map."
            problems.append(Problem("shape", path, ja, en, place))
            continue
        problems += _unnamed(path, node, place)
        spec = _field(name, path, node, place, problems, required=name in required, order=len(found))
        found.append(spec)
        if spec.open and f"{name}_{OTHER}" not in properties:
            found.append(_description(spec))
    return found


def _unnamed(path: str, node: Map, place: Place) -> list[Problem]:
    """A field is called by its title on every screen; a name of its own for references is for whole forms only."""
    found = []
    if not label(node.get("title"), "").ja.strip():
        ja, en = f"項目「{path}」に題名（title）がありません。", f"Field “{path}” has no title."
        found.append(Problem("shape", path, ja, en, place, example="title: 氏名"))
    for key in ("$id", "$schema"):
        if key in node:
            ja, en = f"「{key}」は様式の全体にだけ書けます。", f"“{key}” may stand at the top of a form only."
            found.append(Problem("shape", path, ja, en, node.key_place(key)))
    return found


def _field(
    name: str,
    path: str,
    node: Map,
    place: Place,
    problems: list[Problem],
    *,
    required: bool = False,
    order: int = 0,
) -> FieldSpec:
    kind = _type(path, node, place, problems)
    opened = node.get("x-open")
    hide = node.map("x-hide-when")
    kinds = node.map("x-link").get("kinds")
    is_list, listed = kind == "list", _values(node)
    return FieldSpec(
        name=name,
        path=path,
        title=label(node.get("title"), name),
        type=kind,
        place=place,
        node=node,
        order=order,
        group=node.text("x-group"),
        help=node.text("help") or node.text("description"),
        required=required or _flag(node, "x-required"),
        when=written(node, "x-when"),
        values={} if is_list else listed,
        known={} if is_list else _known(node),
        open=isinstance(opened, Map) or _flag(node, "x-open"),
        open_approver=opened.text("approve") if isinstance(opened, Map) else "",
        options=None if is_list else written(node, "x-options"),
        evidence=node.text("x-evidence"),
        link_kinds=tuple(str(k) for k in plain(kinds)) if isinstance(kinds, Seq) else (),
        personal=not (isinstance(node.get("x-personal"), Scalar) and plain(node["x-personal"]) is False),
        hide_when=written(hide, "rule"),
        hide_from=tuple(str(one) for one in plain(hide["from"])) if isinstance(hide.get("from"), Seq) else (),
        severity=node.text("x-severity"),
        format=node.text("format"),
        fields=tuple(_fields(node, path, problems)) if kind == "object" else (),
        item=_item(name, path, node, place, problems) if is_list else None,
    )


def _type(path: str, node: Map, place: Place, problems: list[Problem]) -> FieldType:
    declared = node.text("type")
    if declared == "array":
        return "list"
    if "x-values" in node or "x-options" in node or "enum" in node:
        return "choice"
    if "x-link" in node:
        return "link"
    if declared == "string" and node.text("format") == "date":
        return "date"
    if declared == "" and "properties" in node:
        return "object"
    if declared not in _TYPES:
        ja = f"項目「{path}」の型「{declared}」は使えません（{'・'.join(_TYPES)}）。"
        en = f"Field “{path}”: type “{declared}” is not one of {', '.join(_TYPES)}."
        problems.append(Problem("shape", path, ja, en, place))
    return _TYPES.get(declared, "text")


def _item(name: str, path: str, node: Map, place: Place, problems: list[Problem]) -> FieldSpec:
    """The entries of a list: `items`, or choices if the list itself has `x-values` or `x-options`."""
    items = node.get("items")
    if isinstance(items, Map):
        return _field(name, path, items, place, problems)
    keys = [key for key in ("title", "x-values", "x-options", "x-open", "x-personal") if key in node]
    entries: dict[str, Node] = {key: node[key] for key in keys}
    if "x-values" not in entries and "x-options" not in entries:
        entries["type"] = Scalar("string", node.place, "string")
    return _field(name, path, Map(entries, node.key_places, node.place), place, problems)


def _values(node: Map) -> dict[str, Text]:
    values = node.get("x-values")
    if isinstance(values, Map):
        found = {key: label(value, key) for key, value in values.items()}
    else:
        listed = node.get("enum")
        found = {str(one): Text(str(one)) for one in plain(listed)} if isinstance(listed, Seq) else {}
    if found and ("x-open" in node and plain(node["x-open"]) is not False):
        found.setdefault(OTHER, Text("その他", "Other"))
    return found


def _known(node: Map) -> dict[str, Place]:
    return {key: gone.place for key, gone in node.map("x-values").removed.items()}


def _description(spec: FieldSpec) -> FieldSpec:
    how = "contains" if spec.type == "list" else "="
    title = Text(f"{spec.title.ja}（その他の内容）", f"{spec.title.within('en')} (other: what)")
    entries: dict[str, Node] = {"type": Scalar("string", spec.place, "string")}
    return FieldSpec(
        name=f"{spec.name}_{OTHER}",
        path=f"{spec.path}_{OTHER}",
        title=title,
        type="text",
        place=spec.place,
        node=Map(entries, {}, spec.place),
        order=spec.order + 1,
        group=spec.group,
        required=True,
        when=Written(f"{spec.path} {how} {OTHER}", spec.place),
    )


def written(node: Map, key: str) -> Written | None:
    """The rule under `key`, or None."""
    rule = node.get(key)
    return Written(rule.text, rule.place) if isinstance(rule, Scalar) and rule.value is not None else None


def _flag(node: Map, key: str) -> bool:
    value = node.get(key)
    return isinstance(value, Scalar) and value.value is True
