"""Ways to an end, dead steps, ends without a letter, and letters with a blank."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.check.small import blocking, findings


def test_the_small_workflow_passes(tmp_path: Path) -> None:
    assert findings(tmp_path) == {}


# --- soundness ---------------------------------------------------------------------------------------------


def test_a_state_without_a_way_out_is_stuck(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        """
states: {deciding: {commands: {decide: {to: waiting}}}, waiting: {title: 保留, after: deciding}}
""",
    )
    stuck = found["stuck:states.waiting"]
    assert stuck.ja.startswith("保留: ここから終わりに行けません。")
    assert stuck.example.startswith("受け付ける → 確認する → 決定する（種別＝閲覧")


def test_a_condition_that_never_holds_makes_stuck(tmp_path: Path) -> None:
    overlay = """
commands: {withdraw: {from: [intake]}}
states:
  carrying_out: {commands: {carry_out: {when: decision.outcome = refuse}}}
"""
    assert blocking(tmp_path, overlay) == {"stuck:states.carrying_out", "dead:commands.carry_out"}


def test_a_state_nobody_leads_to_is_unreachable(tmp_path: Path) -> None:
    overlay = """
states: {archive: {title: 保管, end: aside,
    commands: {dig_out: {title: 取り出す, done: 済, by: [clerk], to: closed}}}}
"""
    assert blocking(tmp_path, overlay) == {"unreachable:states.archive", "dead:commands.dig_out"}


def test_what_only_one_kind_uses_is_not_dead(tmp_path: Path) -> None:
    overlay = "states: {carrying_out: {commands: {carry_out: {when: kind = see}}}}\n"
    found = findings(tmp_path, overlay)
    assert set(found) == {"stuck:states.carrying_out"}
    assert "（種別: 訂正）" in found["stuck:states.carrying_out"].ja


def test_a_command_that_waits_for_what_never_happened_is_dead(tmp_path: Path) -> None:
    overlay = """
commands: {reopen: {title: やり直す, from: [intake], done: 済, by: [clerk],
    when: event.decide is present, to: deciding}}
"""
    assert blocking(tmp_path, overlay) == {"dead:commands.reopen"}


def test_a_requirement_that_can_never_be_met_is_dead_and_stuck(tmp_path: Path) -> None:
    overlay = """
commands: {withdraw: {from: [intake]}}
states:
  notifying:
    commands: {notify: {require: {never: {rule: decision.outcome is missing, message: だめ}}}}
"""
    found = blocking(tmp_path, overlay)
    assert found == {
        "stuck:states.notifying",
        "dead:commands.notify",
        "unreachable:states.carrying_out",
        "dead:commands.carry_out",
        "unreachable:states.closed",
    }


def test_a_warning_does_not_stop_anybody(tmp_path: Path) -> None:
    overlay = """
states:
  notifying:
    commands: {notify: {require: {never: {rule: decision.outcome is missing, message: 注意, severity: warn}}}}
"""
    assert blocking(tmp_path, overlay) == set()


def test_a_task_is_proved_by_itself(tmp_path: Path) -> None:
    overlay = "tasks: {fixing: {commands: {take_fix: ~}, clocks: {answer: {stops: ~, expired: ask_fix}}}}\n"
    found = blocking(tmp_path, overlay)
    assert found == {"stuck:tasks.fixing.states.waiting", "unreachable:tasks.fixing.states.fixed"}


def test_a_task_whose_time_never_comes_is_dead(tmp_path: Path) -> None:
    overlay = """
states: {attic: {title: 屋根裏, end: aside}}
tasks: {fixing: {during: [attic]}}
"""
    assert blocking(tmp_path, overlay) == {
        "unreachable:states.attic",
        "dead:tasks.fixing.commands.ask_fix",
        "dead:tasks.fixing.commands.take_fix",
    }


# --- branches ----------------------------------------------------------------------------------------------


def test_branches_must_be_complete(tmp_path: Path) -> None:
    overlay = "states: {deciding: {commands: {decide: {to: {notifying: decision.outcome = grant}}}}}\n"
    found = findings(tmp_path, overlay)
    assert "gap:commands.decide" in found
    assert "結果＝しない" in found["gap:commands.decide"].ja


def test_branches_must_not_overlap(tmp_path: Path) -> None:
    overlay = """
states:
  deciding:
    commands:
      decide: {to: {notifying: "decision.outcome in [grant, refuse]", withdrawn: decision.outcome = refuse}}
"""
    assert "overlap:commands.decide" in blocking(tmp_path, overlay)


def test_the_same_comparison_is_drawn_once(tmp_path: Path) -> None:
    overlay = """
states:
  deciding:
    commands:
      decide: {to: {notifying: application.pages > 3, checking: not (application.pages > 3)}}
"""
    assert blocking(tmp_path, overlay) == set()


# --- letters -----------------------------------------------------------------------------------------------


def test_an_end_without_a_letter(tmp_path: Path) -> None:
    found = findings(tmp_path, "states: {withdrawn: {no_letter: ~}}\n")
    assert set(found) == {"no_letter:states.withdrawn"}
    assert "決定の通知なしに終わります" in found["no_letter:states.withdrawn"].ja


def test_a_letter_that_is_sometimes_not_sent(tmp_path: Path) -> None:
    found = findings(tmp_path, "notices: {answer: {when: decision.outcome = grant}}\n")
    assert "no_letter:states.closed" in found
    assert "結果＝しない" in found["no_letter:states.closed"].example


def test_a_blank_because_nothing_asks_for_the_reason(tmp_path: Path) -> None:
    overlay = "states: {deciding: {commands: {decide: {require: {reason: ~}}}}}\n"
    found = findings(tmp_path, overlay)
    blank = found["blank:notices.answer.reason"]
    assert "「理由」が空のまま出ることがあります" in blank.ja
    assert blank.example == "受け付ける → 確認する → 決定する → 通知する（種別＝閲覧、結果＝しない）"
    assert blank.place is not None


def test_the_condition_must_cover_the_letters(tmp_path: Path) -> None:
    overlay = 'notices: {answer: {body: {reason: {when: "decision.outcome in [grant, refuse]"}}}}\n'
    assert blocking(tmp_path, overlay) == {"blank:notices.answer.reason"}


def test_an_optional_field_may_be_printed_where_it_is_present(tmp_path: Path) -> None:
    bare = 'notices: {answer: {body: {note: {title: 備考, text: "{application.note}"}}}}\n'
    assert blocking(tmp_path, bare) == {"blank:notices.answer.note"}
    kept = bare.replace("{title", "{when: application.note is present, title")
    assert blocking(tmp_path, kept) == set()
    otherwise = bare.replace("{application.note}", "{application.note otherwise 「なし」}")
    assert blocking(tmp_path, otherwise) == set()


def test_a_conditional_required_field_is_there_where_its_condition_holds(tmp_path: Path) -> None:
    bare = 'notices: {answer: {body: {agent: {text: "{application.agent_name}"}}}}\n'
    assert blocking(tmp_path, bare) == {"blank:notices.answer.agent"}
    assert blocking(tmp_path, bare.replace("{text", "{when: application.agent, text")) == set()


def test_a_field_filled_in_again_loses_what_was_certain(tmp_path: Path) -> None:
    overlay = """
commands: {revise: {title: 書き直す, from: [notifying], done: 済, by: [chief], form: decision}}
"""
    assert blocking(tmp_path, overlay) == {"blank:notices.answer.reason"}


def test_what_a_step_not_yet_taken_asks_is_not_there(tmp_path: Path) -> None:
    overlay = 'notices: {answer: {body: {limit: {text: "{event.carry_out}"}}}}\n'
    assert blocking(tmp_path, overlay) == {"blank:notices.answer.limit"}


def test_a_due_date_is_there_only_where_the_clock_has_a_number(tmp_path: Path) -> None:
    printed = 'notices: {answer: {body: {limit: {text: "{clock.limit.due}"}}}}\n'
    assert blocking(tmp_path, printed) == set()
    paused = printed + "clocks: {limit: {pauses: {fixing: {count: diff}}}}\n"
    assert blocking(tmp_path, paused) == set(), "it ends with the phase"
    kept = paused + "tasks: {fixing: {leave: keep%s}}\n"
    assert blocking(tmp_path, kept % "") == {"blank:notices.answer.limit"}
    assert blocking(tmp_path, kept % ", blocks: [notify]") == set()
    assert "blank:notices.answer.limit" in blocking(tmp_path, printed + "clocks: {limit: {period: silent}}\n")


def test_letters_of_tasks_are_proved_too(tmp_path: Path) -> None:
    overlay = """
notices:
  ask: {title: 補正の求め, at: [ask_fix], to: applicant, basis: 第6条,
    body: {a: {text: "{application.name} {fix.answer_by}"}}}
"""
    assert blocking(tmp_path, overlay) == set()
    assert blocking(tmp_path, overlay.replace("answer_by}", "what}")) == {"blank:notices.ask.a"}


def test_one_finding_names_the_kinds_that_share_it(tmp_path: Path) -> None:
    overlay = "notices: {answer: {when: kind = see}}\n"
    found = findings(tmp_path, overlay)
    assert "（種別: 訂正）" in found["no_letter:states.closed"].ja
    both = findings(tmp_path, "states: {deciding: {commands: {decide: {require: {reason: ~}}}}}\n")
    assert "種別:" not in both["blank:notices.answer.reason"].ja


def test_a_combination_called_impossible_must_be(tmp_path: Path) -> None:
    overlay = "tables: {form: {rows: {refuse: {number: impossible}}}}\n"
    assert "possible:tables.form.refuse" in blocking(tmp_path, overlay)


def test_an_answer_without_a_form_needs_another_to_be_chosen(tmp_path: Path) -> None:
    overlay = "tables: {form: {rows: {refuse: {number: unmapped}}}}\n"
    assert blocking(tmp_path, overlay) == {"no_alternative:notices.answer"}
    chosen = """
forms:
  other: {title: 通知, properties: {form: {type: string, title: 様式}, why: {type: string, title: 理由}}}
states: {notifying: {commands: {notify: {form: other}}}}
notices: {answer: {alternative: {form: other.form, requires: other.why}}}
"""
    assert blocking(tmp_path, overlay + chosen) == set()


def test_a_letter_goes_to_somebody_with_a_name(tmp_path: Path) -> None:
    nameless = """
forms: {application: {properties: {name: {x-required: false}}}}
notices: {answer: {body: {head: {text: 決定しました。}}}}
"""
    assert blocking(tmp_path, nameless) == {"blank:notices.answer.to"}
    agent = nameless.replace(
        "{name: {x-required: false}}",
        """{name: {x-required: false},
  agent: {replace: true, type: object, title: 代理人, x-required: true,
    properties: {name: {type: string, title: 氏名, x-required: true}}},
  agent_name: ~}""",
    )
    assert blocking(tmp_path, agent) == set()


def test_what_must_be_hidden_is_not_printed(tmp_path: Path) -> None:
    overlay = """
forms: {application: {properties: {name: {x-hide-when: {rule: agent, from: [letters]}}}}}
"""
    assert blocking(tmp_path, overlay) == {"shown:notices.answer.head"}


def test_a_graph_that_grows_too_large_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.check.walk.CAP", 3)
    assert "too_large:states" in blocking(tmp_path)


# --- invariants --------------------------------------------------------------------------------------------


def test_an_invariant_over_choices_is_proved(tmp_path: Path) -> None:
    rule = "invariants: {first: {title: 確認が先, rule: event.notify is present implies %s, basis: 第1条}}\n"
    assert blocking(tmp_path, rule % "event.confirm is present") == set()
    broken = findings(tmp_path, rule % "decision.outcome = grant")
    assert broken["broken:invariants.first"].example.endswith("通知する（種別＝閲覧、結果＝しない）")
    # It is enforced all the same, so a refusal could never be sent.
    assert "stuck:states.notifying" in broken


def test_what_hangs_on_numbers_or_people_is_enforced_not_proved(tmp_path: Path) -> None:
    overlay = """
invariants:
  few: {title: 枚数, rule: application.pages < 10, basis: 第1条}
  two: {title: 二人, rule: event.decide.by != event.receive.by, basis: 第1条}
"""
    assert blocking(tmp_path, overlay) == set()


def test_an_assumption_is_used_and_not_proved(tmp_path: Path) -> None:
    overlay = """
notices: {answer: {body: {note: {text: "{application.note}"}}}}
invariants: {noted: {title: 備考, rule: application.note is present, assume: true, basis: 第1条}}
"""
    assert blocking(tmp_path, overlay) == set()


def test_a_beginning_may_read_its_own_day(tmp_path: Path) -> None:
    """Else everything after it would count as impossible, and nothing would be proved."""
    overlay = """
commands:
  receive: {require: {late: {rule: event.receive >= 2020-04-01, message: 早すぎる, basis: 第1条}}}
notices: {answer: {body: {head: {text: "{application.note}"}}}}
"""
    assert blocking(tmp_path, overlay) == {"blank:notices.answer.head"}


@pytest.mark.parametrize(
    ("command", "blank"),
    [("receive", False), ("decide", False), ("confirm", True)],  # 補正 may be open only in the first phase
)
def test_a_due_date_is_told_where_nothing_can_hold_it(tmp_path: Path, command: str, blank: bool) -> None:
    overlay = f"""
clocks: {{limit: {{pauses: {{fixing: {{count: diff}}}}, stops: [notify]}}}}
notices: {{told: {{title: 期限のお知らせ, at: [{command}], number: none, to: applicant, basis: 第2条,
  body: {{due: {{text: "{{clock.limit.due}}"}}}}}}}}
"""
    assert ("blank:notices.told.due" in blocking(tmp_path, overlay)) is blank
