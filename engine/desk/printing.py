"""Issued letters and applications as documents to print, and as bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.advance.forms import allowed_values, shown_data
from engine.advance.letters import contact, enclosed
from engine.advance.words import spoken
from engine.facts import CaseFacts, Moment, typed
from engine.model.case import Case, Event, Issued
from engine.model.forms import Field, Form
from engine.model.rule import Type
from engine.model.workflow import Workflow
from engine.notices.letter import Document, Letter, Line, Paragraph, Sheet, Slip
from engine.notices.words import words
from engine.tables import look_up


def document_of(
    letter: Issued, case: str = "", *, specimen: bool = False, sheets: tuple[Sheet, ...] = ()
) -> Document:
    """An issued letter as the press takes it. A slip without a number of its own bears that of the case.

    `sheets` are the forms enclosed with it (see `enclosed_sheets`).
    """
    if letter.slip:
        lines = tuple(Line(p.title, p.text or "、".join(p.items)) for p in letter.paragraphs if p.title)
        said = [p.text for p in letter.paragraphs if not p.title]
        note = "\n".join([*said, f"{words('ja').record_mark} {letter.mark}"] if letter.mark else said)
        return Slip(
            letter.title,
            letter.document_number or letter.number or case,
            letter.date,
            letter.to,
            lines,
            note,
            letter.seal,
            letter.sender,
            specimen,
        )
    return Letter(
        form_number=letter.number,
        title=letter.title,
        document_number=letter.document_number,
        date=letter.date,
        to=letter.to,
        sender=letter.sender,
        seal=letter.seal,
        paragraphs=tuple(Paragraph(p.title, p.text, p.items) for p in letter.paragraphs),
        page="naga3" if letter.page == "naga3" else "kaku2" if letter.page == "kaku2" else "a4",
        enclosures=letter.enclosures,
        contact=letter.contact,
        specimen=specimen,
        sheets=sheets,
    )


def enclosed_sheets(workflow: Workflow, kind: str, letter: Issued) -> tuple[Sheet, ...]:
    """The forms enclosed with a letter, with every box empty: the same whenever the letter is printed."""
    notice = workflow.notices.get(letter.id)
    return _sheets(workflow, kind, letter.date, notice.enclose) if notice is not None else ()


def _sheets(workflow: Workflow, kind: str, day: date, names: tuple[str, ...]) -> tuple[Sheet, ...]:
    facts = CaseFacts(workflow, Case(workflow.organisation, kind, "", ""), Moment(day))
    forms = [workflow.forms[name] for name in names if name in workflow.forms]
    return tuple(_blank(workflow, form, facts) for form in forms)


def press(document: Document) -> bytes:
    """The document as PDF/A. Raises MadoguchiError where something in it would be blank."""
    from engine.notices.pdf import render_pdf  # late: it brings the typesetter

    return render_pdf(document)


def pressed(documents: Iterable[Document]) -> Iterator[bytes]:
    """Many documents as PDF/A, in their order, printed beside each other."""
    from engine.notices.pdf import render_pdfs  # late, too

    yield from render_pdfs(documents)


def rendered(document: Document, kind: str) -> bytes:
    """The document as `pdf`, as `docx` (UsageError where the part for it is not installed) or as plain text."""
    if kind == "pdf":
        return press(document)
    if kind == "docx":
        from engine.notices.word import render_word

        return render_word(document)
    from engine.notices.plain import render_text

    return render_text(document).encode("utf-8")


def printed(
    workflow: Workflow, case: Case, event: Event, keep: Callable[[bytes], str], mark: str = ""
) -> Event:
    """The event of a case with each letter printed; `keep` stores bytes and gives their hash.

    A slip bears `mark`, how the book ended before the step. It stands in the record, so that the slip comes out the
    same wherever that is read in.
    """
    letters = [replace(one, mark=mark) if one.slip else one for one in event.letters]
    papers = [press(whole_document(workflow, case, one)) for one in letters]
    kept = (replace(one, hash=keep(data)) for one, data in zip(letters, papers, strict=True))
    return replace(event, letters=tuple(kept)) if letters else event


def whole_document(workflow: Workflow, case: Case, letter: Issued, *, specimen: bool = False) -> Document:
    """A letter of a case with the forms enclosed."""
    sheets = enclosed_sheets(workflow, case.kind, letter)
    return document_of(letter, case.number, specimen=specimen, sheets=sheets)


# --- applications


def form_number(workflow: Workflow, form: Form, facts: Mapping[str, Any]) -> str:
    """The number of a form: as written, or what its table gives."""
    if not form.number.startswith("table."):
        return form.number
    table, _, out = form.number.removeprefix("table.").partition(".")
    value = look_up(workflow.tables[table], facts).out.get(out)
    return value if isinstance(value, str) else ""


def application(workflow: Workflow, case: Case, facts: CaseFacts) -> Sheet:
    """The application as it was taken in; a field that does not exist for it is left out."""
    start = next(c for c in workflow.machine.commands.values() if c.start)
    form = workflow.forms[start.form]
    data = shown_data(form, case.forms.get(form.id, {}), facts)
    groups: dict[str, list[Line]] = {"": [_kind_line(workflow, form, case.kind)]}
    for one in form.fields.values():
        if facts.shown(one):
            groups.setdefault(one.group, []).extend(_lines(one, data.get(one.name), facts))
    rows = tuple(
        (form.groups[g].ja if g in form.groups else "", tuple(lines)) for g, lines in groups.items() if lines
    )
    received = case.path[0][1] if case.path else None
    note = f"受付番号 {case.number}"
    sheet = Sheet(
        form_number(workflow, form, facts), form.title.ja, received, contact(workflow)[:1], rows, note
    )
    return replace(sheet, enclosures=tuple(enclosed(workflow, form.enclose)))


def _kind_line(workflow: Workflow, form: Form, kind: str) -> Line:
    """What is asked for: ticked among all kinds where one form serves them all, alone where each has its own."""
    own = workflow.kinds[kind].title.ja
    if form.number.startswith("table."):
        return Line("求める手続", own)
    return Line("求める手続", "", tuple(e.title.ja for e in workflow.kinds.values()), (own,))


def blank_application(workflow: Workflow, kind: str, facts: CaseFacts) -> Sheet:
    """The application with every box empty, to hand out at the counter."""
    start = next(c for c in workflow.machine.commands.values() if c.start)
    form = workflow.forms[start.form]
    sheet = _blank(workflow, form, facts, [_kind_line(workflow, form, kind)])
    sheets = _sheets(workflow, kind, facts.moment.today, form.enclose)
    return replace(sheet, enclosures=tuple(enclosed(workflow, form.enclose)), sheets=sheets)


def _blank(workflow: Workflow, form: Form, facts: CaseFacts, first: Iterable[Line] = ()) -> Sheet:
    """A form with every box empty."""
    groups: dict[str, list[Line]] = {"": list(first)}
    for one in form.fields.values():
        groups.setdefault(one.group, []).extend(_lines(one, None, facts, room=2))
    rows = tuple(
        (form.groups[g].ja if g in form.groups else "", tuple(lines)) for g, lines in groups.items() if lines
    )
    return Sheet(form_number(workflow, form, facts), form.title.ja, None, contact(workflow)[:1], rows)


def _lines(one: Field, value: Any, facts: CaseFacts, room: int = 1) -> list[Line]:
    if one.fields:
        inner = value if isinstance(value, Mapping) else {}
        return [
            line for part in one.fields.values() for line in _lines(part, inner.get(part.name), facts, room)
        ]
    if one.type.kind in ("choice", "unit") and one.options is None:
        allowed = allowed_values(facts, one)
        chosen = (allowed[value],) if isinstance(value, str) and value in allowed else ()
        return [Line(one.title.ja, "", tuple(allowed.values()), chosen)]
    if one.type.kind == "bool":
        chosen = () if value is None else ("はい" if value else "いいえ",)
        return [Line(one.title.ja, "", ("はい", "いいえ"), chosen)]
    if one.item_fields and isinstance(value, list):
        return [Line(one.title.ja, "\n".join(_entry(one, entry) for entry in value))]
    text = spoken(typed(value, one.type), one.type)
    return [Line(one.title.ja, text, room=1 if one.type.kind in ("date", "int") else room)]


def _entry(one: Field, entry: Any) -> str:
    kind = one.type.item or Type("text")
    if not isinstance(entry, Mapping):
        return str(entry)
    parts = []
    for name, value in entry.items():
        field = one.item_fields.get(name)
        if field is not None and value not in (None, "", [], False):
            text = spoken(
                typed(value, kind.fields.get(name, Type("text"))), kind.fields.get(name, Type("text"))
            )
            parts.append(field.title.ja if value is True else text)
    return " ".join(parts)
