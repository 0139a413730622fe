"""What a fee allows when money is paid or given back: by which way, and whether any goes back."""

from __future__ import annotations

from collections.abc import Iterator

from engine.advance.order import Situation
from engine.advance.words import pointer_of, text_of
from engine.errors import Objection
from engine.model.basics import Text
from engine.model.rule import Fact
from engine.model.workflow import Fee
from engine.rules import say


def payment_objections(now: Situation, fee: Fee) -> Iterator[Objection]:
    """What stands against a payment towards `fee`: a way that is not open now, money back where none goes back.

    A payment that does not say its way is taken only if any of them would be; one of nothing needs none.
    """
    field = fee.way_at.get(now.command.id)
    amount = fee.paid_at[now.command.id].run(now.during)
    if field is not None and amount != 0:
        way = now.during[field.path]
        rule = fee.ways.get(way) if isinstance(way, str) else None
        if isinstance(way, str) and (rule is None or rule.run(now.during) is not True):
            yield _not_by(now, fee, field, way)
        elif not isinstance(way, str) and any(one.run(now.during) is not True for one in fee.ways.values()):
            open_now = _open_ways(now, fee, field)
            ja = f"「{field.title.ja}」を入れてください。「{fee.title.ja}」に使える方法: {open_now.ja}"
            en = f"Say “{field.title.within('en')}”. “{fee.title.within('en')}” is paid by: {open_now.en}"
            yield _objection(now, fee, Text(ja, en), field)
    if fee.refund == "never" and isinstance(amount, int) and amount < 0:
        ja, en = f"納めた「{fee.title.ja}」は返しません。", f"“{fee.title.within('en')}” is never given back."
        yield _objection(now, fee, Text(ja, en))


def _not_by(now: Situation, fee: Fee, field: Fact, way: str) -> Objection:
    """The refusal of a way: what its rule asks for, or, of one that the fee does not know, which there are."""
    rule = fee.ways.get(way)
    named = field.type.values.get(way, Text(way))
    ja = f"「{fee.title.ja}」は「{named.ja}」では納められません。"
    en = f"“{fee.title.within('en')}” cannot be paid by “{named.within('en')}”."
    if rule is not None and rule.node.op != "literal":
        ja, en = f"{ja}できるのは: {say(rule)}", f"{en} Only if: {say(rule, 'en')}"
    else:
        others = _open_ways(now, fee, field)
        ja, en = f"{ja}使える方法: {others.ja}", f"{en} Ways: {others.en}"
    return _objection(now, fee, Text(ja, en), field)


def _open_ways(now: Situation, fee: Fee, field: Fact) -> Text:
    """The ways that may be used now, by their labels."""
    titles = [field.type.values.get(w, Text(w)) for w, r in fee.ways.items() if r.run(now.during) is True]
    return Text(
        "、".join(t.ja for t in titles) or "なし", ", ".join(t.within("en") for t in titles) or "none"
    )


def _objection(now: Situation, fee: Fee, said: Text, field: Fact | None = None) -> Objection:
    pointer = pointer_of(now.during, field.path) if field is not None else ""
    return Objection(f"fee.{fee.id}", said.ja, said.within("en"), pointer, text_of(fee.basis))
