"""The faces of a case: データ 経過 通知 書類 メモ, as lines. `spaced`: with blank lines between groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tui.cleaning import clean, cut, width
from tui.screens.case_words import say, told
from tui.theme import Token
from tui.widgets.blocks import Block, Line, Piece, labelled, sided, text_lines

if TYPE_CHECKING:
    from engine.desk.case_data import Section
    from engine.desk.case_past import Check, Happening, Kept, Sent, Shown
    from engine.desk.case_view import CaseView

COLUMN: Final = 32  # the widest column of labels
TABS: Final = ("data", "history", "letters", "papers", "notes")
_STATUS: Final[Mapping[str, Token]] = {"accepted": "ok", "pending": "pause", "missing": "over"}


def short_day(iso: str) -> str:
    """`11-26`."""
    return iso[5:]


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
    for command, title in _coming(view).items():
        said = say("letters.coming", language, title=clean(title))
        yield Block(f"coming {command}", tuple(text_lines(f"- {said}", room, "ink", 1)))


def _coming(view: CaseView) -> dict[str, str]:
    """The steps whose letter may be looked at before it is issued, with their titles."""
    return {
        deed.id: deed.offer.title
        for deed in view.deeds
        if deed.hint and not deed.later and not deed.for_others
    }


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
    yield from sided(lead, clean(check.basis), room, "faint")
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
