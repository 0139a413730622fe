"""How a case is drawn: its head, what can be done, its faces (データ 経過 通知 書類 メモ) and its periods.

Everything here makes lines out of what the desk told; nothing asks the desk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.text import Text

from tui.cleaning import clean, cut, width, wrap
from tui.screens.case_words import say, told
from tui.theme import Palette, Token
from tui.widgets.blocks import Block, Line, Piece, labelled, sided, text_lines

if TYPE_CHECKING:
    from engine.desk.case_data import Section
    from engine.desk.case_past import Check, Happening, Kept, Sent, Shown
    from engine.desk.case_view import CaseView, Deed, Timer

COLUMN: Final = 32  # the widest column of labels
TABS: Final = ("data", "history", "letters", "papers", "notes")
_STATUS: Final[Mapping[str, Token]] = {"accepted": "ok", "pending": "pause", "missing": "over"}


def short_day(iso: str) -> str:
    """`11-26`."""
    return iso[5:]


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
    said = [
        f"{told(clean(en if language == 'en' else ja))}  {clean(basis)}".rstrip()
        for ja, en, basis in deed.reasons
    ]
    if deed.later and not hints:  # on a narrow screen what is not yet due takes one line
        used = sum(width(piece.text) for piece in lines[0])
        return [(*lines[0], Piece("  " + cut("  ".join(said), max(room - used - 2, 0)), "faint"))]
    return [*lines, *(line for one in said for line in text_lines(one, room, "muted", 2))]


# --- データ


def data_blocks(view: CaseView, room: int, language: str, spaced: bool = True) -> Iterator[Block]:
    """The data by section; at the end what was not asked, and until when the rows are kept."""
    column = _column([e.label for s in view.sections for e in s.entries if e.asked], room)
    if not view.sections:
        yield Block("", tuple(text_lines(say("data.empty", language), room, "muted")))
    for n, section in enumerate(view.sections):
        yield from _section(section, n, column, room, spaced)
    yield from _unasked(view.sections, column, room, language, spaced)
    if view.kept:
        yield _heading(say("data.kept", language), spaced)
        yield from (_kept(one, column, room, language) for one in view.kept)


def _heading(text: str, spaced: bool) -> Block:
    """A heading, after a blank line where there is room for one."""
    line: Line = (Piece(clean(text).rstrip(), "faint"),)
    return Block("", ((), line) if spaced else (line,))


def _section(section: Section, place: int, column: int, room: int, spaced: bool) -> Iterator[Block]:
    yield _heading(f"{section.title}  {short_day(section.day)}", spaced and place > 0)
    for n, entry in enumerate(section.entries):
        if entry.asked:
            key = f"{entry.question} @{place}.{n}" if entry.question else ""
            yield Block(key, tuple(labelled(entry.label, entry.lines, column, room)))


def _unasked(
    sections: Sequence[Section], column: int, room: int, language: str, spaced: bool
) -> Iterator[Block]:
    found = {e.path: e for s in sections for e in s.entries if not e.asked}
    if found:
        yield _heading(say("data.unasked", language), spaced)
    for entry in found.values():
        lines = labelled(entry.label, [say("data.unasked.word", language)], column, room, "faint")
        yield Block(entry.question, tuple(lines))


def _kept(one: Kept, column: int, room: int, language: str) -> Block:
    until = (
        say("data.kept.until", language, day=one.through) if one.through else say("data.kept.none", language)
    )
    texts = [until, *([say("data.held", language)] if one.held else [])]
    return Block(f"keep {one.register} {one.instance}", tuple(labelled(one.title, texts, column, room)))


def _column(labels: Sequence[str], room: int) -> int:
    """The column in which all values start."""
    widest = max((width(clean(label)) for label in labels), default=8) + 2
    return min(widest, COLUMN, max(room * 2 // 5, 10))


# --- 経過


def history_blocks(view: CaseView, room: int, language: str, spaced: bool = True) -> Iterator[Block]:
    """What happened, the latest first; who decided is told apart from who typed."""
    for n, one in enumerate(reversed(view.history)):
        lead: tuple[Line, ...] = ((),) if spaced and n else ()
        yield Block(f"event {one.seq}", (*lead, *_happening(one, room, language)))


def _happening(one: Happening, room: int, language: str) -> Iterator[Line]:
    gone = one.state == "gone"
    mark = {"gone": say("history.gone", language), "amended": say("history.amended", language)}.get(
        one.state, ""
    )
    role = f" ({clean(one.roles)})" if one.roles else ""
    title = f"{clean(one.title)}  {clean(one.note)}".rstrip()
    lead = f"{one.seq:>2} {short_day(one.day)} "
    yield (
        Piece(lead, "muted"),
        Piece(cut(title, max(room - len(lead) - width(mark) - 2, 8)), "faint" if gone else "ink", not gone),
        Piece(f"  {mark}" if mark else "", "soon"),
    )
    column = len(lead)
    who = f"{say('history.by', language)} {clean(one.by)}{role}"
    if one.typed_by:
        who += f"  {say('history.typed', language)} {clean(one.typed_by)}"
    who += f"  {say('history.at', language, at=one.at[5:])}"
    yield from text_lines(who, room, "muted", column)
    for name, said in one.paper:
        yield from text_lines(f"{say('history.paper', language)} {name} {said}", room, "muted", column)
    for n, number, name in one.letters:
        text = f"{say('history.letter', language, n=n)} {name} {number}"
        yield from text_lines(text.rstrip(), room, "muted", column)
    if one.acknowledged:
        said = f"{say('history.acknowledged', language)}: {', '.join(one.acknowledged)}"
        yield from text_lines(said, room, "soon", column)


# --- 通知, 書類, メモ


def letter_blocks(view: CaseView, room: int, language: str, spaced: bool = True) -> Iterator[Block]:
    """The letters as they were issued."""
    if not view.letters:
        yield Block("", tuple(text_lines(say("letters.empty", language), room, "muted")))
    for one in view.letters:
        lead: tuple[Line, ...] = ((),) if spaced and one.n > 1 else ()
        yield Block(f"notice {one.n}", (*lead, *_letter(one, room, language)))


def _letter(one: Sent, room: int, language: str) -> Iterator[Line]:
    lead = (
        Piece(f"{one.n:>2} {short_day(one.day)} ", "muted"),
        Piece(cut(clean(one.title), room - 9), "ink", True),
    )
    slip = say("letters.slip", language)
    number = clean(one.number) or (slip if one.slip else say("letters.none", language))
    yield from sided(lead, number, room)
    yield from text_lines(f"{say('letters.to', language)} {one.to}", room, "muted", 9)
    if one.document_number:
        yield from text_lines(f"{say('letters.number', language)} {one.document_number}", room, "muted", 9)
    if one.reason:
        yield from text_lines(one.reason, room, "muted", 9)


def paper_blocks(view: CaseView, room: int, language: str, spaced: bool = True) -> Iterator[Block]:
    """What must be proved and how that stands, then the papers themselves."""
    if view.checks:
        yield _heading(say("papers.checks", language), False)
    for check in view.checks:
        yield Block(f"evidence {check.rule}", tuple(_check(check, room, language)))
    yield _heading(say("papers.shown", language), spaced and bool(view.checks))
    if not view.papers:
        yield Block("", tuple(text_lines(say("papers.empty", language), room, "muted")))
    for n, paper in enumerate(view.papers):
        yield _paper(paper, n, room)


def _check(check: Check, room: int, language: str) -> Iterator[Line]:
    word = say(f"papers.{check.status}", language)
    lead = (
        Piece(word + " " * max(9 - width(word), 1), _STATUS[check.status]),
        Piece(clean(check.title), "ink"),
    )
    yield from sided(lead, clean(check.basis), room, "faint")[:1]
    for text in check.lacking:
        yield from text_lines(told(text), room, "muted", 9)


def _paper(paper: Shown, place: int, room: int) -> Block:
    lines = [(Piece(f"{short_day(paper.day)}  ", "muted"), Piece(cut(clean(paper.title), room - 7), "ink"))]
    if paper.about:
        lines += text_lines(paper.about, room, "muted", 7)  # type: ignore[arg-type]
    key = f"evidence {paper.rule} @{place}" if paper.rule else f"event {paper.event} @{place}"
    return Block(key, tuple(lines))


def note_blocks(view: CaseView, room: int, language: str, spaced: bool = True) -> Iterator[Block]:
    """The notes, the latest first."""
    if not view.notes:
        yield Block("", tuple(text_lines(say("notes.empty", language), room, "muted")))
    for n, one in enumerate(reversed(view.notes)):
        lines: list[Line] = [
            *([()] if spaced and n else []),
            (Piece(f"{short_day(one.day)}  {clean(one.by)}", "muted"),),
        ]
        for text in one.text.split("\n"):
            lines += text_lines(text, room, "ink", 2)
        yield Block(f"event {one.seq}", tuple(lines))


FACES: Final = {
    "data": data_blocks,
    "history": history_blocks,
    "letters": letter_blocks,
    "papers": paper_blocks,
    "notes": note_blocks,
}


def counts(view: CaseView) -> dict[str, int]:
    """How much is on each face; データ has no count."""
    return {
        "history": len(view.history),
        "letters": len(view.letters),
        "papers": len(view.papers),
        "notes": len(view.notes),
    }


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
        return sided((Piece(timer.due_words, ink, True),), timer.days, room, ink)
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
