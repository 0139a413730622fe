"""Bundled organisations as the tables look at them."""

from engine.desk.workshop.rows import Cell, Row, cells, outline
from engine.desk.workshop.scope import Path
from engine.desk.workshop.slots import TABS
from engine.desk.workshop.view import View
from engine.load.library import Library
from engine.load.merge import effective
from engine.load.snapshot import program_root
from engine.load.tree import Map

LIBRARY = Library([program_root()])


def view_of(org: str, workflow: str = "request", language: str = "ja") -> View:
    names = (f"{org}/organisation", f"{org}/{workflow}")
    trees = {names[0]: LIBRARY.organisation(org).node, names[1]: LIBRARY.workflow(names[1]).node}
    own = {name: node for name in names if isinstance(node := LIBRARY.own(name), Map)}
    parents = {n: effective(LIBRARY.own, o.text("extends"), LIBRARY._forms_of).node for n, o in own.items()}
    return View(org, names[1], trees, own, parents, language)


def row(view: View, *path: str) -> Row:
    return next(one for tab in TABS for one in outline(view, tab) if one.path == path and not one.group)


def cell(view: View, path: Path, key: str) -> Cell:
    return next(one for one in cells(view, row(view, *path)) if one.path[-1] == key)
