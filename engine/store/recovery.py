"""The recovery sheet: the way into an office when every password is forgotten, as groups to write on paper.

140 random bits as seven groups of four signs and a fifth that checks them. Signs that are mistaken for each other
are not used (Crockford's base 32: no I, L, O, U); what is typed instead of them is understood.

The check sign is a sum over GF(32) in which every place has a factor of its own, and every group its own start:
one wrong sign, two signs exchanged, or a group in another's place never pass. So the group that is wrong can be
named before anything is tried.
"""

from __future__ import annotations

import secrets
import unicodedata
from typing import Final

from engine.errors import UsageError

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS: Final = 7
_DATA: Final = 4  # signs of a group that carry the secret; one more checks them
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GAPS: Final = str.maketrans("", "", " -\t\r\n‐−–—ー、,.")
_POLYNOMIAL: Final = 0b100101  # x⁵ + x² + 1, primitive over GF(2)


def new_code() -> str:
    """A new secret in groups: `XXXXX-XXXXX-…`."""
    return "-".join(
        _group(number, [secrets.randbelow(len(SIGNS)) for _ in range(_DATA)]) for number in range(GROUPS)
    )


def read_code(typed: str) -> str:
    """What somebody typed from the sheet, as it was printed. Raises `UsageError` that names the wrong group."""
    plain = unicodedata.normalize("NFKC", typed).translate(_GAPS).upper().translate(_READ_AS)
    size = _DATA + 1
    if len(plain) != GROUPS * size:
        raise UsageError(
            f"回復用紙の符号は {GROUPS} 組 {GROUPS * size} 文字です（入力は {len(plain)} 文字）。",
            f"The code of the sheet has {GROUPS} groups, {GROUPS * size} signs (typed: {len(plain)}).",
        )
    groups = [plain[at : at + size] for at in range(0, len(plain), size)]
    wrong = [str(number) for number, group in enumerate(groups, start=1) if not _fits(number - 1, group)]
    if wrong:
        raise UsageError(
            f"{'・'.join(wrong)} 組目の文字が違います。用紙と見比べてください。",
            f"Group {', '.join(wrong)} does not fit. Compare it with the sheet.",
        )
    return "-".join(groups)


def same_group(typed: str, group: str) -> bool:
    """Whether somebody typed this group."""
    return unicodedata.normalize("NFKC", typed).translate(_GAPS).upper().translate(_READ_AS) == group


def _group(number: int, data: list[int]) -> str:
    return "".join(SIGNS[value] for value in (*data, _check(number, data)))


def _fits(number: int, group: str) -> bool:
    if any(sign not in SIGNS for sign in group):
        return False
    values = [SIGNS.index(sign) for sign in group]
    return values[-1] == _check(number, values[:-1])


def _check(number: int, data: list[int]) -> int:
    total = number + 1
    for value in data:
        total = _times_x(total) ^ value
    return _times_x(total)


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 0b100000 else value
