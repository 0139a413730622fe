"""Letters to look at: those of a case as issued, and those a step would issue, as plain text; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.errors import Objection
from engine.model.basics import Missing

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.desk.words import Line
    from engine.facts import CaseFacts
    from engine.model.basics import Value
    from engine.model.case import Case, Issued
    from engine.model.rule import Rule
    from engine.model.workflow import Command, Notice, Piece, Workflow


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter as it will print. `n` is its number in the case from 1, 0 while it is not issued.

    `text` are the lines of the page, at most 80 cells each; what is blank stands in it as 【空欄】. `command` issues
    it; `blanks` say what is missing (their `field` points into the form, or further back). `parts` are its pieces
    by title, with whether they are filled.
    """

    organisation: str
    case: str
    n: int
    id: str
    title: str
    number: str
    document_number: str
    day: date
    to: str
    command: str
    command_title: str
    text: tuple[str, ...]
    parts: tuple[tuple[str, bool], ...]
    blanks: tuple[Objection, ...] = ()

    @property
    def issued(self) -> bool:
        return self.n > 0


def issued_papers(desk: Desk, case: str, organisation: str = "") -> list[Paper]:
    """Every letter issued in a case, in order."""
    key = desk.key(case, organisation)
    found, workflow = desk.case(key), desk.workflow(key)
    papers: list[Paper] = []
    for event in found.events:
        for letter in event.letters:
            title = _title(workflow, event.id, desk.language)
            papers.append(_paper(letter, found, len(papers) + 1, event.id, title))
    return papers


def coming_papers(desk: Desk, case: str, organisation: str = "") -> list[Paper]:
    """The letters that the next steps would issue, as far as their words are known: of every step that is offered.

    What was typed into a step's form and kept as a draft is taken for recorded.
    """
    key = desk.key(case, organisation)
    found, workflow = desk.case(key), desk.workflow(key)
    papers: list[Paper] = []
    for command_id, _, against in desk.choices(case, organisation):
        command = workflow.commands[command_id]
        if any(command_id in notice.at for notice in workflow.notices.values()) and not _far(against):
            papers += _of_command(desk, workflow, found, command)
    return papers


def _far(against: Sequence[Objection]) -> bool:
    """Whether somebody else or another step is due first: then its letter is not next."""
    return any(one.rule in ("from", "when", "role") for one in against)


def _drafted(desk: Desk, case: Case, command: Command) -> Mapping[str, Any]:
    """What the one signed in has typed for this step, from its draft."""
    from engine.desk.drafts import Drafts

    me = desk.signed_in().id
    for draft in Drafts(desk).all(me):
        errand = draft.errand
        if (errand.case, errand.command) == (
            case.number,
            command.id,
        ) and errand.organisation == case.organisation:
            return draft.data
    return {}


def _of_command(desk: Desk, workflow: Workflow, case: Case, command: Command) -> Iterator[Paper]:
    title = command.title.within(desk.language)
    for letter, wrong in _composed(desk, workflow, case, command):
        yield replace(_paper(letter, case, 0, command.id, title), blanks=tuple(wrong))


def _composed(
    desk: Desk, workflow: Workflow, case: Case, command: Command
) -> Iterator[tuple[Issued, list[Objection]]]:
    """The letters of a step with what is blank in each, as if its form were recorded as far as it is typed."""
    from engine.advance.letters import compose
    from engine.desk.ledger import book_of
    from engine.facts import CaseFacts, Moment

    form = workflow.forms.get(command.form)
    typed = form.normalise(_drafted(desk, case, command)) if form is not None else {}
    after = replace(case, forms={**case.forms, command.form: typed}) if typed else case
    facts = CaseFacts(workflow, after, Moment(desk.today(), command.id, desk.signed_in().id))
    serials = desk.ledger.serials(case.organisation, book_of(case.number))
    for notice in workflow.notices.values():
        if command.id in notice.at and _applies(notice, facts):
            _, wrong = compose(facts, notice, serials)
            once = {(one.ja, one.field): one for one in wrong}
            letters, _ = compose(facts, _marking(notice), serials)
            for letter in letters:
                yield letter, list(once.values())


def _applies(notice: Notice, facts: CaseFacts) -> bool:
    return notice.when is None or notice.when.run(facts) is True


def _paper(letter: Issued, case: Case, n: int, command: str, command_title: str) -> Paper:
    from engine.desk.printing import document_of
    from engine.notices.plain import render_text

    shown = letter if n else _with_marks(letter)
    text = render_text(document_of(shown, case.number, specimen=not n))
    parts = [(p.title or p.text[:20], BLANK not in "".join((p.text, *p.items))) for p in shown.paragraphs]
    return Paper(
        organisation=case.organisation,
        case=case.number,
        n=n,
        id=letter.id,
        title=letter.title,
        number=letter.number,
        document_number=letter.document_number,
        day=letter.date,
        command=command,
        command_title=command_title,
        text=tuple(text.rstrip("\n").split("\n")),
        to=shown.to[-1] if shown.to else "",
        parts=tuple(parts),
    )


BLANK = "【空欄】"


def _marking(notice: Notice) -> Notice:
    """The notice with every missing fact written as a visible mark."""
    body = {name: replace(part, text=_marked(part.text)) for name, part in notice.body.items()}
    return replace(notice, body=body, heading=_marked(notice.heading), sender=_marked(notice.sender))


def _marked(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(p if p.rule is None else replace(p, rule=_or_mark(p.rule)) for p in pieces)


def _or_mark(rule: Rule) -> Rule:
    def run(facts: Mapping[str, Value]) -> Value:
        value = rule.run(facts)
        return (
            BLANK if isinstance(value, Missing) or (isinstance(value, str) and not value.strip()) else value
        )

    return replace(rule, run=run)


def _with_marks(letter: Issued) -> Issued:
    """The letter with a visible mark wherever it is blank, so that it can be shown at all."""
    paragraphs = tuple(
        replace(
            p,
            text=p.text if p.text.strip() or p.items else BLANK,
            items=tuple(i.strip() or BLANK for i in p.items),
        )
        for p in letter.paragraphs
    )
    sender = letter.sender if any(line.strip() for line in letter.sender) else (BLANK,)
    return replace(
        letter, to=letter.to or (BLANK,), sender=sender, title=letter.title or BLANK, paragraphs=paragraphs
    )


def readable(letter: Issued) -> tuple[str, ...]:
    """The page of a letter as lines of at most 80 cells; what is blank stands in it as a mark."""
    from engine.desk.printing import document_of
    from engine.notices.plain import render_text

    text = render_text(document_of(_with_marks(letter), specimen=True))
    return tuple(text.rstrip("\n").split("\n"))


def paged(letter: Issued) -> int:
    """How many pages a letter takes when it is set; 0 where it cannot be."""
    from engine.desk.printing import document_of
    from engine.errors import MadoguchiError
    from engine.notices.pdf import render_pictures

    try:
        return len(render_pictures(document_of(_with_marks(letter), specimen=True), ppi=4))
    except MadoguchiError:
        return 0


def _title(workflow: Workflow, command: str, language: str) -> str:
    found = workflow.commands.get(command)
    return found.title.within(language) if found is not None else command


def paper_file(desk: Desk, paper: Paper, kind: str = "pdf") -> bytes:
    """The bytes of a letter as `pdf` or `docx`: as it was issued, else a specimen with the mark on it.

    The PDF of an issued letter is the one that was kept. UsageError where `docx` is not installed.
    """
    if paper.issued:
        return desk.letter_bytes(paper.case, str(paper.n), kind, paper.organisation)
    from engine.desk.printing import rendered, whole_document

    key = desk.key(paper.case, paper.organisation)
    case, workflow = desk.case(key), desk.workflow(key)
    letters = [one for one, _ in _composed(desk, workflow, case, workflow.commands[paper.command])]
    letter = next(one for one in letters if one.id == paper.id and (one.to or (BLANK,))[-1] == paper.to)
    return rendered(whole_document(workflow, case, _with_marks(letter), specimen=True), kind)


def why_paper(desk: Desk, paper: Paper) -> list[Line]:
    """The chain to the form number of an issued letter."""
    return desk.why(paper.case, f"notice {paper.n}", paper.organisation) if paper.issued else []


def paper_name(desk: Desk, paper: Paper) -> tuple[str, ...]:
    """The parts of a file's name: numbers and titles, no person."""
    from engine.desk.output import whose
    from engine.desk.written import either

    n = str(paper.n) if paper.issued else either("見本", "specimen", desk.language)
    return *whose(desk, paper.organisation, paper.case), n, paper.title
