"""Profiles: what a statute says, laid over every workflow that has the names in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from engine.errors import DefinitionError, Problem
from engine.load.build.bench import Bench, label
from engine.load.build.effects import build_invariant
from engine.load.library import Library
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.basics import Text
from engine.model.rule import Fact, Type
from engine.model.workflow import Invariant, Setting
from engine.rules import Layers, Vocabulary
from engine.rules.grammar import parse
from engine.rules.source import Source

_FACTS_OF: Final = {"fees": "fee.", "clocks": "clock.", "notices": "notice.", "tables": "table."}


@dataclass(slots=True)
class Claim:
    """One invariant of a profile; `lacks` is what the workflows looked at so far have no name for.

    `about` are the kinds of request the statute speaks of, with labels: one that an organisation lacks never holds.
    """

    id: str
    profile: str
    node: Node
    about: Mapping[str, Text] = field(default_factory=dict)
    applied: bool = False
    lacks: tuple[Problem, ...] = ()


def profile_names(organisation: Map) -> list[str]:
    """The profiles an organisation names (`folder/stem`)."""
    named = organisation.get("profiles")
    return [one.text for one in named if isinstance(one, Scalar)] if isinstance(named, Seq) else []


def read_profiles(library: Library, organisation: Map, bench: Bench) -> list[tuple[str, Map]]:
    """The files of an organisation's profiles by their id; what cannot be read is a problem."""
    found: list[tuple[str, Map]] = []
    for name in profile_names(organisation):
        try:
            node = library.workflow(name).node
        except DefinitionError as error:
            bench.problems.extend(error.problems)
            continue
        found.append((node.text("profile") or name.rpartition("/")[2], node))
    return found


def claims_of(profile: str, node: Map, bench: Bench) -> list[Claim]:
    """The invariants of a profile; a rule that cannot be read is a problem."""
    about = {kind: label(title, kind) for kind, title in node.map("about").items()}
    return [
        Claim(key, profile, one, about) for key, one in node.map("invariants").items() if _parses(one, bench)
    ]


def _parses(node: Node, bench: Bench) -> bool:
    rule = node.get("rule") if isinstance(node, Map) else node
    if not isinstance(rule, Scalar):
        return False
    try:
        parse(Source(rule.text, rule.place))
    except DefinitionError as error:
        bench.problems.extend(error.problems)
        return False
    return True


def laid_over(
    claims: list[Claim],
    own: Mapping[str, Invariant],
    names: Vocabulary,
    settings: Mapping[str, Setting],
    workflow: Map,
) -> dict[str, Invariant]:
    """The invariants of a workflow with those of the profiles that speak of it; its own are not replaced."""
    found = dict(own)
    for claim in claims:
        each = claim.node.text("each") if isinstance(claim.node, Map) else ""
        for subject in workflow.map(each) if each else ("",):
            trial = Bench(settings)
            words = _words(claim, names, each, subject)
            built = build_invariant(trial, claim.id, claim.node, words)
            if trial.problems:
                claim.lacks = claim.lacks or tuple(trial.problems)
                continue
            claim.applied = True
            key = f"{claim.id}_{subject}" if subject else claim.id
            key = key if key not in found else f"{claim.profile}_{key}"
            found[key] = _about(built, claim, workflow.map(each), each, subject) if subject else built
            found[key] = replace(found[key], id=key)
    return found


def _words(claim: Claim, names: Vocabulary, each: str, subject: str) -> Vocabulary:
    """The workflow's names, with the kinds the statute speaks of and `element.…` for what it judges."""
    extra: dict[str, Fact] = {}
    kind = names.find("kind")
    if kind is not None and claim.about:
        extra["kind"] = Fact(
            kind.path, Type("choice", {**claim.about, **kind.type.values}, kind.type.known), kind.title
        )
    head = f"{_FACTS_OF.get(each, each)}{subject}."
    if subject:
        extra |= {f"element.{p.removeprefix(head)}": f for p, f in names.facts.items() if p.startswith(head)}
    return Vocabulary(Layers(extra, dict(names.facts)), names.ambiguous) if extra else names


def _about(built: Invariant, claim: Claim, elements: Map, each: str, subject: str) -> Invariant:
    """The invariant as one about an element: a check names it, at the place where it stands."""
    node = elements[subject]
    title = label(node.entries.get("title") if isinstance(node, Map) else None, subject)
    why = Text(f"（{built.basis}）", f" ({built.basis})") if built.basis else Text("")
    said = Text(
        f"{title.ja}: {built.title.ja}{why.ja}", f"{title.within('en')}: {built.title.within('en')}{why.en}"
    )
    # The condition is what can break it; where there is none, the element as a whole.
    place = elements.key_place(subject)
    if isinstance(node, Map) and "when" in node:
        place = node.key_place("when")
    return replace(built, title=said, place=place, finding=(claim.id, f"{each}.{subject}"))


def idle(claims: list[Claim]) -> list[Problem]:
    """A note for each invariant that speaks of no workflow of the organisation."""
    found: list[Problem] = []
    for claim in claims:
        if not claim.applied and claim.lacks:
            why = claim.lacks[0]
            ja = f"この決まりを当てる手続がありません。{why.ja}"
            en = f"No workflow has the names of this invariant. {why.en}"
            path = f"profiles.{claim.profile}.{claim.id}"
            found.append(Problem("profile", path, ja, en, claim.node.place, "note", why.near))
    return found
