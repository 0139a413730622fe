"""Nobody waits for what nothing brings about; what names no article is noted."""

from __future__ import annotations

from pathlib import Path

from tests.engine.check.small import blocking, findings


def test_a_clock_with_a_number_says_what_happens_when_it_runs_out(tmp_path: Path) -> None:
    found = findings(tmp_path, "clocks: {limit: {expired: ~}}\n")
    assert found["unanswered:clocks.limit"].ja == "決定の期限: 過ぎたときに起こることが決まっていません。"


def test_a_clock_that_only_warns_is_answered_by_something(tmp_path: Path) -> None:
    assert blocking(tmp_path, "clocks: {limit: {stops: ~}}\n") == {"unanswered:clocks.limit"}


def test_clocks_of_tasks_count_too(tmp_path: Path) -> None:
    overlay = "tasks: {fixing: {clocks: {answer: {expired: ~}}}}\n"
    assert blocking(tmp_path, overlay) == {"unanswered:tasks.fixing.clocks.answer"}


def test_soft_clocks_clocks_that_refuse_and_clocks_without_a_number_need_nothing(tmp_path: Path) -> None:
    assert blocking(tmp_path, "clocks: {limit: {expired: ~, soft: true}}\n") == set()
    assert blocking(tmp_path, "clocks: {limit: {expired: ~, until_commands: [carry_out]}}\n") == set()
    assert blocking(tmp_path, "clocks: {limit: {expired: ~, not_before: [carry_out]}}\n") == set()
    assert blocking(tmp_path, "clocks: {limit: {expired: ~, period: silent}}\n") == set()


FEE = """
fees:
  copy: {title: 手数料, lines: {sheets: {title: 枚数, amount: 10 * application.pages}}, before: [carry_out],
    basis: 第7条}
"""


def test_what_must_be_paid_can_be_paid(tmp_path: Path) -> None:
    assert blocking(tmp_path, FEE) == {"unpayable:fees.copy"}
    paid = FEE.replace("before", "paid_at: {withdraw: application.pages}, before")
    assert blocking(tmp_path, paid) == set()


def test_what_names_no_article_is_noted(tmp_path: Path) -> None:
    overlay = """
commands: {withdraw: {basis: ~}}
tables: {form: {basis: ~, rows: {refuse: {basis: 第3条}}}}
"""
    found = findings(tmp_path, overlay)
    assert set(found) == {
        "basis:commands.withdraw",
        "basis:tables.form.rows.see_grant",
        "basis:tables.form.rows.fix_grant",
    }
    assert {problem.severity for problem in found.values()} == {"note"}


def test_open_points_of_the_source_are_passed_on(tmp_path: Path) -> None:
    found = findings(tmp_path, "clocks: {limit: {period: silent}}\n")
    assert [problem.severity for name, problem in found.items() if name.startswith("silent:")] == ["note"]
