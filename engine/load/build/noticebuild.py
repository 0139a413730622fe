"""Letters of a merged tree: their texts as pieces, every fact in them read as a rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from engine.load.build.bench import BOOL, TEXT, Bench
from engine.load.build.machine import commands_in, common, enclosures
from engine.load.build.names import entry_facts
from engine.load.tree import Map, Node, Scalar
from engine.model.basics import Place, Text
from engine.model.rule import Fact, Rule, Type
from engine.model.workflow import BodyPart, Notice, Piece
from engine.rules import Vocabulary

NamesWith = Callable[[Mapping[str, Fact]], Vocabulary]
_FACT: Final = re.compile(r"\{([^{}]*)\}")


class NoticeBuilder:
    """Letters with their texts. `names` gives the vocabulary with extra names (of a repeated entry)."""

    def __init__(
        self,
        bench: Bench,
        names: NamesWith,
        commands: Iterable[str],
        tables: Mapping[str, Mapping[str, Type]],
        parties: Iterable[str],
        forms: Iterable[str],
    ) -> None:
        self.bench = bench
        self.names = names
        self.commands = tuple(commands)
        self.tables = tables
        self.parties = tuple(parties)
        self.forms = tuple(forms)
        self.around: dict[str, Fact] = {}

    def build(self, notice_id: str, node: Map) -> Notice:
        bench, where = self.bench, f"notices.{notice_id}"
        i, t, p, b, h, n = common(node, notice_id)
        per, per_field = self._per(node, where)
        self.around = entry_names(per)
        plain_names = self.names(self.around)
        alternative = node.map("alternative")
        page = bench.pick(node, "page", where, ("a4", "naga3", "kaku2"), "a4")
        body = {k: self._part(f"{where}.body.{k}", k, v) for k, v in node.map("body").items()}
        return Notice(
            id=i,
            title=t,
            place=p,
            basis=b,
            help=h,
            note=n,
            at=commands_in(bench, node, "at", where, self.commands),
            to=self._to(node, where),
            body=body,
            when=bench.rule(node.entries.get("when"), self.names({}), BOOL, f"{where}.when"),
            number=self._number(node, where),
            heading=self._text(node.entries.get("heading"), plain_names, f"{where}.heading"),
            sender=self._text(node.entries.get("sender"), plain_names, f"{where}.sender"),
            serial=node.map("serial").text("format")
            or ("" if isinstance(node.entries.get("serial"), Map) else node.text("serial")),
            seal=node.text("seal", "true") == "true",
            page="naga3" if page == "naga3" else "kaku2" if page == "kaku2" else "a4",
            decides=bench.flag(node, "decides", where),
            per=per,
            per_field=per_field,
            enclose=enclosures(bench, node, where, self.forms),
            slip=bench.flag(node, "slip", where),
            alternative=alternative.text("any") == "true",
            alternative_form=self._fact(alternative, "form", plain_names, where),
            alternative_reason=self._fact(alternative, "requires", plain_names, where),
        )

    def _per(self, node: Map, where: str) -> tuple[Rule | None, str]:
        """`task.<id>.<field>` as the list of the task's instances and the field of which each value has a letter."""
        written = self.bench.resolve(node.entries.get("per"), f"{where}.per")
        if not isinstance(written, Scalar):
            return None, ""
        head, _, rest = written.text.partition(".")
        task, _, field = rest.partition(".")
        text = f"{head}.{task}"
        listed = self.bench.rule(Scalar(text, written.place, text), self.names({}), None, f"{where}.per")
        item = listed.type.item if listed is not None else None
        if listed is None or item is None or not item.fields:
            return None, ""
        if field not in item.fields:
            self.bench.unknown(f"{where}.per", "項目", "field", field, written.place, item.fields)
            return None, ""
        return listed, field

    def _fact(self, owner: Map, key: str, names: Vocabulary, where: str) -> str:
        rule = self.bench.rule(owner.entries.get(key), names, None, f"{where}.alternative.{key}")
        return str(rule.node.args[0]) if rule is not None and rule.node.op == "path" else ""

    def _to(self, node: Map, where: str) -> str:
        to = self.bench.text(node, "to", where, "applicant")
        party = to.removeprefix("org.parties.")
        if to != party and party not in self.parties:
            self.bench.unknown(f"{where}.to", "あて先", "party", party, node.key_place("to"), self.parties)
        elif to == party and to not in ("applicant", "data_subject"):
            written = Scalar(to, node.key_place("to"), to)
            rule = self.bench.rule(written, self.names(self.around), None, f"{where}.to")
            return str(rule.node.args[0]) if rule is not None and rule.node.op == "path" else to
        return to

    def _number(self, node: Map, where: str) -> str:
        number = self.bench.text(node, "number", where, "none")
        if not number.startswith("table."):
            return "" if number == "none" else number
        table, _, out = number.removeprefix("table.").partition(".")
        if out not in self.tables.get(table, {}):
            every = [f"table.{t}.{o}" for t, outs in self.tables.items() for o in outs]
            self.bench.unknown(
                f"{where}.number", "表の出力", "table output", number, node.key_place("number"), every
            )
            return ""
        return number

    def _part(self, where: str, part_id: str, node: Node) -> BodyPart:
        if not isinstance(node, Map):
            node = Map({"text": node}, {"text": node.place}, node.place)
        i, t, p, b, h, n = common(node, part_id)
        around = self.names(self.around)
        each = self.bench.rule(node.entries.get("each"), around, None, f"{where}.each")
        names = self.names({**self.around, **entry_names(each)})
        return BodyPart(
            id=i,
            title=t if "title" in node else Text(""),
            place=p,
            basis=b,
            help=h,
            note=n,
            text=self._text(node.entries.get("text"), names, f"{where}.text"),
            when=self.bench.rule(node.entries.get("when"), around, BOOL, f"{where}.when"),
            each=each,
        )

    def _text(self, node: Node | None, names: Vocabulary, where: str) -> tuple[Piece, ...]:
        found = self.bench.resolve(node, where)
        return pieces(self.bench, found, names, where) if isinstance(found, Scalar) else ()


def entry_names(each: Rule | None) -> dict[str, Fact]:
    if each is None or each.type.item is None:
        return {}
    item = each.type.item
    found = entry_facts(item)
    if item.kind in ("choice", "unit"):
        found["element.title"] = Fact("element.title", TEXT, Text("その名前", "its label"))
        found["element.basis"] = Fact("element.basis", TEXT, Text("その条文", "its article"))
    return found


def pieces(bench: Bench, node: Scalar, names: Vocabulary, where: str) -> tuple[Piece, ...]:
    """A text with `{facts}` as pieces; every fact is read as a rule, so that a wrong name has its place."""
    found: list[Piece] = []
    position = 0
    for match in _FACT.finditer(node.text):
        if match.start() > position:
            found.append(_words(bench, node, position, match.start(), where))
        place = Place(node.place.file, node.place.line, node.place.column + match.start(1))
        rule = bench.rule(Scalar(match[1], place, match[1]), names, None, where)
        if rule is not None:
            found.append(Piece(rule=rule, source=match[1]))
        position = match.end()
    if position < len(node.text):
        found.append(_words(bench, node, position, len(node.text), where))
    return tuple(found)


def _words(bench: Bench, node: Scalar, start: int, end: int, where: str) -> Piece:
    """The words between two facts. A brace left over there is a fact that was not closed: it would be printed."""
    words = node.text[start:end]
    if (at := next((i for i, c in enumerate(words) if c in "{}"), None)) is not None:
        place = Place(node.place.file, node.place.line, node.place.column + start + at)
        bench.problem(
            "rule",
            where,
            f"波かっこが閉じていません:「{words[at : at + 20]}」。事実は {{event.receive}} のように書きます。",
            f"A brace is not matched: “{words[at : at + 20]}”. A fact is written like {{event.receive}}.",
            place,
        )
    return Piece(text=words)
