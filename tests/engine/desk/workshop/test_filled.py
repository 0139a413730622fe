"""Letters filled in with real cases and the longest values; one that overflows its page is listed."""

from datetime import date

import pytest

from engine.desk import Desk, Submission
from engine.desk.workshop import Workshop
from engine.desk.workshop.filled import letter_of, pages_of, rewritten, samples
from engine.desk.workshop.looking import look
from engine.model.workflow import Workflow
from tests.engine.desk.workshop.conftest import ORG, REQUEST
from tests.engine.desk.workshop.test_periods import decided

NOTICE = "decision_notice"
DAY = date(2026, 9, 11)


@pytest.fixture
def used(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("MADOGUCHI_NOW", "2026-11-24T09:00")
    decided(desk, DAY)
    return desk


def workflow_of(shop: Workshop) -> Workflow:
    built = shop.shaped().built
    assert built is not None
    return built.workflows[REQUEST]


def test_a_real_case_then_the_longest_values(used: Desk) -> None:
    shop = Workshop(used, ORG)
    workflow = workflow_of(shop)
    notice = workflow.notices[NOTICE]
    found = samples(shop, workflow, notice, shop.known(), "ja")
    assert [one.title for one in found] == ["R8-001 開示", "いちばん長い値"]
    letter = letter_of(found[0], notice)
    assert letter is not None and letter.to[-1] == "見本 太郎 様" and letter.date == DAY
    part = next(k for k, p in notice.body.items() if p.when is None or p.when.run(found[0].facts) is True)
    changed = rewritten(look(shop, REQUEST, "ja"), notice, part, "{application.name}さんへ。")
    letter = letter_of(found[0], changed)
    assert letter is not None and letter.paragraphs[0].text == "見本 太郎さんへ。"
    long = letter_of(found[1], notice)
    assert long is not None and any("給付の記録" in one.text for one in long.paragraphs)
    assert len(long.paragraphs) > len(letter.paragraphs)


def test_a_letter_that_overflows_its_page_is_listed_with_the_others(desk: Desk) -> None:
    """One paragraph more than fits: it is told where the letter stands; taken back, it is gone."""
    shop = Workshop(desk, ORG)
    name = "overflow:notices.hosei_notice"
    assert name not in [one.name for one in shop.problems()]
    shop.add(
        REQUEST, ("notices", "hosei_notice", "body"), None, {"text": "見本の段落です。" * 200}, key="more"
    )
    (one,) = [t for t in shop.problems() if t.name == name]
    assert one.path[:2] == ("notices", "hosei_notice") and not one.blocks and "2ページ" in one.text
    shop.undo()
    assert name not in [t.name for t in shop.problems()]


def test_a_case_with_longer_values_makes_the_letter_longer(used: Desk) -> None:
    shop = Workshop(used, ORG)
    before = shop.known()["application.target"]
    form = {
        "requester": "data_subject", "name": "見本 太郎", "address": "見本市見本町1-1", "channel": "window",
        "target": "給付の記録" * 40,
    }  # fmt: skip
    used.submit(Submission(kind="disclosure", form=form, date=DAY))
    assert len(shop.known()["application.target"]) > len(before)
    workflow = workflow_of(shop)
    notice = workflow.notices[NOTICE]
    long = letter_of(samples(shop, workflow, notice, shop.known(), "ja")[-1], notice)
    assert long is not None and pages_of(long) == 2
