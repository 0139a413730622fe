"""Where something comes from: what the office says, what it inherits, and in which lines of which file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.desk.workshop.rows import Cell
from engine.desk.workshop.scope import Path
from engine.desk.workshop.slots import Which, title_at
from engine.desk.workshop.view import Origin, View
from engine.load.edit.spans import find_span, spans_of
from engine.load.tree import find, place_of

if TYPE_CHECKING:
    from engine.desk.workshop.workshop import Workshop

Step = tuple[str, Origin, str]
"""What is said, who says it, `file:line:column`."""


def chain(view: View, name: str, path: Path, cell: Cell | None) -> list[Step]:
    """What stands at a path now, then what the parent says there, if it says something else."""
    now = view.find(name, path)
    said = (
        view.sayer.say(cell.slot, now, path)
        if cell is not None
        else view.title(now, path[-1] if path else name)
    )
    found: list[Step] = [(said, view.origin(name, path), view.place(name, path))]
    parent = view.parents.get(name)
    before = find(parent, *path) if parent is not None else None
    if before is not None and parent is not None and found[0][1] != "parent":
        inherited = (
            view.sayer.say(cell.slot, before, path) if cell is not None else view.title(before, path[-1])
        )
        found.append((inherited, "parent", str(place_of(parent, *path))))
    return found


def titles(view: View, name: str, path: Path) -> list[str]:
    """The labels of the elements down to a path, and the title of the cell at its end."""
    found = []
    which = view.which(name)
    for depth in range(2, len(path) + 1, 2):
        node = view.find(name, path[:depth])
        if node is not None:
            found.append(view.title(node, path[depth - 1]))
    slot = _last(which, path)
    return [*found[-3:], slot] if slot else found[-3:]


def _last(which: Which, path: Path) -> str:
    """The title of the cell at the end of a path; nothing where an element stands there."""
    return "" if len(path) % 2 == 0 else title_at(which, path) or path[-1]


def own_lines(shop: Workshop, name: str, path: Path, around: int = 2) -> list[tuple[str, int, str, bool]]:
    """The lines of the office's own files that an element stands in, with some around: (file, number, text, own)."""
    for file in shop.files():
        where = _inner(file.name, name, path)
        if where is None or file.trouble:
            continue
        span = find_span(spans_of(file.name, file.text), where)
        if span is None:
            continue
        first = file.text.count("\n", 0, span.start) + 1
        last = file.text.count("\n", 0, max(span.end - 1, span.start)) + 1
        first -= 0 if span.flow or span.kind == "scalar" else 1
        lines = file.text.split("\n")
        shown = range(max(first - around, 1), min(last + around, len(lines)) + 1)
        return [(file.name, n, lines[n - 1], first <= n <= last) for n in shown]
    return []


def _inner(file: str, name: str, path: Path) -> Path | None:
    """The path inside a file: its whole, or what stands below a form that has a file of its own."""
    if file == f"workflows/{name}.yaml":
        return path
    org = name.partition("/")[0]
    if len(path) > 1 and path[0] == "forms" and file == f"schemas/{org}/{path[1]}.schema.json":
        return path[2:]
    return None
