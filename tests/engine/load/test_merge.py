"""Inheritance: a child states its differences, and every difference is judged."""

# ruff: noqa: E501 - a sample definition is read more easily on one line

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DefinitionError, Problem
from engine.load.library import Library
from engine.load.merge import effective, merge, settle
from engine.load.show import print_effective
from engine.load.source import read_definition
from engine.load.tree import Map, Node, find, grow, place_of, plain
from engine.model.basics import Place


def tree(text: str, name: str = "base.yaml") -> Node:
    return read_definition(name, text.encode())


def merged(parent: str, child: str) -> Any:
    return plain(merge(tree(parent), tree(child, "child.yaml")))


def refusals(parent: str, child: str) -> list[Problem]:
    with pytest.raises(DefinitionError) as caught:
        merge(tree(parent), tree(child, "child.yaml"))
    assert all(p.kind == "extends" for p in caught.value.problems)
    return list(caught.value.problems)


def order(parent: str, child: str) -> list[str]:
    return list(merged(parent, child)["states"])


def test_maps_merge_at_every_depth_and_scalars_and_lists_replace() -> None:
    parent = "{clocks: {decision: {period: 30 days, stops: [decide], rolls: none}}, title: A}"
    child = "{clocks: {decision: {period: 14 days, stops: [notify]}}}"
    assert merged(parent, child) == {
        "clocks": {"decision": {"period": "14 days", "stops": ["notify"], "rolls": "none"}},
        "title": "A",
    }


def test_replace_true_replaces_the_map_whole_and_remembers_what_went() -> None:
    result = merge(tree("forms: {a: {x: 1, y: 2}}"), tree("forms: {a: {replace: true, z: 3}}"))
    assert plain(result) == {"forms": {"a": {"z": 3}}}
    inner = find(result, "forms", "a")
    assert isinstance(inner, Map)
    assert set(inner.removed) == {"x", "y"}


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        ("period: {setting: SET-01, a: 1 day, b: 2 days}", "period: {setting: SET-02, c: 3 days}"),
        ("basis: {status: silent, text: x}", "basis: {status: own}"),
        ("title: {ja: 受付, en: Intake}", "title: {ja: 受領}"),
        ("period: {table: days.a}", "period: {table: days.b}"),
        ("commands: {go: {to: {a: x, b: otherwise}}}", "commands: {go: {to: {c: otherwise}}}"),
        ("clocks: {c: {period: {table: t.d}}}", "clocks: {c: {period: {setting: SET-01}}}"),
    ],
)
def test_a_map_that_is_a_value_is_replaced_never_mixed(parent: str, child: str) -> None:
    assert merged(parent, child) == plain(tree(child))


def test_ids_may_be_any_word_without_becoming_keywords() -> None:
    parent = "forms: {a: {properties: {to: {title: 宛先, maxLength: 3}, basis: {title: 根拠, maxLength: 9}}}}"
    result = merged(parent, "forms: {a: {properties: {to: {title: あて先}, basis: {maxLength: 8}}}}")
    properties = result["forms"]["a"]["properties"]
    assert properties == {
        "to": {"title": "あて先", "maxLength": 3},
        "basis": {"title": "根拠", "maxLength": 8},
    }


def test_a_removed_state_takes_its_commands_with_it_and_both_places_are_known() -> None:
    result = merge(
        tree("states:\n  a: {title: A, commands: {go: {title: 行く}}}\n  b: {title: B}\n"),
        tree("states:\n  a: ~\n", "child.yaml"),
    )
    assert plain(result) == {"states": {"b": {"title": "B"}}}
    states = find(result, "states")
    assert isinstance(states, Map)
    gone = states.removed["a"]
    assert gone.place == Place("child.yaml", 2, 3)
    assert gone.node.place.file == "base.yaml"


def test_a_removed_choice_stays_known_to_inherited_rules_through_every_level() -> None:
    base = tree("x-values: {window: 窓口, phone: 電話, fax: FAX}")
    middle = merge(base, tree("x-values: {phone: ~}"))
    last = merge(middle, tree("x-values: {fax: ~, window: 訪問}"))
    values = find(last, "x-values")
    assert isinstance(values, Map)
    assert plain(values) == {"window": "訪問"}
    assert set(values.removed) == {"phone", "fax"}


def test_what_comes_back_is_no_longer_removed() -> None:
    gone = merge(tree("x-values: {a: A, b: B}"), tree("x-values: {a: ~}"))
    back = find(merge(gone, tree("x-values: {a: あ}")), "x-values")
    assert isinstance(back, Map)
    assert back.removed == {}
    assert list(back) == ["b", "a"]


def test_removing_what_the_parent_lacks_names_the_nearest() -> None:
    [problem] = refusals("states: {executing: {title: 実施}}", "states: {executin: ~}")
    assert problem.near == "executing"
    assert problem.path == "states.executin"
    assert problem.place == Place("child.yaml", 1, 10)


def test_a_forgotten_value_does_not_remove() -> None:
    [problem] = refusals("{a: 1, b: 2}", "a:\n")
    assert "~" in problem.ja


def test_lists_are_edited_by_add_and_remove() -> None:
    assert merged("by: [a, b]", "by: {add: [c], remove: [a]}") == {"by": ["b", "c"]}


@pytest.mark.parametrize(
    ("parent", "child", "near"),
    [
        ("by: [clerk]", "by: {remove: [clark]}", "clerk"),
        ("by: [clerk]", "by: {add: [clerk]}", ""),
        ("to: x", "by: {add: [clerk]}", ""),
    ],
)
def test_a_list_edit_that_does_not_fit_is_refused(parent: str, child: str, near: str) -> None:
    [problem] = refusals(parent, child)
    assert problem.near == near


def test_new_elements_go_to_the_end_or_where_they_say() -> None:
    parent = "states: {a: {title: A}, b: {title: B}, c: {title: C}}"
    assert order(parent, "states: {x: {title: X}}") == ["a", "b", "c", "x"]
    assert order(parent, "states: {x: {after: a}}") == ["a", "x", "b", "c"]
    assert order(parent, "states: {x: {before: a}}") == ["x", "a", "b", "c"]
    assert order(parent, "states: {c: {before: a}}") == ["c", "a", "b"]
    assert order(parent, "states: {x: {after: a}, y: {after: a}}") == ["a", "x", "y", "b", "c"]
    assert order(parent, "states: {y: {after: x}, x: {after: a}}") == ["a", "x", "y", "b", "c"]


def test_the_keys_that_place_are_used_up_and_a_field_may_still_have_their_name() -> None:
    assert merged("states: {a: {title: A}}", "states: {x: {title: X, after: a}}")["states"]["x"] == {
        "title": "X"
    }
    form = "forms: {f: {properties: {after: {title: 後}, before: {title: 前}}}}"
    assert merged(form, "title: t")["forms"] == plain(tree(form))["forms"]


@pytest.mark.parametrize("child", ["{x: {after: z}}", "{x: {after: x}}", "{x: {after: y}, y: {after: x}}"])
def test_an_unknown_neighbour_or_a_circle_is_refused(child: str) -> None:
    assert refusals("states: {a: {title: A}}", f"states: {child}")


def test_the_commands_before_which_a_fee_is_due_are_no_neighbours() -> None:
    fees = "fees: {copy: {before: execute}}"
    assert merged("title: t", fees)["fees"] == {"copy": {"before": "execute"}}


def test_all_problems_come_together() -> None:
    assert len(refusals("{a: {b: 1}, l: [x]}", "{a: {c: ~, b: }, l: {remove: [y]}}")) == 3


def read_from(**files: str) -> Any:
    trees = {name.replace("__", "/"): tree(text, f"{name}.yaml") for name, text in files.items()}
    return trees.get


def test_a_chain_of_any_depth_is_merged_parent_first() -> None:
    read = read_from(
        base__request="{language: 1, a: 1, b: 1, c: 1}",
        org__request="{extends: base/request, b: 2, c: 2}",
        org__correction="{extends: org/request, c: 3}",
    )
    result = effective(read, "org/correction")
    assert plain(result.node) == {"language": 1, "a": 1, "b": 2, "c": 3}
    assert result.chain == ("org/correction", "org/request", "base/request")
    assert [place_of(result.node, key).file for key in "abc"] == [
        "base__request.yaml", "org__request.yaml", "org__correction.yaml"
    ]  # fmt: skip


def test_cycles_unknown_parents_and_names_that_are_paths_are_refused() -> None:
    read = read_from(
        a__x="extends: a/y", a__y="extends: a/x", a__z="extends: base/requst", a__p="extends: ../x"
    )
    with pytest.raises(DefinitionError, match="輪"):
        effective(read, "a/x")
    with pytest.raises(DefinitionError) as caught:
        effective(read, "a/z", names=lambda: ["base/request"])
    assert caught.value.problems[0].near == "base/request"
    with pytest.raises(DefinitionError):
        effective(read, "a/p")


_WORDS = st.sampled_from(["states", "a", "b", "c", "title", "rows"])
_VALUES = st.recursive(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1) | st.integers(0, 99) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=15,
)  # fmt: skip
_TREES = st.dictionaries(_WORDS, _VALUES, max_size=4)
_HERE = Place("x.yaml", 1, 1)


@settings(deadline=None)
@given(_TREES)
def test_an_empty_child_changes_nothing(value: dict[str, Any]) -> None:
    assert plain(merge(grow(value, _HERE), grow({}, _HERE))) == value
    assert plain(settle(grow(value, _HERE))) == value


@settings(deadline=None)
@given(_TREES)
def test_a_child_like_its_parent_changes_nothing(value: dict[str, Any]) -> None:
    assert plain(merge(grow(value, _HERE), grow(value, _HERE))) == value


@settings(deadline=None)
@given(_TREES, _TREES)
def test_laying_the_same_child_twice_is_laying_it_once(parent: dict[str, Any], child: dict[str, Any]) -> None:
    once = merge(grow(parent, _HERE), grow(child, _HERE))
    assert plain(merge(once, grow(child, _HERE))) == plain(once)


@settings(deadline=None)
@given(_TREES)
def test_what_is_printed_reads_back_and_names_its_places(value: dict[str, Any]) -> None:
    text = print_effective(grow(value, _HERE))
    assert plain(tree(text)) == value
    assert all(line.endswith("# x.yaml:1") for line in text.splitlines())


@pytest.fixture
def office(tmp_path: Path) -> Path:
    files = {
        "own/workflows/office/request.yaml": "{extends: org/request, title: 私たち}",
        "own/workflows/office/organisation.yaml": "{language: 1, extends: org/organisation, title: 見本}",
        "own/workflows/office/scenarios/a.yaml": "[{scenario: A-1}]",
        "program/workflows/base/request.yaml": "{language: 1, forms: {note: {properties: {text: {type: string}}}}}",
        "program/workflows/org/request.yaml": "extends: base/request\nforms: {paper: {properties: {name: {title: 氏名}}}}",
        "program/workflows/org/organisation.yaml": "{language: 1, title: 団体}",
        "program/schemas/base/paper.schema.json": '{"properties": {"who": {"$ref": "base/person", "title": "人"}, "name": {"type": "string", "title": "名"}}}',
        "program/schemas/base/person.schema.json": '{"type": "object", "title": "x", "properties": {"a": {"$ref": "#/$defs/line"}}, "$defs": {"line": {"type": "string"}}}',
        "program/schemas/org/paper.schema.json": '{"title": "申出書"}',
    }  # fmt: skip
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def library(office: Path) -> Library:
    return Library([office / "own", office / "program"])


def test_a_schema_file_belongs_to_the_workflows_that_use_its_form(office: Path) -> None:
    """A folder may hold several workflows: one does not get the forms of the other."""
    folder = office / "program" / "workflows" / "org"
    (folder / "diary.yaml").write_text(
        "{language: 1, commands: {write: {form: page}}, forms: {cover: {properties: {}}}}", encoding="utf-8"
    )
    schemas = office / "program" / "schemas" / "org"
    (schemas / "page.schema.json").write_text('{"title": "頁"}', encoding="utf-8")
    assert plain(library(office).workflow("org/diary").node["forms"]) == {
        "page": {"title": "頁"},
        "cover": {"properties": {}},
    }
    assert "page" not in plain(library(office).workflow("org/request").node["forms"])


def test_a_library_finds_definitions_and_lays_schema_files_under_the_forms_of_their_level(
    office: Path,
) -> None:
    result = library(office).workflow("office/request")
    assert result.chain == ("office/request", "org/request", "base/request")
    node = plain(result.node)
    assert node["title"] == "私たち"
    assert node["forms"]["paper"] == {
        "properties": {
            "who": {"type": "object", "title": "人", "properties": {"a": {"type": "string"}}},
            "name": {"type": "string", "title": "氏名"},
        },
        "title": "申出書",
    }
    assert place_of(result.node, "forms", "paper", "properties", "who", "properties").file == (
        "schemas/base/person.schema.json"
    )


def test_a_library_lists_what_there_is(office: Path) -> None:
    lib = library(office)
    assert lib.names() == ["base/request", "office/request", "org/request"]
    assert lib.organisations() == ["office", "org"]
    assert lib.form_ids("base") == ["paper", "person"]
    assert [plain(node) for _, node in lib.scenarios("office")] == [[{"scenario": "A-1"}]]
    assert plain(lib.organisation("office").node)["title"] == "見本"


def test_what_is_not_there_is_named_with_the_nearest(office: Path) -> None:
    lib = library(office)
    with pytest.raises(DefinitionError) as caught:
        lib.organisation("ofice")
    assert caught.value.problems[0].near == "office"
    with pytest.raises(DefinitionError) as caught:
        lib.workflow("org/requst")
    assert caught.value.problems[0].near == "org/request"
    with pytest.raises(DefinitionError) as caught:
        lib.form("base", "persn")
    assert caught.value.problems[0].near == "person"


@pytest.mark.parametrize(
    "name",
    ["../own/request", "org/../../x", "/etc/passwd", "org/request.yaml", "org", "ORG/request", "org/a/b"],
)
def test_a_name_never_leaves_the_folders(office: Path, name: str) -> None:
    assert library(office).path(name) is None
    with pytest.raises(DefinitionError):
        library(office).workflow(name)


def test_an_offices_folder_hides_the_bundled_one_whole(office: Path) -> None:
    copy = office / "own" / "workflows" / "org"
    copy.mkdir()
    (copy / "request.yaml").write_text("{extends: base/request}", encoding="utf-8")
    assert "申出書" not in str(plain(library(office).workflow("org/request").node))


@pytest.mark.parametrize(
    "ref",
    [
        "https://example.invalid/x",
        "file:///etc/passwd",
        "base/nothing",
        "#/$defs/nothing",
        "../base/person",
        "base/paper#/x",
    ],
)
def test_a_ref_is_a_known_part_or_refused_and_never_fetched(office: Path, ref: str) -> None:
    path = office / "program/schemas/org/paper.schema.json"
    path.write_text(f'{{"properties": {{"x": {{"$ref": "{ref}"}}}}}}', encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        library(office).workflow("org/request")
    assert caught.value.problems[0].kind == "reference"
    assert caught.value.problems[0].place is not None


def test_parts_that_lead_back_to_themselves_or_multiply_are_refused(office: Path) -> None:
    path = office / "program/schemas/org/paper.schema.json"
    path.write_text('{"properties": {"x": {"$ref": "org/paper"}}}', encoding="utf-8")
    with pytest.raises(DefinitionError, match="輪"):
        library(office).form("org", "paper")
    steps = ",".join(
        f'"d{i}": {{"properties": {{"a": {{"$ref": "#/$defs/d{i + 1}"}}, "b": {{"$ref": "#/$defs/d{i + 1}"}}}}}}'
        for i in range(11)
    )
    path.write_text(
        f'{{"properties": {{"x": {{"$ref": "#/$defs/d0"}}}}, "$defs": {{{steps}, "d11": {{}}}}}}',
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError, match="多すぎ"):
        library(office).form("org", "paper")
