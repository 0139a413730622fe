"""One workflow put together: every rule read in the names it may use, every effect at the command it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.errors import Problem
from engine.load.build.bench import BOOL, DATE, Bench, nothing
from engine.load.build.clockbuild import ClockBuilder
from engine.load.build.declared import Declared, exported
from engine.load.build.effects import build_fee, build_invariant, build_register
from engine.load.build.evidencebuild import EvidenceBuilder
from engine.load.build.formbuild import build_form
from engine.load.build.machine import BUILT_IN, MachineBuilder, common, element
from engine.load.build.noticebuild import NoticeBuilder
from engine.load.build.profilebuild import Claim, laid_over
from engine.load.build.tablebuild import build_table
from engine.load.build.taskbuild import build_task
from engine.load.build.windowbuild import build_intakes
from engine.load.forms import Written
from engine.load.tree import Map, Scalar
from engine.model.basics import Text
from engine.model.forms import Form
from engine.model.keys import FREE, RESERVED
from engine.model.rule import Fact, Rule
from engine.model.workflow import Command, Organisation, Task, Workflow
from engine.rules import Vocabulary


class Assembly(Declared):
    """A workflow being built on its bench."""

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
        super().__init__(bench, name, node, org, trees)
        self.other_kinds = other_kinds
        self.claims = claims

    def build(self) -> Workflow:
        bench, node = self.bench, self.node
        _, t, p, b, h, n = common(node, self.name)
        forms = self._forms()
        machine = MachineBuilder(bench, node, "", self.vocabulary, self.org.roles, forms, self.phases).build()
        every: dict[str, Command] = dict(machine.commands)
        tasks = self._tasks(machine, forms, every)
        clock_builder = self._clock_builder(every)
        clocks = {c: clock_builder.build(c, part) for c, part in self._maps("clocks")}
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
            evidence={e: evidence.build(e, part) for e, part in self._maps("evidence")},
            tables={
                x: build_table(bench, x, part, self.output_types[x], names, self.other_kinds)
                for x, part in self._maps("tables")
            },
            notices=notices,
            registers={
                r: build_register(bench, r, part, self._register_names(part), every, self.org.roles, tasks)
                for r, part in self._maps("registers")
            },
            fees={
                f: build_fee(bench, f, part, names, every, lambda task: self.vocabulary("", task), tasks)
                for f, part in self._maps("fees")
            },
            invariants=laid_over(
                self.claims,
                {v: build_invariant(bench, v, part, names) for v, part in node.map("invariants").items()},
                names,
                self.org.settings,
                node,
            ),
            exports={
                e: bench.rule(exported(part), names, None, f"exports.{e}") or nothing(part.place, DATE)
                for e, part in node.map("exports").items()
            },
            intakes=build_intakes(bench, self.org, names, self.names.start_form),
            settings={k: s.value for k, s in self.org.settings.items()},
            effective_from=self._effective_from(),
            effective_by=self._effective_by(effective, names),
            commands=every,
        )
        self._keys(every)
        self._silent_bases(every)
        return replace(workflow, problems=once(bench.problems), open_points=once(bench.open_points))

    def _maps(self, key: str) -> list[tuple[str, Map]]:
        """The elements under `key` that are written as maps; what is not is a problem of shape already."""
        return [(k, part) for k, part in self.node.map(key).items() if isinstance(part, Map)]

    def _effective_from(self) -> date | None:
        written = self.bench.resolve(self.node.map("effective").entries.get("from"), "effective.from")
        if written is None:
            return None
        found = self.bench.literal(written, DATE, "effective.from")
        return found if isinstance(found, date) else None

    def _effective_by(self, effective: Map, names: Vocabulary) -> Rule | None:
        """The day that decides which version a case has: that of the intake, when nothing else is known yet."""
        rule = self.bench.rule(effective.entries.get("by"), names, DATE, "effective.by")
        start = next((c for c, n in self.case_commands.items() if self._starts(n)), "")
        if rule is not None and rule.text and rule.text.strip() != f"event.{start}":
            ja = f"どの版を使うかは受付の日で決まります。event.{start} と書いてください。"
            en = f"Which version a case has is decided by the day of the intake: write event.{start}."
            self.bench.problem("rule", "effective.by", ja, en, effective.key_place("by"))
        return rule

    def _forms(self) -> dict[str, Form]:
        forms: dict[str, Form] = {}
        for form, shape in self.names.shapes.items():
            task = next((t for t, c in self.task_commands.items() if form in self.forms_of(c)), "")

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

            forms[form] = build_form(self.bench, shape, rule, self.names.shapes, self.org.roles)
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
                self.names.commands,
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

            builder = NoticeBuilder(
                self.bench, names, every, self.output_types, self.org.parties, self.names.shapes
            )
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
            if command.key in RESERVED:
                ja = f"キー「{command.key}」は画面が使います。{FREE} のどれか、又は大文字にしてください。"
                en = f"Key “{command.key}” belongs to the screens. Use one of {FREE}, or a capital."
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


def once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys(problems))
