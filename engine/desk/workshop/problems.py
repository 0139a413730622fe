"""What is wrong with a working copy, each problem with the way to its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.desk.definitions import findings_of
from engine.desk.workshop.filled import Known
from engine.desk.workshop.library import WorkingLibrary
from engine.desk.workshop.proving import kept, pages
from engine.desk.workshop.slots import title_at, which_of
from engine.desk.workshop.tree import title_of
from engine.desk.workshop.words import Path, Trouble
from engine.errors import DefinitionError, Problem
from engine.load.build import Builder, Built
from engine.load.merge import are_ids
from engine.load.tree import Map, Node, Seq, find
from engine.model.basics import Place

_RANK = {"block": 0, "warn": 1, "note": 2}
_Home = tuple[str, Path]


class Judgement:
    """A working copy built, and proved when asked. `built` is None where it cannot even be put together.

    `known` are the longest values that cases hold: with them letters are set to see whether they fit their page.
    Shape and references are judged at once; the proofs (`prove`) follow and are kept while only words change.
    """

    def __init__(
        self,
        library: WorkingLibrary,
        organisation: str,
        broken: Mapping[str, Problem],
        known: Known | None = None,
    ) -> None:
        self.library = library
        self.known = known or {}
        self.organisation = organisation
        self.built: Built | None = None
        self.problems: list[Problem] = [*broken.values()]
        self.open_points: list[Problem] = []
        self.proved = False
        self._homes: _Homes | None = None
        self._broken = tuple(broken.values())
        self._build()

    @property
    def sound(self) -> bool:
        """Whether nothing blocks."""
        return not any(p.severity == "block" for p in self.problems)

    def _build(self) -> None:
        try:
            self.built = Builder(self.library, self.organisation, {}).build()
        except DefinitionError as error:
            self.problems += error.problems
            self.proved = True  # of what cannot be put together nothing is proved
            return
        self.open_points += self.built.open_points
        self._found(self.built.problems)

    def _found(self, problems: Iterable[Problem]) -> None:
        listed = [p for p in dict.fromkeys(problems) if p not in self.open_points]
        self.problems = [*self._broken, *listed]

    def prove(self, *, fresh: bool = False) -> Judgement:
        """Everything that is proved beyond shape and references, once; `fresh` takes nothing from before."""
        if self.built is not None and not self.proved:
            trees = self._trees()
            found = findings_of(self.built, None if fresh else kept(trees))
            self._found([*found, *pages(self.built, trees, self.known)])
            self.proved = True
        return self

    def _trees(self) -> dict[str, Map]:
        """The merged trees that could be built."""
        names = [f"{self.organisation}/organisation", *(self.built.workflows if self.built else ())]
        return {name: self.library.merged(name) for name in names}

    def troubles(self, language: str) -> tuple[Trouble, ...]:
        """Every problem and open point, blocking ones first."""
        homes = self._homes = self._homes or _Homes(self.library, self.organisation)
        found = [(p, False) for p in self.problems] + [(p, True) for p in self.open_points]
        found.sort(key=lambda one: _RANK[one[0].severity])
        return tuple(dict.fromkeys(_trouble(p, is_open, homes, language) for p, is_open in found))


def _trouble(problem: Problem, is_open: bool, homes: _Homes, language: str) -> Trouble:
    definition, path = homes.of(problem)
    said = problem.en if language == "en" else problem.ja
    if is_open:
        said = _of_cell(said, problem, homes, definition, path, language)
    if problem.near:
        said += f" (did you mean: {problem.near})" if language == "en" else f"（もしかして: {problem.near}）"
    return Trouble(
        problem.finding,
        said,
        problem.severity,
        definition,
        path,
        str(problem.place) if problem.place else "",
        homes.label(definition, path, language),
        problem.example,
        is_open,
    )


def _of_cell(said: str, problem: Problem, homes: _Homes, definition: str, path: Path, language: str) -> str:
    """An open point by the cell that is open: an element may have several, and its dotted path is no name."""
    label = homes.label(definition, path, language).rpartition(" > ")[2]
    said = said.replace(problem.path, label, 1) if problem.path and label else said
    if not path or are_ids(path[:-1]) or path[-1] == "basis":
        return said
    key = "" if language == "en" else title_at(which_of(definition), path).partition("（")[0]
    return f"{key or path[-1].replace('_', ' ')} {said}"


class _Homes:
    """Finds the cell a problem belongs to: by its place, else by its dotted path."""

    def __init__(self, library: WorkingLibrary, organisation: str) -> None:
        self.trees: dict[str, Map] = {}
        names = [n for n in library.names() if n.startswith(f"{organisation}/")]
        for name in (f"{organisation}/organisation", *names):
            try:
                self.trees[name] = library.merged(name)
            except DefinitionError:
                continue
        self._places: dict[Place, _Home] | None = None

    def of(self, problem: Problem) -> _Home:
        """The definition and the nearest element that exists."""
        exact = self._dotted(problem.path) if problem.path else None
        if exact is not None and exact[2]:
            return exact[:2]
        if problem.place is not None and (home := self.places.get(problem.place)):
            return home
        if exact is not None and exact[1]:
            return exact[:2]
        if problem.place is not None:
            name = problem.place.file.removeprefix("workflows/").removesuffix(".yaml")
            return (name if name in self.trees else "", ())
        return "", ()

    def _dotted(self, dotted: str) -> tuple[str, Path, bool] | None:
        """The longest part of a dotted path that exists, and whether all of it does."""
        best: tuple[str, Path, bool] | None = None
        steps = dotted.split(".")
        for name, tree in self.trees.items():
            path = _reach(tree, steps)
            if best is None or len(path) > len(best[1]):
                best = name, path, len(path) == len(steps)
        return best

    @property
    def places(self) -> dict[Place, _Home]:
        if self._places is None:
            self._places = {}
            for name, tree in self.trees.items():
                for place, path in _places(tree, ()):
                    self._places.setdefault(place, (name, path))
        return self._places

    def label(self, definition: str, path: Path, language: str) -> str:
        """The titles down to an element, the last two."""
        tree = self.trees.get(definition)
        if tree is None:
            return ""
        titles = [
            title_of(node, path[:depth], language)
            for depth in range(1, len(path) + 1)
            if isinstance(node := find(tree, *path[:depth]), Map)
        ]
        return " > ".join(titles[-2:])


def _reach(tree: Map, steps: list[str]) -> Path:
    here: Node | None = tree
    found: list[str] = []
    for step in steps:
        if isinstance(here, Seq) and step.isdigit() and int(step) < len(here):
            here = here[int(step)]
        else:
            here = here.get(step) if isinstance(here, Map) else None
        if here is None:
            break
        found.append(step)
    return tuple(found)


def _places(node: Node, path: Path) -> Iterator[tuple[Place, Path]]:
    if isinstance(node, Map):
        for key, value in node.items():
            yield node.key_place(key), (*path, key)
            yield value.place, (*path, key)
            yield from _places(value, (*path, key))
    elif isinstance(node, Seq):
        for at, value in enumerate(node):
            yield value.place, (*path, str(at))
            yield from _places(value, (*path, str(at)))
