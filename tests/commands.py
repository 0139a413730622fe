"""The command line as a caller meets it: words in, exit code and two streams out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tui.cli.main import main


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """The one JSON document of a command that did what was asked; nothing stands on stderr."""
        assert (self.code, self.err) == (0, ""), self.err
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """A JSON document a line."""
        assert self.code == 0, self.err
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> dict[str, Any]:
        """The error of contract section 1: on stderr, alone, in its shape."""
        assert self.code in (1, 2, 3, 4)
        assert self.out == ""
        found = json.loads(self.err)
        assert set(found) == {"error"}
        error: dict[str, Any] = found["error"]
        assert set(error) == {"code", "message", "reasons"}
        for reason in error["reasons"]:
            assert {"field", "rule", "basis", "message"} <= set(reason)
        return error

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """(field, rule) of every reason."""
        return [(r["field"], r["rule"]) for r in self.error["reasons"]]


Run = Callable[..., Said]


class Typist:
    """Types commands: `run("case", "list", office, stdin=…)`; an object on stdin goes in as JSON."""

    def __init__(self, capfd: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.capfd = capfd
        self.patch = patch

    def __call__(self, *words: object, stdin: object = b"") -> Said:
        self.patch.setattr("sys.stdin", written(stdin))
        self.capfd.readouterr()
        code = main([str(word) for word in words])
        return Said(code, *self.capfd.readouterr())


def written(stdin: object) -> io.TextIOWrapper:
    """Text, bytes or an object as a stream to read."""
    text = json.dumps(stdin, ensure_ascii=False) if isinstance(stdin, (dict, list)) else stdin
    return io.TextIOWrapper(
        io.BytesIO(text if isinstance(text, bytes) else str(text).encode()), encoding="utf-8"
    )
