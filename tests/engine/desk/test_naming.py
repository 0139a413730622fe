"""An organisation is called by its name, and locks, without its rules being built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.desk import open_desk
from engine.desk.access import lock_minutes, rule_days
from engine.desk.ledger import Ledger
from engine.desk.naming import about_of, kept
from tests.practice import NOW, PracticeOf

SPOILT = (b"", b"[]", b"{", b'{"format": 1}')


@pytest.fixture
def office(practice_of: PracticeOf, tmp_path: Path) -> Path:
    return shutil.copytree(practice_of(NOW), tmp_path / "office")


def no_rules(_: Ledger, version: str) -> None:
    raise AssertionError(f"{version} was built")


def test_it_is_what_the_rules_say_and_the_second_time_they_are_not_built(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_desk(office, "mihon") as desk:
        told, locks = desk.about(), (lock_minutes(desk), rule_days(desk))
        assert told == {org: about_of(built.organisation) for org, built in desk.organisations().items()}
    monkeypatch.setattr(Ledger, "built", no_rules)
    with open_desk(office, "mihon") as desk:
        assert (desk.about(), lock_minutes(desk), rule_days(desk)) == (told, *locks)


def test_what_was_kept_of_another_version_or_is_spoilt_is_not_believed(office: Path) -> None:
    with open_desk(office, "mihon") as desk:
        told = desk.about()
        org = next(iter(told))
        version = desk.ledger.version(org)
        assert kept(desk.office, org, version) == told[org]
        assert kept(desk.office, org, "0" * 64) is None
        for data in SPOILT:
            desk.office.cache_write(f"about-{org}", data)
            assert kept(desk.office, org, version) is None
            assert Ledger(desk.office).about(org) == told[org]
