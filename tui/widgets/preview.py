"""The case under the cursor, beside the list: where it stands, until when and why, what can be done next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual.widget import Widget

from tui.cleaning import clean, cut, width, wrap
from tui.house import House, house_of
from tui.theme import Token
from tui.widgets.page import Page, nothing

if TYPE_CHECKING:
    from engine.desk import Offer, Span, Standing

ON: Token = "side"
RECENT = 3


class Divider(Widget):
    """A column that parts two panes where no tone does: seen without colours only."""

    def render(self) -> Text:
        return Text("\n".join("|" * self.size.height), style=house_of(self).palette.style("ink", "bg"))


class Preview(Page):
    """A pane that only shows."""

    def show_case(self, standing: Standing | None, offers: Sequence[Offer], keys: Mapping[str, str]) -> None:
        """Show a case with what can be done next and the keys that do it here, or nothing."""
        if standing is None:
            self.show(nothing)
        else:
            self.show(lambda room: Drawing(house_of(self), standing, room).lines(offers, keys))


class Drawing:
    """The lines of one case in a pane of `room` cells."""

    def __init__(self, house: House, standing: Standing, room: int) -> None:
        self.house = house
        self.palette = house.palette
        self.standing = standing
        self.row = standing.row
        self.room = room

    def lines(self, offers: Sequence[Offer], keys: Mapping[str, str]) -> Iterator[Text]:
        yield from self._head()
        yield from self._due()
        yield from self._path()
        yield from self._next(offers, keys)
        yield from self._recent()

    def text(self, said: str, ink: Token = "ink", *, bold: bool = False) -> Text:
        return Text().append(cut(said, self.room), self.palette.style(ink, ON, bold=bold))

    def _title(self, name: str) -> Iterator[Text]:
        yield Text("")
        yield self.text(self.house.word(name), "faint")

    def _head(self) -> Iterator[Text]:
        from tui.screens.desk_rows import INK, left_words

        row = self.row
        title = self.house.desk.about()[row.organisation].title
        yield self.text(f"{clean(row.number)}  {clean(row.kind_title)}", bold=True)
        yield self.text(clean(row.name), bold=True)
        yield self.text(clean(title.within(self.house.language)), "muted")
        yield Text("")
        chips = Text().append(f" {clean(row.state_title)} ", self.palette.chip("accent"))
        left = left_words(row, self.house.language)
        if left:
            ink = INK[self.standing.group]
            chips.append("  ", self.palette.style("ink", ON))
            chips.append(f" {left} ", self.palette.chip("accent" if ink == "faint" else ink))
        yield chips

    def _due(self) -> Iterator[Text]:
        from tui.widgets.ruler import ruler, scale

        span = self.house.desk.span_of(self.row.number, self.row.organisation)
        if span is None:
            return
        yield from self._title("due")
        yield self._due_line(span)
        if span.due or span.pauses:
            yield ruler(span, self.room, self.palette, ON)
            if scale(span, self.room) > 1:
                yield self.text(self.house.word("ruler.scale", days=scale(span, self.room)), "faint")
        told = span.due.isoformat() if span.due else ""
        for line in self.house.desk.why(self.row.number, "due", self.row.organisation):
            if told and line.result == told and not line.date:
                continue  # it stands above already
            lead = f"{line.date[5:]} " if line.date else ""
            hang = " " * width(lead)  # what goes on hangs under the text, not under its day
            for n, piece in enumerate(wrap(clean(line.text), self.room - width(lead))):
                yield self.text((hang if n else lead) + piece, "muted" if n and lead else "ink")
            for piece in wrap(clean(line.basis), self.room - width(lead)) if line.basis else ():
                yield self.text(hang + piece, "muted")

    def _due_line(self, span: Span) -> Text:
        from engine.desk import format_wareki, weekday

        if span.due is None:
            said = "paused" if span.paused else "without_delay"
            return self.text(self.house.word(said), bold=True)
        line = self.text(f"{format_wareki(span.due)}({weekday(span.due)})", bold=True)
        if self.house.language == "en":
            line = self.text(f"{span.due} {weekday(span.due, 'en')}", bold=True)
        elif width(line.plain) + 11 <= self.room:
            line.append(f" {span.due}", self.palette.style("muted", ON))
        return line

    def _path(self) -> Iterator[Text]:
        """The steps one after the other, as many on a line as fit."""
        yield from self._title("desk.path")
        line = Text(style=self.palette.style("muted", ON))
        for stop in self.house.desk.path_of(self.row.number, self.row.organisation):
            piece = Text(style=self.palette.style("muted", ON))
            if stop.how == "now":
                piece.append(f"[{clean(stop.title)}]", self.palette.style("accent", ON, bold=True))
            else:
                piece.append(
                    clean(stop.title), self.palette.style("ok" if stop.how == "done" else "muted", ON)
                )
            if stop.entered and stop.how != "next":
                piece.append(f" {stop.entered[5:]}", self.palette.style("muted", ON))
            if line.plain and width(line.plain) + 2 + width(piece.plain) > self.room:
                yield line
                line = Text(style=self.palette.style("muted", ON))
            line = line.append("  ") if line.plain else line
            line.append_text(piece)
            for side in stop.sides:
                yield line
                line = Text(style=self.palette.style("muted", ON))
                ended = side.ended[5:]
                said = f" +- {clean(side.title)} {side.opened[5:]}..{ended} {clean(side.state_title)}"
                yield self.text(said, "muted" if ended else "pause")
        if line.plain:
            yield line

    def _next(self, offers: Sequence[Offer], keys: Mapping[str, str]) -> Iterator[Text]:
        if not offers:
            return
        yield from self._title("desk.next")
        for offer in sorted(offers, key=lambda o: o.blocked):
            line = Text(style=self.palette.style("muted", ON))
            line.append(f"{keys.get(offer.id) or ' '} ", self.palette.style("accent", ON, bold=True))
            blocked = f"  {self.house.word('desk.blocked')}" if offer.blocked else ""
            said = cut(clean(offer.title), self.room - 2 - width(blocked))
            line.append(said, self.palette.style("muted" if offer.blocked else "ink", ON))
            yield line.append(blocked, self.palette.style("soon", ON))
            for reason in (o for o in offer.against if o.severity == "block"):
                for piece in wrap(clean(reason.within(self.house.language)), self.room - 2):
                    yield self.text("  " + piece, "muted")

    def _recent(self) -> Iterator[Text]:
        from engine.desk.case_past import person_name, title_of

        desk = self.house.desk
        key = self.row.organisation, self.row.number
        workflow, events = desk.workflow(key), desk.case(key).events
        yield from self._title("desk.recent")
        for event in reversed(events[-RECENT:]):
            done = title_of(workflow, event.id, self.house.language)
            line = self.text(f"{event.date.isoformat()[5:]} ", "muted")
            line.append(cut(clean(done), self.room - 18), self.palette.style("ink", ON))
            line.append(
                f"  {clean(person_name(event.by, self.house.language))}", self.palette.style("muted", ON)
            )
            line.truncate(self.room)
            yield line
