"""Panes of lines: drawn for the room there is, in the style of each line, whatever else the screen does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.text import Text
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.theme import variables
from tui.widgets.page import Page

pytestmark = pytest.mark.asyncio


class OnePage(App[None]):
    """A page of lines, each as wide as the room it was drawn for."""

    CSS = "Page { padding: 1 1 0 2; } * { scrollbar-size-vertical: 1; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables()

    def compose(self) -> ComposeResult:
        yield Page()

    def on_mount(self) -> None:
        self.query_one(Page).show(self._lines)

    def _lines(self, room: int) -> Iterator[Text]:
        for n in range(self.count):
            yield Text(f"{n}{'_' * (room - len(str(n)) - 1)}|", style="#123456")


def lines_of(pilot: Pilot[None]) -> list[str]:
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(piece.text for piece in strip).strip() for strip in strips]


async def resized(pilot: Pilot[None], width: int, height: int) -> Page:
    await pilot.resize_terminal(width, height)
    await pilot.pause()
    return pilot.app.query_one(Page)


async def test_a_line_keeps_its_style(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    async with OnePage(3).run_test(size=(40, 10)) as pilot:
        (piece,) = (p for p in pilot.app.screen._compositor.render_strips()[1] if p.text.startswith("0"))
        assert piece.style is not None and piece.style.color is not None
        assert piece.style.color.get_truecolor().hex == "#123456"


async def test_lines_fit_beside_the_bar_that_they_bring_along() -> None:
    app = OnePage(3)
    async with app.run_test(size=(40, 10)) as pilot:
        app.count = 20
        app.query_one(Page).again()
        for _ in range(3):
            await pilot.pause()
        assert all("|" in line for line in lines_of(pilot)[1:])
        assert pilot.app.query_one(Page).show_vertical_scrollbar


async def test_a_smaller_and_a_larger_room_leave_nothing_of_the_other() -> None:
    async with OnePage(12).run_test(size=(60, 20)) as pilot:
        for width, height in ((60, 8), (60, 20), (30, 8), (60, 20)):
            page = await resized(pilot, width, height)
            assert page.show_vertical_scrollbar is (height < 13), (width, height)
            page.scroll_end(animate=False)
            await pilot.pause()
            shown = [line for line in lines_of(pilot) if line]
            assert shown[-1].startswith("11") and all("|" in line for line in shown)
            assert len(shown) == min(height - 1, 12)
