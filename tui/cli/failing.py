"""What went wrong, in words or as the error object of the contract, and the exit code that belongs to it."""

from __future__ import annotations

from typing import Any, Final

from tui.cli.printing import Printer, as_json
from tui.cli.words import say

REFUSED: Final = 1
USAGE: Final = 2
CLASH: Final = 3
DAMAGED: Final = 4
INTERRUPTED: Final = 130
NO_READER: Final = 141  # as a shell reports a program that was writing to a closed pipe

Reason = dict[str, str]


class Word(str):
    """The id of a sentence that is a value of another sentence."""

    __slots__ = ()

    def within(self, language: str) -> str:
        return say(language, self)


class Stop(Exception):  # noqa: N818 - it is how a command ends, read as `raise Stop(...)`
    """The command line itself refuses: `word` is a sentence of the catalogue with its `values`.

    A value may be a text in both languages.
    """

    def __init__(
        self, exit_code: int, code: str, word: str, /, reasons: list[Reason] | None = None, **values: Any
    ):
        super().__init__(word)
        self.exit_code = exit_code
        self.code = code
        self.word = word
        self.values = values
        self.reasons = reasons or []


class Wrong(Stop):
    """Wrong usage: exit 2."""

    def __init__(self, word: str, /, **values: Any):
        super().__init__(USAGE, "usage", word, **values)


class Unusable(Stop):
    """What was given cannot be used: exit 1."""

    def __init__(self, word: str, /, **values: Any):
        super().__init__(REFUSED, "input", word, **values)


class Failure:
    """An exception as a person and a program are told it: exit code, id, message, reasons."""

    def __init__(self, error: BaseException, language: str) -> None:
        self.exit_code: int = REFUSED
        self.code, self.reasons = "internal", list[Reason]()
        self.said: list[str] = []
        self.message = ""
        if isinstance(error, Stop):
            self.exit_code, self.code, self.reasons = error.exit_code, error.code, error.reasons
            values = {k: v.within(language) if hasattr(v, "within") else v for k, v in error.values.items()}
            self.message = say(language, error.word, **values)
        elif not self._known(error, language):
            self.message = say(language, "unexpected", id=error_id(error), where=_where(error))

    def _known(self, error: BaseException, language: str) -> bool:
        from engine.desk import DefinitionError, MadoguchiError, Refused

        if not isinstance(error, MadoguchiError):
            return False
        self.exit_code, self.code = error.exit, error.code
        self.message = error.within(language)
        objections = getattr(error, "objections", ())
        self.reasons = [objection_reason(o, language) for o in objections]
        if isinstance(error, Refused):
            self.message = say(language, "refused")
            self.said = _acknowledge(objections, language)
        elif isinstance(error, DefinitionError):
            self.message = say(language, "definitions", count=len(error.problems))
            self.reasons = [problem_reason(p, language) for p in error.problems]
        return True

    def as_object(self) -> dict[str, Any]:
        """`{"code", "message", "reasons": [{"field", "rule", "basis", "message"}]}`."""
        return {"code": self.code, "message": self.message, "reasons": self.reasons}

    def as_text(self) -> list[str]:
        """The message, each reason with where it stands and what it rests on, and what to do."""
        return [self.message, *(_reason_line(r) for r in self.reasons), *self.said]


def report(error: BaseException, printer: Printer) -> int:
    """Tell the error on stderr and answer the exit code."""
    failure = Failure(error, printer.language)
    if printer.json:
        printer.error(as_json({"error": failure.as_object()}))
    else:
        for line in failure.as_text():
            printer.complain(line)
    return failure.exit_code


def objection_reason(objection: Any, language: str) -> Reason:
    return {
        "field": objection.field,
        "rule": objection.rule,
        "basis": objection.basis,
        "message": objection.within(language),
    }


def problem_reason(problem: Any, language: str) -> Reason:
    """A problem of a definition; `file:line:column` stands in its message, its example once."""
    message = problem.within(language)
    if problem.example and problem.example not in problem.ja:
        message += f" {problem.example}"
    return {"field": problem.path, "rule": problem.kind, "basis": "", "message": message}


def os_reason(error: OSError) -> Any:
    """What the system says, in both languages, without the path that is named already."""
    from engine.desk import system_reason

    return system_reason(error)


def error_id(error: BaseException) -> str:
    """The number of an unexpected error: the same fault has the same one; it holds no data."""
    import hashlib

    trail = _trail(error)
    return "E-" + hashlib.sha256("\n".join([type(error).__name__, *trail]).encode()).hexdigest()[:8]


def _where(error: BaseException) -> str:
    return f"{type(error).__name__} {(_trail(error) or ['-'])[-1]}"


def _trail(error: BaseException) -> list[str]:
    """`file.py:line` of every frame, outermost first."""
    found, trace = [], error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
        found.append(f"{name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found


def _reason_line(reason: Reason) -> str:
    known = [reason[key] for key in ("field", "rule", "basis") if reason.get(key)]
    message = reason["message"].replace("\n", " ")
    return f"  - {message}" + (f"  [{' | '.join(known)}]" if known else "")


def _acknowledge(objections: Any, language: str) -> list[str]:
    """How to go on when only warnings stop the step."""
    if not objections or any(o.severity != "warn" for o in objections):
        return []
    return [say(language, "acknowledge", ids=",".join(dict.fromkeys(o.rule for o in objections)))]
