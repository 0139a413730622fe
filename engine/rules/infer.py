"""From syntax to typed nodes: names are resolved, types checked, every independent mistake collected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, cast

from lark import Tree
from lark.lexer import Token

from engine.model.basics import Unit
from engine.model.rule import Node, Type
from engine.rules import kinds
from engine.rules.complaints import Complaints
from engine.rules.functions import SIGNATURES, Signature
from engine.rules.grammar import Syntax
from engine.rules.kinds import BOOL, DATE, INT, PERIOD, TEXT, UNKNOWN
from engine.rules.names import Scope, find_part
from engine.rules.shapes import span, sub, subs, untyped
from engine.rules.source import Source, nearest

MAX_DIGITS: Final = 15
MAX_PERIOD: Final = 9_999


class Typing(Complaints):
    """Types one rule. `problems` holds what was found; a node of type UNKNOWN stands for what was wrong."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._of: dict[str, Callable[[Syntax, Scope, Type | None], Node]] = {
            "if_": self._if,
            "implies": self._logic,
            "or_": self._logic,
            "and_": self._logic,
            "not_": self._logic,
            "quantifier": self._quantifier,
            "compare": self._compare,
            "in_": self._in,
            "contains": self._contains,
            "is_": self._is,
            "arithmetic": self._arithmetic,
            "otherwise": self._otherwise,
            "group": lambda tree, scope, want: self.node(sub(tree, 0), scope, want),
            "period": self._period,
            "shift": self._shift,
            "call": self._call,
            "count": self._quantifier,
            "sum_of": self._sum,
            "date": self._date,
            "int": self._int,
            "text": lambda tree, _scope, _want: self._made(
                tree, "literal", (str(tree.children[0])[1:-1],), TEXT
            ),
            "truth": lambda tree, _scope, _want: self._made(
                tree, "literal", (tree.children[0] == "true",), BOOL
            ),
            "name": self._name,
        }

    def node(self, tree: Syntax, scope: Scope, want: Type | None = None) -> Node:
        """The typed node of a syntax tree; `want` lets a bare word be a value of that type."""
        return self._of[tree.data](tree, scope, want)

    def _made(self, tree: Syntax, op: str, args: tuple[object, ...], type_: Type) -> Node:
        return Node(op, cast("tuple[Node, ...]", args), type_, tree.meta.start_pos, tree.meta.end_pos)

    # --- words and literals ---------------------------------------------------------------------

    def _name(self, tree: Syntax, scope: Scope, want: Type | None) -> Node:
        word = str(tree.children[0])
        here = self._made(tree, "literal", (word,), want or UNKNOWN)
        named = want is not None and want.kind in kinds.NAMED and "." not in word
        if named and want is not None and kinds.has_value(want, word):
            return here
        found = scope.find(word, here.start, here.end)
        if found is not None:
            return found
        meanings = scope.meanings(word)
        if meanings:
            both = " / ".join(meanings)
            ja = f"「{word}」はどちらの項目か分かりません: {both}。フォームの名前から書いてください。"
            return self.wrong(here, ja, f"{word!r} is ambiguous: {both}. Write the full name.", meanings[0])
        if named and want is not None:
            return here if kinds.open_ended(want) else self.unknown_value(here, word, want)
        return self.unknown_name(here, word, scope, want)

    def _int(self, tree: Syntax, _scope: Scope, want: Type | None) -> Node:
        digits = str(tree.children[0])
        if want is not None and want.kind in kinds.NAMED and kinds.has_value(want, digits):
            return self._made(tree, "literal", (digits,), want)
        if len(digits) > MAX_DIGITS:
            here = self._made(tree, "literal", (0,), INT)
            return self.wrong(
                here, f"数は{MAX_DIGITS}けたまでです。", f"A number has at most {MAX_DIGITS} digits."
            )
        return self._made(tree, "literal", (int(digits),), INT)

    def _date(self, tree: Syntax, _scope: Scope, _want: Type | None) -> Node:
        written = str(tree.children[0])
        try:
            return self._made(tree, "literal", (date.fromisoformat(written),), DATE)
        except ValueError:
            here = self._made(tree, "literal", (written,), DATE)
            return self.wrong(here, f"{written} という日はありません。", f"There is no day {written}.")

    def _period(self, tree: Syntax, _scope: Scope, _want: Type | None) -> Node:
        token = cast(Token, tree.children[0])
        number, unit = token.split()
        start = token.start_pos or 0
        here = Node("literal", (0,), PERIOD, start, start + len(token))
        if len(number) > len(str(MAX_PERIOD)):
            return self.wrong(
                here, f"期間の数は{MAX_PERIOD}までです。", f"The number of a period is at most {MAX_PERIOD}."
            )
        return Node("period", (int(number), cast(Unit, unit.removesuffix("s"))), PERIOD, here.start, here.end)

    # --- operations -----------------------------------------------------------------------------

    def _logic(self, tree: Syntax, scope: Scope, _want: Type | None) -> Node:
        parts = tuple(self._bool(child, scope) for child in subs(tree))
        return self._made(tree, tree.data.removesuffix("_"), parts, BOOL)

    def _bool(self, tree: Syntax, scope: Scope) -> Node:
        return self.expect(self.node(tree, scope, BOOL), BOOL)

    def _if(self, tree: Syntax, scope: Scope, want: Type | None) -> Node:
        test, first, second = subs(tree)
        condition = self._bool(test, scope)
        yes, no = self._pair(first, second, scope, want)
        return self._made(tree, "if", (condition, yes, no), self._join(yes, no))

    def _otherwise(self, tree: Syntax, scope: Scope, want: Type | None) -> Node:
        left, right = self._pair(sub(tree, 0), sub(tree, 1), scope, want)
        return self._made(tree, "otherwise", (left, right), self._join(left, right))

    def _join(self, left: Node, right: Node) -> Type:
        type_ = kinds.joined(left.type, right.type)
        if type_ is None:
            self.mismatch(left, right)
            return UNKNOWN
        return type_

    def _pair(
        self, first: Syntax, second: Syntax, scope: Scope, want: Type | None = None
    ) -> tuple[Node, Node]:
        """Two operands of one type: a bare word or a number takes the type of the other side."""
        if want is not None and want.kind in kinds.NAMED:
            return self.node(first, scope, want), self.node(second, scope, want)
        if untyped(first, scope) and not untyped(second, scope):
            right = self.node(second, scope)
            return (self.node(first, scope, right.type) if kinds.known(right.type) else right), right
        left = self.node(first, scope)
        if left.type.kind in kinds.COMPARABLE:
            return left, self.node(second, scope, left.type)
        return left, left if untyped(second, scope) else self.node(second, scope)

    def _compare(self, tree: Syntax, scope: Scope, _want: Type | None) -> Node:
        op = str(tree.children[1])
        left, right = self._pair(sub(tree, 0), sub(tree, 2), scope)
        self._check_compare(op, left, right)
        return self._made(tree, op, (left, right), BOOL)

    def _check_compare(self, op: str, left: Node, right: Node) -> None:
        for node in (left, right):
            if not kinds.known(node.type):
                return
            if node.type.kind not in kinds.COMPARABLE:
                what = kinds.called(node.type)
                self.wrong(
                    node,
                    f"{what[0]}は比べられません（一覧には contains を使います）。",
                    f"{what[1].capitalize()} cannot be compared (of a list ask `contains`).",
                )
                return
        if not kinds.comparable(left.type, right.type):
            self.mismatch(left, right)
        elif op not in {"=", "!="} and left.type.kind not in kinds.ORDERED:
            what = kinds.called(left.type)
            ja = f"{what[0]}に大小はありません。= か != か in を使います。"
            self.wrong(left, ja, f"{what[1].capitalize()} has no order. Use =, != or in.")
        elif left.op == right.op == "period" and _family(left) != _family(right):
            self.wrong(
                right,
                "日・週と月・年と営業日は互いに比べられません。同じ種類の単位で書いてください。",
                "Days and weeks, months and years, and business days cannot be compared with each other.",
            )

    def _in(self, tree: Syntax, scope: Scope, _want: Type | None) -> Node:
        subject, *rest = subs(tree)
        left = self.node(subject, scope)
        usable = left.type.kind in kinds.COMPARABLE
        items = [self.node(item, scope, left.type) for item in rest if usable or not untyped(item, scope)]
        for item in items if usable else [left]:
            self._check_compare("=", left, item)
        return self._made(tree, "in", (left, *items), BOOL)

    def _contains(self, tree: Syntax, scope: Scope, _want: Type | None) -> Node:
        left = self.node(sub(tree, 0), scope)
        kind = left.type.kind
        if kind == "missing":
            return left
        if kind not in {"list", "text"}:
            what = kinds.called(left.type)
            ja = f"contains は一覧か文字に使います（これは{what[0]}です）。"
            return self.wrong(left, ja, f"`contains` asks a list or text, not {what[1]}.")
        item = left.type.item if kind == "list" else TEXT
        right = self.node(sub(tree, 1), scope, item)
        if item is not None and kinds.known(right.type):
            if item.kind in {"object", "list"}:
                ja = "この一覧には項目があります。any … where … を使います。"
                return self.wrong(left, ja, "The entries of this list have fields. Use any … where ….")
            if not kinds.comparable(item, right.type):
                self.mismatch(Node("literal", (), item, left.start, left.end), right)
        return self._made(tree, "contains", (left, right), BOOL)

    def _is(self, tree: Syntax, scope: Scope, _want: Type | None) -> Node:
        return self._made(tree, f"is_{tree.children[1]}", (self.node(sub(tree, 0), scope),), BOOL)

    def _arithmetic(self, tree: Syntax, scope: Scope, _want: Type | None) -> Node:
        op = str(tree.children[1])
        left, right = self.node(sub(tree, 0), scope), self.node(sub(tree, 2), scope)
        pair = (left.type.kind, right.type.kind)
        if "date" in pair:
            if pair == ("date", "date") and op == "-":
                ja, en = "日付の差は days(a, b) と書きます。", "The days between two dates are `days(a, b)`."
            else:
                ja = f"日付に「{op}」は使えません。「30 days after 日付」「30 days before 日付」と書きます。"
                en = f"A date knows no {op!r}. Write `30 days after d` or `30 days before d`."
            node = left if left.type.kind == "date" else right
            return self.wrong(node, ja, en)
        parts = (self.expect(left, INT), self.expect(right, INT))
        return self._made(tree, op, parts, INT)

    def _shift(self, tree: Syntax, scope: Scope, want: Type | None) -> Node:
        period = self._period(tree, scope, want)
        day = self.expect(self.node(sub(tree, 2), scope), DATE)
        return self._made(tree, str(tree.children[1]), (period, day), DATE)

    # --- functions and quantifiers --------------------------------------------------------------

    def _call(self, tree: Syntax, scope: Scope, _want: Type | None) -> Node:
        token = cast(Token, tree.children[0])
        name = str(token)
        args = [self.node(child, scope) for child in subs(tree)]
        signature = SIGNATURES.get(name)
        here = Node("literal", (), UNKNOWN, tree.meta.start_pos, tree.meta.start_pos + len(name))
        if signature is None:
            ja = f"{name} という関数はありません。使える関数: {' '.join(SIGNATURES)}"
            en = f"There is no function {name!r}. Functions: {' '.join(SIGNATURES)}"
            return self.wrong(here, ja, en, nearest(name, SIGNATURES))
        if not signature.least <= len(args) <= signature.most:
            return self.wrong(
                here, f"{name} は {signature.form} と書きます。", f"{name} is written {signature.form}."
            )
        return self._applied(tree, name, args, signature)

    def _applied(self, tree: Syntax, name: str, args: list[Node], signature: Signature) -> Node:
        want = signature.of
        if want is None:
            first = args[0].type
            want = first if first.kind in {"int", "date"} else INT
        checked = [self.expect(arg, want) for arg in args]
        if (
            name == "units"
            and checked[1].op == "literal"
            and checked[1].args == (0,)
            and checked[1].type is INT
        ):
            self.wrong(checked[1], "0では割れません。", "The size of a unit cannot be 0.")
        return self._made(tree, "call", (name, *checked), signature.gives or want)

    def _quantifier(self, tree: Syntax, scope: Scope, _want: Type | None) -> Node:
        listed, body_scope = self._list(cast(Token, tree.children[1]), scope)
        op = str(tree.children[0])
        if body_scope is None:
            return listed
        body = self._bool(sub(tree, 2), body_scope)
        return self._made(tree, op, (listed, body), INT if op == "count" else BOOL)

    def _sum(self, tree: Syntax, scope: Scope, _want: Type | None) -> Node:
        listed, body_scope = self._list(cast(Token, tree.children[1]), scope)
        if body_scope is None:
            return listed
        token = cast(Token, tree.children[2])
        start, end = span(token)
        element = body_scope.elements[0]
        part = find_part(element, str(token))
        if part is None:
            ja = f"{token} という項目は、この一覧にありません。"
            en = f"The entries of this list have no field {str(token)!r}."
            self.report(start, end, ja, en, nearest(str(token), element.fields))
            field = Node("literal", (0,), UNKNOWN, start, end)
        else:
            field = self.expect(Node("path", (f"element.{token}", 0), part[0], start, end, part[1]), INT)
        body = self._bool(sub(tree, 3), body_scope)
        return self._made(tree, "sum", (listed, field, body), INT)

    def _list(self, token: Token, scope: Scope) -> tuple[Node, Scope | None]:
        """The list a quantifier ranges over and the scope of its body (None = there is no such list)."""
        start, end = span(token)
        name = Tree("name", [token])
        name.meta.start_pos, name.meta.end_pos, name.meta.empty = start, end, False
        node = self.node(name, scope)
        if not kinds.known(node.type):
            return node, None
        item = node.type.item
        if node.type.kind != "list":
            what = kinds.called(node.type)
            ja = f"ここには一覧が必要ですが、{what[0]}です。"
            return self.wrong(node, ja, f"A list is needed here, not {what[1]}."), None
        if item is None or not item.fields:
            ja = "この一覧の要素には項目がありません。contains を使います。"
            return self.wrong(node, ja, "The entries of this list have no fields. Use `contains`."), None
        self.entered.append(item)
        return node, scope.inside(item)


def _family(node: Node) -> str:
    return kinds.FAMILY[str(node.args[1])][0]
