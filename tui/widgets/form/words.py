"""The words of forms in both languages, by id."""

from __future__ import annotations

from typing import Final

from engine.desk.dates import spelled
from engine.desk.form_words import Outcome

WORDS: Final = {
    "onward": ("Enter 次の欄", "Enter: next field"),
    "required": ("必ず書く", "required"),
    "yes": ("はい", "Yes"),
    "no": ("いいえ", "No"),
    "done": ("済", "done"),
    "now": ("いま", "now"),
    "left": ("あと{}", "{} left"),
    "lacking": ("不足{}", "{} missing"),
    "wrong": ("不備{}", "{} wrong"),
    "later": ("まだ", "later"),
    "review": ("見直して受付", "Review"),
    "review_step": ("見直し", "Review"),
    "choose": ("F4 で選ぶ", "F4 to choose"),
    "which": (
        "どの申出を受け付けますか  矢印でえらび Enter で始めます",
        "Which request? Choose by arrows, begin by Enter",
    ),
    "pick_one": ("数字か左右の矢印でえらぶ", "A digit, or the arrows left and right"),
    "pick_some": ("数字でえらぶ もう一度で外す", "A digit takes one, again leaves it"),
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
    "left_papers": ("足りない書類", "Papers still needed"),
    "papers": ("必要書類", "Documents"),
    "papers_left": ("あと {}点", "{} to go"),
    "papers_waiting": ("確認待ち {}点", "{} awaited"),
    "papers_done": ("そろっています", "complete"),
    "any_of": ("どれか1つ {}種", "any one of {}"),
    "answer": ("いま受け取ると", "If done now"),
    "answer_step": ("いま行うと", "If done now"),
    "not_yet": ("まだ進めません {}か所", "Not yet: {}"),
    "due": ("期限", "Due"),
    "no_due": ("遅滞なく", "without delay"),
    "paused": ("停止中", "paused"),
    "received": ("受付日", "Received on"),
    "day": ("日付", "Date"),
    "by": ("だれが", "Who"),
    "by_name": ("その人の氏名", "Name"),
    "state": ("段階", "Step"),
    "number": ("番号", "Number"),
    "letter": ("発行する通知", "Letter issued"),
    "slip": ("控え", "Slip"),
    "row": ("台帳", "Register"),
    "warning": ("注意 承知のうえで進みます", "Note: you go on knowing this"),
    "written": ("記録すること", "What is recorded"),
    "follows": ("そのあと", "What follows"),
    "final": ("戻せないこと", "What cannot be undone"),
    "final_intake": ("受付は取り消せません 取下げで終えます", "An intake is ended by a withdrawal only"),
    "final_letter": ("発行した通知は取り消せません", "An issued letter cannot be taken back"),
    "entered": ("入れたもの", "Entered"),
    "to_do": ("まだのもの", "Still to do"),
    "nothing_to_do": ("ありません", "Nothing"),
    "taken_in": ("{} 「{}」を記録しました", "{} {} recorded"),
    "letter_made": (
        "{} 「{}」を記録しました。Enter で通知を開き、p で印刷",
        "{} {} recorded. Enter opens the letter, p prints",
    ),
    "draft_kept": ("下書きに残しました", "Kept as a draft"),
    "choose_kind": ("種別を選ぶ", "Choose a kind"),
    "drafts": ("下書き", "Drafts"),
    "draft_of": ("{} {}", "{} {}"),
    "no_kinds": ("受け付けられる種別がありません", "There is no kind to take in"),
    "new": ("新しい請求", "New request"),
    "keep_number": ("受付したときに付く", "given when taken in"),
    "no_draft": ("下書きを選んでいません", "No draft is selected"),
    "no_list": ("種別の一覧ではありません", "This is not the list of kinds"),
    "no_form": ("種別を選ぶと開きます", "Choose a kind first"),
    "why_keys": ("矢印 続き  Esc 戻る", "Arrows more  Esc back"),
    "why_required": ("必ず書く欄です", "This field is required"),
    "why_when": ("この欄が出る条件: {}", "The field is asked when: {}"),
    "why_step": ("この操作の根拠: {}", "The step rests on: {}"),
    "why_help_fill": ("この欄に入れる", "Fill this field in"),
    "why_help_fix": ("この欄を直す", "Correct this field"),
    "why_help_none": ("することはありません", "Nothing needs to be done"),
    "why_help_paper": ("届いたら Enter で書類の欄に入れる", "When it has come, Enter leads to its field"),
    "why_help_guide": ("p で不足書類の案内を印刷する", "p prints the sheet of what is missing"),
    "why_nothing": ("この欄に問題はありません", "Nothing is wrong with this field"),
    "draft": ("下書き", "Draft"),
    "thrown": ("下書きを捨てました", "Draft thrown away"),
    "no_problem": ("不備はありません Ctrl+S で進めます", "Nothing is wrong; Ctrl+S goes on"),
    "none_missing": ("不足している書類はありません", "No paper is missing"),
    "guide_written": ("不足書類の案内を書きました: {}", "What is missing, written: {}"),
    "papers_keys": ("矢印でえらび Enter でその欄へ", "Arrows choose, Enter goes to its field"),
    "none_here": ("ここに書類の一覧はありません", "There is no checklist here"),
    "gone_case": (
        "{} は他の人が更新しました Ctrl+S で確かめられます",
        "{} was changed by somebody else; Ctrl+S shows it",
    ),
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


def due_said(found: Outcome, language: str) -> str:
    """The due date that a step would leave behind, or why there is none: paused, or no number of days."""
    if found.due is not None:
        return spelled(found.due, language)
    return word("paused" if found.paused else "no_due", language)
