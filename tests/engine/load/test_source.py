"""Strict reading: what is special in YAML, what is refused, and where it says so."""

# ruff: noqa: E501 - a sample definition is read more easily on one line

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DefinitionError, Problem
from engine.load.source import find, place_of, plain, read_definition
from engine.load.tree import Scalar
from engine.model.basics import Place
from tests.counting import calls


def read(text: str | bytes, name: str = "a.yaml") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return plain(read_definition(name, data))


def refusals(text: str | bytes, name: str = "a.yaml") -> list[Problem]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(DefinitionError) as caught:
        read_definition(name, data)
    assert all(p.kind == "yaml" and p.place is not None and p.ja and p.en for p in caught.value.problems)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    "text", ["on", "off", "yes", "no", "12:30", "010", "0x10", "1_000", "2026-11-22", "=", "True", "NULL", "1e5", ".5", "+1"]
)  # fmt: skip
def test_what_other_readers_convert_stays_text(text: str) -> None:
    assert read(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-30", -30),
        ("1.10", 1.1),
    ],
)
def test_only_truth_numbers_and_nothing_are_special(text: str, value: object) -> None:
    assert read(f"a: {text}") == {"a": value}


def test_quoted_scalars_are_always_text_and_keys_too() -> None:
    assert read("""{a: "1", b: 'true', 1: x, on: y, ~: z}""") == {
        "a": "1",
        "b": "true",
        "1": "x",
        "on": "y",
        "~": "z",
    }


def test_the_text_of_a_number_is_kept_as_typed() -> None:
    node = find(read_definition("a.yaml", b"a: 1.10"), "a")
    assert isinstance(node, Scalar)
    assert (node.value, node.text) == (1.1, "1.10")


def test_every_node_knows_its_place_in_characters() -> None:
    tree = read_definition("w/a.yaml", "表題: 見本\nlist:\n  - あい: x\n".encode())
    assert place_of(tree, "list", 0, "あい") == Place("w/a.yaml", 3, 5)
    value = find(tree, "list", 0, "あい")
    assert value is not None
    assert str(value.place) == "w/a.yaml:3:9"
    assert place_of(tree, "list", 0, "nothing") == Place("w/a.yaml", 3, 5)


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_duplicate_keys_name_both_places(name: str) -> None:
    [problem] = refusals('{"a": 1,\n "a": 2}', name)
    assert problem.place == Place(name, 2, 2)
    assert "1 行 2 桁" in problem.ja
    assert "line 1, column 2" in problem.en


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
@pytest.mark.parametrize("text", ["[" * 50_000, '{"a":' * 50_000, "[" * 51 + "]" * 51])
def test_depth_is_limited_without_reaching_the_stack(text: str, name: str) -> None:
    assert "深すぎます" in refusals(text, name)[-1].ja


def test_fifty_levels_are_allowed() -> None:
    assert read("[" * 50 + "]" * 50) == read("[" * 50 + "]" * 50, "a.json")


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_size_and_number_of_elements_are_limited(name: str) -> None:
    assert "1 MB" in refusals(b" " * 1_000_001, name)[0].ja
    assert "要素が多すぎ" in refusals("[" + "1," * 70_000 + "1]", name)[0].ja


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("名前: 見本 太郎".encode("cp932"), "Shift_JIS"),
        ("名前: 見本".encode("utf-16"), "UTF-16"),
        ("a: 見本".encode("utf-16-le"), "UTF-16"),
        ("a: 見本".encode("utf-16-be"), "UTF-16"),
        ("a: 見本".encode("utf-8-sig"), "BOM"),
        (b"a: \xff\xfe\xff", "UTF-8"),
    ],
)
def test_other_encodings_are_called_by_name(data: bytes, said: str) -> None:
    [problem] = refusals(data)
    assert said in problem.ja
    assert "UTF-8" in problem.ja


@pytest.mark.parametrize("char", ["\0", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff"])
def test_control_characters_are_refused_with_their_place(char: str) -> None:
    [problem] = refusals(f"a: 1\nb: x{char}y")
    assert problem.place == Place("a.yaml", 2, 5)
    assert f"U+{ord(char):04X}" in problem.ja


def test_all_tabs_are_found_at_once() -> None:
    problems = refusals("a:\n\tb: 1\n\tc: 2\n")
    assert [p.place.line for p in problems if p.place] == [2, 3]
    assert all("タブ" in p.ja for p in problems)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('a: "\\0"', "a.yaml"),
        ('a: "\\ud800"', "a.yaml"),
        ('{"a": "\\ud800"}', "a.json"),
        ('{"a\\u0000": 1}', "a.json"),
    ],
)
def test_escapes_bring_in_nothing_that_was_refused(text: str, name: str) -> None:
    refusals(text, name)


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1",
        "a: &x [1]\nb: *x",
        "&a [*a]",
        "!!python/object/apply:os.system [x]",
        "a: !!str 1",
        "a: !x {}",
    ],
)
def test_anchors_aliases_and_tags_are_refused(text: str) -> None:
    refusals(text)


def test_a_merge_key_is_an_ordinary_key() -> None:
    assert read("<<: {a: 1}") == {"<<": {"a": 1}}


@pytest.mark.parametrize(
    "text",
    ["", "# only a comment\n", "a: 'x", "a: b: c", "{a: 1}}", "- a\nb: c", "a: 1\n---\nb: 2", "? [a]\n: b"],
)
def test_broken_or_empty_yaml_names_line_and_column(text: str) -> None:
    refusals(text)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,]", '{"a" 1}', "{a: 1}", "01", "[1] x", '{"a": NaN}', '"a', "// c\n1", "1e999", "'a'"],
)
def test_broken_json_is_refused(text: str) -> None:
    refusals(text, "a.json")


def test_a_number_too_large_for_an_amount_is_refused_not_guessed() -> None:
    assert "大きすぎ" in refusals("a: " + "9" * 40)[0].ja
    assert "大きすぎ" in refusals("9" * 5_000, "a.json")[0].ja


def test_several_problems_come_together() -> None:
    assert len(refusals("a: &x 1\na: 2\nb: !y 3\n")) == 3


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(categories=["L", "N", "P", "Zs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc日本", max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(_JSON)
def test_json_reads_as_json(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert read(text, "a.json") == value
    assert read(json.dumps(value, indent=2), "a.json") == value


@settings(deadline=None)
@given(_JSON)
def test_json_is_also_yaml(value: Any) -> None:
    assert read(json.dumps(value, ensure_ascii=False)) == value


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_never_worse(data: bytes) -> None:
    for name in ("a.yaml", "a.json"):
        try:
            read_definition(name, data)
        except DefinitionError as error:
            assert error.problems


def test_a_file_is_read_in_one_pass() -> None:
    part = "k{0}:\n  title: 見本{0}\n  by: [a, b]\n  to: next\n  n: {0}\n"

    def reading(count: int) -> int:
        text = "".join(part.format(i) for i in range(count)).encode()
        return calls(lambda: read_definition("a.yaml", text))

    reading(1)
    assert reading(200) <= 2.1 * reading(100)
