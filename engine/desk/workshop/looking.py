"""The working copy of an organisation as the tables look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.desk.workshop.publishing import published_trees
from engine.desk.workshop.view import View
from engine.desk.written import either
from engine.errors import DefinitionError
from engine.load.tree import Map

if TYPE_CHECKING:
    from engine.desk.workshop.workshop import Workshop


def look(shop: Workshop, workflow: str, language: str) -> View:
    """The view of one workflow. Raises DefinitionError where the definitions do not fit together."""
    library = shop._copy.library
    names = shop.definitions()
    trees = {name: library.merged(name) for name in names}
    parents = {name: found.node for name in names if (found := library.parent(name)) is not None}
    own = {name: _own(shop, name) for name in names}
    return View(shop.organisation, workflow, trees, own, parents, language)


def workflows_of(shop: Workshop) -> list[tuple[str, str]]:
    """The workflows of the working copy that run: name and title in Japanese, in the order of their files."""
    found = []
    for name in shop.definitions():
        tree = shop._copy.library.merged(name)
        if not name.endswith("/organisation") and "kinds" in tree:
            title = tree.get("title")
            found.append((name, title.text("ja") if isinstance(title, Map) else tree.text("title", name)))
    return found


def unfit(shop: Workshop) -> str:
    """Why the working copy cannot be shown as tables: where and what is wrong; nothing where it can be."""
    try:
        if workflows_of(shop):
            return ""
    except DefinitionError as no:
        return no.within(shop.desk.language)
    broken = next((one.trouble for one in shop.files() if one.trouble), "")
    return broken or either(
        f"{shop.organisation}: 種別のある手続がありません。",
        f"{shop.organisation}: there is no procedure with kinds of requests.",
        shop.desk.language,
    )


def _own(shop: Workshop, name: str) -> Map:
    """What the office's own files say about a definition, its forms in files of their own among them."""
    library = shop._copy.library
    node = library.own_tree(f"workflows/{name}.yaml")
    own = node if isinstance(node, Map) else Map({}, {}, library.merged(name).place)
    folder = f"schemas/{shop.organisation}/"
    forms = {
        file.removeprefix(folder).removesuffix(".schema.json"): tree
        for file in library.texts
        if file.startswith(folder) and (tree := library.own_tree(file)) is not None
    }
    if not forms or name.endswith("/organisation"):
        return own
    mine = own.map("forms")
    entries = {**forms, **mine.entries}
    both = Map(entries, mine.key_places, mine.place)
    return Map({**own.entries, "forms": both}, own.key_places, own.place)


def look_published(shop: Workshop, workflow: str, language: str) -> View | None:
    """The same workflow as new cases get it now; None if it was not published."""
    trees = published_trees(shop.desk, shop.organisation)
    name = f"{shop.organisation}/organisation"
    return (
        View(shop.organisation, workflow, trees, {}, {}, language) if {workflow, name} <= set(trees) else None
    )
