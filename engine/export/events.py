"""Events as JSON objects and back, without loss. What is at its default is left out: lines stay short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from engine.export.strict import Reader, Unreadable
from engine.model.case import SYSTEM, Attachment, Event, Issued, IssuedParagraph, Person, changed

Json = dict[str, Any]

_PERSON: Final = frozenset(("member", "named", "name", "roles"))
_ATTACHMENT: Final = ("hash", "name", "type", "where")
_PARAGRAPH: Final = frozenset(("title", "text", "items"))
_LETTER: Final = frozenset(
    (
        *("id", "title", "number", "date", "to", "sender", "paragraphs", "document_number", "reason"),
        *(
            "unsealed",
            "page",
            "slip",
            "enclosures",
            "contact",
            "decides",
            "unmapped",
            "to_whom",
            "mark",
            "hash",
        ),
    )
)


def _filled(found: Json) -> Json:
    """Without what is empty, false or nothing; a reader knows these as defaults."""
    return {k: v for k, v in found.items() if v not in ("", [], {}, None) and v is not False}


# --- people, papers, letters


def person_to_json(person: Person) -> Json:
    """Who acted: `{"member": id}` for a member, else `{"named": id}`; with name and the roles held then."""
    kind = "member" if person.member else "named"
    return {kind: person.id, **_filled({"name": person.name, "roles": list(person.roles)})}


def person_from_json(raw: Any, where: str = "by") -> Person:
    """The person of a JSON object. Raises Unreadable."""
    read = Reader(raw, where, _PERSON)
    if read.has("member") == read.has("named"):
        raise Unreadable(
            where, "member か named のどちらか一つが要ります", "either member or named is needed"
        )
    kind = "member" if read.has("member") else "named"
    return Person(read.text(kind), read.text("name", ""), read.texts("roles"), kind == "member")


def attachment_to_json(one: Attachment) -> Json:
    return _filled({"hash": one.hash, "name": one.name, "type": one.type, "where": one.where})


def attachment_from_json(raw: Any, where: str = "attachments") -> Attachment:
    read = Reader(raw, where, frozenset(_ATTACHMENT))
    return Attachment(*(read.text(key, "") for key in _ATTACHMENT))


def letter_to_json(letter: Issued) -> Json:
    """An issued letter with every word of it."""
    paragraphs = [
        _filled({"title": p.title, "text": p.text, "items": list(p.items)}) for p in letter.paragraphs
    ]
    found = {
        "title": letter.title,
        "number": letter.number,
        "to": list(letter.to),
        "sender": list(letter.sender),
        "paragraphs": paragraphs,
        "document_number": letter.document_number,
        "reason": letter.reason,
        "unsealed": not letter.seal,
        "slip": letter.slip,
        "enclosures": list(letter.enclosures),
        "contact": list(letter.contact),
        "decides": letter.decides,
        "unmapped": letter.unmapped,
        "to_whom": letter.to_whom,
        "mark": letter.mark,
        "hash": letter.hash,
    }
    page = {} if letter.page == "a4" else {"page": letter.page}
    return {"id": letter.id, "date": letter.date.isoformat(), **page, **_filled(found)}


def letter_from_json(raw: Any, where: str = "letters") -> Issued:
    read = Reader(raw, where, _LETTER)
    paragraphs = [Reader(p, f"{where}.paragraphs", _PARAGRAPH) for p in read.items("paragraphs")]
    return Issued(
        id=read.text("id"),
        title=read.text("title", ""),
        number=read.text("number", ""),
        date=read.day("date"),
        to=read.texts("to"),
        sender=read.texts("sender"),
        paragraphs=tuple(
            IssuedParagraph(p.text("title", ""), p.text("text", ""), p.texts("items")) for p in paragraphs
        ),
        document_number=read.text("document_number", ""),
        reason=read.text("reason", ""),
        seal=not read.flag("unsealed"),
        page=read.text("page", "a4"),
        slip=read.flag("slip"),
        enclosures=read.texts("enclosures"),
        contact=read.texts("contact"),
        decides=read.flag("decides"),
        unmapped=read.flag("unmapped"),
        to_whom=read.text("to_whom", ""),
        mark=read.text("mark", ""),
        hash=read.text("hash", ""),
    )


# --- events


def event_to_json(event: Event) -> Json:
    """An event as it is kept and exported (`schemas/record.schema.json`, `events`).

    `recorded_by` is left out where the one who acted typed it too.
    """
    by = person_to_json(event.by)
    found: Json = {"seq": event.seq, "id": event.id, "date": event.date.isoformat(), "at": event.at, "by": by}
    if event.recorded_by is not event.by and event.recorded_by != event.by:
        found["recorded_by"] = person_to_json(event.recorded_by)
    for name in _AS_IT_IS:
        if value := getattr(event, name):
            found[name] = value if isinstance(value, str | int) else dict(value)
    if event.acknowledged:
        found["acknowledged"] = list(event.acknowledged)
    if event.attachments:
        found["attachments"] = [attachment_to_json(one) for one in event.attachments]
    if event.letters:
        found["letters"] = [letter_to_json(one) for one in event.letters]
    if event.links:
        found["links"] = {path: dict(link) for path, link in event.links.items()}
    found["language"], found["program"] = event.language, event.program
    return found


def event_from_json(raw: Mapping[str, Any]) -> Event:
    """The event of a JSON object. StoreError naming the key that is unknown, missing or of another kind."""
    try:
        return _event(raw)
    except Unreadable as unreadable:
        raise unreadable.as_store_error() from None


def _event(raw: Any) -> Event:
    read = Reader(raw, "event", _EVENT.keys())
    for name in _ALWAYS:
        if name not in read.raw:
            raise Unreadable(f"event.{name}", "ありません", "it is missing")
    found = {name: _EVENT[name](read, name) for name in read.raw}
    found.setdefault("recorded_by", found["by"])
    return changed(_BLANK, **found)


def _person(read: Reader, key: str) -> Person:
    return person_from_json(read.raw[key], f"event.{key}")


def _attachments(read: Reader, key: str) -> tuple[Attachment, ...]:
    return tuple(attachment_from_json(one, f"event.{key}") for one in read.items(key))


def _letters(read: Reader, key: str) -> tuple[Issued, ...]:
    return tuple(letter_from_json(one, f"event.{key}") for one in read.items(key))


def _links(read: Reader, key: str) -> Mapping[str, Mapping[str, Any]]:
    return {
        path: Reader(link, f"event.{key}.{path}", set(link)).raw for path, link in read.mapping(key).items()
    }


_EVENT: Final[Mapping[str, Callable[[Reader, str], Any]]] = {
    **dict.fromkeys(("id", "at", "task", "program"), Reader.text),
    **dict.fromkeys(("seq", "instance", "language"), Reader.number),
    **dict.fromkeys(("on_paper", "numbers", "told"), Reader.words),
    **dict.fromkeys(("by", "recorded_by"), _person),
    "date": Reader.day,
    "form": Reader.mapping,
    "acknowledged": Reader.texts,
    "attachments": _attachments,
    "letters": _letters,
    "links": _links,
    "clock_set": Reader.flag,
}
"""How each key of an event is read; one that is left out has its default."""
_ALWAYS: Final = ("seq", "id", "date", "at", "by")
_AS_IT_IS: Final = ("form", "task", "instance", "on_paper", "numbers", "told", "clock_set")
_BLANK: Final = Event(0, "", date.min, "", SYSTEM, SYSTEM)


__all__ = [
    "attachment_from_json",
    "attachment_to_json",
    "event_from_json",
    "event_to_json",
    "letter_from_json",
    "letter_to_json",
    "person_from_json",
    "person_to_json",
]
