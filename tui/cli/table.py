"""What may be typed: every command with its words. Parser, usage lines and help are made from this table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

# Names that Python keeps for itself.
_KEYWORDS: Final = {"as": "member", "from": "sources"}


class Arg(NamedTuple):
    """One word of a command: a place (`OFFICE`) or an option (`--form`, with the metavar of its value).

    `times` is "" (one), "?" (perhaps one) or "*", "+" (many) for a place; for an option "+" means it may be
    repeated. `whole` asks for a whole number of at least `least`.
    """

    name: str
    value: str = ""
    times: str = ""
    choices: tuple[str, ...] = ()
    short: str = ""
    required: bool = False
    whole: bool = False
    least: int = 0

    @property
    def is_option(self) -> bool:
        return self.name.startswith("--")

    @property
    def dest(self) -> str:
        """The name under which its value is found: `OFFICE` → `office`, `--due-within` → `due_within`."""
        plain = self.name.lstrip("-").partition("|")[0].lower().replace("-", "_")
        return _KEYWORDS.get(plain, plain)


class Command(NamedTuple):
    """A command: the words that name it, `module:function` under `tui.cli.commands`, and what it takes.

    With `after` = 1 the last word of the name stands behind the first place, as in `ask ORG due`.
    """

    path: tuple[str, ...]
    run: str
    args: tuple[Arg, ...]
    after: int = 0

    @property
    def id(self) -> str:
        return ".".join(self.path)

    @property
    def name(self) -> str:
        return " ".join(self.path)


OFFICE: Final = Arg("OFFICE")
CASE: Final = Arg("CASE")
ORG: Final = Arg("ORG")
KIND: Final = Arg("KIND")
PATHS: Final = Arg("PATH", times="+")
FORM: Final = Arg("--form", "FILE|-")
NEEDED_FORM: Final = FORM._replace(required=True)
OF_ORG: Final = Arg("--org", "ORG")
AS: Final = Arg("--as", "MEMBER")
PASSWORD: Final = Arg("--password-fd", "N", whole=True)
SIGN: Final = (AS, PASSWORD)
TAKE_OVER: Final = Arg("--take-over")
NEW_PASSWORD: Final = Arg("--new-password-fd", "N", whole=True)
RECOVERY: Final = Arg("--recovery", "FILE")
BY: Final = Arg("--by", "MEMBER|NAME:ROLE[@UNIT]")
SAVE: Final = Arg("--output", "FILE", short="-o")
SETTINGS: Final = Arg("--settings", "FILE")
ROLE: Final = Arg("--role", "ROLE[@UNIT]", "+", required=True)
STEP: Final = (
    Arg("--acknowledge", "ID,…", "+"),
    Arg("--date", "YYYY-MM-DD"),
    *SIGN,
    BY,
    Arg("--paper", "NUMBER[@DATE]"),
    Arg("--expect-version", "N", whole=True),
    OF_ORG,
    TAKE_OVER,
)

RESULTS: Final = ("done", "refused", "printed", "exported", "checked", "viewed", "signed", "failed")

# Of every command.
COMMON: Final = (Arg("--json"), Arg("--lang", "ja|en", choices=("ja", "en")), Arg("--help", short="-h"))

COMMANDS: Final = (
    Command(("demo",), "office:demo", (Arg("DIR", times="?"), Arg("--no-ui"))),
    Command(("orgs",), "definitions:orgs", ()),
    Command(
        ("init",),
        "office:init",
        (
            OFFICE,
            Arg("--from", "ORG", "+", required=True),
            Arg("--no-encryption"),
            *SIGN,
            Arg("--name", "NAME"),
            ROLE._replace(required=False),
            RECOVERY,
        ),
    ),
    Command(("open",), "open:open_screens", (OFFICE, *SIGN, Arg("--plain"), TAKE_OVER)),
    Command(("check",), "definitions:check", (PATHS, Arg("--effective", "WORKFLOW"))),
    Command(("draw",), "drawing:draw", (Arg("PATH"), Arg("WORKFLOW"), SAVE)),
    Command(("scenario",), "definitions:scenario", (PATHS, Arg("--office", "OFFICE"), OF_ORG)),
    Command(("schema",), "definitions:schema", (ORG, Arg("FORM"))),
    Command(
        ("ask", "due"),
        "ask:due",
        (
            ORG,
            KIND,
            Arg("--received", "DATE"),
            Arg("--hosei", "FROM..TO", "+"),
            Arg("--extend", "DAYS@DATE", "+"),
            FORM,
            Arg("--today", "DATE"),
            Arg("--clock", "ID"),
            SETTINGS,
        ),
        after=1,
    ),
    Command(("ask", "letter"), "ask:letter", (ORG, KIND, Arg("OUTCOME"), SETTINGS), after=1),
    Command(
        ("ask", "evidence"), "ask:evidence", (ORG, NEEDED_FORM, Arg("--today", "DATE"), SETTINGS), after=1
    ),
    Command(("ask", "fee"), "ask:fee", (ORG, KIND, NEEDED_FORM, Arg("--today", "DATE"), SETTINGS), after=1),
    Command(
        ("ask", "retention"),
        "ask:retention",
        (ORG, Arg("REGISTER"), Arg("--recorded", "DATE", required=True), SETTINGS),
        after=1,
    ),
    Command(("case", "new"), "case:new", (OFFICE, KIND, NEEDED_FORM, Arg("--same-paper", "CASE"), *STEP)),
    Command(
        ("case", "do"),
        "case:do",
        (OFFICE, CASE, Arg("COMMAND"), Arg("--task", "N", whole=True, least=1), FORM, *STEP),
    ),
    Command(
        ("case", "list"),
        "case:list_cases",
        (
            OFFICE,
            Arg("--state", "STATE"),
            Arg("--due-within", "DAYS", whole=True),
            Arg("--text", "TEXT"),
            OF_ORG,
            *SIGN,
        ),
    ),
    Command(("case", "show"), "case:show", (OFFICE, CASE, OF_ORG, *SIGN)),
    Command(("case", "why"), "case:why", (OFFICE, CASE, Arg("QUESTION", times="*"), OF_ORG, *SIGN)),
    Command(("batch",), "batch:batch", (OFFICE, Arg("FILE|-"), *SIGN, OF_ORG, TAKE_OVER)),
    Command(
        ("attach",),
        "case:attach",
        (OFFICE, CASE, Arg("FILE"), Arg("--note", "TEXT"), Arg("--where", "TEXT"), *STEP[1:]),
    ),
    Command(
        ("notice",), "letters:notice", (OFFICE, CASE, Arg("N"), SAVE._replace(required=True), OF_ORG, *SIGN)
    ),
    Command(
        ("register",),
        "letters:register",
        (
            OFFICE,
            Arg("NAME", times="?"),
            Arg("--format", "json|csv|xlsx", choices=("json", "csv", "xlsx")),
            SAVE,
            OF_ORG,
            *SIGN,
        ),
    ),
    Command(("calendar",), "drawing:calendar", (OFFICE, SAVE._replace(required=True), OF_ORG, *SIGN)),
    Command(
        ("export",),
        "records:export",
        (
            OFFICE,
            SAVE,
            Arg("--view", "full|masked|statistics", choices=("full", "masked", "statistics")),
            *SIGN,
        ),
    ),
    Command(("import",), "records:import_file", (OFFICE, Arg("FILE|-"), *SIGN)),
    Command(
        ("publish",),
        "publish:publish",
        (
            OFFICE,
            Arg("--dry-run"),
            Arg("--accept", "NAME=REASON", "+"),
            Arg("--accept-open", "REASON"),
            Arg("--back-to", "N", whole=True, least=1),
            OF_ORG,
            *SIGN,
        ),
    ),
    Command(
        ("member", "add"),
        "people:member_add",
        (OFFICE, Arg("ID"), Arg("--name", "NAME", required=True), ROLE, *SIGN, NEW_PASSWORD),
    ),
    Command(("member", "role"), "people:member_role", (OFFICE, Arg("ID"), ROLE, *SIGN)),
    Command(("member", "remove"), "people:member_remove", (OFFICE, Arg("ID"), *SIGN)),
    Command(
        ("member", "password"),
        "people:member_password",
        (OFFICE, Arg("ID", times="?"), *SIGN, NEW_PASSWORD, RECOVERY._replace(value="FILE|-")),
    ),
    Command(("member", "sheet"), "people:member_sheet", (OFFICE, SAVE, *SIGN)),
    Command(("member", "list"), "people:member_list", (OFFICE, *SIGN)),
    Command(("verify",), "office:verify", (OFFICE, Arg("--salvage", "FILE"), Arg("--mark", "MARK"), *SIGN)),
    Command(("backup",), "safety:backup", (OFFICE, Arg("FILE"), Arg("--rehearse"), *SIGN)),
    Command(
        ("import-ledger",),
        "records:import_ledger",
        (OFFICE, Arg("REGISTER"), Arg("FILE"), Arg("--map", "FILE"), Arg("--confirm"), OF_ORG, *SIGN),
    ),
    Command(("handover",), "records:handover", (OFFICE, Arg("DIR"), *SIGN)),
    Command(
        ("dispose",),
        "dispose:dispose",
        (
            OFFICE,
            Arg("--due"),
            Arg("--confirm", "N", whole=True, least=1),
            Arg("--retain", "CASE"),
            Arg("--until", "YYYY-MM-DD"),
            Arg("--reason", "TEXT"),
            OF_ORG,
            *SIGN,
        ),
    ),
    Command(
        ("log",),
        "log:log",
        (
            OFFICE,
            Arg("--text", "TEXT"),
            Arg("--result", "RESULT", choices=RESULTS),
            Arg("--since", "YYYY-MM-DD"),
            Arg("--until", "YYYY-MM-DD"),
            Arg("--most", "N", whole=True, least=1),
            OF_ORG,
            *SIGN,
        ),
    ),
    Command(
        ("download", "permit"),
        "log:permit",
        (OFFICE, Arg("ID"), Arg("--content", "TEXT", required=True), OF_ORG, *SIGN),
    ),
    Command(
        ("download", "erased"), "log:erased", (OFFICE, Arg("NUMBER", whole=True, least=1), OF_ORG, *SIGN)
    ),
    Command(("restore",), "safety:restore", (Arg("FILE"), OFFICE, *SIGN)),
    Command(("upgrade",), "upgrading:upgrade", (OFFICE, Arg("--dry-run"), *SIGN)),
)

# Words of the contract whose turn has not come: known, refused in one line, and absent from help.
UNBUILT: Final = frozenset(("replay",))

GROUPS: Final = tuple(dict.fromkeys(c.path[0] for c in COMMANDS if len(c.path) > 1))


def commands_of(group: str) -> list[Command]:
    return [c for c in COMMANDS if c.path[0] == group]


def find(*path: str) -> Command | None:
    return next((c for c in COMMANDS if c.path == path), None)


def options_with_value(command: Command | None = None) -> frozenset[str]:
    """Every option that takes the word after it, in its long and short spelling.

    Of one command, or, before it is known, of all: without those that stand alone in some.
    """
    commands = COMMANDS if command is None else (command,)
    every = [a for a in (*COMMON, *(a for c in commands for a in c.args)) if a.is_option]
    alone = {a.name for a in every if not a.value}
    return frozenset(
        name for a in every if a.value and a.name not in alone for name in (a.name, a.short) if name
    )


def load(command: Command) -> Callable[..., int]:
    """The function that does the command. Its module is imported only now: start-up must stay short."""
    from importlib import import_module

    module, name = command.run.split(":")
    function: Callable[..., int] = getattr(import_module(f"tui.cli.commands.{module}"), name)
    return function


def usage(command: Command) -> str:
    """`madoguchi case new OFFICE KIND --form FILE|- [--date YYYY-MM-DD]`."""
    places = [a for a in command.args if not a.is_option]
    said = [_place(a) for a in places]
    words = [*command.path, *said]
    if command.after:
        words = [command.path[0], *said[: command.after], command.path[-1], *said[command.after :]]
    options = [a for a in command.args if a.is_option]
    return " ".join(["madoguchi", *words, *_options(options)])


def _place(arg: Arg) -> str:
    return {"": "{}", "?": "[{}]", "+": "{}…", "*": "[{}…]"}[arg.times].format(arg.name)


def _options(args: Iterable[Arg]) -> list[str]:
    said = []
    for arg in args:
        text = f"{arg.short or arg.name} {arg.value}".rstrip()
        text = text if arg.required else f"[{text}]"
        said.append(text + ("…" if arg.times else ""))
    return said
