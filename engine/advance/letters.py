"""Letters that a command issues: addressee, number, every word. None goes out with a blank in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine import tables
from engine.advance.words import fill, pointer_of
from engine.errors import Objection
from engine.facts import CaseFacts, Entry, typed
from engine.model.basics import MISSING, Missing, Text, Value
from engine.model.case import Issued, IssuedParagraph
from engine.model.forms import Field
from engine.model.rule import Rule
from engine.model.workflow import BodyPart, Notice, Piece, Table, Workflow
from engine.wareki import fiscal_label

_HONOURS: Final = ("様", "殿", "御中")


@dataclass(frozen=True, slots=True)
class Numbered:
    """The form number of a letter, or why there is none: `unmapped` waits for a chosen form."""

    number: str
    unmapped: bool = False
    offer: str = ""
    reason: str = ""
    missing: tuple[str, ...] = ()
    impossible: bool = False


def compose(
    facts: CaseFacts, notice: Notice, serials: Mapping[str, int]
) -> tuple[list[Issued], list[Objection]]:
    """The letters of one notice (one, or one for each value of `per`), with every objection (`letter.<id>`)."""
    letters: list[Issued] = []
    objections: list[Objection] = []
    for position, seen in enumerate(_each_letter(facts, notice)):
        letter, wrong = _letter(facts, seen, notice, serials.get(notice.id, 1) + position)
        letters.append(letter)
        objections += wrong
    return letters, objections


def _each_letter(facts: CaseFacts, notice: Notice) -> Iterator[Mapping[str, Value]]:
    """The facts of each letter: one of the case, or one for each value of `per` among the instances of a task.

    In the letter for a value, `task.<id>` are only the instances that have it, and `element.…` are the facts
    in which all of them agree.
    """
    per = notice.per
    if per is None:
        yield facts
        return
    listed, field = per.run(facts), notice.per_field
    instances: list[Any] = listed if isinstance(listed, list) else []
    values = [one[field] for one in instances if field in one]
    for position, value in enumerate(values):
        if value in values[:position]:
            continue
        own = [one for one in instances if one.get(field) == value]
        agreed = {k: v for k, v in own[0].items() if all(other.get(k) == v for other in own)}
        yield Entry({per.text: own, **{f"element.{name}": one for name, one in agreed.items()}}, facts)


def _letter(
    facts: CaseFacts, seen: Mapping[str, Value], notice: Notice, serial: int
) -> tuple[Issued, list[Objection]]:
    wrong: list[Objection] = []
    numbered = number_of(facts.workflow, seen, notice)
    wrong += _without_reason(facts, seen, notice, numbered) or _number_objections(notice, numbered)
    to = addressee(facts.workflow, seen, notice.to)
    if not to:
        wrong.append(_objection(notice, "あて先が分かりません。", "The addressee is not known."))
    heading = _filled(facts, notice, notice.heading, seen, wrong) or notice.title.ja
    sender = (
        tuple(_filled(facts, notice, notice.sender, seen, wrong).split("\n"))
        if notice.sender
        else _sender(facts)
    )
    paragraphs = tuple(
        p for part in notice.body.values() if (p := _paragraph(facts, notice, part, seen, wrong))
    )
    written = notice.serial.replace("{n}", str(serial)).replace("{year}", fiscal_label(facts.moment.today))
    letter = Issued(
        id=notice.id,
        title=heading,
        number=numbered.number,
        date=facts.moment.today,
        to=to,
        sender=tuple(line for line in sender if line.strip()),
        paragraphs=paragraphs,
        document_number=written,
        reason=numbered.reason,
        seal=notice.seal,
        page=notice.page,
        slip=notice.slip,
        decides=notice.decides,
        unmapped=numbered.unmapped,
        to_whom=notice.to,
        contact=contact(facts.workflow, facts.case.unit),
        enclosures=tuple(enclosed(facts.workflow, notice.enclose)),
    )
    return letter, wrong


def enclosed(workflow: Workflow, names: Iterable[str]) -> Iterator[str]:
    """What goes with a letter or a form, by title: forms of the workflow, and papers that are only named."""
    for name in names:
        yield workflow.forms[name].title.ja if name in workflow.forms else name


def number_of(workflow: Workflow, facts: Mapping[str, Value], notice: Notice) -> Numbered:
    """The form number: as written, what the table gives, or another one chosen with its reason."""
    chosen, reason = _alternative(facts, notice)
    if not notice.number.startswith("table."):
        if notice.alternative and reason:
            return Numbered(chosen, reason=reason)
        return Numbered(notice.number)
    table_id, _, out = notice.number.removeprefix("table.").partition(".")
    answer = tables.look_up(workflow.tables[table_id], facts)
    if answer.unmapped or answer.row is None:
        if reason:
            return Numbered(chosen, True, answer.offer, reason)
        return Numbered("", True, answer.offer, missing=answer.missing)
    if answer.row.impossible:
        return Numbered("", impossible=True)
    if notice.alternative and reason:
        return Numbered(chosen, reason=reason)
    value = answer.out.get(out)
    return Numbered(value if isinstance(value, str) else "")


def _alternative(facts: Mapping[str, Value], notice: Notice) -> tuple[str, str]:
    if not notice.alternative_reason:
        return "", ""
    form = facts[notice.alternative_form] if notice.alternative_form else ""
    reason = facts[notice.alternative_reason]
    return (form if isinstance(form, str) else ""), (reason if isinstance(reason, str) else "")


def _without_reason(
    facts: CaseFacts, seen: Mapping[str, Value], notice: Notice, numbered: Numbered
) -> list[Objection]:
    """Another form that was chosen without saying why: it is not used, and must not be dropped silently."""
    form, reason = _alternative(seen, notice)
    if not form.strip() or reason.strip() or not (notice.alternative or numbered.unmapped):
        return []
    title = _field_title(facts.workflow, notice.alternative_reason)
    ja = f"様式「{form}」を用いるときは「{title.ja}」も入れてください。"
    en = f"To use the form “{form}”, fill in “{title.within('en')}” too."
    return [_objection(notice, ja, en, pointer_of(facts, notice.alternative_reason))]


def _field_title(workflow: Workflow, path: str) -> Text:
    """The label of a field by its path, or the path."""
    form_id, _, name = path.partition(".")
    form = workflow.forms.get(form_id)
    found = [one.title for one in form.walk() if one.path == name] if form is not None else []
    return found[0] if found else Text(path)


def _number_objections(notice: Notice, numbered: Numbered) -> list[Objection]:
    if numbered.impossible:
        ja, en = "起こりえないはずの組合せです。", "This combination was laid down as impossible."
        return [_objection(notice, ja, en)]
    if not numbered.unmapped or numbered.reason:
        return []
    if numbered.missing:
        ja = f"様式を決める項目が未入力です: {'、'.join(numbered.missing)}"
        return [_objection(notice, ja, f"What decides the form is missing: {', '.join(numbered.missing)}")]
    offer = f"（候補: {numbered.offer}）" if numbered.offer and numbered.offer != "freeform" else ""
    en_offer = f" (offered: {numbered.offer})" if offer else ""
    return [
        _objection(
            notice,
            f"この種別と決定の組合せに定めた様式がありません{offer}。用いる様式とその理由を入れてください。",
            f"No form is laid down for this kind and outcome{en_offer}. Give the form to use and why.",
        )
    ]


def _objection(notice: Notice, ja: str, en: str, field: str = "") -> Objection:
    basis = notice.basis.text if notice.basis else ""
    return Objection(
        f"letter.{notice.id}", f"{notice.title.ja}: {ja}", f"{notice.title.within('en')}: {en}", field, basis
    )


def _filled(
    facts: CaseFacts,
    notice: Notice,
    pieces: tuple[Piece, ...],
    seen: Mapping[str, Value],
    wrong: list[Objection],
) -> str:
    text, blanks = fill(pieces, seen)
    for piece in blanks:
        title = _title(piece.rule, piece.source)
        ja, en = f"「{title.ja}」が空欄のままです。", f"“{title.within('en')}” is blank."
        wrong.append(_objection(notice, ja, en, _pointer(facts, piece)))
    for piece in pieces:
        if piece.rule is not None and _hidden(facts, piece.rule):
            title = _title(piece.rule, piece.source)
            ja = f"「{title.ja}」は、この件の通知に書いてはならない項目です。"
            en = f"“{title.within('en')}” must not be printed in letters of this case."
            wrong.append(_objection(notice, ja, en, _pointer(facts, piece)))
    return text


def _hidden(facts: CaseFacts, rule: Rule) -> bool:
    """Whether a rule reads a field that must not be shown in letters now (`x-hide-when`)."""
    for path in rule.reads:
        form_id, _, name = path.partition(".")
        form = facts.workflow.forms.get(form_id)
        one = form.fields.get(name.partition(".")[0]) if form is not None else None
        while one is not None:
            if one.hide_when is not None and "letters" in one.hide_from and one.hide_when.run(facts) is True:
                return True
            name = name.partition(".")[2]
            one = one.fields.get(name.partition(".")[0])
    return False


def _title(rule: Rule | None, source: str) -> Text:
    return rule.node.title if rule is not None and rule.node.title.ja else Text(source)


def _pointer(facts: CaseFacts, piece: Piece) -> str:
    path = str(piece.rule.node.args[0]) if piece.rule is not None and piece.rule.node.op == "path" else ""
    return pointer_of(facts, path) if path else ""


def _paragraph(
    facts: CaseFacts, notice: Notice, part: BodyPart, seen: Mapping[str, Value], wrong: list[Objection]
) -> IssuedParagraph | None:
    if part.when is not None and part.when.run(seen) is not True:
        return None
    if part.each is None:
        return IssuedParagraph(part.title.ja, _filled(facts, notice, part.text, seen, wrong))
    listed = part.each.run(seen)
    if isinstance(listed, Missing):
        title = part.title if part.title.ja else _title(part.each, part.id)
        wrong.append(
            _objection(notice, f"「{title.ja}」が空欄のままです。", f"“{title.within('en')}” is blank.")
        )
        return None
    entries = [
        Entry(own, seen) for own in entries_of(facts, part.each, listed if isinstance(listed, list) else [])
    ]
    items = tuple(_filled(facts, notice, part.text, entry, wrong) for entry in entries)
    return IssuedParagraph(part.title.ja, "", items) if items else None


def entries_of(facts: CaseFacts, rule: Rule, listed: list[Any]) -> Iterator[dict[str, Value]]:
    """The facts `element.…` of each entry of a list: its fields, or for a chosen id its label and article."""
    item = rule.type.item
    table, column = _options_of(facts.workflow, rule)
    for value in listed:
        own: dict[str, Value] = {"element": value}
        if isinstance(value, Mapping):
            own |= {f"element.{name}": one for name, one in value.items()}
        elif isinstance(value, str) and item is not None and value in item.values:
            own["element.title"] = item.values[value].ja
            own |= _of_row(table, column, value, facts.moment.today)
        yield own


def _options_of(workflow: Workflow, rule: Rule) -> tuple[Table | None, str]:
    if rule.node.op != "path":
        return None, ""
    form_id, _, path = str(rule.node.args[0]).partition(".")
    form = workflow.forms.get(form_id)
    one: Field | None = form.fields.get(path) if form else None
    if one is None or one.options is None or one.options.source != "table":
        return None, ""
    return workflow.tables.get(one.options.name), one.options.column


def _of_row(table: Table | None, column: str, value: str, day: date) -> dict[str, Value]:
    for row in table.rows.values() if table else ():
        if row.out.get(column) == value:
            own: dict[str, Value] = {f"element.{name}": one for name, one in row.out.items()}
            own["element.title"] = row.title.ja
            if row.basis is not None:
                own["element.basis"] = row.basis.on(day) or MISSING
            return own
    return {}


# --- addressee and sender


def addressee(workflow: Workflow, facts: Mapping[str, Value], to: str) -> tuple[str, ...]:
    """The lines of an addressee: postal code, address, name with 様. Empty if it is not known."""
    start = next((c.form for c in workflow.machine.commands.values() if c.start), "")
    if to in ("applicant", "data_subject"):
        agent = _person(facts, f"{start}.agent.") if to == "applicant" else ()
        return agent or _person(facts, f"{start}.")
    if to.startswith("org.parties."):
        party = workflow.org.parties.get(to.removeprefix("org.parties."))
        return _lines(party.postal_code, party.address, party.name) if party else ()
    value = facts[to]
    if isinstance(value, Mapping):
        return _lines(*(str(value.get(part) or "") for part in ("postal_code", "address", "name")))
    if to.startswith("element.") and isinstance(value, str):
        return _lines(_word(facts, "element.postal_code"), _word(facts, "element.address"), value)
    return (_honoured(value),) if isinstance(value, str) and value.strip() else ()


def _word(facts: Mapping[str, Value], path: str) -> str:
    value = facts[path]
    return value if isinstance(value, str) else ""


def _person(facts: Mapping[str, Value], prefix: str) -> tuple[str, ...]:
    return _lines(*(_word(facts, prefix + part) for part in ("postal_code", "address", "name")))


def _lines(postal_code: str, address: str, name: str) -> tuple[str, ...]:
    if not name.strip():
        return ()
    return tuple(
        line for line in (f"〒{postal_code}" if postal_code else "", address, _honoured(name)) if line
    )


def _honoured(name: str) -> str:
    """A name with 様, unless it was written with a form of address."""
    return name if name.rstrip().endswith(_HONOURS) else f"{name} 様"


def _sender(facts: CaseFacts) -> tuple[str, ...]:
    org = facts.workflow.org
    if org.sender.startswith(org.title.ja):
        return (org.sender,)  # the sender names the body itself
    return tuple(line for line in (org.title.ja, org.sender) if line)


def contact(workflow: Workflow, unit: str = "") -> tuple[str, ...]:
    """Where to ask, as far as it is laid down: the window of the unit in charge, else the organisation's first."""
    windows = workflow.org.windows.values()
    window = next((one for one in windows if unit and one.unit == unit), next(iter(windows), None))
    if window is None:
        return ()
    wires = "  ".join(f"{name} {n}" for name, n in (("電話", window.phone), ("FAX", window.fax)) if n)
    mail = f"電子メール {window.email}" if window.email else ""
    lines = (workflow.org.title.ja, window.title.ja, window.address, wires, mail, window.hours)
    return tuple(line for line in lines if line)


__all__ = ["Entry", "Numbered", "addressee", "compose", "contact", "entries_of", "number_of", "typed"]
