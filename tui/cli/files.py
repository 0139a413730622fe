"""Files that a caller gives, read whole in UTF-8 with a message that says what to do; and files written."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from tui.cli.failing import Unusable, Word, Wrong, os_reason

MOST_BYTES: Final = 4 * 1024 * 1024  # of a form; the largest real one is a few kilobytes
SETTINGS_BYTES: Final = 16 * 1024
_SYNTAX: Final = {
    "Expecting value": "value",
    "Expecting property name": "name",
    "Expecting ':'": "colon",
    "Expecting ','": "comma",
    "Illegal trailing comma": "trailing",
    "Unterminated string": "unclosed",
    "Invalid control character": "control",
    "Invalid \\": "escape",
    "Extra data": "extra",
}
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(name: str, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file, or of standard input for `-`."""
    try:
        data = _stdin(most) if name == "-" else _file(Path(name), most)
    except OSError as error:
        raise Wrong("file.unreadable", file=name, why=os_reason(error)) from None
    except ValueError:  # a NUL in the name
        raise Wrong("file.unreadable", file=name, why="") from None
    if len(data) > most:
        raise Unusable("file.large", file=said(name), most=most // 1024)
    return data


def text_of(name: str, most: int = MOST_BYTES) -> str:
    """A file as text; a byte order mark is left out, another encoding is named."""
    return decoded(read_bytes(name, most), said(name))


def decoded(data: bytes, where: str, first_line: int = 1) -> str:
    """Bytes as text, or `Unusable` with the line and what the encoding seems to be."""
    if data.startswith(_UTF16):
        raise Unusable("file.utf16", file=where)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + first_line
        word = "file.cp932" if _is_cp932(data) else "file.encoding"
        raise Unusable(word, file=where, line=line) from None


def read_form(name: str | None) -> dict[str, Any]:
    """The JSON object of `--form FILE|-`; empty when no form is given."""
    if name is None:
        return {}
    return parse_object(text_of(name), said(name))


def read_settings(name: str | None) -> dict[str, Any]:
    """The settings of `--settings FILE`: a JSON object or a flat YAML map of setting → choice or number."""
    if name is None:
        return {}
    text = text_of(name, SETTINGS_BYTES)
    if Path(name).suffix.lower() in (".yaml", ".yml"):
        return _flat_yaml(text, name)
    return parse_object(text, name)


def parse_object(text: str, name: str, line: int = 0) -> dict[str, Any]:
    """One JSON object of the file `name`, in JSON Lines the one on `line`.

    Names given twice, numbers that are none, lone surrogates and deep nesting are refused.
    """
    where = f"{name}:{line}" if line else name
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        row = error.lineno + max(line - 1, 0)
        raise Unusable(
            "json.syntax", file=name, line=row, column=error.colno, why=Word(_syntax(error))
        ) from None
    except _TwiceError as error:
        raise Unusable("json.twice", file=where, name=str(error)) from None
    except UnicodeEncodeError:
        raise Unusable("json.surrogate", file=where) from None
    except RecursionError:
        raise Unusable("json.deep", file=where) from None
    except ValueError:
        raise Unusable("json.number", file=where) from None
    if not isinstance(value, dict):
        raise Unusable("json.object", file=where, got=type(value).__name__)
    return value


def _syntax(error: json.JSONDecodeError) -> str:
    """The id of the sentence for what the reader of JSON met, by the beginning of what it says."""
    known = (one for one in _SYNTAX if error.msg.startswith(one))
    return f"json.{_SYNTAX.get(next(known, ''), 'other')}"


def write_whole(name: str, parts: Iterable[bytes | memoryview]) -> None:
    """Write a file beside and put it in its place: the old one or the whole new one is there, no half."""
    path = Path(name)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with beside.open("xb") as file:
                for part in parts:
                    file.write(part)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise Unusable("file.unwritable", file=name, why=os_reason(error)) from None


def said(name: str) -> str:
    """How standard input or a file is called in a message."""
    return "stdin" if name == "-" else name


def _stdin(most: int) -> bytes:
    buffer = getattr(sys.stdin, "buffer", None)
    data: bytes = buffer.read(most + 1) if buffer is not None else sys.stdin.read().encode("utf-8")
    return data


def _file(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most + 1)


def _is_cp932(data: bytes) -> bool:
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return False
    return True


class _TwiceError(ValueError):
    """A name given twice in one JSON object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(name)
        found[name] = value
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _flat_yaml(text: str, name: str) -> dict[str, Any]:
    import yaml

    try:
        # Every scalar as it was typed: `none`, `no` and `12:30` are words of ours, not YAML's.
        value = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        raise Unusable("yaml.syntax", file=name) from None
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise Unusable("yaml.map", file=name)
    return {key: int(v) if v.isascii() and v.isdigit() and len(v) < 9 else v for key, v in value.items()}
