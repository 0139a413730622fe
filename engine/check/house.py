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
from engine.model.workflow import Organisation, Table, Workflow

_RANGE: Final = re.compile(r"第([0-9]+)条から第([0-9]+)条まで")
# Not an article of the same rules where the name of another law stands before it, nor a branch of it (条の2).
_ARTICLE: Final = r"(?<![法令程則例約針律]){}(?!の[0-9])"


_WITHOUT: Final = (str, int, type(None), Rule, Text, Place)  # most of what there is, and no basis is in it


def check_organisation(organisation: Organisation, workflows: Iterable[Workflow]) -> list[Problem]:
    """Two things under one form number (block); listed articles without an element (note)."""
    having = list(workflows)
    return [*_numbers(organisation, having), *_articles(organisation, having)]


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
    for workflow in workflows:
        for key, form in workflow.forms.items():
            for number, place in _of(workflow.tables, form.number, form.place):
                yield number, f"forms.{key}", form.title, place
        for key, notice in workflow.notices.items():
            for number, place in _of(workflow.tables, notice.number, notice.place):
                yield number, f"notices.{key}", notice.title, place
        for key, register in workflow.registers.items():
            if register.form_number:
                yield register.form_number, f"registers.{key}", register.title, register.place


def _of(tables: Mapping[str, Table], number: str, place: Place | None) -> Iterator[tuple[str, Place | None]]:
    """The numbers that a text or a table's output (`table.x.y`) can give."""
    head, _, rest = number.partition(".")
    table, _, column = rest.partition(".")
    if head != "table" or table not in tables:
        yield from [(number, place)] if number else []
        return
    for row in tables[table].rows.values():
        if not row.unmapped and not row.impossible and isinstance(value := row.out.get(column), str):
            yield value, row.place


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
        if isinstance(one, Basis):
            yield one.text
        elif isinstance(one, _WITHOUT) or id(one) in seen:
            continue
        else:
            seen.add(id(one))
            if is_dataclass(one):
                kind: type = type(one)
                stack += [getattr(one, name) for name in _names(kind)]
            elif isinstance(one, Mapping):
                stack += one.values()
            elif isinstance(one, tuple | list | frozenset):
                stack += one


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind) if part.name != "calendar")
