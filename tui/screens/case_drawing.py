"""How a case is drawn: its head, what can be done, its periods; and all of it as plain text.

Everything here makes lines out of what the desk told; nothing asks the desk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from tui.cleaning import clean, cut, width, wrap
from tui.screens.case_faces import FACES, short_day
from tui.screens.case_words import say, told
from tui.theme import Palette, Token
from tui.widgets.blocks import Block, Line, Piece, sided, text_lines

if TYPE_CHECKING:
    from engine.desk.case_view import CaseView, Deed, Timer

# --- head


def head(view: CaseView, palette: Palette, room: int) -> Text:
    """Number, kind, name and who asks; at the right edge the state and the days left."""
    row = view.row
    chips = Text(style=palette.style("ink", "side"))
    chips.append(f" {clean(row.state_title)} ", palette.chip("accent"))
    main = view.main
    if main and main.days:
        ink: Token = "over" if main.overdue else "pause" if main.paused else "soon" if near(view) else "ok"
        chips.append(" ")
        chips.append(f" {clean(main.days)} ", palette.chip(ink))
    left = Text(style=palette.style("muted", "side"))
    left.append(
        f"{clean(view.number)} {clean(row.kind_title)}  {clean(row.name)}",
        palette.style("ink", "side", bold=True),
    )
    about = "/".join(view.about)
    for more in (about, clean(view.organisation_title), clean(view.unit)):
        if more and width(left.plain) + 2 + width(more) + width(chips.plain) + 1 <= room:
            left.append(f"  {more}")
    space = room - width(left.plain) - width(chips.plain)
    if space < 1:
        left.truncate(max(room - width(chips.plain) - 1, 0))
        space = max(room - width(left.plain) - width(chips.plain), 1)
    left.append(" " * space, palette.style("ink", "side"))
    return left.append_text(chips)


def near(view: CaseView) -> bool:
    """Whether few days are left."""
    from engine.desk.standing import SOON

    left = view.row.left
    return left is not None and left <= SOON


# --- what can be done


def deed_key(deed: Deed) -> str:
    return f"do {deed.id} {deed.instance}"


def deed_blocks(
    deeds: Sequence[Deed], keys: Mapping[str, str], room: int, language: str, hints: bool = True
) -> Iterator[Block]:
    """Each command with its letter; beneath a blocked one every reason with its article. `hints`: what it issues."""
    if not deeds:
        yield Block("", tuple(text_lines(say("case.none", language), room, "muted")))
    runs = [d.id for d in deeds]
    for deed in deeds:
        title = clean(deed.offer.title)
        if runs.count(deed.id) > 1:
            title += " " + say("case.run", language, number=deed.instance)
        letter = keys.get(deed_key(deed), "")
        lead = (
            Piece(f"{letter or ' '} ", "muted" if deed.blocked else "accent", True),
            Piece(cut(title, room - 2), "muted" if deed.blocked else "ink", not deed.blocked),
        )
        lines = _barred(deed, lead, room, language, hints) if deed.blocked else _open(deed, lead, room, hints)
        yield Block(deed_key(deed), tuple(lines))


def _open(deed: Deed, lead: Line, room: int, hints: bool) -> list[Line]:
    lines = sided(lead, clean(deed.offer.basis), room, "faint")
    hint = (deed.offer.help or deed.hint) if hints else ""
    return [*lines, *text_lines(hint, room, "muted", 2)] if hint else lines


def _barred(deed: Deed, lead: Line, room: int, language: str, hints: bool) -> list[Line]:
    word = say("case.later" if deed.later else "case.cannot", language)
    lines: list[Line] = [(*lead, Piece("  "), Piece(word, "faint" if deed.later else "soon"))]
    title = f"「{clean(deed.offer.title)}」は"  # it stands to the left of the reason already
    said = [
        f"{told(clean(en if language == 'en' else ja)).removeprefix(title)}  {clean(basis)}".rstrip()
        for ja, en, basis in deed.reasons
    ]
    if deed.later and not hints:  # on a narrow screen what is not yet due takes one line
        used = sum(width(piece.text) for piece in lines[0])
        return [(*lines[0], Piece("  " + cut("  ".join(said), max(room - used - 2, 0)), "faint"))]
    return [*lines, *(line for one in said for line in text_lines(one, room, "muted", 2))]


# --- 期限


def timer_blocks(timers: Sequence[Timer], room: int, language: str) -> Iterator[Block]:
    """Each clock with its date, its ruler and its derivation."""
    if not timers:
        yield Block("", tuple(text_lines(say("clock.none", language), room, "muted")))
    for n, timer in enumerate(timers):
        lines = _timer(timer, room, language)
        yield Block(timer.question, tuple([(), *lines] if n else lines))


def _timer(timer: Timer, room: int, language: str) -> list[Line]:
    from tui.widgets.ruler import scale

    ink: Token = "over" if timer.overdue else "pause" if timer.paused else "ink"
    lines: list[Line] = [(Piece(clean(timer.title), "faint"),)]
    lines += due_line(timer, room, language, ink)
    span = timer.span
    if span and (span.due or span.pauses):
        lines.append(ruler_line(timer, room))
        if scale(span, room) > 1:
            lines.append((Piece(say("ruler.scale", language, days=scale(span, room)), "faint"),))
    for tick in timer.ticks:
        lead = (Piece(f"{short_day(tick.result) or '     '} ", "muted"),)
        texts = wrap(told(clean(tick.text)), max(room - 6, 8))
        first, *rest = texts or [""]
        lines += sided((*lead, Piece(first, "ink")), clean(tick.basis), room, "faint")
        lines += [(Piece("      " + more, "muted"),) for more in rest]
    return lines


def due_line(timer: Timer, room: int, language: str, ink: Token) -> list[Line]:
    """The date that counts, with the days left."""
    if timer.due_words:
        stopped = timer.span is not None and timer.span.stopped
        right = say("clock.answered", language) if stopped else timer.days
        return sided((Piece(timer.due_words, ink, True),), right, room, ink)
    word = say("clock.without" if timer.without_number else "paused", language) if not timer.paused else ""
    return [(Piece(f"{word}  {clean(timer.days)}".strip() or say("clock.answered", language), ink, True),)]


def ruler_line(timer: Timer, room: int) -> Line:
    """The days of the period, a character a day where they fit."""
    from tui.widgets.ruler import DUE, LEFT, NOT_COUNTED, TODAY, USED, marks

    inks: dict[str, Token] = {USED: "muted", NOT_COUNTED: "pause", TODAY: "accent", LEFT: "muted",
                              DUE: "over" if timer.overdue else "soon"}  # fmt: skip
    if timer.span is None:
        return ()
    return tuple(Piece(one, inks[one], one in (TODAY, DUE)) for one in marks(timer.span, room))


def short_timer(timer: Timer, room: int, language: str) -> Iterator[Block]:
    """The clock in three lines, for narrow screens: its date, its ruler, its derivation in one line."""
    ink: Token = "over" if timer.overdue else "pause" if timer.paused else "ink"
    label = say("due", language)
    lines: list[Line] = []
    for n, line in enumerate(due_line(timer, room - width(label) - 2, language, ink)):
        lines.append((Piece(f"{label}  " if n == 0 else " " * (width(label) + 2), "muted"), *line))
    span = timer.span
    if span and (span.due or span.pauses):
        lines.append(ruler_line(timer, room))
    chain = " > ".join(
        " ".join(p for p in (short_day(t.result), told(clean(t.text))) if p) for t in timer.ticks
    )
    if chain:
        lines.append((Piece(cut(chain, room), "muted"),))
    yield Block(timer.question, tuple(lines[:3]))


# --- on paper


def printed(view: CaseView, keys: Mapping[str, str], language: str, room: int = 78) -> str:
    """The whole case as plain text: head, path, periods, what can be done, and every face."""
    row = view.row
    lines = [
        f"{view.number}  {row.kind_title}  {row.name}  {'/'.join(view.about)}".rstrip(),
        f"{view.organisation_title}  {row.state_title}  {row.days}".rstrip(),
        "",
        " - ".join(
            f"{stop.title} {stop.entered}".rstrip() if stop.how != "next" else stop.title
            for stop in view.path
        ),
    ]
    parts = [
        (say("due", language), timer_blocks(view.timers, room, language)),
        (say("case.can", language), deed_blocks(view.deeds, keys, room, language)),
        *((say(f"tab.{name}", language), make(view, room, language)) for name, make in FACES.items()),
    ]
    for title, blocks in parts:
        lines += ["", title, "=" * width(title)]
        lines += ["".join(piece.text for piece in line).rstrip() for block in blocks for line in block.lines]
    return "\n".join(map(clean, lines)) + "\n"
