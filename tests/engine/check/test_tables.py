"""Tables: complete and disjoint over everything their inputs can be."""

from __future__ import annotations

from pathlib import Path

from tests.engine.check.small import blocking, findings


def test_a_gap_is_shown_in_labels(tmp_path: Path) -> None:
    found = findings(tmp_path, "tables: {form: {rows: {fix_grant: ~}}}\n")
    assert found["gap:tables.form"].ja == "様式: 決まっていない組合せ: 種別＝訂正、結果＝する"
    assert set(found) == {"gap:tables.form"}


def test_an_overlap_names_both_rows(tmp_path: Path) -> None:
    overlay = "tables: {form: {rows: {twice: {kind: see, outcome: refuse, number: 様式第9号}}}}\n"
    assert findings(tmp_path, overlay)["overlap:tables.form"].ja == (
        "様式: 二重に決まる組合せ: 種別＝閲覧、結果＝しない（行 refuse と twice）"
    )


def test_several_gaps_are_counted(tmp_path: Path) -> None:
    found = findings(tmp_path, "tables: {form: {rows: {refuse: ~}}}\n")
    assert found["gap:tables.form"].ja.endswith("種別＝閲覧、結果＝しない、ほか1通り")


def numbers(*rows: str) -> str:
    written = "\n".join(f'      r{n}: {{pages: "{cell}", days: {n}}}' for n, cell in enumerate(rows))
    return f"""
tables:
  long:
    title: 長さ
    hit: unique
    in: {{pages: application.pages}}
    out: {{days: int}}
    basis: 第2条
    rows:
{written}
"""


def test_numbers_are_cut_where_cells_cut_them(tmp_path: Path) -> None:
    assert blocking(tmp_path, numbers("<= 10", "> 10")) == set()
    assert findings(tmp_path, numbers("< 10", "> 10"))["gap:tables.long"].example == "枚数＝10"
    assert findings(tmp_path, numbers("<= 10", ">= 10"))["overlap:tables.long"].example == "枚数＝10"


def test_a_number_has_the_minimum_of_its_form(tmp_path: Path) -> None:
    assert blocking(tmp_path, numbers("0..5", "> 5")) == set()
    assert blocking(tmp_path, numbers("1..5", "> 5")) == {"gap:tables.long"}


def test_dates_and_missing_values_are_regions(tmp_path: Path) -> None:
    overlay = """
tables:
  when:
    title: 時期
    hit: unique
    in: {on: event.decide}
    out: {days: int}
    basis: 第2条
    rows:
      old: {on: "< 2026-10-01", days: 1}
      new: {on: ">= 2026-10-01", days: 2}
"""
    assert blocking(tmp_path, overlay) == set()
    assert blocking(tmp_path, overlay.replace(">= 2026-10-01", "missing")) == {"gap:tables.when"}


def test_a_row_for_kinds_of_another_workflow_does_nothing(tmp_path: Path) -> None:
    other = tmp_path / "workflows" / "shop"
    other.mkdir(parents=True)
    (other / "other.yaml").write_text(
        "language: 1\nextends: shop/plain\ntitle: ほか\nkinds: {ask: {title: 問合せ}}\n"
        "tables: {form: {rows: {refuse: {kind: ask}, see_grant: ~, fix_grant: ~, "
        "g: {outcome: grant, number: x}, r: {outcome: refuse, kind: see, number: y}}}}\n",
        encoding="utf-8",
    )
    overlay = "tables: {form: {rows: {foreign: {kind: ask, number: 様式第8号}}}}\n"
    assert blocking(tmp_path, overlay) == set()


def test_a_collect_table_may_have_any_rows(tmp_path: Path) -> None:
    overlay = """
tables:
  why: {title: 根拠, hit: collect, in: {kind: kind}, out: {ground: id}, basis: 第2条,
    rows: {a: {kind: see}, b: {}}}
"""
    assert blocking(tmp_path, overlay) == set()
