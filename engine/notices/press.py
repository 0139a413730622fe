"""typst, kept warm: a template and data in, bytes out. No package, no network, no system font.

Data goes in as JSON through `sys_inputs`, so that nothing in it can be markup. A warning (a missing
font above all) is a failure: a letter that does not look as designed must not leave the office.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import typst

from engine.errors import MadoguchiError, Objection
from engine.notices.blanks import UnprintableError
from engine.notices.fonts import font_folder

_TEMPLATES = Path(__file__).parent / "templates"


class Press:
    """Compiles the templates; for one thread at a time, as typst's compiler is not shared."""

    def __init__(self) -> None:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
        )
        # Package folders that do not exist: an import of a package fails instead of being downloaded.
        nowhere = str(_TEMPLATES / "no-packages")
        self._compiler = typst.Compiler(
            root=str(_TEMPLATES),
            font_paths=fonts,
            ignore_system_fonts=True,
            package_path=nowhere,
            package_cache_path=nowhere,
        )

    def pdf(self, template: str, data: dict[str, Any]) -> bytes:
        """The document as PDF/A-2b (ISO 19005-2); equal data give equal bytes."""
        return self._compile(template, data, {"format": "pdf", "pdf_standards": ["a-2b"]})[0]

    def pictures(self, template: str, data: dict[str, Any], ppi: float) -> list[bytes]:
        """The pages as PNG pictures, to look at before printing."""
        return self._compile(template, data, {"format": "png", "ppi": ppi})

    def _compile(self, template: str, data: dict[str, Any], how: dict[str, Any]) -> list[bytes]:
        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        source = str(_TEMPLATES / f"{template}.typ")
        try:
            made, warnings = self._compiler.compile_with_warnings(input=source, sys_inputs=inputs, **how)
        except typst.TypstError as failure:
            raise _refusal(str(failure.message)) from None
        if warnings:
            raise _refusal("; ".join(str(warning.message) for warning in warnings))
        return [made] if isinstance(made, bytes) else list(made or ())


def _refusal(message: str) -> MadoguchiError:
    return UnprintableError(
        [
            Objection(
                rule="letter",
                ja=f"組版に失敗しました（{message}）。文面か書体を確かめてください。",
                en=f"Typesetting failed ({message}). Check the wording and the fonts.",
            )
        ]
    )


_FREE: Final[list[Press]] = []
"""Presses nobody prints with: loading fonts takes longer than printing a letter, so they are kept."""


@contextmanager
def press() -> Iterator[Press]:
    """A press that nobody else uses meanwhile: as many are made as documents are printed at once."""
    try:
        one = _FREE.pop()
    except IndexError:
        one = Press()
    try:
        yield one
    finally:
        _FREE.append(one)
