"""The program's name and version, as every event carries it."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"
PROGRAM: Final = f"madoguchi {VERSION}"
LANGUAGE: Final = 1
"""The version of the workflow language this program speaks."""
