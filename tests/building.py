"""Organisations are built from the same files in hundreds of tests: in one process, each is built once.

What is built is a function of the files under the roots, the organisation and its settings, so it is kept by their
content. Working copies, changed and published definitions are built as in the program: they are no plain library.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from unittest.mock import patch

from engine.load.build import Builder, Built
from engine.load.library import Library
from engine.load.snapshot import program_root


@contextmanager
def built_once() -> Iterator[None]:
    """Builds of plain libraries are kept; what fails is not."""
    known: dict[object, Built] = {}
    build = Builder.build

    def once(builder: Builder) -> Built:
        if type(builder.library) is not Library:
            return build(builder)
        roots = tuple((root, _content(root)) for root in builder.library.roots)
        settings = json.dumps(dict(builder.chosen), sort_keys=True, default=repr)
        key = roots, builder.org, settings, builder.shapes
        if key not in known:
            known[key] = build(builder)
        return known[key]

    with patch.object(Builder, "build", once):
        yield


def _content(root: Path) -> bytes:
    """What stands in the definitions of a root. Nothing is written to those of the program."""
    return _bundled() if root == program_root() else _hashed(root)


@cache
def _bundled() -> bytes:
    return _hashed(program_root())


def _hashed(root: Path) -> bytes:
    found = blake2b()
    for folder in ("workflows", "schemas"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                found.update(f"{path.relative_to(root)}\0{len(data)}\0".encode() + data)
    return found.digest()
