"""The law is data: no article, form number, organisation, setting or period of a rule stands in Python."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DIGITS = "[0-9０-９〇一二三四五六七八九十百千]"
UNITS = "日間|箇月|か月|ヶ月|週間|営業日|年間"
LAW = {
    "a form number": re.compile(rf"様式\s*第|第\s*{DIGITS}+\s*号"),
    "an article": re.compile(rf"第\s*{DIGITS}+\s*(条|項)|\bArt(icle|\.)\s*\d", re.IGNORECASE),
    "an organisation": re.compile(
        "互助会|労働組合|労組|共済組合|大分|愛知|群馬|警察|Oita|Aichi|Gunma|gojokai|kyosai|rouso|ppc_"
    ),
    "a setting": re.compile(r"SET-\d|\bD-\d{2}\b"),
    "a statute": re.compile("個人情報保護法|個人情報の保護に関する法律|個情法|地公等労|APPI"),
    "a period": re.compile(rf"{DIGITS}+\s*({UNITS})|{DIGITS}+日(以内|まで)|\b\d+[ -](day|week|month)s?\b"),
    "a fee": re.compile(rf"{DIGITS}+\s*円|[¥￥]\s*\d|\b\d+ yen\b"),
}  # fmt: skip


# A message about spelling may quote one: 「30 days」, “1 month”, `30 days after d`.
SPELLING = re.compile(r"「\d+ \w+( (after|before) \w+)?」|“\d+ \w+”|`\d+ \w+ (after|before) \w`")


def organisations() -> set[str]:
    """The ids of every bundled and example organisation: their folders."""
    roots = [ROOT / "workflows", *(ROOT / "tests" / "patterns").glob("*/workflows")]
    return {p.name for root in roots for p in root.iterdir() if p.is_dir() and p.name != "base"}


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string constant, pieces of f-strings included, docstrings excepted."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def law_in(source: str) -> list[str]:
    """What of the law is written in a module, with its line."""
    ids = re.compile("|".join(sorted(map(re.escape, organisations()))))
    return [
        f"{line}: {what}: {text!r}"
        for line, text in strings(ast.parse(source))
        for what, pattern in {**LAW, "an organisation's id": ids}.items()
        if pattern.search(SPELLING.sub("", text))
    ]


def test_no_rule_of_any_organisation_stands_in_python() -> None:
    modules = [path for part in ("engine", "tui") for path in sorted((ROOT / part).rglob("*.py"))]
    assert len(modules) > 50
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{one}"
        for path in modules
        for one in law_in(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_docstrings_name_no_organisation() -> None:
    """Civil-code articles may explain a way of counting; an organisation's name never explains code."""
    names = re.compile("|".join(sorted(organisations())) + "|互助会|大分|愛知|群馬|SET-[0-9]")
    found = [
        path.relative_to(ROOT).as_posix()
        for part in ("engine", "tui")
        for path in sorted((ROOT / part).rglob("*.py"))
        if names.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_there_are_organisations_to_look_for() -> None:
    assert len(organisations()) >= 3


@pytest.mark.parametrize(
    "text",
    [
        "別紙様式第4号の2",
        "第20条第1項",
        "第二十条",
        "SET-02",
        "30日以内に",
        "within 30 days",
        "10円",
        "個人情報保護法",
        "互助会",
    ],
)
def test_a_rule_in_a_string_is_found(text: str) -> None:
    assert law_in(f"x = {text!r}\ny = f'{{x}}{text}'") != []


@pytest.mark.parametrize("text", ["第{}号", "あと {n}日", "{n} days left", "様式", "明治6年1月1日"])
def test_words_of_the_program_pass(text: str) -> None:
    assert law_in(f'"""第20条 of a docstring."""\nx = {text!r}') == []
