"""The Japanese reading of a rule: one phrase for each node.

A condition is a stem with an ending, so that it can close a sentence (…であること), stand before とき,
be joined (…であり、) or denied (…でないこと).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from engine.model.basics import Period
from engine.model.rule import Node
from engine.rules.frames import value_of


@dataclass(frozen=True, slots=True)
class Ending:
    """How a phrase goes on: closing, before a noun, joined to the next, denied (suffix, ending)."""

    closing: str
    before: str
    joined: str
    denied: tuple[str, str]


_ENDINGS: Final = {
    "だ": Ending("である", "の", "であり", ("で", "ない")),
    "ない": Ending("ない", "ない", "なく", ("", "ある")),
    "ある": Ending("ある", "ある", "あり", ("", "ない")),
    "含む": Ending("含む", "含む", "含み", ("含ま", "ない")),
    "超える": Ending("超える", "超える", "超え", ("超え", "ない")),
    "異なる": Ending("異なる", "異なる", "異なり", ("異なら", "ない")),
    "成り立つ": Ending("成り立つ", "成り立つ", "成り立ち", ("成り立た", "ない")),
    "）": Ending("", "の", "であり", ("で", "ない")),
}
_UNITS: Final = {"day": "日", "week": "週間", "month": "か月", "year": "年", "business_day": "営業日"}
_SIGNS: Final = {"+": "＋", "-": "－", "*": "×"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A condition in words; `joint` if it is made of several, which must be bracketed inside another."""

    stem: str
    end: str
    joint: bool = False

    @property
    def closing(self) -> str:
        return self.stem + _ENDINGS[self.end].closing

    @property
    def before(self) -> str:
        return self.stem + _ENDINGS[self.end].before

    @property
    def joined(self) -> str:
        return self.stem + _ENDINGS[self.end].joined

    def denied(self) -> Phrase:
        suffix, end = _ENDINGS[self.end].denied
        return Phrase(self.stem + suffix, end)

    def inside(self) -> Phrase:
        return Phrase(f"（{self.closing}）", "）") if self.joint else self


def sentence(node: Node) -> str:
    """A condition as 「…こと」, any other rule as the name of its value."""
    if node.type.kind != "bool":
        return value(node)
    closing = phrase(node)
    return f"{closing.closing or closing.before}こと"


def phrase(node: Node) -> Phrase:
    """The phrase of a condition."""
    return _PHRASES.get(node.op, _is_yes)(node)


def value(node: Node) -> str:
    """The phrase of a value."""
    if node.type.kind == "bool" and node.op not in {"path", "literal", "otherwise"}:
        return f"「{phrase(node).closing}」かどうか"
    return _VALUES.get(node.op, _label)(node)


def shown(content: object) -> str:
    """A literal as people write it."""
    match content:
        case bool():
            return "「はい」" if content else "「いいえ」"
        case date():
            return f"{content.year}年{content.month}月{content.day}日"
        case Period():
            return f"{content.number}{_UNITS[content.unit]}"
        case int():
            return str(content)
        case _:
            return f"「{content}」"


# --- conditions -------------------------------------------------------------------------------------


def _is_yes(node: Node) -> Phrase:
    """A yes-or-no value standing as a condition."""
    if node.op == "literal":
        always = Phrase("つねに", "成り立つ")
        return always if node.args[0] else always.denied()
    return Phrase(f"{value(node)}が「はい」", "だ")


def _and(node: Node) -> Phrase:
    *rest, last = (phrase(part).inside() for part in node.operands)
    return Phrase("、".join([part.joined for part in rest] + [last.stem]), last.end, True)


def _or(node: Node) -> Phrase:
    *rest, last = (phrase(part).inside() for part in node.operands)
    parts = "、".join(f"{part.closing}か" for part in rest)
    return Phrase(f"{parts}、または{last.stem}", last.end, True)


def _not(node: Node) -> Phrase:
    return phrase(node.operands[0]).inside().denied()


def _implies(node: Node) -> Phrase:
    premise, conclusion = (phrase(part) for part in node.operands)
    inner = conclusion.inside() if node.operands[1].op in {"implies", "if"} else conclusion
    return Phrase(f"{premise.before}ときは、{inner.stem}", inner.end, True)


def _if(node: Node) -> Phrase:
    test, yes, no = (phrase(part) for part in node.operands)
    first, second = yes.inside(), no.inside()
    return Phrase(f"{test.before}ときは{first.joined}、そうでないときは{second.stem}", second.end, True)


def _is_missing(node: Node) -> Phrase:
    return Phrase(f"{value(node.operands[0])}が", "ない")


def _is_present(node: Node) -> Phrase:
    return Phrase(f"{value(node.operands[0])}が", "ある")


def _compare(node: Node) -> Phrase:
    left, right = node.operands
    subject, other = value(left), value(right)
    if node.op == "=":
        return Phrase(f"{subject}が{other}" + ("と同じ" if right.op != "literal" else ""), "だ")
    if node.op == "!=":
        return (
            Phrase(f"{subject}が{other}以外", "だ")
            if right.op == "literal"
            else Phrase(f"{subject}が{other}と", "異なる")
        )
    if left.type.kind == "date":
        word = {"<": "より前", "<=": "以前", ">": "より後", ">=": "以後"}[node.op]
        return Phrase(f"{subject}が{other}{word}", "だ")
    if node.op == ">":
        return Phrase(f"{subject}が{other}を", "超える")
    return Phrase(f"{subject}が{other}" + {"<": "未満", "<=": "以下", ">=": "以上"}[node.op], "だ")


def _in(node: Node) -> Phrase:
    subject, *items = node.operands
    if len(items) == 1:
        return Phrase(f"{value(subject)}が{value(items[0])}", "だ")
    words = [value(item) for item in items]
    if len(words) == 2:
        return Phrase(f"{value(subject)}が{'か'.join(words)}", "だ")
    plain = all(item.op == "literal" and isinstance(item.args[0], str) for item in items)
    return Phrase(f"{value(subject)}が{('' if plain else '、').join(words)}のどれか", "だ")


def _contains(node: Node) -> Phrase:
    whole, part = node.operands
    return Phrase(f"{value(whole)}に{value(part)}を", "含む")


def _any(node: Node) -> Phrase:
    return Phrase(f"{_such(node)}が", "ある" if node.op == "any" else "ない")


def _every(node: Node) -> Phrase:
    listed, body = node.operands
    inner = phrase(body).inside()
    return Phrase(f"{value(listed)}のすべてについて、{inner.stem}", inner.end, True)


def _such(node: Node) -> str:
    """The entries of a list for which the body holds."""
    listed, body = node.operands[0], node.operands[-1]
    if body.op == "literal" and body.args[0] is True:
        return value(listed)
    return f"{value(listed)}のうち{phrase(body).before}もの"


# --- values -----------------------------------------------------------------------------------------


def _label(node: Node) -> str:
    return node.title.ja or str(node.args[0])


def _literal(node: Node) -> str:
    content = value_of(node)
    title = node.type.values.get(content) if isinstance(content, str) else None
    return shown(title.ja if title else content)


def _arithmetic(node: Node) -> str:
    left, right = (
        f"（{value(part)}）" if part.op in {*_SIGNS, "if"} else value(part) for part in node.operands
    )
    return f"{left}{_SIGNS[node.op]}{right}"


def _choice(node: Node) -> str:
    test, yes, no = node.operands
    return f"{phrase(test).before}ときは{value(yes)}、そうでないときは{value(no)}"


def _otherwise(node: Node) -> str:
    first, second = node.operands
    return f"{value(first)}（ないときは{value(second)}）"


def _after(node: Node) -> str:
    return f"{value(node.operands[1])}の翌日から起算して{value(node.operands[0])}の末日"


def _from(node: Node) -> str:
    return f"{value(node.operands[1])}から起算して{value(node.operands[0])}の末日"


def _before(node: Node) -> str:
    return f"{value(node.operands[1])}の{value(node.operands[0])}前の日"


def _call(node: Node) -> str:
    name, parts = cast(str, node.args[0]), [value(part) for part in node.operands]
    if name in {"min", "max"}:
        dates = node.type.kind == "date"
        word = {"min": ("小さい", "早い"), "max": ("大きい", "遅い")}[name][dates]
        return f"{'と'.join(parts)}のうち最も{word}{'日' if dates else 'もの'}"
    return _CALLS[name].format(*parts)


_CALLS: Final = {
    "days": "{0}から{1}までの日数",
    "months": "{0}から{1}までの満月数",
    "units": "{0}を{1}ごとに数えた数（端数は1と数える）",
    "end_of_month": "{0}の月の末日",
    "fiscal_year_start": "{0}の年度の初日",
    "fiscal_year_end": "{0}の年度の末日",
}
_PHRASES: Final[dict[str, Callable[[Node], Phrase]]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "implies": _implies,
    "if": _if,
    "is_missing": _is_missing,
    "is_present": _is_present,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), _compare),
    "in": _in,
    "contains": _contains,
    "any": _any,
    "no": _any,
    "every": _every,
}
_VALUES: Final[dict[str, Callable[[Node], str]]] = {
    "literal": _literal,
    "period": lambda node: shown(value_of(node)),
    **dict.fromkeys(_SIGNS, _arithmetic),
    "if": _choice,
    "otherwise": _otherwise,
    "after": _after,
    "from": _from,
    "before": _before,
    "call": _call,
    "count": lambda node: f"{_such(node)}の件数",
    "sum": lambda node: f"{_such(node)}の{value(node.operands[1])}の合計",
}
