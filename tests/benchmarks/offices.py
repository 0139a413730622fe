"""Offices of any size, made fast: two cases go through the desk, the others are copies of their events.

The copies are appended through the store's own port, without waiting for the disk at each one.
"""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from engine.desk import Desk, First, Submission, create_office, door_of, open_desk
from engine.desk.clock import office_clock
from engine.store import open_office, platform
from engine.store.keys import by_password
from engine.wareki import fiscal_label

ORG = "gunma_gojokai"
KIND = "purpose_notice"
PASSWORD = "見本の長いパスワード"
FORM = {
    "channel": "window", "requester": "data_subject", "name": "見本 太郎",
    "address": "前橋市見本町1-1", "target": "給付記録",
}  # fmt: skip
CHECK = {"checked": "運転免許証の提示を受けた", "why": "氏名と住所が申出書と一致した"}
PAST_YEARS = 10
LETTER_STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("record_check", CHECK),
    ("confirm_identity", {}),
    ("confirm_completeness", {}),
    ("investigate", {"findings": "記録を照合した"}),
    ("decide", {"outcome": "nonexistent"}),
    ("notify", {}),
)


def today() -> date:
    """The desk's own day."""
    return office_clock().today()


def enter(path: Path) -> Desk:
    """An office of these, whether it has keys or not."""
    return open_desk(path, password=PASSWORD if door_of(path).encrypted else None)


def empty_office(path: Path, *, keys: bool = False) -> Desk:
    """A new office with one member who holds every role; opened."""
    first = First("mihon", "見本 花子", (), PASSWORD) if keys else None
    create_office(path, [ORG], encrypted=keys, first=first)
    desk = enter(path)
    roles: list[str] = []
    for built in desk.organisations().values():
        known = built.organisation
        for name, role in known.roles.items():
            roles += [f"{name}@{unit}" for unit in known.units] if role.per_unit else [name]
    desk.set_member("mihon", "見本 花子", roles, new=not keys)
    return desk


def receive(desk: Desk, day: date) -> str:
    """One case taken in by the desk; its number."""
    return desk.submit(Submission(kind=KIND, organisation=ORG, form=FORM, date=day)).case


def events_of(desk: Desk, case: str) -> list[dict[str, Any]]:
    """The stored events of a case."""
    desk.ledger.refresh()
    return list(desk.ledger.raw[(ORG, case)])


def finish(desk: Desk, case: str, day: date) -> None:
    """The way of a case to its end, with its letter."""
    for command, form in LETTER_STEPS:
        desk.submit(Submission(command=command, case=case, organisation=ORG, form=form, date=day))


def office(path: Path, open_cases: int, closed_cases: int = 0, *, keys: bool = False) -> Path:
    """An office with open cases of this fiscal year, and closed ones spread over the ten before."""
    day = today() - timedelta(days=3)
    with empty_office(path, keys=keys) as desk:
        first = receive(desk, day)
        opened = events_of(desk, first)
    if closed_cases:
        with empty_office(path.with_name(path.name + ".template")) as desk:
            number = receive(desk, day)
            finish(desk, number, day)
            done = events_of(desk, number)
            letters = [desk.office.get_file(one["hash"]) for e in done for one in e.get("letters", [])]
    with patch.object(platform, "datasync", lambda _handle: None):
        store = open_office(path, keys=by_password("mihon", PASSWORD) if keys else None)
        with store.lock():
            book = fiscal_label(day)
            for n in range(2, open_cases + 1):
                store.append(book, _copy(opened, first, f"{book}-{n:03d}", 0))
            if closed_cases:
                version = opened[0]["numbers"]["version"]
                done[0]["numbers"]["version"] = version
                for data in letters:
                    store.put_file(data)
                for back in range(PAST_YEARS, 0, -1):
                    past = fiscal_label(day.replace(year=day.year - back, day=1))
                    for n in range(1, closed_cases // PAST_YEARS + 1):
                        store.append(past, _copy(done, number, f"{past}-{n:03d}", back))
        store.close()
    with enter(path) as desk:
        desk.rows()  # the lists of every book are derived once, as they would have been over the years
    os.sync()
    return path


def name_of(number: str) -> str:
    """Whom the case of this number is about: no two bear the same name."""
    return f"見本 タロウ{number}"


def _copy(events: list[dict[str, Any]], before: str, number: str, years: int) -> dict[str, Any]:
    """The entry of a case like another one, under its own number, so many years earlier."""
    text = json.dumps(events, ensure_ascii=False).replace(f'"{before}"', f'"{number}"')
    text = text.replace(f'"{FORM["name"]}"', f'"{name_of(number)}"')
    if years:
        this = today().year
        for year in (this, this - 1):
            text = text.replace(f'"{year}-', f'"{year - years}-')
    return {"organisation": ORG, "case": number, "events": json.loads(text)}
