"""What can be done at the desk, with the list and with the case under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.actions import Action
from tui.filtered import start_filter
from tui.messages import OpenCase, OpenDraft, OpenWhy

if TYPE_CHECKING:
    from engine.desk import Offer, Standing
    from tui.screens.desk import DeskRoom


def command_action(offer: Offer, key: str, language: str) -> Action:
    """A command of the selected case: its page opens with the case."""

    def why(_: Any) -> str:
        return next((o.within(language) for o in offer.against if o.severity == "block"), "")

    def run(place: DeskRoom) -> None:
        one = place.selected()
        if one is not None:
            place.house.post_message(OpenCase(one.row.organisation, one.row.number, offer.id))

    return Action(
        f"command.{offer.id}",
        offer.title,
        offer.title,
        (key,) if key else (),
        "case",
        run,
        why,
        help_ja=offer.basis,
        help_en=offer.basis,
    )


def key_of(standing: Standing) -> str:
    """The key of a case's row."""
    return f"{standing.row.organisation}/{standing.row.number}"


def no_case(place: DeskRoom) -> str:
    return "" if place.selected() else place.word("why.no_case")


def nothing_to_open(place: DeskRoom) -> str:
    return "" if place.selected_draft() else no_case(place)


def open_case(place: DeskRoom) -> None:
    one, draft = place.selected(), place.selected_draft()
    if draft is not None:
        place.house.post_message(OpenDraft(draft))
    if one is not None:
        place.house.post_message(OpenCase(one.row.organisation, one.row.number))


def open_why(place: DeskRoom) -> None:
    one = place.selected()
    if one is not None:
        place.house.post_message(OpenWhy(one.row.organisation, one.row.number, "due"))


def new_request(place: DeskRoom) -> None:
    place.house.go("request")


def mark(place: DeskRoom) -> None:
    place.marked ^= {place.rows.cursor}
    place.rows.marked = frozenset(place.marked)
    place.rows.move(1)
    place.fill()


def print_many(place: DeskRoom) -> None:
    """Every letter issued in the marked cases, or in the one under the cursor, as PDF: one after the other."""
    from engine.desk.letters import issued_papers
    from tui.screens.many import PrintMany

    desk, one = place.house.desk, place.selected()
    cases = [s.row for s in place.standings if key_of(s) in place.marked] or ([one.row] if one else [])
    papers, without = [], []
    for row in cases:
        found = issued_papers(desk, row.number, row.organisation)
        papers += found
        if not found:
            without.append(f"{row.number} {row.kind_title} {row.state_title}")
    if papers:
        place.app.push_screen(PrintMany(papers, without))
    else:
        place.house.tell(place.word("desk.no_letters"))


def only_mine(place: DeskRoom) -> None:
    place.mine = not place.mine
    place.fill()


def one_organisation(place: DeskRoom) -> str:
    return "" if len(place.house.desk.about()) > 1 else place.word("why.one_org")


def next_organisation(place: DeskRoom) -> None:
    known = ["", *place.house.desk.about()]
    place.organisation = known[(known.index(place.organisation) + 1) % len(known)]
    place.fill()


def next_group(place: DeskRoom) -> None:
    _turn(place, 1)


def last_group(place: DeskRoom) -> None:
    _turn(place, -1)


def _turn(place: DeskRoom, step: int) -> None:
    from engine.desk import GROUPS

    having = {s.group for s in place.standings}
    known = ["", *(g for g in GROUPS if g in having), *(["draft"] if place.drafts else [])]
    at = known.index(place.group) if place.group in known else 0
    place.group = known[(at + step) % len(known)]
    place.fill()


ACTIONS: tuple[Action, ...] = (
    Action("desk.open", "開く", "Open", ("Enter",), "desk", open_case, nothing_to_open,
           kana="ひらく", rank=1, needs="case"),
    Action("desk.new", "受付", "New request", ("n",), "desk", new_request, kana="うけつけ", rank=2, needs="request"),
    Action("desk.why", "なぜ", "Why", ("w", "F5"), "desk", open_why, no_case, kana="なぜ", rank=3, needs="why"),
    Action("desk.filter", "探す", "Find", ("/",), "desk", start_filter, kana="さがす", rank=4),
    Action("desk.group", "次の群", "Next group", ("]", "Right"), "desk", next_group, kana="つぎのぐん", rank=5),
    Action("desk.group.back", "前の群", "Previous group", ("[", "Left"), "desk", last_group, kana="まえのぐん"),
    Action("desk.organisation", "団体", "Organisation", ("o",), "desk", next_organisation, one_organisation,
           kana="だんたい", rank=7),
    Action("desk.mine", "自分の件", "Mine", ("t",), "desk", only_mine, kana="じぶんのけん", rank=8),
    Action("desk.mark", "選ぶ", "Mark", ("Space",), "desk", mark, no_case, kana="えらぶ", rank=6,
           help_ja="選んだ件をまとめて印刷できます", help_en="Marked cases can be printed together"),
    Action("desk.print", "まとめて印刷", "Print letters", ("p",), "desk", print_many, no_case,
           kana="まとめていんさつ つうち 通知", rank=9,
           help_ja="選んだ件の、なければこの件の、発行した通知を PDF にする",
           help_en="The letters of the marked cases, or of this one, as PDF"),
)  # fmt: skip
