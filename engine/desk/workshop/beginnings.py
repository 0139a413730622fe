"""How an element with parts begins, so that it is sound at once and can be changed part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from engine.desk.workshop.naming import propose
from engine.load.tree import Map, Node, Scalar

if TYPE_CHECKING:
    from engine.desk.workshop.view import View

Path = tuple[str, ...]


def begun(view: View, path: Path, shape: str, label: str) -> dict[str, Any]:
    """What an element called `label` in the map at `path` holds besides what its schema wants."""
    if shape == "clock" and path[:1] == ("tasks",):
        return _clock_of_task(view.node.map("tasks").map(path[1]))
    make = _PARTS.get(shape)
    return make(view, label) if make is not None else {}


def start_event(view: View) -> str:
    """The event that opens a case."""
    commands = view.scope.declared.case_commands
    start = next((c for c, node in commands.items() if "start" in words(node.get("from"))), "")
    return f"event.{start}"


def words(node: Node | None) -> list[str]:
    """A word, or a list of them."""
    if isinstance(node, Scalar):
        return [node.text]
    return [one.text for one in node if isinstance(one, Scalar)] if node is not None else []


def _table(_: View, __: str) -> dict[str, Any]:
    return {"hit": "unique", "in": {"kind": "kind"}, "out": {"result": "text"}, "rows": {}}


def _notice(_: View, label: str) -> dict[str, Any]:
    return {"body": {"main": {"text": label}}}


def _register(view: View, _: str) -> dict[str, Any]:
    return {"columns": {"received": start_event(view)}}


def _item(view: View, _: str) -> dict[str, Any]:
    return {"any": [next(iter(view.labels["documents"]))]}


def _evidence(view: View, _: str) -> dict[str, Any]:
    first = next(iter(view.labels["documents"]), "")
    return {"need": {"papers": {"any": [first]}} if first else "silent"}


def _clock(view: View, _: str) -> dict[str, Any]:
    """From the intake on, with no number yet; the first one is the one that lists show."""
    found: dict[str, Any] = {"starts": start_event(view), "period": "silent", "counting": "exclude_first"}
    clocks = [one for one in view.node.map("clocks").values() if isinstance(one, Map)]
    main = {} if any("main" in one for one in clocks) else {"main": True}
    return {**main, **found, "expired": "alert"}


def _clock_of_task(task: Map) -> dict[str, Any]:
    """From the command that opens the task to those that end it."""
    ends = {key for key, one in task.map("states").items() if isinstance(one, Map) and "end" in one}
    commands = {key: one for key, one in task.map("commands").items() if isinstance(one, Map)}
    opening = next((key for key, one in commands.items() if "start" in words(one.get("from"))), "")
    stops = [key for key, one in commands.items() if one.text("to") in ends]
    found: dict[str, Any] = {"starts": f"event.{opening}", "period": "silent", "counting": "exclude_first"}
    return {**found, "stops": stops, "expired": "alert"}


def _task(view: View, label: str) -> dict[str, Any]:
    """Opened by one command and ended by another, while the case is under way."""
    taken = list(view.scope.commands)
    first = propose("", "commands", taken)
    second = propose("", "commands", [*taken, first])
    who = [next(iter(view.labels["roles"]))]
    phases = list(view.node.map("phases"))
    return {
        **({"during": phases[:1]} if phases else {}),
        "leave": "cancel",
        "states": {
            "waiting": {"title": f"{label}中"},
            "answered": {"title": f"{label}済み", "end": "done"},
        },
        "commands": {
            first: {"title": f"{label}を始める", "done": label, "from": "start", "by": who, "to": "waiting"},
            second: {
                "title": f"{label}を終える", "done": f"{label}の終わり", "from": "waiting", "by": who, "to": "answered",
            },
        },
    }  # fmt: skip


_PARTS: Final[Mapping[str, Callable[[View, str], dict[str, Any]]]] = {
    "table": _table,
    "notice": _notice,
    "register": _register,
    "item": _item,
    "evidence": _evidence,
    "clock": _clock,
    "task": _task,
    "fee": lambda _, __: {"amount": 0},
}
