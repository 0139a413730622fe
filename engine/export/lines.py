"""Cases as JSON Lines: one record to a line, keys sorted, in one of three views."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from engine.errors import UsageError
from engine.export.record import case_record
from engine.export.veil import Veil
from engine.facts import Watch
from engine.model.case import Case
from engine.model.workflow import Workflow

VIEWS: Final = ("full", "masked", "statistics")


def line_of(
    workflow: Workflow,
    case: Case,
    today: date,
    view: str = "full",
    language: str = "ja",
    disposed: Mapping[str, Any] | None = None,
    watch: Watch | None = None,
) -> str:
    """One case as a line of JSON, without the newline. UsageError for a view that is not one of `VIEWS`.

    `disposed` is what a tombstone says of how the case stood; a full record bears it. `watch`: see `case_record`.

    `full`: everything, can be taken in again; `masked`: the same shape, what is personal replaced;
    `statistics`: what is personal left out.
    """
    if view not in VIEWS:
        listed = ", ".join(VIEWS)
        raise UsageError(
            f"「{view}」という見せ方はありません。{listed} のどれかです。",
            f"There is no view “{view}”; it is one of {listed}.",
        )
    record = case_record(workflow, case, today, language, watch)
    if disposed is not None and view == "full":
        record["disposed"] = dict(disposed)
    if view != "full":
        record = Veil(workflow, drop=view == "statistics").record(record)
    return as_line({**record, "view": view})


def lines(
    cases: Iterable[tuple[Workflow, Case]], today: date, view: str = "full", language: str = "ja"
) -> Iterator[str]:
    """A line for each case, in the order given."""
    for workflow, case in cases:
        yield line_of(workflow, case, today, view, language)


def as_line(record: dict[str, Any]) -> str:
    """An object on one line: sorted keys, nothing escaped that need not be."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
