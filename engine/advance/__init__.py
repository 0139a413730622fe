"""Decide a step: `advance(workflow, case, order, world)` gives the event and the case after it, or refuses.

Nothing is written here. The checks run in the order of the workflow language; `from`, `role` and `when` stop
at once, the others report everything. A warning is an objection until it is acknowledged.
"""

from engine.advance.order import World, instance_for, new_case
from engine.advance.possible import available, blocked
from engine.advance.step import Step, advance

__all__ = ["Step", "World", "advance", "available", "blocked", "instance_for", "new_case"]
