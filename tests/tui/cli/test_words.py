"""The catalogue: whole in both languages, and nothing said that is not in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import tui.cli
from tui.cli.table import COMMANDS, COMMON, GROUPS
from tui.cli.words import all_words, say

SOURCES = sorted(Path(tui.cli.__file__).parent.rglob("*.py"))
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.mark.parametrize("word", sorted(all_words()))
def test_each_sentence_is_there_in_both_languages_with_the_same_values(word: str) -> None:
    ja, en = all_words()[word]
    assert ja.strip() and en.strip()
    values = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (ja, en)]
    # A number of the Japanese may be left out where English says it otherwise, never a name or a place.
    assert values[0] ^ values[1] <= {"count", "ja", "en"}


def test_every_command_and_every_word_of_it_is_explained() -> None:
    known = all_words()
    assert {f"help.{c.id}" for c in COMMANDS} <= set(known)
    assert {f"help.{group}" for group in GROUPS} <= set(known)
    assert {f"arg.{a.name}" for c in COMMANDS for a in (*c.args, *COMMON)} <= set(known)


def test_no_sentence_is_left_over() -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in SOURCES if not p.name.endswith("words.py"))
    made = ("help.", "arg.", "severity.", "column.", "event.", "batch.", "ask.", "history.", "json.")
    unused = [w for w in all_words() if f'"{w}"' not in text and not w.startswith(made)]
    assert unused == []


# Where the id of a sentence stands in a call.
ASKING = {"Wrong": 0, "Unusable": 0, "say": 1, "Stop": 2}


def test_no_sentence_is_asked_for_that_is_not_there() -> None:
    calls = [
        (call, ASKING[call.func.id])
        for path in SOURCES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ASKING
    ]
    words = [call.args[place] for call, place in calls if len(call.args) > place]
    asked = {word.value for word in words if isinstance(word, ast.Constant)}
    assert len(asked) > 50
    assert asked <= set(all_words())


def test_sentences_stand_in_the_catalogue_only() -> None:
    found = []
    for path in SOURCES:
        if path.name.endswith("words.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and JAPANESE.search(ast.unparse(node)):
                found.append(f"{path.name}:{node.lineno}")
    assert found == []


def test_a_sentence_is_said_with_its_values() -> None:
    assert say("ja", "list.count", count=3) == "3 件"
    assert say("en", "list.count", count=3) == "3 cases"
    assert say("ja", "json.object", file="f", got="list").startswith('f: {"項目": 値}')
