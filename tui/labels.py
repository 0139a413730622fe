"""Every word of the screens that is not data: id → Japanese, English. Names in braces are filled in."""

from __future__ import annotations

from typing import Final

from tui.labels_first import FIRST_LABELS
from tui.labels_people import PEOPLE_LABELS
from tui.labels_rooms import ROOM_LABELS
from tui.labels_tables import TABLE_LABELS
from tui.labels_workshop import WORKSHOP_LABELS

LABELS: Final[dict[str, tuple[str, str]]] = {
    # the frame
    "app": ("窓口", "Madoguchi"),
    "practice": ("練習", "Practice"),
    "read_only": ("読み取り専用です。見ることだけできます。", "Read-only: nothing can be changed."),
    "small": (
        "画面を広げてください。{width}x{height} では足りません (80x24 から)",
        "Please widen the window: {width}x{height} is too small (80x24)",
    ),
    # rooms
    "room.desk": ("机", "Desk"),
    "room.request": ("受付", "New"),
    "room.registers": ("台帳", "Registers"),
    "room.calendar": ("期限", "Calendar"),
    "room.workshop": ("設定", "Workshop"),
    "room.log": ("記録", "Log"),
    "screen.case": ("案件", "Case"),
    "screen.notice": ("通知", "Notice"),
    # groups of the desk, short and long
    "group.over": ("期限切れ", "Overdue"),
    "group.soon": ("{days}日以内", "{days} days"),
    "group.paused": ("補正待ち", "Hosei"),
    "group.intake": ("確認", "Checks"),
    "group.deciding": ("決定", "Decide"),
    "group.letter": ("発送", "Post"),
    "group.after": ("決定後", "After"),
    "group.draft": ("下書き", "Drafts"),
    "group.over.long": ("期限を過ぎた", "Overdue"),
    "group.soon.long": ("{days}日以内", "Within {days} days"),
    "group.paused.long": ("補正を待っている", "Awaiting hosei"),
    "group.intake.long": ("受付と確認", "To be checked"),
    "group.deciding.long": ("決定を待つ", "To be decided"),
    "group.letter.long": ("発送する通知", "To be posted"),
    "group.after.long": ("決定のあと", "After decision"),
    "group.draft.long": ("下書き", "Drafts"),
    "draft.state": ("入力の途中", "Being typed"),
    "count": ("{count}件", "{count}"),
    # columns
    "column.number": ("番号", "Number"),
    "column.organisation": ("団体", "Org."),
    "column.kind": ("種別", "Kind"),
    "column.name": ("請求者", "Requester"),
    "column.state": ("段階", "Step"),
    "column.due": ("期限", "Due"),
    "column.left": ("残り", "Left"),
    # time
    "due": ("期限", "Due"),
    "paused": ("停止中", "Paused"),
    "without_delay": ("遅滞なく", "No delay"),
    "left": ("あと{days}日", "{days} left"),
    "left.paused": ("残り{days}日", "{days} left"),
    "over": ("{days}日超過", "{days} over"),
    "day": ("{days}日目", "day {days}"),
    "ruler.scale": ("1字 {days}日", "1 mark {days} days"),
    # the desk
    "desk.path": ("ここまで", "So far"),
    "desk.next": ("できること", "You can"),
    "desk.blocked": ("できません", "You cannot"),
    "desk.recent": ("最近", "Recent"),
    "path.days": ("{days}日", "{days} d"),
    "desk.now": ("いま", "now"),
    "desk.done": ("済", "done"),
    "desk.none": ("まだ案件がありません。", "There are no cases yet."),
    "desk.none.start": ("まだ案件がありません。n で受け付けます。", "There are no cases yet. n takes one in."),
    "desk.not_found": ('見つかりません: "{text}"  Esc で全部に戻る', 'Not found: "{text}"  Esc shows all'),
    "desk.group_empty": ("この群は空です。Esc で全部に戻る", "Nothing here. Esc shows all"),
    "desk.mine_empty": ("あなたが進められる件はありません。t で全部に戻る", "Nothing you can move on. t shows all"),
    "desk.no_letters": ("発行した通知がまだありません", "No letter has been issued yet"),
    "desk.mine": ("自分の件", "Mine"),
    "desk.marked": ("選んだ {count}件", "{count} marked"),
    "desk.changed": ("ほかの人が書き込みました。表示を改めました。", "Somebody else wrote. The list is fresh."),
    # dialogs
    "help.title": ("ヘルプ", "Help"),
    "help.about": ("ここでできること。Enter で実行", "What can be done here. Enter does it"),
    "palette.title": ("操作を探す", "Find an action"),
    "palette.about": ("名前、かな、英語、キーで探す", "By name, kana, English or key"),
    "goto.title": ("移動", "Go to"),
    "goto.about": ("番号か名前で探す", "By number or name"),
    "goto.room": ("部屋", "Room"),
    "menu.title": ("できること", "You can"),
    "menu.about": ("選んだもの: {what}", "Selected: {what}"),
    "picker.none": ('見つかりません: "{text}"', 'Not found: "{text}"'),
    "picker.keys": ("Enter 実行  Esc 戻る", "Enter run  Esc back"),
    "keys.title": ("キーの割り当て", "Keys"),
    "keys.about": ("keymap.yaml に 名前: キー と書くと替わります", "keymap.yaml changes them: name: key"),
    "keys.wrong": ("直すところ", "To be put right"),
    "keys.all": ("操作", "Actions"),
    "keys.note": ("キーは元のままです  {place} {why}", "Keys as usual  {place} {why}"),
    "blocked": ("できません: {why}", "You cannot: {why}"),
    "confirm.do": ("Ctrl+S {label}", "Ctrl+S {label}"),
    "confirm.back": ("Esc 戻る (何もしない)", "Esc back (do nothing)"),
    "confirm.type": ("確かめるため {what} と入れてください", "To confirm, type {what}"),
    "confirm.typed_wrong": ("{what} と入れてから Ctrl+S", "Type {what}, then Ctrl+S"),
    "curtain": (
        "画面を隠しています。何かキーを押すと戻ります。",
        "The screen is hidden. Any key brings it back.",
    ),
    "ime.on": (
        "日本語入力がオンです。半角/全角 で切り替えてください",
        "The Japanese input method is on. Switch it off with the half/full-width key",
    ),
    "why.no_case": ("案件を選んでいません", "No case is selected"),
    "why.one_procedure": ("手続は一つだけです", "Only one procedure"),
    "why.one_org": ("団体は一つだけです", "Only one organisation"),
    "look.sumi": ("墨", "Sumi (dark)"),
    "look.washi": ("和紙", "Washi (light)"),
    "look.plain": ("色なし", "No colour"),
    "said.look": ("色: {look}", "Colours: {look}"),
    **ROOM_LABELS,
    **FIRST_LABELS,
    **WORKSHOP_LABELS,
    **TABLE_LABELS,
    **PEOPLE_LABELS,
}  # fmt: skip


def word(name: str, language: str = "ja", **values: object) -> str:
    """The label of an id in `ja` or `en`, with its names filled in."""
    said = LABELS[name][1 if language == "en" else 0]
    return said.format(**values) if values else said
