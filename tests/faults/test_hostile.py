"""Hostile input is refused with its place, or is data like any other: never taken for more, never a stack trace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.desk import check
from tests import formoffice
from tests.faults.hostile import definitions
from tests.faults.hostile.attack import Attack, judged
from tests.faults.hostile.sweep import Victim, attacks

pytestmark = pytest.mark.fault


def test_no_hostile_input_is_taken_or_shows_a_trace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(os.environ, "MADOGUCHI_NOW", formoffice.NOW)
    victim = Victim(tmp_path / "victim")
    tried = list(attacks(tmp_path, victim, every=9))
    found = {attack.name: wrong for attack in tried if (wrong := judged(attack))}
    victim.close()
    assert found == {}
    assert len(tried) >= 500


def test_what_the_attacks_are_built_on_is_good_itself(tmp_path: Path) -> None:
    """Else every attack would be refused for a reason of its own."""
    good = definitions.WORKFLOW
    by_file = good.replace("forms: {application: {properties", "forms: {other: {properties")
    variants = {
        "as it stands": (good, ""),
        "with a rule": (good.replace("from: first, by", "from: first, when: kind = a, by"), ""),
        "with a form of its own file": (by_file, "{type: string, title: 見本}"),
    }
    for name, (text, form) in variants.items():
        definitions.write(tmp_path, text.encode("utf-8"), form)
        assert [p for p in check([tmp_path]) if p.severity == "block"] == [], name


@pytest.mark.parametrize(
    ("put", "wrong"),
    [
        (list, "taken"),
        (lambda: 1 / 0, "traceback: ZeroDivisionError"),
        (lambda: int("見本"), "traceback: ValueError"),
    ],
)
def test_the_judge_sees_what_it_is_there_for(put: object, wrong: str) -> None:
    assert judged(Attack("見本", put)).startswith(wrong)  # type: ignore[arg-type] # any answer, as an attack gives
