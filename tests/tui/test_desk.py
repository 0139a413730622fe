"""机: groups from the data, one line that filters, a list that keeps its columns, a preview where there is room."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from engine.desk import GROUPS, Desk, Span, Stop, create_office, open_desk
from engine.desk.standing import Side
from tests.tui.harness import drawn, opened, settled
from tests.tui.on_case import press
from tui.actions import clashes
from tui.cleaning import width
from tui.screens.desk import DeskRoom, key_of
from tui.screens.desk_rows import columns_for, short_names
from tui.screens.many import PrintMany
from tui.screens.request import RequestRoom
from tui.theme import Palette
from tui.widgets.chips import Chips
from tui.widgets.path import path_lines
from tui.widgets.preview import Preview
from tui.widgets.rows import Cell, Item, RowList, longest, widths
from tui.widgets.ruler import marks, scale

pytestmark = pytest.mark.asyncio


def room_of(pilot: Pilot[None]) -> DeskRoom:
    assert isinstance(pilot.app.screen, DeskRoom)
    return pilot.app.screen


def organisations_of(room: DeskRoom) -> list[str]:
    keys = room.rows.keys()
    return [key.partition("/")[0] for key in keys]


async def test_cases_stand_in_groups_the_pressing_first(desk: Desk) -> None:
    async with opened(desk, (80, 100)) as pilot:
        shown = drawn(pilot).text
        headings = [i.heading for i in room_of(pilot).rows.items if i.heading]
        assert headings[:3] == ["期限を過ぎた", "3日以内", "補正を待っている"]
        assert len(headings) == len({s.group for s in desk.overview()})
        assert all(s.row.number in shown for s in desk.overview())


async def test_the_first_line_filters_by_group_by_key_and_by_mouse(desk: Desk) -> None:
    async with opened(desk) as pilot:
        room = room_of(pilot)
        everything = len(room.rows.keys())
        seen = []
        for _ in range(len({s.group for s in desk.overview()})):
            await pilot.press("right_square_bracket")
            seen.append(room.group)
            keys = room.rows.keys()
            assert {s.group for s in room.standings if key_of(s) in keys} == {room.group}
        assert seen == [g for g in GROUPS if g in {s.group for s in room.standings}]
        await pilot.press("right_square_bracket")
        assert room.group == ""
        assert len(room.rows.keys()) == everything
        await pilot.click(Chips, offset=(2, 0))
        assert room.group == seen[0]
        await pilot.press("escape")
        assert room.group == ""


async def test_finding_by_number_name_kana_and_width(desk: Desk) -> None:
    async with opened(desk) as pilot:
        room = room_of(pilot)
        for typed in ("Ｒ８－００５", "見本 さくら", "みほん"):
            await pilot.press("slash")
            room.field.value = typed
            await settled(pilot)
            assert 0 < len(room.rows.keys()) < len(room.standings), typed
            await pilot.press("escape")
            await settled(pilot)
            assert len(room.rows.keys()) == len(room.standings)
        await pilot.press("slash", "z", "z")
        await settled(pilot)
        assert '見つかりません: "zz"' in drawn(pilot).text


async def test_enter_in_the_field_leads_into_the_list(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await pilot.press("slash", "8", "enter")
        assert room_of(pilot).focused is room_of(pilot).rows
        assert room_of(pilot).query_one(Input).value == "8"


async def test_only_mine_shows_what_the_roles_of_the_member_may_move_on(practice: Path) -> None:
    with open_desk(practice, "reiji") as desk:
        mine = [s for s in desk.overview() if s.mine]
        assert 0 < len(mine) < len(desk.overview())
        async with opened(desk) as pilot:
            await pilot.press("t")
            assert len(room_of(pilot).rows.keys()) == len(mine)
            assert "自分の件" in drawn(pilot).lines[2]


async def test_one_organisation_after_the_other(desk: Desk) -> None:
    async with opened(desk, (120, 36)) as pilot:
        room = room_of(pilot)
        for organisation, built in desk.organisations().items():
            await pilot.press("o")
            assert room.organisation == organisation
            assert set(organisations_of(room)) == {organisation}
            assert built.organisation.title.ja in drawn(pilot).text
        await pilot.press("o")
        assert room.organisation == ""


async def test_space_marks_and_goes_on(desk: Desk) -> None:
    async with opened(desk) as pilot:
        room = room_of(pilot)
        first, second = room.rows.keys()[:2]
        await pilot.press("space", "space")
        await settled(pilot)
        assert room.marked == {first, second}
        assert drawn(pilot).lines[-1].startswith(" Enter 開く  p まとめて印刷")
        await pilot.press("k", "space")
        assert room.marked == {first}
        await pilot.press("k", "k", "space")
        await settled(pilot)
        assert "まとめて印刷" not in drawn(pilot).lines[-1]


async def test_moving_stops_at_the_ends_and_stays_in_sight(desk: Desk) -> None:
    async with opened(desk) as pilot:
        rows = room_of(pilot).rows
        await pilot.press("k")
        assert rows.cursor == rows.keys()[0]
        await pilot.press("G")
        await settled(pilot)
        assert rows.cursor == rows.keys()[-1]
        assert rows.cursor.partition("/")[2] in drawn(pilot).text
        assert any(line.startswith(">") for line in drawn(pilot).lines)
        await pilot.press("g")
        await settled(pilot)
        assert "期限を過ぎた" in drawn(pilot).text


async def test_after_a_step_that_moves_a_case_on_the_cursor_is_at_the_next_row(desk: Desk) -> None:
    async with opened(desk) as pilot:
        rows = room_of(pilot).rows
        first, second, third = rows.keys()[:3]
        await pilot.press("d")
        await settled(pilot)
        await press(pilot, "1", "ctrl+s", "ctrl+s", "escape")
        assert rows.keys().index(first) > 2, "decided: it waits for its letter now"
        assert rows.cursor == second
        assert any(line.startswith("> " + second.partition("/")[2]) for line in drawn(pilot).lines)
        await press(pilot, "down", "enter", "m", "見", "ctrl+s", "escape")
        assert rows.cursor == third, "a note leaves it where it is"


async def test_a_click_selects_a_row(desk: Desk) -> None:
    async with opened(desk) as pilot:
        rows = room_of(pilot).rows
        await pilot.click(RowList, offset=(10, 4))
        assert rows.cursor == rows.keys()[1]


async def test_the_preview_calls_what_happened_by_its_name(desk: Desk) -> None:
    async with opened(desk, (160, 50)) as pilot:
        await press(pilot, "enter", "m", "見", "ctrl+s", "escape", "escape")
        shown = drawn(pilot).text
        assert "最近" in shown and "11-24 メモ  見本 花子" in shown
        assert "note" not in shown


async def test_the_preview_stands_beside_the_list_where_there_is_room(desk: Desk) -> None:
    async with opened(desk, (120, 36)) as pilot:
        one = room_of(pilot).selected()
        assert one is not None
        shown = drawn(pilot).text
        assert "ここまで" in shown
        assert "できること" in shown
        assert "#" in shown
        assert all(offer.title[:8] in shown for offer in room_of(pilot).offers()[:3])
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert not room_of(pilot).query_one(Preview).display
        assert room_of(pilot).selected() == one


async def test_columns_line_up_whatever_is_in_them(desk: Desk) -> None:
    async with opened(desk) as pilot:
        lines = [line for line in drawn(pilot).lines if "R8-0" in line]
        assert len(lines) > 5
        starts = {width(line[: line.index("R8-0")]) for line in lines}
        assert len(starts) == 1
        ends = {width(line.rstrip()) for line in lines if line.rstrip().endswith(("日", "日目", "日超過"))}
        assert len(ends) == 1


async def test_an_office_without_cases_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.desk import bundled

    monkeypatch.setenv("MADOGUCHI_NOW", "2026-11-24T09:00")
    create_office(tmp_path / "new", [bundled()[0]["id"]], encrypted=False)
    with open_desk(tmp_path / "new") as desk:
        built = next(iter(desk.organisations().values()))
        desk.set_member("hanako", "見本 花子", [next(iter(built.organisation.roles))], new=True)
        async with opened(desk) as pilot:
            assert "まだ案件がありません" in drawn(pilot).text
            await pilot.press("enter", "space", "down", "full_stop", "escape")
            assert isinstance(pilot.app.screen, DeskRoom)


# --- pieces


async def test_narrow_panes_shrink_then_drop_columns_and_never_overflow() -> None:
    columns = columns_for("ja")
    texts = ("R8-005", "群馬", "第三者への提供の停止", "見本 さくら", "本人確認", "R8.11.16 月", "8日超過")
    row = Item("k", tuple(map(Cell, texts)))
    for room in range(44, 140):
        found, gap = widths(columns, longest(columns, [row]), room)
        kept = [w for w in found if w]
        assert sum(kept) + gap * (len(kept) - 1) <= room
        assert found[0] >= 6
        assert found[-1] >= 7


async def test_short_names_tell_organisations_apart() -> None:
    assert short_names({"a": "見本県教職員会", "b": "例示県教職員会"}) == {"a": "見本", "b": "例示"}
    assert short_names({"a": "見本東会", "b": "見本西会"}) == {"a": "見本東", "b": "見本西"}


def span(**changes: object) -> Span:
    fields = {
        "start": date(2026, 10, 19),
        "today": date(2026, 11, 24),
        "due": date(2026, 11, 26),
        "pauses": ((date(2026, 10, 23), date(2026, 10, 30)),),
        "left": 2,
        "elapsed": 36,
        "paused": False,
        "overdue": False,
        "stopped": False,
    }
    return Span(**{**fields, **changes})  # type: ignore[arg-type]


async def test_the_ruler_draws_one_character_a_day() -> None:
    assert marks(span(), 60) == "-" * 4 + "=" * 8 + "-" * 24 + "|.#"
    assert marks(span(due=None, paused=True), 60) == "-" * 4 + "=" * 8 + "-" * 24 + "|"
    assert marks(span(today=date(2026, 11, 28)), 60).endswith("#-|")


async def test_a_long_period_is_scaled_and_keeps_today_and_the_due_day() -> None:
    short = marks(span(due=date(2027, 3, 1)), 40)
    assert len(short) <= 40
    assert scale(span(due=date(2027, 3, 1)), 40) == 4
    assert "|" in short
    assert "#" in short


def stops(*titles: str, now: int) -> list[Stop]:
    return [
        Stop(
            str(n),
            title,
            "done" if n < now else "now" if n == now else "next",
            "2026-10-20" if n <= now else "",
        )
        for n, title in enumerate(titles)
    ]


async def test_why_a_list_is_empty_is_said_to_the_end(desk: Desk) -> None:
    async with opened(desk) as pilot:
        rows = pilot.app.screen.query_one(RowList)
        rows.empty = "まだ何もありません。" * 6 + "おわり"
        rows.show([])
        await settled(pilot)
        assert "おわり" in drawn(pilot).text


async def test_a_path_that_is_too_long_folds_what_has_passed() -> None:
    path = stops("本人確認", "不備の確認", "受付印", "回送", "調査", "決定", "通知", "完了", now=5)
    wide = path_lines(path, 120, Palette("sumi"), "bg", "ja")
    assert wide[0].plain.startswith("本人確認 --- 不備の確認")
    narrow = path_lines(path, 50, Palette("sumi"), "bg", "ja")[0].plain
    assert width(narrow) <= 50
    assert narrow.startswith("済 ")
    assert "決定" in narrow
    assert narrow.endswith("完了")
    path[2] = replace(path[2], sides=(Side("hosei", "補正", "補正済", "2026-11-01", "2026-11-09", False),))
    lines = [line.plain for line in path_lines(path, 120, Palette("sumi"), "bg", "ja")]
    assert lines[-1].endswith("補正 補正済 11-01..11-09 (8日)")


async def test_what_is_half_written_stands_at_the_end_and_opens_where_it_was(desk: Desk) -> None:
    from engine.desk.drafts import Draft, Drafts
    from engine.desk.forms import Errand

    organisation, built = next(iter(desk.organisations().items()))
    errand = Errand(organisation, next(iter(built.kinds)))
    draft = Draft(
        desk.signed_in().id, errand, {"name": "見本 花子"}, "name", "2026-11-24T10:40", 1, title="見本 花子"
    )
    Drafts(desk).save(draft)
    async with opened(desk, (80, 40)) as pilot:
        await pilot.press("G")
        await settled(pilot)
        last = next(line for line in drawn(pilot).lines if line.startswith(">"))
        assert "入力の途中" in last
        assert "10:4" in last
        assert room_of(pilot).selected() is None
        await pilot.press("enter")
        await settled(pilot)
        room = pilot.app.screen
        assert isinstance(room, RequestRoom)
        assert room.pane is not None
        await pilot.press("escape", "escape", "1")
        await settled(pilot)
        assert [d.id for d in room_of(pilot).drafts] == [draft.id]


async def test_letters_of_commands_act_from_the_list_and_clash_with_nothing(desk: Desk) -> None:
    async with opened(desk) as pilot:
        room = room_of(pilot)
        for key in room.rows.keys():  # noqa: SIM118 (a list of rows, no dictionary)
            room.rows.cursor = key
            await pilot.pause()
            assert clashes(room.actions()) == []
        room.rows.cursor = room.rows.keys()[0]
        command = next(a for a in room.own_actions() if a.keys)
        await pilot.press(command.keys[0])
        await settled(pilot)
        assert not isinstance(pilot.app.screen, DeskRoom)


async def test_the_letters_of_marked_cases_are_printed_together(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await pilot.press("p")
        await settled(pilot)
        assert "発行した通知がまだありません" in drawn(pilot).text
        room = room_of(pilot)
        having = [r for r in desk.rows(state="executing") if desk.letters(r.number, r.organisation)]
        bare = next(r for r in desk.rows() if not desk.letters(r.number, r.organisation))
        for one in (*having, bare):
            room.rows.cursor = f"{one.organisation}/{one.number}"
            await pilot.press("space")
        await pilot.press("p")
        many = pilot.app.screen
        assert isinstance(many, PrintMany)
        while many.running:
            await settled(pilot)
        assert {paper.case for paper in many.done} == {one.number for one in having} and not many.failed
        await settled(pilot)
        assert "発行した通知がまだない件 1" in drawn(pilot).text and bare.number in drawn(pilot).text
        assert "出力 に書きました" in drawn(pilot).text
        await pilot.press("escape")
        assert pilot.app.screen is room
