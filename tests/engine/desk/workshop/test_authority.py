"""Who may change an organisation's rules and publish them is said by its roles; whoever may not still reads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.desk import Desk, Refused, open_desk
from engine.desk.tryout import Tryout, keep
from engine.desk.workshop import Workshop
from tests.engine.desk.workshop.conftest import ORG, REQUEST
from tests.engine.desk.workshop.test_tryout import DAY, snapshot, step

PERIOD = ("clocks", "decision", "period")
Deed = Callable[[Desk, Workshop], object]


def kept(desk: Desk, shop: Workshop) -> None:
    walk = Tryout(shop.sound_library(), ORG, "disclosure", DAY)
    step(walk)
    keep(desk, walk, "見本")


DEEDS: dict[str, Deed] = {
    "a cell": lambda _, shop: shop.set(REQUEST, PERIOD, "20 days"),
    "undo": lambda _, shop: shop.undo(),
    "text": lambda _, shop: shop.write_file(f"workflows/{REQUEST}.yaml", "language: 1\n"),
    "a new organisation": lambda desk, _: Workshop.start(desk, "mihon_kai", "見本会"),
    "publish": lambda _, shop: shop.publish({one.name: "見本" for one in shop.problems() if one.open_point}),
    "an earlier version": lambda _, shop: shop.back_to(1),
    "a scenario": kept,
}


@pytest.fixture
def clerk(office: Path, shop: Workshop) -> Desk:
    """Somebody at the window, in an office whose administrator has changed a period."""
    shop.desk.set_member("mado", "窓口 次郎", ["window_clerk"], new=True)
    shop.set(REQUEST, PERIOD, "14 days")
    return open_desk(office, "mado")


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_a_clerk_changes_and_publishes_nothing(office: Path, clerk: Desk, deed: Deed) -> None:
    before = snapshot(office)
    with clerk as desk, pytest.raises(Refused) as no:
        deed(desk, Workshop(desk, ORG))
    (why,) = no.value.objections
    assert why.rule == "role" and "設定を変えて公開できるのは" in why.ja
    assert "情報管理者(事務長)" in why.ja and "Privacy officer" in why.en
    assert snapshot(office) == before


def test_a_clerk_reads_tries_and_sees_why_not(clerk: Desk) -> None:
    with clerk as desk:
        shop = Workshop(desk, ORG)
        assert shop.differences() and "変えて公開できるのは" in shop.barred
        assert any("変えて公開できるのは" in one for one in shop.page().stops)
        assert step(Tryout(shop.sound_library(), ORG, "disclosure", DAY)) == "identity_check"


def test_a_role_that_administers_may_whatever_it_is_called(office: Path, clerk: Desk) -> None:
    clerk.close()
    with open_desk(office, "mihon") as desk:
        desk.set_member("kanri", "管理 三郎", ["privacy_officer"], new=True)
    with open_desk(office, "kanri") as desk:
        shop = Workshop(desk, ORG)
        assert shop.barred == "" and shop.set(REQUEST, PERIOD, "20 days").lines
