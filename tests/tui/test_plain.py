"""`open --plain`: the same desk and forms as questions, one a line; nothing is drawn."""

import io
from collections.abc import Callable

import pytest

from engine.desk import Desk
from engine.desk.drafts import Drafts
from tui.cli.printing import Printer
from tui.plain.counter import Counter

Spoken = Callable[..., str]
FORM = ("", "1", "1", "見本 太郎", "", "", "前橋市見本町1-1", "", "", "給付記録", "", "", "")


@pytest.fixture
def speak(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Spoken:
    """Answer the questions with lines, and get what was said; the input ends after them."""

    def said(*answers: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in answers)))
        Counter(desk, Printer(desk.language)).run()
        return capsys.readouterr().out

    return said


def kind(shown: str, organisation: str, title: str) -> str:
    """The number before a kind in the list."""
    return next(line.split()[0] for line in shown.splitlines() if line.endswith(f"{organisation}  {title}"))


def test_a_request_is_taken_in_and_the_step_after_it_is_offered(desk: Desk, speak: Spoken) -> None:
    number = kind(speak("n"), "群馬県教職員互助会", "開示")
    before = {(r.organisation, r.number) for r in desk.rows()}
    shown = speak("n", number, *FORM, "はい", "w", "<")
    (new,) = {(r.organisation, r.number) for r in desk.rows()} - before
    assert f"{new[1]} 「受け付ける」を記録しました" in shown
    assert "必須 (いま: なし)" in shown and "本人確認" in shown
    assert "\x1b" not in shown


def test_an_answer_is_judged_at_once_and_leaving_keeps_a_draft(desk: Desk, speak: Spoken) -> None:
    number = kind(speak("n"), "群馬県教職員互助会", "開示")
    shown = speak("n", number, "2月30日", "<", "R8.11.20", "9", "2", "w", "?")
    assert "! " in shown and "令和8年11月20日" in shown
    assert "9 は選べません" in shown
    assert "下書きに残しました" in shown
    (draft,) = Drafts(desk).all(desk.signed_in().id)
    assert draft.data["typed"]["channel"] == "post"
    assert "下書きの続きです" in speak("n", number)


def test_what_is_blocked_says_why_and_nothing_is_recorded(desk: Desk, speak: Spoken) -> None:
    listed = speak()
    at = next(line.split()[0] for line in listed.splitlines() if "R8-005  互助会  開示" in line)
    version = desk.case(("gunma_gojokai", "R8-005")).version
    shown = speak(at, "5", "p", "99", "<", "/さくら")
    assert "できません: " in shown and "発行した通知がまだありません" in shown
    assert "「99」は分かりません" in shown
    assert desk.case(("gunma_gojokai", "R8-005")).version == version
