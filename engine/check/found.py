"""Findings with their words; one finding for all kinds that share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.check.env import Env
from engine.check.names import Names
from engine.errors import Problem, Severity
from engine.model.basics import Place, Text
from engine.model.rule import Type
from engine.model.workflow import Workflow

NOTHING: Final = Text("")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a proof found for one kind. `example` is how a case gets there, in labels."""

    kind: str
    path: str
    title: Text
    sentence: Text
    place: Place | None = None
    example: Text = NOTHING
    severity: Severity = "block"


@dataclass(slots=True)
class Findings:
    """Findings of every kind of a workflow, merged by what and where."""

    workflow: Workflow
    kinds: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    first: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def add(self, kind: str, finding: Finding) -> None:
        key = (finding.kind, finding.path)
        self.first.setdefault(key, finding)
        found = self.kinds.setdefault(key, [])
        if kind not in found:
            found.append(kind)

    def problems(self) -> list[Problem]:
        return [self._problem(finding, self.kinds[key]) for key, finding in self.first.items()]

    def _problem(self, finding: Finding, kinds: list[str]) -> Problem:
        titles = [self.workflow.kinds[kind].title for kind in kinds if kind in self.workflow.kinds]
        some = titles if len(kinds) < len(self.workflow.kinds) else []
        ja = f"{finding.title}: {finding.sentence.ja}"
        en = f"{finding.title.within('en')}: {finding.sentence.within('en')}"
        if some:
            ja += f"（種別: {'、'.join(t.ja for t in some)}）"
            en += f" (kinds: {', '.join(t.within('en') for t in some)})"
        if finding.example.ja:
            ja += f" 例: {finding.example.ja}"
            en += f" Example: {finding.example.within('en')}"
        return Problem(
            finding.kind, finding.path, ja, en, finding.place, finding.severity, example=finding.example.ja
        )


def told(names: Names, kind: str, commands: Iterable[Text], env: Env) -> Text:
    """A way in labels: the commands in order, then the kind and what was decided on it."""
    steps = list(commands)
    decided = [(names.titles.get(path), value) for path, value in env.decided.items()]
    facts = [
        (title[0], title[1], value) for title, value in decided if title and isinstance(value, str | bool)
    ]
    title = names.workflow.kinds[kind].title if kind in names.workflow.kinds else Text(kind)
    ja = "、".join([f"種別＝{title.ja}", *(f"{t.ja}＝{_label(type_, v).ja}" for t, type_, v in facts)])
    en = ", ".join(
        [
            f"kind = {title.within('en')}",
            *(f"{t.within('en')} = {_label(type_, v).within('en')}" for t, type_, v in facts),
        ]
    )
    return Text(
        f"{' → '.join(step.ja for step in steps)}（{ja}）",
        f"{' → '.join(step.within('en') for step in steps)} ({en})",
    )


def _label(type_: Type, value: str | bool) -> Text:
    if isinstance(value, bool):
        return Text("はい", "yes") if value else Text("いいえ", "no")
    values: Mapping[str, Text] = type_.values
    return values.get(value, Text(value))
