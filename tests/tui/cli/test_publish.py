"""publish: what would change, publishing it, and the version before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.desk import create_office, open_desk
from tests.commands import Run
from tests.tui.cli.conftest import GUNMA


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("publish") / "office"
    create_office(path, [GUNMA], encrypted=False)
    with open_desk(path) as desk:
        desk.set_member("mihon", "見本 太郎", ["window_clerk"], new=True)
    file = path / "definitions" / "workflows" / GUNMA / "request.yaml"
    file.write_text(
        file.read_text(encoding="utf-8") + "clocks: {decision: {period: 14 days}}\n", encoding="utf-8"
    )
    return path


@pytest.fixture
def changed(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "office"))


def test_what_would_change_is_shown_and_what_stands_against_it_ends_1(changed: Path, run: Run) -> None:
    said = run("publish", changed, "--dry-run")
    assert said.code == 1
    assert "「決定の期限」の「期間」を「30日」から「14日」に変えます。" in said.out
    assert "規程に定めのない所" in said.err
    assert run("publish", changed, "--json").error["code"] == "refused"


def test_it_is_published_with_reasons_and_given_back(changed: Path, run: Run) -> None:
    told = run("publish", changed, "--dry-run", "--accept-open", "定めがない", "--json").answer
    assert told["number"] == 2 and told["to_accept"] == []
    assert [one["path"] for one in told["differences"]] == ["clocks.decision.period"]
    done = run("publish", changed, "--accept-open", "定めがない", "--json").answer
    assert (done["organisation"], done["number"], done["by"]) == (GUNMA, 2, "mihon")
    assert run("publish", changed, "--accept-open", "定めがない").code == 1
    assert "版1" in run("publish", changed, "--back-to", "1").out
    assert run("publish", changed, "--back-to", "9").code == 2


def test_reasons_are_given_by_name(changed: Path, run: Run) -> None:
    assert run("publish", changed, "--accept", "silent:evidence.identity").code == 2
    said = run("publish", changed, "--accept", "silent:evidence.identity=件ごとに確かめる", "--json").error
    assert "silent:evidence.identity" not in said["reasons"][0]["message"]


def test_it_is_refused_to_a_member_whose_roles_do_not_administer(changed: Path, run: Run) -> None:
    with open_desk(changed, "mihon") as desk:
        desk.set_member("mado", "窓口 次郎", ["window_clerk"], new=True)
    refused = run("publish", changed, "--as", "mado", "--accept-open", "定めがない", "--json")
    assert refused.code == 1 and refused.error["reasons"][0]["rule"] == "role"
    assert "設定を変えて公開できるのは" in refused.error["reasons"][0]["message"]
    assert run("publish", changed, "--as", "mado", "--dry-run").code == 1
