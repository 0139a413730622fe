"""なぜ: the four parts of an answer (fact, rule, article, what would help) to any question about a case.

due [CLOCK [TASK N]]   a due date            notice N          the form number of a letter
COMMAND                a command             fee FEE           what a fee comes to
may COMMAND            who may do it         field FORM.FIELD  a field, asked or not
evidence RULE          required papers       keep REGISTER [N] until when a row is kept
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from engine.desk.case_past import person_name, title_of
from engine.errors import UsageError
from engine.model.basics import Basis, Place, Text

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.facts import CaseFacts
    from engine.model.case import Event, Person
    from engine.model.workflow import Element

Part = Literal["fact", "rule", "article", "help"]
PARTS: Final[tuple[Part, ...]] = ("fact", "rule", "article", "help")


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an answer.

    `met` is None for what is neither fulfilled nor broken; `stops` marks a sentence that says itself what stands
    against a command. `day` and `by`: when and by whom it was recorded;
    `basis` its article; `place` file:line:column; `origin` where it was written (`own`, `inherited`, or empty).
    `goto` is where Enter leads: `event N`, `field FORM.FIELD`, `do COMMAND`, `why QUESTION`, or nothing.
    """

    part: Part
    text: str
    met: bool | None = None
    day: str = ""
    by: str = ""
    basis: str = ""
    result: str = ""
    place: str = ""
    origin: str = ""
    goto: str = ""
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """The answer: what was asked in words, and its lines, part by part. Every part has at least one line."""

    question: str
    title: str
    reasons: tuple[Reason, ...]

    def of(self, part: Part) -> tuple[Reason, ...]:
        return tuple(one for one in self.reasons if one.part == part)


class Teller:
    """What every answer needs: the facts of the case on a day, the language, and who asks."""

    def __init__(
        self, facts: CaseFacts, language: str, person: Person, members: Iterable[Person] = ()
    ) -> None:
        self.facts = facts
        self.language = language
        self.person = person
        self.members = tuple(members)

    def __call__(self, text: Text | str) -> str:
        return text if isinstance(text, str) else text.within(self.language)

    def both(self, ja: str, en: str) -> str:
        return en if self.language == "en" else ja

    # --- lines

    def happened(self, event: Event, text: str = "", result: str = "") -> Reason:
        """An event as a fact."""
        said = text or title_of(self.facts.workflow, event.id, self.language)
        goto = f"event {event.seq}"
        return Reason(
            "fact",
            said,
            None,
            event.date.isoformat(),
            person_name(event.by, self.language),
            "",
            result,
            goto=goto,
        )

    def rule(self, text: str, about: Element | None, met: bool | None = None, place: str = "") -> Reason:
        """A rule as a sentence, with the element it was written in."""
        where = place or str((about.place if about else None) or "")
        name = about.id if about else ""
        origin = self._origin(where)
        return Reason("rule", text, met, basis=name, place=where, origin=origin)

    def _origin(self, place: str) -> str:
        if not place:
            return ""
        return "own" if f"{self.facts.workflow.organisation}/" in place.replace("\\", "/") else "inherited"

    def articles(self, *found: Basis | str | None) -> Iterator[Reason]:
        """The articles, each once; where the rules are silent, what fills the gap."""
        said: dict[str, Reason] = {}
        for one in found:
            text = one if isinstance(one, str) else one.text if one else ""
            status = one.status if isinstance(one, Basis) else "stated"
            if text and text not in said:
                said[text] = Reason("article", self._article(text, status))
        yield from said.values()

    def _article(self, text: str, status: str) -> str:
        silent = self.both("規程に定めなし", "The rules are silent")
        lead = {
            "silent": f"{silent}: ",
            "appi_gap": f"{silent}{self.both('。補うもの: ', '; filled by: ')}",
            "own": self.both("団体の定め: ", "Own rule: "),
            "derived": self.both("条文から導いたもの: ", "Derived: "),
        }.get(status, "")
        return text if text.startswith(silent) else f"{lead}{text}"  # one that says so itself needs no lead

    def help(self, text: str, goto: str = "", basis: str = "") -> Reason:
        return Reason("help", text, goto=goto, basis=basis)

    def no_help(self) -> Reason:
        return self.help(self.both("することはありません。", "Nothing needs to be done."))


def why_view(desk: Desk, case: str, question: str = "due", organisation: str = "") -> Why:
    """The answer to a question about a case, in the language of the desk. UsageError if there is no such thing."""
    from engine.desk import people
    from engine.facts import CaseFacts, Moment

    key = desk._settled(case, organisation)
    workflow, found = desk.workflow(key), desk.case(key)
    facts = CaseFacts(workflow, found, Moment(desk.today()))
    everybody = [people.member(desk.office, one) for one in desk.members()]
    return answer(Teller(facts, desk.language, desk.signed_in(), everybody), question)


def answer(teller: Teller, question: str) -> Why:
    """The answer, its parts in order; a part about which there is nothing says so."""
    from engine.desk import reasons_rules, reasons_values

    head, _, rest = question.strip().partition(" ")
    tellers: dict[str, Callable[[Teller, str], tuple[str, list[Reason]]]] = {
        "due": reasons_values.of_clock,
        "may": reasons_rules.of_permission,
        "evidence": reasons_rules.of_evidence,
        "notice": reasons_values.of_letter,
        "fee": reasons_values.of_fee,
        "field": reasons_rules.of_field,
        "keep": reasons_values.of_retention,
    }
    if head in tellers:
        title, reasons = tellers[head](teller, rest)
    elif head in teller.facts.workflow.commands:
        title, reasons = reasons_rules.of_command(teller, head)
    else:
        raise UsageError(f"「{question}」という問いはありません。", f"There is no question “{question}”.")
    return Why(question, title, tuple(_ordered(teller, reasons)))


def _ordered(teller: Teller, reasons: list[Reason]) -> Iterator[Reason]:
    for part in PARTS:
        own = list(dict.fromkeys(one for one in reasons if one.part == part))
        yield from own or [replace(_nothing(teller, part), part=part)]


def _nothing(teller: Teller, part: Part) -> Reason:
    said = {
        "fact": ("記録された事実はありません。", "Nothing was recorded."),
        "rule": ("規則はありません。", "There is no rule."),
        "article": ("規程に定めなし", "The rules are silent"),
        "help": ("することはありません。", "Nothing needs to be done."),
    }[part]
    return Reason(part, teller.both(*said))


__all__ = ["PARTS", "Part", "Place", "Reason", "Teller", "Why", "answer", "why_view"]
