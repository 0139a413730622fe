"""Places that read the office again only when they are seen: a step elsewhere never waits for them."""

from __future__ import annotations

from tui.place import Place


class LazyPlace(Place):
    """`read_again` is called when the office changed: at once if the place is in front, else when it comes back."""

    stale = False

    def read_again(self) -> None:
        """Read from the desk what is shown, and draw it."""

    def office_changed(self) -> None:
        if self.is_current:
            self.read_again()
        else:
            self.stale = True

    def on_screen_resume(self) -> None:
        if self.stale and self.is_mounted:
            self.stale = False
            self.read_again()

    def relabel(self) -> None:
        super().relabel()
        self.read_again()
