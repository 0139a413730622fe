"""Statutes of an organisation's profiles: articles by date, the bases that cite them, points to look at.

A basis may say `{law.<profile>.<article>}` for the number of an article. It is written out here for every day on
which a number changed, so that a letter cites the one in force on its day; elsewhere the one of the statute's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from engine.errors import Problem
from engine.load.build.bench import DATE, Bench, label
from engine.load.near import nearest
from engine.load.tree import Map, Node, Scalar, Seq, grow
from engine.model.basics import Text
from engine.model.law import Article, Law
from engine.wareki import said_date

_CITED: Final = re.compile(r"\{law\.([a-z0-9_]+)\.([a-z0-9_]+)\}")
_STANDS: Final[Mapping[str, Text]] = {
    "open": Text("確かめていません", "not looked at yet"),
    "differs": Text("規程と違います", "the rules differ"),
    "meets": Text("合っています", "in keeping with it"),
    "not_concerned": Text("当てはまりません", "does not concern this organisation"),
}


def build_law(bench: Bench, law_id: str, node: Map) -> Law | None:
    """The statute of a profile; None where the profile has no articles."""
    if "as_of" not in node:
        return None
    written = node["as_of"]
    as_of = bench.literal(written, DATE, "as_of")
    articles = {k: _article(bench, k, v) for k, v in node.map("articles").items() if isinstance(v, Map)}
    title = label(node.entries.get("title"), law_id)
    return Law(
        law_id, title, as_of if isinstance(as_of, date) else date.min, articles, node.key_place("as_of")
    )


def _article(bench: Bench, article_id: str, node: Map) -> Article:
    numbers = []
    for day, number in node.map("numbers").items():
        where = f"articles.{article_id}.numbers"
        since = bench.literal(Scalar(day, node.map("numbers").key_place(day), day), DATE, where)
        if isinstance(since, date) and isinstance(number, Scalar):
            numbers.append((since, number.text))
    return Article(
        article_id, label(node.entries.get("title"), article_id), tuple(sorted(numbers)), node.place
    )


# --- bases that cite


def cited(node: Map, laws: Mapping[str, Law], bench: Bench) -> Map:
    """The tree with every basis that cites a statute written out by day; the same tree if none does."""
    changed: dict[str, Node] = {}
    for key, one in node.entries.items():
        if key == "basis":
            new = _basis(one, laws, bench)
        elif isinstance(one, Scalar):
            continue
        else:
            new = _within(one, laws, bench)
        if new is not one:
            changed[key] = new
    return Map({**node.entries, **changed}, node.key_places, node.place, node.removed) if changed else node


def _within(node: Node, laws: Mapping[str, Law], bench: Bench) -> Node:
    if isinstance(node, Map):
        return cited(node, laws, bench)
    if isinstance(node, Seq):
        if all(isinstance(one, Scalar) for one in node.elements):
            return node
        elements = [_within(one, laws, bench) for one in node.elements]
        same = all(new is old for new, old in zip(elements, node.elements, strict=True))
        return node if same else Seq(elements, node.place)
    return node


def _basis(node: Node, laws: Mapping[str, Law], bench: Bench) -> Node:
    written = node.entries.get("text") if isinstance(node, Map) else node
    if not isinstance(written, Scalar) or "{law." not in written.text:
        return node
    named = [_named(written, law, article, laws, bench) for law, article in _CITED.findall(written.text)]
    found = [one for one in named if one is not None]
    if not found or len(found) < len(named):
        return node
    days = sorted({since for _, article in found for since, _ in article.numbers})
    dated = {day.isoformat(): _text(written.text, laws, day) for day in days}
    now = _text(written.text, laws, max(law.as_of for law, _ in found)) or next(reversed(dated.values()), "")
    status = node.text("status", "stated") if isinstance(node, Map) else "stated"
    return grow({"status": status, "text": now, "dated": dated}, written.place)


def _named(
    written: Scalar, law_id: str, article_id: str, laws: Mapping[str, Law], bench: Bench
) -> tuple[Law, Article] | None:
    law = laws.get(law_id)
    if law is None:
        ja = f"法令「{law_id}」を引いていますが、organisation.yaml の profiles にその法令がありません。"
        en = f"This cites “{law_id}”, but the profiles of organisation.yaml have no such law."
        bench.problem("reference", "basis", ja, en, written.place, nearest(law_id, laws))
        return None
    if article_id not in law.articles:
        bench.unknown("basis", f"{law.title.ja}の条", "article", article_id, written.place, law.articles)
        return None
    return law, law.articles[article_id]


def _text(text: str, laws: Mapping[str, Law], day: date) -> str:
    """The text with the numbers of a day; empty if one of them was not in force."""
    numbers = [laws[law].articles[article].on(day) for law, article in _CITED.findall(text)]
    return "" if "" in numbers else _CITED.sub(lambda m: laws[m[1]].articles[m[2]].on(day), text)


# --- what an administrator should know


def law_notes(
    laws: Mapping[str, Law], profiles: Iterable[tuple[str, Map]], organisation: Map, bench: Bench
) -> list[Problem]:
    """To which day each statute's data belong, and how the organisation stands to each of its points."""
    found: list[Problem] = []
    said = organisation.map("compliance")
    for stem, node in profiles:
        law = laws.get(stem)
        if law is None:
            continue
        found.append(_as_of(law))
        found += _points(law, node.map("notes"), said.map(stem), bench)
    for stem in said:
        if stem not in laws:
            bench.unknown(f"compliance.{stem}", "法令", "law", stem, said.key_place(stem), laws)
    return found


def _as_of(law: Law) -> Problem:
    day = said_date(law.as_of)
    ja = (
        f"{law.title.ja}: 法令データは{day}現在です。その後の改正は確かめてください。法的助言ではありません。"
    )
    en = f"{law.title.within('en')}: the data are of {law.as_of}. Check what changed since. This is not legal advice."
    return Problem("as_of", f"profiles.{law.id}", ja, en, law.place, "note")


def _points(law: Law, notes: Map, answers: Map, bench: Bench) -> Iterator[Problem]:
    for key in answers:
        if key not in notes:
            bench.unknown(f"compliance.{law.id}.{key}", "注意点", "point", key, answers.key_place(key), notes)
    for key, node in notes.items():
        answer = answers.map(key)
        status = answer.text("status", "open")
        stands = _STANDS.get(status, _STANDS["open"])
        place = answers.key_place(key) if key in answers else notes.key_place(key)
        title = label(node.entries.get("title") if isinstance(node, Map) else node, key)
        why = label(answer.entries.get("text"), "")
        about = label(node.entries.get("text") if isinstance(node, Map) else None, "")
        ja = f"{title.ja}: {stands.ja}。{_ended(why.ja)}{about.ja}"
        said_en = f"{stands.en}. {_ended(why.within('en'), '. ')}{about.within('en')}".rstrip()
        en = f"{title.within('en')}: {said_en}"
        yield Problem(f"law_{status}", f"profiles.{law.id}.notes.{key}", ja, en, place, "note")


def _ended(text: str, mark: str = "。") -> str:
    return f"{text.rstrip('。. ')}{mark}" if text else ""
