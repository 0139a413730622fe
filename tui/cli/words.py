"""Every sentence the command line says, by id: Japanese, English. `help_words` holds those of the help."""

from __future__ import annotations

from typing import Any, Final

from tui.cli.case_words import CASE
from tui.cli.help_words import HELP
from tui.cli.publish_words import PUBLISH

_WORDS: Final[dict[str, tuple[str, str]]] = {
    # --- how it was typed
    "usage.line": ("使い方: {usage}", "Usage: {usage}"),
    "usage.required": (
        "足りません: {names}\n使い方: {usage}",
        "Missing: {names}\nUsage: {usage}",
    ),
    "usage.unknown_option": (
        "この命令では使えない指定です: {names}\n使い方: {usage}",
        "This command does not take: {names}\nUsage: {usage}",
    ),
    "usage.needs_value": (
        "{name} の後に値を入れてください。\n使い方: {usage}",
        "{name} needs a value.\nUsage: {usage}",
    ),
    "usage.no_value": (
        "{name} は値を取りません。\n使い方: {usage}",
        "{name} takes no value.\nUsage: {usage}",
    ),
    "usage.choice": (
        "{name} に {got} は使えません。使えるもの: {choices}\n使い方: {usage}",
        "{name} cannot be {got}. Choose from: {choices}\nUsage: {usage}",
    ),
    "usage.whole": (
        "{name} には {least} 以上の整数を入れてください（いまは「{got}」）。\n使い方: {usage}",
        "{name} takes a whole number of at least {least}, not “{got}”.\nUsage: {usage}",
    ),
    "usage.other": ("書き方が違います: {message}\n使い方: {usage}", "{message}\nUsage: {usage}"),
    "usage.unknown_command": (
        "「{name}」という命令はありません。一覧: madoguchi --help",
        "There is no command “{name}”. All of them: madoguchi --help",
    ),
    "usage.near_command": (
        "「{name}」という命令はありません。もしかして: {near}",
        "There is no command “{name}”. Did you mean: {near}?",
    ),
    "usage.group": (
        "「{group}」の次は {names} のどれかです。",
        "“{group}” is followed by one of {names}.",
    ),
    "usage.unknown_of_group": (
        "「{group}」の次は {names} のどれかです（いまは「{name}」）。",
        "“{group}” is followed by one of {names}, not “{name}”.",
    ),
    "usage.near_of_group": (
        "「{group} {name}」という命令はありません。もしかして: {near}（{names}）",
        "There is no command “{group} {name}”. Did you mean: {near}? ({names})",
    ),
    "usage.unbuilt": (
        "「{name}」はまだ作られていません。使える命令: madoguchi --help",
        "“{name}” is not built yet. What can be used: madoguchi --help",
    ),
    "open.no_terminal": (
        "画面はターミナルの中でだけ開きます。画面なしで使える命令: madoguchi --help",
        "The screens open in a terminal only. Commands without screens: madoguchi --help",
    ),
    "password.ask": ("パスワード: ", "Password: "),
    "password.choose": ("最初の職員のパスワード: ", "Password of the first member: "),
    "password.new": ("新しいパスワード: ", "New password: "),
    "password.of_another": (
        "本人の最初のパスワード（空のまま Enter を押すと作ります）: ",
        "Their first password (Enter alone makes one up): ",
    ),
    "password.again": ("もう一度: ", "Once more: "),
    "password.differ": (
        "二度の入力が違います。何も変えていません。",
        "The two do not agree. Nothing was changed.",
    ),
    "password.none": ("パスワードが入力されませんでした。", "No password was typed."),
    "password.needed": (
        "{office} は暗号化されています。パスワードを MADOGUCHI_PASSWORD か --password-fd N で渡してください。",
        "{office} is encrypted. Give the password by MADOGUCHI_PASSWORD or --password-fd N.",
    ),
    "password.first": (
        "窓口は暗号化されます。最初の職員のパスワードを MADOGUCHI_PASSWORD か --password-fd N で渡してください。"
        "練習や試しで暗号化しないときは --no-encryption を付けます。",
        "The office will be encrypted. Give the first member's password by MADOGUCHI_PASSWORD or "
        "--password-fd N. For trials without encryption add --no-encryption.",
    ),
    "password.new_needed": (
        "新しいパスワードを MADOGUCHI_NEW_PASSWORD か --new-password-fd N で渡してください。",
        "Give the new password by MADOGUCHI_NEW_PASSWORD or --new-password-fd N.",
    ),
    "password.descriptor": ("{name} から読めません（{why}）。", "{name} cannot be read ({why})."),
    "password.encoding": (
        "{name} のパスワードが UTF-8 ではありません。",
        "The password at {name} is not UTF-8.",
    ),
    "password.too_old": (
        "パスワードの期限が切れています。madoguchi member password {office} で変えてください。何も行っていません。",
        "Your password has expired. Change it by madoguchi member password {office}, then try again. Nothing was done.",
    ),
    "password.due_given": (
        "ほかの人が決めたパスワードのままです。madoguchi member password で変えてください。",
        "Your password was chosen by somebody else. Change it by madoguchi member password.",
    ),
    "sheet.printed": (
        "この用紙を書き写すか印刷し、機器とは別の鍵のかかる場所に保管してください。二度と表示できません。",
        "Print or copy this sheet and lock it away from the machine. It cannot be shown again.",
    ),
    "sheet.written": (
        "回復用紙を書きました: {file}。印刷したら、このファイルを消してください。",
        "Wrote the recovery sheet: {file}. Print it, then delete this file.",
    ),
    "sheet.beside": (
        "回復用紙を記録と同じ場所（{file}）には置けません。フォルダーを盗まれると記録も読まれます。別の媒体を指定してください。",
        "The recovery sheet cannot lie among the records it opens ({file}). Name another place.",
    ),
    "sheet.exists": (
        "{file} はもうあります。別の名前にしてください。",
        "{file} exists. Choose another name.",
    ),
    "sheet.unwritable": (
        "新しい回復用紙はできましたが、{file} に書けません（{why}）。いま書き写してください: {code}",
        "The new recovery sheet is made, but cannot be written to {file} ({why}). Copy it now: {code}",
    ),
    "sheet.ask": ("回復用紙の符号（7組）: ", "Code of the sheet (7 groups): "),
    "sheet.is_page": (
        "{file} は印刷用の PDF で、符号を読み取れません。紙を見て、--recovery - のあとに符号を打ち込んでください。",
        "{file} is a PDF to print, and no code is read from it. Type the code from the paper after --recovery -.",
    ),
    "outputs.held": (
        "ほかのプログラムが使っているため消せません。閉じてから消してください: {names}",
        "In use by another program and not erased. Close and delete: {names}",
    ),
    "member.whose": (
        "だれのパスワードかを ID で指定してください。",
        "Say whose password it is, by the member's id.",
    ),
    "usage.retain": (
        "--retain には、いつまで（--until）と理由（--reason）が要ります。",
        "--retain needs a day (--until) and a reason (--reason).",
    ),
    "usage.paper": (
        "--paper は 決裁番号 か 決裁番号@日付 です（いまは「{got}」）。",
        "--paper is NUMBER or NUMBER@DATE, not “{got}”.",
    ),
    "usage.letter_file": (
        "通知は .pdf、.docx、.txt のどれかに書きます（いまは「{file}」）。",
        "A letter is written as .pdf, .docx or .txt, not “{file}”.",
    ),
    "usage.picture_file": (
        "図は .svg か .mmd に書きます（いまは「{file}」）。",
        "A picture is written as .svg or .mmd, not “{file}”.",
    ),
    "usage.calendar_file": (
        "期限は .ics に書きます（いまは「{file}」）。",
        "Due dates are written as .ics, not “{file}”.",
    ),
    "usage.binary": (
        "Excel のファイルは画面に出せません。-o FILE を付けてください。",
        "An Excel file cannot be printed on the screen. Add -o FILE.",
    ),
    "usage.not_file": ("「{file}」はファイルではありません。", "“{file}” is not a file."),
    # --- what was given
    "file.unreadable": (
        "「{file}」を読めません（{why}）。場所と名前を確かめてください。",
        "{file} cannot be read ({why}). Check the place and the name.",
    ),
    "file.unwritable": (
        "「{file}」に書けません（{why}）。別の場所を -o で指定してください。",
        "{file} cannot be written ({why}). Name another place with -o.",
    ),
    "output.failed": (
        "結果を最後まで書き出せませんでした（{why}）。出力先の空きを確かめてください。",
        "The output could not be written to its end ({why}). Check the room where it goes.",
    ),
    "file.large": (
        "{file}: 大きすぎます（{most} KB まで）。",
        "{file}: too large (up to {most} KB).",
    ),
    "file.cp932": (
        "{file}:{line}: Shift_JIS（CP932）のようです。"
        "メモ帳の「名前を付けて保存」で文字コードを UTF-8 にして保存し直してください。",
        "{file}:{line}: this looks like Shift_JIS (CP932). Save it again as UTF-8.",
    ),
    "file.utf16": (
        "{file}:1: UTF-16 のようです。文字コードを UTF-8 にして保存し直してください。",
        "{file}:1: this looks like UTF-16. Save it again as UTF-8.",
    ),
    "file.encoding": (
        "{file}:{line}: UTF-8 ではない文字があります。UTF-8 で保存し直してください。",
        "{file}:{line}: this is not UTF-8. Save it again as UTF-8.",
    ),
    "json.syntax": (
        "{file}:{line}:{column}: JSON として読めません（{why}）。かっこ・引用符・コンマを確かめてください。",
        "{file}:{line}:{column}: this is not JSON ({why}). Check brackets, quotes and commas.",
    ),
    "json.value": ("値がありません", "a value is missing"),
    "json.name": ("項目名は二重引用符で囲みます", "a name stands in double quotes"),
    "json.colon": ("項目名の後にコロンがありません", "a colon is missing after a name"),
    "json.comma": ("区切りのコンマがありません", "a comma is missing"),
    "json.trailing": ("最後のコンマが余分です", "the last comma is too many"),
    "json.unclosed": ("文字列が閉じていません", "a string is not closed"),
    "json.control": ("文字列の中に改行などの制御文字があります", "a string holds a control character"),
    "json.escape": ("\\ の書き方が違います", "a \\ is not written as it must be"),
    "json.extra": ("終わりの後に余分な文字があります", "something follows after the end"),
    "json.other": ("書き方が違います", "not written as it must be"),
    "json.twice": (
        "{file}: 「{name}」が二度あります。一つにしてください。",
        "{file}: “{name}” is given twice. Leave one.",
    ),
    "json.surrogate": (
        "{file}: 文字として使えない符号（対になっていないサロゲート）があります。",
        "{file}: there is a lone surrogate, which is no character.",
    ),
    "json.deep": ("{file}: 入れ子が深すぎます。", "{file}: nested too deep."),
    "json.number": (
        "{file}: 数として使えない値（NaN、Infinity、長すぎる数）があります。",
        "{file}: there is a value that is no usable number (NaN, Infinity, too long).",
    ),
    "json.object": (
        '{file}: {{"項目": 値}} の形（JSON のオブジェクト）にしてください（いまは {got}）。',
        '{file}: this must be a JSON object {{"field": value}}, not a {got}.',
    ),
    "yaml.syntax": ("{file}: YAML として読めません。", "{file}: this is not YAML."),
    "yaml.map": (
        "{file}: 「設定: 値」を一行に一つずつ書いてください。",
        "{file}: write one `setting: value` on each line.",
    ),
    "input.date": ("{name}: {ja}", "{name}: {en}"),
    "input.hosei": (
        "--hosei は 開始日..終了日 です。まだ終わっていなければ 開始日.. と書きます（いまは「{got}」）。",
        "--hosei is FROM..TO, or FROM.. while it is open, not “{got}”.",
    ),
    "input.extend": (
        "--extend は 日数@延長した日 です（いまは「{got}」）。",
        "--extend is DAYS@DATE, not “{got}”.",
    ),
    "batch.keys": (
        "{where}: 使えない項目です: {names}",
        "{where}: unknown keys: {names}",
    ),
    "batch.type": (
        "{where}: 「{name}」は{wanted}で書いてください。",
        "{where}: “{name}” must be {wanted}.",
    ),
    "batch.op": (
        "{where}: op は new か do です（いまは「{got}」）。",
        "{where}: `op` is new or do, not “{got}”.",
    ),
    "batch.needs": (
        "{where}: 「{name}」が要ります。",
        "{where}: “{name}” is needed.",
    ),
    "batch.text": ("文字列", "a string"),
    "batch.number": ("整数", "a whole number"),
    "batch.object": ("オブジェクト", "an object"),
    "batch.list": ("文字列の並び", "a list of strings"),
    "batch.failed": (
        "{failed} 行が記録されませんでした（全 {count} 行）。行ごとの理由は答えにあります。",
        "{failed} of {count} lines were not recorded. Each answer says why.",
    ),
    # --- what came of it
    "refused": ("まだ進めません。何も記録していません。", "Not yet. Nothing was recorded."),
    "acknowledge": (
        "確かめたうえで進めるときは: --acknowledge {ids}",
        "To go on after checking: --acknowledge {ids}",
    ),
    "definitions": ("定義に問題が {count} 件あります。", "The definitions have {count} problems."),
    "unexpected": (
        "思わぬ誤りで止まりました。番号 {id}（{where}）。"
        "madoguchi verify で記録を確かめ、番号を添えて知らせてください。",
        "Stopped by an unexpected error. Number {id} ({where}). Check the records by madoguchi verify, and "
        "report the number.",
    ),
    "none": ("ありません", "none"),
    "init.done": ("窓口を作りました: {office}", "Made the office: {office}"),
    "init.next": (
        "次に職員を加えます: madoguchi member add {office} ID --name 氏名 --role 役割",
        "Next, add a member: madoguchi member add {office} ID --name NAME --role ROLE",
    ),
    "init.plain": (
        "注意: 暗号化されていません。本当の個人情報は入れないでください。",
        "Note: it is not encrypted. Do not put anybody's real data into it.",
    ),
    "demo.done": ("練習用の窓口を作りました: {office}", "Made a practice office: {office}"),
    "demo.there": (
        "練習用の窓口はもうあります: {office}",
        "The practice office is there already: {office}",
    ),
    "demo.cases": ("  {organisation}  {count} 件", "  {organisation}  {count} cases"),
    "demo.next": (
        "見るには: madoguchi case list {office}    職員（--as）: {members}",
        "To look: madoguchi case list {office}    Members (--as): {members}",
    ),
    "member.added": ("職員を加えました: {id} {name}（{roles}）", "Added the member: {id} {name} ({roles})"),
    "member.roles": ("役割を改めました: {id}（{roles}）", "Changed the roles: {id} ({roles})"),
    "member.removed": (
        "職員を外しました: {id}。これまでの記録の氏名は残ります。",
        "Removed the member: {id}. What they did stays recorded with their name.",
    ),
    "member.rotated": (
        "鍵を新しくしました。これから書く記録は、前の鍵では読めません。いままでのバックアップは外した人の前のパスワードで"
        "開けるので、処分して新しく作ってください。",
        "The office has a new key: what is written from now on cannot be read with the one before. Backups made until "
        "now still open with the old password: destroy them and make a new one.",
    ),
    "member.password": ("パスワードを変えました: {id}", "Changed the password: {id}"),
    "member.first_password": (
        "最初のパスワード: {password}（本人に渡し、入ったら変えてもらってください）",
        "First password: {password} (hand it over; it is to be changed after signing in)",
    ),
    "check.good": ("問題はありません。", "No problems."),
    "check.failed": ("問題が {count} 件あります。", "{count} problems."),
    "check.notes": (
        "問題はありません。注意 {count} 件。",
        "No problems. {count} notes.",
    ),
    "severity.block": ("問題", "problem"),
    "severity.warn": ("警告", "warning"),
    "severity.note": ("注意", "note"),
    "scenario.passed": ("確認例 {passed} 件すべて合格。", "All {passed} passed."),
    "scenario.failed": (
        "確認例 {failed} 件が違います（合格 {passed} 件）。",
        "{failed} differ ({passed} passed).",
    ),
    "scenario.expected": ("期待 {expected}", "expected {expected}"),
    "scenario.got": ("結果 {got}", "got {got}"),
    "case.done": ("{case}  {state}  （版 {version}）", "{case}  {state}  (version {version})"),
    "case.letter": ("通知 {n}: {title} {form}", "letter {n}: {title} {form}"),
    "list.past": ("{number}  {register} {day}  {cells}", "{number}  {register} {day}  {cells}"),
    "list.empty": ("該当する案件はありません。", "No such cases."),
    "list.count": ("{count} 件", "{count} cases"),
    "column.number": ("番号", "number"),
    "column.kind": ("種別", "kind"),
    "column.name": ("請求者", "name"),
    "column.state": ("段階", "step"),
    "column.due": ("期限", "due"),
    "column.days": ("残り", "days left"),
    "column.organisation": ("団体", "organisation"),
    "column.rows": ("行", "rows"),
    "show.state": ("段階", "step"),
    "show.same_paper": ("同じ書面の件", "on the same paper"),
    "show.organisation": ("団体", "organisation"),
    "show.due": ("期限", "due"),
    "show.data": ("データ", "Data"),
    "show.history": ("経過", "History"),
    "show.letters": ("通知", "Letters"),
    "show.can": ("できること", "Can be done"),
    "show.blocked": ("まだできないこと", "Blocked"),
    "show.no_due": ("期限なし", "no due date"),
    "show.remaining": ("あと {days} 日", "{days} days left"),
    "show.over": ("{days} 日超過", "{days} days over"),
    "show.paused": ("停止中 残り {days} 日", "paused, {days} days left"),
    "show.elapsed": ("{days} 日目", "day {days}"),
    "met.yes": ("よし", "ok"),
    "met.no": ("まだ", "not yet"),
    "event.note": ("メモ", "note"),
    "event.attach": ("書類の追加", "file attached"),
    "event.amend": ("訂正", "amended"),
    "event.take_back": ("取消し", "taken back"),
    "yes": ("はい", "yes"),
    "no": ("いいえ", "no"),
    "notice.done": ("書きました: {file}", "Wrote {file}"),
    "import.done": ("{count} 件を取り込みました。", "Imported {count} records."),
    "verify.good": (
        "記録は正しくつながっています。{lines} 行、ファイル {files} 件。\n照合値 {head}",
        "The records are sound. {lines} lines, {files} files.\nHead {head}",
    ),
    "verify.mark_good": ("紙の照合値 {mark} と合っています。", "The head {mark} on paper is borne out."),
    "verify.mark_bad": (
        "紙の照合値 {mark} と合いません。その行までの記録が失われたか書き換わっています"
        "（廃棄で帳簿を作り直した後では、前の紙とは合いません）。写しを取り、管理者に知らせてください。",
        "The head {mark} on paper is not borne out: records up to that line were lost or changed (after a disposal "
        "the book is another one, and paper from before it does not fit). Make a copy and tell the administrator.",
    ),
    "verify.salvaged": (
        "読める記録 {count} 行を {file} に書き出しました。暗号化されていません。用が済んだら消してください。",
        "{count} lines that read were written to {file}. They are not encrypted: erase them after use.",
    ),
    "verify.bad": (
        "記録に傷みが {count} か所あります。何も書き換えていません。写しを取り、管理者に知らせてください。",
        "The records are damaged in {count} places. Nothing was changed. Make a copy and "
        "tell the administrator.",
    ),
    "verify.safety": (
        "最後のバックアップ {backup}、最後の復元の確認 {rehearsal}",
        "Last backup {backup}, last rehearsal {rehearsal}",
    ),
    "log.done": ("記録", "done"),
    "log.refused": ("進めない", "refused"),
    "log.printed": ("印刷", "printed"),
    "log.exported": ("書き出し", "exported"),
    "log.checked": ("検証", "verified"),
    "log.viewed": ("閲覧", "viewed"),
    "log.signed": ("サインイン", "signed in"),
    "log.failed": ("失敗", "failed"),
    "download.permitted": (
        "書き出しを許可しました: 番号 {number}、{id}（一度だけ使えます）",
        "Export permitted: number {number}, {id} (for one export)",
    ),
    "download.erased": ("削除を記録しました: 番号 {number}", "Recorded as erased: number {number}"),
    "dispose.none": ("見直す件はありません。", "There is nothing to look over."),
    "dispose.may": ("廃棄できる件 {count} 件。", "{count} cases may go."),
    "dispose.next": (
        "廃棄するには --confirm {count}。元に戻せません。",
        "To dispose of them: --confirm {count}. It cannot be undone.",
    ),
    "dispose.row": ("{case}  {kind}  {registers}{why}", "{case}  {kind}  {registers}{why}"),
    "dispose.register": ("{title} {day} まで{least}", "{title} kept through {day}{least}"),
    "dispose.least": ("（少なくとも）", " (at least)"),
    "dispose.held": ("  残します: {why}", "  stays: {why}"),
    "dispose.done": (
        "{count} 件を廃棄しました。氏名などの記録、通知、書類、下書き、窓口の隣のバックアップから消えました。",
        "{count} cases disposed of: records, letters, papers, drafts and the copies beside the office hold "
        "nobody of them any more.",
    ),
    "dispose.elsewhere": (
        "ほかに作ったバックアップ（最後は {day}）と、書き出したファイルには残っています。手で消してください。",
        "Backups made elsewhere (the last on {day}) and exported files still hold them: destroy those by hand.",
    ),
    "dispose.retained": ("{case} を {until} まで続けて保存します。", "{case} is kept until {until}."),
    "handover.done": (
        "{files} 件のファイルを書き出しました: {folder}（一覧は README.txt）。暗号化されていません。",
        "Wrote {files} files: {folder} (listed in README.txt). They are not encrypted.",
    ),
    "ledger.column": ("{title} → {column}", "{title} → {column}"),
    "ledger.left": ("取り込まない列: {titles}", "Not taken in: {titles}"),
    "ledger.row": ("{day}  {cells}", "{day}  {cells}"),
    "ledger.shown": (
        "台帳「{title}」に {count} 行を取り込みます。まだ何も書いていません。よければ --confirm を付けてもう一度。",
        "{count} rows for register “{title}”. Nothing was written: add --confirm to take them in.",
    ),
    "ledger.done": (
        "台帳「{title}」に {count} 行を取り込みました（{first} から {last}）。",
        "Took {count} rows into register “{title}” ({first} to {last}).",
    ),
    "safety.never": ("なし", "never"),
    "upgrade.formats": (
        "形式 {older} -> {newer}、プログラム {before} -> {now}",
        "Format {older} -> {newer}, program {before} -> {now}",
    ),
    "upgrade.same": (
        "{cases} 件を読み直しました。違って見える件はありません。",
        "{cases} cases were folded again. None is seen otherwise.",
    ),
    "upgrade.differs": (
        "{cases} 件を読み直しました。{count} か所が前と違って見えます（伝えたものは変わりません）。",
        "{cases} cases were folded again. {count} things are seen otherwise (what was told stays as it was).",
    ),
    "upgrade.one": ("  {case} {what}: {before} -> {now}", "  {case} {what}: {before} -> {now}"),
    "upgrade.moved": (
        "{organisation}: 定義が公開した版と {count} か所違います。"
        "新しい件に使うには madoguchi publish で公開してください。",
        "{organisation}: the definitions differ from the published version in {count} places. "
        "New cases get them by madoguchi publish.",
    ),
    "upgrade.none": ("新しくするものはありません。", "There is nothing to upgrade."),
    "upgrade.dry": ("まだ何も書き込んでいません。", "Nothing was written yet."),
    "upgrade.done": (
        "新しくしました。前の状態のバックアップ: {copy}",
        "Upgraded. A copy of the state before: {copy}",
    ),
    "safety.made": ("バックアップを作りました: {file}（{files} 件）", "Backup made: {file} ({files} files)"),
    "safety.rehearsed": (
        "試しに戻して確かめました。{lines} 行、ファイル {files} 件。照合値 {head}",
        "Restored for trial and sound. {lines} lines, {files} files. Head {head}",
    ),
    "safety.restored": (
        "戻しました: {office}。{lines} 行、ファイル {files} 件。照合値 {head}",
        "Restored: {office}. {lines} lines, {files} files. Head {head}",
    ),
    "safety.bad": (
        "このバックアップは傷んでいます（{count} か所）。何も戻していません。ほかのバックアップを使ってください。",
        "This backup is damaged in {count} places. Nothing was restored. Use another one.",
    ),
    "safety.older": (
        "この記録は、この機器で最後に見たときより古いものです（{books}）。それより後の記録と廃棄はここにありません。"
        "バックアップから戻したのでなければ、使う前に管理者に知らせてください。廃棄の確認をもう一度してください（dispose）。",
        "These records are older than the last state seen here ({books}): what was recorded or disposed of since is "
        "not in them. Unless you restored a backup, tell the administrator before you use them; run dispose again.",
    ),
    "safety.older_line": (
        "最後に見たときより古い記録です。戻したのでなければ、使わずに管理する人へ。",
        "Older than last seen here. Unless you restored it, ask the administrator.",
    ),
    "safety.no_copy": ("終わりのバックアップを作れませんでした: {why}", "No copy was made at leaving: {why}"),
    # --- ask
    "ask.due": ("期限 {date}", "due {date}"),
    "ask.no_due": ("期限: {label}", "due: {label}"),
    "ask.elapsed": ("経過 {days} 日", "{days} days elapsed"),
    "ask.refused": ("できません: {message}", "refused: {message}"),
    "ask.unmapped": ("定めた様式がありません。", "No form is laid down for this."),
    "ask.freeform": (
        "様式の定めはありません。自由な書式で作れます。",
        "No form is laid down; it may be written freely.",
    ),
    "ask.offer": ("使えるかもしれない様式: {offer}", "A form that may serve: {offer}"),
    "ask.accepted": ("そろっています。", "Everything is there."),
    "ask.pending": (
        "確かめている途中です（定めがないので承認が要ります）。",
        "Pending: the source is silent, an approval is needed.",
    ),
    "ask.missing": ("足りません。", "Something is missing."),
    "ask.missing_item": ("不足 {text}", "missing: {text}"),
    "ask.rejected_item": ("使えません {document}: {text}", "rejected {document}: {text}"),
    "ask.yen": ("{yen} 円", "{yen} yen"),
    "ask.exempt": ("免除", "exempt"),
    "ask.silent": ("金額の定めがありません。", "The source does not say how much."),
    "ask.keep": (
        "{keep} まで保存、{dispose} から廃棄できます。",
        "Keep through {keep}; may be disposed of from {dispose}.",
    ),
    "ask.keep_silent": ("保存の期間の定めがありません。", "The source does not say how long to keep it."),
    "ask.why": ("根拠", "Why"),
}


def say(language: str, word: str, /, **values: Any) -> str:
    """The sentence of an id in `ja` or `en`, with its values."""
    pair = _WORDS.get(word) or CASE.get(word) or PUBLISH.get(word) or HELP[word]
    return pair[language == "en"].format(**values)


def all_words() -> dict[str, tuple[str, str]]:
    """The whole catalogue, for those who check that it is whole."""
    return {**_WORDS, **CASE, **PUBLISH, **HELP}
