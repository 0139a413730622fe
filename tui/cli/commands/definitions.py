"""orgs, check, scenario, schema: what organisations there are and whether their definitions hold."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli.failing import REFUSED, Stop, problem_reason
from tui.cli.printing import Printer
from tui.cli.words import say
from tui.width import table

if TYPE_CHECKING:
    from engine.desk import Problem
    from engine.desk.words import Finding


def orgs(printer: Printer, _args: Namespace) -> int:
    """The bundled organisations with their kinds of request."""
    from engine.desk import bundled

    found = bundled()
    if printer.json:
        printer.document(found)
        return 0
    title = "title_en" if printer.language == "en" else "title"
    printer.lines(table([(one["id"], one[title]) for one in found]))
    return 0


def check(printer: Printer, args: Namespace) -> int:
    """Every problem at once; notes and warnings alone do not fail it. `--effective`: the merged workflow."""
    if args.effective:
        return _effective(printer, args)
    from engine.desk import check as judge

    problems = judge([Path(path) for path in args.path], alone=printer.alone)
    blocking = [p for p in problems if p.severity == "block"]
    if blocking:
        reasons = [{**problem_reason(p, printer.language), "severity": p.severity} for p in problems]
        raise Stop(REFUSED, "problems", "check.failed", reasons=reasons, count=len(blocking))
    if printer.json:
        printer.document({"problems": [_problem(p, printer.language) for p in problems]})
        return 0
    printer.lines(
        f"{say(printer.language, f'severity.{p.severity}')}: {p.within(printer.language)}" for p in problems
    )
    printer.line(say(printer.language, "check.notes" if problems else "check.good", count=len(problems)))
    return 0


def _effective(printer: Printer, args: Namespace) -> int:
    from engine.desk import effective

    text = effective(Path(args.path[0]), args.effective)
    if printer.json:
        printer.document({"workflow": args.effective, "text": text})
    else:
        printer.line(text.rstrip("\n"))
    return 0


def _problem(problem: Problem, language: str) -> dict[str, Any]:
    place = problem.place
    return {
        "severity": problem.severity,
        "kind": problem.kind,
        "path": problem.path,
        "file": place.file if place else "",
        "line": place.line if place else 0,
        "column": place.column if place else 0,
        "message": problem.within(language),
        "near": problem.near,
        "example": problem.example,
    }


def scenario(printer: Printer, args: Namespace) -> int:
    """Run scenario files; what differs is told with the place where it was expected."""
    from engine.desk import run_scenarios

    root = Path(args.office) / "definitions" if args.office else None
    tried = run_scenarios([Path(p) for p in args.path], args.org or "", root, printer.language)
    if tried.failed or tried.findings:
        reasons = [
            {
                "field": f.scenario,
                "rule": f.where,
                "basis": "",
                "message": _finding(f, printer.language),
                "expected": f.expected,
                "got": f.got,
            }
            for f in tried.findings
        ]
        raise Stop(
            REFUSED, "scenario", "scenario.failed", reasons=reasons, failed=tried.failed, passed=tried.passed
        )
    if printer.json:
        printer.document({"passed": tried.passed, "failed": 0, "findings": []})
    else:
        printer.line(say(printer.language, "scenario.passed", passed=tried.passed))
    return 0


def _finding(found: Finding, language: str) -> str:
    """Where it differs, what was expected and what came; what is empty is left out."""
    said = [
        say(language, "scenario.expected", expected=found.expected) if found.expected else "",
        say(language, "scenario.got", got=found.got) if found.got else "",
    ]
    where = ": ".join(part for part in (found.file, found.scenario) if part)
    return f"{where}: {' / '.join(part for part in said if part)}"


def schema(printer: Printer, args: Namespace) -> int:
    """A form as plain JSON Schema 2020-12."""
    from engine.desk import form_schema

    printer.document(form_schema(args.org, args.form), indent=None if printer.json else 2)
    return 0
