"""The sentences about one case, by id: Japanese, English."""

from __future__ import annotations

from typing import Final

CASE: Final[dict[str, tuple[str, str]]] = {
    "history.amended": ("訂正済み", "amended"),
    "history.gone": ("取消済み", "taken back"),
    "history.recorded": ("記録: {name}", "recorded by {name}"),
    "history.amend": ("出来事 {event}「{title}」の訂正", "amends event {event} “{title}”"),
    "history.take_back": ("出来事 {event}「{title}」の取消し", "takes back event {event} “{title}”"),
    "history.changed": ("{field}: {before} → {after}", "{field}: {before} → {after}"),
    "history.date": ("日付", "date"),
    "history.nothing": ("（なし）", "(nothing)"),
    "history.reason": ("理由: {reason}", "why: {reason}"),
    "history.paper": ("決裁番号: {number}", "decision on paper: {number}"),
    "history.paper_on": ("決裁番号: {number}（{day}）", "decision on paper: {number} ({day})"),
    "history.note": ("メモ: {text}", "note: {text}"),
    "history.attached": ("書類: {name}", "file: {name}"),
    "history.where": ("所在: {where}", "kept at: {where}"),
    "history.paid": ("入金: {yen} 円", "paid: {yen} yen"),
    "show.fees": ("手数料", "Fees"),
    "fee.yen": ("{yen} 円", "{yen} yen"),
    "fee.paid": ("入金 {yen} 円", "paid {yen} yen"),
    "fee.balance": ("残り {yen} 円", "open {yen} yen"),
    "fee.exempt": ("免除", "exempt"),
    "fee.unknown": ("未定", "not known yet"),
    "fee.silent": ("額の定めなし", "the source does not say how much"),
}
