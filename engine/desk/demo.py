"""A practice office: every bundled organisation that has practice cases, played through the desk up to today.

The cases are data, in `workflows/<organisation>/practice/cases.yaml`; their dates count from the day of making.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from engine.desk.access import PRACTICE as MARK
from engine.desk.access import PUBLISHED
from engine.desk.definitions import library_of
from engine.desk.desk import Desk, open_desk
from engine.desk.office import First, create_office
from engine.desk.words import Submission
from engine.errors import UsageError
from engine.load.snapshot import program_root
from engine.load.source import plain, read_definition

_CASES: Final = ("practice", "cases.yaml")


@dataclass(frozen=True, slots=True)
class Practice:
    """What one organisation has for practice: members by id, and cases with their steps."""

    organisation: str
    members: Mapping[str, Mapping[str, Any]]
    cases: tuple[Mapping[str, Any], ...]


def make_demo(path: Path) -> dict[str, Any]:
    """Make a practice office at `path`, whole or not at all; one that is there already is left as it is.

    Gives `{"made", "organisations": {id: number of cases}, "members": [ids]}`. Raises UsageError where something
    else is in the way.
    """
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        return _existing(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".madoguchi-", dir=path.parent) as folder:
        office = Path(folder) / path.name
        practices = _practices()
        members = _members(practices)
        create_office(office, [one.organisation for one in practices], first=members[0], practice=True)
        with open_desk(office) as desk:
            for one in members[1:]:
                desk.set_member(one.id, one.name, one.roles, new=True, password=one.password)
            for practice in practices:
                _play(desk, practice)
            found = _summary(desk, made=True)
        if path.exists():
            path.rmdir()
        shutil.move(office, path)
    return found


def _existing(path: Path) -> dict[str, Any]:
    with open_desk(path, read_only=True) as desk:
        if desk.office.info().get(MARK) is not True:
            raise UsageError(
                f"{path} は練習用の窓口ではありません。別の場所を指定してください。",
                f"{path} is no practice office. Choose another place.",
            )
        return _summary(desk, made=False)


def _summary(desk: Desk, *, made: bool) -> dict[str, Any]:
    desk.ledger.read_all()
    cases = dict.fromkeys(desk.ledger.organisations, 0)
    for organisation, _ in desk.ledger.raw:
        cases[organisation] += 1
    return {"made": made, "organisations": cases, "members": sorted(desk.members())}


# --- what is played


def _practices() -> list[Practice]:
    """The practice cases of the bundled organisations. Raises DefinitionError if a file cannot be read."""
    library = library_of()
    found = []
    for organisation in library.organisations():
        file = program_root().joinpath("workflows", organisation, *_CASES)
        if file.is_file():
            data: Any = plain(read_definition(library.label(file), file.read_bytes()))
            found.append(Practice(organisation, data["members"], tuple(data["cases"])))
    return found


def _members(practices: Iterable[Practice]) -> list[First]:
    """One person may work for several organisations: the roles are joined. All have the published password."""
    names: dict[str, str] = {}
    roles: dict[str, list[str]] = {}
    for practice in practices:
        for member, about in practice.members.items():
            names.setdefault(member, about["name"])
            roles.setdefault(member, []).extend(about["roles"])
    return [First(member, name, tuple(roles[member]), PUBLISHED) for member, name in names.items()]


def _play(desk: Desk, practice: Practice) -> None:
    """All steps of all cases in the order of their days, as they would have been typed."""
    today = desk.clock.today()
    steps = [(step, case) for case in practice.cases for step in case["steps"]]
    numbers: dict[str, str] = {}
    for step, case in sorted(steps, key=lambda one: -one[0]["days_ago"]):
        receipt = desk.submit(
            Submission(
                command=step["do"],
                kind="" if case["case"] in numbers else case["kind"],
                case=numbers.get(case["case"], ""),
                organisation=practice.organisation,
                form={name: _value(v, today, numbers) for name, v in step.get("form", {}).items()},
                date=today - timedelta(days=step["days_ago"]),
                member=step.get("as") or next(iter(practice.members)),
                acknowledge=frozenset(step.get("acknowledge", ())),
            )
        )
        numbers[case["case"]] = receipt.case


def _value(value: Any, today: date, numbers: Mapping[str, str]) -> Any:
    """What is typed into a form: `{days_ago: n}` and `{days_ahead: n}` are days, `{case: name}` is a number."""
    if isinstance(value, list):
        return [_value(one, today, numbers) for one in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"days_ago": int(days)} if len(value) == 1:
            return (today - timedelta(days=days)).isoformat()
        case {"days_ahead": int(days)} if len(value) == 1:
            return (today + timedelta(days=days)).isoformat()
        case {"case": str(name)} if len(value) == 1:
            return numbers[name]
    return {name: _value(one, today, numbers) for name, one in value.items()}
