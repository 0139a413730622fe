"""What a workflow declares, before any rule is read: its commands, forms, types, and the names rules may use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from engine.load.build.bench import BOOL, DATE, TEXT, Bench, label
from engine.load.build.formbuild import Shape, Sources, declare
from engine.load.build.machine import command_nodes
from engine.load.build.names import Names, TaskNames
from engine.load.build.tablebuild import output_types, row_ids
from engine.load.tree import Map, Node, Scalar, Seq, plain
from engine.model.basics import Text
from engine.model.rule import Fact, Type
from engine.model.workflow import Organisation
from engine.rules import Vocabulary

_LIST_PATH: Final = re.compile(r"(task\.)?([a-z][a-z0-9_]*)\.?([a-z0-9_.]*)\Z")


class Declared:
    """The declarations of one workflow on its bench. `trees` are all workflows of the organisation, for links."""

    def __init__(
        self, bench: Bench, name: str, node: Map, org: Organisation, trees: Mapping[str, Map]
    ) -> None:
        self.bench = bench
        self.name = name
        self.node = node
        self.org = org
        self.trees = trees
        self.phases = {k: label(v, k) for k, v in node.map("phases").items()}
        self.case_commands = {c: n for c, n, _ in command_nodes(node)}
        self.task_commands = {
            t: {c: n for c, n, _ in command_nodes(part)}
            for t, part in node.map("tasks").items()
            if isinstance(part, Map)
        }
        self.output_types = {
            t: output_types(bench, t, part) for t, part in node.map("tables").items() if isinstance(part, Map)
        }
        self.names = self._names()

    def vocabulary(
        self, form: str = "", task: str = "", extra: Mapping[str, Fact] | None = None
    ) -> Vocabulary:
        return self.names.vocabulary(form, task, extra)

    def _names(self) -> Names:
        every = {
            c: label(n.entries.get("done") or n.entries.get("title"), c)
            for c, n in self._every_command().items()
        }
        start = next((n.text("form") for n in self.case_commands.values() if self._starts(n)), "")
        shapes = self._shapes()
        task_forms = {t: self.forms_of(commands) for t, commands in self.task_commands.items()}
        case_forms = set(self.forms_of(self.case_commands))
        names = Names(
            title=label(self.node.entries.get("title"), self.name),
            kinds={
                k: label(n, k) if not isinstance(n, Map) else label(n.entries.get("title"), k)
                for k, n in self.node.map("kinds").items()
            },
            known_kinds=self.known_kinds(),
            shapes=shapes,
            case_forms=frozenset(case_forms),
            start_form=start,
            commands=every,
            tasks={},
            clocks=_titles(self.node.map("clocks")),
            evidence=_titles(self.node.map("evidence")),
            tables=self.output_types,
            table_titles=_titles(self.node.map("tables")),
            collects=frozenset(
                t
                for t, n in self.node.map("tables").items()
                if isinstance(n, Map) and n.text("hit") == "collect"
            ),
            fees={
                f: (label(n.entries.get("title"), f), _line_titles(n, f))
                for f, n in self.node.map("fees").items()
                if isinstance(n, Map)
            },
            notices=_titles(self.node.map("notices")),
            settings=self.org.settings,
            units={k: u.title for k, u in self.org.units.items()},
            windows={k: w.title for k, w in self.org.windows.items()},
            org_facts=self._org_facts(),
        )
        tasks: dict[str, TaskNames] = {}
        for task, part in self.node.map("tasks").items():
            if isinstance(part, Map):
                tasks[task] = TaskNames(
                    task,
                    label(part.entries.get("title"), task),
                    _titles(part.map("states")),
                    {c: every[c] for c in self.task_commands[task]},
                    task_forms[task],
                    _titles(part.map("clocks")),
                    part.text("max") == "1",
                )
        names.tasks = tasks
        for task, part in self.node.map("tasks").items():
            if isinstance(part, Map):
                tasks[task].entry = self._entry(part, shapes, names)
        names.prepare()
        return names

    def _starts(self, node: Map) -> bool:
        return any(w == "start" for w, _ in Bench(self.org.settings).words(node.entries.get("from"), ""))

    def _every_command(self) -> dict[str, Map]:
        every = dict(self.case_commands)
        for task, commands in self.task_commands.items():
            for command, node in commands.items():
                if command in every:
                    ja = f"操作「{command}」は別のところにもあります。操作のidは一つの手続に一つです。"
                    en = f"Command “{command}” exists twice; ids of commands are unique over a workflow and its tasks."
                    self.bench.problem("duplicate", f"tasks.{task}.commands.{command}", ja, en, node.place)
                every[command] = node
        return every

    def forms_of(self, commands: Mapping[str, Map]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n.text("form") for n in commands.values() if n.text("form")))

    def _shapes(self) -> dict[str, Shape]:
        used = {f for c in (self.case_commands, *self.task_commands.values()) for f in self.forms_of(c)}
        sources = self._sources()
        return {
            f: declare(self.bench, f, n, sources)
            for f, n in self.node.map("forms").items()
            if isinstance(n, Map) and f in used
        }

    def _sources(self) -> Sources:
        columns: dict[tuple[str, str], Mapping[str, Text]] = {}
        for table, outs in self.output_types.items():
            part = self.node.map("tables").map(table)
            for column in outs:
                columns[table, column] = row_ids(part, column)
        org = self.org
        return Sources(
            {k: u.title for k, u in org.units.items()},
            {k: w.title for k, w in org.windows.items()},
            {k: d.title for k, d in org.documents.items()},
            org.catalogues,
            columns,
            self._exports,
            {
                **{k: Text(k) for k in self.known_kinds()},
                **{k: label(v, k) for tree in self.trees.values() for k, v in tree.map("kinds").items()},
            },
        )

    def known_kinds(self) -> frozenset[str]:
        """Kinds that a parent's rules may name though this workflow has none of them: there they never hold."""
        listed = self.node.entries.get("known_kinds")
        names = {str(one) for one in plain(listed)} if isinstance(listed, Seq) else set()
        return frozenset(names - set(self.node.map("kinds")))

    def _exports(self, kinds: tuple[str, ...]) -> dict[str, tuple[Type, Text]]:
        """The exports of the workflows of these kinds: dates of events, and fields of forms by their plain type."""
        found: dict[str, tuple[Type, Text]] = {}
        for tree in self.trees.values():
            if kinds and not any(k in tree.map("kinds") for k in kinds):
                continue
            for name, rule in tree.map("exports").items():
                title = label(rule.entries.get("title"), name) if isinstance(rule, Map) else Text(name)
                found[name] = _export_type(tree, exported(rule)), title
        return found

    def _entry(self, part: Map, shapes: Mapping[str, Shape], names: Names) -> Type | None:
        at = part.entries.get("at")
        for how in at.values() if isinstance(at, Map) else ():
            each = how.text("each") if isinstance(how, Map) else ""
            match = _LIST_PATH.match(each)
            if match is None:
                continue
            if match[1]:
                task = names.tasks.get(match[2])
                return names.element(task) if task else None
            for owner, path in ((match[2], match[3]), (names.start_form, each)):
                shape = shapes.get(owner)
                if shape is not None and path in shape.types:
                    return shape.types[path].item
        return None

    def _org_facts(self) -> dict[str, tuple[Type, Text]]:
        facts: dict[str, tuple[Type, Text]] = {
            "org.title": (TEXT, Text("団体の名称", "organisation")),
            "org.sender": (TEXT, Text("発信者", "sender")),
        }
        for window, one in self.org.windows.items():
            for part, ja in (
                ("address", "所在地"),
                ("phone", "電話"),
                ("fax", "FAX"),
                ("email", "電子メール"),
                ("hours", "受付時間"),
                ("title", "名称"),
            ):
                facts[f"org.windows.{window}.{part}"] = (
                    TEXT,
                    Text(f"{one.title.ja}の{ja}", f"{part} of {one.title.within('en')}"),
                )
        for law in self.org.laws.values():
            for article in law.articles.values():
                ja = f"{law.title.ja}の{article.title.ja}の条番号"
                en = f"number of {article.title.within('en')} in {law.title.within('en')}"
                facts[f"law.{law.id}.{article.id}"] = (TEXT, Text(ja, en))
        return facts


def _titles(node: Map) -> dict[str, Text]:
    return {
        k: label(n.entries.get("title"), k) if isinstance(n, Map) else label(n, k) for k, n in node.items()
    }


def _line_titles(fee: Map, fee_id: str) -> dict[str, Text]:
    """The lines of a fee with their labels; the amount of a fee without lines is one under its own name."""
    found = _titles(fee.map("lines"))
    return found or ({fee_id: label(fee.entries.get("title"), fee_id)} if "amount" in fee else {})


def exported(node: Node) -> Node:
    """The rule of an export, which may stand alone or with its title."""
    return node.entries.get("from", node) if isinstance(node, Map) else node


def _export_type(tree: Map, rule: Node) -> Type:
    text = rule.text if isinstance(rule, Scalar) else ""
    if text.startswith(("event.", "notice.")):
        return DATE
    form, _, field = text.partition(".")
    part = tree.map("forms").map(form).map("properties").map(field)
    if part.text("format") == "date":
        return DATE
    values = {k: label(v, k) for k, v in part.map("x-values").items()}
    if values:
        return Type("choice", values=values)
    kinds = {"integer": Type("int"), "boolean": BOOL}
    return kinds.get(part.text("type"), TEXT)
