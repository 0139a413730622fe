"""Trying scenario files: what passes, and how a difference is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.desk.scenarios import run_scenarios
from engine.desk.words import Finding, Tried
from engine.errors import UsageError

APPLICATION = (
    "{channel: window, requester: data_subject, name: 見本 太郎, address: 前橋市見本町1-1, target: 給付記録}"
)
RECEIVE = f"- {{date: 2024-04-01, do: receive, form: {APPLICATION}}}"
CHECK = "- {date: 2024-04-01, do: record_check, form: {checked: 運転免許証, why: 一致した}}"
TO_DECIDING = [
    RECEIVE,
    CHECK,
    "- {date: 2024-04-01, do: confirm_identity}",
    "- {date: 2024-04-01, do: confirm_completeness}",
    "- {date: 2024-04-01, do: investigate, form: {findings: 記録を照合した}}",
]


def tried(
    tmp_path: Path,
    steps: list[str],
    expect: str,
    *more: str,
    org: str = "gunma_gojokai",
    kind: str = "disclosure",
) -> Tried:
    """The result of one scenario with these steps; `more` are further keys of it."""
    written = "\n    ".join(steps)
    lines = [
        "- scenario: 見本",
        f"  organisation: {org}",
        f"  kind: {kind}",
        *(f"  {key}" for key in more),
        f"  steps:\n    {written}" if steps else "  steps: []",
        f"  expect: {expect}",
    ]
    file = tmp_path / "example.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return run_scenarios([file])


def only(result: Tried) -> Finding:
    assert (result.passed, result.failed, len(result.findings)) == (0, 1, 1), result.findings
    return result.findings[0]


def passes(result: Tried) -> bool:
    assert result.findings == ()
    return (result.passed, result.failed) == (1, 0)


# --- what passes


@pytest.mark.parametrize(
    "expect",
    [
        "{state: identity_check, due: 2024-05-01, remaining_days: 30, overdue: false, paused: false}",
        "{at: 2024-05-02, remaining_days: -1, overdue: true, elapsed_days: 31}",
        "{notices: [], unmapped: false, fee: 0, evidence: {identity: pending}}",
        "{tasks: {hosei: {open: 0, ended: 0}}, blocked: {confirm_identity: [identity]}}",
        "{facts: {application.channel: window, channel: window, event.receive: 2024-04-01, event.decide: ~}}",
        "{clocks: {decision: 2024-05-01}}",
    ],
)
def test_the_day_after_receipt(tmp_path: Path, expect: str) -> None:
    assert passes(tried(tmp_path, [RECEIVE], expect))


def test_a_pause_has_no_due_date_and_a_name_of_its_own(tmp_path: Path) -> None:
    steps = [RECEIVE, "- {date: 2024-04-10, do: request_hosei, form: {items: [印影], answer_by: 2024-04-30}}"]
    expect = "{at: 2024-04-12, state: awaiting_hosei, due: none, paused: true, clocks: {answer: 2024-04-30}}"
    assert passes(tried(tmp_path, steps, expect))
    assert passes(tried(tmp_path, steps, "{state: identity_check, tasks: {hosei: {open: 1, count: 1}}}"))


def test_an_answered_pause_moves_the_due_date(tmp_path: Path) -> None:
    steps = [
        RECEIVE,
        "- {date: 2024-04-10, do: request_hosei, form: {items: [印影], answer_by: 2024-04-30}}",
        "- {date: 2024-04-20, do: answer_hosei}",
    ]
    assert passes(tried(tmp_path, steps, "{due: 2024-05-11, remaining_days: 21}"))


def test_letters_are_listed_in_their_order(tmp_path: Path) -> None:
    steps = [
        *TO_DECIDING,
        "- {date: 2024-04-15, do: decide, form: {outcome: grant}}",
        "- {date: 2024-04-16, do: notify}",
    ]
    result = tried(tmp_path, steps, "{state: executing, notices: [{to: applicant}]}")
    assert passes(result)
    assert only(tried(tmp_path, steps, "{notices: []}")).where == "notices"


def test_a_refused_step_changes_nothing(tmp_path: Path) -> None:
    early = "- {date: 2024-04-01, do: decide, form: {outcome: grant}, refused: [from]}"
    assert passes(tried(tmp_path, [RECEIVE, early], "{state: identity_check}"))
    assert passes(tried(tmp_path, [RECEIVE, early.replace("[from]", "true")], "{state: identity_check}"))


def test_a_field_may_be_named_in_three_ways(tmp_path: Path) -> None:
    for name in ("form", "/outcome", "outcome"):
        step = f"- {{date: 2024-04-02, do: decide, form: {{}}, refused: [{name}]}}"
        assert passes(tried(tmp_path, [*TO_DECIDING, step], "{state: deciding}"))


def test_a_case_named_by_a_link_comes_from_given(tmp_path: Path) -> None:
    form = APPLICATION.replace(
        "}", ", earlier: earlier, documents: [{type: accuracy_proof, description: 通知書}]}"
    )
    given = "given: {earlier: {kind: disclosure, exports: {disclosed_on: 2024-03-01}}}"
    steps = [f"- {{date: 2024-04-01, do: receive, form: {form}}}"]
    expect = "{facts: {application.earlier.disclosed_on: 2024-03-01}}"
    assert passes(tried(tmp_path, steps, expect, given, kind="correction"))


# --- warnings


def warned(mark: str) -> list[str]:
    form = APPLICATION.replace("}", ", documents: [{type: accuracy_proof, description: 通知書}]}")
    return [f"- {{date: 2024-04-01, do: receive, form: {form}{mark}}}"]


def test_a_warning_stops_a_step_that_does_not_speak_of_it(tmp_path: Path) -> None:
    finding = only(tried(tmp_path, warned(""), "{state: identity_check}", kind="correction"))
    assert finding.where == "1 receive (2024-04-01)"
    assert finding.expected == "done"
    assert finding.got.startswith("warned: prior_disclosure")


@pytest.mark.parametrize("mark", [", warned: [prior_disclosure]", ", acknowledge: [prior_disclosure]"])
def test_a_warning_that_is_named_lets_the_step_through(tmp_path: Path, mark: str) -> None:
    assert passes(tried(tmp_path, warned(mark), "{state: identity_check}", kind="correction"))


def test_a_warning_that_does_not_come_is_a_difference(tmp_path: Path) -> None:
    steps = [f"- {{date: 2024-04-01, do: receive, form: {APPLICATION}, warned: [prior_disclosure]}}"]
    assert only(tried(tmp_path, steps, "{state: identity_check}")).expected == "warned: prior_disclosure"


def test_a_step_repeated_with_the_warning_acknowledged_was_only_warned_before(tmp_path: Path) -> None:
    steps = [*warned(", warned: [prior_disclosure]"), *warned(", acknowledge: [prior_disclosure]")]
    assert passes(tried(tmp_path, steps, "{state: identity_check}", kind="correction"))


# --- who acts


def test_a_role_that_may_not_is_refused(tmp_path: Path) -> None:
    step = "- {date: 2024-04-02, do: decide, role: window_clerk, form: {outcome: grant}, refused: [role]}"
    assert passes(tried(tmp_path, [*TO_DECIDING, step], "{state: deciding}"))


def test_an_unknown_role_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    step = "- {date: 2024-04-02, do: decide, role: window_clark, form: {outcome: grant}}"
    assert "window_clerk" in only(tried(tmp_path, [*TO_DECIDING, step], "{state: deciding}")).got


def test_a_member_may_be_named(tmp_path: Path) -> None:
    step = "- {date: 2024-04-02, do: decide, as: hanako, form: {outcome: grant}}"
    assert passes(tried(tmp_path, [*TO_DECIDING, step], "{facts: {event.decide.by: hanako}}"))


# --- what differs


@pytest.mark.parametrize(
    ("expect", "where", "expected", "got"),
    [
        ("{due: 2024-04-30}", "due", "2024-04-30", "2024-05-01"),
        ("{due: none}", "due", "null", "2024-05-01"),
        ("{state: deciding}", "state", "deciding", "identity_check"),
        ("{overdue: true}", "overdue", "true", "false"),
        ("{fee: none}", "fee", "none", "0"),
        ("{evidence: {identity: accepted}}", "evidence.identity", "accepted", "pending"),
        ("{registers: {nowhere: 1}}", "registers.nowhere", "1", "—"),
        ("{tasks: {hosei: {open: 2}}}", "tasks.hosei.open", "2", "0"),
        ("{facts: {kind: correction}}", "facts.kind", "correction", "disclosure"),
        ("{clocks: {nowhere: 2024-05-01}}", "clocks.nowhere", "2024-05-01", "—"),
        ("{blocked: {receive_again: true}}", "blocked.receive_again", "true", "—"),
    ],
)
def test_a_difference_says_key_expectation_and_outcome(
    tmp_path: Path, expect: str, where: str, expected: str, got: str
) -> None:
    finding = only(tried(tmp_path, [RECEIVE], expect))
    assert (finding.scenario, finding.where, finding.expected, finding.got) == ("見本", where, expected, got)
    assert finding.file.startswith(str(tmp_path.as_posix()))
    assert finding.file.split(":")[-2] == "6"


def test_a_refused_step_says_why_and_ends_the_scenario(tmp_path: Path) -> None:
    steps = [RECEIVE, "- {date: 2024-04-02, do: decide, form: {outcome: grant}}"]
    finding = only(tried(tmp_path, steps, "{state: nowhere}"))
    assert finding.where == "2 decide (2024-04-02)"
    assert finding.got.startswith("refused: from: 「")


def test_a_step_that_was_to_be_refused_and_is_not(tmp_path: Path) -> None:
    finding = only(tried(tmp_path, [RECEIVE.replace("}}", "}, refused: [form]}")], "{}"))
    assert (finding.expected, finding.got) == ("refused: form", "done: identity_check")


def test_a_refusal_for_another_reason_is_a_difference(tmp_path: Path) -> None:
    step = "- {date: 2024-04-01, do: decide, form: {outcome: grant}, refused: [grounds]}"
    assert only(tried(tmp_path, [RECEIVE, step], "{}")).expected == "refused: grounds"


# --- files that are not well formed


def test_an_unknown_key_is_told_with_its_place(tmp_path: Path) -> None:
    finding = only(tried(tmp_path, [RECEIVE], "{stat: closed}"))
    assert "state" in finding.got
    assert finding.file.endswith(":6:12")


def test_a_broken_scenario_leaves_the_others_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    good = f"- {{scenario: 良い, organisation: gunma_gojokai, kind: disclosure, steps: [{RECEIVE[2:]}]}}\n"
    file.write_text(
        good + "- {scenario: 悪い, organisation: gunma_gojokai, steps: [], hope: true}\n", encoding="utf-8"
    )
    result = run_scenarios([file])
    assert (result.passed, result.failed) == (1, 1)
    assert [f.scenario for f in result.findings] == ["悪い"]


def test_what_is_no_yaml_is_told(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("- {scenario: [", encoding="utf-8")
    result = run_scenarios([file])
    assert result.failed == 1
    assert result.findings[0].where.startswith("yaml:")


@pytest.mark.parametrize(
    ("key", "word"),
    [("organisation: gunma_gojokay", "gunma_gojokai"), ("settings: {SET-99: none}", "SET-99")],
)
def test_a_definition_that_cannot_be_used_is_told(tmp_path: Path, key: str, word: str) -> None:
    file = tmp_path / "one.yaml"
    org = "" if key.startswith("organisation") else "  organisation: gunma_gojokai\n"
    file.write_text(f"- scenario: 見本\n{org}  {key}\n  steps:\n    {RECEIVE}\n", encoding="utf-8")
    assert word in only(run_scenarios([file])).got


def test_a_kind_the_organisation_lacks(tmp_path: Path) -> None:
    assert only(tried(tmp_path, [RECEIVE], "{}", kind="nothing")).where == "kind"


def test_a_day_that_does_not_exist(tmp_path: Path) -> None:
    assert "2024-02-30" in only(tried(tmp_path, [RECEIVE.replace("2024-04-01", "2024-02-30")], "{}")).got


def test_paths_that_hold_nothing_are_wrong_usage(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageError):
            run_scenarios([path])


# --- other organisations, changed definitions


def test_an_organisation_of_one_s_own_is_found_beside_its_scenarios() -> None:
    folder = Path(__file__).resolve().parents[2] / "patterns" / "mihon_union"
    assert run_scenarios([folder / "workflows" / "mihon_union" / "scenarios" / "forms.yaml"]).failed == 0


def test_the_same_scenarios_on_another_organisation(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(
        f"- {{scenario: 見本, organisation: nowhere, kind: disclosure, steps: [{RECEIVE[2:]}]}}\n",
        encoding="utf-8",
    )
    assert run_scenarios([file]).failed == 1
    assert run_scenarios([file], org="gunma_gojokai").passed == 1


def test_a_change_of_the_definition_is_judged(tmp_path: Path) -> None:
    change = 'set: {fees.copy.when: "kind = nothing"}'
    assert passes(tried(tmp_path, [], "{check: ['rule:fees.copy.when']}", change))
    assert only(tried(tmp_path, [], "{check: ['rule:fees.copy.when']}")).where == "check"


def test_a_silent_list_is_a_finding(tmp_path: Path) -> None:
    assert passes(tried(tmp_path, [], "{check: ['silent:evidence.identity']}"))


def test_steps_go_by_the_changed_definition(tmp_path: Path) -> None:
    change = "set: {clocks.decision.period: 10 days}"
    assert passes(tried(tmp_path, [RECEIVE], "{due: 2024-04-11}", change))


def test_a_change_at_a_place_that_is_not_there(tmp_path: Path) -> None:
    assert only(tried(tmp_path, [RECEIVE], "{}", "set: {clocks.nowhere: ~}")).where == "set"


# --- the desk's own steps


def test_a_clock_that_names_a_command_has_it_done_the_day_after(tmp_path: Path) -> None:
    steps = [RECEIVE, "- {date: 2024-04-10, do: request_hosei, form: {items: [印影], answer_by: 2024-04-30}}"]
    auto = "settings: {SET-17: auto}"
    assert passes(tried(tmp_path, steps, "{at: 2024-04-30, state: awaiting_hosei}", auto))
    assert passes(
        tried(tmp_path, steps, "{at: 2024-05-20, state: lapsed, facts: {event.lapse: 2024-05-01}}", auto)
    )
    late = [*steps, "- {date: 2024-05-02, do: answer_hosei, refused: [from]}"]
    assert passes(tried(tmp_path, late, "{state: lapsed}", auto))
