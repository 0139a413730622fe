"""Reading JSON objects this program wrote: every key known, every value of its kind, or a clear refusal."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from typing import Any, TypeVar

from engine.errors import StoreError

T = TypeVar("T")


class Unreadable(Exception):  # noqa: N818 — it is told to people as a StoreError by whoever reads the whole
    """A value that is not what it must be; `where` names it."""

    def __init__(self, where: str, ja: str, en: str) -> None:
        super().__init__(f"{where}: {en}")
        self.where = where
        self.ja = ja
        self.en = en

    def as_store_error(self) -> StoreError:
        """The same for a person: what cannot be read, and what it may come from."""
        return StoreError(
            f"記録「{self.where}」が読めません。{self.ja}。新しい版のプログラムの記録かもしれません。",
            f"The record “{self.where}” cannot be read: {self.en}. Perhaps a newer program wrote it.",
        )


class Reader:
    """The keys of one JSON object. What was left out when it was written reads as its default."""

    def __init__(self, raw: Any, where: str, known: Set[str]) -> None:
        self.where = where
        if not isinstance(raw, dict):
            raise Unreadable(where, "キーと値の組ではありません", "it is not an object")
        if not raw.keys() <= known:
            key = next(key for key in raw if key not in known)
            raise Unreadable(f"{where}.{key}", "知らないキーです", "the key is not known")
        self.raw: Mapping[str, Any] = raw

    def has(self, key: str) -> bool:
        return key in self.raw

    def text(self, key: str, default: str | None = None) -> str:
        return self._get(key, str, default, "文字ではありません", "it is not text")

    def flag(self, key: str) -> bool:
        return self._get(key, bool, False, "true・false ではありません", "it is not true or false")

    def number(self, key: str, default: int | None = None) -> int:
        value = self._get(key, int, default, "整数ではありません", "it is not a whole number")
        if isinstance(value, bool):
            raise Unreadable(f"{self.where}.{key}", "整数ではありません", "it is not a whole number")
        return value

    def day(self, key: str) -> date:
        text = self.text(key)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Unreadable(f"{self.where}.{key}", "日付ではありません", "it is not a date") from None

    def mapping(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = self._get(key, dict, {}, "キーと値の組ではありません", "it is not an object")
        return dict(found)

    def words(self, key: str) -> dict[str, str]:
        """A map of texts."""
        found = self.mapping(key)
        for name, value in found.items():
            if not isinstance(value, str):
                raise Unreadable(f"{self.where}.{key}.{name}", "文字ではありません", "it is not text")
        return found

    def items(self, key: str) -> list[Any]:
        found: list[Any] = self._get(key, list, [], "一覧ではありません", "it is not a list")
        return list(found)

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.items(key)
        if not all(isinstance(one, str) for one in found):
            raise Unreadable(f"{self.where}.{key}", "文字の一覧ではありません", "it is not a list of texts")
        return tuple(found)

    def _get(self, key: str, kind: type[T], default: T | None, ja: str, en: str) -> T:
        if key not in self.raw:
            if default is None:
                raise Unreadable(f"{self.where}.{key}", "ありません", "it is missing")
            return default
        value = self.raw[key]
        if not isinstance(value, kind):
            raise Unreadable(f"{self.where}.{key}", ja, en)
        return value
