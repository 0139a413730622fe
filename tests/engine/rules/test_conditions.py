"""The parts of a rule, one by one, with what is met and what is missing."""

from __future__ import annotations

from engine.model.basics import Value
from engine.rules import conditions
from tests.engine.rules.office import case, rule


def parts(text: str, **facts: Value) -> list[tuple[str, bool | None, list[str]]]:
    found = conditions(rule(text), case(**facts))
    return [(part.text_ja, part.met, [fact.title.ja for fact in part.missing]) for part in found]


def test_a_conjunction_is_split() -> None:
    assert parts("kind = disclosure and (days > 3 and brought)", kind="disclosure", extension__days=2) == [
        ("種類が「開示」であること", True, []),
        ("延長日数が3を超えること", False, []),
        ("持参が「はい」であること", None, ["持参"]),
    ]


def test_of_an_implication_the_conclusion_counts_when_the_premise_holds() -> None:
    text = "kind = correction implies days > 3 and brought"
    assert parts(text, kind="correction", extension__days=5) == [
        ("延長日数が3を超えること", True, []),
        ("持参が「はい」であること", None, ["持参"]),
    ]
    whole = "種類が「訂正」のときは、延長日数が3を超え、持参が「はい」であること"
    assert parts(text, kind="disclosure") == [(whole, True, [])]
    assert parts(text) == [(whole, None, ["種類", "延長日数", "持参"])]


def test_of_a_choice_the_branch_taken_counts() -> None:
    text = "if brought then days > 3 else kind = disclosure"
    assert parts(text, payment__brought=True) == [("延長日数が3を超えること", None, ["延長日数"])]
    assert parts(text, payment__brought=False, kind="disclosure") == [("種類が「開示」であること", True, [])]


def test_a_missing_part_of_an_element_has_a_label_of_both() -> None:
    assert parts("every task.hosei where ended", task__hosei=[{}]) == [
        ("補正のすべてについて、終了が「はい」であること", None, ["補正の終了"])
    ]


def test_both_languages() -> None:
    (part,) = conditions(rule("kind = disclosure"), case())
    assert (part.within("ja"), part.within("en")) == ("種類が「開示」であること", "kind is “disclosure”")
