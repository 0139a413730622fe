"""Values of a definition as people say them: labels for ids, periods and rules in words, what is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from engine.advance.words import spoken
from engine.desk.workshop.scope import Path, Scope
from engine.desk.workshop.slots import Slot, basis_words
from engine.desk.written import either, in_words
from engine.load.build.bench import label
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.basics import Period, Unit
from engine.model.rule import Type

_PERIOD: Final = re.compile(r"(\d{1,5}) (day|week|month|year|business_day)s?\Z")
_FACT: Final = re.compile(r"\{([^{}]*)\}")


class Sayer:
    """Says values in one language; `names` are the labels of everything that has an id, by what it is."""

    def __init__(self, scope: Scope, names: Mapping[str, Mapping[str, str]], language: str) -> None:
        self.scope, self.names, self.language = scope, names, language

    def say(self, slot: Slot, node: Node | None, path: Path) -> str:
        """The value at a path in words; nothing if there is none."""
        if node is None:
            return ""
        if isinstance(node, Scalar) and node.value is None:
            return ""
        if isinstance(node, Scalar) and node.text == "silent":
            return either("規程に定めなし", "the rules are silent", self.language)
        if isinstance(node, Map) and isinstance(node.get("setting"), Scalar):
            return self._setting(slot, node, path)
        if path[:1] == ("settings",) and path[2:] == ("value",) and isinstance(node, Scalar):
            return self._chosen(path[1], node.text)
        match slot.kind:
            case "label":
                return self.label(node, path)
            case "basis":
                return self._basis(node)
            case "bool":
                return self._bool(node)
            case "rule":
                return self.rule(node, path)
            case "period" | "number":
                return self._period(node)
            case "group" | "map" | "elements" | "one":
                return self._count(node)
            case _:
                return self.words(slot, node, path)

    def label(self, node: Node, path: Path = ()) -> str:
        """A label; facts in braces are whole pieces with their own labels."""
        said = label(node, "").within(self.language)
        return _FACT.sub(lambda m: f"【{self.fact(m[1], path)}】", said) if path else said

    def fact(self, text: str, path: Path) -> str:
        """The label of a fact in a letter's text."""
        rule = self.scope.reading(text, path)
        title = rule.node.title.within(self.language) if rule is not None else ""
        return title or (in_words(rule, self.language) if rule is not None else text)

    def words(self, slot: Slot, node: Node, path: Path = ()) -> str:
        """Ids by their labels, one after the other."""
        if isinstance(node, Seq):
            return either("、", ", ", self.language).join(self.words(slot, one, path) for one in node)
        if isinstance(node, Map):
            return self._count(node)
        if isinstance(node.value, bool):
            return self._bool(node)
        return self.word(slot, node.text, path)

    def word(self, slot: Slot, text: str, path: Path = ()) -> str:
        """One id by its label; in a task first what the task itself has."""
        if text in slot.words:
            return slot.words[text].within(self.language)
        inside = [f"{kind}.{path[1]}" for kind in slot.of] if path[:1] == ("tasks",) and path[1:] else []
        for kind in (*inside, *slot.of):
            if text in self.names.get(kind, {}):
                return self.names[kind][text]
        head, of, fact = text.partition(" of ")
        if of and head in self.names.get("roles", {}):
            role, whose = self.names["roles"][head], self.fact(fact, path)
            return either(f"{whose}の{role}", f"{role} of {whose}", self.language)
        return text

    def rule(self, node: Node, path: Path) -> str:
        """A rule as a sentence; as it was typed where it cannot be read."""
        if not isinstance(node, Scalar):
            return self._count(node)
        if path[-1:] and node.text == "otherwise":
            return either("そのほか", "otherwise", self.language)
        rule = self.scope.reading(node.text, path)
        return in_words(rule, self.language) if rule is not None else node.text

    def _chosen(self, name: str, value: str) -> str:
        """The value of a setting by its label."""
        setting = self.scope.settings.get(name)
        said = setting.values.get(value) if setting is not None else None
        return said.within(self.language) if said is not None else value

    def _setting(self, slot: Slot, node: Map, path: Path) -> str:
        """A value left to a setting: its title, and what it gives now."""
        name = node.text("setting")
        setting = self.scope.settings.get(name)
        if setting is None:
            return name
        title = setting.title.within(self.language)
        chosen = str(setting.value)
        if len(node) > 1:
            now = self.say(slot, node.get(chosen), path)
        else:
            said = setting.values.get(chosen)
            now = said.within(self.language) if said else chosen
        return f"{now} ({name} {title})"

    def _basis(self, node: Node) -> str:
        if not isinstance(node, Map):
            return node.text if isinstance(node, Scalar) else ""
        status = basis_words().get(node.text("status"))
        said = status.within(self.language) if status else node.text("status")
        return "  ".join(part for part in (said, node.text("text")) if part)

    def _bool(self, node: Node) -> str:
        on = isinstance(node, Scalar) and node.value is True
        return either("はい" if on else "いいえ", "yes" if on else "no", self.language)

    def _period(self, node: Node) -> str:
        if isinstance(node, Map):
            table, _, out = node.text("table").partition(".")
            title = self.names.get("tables", {}).get(table, table)
            rows = list(self._by_kind(table, out))
            return " / ".join(rows) or either(f"表による ({title})", f"by the table ({title})", self.language)
        text = node.text if isinstance(node, Scalar) else ""
        if text in ("none", "unlimited"):
            return either("制限なし", "no limit", self.language)
        return period_words(text, self.language)

    def _by_kind(self, table: str, out: str) -> Iterator[str]:
        """The periods of a table that asks for the kind alone, each with its kinds; nothing for any other table."""
        found, kinds = self.scope.node.map("tables").map(table), self.names.get("kinds", {})
        rows = [row for row in found.map("rows").values() if isinstance(row, Map)]
        if [one.text for one in found.map("in").values() if isinstance(one, Scalar)] != ["kind"]:
            return
        key = next(iter(found.map("in")))
        for row in rows:
            cell = row.get(key)
            named = [
                one.text for one in (cell if isinstance(cell, Seq) else [cell]) if isinstance(one, Scalar)
            ]
            rest = either("ほか", "others", self.language)
            said = rest if len(named) > 1 or named == ["-"] else kinds.get("".join(named), "".join(named))
            yield f"{period_words(row.text(out), self.language)} {said}"

    def _count(self, node: Node) -> str:
        if isinstance(node, Scalar):
            return node.text
        count = len(node)
        return either(f"{count}件", f"{count}", self.language)


def period_words(text: str, language: str) -> str:
    """A period as files have it (`14 days`) in words; what is none stays as it is."""
    match = _PERIOD.match(text)
    if match is None:
        return text
    unit: Unit = match[2]  # type: ignore[assignment]  # the pattern allows the five units only
    return spoken(Period(int(match[1]), unit), Type("period"), language)
