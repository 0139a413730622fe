"""Letters at a step: nothing they print may be missing, and their number must be known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.check.env import Env
from engine.check.found import Finding, Findings, told
from engine.check.truth import World, distinct
from engine.model.basics import MISSING, Text
from engine.model.workflow import BodyPart, Command, Element, Notice, Piece

Way = Callable[[], list[Text]]
"""The labels of the commands that lead to a point, asked for only where something is found."""


class Letters:
    """What the letters of a command need at a point of the graph."""

    def __init__(self, world: World, found: Findings) -> None:
        self.world, self.found = world, found

    def issue(self, command: Command, env: Env, way: Way) -> Iterator[tuple[Env, bool]]:
        """Check the letters of the command; each way on, with whether the case is answered on it."""
        ways = [(env, False)]
        for notice in self.world.workflow.notices.values():
            if command.id not in notice.at:
                continue
            issued = self.world.passes(notice.when, env)
            for one in issued:
                self._check(notice, one, way)
            if notice.decides:
                ways = [split for one in ways for split in self._decided(notice, *one)]
        yield from ways

    def _decided(self, notice: Notice, env: Env, answered: bool) -> Iterator[tuple[Env, bool]]:
        if notice.when is None:
            yield env, True
            return
        for truth, after in self.world.truths(notice.when.node, env):
            yield after, answered or truth is True

    def _check(self, notice: Notice, env: Env, way: Way) -> None:
        self._number(notice, env, way)
        self._addressee(notice, env, way)
        self._pieces(notice, "heading", Text("題名", "heading"), notice.heading, env, way)
        self._pieces(notice, "sender", Text("差出人", "sender"), notice.sender, env, way)
        for part in notice.body.values():
            title = part.title if part.title.ja else Text("本文", "text")
            for shown in self.world.passes(part.when, env):
                entries = self._filled(part, shown)
                if entries is not None:
                    self._blank(notice, part.id, title, part, entries, way)
                self._pieces(notice, part.id, title, part.text, shown, way, part)

    def _number(self, notice: Notice, env: Env, way: Way) -> None:
        if not notice.number.startswith("table."):
            return
        table = self.world.workflow.tables.get(notice.number.split(".")[1])
        for row, after in self.world.table_ways(table, env) if table else ():
            if row is None:
                self._blank(notice, "number", Text("様式の番号", "form number"), notice, after, way)
            elif row.impossible and table is not None:
                sentence = Text("起こらないはずの組合せになることがあります。", "this can happen after all.")
                self._report("possible", f"tables.{table.id}.{row.id}", row, sentence, after, way)
            elif row.unmapped and not notice.alternative_reason:
                sentence = Text(
                    "様式の定めがないときに、代わりの様式を選ぶ項目（alternative）がありません。",
                    "where no form is laid down, nothing lets somebody choose another (alternative).",
                )
                self._report("no_alternative", f"notices.{notice.id}", notice, sentence, after, way)

    def _addressee(self, notice: Notice, env: Env, way: Way) -> None:
        """Whoever the letter goes to must have a name: the agent where there is one, else the person."""
        start = next((c.form for c in self.world.workflow.machine.commands.values() if c.start), "")
        if notice.to in ("applicant", "data_subject"):
            paths = (
                [f"{start}.name"] if notice.to == "data_subject" else [f"{start}.agent.name", f"{start}.name"]
            )
        elif notice.to.startswith(("org.parties.", "element")):
            return
        else:
            paths = [notice.to]
        unnamed = [env]
        for path in paths:
            unnamed = [
                after for one in unnamed for there, after in self.world.presence(path, one) if not there
            ]
        for one in unnamed[:1]:
            self._blank(notice, "to", Text("あて先", "addressee"), notice, one, way)

    def _filled(self, part: BodyPart, env: Env) -> Env | None:
        """A way on which the list that a paragraph repeats for is missing."""
        if part.each is None:
            return None
        return next((e for v, e in self.world.ways(part.each.node, env, False) if v is MISSING), None)

    def _pieces(
        self,
        notice: Notice,
        name: str,
        title: Text,
        pieces: tuple[Piece, ...],
        env: Env,
        way: Way,
        part: BodyPart | None = None,
    ) -> None:
        envs = [env]
        for piece in pieces:
            if piece.rule is None:
                continue
            label = piece.rule.node.title if piece.rule.node.title.ja else Text(piece.source)
            for shown in self._hidden(piece, env):
                sentence = Text(
                    f"隠すべき「{label}」が出ることがあります。",
                    f"“{label.within('en')}” is printed where it must be hidden.",
                )
                path = f"notices.{notice.id}.{name}"
                self._report("shown", path, part or notice, sentence, shown, way, notice)
            if part is not None and self._entry_blank(part, piece):
                self._blank(notice, name, label, part, env, way)
            following: list[Env] = []
            for one in envs:
                for value, after in self.world.ways(piece.rule.node, one, False):
                    if value is MISSING:
                        self._blank(
                            notice, name, label if len(pieces) > 1 else title, part or notice, after, way
                        )
                    else:
                        following.append(after)
            envs = distinct(following)

    def _entry_blank(self, part: BodyPart, piece: Piece) -> bool:
        """Whether a piece prints a part of a list's entries that may be left empty."""
        if part.each is None or piece.rule is None or piece.rule.node.op != "path":
            return False
        fact = (
            self.world.names.fields.get(str(part.each.node.args[0])) if part.each.node.op == "path" else None
        )
        name = str(piece.rule.node.args[0]).removeprefix("element.")
        entry = fact.field.item_fields.get(name) if fact else None
        return entry is not None and not entry.required

    def _blank(
        self, notice: Notice, part: str, title: Text, element: Notice | BodyPart, env: Env, way: Way
    ) -> None:
        sentence = Text(
            f"「{title.ja}」が空のまま出ることがあります。", f"“{title.within('en')}” can be printed blank."
        )
        self._report("blank", f"notices.{notice.id}.{part}", element, sentence, env, way, notice)

    def _hidden(self, piece: Piece, env: Env) -> list[Env]:
        """A way on which a printed field must not be shown in letters."""
        fact = self.world.names.fields.get(str(piece.rule.node.args[0])) if piece.rule else None
        if fact is None or fact.field.hide_when is None or "letters" not in fact.field.hide_from:
            return []
        return self.world.passes(fact.field.hide_when, env)[:1]

    def _report(
        self,
        kind: str,
        path: str,
        element: Element,
        sentence: Text,
        env: Env,
        way: Way,
        notice: Notice | None = None,
    ) -> None:
        """A finding at an element; a part of a letter is told under the letter's name."""
        owner = notice or element
        example = told(self.world.names, self.world.kind, way(), env)
        place = element.place or owner.place
        self.found.add(self.world.kind, Finding(kind, path, owner.title, sentence, place, example))
