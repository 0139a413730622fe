"""The guide for administrators: its example holds, what it quotes stands in the example, what it says `check` says is said."""

# ruff: noqa: E501 - what is broken and what is said about it stand side by side

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from engine.desk import check, run_scenarios

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "docs" / "example"
FOLDER = "workflows/reiji_kyosai"
GUIDES = [ROOT / "docs" / "admin.ja.md", ROOT / "docs" / "admin.md"]
QUOTED = re.compile(r"^```yaml\n(.*?)^```$", re.S | re.M)


def test_the_example_passes_check_and_its_scenarios() -> None:
    assert [p.within("ja") for p in check([EXAMPLE]) if p.severity == "block"] == []
    tried = run_scenarios([EXAMPLE])
    assert (tried.passed, tried.failed, tried.findings) == (2, 0, ())


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_what_a_guide_quotes_stands_in_the_example(guide: Path) -> None:
    whole = "\n".join(path.read_text("utf-8") for path in sorted((EXAMPLE / FOLDER).rglob("*.yaml")))
    quotes = QUOTED.findall(guide.read_text("utf-8"))
    assert len(quotes) >= 9
    assert [quote for quote in quotes if quote not in whole] == []


BREAKS: tuple[tuple[str, str, str], ...] = (
    ("by: [privacy_officer]", "by: [privacy_oficer]", "役割「privacy_oficer」はありません。（もしかして: privacy_officer）"),
    ("period: 3 weeks", "period: 三週間", "期間は「30 days」「1 month」のように書いてください。"),
    ("      partial: {outcome: partial, form: 第3号様式}\n", "", "通知の様式: 決まっていない組合せ: 決定の内容＝一部する"),
    ("refuse: {outcome: refuse, form", "refuse: {outcome: [refuse, partial], form", "通知の様式: 二重に決まる組合せ: 決定の内容＝一部する（行 partial と refuse）"),
    ("when: application.channel = post", "when: application.chanel = post", "application.chanel という項目はありません。"),
    ("{title: 延長後の期限, text: \"{extension.new_due}\"}", "{title: 決定の理由, text: \"{decision.reason}\"}", "「決定の理由」が空のまま出ることがあります。 例: 受け付ける → 延長する（種別＝開示）"),
    ("states:\n", "states:\n  approving: {title: 承認, phase: deciding, after: deciding}\n", "通知: どこからも来られない状態です。"),
    ("extends: base/request", "extends: base/requests", "「base/requests」という定義はありません。（もしかして: base/request）"),
    ("      grant: {", "      grant: {outcome: grant, form: 第9号様式}\n      grant: {", "「grant」が二度書かれています"),
    ("    title: 開示等申出簿", "    title: 開示等申出簿\n    form_number: 第2号様式", "様式の番号「第2号様式」が「決定通知書」と「開示等申出簿」の両方にあります。"),
    ("を害するおそれがある, basis: 第9条第1号", "を害するおそれがある", "通知に書く条文がありません。basis を書いてください。"),
)  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "said"), BREAKS, ids=lambda text: text.strip()[:24])
def test_what_the_guide_says_about_check_is_said(tmp_path: Path, good: str, bad: str, said: str) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "broken")
    file = tmp_path / "broken" / FOLDER / "request.yaml"
    text = file.read_text("utf-8")
    assert good in text
    file.write_text(text.replace(good, bad, 1), encoding="utf-8")
    blocking = [p.within("ja") for p in check([tmp_path / "broken"]) if p.severity == "block"]
    assert any(said in one for one in blocking), blocking
    assert said in GUIDES[0].read_text("utf-8")
