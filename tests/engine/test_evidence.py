"""Which papers are enough: every line of 第19条 and the meanings of the words of an evidence rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evidence import Verdict, judge, together, worst
from engine.model.basics import Basis, Period, Text
from engine.model.rule import Facts
from engine.model.workflow import EvidenceRule
from tests.engine.oita import DOCUMENTS, filed, group, identity, item, paper, rule

RULE = identity()
ARRIVED = date(2024, 3, 15)
LICENCE = paper("drivers_license")
COPY = paper("drivers_license", copy=True)


def ago(days: int) -> str:
    return (ARRIVED - timedelta(days)).isoformat()


def asked(entries: Sequence[Mapping[str, Any]], facts: Facts | None = None, **more: Any) -> Verdict:
    return judge(more.pop("rule", RULE), entries, facts or filed(), DOCUMENTS, **more)


def reasons(verdict: Verdict) -> list[tuple[str, str]]:
    return [(r.document, r.reason) for r in verdict.rejected]


def lacking(verdict: Verdict) -> list[str]:
    return [lack.item for lack in verdict.missing]


# --- the person himself ------------------------------------------------------------------------------------


def test_at_the_window_one_licence_is_enough() -> None:
    assert asked([LICENCE]) == Verdict("accepted")


def test_by_post_a_copy_of_the_licence_alone_lacks_the_residence_record() -> None:
    verdict = asked([COPY], filed(channel="post"))
    assert verdict.status == "missing"
    assert [(lack.item, lack.types, lack.basis) for lack in verdict.missing] == [
        ("own_residence", ("residence_record", "alien_registration_record"), Basis("第19条第1号ロ"))
    ]


@pytest.mark.parametrize(
    ("arrived", "created", "status"),
    [
        ("2024-05-31", "2024-05-01", "accepted"),
        ("2024-05-31", "2024-04-30", "missing"),
        ("2024-03-15", "2024-02-14", "accepted"),
        ("2024-03-15", "2024-02-13", "missing"),
    ],
)
def test_the_residence_record_may_be_thirty_days_old(arrived: str, created: str, status: str) -> None:
    facts = filed(date.fromisoformat(arrived), "post")
    verdict = asked([COPY, paper("residence_record", created)], facts)
    assert verdict.status == status
    assert reasons(verdict) == ([] if status == "accepted" else [("residence_record", "too_old")])


def test_the_old_card_is_good_only_with_an_address() -> None:
    assert reasons(asked([paper("resident_card_basic")])) == [("resident_card_basic", "no_address")]
    assert asked([paper("resident_card_basic", has_address=True)]).status == "accepted"


def test_a_changed_name_wants_its_proof() -> None:
    facts = filed(application__name_differs=True)
    assert lacking(asked([LICENCE], facts)) == ["former_name"]
    assert asked([LICENCE, paper("former_name_proof")], facts).status == "accepted"


def test_a_copy_is_no_original_at_the_window() -> None:
    verdict = asked([COPY])
    assert (verdict.status, reasons(verdict)) == ("missing", [("drivers_license", "not_original")])


def test_by_post_the_paper_itself_is_as_good_as_a_copy() -> None:
    assert asked([LICENCE, paper("residence_record", ago(3))], filed(channel="post")).status == "accepted"


# --- agents ------------------------------------------------------------------------------------------------


def test_a_mother_shows_her_passport_and_the_register() -> None:
    facts = filed(requester="statutory_agent", application__agent_capacity="parental")
    assert asked([paper("passport"), paper("family_register", ago(10))], facts).status == "accepted"
    assert lacking(asked([paper("passport")], facts)) == ["relation"]


def test_each_paper_is_judged_by_itself() -> None:
    facts = filed(requester="statutory_agent")
    entries = [LICENCE, paper("family_register", ago(45)), paper("guardianship_registration", ago(10))]
    verdict = asked(entries, facts)
    assert verdict.status == "accepted"
    assert [(r.index, r.reason) for r in verdict.rejected] == [(1, "too_old")]


@pytest.mark.parametrize(
    ("attorney", "seal_age", "reason"),
    [
        ({"signed": True, "sealed": True}, 40, ("seal_certificate", "too_old")),
        ({"sealed": True}, 10, ("power_of_attorney", "not_signed")),
        ({"signed": True, "sealed": False}, 10, ("power_of_attorney", "not_sealed")),
    ],
)
def test_a_mandate_that_is_not_complete(
    attorney: dict[str, bool], seal_age: int, reason: tuple[str, str]
) -> None:
    entries = [
        LICENCE,
        paper("power_of_attorney", ago(5), **attorney),
        paper("seal_certificate", ago(seal_age)),
    ]
    verdict = asked(entries, filed(requester="mandated_agent"))
    assert (verdict.status, reasons(verdict)) == ("missing", [reason])


def test_a_mandated_agent_by_post_also_shows_a_residence_record() -> None:
    facts = filed(channel="post", requester="mandated_agent")
    mandate = [
        paper("power_of_attorney", ago(30), signed=True, sealed=True),
        paper("seal_certificate", ago(30)),
    ]
    assert asked([COPY, paper("residence_record", ago(30)), *mandate], facts).status == "accepted"
    assert lacking(asked([COPY, *mandate], facts)) == ["own_residence"]


def test_a_curator_is_no_statutory_agent_but_may_be_mandated() -> None:
    entries = [LICENCE, paper("guardianship_registration", ago(3))]
    refused = asked(entries, filed(requester="statutory_agent", application__agent_capacity="curator"))
    assert refused.status == "missing"
    assert refused.missing[0].ja.startswith("保佐人")
    assert refused.missing[0].basis == Basis("第18条")
    mandate = [
        paper("power_of_attorney", ago(1), signed=True, sealed=True),
        paper("seal_certificate", ago(1)),
    ]
    facts = filed(requester="mandated_agent", application__agent_capacity="curator")
    assert asked([LICENCE, *mandate], facts).status == "accepted"


def test_an_unknown_capacity_is_not_judged() -> None:
    facts = filed(requester="statutory_agent")
    assert asked([LICENCE, paper("family_register", ago(3))], facts).status == "accepted"


# --- something else instead --------------------------------------------------------------------------------

BANK_BOOK = paper("other", description="預金通帳")


def test_a_bank_book_waits_for_approval() -> None:
    verdict = asked([BANK_BOOK])
    assert (verdict.status, lacking(verdict), verdict.rejected) == ("pending", ["approved"], ())
    assert asked([BANK_BOOK], filed(event__approve_substitute=ARRIVED)).status == "accepted"
    assert asked([{**BANK_BOOK, "approved_by": "見本 太郎"}]).status == "accepted"


def test_without_an_offer_an_approval_alone_is_nothing() -> None:
    assert asked([], filed(event__approve_substitute=ARRIVED)).status == "missing"


def test_a_paper_outside_an_open_list_is_described_and_says_what_it_is_for() -> None:
    student = paper("other", description="学生証")
    assert asked([{**student, "for": "own"}]).status == "accepted"
    verdict = asked([paper("other", **{"for": "own"})])
    assert (verdict.status, reasons(verdict)) == ("missing", [("other", "not_listed")])


def test_it_is_not_listed_where_the_demand_is_closed_or_not_made() -> None:
    for item_id in ("relation", "former_name", "nothing"):
        verdict = asked([paper("other", description="手紙", **{"for": item_id})])
        assert (verdict.status, reasons(verdict)) == ("missing", [("other", "not_listed")])


def test_without_for_it_serves_the_only_open_item() -> None:
    letter = paper("other", description="手紙")
    one = EvidenceRule(
        id="r",
        title=Text("r"),
        received="event.receive",
        need=item("only", documents=("passport",), open=True),
    )
    assert asked([letter], rule=one).status == "accepted"
    two = EvidenceRule(
        id="r", title=Text("r"), need=group("n", "all", item("a", open=True), item("b", open=True))
    )
    assert reasons(asked([letter], rule=two)) == [("other", "not_listed")]


def test_a_type_nobody_asks_for_is_not_listed() -> None:
    assert reasons(asked([LICENCE, paper("library_card")])) == [("library_card", "not_listed")]


def test_a_paper_that_is_only_needed_by_post_does_no_harm_at_the_window() -> None:
    assert asked([LICENCE, paper("residence_record", ago(3))]) == Verdict("accepted")


# --- ages --------------------------------------------------------------------------------------------------


def test_an_age_is_not_judged_without_a_date() -> None:
    verdict = asked([COPY, paper("residence_record")], filed(channel="post"))
    assert reasons(verdict) == [("residence_record", "no_date")]


def test_a_date_after_the_request_never_counts() -> None:
    verdict = asked([COPY, paper("residence_record", ago(-1))], filed(channel="post"))
    assert reasons(verdict) == [("residence_record", "future")]
    assert reasons(asked([paper("passport", ago(-1))])) == [("passport", "future")]


@pytest.mark.parametrize(("same_day_counts", "status"), [(True, "accepted"), (False, "missing")])
def test_whether_a_paper_of_the_same_day_counts_is_a_setting(same_day_counts: bool, status: str) -> None:
    entries = [COPY, paper("residence_record", ARRIVED)]
    assert asked(entries, filed(channel="post"), rule=identity(same_day_counts)).status == status


def test_ages_in_months_follow_the_calendar() -> None:
    one = EvidenceRule(
        id="r",
        title=Text("r"),
        on=rule("event.receive"),
        need=item("i", documents=("passport",), max_age=Period(1, "month")),
    )
    assert asked([paper("passport", "2024-02-15")], rule=one).status == "accepted"
    assert asked([paper("passport", "2024-02-14")], rule=one).status == "missing"


class Weekdays:
    def is_open(self, day: date) -> bool:
        return day.weekday() < 5


def test_ages_in_business_days_follow_the_offices_calendar() -> None:
    one = EvidenceRule(
        id="r",
        title=Text("r"),
        on=rule("event.receive"),
        need=item("i", documents=("passport",), max_age=Period(5, "business_day")),
    )
    # Friday 15 March: the fifth open day before is Friday 8 March.
    for calendar in (None, Weekdays()):
        facts = filed() if calendar else Facts({**filed(), "org.calendar": Weekdays()})  # type: ignore[dict-item]
        assert (
            asked([paper("passport", "2024-03-08")], facts, rule=one, calendar=calendar).status == "accepted"
        )
        assert (
            asked([paper("passport", "2024-03-07")], facts, rule=one, calendar=calendar).status == "missing"
        )


def test_ages_count_from_the_day_the_rule_names() -> None:
    one = replace(RULE, on=rule("application.sent_on"))
    entries = [COPY, paper("residence_record", "2024-02-13")]
    sent = filed(channel="post", application__sent_on=date(2024, 3, 14))
    assert asked(entries, sent, rule=one).status == "accepted"
    unknown = asked(entries, filed(channel="post"), rule=one)
    assert (unknown.status, reasons(unknown)) == ("missing", [("residence_record", "no_date")])


def test_a_type_of_paper_may_end() -> None:
    documents = {
        **DOCUMENTS,
        "health_insurance_card": replace(DOCUMENTS["health_insurance_card"], valid_until=date(2024, 3, 14)),
    }
    assert reasons(judge(RULE, [paper("health_insurance_card")], filed(), documents)) == [
        ("health_insurance_card", "too_old")
    ]


# --- joins, demands, holders -------------------------------------------------------------------------------


def simple(need: Any, **more: Any) -> EvidenceRule:
    return EvidenceRule(id="r", title=Text("r"), received="event.receive", need=need, **more)


def test_two_of_three() -> None:
    one = simple(item("i", "n", count=2, documents=("passport", "family_register", "drivers_license")))
    assert asked([LICENCE, LICENCE], rule=one).status == "missing"
    assert asked([LICENCE, paper("passport")], rule=one).status == "accepted"


def test_two_of_three_groups() -> None:
    parts = [item(name, documents=(name,)) for name in ("passport", "family_register", "drivers_license")]
    one = simple(group("g", "n", *parts, count=2))
    verdict = asked([LICENCE], rule=one)
    assert (verdict.status, lacking(verdict)) == ("missing", ["passport"])
    assert asked([LICENCE, paper("family_register")], rule=one).status == "accepted"


def test_a_demand_is_made_case_by_case() -> None:
    mandate = item("mandate", documents=("power_of_attorney",))
    seal = item("seal", documents=("seal_certificate",), on_demand=True)
    one = simple(group("g", "all", mandate, seal))
    attorney = paper("power_of_attorney", signed=True, sealed=True)
    assert asked([], rule=one).status == "missing"
    assert asked([attorney], rule=one).status == "accepted"
    verdict = asked([attorney], rule=one, demanded=["seal"])
    assert (verdict.status, lacking(verdict)) == ("pending", ["seal"])
    assert asked([attorney, paper("seal_certificate")], rule=one, demanded=["seal"]).status == "accepted"


def test_an_inactive_alternative_is_no_way_around() -> None:
    sleeping = item("sleeping", documents=("passport",), when=rule("application.name_differs"))
    one = simple(group("g", "any", sleeping, item("own", documents=("drivers_license",))))
    assert asked([], rule=one).status == "missing"
    assert asked([LICENCE], rule=one).status == "accepted"


def test_whose_paper_it_is_counts_only_if_told() -> None:
    one = simple(item("i", documents=("family_register",), holder={"data_subject": rule("true")}))
    assert asked([paper("family_register")], rule=one).status == "accepted"
    assert asked([paper("family_register", holder="data_subject")], rule=one).status == "accepted"
    assert asked([paper("family_register", holder="requester")], rule=one).status == "missing"


def test_whoever_files_for_himself_is_both_requester_and_data_subject() -> None:
    """One and the same person: the paper counts whichever of the two words the clerk chose."""
    whose = {"requester": rule("true"), "data_subject": rule("application.requester = data_subject")}
    one = simple(item("i", documents=("drivers_license",), holder=whose))
    licence = paper("drivers_license", holder="data_subject")
    assert asked([licence], filed(), rule=one).status == "accepted"
    assert asked([licence], filed(requester="mandated_agent"), rule=one).status == "missing"
    own = paper("drivers_license", holder="requester")
    assert asked([own], filed(requester="mandated_agent"), rule=one).status == "accepted"


def test_what_a_paper_shows_counts_only_if_told() -> None:
    one = simple(item("i", documents=("family_register",), shows="relation"))
    assert asked([paper("family_register")], rule=one).status == "accepted"
    assert asked([paper("family_register", shows=["relation"])], rule=one).status == "accepted"
    assert asked([paper("family_register", shows=["birth"])], rule=one).status == "missing"


def test_a_rule_that_does_not_apply_asks_nothing() -> None:
    one = simple(item("i", documents=("passport",)), when=rule("kind = correction"))
    assert asked([], filed(kind="disclosure"), rule=one) == Verdict("accepted", active=False)
    assert asked([], filed(kind="correction"), rule=one).status == "missing"
    assert not asked([], filed(), rule=one).active


def test_a_list_that_names_nothing_is_met_by_nothing() -> None:
    assert asked([LICENCE], rule=simple(item("i", "all"))).status == "missing"


def test_a_silent_list_waits_for_a_person() -> None:
    one = simple(None, checked_by="record_check")
    verdict = asked([LICENCE], rule=one)
    assert (verdict.status, lacking(verdict)) == ("pending", ["r"])
    assert asked([], filed(event__record_check=ARRIVED), rule=one).status == "accepted"
    assert asked([{**LICENCE, "approved_by": "見本 花子"}], rule=one).status == "accepted"


# --- several rules, and laws -------------------------------------------------------------------------------


def test_the_worst_counts() -> None:
    assert worst([]) == "accepted"
    assert worst(["accepted", "pending"]) == "pending"
    assert worst(["pending", "missing", "accepted"]) == "missing"


def test_rules_together_know_each_others_papers() -> None:
    accuracy = simple(item("proof", documents=("accuracy_proof",)))
    entries = [LICENCE, paper("accuracy_proof"), paper("library_card")]
    both = together([asked(entries), asked(entries, rule=accuracy)])
    assert both.status == "accepted"
    assert reasons(both) == [("library_card", "not_listed")]
    assert together([Verdict("accepted", active=False)]) == Verdict("accepted", active=False)


PAPERS = st.lists(
    st.builds(
        lambda type, age, marks, extra: paper(type, age if age is None else ago(age), **marks, **extra),
        st.sampled_from(sorted(DOCUMENTS)),
        st.none() | st.integers(-2, 45),
        st.dictionaries(st.sampled_from(["signed", "sealed", "has_address", "copy"]), st.booleans()),
        st.sampled_from(
            [
                {},
                {"description": "通帳"},
                {"description": "x", "for": "own"},
                {"description": "y", "approved_by": "見本"},
            ]
        ),
    ),
    max_size=6,
)
FACTS = st.builds(
    lambda channel, requester: filed(channel=channel, requester=requester),
    st.sampled_from(["window", "post"]),
    st.sampled_from(["data_subject", "statutory_agent", "mandated_agent"]),
)


@given(PAPERS, FACTS, st.randoms(use_true_random=False))
def test_the_order_of_papers_is_irrelevant(entries: list[Any], facts: Facts, random: Any) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    one, other = asked(entries, facts), asked(shuffled, facts)
    assert (one.status, one.missing) == (other.status, other.missing)
    assert sorted(reasons(one)) == sorted(reasons(other))


@given(PAPERS, PAPERS, FACTS)
def test_another_paper_never_makes_it_worse(entries: list[Any], more: list[Any], facts: Facts) -> None:
    before, after = asked(entries, facts).status, asked(entries + more, facts).status
    assert worst([before, after]) == before


@given(PAPERS, FACTS)
def test_what_is_not_accepted_is_said(entries: list[Any], facts: Facts) -> None:
    verdict = asked(entries, facts)
    assert (verdict.status == "accepted") == (not verdict.missing)
    assert all(lack.ja and lack.en for lack in verdict.missing)
