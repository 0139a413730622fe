"""The house as it is drawn: what the import contracts cannot see, read from the source itself.

The arrows between modules stand in `pyproject.toml` and are held by `lint-imports`.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic",
    "time.localtime", "time.perf_counter", "time.time_ns",
}  # fmt: skip
INPUT = {"open", "input", "print", "exec", "eval", "__import__"}
MAY_READ_CLOCK = {"engine/desk/clock.py"}
OUTERMOST = {"tui/cli/main.py"}  # turns whatever is left into a message: no trace reaches a user


def core() -> list[str]:
    """The pure modules: those of the contract that forbids files, clocks and databases."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    pure = next(one for one in contracts["contracts"] if one["id"] == "pure")
    return [str(name) for name in pure["source_modules"]]


def files(*modules: str) -> list[Path]:
    """Every Python file of modules given by their dotted names."""
    found: list[Path] = []
    for name in modules:
        place = ROOT.joinpath(*name.split("."))
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    return found


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an expression that is a chain of names, else its last part."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.AST) -> Iterator[tuple[int, str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, dotted(node.func), node


def clock_reads(source: str) -> list[int]:
    """The lines that ask the machine what time it is."""
    return [line for line, name, _ in calls(ast.parse(source)) if ".".join(name.split(".")[-2:]) in CLOCKS]


def unnamed_encodings(source: str) -> list[int]:
    """The lines that read or write text without saying in which encoding."""
    found: list[int] = []
    for line, name, call in calls(ast.parse(source)):
        last = name.rpartition(".")[2]
        mode = next((k.value for k in call.keywords if k.arg == "mode"), None)
        places = call.args[:1] if isinstance(call.func, ast.Attribute) else call.args[1:2]
        mode = mode or next((a for a in places if isinstance(a, ast.Constant)), None)
        binary = isinstance(mode, ast.Constant) and "b" in str(mode.value)
        method = isinstance(call.func, ast.Attribute)
        built_in = name == "open" and not method
        text = (method and last in ("read_text", "write_text")) or (built_in and not binary)
        text = text or (
            method and last == "open" and isinstance(mode, ast.Constant) and str(mode.value) in "rwxa"
        )
        if text and not any(k.arg == "encoding" for k in call.keywords):
            found.append(line)
    return found


@pytest.mark.parametrize("module", core())
def test_the_core_asks_no_clock_and_touches_nothing(module: str) -> None:
    there = files(module)
    assert there, f"{module} is named in the contract but is not there"
    for path in there:
        source = path.read_text(encoding="utf-8")
        assert clock_reads(source) == [], path
        assert [name for _, name, _ in calls(ast.parse(source)) if name in INPUT] == [], path


def test_one_module_reads_the_clock_for_the_whole_desk() -> None:
    reading = {
        path.relative_to(ROOT).as_posix()
        for path in files("engine.desk", "engine.load", "engine.notices", "tui")
        if clock_reads(path.read_text(encoding="utf-8"))
    }
    assert reading <= MAY_READ_CLOCK


def test_every_text_file_is_read_in_a_named_encoding() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in files("engine", "tui")
        for line in unnamed_encodings(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_no_failure_is_swallowed_unread() -> None:
    found: list[str] = []
    for path in files("engine", "tui"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ExceptHandler):
                continue
            broad = node.type is None or dotted(node.type) in ("Exception", "BaseException")
            reraised = any(isinstance(part, ast.Raise) for part in ast.walk(node))
            if broad and not reraised and path.relative_to(ROOT).as_posix() not in OUTERMOST:
                found.append(f"{path.relative_to(ROOT).as_posix()}:{node.lineno}")
    assert found == []


def test_every_package_is_either_core_or_shell() -> None:
    """A new package must be placed in the layers, and a new core module among the pure ones."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(one for one in settings["contracts"] if one["id"] == "down")["layers"]
    placed = {name.strip().strip("()") for layer in layers for name in layer.split(":")}
    shell = {"desk", "store", "load", "notices", "export"}
    pure = {name.removeprefix("engine.") for name in core()}
    assert placed == shell | pure
    there = {path.stem for path in (ROOT / "engine").iterdir() if not path.name.startswith("__")}
    assert there <= placed


@pytest.mark.parametrize(
    "source",
    ["from datetime import date\nx = date.today()", "import datetime\nx = datetime.datetime.now(None)",
     "import time\nx = time.time()"],
)  # fmt: skip
def test_a_reading_of_the_clock_is_found(source: str) -> None:
    assert clock_reads(source) == [2]


@pytest.mark.parametrize("source", ["p.read_text()", "open('a')", "open('a', 'w')", "p.open('w')"])
def test_text_without_an_encoding_is_found(source: str) -> None:
    assert unnamed_encodings(source) == [1]


@pytest.mark.parametrize(
    "source",
    ["p.read_text(encoding='utf-8')", "open('a', 'rb')", "p.open('rb')", "Path(p).open('rb')", "desk.open()"],
)
def test_bytes_and_named_encodings_pass(source: str) -> None:
    assert unnamed_encodings(source) == []
