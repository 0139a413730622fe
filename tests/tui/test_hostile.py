"""Texts that would disturb a terminal, typed or stored: harmless and aligned on every screen, unchanged in the data."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from engine.desk import Desk, Submission, open_desk
from engine.desk.books import books_of, exported
from engine.desk.ledger import book_of
from engine.desk.workshop import Workshop
from engine.errors import DefinitionError
from tests.tui.conftest import MEMBER
from tests.tui.harness import Drawn, drawn, home, opened, settled
from tests.tui.on_case import house
from tests.tui.rooms import press
from tui.messages import OpenCase, OpenNotice, OpenWhy
from tui.screens.registers import RegistersRoom

pytestmark = pytest.mark.asyncio
ORG = "gunma_gojokai"
TYPED = "[/]\u202e𠮷葛\U000e0100ﾐﾎﾝ"
STORED = f"{TYPED}\x1b]0;x\x07"
"""No form takes the last part of it; what another program wrote into a record may hold it."""
FORMULA = f"=[red]{STORED}"
STAND_IN = "見本 すりかえ"
REQUEST = {
    "channel": "window", "requester": "data_subject", "name": STAND_IN, "address": STAND_IN, "target": STAND_IN,
}  # fmt: skip
STEPS: tuple[tuple[str, dict[str, str]], ...] = (
    ("record_check", {"checked": STAND_IN, "why": STAND_IN}),
    ("confirm_identity", {}),
    ("confirm_completeness", {}),
    ("investigate", {"findings": STAND_IN}),
    ("decide", {"outcome": "grant"}),
    ("notify", {}),
    ("note", {"text": STAND_IN}),
)


def prepare(desk: Desk) -> str:
    """A case on its way to the end in which every text is the stored one; its number."""
    number = desk.submit(Submission(kind="disclosure", organisation=ORG, form=REQUEST)).case
    for command, form in STEPS:
        desk.submit(Submission(command=command, case=number, organisation=ORG, form=form))
    events_of = json.dumps(desk.ledger.raw[(ORG, number)], ensure_ascii=False)
    other = desk.ledger.next_number(ORG, book_of(number))
    told = events_of.replace(json.dumps(number), json.dumps(other)).replace(
        STAND_IN, json.dumps(STORED, ensure_ascii=False)[1:-1]
    )
    with desk.office.lock():
        desk.office.append(book_of(number), {"organisation": ORG, "case": other, "events": json.loads(told)})
    return other


@pytest.fixture
def hostile(practice: Path) -> Iterator[tuple[Desk, str]]:
    with open_desk(practice, MEMBER) as desk:
        number = prepare(desk)
    with open_desk(practice, MEMBER) as desk:
        yield desk, number


def faults(shown: Drawn, width: int) -> list[str]:
    """Lines of another width than the screen, and characters that a terminal would act upon."""
    return [
        *(repr(line) for line in shown.lines if cell_len(line) != width),
        *(f"{ord(c):04X}" for c in shown.text if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"),
    ]


Arrive = Callable[[Pilot[None], str], Awaitable[object]]


def message(kind: type, *more: object) -> Arrive:
    async def arrive(pilot: Pilot[None], number: str) -> None:
        pilot.app.post_message(kind(ORG, number, *more))
        await settled(pilot)

    return arrive


def typing(*keys: str) -> Arrive:
    """Keys, then the text pasted into the field that is open, as an input method does it."""

    async def arrive(pilot: Pilot[None], _: str) -> None:
        await press(pilot, *keys)
        pilot.app.post_message(events.Paste(STORED))
        await settled(pilot)

    return arrive


def faces(turns: int) -> Arrive:
    async def arrive(pilot: Pilot[None], number: str) -> None:
        await message(OpenCase)(pilot, number)
        await press(pilot, *["right_square_bracket"] * turns)

    return arrive


def finding(*keys: str) -> Arrive:
    """The case chosen in the list of 机, then keys."""

    async def arrive(pilot: Pilot[None], number: str) -> None:
        house(pilot).screen.rows.cursor = f"{ORG}/{number}"  # type: ignore[attr-defined]
        await settled(pilot)
        await press(pilot, *keys)

    return arrive


PLACES: dict[str, Arrive] = {
    "desk": finding(),
    "menu": finding("full_stop"),
    **{f"case {n}": faces(n) for n in range(5)},
    "why": message(OpenWhy, "decide"),
    "notice": message(OpenNotice, 1),
    "registers": finding("3", "enter"),
    "calendar": finding("4"),
    "log": finding("6"),
    "find": typing("slash"),
    "help": typing("question_mark"),
    "palette": typing("ctrl+p"),
    "go to": typing("f2"),
    "request": typing("2", *["down"] * 4, "enter", "1", "enter", "1", "enter"),
    "note": typing("enter", "m"),
}


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=str)
async def test_every_place_shows_it_harmless_and_in_line(
    hostile: tuple[Desk, str], size: tuple[int, int]
) -> None:
    desk, number = hostile
    found: dict[str, list[str]] = {}
    seen = set()
    async with opened(desk, size) as pilot:
        for name, arrive in PLACES.items():
            await arrive(pilot, number)
            shown = drawn(pilot)
            found[name] = faults(shown, size[0])
            if "[/]" in shown.text:
                seen.add(name)
            await home(pilot)
            await settled(pilot)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert {"desk", "case 0", "case 1", "find", "palette", "request"} <= seen


def prepare_row(desk: Desk) -> str:
    """A case with rows in registers, written once more with the stored text for the name; its number."""
    book = next(one for one in books_of(desk) if any("見本 太郎" in row.cells.values() for row in one.rows))
    row = next(one for one in book.rows if "見本 太郎" in one.cells.values())
    other = desk.ledger.next_number(book.organisation, book_of(row.case))
    told = json.dumps(desk.ledger.raw[(book.organisation, row.case)], ensure_ascii=False)
    told = told.replace(json.dumps(row.case), json.dumps(other))
    told = told.replace("見本 太郎", json.dumps(FORMULA, ensure_ascii=False)[1:-1])
    with desk.office.lock():
        entry = {"organisation": book.organisation, "case": other, "events": json.loads(told)}
        desk.office.append(book_of(row.case), entry)
    return other


async def test_a_row_of_a_register_shows_it_harmless_and_is_no_formula(practice: Path) -> None:
    with open_desk(practice, MEMBER) as desk:
        number = prepare_row(desk)
    with open_desk(practice, MEMBER) as desk:
        for size in ((80, 24), (160, 45)):
            async with opened(desk, size) as pilot:
                await press(pilot, "3")
                room = pilot.app.screen
                assert isinstance(room, RegistersRoom)
                book = next(b for b in room.books if any(FORMULA in row.cells.values() for row in b.rows))
                room.shelf.cursor = f"{book.organisation}/{book.id}"
                await settled(pilot)
                await press(pilot, "enter", "slash")
                room.field.value = "[red]"
                await settled(pilot)
                assert [row.case for row in room.shown()] == [number]
                assert faults(drawn(pilot), size[0]) == []
                assert "=[red][/]" in drawn(pilot).text
        assert f"'{FORMULA[:6]}".encode() in exported(book, "csv")


async def test_what_is_stored_and_typed_stays_as_it_is(hostile: tuple[Desk, str]) -> None:
    desk, number = hostile
    forms = desk.case((ORG, number)).forms
    assert {forms["application"]["name"], forms["application"]["target"]} == {STORED}
    new = desk.submit(Submission(kind="disclosure", organisation=ORG, form={**REQUEST, "name": TYPED})).case
    assert desk.case((ORG, new)).forms["application"]["name"] == TYPED


# --- in what an organisation says of itself

SAID = f"[red]{TYPED}{{x}}${{y}}" + "長" * 90
WRITTEN: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("organisation", ("title",), SAID),
    ("organisation", ("windows", "main", "phone"), SAID),
    ("request", ("states", "deciding", "title"), SAID),
    ("request", ("forms", "investigation", "properties", "findings", "title"), SAID),
    ("request", ("notices", "decision_notice", "body", "way_paper", "text"), SAID.replace("{", "(")),
)
WAYS: dict[str, tuple[str, ...]] = {
    "start": (),
    "window": ("enter", "down", "down", "enter"),
    "phone": ("enter", "down", "down", "w"),
    "names": ("down", "enter"),
    "wording": (*["down"] * 5, "enter", "slash"),
    "steps": ("t", "tab"),
    "find": ("t", "slash"),
    "lines": ("t", "v"),
    "compare": ("t", "c"),
    "publish": ("t", "P"),
    "trying": ("y", "enter"),
    "reading": ("r", "enter"),
}


async def test_titles_telephones_and_sentences_are_data_in_all_of_the_workshop(alone: Desk) -> None:
    """Markup, a direction mark, braces and a text without end; what would act on a terminal is not written at all."""
    shop = Workshop(alone, ORG)
    with pytest.raises(DefinitionError):
        shop.set(f"{ORG}/organisation", ("windows", "main", "phone"), STORED)
    for name, path, value in WRITTEN:
        shop.set(f"{ORG}/{name}", path, value)
    found, seen = {}, set()
    async with opened(alone) as pilot:
        for name, ways in WAYS.items():
            shown = await press(pilot, "5", *ways)
            found[name] = faults(shown, 80)
            seen |= {name} if "[red]" in shown.text else set()
            await home(pilot)
            await settled(pilot)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert {"window", "phone", "names", "find", "compare", "publish"} <= seen
    element = shop.element(f"{ORG}/organisation", ("windows", "main", "phone"))
    assert element is not None and element.value == SAID
