"""The door of an office: what is known before anybody has signed in, signing in, passwords and the recovery sheet.

Where the office has keys nobody is who they say without their password. Where it has none (practice on paper,
trials) there is nothing to prove it by, and `--as` is taken at its word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from engine.errors import PasswordNeeded, UsageError, WrongPassword

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.store.disk import DiskOffice
    from engine.store.keys import OpenKeys, Unlock

PRACTICE: Final = "practice"
PUBLISHED: Final = "madoguchi-renshu"
"""The password of everybody in a practice office. It protects nothing: what is in there is invented."""

_SIGNS: Final = "0123456789abcdefghjkmnpqrstvwxyz"

Due = Literal["", "given", "old"]


@dataclass(frozen=True, slots=True)
class Door:
    """An office from outside. `password` is the published one of a practice office; `alone`: one person has one."""

    encrypted: bool
    practice: bool
    password: str
    alone: bool
    id: str


def door_of(path: Path, *, older: bool = False) -> Door:
    """What can be known of the office at `path` without a key. Raises UsageError, StoreError."""
    from engine.store.opening import about

    info = about(path, older=older)
    encrypted, practice = info.get("encryption") is True, info.get(PRACTICE) is True
    alone = False
    if encrypted:
        from engine.store import keys

        alone = keys.alone(path)
    password = PUBLISHED if encrypted and practice else ""
    return Door(encrypted, practice, password, alone, str(info.get("id", "")))


def unlock(
    path: Path, member: str, password: str | None, sheet: str, *, older: bool = False
) -> Unlock | None:
    """How the office at `path` is opened; None if it has no keys. Raises PasswordNeeded, UsageError, StoreError."""
    door = door_of(path, older=older)
    if not door.encrypted:
        return None
    from engine.store import keys

    if sheet:
        return keys.by_sheet(sheet)
    given = door.password if password is None else password
    if not given:
        raise PasswordNeeded(
            "この窓口は暗号化されています。職員のパスワードが要ります。",
            "This office is encrypted: the member's password is needed.",
        )
    if not member and not door.alone and not door.practice:
        raise PasswordNeeded(
            "だれが入るかを、職員の ID で指定してください（--as）。",
            "Say who signs in, by the member's id (--as).",
        )
    if member or door.alone:
        return keys.by_password(member, given)
    return keys.by_any(given)


def keep_attempt(path: Path, member: str, *, sheet: bool) -> None:
    """Remember that somebody tried to get in and did not (see `attempts`)."""
    from engine.desk import attempts
    from engine.desk.clock import office_clock

    who = attempts.SHEET if sheet else member
    attempts.keep_attempt(path, door_of(path).id, who, office_clock().stamp())


# --- passwords


def require_password(password: str) -> None:
    """Raises UsageError for a password that is too short or cannot be typed again."""
    from engine.store import keys

    keys.require_password(password)


def keys_of(desk: Desk) -> OpenKeys:
    """The open keys of an office. Raises UsageError if it has none."""
    keys = disk_of(desk).keys
    if keys is None:
        raise UsageError(
            "この窓口は暗号化されていないので、パスワードがありません。",
            "This office is not encrypted: there are no passwords.",
        )
    return keys


def disk_of(desk: Desk) -> DiskOffice:
    from engine.store.disk import DiskOffice

    if not isinstance(desk.office, DiskOffice):
        raise UsageError("この窓口はフォルダにありません。", "This office is in no folder.")
    return desk.office


def set_password(desk: Desk, member: str, password: str, *, given: bool = False) -> None:
    """Give a member a password, under the lock. `given`: somebody else chose it, so it is to be changed soon."""
    keys_of(desk).set_password(member, password, _cost(desk))
    known = _passwords(desk)
    known[member] = {"set": desk.clock.today().isoformat(), **({"given": True} if given else {})}
    desk.office.write_members({**desk.office.members(), "passwords": known})


def first_password() -> str:
    """A password for somebody else: 80 random bits, in signs that are not mistaken for each other."""
    import secrets  # for new passwords only, and every command opens the door

    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


def prove(desk: Desk, password: str) -> None:
    """Whether this is the password of the one signed in. Raises WrongPassword, StoreError."""
    from engine.store import keys

    disk = disk_of(desk)
    keys.open_with_password(disk.path, disk.id, desk.signed_in().id, password)


def require_other(desk: Desk, password: str) -> None:
    """UsageError if this is the password that the one signed in has already, or if there are none."""
    keys_of(desk)
    try:
        prove(desk, password)
    except WrongPassword:
        return
    raise UsageError(
        "いまと同じパスワードです。別のパスワードにしてください。何も変えていません。",
        "This is the present password. Choose another one. Nothing was changed.",
    )


def forget_password(desk: Desk, member: str) -> None:
    """Take a member out of the keys, which rotates the office key. Under the lock."""
    keys_of(desk).remove(member)
    known = _passwords(desk)
    known.pop(member, None)
    desk.office.write_members({**desk.office.members(), "passwords": known})


def password_due(desk: Desk) -> Due:
    """Whether the member signed in should change the password: somebody else chose it, or it is too old."""
    if disk_of(desk).keys is None or desk.practice:
        return ""
    about = _passwords(desk).get(desk.signed_in().id, {})
    if about.get("given"):
        return "given"
    days = rule_days(desk)
    since = about.get("set")
    if days and since and date.fromisoformat(since) + timedelta(days=days) <= desk.today():
        return "old"
    return ""


def _passwords(desk: Desk) -> dict[str, dict[str, Any]]:
    found = desk.office.members().get("passwords")
    return dict(found) if isinstance(found, Mapping) else {}


def _cost(desk: Desk) -> Any:
    """A published password is worth no waiting."""
    if not desk.practice:
        return None
    from engine.store.keys import PUBLISHED_COST

    return PUBLISHED_COST


# --- the rules of the organisations


def lock_minutes(desk: Desk) -> int:
    """Minutes without a key until the screens lock: the strictest of the organisations, 0 for never."""
    return min((n for one in desk.about().values() for n in one.minutes), default=0)


def rule_days(desk: Desk) -> int:
    """Days that a password serves: the strictest of the organisations, 0 for ever."""
    return min((n for one in desk.about().values() for n in one.days), default=0)


# --- the sheet on paper


def same_group(typed: str, group: str) -> bool:
    """Whether somebody typed this group of the sheet, however it was spelt."""
    from engine.store import recovery

    return recovery.same_group(typed, group)


def sheet_pdf(office: str, code: str, language: str = "ja") -> bytes:
    """The same as a page to print."""
    from engine.desk.clock import office_clock
    from engine.desk.printing import press
    from engine.notices.letter import Letter, Paragraph

    english = language == "en"
    numbered = [
        f"Group {n}    {group}" if english else f"{n} 組目　{group}"
        for n, group in enumerate(code.split("-"), start=1)
    ]
    told = sheet_text(office, code, language).rstrip().splitlines()[-2:]
    paragraphs = (
        Paragraph("Code" if english else "符号", "\n".join(numbered)),
        Paragraph("Keep it" if english else "保管", "\n".join(told)),
    )
    title, name = ("Recovery sheet", "Madoguchi") if english else ("回復用紙", "窓口")
    return press(
        Letter(
            "",
            title,
            "",
            office_clock().today(),
            (office,),
            (name,),
            paragraphs=paragraphs,
            language=language,
        )
    )


def sheet_text(office: str, code: str, language: str = "ja") -> str:
    """The recovery sheet as it is printed or written down. It names the office's folder, nobody else."""
    from engine.desk.clock import office_clock

    groups, day = code.split("-"), office_clock().today().isoformat()
    numbered = "\n".join(f"    {number}  {group}" for number, group in enumerate(groups, start=1))
    if language == "en":
        return (
            f"Madoguchi recovery sheet\n\nOffice: {office}\nMade: {day}\n\n{numbered}\n\n"
            "Whoever holds this sheet can open the office. Keep it locked away from the machine.\n"
            "It is needed when every password is forgotten; nobody can make it again from the records.\n"
        )
    return (
        f"窓口 回復用紙\n\n窓口: {office}\n作成日: {day}\n\n{numbered}\n\n"
        "この用紙を持つ人は、窓口を開けます。機器とは別の、鍵のかかる場所に保管してください。\n"
        "パスワードをすべて忘れたときに使います。記録から作り直すことはできません。\n"
    )
