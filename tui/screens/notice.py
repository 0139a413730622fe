"""通知: letters as they will print, what is still blank in them, and files to print; specimens until issued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tui.actions import Action, ranked
from tui.cleaning import clean, lines_of
from tui.messages import OpenCase, OpenWhy
from tui.screens.lazily import LazyPlace
from tui.screens.many import PrintMany
from tui.screens.outputs import show_outputs
from tui.screens.writing import write_file
from tui.sentences import sentence
from tui.theme import Palette
from tui.widgets.footer import Footer
from tui.widgets.page import Page
from tui.widgets.rows import Cell, Column, Item, RowList

if TYPE_CHECKING:
    from engine.desk.letters import Paper

SHEET = 82  # cells of a page with its margins
WIDE = 120
PAPERS = (
    Column("n", "", 2, 3, right=True),
    Column("title", "", 12, 44),
    Column("state", "", 6, 12),
)
ENDED = ("notice.enter", "notice.issue", "notice.blank")
"""What ends with the issue of a letter."""
BLANKS = (Column("blank", "", 16, 76),)


class NoticeScreen(LazyPlace):
    """The letters of a case. `n` is the one to begin with: 0 the one to be issued next, by `command`."""

    PLACES: ClassVar[tuple[str, ...]] = ("notice",)
    CSS = """
    NoticeScreen #notice-body { height: 1fr; layout: vertical; }
    NoticeScreen #notice-left { width: 1fr; height: auto; background: $side; }
    NoticeScreen #notice-title { height: 1; padding: 0 1; background: $side; }
    NoticeScreen #notice-about { height: auto; padding: 0 1; background: $side; }
    NoticeScreen #notice-papers { height: 3; background: $side; }
    NoticeScreen #notice-blanks { height: 3; background: $side; display: none; }
    NoticeScreen.blanks #notice-blanks { display: block; }
    NoticeScreen #notice-paper { padding: 0; scrollbar-size-vertical: 0; }
    NoticeScreen.wide #notice-body { layout: horizontal; }
    NoticeScreen.wide #notice-left { height: 1fr; }
    NoticeScreen.wide #notice-papers { height: 10; margin: 1 0; }
    NoticeScreen.wide #notice-blanks { height: 1fr; }
    NoticeScreen.wide #notice-paper { width: 82; padding: 0 1; }
    """

    def __init__(self, organisation: str, number: str, n: int = 0, command: str = "") -> None:
        super().__init__()
        self.organisation = organisation
        self.number = number
        self.n = n
        self.command = command
        self.papers: list[Paper] = []

    def body(self) -> ComposeResult:
        yield Static(id="notice-title", markup=False)
        with Horizontal(id="notice-body"):
            with Vertical(id="notice-left"):
                yield RowList(PAPERS, header=False, id="notice-papers", surface="side")
                yield Static(id="notice-about", markup=False)
                yield RowList(BLANKS, header=False, id="notice-blanks", surface="side")
            yield Page(id="notice-paper")

    def on_mount(self) -> None:
        self.set_class(self.app.size.width >= WIDE, "wide")
        self.read_again()
        wanted = [
            paper
            for paper in self.papers
            if (paper.n == self.n if self.n else not paper.issued and self.command in ("", paper.command))
        ]
        if wanted:
            self.list_of_papers.cursor = key_of(wanted[0])
        self.list_of_papers.focus()

    @property
    def list_of_papers(self) -> RowList:
        return self.query_one("#notice-papers", RowList)

    @property
    def list_of_blanks(self) -> RowList:
        return self.query_one("#notice-blanks", RowList)

    # --- what is shown

    def read_again(self) -> None:
        from engine.desk.letters import coming_papers, issued_papers

        desk = self.house.desk
        self.papers = [
            *issued_papers(desk, self.number, self.organisation),
            *coming_papers(desk, self.number, self.organisation),
        ]
        self.list_of_papers.show([self._item(paper) for paper in self.papers])
        self._title()
        self.fill()

    def _item(self, paper: Paper) -> Item:
        if paper.issued:
            state = Cell(self.word("notice.issued"), "ok")
        elif paper.blanks:
            state = Cell(self.word("notice.blanks", count=len(paper.blanks)), "over", bold=True)
        else:
            state = Cell(self.word("notice.complete"), "accent")
        return Item(key_of(paper), (Cell(str(paper.n) if paper.issued else "-"), Cell(paper.title), state))

    def _title(self) -> None:
        palette, key = self.house.palette, (self.organisation, self.number)
        workflow, case = self.house.desk.workflow(key), self.house.desk.case(key)
        line = Text(style=palette.style("muted", "side"))
        line.append(clean(self.number), palette.style("ink", "side", bold=True))
        line.append(f"  {clean(workflow.kinds[case.kind].title.within(self.house.language))}")
        line.append(f"  {self.word('screen.notice')}", palette.style("accent", "side"))
        self.query_one("#notice-title", Static).update(line)

    def selected(self) -> Paper | None:
        return next((p for p in self.papers if key_of(p) == self.list_of_papers.cursor), None)

    def context(self) -> str:
        paper = self.selected()
        return f"{paper.case} {paper.title}" if paper else self.number

    def actions(self) -> list[Action]:
        """What is issued has no blanks to go to and is not issued again."""
        paper = self.selected()
        whole = paper is not None and paper.issued
        return ranked(super().actions(), dict.fromkeys(ENDED, 0) if whole else {})

    def fill(self) -> None:
        """The page of the letter under the cursor, and what is blank in it."""
        paper, page = self.selected(), self.query_one("#notice-paper", Page)
        about = self.query_one("#notice-about", Static)
        self.query_one(Footer).refresh()
        self.set_class(bool(paper and paper.blanks), "blanks")
        if paper is None:
            about.update(Text(self.word("notice.none"), style=self.house.palette.style("muted", "side")))
            page.show(lambda _: ())
            return
        about.update(self._about(paper))
        blanks = [
            Item(str(n), (Cell(_without_title(sentence(one.within(self.house.language))), "over"),))
            for n, one in enumerate(paper.blanks)
        ]
        self.list_of_blanks.show(blanks)
        sheet = paper_styles(self.house.palette)
        page.styles.background = sheet[0].bgcolor.name if sheet[0].bgcolor else "white"
        page.show(lambda room: sheet_lines(paper.text, room, *sheet))

    def _about(self, paper: Paper) -> Text:
        from engine.desk import short_wareki

        palette = self.house.palette
        state = self.word("notice.issued" if paper.issued else "notice.coming")
        line = Text(style=palette.style("muted", "side"))
        line.append(f" {state} ", palette.chip("ok" if paper.issued else "soon"))
        english = self.house.language == "en"
        day = paper.day.isoformat() if english else short_wareki(paper.day)
        said = "  ".join(
            clean(p) for p in (paper.number, paper.document_number, day, paper.command_title) if p
        )
        line.append(f"  {said}", palette.style("muted", "side"))
        if paper.blanks:
            line.append(f"  {self.word('notice.go')}", palette.style("over", "side"))
        return line

    # --- what happens

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()
        if event.rows is self.list_of_papers:
            self.call_after_refresh(self.fill)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        enter(self)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= WIDE, "wide")
        self.call_after_refresh(self.fill)


def _without_title(said: str) -> str:
    """What is blank, without the name of the letter that stands above."""
    return said.partition(": ")[2] or said


def key_of(paper: Paper) -> str:
    return f"{paper.n}/{paper.command}/{paper.id}/{paper.to}"


def paper_styles(palette: Palette) -> tuple[Style, Style]:
    """Ink on paper, and the mark of a blank: light whatever the theme."""
    if palette.plain:
        return Style(color="#000000", bgcolor="#f2f2f2"), Style(color="#f2f2f2", bgcolor="#000000", bold=True)
    light = Palette("washi")
    return Style(color=light["ink"], bgcolor=light["bg"]), light.chip("over")


def sheet_lines(text: tuple[str, ...], room: int, ink: Style, blank: Style) -> Iterator[Text]:
    """The lines of a page as they stand, blanks lit up."""
    from engine.desk.letters import BLANK

    margin = " " * max((room - SHEET + 2) // 2, 0)
    for raw in text:
        for said in lines_of(raw):
            line = Text(margin + said, style=ink, no_wrap=True, overflow="crop")
            line.highlight_words([BLANK], blank)
            yield line


# --- actions


def no_letter(place: NoticeScreen) -> str:
    return "" if place.selected() is not None else place.word("notice.no_letter")


def may_not_issue(place: NoticeScreen) -> str:
    paper = place.selected()
    if paper is None:
        return place.word("notice.no_letter")
    if paper.issued:
        return place.word("notice.is_issued")
    return place.word("notice.has_blanks") if paper.blanks else ""


def not_issued(place: NoticeScreen) -> str:
    paper = place.selected()
    return "" if paper is not None and paper.issued else place.word("notice.is_coming")


def enter(place: NoticeScreen) -> None:
    """To the field of what is blank; of a whole letter to its page."""
    paper = place.selected()
    if paper is None:
        return
    if paper.blanks:
        to_step(place)
    else:
        place.query_one("#notice-paper").focus()


def to_step(place: NoticeScreen) -> None:
    """The form of the step that issues the letter; there it is filled in and done."""
    paper = place.selected()
    if paper is not None:
        place.house.post_message(OpenCase(paper.organisation, paper.case, paper.command))


def next_paper(place: NoticeScreen) -> None:
    keys = place.list_of_papers.keys()
    if keys:
        at = keys.index(place.list_of_papers.cursor) if place.list_of_papers.cursor in keys else -1
        place.list_of_papers.cursor = keys[(at + 1) % len(keys)]


def next_blank(place: NoticeScreen) -> None:
    rows = place.list_of_blanks
    keys = rows.keys()
    if keys:
        rows.cursor = keys[(keys.index(rows.cursor) + (1 if place.focused is rows else 0)) % len(keys)]
        rows.focus()


def no_blank(place: NoticeScreen) -> str:
    paper = place.selected()
    return "" if paper is not None and paper.blanks else place.word("notice.complete")


def write_pdf(place: NoticeScreen) -> None:
    _write(place, "pdf")


def write_word(place: NoticeScreen) -> None:
    """The same words, to be touched up by hand; what was recorded and kept is the PDF."""
    _write(place, "docx")


def _write(place: NoticeScreen, kind: str) -> None:
    from engine.desk.letters import paper_file, paper_name

    paper, desk = place.selected(), place.house.desk
    if paper is not None:
        about = (paper.organisation, paper.case, paper.id)
        write_file(
            place, paper_name(desk, paper), kind, lambda: paper_file(desk, paper, kind), "printed", about
        )


def write_text(place: NoticeScreen) -> None:
    from engine.desk.letters import paper_name

    paper = place.selected()
    if paper is not None:
        text = "\n".join(paper.text) + "\n"
        about = (paper.organisation, paper.case, paper.id)
        write_file(
            place, paper_name(place.house.desk, paper), "txt", lambda: text.encode("utf-8"), "printed", about
        )


def write_all(place: NoticeScreen) -> None:
    """Every issued letter of the case."""
    place.app.push_screen(PrintMany([paper for paper in place.papers if paper.issued]))


def none_issued(place: NoticeScreen) -> str:
    return "" if any(paper.issued for paper in place.papers) else place.word("notice.is_coming")


def open_why(place: NoticeScreen) -> None:
    paper = place.selected()
    if paper is not None:
        question = f"notice {paper.n}" if paper.issued else paper.command
        place.house.post_message(OpenWhy(paper.organisation, paper.case, question))


def list_outputs(place: NoticeScreen) -> None:
    show_outputs(place)


ACTIONS: tuple[Action, ...] = (
    Action("notice.enter", "その欄へ", "To the field", ("Enter",), "notice", enter, no_letter, kana="そのらんへ",
           rank=1),
    Action("notice.pdf", "印刷の確認 PDF", "Preview PDF", ("p",), "notice", write_pdf, no_letter,
           kana="いんさつ", rank=2, help_ja="出力のフォルダに書く", help_en="Into the output folder"),
    Action("notice.issue", "発行する", "Issue", ("I",), "notice", to_step, may_not_issue, kana="はっこう", rank=3,
           needs="case"),
    Action("notice.next", "次の通知", "Next letter", ("n",), "notice", next_paper, no_letter, kana="つぎのつうち",
           rank=4),
    Action("notice.blank", "次の空欄", "Next blank", ("F3",), "notice", next_blank, no_blank, kana="つぎのくうらん",
           rank=6),
    Action("notice.text", "文字のファイル", "Text file", ("t",), "notice", write_text, no_letter, kana="もじ", rank=5),
    Action("notice.word", "Word に書き出す", "Word file", ("W",), "notice", write_word, no_letter, kana="わーど",
           rank=8, help_ja="同じ文を Word で出す。記録に残るのは PDF です",
           help_en="The same words for Word; the PDF is what is kept"),
    Action("notice.all", "全部を書き出す", "Write all", ("A",), "notice", write_all, none_issued, kana="ぜんぶ"),
    Action("notice.why", "なぜ", "Why", ("w", "F5"), "notice", open_why, no_letter, kana="なぜ", rank=7, needs="why"),
    Action("notice.outputs", "出力の一覧", "Outputs", ("o",), "notice", list_outputs, kana="しゅつりょく"),
)  # fmt: skip
