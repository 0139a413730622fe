"""The parser's table, worked out beforehand and kept beside the grammar: reading it takes a tenth of making it.

`kept_table` names the grammar and the version of lark it was made for. With another of either it counts for
nothing, and the parser is made from the grammar. `make grammar` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Final

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from engine.rules import kept_table

WIDTH: Final = 100
_make = partial(Lark, parser="lalr", lexer="basic", propagate_positions=True)


def parser_of(grammar: str) -> Lark:
    """The parser of a grammar, from the kept table if it is this grammar's."""
    if made_for(grammar) != kept_table.MADE_FOR:
        return _make(grammar)
    table, memo = json.loads(kept_table.TABLE)
    # JSON has no numbers as keys. Private in name only: it is what lark's own generated parsers call.
    states = table["parser"]["parser"]
    states["states"] = {int(state): actions for state, actions in states["states"].items()}
    load: Callable[..., Lark] = Lark._load_from_dict
    return load(table, {int(n): one for n, one in memo.items()})


def made_for(grammar: str) -> tuple[str, str]:
    """What a table depends on."""
    return sha256(grammar.encode("utf-8")).hexdigest(), lark.__version__


def source_of(grammar: str) -> str:
    """The module `kept_table` for a grammar."""
    text = json.dumps(_make(grammar).memo_serialize([TerminalDef, Rule]), separators=(",", ":"))
    pieces = [f"    {text[at : at + WIDTH]!r}" for at in range(0, len(text), WIDTH)]
    return "\n".join(
        [
            '"""Made by `make grammar`: the table of the parser of rules, as JSON, and what it was made for."""',
            "",
            "# fmt: off",
            f"MADE_FOR = {made_for(grammar)!r}",
            "TABLE = (",
            *pieces,
            ")",
            "",
        ]
    )
