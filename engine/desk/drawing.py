"""Workflows as pictures, and definitions as pages to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.errors import UsageError
from engine.export.graph import Graph, graph_of

if TYPE_CHECKING:
    from engine.load.build import Built
    from engine.model.workflow import Workflow

Picture = Literal["svg", "mmd"]


def draw(path: Path, workflow: str, kind: Picture = "svg", language: str = "ja") -> str:
    """A workflow of the definitions at `path` as SVG or Mermaid. Raises UsageError where there is none of that name."""
    return picture(graph_of(_found(path, workflow), language), kind)


def picture(graph: Graph, kind: Picture) -> str:
    """The graph in one of the two forms."""
    if kind == "mmd":
        from engine.export.mermaid import to_mermaid

        return to_mermaid(graph)
    from engine.export.svg import to_svg

    return to_svg(graph)


def _found(path: Path, workflow: str) -> Workflow:
    """The workflow of a name (`organisation/name`, or the name alone), of the organisations at a path."""
    from engine.load.near import nearest

    known: dict[str, Workflow] = {}
    for built in _built_at(path):
        known |= built.workflows
    found = [w for name, w in known.items() if workflow in (name, name.partition("/")[2])]
    if len(found) == 1:
        return found[0]
    names = "、".join(sorted(known)) or "ありません"
    near = nearest(workflow, [*known, *(name.partition("/")[2] for name in known)])
    raise UsageError(
        f"業務「{workflow}」を一つに決められません。あるもの: {names}"
        + (f"（もしかして: {near}）" if near else ""),
        f"Which workflow is “{workflow}”? There are: {', '.join(sorted(known))}",
    )


def _built_at(path: Path) -> Iterator[Built]:
    """The organisations of a folder as `check` takes it, or of an office's own definitions."""
    from engine.desk.definitions import library_of, roots_of
    from engine.desk.office import DEFINITIONS
    from engine.load.build import Builder

    own = path / DEFINITIONS
    for root, folders in roots_of([own if (own / "workflows").is_dir() else path]):
        library = library_of(root)
        for org in library.organisations():
            if (root / "workflows" / org).is_dir() and (folders is None or org in folders):
                yield Builder(library, org, {}).build()
