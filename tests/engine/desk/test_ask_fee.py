"""What it costs, asked without a case: 互助会 第21条, and silence elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from engine.desk.ask import InputError, ask_fee
from engine.errors import UsageError
from tests.engine.desk.asking import AICHI, office


@pytest.mark.parametrize(
    ("form", "yen", "exempt"),
    [
        ({"copies": {"single": 99}}, 0, True),
        ({"copies": {"single": 100}}, 1000, False),
        ({"copies": {"single": 30, "duplex": 35}}, 1000, False),
        ({"copies": {"duplex": 49}}, 0, True),
        ({"copies": {"duplex": 49}, "delivery": "post", "postage": 140}, 1120, False),
        ({"copies": {"duplex": 50}}, 1000, False),
        ({"media": {"brought": True, "unopened": True}, "postage": 430}, 0, True),
        ({"media": {"brought": True, "unopened": False, "actual_cost": 600}, "postage": 430}, 1030, False),
        ({"copies": {"single": 100}, "outcome": "grant"}, 1000, False),
    ],
)
def test_copies_media_and_postage(form: dict[str, Any], yen: int, exempt: bool) -> None:
    answer = ask_fee(office(), "disclosure", form)["answer"]
    assert (answer["yen"], answer["exempt"], answer["silent"]) == (yen, exempt, False)


@pytest.mark.parametrize(("postage", "yen"), [(140, 0), (1140, 0)])
def test_the_threshold_may_leave_postage_out(postage: int, yen: int) -> None:
    built = office(SET_12="copies_only")
    assert (
        ask_fee(built, "disclosure", {"copies": {"duplex": 49}, "postage": postage})["answer"]["yen"] == yen
    )


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("correction", {"outcome": "grant"}),
        ("correction", {"copies": {"single": 200}}),
        ("disclosure", {}),
        ("disclosure", {"copies": {"single": 200}, "outcome": "refuse"}),
    ],
)
def test_no_copy_no_fee(kind: str, form: dict[str, Any]) -> None:
    answer = ask_fee(office(), kind, form)["answer"]
    assert answer == {"yen": 0, "exempt": False, "silent": False, "lines": []}


def test_lines_with_their_articles() -> None:
    found = ask_fee(office(), "disclosure", {"copies": {"duplex": 49}, "postage": 140})
    assert [(one["line"], one["yen"]) for one in found["answer"]["lines"]] == [
        ("copies", 980),
        ("postage", 140),
    ]
    assert all("第21条第1項" in one["basis"] for one in found["answer"]["lines"])
    assert [one["result"] for one in found["derivation"]] == ["980", "140", "1120"]


def test_silence_is_never_nothing() -> None:
    found = ask_fee(office(AICHI), "disclosure", {"copies": {"single": 10}})
    assert found["answer"] == {"yen": None, "exempt": False, "silent": True, "lines": []}
    assert "細則にない" in found["derivation"][0]["basis"]


def test_what_is_not_known_is_not_nothing() -> None:
    found = ask_fee(office(), "disclosure", {"media": {"brought": True}})
    assert (found["answer"]["yen"], found["answer"]["silent"]) == (None, False)
    assert "copying.media.actual_cost" in found["derivation"][-1]["text"]


def test_a_name_that_nothing_reads_is_pointed_out() -> None:
    found = ask_fee(office(), "disclosure", {"copys": {"single": 10}})
    assert found["derivation"][-1]["text"] == "項目「copys」はここでは使いません（もしかして: copies）"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"copies": {"single": -1}}, "/copies/single"),
        ({"copies": "many"}, "/copies"),
        ({"copies": {"single": 1}, "received": "2024-13-01"}, "/received"),
    ],
)
def test_what_does_not_fit_its_field_is_unusable(form: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as caught:
        ask_fee(office(), "disclosure", form)
    assert [o.field for o in caught.value.objections] == [field]
    assert caught.value.exit == 1


def test_an_unknown_kind() -> None:
    with pytest.raises(UsageError, match="disclosure"):
        ask_fee(office(), "disclosures", {})
