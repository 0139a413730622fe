"""Edits of the effective tree: what is written is the difference, and what was not touched stays."""

from pathlib import Path

import pytest

from engine.desk.workshop import Workshop
from engine.desk.workshop.looking import look
from engine.desk.workshop.rows import cells, outline
from engine.errors import Conflict, DefinitionError
from tests.engine.desk.workshop.conftest import ORG, OWN, REQUEST, own_text

PERIOD = ("clocks", "decision", "period")


def states(shop: Workshop) -> list[str]:
    found = shop.element(REQUEST, ("states",))
    assert found is not None
    return [one.key for one in found.children]


def test_a_cell_of_the_parent_is_written_as_a_difference(shop: Workshop, office: Path) -> None:
    edited = shop.set(REQUEST, PERIOD, "14 days")
    assert own_text(office).endswith(
        f"language: 1\nextends: {REQUEST}\nclocks:\n  decision:\n    period: 14 days\n"
    )
    assert edited.element is not None
    assert (edited.element.origin, edited.element.value, edited.element.inherited) == (
        "own",
        "14 days",
        "30 days",
    )
    assert edited.lines == ("+clocks:", "+  decision:", "+    period: 14 days")


def test_a_value_equal_to_the_parent_is_no_difference(shop: Workshop, office: Path) -> None:
    before = own_text(office)
    shop.set(REQUEST, PERIOD, "14 days")
    shop.set(REQUEST, PERIOD, "30 days")
    assert own_text(office) == before
    assert shop.set(REQUEST, PERIOD, "30 days").lines == ()


def test_a_telephone_number_stands_in_the_organisation(shop: Workshop, office: Path) -> None:
    shop.set(OWN, ("windows", "main", "phone"), "000-000-0000")
    assert "windows:\n  main:\n    phone: 000-000-0000\n" in own_text(office, "organisation")


def test_a_step_between_two_steps_says_beside_which_it_stands(shop: Workshop, office: Path) -> None:
    added = shop.add(
        REQUEST,
        ("states",),
        {"ja": "内容の照合", "en": "Match"},
        {"phase": "intake"},
        after="completeness_check",
    )
    assert added.path == ("states", "match")
    assert states(shop)[:3] == ["identity_check", "completeness_check", "match"]
    shop.move(REQUEST, ("states", "match"), -1)
    assert states(shop)[:3] == ["identity_check", "match", "completeness_check"]
    shop.move(REQUEST, ("states", "investigating"), 1)
    assert states(shop)[3:5] == ["deciding", "investigating"]
    shop.move(REQUEST, ("states", "investigating"), -1)
    assert "investigating" not in own_text(office), "back in its own place it is no difference"


def test_an_inherited_row_is_switched_off_and_given_back(shop: Workshop, office: Path) -> None:
    before = own_text(office)
    assert shop.remove(REQUEST, ("states", "executing")).element is None
    assert "states:\n  executing: ~\n" in own_text(office)
    found = shop.element(REQUEST, ("states",))
    assert found is not None and [one.title for one in found.removed] == ["実施"]
    shop.give_back(REQUEST, ("states", "executing"))
    assert own_text(office) == before and "executing" in states(shop)


def test_a_row_of_ones_own_is_simply_gone(shop: Workshop, office: Path) -> None:
    before = own_text(office)
    path = shop.add(REQUEST, ("states",), "テスト", {"phase": "intake"}).path
    assert path == ("states", "tesuto")
    shop.remove(REQUEST, path)
    assert own_text(office) == before


def test_a_field_of_a_form_in_its_own_file_is_edited_there(shop: Workshop, office: Path) -> None:
    file = office / "definitions" / "schemas" / ORG / "application.schema.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(b'{\r\n\t"properties": {\r\n\t\t"wish": {"x-group": "content"}\r\n\t}\r\n}\r\n')
    shop.refresh()
    edited = shop.set(REQUEST, ("forms", "application", "properties", "wish", "x-required"), True)
    assert edited.file == f"schemas/{ORG}/application.schema.json"
    assert b'\t\t"wish": {"x-group": "content", "x-required": true}\r\n' in file.read_bytes()
    assert edited.element is not None and edited.element.origin == "own"


def test_a_list_that_is_inherited_is_taken_over_whole(shop: Workshop, office: Path) -> None:
    shop.append(REQUEST, ("states", "notifying", "commands", "notify", "by"), "president")
    assert "by: [window_clerk, privacy_officer, president]" in own_text(office)
    shop.remove(REQUEST, ("states", "notifying", "commands", "notify", "by", "0"))
    assert "by: [privacy_officer, president]" in own_text(office)


@pytest.mark.parametrize("path", [("clocks", "decison", "period"), ("states", "nowhere", "title")])
def test_what_is_not_there_is_refused_with_the_nearest_name(shop: Workshop, path: tuple[str, ...]) -> None:
    with pytest.raises(DefinitionError) as refused:
        shop.set(REQUEST, path, "30 days")
    assert path[1] in refused.value.problems[0].ja


def test_undo_and_redo_have_no_limit_and_survive_the_program(shop: Workshop, office: Path) -> None:
    first = own_text(office)
    for days in range(1, 8):
        shop.set(REQUEST, PERIOD, f"{days} days")
    last = own_text(office)
    again = Workshop(shop.desk, ORG)
    assert len(again.history()) == 7
    while again.undo() is not None:
        pass
    assert own_text(office) == first
    while again.redo() is not None:
        pass
    assert own_text(office) == last


def test_what_is_open_and_what_was_undone_are_named_by_what_the_screen_calls_them(shop: Workshop) -> None:
    said = [one.text for one in shop.problems() if one.open_point]
    assert len(said) == len(set(said)) and not any("windows." in one for one in said)
    assert {
        "電話 開示等の申出の窓口: 規程に定めなし",
        "受け付ける経路 開示等の申出の窓口: 規程に定めなし",
    } <= set(said)
    shop.set(REQUEST, ("clocks", "decision", "period"), "14 days")
    undone = shop.undo()
    assert undone is not None and undone.what == "期限 > 決定の期限 > 期間: 変更"


def test_two_administrators_do_not_overwrite_each_other(shop: Workshop, office: Path) -> None:
    other = Workshop(shop.desk, ORG)
    other.set(REQUEST, PERIOD, "14 days")
    with pytest.raises(Conflict) as clash:
        shop.set(REQUEST, PERIOD, "20 days")
    assert "14 days" in clash.value.ja and "mihon" in clash.value.ja
    assert "period: 14 days" in own_text(office)
    shop.set(REQUEST, PERIOD, "20 days")
    assert "period: 20 days" in own_text(office)


def test_a_file_changed_by_hand_is_noticed_and_can_be_undone(shop: Workshop, office: Path) -> None:
    shop.set(REQUEST, PERIOD, "14 days")
    file = office / "definitions" / "workflows" / ORG / "request.yaml"
    file.write_text(own_text(office).replace("14", "21"), encoding="utf-8")
    (noticed,) = shop.refresh()
    assert noticed.lines == ("-    period: 14 days", "+    period: 21 days")
    shop.set(REQUEST, ("clocks", "decision", "basis"), "細則第1条")
    for _ in range(2):
        shop.undo()
    assert "14 days" in own_text(office)


def test_a_broken_file_gives_its_line_leaves_the_last_good_and_stays_editable(
    shop: Workshop, office: Path
) -> None:
    shop.set(REQUEST, PERIOD, "14 days")
    file = office / "definitions" / "workflows" / ORG / "request.yaml"
    good = own_text(office)
    file.write_text(good + "tables: [\n", encoding="utf-8")
    shop.refresh()
    broken = next(one for one in shop.files() if one.trouble)
    assert (
        f"workflows/{ORG}/request.yaml:8:1: YAML の書き方が正しくありません: 値がありません" in broken.trouble
    )
    found = shop.element(REQUEST, PERIOD)
    assert found is not None and found.value == "14 days"
    with pytest.raises(DefinitionError):
        shop.set(REQUEST, PERIOD, "20 days")
    shop.write_file(broken.name, good)
    shop.set(REQUEST, PERIOD, "20 days")
    assert "20 days" in own_text(office)


def test_a_problem_leads_to_its_cell(shop: Workshop) -> None:
    shop.set(REQUEST, ("clocks", "decision", "rolls"), "sometimes")
    first = shop.problems()[0]
    assert first.blocks and (first.definition, first.path) == (REQUEST, ("clocks", "decision", "rolls"))


def test_what_is_proved_is_proved_anew_when_more_than_words_change(shop: Workshop) -> None:
    title, rule = ("states", "notifying", "title"), ("states", "executing", "only_when")
    assert not [one for one in shop.problems() if one.blocks]
    shop.set(REQUEST, title, "郵送")
    assert not [one for one in shop.problems() if one.blocks]
    shop.set(REQUEST, rule, "decision.outcome = grant and decision.outcome = refuse")
    broken = [one.name for one in shop.problems() if one.blocks]
    assert "unreachable:states.executing" in broken
    shop.set(REQUEST, title, "通知の発送")
    assert [one.name for one in shop.problems() if one.blocks] == broken
    shop.give_back(REQUEST, rule)
    assert not [one for one in shop.problems() if one.blocks]


VALUES = ("forms", "decision", "properties", "outcome", "x-values")


def order(shop: Workshop, path: tuple[str, ...]) -> list[str]:
    found = shop.element(REQUEST, path)
    assert found is not None
    return [one.key for one in found.children]


def test_own_entries_change_places_with_their_lines(shop: Workshop, office: Path) -> None:
    """What is all the office's own needs no word of where it stands: its lines move, with the remark above them."""
    path = ("forms", "own")
    rows = [f"      {key}: {{type: string, title: {key}}}\n" for key in ("one", "two", "three")]
    rows.insert(1, "      # 二番目\n")
    text = own_text(office) + "forms:\n  own:\n    title: 様式\n    properties:\n" + "".join(rows)
    shop.write_file(f"workflows/{ORG}/request.yaml", text)
    shop.move(REQUEST, (*path, "properties", "two"), -1)
    assert order(shop, (*path, "properties")) == ["two", "one", "three"]
    moved = own_text(office)
    assert "after:" not in moved and moved.index("# 二番目") < moved.index("two:") < moved.index("one:")
    shop.move(REQUEST, (*path, "properties", "two"), 1)
    assert own_text(office) == text


def test_a_value_of_a_choice_is_moved_among_inherited_ones(shop: Workshop, office: Path) -> None:
    before = own_text(office)
    shop.move(REQUEST, (*VALUES, "refuse"), -1)
    assert order(shop, VALUES)[:3] == ["grant", "refuse", "partial"]
    assert "after: grant" in own_text(office) and not [t for t in shop.problems() if t.blocks]
    built = shop.judged().built
    assert built is not None
    outcome = built.workflows[REQUEST].forms["decision"].fields["outcome"]
    assert [outcome.type.values[key].ja for key in ("grant", "refuse")] == ["全部する", "しない"]
    shop.set(REQUEST, (*VALUES, "later"), "あとで")
    shop.move(REQUEST, (*VALUES, "later"), -4)
    assert order(shop, VALUES)[0] == "later"
    shop.undo()
    shop.undo()
    shop.undo()
    assert own_text(office) == before


BY = ("states", "notifying", "commands", "notify", "by")


def test_an_entry_of_an_inherited_list_is_moved_and_in_its_old_place_it_is_no_difference(
    shop: Workshop, office: Path
) -> None:
    before = own_text(office)
    shop.move(REQUEST, (*BY, "1"), -1)
    assert "by: [privacy_officer, window_clerk]" in own_text(office)
    shop.move(REQUEST, (*BY, "0"), 1)
    assert own_text(office) == before


def test_an_entry_of_ones_own_list_is_moved_with_its_remark(shop: Workshop, office: Path) -> None:
    lines = "        by:\n        - privacy_officer\n        # 代わり\n        - president  # 当分の間\n"
    head = "states:\n  notifying:\n    commands:\n      notify:\n"
    text = own_text(office) + head + lines
    shop.write_file(f"workflows/{ORG}/request.yaml", text)
    shop.move(REQUEST, (*BY, "1"), -1)
    moved = "        by:\n        # 代わり\n        - president  # 当分の間\n        - privacy_officer\n"
    assert own_text(office) == text.replace(lines, moved)
    shop.move(REQUEST, (*BY, "0"), 5)
    assert own_text(office) == text


def test_an_element_written_as_one_value_takes_a_basis_and_keeps_it(shop: Workshop, office: Path) -> None:
    path = ("registers", "own")
    value = {"at": ["notify"], "columns": {"received": "event.receive"}}
    shop.add(REQUEST, ("registers",), "台帳", value, key="own")
    view = look(shop, REQUEST, "ja")
    row = next(r for r in outline(view, "registers") if r.path == (*path, "columns", "received"))
    assert [cell.slot.kind for cell in cells(view, row)] == ["rule", "basis"]
    shop.set_basis(REQUEST, (*path, "columns", "received"), "内規")
    assert "received: {from: event.receive, basis: 内規}" in own_text(office)
