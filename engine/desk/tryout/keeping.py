"""A walk kept as a scenario (確認例) in the organisation's working copy: from then on publishing tries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.desk.trial import due_of
from engine.desk.tryout.steps import linked
from engine.errors import DefinitionError, UsageError

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.desk.tryout.tryout import Tryout
    from engine.desk.words import Tried

_PREFIX: Final = "T"
FOLDER: Final = "scenarios"


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario that was written: its id, its file below the definitions, and how it runs there."""

    id: str
    file: str
    tried: Tried


def scenario_of(walk: Tryout, id: str, title: str) -> dict[str, Any]:
    """The walk as a scenario: its steps, and what came of them on its day. UsageError before the first step."""
    case, steps = walk.case, [dict(one) for one in walk.steps]
    if case is None:
        raise UsageError(
            "まだ受け付けていません。一つ進めてから残してください。",
            "Nothing was taken in yet. Do a step first.",
        )
    found: dict[str, Any] = {
        "scenario": id,
        "title": title,
        "organisation": walk.organisation,
        "kind": walk.kind,
    }
    if given := _given(walk, steps):
        found["given"] = given
    return {**found, "steps": steps, "expect": _expected(walk, steps)}


def _given(walk: Tryout, steps: list[dict[str, Any]]) -> dict[str, Any]:
    """The cases that the walk names, under names of their own; the forms name those instead."""
    case = walk.case
    found: dict[str, Any] = {}
    for _, number, told in linked(case) if case is not None else ():
        name = f"earlier_{len(found) + 1}"
        exports = {k: v for k, v in told.items() if k not in ("number", "kind")}
        found[name] = {"kind": told["kind"], "number": number, "exports": exports}
        for step in steps:
            if "form" in step:
                step["form"] = _renamed(step["form"], number, name)
    return found


def _renamed(value: Any, number: str, name: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _renamed(one, number, name) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, number, name) for one in value]
    return name if value == number else value


def _expected(walk: Tryout, steps: list[dict[str, Any]]) -> dict[str, Any]:
    case, workflow = walk.case, walk.workflow
    assert case is not None
    found: dict[str, Any] = {"state": case.state}
    if workflow.main_clock is not None:
        found["due"] = due_of(workflow, case, walk.today) or "none"
    found["notices"] = [one.number or one.id for event in case.standing for one in event.letters]
    if rows := [row.register for row in case.rows]:
        found["registers"] = {name: rows.count(name) for name in dict.fromkeys(rows)}
    if steps[-1]["date"] != walk.today.isoformat():
        found["at"] = walk.today.isoformat()
    return found


# --- on the disk


def keep(desk: Desk, walk: Tryout, title: str) -> Kept:
    """Write the walk as a scenario file of its own, and run it. Raises Refused, StoreError, UsageError."""
    from engine.desk.scenarios import run_scenarios
    from engine.desk.workshop.authority import require_authority
    from engine.desk.workshop.copy import require_folder
    from engine.desk.workshop.files import OwnFiles

    require_authority(desk)
    files = OwnFiles(require_folder(desk.path), walk.organisation)
    with desk.office.lock():
        id = _free(files.root / "workflows" / walk.organisation / FOLDER)
        name = f"workflows/{walk.organisation}/{FOLDER}/{id.lower()}.yaml"
        files.write({name: _text(name, scenario_of(walk, id, title))})
    tried = run_scenarios([files.path(name)], walk.organisation, files.root, desk.language)
    return Kept(id, name, tried)


def _free(folder: Path) -> str:
    """The next id that no scenario of the folder has."""
    from engine.desk.trying.files import read_scenarios

    taken = {one.id for path in sorted(folder.glob("*.y*ml")) for one in read_scenarios(path)[0]}
    taken |= {path.stem.upper() for path in folder.glob("*.y*ml")}
    number = 1
    while f"{_PREFIX}-{number:02}" in taken:
        number += 1
    return f"{_PREFIX}-{number:02}"


def _text(name: str, scenario: Mapping[str, Any]) -> bytes:
    """As a person would write it, and of the shape that the schema asks for. Raises DefinitionError."""
    from engine.load.edit.render import entry
    from engine.load.shape import check_shape
    from engine.load.source import read_definition

    lines = [line for key, value in scenario.items() for line in entry(key, value, 2)]
    data = ("- " + "\n".join(lines).removeprefix("  ") + "\n").encode("utf-8")
    if problems := check_shape(read_definition(name, data), "scenario"):
        raise DefinitionError(problems)
    return data
