"""The words of forms in both languages, by id."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "required": ("必ず書く", "required"),
    "yes": ("はい", "Yes"),
    "no": ("いいえ", "No"),
    "done": ("済", "done"),
    "now": ("いま", "now"),
    "left": ("あと{}", "{} left"),
    "lacking": ("不足{}", "{} missing"),
    "wrong": ("不備{}", "{} wrong"),
    "later": ("まだ", "later"),
    "review": ("見直し", "Review"),
    "choose": ("F4 で選ぶ", "F4 to choose"),
    "add": ("{} を足す", "Add: {}"),
    "gone": (
        "「{}」はこの内容では使いません 入れた値は下書きに残ります",
        "“{}” is not used now; its value stays in the draft",
    ),
    "means": ("もしかして {}", "did you mean {}?"),
    "not_number": ("数を入れてください 1,200 のように", "Enter a number, such as 1,200"),
    "approver": ("{} の承認が要ります", "needs the approval of {}"),
    "why": ("F5 なぜ", "F5 why"),
    "find": ("探す", "Find"),
    "none_found": ("見つかりません: {}  Esc で戻る", "Not found: {}  Esc goes back"),
    "remove": ("(これを外す)", "(take this out)"),
    "clear": ("(選ばない)", "(none)"),
    "accepted": ("済", "ok"),
    "pending": ("待ち", "awaited"),
    "missing": ("不足", "missing"),
    "too_old": ("古い", "too old"),
    "future": ("日付", "date"),
    "no_date": ("日付", "no date"),
    "rejected": ("不可", "no"),
    "papers": ("必要書類", "Documents"),
    "papers_left": ("あと {}点", "{} to go"),
    "papers_done": ("そろっています", "complete"),
    "any_of": ("どれか1つ {}種", "any one of {}"),
    "answer": ("いま受け取ると", "If done now"),
    "not_yet": ("まだ進めません {}か所", "Not yet: {}"),
    "due": ("期限", "Due"),
    "no_due": ("遅滞なく", "without delay"),
    "received": ("受付日", "Received on"),
    "day": ("日付", "Date"),
    "refused": (
        "まだ進めません 何も記録していません。{}つを直してください",
        "Refused, nothing was recorded. {} to put right",
    ),
    "saved": ("{} 自動保存", "{} saved"),
    "not_saved": ("下書きを保存できません", "The draft cannot be saved"),
    "month_keys": (
        "矢印 日  PgUp PgDn 月  t 今日  Enter 選ぶ  Esc 戻る",
        "Arrows day  PgUp PgDn month  t today  Enter choose  Esc back",
    ),
    "pick_keys": ("矢印 えらぶ  Enter 決める  Esc 戻る", "Arrows choose  Enter take  Esc back"),
    "fact": ("1 事実", "1 Fact"),
    "rule": ("2 決まり", "2 Rule"),
    "article": ("3 条文", "3 Article"),
    "help": ("4 こうすると進める", "4 What would help"),
    "silent": ("規程に定めなし", "Rules are silent"),
    "blank": ("(まだ入っていません)", "(blank)"),
}


def word(key: str, language: str = "ja", *values: object) -> str:
    """The word in `ja` or `en`, with values in its gaps."""
    return WORDS[key][language == "en"].format(*values)
