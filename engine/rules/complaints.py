"""What is said about a rule that does not fit together; every problem is collected."""

from __future__ import annotations

from engine.errors import Problem
from engine.model.rule import Node, Type
from engine.rules import kinds
from engine.rules.kinds import UNKNOWN
from engine.rules.names import Scope, find_part
from engine.rules.source import Source, nearest


class Complaints:
    """The problems of one rule. A node of type UNKNOWN stands for what was wrong, so it is reported once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        # The elements of the quantifiers met so far: a name that is a part of one only lacks brackets.
        self.entered: list[Type] = []

    def report(self, start: int, end: int, ja: str, en: str, near: str = "") -> None:
        self.problems.append(self.source.problem(start, end, ja, en, near))

    def wrong(self, node: Node, ja: str, en: str, near: str = "") -> Node:
        self.report(node.start, node.end, ja, en, near)
        return Node("literal", (False,), UNKNOWN, node.start, node.end)

    def expect(self, node: Node, want: Type) -> Node:
        """The node if its type fits; otherwise a problem and a node of unknown type."""
        if kinds.comparable(want, node.type):
            return node
        wanted, got = kinds.called(want), kinds.called(node.type)
        ja, en = (
            f"ここには{wanted[0]}が必要ですが、{got[0]}です。",
            f"{wanted[1].capitalize()} is needed here, not {got[1]}.",
        )
        if want.kind == "bool":
            ja += "比べる式にするか、あるかどうかなら「is present」と書きます。"
            en += " Compare it, or ask `is present`."
        elif want.kind == node.type.kind:
            ja, en = "この二つの選択肢に同じ値はありません。", "These two choices have no value in common."
        return self.wrong(node, ja, en)

    def unknown_value(self, here: Node, word: str, want: Type) -> Node:
        values = "、".join(f"{value}（{title.ja}）" for value, title in want.values.items())
        return self.wrong(
            here,
            f"「{word}」という値はありません。使える値: {values}",
            f"There is no value {word!r}. Values: {', '.join(want.values)}",
            nearest(word, want.values),
        )

    def unknown_name(self, here: Node, word: str, scope: Scope, want: Type | None) -> Node:
        ja, en = f"{word} という項目はありません。", f"There is no fact {word!r}."
        near = scope.nearest(word)
        if want is not None and want.kind == "text":
            ja += f"文字と比べるときは「{word}」のように引用符で囲みます。"
            en += f' To compare with text, write it in quotes: "{word}".'
        elif any(find_part(element, word) for element in self.entered):
            ja += "where に続く条件が二つ以上あるときは、かっこで囲みます。"
            en += " Put brackets round the conditions that follow `where`."
        elif word in {"missing", "present"}:
            ja += f"「is {word}」と書きます。"
            en += f" Write `is {word}`."
        return self.wrong(here, ja, en, near)

    def mismatch(self, left: Node, right: Node) -> Node:
        names = kinds.called(left.type), kinds.called(right.type)
        near = ""
        if left.type.kind == right.type.kind:
            ja, en = "この二つの選択肢に同じ値はありません。", "These two choices have no value in common."
        else:
            ja = f"{names[0][0]}と{names[1][0]}は型が違います。自動では変わりません。"
            en = f"{names[0][1].capitalize()} is not {names[1][1]}; nothing is converted."
        if left.type.kind in kinds.NAMED and right.type.kind == "text" and right.op == "literal":
            written = str(right.args[0])
            labels = {title.ja: value for value, title in left.type.values.items()}
            near = labels.get(written) or nearest(written, left.type.values)
        return self.wrong(right, ja, en, near)
