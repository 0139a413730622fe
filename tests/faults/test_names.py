"""Unusual but ordinary names: they go in and come out as they were typed, are found, and stand in line.

Faults 27 and 24: nothing about a name is corrected, and one who types another variant, width or kana finds it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from engine.desk import Desk, open_desk
from tests.commands import Run
from tests.tui.cli.conftest import GUNMA, REQUEST, make_office, quietly
from tests.tui.cli.conftest import run as run  # the fixture
from tests.tui.harness import drawn, opened, settled
from tui.width import cells

pytestmark = pytest.mark.fault

# The name as it is written, its reading as somebody typed it, and what others type who look for it.
NAMES: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("髙﨑 見本", "たかさき みほん", ("高崎", "タカサキ", "髙崎見本")),
    ("𠮷野 見本", "よしの みほん", ("吉野", "ﾖｼﾉ")),
    ("葛󠄀城 見本", "かつらぎ みほん", ("葛城見本",)),
    ("葛城 例示", "かつらぎ れいじ", ("葛󠄀城例示",)),
    ("渡邊 見本", "わたなべ みほん", ("渡辺見本", "渡邉 見本")),
    ("渡邉 例示", "わたなべ れいじ", ("渡邊例示",)),
    ("齋藤 見本", "さいとう みほん", ("斎藤見本", "斉藤見本", "齊藤 見本")),
    ("澤田 見本", "さわだ みほん", ("沢田",)),
    ("濵田 見本", "はまだ みほん", ("浜田見本", "濱田見本")),
    ("廣瀨 見本", "ひろせ みほん", ("広瀬",)),
    ("德川 見本", "とくがわ みほん", ("徳川",)),
    ("桒原 見本", "くわばら みほん", ("桑原",)),
    ("栁瀬 見本", "やなせ みほん", ("柳瀬",)),
    ("神 見本", "じん みほん", ("神見本",)),
    ("佐々木 見本", "ささき みほん", ("佐々木見本", "ささきみほん")),
    ("関ヶ原 見本", "せきがはら みほん", ("関ケ原",)),
    ("鶴ケ谷 見本", "つるがや みほん", ("鶴ヶ谷",)),
    ("井ノ口 見本", "いのくち みほん", ("井ﾉ口", "井の口")),
    ("のゟ 見本", "のより みほん", ("のより",)),
    ("いすゞ 見本", "いすず みほん", ("いすず",)),
    ("ﾐﾎﾝ ﾀﾛｳ", "ﾐﾎﾝ ﾀﾛｳ", ("みほん たろう", "ミホンタロウ")),
    ("ミホン・タロウ", "みほん・たろう", ("ミホン タロウ",)),
    ("ホセ・リサール・メルカード", "ホセ・リサール・メルカード", ("ほせりさーる",)),
    ("ヴァン・デル・ベルク", "ゔぁん・でる・べるく", ("ｳﾞｧﾝ デル",)),
    ("Ōno Mihon", "おおの みほん", ("ono mihon", "ONO")),
    ("José María", "ほせ まりあ", ("jose maria",)),
    ("O’Mihon", "おみほん", ("o'mihon", "OMIHON")),
    ("Mihon-Reiji", "みほんれいじ", ("mihon reiji",)),
    ("Ｍｉｈｏｎ Ｔａｒｏ", "ﾐﾎﾝ ﾀﾛｳ", ("mihon taro",)),
    ("Nguyễn Mihon", "ぐえん みほん", ("nguyen",)),
    ("김 미본", "きむ みほん", ("김미본", "きむ")),
    ("見", "み", ("見",)),
    ("見本 一", "みほん はじめ", ("はじめ",)),
    ("勅使河原 見本左衛門之丞", "てしがわら みほんざえもんのじょう", ("勅使河原", "ざえもん")),
    ("見本" * 20, "みほん" * 20, ("みほん" * 12,)),
    ("㐂村 見本", "きむら みほん", ("㐂村", "きむら みほん")),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a request of each of them."""
    office = make_office(tmp_path_factory.mktemp("names") / "office", GUNMA, "window_clerk,privacy_officer")
    lines = [
        {"op": "new", "id": at, "kind": "disclosure", "form": {**REQUEST, "name": name, "kana": kana}}
        for at, (name, kana, _) in enumerate(NAMES)
    ]
    quietly("batch", office, "-", stdin="\n".join(json.dumps(line) for line in lines))
    return office


@pytest.fixture
def desk(filled: Path) -> Desk:
    return open_desk(filled, "taro")


def test_they_come_out_as_they_went_in(filled: Path, run: Run, tmp_path: Path) -> None:
    assert len(NAMES) == 36
    listed = [json.loads(line) for line in run("case", "list", filled, "--json").out.splitlines()]
    by_number = {one["number"]: one["name"] for one in listed}
    numbers = [f"R8-{at:03d}" for at in range(1, len(NAMES) + 1)]
    assert [by_number[number] for number in numbers] == [name for name, _, _ in NAMES]
    out = tmp_path / "all.jsonl"
    run("export", filled, "-o", out)
    forms = [json.loads(line)["form"]["application"] for line in out.read_text("utf-8").splitlines()]
    assert [(one["name"], one["kana"]) for one in forms] == [(name, kana) for name, kana, _ in NAMES]
    for at in (1, 3, 25):
        assert NAMES[at - 1][0] in run("case", "show", filled, f"R8-{at:03d}").out


def test_they_are_found_by_reading_and_by_variant(desk: Desk) -> None:
    with desk:
        for at, (name, kana, typed) in enumerate(NAMES, start=1):
            for words in (name, kana, *typed):
                assert f"R8-{at:03d}" in [row.number for row in desk.rows(text=words)], (name, words)


def test_the_list_stands_in_line(filled: Path, run: Run) -> None:
    _in_line(run("case", "list", filled).out.splitlines())


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(80, 24), (120, 50)])
async def test_the_screen_stands_in_line(desk: Desk, size: tuple[int, int]) -> None:
    with desk:
        async with opened(desk, size) as pilot:
            seen = _in_line(drawn(pilot).lines)
            while seen < len(NAMES):
                await pilot.press("pagedown")
                await settled(pilot)
                more = _in_line(drawn(pilot).lines)
                seen += max(more, 1)


def _in_line(lines: list[str]) -> int:
    """Every row of a request has its step at the same cell, whatever the name before it; answers how many."""
    step = "本人確認"
    places = [cells(line[: line.index(step)]) for line in lines if "R8-0" in line[:8] and step in line]
    assert len(set(places)) == 1, lines
    return len(places)


def test_a_reading_is_kana_in_any_width(filled: Path, run: Run) -> None:
    said = run(
        "case", "new", filled, "disclosure", "--form", "-", "--json", stdin={**REQUEST, "kana": "高崎 みほん"}
    )
    assert said.code == 1
    (reason,) = said.error["reasons"]
    assert reason["field"] == "/kana" and "ひらがなかカタカナ" in reason["message"]
