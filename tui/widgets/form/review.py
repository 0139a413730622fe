"""The last section of a form: what is still missing, what was entered, what doing it now would do."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.cleaning import clean, fit, width, wrap
from tui.widgets.form.model import FormModel
from tui.widgets.form.words import word

_LABEL = 22
_LEAST = 12  # cells of a text below which nothing is broken by hand


class Review(OptionList):
    """Lines of a form. Enter goes to the field of a line."""

    DEFAULT_CSS = """
    Review { border: none; background: $bg; color: $ink; height: 1fr; padding: 0 1; scrollbar-gutter: stable; }
    Review:focus { border: none; }
    Review > .option-list--option-highlighted { background: $hi; color: $ink; text-style: none; }
    Review:focus > .option-list--option-highlighted { background: $hi; color: $accent; text-style: bold; }
    Review > .option-list--option-disabled { color: $faint; }
    """

    class Chosen(Message):
        """Go to a field."""

        def __init__(self, section: str, pointer: str) -> None:
            super().__init__()
            self.section = section
            self.pointer = pointer

    def __init__(self, model: FormModel) -> None:
        super().__init__(markup=False)
        self.model = model
        self._places: list[tuple[str, str] | None] = []

    def fill(self) -> None:
        """Read the model again."""
        self.clear_options()
        self._places = []
        language = self.model.language
        self._heading(word("to_do", language))
        lacking = list(self._lacking())
        for line in lacking:
            self._line(*line)
        if not lacking:
            self._heading(f"  {word('nothing_to_do', language)}")
        self._heading(word("entered", language))
        for line in self._entered():
            self._line(*line)
        self.highlighted = next((n for n, place in enumerate(self._places) if place), None)

    def _heading(self, text: str) -> None:
        self._places.append(None)
        self.add_option(Option(Text(text), disabled=True))

    def _line(self, lead: str, text: str, place: tuple[str, str]) -> None:
        """What does not fit goes on below its beginning."""
        self._places.append(place)
        room = self.scrollable_content_region.width - width(lead)
        pieces = wrap(text, room) if room >= _LEAST else [text]
        indent = " " * width(lead)
        self.add_option(Option(Text("\n".join([lead + pieces[0], *(indent + one for one in pieces[1:])]))))

    def on_resize(self) -> None:
        at = self.highlighted
        self.fill()
        self.highlighted = at if at is not None and at < len(self._places) else self.highlighted

    def _lacking(self) -> Iterator[tuple[str, str, tuple[str, str]]]:
        titles = dict(self.model.sections())
        for section, pointer in self.model.problems():
            row = next((r for r in self.model.rows(section) if r.pointer == pointer), None)
            faults = self.model.all_faults(row) if row else []
            said = faults[0].text if faults else word("missing", self.model.language)
            label = clean(row.title) if row else clean(titles[section])
            yield f"! {fit(label, _LABEL)} ", clean(said), (section, pointer)
        for fault in self.model.general():
            yield "! ", f"{clean(fault.text)}  {clean(fault.basis)}", self.model.first_place()

    def _entered(self) -> Iterator[tuple[str, str, tuple[str, str]]]:
        for section, _ in self.model.sections():
            for row in self.model.rows(section):
                said = self.model.spoken(row) if row.stops else ""
                if said:
                    yield f"  {fit(clean(row.title), _LABEL)} ", clean(said), (section, row.pointer)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        place = self._places[event.option_index]
        if place is not None:
            self.post_message(self.Chosen(*place))
