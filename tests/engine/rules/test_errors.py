"""Every mistake is found at its column, with what was expected and the nearest valid name."""

from __future__ import annotations

import re

import pytest

from engine.errors import DefinitionError
from engine.model.basics import Place
from engine.model.rule import Type
from engine.rules import Vocabulary, read
from tests.engine.rules.office import BOOL, DATE, INT, KIND, NAMES, PLACE, problems

# text with the wrong part between ‹ and ›, a piece of the Japanese sentence, the nearest name
NAMES_AND_TYPES = [
    ("‹application.chanel› = post", "application.chanel という項目はありません", "application.channel"),
    ("‹Kind› = disclosure", "Kind という項目はありません", "kind"),
    ("‹recieved› < today", "recieved という項目はありません", "received"),
    ("‹expire› = true", "expire という項目はありません", "clock.decision.expired"),
    ("‹name› = 「見本」", "application.name / agent.name", "application.name"),
    ("kind = ‹disclosre›", "「disclosre」という値はありません", "disclosure"),
    ("kind in [disclosure, ‹corection›]", "「corection」という値はありません", "correction"),
    ("‹corection› = kind", "「corection」という値はありません", "correction"),
    (
        "evidence_is = 3 or brought".replace("evidence_is", "‹evidence›"),
        "evidence という項目はありません",
        "",
    ),
    ("setting.X-1a = ‹missing›", "「missing」という値はありません", ""),
    ("days = ‹missing›", "is missing", ""),
    ("application.name = ‹hanako›", "引用符で囲みます", ""),
    ("application.name contains ‹hanako›", "引用符で囲みます", ""),
    ("decision.grounds contains ‹a_on›", "「a_on」という値はありません", "a_one"),
    ("decision.grounds contains ‹3›", "型が違います", ""),
    ("‹days› contains 3", "contains は一覧か文字に使います", ""),
    ("‹task.hosei› contains days", "any … where …", ""),
    ('kind = ‹"disclosure"›', "選択肢と文字は型が違います", "disclosure"),
    ("kind = ‹「訂正」›", "選択肢と文字は型が違います", "correction"),
    ("kind = ‹channel›", "同じ値はありません", ""),
    ("kind in [‹channel›]", "同じ値はありません", ""),
    ("days = ‹received›", "数と日付は型が違います", ""),
    ("brought = ‹1›", "型が違います", ""),
    ("‹kind› < disclosure", "選択肢に大小はありません", ""),
    ("‹application.name› >= 「あ」", "文字に大小はありません", ""),
    ("‹brought› > false", "はい・いいえに大小はありません", ""),
    ("‹decision.grounds› in [a_one, a_two]", "一覧は比べられません", ""),
    ("kind in [‹days›]", "型が違います", ""),
    ("‹decision.grounds› = a_one", "一覧は比べられません", ""),
    ("30 days < ‹1 month›", "互いに比べられません", ""),
    ("1 week = ‹5 business_days›", "互いに比べられません", ""),
    ("‹received› + 30 = today", "30 days after", ""),
    ("30 + ‹received› = today", "30 days after", ""),
    ("‹received› - today > 30", "days(a, b)", ""),
    ("‹clock.decision.period› + 1 > 3", "ここには数が必要ですが、期間です", ""),
    ("30 days after ‹days› < today", "ここには日付が必要ですが、数です", ""),
    ("brought and ‹days›", "ここにははい・いいえが必要ですが、数です", ""),
    ("not ‹application.name›", "is present", ""),
    ("‹kind› implies brought", "ここにははい・いいえが必要ですが、選択肢です", ""),
    ("if ‹days› then brought else brought", "ここにははい・いいえが必要ですが、数です", ""),
    ("(if brought then days else ‹received›) = days", "型が違います", ""),
    ("(days otherwise ‹received›) = days", "型が違います", ""),
    ("‹dayz›(received, today) > 3", "dayz という関数はありません", "days"),
    ("‹days›(received) > 3", "days(a, b) と書きます", ""),
    ("days(received, ‹days›) > 3", "ここには日付が必要ですが、数です", ""),
    ("min(days, ‹received›) > 3", "ここには数が必要ですが、日付です", ""),
    ("max(received, ‹days›) > today", "ここには日付が必要ですが、数です", ""),
    ("units(days, ‹0›) > 3", "0では割れません", ""),
    ("end_of_month(‹kind›) > today", "ここには日付が必要ですが、選択肢です", ""),
    ("any ‹kind› where brought", "ここには一覧が必要ですが、選択肢です", ""),
    ("any ‹decision.grounds› where brought", "要素には項目がありません", ""),
    ("every ‹task.hosie› where brought", "task.hosie という項目はありません", "task.hosei"),
    ("any task.hosei where ‹endet›", "endet という項目はありません", "ended"),
    ("any task.hosei where ‹cost›", "ここにははい・いいえが必要ですが、数です", ""),
    ("any task.hosei where cost > 3 and ‹ended›", "かっこで囲みます", ""),
    ("sum(task.hosei of ‹cots› where ended) > 3", "cots という項目は、この一覧にありません", "cost"),
    ("sum(task.hosei of ‹ended› where ended) > 3", "ここには数が必要です", ""),
    ("count(task.hosei where ‹state›) > 3", "ここにははい・いいえが必要ですが、選択肢です", ""),
    ("received < ‹2026-02-30›", "2026-02-30 という日はありません", ""),
    ("days < ‹1234567890123456›", "15けたまで", ""),
    ("‹12345 days› after received < today", "期間の数は9999まで", ""),
]

SYNTAX = [
    ("brought and ‹and› brought", "「and」はここには書けません", "any"),
    ("brought ‹adn› brought", "「adn」はここには書けません", "and"),
    ("brought ‹AND› brought", "「AND」はここには書けません", "and"),
    ("5 ‹dais› after received < today", "「dais」はここには書けません", "days"),
    ("days =‹=› 3", "「=」はここには書けません", "="),
    ("days =‹>› 3", "「>」はここには書けません", ">="),
    ("days ‹＝› 3", "半角で書いてください", "="),
    ("days > ‹３›", "半角で書いてください", "3"),
    ("‹カ›ナ = 3", "文字は「…」か", ""),
    ("application.name = ‹「›見本", "閉じる引用符がありません", ""),
    ("brought and ‹›", "途中で終わっています", ""),
    ("‹›", "途中で終わっています", ""),
    ("(brought‹›", "途中で終わっています", ""),
    ("brought‹)›", "「)」はここには書けません", ""),
    ("kind in [‹]›", "「]」はここには書けません", ""),
    ("1 < days ‹<› 3", "「<」はここには書けません", ""),
    ("days ‹/› 3 = 1", "「/」はここでは使えません", ""),
    ("kind is ‹not› missing", "「not」はここには書けません", ""),
    ("brought ‹;› true", "「;」はここでは使えません", ""),
]


@pytest.mark.parametrize(("marked", "sentence", "near"), NAMES_AND_TYPES + SYNTAX)
def test_one_mistake(marked: str, sentence: str, near: str) -> None:
    text = marked.replace("‹", "").replace("›", "")
    (problem,) = problems(text)
    assert problem.kind == "rule"
    assert problem.severity == "block"
    assert problem.place == Place(PLACE.file, PLACE.line, PLACE.column + marked.index("‹"))
    assert sentence in problem.ja
    assert problem.near == near


@pytest.mark.parametrize("marked", [row[0] for row in NAMES_AND_TYPES + SYNTAX])
def test_the_caret_stands_under_the_mistake_in_both_languages(marked: str) -> None:
    text = marked.replace("‹", "").replace("›", "")
    (problem,) = problems(text)
    for message in (problem.ja, problem.en):
        _sentence, shown, caret = message.split("\n")
        assert shown.strip() == text.strip()
        assert len(caret) - len(caret.lstrip()) == 2 + marked.index("‹")
        assert set(caret.strip()) == {"^"}
    said = problem.en.split("\n")[0]
    assert not re.search("[ぁ-ん一-龠]", said) or re.search("[ぁ-ん一-龠]", text)


def test_what_was_expected_is_listed() -> None:
    (problem,) = problems("kind is late")
    assert "ここに書けるもの: missing present" in problem.ja
    assert "Expected here: missing present" in problem.en


def test_independent_mistakes_come_together_in_order() -> None:
    found = problems("kidn = disclosure and days = received and channel = pots or endd")
    assert [problem.near for problem in found] == ["kind", "", "post", ""]
    assert [problem.place.column - PLACE.column for problem in found if problem.place] == [0, 29, 52, 60]


def test_an_unknown_name_does_not_cause_further_complaints() -> None:
    assert len(problems("kidn = disclosure")) == 1
    assert len(problems("kidn in [disclosure, correction]")) == 1
    assert len(problems("not kidn")) == 1
    assert len(problems("kidn + 1 > 3 implies min(kidn, 3) = 3")) == 2


@pytest.mark.parametrize(
    ("text", "want", "sentence"),
    [
        ("kind", BOOL, "ここにははい・いいえが必要ですが、選択肢です"),
        ("kind = disclosure", DATE, "ここには日付が必要ですが、はい・いいえです"),
        ("30 days", INT, "ここには数が必要ですが、期間です"),
        ("disclosur", KIND, "「disclosur」という値はありません"),
        ("channel", KIND, "同じ値はありません"),
    ],
)
def test_the_type_wanted(text: str, want: Type, sentence: str) -> None:
    (problem,) = problems(text, want)
    assert sentence in problem.ja


def test_a_rule_over_several_lines_is_placed_on_its_line() -> None:
    (problem,) = problems("brought\n  and dayz > 3")
    assert problem.place == Place(PLACE.file, PLACE.line + 1, 7)
    assert problem.ja.split("\n")[1:] == ["    and dayz > 3", "        ^^^^"]


def test_wide_characters_keep_the_caret_in_its_column() -> None:
    (problem,) = problems("application.name = 「見本」 and dayz > 3")
    assert problem.ja.split("\n")[2] == "  " + " " * 19 + "　" * 4 + " " * 5 + "^^^^"


def test_without_a_place_the_column_counts_in_the_rule() -> None:
    with pytest.raises(DefinitionError) as caught:
        read("true and dayz > 3", NAMES)
    assert caught.value.problems[0].place == Place("rule", 1, 10)


def test_the_whole_sentence_for_a_person() -> None:
    (problem,) = problems("application.chanel = post")
    assert problem.within("ja") == (
        "workflows/mihon/request.yaml:12:20: application.chanel という項目はありません。\n"
        "  application.chanel = post\n"
        "  ^^^^^^^^^^^^^^^^^^（もしかして: application.channel）"
    )


def test_nothing_is_near_in_an_empty_vocabulary() -> None:
    with pytest.raises(DefinitionError) as caught:
        read("kind = disclosure", Vocabulary({}))
    assert [problem.near for problem in caught.value.problems] == [""]
