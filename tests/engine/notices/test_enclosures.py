"""What goes with a letter or a form: listed on it, and, where it is a form, printed behind it."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from engine.advance.letters import enclosed
from engine.desk.printing import blank_application, whole_document
from engine.facts import CaseFacts, Moment
from engine.model.case import Case
from engine.notices.pdf import render_pdf
from engine.notices.plain import render_text
from tests.engine.little import Office, problems, received, said

LETTER = """
forms:
  application: {enclose: [reply, 住民票の写し]}
  reply: {title: 回答書, x-number: 様式第9号, properties: {answer: {type: string, title: 回答}}}
commands:
  take_reply: {title: 回答を受ける, done: 回答, from: open, by: [clerk], form: reply}
notices:
  question:
    title: 照会書
    at: [confirm]
    to: applicant
    enclose: [reply, 返信用封筒]
    body: {head: {text: 回答してください。}}
"""


def asked() -> Office:
    there = received(LETTER)
    there.do("confirm", "2024-04-02")
    return there


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_a_letter_lists_what_goes_with_it_and_the_form_is_printed_behind() -> None:
    there = asked()
    (letter,) = there.case.events[-1].letters
    assert letter.enclosures == ("回答書", "返信用封筒")
    document = whole_document(there.workflow, there.case, letter)
    first, second = pages(render_pdf(document))
    assert "同封書類1回答書2返信用封筒" in first and "1／" not in first
    assert second.startswith("（様式第9号）回答書") and "回答してください" not in second
    text = render_text(document)
    assert text.index("返信用封筒") < text.index("（様式第9号）")


def test_the_form_to_hand_out_says_what_to_attach_and_brings_its_sheet() -> None:
    there = asked()
    facts = CaseFacts(there.workflow, Case("shop", "see", "", ""), Moment(there.case.events[0].date))
    first, second = pages(render_pdf(blank_application(there.workflow, "see", facts)))
    assert "添付する書類1回答書2住民票の写し" in first
    assert second.startswith("（様式第9号）回答書")


def test_an_enclosed_form_must_exist_and_a_field_encloses_nothing() -> None:
    found = said(
        problems(
            "notices: {n: {title: 通知, at: [decide], to: applicant, enclose: [aplication], body: {a: {text: x}}}}"
        )
    )
    assert found == {"notices.n.enclose": "application"}
    found = said(problems("forms: {decision: {properties: {reason: {enclose: [紙], x-number: 第1号}}}}"))
    assert list(found) == ["forms.decision.reason.x-number", "forms.decision.reason.enclose"]


def test_papers_that_are_no_form_are_called_as_they_are_written() -> None:
    assert list(enclosed(asked().workflow, ("手引",))) == ["手引"]
