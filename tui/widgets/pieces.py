"""A long text in which facts stand as whole pieces 【…】: deleted and passed over as one, never typed into."""

from __future__ import annotations

from textual import on
from textual.widgets import TextArea

from tui.widgets.form.editors import LongEditor

OPEN, CLOSE = "【", "】"


class PieceEditor(LongEditor):
    """The text. The caret stands before or behind a piece, never inside one."""

    DEFAULT_CSS = "PieceEditor { max-height: 12; min-height: 4; }"

    def _bounds(self, row: int, column: int) -> tuple[int, int] | None:
        """The piece that a place of a line lies inside of: where it begins and ends."""
        line = str(self.document.get_line(row))
        start = line.rfind(OPEN, 0, column)
        end = line.find(CLOSE, start) if start >= 0 else -1
        return (start, end + 1) if start < column < end + 1 else None

    def action_delete_left(self) -> None:
        row, column = self.cursor_location
        line = str(self.document.get_line(row))
        start = line.rfind(OPEN, 0, column)
        if self.selection.is_empty and line[:column].endswith(CLOSE) and start >= 0:
            self.delete((row, start), (row, column))
        else:
            super().action_delete_left()

    def action_delete_right(self) -> None:
        row, column = self.cursor_location
        line = str(self.document.get_line(row))
        end = line.find(CLOSE, column)
        if self.selection.is_empty and line[column:].startswith(OPEN) and end >= 0:
            self.delete((row, column), (row, end + 1))
        else:
            super().action_delete_right()

    @on(TextArea.SelectionChanged)
    def _moved(self, event: TextArea.SelectionChanged) -> None:
        """Out of a piece the way the caret was going."""
        if not self.selection.is_empty:
            return
        row, column = self.cursor_location
        inside = self._bounds(row, column)
        if inside is not None:
            start, end = inside
            self.move_cursor((row, end if column - start <= end - column and column - start == 1 else start))
        del event

    def put(self, label: str) -> None:
        """A piece where the caret stands."""
        self.insert(f"{OPEN}{label}{CLOSE}")
