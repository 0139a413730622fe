"""Errors: one message, one object, one exit code, never a trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.desk import Conflict, DefinitionError, Objection, Problem, Refused, StoreError, UsageError
from tests.commands import Run
from tui.cli import main as program
from tui.cli.failing import Failure, problem_reason

SECRET = "見本 太郎 前橋市見本町1-1"


def _raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: Any) -> int:
        raise error.with_traceback(None)

    monkeypatch.setattr(program, "do", fail)


@pytest.mark.parametrize(
    ("error", "code", "id"),
    [
        (Refused([Objection("role", "だめ", "no", "/name", "第1条")]), 1, "refused"),
        (DefinitionError([Problem("yaml", "states.x", "だめ", "no")]), 1, "definition"),
        (UsageError("だめ", "no"), 2, "usage"),
        (Conflict("だめ", "no"), 3, "conflict"),
        (StoreError("だめ", "no"), 4, "store"),
        (KeyError(SECRET), 1, "internal"),
        (RecursionError(), 1, "internal"),
        (MemoryError(), 1, "internal"),
    ],
)
def test_exit_codes_and_error_objects(
    error: Exception, code: int, id: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _raising(monkeypatch, error)
    said = run("orgs", "--json")
    assert (said.code, said.error["code"]) == (code, id)
    plain = run("orgs")
    assert (plain.code, plain.out) == (code, "")
    assert plain.err.strip()


def test_reasons_carry_field_rule_basis_and_message() -> None:
    error = Refused([Objection("form", "氏名がありません", "no name", "/name", "第18条")])
    assert Failure(error, "ja").as_object()["reasons"] == [
        {"field": "/name", "rule": "form", "basis": "第18条", "message": "氏名がありません"}
    ]
    assert Failure(error, "en").as_text()[1] == "  - no name  [/name | form | 第18条]"


def test_warnings_alone_say_how_to_go_on() -> None:
    warn = Objection("late", "遅い", "late", severity="warn")
    assert "--acknowledge late" in Failure(Refused([warn]), "ja").as_text()[-1]
    both = Refused([warn, Objection("role", "だめ", "no")])
    assert "--acknowledge" not in "".join(Failure(both, "ja").as_text())


def test_an_unexpected_error_has_a_number_and_tells_nothing_of_the_data(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _raising(monkeypatch, ValueError(SECRET))
    said = run("orgs")
    assert "E-" in said.err and "ValueError" in said.err
    assert "Traceback" not in said.err
    assert not any(part in said.err for part in SECRET.split())
    assert run("orgs").err == said.err


def test_output_that_cannot_be_written_says_why(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "_silence_stdout", lambda: None)
    _raising(monkeypatch, OSError(28, "No space left on device"))
    said = run("orgs", "--json")
    assert (said.code, said.error["code"]) == (1, "input")
    assert "空きがありません" in said.error["message"]


def test_a_reason_stays_on_its_line() -> None:
    error = Refused([Objection("form", "一\n  - 二", "one\ntwo")])
    assert len(Failure(error, "ja").as_text()) == 2


def test_an_interrupted_command_ends_130_in_silence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, KeyboardInterrupt())
    said = run("orgs")
    assert (said.code, said.out, said.err) == (130, "", "")


def test_hidden_characters_are_marked_in_messages(run: Run, tmp_path: Path) -> None:
    name = "a\x1b[31m\u202e"
    assert "⟨U+001B⟩[31m⟨U+202E⟩" in run("case", "list", tmp_path / name).err
    assert "\\u001b" in run("case", "list", tmp_path / name, "--json").err


@pytest.mark.parametrize(
    ("ja", "said"),
    [("破れます。 例: 受付", "破れます。 例: 受付"), ("足りません。", "足りません。 例: 受付")],
)
def test_the_example_of_a_problem_stands_there_once(ja: str, said: str) -> None:
    problem = Problem("broken", "x", ja, "broken", example="例: 受付")
    assert problem_reason(problem, "ja")["message"] == said
