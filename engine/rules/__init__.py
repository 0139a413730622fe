"""The rule language: a small closed typed language over the facts of a case.

read(text, names, want, place) -> Rule     parse, resolve, type and compile; DefinitionError otherwise
rule.run(facts)                            the value, or MISSING
say(rule, language)                        the rule as a sentence over labels
conditions(rule, facts)                    its parts with what is met and what is missing
missing_facts(rule, facts)                 the paths that are missing and matter
"""

from engine.rules.explained import Condition, conditions, missing_facts
from engine.rules.names import Layers, Vocabulary
from engine.rules.reading import always, read
from engine.rules.saying import say

__all__ = ["Condition", "Layers", "Vocabulary", "always", "conditions", "missing_facts", "read", "say"]
