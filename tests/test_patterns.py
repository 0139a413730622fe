"""What the workflow language must be able to express: each row of it is shown by an organisation of tests/patterns.

The scenarios themselves are run by test_bundled_scenarios.py, and typed at a desk by
engine/desk/test_organisations_at_a_desk.py.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.desk import Desk, Submission, UsageError, create_office, open_desk
from engine.desk.scenarios import each_scenario
from engine.load.source import read_definition
from engine.load.tree import plain

HERE = Path(__file__).resolve().parent
PATTERNS = HERE / "patterns"
ROWS: list[dict[str, Any]] = plain(read_definition("rows.yaml", (PATTERNS / "rows.yaml").read_bytes()))
KNOWN = {(one.file.parents[1].name, one.id) for one in each_scenario([PATTERNS])}
DAY = date(2024, 4, 1)


@pytest.mark.parametrize("row", ROWS, ids=[row["row"] for row in ROWS])
def test_every_row_is_shown(row: dict[str, Any]) -> None:
    shown = {(org, str(name)) for org, names in row.get("shown", {}).items() for name in names}
    assert shown or "tested" in row
    assert shown <= KNOWN
    if "tested" in row:
        file, _, test = row["tested"].partition("::")
        assert f"def {test}(" in (HERE.parent / file).read_text(encoding="utf-8")


def test_no_row_is_told_twice_and_every_pattern_shows_one() -> None:
    assert len({row["row"] for row in ROWS}) == len(ROWS) == 36
    showing = {org for row in ROWS for org in row.get("shown", {})}
    assert showing == {path.name for path in PATTERNS.iterdir() if (path / "workflows").is_dir()}


# --- what takes more than one case


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two organisations in one office; one person holds every role of the one, another only reads."""
    path = tmp_path_factory.mktemp("patterns") / "office"
    create_office(path, [str(PATTERNS / "hinata_fukushi"), str(PATTERNS / "tsubame_kai")], encrypted=False)
    with open_desk(path) as desk:
        desk.set_member("hinata", "見本 花子", ["clerk", "manager", "safety_officer", "chair"], new=True)
        desk.set_member("taro", "見本 太郎", ["clerk"], new=True)
    return path


@pytest.fixture
def desk(office: Path) -> Any:
    with open_desk(office, "hinata") as opened:
        yield opened


def take_in(desk: Desk, kind: str, organisation: str = "hinata_fukushi", **more: Any) -> str:
    form: dict[str, Any] = {"name": "見本 太郎", "address": "見本市1-1"}
    form |= {"records": ["care"]} if organisation == "hinata_fukushi" else {"learned_on": "2024-03-01"}
    asked = Submission(kind=kind, organisation=organisation, form=form, date=DAY, **more)
    return desk.submit(asked).case


def test_several_wishes_on_one_paper_are_cases_of_their_own(desk: Desk) -> None:
    from engine.desk.together import on_same_paper

    first = take_in(desk, "disclosure")
    second = take_in(desk, "courtesy", paper=first)
    third = take_in(desk, "disclosure", paper=second)
    assert [desk.case(("hinata_fukushi", n)).paper for n in (first, second, third)] == ["", first, first]
    assert on_same_paper(desk, ("hinata_fukushi", second)) == [first, third]
    with pytest.raises(UsageError):
        take_in(desk, "disclosure", paper="R6-999")


def test_two_organisations_share_an_office(desk: Desk) -> None:
    take_in(desk, "disclosure", "tsubame_kai")
    assert {row.organisation for row in desk.rows()} >= {"tsubame_kai"}
    assert {org for org, _, _ in desk.register_titles()} == {"hinata_fukushi", "tsubame_kai"}


def test_yearly_figures_are_read_like_a_register(desk: Desk) -> None:
    case = take_in(desk, "disclosure")
    for command, form in (
        ("check_list", {"identity": True, "copy_kept": True, "second_look": True}),
        ("decide", {"outcome": "grant"}),
    ):
        desk.submit(
            Submission(command=command, case=case, organisation="hinata_fukushi", form=form, date=DAY)
        )
    sheet = desk.register("by_kind", "hinata_fukushi")
    assert [tuple(row.values()) for row in sheet.rows] == [("R6", "記録の開示", "応じる", "1")]
    assert ("hinata_fukushi", "by_kind", "年度の件数") in desk.report_titles()


def test_a_register_is_read_only_by_its_readers(office: Path, desk: Desk) -> None:
    assert desk.register("secret_book", "tsubame_kai").rows == ()
    with open_desk(office, "taro") as other:
        assert "secret_book" not in {name for _, name, _ in other.register_titles()}
        with pytest.raises(UsageError) as refused:
            other.register("secret_book", "tsubame_kai")
        assert "会長" in refused.value.ja
        assert other.register("request_book", "hinata_fukushi").id == "request_book"


def test_a_fact_is_hidden_from_those_who_hold_only_the_roles_named(office: Path, desk: Desk) -> None:
    from engine.desk.case_data import hidden_fields
    from engine.desk.case_view import case_view

    case = take_in(desk, "disclosure", "tsubame_kai")
    form = {"outcome": "unsaid", "found": "見本記録一件"}
    desk.submit(Submission(command="decide", case=case, organisation="tsubame_kai", form=form, date=DAY))
    assert "見本記録一件" in str(case_view(desk, case, "tsubame_kai").sections)
    with open_desk(office, "taro") as other:
        assert "見本記録一件" not in str(case_view(other, case, "tsubame_kai").sections)
        assert hidden_fields(other, ("tsubame_kai", case)) == {("decision", "found")}
    assert hidden_fields(desk, ("tsubame_kai", case)) == set()
