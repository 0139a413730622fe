"""Scenario files: which ones a path means, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.desk.words import Finding
from engine.errors import DefinitionError, Problem, UsageError, system_reason
from engine.load.shape import check_shape
from engine.load.snapshot import program_root
from engine.load.source import read_definition
from engine.load.text import MAX_BYTES
from engine.load.tree import Map, Node, Seq, find, place_of, plain

_SUFFIXES: Final = (".yaml", ".yml")
_BELOW: Final = ("", "*/", "workflows/*/", "*/workflows/*/")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One example of a file: `data` as plain values, `node` with the places, `file` where it was read."""

    id: str
    file: Path
    node: Map
    data: Mapping[str, Any]

    def place(self, *path: str | int) -> str:
        """`file:line:column` of an element of the scenario."""
        return str(place_of(self.node, *path))

    def node_at(self, *path: str | int) -> Node | None:
        return find(self.node, *path)


def scenario_files(paths: Iterable[Path]) -> list[Path]:
    """The scenario files that files and folders mean, each once.

    A folder means the files in it if it is called `scenarios`, else those of every `scenarios` folder of the
    organisations in it, else its own files. UsageError if a path does not exist or holds none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        files = [path] if path.is_file() else _inside(path)
        if not files:
            ja, en = f"確認例のファイルがありません: {path}", f"There are no scenario files: {path}"
            raise UsageError(ja, en)
        found |= dict.fromkeys(files)
    return list(found)


def _inside(folder: Path) -> list[Path]:
    if folder.name != "scenarios":
        below = {p for part in _BELOW for p in folder.glob(f"{part}scenarios/*") if p.suffix in _SUFFIXES}
        if below:
            return sorted(below)
    return sorted(p for p in folder.glob("*") if p.suffix in _SUFFIXES)


def read_scenarios(path: Path, language: str = "ja") -> tuple[list[Scenario], list[Finding]]:
    """The scenarios of one file that can be tried, and a finding for everything that is not well formed."""
    label = path.as_posix()
    try:
        with path.open("rb") as file:
            tree = read_definition(label, file.read(MAX_BYTES + 1))
    except OSError as error:
        why = system_reason(error)
        ja, en = f"読めません（{why.ja}）", f"cannot be read ({why.within('en')})"
        return [], [Finding(label, "", "file", "", en if language == "en" else ja)]
    except DefinitionError as error:
        return [], [shape_finding(p, "", label, language) for p in error.problems]
    problems = check_shape(tree, "scenario")
    if not isinstance(tree, Seq):
        return [], [shape_finding(p, "", label, language) for p in problems]
    broken = {p.path.partition(".")[0] for p in problems}
    names = [_name(one, number) for number, one in enumerate(tree)]
    findings = [
        shape_finding(
            p, names[int(first)] if (first := p.path.partition(".")[0]).isdigit() else "", label, language
        )
        for p in problems
    ]
    good = [
        Scenario(names[number], path, one, plain(one))
        for number, one in enumerate(tree)
        if isinstance(one, Map) and str(number) not in broken
    ]
    return good, findings


def _name(node: Node, number: int) -> str:
    return (node.text("scenario") if isinstance(node, Map) else "") or f"#{number + 1}"


def shape_finding(problem: Problem, scenario: str, label: str, language: str) -> Finding:
    """What is wrong with how something is written, at its place."""
    place = str(problem.place) if problem.place else label
    sentence = problem.en if language == "en" else problem.ja
    if problem.near:
        sentence += (
            f" (did you mean: {problem.near})" if language == "en" else f"（もしかして: {problem.near}）"
        )
    return Finding(place, scenario, f"{problem.kind}:{problem.path}", "", sentence)


def roots_for(file: Path, first: Iterable[Path | None] = ()) -> tuple[Path, ...]:
    """Where a scenario's definitions are looked for: the folders given, the file's own, the program's."""
    own = next((p for p in file.resolve().parents if (p / "workflows").is_dir()), None)
    return tuple(dict.fromkeys(p.resolve() for p in (*first, own, program_root()) if p is not None))


def each_scenario(paths: Iterable[Path]) -> Iterator[Scenario]:
    """Every scenario that can be tried, over all files."""
    for path in scenario_files(paths):
        yield from read_scenarios(path)[0]
