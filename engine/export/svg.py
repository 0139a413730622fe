"""The state machine as a picture (SVG 1.1): the main line down the middle, ways aside at the right, tasks beside it.

Every arrow runs in a lane of its own, so that no two cover each other; the picture needs no other program.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from engine.export.graph import START, Box, Edge, Graph

_BOX: Final = (220, 54)  # width, height of a state
_STEP: Final = 100  # from one state to the next, top to top
_LANE: Final = 22  # between two arrows that pass beside the boxes
_MARGIN: Final = 32
_FONT: Final = 13
_SMALL: Final = 11
_STYLE: Final = (
    "text{font-family:'Noto Sans JP','Yu Gothic','Hiragino Sans',sans-serif;fill:#1f2428}"
    ".box{fill:#f3f0e8;stroke:#434d55}.done{fill:#d5e8d6;stroke:#225f32}.aside{fill:#f5e3bd;stroke:#7a4b00}"
    ".way{fill:none;stroke:#0b6478;stroke-width:1.4}.task{fill:none;stroke:#4b3f9e;stroke-dasharray:5 4}"
    ".small{fill:#434d55}.halo{stroke:#faf8f3;stroke-width:4;paint-order:stroke}"
)


@dataclass(frozen=True, slots=True)
class _Column:
    """One machine laid out: where its boxes stand, and the lane of each arrow that does not go straight down."""

    boxes: tuple[Box, ...]
    left: int
    top: int
    lanes: dict[Edge, int]
    width: int
    height: int
    lanes_at: int

    def y(self, name: str) -> int:
        return self.top + _STEP * next(n for n, b in enumerate(self.boxes) if b.id == name)


def to_svg(graph: Graph) -> str:
    """The picture as a whole file, ended by a line end."""
    columns, width, height = _layout(graph)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f"<title>{escape(graph.title)}</title>",
        f"<style>{_STYLE}</style>",
        '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#0b6478"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#faf8f3"/>',
        _text(_MARGIN, _MARGIN, graph.title, 16, "bold"),
    ]
    for group, column in columns.items():
        if group:
            parts += _frame(column, graph.groups[group])
        parts += _machine(graph, column, group)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _layout(graph: Graph) -> tuple[dict[str, _Column], int, int]:
    columns: dict[str, _Column] = {}
    left, height = _MARGIN, 0
    for group in ("", *graph.groups):
        column = _column(graph, group, left)
        columns[group] = column
        left += column.width + 2 * _MARGIN
        height = max(height, column.top + column.height)
    return columns, left, height + _MARGIN


def _column(graph: Graph, group: str, left: int) -> _Column:
    boxes = tuple(b for b in graph.boxes if b.group == group)
    edges = [e for e in graph.edges if e.group == group and e.source != START]
    order = {box.id: n for n, box in enumerate(boxes)}
    aside = sorted(
        (e for e in edges if order[e.target] != order[e.source] + 1), key=lambda e: _span(order, e)
    )
    lanes = _lanes(order, aside)
    longest = max((_wide(_label(e)) for e in aside), default=0)
    straight = max((_wide(_label(e)) for e in edges if e not in lanes), default=0)
    lanes_at = max(_BOX[0], _BOX[0] // 2 + 8 + straight)  # beyond the labels of the main line
    width = lanes_at + _LANE * (max(lanes.values(), default=-1) + 2) + longest
    start = max((_wide(_label(e)) for e in graph.edges if e.group == group and e.source == START), default=0)
    width = max(width, _BOX[0] // 2 + max(straight, start) + _MARGIN)
    return _Column(boxes, left, 2 * _MARGIN + _STEP, lanes, width, _STEP * len(boxes), lanes_at)


def _span(order: dict[str, int], edge: Edge) -> tuple[int, int]:
    return abs(order[edge.target] - order[edge.source]), order[edge.target]


def _lanes(order: dict[str, int], aside: Sequence[Edge]) -> dict[Edge, int]:
    """The lane of each arrow: arrows into the same box share one, others only where they do not meet."""
    taken: list[list[tuple[int, int, str]]] = []
    found: dict[Edge, int] = {}
    for edge in aside:
        first, last = sorted((order[edge.source], order[edge.target]))
        lane = next(
            (
                n
                for n, held in enumerate(taken)
                if all(last < a or first > b or target == edge.target for a, b, target in held)
            ),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((first, last, edge.target))
        found[edge] = lane
    return found


def _frame(column: _Column, title: str) -> list[str]:
    x, y = column.left - _MARGIN // 2, column.top - _STEP + 8
    size = f'width="{column.width + _MARGIN}" height="{column.height + _STEP - 24}"'
    return [
        f'<rect class="task" x="{x}" y="{y}" {size} rx="8"/>',
        _text(column.left, y + 20, title, _FONT, "bold"),
    ]


def _machine(graph: Graph, column: _Column, group: str) -> Iterator[str]:
    leaving: dict[str, int] = {}
    for edge in graph.edges:
        if edge.group == group:
            yield from _start(column, edge) if edge.source == START else _way(column, edge, leaving)
    for box in column.boxes:
        yield from _box(column, box, graph.staying.get(box.id, ()))


def _start(column: _Column, edge: Edge) -> Iterator[str]:
    x, y = column.left + _BOX[0] // 2, column.y(edge.target)
    yield f'<circle cx="{x}" cy="{y - 46}" r="6" fill="#434d55"/>'
    yield f'<path class="way" d="M{x} {y - 40} L{x} {y - 2}" marker-end="url(#tip)"/>'
    yield _text(x + 10, y - 18, _label(edge), _SMALL, "halo")


def _way(column: _Column, edge: Edge, leaving: dict[str, int]) -> Iterator[str]:
    """`leaving` counts the arrows that left each box at its side so far: each leaves a little lower."""
    width, height = _BOX
    source, target = column.y(edge.source), column.y(edge.target)
    lane = column.lanes.get(edge)
    if lane is None:
        x = column.left + width // 2
        yield f'<path class="way" d="M{x} {source + height} L{x} {target - 2}" marker-end="url(#tip)"/>'
        yield _text(x + 8, source + height + 28, _label(edge), _SMALL, "halo")
        return
    edge_x, lane_x = column.left + width, column.left + column.lanes_at + _LANE * (lane + 1)
    count = leaving[edge.source] = leaving.get(edge.source, -1) + 1
    out, into = source + 16 + 13 * count, target + 6
    path = f"M{edge_x} {out} L{lane_x} {out} L{lane_x} {into} L{edge_x + 2} {into}"
    yield f'<path class="way" d="{path}" marker-end="url(#tip)"/>'
    beside = column.left + column.lanes_at + _LANE * (max(column.lanes.values()) + 1) + 6
    yield _text(beside, out + 4, _label(edge), _SMALL, "halo")


def _box(column: _Column, box: Box, staying: Sequence[str]) -> Iterator[str]:
    x, y = column.left, column.y(box.id)
    kind = box.end or "box"
    yield f'<rect class="{kind}" x="{x}" y="{y}" width="{_BOX[0]}" height="{_BOX[1]}" rx="6"/>'
    yield _text(x + 10, y + (22 if staying else 32), box.title, _FONT, "bold")
    if staying:
        yield _text(x + 10, y + 42, _cut(" / ".join(staying), _BOX[0] - 20), _SMALL, "small")


def _text(x: int, y: int, text: str, size: int, kind: str = "") -> str:
    weight = ' font-weight="bold"' if kind == "bold" else ""
    return f'<text class="{kind}" x="{x}" y="{y}" font-size="{size}"{weight}>{escape(text)}</text>'


def _label(edge: Edge) -> str:
    return " / ".join(edge.titles)


def _wide(text: str) -> int:
    """About how many pixels a label takes: full-width characters an em, others a little over half."""
    return round(sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text) * _SMALL)


def _cut(text: str, room: int) -> str:
    if _wide(text) <= room:
        return text
    while _wide(text) + _SMALL > room and len(text) > 1:
        text = text[:-1]
    return f"{text} .."
