"""What is done from 案件: commands by their letter, a note, taking back, copying, なぜ; pages and clashes included."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tui.actions import Action
from tui.messages import Wrote
from tui.screens import case_pages
from tui.screens.case_words import say, told

if TYPE_CHECKING:
    from engine.desk import Conflict, Receipt, Submission
    from engine.desk.case_view import Deed
    from tui.screens.case import CaseScreen


def deed_action(deed: Deed, key: str, place: int, language: str) -> Action:
    """A command of the case as an action: in the footer, the help and the menu."""

    def why(_: Any) -> str:
        said = [en if language == "en" else ja for ja, en, _ in deed.reasons]
        return told(said[0]) if deed.blocked and said else ""

    def run(screen: CaseScreen) -> None:
        do(screen, deed)

    basis = " ".join(dict.fromkeys(b for _, _, b in deed.reasons)) or deed.offer.basis
    return Action(
        f"command.{deed.id}.{deed.instance}",
        deed.offer.title,
        deed.offer.title,
        (key,) if key else (),
        "case",
        run,
        why,
        rank=0 if deed.blocked or place > 2 else 2 if place == 0 else 10 + place,
        help_ja=basis,
        help_en=basis,
    )


# --- a command


def do(screen: CaseScreen, deed: Deed) -> None:
    """A command with a form opens it; one without goes to its page of consequences at once."""
    if deed.offer.form:
        open_form(screen, deed)
    else:
        open_consequences(screen, deed)


def open_form(screen: CaseScreen, deed: Deed) -> None:
    """The form of a command, in front of the case."""
    from tui.screens.step import StepScreen

    screen.app.push_screen(StepScreen(screen.organisation, screen.number, deed.id, deed.instance))


def submission(screen: CaseScreen, command: str, instance: int = 0, **more: Any) -> Submission:
    """A step of the case as it is shown: it is refused as a clash if the case has moved on."""
    from engine.desk import Submission

    return Submission(
        command=command,
        case=screen.number,
        organisation=screen.organisation,
        task=instance,
        expect_version=screen.view.version if screen.view else None,
        **more,
    )


def open_consequences(screen: CaseScreen, deed: Deed) -> None:
    """What the command would do, worked out without writing; Ctrl+S does it."""
    from engine.desk import Refused, UsageError
    from engine.desk.trial import would

    language = screen.house.language
    asked = submission(screen, deed.id, deed.instance)
    try:
        found = would(screen.house.desk, asked)
    except Refused as no:
        if all(one.rule == "role" for one in no.objections):  # somebody else acts: the form asks who
            open_form(screen, deed)
        else:
            screen.app.push_screen(case_pages.refused_page(no.objections, language))
        return
    except UsageError as no:
        screen.house.tell(told(no.within(language)))
        return

    def answered(answer: str | None) -> None:
        if answer is not None:
            agreed = replace(asked, acknowledge=found.acknowledge)
            record(screen, agreed, "said.done", deed.offer.title, lambda: again(screen, deed))

    screen.app.push_screen(case_pages.doing_page(found, language), answered)


def again(screen: CaseScreen, deed: Deed) -> None:
    """After a clash: the same command in the new state, if it is still possible."""
    found = next((d for d in screen.view.deeds if d.id == deed.id) if screen.view else iter(()), None)
    if found is None or found.blocked:
        screen.house.act(deed_action(found or deed, "", 0, screen.house.language), screen)
    else:
        do(screen, found)


def record(screen: CaseScreen, asked: Submission, done: str, title: str, retry: Any) -> Receipt | None:
    """Write a step. A refusal or a clash is shown; nothing that was typed is lost (`retry` opens it again)."""
    from engine.desk import Conflict, MadoguchiError, Refused

    language = screen.house.language
    try:
        receipt = screen.house.desk.submit(asked)
    except Refused as no:
        screen.app.push_screen(case_pages.refused_page(no.objections, language))
    except Conflict as no:
        show_clash(screen, asked, no, retry)
    except MadoguchiError as no:
        screen.house.tell(told(no.within(language)))
    else:
        screen.read()
        screen.house.post_message(Wrote(*screen.key))
        said = say(
            "said.letter" if receipt.letters else done,
            language, number=screen.number, title=title, version=receipt.version,
        )  # fmt: skip
        screen.app.call_later(screen.house.tell, said)
        return receipt
    return None


def show_clash(screen: CaseScreen, asked: Submission, conflict: Conflict, retry: Any) -> None:
    """Who did what meanwhile, and the case as it is now; `r` goes on with the new state."""
    language = screen.house.language
    if asked.expect_version is None or not screen.read() or screen.view is None:
        screen.house.tell(told(conflict.within(language)))
        return
    mine = [(str(name), str(value), "") for name, value in asked.form.items() if isinstance(value, str)]
    page = case_pages.clash_page(screen.view, asked.expect_version, language, mine)
    if page is None:
        screen.house.tell(told(conflict.within(language)))
    else:
        screen.app.push_screen(page, lambda answer: retry() if answer is not None else None)


# --- notes and taking back


def write_note(screen: CaseScreen, text: str = "") -> None:
    """A note; it is never in the way of what others do."""

    def answered(typed: str | None) -> None:
        if typed is not None:
            asked = replace(submission(screen, "note", form={"text": typed}), expect_version=None)
            record(screen, asked, "said.note", "", lambda: write_note(screen, typed))

    screen.app.push_screen(case_pages.note_page(screen.house.language, text), answered)


def no_undo(screen: CaseScreen) -> str:
    undo = screen.undo()
    return told(undo.why_not) if undo.seq else say("undo.none", screen.house.language)


def take_back(screen: CaseScreen, reason: str = "") -> None:
    """The last step, after a page that shows what comes back."""
    undo = screen.undo()
    if not undo.possible:
        screen.house.tell(screen.word("blocked", why=no_undo(screen)))
        return

    seen = submission(screen, "take_back")  # the case as the page shows it, whatever is written meanwhile

    def answered(typed: str | None) -> None:
        if typed is not None:
            asked = replace(seen, form={"event": undo.seq, "reason": typed})
            record(screen, asked, "said.undone", undo.title, lambda: take_back(screen, typed))

    screen.app.push_screen(case_pages.undo_page(undo, screen.house.language, reason), answered)


# --- the rest


def open_why(screen: CaseScreen) -> None:
    """なぜ, of what is under the cursor."""
    ask_why(screen, screen.question())


def ask_why(screen: CaseScreen, question: str) -> None:
    from tui.screens.why import WhyDrawer

    def answered(goto: str | None) -> None:
        if goto:
            screen.go(goto)

    screen.app.push_screen(WhyDrawer(screen.organisation, screen.number, question), answered)


def open_chosen(screen: CaseScreen) -> None:
    """Enter: a command is begun, a letter opened; anything else is explained."""
    chosen = screen.chosen()
    head, _, rest = chosen.partition(" ")
    deed = screen.deed(chosen)
    if deed is not None:
        screen.house.act(deed_action(deed, "", 0, screen.house.language), screen)
    elif head == "notice" and screen.house.has("notice"):
        screen.open_letter(int(rest))
    elif head == "coming" and screen.house.has("notice"):
        preview(screen, rest)
    elif head == "event":
        one = next((e for e in screen.view.history if e.seq == int(rest)), None) if screen.view else None
        if one and one.letters and screen.house.has("notice"):
            screen.open_letter(one.letters[0][0])
    elif chosen:
        ask_why(screen, screen.question())


def preview(screen: CaseScreen, command: str) -> None:
    """The letter of a step as it will print, if it has one as the case stands."""
    from engine.desk.letters import coming_papers

    papers = coming_papers(screen.house.desk, screen.number, screen.organisation)
    if any(paper.command == command for paper in papers):
        screen.open_letter(0, command)
    else:
        screen.house.tell(say("letters.not_coming", screen.house.language))


def copy_number(screen: CaseScreen) -> None:
    screen.app.copy_to_clipboard(screen.number)
    screen.house.tell(say("said.copied", screen.house.language, number=screen.number))


def print_case(screen: CaseScreen) -> None:
    """The whole case as plain text, into the folder for printing."""
    from engine.desk.output import whose
    from tui.screens.case_drawing import printed
    from tui.screens.writing import write_file

    view, language = screen.view, screen.house.language
    if view is not None:
        text = printed(view, screen.letters(), language)
        case = whose(screen.house.desk, screen.organisation, screen.number)
        name = (*case, say("print.case", language))
        about = (screen.organisation, screen.number, "case")
        write_file(screen, name, "txt", lambda: text.encode("utf-8"), "printed", about)


def next_face(screen: CaseScreen) -> None:
    screen.turn(1)


def last_face(screen: CaseScreen) -> None:
    screen.turn(-1)


ACTIONS: Final[tuple[Action, ...]] = (
    Action("case.open", "する", "Do", ("Enter",), "case", open_chosen, kana="する ひらく", rank=1),
    Action("case.why", "なぜ", "Why", ("w", "F5"), "case", open_why, kana="なぜ", rank=3),
    Action("case.face", "次の面", "Next face", ("]",), "case", next_face, kana="つぎのめん", rank=4),
    Action("case.face.back", "前の面", "Face before", ("[",), "case", last_face, kana="まえのめん"),
    Action("case.undo", "取消", "Undo", ("u",), "case", take_back, no_undo,
           kana="とりけし 取り消す まちがい 間違い もどす", rank=5),
    Action("case.note", "メモ", "Note", ("m",), "case", write_note, kana="めも", rank=9),
    Action("case.print", "印刷", "Print", ("p",), "case", print_case, kana="いんさつ", rank=14,
           help_ja="出力のフォルダに書く", help_en="Into the output folder"),
    Action("case.copy", "番号を写す", "Copy number", ("y",), "case", copy_number, kana="ばんごうをうつす", rank=13),
)  # fmt: skip
