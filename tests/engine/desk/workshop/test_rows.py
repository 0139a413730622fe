"""The tables of the Workshop come from the schemas: what is written has a row and a cell, in words, with its origin."""

import json

import pytest

from engine.desk.workshop.choices import choices
from engine.desk.workshop.grid import grid_of
from engine.desk.workshop.rows import cells, outline
from engine.desk.workshop.slots import TABS, shape_of, tops
from engine.desk.workshop.typed import value_of
from engine.desk.workshop.uses import path_of, tab_of, used_in, values
from engine.desk.workshop.view import View
from engine.errors import UsageError
from engine.load.shape import SCHEMAS
from engine.load.tree import Map, Node, Scalar
from tests.engine.desk.workshop.views import LIBRARY, cell, row, view_of

ORGS = LIBRARY.organisations()


@pytest.fixture(scope="module")
def gunma() -> View:
    return view_of("gunma_gojokai")


def scalars(node: Node, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    if isinstance(node, Scalar):
        return {path: node.text}
    if isinstance(node, Map):
        return {p: t for key, one in node.items() for p, t in scalars(one, (*path, key)).items()}
    return {path: ""}


@pytest.mark.parametrize("org", ORGS)
def test_nothing_that_is_written_is_left_out(org: str) -> None:
    """Every value of the files lies in a cell or an element of some tab."""
    view = view_of(org)
    seen = {(one.file, one.path) for one in values(view)}
    for name in (view.workflow, view.org_name):
        for path in scalars(view.trees[name]):
            own = path[0] in ("language", "workflow", "organisation", "note", "help")
            row_of_table = path[0] == "tables" and "rows" in path
            assert own or row_of_table or any((name, path[:n]) in seen for n in range(1, len(path) + 1)), path


@pytest.mark.parametrize("which", ["workflow", "organisation"])
def test_a_key_of_the_schema_has_its_place_without_a_line_of_code(which: str) -> None:
    schema = json.loads((SCHEMAS / f"{which}.schema.json").read_text(encoding="utf-8"))
    of_the_file = {"language", "extends", "replace", "workflow", "organisation", "profile", "note", "help"}
    placed = {slot.key for tab in TABS for slot in tops(which, tab)}  # type: ignore[arg-type]
    assert placed == set(schema["properties"]) - of_the_file
    command = schema["$defs"].get("command")
    if command:
        keys = {slot.key for slot in shape_of("workflow", "command").slots}
        assert keys == set(command["properties"]) - {"after", "before", "replace"}


def test_the_steps_with_what_stands_in_them(gunma: View) -> None:
    rows = {one.path: one for one in outline(gunma, "steps")}
    decide = rows["states", "deciding", "commands", "decide"]
    assert (decide.title, decide.said, decide.depth, decide.origin) == (
        "決定する",
        "情報管理者(事務長)",
        2,
        "changed",
    )
    assert rows["states", "deciding", "commands", "decide", "require", "accuracy"].origin == "own"
    assert rows["states", "deciding", "commands", "decide", "require", "grounds"].origin == "parent"
    assert rows["states", "identity_check", "commands", "approve_substitute"].origin == "off"
    assert rows["tasks", "hosei", "states", "waiting"].title == "補正待ち"


def test_a_cell_says_its_value_in_words_and_where_it_comes_from(gunma: View) -> None:
    period = cell(gunma, ("clocks", "decision"), "period")
    assert (period.title, period.text, period.said, period.origin) == ("期間", "30 days", "30日", "own")
    assert period.place.startswith("workflows/gunma_gojokai/request.yaml:")
    assert cell(gunma, ("clocks", "decision"), "main").origin == "parent"
    rule = cell(gunma, ("states", "executing"), "only_when")
    assert rule.said == "決定の内容が「全部する」か「一部する」であること"
    counting = cell(gunma, ("clocks", "decision"), "counting")
    assert counting.said == "翌日から数える(初日不算入) (SET-01 30日の初日)"
    assert row(gunma, "settings", "SET-02").said == "延ばさない"  # no word of the file
    answered = view_of("oita_kyosai")
    task = ("tasks", "hosei", "commands", "request_hosei")
    assert cell(answered, task, "to").said == "補正待ち"
    basis = cell(gunma, ("states", "withdrawn"), "basis")
    assert basis.said == "規程に定めなし  取下げの定めがない"
    deciding = ("states", "deciding", "commands", "decide")
    assert cell(view_of("aichi_kyosai"), deciding, "by").said == "担当の個人情報取扱責任者"
    assert cell(view_of("aichi_kyosai", language="en"), deciding, "by").said == "Handling manager of unit"


def test_the_row_of_a_table_is_its_conditions_and_its_cells_are_the_columns(gunma: View) -> None:
    path = ("tables", "decision_form", "rows", "grant_stop")
    one = row(gunma, *path)
    assert one.title == "利用停止等/第三者提供停止 x 全部する"
    assert [(c.title, c.said) for c in cells(gunma, one)][:2] == [
        ("種別", "利用停止等/第三者提供停止"),
        ("決定の内容", "全部する"),
    ]
    grid = grid_of(gunma, ("tables", "decision_form"))
    assert grid.columns[: grid.inputs] == ("種別", "決定の内容")
    assert dict(grid.rows)["nonexistent"][:2] == ("-", "不存在")


def test_only_what_is_valid_can_be_chosen(gunma: View) -> None:
    def offered(path: tuple[str, ...], key: str) -> list[str]:
        return [one.key for one in choices(gunma, cell(gunma, path, key))]

    by = offered(("states", "deciding", "commands", "decide"), "by")
    assert by == ["window_clerk", "privacy_officer", "president", "deputy_privacy_officer"]
    assert offered(("tasks", "hosei", "commands", "answer_hosei"), "to") == [
        "stay",
        "next",
        "waiting",
        "answered",
    ]
    assert "setting:SET-01" in offered(("clocks", "decision"), "counting")
    assert offered(("forms", "application", "properties", "channel"), "x-group")[:2] == ["filing", "person"]
    assert offered(("tables", "decision_form", "rows", "grant_stop"), "kind")[:3] == [
        "-",
        "purpose_notice",
        "disclosure",
    ]
    assert "=silent" in offered(("clocks", "decision"), "basis")
    assert offered(("settings", "SET-01"), "value") == ["exclude_first", "include_first"]


@pytest.mark.parametrize(
    ("path", "key", "text", "value"),
    [
        (("clocks", "decision"), "period", "14日", "14 days"),
        (("clocks", "decision"), "period", "１４営業日", "14 business_days"),
        (("clocks", "decision"), "period", "1か月", "1 month"),
        (("clocks", "decision"), "period", "規程に定めなし", "silent"),
        (("clocks", "decision"), "main", "いいえ", False),
        (
            ("states", "deciding", "commands", "decide"),
            "by",
            "理事長、窓口担当",
            ["president", "window_clerk"],
        ),
        (("states", "deciding", "commands", "decide"), "title", "決める", {"ja": "決める", "en": "Decide"}),
        (("states", "deciding", "commands", "decide"), "to", "調査", "investigating"),
        (("tables", "decision_form", "rows", "grant_stop"), "outcome", "全部する", "grant"),
        (("tables", "decision_form", "rows", "grant_stop"), "kind", "-", "-"),
        (("states", "withdrawn"), "basis", "別の定め", {"status": "silent", "text": "別の定め"}),
    ],
)
def test_what_is_typed_is_understood_as_people_write_it(
    gunma: View, path: tuple[str, ...], key: str, text: str, value: object
) -> None:
    assert value_of(gunma, cell(gunma, path, key), text) == value


def test_what_cannot_be_understood_is_refused_with_the_cell(gunma: View) -> None:
    with pytest.raises(UsageError, match="期間"):
        value_of(gunma, cell(gunma, ("clocks", "decision"), "period"), "だいたい2週")
    with pytest.raises(UsageError, match="F4"):
        value_of(gunma, cell(gunma, ("clocks", "decision"), "main"), "たぶん")


def test_what_uses_an_element(gunma: View) -> None:
    def users(*path: str) -> set[str]:
        return {".".join(found) for _, found in used_in(gunma, row(gunma, *path))}

    assert "states.executing.only_when" in users("forms", "decision", "properties", "outcome")
    assert users("states", "deciding", "commands", "decide") == {
        "tasks.hosei.blocks",
        "clocks.decision.stops",
    }
    assert "notices.decision_notice.number" in users("tables", "decision_form")
    assert "clocks.decision.counting" in users("settings", "SET-01")


def test_a_problem_leads_to_its_element(gunma: View) -> None:
    file, path = path_of(gunma, "commands.decide")
    assert path == ("states", "deciding", "commands", "decide")
    assert tab_of(gunma, file, path) == "steps"
    assert path_of(gunma, "notices.decision_notice.nowhere")[1] == ("notices", "decision_notice")


def test_in_english_too() -> None:
    view = view_of("gunma_gojokai", language="en")
    assert cell(view, ("clocks", "decision"), "period").said == "30 days"
    assert row(view, "states", "deciding").title == "Decision"
    assert cell(view, ("clocks", "decision"), "until_commands").title == "until commands"
