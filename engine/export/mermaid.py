"""The state machine as Mermaid text (`stateDiagram-v2`), for pages and editors that draw it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.export.graph import START, Box, Edge, Graph

# What Mermaid takes for its own signs inside a label, as the entities it knows.
_SIGNS: Final = {
    "#": "#35;",
    ";": "#59;",
    ":": "#58;",
    '"': "#34;",
    "<": "#60;",
    ">": "#62;",
    "{": "#123;",
    "}": "#125;",
}


def to_mermaid(graph: Graph) -> str:
    """The text, ended by a line end. Titles are data: signs that Mermaid would read are written as entities."""
    return (
        "\n".join(["---", f"title: {_quoted(graph.title)}", "---", "stateDiagram-v2", *_lines(graph)]) + "\n"
    )


def _lines(graph: Graph) -> Iterator[str]:
    yield from _machine(graph, "", "    ")
    for group, title in graph.groups.items():
        yield f'    state "{_text(title)}" as {_id(group)} {{'
        yield from _machine(graph, group, "        ")
        yield "    }"


def _machine(graph: Graph, group: str, indent: str) -> Iterator[str]:
    for box in graph.boxes:
        if box.group == group:
            yield f'{indent}state "{_label(graph, box)}" as {_id(box.id)}'
    for edge in graph.edges:
        if edge.group == group:
            yield f"{indent}{_arrow(edge)}"
    for box in graph.boxes:
        if box.group == group and box.end:
            yield f"{indent}{_id(box.id)} --> [*]"


def _label(graph: Graph, box: Box) -> str:
    return "<br>".join(_text(one) for one in (box.title, *(f"({t})" for t in graph.staying.get(box.id, ()))))


def _arrow(edge: Edge) -> str:
    source = "[*]" if edge.source == START else _id(edge.source)
    return f"{source} --> {_id(edge.target)}: {' / '.join(map(_text, edge.titles))}"


def _id(name: str) -> str:
    return re.sub(r"\W", "__", name)


def _text(text: str) -> str:
    return "".join(_SIGNS.get(c, c) for c in " ".join(text.split()))


def _quoted(text: str) -> str:
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
