"""The same work over several things at once, in copies of this process where the system can make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, TypeVar

from engine.store import platform

Held = TypeVar("Held")
Found = TypeVar("Found")

_held: Any = None  # what the copies find where it was when they were made


def abreast(work: Callable[[Held, str], Found], held: Held, over: Sequence[str]) -> list[Found]:
    """`work(held, one)` for each, in their order. Only where nothing else goes on in this process.

    `work` is a function of a module, and what it gives can be sent between processes.
    """
    global _held
    context = platform.copying()
    if context is None or len(over) < 2:
        return [work(held, one) for one in over]
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    _held = held
    try:
        with ProcessPoolExecutor(min(platform.processors(), len(over)), mp_context=context) as pool:
            return list(pool.map(_work, repeat(work), over))
    except (BrokenProcessPool, OSError):  # no room for another process
        return [work(held, one) for one in over]
    finally:
        _held = None


def _work(work: Callable[[Any, str], Found], one: str) -> Found:
    return work(_held, one)
