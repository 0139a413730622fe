"""How an office with keys writes: everything that may hold a person is AES-256-GCM, every chain is an HMAC.

A line keeps the layout of `codec`; only its body and its chain differ:

    00000123 89abcdef <64 hex digits> 2:<base64>\\n
                      HMAC of the     generation of the key, then nonce (12 bytes) + cipher text + tag (16)
                      line before

- **Keys.** An office key has a generation (1, 2, … — see `keys`). HKDF-SHA256 makes from it one key for each use
  (lines, other bytes, chain, heads, names), bound to the id of the office, so none of them serves for another.
- **Nonces** are 96 random bits from the operating system, so that any number of processes may append without
  asking each other. NIST SP 800-38D, 8.3 allows 2³² of these under one key (collision below 2⁻³²); an office
  that writes 1,000 lines a day needs ten thousand years for that.
- **Associated data** binds a line to its office, its book and the chained value of the line before it, and
  through that to everything before; other bytes to their office and their place. What is moved does not open.
- **The chain** is keyed with the generation of the line it is taken of, so it can be told before the next line is
  written, whatever key that one will have. Heads are marked with a key as well.
- **Damage or another key**: length and checksum in clear text are looked at first. Where they fit and the cipher
  text does not open, the line was changed on purpose or written with another key, and the message says so.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.store.codec import BODY_AT, BadLine, Codec, canonical, entry_of, join, seal, split, unseal

KEY: Final = 32  # bytes of a key
NONCE: Final = 12
_MARK: Final = 32  # hex digits of a head's mark: 128 bits
_MAGIC: Final = b"MG1\n"


@dataclass(frozen=True, slots=True)
class Generation:
    """The keys for each use that one office key gives."""

    number: int
    key: bytes
    lines: AESGCM
    other: AESGCM
    chain: bytes
    marks: bytes
    names: bytes

    @classmethod
    def of(cls, number: int, key: bytes, office: str) -> Generation:
        def derived(use: str) -> bytes:
            info = f"madoguchi/{use}/{office}".encode()
            return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(key)

        return cls(
            number,
            key,
            AESGCM(derived("lines")),
            AESGCM(derived("other")),
            derived("chain"),
            derived("marks"),
            derived("names"),
        )


class Ring:
    """The office keys that are open in this process, by generation. They are in memory only."""

    def __init__(self, office: str, keys: dict[int, bytes]) -> None:
        self.office = office
        self._generations: dict[int, Generation] = {}
        self.take(keys)

    def take(self, keys: dict[int, bytes]) -> None:
        """Open further generations; the highest is the current one."""
        for number, key in keys.items():
            if number not in self._generations:
                self._generations[number] = Generation.of(number, key, self.office)
        self.current = self._generations[max(self._generations)]

    def get(self, number: int) -> Generation | None:
        return self._generations.get(number)

    def newest_first(self) -> list[Generation]:
        return [self._generations[number] for number in sorted(self._generations, reverse=True)]


class Sealing(Codec):
    """The codec of an office whose keys are open."""

    keyed = True

    def __init__(self, ring: Ring, look: Callable[[], None] = lambda: None) -> None:
        """`look` reads the key file again if it is another one; it is called under the lock and for unknown keys."""
        self.ring = ring
        self._look = look
        self._office = ring.office.encode()

    def look_again(self) -> None:
        self._look()

    # --- lines

    def encode(self, entry: dict[str, Any], previous: str, book: str) -> bytes:
        now, nonce = self.ring.current, os.urandom(NONCE)
        sealed = nonce + now.lines.encrypt(nonce, canonical(entry), self._of_line(book, previous.encode()))
        return join(b"%d:%b" % (now.number, base64.b64encode(sealed)), previous)

    def decode(self, line: bytes, previous: str | None, book: str) -> dict[str, Any]:
        body = split(line, previous)
        number, colon, text = body.partition(b":")
        if not colon or not number.isdigit() or len(number) > 9:
            raise BadLine("暗号化されていない行です", "the line is not encrypted")
        generation = self._generation(int(number))
        try:
            sealed = base64.b64decode(text, validate=True)
            opened = generation.lines.decrypt(
                sealed[:NONCE], sealed[NONCE:], self._of_line(book, line[18:82])
            )
        except (InvalidTag, ValueError):  # binascii.Error, and a nonce that is too short
            raise BadLine(
                "この窓口の鍵では開けません（別の場所から移された行か、書き換えられた行です）",
                "the office's key does not open it (a line moved from elsewhere, or changed)",
            ) from None
        return entry_of(opened)

    def chain(self, line: bytes) -> str:
        generation = self._known(_number(line[BODY_AT : BODY_AT + 11]))
        key = generation.chain if generation is not None else self.ring.current.chain
        return hmac.digest(key, line, "sha256").hex()

    def mark(self, body: bytes, like: str = "") -> str:
        number = like.partition(".")[0]
        known = self._known(int(number)) if number.isdigit() and len(number) < 9 else None
        now = known or self.ring.current
        return f"{now.number}.{hmac.digest(now.marks, body, 'sha256').hex()[:_MARK]}"

    # --- other things

    def seal(self, value: dict[str, Any], place: str, *, readable: bool = True) -> bytes:  # noqa: ARG002
        wrapped = base64.b64encode(self.wrap(canonical(value), place)).decode("ascii")
        return seal({"sealed": wrapped})

    def unseal(self, data: bytes, place: str) -> dict[str, Any]:
        try:
            wrapped = base64.b64decode(str(unseal(data).get("sealed", "")), validate=True)
        except binascii.Error:
            wrapped = b""
        return entry_of(self.unwrap(wrapped, place))

    def sign(self, value: dict[str, Any]) -> dict[str, Any]:
        plain = {key: item for key, item in value.items() if key != "signature"}
        return {**plain, "signature": self.mark(canonical(plain))}

    def signed(self, value: dict[str, Any]) -> dict[str, Any]:
        plain = {key: item for key, item in value.items() if key != "signature"}
        given = str(value.get("signature", ""))
        if not hmac.compare_digest(given.encode(), self.mark(canonical(plain), given).encode()):
            raise BadLine("署名が合いません", "its signature does not fit")
        return plain

    def wrap(self, data: bytes, place: str) -> bytes:
        now, nonce = self.ring.current, os.urandom(NONCE)
        sealed = now.other.encrypt(nonce, data, self._of_place(place))
        return _MAGIC + now.number.to_bytes(4, "big") + nonce + sealed

    def unwrap(self, data: bytes, place: str) -> bytes:
        at = len(_MAGIC) + 4
        if data[: len(_MAGIC)] != _MAGIC:
            raise BadLine("暗号化されていません", "it is not encrypted")
        generation = self._generation(int.from_bytes(data[len(_MAGIC) : at], "big"))
        try:
            sealed = memoryview(data)[at + NONCE :]  # not copied: what is kept may be large
            return generation.other.decrypt(data[at : at + NONCE], sealed, self._of_place(place))
        except (InvalidTag, ValueError):
            raise BadLine(
                "この窓口の鍵では開けません（壊れているか、別の場所から移されたものです）",
                "the office's key does not open it (damaged, or moved from elsewhere)",
            ) from None

    def names(self, hash: str) -> tuple[str, ...]:
        """A keyed hash of the content's hash: a folder listing does not tell which known file is here."""
        data = hash.encode()
        return tuple(
            hmac.digest(generation.names, data, "sha256").hex() for generation in self.ring.newest_first()
        )

    # --- what is bound

    def _of_line(self, book: str, previous: bytes) -> bytes:
        return b"line\0%b\0%b\0%b" % (self._office, book.encode(), previous)

    def _of_place(self, place: str) -> bytes:
        return b"place\0%b\0%b" % (self._office, place.encode())

    def _known(self, number: int) -> Generation | None:
        """A generation; one that is not known yet may have been made by somebody else meanwhile."""
        found = self.ring.get(number)
        if found is None and number > self.ring.current.number:
            self._look()
            found = self.ring.get(number)
        return found

    def _generation(self, number: int) -> Generation:
        found = self._known(number)
        if found is None:
            raise BadLine(
                f"keys.json が記録より古い写しで、鍵の第{number}世代がありません",
                f"keys.json is older than the records: generation {number} of the key is not in its ring",
            )
        return found


def _number(start: bytes) -> int:
    digits = start.partition(b":")[0]
    return int(digits) if digits.isdigit() else 0
