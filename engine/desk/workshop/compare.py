"""What a working copy changes against the published version, as sentences in the office's words, by tab."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from engine.clocks.words import period
from engine.desk.workshop.slots import title_at, which_of
from engine.desk.workshop.told import Teller, differing
from engine.desk.workshop.tree import title_of
from engine.desk.workshop.words import Difference, Path
from engine.load.edit.overlay import same
from engine.load.merge import are_ids, is_value
from engine.load.tree import Map, Node, Seq, find, plain
from engine.model.basics import Period, Text, Unit

TABS: Final[Mapping[str, Text]] = {
    "steps": Text("ステップ", "Steps"),
    "fields": Text("項目", "Fields"),
    "papers": Text("書類", "Documents"),
    "periods": Text("期間", "Periods"),
    "tables": Text("決定表", "Decision tables"),
    "letters": Text("通知文", "Letters"),
    "registers": Text("台帳", "Registers"),
    "fees": Text("手数料", "Fees"),
    "people": Text("人と窓口", "People, windows"),
    "choices": Text("決めごと", "Settings"),
}
_TAB_OF: Final = {
    **dict.fromkeys(("states", "commands", "tasks", "phases", "kinds", "title"), "steps"),
    **dict.fromkeys(("forms", "catalogues"), "fields"),
    **dict.fromkeys(("evidence", "documents"), "papers"),
    **dict.fromkeys(("clocks", "calendar"), "periods"),
    "tables": "tables",
    "notices": "letters",
    **dict.fromkeys(("registers", "reports", "ledgers"), "registers"),
    "fees": "fees",
    **dict.fromkeys(
        ("roles", "units", "windows", "parties", "sender", "short", "amend", "record_by"), "people"
    ),
}
_PERIOD: Final = re.compile(r"([0-9]{1,6}) (day|week|month|year|business_day)s?\Z")
_NAMED: Final = (
    "roles", "units", "phases", "states", "commands", "forms", "tasks", "documents", "parties", "tables",
)  # fmt: skip


def tab_of(definition: str, path: Path) -> str:
    """The tab on which an element stands."""
    if "clocks" in path:
        return "periods"
    if definition.endswith("/organisation") and path[:1] == ("title",):
        return "people"
    return _TAB_OF.get(path[0] if path else "", "choices")


def compare(old: Mapping[str, Map], new: Mapping[str, Map], language: str) -> tuple[Difference, ...]:
    """Every difference between two versions of an organisation's merged trees, by tab."""
    found: list[Difference] = []
    titles = _titles([*new.values(), *old.values()])
    for name in dict.fromkeys([*old, *new]):
        tellers = Teller(old, name, language), Teller(new, name, language)
        found += _Compare(name, old.get(name), new.get(name), language, titles, tellers).differences()
    order = list(TABS)
    return tuple(sorted(found, key=lambda one: order.index(one.tab)))


class _Compare:
    """The differences of one definition."""

    def __init__(
        self,
        definition: str,
        old: Map | None,
        new: Map | None,
        language: str,
        titles: Mapping[str, tuple[str, str]],
        tellers: tuple[Teller, Teller],
    ) -> None:
        self.was, self.now = tellers
        self.definition = definition
        self.old = old
        self.new = new
        self.language = language
        self.titles = titles

    def differences(self) -> Iterator[Difference]:
        if self.old is None or self.new is None:
            node = self.new or self.old
            assert node is not None
            title = title_of(node, (), self.language) or self.definition
            whole = self.definition.endswith("/organisation")
            ja = f"{'団体' if whole else '手続'}「{title}」を{'足します' if self.old is None else '外します'}。"
            what = "organisation" if whole else "procedure"
            en = f"The {what} “{title}” is {'added' if self.old is None else 'removed'}."
            yield self._said((), ja, en, None, None)
            return
        yield from self._maps(self.old, self.new, ())

    def _maps(self, old: Map, new: Map, path: Path) -> Iterator[Difference]:
        again = self._again(old, new, path) if are_ids(path) else {}
        for key in dict.fromkeys([*new, *old]):
            if key in again.values():
                continue
            here = (*path, key)
            before, after = old.get(again.get(key, key)), new.get(key)
            if key in again and path[-1] != "rows" and after is not None and before is not None:
                yield self._anew(after, here)
            if isinstance(before, Map) and isinstance(after, Map) and not is_value(here, after):
                yield from self._maps(before, after, here)
            elif before is None or after is None:
                yield self._came_or_went(before, after, here)
            elif not same(plain(before), plain(after)):
                yield from self._changed(before, after, here)
        yield from self._order(old, new, path)

    def _again(self, old: Map, new: Map, path: Path) -> dict[str, str]:
        """Elements taken out and made again under another id: the new id of each and the old one, by their titles."""
        gone = [(self._title(old[key], (*path, key), self.was)[0], key) for key in old if key not in new]
        come = [(self._title(new[key], (*path, key))[0], key) for key in new if key not in old]
        went, came = Counter(said for said, _ in gone), Counter(said for said, _ in come)
        alike = {said: key for said, key in gone if went[said] == 1 == came[said]}
        return {key: alike[said] for said, key in come if said in alike}

    def _anew(self, after: Node, path: Path) -> Difference:
        """An element with the title of one that went: what names the old one by its id does not name this."""
        title, of = self._title(after, path), self._where(path[:-1])
        ja = f"{of[0]}の「{title[0]}」を作りなおします。"
        return self._said(path, ja, f"{of[1]}: “{title[1]}” is made anew.", None, after)

    def _order(self, old: Map, new: Map, path: Path) -> Iterator[Difference]:
        kept_old, kept_new = [k for k in old if k in new], [k for k in new if k in old]
        if are_ids(path) and kept_old != kept_new:
            rows = "、".join(self._title(new[k], (*path, k))[0] for k in new)
            rows_en = ", ".join(self._title(new[k], (*path, k))[1] for k in new)
            name = self._keyword(path)
            yield self._said(
                path,
                f"「{name[0]}」の順番を変えます: {rows}。",
                f"Order of {name[1]}: {rows_en}.",
                None,
                None,
            )

    def _came_or_went(self, before: Node | None, after: Node | None, path: Path) -> Difference:
        node = after if after is not None else before
        assert node is not None
        side = self.now if after is not None else self.was
        if are_ids(path[:-1]):
            title, of = self._title(node, path, side), self._where(path[:-1])
            if after is not None:
                ja, en = f"{of[0]}に「{title[0]}」を足します。", f"{of[1]}: “{title[1]}” is added."
            else:
                ja, en = f"{of[0]}から「{title[0]}」を外します。", f"{of[1]}: “{title[1]}” is removed."
        elif isinstance(node, Map) and not is_value(path, node):
            of, rows = self._where(path), self._rows(node, path)
            if after is not None:
                ja, en = f"{of[0]}を足します: {rows[0]}。", f"{of[1]} is added: {rows[1]}."
            else:
                ja, en = f"{of[0]}を外します: {rows[0]}。", f"{of[1]} is removed: {rows[1]}."
        else:
            of, value = self._where(path), self._value(node, path, side)
            if after is not None:
                ja, en = f"{of[0]}を「{value[0]}」とします。", f"{of[1]}: “{value[1]}”."
            else:
                ja, en = f"{of[0]}（「{value[0]}」）をなくします。", f"{of[1]} (“{value[1]}”) is taken away."
        return self._said(path, ja, en, before, after)

    def _changed(self, before: Node, after: Node, path: Path) -> Iterator[Difference]:
        of = self._where(path)
        if isinstance(before, Seq) and isinstance(after, Seq):
            old, new = plain(before), plain(after)
            came, went = [x for x in new if x not in old], [x for x in old if x not in new]
            if came or went:
                plus, minus = self._list(came, path), self._list(went, path)
                ja = "、".join(
                    part
                    for part in (
                        f"「{plus[0]}」を足し" if came else "",
                        f"「{minus[0]}」を外し" if went else "",
                    )
                    if part
                )
                en = "; ".join(
                    part
                    for part in (f"plus “{plus[1]}”" if came else "", f"without “{minus[1]}”" if went else "")
                    if part
                )
                yield self._said(
                    path,
                    f"{of[0]}に{ja}ます。" if came else f"{of[0]}から{ja}ます。",
                    f"{of[1]}: {en}.",
                    before,
                    after,
                )
                return
        a, b = self._value(before, path, self.was), self._value(after, path, self.now)
        (a, b) = zip(*(differing(*pair) for pair in zip(a, b, strict=True)), strict=True)
        ja = f"{of[0]}を「{a[0]}」から「{b[0]}」に変えます。"
        yield self._said(path, ja, f"{of[1]}: from “{a[1]}” to “{b[1]}”.", before, after)

    def _said(self, path: Path, ja: str, en: str, before: Node | None, after: Node | None) -> Difference:
        return Difference(
            tab_of(self.definition, path),
            en if self.language == "en" else ja,
            self.definition,
            path,
            plain(before) if before is not None else None,
            plain(after) if after is not None else None,
        )

    # Words

    def _where(self, path: Path) -> tuple[str, str]:
        """「決定の期限」の「期間」 for a cell or a map: the rows it lies in, then the name of the key."""
        rows: list[tuple[str, str]] = []
        for depth in range(1, len(path) + 1):
            if are_ids(path[: depth - 1]):
                node = self._node(path[:depth])
                if node is not None:
                    side = self.now if self.new and find(self.new, *path[:depth]) is not None else self.was
                    rows.append(self._title(node, path[:depth], side))
        names = [r[0] for r in rows[-2:]], [r[1] for r in rows[-2:]]
        key = self._keyword(path)
        if path and are_ids(path[:-1]):
            ja, en = "」の「".join(names[0]), ", ".join(names[1])
            return f"「{ja}」", en
        ja = "".join(f"「{n}」の" for n in names[0]) + f"「{key[0]}」"
        return ja, f"{key[1]} of {', '.join(names[1])}" if rows else key[1]

    def _rows(self, node: Map, path: Path) -> tuple[str, str]:
        """What a map holds, by the titles of its rows or the names of its keys."""
        pairs = [
            self._title(one, (*path, key)) if are_ids(path) else self._keyword((*path, key))
            for key, one in node.items()
        ]
        return "、".join(p[0] for p in pairs), ", ".join(p[1] for p in pairs)

    def _node(self, path: Path) -> Node | None:
        for tree in (self.new, self.old):
            found = find(tree, *path) if tree is not None else None
            if found is not None:
                return found
        return None

    def _title(self, node: Node, path: Path, side: Teller | None = None) -> tuple[str, str]:
        """What the tables call an element of the new version, or of `side`."""
        said = (side or self.now).title(node, path)
        return (said, said) if said else (title_of(node, path, "ja"), title_of(node, path, "en"))

    def _keyword(self, path: Path) -> tuple[str, str]:
        """What a key of the language is called; in a row of a table what its column is."""
        if column := self.now.column(path):
            return column, column
        key = path[-1] if path else ""
        english = key.removeprefix("x-").replace("_", " ")
        japanese = title_at(which_of(self.definition), path).partition("（")[0] if path else ""
        return japanese or key, english

    def _list(self, values: list[Any], path: Path) -> tuple[str, str]:
        said = [self._one(v, path) for v in values]
        return "、".join(s[0] for s in said), ", ".join(s[1] for s in said)

    def _value(self, node: Node, path: Path, side: Teller) -> tuple[str, str]:
        if said := side.value(node, path):
            return said, said
        value = plain(node)
        if isinstance(value, list):
            return self._list(value, path)
        return self._one(value, path)

    def _one(self, value: Any, path: Path) -> tuple[str, str]:
        if isinstance(value, bool):
            return ("はい", "yes") if value else ("いいえ", "no")
        if value is None:
            return "なし", "none"
        if isinstance(value, dict):
            return self._map_words(value)
        text = str(value)
        if found := _PERIOD.match(text):
            unit: Unit = found[2]  # type: ignore[assignment]
            said = period(Period(int(found[1]), unit))
            return said.ja, said.en
        if text == "silent":
            return "規程に定めなし", "the rules are silent"
        if path and path[-1] not in ("text", "title", "rule", "message", "basis") and text in self.titles:
            return self.titles[text]
        return text, text

    def _map_words(self, value: dict[str, Any]) -> tuple[str, str]:
        if "ja" in value:
            return str(value["ja"]), str(value.get("en", value["ja"]))
        if value.keys() == {"table"}:
            table = str(value["table"]).partition(".")[0]
            ja, en = self.titles.get(table, (table, table))
            return f"表による ({ja})", f"by the table ({en})"
        if "text" in value and "status" in value:
            return str(value["text"]), str(value["text"])
        if "title" in value:
            title = value["title"]
            return self._map_words(title) if isinstance(title, dict) else (str(title), str(title))
        said = ", ".join(f"{k}: {self._one(v, ())[0]}" for k, v in value.items())
        return said, said


def _titles(trees: Iterable[Map]) -> dict[str, tuple[str, str]]:
    """The titles of everything that a cell may name by its id."""
    found: dict[str, tuple[str, str]] = {}

    def take(node: Map, base: Path) -> None:
        for group in _NAMED:
            for key, one in node.map(group).items():
                path = (*base, group, key)
                found.setdefault(key, (title_of(one, path, "ja"), title_of(one, path, "en")))
                if group in ("states", "tasks") and isinstance(one, Map):
                    take(one, path)

    for tree in trees:
        take(tree, ())
    return found


__all__ = ["TABS", "compare", "tab_of"]
