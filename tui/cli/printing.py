"""Everything that is printed passes here: UTF-8, control and bidirectional characters as visible marks."""

from __future__ import annotations

import io
import json
import os
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def visible(text: str) -> str:
    """One line in which nothing is hidden: a control or direction character is shown as `⟨U+202E⟩`."""
    if text.isprintable():
        return text
    return "".join(f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) in _HIDDEN else c for c in text)


def as_json(value: Any, indent: int | None = None, sort: bool = False) -> str:
    """JSON in which Japanese stays readable and whatever could disturb a terminal is escaped."""
    text = json.dumps(value, ensure_ascii=False, default=_plain, indent=indent, sort_keys=sort)
    if text.isprintable():
        return text
    return "".join(
        json.dumps(c)[1:-1] if c != "\n" and unicodedata.category(c) in _HIDDEN else c for c in text
    )


def _plain(value: Any) -> Any:
    """The JSON of what the desk answers besides JSON's own types: dates, named tuples, records, sets."""
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "keys"):
        return {key: value[key] for key in value}
    return str(value)


class Printer:
    """Where a command says what it did. `json` is what the caller asked for, `language` is `ja` or `en`.

    `alone` says that the process is there for this command and nothing else goes on in it.
    """

    def __init__(self, language: str = "ja", json: bool = False, *, alone: bool = False) -> None:
        self.language = language
        self.json = json
        self.alone = alone

    def line(self, text: str = "") -> None:
        """One line for a person. Line breaks inside it are kept, everything else hidden is shown."""
        sys.stdout.write("\n".join(map(visible, text.split("\n"))) + "\n")

    def lines(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.line(text)

    def document(self, value: Any, indent: int | None = None, *, sort: bool = False) -> None:
        """One JSON document, on one line unless `indent` is given."""
        sys.stdout.write(as_json(value, indent, sort) + "\n")

    def raw(self, text: str) -> None:
        """Text that must arrive as it is, byte for byte: records, CSV."""
        self.data(text.encode("utf-8"))

    def data(self, data: bytes | memoryview) -> None:
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(bytes(data).decode("utf-8"))
            return
        buffer.write(data)

    def flush(self) -> None:
        sys.stdout.flush()

    def complain(self, text: str) -> None:
        """One line on stderr for a person."""
        self.error("\n".join(map(visible, text.split("\n"))))

    def error(self, text: str) -> None:
        sys.stderr.write(text + "\n")


def speak_utf8() -> None:
    """UTF-8 on both streams whatever the system says; a closed stream swallows what is said to it."""
    if sys.stdout is None or sys.stderr is None:
        nothing = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the rest of the process
        sys.stdout, sys.stderr = sys.stdout or nothing, sys.stderr or nothing
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream)


def _reconfigure(stream: TextIO) -> None:
    if isinstance(stream, io.TextIOWrapper) and (stream.encoding.lower(), stream.errors) != (
        "utf-8",
        "backslashreplace",
    ):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
