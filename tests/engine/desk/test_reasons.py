"""なぜ answers every question a case can be asked, always in its four parts."""

from __future__ import annotations

import pytest

from engine.desk import Desk, UsageError
from engine.desk.case_view import CaseView, case_view
from engine.desk.reasons import PARTS, Why, why_view
from tests.engine.desk.test_case_view import desk, made, one, views

__all__ = ["desk", "made"]


def questions(view: CaseView) -> list[str]:
    """Everything that can be asked of a case: what its screen shows can each be explained."""
    return [
        *(t.question for t in view.timers),
        *(d.id for d in view.deeds),
        *(f"may {d.id}" for d in view.deeds),
        *(f"evidence {c.rule}" for c in view.checks),
        *(f"notice {x.n}" for x in view.letters),
        *(f"keep {k.register} {k.instance}" for k in view.kept),
        *(e.question for s in view.sections for e in s.entries if e.question),
    ]


def ask(desk: Desk, view: CaseView, question: str) -> Why:
    return why_view(desk, view.number, question, view.organisation)


def test_whatever_a_case_shows_is_explained_in_four_parts(desk: Desk) -> None:
    for language in ("ja", "en"):
        desk.language = language
        for view in views(desk):
            for question in questions(view):
                why = ask(desk, view, question)
                assert why.title and [p for p in PARTS if why.of(p)] == list(PARTS), question
                assert list(why.reasons) == sorted(why.reasons, key=lambda r: PARTS.index(r.part))
                assert all(r.text for r in why.reasons), question


def test_where_a_line_leads_there_is_something(desk: Desk) -> None:
    for view in views(desk):
        for question in questions(view):
            for reason in ask(desk, view, question).reasons:
                head, _, rest = reason.goto.partition(" ")
                if head == "event":
                    assert 1 <= int(rest) <= view.version
                elif head == "do":
                    assert rest in desk.workflow((view.organisation, view.number)).commands
                elif head == "why":
                    assert ask(desk, view, rest).reasons
                else:
                    assert head == ""


def test_a_due_date_is_led_back_to_who_took_the_request_in(desk: Desk) -> None:
    view = one(desk, "deciding", "disclosure")
    why = ask(desk, view, "due")
    first = why.of("fact")[0]
    assert (first.day, first.by, first.goto) == (view.row.received, view.history[0].by, "event 1")
    assert any(view.row.due in r.text for r in why.of("rule"))
    assert why.of("help")[0].goto == "do decide"


def test_a_blocked_command_names_what_lacks_and_what_would_bring_it(desk: Desk) -> None:
    view = one(desk, "awaiting_hosei", "correction")
    why = ask(desk, view, "confirm_completeness")
    assert why.of("rule")[0].met is False and why.of("rule")[0].stops
    assert why.of("rule")[0].place.partition(":")[0].endswith(".yaml") and why.of("rule")[0].origin == "own"
    assert {r.goto for r in why.of("help")} >= {"do answer_hosei", "why evidence accuracy"}


def test_a_command_of_a_later_step_points_to_the_step_before(desk: Desk) -> None:
    view = one(desk, "investigating")
    later = next(d for d in view.deeds if d.later)
    why = ask(desk, view, later.id)
    assert why.of("rule")[0].met is False
    assert [r.goto for r in why.of("help")] == ["do investigate"]


def test_what_is_barred_itself_is_no_help_and_what_bars_it_is_a_fact(desk: Desk) -> None:
    """An extension after the due date: the date is named, and the answer about the date does not offer it."""
    view = one(desk, "deciding", "disclosure")
    why = ask(desk, view, "extend")
    assert [r.goto for r in why.of("fact")] == ["why due decision"] and view.row.due in why.of("fact")[0].text
    assert "do extend" not in {r.goto for r in ask(desk, view, "due").of("help")}


def test_a_permission_says_who_could_do_it(desk: Desk) -> None:
    view = one(desk, "deciding", "disclosure")
    desk.set_member("minarai", "見本 見習", [], new=True)
    desk._member = "minarai"
    why = ask(desk, view, "may decide")
    assert any(r.met is False for r in why.of("rule"))
    assert "見本 花子" in why.of("help")[0].text


def test_the_form_number_of_a_letter_is_led_back_to_its_row(desk: Desk) -> None:
    view = next(v for v in views(desk) if any(x.number and not x.slip for x in v.letters))
    letter = next(x for x in view.letters if x.number and not x.slip)
    why = ask(desk, view, f"notice {letter.n}")
    assert why.of("fact")[0].result == letter.number
    assert why.of("rule")[0].text.endswith(f": {letter.number}")  # not the id of the row
    assert [r.met for r in why.of("rule")].count(True) >= 1


def test_a_field_not_asked_names_the_condition_that_does_not_hold(desk: Desk) -> None:
    view = one(desk, "awaiting_hosei", "correction")
    entry = next(e for s in view.sections for e in s.entries if not e.asked)
    why = ask(desk, view, entry.question)
    assert any(r.met is False for r in why.of("rule"))


def test_a_fee_is_added_up_line_by_line(desk: Desk) -> None:
    found = [
        (v, e) for v in views(desk) for s in v.sections for e in s.entries if e.question.startswith("fee ")
    ]
    view, entry = next((v, e) for v, e in found if any(c.isdigit() for c in e.lines[0]))
    why = ask(desk, view, entry.question)
    assert any(entry.lines[0] in r.text for r in why.of("rule"))


@pytest.mark.parametrize(
    "question", ["nothing", "notice 99", "field x.y", "fee none", "keep none", "evidence none"]
)
def test_there_is_no_such_question(desk: Desk, question: str) -> None:
    view = one(desk, "investigating")
    with pytest.raises(UsageError):
        ask(desk, view, question)


def test_it_is_asked_of_the_case_as_it_is_today(desk: Desk) -> None:
    view = one(desk, "awaiting_hosei", "correction")
    assert ask(desk, view, "due").question == "due"
    assert case_view(desk, view.number, view.organisation).version == view.version
