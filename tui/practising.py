"""The five small tasks of a practice office: what ticks each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.desk import Desk

TASKS: Final = ("take_in", "missing", "why", "decide", "preview")
"""In the order in which they are best done; their labels are `task.<id>`."""
KEY: Final = "T"


def done_by_step(desk: Desk, organisation: str, number: str) -> frozenset[str]:
    """The tasks that the newest step of a case fulfils: a first step takes in, one that ends deciding decides."""
    from engine.desk.standing import stage_of

    key = (organisation, number)
    case, workflow = desk.case(key), desk.workflow(key)
    stages = [stage_of(workflow, state) for state, _ in case.path]
    found = set()
    if case.version == 1:
        found.add("take_in")
    if len(stages) > 1 and stages[-1] == "letter" and stages[-2] != "letter":
        found.add("decide")
    return frozenset(found)
