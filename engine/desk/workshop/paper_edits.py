"""Papers added to a cell and taken out of it, written as a careful person would: differences, in one undo.

A paper that is like the others of its list joins the list. One that must be newer, may be a copy where the others
may not, or is asked for in some of the cells only, becomes a demand of its own beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.desk.workshop.naming import propose
from engine.desk.workshop.papers import Demand, Matrix, Place, condition
from engine.desk.workshop.scope import Path
from engine.desk.workshop.view import View
from engine.errors import UsageError
from engine.load.merge import is_list_edit
from engine.load.tree import Map, Node, Seq, plain

if TYPE_CHECKING:
    from engine.desk.workshop.edits import Editing
    from engine.desk.workshop.workshop import Workshop

_GROUPS: Final = ("any", "all", "of")
# What a list says about its papers: it goes with them where a further demand comes beside it.
_OF_THE_LIST: Final = ("n", "as", "max_age", "min_age", "open", "holder", "shows")
# What holds for a further paper of the list as well.
_OF_EACH: Final = ("holder", "shows")
SAME: Final = "same"
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper to be added. `paper` is a document type there is, or "" for a new one called `label`.

    `copy` is `same` as the list, or whether a copy will do; `age` is `same`, `none`, or a period as files have
    it. `until` is the last day (ISO) on which the office takes it, or "". `cells` are those it is asked for in.
    """

    label: str
    cells: frozenset[Place]
    paper: str = ""
    copy: str | bool = SAME
    age: str = SAME
    until: str = ""
    basis: Any = None


def add_paper(
    shop: Workshop, view: View, table: Matrix, group: Demand, shared: Sequence[Place], new: NewPaper
) -> Path:
    """Add a paper to a group of a cell; gives the path of the list or demand that names it now.

    `shared` are the cells in which the group is asked for. Raises UsageError where the group cannot hold it.
    """
    if not new.cells:
        raise UsageError("足す欄を選んでください。", "Choose at least one cell.")
    made: list[Path] = []

    def edit(editing: Editing) -> None:
        paper = new.paper or _document(editing, view, new)
        if new.paper:
            _valid_until(editing, view, new)
        made.append(_placed(editing, view, table, group, tuple(shared), new, paper))

    shop.together((f"{new.label}: 書類を追加", f"{new.label}: paper added"), edit)
    return made[0]


def _document(editing: Editing, view: View, new: NewPaper) -> str:
    """A new document type of the organisation."""
    known = view.org.map("documents")
    key = propose(new.label, "documents", [*known.entries, *known.removed])
    value = {"valid_until": new.until, "basis": new.basis}
    told = {k: v for k, v in value.items() if v}
    editing.add(view.org_name, ("documents",), new.label, told or None, key=key)
    return key


def _valid_until(editing: Editing, view: View, new: NewPaper) -> None:
    before = view.org.map("documents").map(new.paper).text("valid_until")
    if new.until and new.until != before:
        editing.set(view.org_name, ("documents", new.paper, "valid_until"), new.until)


def _placed(
    editing: Editing,
    view: View,
    table: Matrix,
    group: Demand,
    shared: tuple[Place, ...],
    new: NewPaper,
    paper: str,
) -> Path:
    name, path = view.workflow, group.path
    node = view.find(name, path)
    when = condition(table, new.cells, shared)
    if group.kind in ("rule", "silent"):
        return _demanded(editing, view, group, _own(table, node, new, paper, when))
    join = next((one for one in _GROUPS if isinstance(node, Map) and one in node), "")
    listed = node.get(join) if isinstance(node, Map) and join else None
    if not isinstance(node, Map) or listed is None or (isinstance(listed, Map) and "setting" in listed):
        raise UsageError(
            "ここには書類を足せません。一覧のある行で足してください。", "No paper can be added here."
        )
    if isinstance(listed, Map):
        return _beside(editing, name, (*path, join), listed, _own(table, node, new, paper, when), paper)
    if not when and _alike(node, new):
        include(editing, name, (*path, join), listed, paper)
        return (*path, join)
    if join == "of":
        ja = "「いくつかを選ぶ」一覧の書類は、どれも同じ条件です。条件の違う書類は、別の項目にしてください。"
        raise UsageError(ja, "The papers of such a list are all alike; add a demand of its own instead.")
    return _divided(editing, name, path, join, node, _own(table, node, new, paper, when), paper)


def _alike(node: Map, new: NewPaper) -> bool:
    """Whether the new paper is as the papers of the list are, in every cell it is for."""
    copies = {k for k, v in (plain(node.map("as")) or {}).items() if v == "copy"}
    across = {column for _, column in new.cells}
    same_copy = new.copy == SAME or all((column in copies) == new.copy for column in across)
    age = node.text("max_age") or NONE
    return same_copy and new.age in (SAME, age)


def _own(table: Matrix, node: Node | None, new: NewPaper, paper: str, when: str) -> dict[str, Any]:
    """A demand for the paper alone."""
    of_list = plain(node) if isinstance(node, Map) else {}
    across = [c for c in table.columns.values if c in {column for _, column in new.cells}]
    copies = of_list.get("as") if new.copy == SAME else dict.fromkeys(across, "copy") if new.copy else None
    age = of_list.get("max_age") if new.age == SAME else None if new.age == NONE else new.age
    found = {"when": when or None, "any": [paper], "as": copies, "max_age": age}
    if new.age == SAME:
        found["min_age"] = of_list.get("min_age")
    found |= {key: of_list.get(key) for key in _OF_EACH}
    found["basis"] = new.basis
    return {key: value for key, value in found.items() if value not in (None, {}, "")}


def _demanded(editing: Editing, view: View, group: Demand, value: dict[str, Any]) -> Path:
    """One more demand of a whole rule; the first of one that was silent."""
    path: Path = ("evidence", group.path[1], "need")
    node = view.find(view.workflow, path)
    key = value["any"][0]
    if not isinstance(node, Map):
        editing.set(view.workflow, path, {key: value})
        return (*path, key)
    if any(one in node for one in (*_GROUPS, "or_approved")):
        raise UsageError(
            "この確認書類は一覧一つでできています。一覧のほうに足してください。", "Add it to its list."
        )
    return _beside(editing, view.workflow, path, node, value, key)


def _beside(editing: Editing, name: str, path: Path, node: Map, value: dict[str, Any], paper: str) -> Path:
    taken = [*node.entries, *node.removed]
    key = paper if paper not in taken else propose("", "papers", taken)
    editing.add(name, path, None, value, key=key)
    return (*path, key)


def _divided(
    editing: Editing, name: str, path: Path, join: str, node: Map, value: dict[str, Any], paper: str
) -> Path:
    """The list becomes one of two demands, with all it said about its papers; the new paper is the other."""
    kept = {key: plain(node[key]) for key in ("title", join, *_OF_THE_LIST) if key in node}
    editing.set(name, (*path, join), {"listed": kept, paper: value})
    for key in _OF_THE_LIST:
        if key in node:
            editing.remove(name, (*path, key))
    return (*path, join, paper)


def join_papers(shop: Workshop, view: View, group: Demand, count: int) -> None:
    """How many papers of a group are asked for: 1 is any of them, 0 all, else that many. One undo.

    Raises UsageError where the group is no list of its own.
    """
    name, path = view.workflow, group.path
    node = view.find(name, path)
    join = next((one for one in _GROUPS if isinstance(node, Map) and one in node), "")
    listed = node.get(join) if isinstance(node, Map) and join else None
    if not isinstance(node, Map) or listed is None or (isinstance(listed, Map) and "setting" in listed):
        raise UsageError("ここでは数を決められません。", "The number cannot be set here.")
    wanted = {0: "all", 1: "any"}.get(count, "of")

    def edit(editing: Editing) -> None:
        if wanted != join:
            editing.set(name, (*path, wanted), plain(listed))
            editing.remove(name, (*path, join))
        if wanted == "of":
            editing.set(name, (*path, "n"), count)
        elif "n" in node:
            editing.remove(name, (*path, "n"))

    shop.together((f"{group.title}: いくつ要るか", f"{group.title}: how many of them"), edit)


# --- lists as differences


def include(editing: Editing, name: str, path: Path, listed: Node, value: str) -> None:
    """One more entry of a list: of an inherited one the difference alone is written."""
    own, parent = editing.standing(name, path)
    if isinstance(listed, Seq) and value in [plain(one) for one in listed]:
        raise UsageError("その書類はもう一覧にあります。", "That paper is in the list already.")
    if isinstance(own, Map) and is_list_edit(own):
        change = plain(own)
        if value in change.get("remove", ()):
            _edited(editing, name, path, {**change, "remove": [v for v in change["remove"] if v != value]})
        else:
            _edited(editing, name, path, {**change, "add": [*change.get("add", ()), value]})
    elif own is None and isinstance(parent, Seq):
        editing.set(name, path, {"add": [value]})
    else:
        editing.append(name, path, value)


def exclude(editing: Editing, name: str, path: Path, at: int) -> None:
    """An entry less: of an inherited list the difference alone is written."""
    own, parent = editing.standing(name, path)
    listed = plain(parent) if isinstance(parent, Seq) else []
    if isinstance(own, Map) and is_list_edit(own):
        change = plain(own)
        value = [v for v in [*listed, *change.get("add", ())] if v not in change.get("remove", ())][at]
        if value in change.get("add", ()):
            _edited(editing, name, path, {**change, "add": [v for v in change["add"] if v != value]})
        else:
            _edited(editing, name, path, {**change, "remove": [*change.get("remove", ()), value]})
    elif own is None and isinstance(parent, Seq):
        editing.set(name, path, {"remove": [listed[at]]})
    else:
        editing.remove(name, (*path, str(at)))


def _edited(editing: Editing, name: str, path: Path, change: dict[str, list[Any]]) -> None:
    left = {key: values for key, values in change.items() if values}
    if left:
        editing.set(name, path, left)
    else:
        editing.give_back(name, path)


def take_paper(shop: Workshop, view: View, one: Demand) -> Path:
    """Take a paper out of its list, whose path is given; the last one takes its demand with it."""
    path, at = one.path[:-1], int(one.path[-1])
    node = view.find(view.workflow, path)
    label = one.title

    def edit(editing: Editing) -> None:
        if isinstance(node, Seq) and len(node) == 1:
            editing.remove(view.workflow, path[:-1])
        else:
            exclude(editing, view.workflow, path, at)

    shop.together((f"{label}: 書類を外す", f"{label}: paper taken out"), edit)
    return path


__all__ = ["NONE", "SAME", "NewPaper", "add_paper", "join_papers", "take_paper"]
