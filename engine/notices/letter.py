"""What is printed, as plain data: a letter, an application or register sheet, a slip.

Everything in here is already decided: words, dates and numbers are the ones the recipient reads.
All text is data; nothing in it is ever read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Page = Literal["a4", "naga3", "kaku2"]


@dataclass(frozen=True, slots=True)
class Line:
    """A label and its value, as one row of a sheet or slip.

    An empty `text` without `chosen` is a box to write in by hand, `room` lines high. With `options`
    the row shows every option behind a box; those in `chosen`, and `text` if it is one of them, are
    ticked, and any other `text` follows the options.
    """

    label: str
    text: str
    options: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    room: int = 1

    def ticked(self, option: str) -> bool:
        """Whether the box of this option is ticked."""
        return option in self.chosen or option == self.text

    @property
    def written(self) -> str:
        """The free text of the row: what no option says already."""
        return "" if self.text in self.options else self.text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of a letter. Without `title` it is running text, with one it is numbered under 「記」.

    `text` may hold several lines; `items` follow it, numbered （1）, （2） ….
    """

    title: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one addressee.

    `form_number` and `document_number` are printed as they stand, or left out if empty. `to` is postal
    code, address, name with 様; `sender` organisation, then title and name; `contact` window, address,
    telephone. `seal` leaves the place for the office's seal. `page` says how it is posted:

    - `a4`: by hand, or in an envelope with its own address;
    - `naga3`: folded in three into 長形3号 (120×235 mm) with a window: the addressee stands in
      the window, marks at the left edge show where to fold (99 and 198 mm);
    - `kaku2`: unfolded in 角形2号 (240×332 mm) with a window: the same without folding marks, lower
      and further in, as the sheet lies 15 mm from each side of the envelope.

    `enclosures` are listed below the text; `sheets` are those among them that are printed behind the letter.
    `specimen` marks it as not issued; `language` (`ja` or `en`) is that of the fixed words.
    """

    form_number: str
    title: str
    document_number: str
    date: date
    to: tuple[str, ...]
    sender: tuple[str, ...]
    seal: bool = False
    paragraphs: tuple[Paragraph, ...] = ()
    page: Page = "a4"
    enclosures: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    specimen: bool = False
    language: str = "ja"
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A framed form of labels and values, filled or blank: an application, a page of a register.

    `rows` are groups: a heading (or "") and its lines. `date` is None where it is to be written by hand.
    `to` is to whom the application is made. `enclosures` go with it; `sheets` among them are printed behind it.
    """

    form_number: str
    title: str
    date: date | None
    to: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Line, ...]], ...]
    note: str = ""
    specimen: bool = False
    language: str = "ja"
    enclosures: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """A small slip for the person at the window, on A5 across (the upper half of A4).

    `seal` leaves the place for the stamp of receipt; `sender` is the office that hands it out.
    """

    title: str
    number: str
    date: date
    to: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""
    seal: bool = True
    sender: tuple[str, ...] = ()
    specimen: bool = False
    language: str = "ja"


Document = Letter | Sheet | Slip
