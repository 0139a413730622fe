"""Which letter answers a request, and under which form number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine import tables
from engine.advance.letters import number_of
from engine.advance.words import fill, spoken
from engine.desk.ask.trial import Line, event, line, start_of, trial_case, unknown, workflow_of
from engine.desk.clock import office_clock
from engine.facts import CaseFacts, Moment
from engine.load.build.assemble import Built
from engine.model.basics import Basis, Missing
from engine.model.forms import Form
from engine.model.workflow import Element, Notice, Table, Workflow

APPLICATION: Final = "application"
EXTENSION: Final = "extension"
# The outcomes of the contract may always be asked about, also where an organisation knows no such decision.
_OUTCOMES: Final = ("grant", "partial", "refuse", "nonexistent")
_OUTCOME: Final = "outcome"
_FREEFORM: Final = "freeform"


@dataclass(frozen=True, slots=True)
class _Number:
    """A form number, or that none is laid down (`unmapped`), with the row it rests on."""

    number: str
    unmapped: bool
    offer: str
    lines: tuple[Line, ...]


def ask_letter(
    built: Built, kind: str, outcome: str, today: date | None = None, language: str = "ja"
) -> dict[str, Any]:
    """The form of the application, of the extension, or of the decision with this outcome.

    `today` is the day of decision, for forms that changed by date. UsageError for an unknown kind or outcome.
    """
    workflow = workflow_of(built, kind, today)
    day = today or office_clock().today()
    if outcome == APPLICATION:
        return _application(workflow, _facts(workflow, kind, "", day), kind, language)
    if outcome == EXTENSION:
        return _of_notice(workflow, _facts(workflow, kind, "", day), _extension_notices(workflow), language)
    known = {*_OUTCOMES, *(v for f in _decisions(workflow) for v in f.fields[_OUTCOME].type.values)}
    if outcome not in known:
        raise unknown("結果", "outcome", outcome, {*known, APPLICATION, EXTENSION})
    deciding = [notice for notice in workflow.notices.values() if notice.decides]
    return _of_notice(workflow, _facts(workflow, kind, outcome, day), deciding, language)


def _decisions(workflow: Workflow) -> list[Form]:
    return [form for form in workflow.forms.values() if _OUTCOME in form.fields]


def _facts(workflow: Workflow, kind: str, outcome: str, day: date) -> CaseFacts:
    """A request of the kind, taken in and, with an outcome, decided on `day`."""
    decisions = {form.id for form in _decisions(workflow)} if outcome else set()
    commands = [start_of(workflow, kind).id]
    commands += [c.id for c in workflow.machine.commands.values() if c.form in decisions and not c.start]
    forms = {form: {_OUTCOME: outcome} for form in decisions}
    case = trial_case(workflow, kind, forms, [event(c, day, forms.get(c)) for c in commands])
    return CaseFacts(workflow, case, Moment(day))


def _extension_notices(workflow: Workflow) -> list[Notice]:
    clock = workflow.main_clock
    commands = {sort.at for sort in clock.extensions.values()} if clock else set()
    return [notice for notice in workflow.notices.values() if commands.intersection(notice.at)]


def _application(workflow: Workflow, facts: CaseFacts, kind: str, language: str) -> dict[str, Any]:
    start = start_of(workflow, kind)
    form = workflow.forms.get(start.form)
    if form is None:
        text = start.title.within(language)
        return _answer(_Number("", False, "", (_plain(text, "", start.basis, language),)), None)
    if form.number.startswith("table."):
        found = _from_table(workflow, facts, form.number, language)
    else:
        found = _Number(
            form.number, False, "", (_plain(form.title.within(language), form.number, start.basis, language),)
        )
    return _answer(found, form.title.within(language))


def _of_notice(
    workflow: Workflow, facts: CaseFacts, notices: Iterable[Notice], language: str
) -> dict[str, Any]:
    notice = _first(notices, facts)
    if notice is None:
        return _nothing(workflow.title.within(language), language)
    heading, blanks = fill(notice.heading, facts)
    title = heading if heading and not blanks else notice.title.within(language)
    if notice.number.startswith("table."):
        found = _from_table(workflow, facts, notice.number, language)
    else:
        written = number_of(workflow, facts, notice).number
        text = notice.title.within(language)
        found = _Number(written, False, "", (_plain(text, written, notice.basis, language),))
    return _answer(found, title)


def _first(notices: Iterable[Notice], facts: CaseFacts) -> Notice | None:
    """The letter whose condition holds, else one whose condition is not known here."""
    judged = [(n, True if n.when is None else n.when.run(facts)) for n in notices]
    certain = [n for n, holds in judged if holds is True]
    possible = [n for n, holds in judged if isinstance(holds, Missing)]
    return next(iter((*certain, *possible)), None)


def _from_table(workflow: Workflow, facts: CaseFacts, number: str, language: str) -> _Number:
    table_id, _, out = number.removeprefix("table.").partition(".")
    table = workflow.tables[table_id]
    answer = tables.look_up(table, facts)
    value = answer.out.get(out)
    written = value if isinstance(value, str) else ""
    unmapped = answer.unmapped or answer.row is None or answer.row.impossible
    result = "" if unmapped else written
    row = answer.row
    text = f"{table.title.within(language)}: {_inputs(table, facts, language)}"
    lines = [line(text, _basis(row, table), result)]
    if unmapped:
        silent = "この組合せに定めた様式がありません"
        silent = silent if language == "ja" else "no form is laid down for this combination"
        lacking = "、".join(answer.missing)
        offer = "" if answer.offer == _FREEFORM else answer.offer
        lines.append(line(f"{silent}{f'（{lacking}）' if lacking else ''}", _basis(row, table), offer))
    return _Number("" if unmapped else written, unmapped, answer.offer, tuple(lines))


def _basis(row: Element | None, table: Table) -> Basis | None:
    return (row.basis if row is not None else None) or table.basis


def _inputs(table: Table, facts: CaseFacts, language: str) -> str:
    said = []
    for name, rule in table.inputs.items():
        value = spoken(rule.run(facts), rule.type, language) or ("未定" if language == "ja" else "not known")
        title = rule.node.title.within(language) or name
        said.append(f"{title}＝{value}" if language == "ja" else f"{title} = {value}")
    return ("、" if language == "ja" else ", ").join(said)


def _plain(title: str, number: str, basis: Basis | None, language: str) -> Line:
    without = "様式の番号の定めがありません" if language == "ja" else "no form number is laid down"
    return line(title if number else f"{title}: {without}", basis, number)


def _nothing(title: str, language: str) -> dict[str, Any]:
    text = "この場合の通知書の定めがありません" if language == "ja" else "no letter is laid down for this"
    return _answer(_Number("", True, "", (line(f"{title}: {text}"),)), None)


def _answer(found: _Number, title: str | None) -> dict[str, Any]:
    answer: Mapping[str, Any] = {
        "number": found.number or None,
        "title": title,
        "unmapped": found.unmapped,
        "freeform": found.offer == _FREEFORM or (not found.unmapped and not found.number),
        "offer": found.offer if found.offer and found.offer != _FREEFORM else None,
    }
    return {"answer": dict(answer), "derivation": list(found.lines)}
