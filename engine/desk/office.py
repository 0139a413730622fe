"""Making an office: its folder, its definitions, a first published version of each organisation."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.desk.access import PRACTICE
from engine.desk.clock import office_clock
from engine.desk.definitions import find, prove
from engine.desk.people import check_roles, put_member, require_id
from engine.errors import UsageError
from engine.load.build import build_library
from engine.load.library import Library
from engine.load.snapshot import program_root, take
from engine.version import PROGRAM

if TYPE_CHECKING:
    from engine.model.workflow import Organisation
    from engine.store.disk import DiskOffice
    from engine.store.keys import Unlock

DEFINITIONS = "definitions"


@dataclass(frozen=True, slots=True)
class First:
    """The first member of an office, who administers it, and their password."""

    id: str
    name: str
    roles: tuple[str, ...]
    password: str


def _join(office: DiskOffice, first: First) -> str:
    """Put the first member in; the code of the recovery sheet, where the office has keys."""
    on = office_clock().today().isoformat()
    put_member(office, first.id, first.name, first.roles, on=on)
    if office.keys is None:
        return ""
    office.write_members({**office.members(), "passwords": {first.id: {"set": on}}})
    return office.keys.new_sheet()


def create_office(
    path: Path,
    sources: Sequence[str],
    *,
    encrypted: bool = True,
    first: First | None = None,
    practice: bool = False,
) -> str:
    """Make an office for the organisations of `sources` (bundled ids, or folders that are copied into it).

    It is encrypted with the password of `first`; the answer is the code of its recovery sheet, which nobody can
    ask for again. Not `encrypted` it needs no `first`, and the answer is empty. Raises UsageError, DefinitionError
    if an organisation is not sound.
    """
    from engine.store import create

    if encrypted and first is None:
        raise UsageError(
            "暗号化する窓口には、最初の職員とパスワードが要ります。",
            "An office that is encrypted needs its first member and a password.",
        )
    if first is not None:
        _require_usable(first, encrypted=encrypted)

    found = [find(source) for source in sources]
    names = [org for _, org in found]
    if len(set(names)) != len(names) or not names:
        raise UsageError("団体を一つずつ指定してください。", "Name each organisation once.")
    _one_of_each_template([_source(library, org) for library, org in found])
    versions: dict[str, tuple[str, dict[str, Any]]] = {}
    built: list[Organisation] = []
    for library, org in found:
        built.append(build_library(library, org).organisation)
        if not _comes_with_the_program(library, org):
            prove(library, org)
        versions[org] = take(library, org)
    if first is not None:
        check_roles(first.roles, built)
    office = create(
        path,
        {"created": office_clock().stamp(), "program": PROGRAM, **({PRACTICE: True} if practice else {})},
        _keys(first, practice=practice) if encrypted and first is not None else None,
    )
    code = ""
    try:
        for library, org in found:
            _own_folder(path / DEFINITIONS, library, org)
        with office.lock():
            for digest, data in versions.values():
                office.put_version(digest, data)
            published = {org: {"version": digest} for org, (digest, _) in versions.items()}
            office.write_info({**office.info(), "organisations": published})
            if first is not None:
                code = _join(office, first)
    finally:
        office.close()
    return code


def _require_usable(first: First, *, encrypted: bool) -> None:
    """What is wrong with a member or a password is said before anything is made."""
    require_id(first.id)
    if encrypted:
        from engine.store.keys import require_password

        require_password(first.password)


def _keys(first: First, *, practice: bool) -> Unlock:
    from engine.store.keys import PUBLISHED_COST, making

    return making(first.id, first.password, PUBLISHED_COST if practice else None)


def _own_folder(definitions: Path, library: Library, org: str) -> None:
    """A bundled organisation is extended by files of the office's own; a folder somebody wrote is copied."""
    target = definitions / "workflows" / org
    source = _source(library, org)
    if not _comes_with_the_program(library, org):
        for folder in (org, *_templates(source)):
            for kind in ("workflows", "schemas"):
                if (source / kind / folder).is_dir() and not (definitions / kind / folder).exists():
                    shutil.copytree(source / kind / folder, definitions / kind / folder)
        return
    target.mkdir(parents=True)
    for name in (f"{org}/organisation", *(n for n in library.names() if n.startswith(f"{org}/"))):
        text = f"# この団体の違いだけを書きます。書かないものは元の定義のままです。\nlanguage: 1\nextends: {name}\n"
        (definitions / "workflows" / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")


def _one_of_each_template(sources: Sequence[Path]) -> None:
    """Two organisations that bring a template of the same name must mean the same one."""
    seen: dict[str, tuple[Path, dict[str, bytes]]] = {}
    for source in sources:
        for folder in _templates(source) if source != program_root() else ():
            held = {
                f"{kind}/{p.name}": p.read_bytes()
                for kind in ("workflows", "schemas")
                for p in (source / kind / folder).glob("*.*")
            }
            first = seen.setdefault(folder, (source, held))
            if first[1] != held:
                raise UsageError(
                    f"ひな形「{folder}」が {first[0]} と {source} で違います。どちらかに揃えてください。",
                    f"The template “{folder}” differs between {first[0]} and {source}. Use one of them.",
                )


def _templates(source: Path) -> list[str]:
    """The folders beside an organisation that it may extend: those that are no organisation themselves."""
    folders = {p.name for kind in ("workflows", "schemas") for p in (source / kind).glob("*") if p.is_dir()}
    return sorted(
        f for f in folders if f == "base" or not (source / "workflows" / f / "organisation.yaml").is_file()
    )


def _source(library: Library, org: str) -> Path:
    return next(root for root in library.roots if (root / "workflows" / org).is_dir())


def _comes_with_the_program(library: Library, org: str) -> bool:
    """Bundled definitions were proved before they were shipped."""
    return _source(library, org) == program_root()
