"""What is proved about a workflow before anybody may use it.

    tables    no combination without a row, none with two
    graph     every step can be reached and left, every end has its letter, no letter has a blank
    people    what runs out is answered, what must be paid can be
    coverage  which elements name no article (notes), grounds that a letter cites without one
    house     form numbers given to two papers; articles on which nothing rests (notes)

What is proved holds for everything a case can do: the graph contains every real behaviour and perhaps more.
So a blank, a silent end or a broken invariant is never overlooked, though one may be reported that cannot
happen (where two comparisons of numbers or dates are related); a step reported dead is dead. Not proved: that
people act, that two members differ, how often a task is opened, what a later correction of recorded data
changes, anything about free text: there the rules are enforced at every step instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.check.coverage import check_coverage
from engine.check.graph import check_graph
from engine.check.house import check_organisation
from engine.check.people import check_people
from engine.check.tables import check_tables
from engine.errors import Problem
from engine.model.workflow import Workflow

__all__ = ["check_graph", "check_organisation", "check_workflow"]


def check_workflow(
    workflow: Workflow, graph: Callable[[Workflow], Iterable[Problem]] = check_graph
) -> list[Problem]:
    """Every finding about a loaded workflow: what blocks publishing first, then what is left open.

    `graph` proves the ways of a case, the dearest part; a caller may keep what it proved of the same workflow.
    """
    return [
        *graph(workflow),
        *check_tables(workflow),
        *check_people(workflow),
        *workflow.open_points,
        *check_coverage(workflow),
    ]
