"""Records that somebody edited, or made up, before importing them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from engine.desk import Desk
from engine.errors import MadoguchiError
from tests.faults.hostile.attack import Attack
from tests.faults.hostile.definitions import _paths, _replaced

Record = dict[str, Any]

# Whole lines.
LINES: Final[dict[str, str]] = {
    "no JSON": "{",
    "a list": "[]",
    "a number": "1",
    "nothing but null": "null",
    "an empty object": "{}",
    "not a number": '{"version": NaN}',
    "infinity": '{"version": Infinity}',
    "nested lists": "[" * 200_000,
    "nested objects": '{"a":' * 100_000,
    "a huge number": '{"version": ' + "9" * 5_000 + "}",
    "a lone surrogate": '{"number": "\\ud800"}',
    "an endless text": json.dumps({"number": "あ" * 9_000_000}),
    "YAML": "number: R8-001",
    "an alias": "&a [*a]",
    "markup": "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>",
}

# One place of a good record changed.
CHANGES: Final[dict[str, tuple[tuple[Any, ...], Any]]] = {
    "another organisation": (("organisation",), "nobody"),
    "an organisation with a path": (("organisation",), "../../mihon"),
    "a number with a path": (("number",), "../../R8-001"),
    "a number of another book": (("number",), "R7-001"),
    "a number of no book": (("number",), "log-001"),
    "a number with a NUL": (("number",), "R8-001\0"),
    "no number": (("number",), ""),
    "another kind": (("kind",), "correction"),
    "a kind that is not there": (("kind",), "__class__"),
    "another state": (("state",), "closed"),
    "another version": (("workflow", "hash"), "0" * 64),
    "a version with a path": (("workflow", "hash"), "../../office.json"),
    "another view": (("view",), "masked"),
    "a newer language": (("language",), 99),
    "no events": (("events",), []),
    "events as a map": (("events",), {"0": 1}),
    "an event that is text": (("events", 0), "receive"),
    "an unknown event": (("events", 0, "id"), "explode"),
    "an event of the past century": (("events", 0, "date"), "1026-11-24"),
    "an event of the future": (("events", 0, "date"), "9999-01-01"),
    "a date that is none": (("events", 0, "date"), "2026-02-30"),
    "a date as a number": (("events", 0, "date"), 20261124),
    "a time that is none": (("events", 0, "at"), "いま"),
    "events out of order": (("events", 0, "seq"), 7),
    "a sequence as text": (("events", 0, "seq"), "1"),
    "an actor without a name": (("events", 0, "by"), {}),
    "an actor that is the system": (("events", 0, "by"), "system"),
    "a form as text": (("events", 0, "form"), "name"),
    "a form that is deep": (("events", 0, "form"), json.loads("[" * 150 + "]" * 150)),
    "another form than its events": (("form", "application", "name"), "例示 次郎"),
    "numbers as text": (("events", 0, "numbers"), "R8-001"),
    "another number in the event": (("events", 0, "numbers", "case"), "R8-999"),
}


def of_lines(fresh: Callable[[], Desk]) -> Iterator[Attack]:
    """Lines that are no records."""
    for name, line in LINES.items():
        yield Attack(f"import: {name}", _imported(fresh, line), ready=fresh)


def of_changes(fresh: Callable[[], Desk], good: str) -> Iterator[Attack]:
    """A good record with one lie in it: refused, with line and place."""
    for name, (path, value) in CHANGES.items():
        changed = _replaced(json.loads(good), path, value)
        if changed == json.loads(good):
            raise AssertionError(f"{name}: there is nothing at {path}")
        yield Attack(
            f"import: {name}", _imported(fresh, json.dumps(changed, ensure_ascii=False)), ready=fresh
        )


def of_places(fresh: Callable[[], Desk], good: str, every: int = 1) -> Iterator[Attack]:
    """Each place of a good record replaced: taken only where the same cases come out again."""
    record = json.loads(good)
    values: tuple[Any, ...] = (-1, "../../x", [[]], {"a": {"b": 1}}, "\u202e[/]")
    for number, path in enumerate(_paths(record)):
        if number % every == 0:
            changed = _replaced(record, path, values[number % len(values)])
            where = "/".join(map(str, path))
            line = json.dumps(changed, ensure_ascii=False)
            yield Attack(f"import {where}", _same_or_refused(fresh, line), "harmless", ready=fresh)


def _imported(fresh: Callable[[], Desk], line: str) -> Callable[[], Any]:
    def run() -> Any:
        desk = fresh()
        desk.import_records([line])

    return run


def _same_or_refused(fresh: Callable[[], Desk], line: str) -> Callable[[], Any]:
    def run() -> list[str]:
        desk = fresh()
        try:
            desk.import_records([line])
        except MadoguchiError:
            if list(fresh().export()):
                raise AssertionError("refused, and something was written") from None
            return []
        return (
            []
            if [json.loads(one)["events"] for one in desk.export()] == [json.loads(line)["events"]]
            else ["taken"]
        )

    return run
