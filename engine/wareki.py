"""Japanese era dates (和暦): written out, and read from whatever an office types.

Before 1873 Japan used a lunar calendar; days of 明治1–5 are counted here by today's calendar.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from engine.errors import MadoguchiError


class DateError(MadoguchiError):
    """A date that cannot be read; says why, and in `suggestion` what may have been meant (`R8.11.22`)."""

    code = "date"

    def __init__(self, ja: str, en: str, suggestion: str = "") -> None:
        super().__init__(ja, en)
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Era:
    """An era from `first` to `last`, both included; `last` is None for the present one."""

    name: str
    letter: str
    english: str
    first: date
    last: date | None

    def holds(self, d: date) -> bool:
        return self.first <= d and (self.last is None or d <= self.last)


# The first days of 大正 and 昭和 were also the last of the era before; papers of those days carry either.
ERAS: Final = (
    Era("明治", "M", "Meiji", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "T", "Taisho", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", "Showa", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", "Heisei", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", "Reiwa", date(2019, 5, 1), None),
)

_WEEKDAYS: Final = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_BY_NAME: Final = {word: era for era in ERAS for word in (era.name, era.name[0], era.letter)}
_WORDS: Final = {
    "今日": 0,
    "きょう": 0,
    "本日": 0,
    "today": 0,
    "昨日": -1,
    "きのう": -1,
    "yesterday": -1,
    "明日": 1,
    "あした": 1,
    "tomorrow": 1,
}
# What a Japanese keyboard gives for the keys of hyphen, full stop and slash.
_KEYS: Final = str.maketrans("ー‐‑–—―−。．・", "-------../")

# Patterns of what is typed, compiled when somebody types: most commands only write dates.
_MARK = r"[-./]"
_ERA = rf"([^\W\d_]+?)(\d+|元)(?:年|{_MARK})(\d+)(?:月|{_MARK})(\d+)日?"
_ERA_YEAR = r"([^\W\d_]+?)(\d+|元)年?"
_YEAR = rf"(\d+)(年|{_MARK})(\d+)(?:月|{_MARK})(\d+)日?"
_COMPACT = r"(\d{4})(\d\d)(\d\d)"
_THIS_YEAR = r"(\d\d?)(?:月|[-/])(\d\d?)日?|(\d\d)(\d\d)"
_MOVED = r"([+-])(\d{1,6})"


def era_of(d: date) -> Era | None:
    """The era of a day, the later one on a day of change; None before 明治."""
    return next((era for era in reversed(ERAS) if era.holds(d)), None)


def format_wareki(d: date) -> str:
    """`令和8年11月22日`, the first year as 元年; before 明治 `西暦1867年1月1日`."""
    era = era_of(d)
    if era is None:
        return f"西暦{d.year}年{d.month}月{d.day}日"
    year = d.year - era.first.year + 1
    return f"{era.name}{'元' if year == 1 else year}年{d.month}月{d.day}日"


def short_wareki(d: date) -> str:
    """`R8.11.22`; before 明治 the ISO date."""
    era = era_of(d)
    return f"{era.letter}{d.year - era.first.year + 1}.{d.month}.{d.day}" if era else d.isoformat()


def said_date(d: date) -> str:
    """`令和8年11月22日 2026-11-22`: as messages name a day, readable and unmistakable."""
    return f"{format_wareki(d)} {d.isoformat()}"


def fiscal_label(d: date) -> str:
    """The fiscal year (1 April to 31 March) of a day as in numbers of cases: `R6`.

    Named by the era of its 1 April, so that a series of numbers keeps its name when the era changes.
    """
    start = date(d.year if d.month >= 4 else max(d.year - 1, 1), 4, 1)
    era = era_of(start)
    return f"{era.letter}{start.year - era.first.year + 1}" if era else str(start.year)


def weekday(d: date, language: str = "ja") -> str:
    """`日`, or `Sun` in English."""
    return _WEEKDAYS["en" if language == "en" else "ja"][d.weekday()]


def parse_date(text: str, today: date | None = None) -> date:
    """The day somebody typed, in any width of characters.

    ISO (`2026-11-22`, `2026/11/22`, `20261122`), with an era (`R8.11.22`, `令和8年11月22日`, `㋿8/11/22`),
    and, if `today` is given, of its year (`1122`, `11-22`) or counted from it (`+3`, `-35`, `今日`).
    DateError if there is no such day, if it lies outside its era, or if the era is missing (`8.11.22`).
    """
    typed = "".join(unicodedata.normalize("NFKC", text).split()).translate(_KEYS)
    if not typed:
        raise DateError("日付を入れてください。", "Enter a date.")
    if found := re.fullmatch(_ERA, typed):
        return _of_era(*found.groups())
    if found := re.fullmatch(_ERA_YEAR, typed):
        raise _only_a_year(*found.groups())
    if found := re.fullmatch(_COMPACT, typed):
        return _day(*map(_number, found.groups()))
    if found := re.fullmatch(_YEAR, typed):
        return _of_year(*found.groups(), today=today)
    return _by_today(typed, today)


def _era_year(name: str, year: str) -> tuple[Era, int]:
    era = _BY_NAME.get(name if len(name) > 1 else name.upper())
    if era is None:
        known_ja, known_en = "・".join(e.name for e in ERAS), ", ".join(e.letter for e in ERAS)
        raise DateError(
            f"「{name}」という元号はありません（{known_ja}）。", f"No era is called {name} ({known_en})."
        )
    number = 1 if year == "元" else _number(year)
    if number == 0:
        raise DateError(
            f"{era.name}0年はありません。元年（1年）からです。", f"{era.english} begins with year 1."
        )
    return era, number


def _of_era(name: str, year: str, month: str, day: str) -> date:
    era, number = _era_year(name, year)
    d = _day(era.first.year + number - 1, _number(month), _number(day))
    if era.holds(d):
        return d
    raise _outside(era, d)


def _only_a_year(name: str, year: str) -> DateError:
    era, number = _era_year(name, year)
    new_year = _day(era.first.year + number - 1, 1, 1)
    if era.last is not None and new_year > era.last:
        return _outside(era, new_year)
    return DateError(
        f"{era.name}{year}年の何月何日かも入れてください。",
        f"Enter the month and day of {era.english} {year}, too.",
    )


def _outside(era: Era, d: date) -> DateError:
    right = era_of(d)
    ja = f"{era.name}は{format_wareki(era.first)}から"
    en = f"{era.english} began on {era.first.isoformat()}"
    if era.last is not None and d > era.last:
        last = era.last.year - era.first.year + 1
        ja = f"{era.name}は{last}年{era.last.month}月{era.last.day}日まで"
        en = f"{era.english} ended on {era.last.isoformat()}"
    if right is None:
        return DateError(f"{ja}です。", f"{en}.")
    short = short_wareki(d)
    return DateError(
        f"{ja}です。{short}（{format_wareki(d)}）ですか。", f"{en}. Did you mean {short}?", short
    )


def _of_year(year: str, mark: str, month: str, day: str, *, today: date | None) -> date:
    if len(year) == 4:
        return _day(int(year), _number(month), _number(day))
    short = _guess_era(_number(year), _number(month), _number(day), today)
    if short:
        raise DateError(
            f"元号がありません。{short} ですか。", f"The era is missing. Did you mean {short}?", short
        )
    raise _unreadable(f"{year}{mark}{month}{mark}{day}")


def _guess_era(year: int, month: int, day: int, today: date | None) -> str:
    """The latest era in which the day exists, and, if `today` is known, not more than ten years ahead."""
    for era in reversed(ERAS):
        try:
            d = date(era.first.year + year - 1, month, day)
        except (ValueError, OverflowError):
            continue
        if year > 0 and era.holds(d) and (today is None or d.year <= today.year + 10):
            return f"{era.letter}{year}.{month}.{day}"
    return ""


def _by_today(typed: str, today: date | None) -> date:
    moved, this_year = re.fullmatch(_MOVED, typed), re.fullmatch(_THIS_YEAR, typed)
    days = _WORDS.get(typed.lower())
    if moved is None and this_year is None and days is None:
        raise _unreadable(typed)
    if today is None:
        raise DateError(
            f"「{typed}」だけでは年がわかりません。年から入れてください。",
            f"{typed} needs a year here. Enter the date with its year.",
        )
    if this_year:
        month, day = (int(part) for part in this_year.groups() if part is not None)
        return _day(today.year, month, day)
    if moved:
        days = int(moved[1] + moved[2])
    try:
        return today + timedelta(days=days or 0)
    except OverflowError:
        raise _unreadable(typed) from None


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= year <= 9999:
        raise DateError("年は西暦1年から9999年までです。", "Years run from 1 to 9999.")
    if not 1 <= month <= 12:
        raise DateError(f"{month}月はありません。", f"There is no month {month}.")
    from calendar import monthrange  # reading a day is not what most commands do

    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise DateError(
            f"{year}年{month}月{day}日はありません（{month}月は{last}日まで）。",
            f"There is no {year}-{month:02}-{day:02}; that month has {last} days.",
        )
    return date(year, month, day)


def _number(digits: str) -> int:
    # Longer than any date: a huge number is only ever "no such day".
    return int(digits[:6])


def _unreadable(typed: str) -> DateError:
    return DateError(
        f"「{typed}」は日付として読めません。R8.11.22、令和8年11月22日、2026-11-22 のように入れてください。",
        f"{typed} is not a date. Enter it as R8.11.22, 令和8年11月22日 or 2026-11-22.",
    )
