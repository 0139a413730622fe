"""keys.json: who can open an office, and with what. The only file that passwords and the recovery sheet meet.

    office key        32 random bytes, one for each generation; only in memory while somebody is signed in
    a person's key    an X25519 pair. The private half is encrypted under the password (Argon2id → AES-256-GCM);
                      the office key of the current generation is encrypted to the public half (HPKE, RFC 9180)
    recovery sheet    an X25519 pair whose private half is made (HKDF) from the code on the paper
    past              the office key of each earlier generation, encrypted under the one after it

So a new office key can be given to everybody who stays, and to the sheet, without their passwords: that is how
removing a person rotates. Public halves are no secret but must not be exchanged, so the whole file carries a
mark made with the current office key, which is checked before anything is encrypted to them.

What went wrong is told apart: a file whose checksum does not fit is damaged; one whose checksum fits and whose
slot does not open was given a wrong password; one whose mark does not fit was changed by somebody. A missing file
is never made again: without it the records cannot be read, and a new one would hide that.

Persons stand in it under a hash of their id; names are in members.json, which is encrypted.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.errors import StoreError, UsageError, WrongPassword
from engine.store import platform
from engine.store.beside import write_beside
from engine.store.ciphers import KEY, NONCE, Generation, Ring, Sealing
from engine.store.codec import canonical, seal
from engine.store.recovery import new_code, read_code
from engine.store.sealed import cannot_write, read_sealed

FILE: Final = "keys.json"
FORMAT: Final = 1
LEAST: Final = 8  # characters of a password
_MOST: Final = 1024  # bytes of one
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_MOST_MEMORY: Final = 1 << 20  # KiB: what a changed file may make this machine spend on one try


Unlock = Callable[[Path, str], "OpenKeys"]
"""Opens (or makes) the keys of the office in a folder, by its id."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a password costs, kept beside what it protects. `memory` in KiB."""

    memory: int
    iterations: int
    lanes: int


COST: Final = Cost(memory=64 * 1024, iterations=3, lanes=4)  # RFC 9106, section 4, second recommendation
PUBLISHED_COST: Final = Cost(memory=1024, iterations=1, lanes=1)  # for a password that everybody may read


class OpenKeys:
    """The keys of one office, opened by one person or by the recovery sheet."""

    def __init__(self, root: Path, office: str, private: X25519PrivateKey, label: str) -> None:
        self._root = root
        self._office = office
        self._private = private
        self._label = label  # empty: the sheet
        self._seen: object = None
        self.ring: Ring
        self._content: dict[str, Any]

    # --- what is open

    def codec(self) -> Sealing:
        return Sealing(self.ring, self.look)

    def look(self) -> None:
        """Read keys.json again if it is another one: somebody may have changed the office key meanwhile."""
        stamp = platform.stamp_at(self._root / FILE)
        if stamp == self._seen:
            return
        content = _content(self._root)
        sealed_to = self._slot(content)
        try:
            key = _SUITE.decrypt(_bytes(sealed_to, "key"), self._private, _info(self._office))
        except (InvalidTag, ValueError):
            raise _damaged("鍵を開けません", "the key does not open") from None
        keys = _all_generations(content, key, self._office)
        _require_mark(content, keys, self._office)
        if stamp is not None:
            self._seen = stamp
        self._content = content
        if hasattr(self, "ring"):
            self.ring.take(keys)
        else:
            self.ring = Ring(self._office, keys)

    def has(self, member: str) -> bool:
        """Whether a person has a password of their own."""
        return _label(self._office, member) in self._content["slots"]

    # --- changes, under the office's lock

    def set_password(self, member: str, password: str, cost: Cost | None = None) -> None:
        """Give a person a (new) password; what the old one opened is closed by it."""
        self.look()
        label = _label(self._office, member)
        private, slot = _slot(self._office, label, password, cost or COST)
        slot["key"] = self._to(private.public_key())
        content = {**self._content, "slots": {**self._content["slots"], label: slot}}
        if label == self._label:
            self._private = private
        self._write(content, self.ring.current)

    def remove(self, member: str) -> None:
        """Take a person out and rotate the office key: what is written from now on they cannot open."""
        self.look()
        label = _label(self._office, member)
        slots = {name: slot for name, slot in self._content["slots"].items() if name != label}
        self._rotate({**self._content, "slots": slots})

    def rotate(self) -> None:
        """A new office key for everybody who is in, and for the sheet."""
        self.look()
        self._rotate(self._content)

    def new_sheet(self) -> str:
        """A new recovery sheet; the one before opens nothing any more. Answers the code to be printed."""
        self.look()
        code = new_code()
        recovery = _of_sheet(self._office, code)
        slot = {
            "public": _text(recovery.public_key().public_bytes_raw()),
            "key": self._to(recovery.public_key()),
        }
        self._write({**self._content, "recovery": slot}, self.ring.current)
        return code

    def _rotate(self, content: dict[str, Any]) -> None:
        before = self.ring.current
        after = Generation.of(before.number + 1, os.urandom(KEY), self._office)
        nonce = os.urandom(NONCE)
        past = nonce + AESGCM(after.key).encrypt(nonce, before.key, _past(self._office, before.number))

        def renewed(slot: dict[str, Any]) -> dict[str, Any]:
            public = X25519PublicKey.from_public_bytes(_bytes(slot, "public"))
            return {**slot, "key": _text(_SUITE.encrypt(after.key, public, _info(self._office)))}

        self._write(
            {
                **content,
                "generation": after.number,
                "past": {**content["past"], str(before.number): _text(past)},
                "slots": {name: renewed(slot) for name, slot in content["slots"].items()},
                "recovery": renewed(content["recovery"]) if content["recovery"] else {},
            },
            after,
        )

    def _to(self, public: X25519PublicKey) -> str:
        return _text(_SUITE.encrypt(self.ring.current.key, public, _info(self._office)))

    def _slot(self, content: dict[str, Any]) -> dict[str, Any]:
        slot = content["slots"].get(self._label) if self._label else content["recovery"]
        if not isinstance(slot, dict):
            raise WrongPassword(
                "この職員は外されました。何も記録していません。管理する人に尋ねてください。",
                "This member was removed. Nothing was recorded. Ask whoever administers the office.",
            )
        if _bytes(slot, "public") != self._private.public_key().public_bytes_raw():
            raise WrongPassword(
                "パスワードか回復用紙が新しくなりました。もう一度入り直してください。何も記録していません。",
                "The password or the sheet was renewed meanwhile. Sign in again. Nothing was recorded.",
            )
        return slot

    def _write(self, content: dict[str, Any], key: Generation) -> None:
        _write(self._root, content, key)
        self._seen = None
        self.look()


# --- making and opening


def create(root: Path, office: str, member: str, password: str, cost: Cost | None = None) -> OpenKeys:
    """Make the first key of a new office. It has no recovery sheet before `new_sheet`.

    Raises `UsageError` if there are keys already: they are never made anew over others.
    """
    if (root / FILE).exists():
        raise UsageError(f"{FILE} はもうあります。", f"{FILE} exists already.")
    now = Generation.of(1, os.urandom(KEY), office)
    label = _label(office, member)
    private, slot = _slot(office, label, password, cost or COST)
    slot["key"] = _text(_SUITE.encrypt(now.key, private.public_key(), _info(office)))
    content = {"format": FORMAT, "generation": 1, "past": {}, "slots": {label: slot}, "recovery": {}}
    _write(root, content, now)
    keys = OpenKeys(root, office, private, label)
    keys.look()
    return keys


def open_with_password(root: Path, office: str, member: str, password: str) -> OpenKeys:
    """Sign in. Raises `WrongPassword` (also for a person who is not in), `StoreError` where the file is damaged."""
    label = _label(office, member) if member else next(iter(_content(root)["slots"]), "")
    return _by_label(root, office, label, password)


def _by_label(root: Path, office: str, label: str, password: str) -> OpenKeys:
    slot = _content(root)["slots"].get(label)
    if slot is None:
        raise WrongPassword(
            "その ID の職員はこの窓口にいません。", "There is no member of that id in this office."
        )
    kek = _from_password(password, _bytes(slot, "salt"), _cost(slot))
    sealed = _bytes(slot, "private")
    try:
        raw = AESGCM(kek).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(office, label))
    except (InvalidTag, ValueError):
        raise WrongPassword(
            "パスワードが違います。記録は壊れていません。忘れたときは回復用紙を使うか、管理する人に付け直してもらってください。",
            "The password is wrong. The records are not damaged. If it is forgotten, use the recovery sheet "
            "or have it set anew by whoever administers the office.",
        ) from None
    keys = OpenKeys(root, office, X25519PrivateKey.from_private_bytes(raw), label)
    keys.look()
    return keys


def open_with_sheet(root: Path, office: str, typed: str) -> OpenKeys:
    """Open with the code of the recovery sheet. Raises `UsageError` for a slip, `WrongPassword` for another sheet."""
    private = _of_sheet(office, read_code(typed))
    public = private.public_key().public_bytes_raw()
    sheet = _content(root)["recovery"]
    if not sheet or not hmac.compare_digest(public, _bytes(sheet, "public")):
        raise WrongPassword(
            "この窓口の、いまの回復用紙ではありません。",
            "This is not the present recovery sheet of this office.",
        )
    keys = OpenKeys(root, office, private, "")
    keys.look()
    return keys


def making(member: str, password: str, cost: Cost | None = None) -> Unlock:
    """What `engine.store.create` makes the keys of a new office with."""
    return lambda root, office: create(root, office, member, password, cost)


def by_password(member: str, password: str) -> Unlock:
    """What `engine.store.open_office` opens the keys of an office with."""
    return lambda root, office: open_with_password(root, office, member, password)


def by_any(password: str) -> Unlock:
    """The same for an office where all have one published password: whoever's slot comes first."""

    def opened(root: Path, office: str) -> OpenKeys:
        return _by_label(root, office, next(iter(_content(root)["slots"]), ""), password)

    return opened


def by_sheet(typed: str) -> Unlock:
    """The same by the recovery sheet."""
    return lambda root, office: open_with_sheet(root, office, typed)


def already(opened: OpenKeys) -> Unlock:
    """Keys that are open stay open for a further look at the same office."""
    return lambda _root, _office: opened


def alone(root: Path) -> bool:
    """Whether only one person has a password, so that nobody need say who they are."""
    return len(_content(root)["slots"]) == 1


def require_password(password: str) -> None:
    """Raises `UsageError` for a password that is too short or cannot be typed again."""
    if len(unicodedata.normalize("NFKC", password)) < LEAST or password != password.strip():
        raise UsageError(
            f"パスワードは {LEAST} 文字以上にしてください（前後の空白は使えません）。",
            f"A password needs {LEAST} characters or more (no blanks around it).",
        )
    if len(_normal(password)) > _MOST:
        raise UsageError("パスワードが長すぎます。", "The password is too long.")


# --- the file


def _content(root: Path) -> dict[str, Any]:
    content = read_sealed(root / FILE)
    if content.get("format") != FORMAT:
        raise StoreError(
            f"{FILE} は別の版（形式 {content.get('format')}）で作られています。新しい版の madoguchi で開いてください。",
            f"{FILE} has format {content.get('format')}. Open it with a newer madoguchi.",
        )
    shape = {"generation": int, "past": dict, "slots": dict, "recovery": dict}
    if not all(isinstance(content.get(name), kind) for name, kind in shape.items()):
        raise _damaged("形が違います", "its shape is not right")
    return content


def _write(root: Path, content: dict[str, Any], key: Generation) -> None:
    plain = {name: value for name, value in content.items() if name != "mark"}
    mark = hmac.digest(key.marks, canonical(plain), "sha256").hex()
    try:
        write_beside(root, root / FILE, seal({**plain, "mark": mark}))
    except OSError as error:
        raise cannot_write(root / FILE, error) from None


def _require_mark(content: dict[str, Any], keys: dict[int, bytes], office: str) -> None:
    plain = {name: value for name, value in content.items() if name != "mark"}
    now = Generation.of(content["generation"], keys[content["generation"]], office)
    mark = hmac.digest(now.marks, canonical(plain), "sha256").hex()
    if not hmac.compare_digest(mark.encode(), str(content.get("mark", "")).encode()):
        raise _damaged("だれかが書き換えています", "somebody has changed it")


def _all_generations(content: dict[str, Any], key: bytes, office: str) -> dict[int, bytes]:
    """The current key, and with each the one before it."""
    found = {content["generation"]: key}
    for number in range(content["generation"] - 1, 0, -1):
        sealed = _bytes(content["past"], str(number))
        try:
            key = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _past(office, number))
        except (InvalidTag, ValueError):
            raise _damaged(f"第{number}世代の鍵を開けません", f"generation {number} does not open") from None
        found[number] = key
    return found


def _slot(office: str, label: str, password: str, cost: Cost) -> tuple[X25519PrivateKey, dict[str, Any]]:
    """A new pair of keys whose private half only the password opens."""
    require_password(password)
    private, salt, nonce = X25519PrivateKey.generate(), os.urandom(16), os.urandom(NONCE)
    kek = _from_password(password, salt, cost)
    sealed = nonce + AESGCM(kek).encrypt(nonce, private.private_bytes_raw(), _bound(office, label))
    return private, {
        "kdf": "argon2id",
        "memory": cost.memory,
        "iterations": cost.iterations,
        "lanes": cost.lanes,
        "salt": _text(salt),
        "private": _text(sealed),
        "public": _text(private.public_key().public_bytes_raw()),
    }


def _cost(slot: dict[str, Any]) -> Cost:
    found = [slot.get(name) for name in ("memory", "iterations", "lanes")]
    match found:
        case [int(memory), int(iterations), int(lanes)] if (
            slot.get("kdf") == "argon2id" and memory <= _MOST_MEMORY and iterations <= 64 and lanes <= 64
        ):
            return Cost(memory, iterations, lanes)
    raise _damaged("パスワードの処理の値が読めません", "the parameters of its passwords do not read")


def _from_password(password: str, salt: bytes, cost: Cost) -> bytes:
    try:
        return Argon2id(
            salt=salt, length=KEY, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory
        ).derive(_normal(password))
    except (ValueError, MemoryError):
        raise _damaged(
            "パスワードの処理の値が使えません", "the parameters of its passwords cannot be used"
        ) from None


def _normal(password: str) -> bytes:
    """One spelling: what an IME turned into full width is the same password."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _of_sheet(office: str, code: str) -> X25519PrivateKey:
    info = f"madoguchi/sheet/{office}".encode()
    return X25519PrivateKey.from_private_bytes(
        HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(code.encode("ascii"))
    )


def _label(office: str, member: str) -> str:
    return sha256(f"{office}\0{member}".encode()).hexdigest()[:32]


def _info(office: str) -> bytes:
    return f"madoguchi/office-key/{office}".encode()


def _bound(office: str, label: str) -> bytes:
    return f"madoguchi/private/{office}/{label}".encode()


def _past(office: str, number: int) -> bytes:
    return f"madoguchi/past/{office}/{number}".encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(holder: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(str(holder[name]), validate=True)
    except (KeyError, binascii.Error):
        raise _damaged(f"「{name}」が読めません", f"“{name}” does not read") from None


def _damaged(ja: str, en: str) -> StoreError:
    return StoreError(
        f"{FILE} が壊れています（{ja}）。バックアップから戻してください。何も変更していません。",
        f"{FILE} is damaged ({en}). Restore it from a backup. Nothing was changed.",
    )


__all__ = [
    "Cost",
    "OpenKeys",
    "already",
    "alone",
    "by_any",
    "by_password",
    "by_sheet",
    "making",
    "Unlock",
    "create",
    "open_with_password",
    "open_with_sheet",
    "require_password",
]
