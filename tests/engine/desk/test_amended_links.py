"""An amendment that names another case freezes what that case tells, like the intake does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from engine.desk import Desk, Submission, create_office, open_desk

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
