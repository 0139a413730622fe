"""The statute that comes with the program: its articles by date, as the old rules cite them and as they are now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.load.build import build_library
from engine.load.library import Library
from engine.model.law import Law

ROOT = Path(__file__).resolve().parents[3]
OLD, INTERIM, MOVED, NOW = date(2012, 8, 23), date(2017, 5, 30), date(2022, 4, 1), date(2023, 4, 1)


@pytest.fixture(scope="module")
def act() -> Law:
    return build_library(Library([ROOT]), "guideline_union").organisation.laws["appi"]


@pytest.mark.parametrize(
    ("article", "numbers"),
    [
        ("use_limits", ("第16条", "第16条", "第18条", "第18条")),
        ("acquisition", ("第17条", "第17条", "第20条", "第20条")),
        ("improper_use", ("", "", "第19条", "第19条")),
        ("foreign", ("", "第24条", "第28条", "第28条")),
        ("purpose_request", ("第24条第2項", "第27条第2項", "第32条第2項", "第32条第2項")),
        ("disclosure", ("第25条", "第28条", "第33条", "第33条")),
        ("record_request", ("", "", "第33条第5項", "第33条第5項")),
        ("correction", ("第26条", "第29条", "第34条", "第34条")),
        ("stop_provision_request", ("第27条第2項", "第30条第3項", "第35条第3項", "第35条第3項")),
        ("reason", ("第28条", "第31条", "第36条", "第36条")),
        ("procedure", ("第29条", "第32条", "第37条", "第37条")),
        ("fee", ("第30条", "第33条", "第38条", "第38条")),
        ("lawsuit", ("", "第34条", "第39条", "第39条")),
        ("certified_body", ("第37条", "第47条", "第47条", "第47条")),
        ("delegation", ("", "第44条", "第147条", "第150条")),
    ],
)
def test_an_article_has_the_number_of_the_day(act: Law, article: str, numbers: tuple[str, ...]) -> None:
    assert tuple(act.articles[article].on(day) for day in (OLD, INTERIM, MOVED, NOW)) == numbers


def test_every_number_has_a_day_of_its_own_and_none_is_of_the_future(act: Law) -> None:
    for article in act.articles.values():
        days = [day for day, _ in article.numbers]
        assert days == sorted(set(days)) and days[-1] <= act.as_of, article.id
