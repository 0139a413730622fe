"""A new organisation inside an office: from a bundled one, from the shared base, or from nothing.

What is written is the least that has the right shape; everything else is filled in afterwards, in the workshop.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from engine.desk.workshop.files import organisations_in
from engine.desk.workshop.tree import title_of
from engine.errors import UsageError
from engine.load.edit.render import entry

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.load.library import Library

BASE: Final = "base"
NOTHING: Final = ""
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_HEAD: Final = "language: 1\n"


def sources(library: Library) -> list[tuple[str, str, str]]:
    """What a new organisation may start from: (name, Japanese title, English title), the organisations first.

    Templates are workflows of the shared base that have no kinds of their own. Nothing is not listed.
    """
    found = [(org, library.organisation(org).node) for org in library.organisations()]
    for name in library.names():
        if name.startswith(f"{BASE}/"):
            tree = library.workflow(name).node
            if "kinds" not in tree and "states" in tree:
                found.append((name, tree))
    return [(name, title_of(tree, (), "ja"), title_of(tree, (), "en")) for name, tree in found]


def new_files(
    library: Library, org: str, title: Any, source: str, kinds: Mapping[str, Any]
) -> dict[str, bytes]:
    """The files of a new organisation, by name. `source`: an organisation, a template, or "" for nothing.

    `kinds` are the labels of its kinds of request by id; a parent organisation brings its own.
    """
    own = {"kinds": {k: {"title": label} for k, label in kinds.items()}} if kinds else _KINDS
    if source == NOTHING:
        return {
            f"workflows/{org}/organisation.yaml": _text({"title": title, **_ORGANISATION}),
            f"workflows/{org}/request.yaml": _text({"title": title, **_WORKFLOW, **own}),
        }
    if "/" in source:
        house: dict[str, Any] = {"extends": f"{BASE}/organisation", "title": title, **_statutes(library)}
        return {
            f"workflows/{org}/organisation.yaml": _text(house),
            f"workflows/{org}/request.yaml": _text({"extends": source, "title": title, **own}),
        }
    names = [n for n in library.names() if n.startswith(f"{source}/")]
    parts = {f"{source}/organisation": {"title": title}, **{name: {} for name in names}}
    return {
        f"workflows/{org}/{name.partition('/')[2]}.yaml": _text({"extends": name, **more})
        for name, more in parts.items()
    }


def _statutes(library: Library) -> dict[str, Any]:
    """The statutes of the shared base, which its templates cite."""
    found = [n for n in library.names() if n.startswith(f"{BASE}/") and "profile" in library.workflow(n).node]
    return {"profiles": found} if found else {}


def new_workflow(title: Any, extends: str, kind: str) -> bytes:
    """One more workflow, for one kind of request: laid over another, or the smallest there is."""
    own = {"kinds": {kind: {"title": title}}}
    return _text(
        {"extends": extends, "title": title, **own} if extends else {"title": title, **_WORKFLOW, **own}
    )


def _text(data: Mapping[str, Any]) -> bytes:
    lines = [line for key, value in data.items() for line in entry(key, value, 0, deep=_DEEP.get(key, 0))]
    return (_HEAD + "\n".join(lines) + "\n").encode("utf-8")


_DEEP: Final = {"states": 3, "commands": 1, "forms": 3, "roles": 1, "kinds": 1, "phases": 1}
_KINDS: Final[dict[str, Any]] = {"kinds": {"request": {"title": {"ja": "申出", "en": "Request"}}}}
_ORGANISATION: Final[dict[str, Any]] = {
    "roles": {"clerk": {"title": {"ja": "担当", "en": "Clerk"}}},
    "amend": ["clerk"],
}
_WORKFLOW: Final[dict[str, Any]] = {
    **_KINDS,
    "phases": {
        "intake": {"ja": "受付", "en": "Intake"},
        "closing": {"ja": "決定後", "en": "After the decision"},
    },
    "states": {
        "handling": {
            "title": {"ja": "対応", "en": "Handling"},
            "phase": "intake",
            "commands": {
                "finish": {
                    "title": {"ja": "終える", "en": "Finish"},
                    "done": {"ja": "終了", "en": "Finished"},
                    "by": ["clerk"],
                    "to": "next",
                }
            },
        },
        "closed": {
            "title": {"ja": "完了", "en": "Closed"},
            "end": "done",
            "no_letter": {
                "ja": "通知を決めるまで、通知なしで終わる",
                "en": "No letter until one is laid down",
            },
        },
    },
    "commands": {
        "receive": {
            "title": {"ja": "受け付ける", "en": "Take in"},
            "done": {"ja": "受付", "en": "Received"},
            "from": "start",
            "by": ["clerk"],
            "form": "application",
            "to": "handling",
        }
    },
    "forms": {
        "application": {
            "title": {"ja": "申出書", "en": "Application"},
            "properties": {
                "name": {"type": "string", "title": {"ja": "氏名", "en": "Name"}, "x-required": True},
            },
        }
    },
}


def require_free(desk: Desk, library: Library, org: str, source: str) -> None:
    """UsageError unless the id can be the name of a new organisation."""
    if not _ID.match(org) or org == BASE:
        raise UsageError(
            f"「{org}」は団体の id に使えません。英小文字で始まる英小文字・数字・_ にしてください。",
            f"“{org}” cannot be an id: small letters, digits and _, beginning with a letter.",
        )
    if org in library.organisations() and org != source:
        raise UsageError(
            f"「{org}」はもうあります。別の id にしてください。",
            f"“{org}” exists already. Choose another id.",
        )
    if desk.path is not None and org in organisations_in(desk.path):
        raise UsageError(
            f"「{org}」はこの窓口にあります。別の id にしてください。", f"This office has “{org}” already."
        )
    known = [name for name, _, _ in sources(library)]
    if source != NOTHING and source not in known:
        listed = "、".join(known)
        raise UsageError(
            f"元にできる「{source}」はありません。あるもの: {listed}",
            f"There is no “{source}” to start from. There are: {listed}",
        )
