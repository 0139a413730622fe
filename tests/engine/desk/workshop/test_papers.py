"""Papers by who asks and how: what a cell demands, what ticked papers prove, what adding one writes."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.desk import Desk, ask_evidence, create_office, open_desk
from engine.desk.workshop import Workshop
from engine.desk.workshop.looking import look
from engine.desk.workshop.paper_edits import NewPaper, add_paper, join_papers, take_paper
from engine.desk.workshop.paper_trial import Trying, assuming, judged, ways
from engine.desk.workshop.papers import Demand, Matrix, cells_of, condition, facts_at, matrix, tree
from engine.model.workflow import Workflow

ORG = "oita_kyosai"
REQUEST = f"{ORG}/request"
DAY = date(2026, 11, 24)
SELF_AT_WINDOW, SELF_BY_POST = ("data_subject", "window"), ("data_subject", "post")
AGENT_AT_WINDOW = ("statutory_agent", "window")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("papers") / "office"
    create_office(path, [ORG], encrypted=False)
    with open_desk(path) as desk:
        desk.set_member("mihon", "見本 太郎", ["window_clerk"], new=True)
    return path


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    with open_desk(Path(shutil.copytree(made, tmp_path / "office")), "mihon") as found:
        yield found


class Table:
    """The table of the working copy as it is now."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.shop = Workshop(desk, ORG)

    @property
    def workflow(self) -> Workflow:
        built = self.shop.shaped().built
        assert built is not None
        return built.workflows[REQUEST]

    @property
    def table(self) -> Matrix:
        found = matrix(self.workflow, "ja")
        assert found is not None
        return found

    def lines(self, cell: tuple[str, str]) -> list[Demand]:
        return tree(self.workflow, self.table, cell, "ja")

    def line(self, cell: tuple[str, str], title: str) -> Demand:
        return next(one for one in self.lines(cell) if one.title == title)

    def status(self, cell: tuple[str, str], **shown: str) -> str:
        """What papers prove, by their type (a list under another demand keeps its own)."""
        lines = self.lines(cell)
        papers = {one.key: shown[one.paper] for one in lines if one.paper in shown}
        trying = Trying(papers, {})  # type: ignore[arg-type]  # the words of `Shown`
        return judged(self.workflow, self.table, cell, lines, trying, DAY, "ja").status

    def add(self, group: str, new: NewPaper) -> None:
        one = self.line(SELF_AT_WINDOW, group)
        shared = cells_of(self.workflow, self.table, one.path)
        add_paper(self.shop, look(self.shop, REQUEST, "ja"), self.table, one, shared, new)

    def own(self, name: str = "request") -> str:
        assert self.desk.path is not None
        path = self.desk.path / "definitions" / "workflows" / ORG / f"{name}.yaml"
        return path.read_text(encoding="utf-8")


@pytest.fixture
def papers(desk: Desk) -> Table:
    return Table(desk)


LIST = "請求等を行う者の本人確認書類"


def test_a_cell_says_what_is_demanded_there(papers: Table) -> None:
    table = papers.table
    assert list(table.rows.values) == ["data_subject", "statutory_agent", "mandated_agent"]
    assert list(table.columns.values) == ["window", "post"]
    assert table.said[SELF_AT_WINDOW] == "どれか1つ 17種 等 + 場合により 1"
    assert table.said[SELF_BY_POST] == "どれか1つ 17種 等 + どれか1つ 2種 + 場合により 1"
    assert table.said[AGENT_AT_WINDOW].startswith("どれか1つ 17種 等 + どれか1つ 4種 等")


def test_ticked_papers_are_judged_as_those_of_a_case(papers: Table) -> None:
    assert papers.status(SELF_AT_WINDOW) == "missing"
    assert papers.status(SELF_AT_WINDOW, drivers_license="original") == "accepted"
    assert papers.status(SELF_AT_WINDOW, drivers_license="copy") == "missing"
    assert papers.status(SELF_BY_POST, drivers_license="copy") == "missing"
    assert papers.status(SELF_BY_POST, drivers_license="copy", residence_record="original") == "accepted"
    assert papers.status(SELF_BY_POST, drivers_license="copy", residence_record="old") == "missing"
    assert ways(papers.line(SELF_AT_WINDOW, "運転免許証")) == ("original", "copy")
    built = papers.shop.shaped().built
    assert built is not None
    for copy in (True, False):
        form = {
            "kind": "disclosure", "channel": "window", "requester": "data_subject", "received": DAY.isoformat(),
            "documents": [{"type": "drivers_license", "copy": copy}],
        }  # fmt: skip
        asked = ask_evidence(built, form, DAY)["answer"]["status"]
        assert asked == papers.status(SELF_AT_WINDOW, drivers_license="copy" if copy else "original")


def test_a_condition_is_taken_for_given(papers: Table) -> None:
    one = papers.line(SELF_AT_WINDOW, "旧姓等が確認できる書類")
    assert one.when is not None
    told = assuming(papers.workflow, one.when, facts_at(papers.workflow, papers.table, SELF_AT_WINDOW))
    assert told == {"application.name_differs": True}
    lines = papers.lines(SELF_AT_WINDOW)
    licence = {d.key: "original" for d in lines if d.paper == "drivers_license"}
    trying = Trying(licence, told)  # type: ignore[arg-type]  # the words of `Shown`
    assert judged(papers.workflow, papers.table, SELF_AT_WINDOW, lines, trying, DAY, "ja").status == "missing"


def test_a_paper_like_the_others_joins_the_list(papers: Table) -> None:
    before = papers.own()
    every = frozenset(papers.table.cells)
    papers.add(LIST, NewPaper("学生証", every, until="2030-03-31", basis="内規"))
    assert "any: {add: [document_1]}" in papers.own()
    assert "document_1: {title: 学生証, valid_until: 2030-03-31, basis: 内規}" in papers.own("organisation")
    assert papers.table.said[SELF_AT_WINDOW].startswith("どれか1つ 18種 等")
    assert papers.status(SELF_BY_POST, document_1="copy", residence_record="original") == "accepted"
    take_paper(papers.shop, look(papers.shop, REQUEST, "ja"), papers.line(SELF_AT_WINDOW, "学生証"))
    assert papers.own() == before
    papers.shop.undo()
    papers.shop.undo()
    assert papers.own() == before and "学生証" not in papers.own("organisation")


def test_a_paper_of_some_cells_is_a_demand_of_its_own_beside_the_list(papers: Table) -> None:
    """For the data subject alone, newer than the others need be, a copy will do: the list keeps all it said."""
    here = frozenset({SELF_AT_WINDOW, SELF_BY_POST})
    papers.add(LIST, NewPaper("学生証", here, copy=True, age="3 months", basis="内規"))
    assert "when: application.requester = data_subject" in papers.own()
    assert papers.status(SELF_AT_WINDOW, document_1="copy") == "accepted"
    assert papers.status(SELF_AT_WINDOW, document_1="old") == "missing"
    assert papers.status(SELF_AT_WINDOW, drivers_license="original") == "accepted"
    assert papers.status(SELF_AT_WINDOW, drivers_license="copy") == "missing"
    assert "学生証" not in [one.title for one in papers.lines(AGENT_AT_WINDOW)]
    assert not [t for t in papers.shop.problems() if t.blocks]


def test_an_inherited_paper_is_taken_out_by_its_difference(papers: Table) -> None:
    before = papers.own()
    licence = papers.line(SELF_AT_WINDOW, "運転免許証")
    take_paper(papers.shop, look(papers.shop, REQUEST, "ja"), licence)
    assert "any: {remove: [drivers_license]}" in papers.own()
    papers.add(LIST, NewPaper("運転免許証", frozenset(papers.table.cells), paper="drivers_license"))
    assert papers.own() == before


def test_two_of_three_papers_beside_the_list(papers: Table) -> None:
    """Instead of a paper of the list: a demand of its own, joined by three papers of which two are asked for."""
    before = papers.own()
    every = frozenset(papers.table.cells)
    shop, three = papers.shop, ("国民年金手帳", "学生証", "社員証")
    papers.add("請求等を行う者の確認", NewPaper(three[0], every, basis="内規"))
    papers.add(three[0], NewPaper(three[1], every, basis="内規"))
    group = next(d for d in papers.lines(SELF_AT_WINDOW) if d.kind == "any" and three[0] in d.title)
    papers.add(group.title, NewPaper(three[2], every, basis="内規"))
    join_papers(shop, look(shop, REQUEST, "ja"), group, 2)
    known = {one.title: one.paper for one in papers.lines(SELF_AT_WINDOW) if one.paper}
    assert papers.status(SELF_AT_WINDOW, **{known[three[0]]: "original"}) == "missing"
    assert papers.status(SELF_AT_WINDOW, **{known[one]: "original" for one in three[1:]}) == "accepted"
    assert "n: 2" in papers.own() and not [t for t in shop.problems() if t.blocks]
    joined = next(d for d in papers.lines(SELF_AT_WINDOW) if d.kind == "n")
    join_papers(shop, look(shop, REQUEST, "ja"), joined, 1)
    assert "n: 2" not in papers.own() and "of:" not in papers.own()
    for _ in range(5):
        shop.undo()
    assert papers.own() == before


def test_cells_as_a_rule(papers: Table) -> None:
    table = papers.table
    every = table.cells
    assert condition(table, frozenset(every), every) == ""
    assert condition(table, frozenset({SELF_BY_POST}), every) == (
        "application.requester = data_subject and application.channel = post"
    )
    rows = frozenset(cell for cell in every if cell[0] != "data_subject")
    assert condition(table, rows, every) == "application.requester in [statutory_agent, mandated_agent]"
    by_post = frozenset(cell for cell in every if cell[1] == "post")
    assert condition(table, by_post, every) == "application.channel = post"
    assert condition(table, by_post | {SELF_AT_WINDOW}, every) == (
        "(application.requester = data_subject) or "
        "(application.requester in [statutory_agent, mandated_agent] and application.channel = post)"
    )
