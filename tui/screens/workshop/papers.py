"""書類: one cell of the table as a tree of すべて and どれか; papers ticked are judged at once, new ones are added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tui.cleaning import clean, width
from tui.place import Dialog
from tui.screens.workshop.asking import Chooser, entry
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.blocks import Block, BlockList, Line, Piece, text_lines

if TYPE_CHECKING:
    from engine.desk.workshop.paper_trial import Shown
    from engine.desk.workshop.papers import Demand, Matrix, NodeKind, Place
    from tui.screens.workshop.beside import Beside

WIDE = 100
_TICK = 8  # cells of the tick before a paper


def _name(one: Demand) -> tuple[tuple[str, ...], str]:
    """What a line stays called when its list is joined or ordered otherwise: of a paper its demand and type."""
    return (one.path[:-2], one.paper) if one.paper else (one.path, one.kind if one.kind == "other" else "")


class PaperPage(Dialog[None]):
    """A cell of the table of papers. Left and right go on to the cells beside it."""

    DEFAULT_CSS = """
    PaperPage > Vertical { width: 100%; height: 100%; background: $bg; padding: 0 1; }
    PaperPage Static { height: auto; background: $bg; color: $muted; }
    PaperPage #papers-body { height: 1fr; layout: vertical; }
    PaperPage #papers-tree { height: 1fr; background: $bg; }
    PaperPage #papers-verdict { height: auto; min-height: 2; max-height: 6; background: $field; }
    PaperPage.wide #papers-body { layout: horizontal; }
    PaperPage.wide #papers-tree { width: 3fr; }
    PaperPage.wide #papers-verdict { width: 2fr; height: 1fr; max-height: 100%; }
    """

    def __init__(self, place: Beside, table: Matrix, cell: Place) -> None:
        super().__init__()
        self.place, self.table, self.cell = place, table, cell
        self.demands: list[Demand] = []
        self.shown: dict[str, Shown] = {}
        self.assumed: dict[str, dict[str, Any]] = {}
        self.asked: set[str] = set()
        self.kind = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="papers-head", markup=False)
            with Horizontal(id="papers-body"):
                yield BlockList(id="papers-tree")
                yield BlockList(id="papers-verdict", surface="field")
            yield Static(self.word("papers.keys"), markup=False)

    def on_mount(self) -> None:
        self.set_class(self.app.size.width >= WIDE, "wide")
        self.query_one("#papers-verdict", BlockList).can_focus = False
        self.read_again()
        self.tree_list.focus()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= WIDE, "wide")

    @property
    def tree_list(self) -> BlockList:
        return self.query_one("#papers-tree", BlockList)

    @property
    def demand(self) -> Demand | None:
        """The line under the cursor."""
        return next((one for one in self.demands if one.key == self.tree_list.cursor), None)

    # --- what is shown

    def read_again(self) -> None:
        """The cell as the working copy has it now."""
        from engine.desk.workshop.papers import matrix, tree

        workflow, language = self.place.built, self.house.language
        found = matrix(workflow, language) if workflow is not None else None
        if workflow is None or found is None:
            self.dismiss(None)
            return
        self.table = found
        self.kind = self.kind if self.kind in workflow.kinds else next(iter(workflow.kinds), "")
        self.demands = tree(workflow, found, self.cell, language)
        self.show()

    def changed(self) -> None:
        """The cell after an edit; papers that were held up stay so, wherever they stand now."""
        held = {_name(one): self.shown[one.key] for one in self.demands if one.key in self.shown}
        self.read_again()
        self.shown = {one.key: held[_name(one)] for one in self.demands if _name(one) in held}
        self.show()

    def show(self) -> None:
        palette = self.house.palette
        kinds = self.place.view.labels["kinds"]
        head = Text(clean(self.table.title(self.cell)), style=palette.style("ink", "bg", bold=True))
        head.append(
            f"  {self.word('papers.kind', kind=clean(kinds.get(self.kind, '')))}",
            palette.style("muted", "bg"),
        )
        self.query_one("#papers-head", Static).update(head)
        self.tree_list.show(lambda room: list(self._blocks(room)))
        self.query_one("#papers-verdict", BlockList).show(lambda room: list(self._verdict(room)))

    def _blocks(self, room: int) -> Iterator[Block]:
        for one in self.demands:
            lines = [*self._line(one, room)]
            if one.about:
                held = one.key in self.assumed
                mark = self.word("papers.assumed" if held else "papers.at_times")
                ink: Token = "accent" if held else "soon"
                lines += text_lines(f"{mark} {one.about}", room, ink, 2 * one.depth + 2)
            yield Block(one.key, tuple(lines))

    def _line(self, one: Demand, room: int) -> Iterator[Line]:
        lead = " " * (2 * one.depth)
        if one.kind in ("paper", "other"):
            how = self.shown.get(one.key)
            tick = f"[{self.word(f'papers.{how}')}]" if how else "[    ]"
            lines = text_lines("  ".join((one.title, *one.notes)), room, "ink", len(lead) + _TICK)
            first = (
                Piece(lead, "ink"),
                Piece(tick, "accent" if how else "faint"),
                *self._after(lines[0], tick),
            )
            yield first
            yield from lines[1:]
            return
        said = "  ".join(part for part in (self._joined(one), one.title, *one.notes) if part)
        if one.demand:
            asked = one.item is not None and one.item.id in self.asked
            said += f"  {self.word('papers.asked' if asked else 'papers.on_demand')}"
        inks: dict[str, Token] = {"rule": "accent", "refused": "over", "silent": "soon"}
        yield from text_lines(said, room, inks.get(one.kind, "muted"), len(lead), bold=one.kind == "rule")

    def _after(self, line: Line, tick: str) -> Line:
        """What stands behind the tick, in the column of all papers."""
        text = line[0].text.lstrip(" ")
        return (Piece(" " * (_TICK - width(tick)) + text, "ink"),)

    def _joined(self, one: Demand) -> str:
        from engine.desk.workshop.papers import joined

        return f"[{joined(one.kind, one.item.count, self.house.language)}]" if one.item is not None else ""

    def _verdict(self, room: int) -> Iterator[Block]:
        """受理 or 不足, by the engine's own judgement of what is ticked."""
        from engine.desk.workshop.paper_trial import Trying, judged

        workflow = self.place.built
        if workflow is None:
            return
        told = {fact: value for facts in self.assumed.values() for fact, value in facts.items()}
        trying = Trying(self.shown, {"kind": self.kind, **told}, frozenset(self.asked))
        day = self.house.desk.today()
        found = judged(workflow, self.table, self.cell, self.demands, trying, day, self.house.language)
        inks: dict[str, Token] = {"accepted": "ok", "pending": "soon", "missing": "over"}
        yield Block("", ((Piece(self.word(f"papers.{found.status}"), inks[found.status], True),),))
        for said in found.lines:
            yield Block("", tuple(text_lines(sentence(said), room)))

    # --- trying

    def tick(self) -> None:
        """Space: hold a paper up, as itself, as a copy, too old; or take a condition, a request, for given."""
        from engine.desk.workshop.paper_trial import ways

        one = self.demand
        if one is None:
            return
        if one.kind in ("paper", "other"):
            order = (None, *ways(one))
            after = order[(order.index(self.shown.get(one.key)) + 1) % len(order)]
            self.shown.pop(one.key, None)
            if after is not None:
                self.shown[one.key] = after
        elif one.when is not None:
            self._assume(one)
        elif one.demand and one.item is not None:
            self.asked ^= {one.item.id}
        self.show()

    def _assume(self, one: Demand) -> None:
        from engine.desk.workshop.paper_trial import assuming
        from engine.desk.workshop.papers import facts_at

        workflow = self.place.built
        if self.assumed.pop(one.key, None) is not None or workflow is None or one.when is None:
            return
        found = assuming(workflow, one.when, facts_at(workflow, self.table, self.cell))
        if found is None:
            self.house.tell(self.word("papers.cannot"))
            return
        self.assumed[one.key] = found
        self.kind = str(found.get("kind", self.kind))

    def next_kind(self) -> None:
        kinds = list(self.place.view.labels["kinds"])
        if kinds:
            self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)] if self.kind in kinds else kinds[0]
            self.assumed = {k: v for k, v in self.assumed.items() if "kind" not in v}
            self.show()

    def beside(self, step: int) -> None:
        """The next cell of the table, row after row."""
        cells = self.table.cells
        self.cell = cells[(cells.index(self.cell) + step) % len(cells)]
        self.assumed.clear()
        self.read_again()

    # --- changing

    def add(self) -> None:
        """a: one more paper in the group under the cursor."""
        from tui.screens.workshop.paper_form import PaperForm

        group = self._group()
        if self.place.shop.barred:
            self.house.tell(sentence(self.place.shop.barred))
        if group is None or self.place.shop.barred:
            return

        def take(done: bool | None) -> None:
            if done:
                self.changed()

        self.app.push_screen(PaperForm(self.place, self.table, self.cell, group), take)

    def _group(self) -> Demand | None:
        """The group that the line under the cursor is, or stands in."""
        at = next((n for n, one in enumerate(self.demands) if one.key == self.tree_list.cursor), -1)
        if at < 0:
            return None
        groups = ("any", "all", "n", "rule", "silent")
        here = self.demands[at]
        depth = here.depth + 1 if here.kind in groups else here.depth
        return next(
            (d for d in reversed(self.demands[: at + 1]) if d.depth < depth and d.kind in groups), None
        )

    def take_out(self) -> None:
        """x: the paper, or the whole demand, out of the definition."""
        from engine.desk.workshop.paper_edits import take_paper

        one, place = self.demand, self.place
        if one is None:
            return
        if one.kind == "paper":
            place.doing(lambda: take_paper(place.shop, place.view, one))
        elif one.kind in ("any", "all", "n", "approval"):
            place.doing(lambda: place.shop.remove(place.view.workflow, one.path))
        self.changed()

    def how_many(self) -> None:
        """n: any one of the papers of the group under the cursor, some of them, or all."""
        from engine.desk.workshop.paper_edits import join_papers
        from engine.desk.workshop.papers import joined

        group, place = self._list(), self.place
        if group is None or group.item is None:
            self.house.tell(self.word("papers.no_list"))
            return
        if place.shop.barred:
            self.house.tell(sentence(place.shop.barred))
            return
        item = group.item
        members = len(item.documents) + len(item.parts)
        listed: dict[int, NodeKind] = {
            1: "any",
            **dict.fromkeys(range(2, members + item.open), "n"),
            0: "all",
        }
        now = {"any": 1, "all": 0}.get(item.join, item.count)
        entries = [
            entry(str(count), joined(kind, count, self.house.language), taken=count == now)
            for count, kind in listed.items()
        ]

        def take(count: str | None) -> None:
            if count is not None and int(count) != now:
                place.doing(lambda: join_papers(place.shop, place.view, group, int(count)))
                self.changed()

        self.app.push_screen(Chooser(clean(group.title), self.word("papers.how_many"), entries), take)

    def _list(self) -> Demand | None:
        """The list or group of demands that the line under the cursor is, or stands in."""
        one = self.demand
        return one if one is not None and one.kind in ("any", "all", "n") else self._group()

    def move(self, by: int) -> None:
        """J and K: the paper or the demand under the cursor, among those it stands with."""
        one, place = self.demand, self.place
        if one is None or one.kind not in ("paper", "any", "all", "n", "approval"):
            return
        if place.doing(lambda: place.shop.move(place.view.workflow, one.path, by)) is None:
            return
        self.changed()
        moved = next((d for d in self.demands if _name(d) == _name(one)), one)
        self.tree_list.cursor = moved.key

    def undo(self) -> None:
        from tui.screens.workshop import deeds

        deeds.undo(self.place)
        self.changed()

    def go(self) -> None:
        """Enter: the same element in the tables."""
        one = self.demand
        if one is not None:
            path = one.path[:-1] if one.kind in ("paper", "other", "refused") else one.path
            self.dismiss(None)
            self.place.leave()
            self.place.go(self.place.view.workflow, path)

    def on_block_list_chosen(self, event: BlockList.Chosen) -> None:
        event.stop()
        self.tick()

    def pressed(self, key: str, event: events.Key) -> None:
        deeds: dict[str, Callable[[], None]] = {
            "Space": self.tick, "a": self.add, "x": self.take_out, "u": self.undo, "s": self.next_kind,
            "n": self.how_many, "J": lambda: self.move(1), "K": lambda: self.move(-1),
            "Enter": self.go, "Left": lambda: self.beside(-1), "Right": lambda: self.beside(1),
            "<": lambda: self.beside(-1), ">": lambda: self.beside(1),
        }  # fmt: skip
        if key not in deeds:
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()
        deeds[key]()
