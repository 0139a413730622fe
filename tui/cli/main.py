"""`madoguchi`: reads the words, does the command, and answers with the exit codes of the contract.

0 done · 1 refused, or problems found · 2 wrong usage · 3 somebody else changed or holds it · 4 the records
are damaged or cannot be written. An error nobody foresaw ends 1 with a number instead of a trace; 130 and 141
as shells have them: interrupted, and nobody reads any more.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from tui.cli.failing import INTERRUPTED, NO_READER, Unusable, Wrong, os_reason, report
from tui.cli.parsing import language_of, look, parse, wants
from tui.cli.printing import Printer, speak_utf8
from tui.cli.table import commands_of, load

PATIENCE: Final = (50_000, 20, 50)
"""When the collector looks for garbage: most commands are over before it has any, and looking cost a tenth of them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words ask (default: those of the process). Answers the exit code and never raises."""
    gc.set_threshold(*PATIENCE)
    words = list(sys.argv[1:] if argv is None else argv)
    speak_utf8()
    printer = Printer(language_of(words), wants(words, "--json"), alone=argv is None)
    ending = Ending(printer)
    with ending:
        ending.code = do(words, printer)
        printer.flush()
    return ending.code


def do(words: Sequence[str], printer: Printer) -> int:
    """Find the command that the words name and do it, or print help."""
    helping = wants(words, "--help", "-h")
    if not helping and wants(words, "--version"):
        from engine.version import PROGRAM

        printer.line(PROGRAM)
        return 0
    asked = look(words)
    if helping:
        from tui.cli.help import help_lines

        printer.lines(help_lines(asked.command, asked.group, printer.language))
        return 0
    if asked.command is None:
        if asked.group:
            names = ", ".join(c.path[-1] for c in commands_of(asked.group))
            raise Wrong("usage.group", group=asked.group, names=names)
        from tui.cli.commands.open import open_last

        return open_last(printer)
    return load(asked.command)(printer, parse(asked))


class Ending:
    """The end of every command: whatever went wrong is told on stderr, and the exit code is in `code`.

    It stands at the outermost frame, because no trace may reach a user whatever happens.
    """

    def __init__(self, printer: Printer) -> None:
        self.printer = printer
        self.code = 0

    def __enter__(self) -> Ending:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, KeyboardInterrupt):
            self.code = INTERRUPTED
        elif isinstance(error, BrokenPipeError):
            _silence_stdout()
            self.code = NO_READER
        elif isinstance(error, OSError):
            # The engine tells its own failures as StoreError, files are named by `files`: this was the output.
            _silence_stdout()
            self.code = report(Unusable("output.failed", why=os_reason(error)), self.printer)
        elif isinstance(error, Exception):
            self.code = report(error, self.printer)
        return error is None or isinstance(error, Exception | KeyboardInterrupt)


def _silence_stdout() -> None:
    """Let the interpreter flush into nothing at its end: the reader has gone."""
    with contextlib.suppress(OSError, ValueError), Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
