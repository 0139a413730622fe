"""Looking at every byte of an office, changing none: what is whole, what is not, what can be salvaged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import MadoguchiError, StoreError
from engine.store.codec import BODY_AT, HASH_AT, PLAIN, BadLine, Codec, canonical, hash_of
from engine.store.disk import file_place, version_place
from engine.store.heads import Heads
from engine.store.journal import DamageError, Head, readable, scan
from engine.store.names import is_hash, is_log, require_book
from engine.store.opening import open_office
from engine.store.port import Entry, Position, Report

if TYPE_CHECKING:
    from engine.store.keys import Unlock

Named = Callable[[Entry], Iterable[str]]


def named_files(value: Any) -> Iterator[str]:
    """The hashes of the files an entry names: the values of every member `hash` that can be one."""
    return _named(value, "hash")


def named_versions(value: Any) -> Iterator[str]:
    """The hashes of the published definitions something names: the values of every member `version` that can be one."""
    return _named(value, "version")


def _named(value: Any, member: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == member and is_hash(item):
                yield item
            else:
                yield from _named(item, member)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item, member)


def verify(path: Path, named: Named = named_files, keys: Unlock | None = None) -> Report:
    """Check books, chains, heads, files and small documents. `named` answers which files an entry needs.

    Raises `UsageError` where there is no office at all, or no `keys` to one that has them; everything else is a
    problem in the report.
    """
    found = _Findings()
    try:
        office = open_office(path, read_only=True, keys=keys)
    except StoreError as error:
        found.problem("office.json", error)
        return found.report()
    codec = office.codec
    found.keyed = codec.keyed
    identity = office.id
    try:
        found.versions |= dict.fromkeys(named_versions(office.info()), "office.json")
    except StoreError as error:
        found.problem("office.json", error)
    try:
        office.members()
    except StoreError as error:
        found.problem("members.json", error)
    heads = _heads(path, found, codec)
    for book in office.books():
        _book(path, book, identity, heads.get(book), found, named, codec)
    office.close()
    _files(path, found, codec)
    _versions(path, found, codec)
    _missing(found, codec)
    return found.report()


def value_after(path: Path, book: str, line: int, codec: Codec = PLAIN) -> str:
    """The chain's value after a line of a book, as the next line names it; empty if there is no such line."""
    require_book(book)
    try:
        lines = (path / "books" / f"{book}.jsonl").read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return ""
    if 0 < line < len(lines):
        return lines[line][HASH_AT : BODY_AT - 1].decode("ascii", "replace")
    return codec.chain(lines[-1] + b"\n") if lines and line == len(lines) else ""


def salvage(path: Path, book: str, codec: Codec = PLAIN) -> list[tuple[int, Entry]]:
    """Every line of a book that reads by itself, as (line number, entry), without the book's first line."""
    try:
        data = (path / "books" / f"{book}.jsonl").read_bytes()
    except FileNotFoundError:
        return []
    return [
        (number, entry)
        for number, entry in readable(data, book, codec)[0]
        if not (number == 1 and "office" in entry)
    ]


@dataclass
class _Findings:
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    books: dict[str, tuple[int, str]] = field(default_factory=dict)
    needed: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)  # needed ones
    kept: set[str] = field(default_factory=set)
    lines: int = 0
    unreadable: int = 0
    files: int = 0
    keyed: bool = False

    def problem(self, place: str, error: MadoguchiError) -> None:
        self.problems.append((place, error.ja, error.en))

    def report(self) -> Report:
        plain = {book: [lines, hash] for book, (lines, hash) in self.books.items()}
        return Report(
            ok=not self.problems,
            problems=self.problems,
            notes=self.notes,
            lines=self.lines,
            unreadable=self.unreadable,
            files=self.files,
            books=self.books,
            head=hash_of(canonical(plain)),
            keyed=self.keyed,
        )


def _heads(path: Path, found: _Findings, codec: Codec) -> dict[str, Head]:
    heads = Heads(path / "heads.jsonl", codec, write=False)
    try:
        known, bad = heads.read()
    finally:
        heads.close()
    if bad:
        found.problems.append(
            (
                "heads.jsonl",
                f"読めない箇所が {bad} 件あります。"
                "帳簿の末尾が切り取られていないかを、印刷した値と比べてください。"
                "次の記録のときに書き直されます。",
                f"{bad} places do not read. Compare the end of the books with a printed head. "
                "It is rewritten with the next step.",
            )
        )
    return known


def _book(
    path: Path,
    book: str,
    identity: str,
    head: Head | None,
    found: _Findings,
    named: Named,
    codec: Codec,
) -> None:
    place = f"books/{book}.jsonl"
    try:
        data = (path / place).read_bytes()
    except FileNotFoundError:
        found.problems.append(
            (
                place,
                "帳簿のファイルがありません。バックアップから戻してください。",
                "The book's file is missing. Restore it from a backup.",
            )
        )
        return
    try:
        seen = scan(data, Position(book), identity, head, codec)
    except DamageError as damaged:
        entries = _damaged(place, data, book, damaged, found, codec)
    else:
        entries = seen.entries
        found.books[book] = (seen.end.lines, seen.end.hash)
        found.notes += _remarks(place, torn=bool(seen.torn), headless=head is None)
    found.lines += 0 if is_log(book) else len(entries)
    for entry in entries:
        for name in named(entry):
            found.needed.setdefault(name, book)
        for version in named_versions(entry):
            found.versions.setdefault(version, f"books/{book}.jsonl")


def _damaged(
    place: str, data: bytes, book: str, damaged: DamageError, found: _Findings, codec: Codec
) -> list[Entry]:
    """Tell where a book is damaged; the entries that read all the same."""
    lines, unreadable = readable(data, book, codec)
    after = sum(1 for number, _ in lines if number >= damaged.line)
    found.problems.append(
        (
            f"{place}:{damaged.line}",
            f"{damaged.ja}それより前の {damaged.line - 1} 行は正しく、"
            f"後では {after} 行が単独で読め、{unreadable} 行が読めません。",
            f"{damaged.en} The {damaged.line - 1} lines before it are right; "
            f"after it {after} read by themselves, {unreadable} do not.",
        )
    )
    found.unreadable += unreadable
    return [entry for number, entry in lines if number > 1]


def _remarks(place: str, *, torn: bool, headless: bool) -> Iterator[tuple[str, str, str]]:
    """What is no damage, but worth knowing of the end of a book."""
    if torn:
        yield (
            place,
            "末尾に書きかけの行があります。次に書き込むときに切り離されます。確定した記録は失われていません。",
            "An unfinished line stands at the end; the next step cuts it off. No confirmed record is lost.",
        )
    if headless:
        yield (
            place,
            "heads.jsonl にこの帳簿の値がありません（停電の直後にはありえます）。末尾を印刷した値と比べてください。",
            "heads.jsonl does not know this book (it may be so after a power loss). "
            "Compare its end with a printed head.",
        )


def _files(path: Path, found: _Findings, codec: Codec) -> None:
    for file in sorted((path / "files").glob("*/*")):
        found.files += 1
        try:
            content = hash_of(codec.unwrap(file.read_bytes(), file_place(file.name)))
        except BadLine:
            content = ""
        if file.name in codec.names(content) and file.parent.name == file.name[:2]:
            found.kept.add(content)
        else:
            found.problems.append(
                (
                    f"files/{file.parent.name}/{file.name}",
                    "内容が名前と合いません。バックアップから戻してください。",
                    "The content does not fit the name. Restore it from a backup.",
                )
            )


def _versions(path: Path, found: _Findings, codec: Codec) -> None:
    for file in sorted((path / "versions").glob("*.json")):
        try:
            codec.unseal(file.read_bytes(), version_place(file.stem))
        except BadLine as bad:
            found.problems.append(
                (
                    f"versions/{file.name}",
                    f"壊れています（{bad.ja}）。バックアップから戻してください。",
                    f"It is damaged ({bad.en}). Restore it from a backup.",
                )
            )
        else:
            found.kept.add(file.stem)


def _missing(found: _Findings, codec: Codec) -> None:
    told = {Path(place).stem for place, _, _ in found.problems}
    for version, where in sorted(found.versions.items()):
        if version not in found.kept and version not in told:
            found.problems.append(
                (
                    version_place(version),
                    f"{where} が指す版がありません。バックアップから戻してください。",
                    f"{where} names this version, and it is missing. Restore it from a backup.",
                )
            )
    for name, book in sorted(found.needed.items()):
        names = codec.names(name)
        if name not in found.kept and told.isdisjoint((name, *names)):
            found.problems.append(
                (
                    file_place(names[0]),
                    f"帳簿「{book}」の記録が指すファイルがありません。バックアップから戻してください。",
                    f"A record of book “{book}” names this file, and it is missing. "
                    "Restore it from a backup.",
                )
            )
