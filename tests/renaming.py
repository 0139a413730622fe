"""Another law in the same language: bundled definitions with every name and number of their own changed.

`Renaming` reads what an organisation (and the base) declares, and writes a copy in which each id has another name,
each setting, form and article another number, each kind another title, each period another length and each fee
another price. The copy is made of the text alone, without the program: where the program still knows a name, the
copy does not work.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from engine.load.source import plain, read_definition

ROOT: Final = Path(__file__).resolve().parents[1]
MARK: Final = "類"  # at the end of every kind's title
BASE: Final = "base"  # the one folder name that the language itself knows


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Under these keys of a definition stand the ids that it declares.
_DECLARING: Final = _words("""
    kinds phases states commands tasks clocks evidence tables notices registers fees invariants forms exports require
    extensions rows body columns lines properties x-values x-groups roles units windows settings documents catalogues
    parties ask need all any in out
""")
# Words of the language: names of facts, of functions and of things that a rule says. The keys come from the schemas.
_WORDS: Final = _words("""
    if then else or implies and not any every no where in contains is missing present otherwise after from before true
    false count sum day days week weeks month months year years business_day business_days min max of units start open
    kind today actor event case task clock evidence table fee notice row setting org link element command first by
    number unit window due left expired paused ended state opened written total paid balance applies line next stay
    end_of_month fiscal_year_start fiscal_year_end applicant data_subject lists letters export accepted pending
""")
# What the contract fixes for whoever asks, and the language for a paper and for whom a letter goes to.
_FIXED: Final = _words("""
    type issued_on copy for shows holder approved_by description other demanded name address postal_code agent
    outcome grant partial refuse nonexistent extension
""")


class Renaming:
    """One organisation under other names: `ids` is what each of its ids became."""

    def __init__(
        self,
        organisation: str,
        root: Path = ROOT,
        *,
        figures: bool = True,
        keep: frozenset[str] = frozenset(),
    ) -> None:
        self._root = root
        self._figures = figures
        self._folders = (organisation, BASE)
        declared = {one for _, tree in self._trees() for one in _declared(tree)} | {organisation}
        declared |= {path.name.partition(".")[0] for path, _ in self._trees() if path.suffix == ".json"}
        known = _WORDS | _FIXED | _keys() | keep
        self.ids = {
            one: f"q{one[::-1]}" for one in sorted(declared - known) if re.fullmatch(r"[a-z][a-z0-9_]*", one)
        }
        self.organisation = self.ids[organisation]
        self._titles = {
            kind["title"]["ja"] for _, tree in self._trees() for kind in tree.get("kinds", {}).values()
        }

    def write(self, folder: Path) -> None:
        """Write the copy: `folder` is then an organisation's folder like any other."""
        for path, _ in self._trees():
            stem, dot, rest = path.name.partition(".")
            owner = self.ids.get(path.parent.name, path.parent.name)
            kind = path.parents[1].name
            name = self.ids.get(stem, stem) if kind == "schemas" else stem
            target = folder / kind / owner / f"{name}{dot}{rest}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self.text(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        for path in (self._root / "workflows" / self._folders[0] / "scenarios").glob("*.yaml"):
            target = folder / "workflows" / self.organisation / "scenarios" / path.name
            target.parent.mkdir(exist_ok=True)
            target.write_text(self.text(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

    def text(self, text: str) -> str:
        """The same text under the other names and numbers. `x_other` is what belongs to the value `other` of x."""
        pattern = "|".join(sorted(map(re.escape, self.ids), key=len, reverse=True))
        text = re.sub(
            rf"(?<![A-Za-z0-9_/-])({pattern})(?!(?!_other\b)[A-Za-z0-9_])", lambda m: self.ids[m[1]], text
        )
        if not self._figures:
            return text
        for title in self._titles:
            text = text.replace(f"title: {{ja: {title},", f"title: {{ja: {title}{MARK},")
        return numbers(text)

    def of(self, value: Any) -> Any:
        """A form, as somebody fills it in, under the other names: keys and choices; text stays."""
        if isinstance(value, dict):
            return {self.ids.get(k, k): self.of(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.of(one) for one in value]
        return self.ids.get(value, value) if isinstance(value, str) else value

    def _trees(self) -> Iterator[tuple[Path, Any]]:
        for folder in self._folders:
            root = ROOT if folder == BASE else self._root
            for path in sorted(
                [*(root / "workflows" / folder).glob("*.yaml"), *(root / "schemas" / folder).glob("*.json")]
            ):
                yield path, plain(read_definition(path.name, path.read_bytes()))


def numbers(text: str) -> str:
    """Other settings, forms, articles, periods and prices."""
    text = re.sub(r"SET-(\d\d)", lambda m: f"SET-{int(m[1]) + 40}", text)
    text = re.sub(r"様式第(\d+)号", lambda m: f"様式第{int(m[1]) + 30}号", text)
    text = re.sub(r"第(\d+)条", lambda m: f"第{int(m[1]) + 60}条", text)
    text = re.sub(r"\b30 days\b", "23 days", text)
    text = re.sub(r"\b10 years\b", "7 years", text)
    text = re.sub(r"\bvalue: 30\b", "value: 11", text)
    text = re.sub(r'"10 \* ', '"7 * ', text)
    return re.sub(r"< 1000\b", "< 900", text)


def _declared(node: Any, under: str = "") -> Iterator[str]:
    """Every id that a definition declares, at any depth."""
    if isinstance(node, dict):
        for key, value in node.items():
            if under in _DECLARING:
                yield key
            elif key in ("shown_as", "must") and isinstance(value, str):
                yield value
            elif key == "known_kinds" and isinstance(value, list):
                yield from value
            yield from _declared(value, key)
    elif isinstance(node, list):
        for one in node:
            yield from _declared(one)


def _keys() -> set[str]:
    """The words of the definition files themselves: keys and fixed values of their schemas."""
    found: set[str] = set()
    waiting: list[Any] = [
        json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
        for name in ("workflow", "organisation", "scenario")
    ]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found |= set(one.get("properties", {})) | {v for v in one.get("enum", []) if isinstance(v, str)}
            found |= {one["const"]} if isinstance(one.get("const"), str) else set()
            waiting += [value for key, value in one.items() if key not in ("examples", "default")]
        elif isinstance(one, list):
            waiting += one
    return found
