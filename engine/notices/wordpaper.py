"""The paper of a Word file: its page, its one font, and the kinds of lines a document is made of.

Built with python-docx element by element. There is no template, so no value can ever be read as one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from docx import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

SIZE: Final = 10.5  # points of running text, and so an em
_LATIN, _JAPANESE = (
    "Times New Roman",
    "ＭＳ 明朝",
)  # what every Word has; whoever opens the file may choose another
_TWIPS_A_MM: Final = 56.7
_SIDES: Final = ("top", "left", "bottom", "right")
_ALIGNED: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


class Paper:
    """A file that is being written, line by line. Sizes are points, indents ems, the page millimetres."""

    def __init__(self, size: tuple[int, int], margins: tuple[int, int, int, int]) -> None:
        """`margins` are left, right, top, bottom."""
        self.file = WordFile()
        self._font()
        page = self.file.sections[0]
        page.page_width, page.page_height = Mm(size[0]), Mm(size[1])
        page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = map(Mm, margins)
        self.room = size[0] - margins[0] - margins[1]
        self.ems = float(Mm(self.room).pt) / SIZE

    def _font(self) -> None:
        normal = self.file.styles["Normal"]
        normal.font.name, normal.font.size = _LATIN, Pt(SIZE)
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _JAPANESE)
        normal.paragraph_format.space_after = Pt(0)

    def about(self, title: str, day: tuple[int, int, int]) -> None:
        """What the file says of itself; no name of a person or a machine."""
        core = self.file.core_properties
        core.title, core.author, core.last_modified_by, core.comments = title, "", "", ""
        core.created = core.modified = datetime(*day, tzinfo=UTC)

    def heads(self, text: str) -> None:
        """A word at the top of every page."""
        line = self.file.sections[0].header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(_xml(text)).bold = True

    def line(
        self,
        text: str = "",
        at: str = "left",
        *,
        size: float = SIZE,
        bold: bool = False,
        indent: float = 0,
        first: float = 0,
        before: float = 0,
        into: Any = None,
    ) -> Any:
        """A paragraph; `into` a cell of a table instead of the page. `first` is the indent of its first line."""
        paragraph = (into or self.file).add_paragraph()
        paragraph.alignment = _ALIGNED[at]
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent, shape.space_before = _ems(indent), _ems(first), Pt(before)
        run = paragraph.add_run(_xml(text))
        run.font.size, run.bold = Pt(size), bold
        return paragraph

    def numbered(self, mark: str, text: str, indent: float, hang: float, before: float = 0) -> None:
        """A line that hangs under its number."""
        line = self.line(f"{mark}\t{text}", indent=indent + hang, first=-hang, before=before)
        line.paragraph_format.tab_stops.add_tab_stop(_ems(indent + hang))

    def in_window(self, paragraph: Any, box: tuple[int, int, int, int]) -> None:
        """Hold a paragraph in a box of the page: x, y, width, height."""
        x, y, wide, high = (str(round(mm * _TWIPS_A_MM)) for mm in box)
        frame = OxmlElement("w:framePr")
        for name, value in (
            ("w", wide), ("h", high), ("hRule", "atLeast"), ("wrap", "around"),
            ("vAnchor", "page"), ("hAnchor", "page"), ("x", x), ("y", y),
        ):  # fmt: skip
            frame.set(qn(f"w:{name}"), value)
        paragraph._p.get_or_add_pPr().insert(0, frame)

    def boxed(self, paragraph: Any) -> None:
        """A thin line around paragraphs that follow each other."""
        edge = OxmlElement("w:pBdr")
        for side in _SIDES:
            edge.append(_edge(side))
        paragraph._p.get_or_add_pPr().insert_element_before(
            edge, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )

    def stamped(self, paragraph: Any, word: str) -> None:
        """The place of a seal at the end of a line: its word in a dotted box."""
        run = paragraph.add_run(f"  {_xml(word)}  ")
        run.font.size = Pt(8.5)
        run._r.get_or_add_rPr().append(_edge("bdr", "dotted"))

    def table(self, label: int) -> Any:
        """A framed table of two columns, the labels `label` millimetres wide."""
        found = self.file.add_table(rows=0, cols=2)
        found.style, found.autofit = "Table Grid", False
        found.columns[0].width, found.columns[1].width = Mm(label), Mm(self.room - label)
        return found

    def row(self, table: Any, *, whole: bool = False) -> list[Any]:
        """The cells of a new row; one of both columns where it is a heading. Their first line is yet to be written."""
        cells = table.add_row().cells
        for cell, column in zip(cells, table.columns, strict=True):
            cell.width = column.width
        if not whole:
            return list(cells)
        merged = cells[0].merge(cells[1])
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EBEBEB")):
            shade.set(qn(f"w:{name}"), value)
        merged._tc.get_or_add_tcPr().append(shade)
        return [merged]

    def new_page(self) -> None:
        self.file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def bytes(self) -> bytes:
        """The finished file."""
        whole = BytesIO()
        self.file.save(whole)
        return whole.getvalue()


def _ems(ems: float) -> Any:
    return Pt(ems * SIZE)


def trimmed(cell: Any) -> None:
    """Without the empty line that a new cell begins with."""
    first = cell.paragraphs[0]
    if len(cell.paragraphs) > 1 and not first.text:
        first._p.getparent().remove(first._p)


def _edge(name: str, style: str = "single") -> Any:
    edge = OxmlElement(f"w:{name}")
    for key, value in (
        ("val", style),
        ("sz", "4"),
        ("space", "4" if name != "bdr" else "0"),
        ("color", "808080"),
    ):
        edge.set(qn(f"w:{key}"), value)
    return edge


def _xml(text: str) -> str:
    """The text without what no XML file may hold, and without the breaks that the other page needed."""
    return "".join(c for c in text if c not in "\u200b\ufffe\uffff" and not 0xD800 <= ord(c) <= 0xDFFF)
