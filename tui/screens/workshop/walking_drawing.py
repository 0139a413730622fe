"""How a walk is drawn: its head with the day, where a copy stopped, what a step would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from engine.desk import short_wareki, weekday
from tui.cleaning import clean, width
from tui.labels import word
from tui.screens.case_faces import short_day
from tui.screens.case_words import told
from tui.screens.form_words import consequences
from tui.sentences import sentence
from tui.theme import Palette
from tui.widgets.blocks import Block, Line, Piece, text_lines
from tui.widgets.form.model import FormModel

if TYPE_CHECKING:
    from engine.desk.case_past import Happening
    from engine.desk.case_view import CaseView, Deed
    from engine.desk.tryout import Stopped, Tryout


def joined(lines: Sequence[Text]) -> Text:
    return Text("\n").join(lines)


def only_read(blocks: Iterable[Block]) -> list[Block]:
    """Blocks among which nothing is chosen."""
    return [Block("", one.lines) for one in blocks]


def head(walk: Tryout, view: CaseView | None, palette: Palette, room: int) -> Text:
    """What is walked, and on which day; at the right edge the state and the days left."""
    language = walk.language
    kind = walk.workflow.kinds[walk.kind].title.within(language)
    what = word("walk.copy", language, number=walk.copied) if walk.copied else word("walk.new", language)
    day = short_wareki(walk.today) if language != "en" else walk.today.isoformat()
    left = Text(style=palette.style("muted", "side"))
    left.append(f"{word('walk.title', language)}  ", palette.style("accent", "side", bold=True))
    left.append(clean(kind), palette.style("ink", "side", bold=True))
    left.append(f"  {clean(what)}  {word('walk.today', language)} ")
    left.append(f"{day} {weekday(walk.today, language)}", palette.style("ink", "side", bold=True))
    chips = Text(style=palette.style("ink", "side"))
    for said in (view.row.state_title, view.main.days if view.main else "") if view else ():
        if said:
            chips.append(" ")
            chips.append(f" {clean(said)} ", palette.chip("accent"))
    left.truncate(max(room - width(chips.plain) - 1, 0))
    left.append(" " * max(room - width(left.plain) - width(chips.plain), 1))
    return left.append_text(chips)


def stopped_blocks(stopped: Stopped | None, room: int, language: str) -> Iterator[Block]:
    """Where a copy does not go on in the working copy, with every reason."""
    if stopped is None:
        return
    title = word("walk.stopped", language, title=clean(stopped.title))
    lines: list[Line] = [(Piece(title, "over", True),)]
    for one in stopped.objections:
        said = told(sentence(f"{one.within(language)}  {one.basis}".rstrip()))
        lines += text_lines(said, room, "over", 2)
    yield Block("", (*lines, ()))


def intake_block(key: str, walk: Tryout, language: str) -> Block:
    """The one thing that can be done before the case is there."""
    start = walk.workflow.start_for(walk.kind)
    title = start.title.within(language) if start is not None else ""
    return Block(key, ((Piece("  "), Piece(clean(title), "ink", True)),))


def in_order(walk: Tryout, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """What leads on comes first, also where something stands against it: the reasons are what one looks for."""
    from engine.desk.case_view import weight

    flow = walk.workflow
    return tuple(sorted(deeds, key=lambda d: (d.later, weight(flow, flow.commands[d.id]), d.blocked)))


def then_blocks(
    model: FormModel | None, done: Sequence[Happening], room: int, language: str, spaced: bool
) -> Iterator[Block]:
    """What the step would do, or what stands against it as it is filled in; then what was done."""
    if model is not None:
        yield from _would(model, room, language, spaced)
    if done:
        lead: tuple[Line, ...] = ((),) if model is not None and spaced else ()
        yield Block("", (*lead, (Piece(word("walk.so_far", language), "faint"),)))
    for one in reversed(done):
        letters = "、".join(f"{number} {title}".strip() for _, number, title in one.letters)
        said = f"{short_day(one.day)}  {clean(one.title)}  {clean(letters)}".rstrip()
        yield Block("", tuple(text_lines(said, room, "muted")))


def _would(model: FormModel, room: int, language: str, spaced: bool) -> Iterator[Block]:
    title = clean(model.form.title.within(language))
    yield Block("", ((Piece(word("walk.would", language, title=title), "accent", True),),))
    if model.trial.outcome is None:
        faults = [o for o in model.trial.objections if o.severity == "block"]
        yield Block("", tuple(text_lines(word("walk.not_yet", language), room, "soon", 2)))
        for one in faults:
            said = told(sentence(f"{one.within(language)}  {one.basis}".rstrip()))
            yield Block("", tuple(text_lines(said, room, "soon", 2)))
        return
    for n, part in enumerate(consequences(model)):
        lines: list[Line] = [(Piece(clean(part.heading), "faint"),)] if spaced else []
        for line in part.lines if spaced or n else part.lines[1:]:  # the first names the step once more
            lines += text_lines(told(sentence(line)), room, part.ink, 2)
        yield Block("", tuple(lines))
