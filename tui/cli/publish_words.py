"""What `publish` says, by id: Japanese, English."""

from __future__ import annotations

from typing import Final

PUBLISH: Final[dict[str, tuple[str, str]]] = {
    "publish.which": (
        "--org で団体を指定してください: {names}",
        "Say which organisation with --org: {names}",
    ),
    "publish.accept": (
        "--accept は 名前=理由 と書いてください（いまは「{got}」）。",
        "Write --accept NAME=REASON, not “{got}”.",
    ),
    "publish.done": (
        "{organisation} の版{number}を公開しました。新しい件から使われます。進行中の件は、始めた版のままです。",
        "Version {number} of {organisation} is published. New requests get it; running ones keep theirs.",
    ),
    "publish.back": (
        "{organisation} の新しい件を版{number}に戻しました。ほかの版で始まった件は、その版のままです。",
        "New requests of {organisation} get version {number} again. Others keep the version they began with.",
    ),
    "publish.possible": (
        "版{number}として公開できます。",
        "It can be published as version {number}.",
    ),
    "publish.stopped": ("版{number}はまだ公開できません。", "Version {number} cannot be published yet."),
    "publish.scenarios": (
        "確認例 合格 {passed}、不合格 {failed}",
        "Scenarios: {passed} passed, {failed} failed",
    ),
    "publish.cases": (
        "件: 終わったもの {finished}、決定中 {deciding}、準備中 {preparing}（どれも始めた版のまま）",
        "Cases: {finished} finished, {deciding} in decision, {preparing} in preparation (all keep their version)",
    ),
    "publish.effective": ("{title}は {day} からの受付に使われます", "{title} applies to requests from {day}"),
}
