"""The words of the workshop: what its façade answers, for screens and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Path = tuple[str, ...]
"""Keys down the effective tree, positions in lists as digits: `("clocks", "decision", "period")`."""

Origin = Literal["own", "parent", "changed"]
"""Who says it: the office's own file, a definition it extends, or (a map) the parent with changes inside."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a definition with its parents merged in.

    `value` is plain (dict, list, str, int, bool); `text` a scalar as it was typed; `title` what a person calls
    it. `place` is file:line:column; `inherited` the parent's value (None: the parent has no such element).
    `ids`: the keys of this map are ids, so rows can be added, moved and removed. `removed` names the parent's
    rows that the office switched off, as elements of their own (origin `own`, value as in the parent).
    """

    definition: str
    path: Path
    kind: Literal["map", "list", "value"]
    value: Any
    text: str
    title: str
    origin: Origin
    place: str
    inherited: Any = None
    ids: bool = False
    children: tuple[Element, ...] = ()
    removed: tuple[Element, ...] = ()

    @property
    def key(self) -> str:
        return self.path[-1] if self.path else ""

    def child(self, *keys: str) -> Element | None:
        """The element further down, or None."""
        here: Element | None = self
        for key in keys:
            here = next((one for one in here.children if one.key == key), None) if here is not None else None
        return here

    def walk(self) -> Iterator[Element]:
        """This element and everything below it, in order."""
        yield self
        for one in self.children:
            yield from one.walk()


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: the element as it stands now (None: it is gone), and the file that was written.

    `lines` is the change of that file as a unified difference without context; empty if nothing changed.
    """

    definition: str
    path: Path
    element: Element | None
    file: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """One problem of the working copy. `blocks`: it stops publishing. `definition` and `path` lead to the cell
    (the nearest element that exists); `place` is file:line:column; `name` is its name for accepting
    (`silent:evidence.identity`)."""

    name: str
    text: str
    severity: Literal["block", "warn", "note"]
    definition: str
    path: Path
    place: str
    label: str = ""
    example: str = ""
    open_point: bool = False

    @property
    def blocks(self) -> bool:
        return self.severity == "block"


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the office's own, as it stands. `trouble` names file:line:column and the line if it cannot be
    read; the last text that could be read is then used everywhere else."""

    name: str
    text: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the history of edits, the newest last. `undone`: taken back and can be done again."""

    at: str
    who: str
    what: str
    files: tuple[str, ...]
    undone: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One change against the published version, as a sentence. `tab` is the id of a tab (`steps`, `fields`,
    `papers`, `periods`, `tables`, `letters`, `registers`, `fees`, `people`, `choices`)."""

    tab: str
    text: str
    definition: str
    path: Path
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Version:
    """A published version (版N). `number` counts per organisation from 1; `hash` names its content; `current`: new
    cases get it; `cases` counts those that run on it. `accepted` are (name, reason) of open points."""

    number: int
    hash: str
    at: str
    who: str
    current: bool
    cases: int = 0
    accepted: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the publishing page shows. `stops` are sentences: why it cannot be published now (none: it can).

    `number` is that of the version to come. `to_accept` are open points that nobody answered or accepted yet;
    `accepted` (name, reason) those that are. `scenarios` are (passed, failed) of the office's own, `failing`
    sentences of what differs. `tiers` are (`finished`, `deciding` or `preparing`, how many cases). `effective`
    are (workflow's title, ISO date from which it applies to new cases, or "" for at once).
    """

    number: int
    differences: tuple[Difference, ...]
    troubles: tuple[Trouble, ...]
    to_accept: tuple[Trouble, ...]
    accepted: tuple[tuple[str, str], ...]
    scenarios: tuple[int, int]
    failing: tuple[str, ...]
    tiers: tuple[tuple[str, int], ...]
    effective: tuple[tuple[str, str], ...]
    stops: tuple[str, ...] = ()
