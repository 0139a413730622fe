"""Evidence rules of a merged tree: which documents prove what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from engine.load.build.bench import BOOL, DATE, Bench, basis, label
from engine.load.build.machine import common
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.basics import Basis, Text
from engine.model.rule import Rule
from engine.model.workflow import Command, DocumentType, EvidenceRule, Item
from engine.rules import Vocabulary

_JOINS: Final = ("any", "all")
_ALONE: Final = "_"


class EvidenceBuilder:
    """Builds the evidence rules of a workflow."""

    def __init__(
        self,
        bench: Bench,
        names: Vocabulary,
        documents: Mapping[str, DocumentType],
        commands: Mapping[str, Command],
    ) -> None:
        self.bench = bench
        self.names = names
        self.documents = documents
        self.commands = commands
        self.start = next((c for c in commands.values() if c.start and not c.task), None)
        self.refusals: list[tuple[Rule, Text, Basis | None]] = []

    def build(self, rule_id: str, node: Map) -> EvidenceRule:
        where = f"evidence.{rule_id}"
        i, t, p, b, h, n = common(node, rule_id)
        self.refusals = []
        self._refuse(node, where)
        need = self._need(node, where, t, b)
        checked = self.bench.text(node, "answered_by", where)
        if checked and checked not in self.commands:
            self.bench.unknown(
                where, "操作", "command", checked, node.key_place("answered_by"), self.commands
            )
        return EvidenceRule(
            id=i,
            title=t,
            place=p,
            basis=b,
            help=h,
            note=n,
            need=need,
            on=self.bench.rule(node.entries.get("date"), self.names, DATE, f"{where}.date"),
            when=self.bench.rule(node.entries.get("when"), self.names, BOOL, f"{where}.when"),
            refuse=tuple(self.refusals),
            checked_by=checked,
            received=f"event.{self.start.id}" if self.start else "",
        )

    def _need(self, node: Map, where: str, title: Text, why: Basis | None) -> Item | None:
        need = node.entries.get("need")
        if need is None or (isinstance(need, Scalar) and need.text == "silent"):
            self.bench.silent(where, title, why, node.place, label(node.entries.get("note"), "").ja)
            return None
        if isinstance(need, Map) and any(k in need for k in (*_JOINS, "of", "or_approved")):
            return self._item(_ALONE, need, f"{where}.need")
        if not isinstance(need, Map):
            self.bench.problem(
                "shape", f"{where}.need", "必要書類は表で書いてください。", "`need` is a map.", need.place
            )
            return None
        parts = {k: self._item(k, v, f"{where}.need.{k}") for k, v in need.items() if isinstance(v, Map)}
        return Item(id=_ALONE, title=title, place=need.place, join="all", parts=parts)

    def _refuse(self, node: Map, where: str) -> None:
        refuse = node.entries.get("refuse")
        if isinstance(refuse, Map) and (
            rule := self.bench.rule(refuse.entries.get("when"), self.names, BOOL, f"{where}.refuse")
        ):
            self.refusals.append(
                (rule, label(refuse.entries.get("message"), ""), basis(refuse.entries.get("basis")))
            )

    def _item(self, item_id: str, node: Map, where: str) -> Item:
        bench = self.bench
        i, t, p, b, h, n = common(node, item_id)
        self._refuse(node, where)
        join, listed = self._join(node, where)
        approved = node.map("or_approved")
        command = approved.text("command")
        if command and command not in self.commands:
            bench.unknown(f"{where}.or_approved", "操作", "command", command, approved.place, self.commands)
        documents, parts = self._contents(listed, where)
        if "title" not in node and documents:
            t = self._title(documents, join)
        return Item(
            id=i,
            title=t,
            place=p,
            basis=b or basis(approved.entries.get("basis")),
            help=h,
            note=n,
            join=join,
            documents=documents,
            parts=parts,
            count=bench.whole(node, "n", where) or 1,
            when=bench.rule(node.entries.get("when"), self.names, BOOL, f"{where}.when"),
            channel=self._channel(node, where),
            accepts_copy=frozenset(
                k for k, v in node.map("as").items() if isinstance(v, Scalar) and v.text == "copy"
            ),
            max_age=bench.period(node.entries.get("max_age"), f"{where}.max_age"),
            min_age=bench.period(node.entries.get("min_age"), f"{where}.min_age"),
            open=bench.flag(node, "open", where),
            approved=command,
            approved_by=approved.text("by"),
            on_demand=bench.flag(node, "on_demand", where),
            holder=self._holder(node, where),
            shows=node.text("shows"),
        )

    def _holder(self, item: Map, where: str) -> dict[str, Rule]:
        """Whose paper it may be: one word, or words with the rule under which each holds."""
        raw = item.entries.get("holder")
        holders = raw if isinstance(raw, Map) else Map({}, {}, item.place)
        if isinstance(raw, Scalar) and raw.text:
            holders = Map({raw.text: Scalar(True, raw.place, "true")}, {raw.text: raw.place}, raw.place)
        found = {
            word: self.bench.rule(rule, self.names, BOOL, f"{where}.holder.{word}")
            for word, rule in holders.items()
        }
        return {word: rule for word, rule in found.items() if rule is not None}

    def _channel(self, item: Map, where: str) -> str:
        """The fact whose values `as` names: the choice of the intake's form that offers them all."""
        words = item.map("as")
        form = f"{self.start.form}." if self.start else ""
        for fact in self.names.facts.values() if words else ():
            known = fact.type.values.keys() | fact.type.known
            if form and fact.path.startswith(form) and fact.type.kind == "choice" and words.keys() <= known:
                return fact.path
        if words:
            names = sorted(
                {v for f in self.names.facts.values() if f.path.startswith(form) for v in f.type.values}
            )
            for word in words:
                self.bench.unknown(f"{where}.as", "申出の経路", "channel", word, words.key_place(word), names)
        return ""

    def _join(self, node: Map, where: str) -> tuple[Literal["any", "all", "n"], Node | None]:
        for key in (*_JOINS, "of"):
            if key in node:
                listed = self.bench.resolve(node.entries[key], f"{where}.{key}")
                if "n" in node or key == "of":
                    return "n", listed
                return ("any" if key == "any" else "all"), listed
        return "all", None

    def _contents(self, listed: Node | None, where: str) -> tuple[tuple[str, ...], dict[str, Item]]:
        documents: list[str] = []
        parts: dict[str, Item] = {}
        if isinstance(listed, Map):
            parts = {k: self._item(k, v, f"{where}.{k}") for k, v in listed.items() if isinstance(v, Map)}
        for position, one in enumerate(listed if isinstance(listed, Seq) else [listed]):
            if isinstance(one, Map) and isinstance(listed, Seq):
                parts[f"part{position + 1}"] = self._item(
                    f"part{position + 1}", one, f"{where}.{position + 1}"
                )
            elif isinstance(one, Scalar):
                if one.text not in self.documents:
                    self.bench.unknown(where, "書類", "document", one.text, one.place, self.documents)
                documents.append(one.text)
        if documents and parts:
            for word in documents:
                parts[word] = Item(id=word, title=self._title((word,), "any"), join="any", documents=(word,))
            documents = []
        return tuple(documents), parts

    def _title(self, documents: tuple[str, ...], join: str) -> Text:
        titles = [self.documents[d].title if d in self.documents else Text(d) for d in documents]
        if len(titles) == 1:
            return titles[0]
        ja, en = ("と", " and ") if join == "all" else ("又は", " or ")
        return Text(ja.join(t.ja for t in titles), en.join(t.within("en") for t in titles))
