"""The workshop's façade: an organisation's working copy, read, edited, judged, compared and published.

    shop = Workshop(desk, "my_org")
    shop.element("my_org/request", ("clocks", "decision"))      # effective, with origins
    shop.set("my_org/request", ("clocks", "decision", "period"), "14 days")
    shop.undo()

What is promised: every edit is durable when it returns, and old or new if the program dies inside it. It
replaces the text of one element and leaves every other byte as it was. A value equal to the parent's is no
difference and is taken out. What cannot be done raises DefinitionError with place, sentence and nearest name;
Conflict if somebody else, or somebody's editor, changed a file since this workshop read it: nothing was written,
`noticed` says what, and the workshop stands on the new state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.desk.words import Tried
from engine.desk.workshop.authority import against
from engine.desk.workshop.consequence import Consequence, Example, consequences
from engine.desk.workshop.copy import Noticed, WorkingCopy, require_folder, unified
from engine.desk.workshop.edits import Editing, refusal
from engine.desk.workshop.examples import parents_examples
from engine.desk.workshop.files import DEFINITIONS
from engine.desk.workshop.filled import Known, known_values
from engine.desk.workshop.library import WorkingLibrary
from engine.desk.workshop.naming import propose
from engine.desk.workshop.periods import said
from engine.desk.workshop.problems import Judgement
from engine.desk.workshop.publication import Publication
from engine.desk.workshop.publishing import Act
from engine.desk.workshop.slots import title_at, which_of
from engine.desk.workshop.starting import new_files, new_workflow, require_free, sources
from engine.desk.workshop.tree import Reader
from engine.desk.workshop.words import (
    Deed,
    Difference,
    Edited,
    Element,
    OwnFile,
    Page,
    Path,
    Trouble,
    Version,
)
from engine.errors import DefinitionError, UsageError
from engine.load.build import Built
from engine.load.merge import are_ids

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.desk.listed import Listed

Words = tuple[str, str]


class Workshop:
    """The working copy of one organisation of an open office. One for each screen; cheap to make."""

    def __init__(self, desk: Desk, organisation: str) -> None:
        self.desk = desk
        self.organisation = organisation
        self._copy = WorkingCopy(desk, require_folder(desk.path), organisation)
        self._judged: Judgement | None = None
        self._proofs: tuple[Trouble, ...] = ()
        self._known: tuple[object, Known] | None = None
        self._listed: tuple[object, Sequence[Listed]] | None = None
        self._publication = Publication(desk, organisation, self._copy)

    @staticmethod
    def sources(desk: Desk) -> tuple[tuple[str, str], ...]:
        """What a new organisation may start from: (name, title). "" (nothing) is not listed."""
        at = 2 if desk.language == "en" else 1
        library = WorkingLibrary(require_folder(desk.path) / DEFINITIONS, {})
        return tuple((one[0], one[at]) for one in sources(library))

    @classmethod
    def start(
        cls,
        desk: Desk,
        organisation: str,
        title: Any,
        source: str = "",
        kinds: Mapping[str, Any] | None = None,
    ) -> Workshop:
        """A new organisation in this office, from one of `sources` or from nothing ("").

        `kinds` are the labels of its kinds of request by id, where `source` is no organisation that has them.
        It is a working copy like any other and takes no cases before it is published. Raises UsageError where
        the id is taken or is none.
        """
        shop = cls(desk, organisation)
        require_free(desk, shop._copy.library, organisation, source)
        files = new_files(shop._copy.library, organisation, title, source, kinds or {})
        shop._copy.write(dict(files), ("新しい団体", "new organisation"))
        return shop

    def add_workflow(self, label: Any, *, key: str = "", extends: str = "") -> str:
        """One more procedure of the organisation, for a kind of request of its own; gives its definition.

        `extends` is the name of a template to lay it over, or "" for nothing.
        """
        taken = [name.partition("/")[2] for name in self.definitions()]
        key = key or propose(label, "workflows", taken)
        if key in taken:
            raise refusal(key, (), f"手続「{key}」はもうあります。", f"There is a procedure “{key}” already.")
        name = f"{self.organisation}/{key}"
        data = new_workflow(label, extends, key)
        self._copy.write({f"workflows/{name}.yaml": data}, ("新しい手続", "new procedure"))
        return name

    # --- reading

    @property
    def library(self) -> WorkingLibrary:
        """What would be published as it stands."""
        return self._copy.library

    def definitions(self) -> tuple[str, ...]:
        """The names of the organisation's definitions: `org/organisation`, then its workflows."""
        org = self.organisation
        names = [n for n in self._copy.library.names() if n.startswith(f"{org}/")]
        return (f"{org}/organisation", *names)

    def element(self, definition: str, path: Path = ()) -> Element | None:
        """An element with everything below it, parents merged in; None if there is none.

        Raises DefinitionError where the definitions do not fit together (a parent that is not there, `~` for
        what the parent lacks); each file by itself can then still be read and mended (`files`, `write_file`).
        """
        return Reader(self._copy.library, definition, self.desk.language).element(path)

    def files(self) -> tuple[OwnFile, ...]:
        """The office's own files of this organisation as text; a broken one with its line."""
        return tuple(
            OwnFile(name, data.decode("utf-8", "replace"), self._trouble(name))
            for name, data in self._copy.texts.items()
        )

    def _trouble(self, name: str) -> str:
        problem = self._copy.broken.get(name)
        return problem.within(self.desk.language) if problem else ""

    @property
    def title(self) -> str:
        """What the organisation is called in its working copy; its id where that cannot be read."""
        try:
            found = self.element(f"{self.organisation}/organisation")
        except DefinitionError:
            return self.organisation
        return found.title if found is not None else self.organisation

    @property
    def barred(self) -> str:
        """Why the one signed in may change and publish nothing here; empty for who may."""
        found = against(self.desk)
        return found.within(self.desk.language) if found is not None else ""

    @property
    def number(self) -> int:
        """The number of the version that new cases get; 0 if nothing was published."""
        return self._publication.number

    @property
    def noticed(self) -> tuple[Noticed, ...]:
        """What others changed, as last noticed: by `refresh`, at opening, or by an edit that was refused."""
        return self._copy.noticed

    def refresh(self) -> tuple[Noticed, ...]:
        """Look at the files again; gives what changed since this workshop last read them."""
        self._publication.base = self._publication.current()
        return self._copy.refresh()

    # --- judging

    def problems(self) -> tuple[Trouble, ...]:
        """Everything wrong with or left open in the working copy, blocking ones first; kept until it changes."""
        return self.judged().troubles(self.desk.language)

    def problems_so_far(self) -> tuple[Trouble, ...]:
        """Shape and references as they are now; of what is proved beyond them what is known, the last time if need be.

        `shaped().proved` says whether that is everything; `judged` proves, from any thread.
        """
        judged, language = self.shaped(), self.desk.language
        found = judged.troubles(language)
        if judged.proved:
            return found
        rest = tuple(one for one in self._proofs if one not in found)
        return tuple(sorted((*found, *rest), key=lambda one: not one.blocks))

    def judged(self) -> Judgement:
        """The working copy built and proved; the same one until something changes."""
        judged = self.shaped()
        if not judged.proved:
            before = set(judged.troubles(self.desk.language))
            found = judged.prove().troubles(self.desk.language)
            self._proofs = tuple(one for one in found if one not in before)
        return judged

    def shaped(self) -> Judgement:
        """The working copy built, its shape and references judged; its proofs may not be there yet."""
        if self._judged is None or self._judged.library is not self._copy.library:
            library, broken = self._copy.library, self._copy.broken
            self._judged = Judgement(library, self.organisation, broken, self.known())
        return self._judged

    def sound_library(self) -> WorkingLibrary:
        """The working copy, where cases could run on it. Raises UsageError with the first problem, where not."""
        judged = self.shaped()
        if judged.built is not None and not _blocked(judged.built):
            return judged.library
        first = next((one for one in judged.troubles(self.desk.language) if one.blocks), None)
        said = f" {first.text} {first.place}".rstrip() if first is not None else ""
        raise UsageError(
            f"いまの草案は組み立てられないので、試せません。先に直してください。{said}",
            f"The working copy cannot be put together, so it cannot be tried. Mend it first.{said}",
        )

    def known(self) -> Known:
        """The longest values that the newest cases of the organisation hold; read again when somebody wrote."""
        stamp = self.desk.revision()
        if self._known is None or self._known[0] != stamp:
            self._known = stamp, known_values(self)
        return self._known[1]

    # --- editing

    def set(self, definition: str, path: Path, value: Any) -> Edited:
        """Make `value` (text, number, bool, list, map, rule text) stand in a cell; None takes it away."""
        return self._edit(definition, path, lambda e: e.set(definition, path, value), ("変更", "changed"))

    def add(
        self,
        definition: str,
        path: Path,
        label: Any,
        value: Any = None,
        *,
        key: str = "",
        after: str | None = None,
    ) -> Edited:
        """Add a row to the map at `path`: `("states",)`. The id is proposed from the label, or is `key`.

        `label` is the title (text or `{ja, en}`), `value` the rest of the row. `after` is the row before the
        gap ("" = the first place; None = the end). The result's path ends in the new id.
        """
        made: list[str] = []

        def do(editing: Editing) -> None:
            made.append(editing.add(definition, path, label, value, key, after))

        edited = self._edit(definition, path, do, ("追加", "added"))
        whole = (*path, made[0])
        return Edited(definition, whole, self.element(definition, whole), edited.file, edited.lines)

    def append(self, definition: str, path: Path, value: Any) -> Edited:
        """One more entry at the end of a list."""
        return self._edit(definition, path, lambda e: e.append(definition, path, value), ("追加", "added"))

    def remove(self, definition: str, path: Path) -> Edited:
        """Take a row or a cell away; an inherited one is switched off and stands in `removed`."""
        return self._edit(definition, path, lambda e: e.remove(definition, path), ("取り外し", "removed"))

    def give_back(self, definition: str, path: Path) -> Edited:
        """Back to the parent's: a cell, a whole row, or a row that was switched off."""
        return self._edit(
            definition, path, lambda e: e.give_back(definition, path), ("元に戻す", "given back")
        )

    def move(self, definition: str, path: Path, by: int) -> Edited:
        """Move a row up (-1) or down (1)."""
        return self._edit(definition, path, lambda e: e.move(definition, path, by), ("順番", "order"))

    def set_basis(self, definition: str, path: Path, text: str, status: str = "stated") -> Edited:
        """Say why an element is as it is: an article, or a status (`own`, `silent`, …) with what fills the gap."""
        value: Any = text if status == "stated" else {"status": status, "text": text}
        where = (*path, "basis")
        return self._edit(definition, where, lambda e: e.set(definition, where, value), ("根拠", "basis"))

    def together(self, what: Words, edits: Callable[[Editing], None]) -> None:
        """Several edits as one: all or none, and one undo. `edits` calls the operations of `Editing`."""
        editing = Editing(self._copy.library, self._copy.broken)
        edits(editing)
        self._copy.write(editing.texts, what)

    def write_file(self, name: str, text: str) -> Edited:
        """Replace a whole file by what somebody typed as text, readable or not."""
        known = self._copy.texts.get(name)
        if known is None:
            raise refusal(name, (), f"「{name}」というファイルはありません。", f"There is no file “{name}”.")
        data = text.encode("utf-8")
        self._copy.write({name: data}, ("文で変更", "edited as text"))
        return Edited("", (), None, name, unified(known, data))

    def _edit(self, definition: str, path: Path, edit: Callable[[Editing], None], what: Words) -> Edited:
        editing = Editing(self._copy.library, self._copy.broken)
        edit(editing)
        ja, en = (self._said(definition, path, language) for language in ("ja", "en"))
        changes = self._copy.write(editing.texts, (f"{ja}: {what[0]}", f"{en}: {what[1]}"))
        now = self.element(definition, path)
        if not changes:
            return Edited(definition, path, now, "")
        return Edited(definition, path, now, changes[0].file, unified(changes[0].old, changes[0].new))

    def _said(self, definition: str, path: Path, language: str) -> str:
        """The last of the labels down to a path: elements by their titles, keys by what the schema calls them."""
        reader, which = Reader(self._copy.library, definition, language), which_of(definition)
        titles = []
        for depth in range(1, len(path) + 1):
            here = path[:depth]
            key = "" if are_ids(here[:-1]) or language == "en" else title_at(which, here).partition("（")[0]
            found = reader.element(here)
            said = key or (found.title if found is not None else "")
            titles += [said] if said else []
        return " > ".join(titles[-3:]) or definition

    # --- comparing and publishing

    def differences(self) -> tuple[Difference, ...]:
        """What publishing would change, as sentences by tab. Raises DefinitionError where trees do not fit."""
        return self._publication.differences()

    def consequences(
        self, example: Example, instead: Mapping[tuple[str, Path], Any] | None = None
    ) -> tuple[Consequence, ...]:
        """The same invented request, for every kind, under the published version and under the working copy.

        `instead` are values to try in cells, without writing them: {(definition, path): value}. What cannot be
        built gives no `after`.
        """
        running = self.published()
        built = self._tried(instead) if instead else self.shaped().built
        sound = built if built is not None and not _blocked(built) else None
        open_cases = self._open_cases()
        return tuple(
            Consequence(kind, title, before, after, open_cases.get(kind, 0))
            for kind, title, before, after in consequences(running, sound, example, self.desk.language)
        )

    def published(self) -> Built | None:
        """What new cases get now; None if nothing was published."""
        return self.desk.ledger.current(self.organisation) if self._publication.base else None

    def listed(self) -> Sequence[Listed]:
        """What lists know of every case of the organisation; read again when somebody wrote."""
        stamp = self.desk.revision()
        if self._listed is None or self._listed[0] != stamp:
            self._listed = stamp, self.desk.listed(self.organisation)
        return self._listed[1]

    def period_said(self, definition: str, clock: str) -> list[str]:
        """What a changed period does: from when, for which cases it does not, how many past ones took longer.

        Nothing where it is as published.
        """
        return said(self, definition, clock, self.desk.language)

    def _tried(self, instead: Mapping[tuple[str, Path], Any]) -> Built | None:
        editing = Editing(self._copy.library, self._copy.broken)
        for (definition, path), value in instead.items():
            editing.set(definition, path, value)
        return Judgement(editing.library, self.organisation, self._copy.broken).built

    def _open_cases(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self.desk.rows(organisation=self.organisation):
            if row.open:
                found[row.kind] = found.get(row.kind, 0) + 1
        return found

    def page(self, accepted: Mapping[str, str] | None = None) -> Page:
        """The publishing page. `accepted` are reasons by the names of open points (`Trouble.name`).

        Takes as long as `problems` and the office's own scenarios: ask it from a worker.
        """
        return self._publication.page(self.judged(), accepted or {})

    def parents_examples(self) -> Tried:
        """The scenarios of the organisations this one extends, tried on the working copy. Takes seconds.

        They do not stop publishing: what differs is what the office's changes do.
        """
        copy = self._copy
        return parents_examples(copy.library, copy.files.root, self.organisation, self.desk.language)

    def publish(self, accepted: Mapping[str, str] | None = None) -> Version:
        """Publish the working copy: new cases get it, cases that began stay with theirs.

        Raises Refused with every reason against it (as `Page.stops`), Conflict if the files or the published
        version changed since this workshop read them. Old or new if the program dies, never half.
        """
        judged = Judgement(self._copy.library, self.organisation, self._copy.broken, self.known()).prove(
            fresh=True
        )
        return self._version(self._publication.publish(judged, accepted or {}))

    def versions(self) -> tuple[Version, ...]:
        """Every published version, the oldest first."""
        return self._publication.versions()

    def back_to(self, number: int) -> Version:
        """Give new cases an earlier version again (「版3に戻す」). Raises UsageError, Refused if it holds already."""
        return self._version(self._publication.back_to(number))

    def _version(self, act: Act) -> Version:
        return next(v for v in self.versions() if v.number == act.number)

    # --- taking back

    def undo(self) -> Deed | None:
        """Take back the last edit, without limit; None if nothing is left. What was changed outside counts too."""
        entry = self._copy.undo()
        return self._deed(entry, undone=True) if entry else None

    def redo(self) -> Deed | None:
        """Do again what was taken back last."""
        entry = self._copy.redo()
        return self._deed(entry) if entry else None

    def history(self) -> Sequence[Deed]:
        """Every edit, the oldest first; those taken back last."""
        told = self._copy.journal.told
        undone = [self._deed(e, undone=True) for e in reversed(told.undone)]
        return (*(self._deed(e) for e in told.done), *undone)

    def _deed(self, entry: Any, *, undone: bool = False) -> Deed:
        what = entry.what[1] if self.desk.language == "en" else entry.what[0]
        files = tuple(c.file for c in entry.changes)
        return Deed(entry.at, entry.who, what, files, undone, entry.do == "outside")


def _blocked(built: Built) -> bool:
    return any(p.severity == "block" for p in built.problems)
