"""Which elements name no article: notes for the administrator, never a reason to refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.errors import Problem
from engine.model.basics import Text
from engine.model.workflow import Element, Item, Row, Table, Workflow


def check_coverage(workflow: Workflow) -> list[Problem]:
    """A note for each element without a basis, and for each whose basis says that the source is silent."""
    return [*_uncited(workflow), *_without_basis(workflow), *_not_in_the_source(workflow)]


def _uncited(workflow: Workflow) -> Iterator[Problem]:
    """Grounds that a letter cites by their article and that have none: the letter could not be printed."""
    cited = {
        path
        for notice in workflow.notices.values()
        for part in notice.body.values()
        if part.each is not None and any(piece.source == "element.basis" for piece in part.text)
        for path in part.each.reads
    }
    for form in workflow.forms.values():
        for field in form.fields.values():
            source = field.options
            if source is None or source.source != "table" or f"{form.id}.{field.path}" not in cited:
                continue
            table = workflow.tables[source.name]
            for row in table.rows.values():
                if row.basis is None:
                    ja = (
                        f"{_named(table, row).title.ja}: 通知に書く条文がありません。basis を書いてください。"
                    )
                    en = f"{_named(table, row).title.within('en')}: the letter cites its article. Give it a basis."
                    yield Problem("basis", f"tables.{table.id}.rows.{row.id}", ja, en, row.place)


def _not_in_the_source(workflow: Workflow) -> Iterator[Problem]:
    known = {p.path for p in workflow.open_points}
    for path, element in (*_elements(workflow), *_people_and_steps(workflow)):
        why = element.basis
        if (
            why is None
            or why.status not in ("silent", "appi_gap")
            or {path, f"commands.{element.id}"} & known
        ):
            continue
        word_ja, word_en = (
            ("規程に定めなし", "the rules are silent")
            if why.status == "silent"
            else ("規程に定めがなく、法による", "not in the rules; from the statute")
        )
        ja, en = (
            f"{element.title}: {word_ja} {why.text}",
            f"{element.title.within('en')}: {word_en}: {why.text}",
        )
        yield Problem(why.status, path, ja, en, element.place, "note")


def _people_and_steps(workflow: Workflow) -> Iterator[tuple[str, Element]]:
    yield from ((f"states.{key}", one) for key, one in workflow.machine.states.items())
    yield from ((f"tasks.{key}", one) for key, one in workflow.tasks.items())
    yield from ((f"roles.{key}", one) for key, one in workflow.org.roles.items())
    yield from ((f"units.{key}", one) for key, one in workflow.org.units.items())
    yield from ((f"windows.{key}", one) for key, one in workflow.org.windows.items())
    for key, register in workflow.registers.items():
        if register.retain is not None and register.retain.basis is not None:
            yield f"registers.{key}.retain", replace(register, basis=register.retain.basis)
    for key, table in workflow.tables.items():
        if table.basis is not None:
            yield from ((f"tables.{key}.rows.{row}", _named(table, one)) for row, one in table.rows.items())


def _named(table: Table, row: Row) -> Element:
    """A row without a title is called by its table and its key: a key by itself says nothing."""
    if row.title.ja != row.id:
        return row
    return replace(row, title=Text(f"{table.title.ja}: {row.id}", f"{table.title.within('en')}: {row.id}"))


def _without_basis(workflow: Workflow) -> list[Problem]:
    return [
        Problem(
            "basis",
            path,
            f"{element.title}: 根拠となる条文が書かれていません。",
            f"{element.title.within('en')}: no article is named.",
            element.place,
            "note",
        )
        for path, element in _elements(workflow)
        if element.basis is None
    ]


def _elements(workflow: Workflow) -> Iterator[tuple[str, Element]]:
    """What ought to rest on something. A part is asked only if the whole around it has no basis."""
    yield from ((f"kinds.{key}", one) for key, one in workflow.kinds.items())
    for command in workflow.commands.values():
        where = f"tasks.{command.task}.commands" if command.task else "commands"
        yield f"{where}.{command.id}", command
        for key, one in command.require.items():
            yield f"{where}.{command.id}.require.{key}", one
    yield from ((f"clocks.{key}", one) for key, one in workflow.clocks.items())
    for task in workflow.tasks.values():
        yield from ((f"tasks.{task.id}.clocks.{key}", one) for key, one in task.clocks.items())
    for key, rule in workflow.evidence.items():
        yield f"evidence.{key}", rule
        if rule.basis is None and rule.need is not None:
            yield from _items(f"evidence.{key}", rule.need)
    for key, table in workflow.tables.items():
        if table.basis is None:
            yield from ((f"tables.{key}.rows.{row}", _named(table, one)) for row, one in table.rows.items())
    yield from ((f"notices.{key}", one) for key, one in workflow.notices.items())
    yield from ((f"registers.{key}", one) for key, one in workflow.registers.items())
    yield from ((f"fees.{key}", one) for key, one in workflow.fees.items())
    yield from ((f"invariants.{key}", one) for key, one in workflow.invariants.items())
    yield from ((f"settings.{key}", one) for key, one in workflow.org.settings.items())


def _items(path: str, item: Item) -> Iterator[tuple[str, Element]]:
    for key, part in item.parts.items():
        if part.basis is None and part.parts:
            yield from _items(f"{path}.{key}", part)
        else:
            yield f"{path}.{key}", part
