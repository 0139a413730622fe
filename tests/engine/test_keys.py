"""The letter of a command is the workflow's: the same in every state of a case."""

import pytest

from engine.desk import load
from engine.desk.definitions import library_of
from engine.model.keys import FREE, RESERVED, keys_of


@pytest.mark.parametrize("organisation", library_of().organisations())
def test_the_given_letter_stays_and_the_rest_get_the_next_free_one(organisation: str) -> None:
    for workflow in load(organisation).workflows.values():
        keys = keys_of(workflow.commands)
        given = {name: c.key for name, c in workflow.commands.items() if c.key}
        assert given.items() <= keys.items()
        having = [key for key in keys.values() if key]
        assert len(having) == len(set(having)) and not RESERVED & set(having)
        rest = [keys[name] for name in workflow.commands if name not in given and keys[name]]
        assert rest == [letter for letter in FREE if letter not in given.values()][: len(rest)]
