"""What is found about an organisation as a whole: form numbers given twice, articles that nothing rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final

from engine.errors import Problem
from engine.model.basics import Basis, Place, Text
from engine.model.rule import Rule
from engine.model.workflow import Cell, Notice, Organisation, Row, Table, Workflow
from engine.tables import cell_holds

_RANGE: Final = re.compile(r"第([0-9]+)条から第([0-9]+)条まで")
# Not an article of the same rules where the name of another law stands before it, nor a branch of it (条の2).
_ARTICLE: Final = r"(?<![法令程則例約針律]){}(?!の[0-9])"

_MAP: Final = ("its values",)
_LIST: Final = ("its entries",)
_WITHOUT: Final = (str, int, type(None), Rule, Text, Place)  # most of what there is, and no basis is in it


def check_organisation(organisation: Organisation, workflows: Iterable[Workflow]) -> list[Problem]:
    """Two things under one form number (block); listed articles without an element (note)."""
    having = list(workflows)
    rows = (
        one for workflow in having for notice in workflow.notices.values() for one in _rows(workflow, notice)
    )
    return [*_numbers(organisation, having), *rows, *_articles(organisation, having)]


# --- form numbers


def _numbers(organisation: Organisation, workflows: list[Workflow]) -> Iterator[Problem]:
    """A number names one paper of an organisation: whoever reads it must know which."""
    first: dict[str, tuple[str, Text]] = {}
    for number, path, title, place in _numbered(organisation, workflows):
        known, known_title = first.setdefault(number, (path, title))
        if known != path:
            yield Problem(
                "duplicate",
                path,
                f"様式の番号「{number}」が「{known_title.ja}」と「{title.ja}」の両方にあります。どちらかを直してください。",
                f"Form number “{number}” is given to both “{known_title.within('en')}” and “{title.within('en')}”. "
                "Change one.",
                place,
            )


Numbered = tuple[str, str, Text, Place | None]  # the number, whose it is, its title, where it stands


def _numbered(organisation: Organisation, workflows: list[Workflow]) -> Iterator[Numbered]:
    for key, document in organisation.documents.items():
        if document.form_number:
            yield document.form_number, f"documents.{key}", document.title, document.place
    for key, ledger in organisation.ledgers.items():
        if ledger.form_number:
            yield ledger.form_number, f"ledgers.{key}", ledger.title, ledger.place
    for workflow in workflows:
        for key, form in workflow.forms.items():
            for number, place in _of(workflow, form.number, form.place):
                yield number, f"forms.{key}", form.title, place
        for key, notice in workflow.notices.items():
            for number, place in _of(workflow, notice.number, notice.place):
                yield number, f"notices.{key}", notice.title, place
        for key, register in workflow.registers.items():
            if register.form_number:
                yield register.form_number, f"registers.{key}", register.title, register.place


def _of(workflow: Workflow, number: str, place: Place | None) -> Iterator[tuple[str, Place | None]]:
    """The numbers that a text or a table's output (`table.x.y`) can give."""
    table, column = _table_of(workflow, number)
    if table is None:
        yield from [(number, place)] if number else []
        return
    for row in table.rows.values():
        if not row.unmapped and not row.impossible and isinstance(value := row.out.get(column), str):
            yield value, row.place


def _rows(workflow: Workflow, notice: Notice) -> Iterator[Problem]:
    """Rows of the table of numbers that give one number to letters whose headings differ."""
    numbers, column = _table_of(workflow, notice.number)
    heading, titles = next(
        (_table_of(workflow, piece.source) for piece in notice.heading if piece.rule), _NO_TABLE
    )
    if numbers is None or heading is None:
        return
    first: dict[str, tuple[Row, frozenset[str]]] = {}
    for row in numbers.rows.values():
        number = row.out.get(column)
        if row.unmapped or row.impossible or not isinstance(number, str):
            continue
        own = frozenset(
            str(one.out[titles])
            for one in heading.rows.values()
            if titles in one.out and _meet(numbers, row, heading, one)
        )
        known, headings = first.setdefault(number, (row, own))
        if own and headings and not own & headings:
            mine, other = "、".join(sorted(own)), "、".join(sorted(headings))
            yield Problem(
                "duplicate",
                f"tables.{numbers.id}.rows.{row.id}",
                f"様式の番号「{number}」が題名の違う通知にあります: 行 {known.id}「{other}」、行 {row.id}「{mine}」。"
                "どちらかの番号を直すか、同じ通知なら一つの行にまとめてください。",
                f"Form number “{number}” is given to letters with different headings: row {known.id} “{other}” and row "
                f"{row.id} “{mine}”. Change one, or put them in one row if they are one letter.",
                row.place,
            )


def _table_of(workflow: Workflow, source: str) -> tuple[Table | None, str]:
    """The table and the column that `table.x.y` names."""
    head, _, rest = source.partition(".")
    table, _, column = rest.partition(".")
    return (workflow.tables.get(table), column) if head == "table" else _NO_TABLE


_NO_TABLE: Final = (None, "")


def _meet(one: Table, row: Row, other: Table, other_row: Row) -> bool:
    """Whether a case can be in both rows, as far as the facts both tables ask for tell."""
    asked = {rule.text: name for name, rule in other.inputs.items()}
    pairs = (
        (row.cells.get(name), other_row.cells.get(asked[rule.text]))
        for name, rule in one.inputs.items()
        if rule.text in asked
    )
    return all(_both(a, b) for a, b in pairs if a is not None and b is not None)


def _both(one: Cell, other: Cell) -> bool:
    """Whether some value fits both cells; assumed where neither lists its values."""
    if one.op != "in":
        one, other = other, one
    return one.op != "in" or any(cell_holds(other, value) for value in one.values)


# --- articles


def _articles(organisation: Organisation, workflows: list[Workflow]) -> Iterator[Problem]:
    if not organisation.articles:
        return
    texts = "\n".join(dict.fromkeys(_bases([organisation, *workflows])))
    spans = [(int(a), int(b)) for a, b in _RANGE.findall(texts)]
    for article, place in organisation.articles.items():
        if not re.search(_ARTICLE.format(re.escape(article)), texts) and not _within(article, spans):
            yield Problem(
                "article",
                "articles",
                f"{article}: この条によるものがありません。要素の根拠に書くか、articles から外してください。",
                f"{article}: nothing rests on this article. Name it as a basis, or take it out of articles.",
                place,
                "note",
            )


def _within(article: str, spans: list[tuple[int, int]]) -> bool:
    whole = re.fullmatch(r"第([0-9]+)条", article)
    return whole is not None and any(first <= int(whole[1]) <= last for first, last in spans)


def _bases(roots: list[Any]) -> Iterator[str]:
    """The text of every basis below, wherever it stands. A calendar has none, and its holidays have no end."""
    stack, seen = list(roots), set[int]()
    while stack:
        one = stack.pop()
        kind: type = type(one)
        names = _names(kind)
        if isinstance(one, Basis):
            yield one.text
        elif names is not None and id(one) not in seen:
            seen.add(id(one))
            stack += (
                one.values() if names is _MAP else one if names is _LIST else [getattr(one, n) for n in names]
            )


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The parts of a thing of this type that may hold others; None if it has none."""
    if issubclass(kind, _WITHOUT):
        return None
    if is_dataclass(kind):
        return tuple(part.name for part in fields(kind) if part.name != "calendar")
    if issubclass(kind, Mapping):
        return _MAP
    return _LIST if issubclass(kind, tuple | list | frozenset) else None
