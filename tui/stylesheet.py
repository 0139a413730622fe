"""The style sheet of the program: what was read of it once is not read again.

Textual reads every source anew when a screen comes with styles of its own and when the colours change. Here a source
is read once for the colours it is read with, also by the next app of the process: the office after the door to it.
"""

from __future__ import annotations

from typing import Final

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_READ: Final[dict[tuple[object, ...], list[RuleSet]]] = {}
"""Rules by source and variables. Nobody changes a rule that was read."""


class KeptStylesheet(Stylesheet):
    """A style sheet that keeps the rules it read."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._named = frozenset(variables.items())

    def set_variables(self, variables: dict[str, str]) -> None:
        super().set_variables(variables)
        self._named = frozenset(variables.items())

    def reparse(self) -> None:
        """Read with the variables of now."""
        self.parse()

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (css, read_from, is_default_rules, tie_breaker, scope, self._named)
        if key not in _READ:
            _READ[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return _READ[key]
