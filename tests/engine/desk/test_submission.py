"""What is asked beside the form: linked cases of an amendment, who acted, the paper it stands on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.desk import Desk, Refused, Submission, create_office, open_desk

APPLICATION = {
    "channel": "window",
    "requester": "data_subject",
    "name": "見本 太郎",
    "address": "前橋市見本町1-1",
    "target": "給付記録",
}


def taken_in(desk: Desk, kind: str, **more: str) -> str:
    asked = Submission(
        kind=kind,
        form={**APPLICATION, **more},
        date=date(2026, 4, 6),
        acknowledge=frozenset({"prior_disclosure"}),
    )
    return desk.submit(asked).case


def test_an_amended_link_is_followed(tmp_path: Path) -> None:
    create_office(tmp_path / "o", ["gunma_gojokai"], encrypted=False)
    with open_desk(tmp_path / "o", "mihon") as desk:
        desk.set_member("mihon", "見本 花子", ["window_clerk", "privacy_officer"], new=True)
        earlier = taken_in(desk, "disclosure")
        case = taken_in(desk, "correction")
        desk.submit(
            Submission(
                command="amend",
                case=case,
                form={"event": 1, "form": {"earlier": earlier}, "reason": "番号を書き落としていた"},
            )
        )
        assert desk.case(desk.key(case)).links["application.earlier"]["number"] == earlier


def test_who_acted_and_the_paper_hold_no_control_characters(tmp_path: Path) -> None:
    create_office(tmp_path / "o", ["gunma_gojokai"], encrypted=False)
    with open_desk(tmp_path / "o", "mihon") as desk:
        desk.set_member("mihon", "見本 花子", ["window_clerk"], new=True)
        asked = Submission(
            kind="disclosure",
            form=APPLICATION,
            date=date(2026, 4, 6),
            by="見本\x1b 会長:president",
            on_paper={"number": "決\x00第1号"},
        )
        with pytest.raises(Refused) as refused:
            desk.submit(asked)
        assert {o.field for o in refused.value.objections} == {"/by", "/on_paper/number"}
        assert desk.rows() == []
