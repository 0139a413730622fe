"""The names a rule of a workflow may use: every fact with its type and its label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.load.build.bench import BOOL, DATE, INT, PERIOD, TEXT
from engine.load.build.formbuild import Shape
from engine.model.basics import Text
from engine.model.rule import Fact, Type
from engine.model.workflow import Setting
from engine.rules import Layers, Vocabulary

MEMBER = Type("member")
VERDICT = Type(
    "choice",
    values={
        "accepted": Text("確認済", "accepted"),
        "pending": Text("確認待ち", "pending"),
        "missing": Text("不足", "missing"),
    },
)
_CLOCK_PARTS: Mapping[str, tuple[Type, str, str]] = {
    "due": (DATE, "", ""),
    "left": (INT, "の残り日数", " days left"),
    "elapsed": (INT, "の経過日数", " days elapsed"),
    "expired": (BOOL, "が過ぎたこと", " has run out"),
    "paused": (BOOL, "が停止中であること", " is paused"),
    "period": (PERIOD, "の長さ", " length"),
}
_FEE_PARTS: Mapping[str, tuple[Type, str, str]] = {
    "sum": (INT, "の合計", " sum"),
    "total": (INT, "の額", " total"),
    "paid": (INT, "の入金額", " paid"),
    "balance": (INT, "の未納額", " balance"),
    "applies": (BOOL, "がかかること", " applies"),
}
_EVENT_PARTS: Mapping[str, tuple[Type, str, str]] = {
    "": (DATE, "の日", " date"),
    ".first": (DATE, "の最初の日", " first date"),
    ".by": (MEMBER, "をした人", " by"),
    ".count": (INT, "の回数", " count"),
}


@dataclass(slots=True)
class TaskNames:
    """A task as rules see it: its commands, forms, clocks, and the entry it is opened for."""

    id: str
    title: Text
    states: Mapping[str, Text]
    commands: Mapping[str, Text]
    forms: tuple[str, ...]
    clocks: Mapping[str, Text]
    single: bool
    entry: Type | None = None


@dataclass(slots=True)
class Names:
    """Everything declared in a workflow, and the vocabularies made of it."""

    title: Text
    kinds: Mapping[str, Text]
    known_kinds: frozenset[str]
    shapes: Mapping[str, Shape]
    case_forms: frozenset[str]
    start_form: str
    commands: Mapping[str, Text]
    tasks: Mapping[str, TaskNames]
    clocks: Mapping[str, Text]
    evidence: Mapping[str, Text]
    tables: Mapping[str, Mapping[str, Type]]
    table_titles: Mapping[str, Text]
    collects: frozenset[str]
    fees: Mapping[str, tuple[Text, Mapping[str, Text]]]
    notices: Mapping[str, Text]
    settings: Mapping[str, Setting]
    units: Mapping[str, Text]
    windows: Mapping[str, Text]
    org_facts: Mapping[str, tuple[Type, Text]]
    base: dict[str, Fact] = field(default_factory=dict)
    by_task: dict[str, dict[str, Fact]] = field(default_factory=dict)
    kept: dict[tuple[str, str], Vocabulary] = field(default_factory=dict)

    def prepare(self) -> None:
        """Collect the names once; vocabularies are views on them."""
        self._case_names()
        for name in sorted(self.case_forms):
            self._form_names(self.base, name)
        for task in self.tasks.values():
            if task.single:
                for name in task.forms:
                    self._form_names(self.base, name)
            self._add(self.base, f"task.{task.id}", Type("list", item=self.element(task)), task.title)
            self.by_task[task.id] = self._instance_names(task)

    def vocabulary(
        self, form: str = "", task: str = "", extra: Mapping[str, Fact] | None = None
    ) -> Vocabulary:
        """The names in reach of a rule: of the case, of a task's instance, and bare ones of its own form."""
        if (form, task) not in self.kept:
            self.kept[form, task] = self._vocabulary(form, task, {})
        kept = self.kept[form, task]
        if not extra:
            return kept
        if any("." not in name and (name in kept.facts or name in kept.ambiguous) for name in extra):
            return self._vocabulary(form, task, extra)  # one of these means something else by itself
        assert isinstance(kept.facts, Layers)
        return Vocabulary(Layers(dict(extra), *kept.facts.maps), kept.ambiguous)

    def _vocabulary(self, form: str, task: str, extra: Mapping[str, Fact]) -> Vocabulary:
        layers: list[dict[str, Fact]] = [dict(extra)]
        if task:
            layers.append(self.by_task[task])
        layers.append(self.base)
        known: Mapping[str, Fact] = Layers(*layers)
        bare: dict[str, Fact] = {}
        ambiguous: dict[str, tuple[str, ...]] = {}
        for name, paths in self._bare(form, task).items():
            if name in known:
                continue
            found = tuple(p for p in paths if p in known)
            if len(found) == 1:
                bare[name] = known[found[0]]
            elif found:
                ambiguous[name] = found
        return Vocabulary(Layers(*layers, bare), ambiguous)

    def element(self, task: TaskNames) -> Type:
        """The type of a task's instances as elements of `task.<id>`."""
        fields: dict[str, Type] = {
            "open": BOOL,
            "ended": BOOL,
            "state": Type("choice", values=task.states),
            "number": INT,
            "opened": DATE,
            "attached_to": INT,
        }
        titles = {
            "open": Text("開いていること", "open"),
            "ended": Text("終わったこと", "ended"),
            "state": Text("段階", "state"),
            "number": Text("番号", "number"),
            "opened": Text("始めた日", "opened"),
            "attached_to": Text("どれに付くか", "attached to"),
        }
        for form in task.forms:
            shape = self.shapes.get(form)
            for path, kind in shape.types.items() if shape else ():
                fields[f"{form}.{path}"] = kind
                fields.setdefault(path, kind)
                titles[f"{form}.{path}"] = shape.titles[path] if shape else Text(path)
                titles.setdefault(path, titles[f"{form}.{path}"])
        if task.entry is not None and not task.entry.fields:
            fields["element"] = task.entry
        if task.entry is not None:
            for name, kind in task.entry.fields.items():
                fields.setdefault(f"element.{name}", kind)
                titles.setdefault(f"element.{name}", task.entry.titles.get(name, Text(name)))
        return Type("object", fields=fields, titles=titles)

    # --- one group of names each

    def _case_names(self) -> None:
        add = self._add
        add(
            self.base, "kind", Type("choice", values=self.kinds, known=self.known_kinds), Text("種別", "kind")
        )
        add(self.base, "today", DATE, Text("きょう", "today"))
        add(self.base, "actor", MEMBER, Text("行う人", "the person acting"))
        add(self.base, "command", Type("choice", values=self.commands), Text("操作", "command"))
        add(self.base, "case.number", TEXT, Text("受付番号", "number"))
        add(self.base, "case.on_paper_of", TEXT, Text("同じ書面の初めの件", "first case on the same paper"))
        add(self.base, "case.unit", Type("unit", values=self.units), Text("担当", "unit"))
        add(self.base, "case.window", Type("choice", values=self.windows), Text("窓口", "window"))
        add(self.base, "row.written", DATE, Text("記録した日", "recorded on"))
        self._parts("event", self.commands, _EVENT_PARTS)
        self._parts("clock", self.clocks, {f".{k}": v for k, v in _CLOCK_PARTS.items()})
        self._parts(
            "fee", {k: v[0] for k, v in self.fees.items()}, {f".{k}": v for k, v in _FEE_PARTS.items()}
        )
        for fee, (_title, lines) in self.fees.items():
            for line, title in lines.items():
                add(self.base, f"fee.{fee}.line.{line}", INT, title)
        for name, title in self.evidence.items():
            add(self.base, f"evidence.{name}", VERDICT, title)
        for name, outs in self.tables.items():
            for out, kind in outs.items():
                found = Type("list", item=kind) if name in self.collects else kind
                add(self.base, f"table.{name}.{out}", found, self.table_titles[name])
        for name, title in self.notices.items():
            add(self.base, f"notice.{name}", DATE, Text(f"{title.ja}の日付", f"date of {title.within('en')}"))
            add(
                self.base,
                f"notice.{name}.number",
                TEXT,
                Text(f"{title.ja}の様式番号", f"form of {title.within('en')}"),
            )
        for name, setting in self.settings.items():
            kind = Type("choice", values=setting.values) if setting.values else INT
            add(self.base, f"setting.{name}", kind, setting.title)
        for path, (kind, title) in self.org_facts.items():
            add(self.base, path, kind, title)

    def _parts(
        self,
        head: str,
        ids: Mapping[str, Text],
        parts: Mapping[str, tuple[Type, str, str]],
        into: dict[str, Fact] | None = None,
    ) -> None:
        for name, title in ids.items():
            for part, (kind, ja, en) in parts.items():
                text = Text(f"{title.ja}{ja}", f"{title.within('en')}{en}")
                self._add(self.base if into is None else into, f"{head}.{name}{part}", kind, text)

    def _form_names(self, into: dict[str, Fact], form: str) -> None:
        shape = self.shapes.get(form)
        for path, kind in shape.types.items() if shape else ():
            self._add(into, f"{form}.{path}", kind, shape.titles[path] if shape else Text(path))

    def _instance_names(self, task: TaskNames) -> dict[str, Fact]:
        into: dict[str, Fact] = {}
        for form in task.forms:
            self._form_names(into, form)
        for name, kind, title in (
            ("opened", DATE, Text(f"{task.title.ja}を始めた日", f"{task.title.within('en')} opened")),
            ("number", INT, Text(f"{task.title.ja}の番号", f"{task.title.within('en')} number")),
            ("state", Type("choice", values=task.states), Text(f"{task.title.ja}の段階", "state")),
            ("ended", BOOL, Text(f"{task.title.ja}が終わったこと", "ended")),
            ("open", BOOL, Text(f"{task.title.ja}が続いていること", "open")),
            ("attached_to", INT, Text(f"{task.title.ja}が付くもの", "attached to")),
        ):
            into[name] = Fact(f"instance.{name}", kind, title)
        self._parts("clock", task.clocks, {f".{k}": v for k, v in _CLOCK_PARTS.items()}, into)
        if task.entry is not None:
            for name, kind in task.entry.fields.items():
                self._add(into, f"element.{name}", kind, task.entry.titles.get(name, Text(name)))
            if not task.entry.fields:
                self._add(into, "element", task.entry, Text("その項目", "the entry"))
        return into

    def _bare(self, form: str, task: str = "") -> dict[str, list[str]]:
        """Bare names with what each may mean: in a task the instance's own forms come first."""
        inner = self.tasks[task].forms if task else ()
        found = self._fields_of(dict.fromkeys(one for one in (form, *inner) if one in inner))
        own = self._fields_of([form] if form in inner else [])
        found.update(own)
        outer = self._fields_of(dict.fromkeys(one for one in (form, self.start_form) if one not in inner))
        return {**outer, **found}

    def _fields_of(self, forms: Iterable[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for owner in forms:
            shape = self.shapes.get(owner)
            for path in shape.types if shape else ():
                found.setdefault(path, []).append(f"{owner}.{path}")
        return found

    @staticmethod
    def _add(into: dict[str, Fact], path: str, kind: Type, title: Text) -> None:
        into[path] = Fact(path, kind, title)


def entry_facts(entry: Type | None, titles: Mapping[str, Text] | None = None) -> dict[str, Fact]:
    """The names `element.…` of a paragraph or task that repeats for the entries of a list."""
    if entry is None:
        return {}
    names = titles or entry.titles
    found = {f"element.{n}": Fact(f"element.{n}", k, names.get(n, Text(n))) for n, k in entry.fields.items()}
    found["element"] = Fact("element", entry, Text("その項目", "the entry"))
    return found
