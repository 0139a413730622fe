"""The pages of a workflow that hold rules: fields, documents, periods, decision tables, letters, registers, fees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.advance.words import spoken
from engine.desk.written import Written, article, either, in_words, where
from engine.model.rule import Type

if TYPE_CHECKING:
    from engine.model.rule import Rule
    from engine.model.workflow import Clock, Item, Row, Table, Workflow


def fields(workflow: Workflow, language: str) -> Iterator[Written]:
    must = either("必ず書く", "required", language)
    for form in workflow.forms.values():
        yield Written(form.title.within(language), form.number, "", where(form.place))
        for one in form.walk():
            parts = [must if one.required else "", _kind(one.type, language), in_words(one.when, language)]
            text = "  ".join(part for part in parts if part)
            yield Written(one.title.within(language), text, "", where(one.place), 1 + one.path.count("."))


def _kind(kind: Type, language: str) -> str:
    words = {
        "text": ("文", "text"),
        "date": ("日付", "date"),
        "bool": ("はい/いいえ", "yes/no"),
        "int": ("数", "number"),
        "choice": ("選択", "choice"),
        "list": ("いくつでも", "list"),
        "record": ("まとまり", "group"),
    }
    ja, en = words.get(kind.kind, (kind.kind, kind.kind))
    values = (
        " / ".join(label.within(language) for label in kind.values.values()) if kind.kind == "choice" else ""
    )
    return values or (en if language == "en" else ja)


def documents(workflow: Workflow, language: str) -> Iterator[Written]:
    for rule in workflow.evidence.values():
        when = in_words(rule.when, language)
        yield Written(
            rule.title.within(language), when, article(rule.basis), where(rule.place), open=rule.need is None
        )
        if rule.need is not None:
            yield from _item(workflow, rule.need, language, 1)


def _item(workflow: Workflow, item: Item, language: str, depth: int) -> Iterator[Written]:
    join = {
        "any": ("どれか", "any of"),
        "all": ("すべて", "all of"),
        "n": (f"どれか{item.count}つ", f"{item.count} of"),
    }
    ja, en = join[item.join]
    names = [
        workflow.org.documents[d].title.within(language)
        for d in item.documents
        if d in workflow.org.documents
    ]
    said = (
        f"{en if language == 'en' else ja}: {'、'.join(names)}" if names else (en if language == "en" else ja)
    )
    age = ""
    if item.max_age is not None:
        within = spoken(item.max_age, Type("period"), language)
        age = f"  {either(f'{within}以内のもの', f'not older than {within}', language)}"
    title = item.title.within(language) or item.id
    yield Written(
        title, said + age + _when(item.when, language), article(item.basis), where(item.place), depth
    )
    for part in item.parts.values():
        yield from _item(workflow, part, language, depth + 1)


def _when(rule: Rule | None, language: str) -> str:
    return f"  {either('次のとき', 'when', language)}: {in_words(rule, language)}" if rule is not None else ""


def periods(workflow: Workflow, language: str) -> Iterator[Written]:
    every: dict[str, Clock] = dict(workflow.clocks)
    for task in workflow.tasks.values():
        every |= {f"{task.id}.{name}": clock for name, clock in task.clocks.items()}
    for clock in every.values():
        yield Written(
            clock.title.within(language), _length(clock, language), article(clock.basis), where(clock.place)
        )
        yield Written(either("数え始め", "starts", language), in_words(clock.starts, language), depth=1)
        for pause in clock.pauses:
            task_title = (
                workflow.tasks[pause.task].title.within(language)
                if pause.task in workflow.tasks
                else pause.task
            )
            yield Written(either("数えない日", "not counted", language), task_title, depth=1)
        for sort in clock.extensions.values():
            limits = "  ".join(_limits(sort.times, sort.each, sort.sum, language))
            title = either("延長", "extension", language)
            yield Written(
                f"{title} {sort.title.within(language)}".rstrip(),
                limits,
                article(sort.basis),
                where(sort.place),
                1,
            )


def _length(clock: Clock, language: str) -> str:
    if clock.period is not None:
        return spoken(clock.period, Type("period"), language)
    if clock.period_rule is not None:
        return in_words(clock.period_rule, language)
    if clock.until is not None:
        return in_words(clock.until, language)
    return either("遅滞なく", "without delay", language)


def _limits(times: int | None, each: int | None, total: int | None, language: str) -> Iterator[str]:
    if times is not None:
        yield either(f"{times}回まで", f"{times} times", language)
    if each is not None:
        yield either(f"1回に{each}日まで", f"{each} days at a time", language)
    if total is not None:
        yield either(f"合わせて{total}日まで", f"{total} days in all", language)


# --- tables, letters, registers, fees


def tables(workflow: Workflow, language: str) -> Iterator[Written]:
    for table in workflow.tables.values():
        yield Written(
            table.title.within(language), "  ".join(table.inputs), article(table.basis), where(table.place)
        )
        for row in table.rows.values():
            cells, outs = _cells(table, row, language), _outs(table, row, language)
            yield Written(cells, outs, article(row.basis), where(row.place), 1, row.unmapped)


def _cells(table: Table, row: Row, language: str) -> str:
    said = []
    for name, cell in row.cells.items():
        kind = table.inputs[name].type
        values = "、".join(spoken(value, kind, language) for value in cell.values)
        words = {
            "any": "-",
            "in": values,
            "not": f"{either('以外', 'not', language)} {values}",
            "missing": "( )",
        }
        said.append(words.get(cell.op, f"{cell.op} {values}"))
    return " | ".join(said) or row.title.within(language)


def _outs(table: Table, row: Row, language: str) -> str:
    if row.unmapped:
        return either("様式の定めなし", "no form laid down", language)
    if row.impossible:
        return either("ありえない", "impossible", language)
    return "  ".join(spoken(value, table.outputs[name], language) for name, value in row.out.items())


def letters(workflow: Workflow, language: str) -> Iterator[Written]:
    for notice in workflow.notices.values():
        at = "、".join(
            workflow.commands[c].title.within(language) for c in notice.at if c in workflow.commands
        )
        yield Written(notice.title.within(language), at, article(notice.basis), where(notice.place))
        for part in notice.body.values():
            text = "".join(
                p.text if p.rule is None else f"【{p.rule.node.title.within(language)}】" for p in part.text
            )
            yield Written(part.title.within(language), text, article(part.basis), where(part.place), 1)


def registers(workflow: Workflow, language: str) -> Iterator[Written]:
    for register in workflow.registers.values():
        keep = ""
        if register.retain is not None:
            period = register.retain.period
            keep = (
                spoken(period, Type("period"), language) if period else either("定めなし", "silent", language)
            )
        yield Written(register.title.within(language), f"{register.form_number}  {keep}".strip(),
                      article(register.basis), where(register.place))  # fmt: skip
        for column in register.columns.values():
            yield Written(column.title.within(language), "", article(column.basis), where(column.place), 1)


def fees(workflow: Workflow, language: str) -> Iterator[Written]:
    for fee in workflow.fees.values():
        yield Written(fee.title.within(language), "", article(fee.basis), where(fee.place), open=fee.silent)
        for one in fee.lines.values():
            amount = in_words(one.amount, language) or either("定めなし", "silent", language)
            yield Written(one.title.within(language), amount + _when(one.when, language), article(one.basis),
                          where(one.place), 1, one.amount is None)  # fmt: skip
