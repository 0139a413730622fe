"""What somebody types: into a form, as the name of a member, a case, a file, a search."""

# ruff: noqa: E501 - an attack is read more easily on one line

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from engine.desk import Desk, Submission
from tests.faults.hostile.attack import Attack
from tests.formoffice import REQUEST

# Ordinary text to the program, whatever it means elsewhere: kept as typed, shown harmless.
DATA: Final[tuple[str, ...]] = (
    "[/]", "[bold]見本[/bold]", "[link=file:///etc/passwd]x[/]", "[@click=app.quit]x[/]", "$accent", "{{7*7}}", "{% raw %}",
    "{application.name}", "{0.__class__}", "%(name)s", "%s%n", "${HOME}", "$(id)", "`id`", "#{7*7}", "<script>alert(1)</script>",
    "#read(\"/etc/passwd\")", "#import \"@preview/x:1.0.0\"", "#eval(\"1\")", "$ x^2 $", "\\u{202e}", "= 見出し", "*太字*", "_斜体_",
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://example.com\")", "＝1+1", "＋1", "－1", "＠x", "|cmd", "'=1", "\"\"\"",
    "../../etc/passwd", "C:\\Windows", "file:///etc/passwd", "CON", "NUL", "名前\\n改行", "--json", "-rf", "; rm -rf /", "' OR 1=1 --",
    "null", "true", "NaN", "1e999", "０", "①", "〒", "髙﨑𠮷", "葛󠄀城", "ゟ", "ﾊﾝｶｸ", "か\u3099", "𝕏", "👨‍👩‍👧", "\u200d見本", "見本\u00ad", "ｱ" * 500, "W" * 2_000,
    "a\u0301" * 50, "\ue000外字", "ﷺ" * 20, "\u3000見本\u3000", "見本\t太郎", "見本\n太郎", "\u202e逆", "\u2066隔離\u2069", "\u200b", "\u2028",
)  # fmt: skip

# No form takes these: nothing that a person can type at a counter.
REFUSED: Final[tuple[str, ...]] = (
    *(f"見本{chr(c)}太郎" for c in (*range(9), 0xB, 0xC, *range(0xE, 0x20), 0x7F, *range(0x80, 0xA0))),
    "\x1b]0;x\x07", "\x1b[2J", "\x9b31m", "\ud800", "\udfff見本", "\ufffe", "\uffff", "あ" * 20_001,
)  # fmt: skip

SHAPES: Final[tuple[Any, ...]] = (
    None, True, 0, 1.5, -1, 10**20, [], {}, ["見本"], {"name": "見本"}, [[]], {"": ""}, {"__class__": "x"}, {"$ref": "x"}, float("nan"),
    float("inf"),
)  # fmt: skip

NAMES: Final[tuple[str, ...]] = (
    "", " ", ".", "..", "../x", "a/b", "a\\b", "/etc/passwd", "C:x", "a:b", "a\0b", "a\nb", "\x1b[2J", "x" * 300, "CON", "名前", "A B",
    "__class__", "system", "-x", "%s", "{x}", "[/]",
)  # fmt: skip


def of_texts(desk: Callable[[], Desk]) -> Iterator[Attack]:
    """Texts in a form: what a person could mean is kept to the letter, everything else refused by its field."""
    for text in DATA:
        yield Attack(f"typed {text[:20]!r}", _kept(desk, text), "harmless")
    for text in REFUSED:
        yield Attack(f"typed {text[:20]!r}", _taken_in(desk, {"name": text}))
    for shape in SHAPES:
        yield Attack(f"typed {shape!r}", _taken_in(desk, {"name": shape}))
        yield Attack(f"papers {shape!r}", _taken_in(desk, {"documents": [{"type": shape}]}))


def of_names(desk: Callable[[], Desk]) -> Iterator[Attack]:
    """Names of members, cases, registers and letters that are none."""
    asks: dict[str, Callable[[Desk, str], Any]] = {
        "member": lambda d, n: d.set_member(n, "見本", ["window_clerk"], new=True),
        "case": lambda d, n: d.record(n or "?"),
        "register": lambda d, n: d.register(n),
        "letter": lambda d, n: d.letter_bytes("R8-001", n or "?"),
        "command": lambda d, n: d.submit(Submission(n or "?", case="R8-001")),
        "kind": lambda d, n: d.submit(Submission(kind=n or "?", form=REQUEST)),
        "role": lambda d, n: d.set_member("yamada", "見本", [n], new=True),
        "organisation": lambda d, n: d.record("R8-001", n or "?"),
    }
    for what, ask in asks.items():
        for name in NAMES:
            yield Attack(f"{what} {name[:20]!r}", _asked(desk, ask, name), placed=False)


def _asked(desk: Callable[[], Desk], ask: Callable[[Desk, str], Any], name: str) -> Callable[[], Any]:
    def run() -> None:
        ask(desk(), name)

    return run


def _taken_in(desk: Callable[[], Desk], more: dict[str, Any]) -> Callable[[], Any]:
    def run() -> None:
        desk().submit(Submission(kind="disclosure", form={**REQUEST, **more}))

    return run


def _kept(desk: Callable[[], Desk], text: str) -> Callable[[], Any]:
    """Take it in; then it stands in the data as typed, and is harmless wherever it is shown."""

    def run() -> list[str]:
        from tui.cleaning import clean
        from tui.cli.printing import visible

        office = desk()
        number = office.submit(Submission(kind="disclosure", form={**REQUEST, "target": f"見本{text}"})).case
        found: list[str] = []
        if office.record(number)["form"]["application"]["target"].strip() != f"見本{text}".strip():
            found.append("changed")
        for shown in (clean(text), visible(text)):
            if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in shown):
                found.append("shown raw")
        return found

    return run


def of_files(root: Path) -> Iterator[Attack]:
    """Forms and offices named by files that are not what they should be."""
    from engine.desk import open_desk

    for name in ("office.json", "members.json", "lock", "books"):
        for shape in (b"", b"{", b"[]", b"\0" * 64, "見本".encode("cp932"), b"{}" * 9):
            yield Attack(
                f"office with {name} = {shape[:8]!r}", _opened(root, name, shape, open_desk), placed=False
            )


def _opened(root: Path, name: str, data: bytes, opened: Callable[[Path], Desk]) -> Callable[[], Any]:
    def run() -> Any:
        folder = root / "office"
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / name).write_bytes(data)
        opened(folder).close()

    return run
