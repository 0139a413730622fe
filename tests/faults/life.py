"""The life of a few cases at a desk: steps of every kind, one after the other, in an office of two organisations."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from engine.desk import Desk, Submission, create_office, open_desk
from engine.desk.office import First

NOW = "2026-11-24T10:00"
GUNMA, AICHI = "gunma_gojokai", "aichi_kyosai"
MEMBER, PASSWORD = "m1", "見本の長いパスワード"
PERSON = {
    "requester": "data_subject",
    "name": "見本 太郎",
    "address": "見本市見本町1-1",
    "target": "給付の記録",
}
CHECK = {"checked": "運転免許証", "why": "氏名と住所が一致した"}
ROLES = [
    "window_clerk", "privacy_officer", "president",
    *(f"handling_manager@{unit}" for unit in ("accounting_welfare", "clinic", "iris", "sunhills")),
]  # fmt: skip


def _do(organisation: str, case: str, command: str, date: str, /, **form: Any) -> dict[str, Any]:
    return {
        "op": "do",
        "organisation": organisation,
        "case": case,
        "command": command,
        "date": date,
        "form": form,
    }


def _new(organisation: str, kind: str, date: str, /, **form: Any) -> dict[str, Any]:
    return {"op": "new", "organisation": organisation, "kind": kind, "date": date, "form": {**PERSON, **form}}


# Two books, three letters numbered in one row and two in others, an amendment, something taken back.
LIFE = [
    _new(GUNMA, "disclosure", "2026-10-20", channel="window"),
    _do(GUNMA, "R8-001", "record_check", "2026-10-20", **CHECK),
    _do(
        GUNMA,
        "R8-001",
        "request_hosei",
        "2026-10-21",
        items=["対象を特定してください"],
        answer_by="2026-10-30",
    ),
    _do(GUNMA, "R8-001", "answer_hosei", "2026-10-28", note="令和6年度に限る"),
    _do(GUNMA, "R8-001", "amend", "2026-10-28", event=1, reason="氏名の書き誤り", form={"name": "見本 次郎"}),
    _do(GUNMA, "R8-001", "confirm_identity", "2026-10-28"),
    _do(GUNMA, "R8-001", "confirm_completeness", "2026-10-28"),
    _new(AICHI, "disclosure", "2026-03-30", channel="window"),
    _do(AICHI, "R7-001", "record_check", "2026-03-30", **CHECK),
    _do(AICHI, "R7-001", "confirm_identity", "2026-03-30"),
    _do(AICHI, "R7-001", "confirm_completeness", "2026-03-30"),
    _do(AICHI, "R7-001", "stamp", "2026-03-30"),
    _do(AICHI, "R7-001", "route", "2026-03-31", unit="clinic"),
    _do(AICHI, "R7-001", "take_back", "2026-03-31", event=6, reason="回送先の誤り"),
    _do(AICHI, "R7-001", "route", "2026-03-31", unit="iris"),
    _do(GUNMA, "R8-001", "investigate", "2026-11-02", findings="記録は一件"),
    _do(GUNMA, "R8-001", "decide", "2026-11-04", outcome="grant"),
    _do(GUNMA, "R8-001", "notify", "2026-11-05"),
    _new(GUNMA, "purpose_notice", "2026-11-06", channel="window"),
    _do(GUNMA, "R8-002", "amend", "2026-11-07", event=1, reason="受付日の誤り", date="2026-11-05"),
]


def make(office: Path, *, encrypted: bool = False) -> Path:
    """The office before the first step. `NOW` must hold."""
    first = First(MEMBER, "見本 花子", tuple(ROLES), PASSWORD)
    create_office(office, [GUNMA, AICHI], encrypted=encrypted, first=first)
    return office


def submission(line: dict[str, Any]) -> Submission:
    """A line of the life as it is put to a desk."""
    return Submission(
        command=line.get("command", ""),
        kind=line.get("kind", ""),
        case=line.get("case", ""),
        organisation=line["organisation"],
        form=line["form"],
        date=date.fromisoformat(line["date"]),
    )


def opened(office: Path) -> Desk:
    """The office as the next start opens it, encrypted or not."""
    encrypted = (office / "keys.json").exists()
    return open_desk(office, MEMBER, password=PASSWORD if encrypted else None)
