"""Text edits: one element changes, every other byte stays."""

import copy
import random
import re
from pathlib import Path
from typing import Any

import pytest

from engine.load.edit.spans import find_span, spans_of
from engine.load.edit.splice import CannotSplice, data_of, drop, put
from engine.load.snapshot import program_root

TEXT = """\
# head
language: 1

states:
  one: {title: 'X', by: [a, b]}  # c1
  # before two
  two:
    title: "Y" # c2
    commands:
      go: {to: next}

    # in two
    note: |
      first
      second
# tail
"""


def changed(new: str, old: str = TEXT) -> list[str]:
    """The lines that went (-) and came (+)."""
    import difflib

    found = list(difflib.ndiff(old.splitlines(keepends=True), new.splitlines(keepends=True)))
    return [line.rstrip("\n") for line in found if line[0] in "+-"]


ONE = "  one: {title: 'X', by: [a, b]}  # c1"


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [
        (("states", "one", "title"), "Z", [f"- {ONE}", f"+ {ONE.replace('X', 'Z')}"]),
        (("states", "one", "by", "2"), "c", [f"- {ONE}", f"+ {ONE.replace('b]', 'b, c]')}"]),
        (("states", "two", "title"), "a: b", ['-     title: "Y" # c2', '+     title: "a: b" # c2']),
        (
            ("states", "two", "commands", "go", "when"),
            "x = 1",
            ["-       go: {to: next}", "+       go: {to: next, when: x = 1}"],
        ),
        (("states", "two", "commands", "stay"), {"to": "stay"}, ["+       stay: {to: stay}"]),
        (("states", "three"), {"title": "T", "n": "10"}, ['+   three: {title: T, n: "10"}']),
        (("clocks", "main", "period"), "1 day", ["+ clocks:", "+   main:", "+     period: 1 day"]),
    ],
)
def test_put_changes_only_its_element(path: tuple[str, ...], value: Any, lines: list[str]) -> None:
    assert changed(put("x.yaml", TEXT, path, value)) == lines


def test_several_lines_keep_the_comment_of_the_line_they_begin_on() -> None:
    new = put("x.yaml", TEXT.replace('"Y"', "Y"), ("states", "two", "title"), "a\nb")
    assert "    title: |- # c2\n      a\n      b\n    commands:" in new


def test_drop_takes_the_line_and_maps_left_empty() -> None:
    assert changed(drop("x.yaml", TEXT, ("states", "two", "commands", "go"))) == [
        "-     commands:",
        "-       go: {to: next}",
    ]
    assert changed(drop("x.yaml", TEXT, ("states", "two", "commands", "go"), floor=4)) == [
        "-     commands:",
        "+     commands: {}",
        "-       go: {to: next}",
    ]
    assert drop("x.yaml", TEXT, ("states", "nine")) == TEXT


@pytest.mark.parametrize("path", [("states", "one", "by", "7"), ("states", "one", "by", "x")])
def test_what_cannot_be_written_so_is_refused(path: tuple[str, ...]) -> None:
    with pytest.raises((CannotSplice, ValueError)):
        put("x.yaml", TEXT, path, 1)


def test_line_ends_and_a_missing_last_one_stay() -> None:
    text = "a: 1\r\nb:\r\n  c: 2"
    assert put("x.yaml", text, ("b", "d"), 3) == "a: 1\r\nb:\r\n  c: 2\r\n  d: 3"
    assert drop("x.yaml", text, ("b",)) == "a: 1"


def test_json_keeps_its_layout() -> None:
    text = '{\n  "a": {"b": 1},\n  "c": [1, 2]\n}\n'
    assert put("x.json", text, ("a", "d"), "é") == text.replace('"b": 1', '"b": 1, "d": "é"')
    assert put("x.json", text, ("e",), None) == text.replace("]\n}", "]" + ',\n  "e": null\n}')
    assert drop("x.json", text, ("a", "b")) == '{\n  "c": [1, 2]\n}\n'


BUNDLED = sorted(
    p
    for kind in ("workflows", "schemas")
    for p in (program_root() / kind).glob("*/*")
    if p.name.endswith((".yaml", ".schema.json"))
)


def leaves(node: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    if isinstance(node, dict):
        return [one for k, v in node.items() for one in leaves(v, (*path, k))]
    if isinstance(node, list):
        return [one for i, v in enumerate(node) for one in leaves(v, (*path, str(i)))]
    return [(path, node)]


@pytest.mark.parametrize("file", BUNDLED, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_saving_what_is_there_changes_no_byte_and_one_cell_changes_one_line(file: Path) -> None:
    text = file.read_bytes().decode("utf-8")
    cells = leaves(data_of(file.name, text))
    for path, value in random.Random(7).sample(cells, min(6, len(cells))):
        assert put(file.name, text, path, value) == text, path
        new = put(file.name, text, path, "change").splitlines()
        span = find_span(spans_of(file.name, text), path)
        assert span is not None
        if "\n" not in text[span.start : span.end]:
            old = text.splitlines()
            assert len(new) == len(old)
            assert sum(a != b for a, b in zip(old, new, strict=True)) == 1, path


def comments(text: str) -> list[str]:
    return [line[line.index("#") :] for line in text.splitlines() if re.search(r"(^|\s)#", line)]


def maps(node: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path] if isinstance(node, dict) else []
    for key, value in node.items() if isinstance(node, dict) else ():
        found += maps(value, (*path, key))
    return found


def keeps_order(old: Any, new: Any) -> bool:
    """Whether keys that were there before still stand in their order, at every depth."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return True
    both = [key for key in new if key in old]
    return both == [k for k in old if k in new] and all(keeps_order(old[k], new[k]) for k in both)


WORDS = [
    "受付",
    "a: b",
    "- x",
    "{y}",
    "yes",
    "010",
    "",
    "#c",
    "two\nlines",
    " spaced ",
    'quo"te',
    "it's",
    "[z",
    "30 days",
]


@pytest.mark.parametrize(
    ("file", "edits"), [("base/organisation.yaml", 1000), ("../schemas/base/documents.schema.json", 300)]
)
def test_a_thousand_edits_keep_comments_order_and_every_other_value(file: str, edits: int) -> None:
    path = program_root() / "workflows" / file
    first = text = path.read_bytes().decode("utf-8")
    model = copy.deepcopy(data_of(path.name, text))
    chance, added = random.Random(20261128), set[str]()
    for number in range(edits):
        act = chance.choice(["set", "add", "drop", "drop"])
        value = chance.choice([*WORDS, True, number, ["a", "b, c"], {"title": "T"}])
        if act == "set":
            at = chance.choice([p for p, _ in leaves(model) if p])
        elif act == "add":
            key = f"new_{number}"
            added.add(key)
            at = (*chance.choice(maps(model)), key)
        else:
            own = [(*p, k) for p in maps(model) for k in find_in(model, p) if k in added]
            if not own:
                continue
            at = chance.choice(own)
        holder = find_in(model, at[:-1])
        if act == "drop":
            text = drop(path.name, text, at, floor=len(at))
            del holder[at[-1]]
        else:
            text = put(path.name, text, at, value)
            holder[int(at[-1]) if isinstance(holder, list) else at[-1]] = copy.deepcopy(value)
    assert data_of(path.name, text) == model
    assert keeps_order(data_of(path.name, first), data_of(path.name, text))
    if path.suffix == ".yaml":
        kept = comments(text)
        assert all(one in kept for one in comments(first))


def find_in(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data
