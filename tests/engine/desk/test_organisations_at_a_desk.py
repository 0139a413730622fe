"""Every organisation goes through the whole program: check, office, cases, ask. Also those that nobody bundled.

Scenarios, which elsewhere are tried against the core in memory, are typed at a desk here: every step a durable one
by a member of the office, on a clock that stands at the day of the step.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.desk import (
    Desk,
    Receipt,
    Refused,
    Row,
    Submission,
    ask_due,
    ask_evidence,
    ask_fee,
    ask_letter,
    ask_retention,
    check,
    create_office,
    load,
    open_desk,
)
from engine.desk.clock import JAPAN, Clock
from engine.desk.definitions import library_of
from engine.desk.scenarios import Scenario, each_scenario
from engine.load.snapshot import program_root

PATTERNS = Path(__file__).resolve().parents[2] / "patterns"
ORGANISATIONS = sorted(path.name for path in PATTERNS.iterdir() if (path / "workflows").is_dir())
BUNDLED = library_of().organisations()
MIHON = "mihon_union"
# A scenario of another setting, of a changed definition or of cases that were never typed is no office's.
SCENARIOS = [
    one
    for one in each_scenario([*(PATTERNS / org for org in ORGANISATIONS), program_root() / "workflows"])
    if one.data["steps"] and not {"settings", "set", "given"} & set(one.data)
]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An office of each organisation, made from its folder, with one member for each role."""
    made = {}
    for org in [*ORGANISATIONS, *BUNDLED]:
        path = tmp_path_factory.mktemp("third") / org
        create_office(path, [org if org in BUNDLED else str(PATTERNS / org)], encrypted=False)
        with open_desk(path) as desk:
            known = desk.organisations()[org].organisation
            for name, role in known.roles.items():
                held = [f"{name}@{unit}" for unit in known.units] if role.per_unit else [name]
                desk.set_member(f"m_{name}", f"見本 {role.title.ja}", held, new=True)
        made[org] = path
    return made


@pytest.fixture
def mihon(offices: dict[str, Path], tmp_path: Path) -> Iterator[Typist]:
    path = Path(shutil.copytree(offices[MIHON], tmp_path / "o"))
    with open_desk(path, "m_privacy_officer") as desk:
        yield Typist(desk, MIHON)


class Typist:
    """Types steps on their days; who acts is the first role that may."""

    def __init__(self, desk: Desk, organisation: str) -> None:
        self.desk = desk
        self.organisation = organisation
        self.case = ""

    def at(self, day: date) -> None:
        self.desk.clock = Clock(datetime(day.year, day.month, day.day, 12, tzinfo=JAPAN))

    def member(self, kind: str, command: str, role: str = "") -> str:
        workflow = self.desk.organisations()[self.organisation].of_kind(kind)
        assert workflow is not None
        if role:
            return f"m_{role}"
        if command in workflow.commands:
            return f"m_{workflow.commands[command].by[0].role}"
        return f"m_{(workflow.org.amend or tuple(workflow.org.roles))[0]}"

    def type(self, kind: str, step: dict[str, Any], acknowledged: tuple[str, ...] = ()) -> Receipt:
        day = date.fromisoformat(step["date"])
        self.at(day)
        receipt = self.desk.submit(
            Submission(
                command=step["do"],
                kind="" if self.case else kind,
                case=self.case,
                organisation=self.organisation,
                form=step.get("form", {}),
                date=day,
                task=step.get("task", 0),
                member=self.member(kind, step["do"], step.get("role", "")),
                acknowledge=frozenset([*step.get("acknowledge", ()), *acknowledged]),
            )
        )
        self.case = receipt.case
        return receipt

    def row(self) -> Row:
        return next(row for row in self.desk.rows(text=self.case) if row.number == self.case)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_it_is_sound(organisation: str) -> None:
    assert [p.within("ja") for p in check([PATTERNS / organisation]) if p.severity == "block"] == []


@pytest.mark.slow
@pytest.mark.parametrize("organisation", [*ORGANISATIONS, *BUNDLED])
def test_its_scenarios_are_typed_at_a_desk(
    organisation: str, offices: dict[str, Path], tmp_path: Path
) -> None:
    path = Path(shutil.copytree(offices[organisation], tmp_path / "o"))
    own = [one for one in SCENARIOS if one.data["organisation"] == organisation and typable(one)]
    assert len(own) >= 5
    with open_desk(path) as desk:
        for scenario in own:
            typist = Typist(desk, organisation)
            for number in range(len(scenario.data["steps"])):
                live(typist, scenario, number)
            if typist.case:
                require_as_written(typist, scenario)
        report = desk.verify()
    assert report.ok, report.problems
    assert report.lines >= len(own)


def typable(scenario: Scenario) -> bool:
    """Whether its people are the office's: no member of its own, no role of one unit."""
    steps = scenario.data["steps"]
    return "kind" in scenario.data and not any(
        "as" in s or "by" in s or isinstance(s.get("role"), dict) for s in steps
    )


def live(typist: Typist, scenario: Scenario, number: int) -> None:
    """One step: done, or refused where that is written."""
    step, name = scenario.data["steps"][number], f"{scenario.id} step {number + 1}"
    expected = step.get("refused") or step.get("warned")
    if expected:
        with pytest.raises(Refused) as refused:
            typist.type(scenario.data["kind"], {k: v for k, v in step.items() if k != "acknowledge"})
        rules = {objection.rule for objection in refused.value.objections}
        rules |= {part for objection in refused.value.objections for part in objection.field.split("/")}
        assert expected is True or set(expected) <= rules, (name, rules)
    if step.get("refused"):
        return
    following = scenario.data["steps"][number + 1 : number + 2]
    if step.get("warned") and following and following[0]["do"] == step["do"]:
        return
    typist.type(scenario.data["kind"], step, tuple(step.get("warned", ())))


def require_as_written(typist: Typist, scenario: Scenario) -> None:
    expect = scenario.data.get("expect", {})
    typist.at(date.fromisoformat(expect.get("at", scenario.data["steps"][-1]["date"])))
    row = typist.row()
    if "state" in expect:
        assert row.state == expect["state"], scenario.id
    record = typist.desk.record(typist.case, typist.organisation)
    clock = record["clocks"].get(main_clock(typist, scenario), {"due": None})
    for key in {"due", "overdue", "paused", "remaining_days", "elapsed_days"} & set(expect):
        assert clock[key] == (None if expect[key] == "none" else expect[key]), (scenario.id, key)
    letters = typist.desk.letters(typist.case, typist.organisation)
    if "notices" in expect:
        written = [next(iter(one.values())) if isinstance(one, dict) else one for one in expect["notices"]]
        assert [one.number or one.id for one in letters] == written, scenario.id
    for number in range(1, len(letters) + 1):
        assert typist.desk.letter_bytes(typist.case, str(number)).startswith(b"%PDF"), scenario.id
    if clock["due"] and not clock["paused"]:
        assert row.due == clock["due"], scenario.id
        assert typist.desk.why(typist.case, "due", typist.organisation)[-1].result == clock["due"], (
            scenario.id
        )


def main_clock(typist: Typist, scenario: Scenario) -> str:
    """Empty where the procedure has no due date at all."""
    workflow = typist.desk.organisations()[typist.organisation].of_kind(scenario.data["kind"])
    assert workflow is not None
    return workflow.main_clock.id if workflow.main_clock is not None else ""


# --- a case of each kind, to its end

PERSON = {
    "channel": "window",
    "window": "head_office",
    "requester": "data_subject",
    "relation": "member",
    "name": "見本 花子",
    "address": "見本市見本1-1",
    "target": "組合費の記録",
    "records": ["dues"],
    "documents": [{"type": "union_card"}],
}


def step(day: str, do: str, **form: Any) -> dict[str, Any]:
    return {"date": day, "do": do, "form": form}


def done(typist: Typist, kind: str, *steps: dict[str, Any]) -> Row:
    for one in steps:
        typist.type(kind, one)
    row = typist.row()
    assert (row.kind, row.state, row.open) == (kind, "closed", False)
    return row


def test_a_disclosure_waits_for_its_enquiries_and_its_fee(mihon: Typist) -> None:
    holders = [
        {"name": "見本銀行", "question": "引落しの記録"},
        {"name": "見本会館", "question": "利用の記録"},
    ]
    mihon.type("disclosure", {"date": "2024-04-02", "do": "receive", "form": PERSON})
    for one in (step("2024-04-02", "confirm_identity"), step("2024-04-09", "investigate", holders=holders)):
        mihon.type("disclosure", one)
    with pytest.raises(Refused):
        mihon.type("disclosure", step("2024-04-09", "decide", outcome="grant"))
    for task in (1, 2):
        mihon.type("disclosure", {**step("2024-04-09", "send_enquiry", sent_on="2024-04-09"), "task": task})
        answer = step("2024-04-16", "answer_enquiry", answer="渡せる", objects=False)
        mihon.type("disclosure", {**answer, "task": task})
    mihon.type("disclosure", step("2024-04-16", "decide", outcome="grant"))
    mihon.type("disclosure", step("2024-04-17", "notify"))
    mihon.type("disclosure", step("2024-04-18", "prepare_copy", copies={"single": 30}))
    with pytest.raises(Refused):
        mihon.type("disclosure", step("2024-04-18", "execute"))
    done(
        mihon, "disclosure",
        step("2024-04-19", "pay", amount=800, method="cash"),
        step("2024-04-19", "execute"),
        step("2024-04-19", "close"),
    )  # fmt: skip
    assert len(mihon.desk.register("enquiry_book").rows) == 2
    assert [one.number for one in mihon.desk.letters(mihon.case)] == [
        "見本様式第7号",
        "見本様式第7号",
        "見本様式第3号",
    ]


@pytest.mark.parametrize("kind", ["provision_history", "stop_use"])
def test_a_request_without_enquiries_ends(mihon: Typist, kind: str) -> None:
    mihon.type(kind, {"date": "2024-04-02", "do": "receive", "form": PERSON})
    row = done(
        mihon, kind,
        step("2024-04-02", "confirm_identity"),
        step("2024-04-09", "investigate", findings="記録は一件"),
        step("2024-04-11", "decide", outcome="grant"),
        step("2024-04-12", "notify"),
        step("2024-04-22", "execute"),
        step("2024-04-22", "close"),
    )  # fmt: skip
    assert row.received == "2024-04-02"
    assert len(mihon.desk.register("request_book").rows) == 1


def test_a_correction_follows_a_disclosure_and_a_refusal_is_approved_by_another(mihon: Typist) -> None:
    mihon.type("correction", {"date": "2024-04-02", "do": "receive", "form": PERSON})
    for one in (
        step("2024-04-02", "confirm_identity"),
        step("2024-04-09", "investigate", findings="記録のとおり"),
        step("2024-04-10", "decide", outcome="refuse", grounds=["mu_true"], reason="内容が正しいため"),
    ):
        mihon.type("correction", one)
    assert mihon.row().state == "approving"
    row = done(mihon, "correction", step("2024-04-11", "approve", agreed=True), step("2024-04-12", "notify"))
    assert row.number.startswith("R6-")
    assert [one.id for one in mihon.desk.letters(mihon.case)] == ["decision_notice", "committee_copy"]


# --- ask


def test_its_rules_can_be_asked_without_a_case() -> None:
    built = load(str(PATTERNS / MIHON))
    day = date(2024, 4, 2)
    assert ask_due(built, "disclosure", day, [], [], {}, today=day)["answer"]["due"] == "2024-04-25"
    assert ask_letter(built, "disclosure", "refuse")["answer"]["number"] == "見本様式第4号の2"
    assert ask_letter(built, "disclosure", "application")["answer"]["number"] == "見本様式第1号"
    fee = ask_fee(built, "disclosure", {"copies": {"single": 30}, "relation": "member"})["answer"]
    assert fee["yen"] == 300 + 20 * (30 - 5)
    cards = {"channel": "window", "documents": [{"type": "union_card"}]}
    assert ask_evidence(built, cards)["answer"]["status"] == "accepted"
    answer = ask_retention(built, "request_book", date(2025, 3, 31))["answer"]
    assert answer == {"keep_through": "2030-03-31", "disposable_from": "2030-04-01"}
