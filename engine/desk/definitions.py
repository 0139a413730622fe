"""Definitions as the desk uses them: bundled organisations, folders somebody wrote, published versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.desk.abreast import abreast
from engine.errors import DefinitionError, Problem, UsageError
from engine.load.build import Builder, Built, build_library
from engine.load.library import Library
from engine.load.near import nearest
from engine.load.show import print_effective
from engine.load.snapshot import program_root
from engine.load.tree import Map
from engine.model.workflow import Workflow


def library_of(folder: Path | None = None) -> Library:
    """The bundled definitions, with those of `folder` before them."""
    roots = [folder, program_root()] if folder is not None and folder != program_root() else [program_root()]
    return Library(roots)


def bundled() -> list[dict[str, Any]]:
    """The organisations that come with the program."""
    library = library_of()
    found = []
    for org in library.organisations():
        built = Builder(library, org, {}).build()
        kinds = {k: e.title.ja for k, e in built.kinds.items()}
        title = built.organisation.title
        found.append({"id": org, "title": title.ja, "title_en": title.within("en"), "kinds": kinds})
    return found


def find(org: str) -> tuple[Library, str]:
    """A bundled id, or a folder with `workflows/<org>/` in it. Raises UsageError where there is none."""
    path = Path(org)
    if (path / "workflows").is_dir():
        library = library_of(path.resolve())
        own = [o for o in library.organisations() if (path / "workflows" / o).is_dir()]
        if len(own) == 1:
            return library, own[0]
        names = "、".join(own)
        raise UsageError(
            f"「{org}」には団体が一つだけ要ります（{names or 'ありません'}）。",
            f"“{org}” must hold exactly one organisation ({names or 'there is none'}).",
        )
    library = library_of()
    known = library.organisations()
    if org not in known:
        near = nearest(org, known)
        hint = f"（もしかして: {near}）" if near else f" あるもの: {'、'.join(known)}"
        raise UsageError(
            f"団体「{org}」はありません。{hint}", f"There is no organisation “{org}”. {near or known}"
        )
    return library, org


def load(org: str, settings: Mapping[str, Any] | None = None) -> Built:
    """An organisation ready to be asked; `settings` replace its own. DefinitionError if it is not sound."""
    library, name = find(org)
    return build_library(library, name, settings)


def form_schema(org: str, form: str) -> dict[str, Any]:
    """A form as plain JSON Schema 2020-12."""
    built = load(org)
    forms = {f: one for w in built.workflows.values() for f, one in w.forms.items()}
    if form not in forms:
        near = nearest(form, forms)
        raise UsageError(
            f"様式「{form}」はありません。あるもの: {'、'.join(sorted(forms))}"
            + (f"（もしかして: {near}）" if near else ""),
            f"There is no form “{form}”. There are: {', '.join(sorted(forms))}",
        )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **forms[form].schema}


# --- check


def roots_of(paths: Sequence[Path]) -> list[tuple[Path, set[str] | None]]:
    """The roots that paths belong to, with the folders meant there (None = all).

    A path may be a root (holding `workflows/`), its `workflows/` folder, one organisation's folder, or a file.
    """
    found: dict[Path, set[str] | None] = {}
    for path in paths:
        here = path.resolve()
        if not here.exists():
            raise UsageError(f"{path} はありません。", f"{path} does not exist.")
        root, folder = _root(here)
        if folder is None:
            found[root] = None
        elif found.get(root, set()) is not None:
            found[root] = (found.get(root) or set()) | {folder}
    return list(found.items())


def _root(here: Path) -> tuple[Path, str | None]:
    if (here / "workflows").is_dir():
        return here, None
    for parent in (here, *here.parents):
        if parent.name == "workflows" and parent.is_dir():
            inside = here.relative_to(parent).parts
            return parent.parent, inside[0] if inside else None
    raise UsageError(
        f"{here} は workflows/ の中のものではありません。", f"{here} is not inside a `workflows/` folder."
    )


def check(paths: Sequence[Path], *, alone: bool = False) -> list[Problem]:
    """Every problem and open point of the organisations at these paths, blocking ones first.

    `alone`: nothing else goes on in this process, so several may be judged at once in copies of it.
    """
    problems: list[Problem] = []
    for root, folders in roots_of(paths):
        library = library_of(root)
        own = _organisations_of(library, root)
        there = {f for f in library.folders() if (root / "workflows" / f).is_dir()}
        templates = _check_templates(library, (there if folders is None else folders) - set(own))
        for found in _check_each(
            library, [org for org in own if folders is None or org in folders], root, alone
        ):
            problems += found
        problems += templates  # looked at first: what organisations share is read by then
    rank = {"block": 0, "warn": 1, "note": 2}
    return sorted(dict.fromkeys(problems), key=lambda p: rank[p.severity])


def prove(library: Library, org: str) -> None:
    """DefinitionError naming all that is wrong with an organisation, what `check` proves about it included."""

    if wrong := [p for p in _check_one(library, org) if p.severity == "block"]:
        raise DefinitionError(wrong)


def _organisations_of(library: Library, root: Path) -> list[str]:
    return [o for o in library.organisations() if (root / "workflows" / o).is_dir()]


def _check_each(library: Library, organisations: list[str], root: Path, alone: bool) -> list[list[Problem]]:
    """The findings of each organisation; at once, the one with the most to read first."""
    if not alone:
        return [_check_one(library, org) for org in organisations]
    sizes = {
        org: sum(f.stat().st_size for f in (root / "workflows" / org).glob("*.yaml")) for org in organisations
    }
    order = sorted(organisations, key=lambda org: -sizes[org])
    found = dict(zip(order, abreast(_check_one, library, order), strict=True))
    return [found[org] for org in organisations]


def _check_one(library: Library, org: str) -> list[Problem]:
    try:
        built = Builder(library, org, {}).build()
    except DefinitionError as error:
        return list(error.problems)
    return findings_of(built)


def findings_of(built: Built, graph: Callable[[Workflow], Iterable[Problem]] | None = None) -> list[Problem]:
    """Everything found about an organisation that was built; nothing is proved of one that cannot run.

    `graph` stands in for the proofs over the ways of a case, where they are kept from before.
    """
    from engine.check import check_graph, check_organisation, check_workflow

    found = [*built.problems, *built.law_points, *built.open_points]
    if not any(p.severity == "block" for p in built.problems):
        found += check_organisation(built.organisation, built.workflows.values())
        for workflow in built.workflows.values():
            found += check_workflow(workflow, graph or check_graph)
    return found


def _check_templates(library: Library, folders: set[str]) -> list[Problem]:
    """Templates are read and checked for shape; they never run, so nothing is proved about them."""
    from engine.load.shape import check_shape

    found: list[Problem] = []
    for name in library.names():
        if name.partition("/")[0] in folders:
            try:
                merged = library.workflow(name)
                node = merged.node
                found += [*check_shape(node, "workflow", complete=False), *library.unstated(merged)]
                if "kinds" in node:
                    found.append(_ownerless(node, name))
            except DefinitionError as error:
                found += error.problems
    return found


def _ownerless(node: Map, name: str) -> Problem:
    """A workflow that is meant to run stands in a folder that is no organisation."""
    folder = name.partition("/")[0]
    return Problem(
        "organisation",
        folder,
        f"種別のある手続がありますが、workflows/{folder}/organisation.yaml がありません。団体の定義を置いてください。",
        f"A workflow with kinds, but no workflows/{folder}/organisation.yaml. Add the organisation.",
        node.key_places.get("kinds", node.place),
    )


def effective(path: Path, workflow: str) -> str:
    """A workflow with its parents merged in, each element with the place it comes from."""
    root, folder = _root(path.resolve())
    library = library_of(root)
    first = next(iter(_organisations_of(library, root)), "base")
    name = workflow if "/" in workflow else f"{folder or first}/{workflow}"
    return print_effective(library.workflow(name).node)
