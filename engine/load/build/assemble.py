"""Puts a workflow together: declares names first, then reads every rule in the names it may use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from engine.errors import DefinitionError, Problem
from engine.load.build.bench import BOOL, DATE, TEXT, Bench, label, nothing
from engine.load.build.clockbuild import ClockBuilder
from engine.load.build.effects import build_fee, build_invariant, build_register
from engine.load.build.evidencebuild import EvidenceBuilder
from engine.load.build.formbuild import Shape, Sources, build_form, declare
from engine.load.build.machine import BUILT_IN, MachineBuilder, command_nodes, common, element
from engine.load.build.names import Names, TaskNames
from engine.load.build.noticebuild import NoticeBuilder
from engine.load.build.orgbuild import build_organisation, build_settings
from engine.load.build.profilebuild import Claim, idle, laid_over, read_profiles
from engine.load.build.tablebuild import build_table, output_types, row_ids
from engine.load.build.taskbuild import build_task
from engine.load.forms import Written
from engine.load.library import Library
from engine.load.shape import check_shape
from engine.load.tree import Map, Node, Scalar
from engine.model.basics import Text
from engine.model.forms import Form
from engine.model.rule import Fact, Rule, Type
from engine.model.workflow import Command, Element, Organisation, Task, Workflow
from engine.rules import Vocabulary

_LIST_PATH: Final = re.compile(r"(task\.)?([a-z][a-z0-9_]*)\.?([a-z0-9_.]*)\Z")


@dataclass(frozen=True, slots=True)
class Built:
    """What building gave: the organisation, its workflows by name, and every problem and open point."""

    organisation: Organisation
    workflows: Mapping[str, Workflow]
    problems: tuple[Problem, ...]
    open_points: tuple[Problem, ...]

    def of_kind(self, kind: str, day: date | None = None) -> Workflow | None:
        """The workflow of a kind of request: of the versions by date, the one for a case received on `day`.

        Without a day it is the newest; before the first version there is none other than that.
        """
        having = sorted((w for w in self.workflows.values() if kind in w.kinds), key=_since)
        begun = [w for w in having if day is None or _since(w) <= day]
        return begun[-1] if begun else having[0] if having else None

    @property
    def kinds(self) -> dict[str, Element]:
        return {k: e for w in self.workflows.values() for k, e in w.kinds.items()}


def _since(workflow: Workflow) -> date:
    return workflow.effective_from or date.min


def build_library(library: Library, org: str, settings: Mapping[str, Any] | None = None) -> Built:
    """An organisation with its workflows, ready to run. Raises DefinitionError if anything is wrong with it."""
    built = Builder(library, org, settings or {}).build()
    if blocking := [p for p in built.problems if p.severity == "block"]:
        raise DefinitionError(blocking)
    return built


class Builder:
    """Builds one organisation. `settings` replace values of the organisation's own.

    `shapes` False leaves out the check against the schemas: a published version passed it already.
    """

    def __init__(self, library: Library, org: str, settings: Mapping[str, Any], shapes: bool = True) -> None:
        self.shapes = shapes
        self.library = library
        self.org = org
        self.chosen = settings
        self.trees: dict[str, Map] = {}
        self.claims: list[Claim] = []

    def build(self) -> Built:
        """Everything of the organisation; problems are listed, not raised, where building can go on."""
        merged = self.library.organisation(self.org)
        tree = merged.node
        problems = [*check_shape(tree, "organisation"), *self.library.unstated(merged)] if self.shapes else []
        bench = Bench({})
        bench.settings = build_settings(bench, tree, self.chosen)
        organisation = build_organisation(bench, self.org, tree, bench.settings)
        self.claims = read_profiles(self.library, tree, bench)
        problems += bench.problems
        for name in self.library.names():
            if name.startswith(f"{self.org}/"):
                try:
                    merged = self.library.workflow(name)
                except DefinitionError as error:
                    problems += error.problems
                    continue
                problems += self.library.unstated(merged) if self.shapes else []
                if "kinds" in merged.node:
                    self.trees[name] = merged.node
        workflows = {name: self._workflow(name, node, organisation) for name, node in self.trees.items()}
        open_points = list(bench.open_points)
        for workflow in workflows.values():
            problems += workflow.problems
            open_points += workflow.open_points
        problems += self._doubled(workflows) + idle(self.claims)
        return Built(organisation, workflows, _once(problems), _once(open_points))

    def _doubled(self, workflows: Mapping[str, Workflow]) -> list[Problem]:
        """A kind that two workflows claim from the same day on."""
        owner: dict[tuple[str, date], str] = {}
        found: list[Problem] = []
        for name, workflow in workflows.items():
            for kind, one in workflow.kinds.items():
                key = kind, _since(workflow)
                if key in owner:
                    ja = f"種別「{kind}」が{owner[key]}にもあります。"
                    en = f"Kind “{kind}” is also in {owner[key]}."
                    found.append(Problem("duplicate", f"kinds.{kind}", ja, en, one.place))
                owner[key] = name
        return found

    def _workflow(self, name: str, node: Map, organisation: Organisation) -> Workflow:
        bench = Bench(organisation.settings)
        if self.shapes:
            bench.problems += check_shape(node, "workflow")
        others = {
            k: label(t, k)
            for n, tree in self.trees.items()
            if n != name
            for k, t in tree.map("kinds").items()
        }
        return _Assembly(bench, name, node, organisation, others, self.trees, self.claims).build()


class _Assembly:
    """One workflow on its bench."""

    def __init__(
        self,
        bench: Bench,
        name: str,
        node: Map,
        org: Organisation,
        other_kinds: Mapping[str, Text],
        trees: Mapping[str, Map],
        claims: list[Claim],
    ) -> None:
        self.bench = bench
        self.name = name
        self.node = node
        self.org = org
        self.other_kinds = other_kinds
        self.trees = trees
        self.claims = claims
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

    # --- declaring

    def _names(self) -> Names:
        every = {
            c: label(n.entries.get("done") or n.entries.get("title"), c)
            for c, n in self._every_command().items()
        }
        start = next((n.text("form") for n in self.case_commands.values() if self._starts(n)), "")
        shapes = self._shapes()
        task_forms = {t: self._forms_of(commands) for t, commands in self.task_commands.items()}
        case_forms = set(self._forms_of(self.case_commands))
        names = Names(
            title=label(self.node.entries.get("title"), self.name),
            kinds={
                k: label(n, k) if not isinstance(n, Map) else label(n.entries.get("title"), k)
                for k, n in self.node.map("kinds").items()
            },
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
                f: (label(n.entries.get("title"), f), _titles(n.map("lines")))
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

    def _forms_of(self, commands: Mapping[str, Map]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n.text("form") for n in commands.values() if n.text("form")))

    def _shapes(self) -> dict[str, Shape]:
        used = {f for c in (self.case_commands, *self.task_commands.values()) for f in self._forms_of(c)}
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
        )

    def _exports(self, kinds: tuple[str, ...]) -> dict[str, Type]:
        """The exports of the workflows of these kinds: dates of events, and fields of forms by their plain type."""
        found: dict[str, Type] = {}
        for tree in self.trees.values():
            if kinds and not any(k in tree.map("kinds") for k in kinds):
                continue
            for name, rule in tree.map("exports").items():
                found[name] = _export_type(tree, rule)
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
                ("hours", "受付時間"),
                ("title", "名称"),
            ):
                facts[f"org.windows.{window}.{part}"] = (
                    TEXT,
                    Text(f"{one.title.ja}の{ja}", f"{part} of {one.title.within('en')}"),
                )
        return facts

    # --- building

    def build(self) -> Workflow:
        bench, node = self.bench, self.node
        _, t, p, b, h, n = common(node, self.name)
        forms = self._forms()
        machine = MachineBuilder(bench, node, "", self.vocabulary, self.org.roles, forms, self.phases).build()
        every: dict[str, Command] = dict(machine.commands)
        tasks = self._tasks(machine, forms, every)
        clock_builder = self._clock_builder(every)
        clocks = {
            c: clock_builder.build(c, part) for c, part in node.map("clocks").items() if isinstance(part, Map)
        }
        names = self.vocabulary()
        evidence = EvidenceBuilder(bench, names, self.org.documents, every)
        notices = self._notices(every)
        effective = node.map("effective")
        workflow = Workflow(
            id=self.name,
            title=t,
            place=p,
            basis=b,
            help=h,
            note=n,
            organisation=self.org.id,
            org=self.org,
            kinds={k: element(v, k) for k, v in node.map("kinds").items()},
            phases=self.phases,
            machine=machine,
            tasks=tasks,
            forms=forms,
            clocks=clocks,
            evidence={
                e: evidence.build(e, part)
                for e, part in node.map("evidence").items()
                if isinstance(part, Map)
            },
            tables={
                x: build_table(bench, x, part, self.output_types[x], names, self.other_kinds)
                for x, part in node.map("tables").items()
                if isinstance(part, Map)
            },
            notices=notices,
            registers={
                r: build_register(bench, r, part, self._register_names(part), every, self.org.roles, tasks)
                for r, part in node.map("registers").items()
                if isinstance(part, Map)
            },
            fees={
                f: build_fee(bench, f, part, names, every, tasks)
                for f, part in node.map("fees").items()
                if isinstance(part, Map)
            },
            invariants=laid_over(
                self.claims,
                {v: build_invariant(bench, v, part, names) for v, part in node.map("invariants").items()},
                names,
                self.org.settings,
            ),
            exports={
                e: bench.rule(part, names, None, f"exports.{e}") or nothing(part.place, DATE)
                for e, part in node.map("exports").items()
            },
            settings={k: s.value for k, s in self.org.settings.items()},
            readers=tuple(w for w, _ in bench.words(node.entries.get("readers"), "readers")),
            effective_from=self._effective_from(),
            effective_by=bench.rule(effective.entries.get("by"), names, DATE, "effective.by"),
            commands=every,
        )
        self._keys(every)
        self._silent_bases(every)
        return replace(workflow, problems=_once(bench.problems), open_points=_once(bench.open_points))

    def _effective_from(self) -> date | None:
        written = self.bench.resolve(self.node.map("effective").entries.get("from"), "effective.from")
        if written is None:
            return None
        found = self.bench.literal(written, DATE, "effective.from")
        return found if isinstance(found, date) else None

    def _forms(self) -> dict[str, Form]:
        forms: dict[str, Form] = {}
        for form, shape in self.names.shapes.items():
            task = next((t for t, c in self.task_commands.items() if form in self._forms_of(c)), "")

            def rule(
                written: Written | None,
                where: str,
                entry: Mapping[str, Fact],
                form: str = form,
                task: str = task,
            ) -> Rule | None:
                if written is None:
                    return None
                names = self.vocabulary(form, task, entry)
                return self.bench.rule(Scalar(written.text, written.place, written.text), names, BOOL, where)

            forms[form] = build_form(self.bench, shape, rule)
        return forms

    def _tasks(self, machine: Any, forms: Iterable[str], every: dict[str, Command]) -> dict[str, Task]:
        tasks: dict[str, Task] = {}
        ids = tuple(self.names.tasks)
        for task, part in self.node.map("tasks").items():
            if not isinstance(part, Map):
                continue
            inner = MachineBuilder(self.bench, part, task, self.vocabulary, self.org.roles, forms, {}).build()
            every.update({c: one for c, one in inner.commands.items() if c not in every})
            tasks[task] = build_task(
                self.bench,
                task,
                part,
                inner,
                machine,
                ids,
                self.vocabulary(),
                self.phases,
                self.names.element(self.names.tasks[task]),
            )
        for task, built in tasks.items():
            part = self.node.map("tasks").map(task)
            builder = self._clock_builder(every, task)
            clocks = {
                c: builder.build(c, x, task) for c, x in part.map("clocks").items() if isinstance(x, Map)
            }
            tasks[task] = replace(built, clocks=clocks)
        return tasks

    def _clock_builder(self, every: Mapping[str, Command], task: str = "") -> ClockBuilder:
        return ClockBuilder(
            self.bench,
            self.vocabulary("", task),
            lambda t: self.vocabulary("", t),
            {c: one.task for c, one in every.items()},
            self.names.tasks,
            self.output_types,
        )

    def _notices(self, every: Mapping[str, Command]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for notice, part in self.node.map("notices").items():
            if not isinstance(part, Map):
                continue
            at = [w for w, _ in Bench(self.org.settings).words(part.entries.get("at"), "") if w in every]
            tasks = {every[c].task for c in at}
            task = tasks.pop() if len(tasks) == 1 else ""

            def names(extra: Mapping[str, Fact], task: str = task) -> Vocabulary:
                return self.vocabulary("", task, extra)

            builder = NoticeBuilder(self.bench, names, every, self.output_types, self.org.parties)
            found[notice] = builder.build(notice, part)
        return found

    def _register_names(self, part: Map) -> Vocabulary:
        per = part.text("per", "case")
        return self.vocabulary("", per if per in self.names.tasks else "")

    def _keys(self, every: Mapping[str, Command]) -> None:
        used: dict[str, str] = {}
        for command in every.values():
            if command.key and command.key in used:
                ja = f"キー「{command.key}」は「{used[command.key]}」でも使われています。"
                en = f"Key “{command.key}” is also used by “{used[command.key]}”."
                self.bench.problem("key", f"commands.{command.id}.key", ja, en, command.place)
            if command.key:
                used[command.key] = command.id
            if command.id in BUILT_IN:
                ja, en = (
                    f"「{command.id}」は組み込みの操作の名です。",
                    f"“{command.id}” is the name of a built-in command.",
                )
                self.bench.problem("duplicate", f"commands.{command.id}", ja, en, command.place)

    def _silent_bases(self, every: Mapping[str, Command]) -> None:
        for command in every.values():
            if command.basis is not None and command.basis.status == "silent":
                self.bench.silent(f"commands.{command.id}", command.title, command.basis, command.place)


def _titles(node: Map) -> dict[str, Text]:
    return {
        k: label(n.entries.get("title"), k) if isinstance(n, Map) else label(n, k) for k, n in node.items()
    }


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


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys(problems))
