"""試す: a request walked through the working copy in memory, copied without its people, kept as a scenario."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from engine.desk import Desk, Submission, UsageError
from engine.desk.case_view import case_view
from engine.desk.tryout import Tryout, keep
from engine.desk.workshop import Workshop
from tests.engine.desk.workshop.conftest import ORG, REQUEST

DAY = date(2026, 11, 20)
FORM = {
    "channel": "post", "sent_on": "2026-11-19", "requester": "data_subject", "name": "赤城 一郎",
    "kana": "あかぎ いちろう", "postal_code": "371-0000", "address": "前橋市大手町9-1", "target": "給付の記録",
}  # fmt: skip
SCHEMA = Path(__file__).resolve().parents[4] / "schemas" / "scenario.schema.json"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def walk_of(shop: Workshop, kind: str = "disclosure", day: date = DAY) -> Tryout:
    return Tryout(shop.sound_library(), ORG, kind, day)


def step(walk: Tryout, command: str = "") -> str:
    """Do a command with the answers its form begins with; gives the state that follows."""
    form = walk.form(command)
    receipt = form.desk.submit(form.submission(walk.answers(form), walk.today))
    walk.took(receipt)
    return receipt.state


def due(walk: Tryout) -> str:
    main = case_view(walk.desk(), walk.number, ORG).main
    return main.due if main is not None else ""


def test_a_request_goes_from_intake_to_letter_on_invented_answers_and_nothing_is_written(
    office: Path, shop: Workshop
) -> None:
    shop.set(REQUEST, ("clocks", "decision", "period"), "14 days")
    before = snapshot(office)
    walk = walk_of(shop)
    assert step(walk) == "identity_check" and due(walk) == "2026-12-04"
    states = [
        step(walk, c) for c in ("record_check", "confirm_identity", "confirm_completeness", "investigate")
    ]
    assert states == ["identity_check", "completeness_check", "investigating", "deciding"]
    assert walk.move(3) and not walk.move(-4)
    assert case_view(walk.desk(), walk.number, ORG).row.left == 11
    assert step(walk, "decide") == "notifying"
    step(walk, "notify")
    assert [one.number for event in walk.case.events for one in event.letters] != []  # type: ignore[union-attr]  # it was taken in
    assert snapshot(office) == before


def test_the_last_step_is_taken_back_with_its_answers_even_after_a_letter(shop: Workshop) -> None:
    walk = walk_of(shop)
    for command in ("", "record_check", "confirm_identity", "confirm_completeness"):
        step(walk, command)
    walk.undo()
    assert walk.case is not None and walk.case.state == "completeness_check" and len(walk.steps) == 3
    assert walk.coming[0]["do"] == "confirm_completeness"
    for _ in range(4):
        walk.undo()
    assert walk.undo() == ""
    assert walk.answers(walk.form())["name"] == "見本"


def test_a_copy_of_a_case_has_its_days_and_none_of_its_people(desk: Desk, shop: Workshop) -> None:
    number = desk.submit(Submission(kind="disclosure", form=FORM, date=DAY)).case
    for command, form in (
        ("record_check", {"checked": "運転免許証", "why": "窓口"}),
        ("confirm_identity", {}),
    ):
        desk.submit(Submission(case=number, command=command, form=form, date=DAY))
    shop.set(REQUEST, ("clocks", "decision", "period"), "14 days")
    walk = walk_of(shop)
    walk.copy(desk, number)
    assert walk.case is not None and walk.case.state == "completeness_check" and due(walk) == "2026-12-04"
    told = json.dumps(list(walk.steps), ensure_ascii=False)
    assert "2026-11-19" in told and not any(
        one in told for one in ("赤城", "あかぎ", "371", "前橋", "給付", "免許")
    )
    assert walk.steps[0]["form"]["postal_code"] == "000-0000"


def test_a_copy_stops_where_the_working_copy_refuses_and_says_why(desk: Desk, shop: Workshop) -> None:
    number = desk.submit(Submission(kind="disclosure", form=FORM, date=DAY)).case
    for command, form in (("record_check", {"checked": "見本", "why": "見本"}), ("confirm_identity", {})):
        desk.submit(Submission(case=number, command=command, form=form, date=DAY))
    rule = {
        "rule": "application.channel = window",
        "message": "窓口だけで受け付けます",
        "basis": "見本の運用",
    }
    shop.add(
        REQUEST, ("states", "identity_check", "commands", "confirm_identity", "require"), "", rule, key="only"
    )
    walk = walk_of(shop)
    walk.copy(desk, number)
    assert walk.stopped is not None and [o.rule for o in walk.stopped.objections] == ["only"]
    assert [one["do"] for one in walk.coming] == ["confirm_identity"]
    shop.undo()
    on = walk.on(shop.sound_library())
    assert on.case is not None and on.case.state == "identity_check"


def test_a_walk_is_kept_as_a_scenario_that_guards_the_next_publication(
    office: Path, desk: Desk, shop: Workshop
) -> None:
    walk = walk_of(shop)
    step(walk)
    walk.move(10)
    kept = keep(desk, walk, "期限は30日")
    assert (kept.id, kept.tried.passed, kept.tried.failed) == ("T-01", 1, 0)
    text = (office / "definitions" / kept.file).read_text(encoding="utf-8")
    data = yaml.load(text, yaml.BaseLoader)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(data)
    assert data[0]["expect"] == {
        "state": "identity_check",
        "due": "2026-12-20",
        "notices": [],
        "at": "2026-11-30",
    }
    assert keep(desk, walk, "もう一度").id == "T-02"
    shop.set(REQUEST, ("clocks", "decision", "period"), "14 days")
    page = shop.page()
    assert page.scenarios == (0, 2) and any("T-01: due 2026-12-20 / 2026-12-04" in one for one in page.stops)


def test_what_cannot_be_built_cannot_be_tried(shop: Workshop) -> None:
    shop.set(REQUEST, ("clocks", "decision", "starts"), "event.recieve")
    with pytest.raises(UsageError, match="試せません"):
        shop.sound_library()
