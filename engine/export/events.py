"""Events as JSON objects and back, without loss. What is at its default is left out: lines stay short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.export.strict import Reader, Unreadable
from engine.model.case import Attachment, Event, Issued, IssuedParagraph, Person

Json = dict[str, Any]

_PERSON: Final = ("member", "named", "name", "roles")
_ATTACHMENT: Final = ("hash", "name", "type", "where")
_PARAGRAPH: Final = ("title", "text", "items")
_LETTER: Final = (
    *("id", "title", "number", "date", "to", "sender", "paragraphs", "document_number", "reason"),
    *("unsealed", "page", "slip", "enclosures", "contact", "decides", "unmapped", "to_whom", "hash"),
)
_EVENT: Final = (
    *("seq", "id", "date", "at", "by", "recorded_by", "form", "task", "instance", "on_paper"),
    *("acknowledged", "attachments", "numbers", "letters", "told", "links", "clock_set", "language"),
    "program",
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
    read = Reader(raw, where, _ATTACHMENT)
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
        hash=read.text("hash", ""),
    )


# --- events


def event_to_json(event: Event) -> Json:
    """An event as it is kept and exported (`schemas/record.schema.json`, `events`).

    `recorded_by` is left out where the one who acted typed it too.
    """
    same = event.recorded_by == event.by
    found = {
        "recorded_by": None if same else person_to_json(event.recorded_by),
        "form": dict(event.form),
        "task": event.task,
        "instance": event.instance or None,
        "on_paper": dict(event.on_paper),
        "acknowledged": list(event.acknowledged),
        "attachments": [attachment_to_json(a) for a in event.attachments],
        "numbers": dict(event.numbers),
        "letters": [letter_to_json(one) for one in event.letters],
        "told": dict(event.told),
        "links": {k: dict(v) for k, v in event.links.items()},
        "clock_set": event.clock_set,
    }
    return {
        "seq": event.seq,
        "id": event.id,
        "date": event.date.isoformat(),
        "at": event.at,
        "by": person_to_json(event.by),
        **_filled(found),
        "language": event.language,
        "program": event.program,
    }


def event_from_json(raw: Mapping[str, Any]) -> Event:
    """The event of a JSON object. StoreError naming the key that is unknown, missing or of another kind."""
    try:
        return _event(raw)
    except Unreadable as unreadable:
        raise unreadable.as_store_error() from None


def _event(raw: Any) -> Event:
    read = Reader(raw, "event", _EVENT)
    by = person_from_json(read.raw.get("by"), "event.by")
    links = read.mapping("links")
    return Event(
        seq=read.number("seq"),
        id=read.text("id"),
        date=read.day("date"),
        at=read.text("at"),
        by=by,
        recorded_by=person_from_json(read.raw["recorded_by"], "event.recorded_by")
        if read.has("recorded_by")
        else by,
        form=read.mapping("form"),
        task=read.text("task", ""),
        instance=read.number("instance", 0),
        on_paper=read.words("on_paper"),
        acknowledged=read.texts("acknowledged"),
        attachments=tuple(attachment_from_json(a, "event.attachments") for a in read.items("attachments")),
        numbers=read.words("numbers"),
        letters=tuple(letter_from_json(one, "event.letters") for one in read.items("letters")),
        told=read.words("told"),
        links={k: Reader(v, f"event.links.{k}", tuple(v)).raw for k, v in links.items()},
        clock_set=read.flag("clock_set"),
        language=read.number("language", 1),
        program=read.text("program", ""),
    )


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
