"""Words of signing in, passwords, the recovery sheet, locking and members: id → Japanese, English."""

from __future__ import annotations

from typing import Final

PEOPLE_LABELS: Final[dict[str, tuple[str, str]]] = {
    # a password for a new office
    "new.password": ("パスワード", "Password"),
    "new.password.about": (
        "窓口は暗号化されます。{member} のパスワードを二度入れてください。8文字以上。",
        "The office is encrypted. Type the password of {member} twice, 8 characters or more.",
    ),
    "new.password.one": ("パスワード", "Password"),
    "new.password.two": ("もう一度", "Once more"),
    "password.ime": (
        "日本語入力がオンのようです。半角/全角 で切り替えてください",
        "The Japanese input method seems to be on. Switch it off with the half/full-width key",
    ),
    "password.caps": (
        "大文字だけです。Caps Lock がオンではありませんか",
        "Capitals only: is Caps Lock on?",
    ),
    "password.differ": ("二つの入力が違います", "The two do not agree"),
    "new.page.sealed": ("暗号化します", "Encrypted"),
    "new.page.sealed.about": (
        "パスワードがなければ、だれも中身を読めません。次のページの回復用紙を紙に写してください。",
        "Nobody reads it without the password. Copy the recovery sheet of the next page on paper.",
    ),
    # the sheet
    "sheet.title": ("回復用紙", "Recovery sheet"),
    "sheet.about": (
        "パスワードをすべて忘れたときに、この符号で開けます。紙に書き写し、機器とは別の鍵のかかる場所に保管してください。"
        "二度と表示できません。",
        "When every password is forgotten, this code opens the office. Copy it on paper and lock it away from "
        "the machine. It cannot be shown again.",
    ),
    "sheet.group": ("{n} 組目", "Group {n}"),
    "sheet.print": ("印刷用に書き出す", "Write it for printing"),
    "sheet.written": (
        "{file} に書きました。印刷してください。先へ進むと消します",
        "Wrote {file}. Print it; it is erased when you go on",
    ),
    "sheet.again": ("写した用紙を見て入れてください", "Type from your copy"),
    "sheet.again.about": (
        "正しく写せたことを確かめます。{first} 組目と {second} 組目を入れてください。",
        "To make sure of the copy: type groups {first} and {second}.",
    ),
    "sheet.again.wrong": (
        "{n} 組目が違います。用紙と見比べてください",
        "Group {n} does not agree. Compare it with the sheet",
    ),
    # signing in
    "sign.title": ("サインイン", "Sign in"),
    "sign.about": (
        "{folder} を開きます。職員 ID とパスワードを入れてください。",
        "Opens {folder}. Type your id and password.",
    ),
    "sign.id": ("職員 ID", "Id"),
    "sign.password": ("パスワード", "Password"),
    "sign.looking": ("確かめています", "One moment"),
    "sign.forgotten": ("パスワードを忘れた", "Forgotten"),
    "sign.no_id": ("職員 ID を入れてください", "Type your id"),
    "forgot.title": ("パスワードを忘れたとき", "A forgotten password"),
    "forgot.about": (
        "管理する人がいれば、その人に付け直してもらいます（Ctrl+P「職員」）。いなければ、回復用紙の符号と新しいパスワードを入れます。",
        "If somebody administers the office, have them set a new one (Ctrl+P, Members). If not, type the code of the "
        "recovery sheet and a new password.",
    ),
    "forgot.code": ("回復用紙の符号", "Code of the sheet"),
    # locking
    "lock.title": ("ロックしています", "Locked"),
    "lock.about": ("{who} のパスワードを入れると戻ります。", "The password of {who} brings it back."),
    "lock.keys": ("Enter 戻る  Ctrl+Q 終わる", "Enter back  Ctrl+Q leave"),
    # one's own password
    "own.title": ("パスワードを変える", "Change your password"),
    "own.given": (
        "ほかの人が決めたパスワードのままです。自分のパスワードに変えてください。",
        "Somebody else chose your password. Choose your own.",
    ),
    "own.old": ("パスワードを変える時期です。", "It is time for a new password."),
    "own.now": ("いまのパスワード", "Present password"),
    "own.new": ("新しいパスワード", "New password"),
    "own.again": ("もう一度", "Once more"),
    "own.keys": ("Enter 次へ、変える  Esc 戻る", "Enter next, change  Esc back"),
    "own.keys.due": ("Enter 次へ、変える  Ctrl+Q 終わる", "Enter next, change  Ctrl+Q leave"),
    "own.done": ("パスワードを変えました", "The password is changed"),
    "why.no_keys": ("この窓口は暗号化されていません", "This office is not encrypted"),
    "why.not_admin": ("職員を管理する役割の人だけができます", "Only somebody who administers members can"),
    "why.practice": (
        "練習用の窓口のパスワードは公開されています",
        "The password of a practice office is published",
    ),
    # members
    "screen.members": ("職員", "Members"),
    "members.title": ("職員", "Members"),
    "members.you": ("あなた", "you"),
    "members.admin": ("管理", "administers"),
    "members.none": ("職員がいません", "No members"),
    "member.new": ("職員を加える", "Add a member"),
    "member.roles_of": ("{who} の役割", "Roles of {who}"),
    "member.keys": (
        "Enter 次へ  Space 選ぶ  Ctrl+S 決める  Esc 戻る",
        "Enter next  Space choose  Ctrl+S do it  Esc back",
    ),
    "member.added": ("{who} を加えました", "Added {who}"),
    "member.renewed": ("{who} のパスワードを付け直しました", "{who} has a new password"),
    "member.changed": ("{who} の役割を変えました", "Changed the roles of {who}"),
    "member.first": ("{who} の最初のパスワード", "First password of {who}"),
    "member.first.once": (
        "書き写して本人に渡してください。閉じると二度と表示できません。",
        "Write it down and hand it over. It cannot be shown again once this is closed.",
    ),
    "member.first.own": (
        "{who} は、初めて入ったときに自分のパスワードに変えます。",
        "{who} changes it for one of their own at the first sign-in.",
    ),
    "told.keys": ("Enter 閉じる", "Enter close"),
    "member.permit": ("{who} に一度の書き出しを許可する", "Permit {who} one export"),
    "member.permit.about": (
        "許可したことは、団体の管理簿に残ります。",
        "It is kept in the organisation's register.",
    ),
    "member.permit.content": ("対象データの内容", "What data it is about"),
    "member.permitted": ("{who} の書き出しを一度許可しました", "Permitted {who} one export"),
    "why.not_permitting": (
        "書き出しを許可する役割の人だけができます (許可を定めた団体がある窓口で)",
        "Only somebody who permits exports can, where an organisation asks for it",
    ),
    "sheet.anew": ("回復用紙を作り直す", "Make a new recovery sheet"),
    "sheet.anew.before": ("いままでの用紙では開けなくなります", "The sheet before opens nothing any more"),
    "sheet.anew.once": (
        "新しい用紙は一度だけ表示します。印刷するか書き写します",
        "The new one is shown once: print it or copy it",
    ),
    "sheet.anew.done": ("回復用紙を作り直しました", "The recovery sheet is a new one"),
    "member.remove": ("職員を外す", "Remove a member"),
    "member.remove.who": ("外す人", "Who"),
    "member.remove.what": ("起こること", "What happens"),
    "member.remove.kept": ("これまでの記録の氏名は残ります", "What they did stays recorded with their name"),
    "member.remove.rotated": (
        "鍵を新しくします。これから書く記録は、その人が写しを持っていても読めません",
        "The key is renewed: what is written from now on they cannot read, even with a copy of the folder",
    ),
    "member.remove.copies": (
        "いままでのバックアップは、その人の前のパスワードで開けます。処分して、新しく作ってください",
        "Backups made until now still open with their old password: destroy them and make a new one",
    ),
    "member.removed": ("{who} を外しました", "Removed {who}"),
    "practice.password": ("練習用のパスワード: {password}", "Practice password: {password}"),
}
