"""A new organisation inside an office: from nothing, from a template, from a bundled one."""

from pathlib import Path

import pytest

from engine.desk import Desk, Submission
from engine.desk.log import log_of
from engine.desk.workshop import Workshop
from engine.errors import UsageError
from tests.engine.desk.workshop.conftest import ORG

TITLE = {"ja": "見本の会", "en": "Mihon club"}


def only_bases_are_missing(shop: Workshop) -> bool:
    """Nothing stands in place of an article that nobody has named: it is noted until it is written."""
    told = {(one.name.partition(":")[0], one.severity) for one in shop.problems()}
    return told == {("basis", "note")}


def test_from_nothing_it_is_sound_published_and_takes_a_case(desk: Desk) -> None:
    shop = Workshop.start(desk, "mihon_kai", TITLE, kinds={"inquiry": {"ja": "照会", "en": "Inquiry"}})
    assert only_bases_are_missing(shop)
    shop.set("mihon_kai/organisation", ("roles", "clerk", "title"), "係")
    assert shop.publish().number == 1
    desk.set_member("kari", "仮 花子", ["clerk"], new=True)
    case = desk.submit(
        Submission(organisation="mihon_kai", kind="inquiry", form={"name": "見本 次郎"}, member="kari")
    ).case
    done = desk.submit(Submission(organisation="mihon_kai", case=case, command="finish", member="kari"))
    assert done.state == "closed"
    assert [(one.who, one.what, one.organisation) for one in log_of(desk) if not one.case] == [
        ("見本 太郎", "職員を加える", ""),
        ("見本 太郎", "版1を公開", "mihon_kai"),
    ]


def test_from_another_it_extends_all_it_has(desk: Desk, office: Path) -> None:
    shop = Workshop.start(desk, "mihon_kai", TITLE, ORG)
    assert shop.definitions() == ("mihon_kai/organisation", "mihon_kai/request")
    assert not any(one.blocks for one in shop.problems())
    file = office / "definitions" / "workflows" / "mihon_kai" / "request.yaml"
    assert file.read_text(encoding="utf-8") == f"language: 1\nextends: {ORG}/request\n"
    assert shop.undo() is not None and not file.exists()


def test_from_a_template_its_table_of_grounds_comes_with_the_statute(desk: Desk) -> None:
    name = next(one for one, _ in Workshop.sources(desk) if one.endswith("/statutory"))
    kinds = dict.fromkeys(
        ("disclosure", "correction", "stop_use", "stop_provision", "purpose_notice"), "請求"
    )
    shop = Workshop.start(desk, "mihon_kai", TITLE, name, kinds)
    assert not [one for one in shop.problems() if one.blocks and one.name.startswith(("shape", "reference"))]


def test_one_more_procedure(desk: Desk) -> None:
    shop = Workshop.start(desk, "mihon_kai", TITLE)
    assert shop.add_workflow({"ja": "苦情", "en": "Complaint"}) == "mihon_kai/complaint"
    assert shop.definitions()[1:] == ("mihon_kai/complaint", "mihon_kai/request")
    assert only_bases_are_missing(shop)


@pytest.mark.parametrize(("org", "source"), [("Ba d", ""), ("base", ""), (ORG, ""), ("mihon", "nobody")])
def test_an_id_that_is_taken_or_none_is_refused(desk: Desk, org: str, source: str) -> None:
    with pytest.raises(UsageError):
        Workshop.start(desk, org, TITLE, source)
