"""A form on the screen: one section at a time, its lines kept in step with what the engine says."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual import events, on
from textual.containers import VerticalScroll
from textual.message import Message

from engine.desk.forms import Objection
from tui.cleaning import clean
from tui.widgets.form.editors import LongEditor, PickEditor
from tui.widgets.form.model import FormModel, Row
from tui.widgets.form.popups import CalendarPopup, ChoicePopup
from tui.widgets.form.rows import FieldRow
from tui.widgets.form.words import word

_REMOVE = "\x01remove"
_CLEAR = "\x01clear"


class FormView(VerticalScroll, inherit_bindings=False):
    """The lines of a section. Enter and the arrows go from field to field; nothing here submits.

    Posts `Changed` after every key that was judged, `Moved` when the field or section in use is another,
    `Why` when F5 asks about a field.
    """

    DEFAULT_CSS = "FormView { background: $bg; padding: 0 1 0 0; scrollbar-size-vertical: 1; }"
    can_focus = False

    class Changed(Message):
        """Something was typed, and judged."""

    class Moved(Message):
        """The cursor is in another field or section."""

    class Came(Message):
        """The field that gets the cursor is there."""

    class Past(Message):
        """One went on from the last field (`step` 1), or back from the first (-1)."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Why(Message):
        """Why is the field as it is?"""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    def __init__(self, model: FormModel, *, id: str | None = None, quiet: bool = False) -> None:
        super().__init__(id=id)
        self.model = model
        self.quiet = quiet  # one goes into it later, by hand
        self.section, self.at = model.first_place()
        self._lines: list[FieldRow] = []
        self._coming: FieldRow | None = None
        self._begun = False

    def on_mount(self) -> None:
        self.lay_out()
        self.app.theme_changed_signal.subscribe(self, lambda _: self.update_lines())
        if not self.quiet:
            self.focus_on(self.at)
        self._begun = True
        self.post_message(self.Came())

    # --- lines

    @property
    def awaits(self) -> bool:
        """Whether the field that gets the cursor is still to come."""
        return not self._begun or self._coming is not None

    @property
    def lines(self) -> list[FieldRow]:
        return list(self._lines)

    def lay_out(self) -> None:
        """Bring the lines in step with the model: those that stay keep their caret."""
        rows = self.model.rows(self.section)
        have = {line.row.key: line for line in self._lines}
        wanted = {row.key for row in rows}
        for key, line in have.items():
            if key not in wanted:
                line.remove()
        lines: list[FieldRow] = []
        for row in rows:
            line = have.get(row.key) or self._new_line(row, lines)
            lines.append(line)
        self._lines = lines
        self.call_after_refresh(self.update_lines)

    def _new_line(self, row: Row, above: list[FieldRow]) -> FieldRow:
        line = FieldRow(row, self.model.value(row.pointer), self.model.language)
        if above:
            self.mount(line, after=above[-1])
        elif self.children:
            self.mount(line, before=0)
        else:
            self.mount(line)
        return line

    def update_lines(self) -> None:
        """Values, faults and readings of every line."""
        for line, row in zip(self._lines, self.model.rows(self.section), strict=False):
            if line.is_mounted and line.row.key == row.key:
                line.show(
                    row,
                    self.model.value(row.pointer),
                    self.model.faults(row),
                    self.model.read_back(row),
                    self.model.note(row),
                )

    def _sync(self) -> None:
        rows = self.model.rows(self.section)
        if [r.key for r in rows] != [line.row.key for line in self._lines]:
            self.lay_out()
        else:
            self.update_lines()

    def focused_line(self) -> FieldRow | None:
        return next((line for line in self._lines if line.holds_cursor), None)

    # --- moving

    def go(self, section: str, pointer: str = "") -> None:
        """Show a section and put the cursor into a field, the first one if none is named."""
        if section != self.section:
            self.model.settle()
            self.model.visited.add(self.section)
            self.section = section
        self._sync()
        self.focus_on(pointer or next((line.row.pointer for line in self._lines if line.row.stops), ""))

    def focus_on(self, pointer: str) -> None:
        """Put the cursor into the field at a place, or the nearest below it."""
        stops = [line for line in self._lines if line.row.stops]
        line = next((one for one in stops if one.row.pointer == pointer), None)
        line = line or next((one for one in stops if one.row.pointer.startswith(f"{pointer}/")), None)
        line = line or (stops[0] if stops else None)
        if line is not None:
            self._to(line)

    def _to(self, line: FieldRow) -> None:
        self.at = line.row.pointer
        if line.ready:
            line.take_focus()
        else:
            self._coming = line
            self.call_after_refresh(self._arrived, line)

    def _arrived(self, line: FieldRow) -> None:
        """A new field is not there at once; keys wait for it (see `awaits`)."""
        if line is not self._coming:
            return
        if line in self._lines and not line.ready:
            self.call_after_refresh(self._arrived, line)
            return
        self._coming = None
        self.focus_on(line.row.pointer)
        self.post_message(self.Came())

    def move(self, step: int) -> None:
        """To the next or previous field, over the end into the next section."""
        stops = [line for line in self._lines if line.row.stops]
        here = self.focused_line()
        index = stops.index(here) + step if here in stops else 0
        if 0 <= index < len(stops):
            self._to(stops[index])
            return
        names = [name for name, _ in self.model.sections()]
        beyond = names.index(self.section) + step if self.section in names else 0
        if 0 <= beyond < len(names):
            rows = [r for r in self.model.rows(names[beyond]) if r.stops]
            target = rows[0] if step > 0 and rows else rows[-1] if rows else None
            self.go(names[beyond], target.pointer if target else "")
        else:
            self.post_message(self.Past(step))

    def next_problem(self) -> bool:
        """To the next place with a problem, from the end back to the first; False if there is none."""
        self.model.all_left = True
        problems = self.model.problems()
        order = [(s, r.pointer) for s, _ in self.model.sections() for r in self.model.rows(s)]
        if not problems:
            self.update_lines()
            return False
        here = order.index((self.section, self.at)) if (self.section, self.at) in order else -1
        after = [p for p in problems if p in order and order.index(p) > here]
        section, pointer = (after or problems)[0]
        self.go(section, pointer)
        return True

    def refuse(self, objections: tuple[Objection, ...]) -> None:
        """The step was refused: every reason under its field, the cursor at the first."""
        self.model.refused = objections
        self.model.all_left = True
        problems = self.model.problems()
        if problems:
            self.go(*problems[0])
        self.update_lines()
        self.post_message(self.Changed())

    # --- keys

    def on_key(self, event: events.Key) -> None:
        here = self.focused_line()
        if here is None:
            return
        self._take_in(here)
        long = isinstance(here.editor, LongEditor)
        steps = {"tab": 1, "shift+tab": -1, "enter": 1, "down": 1, "up": -1}
        if event.key in steps and not (long and event.key in ("enter", "down", "up")):
            self.move(steps[event.key])
        elif event.key == "f3":
            if not self.next_problem():
                return  # what stands against the step belongs to no field: the pane says it
        elif event.key == "f4":
            self.choices(here)
        elif event.key == "f5":
            self.post_message(self.Why(here.row))
        elif event.key == "ctrl+z" and isinstance(here.editor, PickEditor):
            if self.model.restore():
                self._after()
        else:
            return
        event.stop()
        event.prevent_default()

    # --- what the lines say

    @on(FieldRow.Edited)
    def _edited(self, event: FieldRow.Edited) -> None:
        event.stop()
        row = event.line.row
        if (self.model.value(row.pointer) or "") == (event.value or "") or event.line not in self._lines:
            return
        self._take(event.line, event.value)

    def _take(self, line: FieldRow, value: Any) -> None:
        line.known = value
        self.model.set(line.row.pointer, value)
        self._after()

    def _take_in(self, line: FieldRow) -> None:
        """What was typed in a field is the form's before a key leads on, though the field has not said so yet."""
        typed = line.typed
        if line in self._lines and (typed or "") != (line.known or ""):
            self._take(line, typed)

    def _after(self) -> None:
        self._sync()
        self.post_message(self.Changed())

    @on(FieldRow.Entered)
    def _entered(self, event: FieldRow.Entered) -> None:
        event.stop()
        self.at = event.line.row.pointer
        event.line.scroll_visible(animate=False)
        self.update_lines()
        self.post_message(self.Moved())

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if self.screen.is_current and event.line in self._lines:
            self.model.leave(event.line.row.pointer)
            self.update_lines()
            self.post_message(self.Moved())

    @on(FieldRow.Lines)
    def _lines_pasted(self, event: FieldRow.Lines) -> None:
        event.stop()
        self.model.set(event.line.row.pointer, event.text)
        self._grow(event.line)

    def _grow(self, line: FieldRow) -> None:
        """A one-line text becomes a long one, with the cursor in it."""
        self.model.long.add(line.row.pointer)
        self._after()
        self.focus_on(line.row.pointer)

    @on(FieldRow.Wanted)
    def _wanted(self, event: FieldRow.Wanted) -> None:
        event.stop()
        self.choices(event.line, event.typed)

    # --- choices (F4)

    def choices(self, line: FieldRow, typed: str = "") -> None:
        """Open what can be chosen for a field: list, calendar, cases; a text becomes a long one."""
        kind = line.row.kind
        if kind == "date":
            self._calendar(line)
        elif kind in ("pick", "picks", "link"):
            self._list(line, typed)
        elif kind == "text":
            self._grow(line)

    def _calendar(self, line: FieldRow) -> None:
        today = self.model.form.desk.clock.today()
        reading = self.model.read_day(str(self.model.value(line.row.pointer) or ""))
        language = self.model.language

        def take(day: date | None) -> None:
            if day is not None:
                from engine.desk.dates import short_wareki

                self._put(line, day.isoformat() if language == "en" else short_wareki(day))

        popup = CalendarPopup(clean(line.row.title), reading.day or today, today, language)
        self.app.push_screen(popup, take)

    def _list(self, line: FieldRow, typed: str) -> None:
        row, language = line.row, self.model.language
        listed = [(key, label, self._other_words(row, key)) for key, label in self._offers(row)]
        value = self.model.value(row.pointer)
        taken = [str(v) for v in value] if isinstance(value, list) else [str(value)] if value else []
        if row.entry and not row.fresh and row.pointer.rpartition("/")[0] == row.entry:
            listed.append((_REMOVE, word("remove", language), ""))
        elif taken and row.kind == "pick":
            listed.append((_CLEAR, word("clear", language), ""))

        def take(key: str | None) -> None:
            if key == _REMOVE:
                self.model.remove(row.entry)
                self._after()
            elif key is not None and row.kind == "picks":
                order = [k for k, _ in row.choices]
                kept = [t for t in taken if t != key] if key in taken else [*taken, key]
                self._put(line, sorted(kept, key=lambda k: order.index(k) if k in order else -1))
            elif key is not None:
                self._put(line, None if key == _CLEAR else key)

        self.app.push_screen(ChoicePopup(clean(row.title), listed, taken, typed, language), take)

    def _offers(self, row: Row) -> list[tuple[str, str]]:
        if row.kind == "link":
            return [(n, f"{n}  {words}") for n, words in self.model.form.linkable(row.field)]
        return list(row.choices)

    def _other_words(self, row: Row, key: str) -> str:
        """Further words a choice is found by: its id and its label in the other language."""
        inner = row.field.type.item or row.field.type
        label = inner.values.get(key)
        return f"{key.replace('_', ' ')} {label.ja} {label.en}" if label else key

    def _put(self, line: FieldRow, value: Any) -> None:
        fresh, kind = line.row.fresh, line.row.kind
        self.model.set(line.row.pointer, value)
        self._after()
        if fresh or kind == "pick":
            self.focus_on(self._beyond(line.row.pointer) if kind == "pick" and value else line.row.pointer)

    def _beyond(self, pointer: str) -> str:
        """The field below one in which something was chosen: by Enter alone one goes on. The last one stays."""
        stops = [row.pointer for row in self.model.rows(self.section) if row.stops]
        at = stops.index(pointer) + 1 if pointer in stops else len(stops)
        return stops[at] if at < len(stops) else pointer
