"""The text of a letter as it is edited: facts as whole pieces 【…】, those that are surely set, the page itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.check.certain import uncertain_at
from engine.desk.workshop.building import Named, facts
from engine.desk.workshop.scope import Path
from engine.desk.workshop.view import View
from engine.load.tree import Map, Node, Scalar
from engine.model.workflow import Workflow

if TYPE_CHECKING:
    from engine.desk.workshop.workshop import Workshop

_FACT: Final = re.compile(r"\{([^{}]*)\}")
PIECE: Final = re.compile("【([^【】\n]*)】")
# Facts that a letter prints: lists and groups are printed by repeating paragraphs instead.
_PRINTED: Final = frozenset({"text", "date", "int", "choice", "unit", "member", "period", "bool"})


@dataclass(frozen=True, slots=True)
class Offered:
    """A fact that a letter may print; `why` is a way on which it would be blank, nothing if there is none."""

    name: str
    title: str
    group: str
    why: str = ""


def shown(
    view: View, path: Path, text: str, known: Mapping[str, str] | None = None
) -> tuple[str, dict[str, str]]:
    """A text with its facts as pieces, and the fact of each piece by its label."""
    names = dict(known or {})

    def piece(match: re.Match[str]) -> str:
        return f"【{label_for(names, view.sayer.fact(match[1], path), match[1])}】"

    return _FACT.sub(piece, text), names


def label_for(names: dict[str, str], label: str, fact: str) -> str:
    """The label of a piece; a second fact of the same label gets a number, so that each piece means one fact."""
    wish, number = label, 2
    while names.get(wish, fact) != fact:
        wish, number = f"{label} {number}", number + 1
    names[wish] = fact
    return wish


def written(text: str, names: Mapping[str, str]) -> str:
    """The text as the file has it: pieces as facts again. A bracket that is no piece stays what it is."""
    return PIECE.sub(lambda m: f"{{{names[m[1]]}}}" if m[1] in names else m[0], text)


def page(view: View, notice: Path, edited: Path = (), text: str = "") -> list[tuple[str, str, str]]:
    """The paragraphs of a letter as (title, text, when); the one that is edited with its text as it is now."""
    node = view.find(view.workflow, (*notice, "body"))
    found = []
    for key, part in node.items() if isinstance(node, Map) else ():
        here = (*notice, "body", key)
        body = part.get("text") if isinstance(part, Map) else part
        said = text if here == edited else view.sayer.label(body, (*here, "text")) if body is not None else ""
        title = view.title(part, "") if isinstance(part, Map) and "title" in part else ""
        found.append((title, said, _when(view, part, here)))
    return found


def heading(view: View, path: Path) -> str:
    """What a paragraph is called: its letter, and its title if it has one."""
    part = view.find(view.workflow, path)
    names = [view.title(view.find(view.workflow, path[:2]), path[1])]
    if isinstance(part, Map) and "title" in part:
        names.append(view.title(part, ""))
    return " > ".join(names)


def _when(view: View, part: Node, path: Path) -> str:
    when = part.get("when") if isinstance(part, Map) else None
    return view.sayer.rule(when, (*path, "when")) if when is not None else ""


def offered(shop: Workshop, view: View, path: Path) -> list[Offered]:
    """The facts that the paragraph at `path` may print, those that might be blank with the way to it, last."""
    listed = [one for one in facts(view, (*path, "text")) if one.type.kind in _PRINTED]
    built = shop.shaped().built
    workflow = built.workflows.get(view.workflow) if built is not None else None
    blank = _blanks(workflow, view, path, listed) if workflow is not None else {}
    found = [Offered(one.name, one.title, one.group, blank.get(one.name, "")) for one in listed]
    return sorted(found, key=lambda one: bool(one.why))


def _blanks(workflow: Workflow, view: View, path: Path, listed: list[Named]) -> dict[str, str]:
    """For each fact that may be missing when the letter is issued, a way to that, in labels."""
    part = path[3] if len(path) > 3 else ""
    asked = {one.name: _needs(view, one.name) for one in listed}
    candidates = {need for needs in asked.values() for need in needs}
    ways = uncertain_at(workflow, path[1], part, candidates)
    found: dict[str, str] = {}
    for name, needs in asked.items():
        way = next((ways[need] for need in needs if need in ways), None)
        if way is not None:
            found[name] = way.within(view.language)
    return found


def _needs(view: View, name: str) -> tuple[str, ...]:
    """The fields and events that must be there for a fact to be: itself, or what it is computed from."""
    head, _, rest = name.partition(".")
    if head in ("event", "notice"):
        return (
            ()
            if rest.endswith(".count")
            else (f"event.{rest.partition('.')[0]}",)
            if head == "event"
            else (name,)
        )
    if head == "table":
        inputs = view.node.map("tables").map(rest.partition(".")[0]).map("in")
        return tuple(one.text for one in inputs.values() if isinstance(one, Scalar) and "." in one.text)
    if head in ("org", "setting") or "." not in name or name == "case.number":
        return ()
    return (name,)
