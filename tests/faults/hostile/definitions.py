"""Definition files: attacks on the reader, on the forms' schemas, on rules, and every node of a real one replaced."""

# ruff: noqa: E501 - an attack is read more easily on one line

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engine.desk import check
from engine.errors import Problem
from tests.faults.hostile.attack import Attack

WORKFLOW = """\
language: 1
title: {ja: 見本, en: Specimen}
kinds: {a: {title: {ja: 種別, en: Kind}, basis: 見本規程第1条}}
states:
  first: {title: {ja: 初め, en: First}}
  closed: {title: {ja: 完了, en: Closed}, end: done, no_letter: {ja: 見本, en: Specimen}}
commands:
  take: {title: {ja: 受ける, en: Take}, done: {ja: 受付, en: Taken}, from: start, by: [clerk], form: application, to: first}
  close: {title: {ja: 終える, en: Close}, done: {ja: 完了, en: Closed}, from: first, by: [clerk], to: closed}
forms: {application: {properties: {name: {type: string, title: {ja: 氏名, en: Name}, x-required: true}}}}
"""
ORGANISATION = """\
language: 1
title: {ja: 見本組合, en: Specimen union}
roles: {clerk: {title: {ja: 係, en: Clerk}, basis: 見本規程第1条}}
"""

# Texts put in the place of a whole workflow file.
READER: dict[str, str | bytes] = {
    "empty": "",
    "only a comment": "# なし\n",
    "a list": "- 1\n- 2\n",
    "a scalar": "はい\n",
    "anchor and alias": "a: &x [1]\nb: *x\n",
    "billion laughs": "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n",
    "alias to itself": "a: &a [*a]\n",
    "python object": "a: !!python/object/apply:os.system ['true']\n",
    "python name": "a: !!python/name:os.system\n",
    "python module": "a: !!python/module:os\n",
    "python tuple": "a: !!python/tuple [1]\n",
    "binary tag": "a: !!binary aGVsbG8=\n",
    "own tag": "a: !include /etc/hosts\n",
    "verbatim tag": "a: !<tag:yaml.org,2002:str> x\n",
    "environment tag": "a: !ENV ${HOME}\n",
    "merge key": "a: {b: 1}\nc: {<<: {b: 1}}\n",
    "a key twice": "title: 見本\ntitle: 例示\n",
    "a key twice, once quoted": "title: 見本\n'title': 例示\n",
    "a list as key": "? [a, b]\n: 1\n",
    "a map as key": "{a: 1}: 2\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "YAML 1.1 directive": "%YAML 1.1\n---\na: on\n",
    "tag directive": "%TAG ! tag:example,2000:\n---\na: !x 1\n",
    "unterminated quote": 'a: "見本\n',
    "unterminated flow": "a: [1, 2\n",
    "bad indentation": "a:\n  b: 1\n c: 2\n",
    "tab": "a:\n\tb: 1\n",
    "bad escape": 'a: "\\q"\n',
    "escaped NUL": 'a: "\\0"\n',
    "escaped ESC": 'a: "\\e]0;x\\a"\n',
    "escaped surrogate": 'a: "\\ud800"\n',
    "huge number": f"a: {'9' * 400}\n",
    "huge decimal": f"a: 0.{'9' * 400}\n",
    "nested flow lists": "a: " + "[" * 50_000 + "\n",
    "nested flow maps": "a: " + "{a: " * 20_000 + "\n",
    "nested block lists": "a:\n" + "".join(f"{' ' * i}-\n" for i in range(1, 300)),
    "nested block maps": "".join(f"{' ' * i}a:\n" for i in range(300)),
    "nested quotes in a flow": "a: [" + "'" * 9_999 + "]\n",
    "a million keys": "\n".join(f"k{i}: 1" for i in range(70_000)),
    "a long line": "a: " + "あ" * 400_000 + "\n",
    "NUL": b"a: 1\0\n",
    "bell": b"a: \x07\n",
    "escape": b"a: \x1b[2J\n",
    "C1 control": "a: \x9b2J\n",
    "delete": b"a: \x7f\n",
    "line separator": "a: x\u2028b: y\n",
    "BOM": b"\xef\xbb\xbfa: 1\n",
    "BOM inside": "a: \ufeff1\n",
    "UTF-16": "a: 見本\n".encode("utf-16"),
    "UTF-16 without BOM": "a: 1\nb: 2\n".encode("utf-16-le"),
    "Shift_JIS": "title: 開示等の申出書\n".encode("cp932"),
    "EUC-JP": "title: 開示等の申出書\n".encode("euc_jp"),
    "bad UTF-8": b"title: \xe3\x81\n",
    "overlong UTF-8": b"title: \xc0\xaf\n",
    "surrogate in UTF-8": b"title: \xed\xa0\x80\n",
    "noncharacter": "a: \uffff\n",
    "JSON with a comment": '{"a": 1 /* x */}',
    "a random block": bytes(range(256)),
    "a zip file": b"PK\x03\x04" + bytes(60),
}

# Lines put after the workflow above: names, references, paths.
FURTHER: dict[str, str] = {
    "extends a path": "extends: ../../etc/passwd\n",
    "extends an absolute path": "extends: /etc/passwd\n",
    "extends a drive": "extends: C:\\Windows\\x\n",
    "extends an address": "extends: http://example.com/x\n",
    "extends itself": "extends: mihon/request\n",
    "extends nothing": "extends: base/nowhere\n",
    "extends a list": "extends: [base/request]\n",
    "extends a dot": "extends: base/./request\n",
    "an element named like a path": "tasks: {../x: {title: 見本}}\n",
    "an element with a dunder": "tasks: {__class__: {title: 見本}}\n",
    "an element with a space": "tasks: {'a b': {title: 見本}}\n",
    "an element in full width": "tasks: {ａ: {title: 見本}}\n",
    "an element with a newline": 'tasks: {"a\\nb": {title: 見本}}\n',
    "an element that is too long": f"tasks: {{{'a' * 300}: {{title: 見本}}}}\n",
    "an unknown section": "plugins: [os]\n",
    "a newer language": "langauge: 2\n",
    "a silent place that must speak": "exports: silent\n",
    "a setting that is not there": "clocks: {c: {title: 見本, starts: event.take, period: {setting: SET-99}}}\n",
    "a setting with a path": "clocks: {c: {title: 見本, starts: event.take, period: {setting: ../x}}}\n",
    "a period without end": "clocks: {c: {title: 見本, starts: event.take, period: 99999999999 days}}\n",
    "a period of centuries": "clocks: {c: {title: 見本, starts: event.take, period: 99999 years}}\n",
    "a negative period": "clocks: {c: {title: 見本, starts: event.take, period: -3 days}}\n",
    "a period in words": "clocks: {c: {title: 見本, starts: event.take, period: 三十日}}\n",
    "a period as a sum": "clocks: {c: {title: 見本, starts: event.take, period: 30 days + 1}}\n",
    "a clock that starts with itself": "clocks: {c: {title: 見本, starts: clock.c.due, period: 1 day}}\n",
    "a letter to a file": "notices: {n: {title: 見本, at: [close], number: none, to: file:///etc/passwd, body: {m: {text: x}}}}\n",
    "a letter at nothing": "notices: {n: {title: 見本, at: [nothing], number: none, to: applicant, body: {m: {text: x}}}}\n",
    "a template in a letter": "notices: {n: {title: 見本, at: [close], number: none, to: applicant, body: {m: {text: '{application.__class__}'}}}}\n",
    "a format string in a letter": "notices: {n: {title: 見本, at: [close], number: none, to: applicant, body: {m: {text: '{application.name!r:>9}'}}}}\n",
    "an index in a letter": "notices: {n: {title: 見本, at: [close], number: none, to: applicant, body: {m: {text: '{application.name[0]}'}}}}\n",
    "an open brace in a letter": "notices: {n: {title: 見本, at: [close], number: none, to: applicant, body: {m: {text: '{application.name'}}}}\n",
    "a page style with a path": "notices: {n: {title: 見本, at: [close], number: none, to: applicant, page: ../../x.typ, body: {m: {text: x}}}}\n",
    "a register without columns": "registers: {r: {title: 見本, at: [close]}}\n",
    "a fee that divides": "fees: {f: {title: 見本, lines: {l: {amount: 1 / 0}}}}\n",
    "a huge fee": "fees: {f: {title: 見本, lines: {l: {amount: 99999999999999999999}}}}\n",
    "a decimal fee": "fees: {f: {title: 見本, lines: {l: {amount: 0.5}}}}\n",
    "a table without rows": "tables: {t: {title: 見本, hit: unique, in: {k: kind}, out: {o: text}, rows: {}}}\n",
    "a table of a fact that is not there": "tables: {t: {title: 見本, hit: unique, in: {k: nothing.x}, out: {o: text}, rows: {r: {o: x}}}}\n",
    "an unknown hit policy": "tables: {t: {title: 見本, hit: first, in: {k: kind}, out: {o: text}, rows: {r: {o: x}}}}\n",
    "evidence of nothing": "evidence: {e: {title: 見本, need: {n: {any: [no_such_paper]}}}}\n",
    "evidence by a path": "evidence: {e: {title: 見本, need: {n: {any: [../x]}}}}\n",
    "a profile by a path": "profiles: [../../x]\n",
}

# Properties of a form, as YAML in place of `name` above.
FIELDS: dict[str, str] = {
    "a reference to an address": "{$ref: 'http://127.0.0.1:1/x.json'}",
    "a reference to https": "{$ref: 'https://example.com/x.json'}",
    "a reference to a file": "{$ref: 'file:///etc/passwd'}",
    "a reference upwards": "{$ref: ../../x}",
    "a reference to itself": "{$ref: '#'}",
    "a reference to nothing": "{$ref: base/nothing}",
    "a dynamic reference": "{$dynamicRef: '#x'}",
    "an identity": "{$id: 'http://example.com/', type: string, title: 見本}",
    "another dialect": "{$schema: 'http://json-schema.org/draft-04/schema#', type: string, title: 見本}",
    "a vocabulary": "{$vocabulary: {'http://example.com/': true}, type: string, title: 見本}",
    "an unknown keyword": "{type: string, title: 見本, x-run: os.system}",
    "an unknown type": "{type: code, title: 見本}",
    "several types": "{type: [string, integer], title: 見本}",
    "no type": "{title: 見本}",
    "a look-ahead": "{type: string, title: 見本, pattern: '(?=a)b'}",
    "a back-reference": "{type: string, title: 見本, pattern: '(a)\\1'}",
    "a broken pattern": "{type: string, title: 見本, pattern: '('}",
    "a huge repetition": "{type: string, title: 見本, pattern: 'a{1,100000}'}",
    "repeated repetitions": "{type: string, title: 見本, pattern: '((a{1,999}){1,999}){1,999}'}",
    "a long pattern": "{type: string, title: 見本, pattern: '" + "(a|b)?" * 5_000 + "'}",
    "a format that is not there": "{type: string, title: 見本, format: exec}",
    "a condition that is no rule": "{type: string, title: 見本, x-when: '__import__(\"os\")'}",
    "a condition upon itself": "{type: string, title: 見本, x-when: application.name = 「x」}",
    "choices as a list": "{title: 見本, x-values: [a, b]}",
    "choices named like a path": "{title: 見本, x-values: {../a: 見本}}",
    "options out of a path": "{title: 見本, x-options: /etc/passwd}",
    "options out of a dunder": "{title: 見本, x-options: org.__dict__}",
    "a link to no kind": "{title: 見本, type: string, x-link: {kinds: [nothing]}}",
    "a negative length": "{type: string, title: 見本, maxLength: -1}",
    "a length in words": "{type: string, title: 見本, maxLength: 百}",
    "no title": "{type: string}",
    "an empty title": "{type: string, title: '　'}",
    "content to decode": "{type: string, title: 見本, contentEncoding: base64}",
    "a deep object": "{type: object, title: 見本, properties: " + "{a: {type: object, title: 見本, properties: " * 30 + "{}" + "}}" * 30 + "}",
}  # fmt: skip

RULES: tuple[str, ...] = (
    "", " ", "(", ")", "((", "a b", "1 2", "= 1", "kind =", "kind = = 1", "not", "and", "true and", "true or or false",
    "kind == 1", "kind is", "kind in", "kind in []", "kind in [", "kind in (a)", "if true then true", "if true else false",
    "any application", "any application.name where", "every where true", "count()", "count(application.name)", "sum(of where)",
    "__import__('os').system('true')", "open('/etc/passwd')", "exec(1)", "eval(1)", "().__class__", "kind.__class__ = a",
    "application.name.__len__", "application.name[0] = a", "lambda: 1", "[x for x in y]", "{a: 1}", "kind ; kind", "kind, kind",
    "kind = 'a'", "`id`", "$(id)", "${HOME}", "{{7*7}}", "%s", "\\x00", "kind = 「x", "kind = \"x", "1 / 0", "1 // 2", "1 % 2",
    "2 ** 99", "1.5 > 1", "0x10 > 1", "1e9 > 1", "1_000 > 1", "-1 > 0 > 1", "1 < 2 < 3", "99999999999999999999 > 1",
    "2026-02-30 < today", "2026-13-01 < today", "9999-99-99 < today", "0000-00-00 < today", "26-1-1 < today", "today + 30",
    "today - today > 1", "today * 2 > 1", "30 days + today > today", "30 after today < today", "3 fortnights after today < today",
    "3 days after 3 > 1", "3 days after kind < today", "99999999 years after today < today", "9999999999999 days after today < today",
    "kind = nothing", "nothing.x = 1", "application.nothing = 1", "task.nothing", "clock.nothing.due < today", "event.nothing < today",
    "evidence.nothing = accepted", "evidence.x = yes", "table.nothing.x = 1", "fee.nothing.sum > 1", "notice.nothing.number = x",
    "setting.SET-99 = a", "setting.x = a", "setting. = a", "row.written < today", "link.x = 1", "element.x = 1", "actor.x = 1",
    "org.nothing = 1", "case.nothing = 1", "command = nothing", "days(1)", "days(today)", "days(today, today, today) > 1",
    "months(kind, kind) > 1", "min() > 1", "end_of_month(1) < today", "sleep(1)", "now()", "random() > 1",
    "application.name > 「あ」", "application.name + 「あ」 = 「い」", "kind > a", "true > false", "true + true > 1", "not 1", "1 and 2",
    "application.name", "kind", "today", "1", "「あ」", "[a]", "application.name contains 1", "kind contains a", "true implies",
    "implies true", "true implies true implies", "kind is missing is missing", "otherwise 1", "kind otherwise", "1 day", "if 1 then true else false",
    "if true then 1 else false", "any application.name where true", "no kind where true", "true\0", "true\ud7ff\u202e", "ｋｉｎｄ = a",
    "ｔｒｕｅ", "ＴＲＵＥ", "TRUE", "True", "yes", "はい", "種別 = 開示", "#", "true # x", "true // x", "true /* x */", "true -- x",
    "(" * 60 + "true" + ")" * 60, "not " * 60 + "true", "true and " * 400 + "true", "(" * 5_000, "a." * 900 + "a", "true " * 500,
    "kind = " + "a" * 3_000, "if true then " * 60 + "true" + " else false" * 60, "[" * 500, "any " * 300, "1 + " * 600 + "1 > 0",
)  # fmt: skip


def of_reader(root: Path) -> Iterator[Attack]:
    """What cannot be read as a definition at all."""
    for name, text in READER.items():
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        yield Attack(f"yaml: {name}", _checked(root, data))


def of_elements(root: Path) -> Iterator[Attack]:
    """Elements, references and names that must not be taken."""
    for name, text in FURTHER.items():
        yield Attack(f"element: {name}", _checked(root, (WORKFLOW + text).encode("utf-8")))
    for name, text in FIELDS.items():
        yield Attack(f"field: {name}", _checked(root, _with_field(text).encode("utf-8")))
        form = WORKFLOW.replace("forms: {application: {properties", "forms: {other: {properties")
        yield Attack(f"schema: {name}", _checked(root, form.encode("utf-8"), text))


def of_rules(root: Path) -> Iterator[Attack]:
    """Conditions that are no rules."""
    for number, rule in enumerate(RULES):
        text = WORKFLOW.replace("from: first, by", f"from: first, when: {json.dumps(rule)}, by")
        yield Attack(f"rule {number}: {rule[:30]!r}", _checked(root, text.encode("utf-8", "surrogatepass")))


REPLACED: tuple[tuple[str, Any], ...] = (
    ("a list of lists", [[1]]),
    ("a map of a map", {"zz9": {"yy9": [1]}}),
    ("a number", -7),
    ("a long text", "見" * 25_000),
    ("an escape", "\u202e{7*7}[/]"),
)


def of_nodes(root: Path, source: Path, every: int = 1) -> Iterator[Attack]:
    """Each node of a real workflow replaced by something else: never a trace, whatever is said about it."""
    from engine.load.source import plain, read_definition

    whole = plain(read_definition("request.yaml", source.read_bytes()))
    for number, path in enumerate(_paths(whole)):
        if number % every:
            continue
        name, value = REPLACED[number % len(REPLACED)]
        changed = json.dumps(_replaced(whole, path, value), ensure_ascii=False)
        where = "/".join(map(str, path))
        yield Attack(f"node {where}: {name}", _survives(root, changed.encode("utf-8")), "harmless")


def _survives(root: Path, data: bytes) -> Callable[[], list[Problem]]:
    """What `check` says is not judged here, only that it says it in time and says where."""
    put = _checked(root, data)

    def run() -> list[Problem]:
        return [p for p in put() if p.severity == "block" and not (p.ja and p.en and (p.place or p.path))]

    return run


def write(root: Path, data: bytes, field: str = "") -> None:
    """An organisation whose workflow is `data`; with `field`, its form stands in a file of its own."""
    folder, forms = root / "workflows" / "mihon", root / "schemas" / "mihon"
    for one in (folder, forms):
        one.mkdir(parents=True, exist_ok=True)
    (folder / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (folder / "request.yaml").write_bytes(data)
    form = forms / "application.schema.json"
    if field:
        form.write_text(_as_json(field), encoding="utf-8")
    else:
        form.unlink(missing_ok=True)


def _checked(root: Path, data: bytes, field: str = "") -> Callable[[], list[Problem]]:
    def run() -> list[Problem]:
        write(root, data, field)
        return check([root])

    return run


def _with_field(text: str) -> str:
    return WORKFLOW.replace("{type: string, title: {ja: 氏名, en: Name}, x-required: true}", text)


def _as_json(text: str) -> str:
    import yaml

    return json.dumps({"type": "object", "properties": {"name": yaml.safe_load(text)}}, ensure_ascii=False)


def _paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _paths(inner, (*at, number))


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    if isinstance(value, dict):
        return {k: _replaced(v, path[1:], new) if k == path[0] else v for k, v in value.items()}
    return [_replaced(v, path[1:], new) if k == path[0] else v for k, v in enumerate(value)]
