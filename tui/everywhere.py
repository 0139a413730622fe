"""What can be done everywhere: rooms, going, finding, help, colours, language, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from tui.actions import EVERYWHERE, Action
from tui.house import own_drafts
from tui.place import Keyed
from tui.practising import KEY
from tui.theme import LOOKS


def actions(rooms: Sequence[tuple[str, str]]) -> list[Action]:
    """The actions of every place; a room is gone to by its key."""
    from tui.labels import word

    going = [
        Action(
            f"room.{room}",
            word(f"room.{room}"),
            word(f"room.{room}", "en"),
            (key,),
            EVERYWHERE,
            partial(_go, room),
            kana=_KANA.get(room, ""),
        )
        for room, key in rooms
    ]
    return [*going, *_COMMON]


def _go(room: str, place: Keyed[object]) -> None:
    place.house.go(room)


def go_to(place: Keyed[object]) -> None:
    from tui.messages import OpenCase, OpenDraft
    from tui.screens.goto import GoTo

    def arrive(answer: str | None) -> None:
        where, _, what = (answer or "").partition(":")
        if where == "room":
            place.house.go(what)
        elif where == "case":
            organisation, _, number = what.partition("/")
            place.house.post_message(OpenCase(organisation, number))
        elif where == "draft":
            for draft in (one for one in own_drafts(place.house) if one.id == what):
                place.house.post_message(OpenDraft(draft))

    place.app.push_screen(GoTo(place), arrive)


def _pick(place: Keyed[object], picked: str | None) -> None:
    """Do the action that was picked; one of another room is done there."""
    house = place.house
    here = next((a for a in place.actions() if a.id == picked), None)
    if here is not None:
        house.act(here, place)
        return
    away = house.registry.find(picked or "")
    if away is not None:
        house.go(away.where)
        house.call_later(lambda: house.act(away, house.screen))


def show_help(place: Keyed[object]) -> None:
    from tui.screens.help import Help

    place.app.push_screen(Help(place), partial(_pick, place))


def find_action(place: Keyed[object]) -> None:
    from tui.screens.palette import FindAction

    place.app.push_screen(FindAction(place), partial(_pick, place))


def show_menu(place: Keyed[object]) -> None:
    from tui.screens.menu import Menu

    place.app.push_screen(Menu(place), partial(_pick, place))


def show_tasks(place: Keyed[Any]) -> None:
    from tui.screens.tasks import Tasks

    place.app.push_screen(Tasks())


def back(place: Keyed[object]) -> None:
    leave = getattr(place, "back", None)
    if leave is not None:
        leave()


def next_look(place: Keyed[object]) -> None:
    house = place.house
    house.look = LOOKS[(LOOKS.index(house.look) + 1) % len(LOOKS)]
    house.tell(house.word("said.look", look=house.word(f"look.{house.look}")))


def other_language(place: Keyed[object]) -> None:
    house = place.house
    house.language = "ja" if house.language == "en" else "en"


def leave(place: Keyed[object]) -> None:
    place.app.exit()


def lock(place: Keyed[object]) -> None:
    from tui.screens.lock import lock_now

    lock_now(place.house)


def own_password(place: Keyed[object]) -> None:
    from tui.screens.own_password import OwnPassword

    place.app.push_screen(OwnPassword())


def members(place: Keyed[object]) -> None:
    from tui.screens.members import MembersScreen

    place.app.push_screen(MembersScreen())


def show_keys(place: Keyed[object]) -> None:
    from tui.screens.keys import Keys

    place.app.push_screen(Keys(place, place.house.key_problems))


def print_it(place: Keyed[object]) -> None:
    from tui.screens.printing import print_screen

    print_screen(place)


def _no_password(place: Keyed[object]) -> str:
    desk = place.house.desk
    if not desk.keyed:
        return place.word("why.no_keys")
    return place.word("why.practice") if desk.practice else ""


_KANA = {
    "desk": "つくえ",
    "request": "うけつけ",
    "registers": "だいちょう",
    "calendar": "きげん",
    "workshop": "せってい",
    "log": "きろく",
}

_COMMON: list[Action] = [
    Action("goto", "移動", "Go to", ("F2",), EVERYWHERE, go_to, kana="いどう", rank=80),
    Action("palette", "操作を探す", "Find action", ("Ctrl+P", ":"), EVERYWHERE, find_action,
           kana="そうさをさがす", rank=90),
    Action("menu", "できること", "You can", (".",), EVERYWHERE, show_menu, kana="できること", rank=70),
    Action("back", "戻る", "Back", ("Esc",), EVERYWHERE, back, kana="もどる", rank=85),
    Action("tasks", "練習の課題", "Practice tasks", (KEY,), EVERYWHERE, show_tasks, kana="れんしゅうのかだい",
           rank=71, needs="practice"),
    Action("print", "画面を印刷", "Print screen", ("p",), EVERYWHERE, print_it, kana="がめんをいんさつ", rank=72,
           yields=True, help_ja="この画面の全部を文字のファイルで出力のフォルダに書く",
           help_en="The whole screen as a text file, into the output folder"),
    Action("keys", "キーの割り当て", "Keys", (), EVERYWHERE, show_keys, kana="きーのわりあて きーまっぷ",
           help_ja="キーを替えるファイルに書く名前が並びます", help_en="The names for a keymap file"),
    Action("look", "色を替える", "Change colours", (), EVERYWHERE, next_look,
           kana="いろ てーま みため 見た目 配色 すみ 墨 わし 和紙 しろくろ 白黒",
           help_ja="墨、和紙、色なしの順に替わる",
           help_en="Dark, light, no colours, one after the other"),
    Action("language", "English に替える", "日本語に替える", (), EVERYWHERE, other_language, kana="げんご えいご"),
    Action("lock", "席を外す (ロック)", "Lock", ("0",), EVERYWHERE, lock, kana="せきをはずす ろっく りせき"),
    Action("own_password", "パスワードを変える", "Change password", (), EVERYWHERE, own_password, _no_password,
           kana="あいことばをかえる ぱすわーど"),
    Action("members", "職員", "Members", (), EVERYWHERE, members, kana="しょくいん たんとうしゃ 担当者"),
    Action("quit", "終わる", "Leave", ("Ctrl+Q",), EVERYWHERE, leave, kana="おわる しゅうりょう 終了 とじる 閉じる"),
    Action("help", "ヘルプ", "Help", ("?", "F1"), EVERYWHERE, show_help, kana="へるぷ", rank=100),
]  # fmt: skip
