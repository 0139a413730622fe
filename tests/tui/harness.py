"""Screens drawn for tests, and what no screen may show.

A colleague's screen joins by a `Scene` in its own test module:

    @pytest.mark.asyncio
    @pytest.mark.parametrize("size", SIZES)
    async def test_looks(desk, size):
        assert await faults(desk, [Scene("case", arrive)], size) == []
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from engine.desk import Desk
from engine.load.holidays import NationalHolidays
from tui.actions import Action
from tui.app import Madoguchi
from tui.labels import LABELS
from tui.memory import Memory
from tui.screens.workshop.working import PROOFS
from tui.theme import LOOKS, Look, contrast

SIZES = ((80, 24), (120, 36))
LANGUAGES = ("ja", "en")
CONTRAST = 4.5

__all__ = [
    "LANGUAGES",
    "LOOKS",
    "SIZES",
    "Drawn",
    "Scene",
    "action_of",
    "ambiguous",
    "cut_labels",
    "drawn",
    "faults",
    "home",
    "low_contrast",
    "opened",
    "settled",
]


@dataclass(frozen=True)
class Scene:
    """A screen by name, and how to get there from the desk."""

    name: str
    arrive: Callable[[Pilot[None]], Awaitable[object]]


@dataclass(frozen=True)
class Piece:
    """Some characters on the screen in one style; colours as `#rrggbb`."""

    text: str
    ink: str
    on: str


@dataclass(frozen=True)
class Drawn:
    """A screen as the terminal gets it."""

    rows: tuple[tuple[Piece, ...], ...]

    @property
    def lines(self) -> list[str]:
        return ["".join(piece.text for piece in row) for row in self.rows]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@asynccontextmanager
async def opened(
    desk: Desk,
    size: tuple[int, int] = (80, 24),
    look: Look = "sumi",
    language: str = "ja",
    memory: Memory | None = None,
) -> AsyncIterator[Pilot[None]]:
    """The app on an office, ready for keys."""
    desk.language = language
    app = Madoguchi(desk, look, memory)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until messages, layout and what is drawn after them are done."""
    for _ in range(2):
        await pilot.pause()
    while proving := [one for one in pilot.app.workers if one.group == PROOFS and not one.is_finished]:
        for one in proving:
            with suppress(WorkerCancelled):  # others took its place
                await one.wait()
        await pilot.pause()


def drawn(pilot: Pilot[None]) -> Drawn:
    """What is on the screen now."""
    rows = []
    for strip in pilot.app.screen._compositor.render_strips():
        row = []
        for text, style, _ in strip:
            if style is None or style.color is None or style.bgcolor is None:
                row.append(Piece(text, "", ""))
                continue
            ink, on = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
            row.append(Piece(text, on, ink) if style.reverse else Piece(text, ink, on))
        rows.append(tuple(row))
    return Drawn(tuple(rows))


# --- what no screen may show


def ambiguous(shown: Drawn, data: str = "") -> list[str]:
    """Characters that some terminals draw two cells wide, unless stored text brought them."""
    return sorted(
        {
            f"{c} U+{ord(c):04X}"
            for c in shown.text
            if unicodedata.east_asian_width(c) == "A" and c not in data
        }
    )


def low_contrast(shown: Drawn) -> list[str]:
    """Text that can hardly be read on what is behind it."""
    return [
        f"{piece.text.strip()!r} {piece.ink} on {piece.on}: {contrast(piece.ink, piece.on):.1f}"
        for row in shown.rows
        for piece in row
        if piece.text.strip() and piece.ink and contrast(piece.ink, piece.on) < CONTRAST
    ]


def cut_labels(shown: Drawn, language: str, data: str = "") -> list[str]:
    """Labels of the catalogue of which only the beginning is there; what is stored may be cut in a list."""
    labels = [pair[1 if language == "en" else 0] for pair in LABELS.values()]
    phrases = (part.strip() for line in shown.lines for part in re.split(r"\s{2,}", line))
    stems = [part.removesuffix("..").rstrip() for part in phrases if part.endswith("..")]
    return [
        stem
        for stem in stems
        if any(one.startswith(stem) and one != stem and one not in data for one in labels)
    ]


def crooked(shown: Drawn, size: tuple[int, int]) -> list[str]:
    """Lines that do not fill the screen exactly."""
    return [line for line in shown.lines if cell_len(line) != size[0]]


def data_of(desk: Desk) -> str:
    """Everything that is stored and defined: what may be on a screen without being ours."""
    texts = list(desk.export())
    for built in desk.organisations().values():
        texts += _texts([built.organisation, *built.workflows.values()], set())
    return "".join(texts)


def _texts(thing: object, seen: set[int]) -> Iterator[str]:
    """Every text in a definition, wherever it stands; but not the holidays of two hundred years, which nobody wrote."""
    if isinstance(thing, str):
        yield thing
    elif id(thing) not in seen and not isinstance(thing, NationalHolidays):
        seen.add(id(thing))
        inner: Iterable[object] = ()
        if isinstance(thing, Mapping):
            inner = (*thing, *thing.values())
        elif isinstance(thing, list | tuple | set | frozenset):
            inner = thing
        elif is_dataclass(thing):
            inner = [getattr(thing, one.name, None) for one in fields(thing)]
        for one in inner:
            yield from _texts(one, seen)


async def faults(
    desk: Desk,
    scenes: Sequence[Scene],
    size: tuple[int, int],
    looks: Sequence[Look] = LOOKS,
    language: str = "ja",
) -> list[str]:
    """What is wrong with screens at a size, in some looks and a language; each one starts from the desk."""
    found = []
    data = cache(partial(data_of, desk))
    async with opened(desk, size, looks[0], language) as pilot:
        for scene in scenes:
            text = ""
            for look in looks:
                shown = await _in_look(pilot, scene, look, text)
                found += [f"{scene.name} {look}: {one}" for one in _faults_of(shown, size, language, data)]
                text = text or shown.text
            await home(pilot)
    return found


async def _in_look(pilot: Pilot[None], scene: Scene, look: Look, text: str) -> Drawn:
    """The scene in a look: where it stands, if it has the same text there, else arrived at anew in that look."""
    app = pilot.app
    assert isinstance(app, Madoguchi)
    if app.look != look:
        app.look = look
        await settled(pilot)
    if not text or drawn(pilot).text != text:
        await home(pilot)
        await scene.arrive(pilot)
        await settled(pilot)
    return drawn(pilot)


def _faults_of(shown: Drawn, size: tuple[int, int], language: str, data: Callable[[], str]) -> list[str]:
    doubtful = bool(ambiguous(shown) or cut_labels(shown, language))
    known = data() if doubtful else ""  # to spell out everything that is defined takes its time
    return [
        *(f"ambiguous: {one}" for one in ambiguous(shown, known)),
        *(f"contrast: {one}" for one in low_contrast(shown)),
        *(f"cut: {one}" for one in cut_labels(shown, language, known)),
        *(f"crooked: {one!r}" for one in crooked(shown, size)),
    ]


async def home(pilot: Pilot[None]) -> None:
    """Back to the desk as it opens: everything on top of it closed, nothing narrowed down."""
    while len(pilot.app.screen_stack) > 1:
        await pilot.app.pop_screen()
    app = pilot.app
    assert isinstance(app, Madoguchi)
    app.said = ""
    app.go("desk")
    for _ in range(2):
        app.act(action_of(app, "back"), app.screen)
    await pilot.pause()


def action_of(app: Madoguchi, action_id: str) -> Action:
    """An action of the registry."""
    found = app.registry.find(action_id)
    assert found is not None, action_id
    return found
