"""Words of the tables of 設定: papers by who asks and how, the form beside its fields, what a change does."""

from __future__ import annotations

from typing import Final

TABLE_LABELS: Final[dict[str, tuple[str, str]]] = {
    # a cell of the papers
    "papers.keys": (
        "Space 出す  a 足す  x 外す  n いくつ要るか  J K 順番  左右 となりの欄\n"
        "s 種別を替える  u 戻す  Enter この行  Esc 閉じる",
        "Space hold up  a add  x remove  n how many  J K order  < > cell\n"
        "s kind  u undo  Enter row  Esc close",
    ),
    "papers.how_many": ("このうち いくつ要りますか", "How many of these are asked for?"),
    "papers.no_list": ("書類の一覧の行で選びます", "Choose a line of a list of papers"),
    "papers.kind": ("種別 {kind}", "Kind: {kind}"),
    "papers.original": ("原本", "self"),
    "papers.copy": ("写し", "copy"),
    "papers.old": ("古い", "old "),
    "papers.at_times": ("次のとき:", "Only when:"),
    "papers.assumed": ("次のときとして:", "Taken for given:"),
    "papers.on_demand": ("求めたときだけ", "only when asked for"),
    "papers.asked": ("求めたとして", "as if asked for"),
    "papers.accepted": ("受理", "Accepted"),
    "papers.pending": ("確認待ち", "Pending"),
    "papers.missing": ("不足", "Missing"),
    "papers.cannot": ("この条件は ここでは試せません", "This condition cannot be tried here"),
    # the form beside its fields
    "sample.none": ("この行には様式がありません", "There is no form at this row"),
    "sample.keys": (
        "試しに入れてみる画面です。何も記録しません  Esc 閉じる",
        "Typed in for a try: nothing is recorded  Esc close",
    ),
    # a paper to be added
    "paper.title": ("書類を足す", "Add a paper"),
    "paper.keys": (
        "Enter 決める  Space 欄を選ぶ  Ctrl+S 足す  Esc やめる",
        "Enter set  Space cell  Ctrl+S add  Esc leave",
    ),
    "paper.name": ("書類の名前", "Paper"),
    "paper.new": ("新しい書類", "A new paper"),
    "paper.copy": ("写し", "Copy"),
    "paper.as_list": ("この一覧の書類と同じ", "As the others of the list"),
    "paper.same": ("この一覧と同じ ({said})", "as the list ({said})"),
    "paper.originals": ("原本だけ", "the paper itself only"),
    "paper.copies": ("写しでもよい", "a copy will do"),
    "paper.age": ("古さ", "Age"),
    "paper.none": ("なし", "none"),
    "paper.period": ("期間を入れる", "A period"),
    "paper.within": ("作成から{period}以内", "at most {period} old"),
    "paper.until": ("いつまで使えるか", "Valid until"),
    "paper.day": ("日を入れる", "A day"),
    "paper.basis": ("根拠", "Basis"),
    "paper.cells": ("ほかの欄にも足す (この一覧を使う欄)", "Also in these cells, which share the list"),
    "paper.here": ("この欄", "this cell"),
}  # fmt: skip
