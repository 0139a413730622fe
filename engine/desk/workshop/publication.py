"""The publishing page and the publication itself, for one workshop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from engine.desk.workshop.authority import against, require_authority
from engine.desk.workshop.compare import compare
from engine.desk.workshop.examples import own_examples
from engine.desk.workshop.publishing import (
    PUBLISH,
    Act,
    acts_of,
    back_to,
    effective_dates,
    published_trees,
    put,
    require_base,
)
from engine.desk.workshop.words import Difference, Page, Trouble, Version
from engine.errors import Conflict, DefinitionError, Objection, Refused

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.desk.words import Tried
    from engine.desk.workshop.copy import WorkingCopy
    from engine.desk.workshop.library import WorkingLibrary
    from engine.desk.workshop.problems import Judgement
    from engine.load.tree import Map


_SAID: Final = 3  # open points named in one sentence; the page lists them all


class Publication:
    """What publishing this working copy would do, and doing it."""

    def __init__(self, desk: Desk, organisation: str, copy: WorkingCopy) -> None:
        self.desk = desk
        self.organisation = organisation
        self.copy = copy
        self.base = self.current()
        self._compared: tuple[tuple[str, str], WorkingLibrary, tuple[Difference, ...]] | None = None
        self._published: tuple[str, dict[str, Map]] | None = None

    def acts(self) -> tuple[Act, ...]:
        return acts_of(self.desk.office.info(), self.organisation)

    def current(self) -> str:
        """The version that new cases get; "" if nothing was published."""
        acts = self.acts()
        return acts[-1].version if acts else ""

    @property
    def number(self) -> int:
        """The number of the version that new cases get; 0 if nothing was published."""
        acts = self.acts()
        held = (a.number for a in reversed(acts) if a.act == PUBLISH and a.version == acts[-1].version)
        return next(held, 0)

    def versions(self) -> tuple[Version, ...]:
        """Every published version, the oldest first, with the cases known to run on it."""
        acts = self.acts()
        self.desk.ledger.read_all()
        running: dict[str, int] = {}
        for (org, _), events in self.desk.ledger.raw.items():
            if org == self.organisation:
                version = str(events[0].get("numbers", {}).get("version", ""))
                running[version] = running.get(version, 0) + 1
        return tuple(
            Version(
                a.number,
                a.version,
                a.at,
                a.by,
                a.version == acts[-1].version,
                running.get(a.version, 0),
                a.accepted,
            )
            for a in acts
            if a.act == PUBLISH
        )

    # The page

    def working_trees(self) -> dict[str, Map]:
        """The merged trees of the working copy. Raises DefinitionError where they do not fit together."""
        library, org = self.copy.library, self.organisation
        found = {f"{org}/organisation": library.merged(f"{org}/organisation")}
        for name in library.names():
            if name.startswith(f"{org}/"):
                tree = library.merged(name)
                if "kinds" in tree:
                    found[name] = tree
        return found

    def differences(self) -> tuple[Difference, ...]:
        """The working copy against the version that new cases get; compared once while neither is another."""
        version, library, language = self.current(), self.copy.library, self.desk.language
        known = self._compared
        if known is None or known[0] != (version, language) or known[1] is not library:
            if self._published is None or self._published[0] != version:  # a version never changes: read once
                self._published = version, published_trees(self.desk, self.organisation)
            old = self._published[1]
            known = (version, language), library, compare(old, self.working_trees(), language)
            self._compared = known
        return known[2]

    def page(self, judged: Judgement, accepted: Mapping[str, str]) -> Page:
        """Everything that is shown before publishing."""
        language = self.desk.language
        tried = own_examples(self.copy.files.root, self.organisation, language)
        troubles = judged.troubles(language)
        taken = self._accepted(troubles, accepted)
        left = tuple(t for t in troubles if t.open_point and t.name not in dict(taken))
        try:
            trees = self.working_trees()
            differences = self.differences()
        except DefinitionError:
            trees, differences = {}, ()
        numbers = [a.number for a in self.acts()]
        return Page(
            max(numbers, default=0) + 1,
            differences,
            troubles,
            left,
            taken,
            (tried.passed, tried.failed),
            tuple(_failing(tried)),
            self._tiers(),
            effective_dates(trees, language),
            tuple(said.within(language) for said in self._stops(troubles, left, tried, differences)),
        )

    def _accepted(
        self, troubles: tuple[Trouble, ...], accepted: Mapping[str, str]
    ) -> tuple[tuple[str, str], ...]:
        """The open points that are accepted: now, or with an earlier version and open still."""
        known: dict[str, str] = {}
        for act in self.acts():
            known |= dict(act.accepted)
        known |= {name: why for name, why in accepted.items() if why.strip()}
        opened = dict.fromkeys(t.name for t in troubles if t.open_point)
        return tuple((name, known[name]) for name in opened if name in known)

    def _tiers(self) -> tuple[tuple[str, int], ...]:
        """How many cases are finished, in decision and in preparation (in the first of the phases)."""
        counts = {"finished": 0, "deciding": 0, "preparing": 0}
        for row in self.desk.rows(organisation=self.organisation):
            key = row.organisation, row.number
            case, workflow = self.desk.case(key), self.desk.workflow(key)
            phase = workflow.machine.states[case.state].phase
            first = next(iter(workflow.phases), "")
            counts["finished" if not row.open else "preparing" if phase in ("", first) else "deciding"] += 1
        return tuple(counts.items())

    def _stops(
        self,
        troubles: tuple[Trouble, ...],
        left: tuple[Trouble, ...],
        tried: Tried,
        differences: tuple[Difference, ...],
    ) -> list[Objection]:
        """Why it cannot be published as it stands, or not by the one signed in."""
        found = [no] if (no := against(self.desk)) is not None else []
        blocking = [t for t in troubles if t.blocks]
        if blocking:
            said = " / ".join(f"{t.place} {t.text}".strip() for t in blocking[:3])
            count = len(blocking)
            found.append(
                Objection(
                    "check",
                    f"公開を止める問題が {count} 件あります。直してください: {said}",
                    f"{count} problems block publishing; mend them: {said}",
                )
            )
        if tried.failed:
            said = " / ".join(list(_failing(tried))[:3])
            found.append(
                Objection(
                    "scenarios",
                    f"この団体の確認例が {tried.failed} 件合いません。定義か確認例を直してください: {said}",
                    f"{tried.failed} of the office's scenarios fail; mend the definition or the scenario: {said}",
                )
            )
        if left:
            names = "、".join(t.name for t in left[:_SAID])
            names += " ..." if len(left) > _SAID else ""
            found.append(
                Objection(
                    "open_points",
                    f"規程に定めのない所が {len(left)} 件残っています。決めるか、理由を書いて認めてください: {names}",
                    f"{len(left)} open points remain; answer each, or accept it by name with a reason: {names}",
                )
            )
        if not differences and not blocking and self.base:
            found.append(
                Objection(
                    "same",
                    "公開した版から変わったところがありません。",
                    "Nothing differs from the published version.",
                )
            )
        return found

    # The acts

    def publish(self, judged: Judgement, accepted: Mapping[str, str]) -> Act:
        """Publish what was judged. Raises Refused with every reason against it, Conflict if it changed meanwhile."""
        require_authority(self.desk)
        require_base(self.acts(), self.base)
        language = self.desk.language
        troubles = judged.troubles(language)
        taken = self._accepted(troubles, accepted)
        left = tuple(t for t in troubles if t.open_point and t.name not in dict(taken))
        tried = own_examples(self.copy.files.root, self.organisation, language)
        differences = () if judged.built is None else self.differences()
        if against := self._stops(troubles, left, tried, differences):
            raise Refused(against)
        with self.desk.office.lock():
            self._unchanged()
            act = put(self.desk, self.copy.library, self.organisation, dict(taken), self.base)
        self.base = act.version
        return act

    def _unchanged(self) -> None:
        if self.copy.files.read() != self.copy.texts:
            raise Conflict(
                "確かめたあとで定義が変わりました。もう一度見直してから公開してください。何も公開していません。",
                "The definitions changed after they were looked at. Look again, then publish. Nothing was published.",
            )

    def back_to(self, number: int) -> Act:
        """Give new cases an earlier version again; cases that began under another stay with it."""
        require_authority(self.desk)
        with self.desk.office.lock():
            act = back_to(self.desk, self.organisation, number)
        self.base = act.version
        return act


def _failing(tried: Tried) -> list[str]:
    return [f"{f.scenario}: {f.where} {f.expected} / {f.got} ({f.file})" for f in tried.findings]
