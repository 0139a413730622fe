"""Rules asked directly, without a case: until when, which letter, what to bring, the price, how long kept.

Each question makes a trial case that is never stored, and runs the rules of a real one over it. Every answer
is plain data: `{"answer": …, "derivation": [{"date", "text", "basis", "result"}]}`.

    ask_due(built, kind, received, hosei, extensions, form, today, clock)
    ask_letter(built, kind, outcome)
    ask_evidence(built, form)
    ask_fee(built, kind, form)
    ask_retention(built, register, recorded)
"""

from engine.desk.ask.due import ask_due
from engine.desk.ask.fee import ask_fee
from engine.desk.ask.letter import ask_letter
from engine.desk.ask.papers import ask_evidence
from engine.desk.ask.retention import ask_retention
from engine.desk.ask.trial import InputError

__all__ = ["ask_due", "ask_letter", "ask_evidence", "ask_fee", "ask_retention", "InputError"]
