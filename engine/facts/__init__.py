"""The facts of a case: what rules, tables and letters look up, computed when asked for and kept."""

from engine.facts.case import CaseFacts, Moment, Watch
from engine.facts.papers import demanded, demands, paid_so_far, presented
from engine.facts.time import extension_of, period_of, terms_of
from engine.facts.values import Entry, UnfitError, element_of, typed

__all__ = [
    "CaseFacts",
    "Entry",
    "Moment",
    "UnfitError",
    "Watch",
    "demanded",
    "demands",
    "element_of",
    "extension_of",
    "paid_so_far",
    "period_of",
    "presented",
    "terms_of",
    "typed",
]
