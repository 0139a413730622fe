"""職員: who works here and what they may do; adding, roles, first passwords, removing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.actions import Action
from tui.cleaning import clean
from tui.place import Dialog, Place
from tui.screens.ask_lines import AskLines
from tui.screens.confirm import Confirm, Part
from tui.sentences import sentence
from tui.widgets.fields import Field
from tui.widgets.rows import Cell, Column, Item, RowList

PLACE = "members"


class Chosen(NamedTuple):
    """What was typed about a member."""

    id: str
    name: str
    roles: tuple[str, ...]


class MembersScreen(Place):
    """The list; what may be done with it stands in the footer, with the reason where it may not."""

    PLACES: ClassVar[tuple[str, ...]] = (PLACE,)
    DEFAULT_CSS = "MembersScreen .head { height: 1; padding: 0 2; text-style: bold; }"

    def __init__(self) -> None:
        super().__init__()
        self._ids: set[str] = set()

    def body(self) -> ComposeResult:
        yield Static(markup=False, classes="head", id="members-head")
        columns = (
            Column("name", "", 10, 24),
            Column("id", "", 6, 16),
            Column("mark", "", 4, 12),
            Column("roles", "", 20, 60),
        )
        yield RowList(columns, header=False, id="members-rows")

    def on_mount(self) -> None:
        self.relabel()
        self.query_one(RowList).focus()

    def relabel(self) -> None:
        super().relabel()
        self.office_changed()

    def office_changed(self) -> None:
        from engine.desk.membership import shown_ids

        desk = self.house.desk
        titles, self._ids = desk.role_titles(), shown_ids(desk)
        self.query_one("#members-head", Static).update(Text(self.word("members.title")))
        rows = self.query_one(RowList)
        rows.empty = self.word("members.none")
        rows.show([self._item(one, about, titles) for one, about in sorted(desk.members().items())])

    def _item(self, member: str, about: dict[str, Any], titles: dict[str, str]) -> Item:
        desk = self.house.desk
        marks = [
            *([self.word("members.you")] if member == desk.signed_in().id else []),
            *([self.word("members.admin")] if desk.administers(member) else []),
        ]
        held = ", ".join(titles.get(role, role) for role in about.get("roles", ()))
        return Item(
            member,
            (
                Cell(clean(str(about.get("name", member))), bold=True),
                Cell(clean(member) if member in self._ids else "", "muted"),
                Cell(" ".join(marks), "accent"),
                Cell(clean(held), "muted"),
            ),
        )

    @property
    def here(self) -> str:
        return self.query_one(RowList).cursor

    def name_of(self, member: str) -> str:
        return clean(str(self.house.desk.members().get(member, {}).get("name", member)))

    # --- what can be done

    def add(self) -> None:
        self.app.push_screen(MemberDialog(self.word("member.new")), self._add)

    def _add(self, typed: Chosen | None) -> None:
        if typed is None:
            return
        desk = self.house.desk
        password = desk.first_password() if desk.keyed else ""
        added = self._done(
            lambda: desk.set_member(typed.id, typed.name, typed.roles, new=True, password=password),
            self.word("member.added", who=clean(typed.name)),
        )
        if added and password and not desk.practice:
            self._hand_out(clean(typed.name), password)

    def roles(self) -> None:
        member = self.here
        about = self.house.desk.members().get(member, {})
        before = Chosen(member, str(about.get("name", "")), tuple(about.get("roles", ())))
        title = self.word("member.roles_of", who=self.name_of(member))
        self.app.push_screen(MemberDialog(title, before), self._changed)

    def _changed(self, typed: Chosen | None) -> None:
        if typed is not None:
            self._done(
                lambda: self.house.desk.set_member(typed.id, typed.name, typed.roles, new=False),
                self.word("member.changed", who=clean(typed.name)),
            )

    def password(self) -> None:
        member, first = self.here, self.house.desk.first_password()
        name = self.name_of(member)
        if self._done(
            lambda: self.house.desk.change_password(member, first), self.word("member.renewed", who=name)
        ):
            self._hand_out(name, first)

    def _hand_out(self, name: str, password: str) -> None:
        """A first password is kept nowhere: it stays on the screen until it was written down."""
        from tui.screens.told import Told

        about = (self.word("member.first.once"), self.word("member.first.own", who=name))
        self.app.push_screen(Told(self.word("member.first", who=name), password, about))

    def take_out(self) -> None:
        member, name = self.here, self.name_of(self.here)
        what = [self.word("member.remove.kept")]
        if self.house.desk.keyed:
            what += [self.word("member.remove.rotated"), self.word("member.remove.copies")]
        parts = (
            Part(self.word("member.remove.who"), (f"{name}  {member}",)),
            Part(self.word("member.remove.what"), tuple(what), "soon"),
        )
        title = self.word("member.remove")

        def go_on(sure: bool | None) -> None:
            if sure:
                self._done(
                    lambda: self.house.desk.remove_member(member), self.word("member.removed", who=name)
                )

        self.app.push_screen(Confirm(title, title, parts, typed=name), go_on)

    def permit(self) -> None:
        """One export for the member under the cursor, of what is typed."""
        member, name = self.here, self.name_of(self.here)

        def typed(answer: tuple[str, ...] | None) -> None:
            from engine.desk.leaving import permit

            if answer is not None:
                self._done(
                    lambda: permit(self.house.desk, member, answer[0]),
                    self.word("member.permitted", who=name),
                )

        fields = ((self.word("member.permit.content"), ""),)
        title = self.word("member.permit", who=name)
        self.app.push_screen(AskLines(title, self.word("member.permit.about"), fields), typed)

    def sheet(self) -> None:
        """A new recovery sheet, after it was said that the one before is worth nothing then."""
        title = self.word("sheet.anew")
        parts = (Part(title, (self.word("sheet.anew.before"), self.word("sheet.anew.once")), "soon"),)

        def go_on(sure: bool | None) -> None:
            if sure:
                self._new_sheet()

        self.app.push_screen(Confirm(title, title, parts), go_on)

    def _new_sheet(self) -> None:
        from engine.desk import MadoguchiError
        from tui.screens.sheet import AnewPage

        desk, app = self.house.desk, self.app
        try:
            code = desk.new_sheet()
        except MadoguchiError as no:
            self.house.tell(sentence(no.within(self.house.language)))
            return

        def back() -> None:
            app.pop_screen()
            app.pop_screen()
            self.house.tell(self.word("sheet.anew.done"))

        app.push_screen(AnewPage(desk.path or Path(), code, back))

    def _done(self, do: Any, said: str) -> bool:
        """Whether it was done; then it is said, else why not."""
        from engine.desk import MadoguchiError

        try:
            do()
        except MadoguchiError as no:
            self.house.tell(sentence(no.within(self.house.language)))
            return False
        self.office_changed()
        self.house.tell(said)
        return True


class MemberDialog(Dialog[Chosen]):
    """Id, name and roles. With `before` the id stays."""

    def __init__(self, title: str, before: Chosen | None = None) -> None:
        super().__init__()
        self._heading = title
        self._before = before
        self._roles = list(before.roles) if before else []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._heading, style="bold"), classes="line")
            for name in () if self._before else ("id", "name"):
                yield Static(self.word(f"new.member.{name}"), classes="line", markup=False)
                field = Field(id=f"member-{name}")
                yield field
            yield Static(self.word("new.member.roles"), classes="line", markup=False)
            columns = (Column("mark", "", 3, 3), Column("role", "", 20, 60))
            yield RowList(columns, header=False, id="member-roles", surface="field")
            yield Static(self.word("member.keys"), classes="line", id="member-said", markup=False)

    def on_mount(self) -> None:
        self._fill()
        fields = list(self.query(Input))
        (fields[0] if fields else self.query_one(RowList)).focus()

    def _fill(self) -> None:
        titles = self.house.desk.role_titles()
        items = []
        for role, title in titles.items():
            mark = Cell("[x]", "accent") if role in self._roles else Cell("[ ]", "muted")
            items.append(Item(role, (mark, Cell(clean(title)))))
        self.query_one(RowList).show(items)

    def pressed(self, key: str, event: events.Key) -> None:
        rows = self.query_one(RowList)
        if key == "Enter":
            stops = [*self.query(Input), rows]
            at = next((n for n, one in enumerate(stops) if one is self.focused), 0)
            stops[min(at + 1, len(stops) - 1)].focus()
        elif key == "Space" and self.focused is rows:
            self._choose(rows.cursor)
        elif key in ("Ctrl+S", "F12"):
            self._answer()
        else:
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._choose(event.key)

    def _choose(self, role: str) -> None:
        if role in self._roles:
            self._roles.remove(role)
        elif role:
            self._roles.append(role)
        self._fill()

    def _answer(self) -> None:
        if self._before is not None:
            self.dismiss(self._before._replace(roles=tuple(self._roles)))
            return
        typed = Chosen(
            self.query_one("#member-id", Input).value.strip(),
            self.query_one("#member-name", Input).value.strip(),
            tuple(self._roles),
        )
        lacking = "" if typed.name else "new.member.no_name"
        if not typed.roles:
            lacking = lacking or "new.member.no_role"
        if lacking:
            said = Text(self.word(lacking), style=self.house.palette.style("soon", "field"))
            self.query_one("#member-said", Static).update(said)
            return
        self.dismiss(typed)


def _authority(screen: MembersScreen) -> str:
    return "" if screen.house.desk.may_administer() else screen.word("why.not_admin")


def _keys_and_authority(screen: MembersScreen) -> str:
    desk = screen.house.desk
    if not desk.keyed:
        return screen.word("why.no_keys")
    return _authority(screen)


def _add(screen: MembersScreen) -> None:
    screen.add()


def _roles(screen: MembersScreen) -> None:
    screen.roles()


def _password(screen: MembersScreen) -> None:
    screen.password()


def _sheet(screen: MembersScreen) -> None:
    screen.sheet()


def _permit(screen: MembersScreen) -> None:
    screen.permit()


def _may_permit(screen: MembersScreen) -> str:
    from engine.desk.leaving import may_permit

    return "" if may_permit(screen.house.desk) else screen.word("why.not_permitting")


def _remove(screen: MembersScreen) -> None:
    screen.take_out()


ACTIONS: tuple[Action, ...] = (
    Action("members.add", "加える", "Add", ("n",), PLACE, _add, kana="くわえる", rank=1,
           right=_authority),
    Action("members.roles", "役割", "Roles", ("r", "Enter"), PLACE, _roles, kana="やくわり", rank=2,
           right=_authority),
    Action("members.password", "パスワードを付け直す", "New password", ("p",), PLACE, _password,
           kana="あいことばをつけなおす わすれた", rank=3, right=_keys_and_authority),
    Action("members.sheet", "回復用紙", "Recovery sheet", ("s",), PLACE, _sheet, kana="かいふくようし", rank=5,
           right=_keys_and_authority),
    Action("members.permit", "書き出しを許可", "Permit an export", ("e",), PLACE, _permit,
           kana="かきだしをきょか だうんろーど", rank=6, right=_may_permit),
    Action("members.remove", "外す", "Remove", ("d",), PLACE, _remove, kana="はずす", rank=4, right=_authority),
)  # fmt: skip
