"""Reading the small files of an office, and the sentences about what failed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.errors import Conflict, StoreError, system_reason
from engine.store.codec import PLAIN, BadLine, Codec


def read_sealed(path: Path, codec: Codec = PLAIN, place: str = "") -> dict[str, Any]:
    data = read_or_none(path)
    if data is None:
        raise StoreError(
            f"{path.name} がありません。バックアップから戻してください。何も変更していません。",
            f"{path.name} is missing. Restore it from a backup. Nothing was changed.",
        )
    try:
        return codec.unseal(data, place)
    except BadLine as bad:
        raise unusable(path.name, bad) from None


def unusable(name: str, bad: BadLine) -> StoreError:
    return StoreError(
        f"{name} が壊れています（{bad.ja}）。バックアップから戻してください。何も変更していません。",
        f"{name} is damaged ({bad.en}). Restore it from a backup. Nothing was changed.",
    )


def read_or_none(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(
            f"{path.name} を読めません（{system_reason(error).ja}）。",
            f"{path.name} cannot be read ({system_reason(error).within('en')}).",
        ) from None


def held() -> Conflict:
    return Conflict(
        "他の担当者がこの窓口に書き込んでいます。少し待ってからもう一度操作してください。何も記録していません。",
        "Somebody else is writing to this office. Wait a moment and try again. Nothing was recorded.",
    )


def cannot_write(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} に書き込めません（{system_reason(error).ja}）。記録していません。"
        "空き容量と権限を確かめ、開き直してください。",
        f"Cannot write to {path} ({system_reason(error).within('en')}). Nothing was recorded. "
        "Check free space and permissions, then open it again.",
    )
