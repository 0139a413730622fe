"""The bench on which a merged tree becomes a model: settings, labels, rules, and every problem found on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from engine.errors import DefinitionError, Problem, Severity
from engine.load.near import nearest
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.basics import MISSING, Basis, BasisStatus, Period, Place, Text, Unit, Value
from engine.model.rule import Node as RuleNode
from engine.model.rule import Rule, Type
from engine.model.workflow import Setting
from engine.rules import Vocabulary, read

BOOL: Final = Type("bool")
DATE: Final = Type("date")
INT: Final = Type("int")
TEXT: Final = Type("text")
PERIOD: Final = Type("period")
_STATUSES: Final = ("stated", "derived", "silent", "appi_gap", "own")
_PERIOD: Final = re.compile(r"(\d{1,5}) (day|week|month|year|business_day)s?\Z")


def nothing(place: Place | None = None, kind: Type = BOOL) -> Rule:
    """A rule that is never true: it stands where one could not be read, so that building can go on."""
    node = RuleNode("literal", (MISSING,), kind)
    return Rule("", place, node, kind, frozenset(), lambda _facts: MISSING)


def label(node: Node | None, default: str) -> Text:
    """A label: text, or a map with `ja` and `en`."""
    if isinstance(node, Scalar) and node.value is not None:
        return Text(node.text)
    if isinstance(node, Map):
        ja = node.text("ja") or node.text("en") or default
        return Text(ja, node.text("en"))
    return Text(default)


def basis(node: Node | None) -> Basis | None:
    """A basis: text, or a map with `status` and `text`."""
    if isinstance(node, Scalar) and node.value is not None:
        return Basis(node.text)
    if isinstance(node, Map):
        status = node.text("status", "stated")
        known: BasisStatus = status if status in _STATUSES else "stated"  # type: ignore[assignment]  # narrowed by the line above
        dated = tuple((date.fromisoformat(day), one.text) for day, one in node.map("dated").items()
                      if isinstance(one, Scalar))  # fmt: skip
        return Basis(node.text("text"), known, dated)
    return None


class Bench:
    """Collects problems and open points while a definition is built. `settings` are the organisation's."""

    def __init__(self, settings: Mapping[str, Setting]) -> None:
        self.settings = settings
        self.problems: list[Problem] = []
        self.open_points: list[Problem] = []

    # --- problems

    def problem(
        self,
        kind: str,
        path: str,
        ja: str,
        en: str,
        place: Place | None,
        near: str = "",
        severity: Severity = "block",
    ) -> None:
        self.problems.append(Problem(kind, path, ja, en, place, severity, near))

    def unknown(
        self, path: str, what_ja: str, what_en: str, name: str, place: Place | None, names: Iterable[str]
    ) -> None:
        """A reference to something that does not exist."""
        near = nearest(name, names)
        self.problem(
            "reference",
            path,
            f"{what_ja}「{name}」はありません。",
            f"There is no {what_en} “{name}”.",
            place,
            near,
        )

    def silent(self, path: str, title: Text, why: Basis | None, place: Place | None, note: str = "") -> None:
        """An open point: the source says nothing here."""
        ja = f"{title.ja}: 規程に定めなし" + (f"（{note}）" if note else "")
        en = f"{title.within('en')}: the rules are silent" + (f" ({note})" if note else "")
        if why is not None and why.text:
            ja, en = f"{ja} {why.text}", f"{en}: {why.text}"
        self.open_points.append(Problem("silent", path, ja, en, place, "note"))

    # --- values

    def resolve(self, node: Node | None, path: str, title: Text | None = None) -> Node | None:
        """The node with settings filled in; None if it is absent, `~` or `silent` (then an open point is noted)."""
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return None
        if isinstance(node, Scalar) and node.text == "silent":
            self.silent(path, title or Text(path), None, node.place)
            return None
        if isinstance(node, Map) and "setting" in node:
            return self._by_setting(node, path, title)
        return node

    def _by_setting(self, node: Map, path: str, title: Text | None) -> Node | None:
        name = node.text("setting")
        setting = self.settings.get(name)
        if setting is None:
            self.unknown(path, "決めごと", "setting", name, node.place, self.settings)
            return None
        value = setting.value
        choices = node.without("setting")
        if not choices.entries:
            return Scalar(
                value if isinstance(value, str | int | bool) else str(value), node.place, str(value)
            )
        for key in choices:
            if setting.values and key not in setting.values:
                self.unknown(
                    path, f"{name}の値", f"value of {name}", key, choices.key_place(key), setting.values
                )
        missing = [v for v in setting.values if v not in choices]
        if missing:
            self.problem(
                "choice",
                path,
                f"{name}の値「{'」「'.join(missing)}」のときが書かれていません。",
                f"Not said for {', '.join(missing)} of {name}.",
                node.place,
            )
        return self.resolve(choices.entries.get(str(value)), path, title)

    def text(self, owner: Map, key: str, path: str, default: str = "") -> str:
        """The text under `key` after settings; `default` if absent or silent."""
        node = self.resolve(owner.entries.get(key), f"{path}.{key}", label(owner.entries.get("title"), path))
        return node.text if isinstance(node, Scalar) else default

    def whole(self, owner: Map, key: str, path: str) -> int | None:
        """The whole number under `key`; None if absent, silent or `none`/`unlimited`."""
        return self.number(owner.entries.get(key), f"{path}.{key}")

    def number(self, node: Node | None, path: str) -> int | None:
        """A count as a number, `20 days`, `none` or `unlimited`."""
        found = self.resolve(node, path)
        if found is None or (isinstance(found, Scalar) and found.text in ("none", "unlimited")):
            return None
        if isinstance(found, Scalar):
            first, _, unit = found.text.partition(" ")
            if first.isdigit() and (not unit or unit.rstrip("s") in ("day", "business_day")):
                return int(first)
        self.problem(
            "shape", path, "数（又は none）を書いてください。", "Write a number (or none).", found.place
        )
        return None

    def period(self, node: Node | None, path: str, title: Text | None = None) -> Period | None:
        """A period such as `30 days`; None if absent or silent."""
        found = self.resolve(node, path, title)
        if found is None:
            return None
        match = _PERIOD.match(found.text) if isinstance(found, Scalar) else None
        if match is None:
            self.problem(
                "shape",
                path,
                "期間は「30 days」「1 month」のように書いてください。",
                "Write a period such as “30 days” or “1 month”.",
                found.place,
            )
            return None
        unit: Unit = match[2]  # type: ignore[assignment]  # the pattern allows the five units only
        return Period(int(match[1]), unit)

    def pick(self, owner: Map, key: str, path: str, allowed: tuple[str, ...], default: str) -> str:
        """One word out of `allowed`."""
        word = self.text(owner, key, path, default)
        if word in allowed:
            return word
        self.unknown(f"{path}.{key}", "値", "value", word, owner.key_place(key), allowed)
        return default

    def flag(self, owner: Map, key: str, path: str) -> bool:
        """True or false; absent is false."""
        node = self.resolve(owner.entries.get(key), f"{path}.{key}")
        return isinstance(node, Scalar) and node.text in ("true", "yes")

    def words(self, node: Node | None, path: str, title: Text | None = None) -> tuple[tuple[str, Place], ...]:
        """A list of words with their places; one word alone counts as a list of one."""
        found = self.resolve(node, path, title)
        if isinstance(found, Seq):
            return tuple((one.text, one.place) for one in found if isinstance(one, Scalar))
        if isinstance(found, Scalar):
            return ((found.text, found.place),)
        return ()

    # --- rules

    def rule(self, node: Node | None, names: Vocabulary, want: Type | None, path: str) -> Rule | None:
        """The rule at `node` after settings; None if absent or silent. A rule that cannot be read is a problem."""
        found = self.resolve(node, path)
        if found is None:
            return None
        if not isinstance(found, Scalar):
            self.problem(
                "shape", path, "決まりは1行の文で書いてください。", "A rule is one line of text.", found.place
            )
            return None
        try:
            return read(found.text, names, want, found.place)
        except DefinitionError as error:
            self.problems.extend(
                Problem(p.kind, p.path or path, p.ja, p.en, p.place, p.severity, p.near, p.example)
                for p in error.problems
            )
            return nothing(found.place, want or BOOL)

    def literal(self, node: Node, kind: Type, path: str) -> Value:
        """A scalar as a value of `kind` (a table cell, an output)."""
        if not isinstance(node, Scalar):
            self.problem("shape", path, "値を一つ書いてください。", "Write one value.", node.place)
            return MISSING
        if kind.kind in ("int", "bool"):
            return self._plain(node, bool if kind.kind == "bool" else int, path)
        if kind.kind == "period":
            return self.period(node, path) or MISSING
        if kind.kind == "date":
            return self._date(node, path)
        return node.text

    def _plain(self, node: Scalar, wanted: type[bool] | type[int], path: str) -> Value:
        if isinstance(node.value, int) and type(node.value) is wanted:
            return node.value
        ja, en = ("true か false", "true or false") if wanted is bool else ("数", "a number")
        self.problem(
            "shape", path, f"「{node.text}」は{ja}ではありません。", f"“{node.text}” is not {en}.", node.place
        )
        return MISSING

    def _date(self, node: Scalar, path: str) -> Value:
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            self.problem(
                "shape",
                path,
                f"「{node.text}」という日付はありません。",
                f"No such date: {node.text}.",
                node.place,
            )
            return MISSING
