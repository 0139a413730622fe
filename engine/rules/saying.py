"""A rule said in words, over labels."""

from __future__ import annotations

from engine.model.rule import Node, Rule
from engine.rules import english, japanese


def say(rule: Rule, language: str = "ja") -> str:
    """The rule as a sentence in `ja` (a condition ends in 〜こと) or `en`; a value is named."""
    return say_node(rule.node, language)


def say_node(node: Node, language: str) -> str:
    """One part of a rule, said by itself."""
    return english.sentence(node) if language == "en" else japanese.sentence(node)
