"""The organisation of a merged tree: roles, units, windows, settings, documents, catalogues, calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from engine.clocks.calendar import OfficeCalendar
from engine.load.build.bench import BOOL, DATE, INT, TEXT, Bench, basis, label
from engine.load.build.machine import common
from engine.load.holidays import NationalHolidays
from engine.load.tree import Map, Node, Scalar, Seq, plain
from engine.model.basics import Basis, Text, Value
from engine.model.workflow import (
    LEDGERS,
    Access,
    DocumentType,
    HouseLedger,
    Mark,
    Organisation,
    Party,
    Role,
    Setting,
    Unit,
    Window,
)

_WEEKDAYS: Final = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


def build_settings(bench: Bench, node: Map, chosen: Mapping[str, Any]) -> dict[str, Setting]:
    """The settings with their values; `chosen` replaces values (scenarios, `--settings`)."""
    found: dict[str, Setting] = {}
    for key, one in node.map("settings").items():
        if not isinstance(one, Map):
            continue
        i, t, p, b, h, n = common(one, key)
        values = {v: label(text, v) for v, text in one.map("values").items()}
        raw: Any = chosen[key] if key in chosen else plain(one.entries["value"]) if "value" in one else ""
        value: Value = (
            raw if isinstance(raw, int) and not values and not isinstance(raw, bool) else _as_word(raw)
        )
        if not values and isinstance(value, str) and value.partition(" ")[0].isdigit():
            value = int(value.partition(" ")[0])
        if values and value not in values:
            bench.unknown(f"settings.{key}", "値", "value", str(value), one.key_place("value"), values)
        found[key] = Setting(
            id=i,
            title=t,
            place=p,
            basis=b,
            help=h,
            note=n,
            values=values,
            value=value,
            consequence=label(one.entries.get("consequence"), "").ja,
        )
    for key in chosen:
        if key not in found:
            bench.unknown(f"settings.{key}", "決めごと", "setting", key, node.key_place("settings"), found)
    return found


def _as_word(raw: Any) -> str:
    return {True: "yes", False: "no"}[raw] if isinstance(raw, bool) else str(raw)


def build_organisation(bench: Bench, org_id: str, node: Map, settings: Mapping[str, Setting]) -> Organisation:
    """The organisation as a model, with its calendar ready to count by."""
    i, t, p, b, h, n = common(node, org_id)
    roles = {k: _role(bench, k, v) for k, v in node.map("roles").items()}
    for role in roles.values():
        for other in role.recorded_by:
            if other not in roles:
                bench.unknown(f"roles.{role.id}.recorded_by", "役割", "role", other, role.place, roles)
    amend = bench.words(node.entries.get("amend"), "amend")
    for word, place in amend:
        if word not in roles:
            bench.unknown("amend", "役割", "role", word, place, roles)
    return Organisation(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        roles=roles,
        units={k: _unit(k, v) for k, v in node.map("units").items()},
        windows={k: _window(bench, k, v, node.map("units")) for k, v in node.map("windows").items()},
        settings=settings,
        documents={k: _document(bench, k, v) for k, v in node.map("documents").items()},
        catalogues={k: _catalogue(v) for k, v in node.map("catalogues").items()},
        parties={k: _party(k, v) for k, v in node.map("parties").items()},
        access={k: _access(k, v) for k, v in node.map("access").items()},
        ledgers={k: _ledger(bench, k, v, roles) for k, v in node.map("ledgers").items()},
        calendar=build_calendar(bench, node.map("calendar")),
        short=label(node.entries.get("short"), ""),
        calendar_bases=_calendar_bases(node.map("calendar")),
        amend=tuple(w for w, _ in amend),
        sender=label(bench.resolve(node.entries.get("sender"), "sender", Text("発信者", "Sender")), "").ja,
        articles=dict(bench.words(node.entries.get("articles"), "articles")),
    )


def _calendar_bases(node: Map) -> tuple[Basis, ...]:
    """What the closed days rest on: the calendar itself and each of its yearly spans."""
    holders = [node, *(one for one in node.map("closed").map("yearly").values() if isinstance(one, Map))]
    return tuple(found for one in holders if (found := basis(one.entries.get("basis"))) is not None)


def _map(node: Node) -> Map:
    if isinstance(node, Map):
        return node
    return Map({"title": node}, {"title": node.place}, node.place)


def _role(bench: Bench, key: str, raw: Node) -> Role:
    node = _map(raw)
    i, t, p, b, h, n = common(node, key)
    recorded = tuple(w for w, _ in bench.words(node.entries.get("recorded_by"), f"roles.{key}"))
    return Role(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        per_unit=node.text("per") == "unit",
        recorded_by=recorded,
        administers="administers" in node and plain(node.entries["administers"]) is True,
    )


def _access(key: str, raw: Node) -> Access:
    node = _map(raw)
    i, t, p, b, h, n = common(node, key)
    minutes, days = (plain(node.entries[name]) if name in node else 0 for name in ("minutes", "days"))
    return Access(
        id=i, title=t, place=p, basis=b, help=h, note=n, minutes=int(minutes or 0), days=int(days or 0)
    )


def _ledger(bench: Bench, key: str, raw: Node, roles: Mapping[str, Role]) -> HouseLedger:
    node, where = _map(raw), f"ledgers.{key}"
    i, t, p, b, h, n = common(node, key)
    named = {
        name: bench.words(node.entries.get(name), f"{where}.{name}") for name in ("readers", "permitted_by")
    }
    for name, found in named.items():
        for word, place in found:
            if word not in roles:
                bench.unknown(f"{where}.{name}", "役割", "role", word, place, roles)
    return HouseLedger(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        of=bench.pick(node, "of", where, LEDGERS, LEDGERS[0]),
        columns={
            k: _ledger_column(bench, f"{where}.columns.{k}", k, v) for k, v in node.map("columns").items()
        },
        form_number=bench.text(node, "form_number", where),
        readers=tuple(w for w, _ in named["readers"] if w in roles),
        permitted_by=tuple(w for w, _ in named["permitted_by"] if w in roles),
    )


def _ledger_column(bench: Bench, where: str, key: str, raw: Node) -> tuple[Text, str]:
    if isinstance(raw, Scalar):
        return Text(key, key), raw.text
    node = _map(raw)
    return label(node.entries.get("title"), key), bench.text(node, "from", where, key)


def _unit(key: str, raw: Node) -> Unit:
    node = _map(raw)
    i, t, p, b, h, n = common(node, key)
    holders = {k: label(v, k) for k, v in node.map("holders").items()}
    return Unit(id=i, title=t, place=p, basis=b, help=h, note=n, holders=holders)


def _window(bench: Bench, key: str, raw: Node, units: Map) -> Window:
    node, where = _map(raw), f"windows.{key}"
    unit = bench.text(node, "unit", where)
    if unit and unit not in units:
        bench.unknown(f"{where}.unit", "担当", "unit", unit, node.key_place("unit"), units)
    i, t, p, b, h, n = common(node, key)
    return Window(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        address=bench.text(node, "address", where),
        phone=bench.text(node, "phone", where),
        fax=bench.text(node, "fax", where),
        email=bench.text(node, "email", where),
        hours=bench.text(node, "hours", where),
        channels=tuple(w for w, _ in bench.words(node.entries.get("channels"), f"{where}.channels", t)),
        unit=unit,
        accepts=bench.text(node, "accepts", where),
        accepts_place=node.key_place("accepts") if "accepts" in node else None,
    )


def _party(key: str, raw: Node) -> Party:
    node = _map(raw)
    i, t, p, b, h, n = common(node, key)
    name = label(node.entries.get("name"), "").ja or t.ja
    return Party(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        address=node.text("address"),
        name=name,
        postal_code=node.text("postal_code"),
    )


def _document(bench: Bench, key: str, raw: Node) -> DocumentType:
    node = _map(raw)
    i, t, p, b, h, n = common(node, key)
    ask: dict[str, Mark] = {}
    for mark, one in node.map("ask").items():
        part = _map(one)
        kinds = {"boolean": BOOL, "integer": INT, "date": DATE}
        ask[mark] = Mark(
            id=mark,
            title=label(part.entries.get("title"), mark),
            type=kinds.get(part.text("type", "boolean"), TEXT),
            must=part.text("must"),
        )
    until = node.text("valid_until")
    try:
        valid = date.fromisoformat(until) if until else None
    except ValueError:
        bench.problem(
            "shape", f"documents.{key}", f"「{until}」という日付はありません。", f"No such date: {until}.", p
        )
        valid = None
    return DocumentType(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        ask=ask,
        form_number=node.text("form_number"),
        valid_until=valid,
    )


def _catalogue(raw: Node) -> dict[str, Text]:
    if isinstance(raw, Map):
        entries = raw.map("values") if "values" in raw else raw
        return {k: label(v, k) for k, v in entries.items() if k not in ("title", "basis", "note", "help")}
    if isinstance(raw, Seq):
        return {one.text: Text(one.text) for one in raw if isinstance(one, Scalar)}
    return {}


class _Named(NationalHolidays):
    """National holidays, with the days of the office's own before them."""

    def __init__(self, own: Mapping[date, str]) -> None:
        self.own = own

    def __getitem__(self, day: date) -> str:
        return self.own[day] if day in self.own else super().__getitem__(day)

    def __contains__(self, day: object) -> bool:
        return day in self.own or super().__contains__(day)


def build_calendar(bench: Bench, node: Map) -> OfficeCalendar:
    """The days on which the office is closed: weekdays, national holidays, yearly ranges, days of its own."""
    closed = node.map("closed")
    weekdays: set[int] = set()
    for word, place in bench.words(closed.entries.get("weekdays"), "calendar.closed.weekdays"):
        if word in _WEEKDAYS:
            weekdays.add(_WEEKDAYS[word])
        else:
            bench.unknown("calendar.closed.weekdays", "曜日", "weekday", word, place, _WEEKDAYS)
    days: dict[date, str] = {}
    for key, title in closed.map("days").items():
        try:
            days[date.fromisoformat(key)] = label(title, key).ja
        except ValueError:
            bench.problem(
                "shape",
                "calendar.closed.days",
                f"「{key}」という日付はありません。",
                f"No such date: {key}.",
                title.place,
            )
    yearly = []
    for key, one in closed.map("yearly").items():
        span = _yearly(bench, key, _map(one))
        yearly += [span] if span else []
    named: Mapping[date, str] = days
    if closed.text("holidays"):
        named = _Named(days)
    return OfficeCalendar(frozenset(weekdays), named, tuple(yearly))


def _yearly(bench: Bench, key: str, node: Map) -> tuple[tuple[int, int], tuple[int, int]] | None:
    ends: list[tuple[int, int]] = []
    for end in ("from", "to"):
        month, _, day = node.text(end).partition("-")
        if not (month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            bench.problem(
                "shape",
                f"calendar.closed.yearly.{key}.{end}",
                "月日は 12-29 のように書いてください。",
                "Write month and day such as 12-29.",
                node.key_place(end),
            )
            return None
        ends.append((int(month), int(day)))
    return ends[0], ends[1]
