"""The grammar of rules, and the parser that is built from it once.

LALR(1) with keywords before names. A keyword that cannot begin a value (`any`, `no`, `missing`, …) is still a
word where a value is expected, because organisations have choices of that name.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, cast

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import Token

from engine.errors import DefinitionError
from engine.rules.parsing_table import parser_of
from engine.rules.source import Source, nearest, plain

Syntax = Tree[Token]

MAX_CHARACTERS: Final = 2_000
MAX_DEPTH: Final = 40

GRAMMAR: Final = r"""
?start: rule

?rule: "if" rule "then" rule "else" rule        -> if_
     | or_ "implies" rule                       -> implies
     | or_
?or_: and_ ("or" and_)+                         -> or_
    | and_
?and_: not_ ("and" not_)+                       -> and_
     | not_
?not_: "not" not_                               -> not_
     | (ANY | EVERY | NO) PATH "where" not_     -> quantifier
     | cmp
?cmp: sum COMPARISON sum                        -> compare
    | sum "in" "[" sum ("," sum)* "]"           -> in_
    | sum "contains" sum                        -> contains
    | sum "is" (MISSING | PRESENT)              -> is_
    | sum
?sum: sum (PLUS | MINUS) prod                   -> arithmetic
    | prod
?prod: prod STAR alt                            -> arithmetic
     | alt
?alt: atom "otherwise" atom                     -> otherwise
    | atom
?atom: "(" rule ")"                             -> group
     | PERIOD                                   -> period
     | PERIOD (AFTER | FROM | BEFORE) atom      -> shift
     | PATH "(" rule ("," rule)* ")"            -> call
     | COUNT "(" PATH "where" rule ")"          -> count
     | SUM "(" PATH "of" PATH "where" rule ")"  -> sum_of
     | DATE                                     -> date
     | INT                                      -> int
     | TEXT                                     -> text
     | (TRUE | FALSE)                           -> truth
     | (PATH | ANY | EVERY | NO | COUNT | SUM | MISSING | PRESENT) -> name

ANY: "any"
EVERY: "every"
NO: "no"
COUNT: "count"
SUM: "sum"
MISSING: "missing"
PRESENT: "present"
TRUE: "true"
FALSE: "false"
AFTER: "after"
FROM: "from"
BEFORE: "before"
PLUS: "+"
MINUS: "-"
STAR: "*"
COMPARISON: /!=|<=|>=|=|<|>/
DATE.3: /[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])/
PERIOD.2: /[0-9]+\s+(?:business_day|day|week|month|year)s?(?![A-Za-z0-9_.])/
INT: /[0-9]+/
TEXT: /"[^"\n]*"|「[^」\n]*」/
PATH: /setting\.[A-Za-z]+-[0-9]+[a-z]*|[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/
%ignore /\s+/
"""

_VALUE = frozenset({"PATH", "INT", "DATE", "TEXT", "PERIOD", "TRUE", "FALSE"})
_SIGNS = {
    "COMPARISON": "= != < <= > >=",
    "LPAR": "(",
    "RPAR": ")",
    "LSQB": "[",
    "RSQB": "]",
    "COMMA": ",",
    "PLUS": "+",
    "MINUS": "-",
    "STAR": "*",
}
_OTHER_SIGNS = {"==": "=", "=>": ">=", "=<": "<=", "<>": "!="}
_UNITS = ("day", "days", "week", "weeks", "month", "months", "year", "years", "business_day", "business_days")


@cache
def parser() -> Lark:
    """The one parser."""
    return parser_of(GRAMMAR)


@lru_cache(maxsize=4096)
def _tree(text: str) -> Syntax:
    return parser().parse(text)


def parse(source: Source) -> Syntax:
    """The syntax tree of a rule.

    Raises DefinitionError with one problem: too long, nested too deeply, or not a rule at the place given.
    """
    text = source.text
    if len(text) > MAX_CHARACTERS:
        raise DefinitionError(
            [
                source.problem(
                    MAX_CHARACTERS,
                    MAX_CHARACTERS + 1,
                    f"規則は{MAX_CHARACTERS}文字までです（今は{len(text)}文字）。いくつかに分けてください。",
                    f"A rule has at most {MAX_CHARACTERS} characters (this one has {len(text)}). Split it.",
                )
            ]
        )
    try:
        tree = _tree(text)
    except UnexpectedInput as error:
        raise _not_a_rule(source, error) from None
    deep = _too_deep(tree)
    if deep is not None:
        raise DefinitionError(
            [
                source.problem(
                    deep.meta.start_pos,
                    deep.meta.end_pos,
                    f"入れ子が深すぎます（{MAX_DEPTH}段まで）。いくつかの規則に分けてください。",
                    f"Nested too deeply (at most {MAX_DEPTH} levels). Split it into several rules.",
                )
            ]
        )
    return tree


def _too_deep(tree: Syntax) -> Syntax | None:
    """The first node below the greatest depth, without recursion."""
    level: list[Syntax] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.children if isinstance(child, Tree)]
        if not level:
            return None
    return level[0]


def _not_a_rule(source: Source, error: UnexpectedInput) -> DefinitionError:
    if isinstance(error, UnexpectedToken):
        return _unexpected_word(source, error)
    start = min(error.pos_in_stream or 0, len(source.text))
    char = source.text[start : start + 1]
    near = plain(char)
    ja, en = f"「{char}」はここでは使えません。", f"{char!r} cannot be used here."
    if near:
        ja, en = ja + "半角で書いてください。", en + " Write it in half width."
    elif char in {'"', "「"}:
        ja, en = ja + "閉じる引用符がありません。", en + " The closing quotation mark is missing."
    elif not char.isascii():
        ja, en = ja + '文字は「…」か "…" で囲みます。', en + ' Text stands in 「…」 or "…".'
    words = _expected(_accepted(source.text[:start]))
    return DefinitionError([source.problem(start, start + 1, ja + words[0], en + words[1], near)])


def _accepted(before: str) -> set[str]:
    """The terminals that may follow the beginning of a rule."""
    state = parser().parse_interactive(before)
    try:
        state.exhaust_lexer()
    except UnexpectedInput:
        return set()
    return cast("set[str]", state.accepts())  # type: ignore[no-untyped-call]


def _unexpected_word(source: Source, error: UnexpectedToken) -> DefinitionError:
    token = error.token
    accepted = set(error.accepts or error.expected)
    ended = token.type == "$END"
    start = len(source.text) if ended else token.start_pos or 0
    end = start + max(1, len(token))
    words = _expected(accepted)
    if ended:
        ja, en = "規則が途中で終わっています。", "The rule ends too early."
    else:
        ja, en = f"「{token}」はここには書けません。", f"{str(token)!r} cannot stand here."
    near = "" if ended else _meant(source, start, str(token), accepted)
    return DefinitionError([source.problem(start, end, ja + words[0], en + words[1], near)])


def _meant(source: Source, start: int, word: str, accepted: set[str]) -> str:
    """What was probably meant by a word or sign that cannot stand there."""
    sign = _OTHER_SIGNS.get(source.text[max(0, start - 1) : start] + word)
    return sign or nearest(word.lower(), _choices(source, start, accepted))


def _choices(source: Source, start: int, accepted: set[str]) -> list[str]:
    """The words that could stand at `start`; after a number also the units of time."""
    words = [
        name.lower() for name in accepted if name not in _SIGNS and name not in _VALUE and name[0] != "$"
    ]
    before = source.text[:start].rstrip()
    return words + list(_UNITS) if before[-1:].isdigit() else words


def _expected(accepted: set[str]) -> tuple[str, str]:
    """What may stand there, as a Japanese and an English sentence."""
    ja, en = [], []
    if accepted & _VALUE:
        ja.append("項目または値")
        en.append("a name or a value")
    elif accepted & {"AFTER"}:
        ja.append("after from before")
        en.append("after from before")
    words = sorted(
        _SIGNS.get(name, name.lower())
        for name in accepted - _VALUE
        if name[0] != "$"
        and not (accepted & _VALUE and name in {"LPAR", "COUNT", "SUM", "MISSING", "PRESENT"})
    )
    shown = [word for word in words if word not in {"after", "from", "before"}]
    if "$END" in accepted:
        ja.append("規則の終わり")
        en.append("the end of the rule")
    tail = " ".join(shown)
    ja_all = "、".join([*ja, tail] if tail else ja)
    en_all = ", ".join([*en, tail] if tail else en)
    return f"ここに書けるもの: {ja_all}", f" Expected here: {en_all}"
