"""Reads the pixels of a PNG (8-bit RGBA, not interlaced), to see where a page is white."""

from __future__ import annotations

import struct
import zlib


def rows_of(png: bytes) -> list[bytes]:
    """The rows of the picture, four bytes a pixel."""
    width = struct.unpack_from(">I", png, 16)[0]
    assert png[24:26] == b"\x08\x06", "8-bit RGBA"
    packed = zlib.decompress(b"".join(_data(png)))
    stride = width * 4
    rows: list[bytes] = []
    above = bytes(stride)
    for start in range(0, len(packed), stride + 1):
        above = _unfiltered(packed[start], packed[start + 1 : start + 1 + stride], above)
        rows.append(above)
    return rows


def is_white(png: bytes, left: float, right: float) -> bool:
    """Whether the picture is white between two fractions of its width."""
    rows = rows_of(png)
    pixels = len(rows[0]) // 4
    return all(set(row[int(left * pixels) * 4 : int(right * pixels) * 4]) <= {255} for row in rows)


def _data(png: bytes) -> list[bytes]:
    chunks, at = [], 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == b"IDAT":
            chunks.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return chunks


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    made = bytearray(line)
    for at in range(len(made)):
        left = made[at - 4] if at >= 4 else 0
        corner = above[at - 4] if at >= 4 else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        made[at] = (made[at] + guess) & 255
    return bytes(made)


def _paeth(left: int, up: int, corner: int) -> int:
    distances = [(abs(up - corner), left), (abs(left - corner), up), (abs(left + up - 2 * corner), corner)]
    return min(distances, key=lambda pair: pair[0])[1]
