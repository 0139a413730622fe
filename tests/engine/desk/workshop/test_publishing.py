"""Publishing: what is told before, what stands against it, and what new and running cases get."""

from datetime import date
from pathlib import Path

import pytest

from engine.desk import Desk, Submission, open_desk
from engine.desk.workshop import Example, Workshop
from engine.desk.workshop.looking import look
from engine.desk.workshop.making import period_by_kind
from engine.errors import Conflict, Refused
from tests.engine.desk.workshop.conftest import ORG, OWN, REQUEST

PERIOD = ("clocks", "decision", "period")
PERSON = {
    "requester": "data_subject",
    "name": "見本 太郎",
    "address": "見本市見本町1-1",
    "target": "給付の記録",
}


def take_in(desk: Desk, day: date = date(2026, 11, 20)) -> str:
    form = {**PERSON, "channel": "window"}
    return desk.submit(Submission(kind="disclosure", form=form, date=day)).case


def due(desk: Desk, case: str) -> str:
    return str(next(row.due for row in desk.rows() if row.number == case))


def reasons(shop: Workshop) -> dict[str, str]:
    return {one.name: "規程に定めがないため" for one in shop.page().to_accept}


def test_new_cases_get_it_and_running_ones_keep_theirs(shop: Workshop, desk: Desk) -> None:
    before = take_in(desk)
    shop.set(REQUEST, PERIOD, "14 days")
    version = shop.publish(reasons(shop))
    assert (version.number, version.current) == (2, True)
    after = take_in(desk)
    assert (due(desk, before), due(desk, after)) == ("2026-12-20", "2026-12-04")
    assert [(v.number, v.current, v.cases) for v in shop.versions()] == [(1, False, 1), (2, True, 1)]

    shop.back_to(1)
    assert due(desk, take_in(desk)) == "2026-12-20"
    assert due(desk, after) == "2026-12-04", "cases begun under it stay with it"
    assert [(v.number, v.current, v.cases) for v in shop.versions()] == [(1, True, 2), (2, False, 1)]
    with pytest.raises(Refused):
        shop.back_to(1)


def test_what_is_accepted_is_stored_and_not_asked_again(shop: Workshop) -> None:
    shop.set(REQUEST, PERIOD, "14 days")
    left = shop.page().to_accept
    assert left and all(one.open_point for one in left)
    with pytest.raises(Refused) as refused:
        shop.publish({left[0].name: " "})
    assert [o.rule for o in refused.value.objections] == ["open_points"]
    version = shop.publish({one.name: "定めがない" for one in left})
    assert dict(version.accepted) == {one.name: "定めがない" for one in left}
    shop.set(REQUEST, PERIOD, "20 days")
    assert shop.page().to_accept == ()
    assert shop.publish().number == 3


def test_a_blocking_problem_stops_it(shop: Workshop) -> None:
    shop.set(REQUEST, ("clocks", "decision", "rolls"), "sometimes")
    with pytest.raises(Refused) as refused:
        shop.publish({})
    assert "check" in [o.rule for o in refused.value.objections]
    assert "sometimes" in refused.value.ja


def test_a_scenario_of_the_office_that_fails_stops_it(shop: Workshop, office: Path) -> None:
    folder = office / "definitions" / "workflows" / ORG / "scenarios"
    folder.mkdir()
    form = ", ".join(f"{k}: {v}" for k, v in {**PERSON, "channel": "window"}.items())
    (folder / "own.yaml").write_text(
        f"- scenario: OWN-1\n  organisation: {ORG}\n  kind: disclosure\n"
        f"  steps:\n    - {{date: 2026-11-20, do: receive, form: {{{form}}}}}\n"
        "  expect: {due: 2026-12-20}\n",
        encoding="utf-8",
    )
    shop.set(REQUEST, PERIOD, "14 days")
    page = shop.page()
    assert page.scenarios == (0, 1) and "OWN-1" in page.failing[0]
    with pytest.raises(Refused) as refused:
        shop.publish(reasons(shop))
    assert [o.rule for o in refused.value.objections] == ["scenarios"]


def test_nothing_changed_is_nothing_to_publish(shop: Workshop) -> None:
    assert any("変わったところ" in one for one in shop.page().stops)
    assert shop.differences() == ()


def test_the_difference_is_said_in_the_words_of_the_office(shop: Workshop) -> None:
    shop.set(REQUEST, PERIOD, "14 days")
    shop.set(OWN, ("windows", "main", "phone"), "000-000-0000")
    shop.append(REQUEST, ("states", "notifying", "commands", "notify", "by"), "president")
    shop.remove(REQUEST, ("states", "lapsed", "basis"))
    assert [(d.tab, d.text) for d in shop.differences()][1:3] == [
        (
            "steps",
            "「補正なく終了」の「根拠」（「第19条第3項。補正に応答がないときの定めがない」）をなくします。",
        ),
        ("periods", "「決定の期限」の「期間」を「30日」から「14日」に変えます。"),
    ]
    shop.desk.language = "en"
    assert "by of Notification, Issue the letter: plus “President”." in [d.text for d in shop.differences()]


def test_facts_rules_papers_and_periods_by_kind_are_said_as_the_tables_show_them(shop: Workshop) -> None:
    head = ("notices", "decision_notice", "body", "head")
    text = shop.element(REQUEST, (*head, "text"))
    assert text is not None
    shop.set(REQUEST, (*head, "text"), f"{text.text}対象は、{{application.target}}です。")
    shop.set(REQUEST, (*head, "when"), "decision.outcome = grant")
    paper = {"any": ["drivers_license"], "as": {"post": "copy"}, "max_age": "3 months"}
    shop.set(REQUEST, ("evidence", "identity", "need"), {"shown": paper})
    period_by_kind(shop, look(shop, REQUEST, "ja"), PERIOD[:2], "disclosure", "14 days", "第20条第1項")
    said = "\n".join(one.text for one in shop.differences())
    for part in (
        "「求めるもの」を「規程に定めなし」から「運転免許証（経路ごとの出し方 郵送 写しでもよい、",
        "3か月",
        "の「期間」を「30日」から「14日 開示 / 30日 ほか」に変えます。",
        "を「...ましたので、通知します。」から「...ましたので、通知します。対象は、【対象の個人データ】です。」に",
        "から「決定の内容が「全部する」であること」に変えます。",
    ):
        assert part in said, said
    assert "application" not in said


def test_a_row_taken_out_and_made_again_is_said_by_what_changed_in_it(shop: Workshop) -> None:
    rows = ("tables", "decision_form", "rows")
    table = shop.element(REQUEST, rows)
    assert table is not None
    old = table.children[0]
    shop.remove(REQUEST, old.path)
    shop.add(REQUEST, rows, "", dict(old.value))
    new = shop.element(REQUEST, rows)
    assert new is not None and old.path not in [one.path for one in new.children]
    assert shop.differences() == ()
    shop.set(REQUEST, (*new.children[-1].path, "form"), "別紙様式第9号")
    (said,) = shop.differences()
    row, form = "利用目的の通知 x 全部する", old.value["form"]
    assert (
        said.text == f"「決定通知書の様式」の「{row}」の「結果」を「{form}」から「別紙様式第9号」に変えます。"
    )


def test_a_field_made_again_under_another_id_is_no_silent_change(shop: Workshop) -> None:
    fields = ("forms", "investigation", "properties")
    old = shop.element(REQUEST, (*fields, "provided_under"))
    assert old is not None
    shop.remove(REQUEST, old.path)
    value = dict(old.value)
    shop.add(REQUEST, fields, value.pop("title"), value)
    assert [one.text for one in shop.differences()] == [
        f"「調査の結果」の「項目」の「{old.title}」を作りなおします。"
    ]


def test_a_version_for_a_later_day_leaves_earlier_requests_to_the_one_before(
    shop: Workshop, desk: Desk
) -> None:
    shop.set(REQUEST, PERIOD, "14 days")
    shop.set(REQUEST, ("effective",), {"from": "2026-11-24", "by": "event.receive"})
    assert shop.page().effective == (("開示等の申出", "2026-11-24"),)
    shop.publish(reasons(shop))
    assert due(desk, take_in(desk, date(2026, 11, 23))) == "2026-12-23"
    assert due(desk, take_in(desk, date(2026, 11, 24))) == "2026-12-08"


def test_the_consequence_is_computed_and_can_be_asked_before_writing(shop: Workshop, desk: Desk) -> None:
    take_in(desk)
    tried = shop.consequences(Example(date(2026, 11, 20)), {(REQUEST, PERIOD): "14 days"})
    one = next(c for c in tried if c.kind == "disclosure")
    assert one.before is not None and one.after is not None
    assert (one.before.due, one.after.due, one.open_cases) == ("2026-12-20", "2026-12-04", 1)
    assert one.after.chain == ("受付 2026-11-20", "+14日(初日不算入) 2026-12-04")
    assert shop.history() == ()


def test_two_who_publish_do_not_overwrite_each_other(shop: Workshop, office: Path) -> None:
    shop.set(REQUEST, PERIOD, "14 days")
    accepted = reasons(shop)
    with open_desk(office, "rei") as theirs:
        Workshop(theirs, ORG).publish(accepted)
    with pytest.raises(Conflict) as clash:
        shop.publish(accepted)
    assert "版2" in clash.value.ja and "rei" in clash.value.ja


def test_another_desk_takes_new_cases_in_under_the_new_version(shop: Workshop, office: Path) -> None:
    with open_desk(office, "rei") as theirs:
        assert due(theirs, take_in(theirs)) == "2026-12-20"
        shop.set(REQUEST, PERIOD, "14 days")
        shop.publish(reasons(shop))
        assert due(theirs, take_in(theirs)) == "2026-12-04"
