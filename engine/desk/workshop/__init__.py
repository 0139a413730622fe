"""The workshop: an organisation changes its own definitions without code, and publishes them.

Screens and commands use `Workshop` and the words of `words.py`; everything else here is behind it.
"""

from engine.desk.workshop.compare import TABS
from engine.desk.workshop.consequence import Consequence, Example, Reckoned
from engine.desk.workshop.copy import Noticed
from engine.desk.workshop.words import (
    Deed,
    Difference,
    Edited,
    Element,
    OwnFile,
    Page,
    Trouble,
    Version,
)
from engine.desk.workshop.workshop import Workshop

__all__ = [
    "Workshop",
    "TABS",
    "Consequence",
    "Example",
    "Reckoned",
    "Deed",
    "Difference",
    "Edited",
    "Element",
    "OwnFile",
    "Noticed",
    "Page",
    "Trouble",
    "Version",
]
