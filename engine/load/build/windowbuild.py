"""What the windows of an organisation take in, read in the names of one workflow."""

from __future__ import annotations

from collections.abc import Iterator

from engine.load.build.bench import BOOL, Bench
from engine.load.tree import Scalar
from engine.model.rule import Fact, Rule
from engine.model.workflow import Intake, Organisation, Window
from engine.rules import Vocabulary


def build_intakes(bench: Bench, org: Organisation, names: Vocabulary, start_form: str) -> dict[str, Intake]:
    """For each window that is limited, its rule and the field that says by which channel a request came."""
    found: dict[str, Intake] = {}
    for window in org.windows.values():
        rule = _rule(bench, window, names)
        channel = _channel(bench, window, names, start_form) if window.channels else None
        if rule is not None or channel is not None:
            found[window.id] = Intake(rule, channel)
    return found


def _rule(bench: Bench, window: Window, names: Vocabulary) -> Rule | None:
    if not window.accepts or window.place is None:
        return None
    text = window.accepts
    place = window.accepts_place or window.place
    return bench.rule(Scalar(text, place, text), names, BOOL, f"windows.{window.id}.accepts")


def _channel(bench: Bench, window: Window, names: Vocabulary, start_form: str) -> Fact | None:
    """The choice of the intake's form that offers every channel of the window."""
    closest: Fact | None = None
    for fact in _choices(names, start_form):
        known = fact.type.values.keys() | fact.type.known
        if set(window.channels) <= known:
            return fact
        if closest is None and known & set(window.channels):
            closest = fact
    offered = (
        closest.type.values if closest else {v for f in _choices(names, start_form) for v in f.type.values}
    )
    for word in window.channels:
        if word not in offered:
            bench.unknown(
                f"windows.{window.id}.channels", "申出の経路", "channel", word, window.place, offered
            )
    return None


def _choices(names: Vocabulary, start_form: str) -> Iterator[Fact]:
    for fact in names.facts.values():
        if start_form and fact.path.startswith(f"{start_form}.") and fact.type.kind == "choice":
            yield fact
