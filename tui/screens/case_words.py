"""The words of 案件 and なぜ: id → Japanese, English. Names in braces are filled in."""

from __future__ import annotations

from typing import Final

from tui.labels import LABELS

WORDS: Final[dict[str, tuple[str, str]]] = {
    "case.can": ("できること", "You can"),
    "case.cannot": ("できません", "You cannot"),
    "case.later": ("まだ先", "Later"),
    "case.none": ("できることはありません。", "There is nothing to do."),
    "case.run": ("{number}回目", "no. {number}"),
    "tab.data": ("データ", "Data"),
    "tab.history": ("経過", "History"),
    "tab.letters": ("通知", "Letters"),
    "tab.papers": ("書類", "Papers"),
    "tab.notes": ("メモ", "Notes"),
    "data.unasked": ("聞いていない項目", "Fields not asked"),
    "data.unasked.word": ("聞いていません", "not asked"),
    "data.kept": ("台帳と保存の終わり", "Registers, keep until"),
    "data.kept.until": ("{day} まで", "until {day}"),
    "data.kept.none": ("定めがないか、まだ数え始めていません", "nothing laid down, or not begun"),
    "data.held": ("いまは廃棄できません", "no disposal for now"),
    "data.empty": ("まだ何も入っていません。", "Nothing was entered yet."),
    "history.gone": ("取り消し済み", "taken back"),
    "history.amended": ("直し済み", "amended"),
    "history.by": ("行った人", "by"),
    "history.typed": ("入力した人", "typed by"),
    "history.paper": ("紙", "paper"),
    "history.at": ("記録 {at}", "recorded {at}"),
    "history.letter": ("通知 {n}", "letter {n}"),
    "history.acknowledged": ("注意を見て進めた", "went on in spite of a note"),
    "letters.empty": ("まだ通知はありません。発行するとここに並びます。", "No letters yet."),
    "letters.coming": ("「{title}」で出す通知を下見する", "Preview the letter of: {title}"),
    "letters.not_coming": ("いまの内容では、この操作で出す通知はありません", "As it stands this step issues no letter"),
    "letters.slip": ("控え", "slip"),
    "letters.to": ("あて先", "to"),
    "letters.number": ("文書番号", "number"),
    "letters.none": ("様式番号なし", "no form number"),
    "papers.checks": ("確かめること", "To be checked"),
    "papers.shown": ("提示・提出された書類", "Papers presented"),
    "papers.empty": ("まだ書類はありません。", "No papers yet."),
    "papers.accepted": ("済", "done"),
    "papers.pending": ("確認待ち", "pending"),
    "papers.missing": ("不足", "missing"),
    "notes.empty": ("まだメモはありません。m で書きます。", "No notes yet. m writes one."),
    "clock.without": ("遅滞なく", "Without delay"),
    "clock.none": ("期限はまだ始まっていません。", "No period has begun yet."),
    "clock.answered": ("済み", "Answered"),
    # なぜ
    "why.title": ("なぜ", "Why"),
    "why.fact": ("1 事実", "1 Fact"),
    "why.rule": ("2 決まり", "2 Rule"),
    "why.article": ("3 条文", "3 Article"),
    "why.help": ("4 こうすると進める", "4 What would help"),
    "why.met": ("満たす", "met"),
    "why.unmet": ("満たさない", "not met"),
    "why.stops": ("できません", "stopped"),
    "why.own": ("この団体の定め", "of this organisation"),
    "why.inherited": ("ひな形から", "inherited"),
    "why.keys": (
        "Enter その場所へ  Tab 次の部分  p 印刷  Esc 戻る",
        "Enter go there  Tab next part  p print  Esc back",
    ),
    # pages
    "page.by": ("行った人", "By"),
    "page.typed": ("入力した人", "Typed by"),
    "page.events": ("記録すること", "To be recorded"),
    "page.state": ("段階", "Step"),
    "page.same": ("{state} のまま", "{state}, unchanged"),
    "page.change": ("{before} から {after} へ", "{before} to {after}"),
    "page.letters": ("出る通知", "Letters"),
    "page.letter": ("{title} {number} あて先 {to}", "{title} {number} to {to}"),
    "page.rows": ("台帳の行", "Register rows"),
    "page.due": ("期限", "Due"),
    "page.due.none": ("未定 (停止中など)", "open (paused)"),
    "page.opened": ("始まること", "Begins"),
    "page.ended": ("終わること", "Ends"),
    "page.warnings": ("注意 (Ctrl+S で、見たうえで進めます)", "Note (Ctrl+S goes on in spite of it)"),
    "page.final": ("取り消せません", "Cannot be taken back"),
    "page.undo.can": ("あとで u で取り消せます。", "u can take it back later."),
    "page.back": ("Esc 戻る (何もしない)", "Esc back (do nothing)"),
    "page.do": ("Ctrl+S {doing}", "Ctrl+S {doing}"),
    "page.reason": ("理由 (必ず書く)", "Reason (required)"),
    "page.reason.missing": ("理由を書いてから Ctrl+S", "Write a reason, then Ctrl+S"),
    "undo.title": ("取り消す: {title}", "Take back: {title}"),
    "undo.do": ("取り消す", "Take back"),
    "undo.what": ("取り消すもの", "What is taken back"),
    "undo.line": ("{day} {title} ({by})", "{day} {title} ({by})"),
    "undo.dates": ("戻る期限", "Dates that come back"),
    "undo.kept": ("経過には残ります。", "It stays in the history."),
    "undo.none": ("取り消せるものがありません。", "There is nothing to take back."),
    "note.title": ("メモを書く", "Write a note"),
    "note.do": ("保存", "Save"),
    "note.missing": ("メモの文を書いてから Ctrl+S", "Write the note, then Ctrl+S"),
    "refused.title": (
        "まだ進めません  何も記録していません。{count}つを直してください",
        "Not yet. Nothing was recorded. Put {count} right",
    ),
    "clash.title": ("他の担当者が更新済み", "Changed by someone else"),
    "clash.since": ("そのあとに記録されたこと", "Recorded since"),
    "clash.line": ("{at}  {by}  {title}", "{at}  {by}  {title}"),
    "clash.mine": ("あなたの入力 | いまの記録 (入力は消えていません)", "Your input | on record (nothing is lost)"),
    "clash.now": ("いまの案件", "The case now"),
    "clash.keys": ("r いまの内容で続ける  Esc やめる (入力は残ります)", "r go on with the new state  Esc leave (kept)"),
    "clash.told": ("他の担当者が更新済み: {by} {title}", "Changed by someone else: {by} {title}"),
    "said.done": ("{number} 「{title}」を記録しました", "{number}: {title} recorded"),
    "said.undone": ("「{title}」を取り消しました", "{title} was taken back"),
    "said.copied": ("{number} を写しました", "{number} copied"),
    "said.letter": (
        "{number} 「{title}」を記録しました。Enter で通知を開き、p で印刷",
        "{number}: {title} recorded. Enter opens the letter, p prints",
    ),
    "opens": ("開く", "Open"),
    "said.note": ("メモを保存しました", "The note was saved"),
    "print.case": ("案件", "case"),
    "print.why": ("なぜ", "why"),
}  # fmt: skip


def say(name: str, language: str, **values: object) -> str:
    """The label of an id in `ja` or `en`: of these screens, or of the common catalogue."""
    pair = WORDS[name] if name in WORDS else LABELS[name]
    said = pair[1 if language == "en" else 0]
    return said.format(**values) if values else said


# Some terminals draw these two cells wide; in our own sentences their ASCII forms say the same.
_NARROW: Final = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "…": "..", "−": "-"}
)


def told(text: str) -> str:
    """A sentence of the engine as the screen shows it."""
    return text.translate(_NARROW)
