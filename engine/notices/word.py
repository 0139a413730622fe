"""The same documents as Word files, to be touched up by hand: the words and their order are those of the PDF.

The library is an extra; without it a UsageError says how to get it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.errors import UsageError
from engine.notices.blanks import UnprintableError, unfilled
from engine.notices.cells import cells
from engine.notices.layout import layout
from engine.notices.letter import Document, Letter, Sheet

if TYPE_CHECKING:
    from engine.notices.wordpaper import Paper

A4: Final = (210, 297)
A5_ACROSS: Final = (210, 148)
WINDOWS: Final = {"naga3": (22, 15, 84, 38), "kaku2": (26, 24, 84, 38)}
_HALF_EM: Final = 0.5  # of a cell


def render_word(document: Document) -> bytes:
    """The document as a .docx. Raises `UnprintableError` naming every blank part, as the PDF does."""
    gaps = unfilled(document)
    if gaps:
        raise UnprintableError(gaps)
    try:
        from engine.notices.wordpaper import Paper
    except ModuleNotFoundError:
        raise UsageError(
            "Word の部品がありません。pipx inject madoguchi python-docx で入ります。",
            "The part for Word is not installed: pipx inject madoguchi python-docx",
        ) from None
    data = layout(document)
    paper = Paper(A4, (25, 25, 22, 22)) if isinstance(document, Letter) else _form_paper(document)
    paper.about(data["title"], tuple(data["day"]))
    if document.specimen:
        paper.heads(data["words"]["specimen"])
    if isinstance(document, Letter):
        _letter(paper, data)
    elif isinstance(document, Sheet):
        _sheet(paper, data, data["words"])
    else:
        _slip(paper, data)
    return paper.bytes()


def _form_paper(document: Document) -> Paper:
    from engine.notices.wordpaper import Paper

    return Paper(A4, (22, 22, 22, 20)) if isinstance(document, Sheet) else Paper(A5_ACROSS, (22, 22, 15, 14))


# --- a letter


def _letter(paper: Paper, data: dict[str, Any]) -> None:
    words, japanese = data["words"], data["language"] == "ja"
    _letter_head(paper, data, japanese)
    paper.line(data["title"], "centre", size=15, bold=True, before=18)
    for part in data["opening"]:
        _part(paper, part, japanese, 0, before=10)
    if data["record"]:
        paper.line(words["record"], "centre", before=10)
        for number, item in enumerate(data["record"], start=1):
            paper.numbered(str(number), item["title"], 0, 2, before=8)
            for part in item["parts"]:
                _part(paper, part, japanese, 2)
        paper.line(words["end"], "right")
    for part in data["closing"]:
        _part(paper, part, japanese, 0, before=6)
    _enclosures(paper, words["enclosures"], data["enclosures"])
    if data["contact"]:
        heading = f"【{words['contact']}】" if japanese else words["contact"]
        for text in (heading, *data["contact"]):
            paper.boxed(paper.line(text, size=9, indent=paper.ems - 26))
    for sheet in data["sheets"]:
        paper.new_page()
        _sheet(paper, sheet, words)


def _letter_head(paper: Paper, data: dict[str, Any], japanese: bool) -> None:
    """Numbers and date, the addressee (in the window of its envelope where there is one), and who sends it."""
    window = WINDOWS.get(data["page"])
    to = "\n".join(data["to"])
    if window:
        paper.in_window(paper.line(to, size=11), window)
    _form_number(paper, data["form_number"], japanese, "right" if window else "left")
    for text in (data["document_number"], data["date"]):
        if text:
            paper.line(text, "right")
    if not window:
        paper.line(to, size=11, indent=1, before=8)
    widest = max((cells(line) for line in data["sender"]), default=0) * _HALF_EM
    aside = max(paper.ems - widest - (4 if data["seal"] else 1), 0)
    for n, text in enumerate(data["sender"]):
        line = paper.line(text, indent=aside, before=0 if n else 12)
    if data["seal"] and data["sender"]:
        paper.stamped(line, data["words"]["seal"])


def _part(paper: Paper, part: dict[str, Any], japanese: bool, indent: float, before: float = 0) -> None:
    """Running text, then its numbered items."""
    for text in part["text"]:
        paper.line(text, "both", indent=indent, first=1 if japanese else 0, before=before)
    for number, lines in enumerate(part["items"], start=1):
        mark = f"（{number}）" if japanese else f"({number})"
        paper.numbered(mark, "\n".join(lines), indent + (1 if japanese else 0), 2.6)


def _enclosures(paper: Paper, heading: str, names: list[str]) -> None:
    if names:
        paper.line(heading, before=8)
    for number, name in enumerate(names, start=1):
        paper.numbered(str(number), name, 1, 2)


def _form_number(paper: Paper, number: str, japanese: bool, at: str = "left") -> None:
    if number:
        paper.line(f"（{number}）" if japanese else f"({number})", at, size=9)


# --- forms


def _sheet(paper: Paper, data: dict[str, Any], words: dict[str, str]) -> None:
    _form_number(paper, data["form_number"], data["language"] == "ja")
    paper.line(data["title"], "centre", size=14, bold=True)
    paper.line(data["date"], "right", before=6)
    for text in data["to"]:
        paper.line(text, size=11)
    paper.line()
    table = paper.table(46)
    for group in data["groups"]:
        if group["title"]:
            _cell(paper, paper.row(table, whole=True)[0], [group["title"]], bold=True)
        for line in group["lines"]:
            _row(paper, table, line)
    for text in data["note"]:
        paper.line(text, size=9)
    _enclosures(paper, words["attached"], data["enclosures"])
    for sheet in data["sheets"]:
        paper.new_page()
        _sheet(paper, sheet, words)


def _slip(paper: Paper, data: dict[str, Any]) -> None:
    words, gap = data["words"], "　" if data["language"] == "ja" else " "
    paper.line(data["title"], "centre", size=16, bold=True)
    for text in data["to"]:
        paper.line(text, size=11)
    paper.line(f"{words['number']}{gap}{data['number']}", "right")
    paper.line(data["date"], "right")
    paper.line()
    table = paper.table(36)
    for line in data["lines"]:
        _row(paper, table, line)
    if data["seal"]:
        paper.stamped(paper.line("", "right", before=6), words["stamp"])
    for text in data["note"]:
        paper.line(text, size=9)
    for text in data["sender"]:
        paper.line(text, "right")


def _row(paper: Paper, table: Any, line: dict[str, Any]) -> None:
    """A label and its value: options behind boxes, then what is written; empty is room to write."""
    label, value = paper.row(table)
    _cell(paper, label, [line["label"]], size=9.5)
    boxes = "　".join(f"{'☑' if one['ticked'] else '□'} {one['text']}" for one in line["options"])
    texts = [*([boxes] if boxes else []), *line["text"]]
    _cell(paper, value, texts or [""] * (2 * line["room"]))


def _cell(paper: Paper, cell: Any, texts: list[str], *, size: float = 10.5, bold: bool = False) -> None:
    from engine.notices.wordpaper import trimmed

    for text in texts:
        paper.line(text, size=size, bold=bold, into=cell)
    trimmed(cell)
