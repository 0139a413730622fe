"""The bundled organisations pass every proof; what is left are notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.check import check_workflow
from engine.load.build import build_library
from engine.load.library import Library

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("organisation", Library([ROOT]).organisations())
def test_nothing_blocks(organisation: str) -> None:
    for workflow in build_library(Library([ROOT]), organisation).workflows.values():
        problems = check_workflow(workflow)
        assert [p.within("ja") for p in problems if p.severity != "note"] == []
