"""A screen as SVG, cell by cell: every character stands exactly where the terminal puts it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rich.cells import cell_len
from rich.segment import Segment
from textual.pilot import Pilot

FONT = "Noto Sans Mono CJK JP"
WIDTH, HEIGHT = 10, 25  # of a cell; the letters of the font are half as wide as they are high
SIZE = 2 * WIDTH
EDGE = WIDTH


def svg_of(pilot: Pilot[None]) -> str:
    """What is on the screen now."""
    columns, lines = pilot.app.size
    ground = pilot.app.screen.styles.background.hex
    wide, high = columns * WIDTH + 2 * EDGE, lines * HEIGHT + 2 * EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}">',
        f'<rect width="{wide}" height="{high}" rx="6" fill="{ground}"/>',
        f'<g font-family="{FONT}" font-size="{SIZE}" xml:space="preserve" shape-rendering="crispEdges">',
    ]
    for y, strip in enumerate(pilot.app.screen._compositor.render_strips()):
        column = 0
        for segment in strip:
            parts += _segment(segment, column, y)
            column += cell_len(segment.text)
    return "\n".join([*parts, "</g></svg>"])


def _segment(segment: Segment, column: int, y: int) -> Iterator[str]:
    style = segment.style
    if style is None or style.bgcolor is None:
        return
    on = style.bgcolor.get_truecolor().hex
    ink = style.color.get_truecolor().hex if style.color else on
    if style.reverse:
        ink, on = on, ink
    x, top = EDGE + column * WIDTH, EDGE + y * HEIGHT
    yield f'<rect x="{x}" y="{top}" width="{cell_len(segment.text) * WIDTH}" height="{HEIGHT}" fill="{on}"/>'
    weight = ' font-weight="bold"' if style.bold else ""
    for run in runs(segment.text):
        if run.strip():
            yield f'<text x="{x}" y="{top + 19}" fill="{ink}"{weight}>{escape(run)}</text>'
        x += cell_len(run) * WIDTH


def runs(text: str) -> Iterator[str]:
    """Pieces that are drawn at once: a stretch of ASCII without blanks, a blank, one wide character."""
    run = ""
    for character in text:
        joins = run and (
            cell_len(character) == 0 or ((run + character).isascii() and " " not in (run[-1], character))
        )
        if run and not joins:
            yield run
            run = ""
        run += character
    if run:
        yield run
