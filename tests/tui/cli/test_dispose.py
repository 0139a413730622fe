"""When retention ends: the review, keeping longer with a reason, and disposal that leaves nobody behind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.desk import Submission, leave_copy, open_desk
from engine.desk.drafts import Draft, Drafts
from engine.desk.forms import Errand
from engine.desk.log import log_of
from engine.desk.yearly import year_of
from tests.commands import Run
from tests.tui.cli.conftest import quietly

OITA = "oita_kyosai"
WRITTEN = "2024-09-30T09:00"
GIVEN = {
    "direction": "given",
    "way": "each_time",
    "given_under": "consent",
    "provided_on": "2024-09-30",
    "party": "見本保険株式会社 大分市見本町5-5",
    "items": "氏名、住所",
    "consent": True,
}
NAMES = ("見本 太郎", "例示 花子", "架空 次郎", "見本保険", "秘密の覚え")


@pytest.fixture(scope="session")
def provided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three records of 2024 about three people, the third still open; a scan and a note in the first."""
    office = tmp_path_factory.mktemp("oita") / "office"
    with pytest.MonkeyPatch.context() as then:
        quietly("init", office, "--from", OITA, "--no-encryption")
        quietly(
            "member", "add", office, "taro", "--name", "職員 一郎", "--role", "window_clerk,privacy_officer"
        )
        then.setenv("MADOGUCHI_NOW", WRITTEN)
        with open_desk(office, "taro") as desk:
            for name, way in (
                ("見本 太郎", "each_time"),
                ("例示 花子", "each_time"),
                ("架空 次郎", "contract"),
            ):
                form: dict[str, Any] = {**GIVEN, "person": name, "way": way}
                form |= {"contract": "見本の契約書"} if way == "contract" else {}
                desk.submit(Submission(kind="provision", form=form))
            desk.submit(Submission(case="R6-001", command="note", form={"text": "秘密の覚え"}))
            scan = ("見本 太郎.txt", "text/plain", "見本 太郎 の写し".encode())
            desk.submit(Submission(case="R6-001", command="attach", form={}, attachments=(scan,)))
    return office


@pytest.fixture
def office(provided: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(provided, tmp_path / "office"))


@pytest.fixture(autouse=True)
def _three_years_later(_today: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MADOGUCHI_NOW", "2027-10-01T09:00")
    yield


def everywhere(folder: Path) -> str:
    """Every byte of every file below a folder, as text."""
    return "\n".join(
        path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.is_file()
    )


def figures(office: Path) -> list[tuple[str, dict[str, int], list[int]]]:
    with open_desk(office, "taro", read_only=True) as desk:
        return [(one.kind, one.outcomes, one.days) for one in year_of(desk, "R6")]


def test_the_review_lists_what_was_kept_long_enough_and_why_the_rest_stays(
    office: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("dispose", office).out
    assert "R6-001" in said and "2027-09-30 まで" in said and "廃棄できる件 2 件" in said
    assert "まだ終わっていない件です" in said.splitlines()[2]
    assert [line.split()[0] for line in run("dispose", office, "--due").out.splitlines()[:2]] == [
        "R6-001",
        "R6-002",
    ]
    monkeypatch.setenv("MADOGUCHI_NOW", "2027-09-30T09:00")
    assert "R6-001" not in run("dispose", office).out  # kept through this day


def test_a_case_is_kept_longer_with_a_reason(office: Path, run: Run) -> None:
    assert run("dispose", office, "--retain", "R6-001").code == 2
    keep = ("dispose", office, "--retain", "R6-001", "--until")
    assert run(*keep, "2027-09-01", "--reason", "争いがある").code == 2
    assert run(*keep, "2028-03-31", "--reason", "争いがある").code == 0
    assert "争いがある" in run("dispose", office).out
    assert run("dispose", office, "--confirm", 2).code == 1
    assert run("dispose", office, "--confirm", 1, "--json").answer["disposed"][0]["case"] == "R6-002"
    assert "見本 太郎" in run("case", "show", office, "R6-001").out


def test_nothing_of_a_person_is_left_in_the_office_and_its_copies(office: Path, run: Run) -> None:
    with open_desk(office, "taro") as desk:
        assert len(desk.rows(text="R6-001")) == 1  # so that there is an index
        Drafts(desk).save(Draft("taro", Errand(OITA, case="R6-001", command="note"), {"text": "秘密の覚え"}))
        desk.written = 1
        assert leave_copy(desk) is not None
    (office / "出力").mkdir()
    (office / "出力" / "R6-001.txt").write_text("見本 太郎", encoding="utf-8")
    before, statistics = figures(office), run("register", office, "provision_record", "--json").answer
    assert all(name in everywhere(office.parent) for name in NAMES)
    told = run("dispose", office, "--confirm", 3)
    assert (told.code, "2 件" in told.err) == (1, True)
    assert "見本 太郎" in everywhere(office)
    assert run("dispose", office, "--confirm", 2).code == 0
    left = everywhere(office.parent)
    assert [name for name in NAMES if name in left] == ["架空 次郎", "見本保険"]  # the one that stays
    assert len(list(office.with_name("office-backups").iterdir())) == 1
    assert run("verify", office, "--json").answer["lines"] == 3
    assert figures(office) == before
    assert len(run("register", office, "provision_record", "--json").answer["rows"]) == len(
        statistics["rows"]
    )
    with open_desk(office, "taro", read_only=True) as desk:
        logged = [(one.case, one.who) for one in log_of(desk) if one.what == "廃棄"]
    assert sorted(logged) == [("R6-001", "職員 一郎"), ("R6-002", "職員 一郎")]
    listed = run("case", "list", office, "--json").out
    assert '"R6-001"' in run("case", "show", office, "R6-001", "--json").out
    assert '"R6-003"' in listed
    refused = run("case", "do", office, "R6-001", "note", "--form", "-", "--json", stdin={"text": "x"})
    assert (refused.code, refused.error["reasons"][0]["rule"]) == (1, "disposed")
    assert "R6-001" not in run("dispose", office).out
    assert run("case", "new", office, "provision", "--form", "-", stdin={**GIVEN, "person": "x"}).code in (
        0,
        1,
    )


def test_only_who_administers_disposes(office: Path, run: Run) -> None:
    assert run("member", "add", office, "jiro", "--name", "職員 次郎", "--role", "window_clerk").code == 0
    refused = run("dispose", office, "--confirm", 2, "--as", "jiro", "--json")
    assert (refused.code, refused.error["reasons"][0]["rule"]) == (1, "role")


def test_an_export_after_disposal_comes_back_byte_for_byte(office: Path, tmp_path: Path, run: Run) -> None:
    assert run("dispose", office, "--confirm", 2).code == 0
    exported = run("export", office).out
    assert exported.count('"disposed"') == 2 and "見本 太郎" not in exported
    for command in (("case", "show"), ("case", "why")):
        assert run(*command, office, "R6-001").code == 0
    other = Path(shutil.copytree(office, tmp_path / "other"))
    for left in (*(other / "books").iterdir(), other / "heads.jsonl", *(other / "cache").iterdir()):
        left.unlink()
    (other / "heads.jsonl").touch()
    third = Path(shutil.copytree(other, tmp_path / "third"))
    (tmp_path / "all.jsonl").write_text(exported, encoding="utf-8")
    assert run("import", other, tmp_path / "all.jsonl").code == 0
    assert run("export", other).out == exported
    broken = exported.replace('"state":"recorded"', '"state":"nowhere"')
    (tmp_path / "broken.jsonl").write_text(broken, encoding="utf-8")
    assert run("import", third, tmp_path / "broken.jsonl", "--json").error["code"] == "import"
