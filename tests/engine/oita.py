"""The identity rule of 第19条 and facts for it, as model objects, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.model.basics import Basis, Period, Text, Value
from engine.model.rule import Fact, Facts, Rule, Type
from engine.model.workflow import DocumentType, EvidenceRule, Item, Mark
from engine.rules import Vocabulary, read

OWN = ("drivers_license", "my_number_card", "resident_card_basic", "passport", "health_insurance_card")


def choice(*ids: str) -> Type:
    return Type("choice", {one: Text(one) for one in ids})


def vocabulary(**types: Type) -> Vocabulary:
    """Names (`__` for the dot) with their types."""
    paths = {name.replace("__", "."): type_ for name, type_ in types.items()}
    return Vocabulary({path: Fact(path, type_, Text(path)) for path, type_ in paths.items()})


NAMES = vocabulary(
    application__channel=choice("window", "post", "phone", "email", "fax", "electronic"),
    application__requester=choice("data_subject", "statutory_agent", "mandated_agent"),
    application__agent_capacity=choice(
        "parental", "minor_guardian", "adult_guardian", "curator", "assistant"
    ),
    application__name_differs=Type("bool"),
    application__sent_on=Type("date"),
    event__receive=Type("date"),
    event__approve_substitute=Type("date"),
    kind=choice("disclosure", "correction"),
)


def rule(text: str, names: Vocabulary = NAMES) -> Rule:
    return read(text, names)


def mark(id: str, must: str) -> Mark:
    return Mark(id=id, title=Text(id), type=Type("bool"), must=must)


def document(id: str, title: str, **must: str) -> DocumentType:
    return DocumentType(id=id, title=Text(title), ask={m: mark(m, reason) for m, reason in must.items()})


DOCUMENTS = {
    one.id: one
    for one in (
        document("drivers_license", "運転免許証"),
        document("my_number_card", "個人番号カード"),
        document("resident_card_basic", "住民基本台帳カード", has_address="no_address"),
        document("passport", "旅券"),
        document("health_insurance_card", "健康保険被保険者証"),
        document("residence_record", "住民票の写し"),
        document("alien_registration_record", "外国人登録原票の写し"),
        document("family_register", "戸籍謄本"),
        document("guardianship_registration", "登記事項証明書"),
        document("former_name_proof", "旧姓等を示す書類"),
        document("power_of_attorney", "委任状", signed="not_signed", sealed="not_sealed"),
        document("seal_certificate", "印鑑登録証明書"),
        document("other", "その他"),
    )
}


def item(id: str, join: Any = "any", **more: Any) -> Item:
    return Item(id=id, title=Text(id), join=join, **more)


def group(id: str, join: Any, *parts: Item, **more: Any) -> Item:
    return item(id, join, parts={part.id: part for part in parts}, **more)


def identity(same_day_counts: bool = True) -> EvidenceRule:
    """第19条: papers of the person who files, of an agent's relation, and of a mandate."""
    post = rule("application.channel = post")
    month: dict[str, Any] = {
        "max_age": Period(30, "day"),
        "min_age": Period(0 if same_day_counts else 1, "day"),
    }
    papers = group(
        "papers",
        "all",
        item(
            "own", documents=OWN, accepts_copy=frozenset({"post"}), channel="application.channel", open=True
        ),
        item(
            "own_residence",
            documents=("residence_record", "alien_registration_record"),
            when=post,
            basis=Basis("第19条第1号ロ"),
            **month,
        ),
        item("former_name", documents=("former_name_proof",), when=rule("application.name_differs")),
    )
    return EvidenceRule(
        id="identity",
        title=Text("本人等の確認", "Identity"),
        on=rule("event.receive"),
        need=group(
            "need",
            "all",
            group("person", "any", papers, item("approved", approved="approve_substitute")),
            item(
                "relation",
                documents=("family_register", "guardianship_registration"),
                when=rule("application.requester = statutory_agent"),
                **month,
            ),
            item(
                "mandate",
                "all",
                documents=("power_of_attorney", "seal_certificate"),
                when=rule("application.requester = mandated_agent"),
                **month,
            ),
        ),
        refuse=(
            (
                rule(
                    "application.requester = statutory_agent "
                    "and application.agent_capacity in [curator, assistant]"
                ),
                Text("保佐人・補助人は法定代理人として請求できません", "Not a statutory agent"),
                Basis("第18条"),
            ),
        ),
    )


def filed(
    received: date = date(2024, 3, 15),
    channel: str = "window",
    requester: str = "data_subject",
    **more: Value,
) -> Facts:
    return Facts(
        {
            "event.receive": received,
            "application.channel": channel,
            "application.requester": requester,
            **{name.replace("__", "."): value for name, value in more.items()},
        }
    )


def paper(type: str, issued_on: date | str | None = None, **more: Any) -> Mapping[str, Any]:
    dated = {} if issued_on is None else {"issued_on": issued_on}
    return {"type": type, **dated, **more}
