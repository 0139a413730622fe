"""記録: who did what and was refused what; whether the records are whole; what lies in the output folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from tui.actions import Action
from tui.cleaning import clean, cut
from tui.filtered import Filtered, FilterField, start_filter
from tui.messages import OpenCase
from tui.screens.ask_lines import AskLines
from tui.screens.lazily import LazyPlace
from tui.screens.outputs import show_outputs
from tui.screens.working import Work
from tui.screens.writing import write_file
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.rows import Cell, Column, Item, RowList

if TYPE_CHECKING:
    from engine.desk import Report
    from engine.desk.audit import Done
    from engine.desk.log import Health, Logged
    from engine.desk.safety import Made

INK: dict[Done, Token] = {
    "done": "muted",
    "refused": "soon",
    "printed": "accent",
    "exported": "accent",
    "checked": "ok",
    "viewed": "muted",
    "signed": "muted",
    "failed": "soon",
}
MOST = 2000  # lines that are listed; older ones are in the books and their export
FILTERS: tuple[tuple[str, tuple[Done, ...]], ...] = (
    ("log.all", ()),
    ("log.refused_only", ("refused", "failed")),
    ("log.out_only", ("printed", "exported")),
    ("log.viewed_only", ("viewed",)),
    ("log.signed_only", ("signed", "failed")),
)


class LogRoom(Filtered, LazyPlace):
    """The room. `only` is the filter of results, by its place in `FILTERS`."""

    PLACES: ClassVar[tuple[str, ...]] = ("log",)
    CSS = """
    LogRoom #log-state { height: 2; padding: 0 1; background: $side; }
    LogRoom #log-problems { height: auto; max-height: 6; padding: 0 1; background: $field; display: none; }
    LogRoom.problems #log-problems { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Logged] = []
        self.only = 0
        self.health: Health | None = None
        self.checking = False
        self.work = Work(self, self._working)
        self.file = ""

    def body(self) -> ComposeResult:
        yield Static(id="log-state", markup=False)
        yield Static(id="log-problems", markup=False)
        yield FilterField()
        yield RowList((Column("at", "-", 11, 16),), id="log-rows")

    def on_mount(self) -> None:
        self.read_again()
        self.rows.focus()

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def narrowed(self) -> RowList:
        return self.rows

    # --- what is shown

    def read_again(self) -> None:
        from engine.desk.log import log_of

        self.lines = log_of(self.house.desk, MOST)
        self.fill()

    def fill(self) -> None:
        shown = self.shown()
        self.rows.empty = self.word("log.none")
        if self.field.value.strip():
            self.rows.empty = self.word("desk.not_found", text=clean(self.field.value.strip()))
        several = len(self.house.desk.about()) > 1
        places = {id(line): at for at, line in enumerate(self.lines)}
        self.rows.show([self._item(places[id(line)], line, several) for line in shown], self._columns())
        self._state(len(shown))

    def shown(self) -> list[Logged]:
        """The lines that match."""
        from engine.desk.log import sifted_log

        return sifted_log(self.lines, self.field.value, FILTERS[self.only][1])

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("at", self.word("log.at"), 11, 16),
            Column("who", self.word("log.who"), 8, 16),
            Column("result", self.word("log.result"), 6, 10),
            Column("what", self.word("log.what"), 10, 30),
            Column("case", self.word("column.number"), 6, 12),
            Column("detail", self.word("log.detail"), 8, 60, drop=1),
        )

    def _item(self, at: int, line: Logged, several: bool) -> Item:
        organisation = f" {line.organisation}" if several and not line.case else ""
        typed_by = f"{self.word('log.typed_by', who=line.typed_by)} " if line.typed_by else ""
        day = line.day[5:] if line.day and line.day != line.at[:10] else ""
        about = f"{self.word('log.day', day=day)} " if day else ""
        year = "" if line.at[:4] == str(self.house.desk.today().year) else line.at[:5]
        return Item(
            str(at),
            (
                Cell(f"{year}{line.at[5:10]} {line.at[11:16]}", "muted"),
                Cell(line.who),
                Cell(self.word(f"log.{line.result}"), INK[line.result]),
                Cell(line.what),
                Cell(line.case, "muted"),
                Cell(f"{about}{typed_by}{line.detail}{organisation}".strip(), "muted"),
            ),
        )

    def _state(self, count: int) -> None:
        """Whether the records are whole, and how many lines there are."""
        palette, room = self.house.palette, max(self.size.width - 2, 20)
        found = self.health
        if self.work.running and self.work.line():
            first = Text(self.work.line(), style=palette.style("accent", "side", bold=True))
        elif self.checking:
            first = Text(self.word("log.checking"), style=palette.style("muted", "side"))
        elif found is None:
            first = Text(self.word("log.unchecked"), style=palette.style("muted", "side"))
        elif found.ok:
            first = Text(self.word("log.whole"), style=palette.style("ok", "side", bold=True))
            about = self.word("log.counted", lines=found.lines, files=found.files, head=found.head[:16])
            first.append(f"  {about}", palette.style("muted", "side"))
        else:
            said = self.word("log.broken", count=len(found.problems))
            first = Text(said, style=palette.style("over", "side", bold=True))
        second = Text(self.word(FILTERS[self.only][0], count=count), style=palette.style("ink", "side"))
        from engine.desk import days_of

        days = days_of(self.house.desk)
        never = self.word("log.never")
        said = self.word("log.backup", **{name: day or never for name, day in days.items()})
        known = all(days.values())
        said = said if days["backup"] else self.word("log.no_backup")
        second.append(f"  {said}", palette.style("muted" if known else "soon", "side"))
        first.truncate(room)
        second.truncate(room)
        self.query_one("#log-state", Static).update(Text("\n").join([first, second]))
        self._problems()

    def _problems(self) -> None:
        found = self.health
        told = [*found.problems, *found.notes] if found else []
        self.set_class(bool(told), "problems")
        palette, room = self.house.palette, max(self.size.width - 2, 20)
        bad = len(found.problems) if found else 0
        lines = [
            Text(
                cut(f"{clean(place)}: {sentence(said)}", room),
                style=palette.style("over" if n < bad else "soon", "field"),
            )
            for n, (place, said) in enumerate(told[:6])
        ]
        self.query_one("#log-problems", Static).update(Text("\n").join(lines))

    # --- what happens

    def selected(self) -> Logged | None:
        return self.lines[int(self.rows.cursor)] if self.rows.cursor else None

    def context(self) -> str:
        line = self.selected()
        return f"{line.at[5:10]} {line.at[11:16]} {line.what}" if line else ""

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        open_case(self)

    def on_resize(self, _: events.Resize) -> None:
        self.call_after_refresh(self.fill)

    def back(self) -> None:
        if self.work.running:
            self.work.stop()
        elif self.end_filter():
            self.rows.focus()
        elif self.only:
            self.only = 0
            self.fill()

    def check(self) -> None:
        """Look at every byte, on another thread: it opens the folder for itself, reading only."""
        if not self.checking:
            self.checking = True
            self.fill()
            self.run_worker(self._check, thread=True, group="verify", exit_on_error=False)

    def _check(self) -> None:
        from engine.desk import MadoguchiError
        from engine.desk.log import health_of

        try:
            found = health_of(self.house.desk)
        except MadoguchiError as no:
            self.app.call_from_thread(self._checked, None, no.within(self.house.language))
            return
        self.app.call_from_thread(self._checked, found, "")

    def _checked(self, found: Health | None, said: str) -> None:
        self.checking = False
        self.health = found
        if said:
            self.house.tell(said)
        if found is not None:
            self.house.desk.note("checked", "verify", "", "", "ok" if found.ok else "problems")
        self.read_again()

    # --- backups

    def _working(self, _line: str) -> None:
        self._state(len(self.shown()))

    def ask_file(self, word: str, offered: str, then: Callable[[Path], None]) -> None:
        """The name of a backup; an empty line does nothing."""

        def typed(answer: tuple[str, ...] | None) -> None:
            if answer and answer[0]:
                self.file = answer[0]
                then(Path(answer[0]).expanduser())

        fields = ((self.word("log.backup.file"), offered),)
        self.app.push_screen(AskLines(self.word(f"{word}.title"), self.word(f"{word}.about"), fields), typed)

    def back_up(self, file: Path) -> None:
        from engine.desk import backup

        def made(found: Made) -> None:
            self.house.desk.note("done", "backup")
            self.read_again()
            self.house.tell(self.word("log.backed_up", file=clean(found.file.name), files=found.files))

        desk = self.house.desk
        self.work.start(
            self.word("log.backing_up"), lambda told: backup(desk, file, told), made, self.house.tell
        )

    def rehearse(self, file: Path) -> None:
        from engine.desk import rehearse

        def tried(found: Report) -> None:
            self.house.desk.note("checked", "rehearsal", "", "", "ok" if found.ok else "problems")
            self.read_again()
            word = "log.rehearsed" if found.ok else "log.rehearsal.bad"
            self.house.tell(self.word(word, lines=found.lines, count=len(found.problems)))

        desk = self.house.desk
        self.work.start(
            self.word("log.rehearsing"), lambda told: rehearse(desk, file, told), tried, self.house.tell
        )


# --- actions


def no_line(place: LogRoom) -> str:
    line = place.selected()
    return "" if line and line.case else place.word("why.no_case")


def open_case(place: LogRoom) -> None:
    line = place.selected()
    if line is not None and line.case:
        place.house.post_message(OpenCase(line.organisation, line.case))


def next_filter(place: LogRoom) -> None:
    place.only = (place.only + 1) % len(FILTERS)
    place.fill()


def verify(place: LogRoom) -> None:
    place.check()


def export(place: LogRoom) -> None:
    """The lines that are shown, as CSV."""
    from engine.desk.log import log_csv

    lines = place.shown()
    heads = (
        "log.at",
        "log.date",
        "log.who",
        "log.typist",
        "log.result",
        "log.what",
        "column.number",
        "log.detail",
    )
    results: dict[str, str] = {name: place.word(f"log.{name}") for name in INK}
    day = place.house.desk.today().isoformat()

    def make() -> bytes:
        return log_csv(lines, [place.word(head) for head in heads], results)

    write_file(place, (place.word("room.log"), day), "csv", make, "exported", ("", "", "log"))
    place.read_again()


def writable(place: LogRoom) -> str:
    return place.word("log.read_only") if place.house.desk.office.read_only else ""


def back_up(place: LogRoom) -> None:
    from engine.desk.safety import offered_file

    place.ask_file("log.backup", str(offered_file(place.house.desk)), place.back_up)


def rehearse(place: LogRoom) -> None:
    from engine.desk.safety import latest_file

    place.ask_file("log.rehearsal", place.file or str(latest_file(place.house.desk) or ""), place.rehearse)


def list_outputs(place: LogRoom) -> None:
    show_outputs(place)


ACTIONS: tuple[Action, ...] = (
    Action("log.verify", "検証", "Verify", ("v",), "log", verify, kana="けんしょう", rank=1,
           help_ja="記録に欠けや改変がないかを確かめる", help_en="Whether the records are whole and unchanged"),
    Action("log.backup", "バックアップ", "Back up", ("B",), "log", back_up, writable,
           kana="ばっくあっぷ うつし 写し", rank=2,
           help_ja="窓口の全部を一つのファイルに写す", help_en="The whole office into one file"),
    Action("log.rehearsal", "復元の確認", "Rehearsal", ("R",), "log", rehearse, writable, kana="ふくげんのかくにん",
           rank=3, help_ja="バックアップを試しに戻して確かめる", help_en="Try whether a backup restores"),
    Action("log.filter", "探す", "Find", ("/",), "log", start_filter, kana="さがす", rank=4),
    Action("log.only", "絞る", "Narrow", ("t", "]"), "log", next_filter, kana="しぼる", rank=5,
           help_ja="断られたものだけ、出力だけ", help_en="Only what was refused, only what was written out"),
    Action("log.open", "開く", "Open", ("Enter",), "log", open_case, no_line, kana="ひらく", rank=7, needs="case"),
    Action("log.export", "書き出し", "Export", ("X",), "log", export, kana="かきだし", rank=6),
    Action("log.outputs", "出力の一覧", "Outputs", ("o",), "log", list_outputs, kana="しゅつりょく", rank=8),
)  # fmt: skip
