"""From the format of an older program to this one's: a step for each format, one after the other.

`STEPS[n]` makes an office of format n one of format n + 1, under the lock. Each may be done twice: an upgrade that is
interrupted begins again with the format that `office.json` still names, which is written last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from engine.store.disk import FORMAT

if TYPE_CHECKING:
    from engine.store.disk import DiskOffice

STEPS: Final[dict[int, Callable[[DiskOffice], None]]] = {}
"""None so far: format 1 is the first."""


def raise_format(office: DiskOffice, program: str) -> None:
    """Take every step that is missing, then say which format and program it is. Under the lock. StoreError."""
    info = office.info()
    for older in range(int(info["format"]), FORMAT):
        STEPS[older](office)
    office.write_info({**info, "program": program})
