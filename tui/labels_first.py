"""Words of the first run, of practice and of the line under the top bar: id → Japanese, English."""

from __future__ import annotations

from typing import Final

FIRST_LABELS: Final[dict[str, tuple[str, str]]] = {
    # the door
    "first.title": ("窓口へようこそ", "Welcome to Madoguchi"),
    "first.about": ("どれから始めますか。あとから変えられます。", "Where to begin? You can change it later."),
    "first.gone": ("前の窓口が開けません: {why}", "The last office does not open: {why}"),
    "first.practice": ("練習用の窓口", "Practice office"),
    "first.practice.about": ("架空の案件で試します", "Try it with invented cases"),
    "first.new": ("新しい窓口", "New office"),
    "first.new.about": ("団体と職員を決めて作ります", "Choose organisation, people"),
    "first.open": ("すでにある窓口を開く", "Open an office"),
    "first.open.about": ("フォルダーを入れます", "Give its folder"),
    "first.restore": ("バックアップから戻す", "Restore a backup"),
    "first.restore.about": ("ファイルから新しいフォルダーに戻します", "From its file into a new folder"),
    "first.folder": ("練習", "practice"),
    "first.making": ("練習用の窓口を作っています。少しお待ちください", "Making the practice office. One moment"),
    "first.making.new": ("窓口を作っています。少しお待ちください", "Making the office. One moment"),
    # a new office
    "new.organisations": ("団体を選ぶ", "Choose organisations"),
    "new.organisations.about": (
        "Space で選びます。二つ以上でもかまいません。",
        "Space chooses; more than one is fine.",
    ),
    "new.folder": ("窓口のフォルダー", "Folder of the office"),
    "new.folder.about": (
        "新しいフォルダーの名を入れます。いまの場所: {here}",
        "Type the name of a new folder. Now in: {here}",
    ),
    "new.folder.blank": ("フォルダーの名を入れてください", "Type the name of a folder"),
    "new.folder.there": ("{folder} はもうあります。別の名にしてください", "{folder} exists. Choose another"),
    "new.member": ("最初の職員", "The first member"),
    "new.member.about": ("あとから何人でも加えられます。", "More people can be added later."),
    "new.member.id": ("ID (英小文字)", "Id (a-z, 0-9, _)"),
    "new.member.name": ("名前", "Name"),
    "new.member.roles": ("役割 (Space で選ぶ)", "Roles (Space chooses)"),
    "new.member.no_id": ("ID は英小文字で始め、英数字と _ だけにします", "An id begins with a-z; a-z, 0-9 and _"),
    "new.member.no_name": ("名前を入れてください", "Type a name"),
    "new.member.no_role": ("役割を一つは選んでください", "Choose one role at least"),
    "new.page": ("この内容で作ります", "This will be made"),
    "new.page.do": ("作る", "make it"),
    "new.page.what": ("窓口", "Office"),
    "new.page.who": ("最初の職員", "The first member"),
    "closed.title": ("休業日", "Closed days"),
    "closed.about": (
        "団体の休業日のほかに、この窓口の休みがあれば足します。なければそのまま Enter。あとで 設定 でも変えられます。",
        "Add days on which this office is closed beside those of its rules. Enter goes on; Workshop changes it later.",
    ),
    "closed.add": ("休む日と名前 (例 R8.12.28 創立記念日)", "Day and name (2026-12-28 Founding day)"),
    "closed.own": ("この窓口の休み", "Of this office"),
    "closed.none": ("まだありません", "None yet"),
    "closed.unnamed": ("休業日", "closed"),
    "closed.writing": ("休業日を書いています", "Writing the closed days"),
    "new.silent": ("規程に定めなし", "Rules are silent"),
    "new.silent.about": (
        "窓口ができました。次のことは規程が決めていません。あとで 設定 で決めます。",
        "The office is made. The rules leave this open; it is settled later in Workshop.",
    ),
    "new.silent.none": ("定めのないことはありません。", "Nothing is left open."),
    # opening one
    "open.title": ("窓口のフォルダーを開く", "Open an office"),
    "open.about": ("フォルダーを入れて Enter。いまの場所: {here}", "Type the folder, then Enter. Now in: {here}"),
    "open.nobody": (
        "この窓口には職員がいません。madoguchi member add で加えてください",
        "Nobody works in this office yet. Add somebody: madoguchi member add",
    ),
    "open.who": ("だれとして開きますか", "Who are you?"),
    "open.who.about": ("{folder} の職員", "Members of {folder}"),
    # restoring
    "restore.title": ("バックアップから戻す", "Restore a backup"),
    "restore.about": (
        "中身をすべて確かめてから、新しいフォルダーに戻します。いまある窓口は上書きしません。"
        "暗号化していない窓口なら ID とパスワードは空のままにします。いまの場所: {here}",
        "All of it is checked, then put into a new folder; nothing is overwritten. For an office without encryption "
        "leave id and password empty. Now in: {here}",
    ),
    "restore.file": ("バックアップのファイル", "Backup file"),
    "restore.folder": ("戻す先の新しいフォルダー", "New folder for it"),
    "restore.blank": ("ファイルとフォルダーの名を入れてください", "Type the file and the folder"),
    "restore.working": ("戻して、すべて確かめています。少しお待ちください", "Restoring and checking. One moment"),
    "restore.bad": (
        "このバックアップには欠けがあります ({count}か所)。何も戻していません。ほかのバックアップを使ってください",
        "This backup is damaged in {count} places. Nothing was restored. Use another one",
    ),
    # practice
    "tasks.title": ("練習の課題", "Practice tasks"),
    "tasks.about": ("できたものに x が付きます。", "An x marks what you have done."),
    "tasks.all": ("全部できました。あとは自由に試せます。", "All done. Try whatever you like."),
    "tasks.ticked": ("課題ができました: {task} ({done}/{all})", "Task done: {task} ({done}/{all})"),
    "tasks.key": ("{key} 課題 {done}/{all}", "{key} tasks {done}/{all}"),
    "tasks.next": ("{done}/{all} 練習の課題  {task}: {how}", "{done}/{all} practice  {task}: {how}"),
    "tasks.list": ("{key} 一覧", "{key} list"),
    "tasks.back": ("Esc 戻る", "Esc back"),
    "task.take_in": ("受け付ける", "Take in"),
    "task.missing": ("不足を見る", "See what lacks"),
    "task.why": ("なぜを開く", "Open why"),
    "task.decide": ("決定する", "Decide"),
    "task.preview": ("通知を下見する", "Preview a letter"),
    "task.take_in.how": ("机で n、種別を選び、埋めて Ctrl+S", "n on the desk, choose a kind, fill in, Ctrl+S"),
    "task.missing.how": ("案件を開き、] で 書類 の面へ", "In a case, ] leads to its documents"),
    "task.why.how": ("机か案件で w", "w on the desk, in a case"),
    "task.decide.how": ("「決定を待つ」の案件を開き、「決定する」", "Open a case to be decided; decide it"),
    "task.preview.how": (
        "「発送する通知」の案件を開き、] で 通知 の面へ、Enter",
        "Open a case to be posted, ] to Letters, Enter",
    ),
    # the line under the bar
    "note.clock": ("時計は MADOGUCHI_NOW で {now} に止まっています。", "MADOGUCHI_NOW holds the clock at {now}."),
}  # fmt: skip
