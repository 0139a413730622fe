"""Profiles: invariants of a statute, laid over every workflow that has the names in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.errors import DefinitionError, Problem
from engine.load.build.bench import Bench
from engine.load.build.effects import build_invariant
from engine.load.library import Library
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.workflow import Invariant, Setting
from engine.rules import Vocabulary
from engine.rules.grammar import parse
from engine.rules.source import Source


@dataclass(slots=True)
class Claim:
    """One invariant of a profile; `lacks` is what the workflows looked at so far have no name for."""

    id: str
    profile: str
    node: Node
    applied: bool = False
    lacks: tuple[Problem, ...] = ()


def profile_names(organisation: Map) -> list[str]:
    """The profiles an organisation names (`folder/stem`)."""
    named = organisation.get("profiles")
    return [one.text for one in named if isinstance(one, Scalar)] if isinstance(named, Seq) else []


def read_profiles(library: Library, organisation: Map, bench: Bench) -> list[Claim]:
    """The invariants of an organisation's profiles; what cannot be read is a problem."""
    claims: list[Claim] = []
    for name in profile_names(organisation):
        try:
            node = library.workflow(name).node
        except DefinitionError as error:
            bench.problems.extend(error.problems)
            continue
        stem = node.text("profile") or name.rpartition("/")[2]
        for key, one in node.map("invariants").items():
            if _parses(one, bench):
                claims.append(Claim(key, stem, one))
    return claims


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
    claims: list[Claim], own: Mapping[str, Invariant], names: Vocabulary, settings: Mapping[str, Setting]
) -> dict[str, Invariant]:
    """The invariants of a workflow with those of the profiles that speak of it; its own are not replaced."""
    found = dict(own)
    for claim in claims:
        trial = Bench(settings)
        built = build_invariant(trial, claim.id, claim.node, names)
        if trial.problems:
            claim.lacks = claim.lacks or tuple(trial.problems)
            continue
        claim.applied = True
        key = claim.id if claim.id not in found else f"{claim.profile}_{claim.id}"
        found[key] = replace(built, id=key)
    return found


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
