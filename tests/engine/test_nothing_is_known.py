"""The engine knows neither organisation: under other names and numbers everything goes by the changed definitions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.desk import (
    Desk,
    Submission,
    UsageError,
    ask_due,
    ask_evidence,
    ask_fee,
    ask_letter,
    ask_retention,
    check,
    create_office,
    load,
    open_desk,
    run_scenarios,
)
from engine.load.build import Built
from tests.renaming import MARK, ROOT, Renaming, numbers

GUNMA, AICHI = "gunma_gojokai", "aichi_kyosai"
PATTERNS = ROOT / "tests" / "patterns"
ORGANISATIONS = [GUNMA, AICHI]
KINDS = ["purpose_notice", "disclosure", "correction", "stop_use", "stop_provision"]
OUTCOMES = ["grant", "partial", "refuse", "nonexistent"]
CHECK = {"checked": "運転免許証", "why": "氏名と住所が一致した"}


class Other:
    """An organisation under other names and numbers: its folder, and how to say something in its words."""

    def __init__(
        self,
        organisation: str,
        folder: Path,
        root: Path = ROOT,
        *,
        figures: bool = True,
        keep: frozenset[str] = frozenset(),
    ) -> None:
        self.names = Renaming(organisation, root, figures=figures, keep=keep)
        self.names.write(folder)
        self.folder = folder

    def load(self) -> Built:
        return load(str(self.folder))

    def __call__(self, name: str) -> str:
        return self.names.ids.get(name, name)

    def form(self, **fields: Any) -> dict[str, Any]:
        said: dict[str, Any] = self.names.of(fields)
        return said


@pytest.fixture(scope="module", params=[*ORGANISATIONS, "mihon_union"])
def same(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Other:
    """Other names, the same numbers: the bundled organisations and an invented one."""
    bundled = request.param in ORGANISATIONS
    root, keep = (ROOT, frozenset[str]()) if bundled else (PATTERNS / request.param, frozenset())
    return Other(request.param, tmp_path_factory.mktemp("same"), root, figures=False, keep=keep)


def changed(organisation: str, factory: pytest.TempPathFactory) -> Other:
    return Other(organisation, factory.mktemp(organisation))


@pytest.fixture(scope="module")
def gunma(tmp_path_factory: pytest.TempPathFactory) -> Other:
    return changed(GUNMA, tmp_path_factory)


@pytest.fixture(scope="module")
def aichi(tmp_path_factory: pytest.TempPathFactory) -> Other:
    return changed(AICHI, tmp_path_factory)


# --- other names


def test_nothing_is_left_of_the_names(same: Other) -> None:
    assert len(same.names.ids) > 200
    for gone in (
        "disclosure",
        "correction",
        "receive",
        "decide",
        "notify",
        "hosei",
        "grounds",
        "window_clerk",
    ):
        assert same(gone) != gone
    text = "".join(path.read_text(encoding="utf-8") for path in same.folder.rglob("*.*"))
    for name in ("gojokai", "kyosai", "mihon_union", "purpose_notice", "request_hosei", "window_clerk"):
        assert name not in text


def test_it_is_as_sound_as_before(same: Other) -> None:
    assert [p.within("ja") for p in check([same.folder]) if p.severity == "block"] == []


def test_every_scenario_goes_as_before(same: Other) -> None:
    """Clocks, refusals, letters, registers, fees, invariants: all that the bundled scenarios pin down."""
    tried = run_scenarios([same.folder / "workflows"], org=str(same.folder))
    assert tried.findings == ()
    assert tried.passed >= 40


# --- other numbers


@pytest.mark.parametrize("organisation", ORGANISATIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_has_the_changed_number(
    organisation: str, kind: str, gunma: Other, aichi: Other
) -> None:
    other = gunma if organisation == GUNMA else aichi
    before, after = load(organisation), other.load()
    for outcome in [*OUTCOMES, "application", "extension"]:
        was = ask_letter(before, kind, outcome)["answer"]
        now = ask_letter(after, other(kind), outcome)["answer"]
        if was["number"] is None:
            assert {**now, "title": (now["title"] or "").replace(MARK, "") or None} == was
        else:
            assert now["number"] == numbers(was["number"])
            assert now["number"] != was["number"]
        assert (now["unmapped"], now["freeform"]) == (was["unmapped"], was["freeform"])


def test_the_period_is_the_changed_one(gunma: Other, aichi: Other) -> None:
    received = date(2024, 4, 1)
    answer = ask_due(gunma.load(), gunma("disclosure"), received, [], [], {}, today=received)["answer"]
    assert answer["due"] == "2024-04-24"  # 23 days after, the first not counted
    assert (
        ask_due(aichi.load(), aichi("disclosure"), received, [], [], {}, today=received)["answer"]["due"]
        is None
    )


def test_the_basis_said_is_the_changed_article(gunma: Other) -> None:
    received = date(2024, 4, 1)
    chain = ask_due(gunma.load(), gunma("disclosure"), received, [], [], {}, today=received)["derivation"]
    said = " ".join(line["basis"] for line in chain)
    assert "第80条" in said
    assert "第20条" not in said


def test_the_fee_is_the_changed_one(gunma: Other, aichi: Other) -> None:
    built = gunma.load()
    for sheets, yen in ((128, 0), (129, 903), (200, 1400)):  # seven a sheet, none under 900
        answer = ask_fee(built, gunma("disclosure"), gunma.form(copies={"single": sheets}, outcome="grant"))[
            "answer"
        ]
        assert (answer["yen"], answer["exempt"]) == (yen, yen == 0)
    silent = ask_fee(aichi.load(), aichi("disclosure"), aichi.form(copies={"single": 1}))["answer"]
    assert (silent["yen"], silent["silent"]) == (None, True)


def test_records_are_kept_for_the_changed_time(aichi: Other) -> None:
    answer = ask_retention(aichi.load(), aichi("disclosure_ledger"), date(2024, 5, 1))["answer"]
    assert answer == {"keep_through": "2031-05-01", "disposable_from": "2031-05-02"}


def test_papers_are_judged_under_their_changed_names(gunma: Other) -> None:
    built = gunma.load()
    form = gunma.form(kind="correction", channel="window", documents=[{"type": "accuracy_proof"}])
    assert ask_evidence(built, form)["answer"]["rejected"] == []
    missing = ask_evidence(built, gunma.form(kind="correction", channel="window"))["answer"]["missing"]
    assert gunma("proof") in {one["item"] for one in missing}


def test_a_copy_is_enough_by_the_channels_the_rule_names(gunma: Other) -> None:
    """Which fact is the channel is known from the definitions, whatever it is called."""
    form = gunma.form(
        kind="correction", channel="window", documents=[{"type": "accuracy_proof", "copy": True}]
    )
    assert ask_evidence(gunma.load(), form)["answer"]["rejected"] == []


# --- cases


def office_of(other: Other, factory: pytest.TempPathFactory) -> Path:
    """An office made from one folder alone; one member holds every role."""
    path = factory.mktemp("office") / "o"
    create_office(path, [str(other.folder)], encrypted=False)
    with open_desk(path) as desk:
        roles: list[str] = []
        for built in desk.organisations().values():
            org = built.organisation
            for name, role in org.roles.items():
                roles += [f"{name}@{unit}" for unit in org.units] if role.per_unit else [name]
        desk.set_member("mihon", "見本 花子", roles, new=True)
    return path


@pytest.fixture(scope="module")
def gunma_office(gunma: Other, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return office_of(gunma, tmp_path_factory)


@pytest.fixture(scope="module")
def aichi_office(aichi: Other, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return office_of(aichi, tmp_path_factory)


@pytest.fixture
def gunma_desk(gunma_office: Path) -> Any:
    with open_desk(gunma_office, "mihon") as opened:
        yield opened


@pytest.fixture
def aichi_desk(aichi_office: Path) -> Any:
    with open_desk(aichi_office, "mihon") as opened:
        yield opened


def test_two_different_templates_of_one_name_do_not_share_an_office(
    gunma: Other, aichi: Other, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="ひな形「base」"):
        create_office(tmp_path / "o", [str(gunma.folder), str(aichi.folder)], encrypted=False)
    assert not (tmp_path / "o").exists()


def walk(desk: Desk, other: Other, kind: str, day: date, *steps: tuple[str, dict[str, Any]]) -> str:
    """A case of that kind with these steps, all in the changed words; its number."""
    person = {
        "name": "見本 太郎",
        "address": "見本市見本町1-1",
        "target": "給付の記録",
        "requester": "data_subject",
    }
    first, *rest = steps
    intake = other.form(**person, **first[1])
    organisation = other.names.organisation
    case = desk.submit(Submission(kind=other(kind), organisation=organisation, form=intake, date=day)).case
    for command, form in rest:
        desk.submit(
            Submission(
                other(command), case=case, organisation=organisation, form=other.form(**form), date=day
            )
        )
    return case


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_of_each_kind_runs_to_its_end_in_gunma(gunma_desk: Desk, gunma: Other, kind: str) -> None:
    intake: dict[str, Any] = {"channel": "window"}
    if kind in ("correction", "stop_use"):
        intake["disclosed_on_paper"] = "2026-01-15"
    if kind == "correction":
        intake["documents"] = [{"type": "accuracy_proof"}]
    fee: list[tuple[str, dict[str, Any]]] = [
        ("prepare_copy", {"copies": {"single": 200}}),
        ("pay", {"amount": 1400, "method": "transfer"}),
    ]
    case = walk(
        gunma_desk, gunma, kind, date(2026, 5, 11),
        ("receive", intake),
        ("record_check", CHECK),
        ("confirm_identity", {}),
        ("confirm_completeness", {}),
        ("investigate", {}),
        ("decide", {"outcome": "grant"}),
        ("notify", {}),
        *(fee if kind == "disclosure" else []),
        ("execute", {}),
        ("close", {}),
    )  # fmt: skip
    require_done(gunma_desk, gunma, case, kind)
    row = next(
        r
        for r in gunma_desk.rows(text=case)
        if (r.organisation, r.number) == (gunma.names.organisation, case)
    )
    assert (row.received, row.due, row.open) == ("2026-05-11", "2026-06-03", False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_of_each_kind_runs_to_its_end_in_aichi(aichi_desk: Desk, aichi: Other, kind: str) -> None:
    before = len(aichi_desk.register(aichi("disclosure_ledger")).rows)
    case = walk(
        aichi_desk, aichi, kind, date(2026, 5, 11),
        ("receive", {"channel": "window"}),
        ("record_check", CHECK),
        ("confirm_identity", {}),
        ("confirm_completeness", {}),
        ("stamp", {}),
        ("route", {"unit": "clinic"}),
        ("investigate", {}),
        ("decide", {"outcome": "grant"}),
        ("notify", {}),
    )  # fmt: skip
    require_done(aichi_desk, aichi, case, kind)
    assert next(one.id for one in aichi_desk.letters(case, aichi.names.organisation)) == aichi("receipt_slip")
    assert len(aichi_desk.register(aichi("disclosure_ledger")).rows) == before + 1


def require_done(desk: Desk, other: Other, case: str, kind: str) -> None:
    """Closed, with the letter that the changed table gives, addressed and printed."""
    organisation = other.names.organisation
    assert desk.case((organisation, case)).state == other("closed")
    letter = desk.letters(case, organisation)[-1]
    assert letter.id == other("decision_notice")
    assert letter.number == ask_letter(other.load(), other(kind), "grant")["answer"]["number"]
    assert desk.letter_bytes(case, other("decision_notice"), organisation=organisation).startswith(b"%PDF")
    text = desk.letter_bytes(case, other("decision_notice"), "txt", organisation).decode("utf-8")
    assert "見本 太郎" in text
    assert letter.number in text
    title = other.load().kinds[other(kind)].title.ja
    assert title.endswith(MARK)
    assert title in text.replace("\n", "")
    assert desk.why(case, "due", organisation)
    assert desk.record(case, organisation)["kind"] == other(kind)
