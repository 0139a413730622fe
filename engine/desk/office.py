"""Making an office: its folder, its definitions, a first published version of each organisation."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.desk.clock import office_clock
from engine.desk.definitions import find, prove
from engine.errors import UsageError
from engine.load.build import build_library
from engine.load.library import Library
from engine.load.snapshot import program_root, take
from engine.version import PROGRAM

DEFINITIONS = "definitions"


def create_office(path: Path, sources: Sequence[str], *, encrypted: bool = True) -> None:
    """Make an office for the organisations of `sources` (bundled ids, or folders that are copied into it).

    Raises UsageError (exit 2) while encryption is asked for, DefinitionError if an organisation is not sound.
    """
    if encrypted:
        raise UsageError(
            "暗号化はまだ作られていません。いまは --no-encryption を付けて、練習や試しにだけ使ってください。",
            "Encryption is not built yet. For now add --no-encryption, for practice and trials only.",
        )
    from engine.store import create

    found = [find(source) for source in sources]
    names = [org for _, org in found]
    if len(set(names)) != len(names) or not names:
        raise UsageError("団体を一つずつ指定してください。", "Name each organisation once.")
    _one_of_each_template([_source(library, org) for library, org in found])
    versions: dict[str, tuple[str, dict[str, Any]]] = {}
    for library, org in found:
        build_library(library, org)
        if not _comes_with_the_program(library, org):
            prove(library, org)
        versions[org] = take(library, org)
    office = create(path, {"created": office_clock().stamp(), "program": PROGRAM})
    try:
        for library, org in found:
            _own_folder(path / DEFINITIONS, library, org)
        with office.lock():
            for digest, data in versions.values():
                office.put_version(digest, data)
            published = {org: {"version": digest} for org, (digest, _) in versions.items()}
            office.write_info({**office.info(), "organisations": published})
    finally:
        office.close()


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
