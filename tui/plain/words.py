"""What the plain counter says, in both languages."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "desk": ("机  {day}  {who}", "Desk  {day}  {who}"),
    "desk.keys": (
        "番号で開く  n 受付  /名前 で探す  ? 使い方  . 終わる",
        "A number opens  n new request  /name finds  ? help  . leaves",
    ),
    "desk.empty": ("いまある件はありません。n で受け付けます。", "There are no cases. n takes one in."),
    "desk.none": ("見つかりません: {text}", "Not found: {text}"),
    "kinds": ("どの申出を受け付けますか  番号  < 戻る", "Which request? A number  < back"),
    "case.keys": (
        "番号で行う  w 期限はなぜ  p 通知を印刷  < 戻る  . 終わる",
        "A number does it  w why this due date  p print the letters  < back  . leaves",
    ),
    "case.cannot": ("できません: {why}", "You cannot: {why}"),
    "case.printed": ("書きました: {file}", "Written: {file}"),
    "case.no_letters": ("発行した通知がまだありません", "No letter has been issued yet"),
    "form.help": (
        "? 説明  < 前の問い  . 下書きに残してやめる  w なぜ  - 消す  空のまま Enter で次へ",
        "? help  < question before  . keep as a draft and leave  w why  - clear  Enter alone goes on",
    ),
    "form.required": ("必須", "required"),
    "form.now": ("いま: {value}", "now: {value}"),
    "form.none": ("なし", "none"),
    "form.choices": (
        "  {count}の中から。名前のはじめか番号で答える。? で一覧",
        "  One of {count}: the beginning of its name, or its number. ? lists them",
    ),
    "form.kept": ("下書きに残しました", "Kept as a draft"),
    "form.going_on": ("下書きの続きです", "Going on with the draft"),
    "form.read": ("= {text}", "= {text}"),
    "form.no_choice": ("{text} は選べません。番号か名前で答えてください。", "{text} is no choice: a number or a name."),
    "form.not_yet": (
        "まだ進めません 何も記録していません。< で戻って直します。. で下書きに残します。",
        "Not yet. Nothing was recorded. < goes back, . keeps a draft.",
    ),
    "form.sure": (
        "行うには はい と入れてください。 < 戻る  . 下書きに残す",
        "To do it type yes.  < back  . keep as a draft",
    ),
    "form.done": ("{number} 「{title}」を記録しました", "{number}: {title} recorded"),
    "yes": ("はい", "yes"),
    "bad": ("「{text}」は分かりません。", "“{text}” is not understood."),
    "bye": ("終わりました。", "Left."),
}  # fmt: skip


def say(name: str, language: str, **values: object) -> str:
    said = WORDS[name][1 if language == "en" else 0]
    return said.format(**values) if values else said
