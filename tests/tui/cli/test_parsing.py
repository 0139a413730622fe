"""How commands are typed: what is known, what is refused, and in which words."""

from __future__ import annotations

import re

import pytest

from tests.commands import Run
from tui.cli.failing import Wrong
from tui.cli.parsing import language_of, look, parse, wants
from tui.cli.table import COMMANDS, UNBUILT, find, options_with_value, usage
from tui.cli.words import all_words

CONTRACT = (
    "demo DIR --no-ui",
    "orgs",
    "init OFFICE --from ORG --from ORG2 --no-encryption",
    "check PATH PATH2 --effective WORKFLOW",
    "scenario PATH --office OFFICE --org ORG",
    "schema ORG FORM",
    "ask ORG due KIND --received D --hosei A..B --hosei C.. --extend 5@D --form - --today D --clock C",
    "ask ORG due KIND --settings FILE",
    "ask ORG letter KIND grant",
    "ask ORG evidence --form -",
    "ask ORG fee KIND --form -",
    "ask ORG retention REGISTER --recorded D",
    "case new OFFICE KIND --form - --acknowledge A,B",
    "case do OFFICE CASE COMMAND --task 2 --form F --expect-version 3 --as M --by N:R@U --date D --paper 5@D",
    "case show OFFICE CASE",
    "case list OFFICE --state S --due-within 7 --text T",
    "case why OFFICE CASE due",
    "case why OFFICE CASE notice 2",
    "batch OFFICE -",
    "notice OFFICE CASE 1 -o FILE.pdf",
    "register OFFICE NAME --format csv",
    "export OFFICE -o FILE --view masked",
    "import OFFICE FILE",
    "attach OFFICE CASE FILE",
    "member add OFFICE ID --name N --role R --role R2@U",
    "member role OFFICE ID --role R",
    "verify OFFICE",
)


@pytest.mark.parametrize("typed", CONTRACT)
def test_every_command_of_the_contract_is_understood(typed: str) -> None:
    asked = look(typed.split())
    assert asked.command is not None
    parse(asked)


@pytest.mark.parametrize("typed", CONTRACT)
def test_every_command_prints_json_and_english_and_help(typed: str, run: Run) -> None:
    assert parse(look([*typed.split(), "--json", "--lang", "en"])).json is True
    helped = run(*typed.split(), "--help")
    assert (helped.code, helped.err) == (0, "")
    assert "madoguchi" in helped.out


def test_options_may_stand_anywhere() -> None:
    asked = look(["--json", "register", "--format", "csv", "OFFICE", "-o", "F", "NAME", "--lang", "en"])
    assert asked.command == find("register")
    args = parse(asked)
    assert (args.office, args.name, args.format, args.output, args.json) == (
        "OFFICE",
        "NAME",
        "csv",
        "F",
        True,
    )


def test_the_question_of_ask_stands_behind_the_organisation() -> None:
    asked = look(["ask", "--settings", "due", "ORG", "due", "KIND"])
    args = parse(asked)
    assert asked.command == find("ask", "due")
    assert (args.org, args.kind, args.settings) == ("ORG", "KIND", "due")


def test_what_follows_two_dashes_is_never_an_option() -> None:
    args = parse(look(["case", "list", "--", "--json"]))
    assert (args.office, args.json) == ("--json", False)
    assert not wants(["case", "list", "--", "--json"], "--json")


def test_a_switch_after_an_option_with_a_value_is_its_value() -> None:
    assert not wants(["case", "list", "X", "--text", "--json"], "--json")


@pytest.mark.parametrize("typed", ["--lang en orgs", "orgs --lang=en", "orgs --lang en"])
def test_english_is_asked_for_anywhere(typed: str) -> None:
    assert language_of(typed.split()) == "en"


@pytest.mark.parametrize("name", sorted(UNBUILT))
def test_a_command_that_is_not_built_says_so_in_one_line_and_ends_2(name: str, run: Run) -> None:
    said = run(*name.split("."), "OFFICE")
    assert (said.code, said.out) == (2, "")
    assert "まだ作られていません" in said.err
    assert said.err.count("\n") == 1


def test_help_names_every_command_and_none_that_is_not_built(run: Run) -> None:
    for language in ("ja", "en"):
        words = run("--help", "--lang", language).out.replace("|", " ").split()
        assert {c.path[0] for c in COMMANDS} <= set(words)
        assert not {name.rpartition(".")[2] for name in UNBUILT} & set(words)


def test_the_program_alone_wants_a_terminal_for_its_screens(run: Run) -> None:
    said = run()
    assert (said.code, said.out) == (2, "")
    assert "画面" in said.err


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("case", "usage.group"),
        ("ask", "usage.group"),
        ("ask ORG", "usage.group"),
        ("ask ORG why", "usage.unknown_of_group"),
        ("case open", "usage.unknown_of_group"),
        ("verfy OFFICE", "usage.near_command"),
        ("xyzzy", "usage.unknown_command"),
        ("verify", "usage.required"),
        ("case new OFFICE KIND", "usage.required"),
        ("verify OFFICE another", "usage.unknown_option"),
        ("verify OFFICE --password 3", "usage.unknown_option"),
        ("verify OFFICE --off", "usage.unknown_option"),
        ("case list OFFICE --state", "usage.needs_value"),
        ("verify OFFICE --json=yes", "usage.no_value"),
        ("verify OFFICE --lang fr", "usage.choice"),
        ("register OFFICE --format pdf", "usage.choice"),
        ("case do O C X --task 0", "usage.whole"),
        ("case do O C X --task １", "usage.whole"),
        ("case do O C X --expect-version -1", "usage.whole"),
        ("case list O --due-within 7.5", "usage.whole"),
    ],
)
def test_wrong_usage_is_said_in_our_words(typed: str, word: str, run: Run) -> None:
    said = run(*typed.split())
    assert (said.code, said.out) == (2, "")
    assert _shape(all_words()[word][0]).fullmatch(said.err.strip())
    if "--lang" not in typed:
        english = run(*typed.split(), "--lang", "en")
        assert _shape(all_words()[word][1]).fullmatch(english.err.strip())


def _shape(sentence: str) -> re.Pattern[str]:
    """The sentence with anything in the place of its values."""
    return re.compile(".+".join(re.escape(part) for part in re.split(r"\{\w+\}", sentence)), re.DOTALL)


@pytest.mark.parametrize(
    "typed", ["verify", "verify O --bogus", "case list O --state", "verify O --json=1", "nothing"]
)
def test_no_english_of_argparse_comes_through(typed: str, run: Run) -> None:
    said = run(*typed.split()).err
    for english in ("error:", "usage:", "argument", "required", "expected", "choose"):
        assert english not in said


def test_wrong_usage_with_json_is_an_error_object(run: Run) -> None:
    said = run("verify", "--json")
    assert said.code == 2
    assert said.error["code"] == "usage"


def test_options_are_never_abbreviated() -> None:
    with pytest.raises(Wrong):
        parse(look(["case", "list", "O", "--stat", "x"]))


def test_usage_shows_what_must_and_what_may_be_given() -> None:
    command = find("ask", "retention")
    assert command is not None
    assert usage(command) == "madoguchi ask ORG retention REGISTER --recorded DATE [--settings FILE]"


def test_an_option_takes_a_value_in_all_commands_or_in_none() -> None:
    switches = {a.name for c in COMMANDS for a in c.args if a.is_option and not a.value}
    assert not switches & options_with_value()
