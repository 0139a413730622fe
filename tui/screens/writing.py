"""Writing a file out of a screen: into the folder 出力, said in the footer, noted in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from tui.cleaning import clean
from tui.place import Keyed
from tui.sentences import sentence

if TYPE_CHECKING:
    from engine.desk.audit import Done


def write_file(
    place: Keyed[Any],
    name: Iterable[str],
    ending: str,
    make: Callable[[], bytes],
    done: Done,
    about: tuple[str, str, str],
) -> bool:
    """Write what `make` gives; `about` is (organisation, case, what) for the log. Answers whether it was written."""
    from engine.desk import MadoguchiError
    from engine.desk.output import FOLDER, write_output

    desk = place.house.desk
    organisation, case, what = about
    try:
        path = write_output(desk, name, ending, make())
    except MadoguchiError as no:
        place.house.tell(place.word("file.write_failed", why=sentence(no.within(place.house.language))))
        return False
    desk.note(done, what, organisation, case, ending)
    place.house.tell(place.word("file.written", file=f"{FOLDER}/{clean(path.name)}"))
    return True
