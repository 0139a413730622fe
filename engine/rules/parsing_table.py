"""The parser's table, worked out beforehand and kept beside the grammar: reading it takes a tenth of making it.

`parsing_table.json` names the grammar and the version of lark it was made for. With another of either it counts
for nothing, and the parser is made from the grammar. `make grammar` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Final

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

FILE: Final = "parsing_table.json"
_make = partial(Lark, parser="lalr", lexer="basic", propagate_positions=True)


def parser_of(grammar: str) -> Lark:
    """The parser of a grammar, from the kept table if it is this grammar's."""
    kept = json.loads(resources.files("engine.rules").joinpath(FILE).read_text(encoding="utf-8"))
    if kept["made_for"] != _made_for(grammar):
        return _make(grammar)
    # JSON has no numbers as keys. Private in name only: it is what lark's own generated parsers call.
    table = kept["table"]["parser"]["parser"]
    table["states"] = {int(state): actions for state, actions in table["states"].items()}
    load: Callable[..., Lark] = Lark._load_from_dict
    return load(kept["table"], {int(n): one for n, one in kept["memo"].items()})


def write(grammar: str, folder: Path) -> None:
    """Work the table out and keep it in a folder."""
    table, memo = _make(grammar).memo_serialize([TerminalDef, Rule])
    kept = {"made_for": _made_for(grammar), "table": table, "memo": memo}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def _made_for(grammar: str) -> dict[str, str]:
    return {"grammar": sha256(grammar.encode("utf-8")).hexdigest(), "lark": lark.__version__}
