"""Era dates: written, read back, refused with a reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.wareki import ERAS, DateError, fiscal_label, format_wareki, parse_date, short_wareki, weekday

TODAY = date(2026, 11, 24)
DAY = date(2026, 11, 22)


@given(st.dates(ERAS[0].first))
def test_what_is_written_reads_back(d: date) -> None:
    for text in (format_wareki(d), short_wareki(d), d.isoformat(), f"{d.year}/{d.month}/{d.day}"):
        assert parse_date(text) == d


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_in_both_languages(text: str) -> None:
    try:
        assert isinstance(parse_date(text, TODAY), date)
    except DateError as error:
        assert error.ja and error.en


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "2026/11/22",
        "2026.11.22",
        "2026年11月22日",
        "20261122",
        "R8.11.22",
        "r8-11-22",
        "R08/11/22",
        "令8.11.22",
        "令和8年11月22日",
        "令和 8年 11月 22日",
        "㋿8/11/22",
        "Ｒ８．１１．２２",
        "２０２６ー１１ー２２",
        "R8。11。22",
        "1122",
        "11-22",
        "11/22",
        "11月22日",
        "-2",
    ],
)
def test_ways_to_type_a_day(text: str) -> None:
    assert parse_date(text, TODAY) == DAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今日", "2026-11-24"),
        ("きのう", "2026-11-23"),
        ("+3", "2026-11-27"),
        ("-35", "2026-10-20"),
        ("－３５", "2026-10-20"),
        ("H31.4.30", "2019-04-30"),
        ("R元.5.1", "2019-05-01"),
        ("昭和64年1月7日", "1989-01-07"),
        ("大正15年12月25日", "1926-12-25"),
        ("昭和元年12月25日", "1926-12-25"),
        ("M45.7.30", "1912-07-30"),
    ],
)
def test_days_counted_from_today_and_edges_of_eras(text: str, expected: str) -> None:
    assert parse_date(text, TODAY).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("昭和101年1月1日", "昭和は64年1月7日まで"),
        ("昭和101年", "昭和は64年1月7日まで"),
        ("H31.5.1", "R1.5.1"),
        ("R1.4.30", "令和は令和元年5月1日から"),
        ("2026-02-30", "2月は28日まで"),
        ("0230", "2月は28日まで"),
        ("2026-13-01", "13月はありません"),
        ("令和0年1月1日", "令和0年はありません"),
        ("令和0年", "令和0年はありません"),
        ("R8", "何月何日"),
        ("8.11.22", "R8.11.22 ですか"),
        ("64.1.7", "S64.1.7 ですか"),
        ("X8.11.22", "という元号はありません"),
        ("0000-01-01", "西暦1年から"),
        ("+999999999", "読めません"),
        ("-999999", "読めません"),
        ("あした来ます", "読めません"),
        ("  ", "日付を入れてください"),
    ],
)
def test_refused_with_a_reason(text: str, says: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_date(text, TODAY)
    assert says in refused.value.ja
    assert refused.value.en


def test_a_suggestion_can_be_taken_over() -> None:
    with pytest.raises(DateError) as refused:
        parse_date("8.11.22", TODAY)
    assert refused.value.suggestion == "R8.11.22"
    assert parse_date(refused.value.suggestion) == DAY


@pytest.mark.parametrize("text", ["1122", "11-22", "+3", "-35", "今日", "きのう"])
def test_without_today_the_year_must_be_given(text: str) -> None:
    with pytest.raises(DateError, match="年から"):
        parse_date(text)


def test_written() -> None:
    assert (format_wareki(DAY), short_wareki(DAY)) == ("令和8年11月22日", "R8.11.22")
    assert format_wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert (format_wareki(date(1867, 1, 1)), short_wareki(date(1867, 1, 1))) == (
        "西暦1867年1月1日",
        "1867-01-01",
    )
    assert (weekday(DAY), weekday(DAY, "en")) == ("日", "Sun")


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2024, 4, 1), "R6"),
        (date(2025, 3, 31), "R6"),
        (date(2025, 4, 1), "R7"),
        (date(2019, 4, 30), "H31"),
        (date(2019, 5, 1), "H31"),
        (date(2020, 4, 1), "R2"),
    ],
)
def test_the_fiscal_year_of_a_number(day: date, label: str) -> None:
    assert fiscal_label(day) == label
