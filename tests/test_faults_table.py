"""Every fault is shown by tests that are there: docs/faults.md names all thirty-two."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| (\d+) \|.*$", re.MULTILINE)
NAMED = re.compile(r"`([a-z_/]+\.py)?(?:::(test_\w+))?`")


def rows() -> dict[int, str]:
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    return {int(one[1]): one[0] for one in ROW.finditer(text)}


def test_every_fault_stands_there() -> None:
    assert sorted(rows()) == list(range(1, 33))


def test_every_test_it_names_is_there() -> None:
    for number, row in rows().items():
        path, named = "", 0
        for file, test in NAMED.findall(row):
            path = file or path
            if file or test:
                source = (ROOT / "tests" / path).read_text(encoding="utf-8")
                assert not test or f"def {test}(" in source, f"{number}: {path}::{test}"
                named += 1
        assert named or number == 2, number
