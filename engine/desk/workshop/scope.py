"""The names that a rule may use at a place of a working copy, with types and labels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from engine.errors import DefinitionError
from engine.load.build.bench import Bench
from engine.load.build.declared import Declared
from engine.load.build.machine import command_nodes
from engine.load.build.noticebuild import entry_names
from engine.load.build.orgbuild import build_organisation, build_settings
from engine.load.tree import Map, Node, Scalar, find
from engine.model.rule import Fact, Rule, Type
from engine.model.workflow import Organisation
from engine.rules import Vocabulary, read

Path = tuple[str, ...]


class Scope:
    """One workflow of an organisation as its rules see it; `trees` are all workflows, for links between cases."""

    def __init__(self, organisation: str, org: Map, name: str, trees: Mapping[str, Map]) -> None:
        bench = Bench({})
        self.settings = build_settings(bench, org, {})
        self.organisation: Organisation = build_organisation(bench, organisation, org, self.settings)
        self.node = trees[name]
        self.declared = Declared(Bench(self.settings), name, self.node, self.organisation, trees)

    def names(self, path: Path) -> Vocabulary:
        """The vocabulary of the rule at a path."""
        form, task = self._form(path), self._task(path)
        return self.declared.vocabulary(form, task, self._entries(path, form, task))

    def read(self, text: str, path: Path, want: Type | None = None) -> Rule:
        """The rule read as it would be at that path. Raises DefinitionError."""
        return read(text, self.names(path), want)

    def reading(self, text: str, path: Path) -> Rule | None:
        """The rule, or None if it cannot be read."""
        try:
            return self.read(text, path)
        except DefinitionError:
            return None

    def _task(self, path: Path) -> str:
        known = self.declared.names.tasks
        if path[:1] == ("tasks",) and len(path) > 2 and path[1] in known:
            return path[1]
        if path[:1] == ("forms",) and len(path) > 1:
            return next((t for t, one in known.items() if path[1] in one.forms), "")
        if "pauses" in path and path.index("pauses") + 1 < len(path) - 1:
            return path[path.index("pauses") + 1] if path[path.index("pauses") + 1] in known else ""
        if path[:1] == ("notices",) and len(path) > 1:
            return self._task_of_letter(path[1])
        per = (
            self.node.map("registers").map(path[1]).text("per")
            if path[:1] == ("registers",) and path[1:]
            else ""
        )
        return per if per in known else ""

    def _task_of_letter(self, notice: str) -> str:
        at = {w for w, _ in Bench(self.settings).words(self.node.map("notices").map(notice).get("at"), "")}
        tasks = {t for t, commands in self.declared.task_commands.items() if at & set(commands)}
        tasks |= {""} if at & set(self.declared.case_commands) else set()
        return tasks.pop() if len(tasks) == 1 else ""

    def _form(self, path: Path) -> str:
        if path[:1] == ("forms",) and len(path) > 1:
            return path[1]
        if "commands" in path:
            at = path.index("commands")
            command = find(self.node, *path[: at + 2])
            return command.text("form") if isinstance(command, Map) else ""
        return ""

    def _entries(self, path: Path, form: str, task: str) -> dict[str, Fact]:
        """The names `element.…` in a paragraph that repeats for the entries of a list."""
        if path[:1] != ("notices",) or "body" not in path:
            return {}
        each: Node | None = find(self.node, *path[:4], "each")
        if not isinstance(each, Scalar):
            return {}
        try:
            return entry_names(read(each.text, self.declared.vocabulary(form, task)))
        except DefinitionError:
            return {}

    @cached_property
    def commands(self) -> dict[str, Map]:
        """Every command of the workflow and its tasks by id."""
        found = {c: n for c, n, _ in command_nodes(self.node)}
        for task in self.node.map("tasks").values():
            if isinstance(task, Map):
                found |= {c: n for c, n, _ in command_nodes(task)}
        return found
