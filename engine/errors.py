"""Everything that can be refused, as data a person can read.

Problem      something wrong in a definition (YAML, JSON Schema, rule), with its place
Objection    one reason why a step was refused, with field, rule and basis
MadoguchiError
├── DefinitionError   definitions cannot be used: a list of problems
├── Refused           a step was refused: a list of objections
├── UsageError        called the wrong way (exit 2)
│   └── PasswordNeeded   the office is encrypted and nobody gave a password (exit 2)
├── WrongPassword     a password or a recovery sheet does not open the office; nothing is damaged
├── Conflict          somebody else changed or holds it (exit 3)
└── StoreError        the records are damaged or cannot be written (exit 4)
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from engine.model.basics import Place, Text

Severity = Literal["block", "warn", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, or left open, in a definition.

    `kind` is a short id such as `yaml`, `shape`, `reference`, `rule`, `unreachable`, `silent`;
    `path` the dotted path of the element (`evidence.identity`); `near` the nearest valid name.
    A finding of scenario files is `<kind>:<path>`.
    """

    kind: str
    path: str
    ja: str
    en: str
    place: Place | None = None
    severity: Severity = "block"
    near: str = ""
    example: str = ""

    @property
    def finding(self) -> str:
        return f"{self.kind}:{self.path}"

    def within(self, language: str) -> str:
        """One line for a person: place, sentence, nearest name."""
        place = f"{self.place}: " if self.place else ""
        near = ""
        if self.near:
            near = f" (did you mean: {self.near})" if language == "en" else f"（もしかして: {self.near}）"
        return f"{place}{self.en if language == 'en' else self.ja}{near}"


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason why a step was refused.

    `rule` is one of the names of the contract (`from`, `role`, `form`, `when`, a requirement's id,
    `task.<id>`, `clock.<id>`, `extension.<sort>.<limit>`, `fee.<id>`, `invariant.<id>`, `letter.<id>`);
    `field` a JSON Pointer into the form, or empty; `severity` is `warn` where an acknowledgement is enough.
    """

    rule: str
    ja: str
    en: str
    field: str = ""
    basis: str = ""
    severity: Literal["block", "warn"] = "block"

    def within(self, language: str) -> str:
        return self.en if language == "en" else self.ja


class MadoguchiError(Exception):
    """Base of everything a user may meet. `code` is stable, `exit` the exit code of the command line."""

    code = "error"
    exit = 1

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(ja)
        self.ja = ja
        self.en = en

    def within(self, language: str) -> str:
        return self.en if language == "en" else self.ja


class DefinitionError(MadoguchiError):
    """Workflows, forms or organisations cannot be used; every problem at once."""

    code = "definition"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "\n".join(p.within("ja") for p in self.problems), "\n".join(p.within("en") for p in self.problems)
        )


class Refused(MadoguchiError):  # noqa: N818 — the word of the contract
    """A step was refused and nothing was written; every objection at once."""

    code = "refused"

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(
            "まだ進めません。何も記録していません。" + " ".join(o.ja for o in self.objections),
            "Not yet. Nothing was recorded. " + " ".join(o.en for o in self.objections),
        )


_SYSTEM: Final = {
    errno.ENOENT: Text("ありません", "there is no such file"),
    errno.ENOTDIR: Text("途中の場所がフォルダではありません", "a part of the path is no folder"),
    errno.EISDIR: Text("フォルダです", "it is a folder"),
    errno.EACCES: Text("許可がありません", "permission denied"),
    errno.EPERM: Text("許可がありません", "permission denied"),
    errno.EROFS: Text("書き込めない場所です", "the place is read-only"),
    errno.EEXIST: Text("もうあります", "it exists already"),
    errno.ENOSPC: Text("空きがありません", "there is no room left"),
    errno.ENAMETOOLONG: Text("名前が長すぎます", "the name is too long"),
    errno.EBUSY: Text("ほかで使われています", "it is in use"),
    errno.EIO: Text("機器が読み書きできません", "the device cannot be read or written"),
}


def system_reason(error: OSError) -> Text:
    """What the system says about a file, without its path; an unusual reason by its number."""
    number = error.errno or 0
    return _SYSTEM.get(number) or Text(f"システムの誤り {number}", error.strerror or type(error).__name__)


class UsageError(MadoguchiError):
    """Called the wrong way."""

    code = "usage"
    exit = 2


class PasswordNeeded(UsageError):  # noqa: N818 — it is a question, not a fault
    """The office is encrypted: somebody has to sign in."""

    code = "password_needed"


class WrongPassword(MadoguchiError):  # noqa: N818 — what happened, in the word people use
    """A password or a recovery sheet does not open the office. Nothing is damaged and nothing was changed."""

    code = "password"


class Conflict(MadoguchiError):  # noqa: N818 — the word of the contract
    """Somebody else changed the case or holds the office; try again."""

    code = "conflict"
    exit = 3


class StoreError(MadoguchiError):
    """The records are damaged or cannot be written; nothing was touched."""

    code = "store"
    exit = 4
