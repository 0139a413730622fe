"""Notes about what names no article: every element is called by words, never by its key alone."""

from __future__ import annotations

from engine.check.coverage import check_coverage
from tests.engine.little import workflow

ROWS = """
tables: {form: {title: 様式, basis: 第2条, hit: collect, in: {kind: kind}, out: {number: text},
  rows: {bare: {kind: see, number: 甲, basis: {status: silent, text: 定めがない}},
         named: {title: 訂正の様式, kind: mend, number: 乙, basis: {status: silent, text: 定めがない}}}}}
commands: {withdraw: {require: {calm: {rule: kind = see, message: 閲覧だけです,
  basis: {status: silent, text: 定めがない}}}}}
"""


def test_what_has_no_title_is_called_by_what_it_says_or_where_it_stands() -> None:
    said = {p.path: p.ja for p in check_coverage(workflow(ROWS)) if p.kind == "silent"}
    assert said["tables.form.rows.bare"].startswith("様式: bare: ")
    assert said["tables.form.rows.named"].startswith("訂正の様式: ")
    assert any(text.startswith("閲覧だけです: ") for text in said.values())
