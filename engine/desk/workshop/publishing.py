"""Publishing: a snapshot of the working copy becomes the version that new cases get, in one durable move.

The versions of an organisation stand in the office's `office.json`, beside the hash that new cases run on:

    {"version": HASH, "acts": [{"act": "publish"|"back", "number", "version", "at", "by", "accepted"}]}

The snapshot is on the disk before that file is replaced, so that a program killed anywhere leaves the old or the
new version. An office that has published nothing since it was made has version 1 and no acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.errors import Conflict, Objection, Refused, UsageError
from engine.load.snapshot import Snapshot, take
from engine.load.tree import Map

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.load.library import Library

PUBLISH: Final = "publish"
BACK: Final = "back"


@dataclass(frozen=True, slots=True)
class Act:
    """A version was published, or new cases were given an earlier one again."""

    act: str
    number: int
    version: str
    at: str
    by: str
    accepted: tuple[tuple[str, str], ...] = ()


def acts_of(info: Mapping[str, Any], organisation: str) -> tuple[Act, ...]:
    """Every act of an organisation, the oldest first; none for one that was never published."""
    told = info.get("organisations", {}).get(organisation)
    if told is None:
        return ()
    raw = told.get("acts") or [
        {"act": PUBLISH, "number": 1, "version": told["version"], "at": info.get("created", ""), "by": ""}
    ]
    return tuple(
        Act(
            str(one["act"]),
            int(one["number"]),
            str(one["version"]),
            str(one["at"]),
            str(one["by"]),
            tuple((str(name), str(why)) for name, why in one.get("accepted", ())),
        )
        for one in raw
    )


def published_trees(desk: Desk, organisation: str) -> dict[str, Map]:
    """The merged trees of the version that new cases get; none if nothing was published."""
    acts = acts_of(desk.office.info(), organisation)
    return dict(Snapshot(desk.office.get_version(acts[-1].version)).trees) if acts else {}


def put(desk: Desk, library: Library, organisation: str, accepted: Mapping[str, str], expected: str) -> Act:
    """Publish what the library holds; `expected` is the version the working copy was compared with ("" = none).

    Holds the office's lock on entry. Conflict if somebody published meanwhile.
    """
    office = desk.office
    info = office.info()
    acts = acts_of(info, organisation)
    require_base(acts, expected)
    digest, data = take(library, organisation)
    if digest not in office.versions():
        office.put_version(digest, data)
    number = max((a.number for a in acts), default=0) + 1
    act = Act(PUBLISH, number, digest, desk.clock.stamp(), desk.signed_in().id, tuple(accepted.items()))
    _switch(desk, info, organisation, (*acts, act))
    return act


def require_base(acts: tuple[Act, ...], expected: str) -> None:
    """Conflict if another version holds than the one that was compared with."""
    if (acts[-1].version if acts else "") != expected:
        last = acts[-1]
        raise Conflict(
            f"ほかで版{last.number}が公開されました（{last.by} {last.at[:16]}）。違いを見直してください。",
            f"Version {last.number} was published meanwhile ({last.by} {last.at[:16]}). Compare again.",
        )


def back_to(desk: Desk, organisation: str, number: int) -> Act:
    """Give new cases an earlier version again. Holds the office's lock on entry."""
    info = desk.office.info()
    acts = acts_of(info, organisation)
    aim = next((a for a in acts if a.act == PUBLISH and a.number == number), None)
    if aim is None:
        listed = "、".join(str(a.number) for a in acts if a.act == PUBLISH)
        raise UsageError(
            f"版{number}はありません。あるもの: {listed}",
            f"There is no version {number}. There are: {listed}",
        )
    if aim.version == acts[-1].version:
        rule, ja = "version", f"新しい件は、いまも版{number}で始まります。"
        raise Refused([Objection(rule, ja, f"New cases get version {number} already.")])
    desk.office.get_version(aim.version)
    act = Act(BACK, number, aim.version, desk.clock.stamp(), desk.signed_in().id)
    _switch(desk, info, organisation, (*acts, act))
    return act


def _switch(desk: Desk, info: dict[str, Any], organisation: str, acts: tuple[Act, ...]) -> None:
    """The one write by which another version holds."""
    told = {
        "version": acts[-1].version,
        "acts": [
            {
                "act": a.act,
                "number": a.number,
                "version": a.version,
                "at": a.at,
                "by": a.by,
                **({"accepted": [list(one) for one in a.accepted]} if a.accepted else {}),
            }
            for a in acts
        ],
    }
    organisations = {**info.get("organisations", {}), organisation: told}
    desk.office.write_info({**info, "organisations": organisations})


def effective_dates(trees: Mapping[str, Map], language: str) -> tuple[tuple[str, str], ...]:
    """From which day each workflow of these trees applies to new cases; "" = at once."""
    from engine.desk.workshop.tree import title_of

    found = []
    for name, tree in trees.items():
        if not name.endswith("/organisation"):
            since = tree.map("effective").text("from")
            found.append((title_of(tree, (), language) or name, since))
    return tuple(found)
