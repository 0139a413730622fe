"""Invented documents, one of each kind."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from pypdf import PdfReader

from engine.notices.letter import Letter, Line, Paragraph, Sheet, Slip

DAY = date(2026, 11, 22)
WAREKI = "令和8年11月22日"
REASON = "第三者の氏名及び住所が記録されており、その権利利益を害するおそれがあると認められるため。"

# Every character sequence that means something to typst, a terminal or a screen's markup.
HOSTILE = (
    "#import \"@preview/x:1.0.0\"",
    "#read(\"/etc/passwd\")",
    "#sys.inputs",
    "#[x] [/] [bold]",
    "$x^2$",
    "\\ \\u{41} \\#",
    "`raw` *b* _i_ <label> @ref",
    "// 注 /* 釈 */",
    "= 見出し",
    "\" ' { } ( ]",
)  # fmt: skip
NAMES = (
    "髙﨑 一郎",
    "𠮷野 見本",
    "葛󠄀城 花子",
    "ゟ 見本",
    "ﾐﾎﾝ ﾀﾛｳ",
    "見本 か\u3099",
    "Nguyễn Văn Mihon",
    "見本・ジョン",
)


def letter(**changes: object) -> Letter:
    parts: dict[str, object] = {
        "form_number": "様式第2号の2",
        "title": "決定通知書",
        "document_number": "見本第123号",
        "date": DAY,
        "to": ("〒000-0000", "見本県見本市見本町1-1", "見本 太郎 様"),
        "sender": ("見本互助会", "理事長 見本 花子"),
        "seal": True,
        "paragraphs": (
            Paragraph("", "申出について、下記のとおり決定しましたので通知します。"),
            Paragraph("対象の情報", "給付記録"),
            Paragraph("理由", REASON, ("見本の理由その一", "見本の理由その二")),
        ),
        "enclosures": ("費用のお知らせ",),
        "contact": ("見本互助会 窓口", "見本県見本市見本町1-1", "電話 000-000-0000"),
    }
    return Letter(**(parts | changes))  # type: ignore[arg-type]


def sheet(**changes: object) -> Sheet:
    parts: dict[str, object] = {
        "form_number": "様式第1号",
        "title": "申出書",
        "date": DAY,
        "to": ("見本互助会 理事長 様",),
        "rows": (
            ("申出者", (Line("氏名", "見本 太郎"), Line("住所", "見本県見本市見本町1-1", room=2))),
            ("申出の内容", (Line("種類", "開示", options=("開示", "訂正等", "利用停止等")),)),
        ),
        "note": "該当する□に印を付けてください。",
    }
    return Sheet(**(parts | changes))  # type: ignore[arg-type]


def blank_sheet() -> Sheet:
    return sheet(
        date=None,
        rows=(
            ("申出者", (Line("氏名", ""), Line("住所", "", room=2))),
            ("申出の内容", (Line("種類", "", options=("開示", "訂正等", "利用停止等")),)),
        ),
    )


def slip(**changes: object) -> Slip:
    parts: dict[str, object] = {
        "title": "受付票",
        "number": "R8-012",
        "date": DAY,
        "to": ("見本 太郎 様",),
        "lines": (Line("種類", "開示"), Line("窓口", "総務係")),
        "note": "大切に保管してください。",
        "sender": ("見本互助会",),
    }
    return Slip(**(parts | changes))  # type: ignore[arg-type]


def long_letter() -> Letter:
    reasons = tuple(REASON * 6 for _ in range(3))
    return letter(paragraphs=(Paragraph("", "通知します。"), Paragraph("理由", REASON * 12, reasons)))


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """The text of all pages without any space: where a line breaks is the layout's matter."""
    return squeezed("".join(page.extract_text() for page in reader(pdf).pages))


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())
