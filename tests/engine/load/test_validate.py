"""Form data: what is normalised, what is refused, and what is said about it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DefinitionError
from engine.load.fitting import compile_pattern, is_iso_date
from engine.load.forms import fields
from engine.load.plainschema import compile_form
from engine.load.source import read_definition
from engine.load.tree import Map
from engine.load.validate import FormChecker, normalise

FORM = """
properties:
  name: {type: string, title: {ja: 氏名, en: Name}, x-required: true}
  channel: {title: 経路, x-required: true, x-values: {window: 窓口, post: 郵送}}
  received: {type: string, format: date, title: 受付日}
  pages: {type: integer, title: 枚数, minimum: 1, maximum: 99}
  code: {type: string, title: 郵便番号, pattern: "^[0-9]{3}-[0-9]{4}$", maxLength: 8}
  urgent: {type: boolean, title: 急ぐ}
  wish: {type: string, title: 希望}
  items: {type: array, title: 事項, x-required: true, items: {type: string, title: 事項}}
  marks: {type: array, title: 印, x-values: {a: あ, b: い}}
  agent: {type: object, title: 代理人, properties: {name: {type: string, title: 代理人の氏名, x-required: true}}}
"""
_tree = read_definition("f.yaml", FORM.encode())
assert isinstance(_tree, Map)
SPECS = fields(_tree)
CHECKER = FormChecker(compile_form(_tree), SPECS)
GOOD: dict[str, Any] = {"name": "見本 太郎", "channel": "window", "items": ["印影"]}


def said(**changes: Any) -> dict[str, str]:
    found = CHECKER.check(normalise({**GOOD, **changes}, SPECS))
    assert all(o.rule == "form" and o.en for o in found)
    return {o.field: o.ja for o in found}


def stored(**typed: Any) -> dict[str, Any]:
    return normalise(typed, SPECS)


def test_good_data_has_no_objection() -> None:
    assert said() == {}


def test_every_missing_field_is_named_at_once_in_the_order_of_the_form() -> None:
    found = CHECKER.check({})
    assert [(o.field, o.ja, o.en) for o in found] == [
        ("/name", "氏名 が未入力です。", "Name is missing."),
        ("/channel", "経路 が未入力です。", "経路 is missing."),
        ("/items", "事項 が未入力です。", "事項 is missing."),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "part"),
    [
        ({"name": "　"}, "/name", "未入力"),
        ({"items": []}, "/items", "未入力"),
        ({"channel": "fax"}, "/channel", "窓口（window）、郵送（post）"),
        ({"pages": "たくさん"}, "/pages", "整数"),
        ({"pages": 0}, "/pages", "1 以上"),
        ({"pages": 100}, "/pages", "99 以下"),
        ({"pages": True}, "/pages", "整数"),
        ({"pages": 1.5}, "/pages", "整数"),
        ({"urgent": "はい"}, "/urgent", "true"),
        ({"code": "123"}, "/code", "書き方"),
        ({"wish": 5}, "/wish", "文字"),
        ({"items": "印影"}, "/items", "一覧"),
        ({"items": ["x", 3]}, "/items/1", "事項 2 件目"),
        ({"marks": ["a", "a"]}, "/marks", "同じもの"),
        ({"marks": ["c"]}, "/marks/0", "選べません"),
        ({"agent": {"nmae": "x"}}, "/agent/nmae", "もしかして: name"),
        ({"agent": []}, "/agent", "まとまり"),
        ({"naem": "x"}, "/naem", "もしかして: name"),
        ({"a/b~c": "x"}, "/a~1b~0c", "ありません"),
    ],
)
def test_each_objection_stands_at_its_field(changes: dict[str, Any], field: str, part: str) -> None:
    found = said(**changes)
    if changes == {"agent": []}:  # an empty list where a group belongs counts as left blank
        assert found == {}
        return
    assert part in found[field]


@pytest.mark.parametrize("typed", ["2024-02-30", "2024-13-01", "昭和101年1月1日", "あした", "2024-4-31"])
def test_a_day_that_does_not_exist_is_refused_at_its_field(typed: str) -> None:
    assert "日付" in said(received=typed)["/received"]


@pytest.mark.parametrize(
    "typed", ["R8.11.22", "令和8年11月22日", "Ｒ８．１１．２２", "2026-11-22", "２０２６-１１-２２"]
)
def test_any_spelling_of_a_day_is_stored_as_iso(typed: str) -> None:
    assert stored(received=typed) == {"received": "2026-11-22"}


@pytest.mark.parametrize(
    "text", ["2024-4-1", "20240401", "2024-04-01 ", "2024-02-30", "２０２４-０４-０１", "2024-04-01T00:00"]
)
def test_only_exact_iso_days_are_stored(text: str) -> None:
    assert not is_iso_date(text)


def test_choices_numbers_and_ids_are_folded_and_text_stays_as_typed() -> None:
    assert stored(channel=" ｗｉｎｄｏｗ", pages="３", name="ﾐﾎﾝ　髙﨑 𠮷 葛󠄀", wish=" Ａ") == {
        "channel": "window", "pages": 3, "name": "ﾐﾎﾝ　髙﨑 𠮷 葛󠄀", "wish": " Ａ"
    }  # fmt: skip
    assert stored(pages=31.0) == {"pages": 31}


def test_what_was_left_blank_is_not_stored_unless_it_is_required() -> None:
    assert stored(wish="　", received="", pages=None, marks=[], name=" ", items=[]) == {
        "name": " ",
        "items": [],
    }


@pytest.mark.parametrize(
    "name", ["髙橋 﨑", "𠮷野家", "葛󠄀城", "ゟ", "ﾊﾝｶｸ", "O'Brien", "見本・花子", "[/]", "=1+1"]
)
def test_ordinary_names_are_neither_refused_nor_changed(name: str) -> None:
    assert said(name=name) == {}
    assert stored(name=name)["name"] == name


@pytest.mark.parametrize("bad", ["\x00", "a\x1b[31m", "\ud800", "\x85"])
def test_control_characters_and_half_characters_are_refused(bad: str) -> None:
    assert "使えない文字" in said(name=bad)["/name"]


def test_depth_size_and_absurd_numbers_are_refused() -> None:
    deep: Any = []
    for _ in range(3_000):
        deep = [deep]
    assert "深すぎ" in CHECKER.check({**GOOD, "items": deep})[0].ja
    assert "大きすぎ" in CHECKER.check({**GOOD, "pages": 10**400})[0].ja
    assert "大きすぎ" in CHECKER.check({**GOOD, "pages": float("nan")})[0].ja
    assert "長すぎ" in CHECKER.check({**GOOD, "wish": "あ" * 30_000})[0].ja


def test_patterns_take_linear_time_and_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    checker = FormChecker({"type": "object", "properties": {"a": {"type": "string", "pattern": "^(a+)+$"}}})
    assert len(checker.check({"a": "a" * 5_000 + "!"})) == 1  # by trying out it would never end
    with pytest.raises(DefinitionError):
        compile_pattern("(?=a)")
    assert capfd.readouterr() == ("", "")


def test_pattern_properties_run_by_the_same_engine() -> None:
    schema = {"type": "object", "patternProperties": {"^(x+)+$": {"type": "integer"}}}
    assert [o.field for o in FormChecker(schema).check({"x" * 40: "one", "y": "two"})] == ["/" + "x" * 40]


def test_nothing_is_ever_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    from referencing.exceptions import Unresolvable

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refuse)
    with pytest.raises(Unresolvable):
        FormChecker({"$ref": "http://localhost:9/x.json"}).check({"a": 1})


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_DATA = st.dictionaries(
    st.sampled_from(["name", "channel", "received", "pages", "items", "agent", "marks", "x"]), _ANY
)


@settings(deadline=None)
@given(_DATA)
def test_whatever_is_sent_is_judged_and_never_raises(data: dict[str, Any]) -> None:
    once = normalise(data, SPECS)
    CHECKER.check(once)
    assert str(normalise(once, SPECS)) == str(once)
