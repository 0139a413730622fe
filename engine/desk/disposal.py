"""Retention: which cases have been kept long enough, keeping one longer with a reason, and disposal.

Disposal is whole or has not begun. What is to be done is written down first, sealed (`disposal.json`), with the
tombstones in it; from then on whoever opens the office for writing finishes it before anything else, so a death in
the middle is carried on and never seen. Everything in it may be done twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.desk.access import disk_of
from engine.desk.ledger import PAST, RETAINED, Key, book_of
from engine.desk.past import past_rows
from engine.desk.safety import leave_copy, own_copies
from engine.desk.sheets import cases_of, keeper_of
from engine.errors import Conflict, Objection, Refused, UsageError
from engine.model.basics import Text
from engine.store import platform
from engine.store.sealed import cannot_write
from engine.store.verifying import named_files

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.model.case import Case
    from engine.model.workflow import Workflow
    from engine.store.disk import DiskOffice

BEGUN: Final = "disposal"


@dataclass(frozen=True, slots=True)
class Ended:
    """A case of which a register row has been kept through its period. `held` says why it stays all the same."""

    organisation: str
    case: str
    kind: str
    registers: tuple[tuple[str, date, bool], ...]
    held: tuple[Text, ...]

    @property
    def key(self) -> Key:
        return self.organisation, self.case


def review(desk: Desk) -> list[Ended]:
    """The cases to be looked over today: those that may go, and those that are held back, with why."""
    found: dict[Key, Ended] = {}
    retained = _retained(desk)
    for organisation in desk.organisations():
        for workflow, case in cases_of(desk, organisation):
            key = (organisation, case.number)
            if key not in desk.ledger.disposed and (one := _ended(desk, workflow, case, retained.get(key))):
                found[key] = one
    return [*_with_links(desk, found), *_past_ended(desk, retained)]


def _past_ended(desk: Desk, retained: Mapping[Key, Mapping[str, Any]]) -> list[Ended]:
    """Rows of earlier ledgers that were kept through their period, by the rule of their register."""
    from engine.export.past import MARK, past_kept

    today, found = desk.today(), []
    for organisation, built in desk.organisations().items():
        for row in past_rows(desk, organisation):
            keeper = keeper_of(built, row.register)
            register = keeper.registers[row.register]
            keeping = past_kept(keeper, register, row, today)
            if row.disposed or keeping.keep_through is None or today <= keeping.keep_through:
                continue
            held = [Text("廃棄を見合わせています", "it is on hold")] if keeping.held else []
            held += _kept_longer(retained.get((organisation, row.number)), today)
            kept = ((register.title.within(desk.language), keeping.keep_through, keeping.minimum),)
            found.append(Ended(organisation, row.number, MARK.within(desk.language), kept, tuple(held)))
    return found


def _kept_longer(retained: Mapping[str, Any] | None, today: date) -> list[Text]:
    if retained is None or str(retained["until"]) < today.isoformat():
        return []
    ja = f"{retained['until']} まで続けて保存します（{retained['reason']}）"
    return [Text(ja, f"kept until {retained['until']} ({retained['reason']})")]


def retain(desk: Desk, case: str, until: date, reason: str, organisation: str = "") -> Key:
    """Keep a case longer, with a reason: it is looked over again after `until`. UsageError, Refused."""
    require_authority(desk)
    known = {one.case: one.key for one in review(desk) if organisation in ("", one.organisation)}
    key = known.get(case) or desk.key(case, organisation)
    if case not in known:
        desk.case(key)
    if not reason.strip() or until <= desk.today():
        raise UsageError(
            "続けて保存する理由と、先の日付（その日まで）を入れてください。",
            "Give the reason for keeping it, and a day to come until which it is kept.",
        )
    who, at = desk.signed_in().id, desk.clock.stamp()
    told = {"organisation": key[0], "number": key[1], "until": until.isoformat(), "reason": reason.strip()}
    with desk.office.lock():
        desk.office.append(RETAINED, {"retain": {**told, "at": at, "by": who}})
    return key


def dispose(desk: Desk, keys: Iterable[Key], confirmed: int) -> int:
    """Erase what is personal in these cases, everywhere the program kept it; answers how many they were.

    `confirmed` is the number somebody typed. Refused where it is another, where a case may not go, or without
    the authority; nothing is changed then. Conflict, StoreError.
    """
    from engine.desk.tombstone import tombstone_of

    require_authority(desk)
    office, copied = disk_of(desk), bool(own_copies(desk))
    with office.lock():
        desk.ledger.read_all()
        wanted = sorted(set(keys))
        _require_due(review(desk), wanted, confirmed)
        at, by = desk.clock.stamp(), desk.signed_in().id
        cases = [key for key in wanted if key in desk.ledger.raw]
        files = sorted({name for key in cases for name in named_files(desk.ledger.raw[key])})
        tombstones = [
            tombstone_of(desk.ledger.workflow_of(key), desk.ledger.case(key), at, by) for key in cases
        ]
        past = [[*key, _choices(desk, key)] for key in wanted if key not in desk.ledger.raw]
        office.begin(BEGUN, {"tombstones": tombstones, "files": files, "past": past})
        _finish(office)
        desk.ledger.read_all()
    desk.written += len(wanted)
    if copied:
        with suppress(Conflict):
            leave_copy(desk)  # those before are gone
    return len(wanted)


def finish(office: DiskOffice) -> bool:
    """Carry on a disposal that was interrupted; whether there was one. Called when an office is opened."""
    if office.read_only or office.begun(BEGUN) is None:
        return False
    with office.lock():
        _finish(office)
    return True


# --- what may go


def _ended(desk: Desk, workflow: Workflow, case: Case, retained: Mapping[str, Any] | None) -> Ended | None:
    from engine.export.registers import kept, row_facts

    today, english = desk.today(), desk.language
    over, held = [], []
    for row in case.rows:
        register = workflow.registers[row.register]
        keeping = kept(register, row_facts(workflow, case, row, today))
        title = register.title
        if keeping.held:
            held.append(Text(f"「{title.ja}」は廃棄を見合わせています", f"“{title.within('en')}” is on hold"))
        elif keeping.keep_through is not None and today > keeping.keep_through:
            over.append((title.within(english), keeping.keep_through, keeping.minimum))
        elif register.retain is not None and register.retain.period is not None:
            held.append(
                Text(f"「{title.ja}」の保存期間が残っています", f"“{title.within('en')}” is still kept")
            )
    if not over:
        return None
    if not workflow.machine.states[case.state].end:
        held.append(Text("まだ終わっていない件です", "the case is open"))
    held += _kept_longer(retained, today)
    kind = workflow.kinds.get(case.kind)
    said = kind.title.within(english) if kind else case.kind
    return Ended(case.organisation, case.number, said, tuple(over), tuple(held))


def _with_links(desk: Desk, found: dict[Key, Ended]) -> list[Ended]:
    """A case stays while one that stays speaks of it, or came on one paper with it."""
    linked = _linked(desk)
    while True:
        staying = {key for key in desk.ledger.raw if key not in desk.ledger.disposed} - {
            key for key, one in found.items() if not one.held
        }
        changed = False
        for key, one in found.items():
            others = sorted(linked.get(key, set()) & staying)
            if others and not one.held:
                names = "、".join(number for _, number in others)
                why = Text(f"残る件とつながっています（{names}）", f"linked with {names}, which stays")
                found[key] = Ended(one.organisation, one.case, one.kind, one.registers, (why,))
                changed = True
        if not changed:
            return sorted(found.values(), key=lambda one: one.key)


def _linked(desk: Desk) -> dict[Key, set[Key]]:
    """Of each case, those that name it in a link, and those that came on the same paper."""
    found: dict[Key, set[Key]] = {}
    papers: dict[Key, set[Key]] = {}
    for key, events in desk.ledger.raw.items():
        if key in desk.ledger.disposed:
            continue
        papers.setdefault((key[0], desk.ledger.case(key).paper or key[1]), set()).add(key)
        for event in events:
            for link in event.get("links", {}).values():
                found.setdefault((key[0], str(link.get("number", ""))), set()).add(key)
    for together in papers.values():
        for key in together:
            found.setdefault(key, set()).update(together - {key})
    return found


def _retained(desk: Desk) -> dict[Key, Mapping[str, Any]]:
    entries, _ = desk.office.read(RETAINED)
    told = [entry["retain"] for entry in entries]
    return {(str(one["organisation"]), str(one["number"])): one for one in told}


def _require_due(reviewed: list[Ended], wanted: list[Key], confirmed: int) -> None:
    free = {one.key for one in reviewed if not one.held}
    wrong = [number for organisation, number in wanted if (organisation, number) not in free]
    if not wanted:
        ja, en = "いま廃棄できる件はありません。", "There is no case that may be disposed of now."
        raise Refused([Objection("dispose", ja, en)])
    if wrong:
        ja = f"廃棄できない件です: {'、'.join(wrong)}"
        raise Refused([Objection("dispose", ja, f"Not to be disposed of: {', '.join(wrong)}")])
    if confirmed != len(wanted):
        ja = f"廃棄する件は {len(wanted)} 件です。確かめのため、その数を入れてください（--confirm {len(wanted)}）。"
        en = f"{len(wanted)} cases would be disposed of. Type that number to confirm (--confirm {len(wanted)})."
        raise Refused([Objection("confirm", ja, en)])


def require_authority(desk: Desk) -> None:
    """Refused for whoever does not administer the office."""
    if not desk.may_administer():
        raise Refused(
            [
                Objection(
                    "role",
                    "廃棄、続けての保存、引継ぎを決められるのは、管理する役割の人だけです。",
                    "Only somebody who administers the office disposes, keeps longer and hands over.",
                )
            ]
        )


# --- doing it


def _choices(desk: Desk, key: Key) -> dict[str, str]:
    """What stays of a row of an earlier ledger: what was chosen from a list."""
    built = desk.organisations()[key[0]]
    row = next(one for one in past_rows(desk, key[0]) if one.number == key[1])
    columns = keeper_of(built, row.register).registers[row.register].columns
    return {
        id: text for id, text in row.cells.items() if id in columns and text in columns[id].rule.type.values
    }


def _finish(office: DiskOffice) -> None:
    """Under the lock: books, then what hangs on them, then the copies; the plan is removed last."""
    plan = office.begun(BEGUN)
    if plan is None:
        return
    tombstones = {(str(one["organisation"]), str(one["case"])): one for one in plan["tombstones"]}
    for book in sorted({book_of(number) for _, number in tombstones}):
        _rewrite(office, book, tombstones)
    past = {(str(org), str(number)): cells for org, number, cells in plan.get("past", ())}
    _erase_past(office, past)
    _forget_retained(office, {*past, *tombstones})
    still: set[str] = set()
    for book in office.books():
        still |= {name for entry in office.read(book)[0] for name in named_files(entry)}
    for name in set(plan["files"]) - still:
        office.erase_file(name)
    try:
        for path in _left_overs(office, tombstones):
            platform.remove(path)
        for folder in ("cache", "recovered", "drafts"):
            if (office.path / folder).is_dir():
                platform.sync_folder(office.path / folder)
    except OSError as error:
        raise cannot_write(office.path, error) from None
    office.end(BEGUN)


def _rewrite(office: DiskOffice, book: str, tombstones: Mapping[Key, dict[str, Any]]) -> None:
    """The book with tombstones in the place of these cases; one that has them all already stays as it is."""
    entries, _ = office.read(book)
    kept: list[dict[str, Any]] = []
    put: set[Key] = set()
    for entry in entries:
        key = (str(entry["organisation"]), str(entry["case"]))
        if key not in tombstones:
            kept.append(entry)
        elif key not in put:
            put.add(key)
            kept.append(tombstones[key])
    if kept != entries:
        office.rewrite(book, kept)


def _erase_past(office: DiskOffice, gone: Mapping[Key, dict[str, str]]) -> None:
    """What was typed in these rows of earlier ledgers is gone; days and choices stay, for the figures."""
    entries, _ = office.read(PAST)
    kept = []
    for entry in entries:
        rows = [
            {**row, "cells": gone[key], "disposed": True}
            if (key := (str(entry["organisation"]), str(row["number"]))) in gone
            else row
            for row in entry["past"]
        ]
        kept.append({**entry, "past": rows})
    if gone and kept != entries:
        office.rewrite(PAST, kept)


def _forget_retained(office: DiskOffice, gone: set[Key]) -> None:
    """Reasons for keeping a case longer may name somebody: they go with it."""
    entries, _ = office.read(RETAINED)
    kept = [one for one in entries if (one["retain"]["organisation"], one["retain"]["number"]) not in gone]
    if kept != entries:
        office.rewrite(RETAINED, kept)


def _left_overs(office: DiskOffice, gone: Mapping[Key, Any]) -> Iterable[Path]:
    """Whatever else may hold a word of these cases: derived files, drafts, torn lines, prints, own copies."""
    from engine.desk.drafts import FOLDER as DRAFTS
    from engine.desk.drafts import of_case
    from engine.desk.output import FOLDER as OUTPUT
    from engine.desk.safety import copies_of

    for folder in ("cache", "recovered", OUTPUT):
        yield from (path for path in sorted((office.path / folder).glob("*")) if path.is_file())
    for path in sorted((office.path / DRAFTS).glob("*.json")):
        if of_case(path, office.codec) in gone:
            yield path
    yield from copies_of(office.path)
