"""バックアップから戻す: the file, a new folder for it, and who signs in: only their keys can prove what is in it."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from tui.cleaning import clean
from tui.screens.first_run import OpenPage, in_background
from tui.screens.sign_in import Fields


class RestorePage(Fields):
    """Nothing that is there is overwritten, and nothing is left of a backup that is not whole."""

    TITLE_LABEL = "restore.title"
    FIELDS = (
        ("restore-file", "restore.file", False),
        ("restore-folder", "restore.folder", False),
        ("restore-id", "sign.id", False),
        ("restore-password", "sign.password", True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._busy = False

    def about(self) -> str:
        return self.word("restore.about", here=clean(str(self.door.here)))

    def on_mount(self) -> None:
        from engine.desk.safety import newest_in

        found = newest_in(self.door.here)
        self.query_one("#restore-file", Input).value = str(found.relative_to(self.door.here)) if found else ""

    def done(self) -> None:
        if self._busy:
            return
        typed, named = self.text("restore-file").strip(), self.text("restore-folder").strip()
        if not typed or not named:
            self.wrong(self.word("restore.blank"))
            return
        here = self.door.here
        file, folder = (here / Path(one).expanduser() for one in (typed, named))
        member, password = self.text("restore-id").strip(), self.text("restore-password")
        self._busy = True
        self.wrong("")
        self.house.tell(self.word("restore.working"))
        in_background(
            self,
            lambda: put_back(file, folder, member, password),
            lambda bad: self._restored(folder, member, password, bad),
            self._refused,
        )

    def _restored(self, folder: Path, member: str, password: str, bad: int) -> None:
        if bad:
            self._refused(self.word("restore.bad", count=bad))
        elif password:
            self.door.enter(folder, member, password)
        else:
            page = OpenPage(str(folder))
            self.app.push_screen(page)
            page.call_after_refresh(page.onward)

    def _refused(self, why: str) -> None:
        self._busy = False
        self.failed(why)


def put_back(file: Path, folder: Path, member: str, password: str) -> int:
    """Restore a backup into a folder; in how many places it is damaged, and then nothing was. Raises MadoguchiError."""
    from engine.desk import restore

    return len(restore(file, folder, lambda _: (member, password or None)).problems)
