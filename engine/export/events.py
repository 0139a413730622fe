"""Events as JSON objects and back, without loss. What is empty is left out, so that lines stay short."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.errors import StoreError
from engine.model.case import Attachment, Event, Issued, IssuedParagraph, Person

Json = dict[str, Any]


def _without_blanks(found: Json) -> Json:
    return {k: v for k, v in found.items() if v not in ("", [], {}, None, False)}


def person_to_json(person: Person) -> Json:
    """Who acted. A member is `{"member": id}`, anybody else `{"named": id}`, with name and roles held then."""
    kind = "member" if person.member else "named"
    return _without_blanks({kind: person.id, "name": person.name, "roles": list(person.roles)})


def person_from_json(raw: Mapping[str, Any]) -> Person:
    member = "member" in raw
    return Person(
        str(raw["member" if member else "named"]),
        str(raw.get("name", "")),
        tuple(raw.get("roles", ())),
        member,
    )


def attachment_to_json(one: Attachment) -> Json:
    return _without_blanks({"hash": one.hash, "name": one.name, "type": one.type, "where": one.where})


def attachment_from_json(raw: Mapping[str, Any]) -> Attachment:
    return Attachment(
        str(raw.get("hash", "")),
        str(raw.get("name", "")),
        str(raw.get("type", "")),
        str(raw.get("where", "")),
    )


def letter_to_json(letter: Issued) -> Json:
    """An issued letter with every word of it."""
    paragraphs = [
        _without_blanks({"title": p.title, "text": p.text, "items": list(p.items)}) for p in letter.paragraphs
    ]
    return _without_blanks(
        {
            "id": letter.id, "title": letter.title, "number": letter.number, "date": letter.date.isoformat(),
            "to": list(letter.to), "sender": list(letter.sender), "paragraphs": paragraphs,
            "document_number": letter.document_number, "reason": letter.reason, "unsealed": not letter.seal,
            "page": "" if letter.page == "a4" else letter.page, "slip": letter.slip,
            "enclosures": list(letter.enclosures), "contact": list(letter.contact), "decides": letter.decides,
            "unmapped": letter.unmapped, "to_whom": letter.to_whom, "hash": letter.hash,
        }
    )  # fmt: skip


def letter_from_json(raw: Mapping[str, Any]) -> Issued:
    paragraphs = tuple(
        IssuedParagraph(str(p.get("title", "")), str(p.get("text", "")), tuple(p.get("items", ())))
        for p in raw.get("paragraphs", ())
    )
    return Issued(
        id=str(raw["id"]), title=str(raw.get("title", "")), number=str(raw.get("number", "")),
        date=date.fromisoformat(raw["date"]), to=tuple(raw.get("to", ())), sender=tuple(raw.get("sender", ())),
        paragraphs=paragraphs, document_number=str(raw.get("document_number", "")), reason=str(raw.get("reason", "")),
        seal=not raw.get("unsealed", False), page=str(raw.get("page", "a4")), slip=bool(raw.get("slip", False)),
        enclosures=tuple(raw.get("enclosures", ())), contact=tuple(raw.get("contact", ())),
        decides=bool(raw.get("decides", False)), unmapped=bool(raw.get("unmapped", False)),
        to_whom=str(raw.get("to_whom", "")), hash=str(raw.get("hash", "")),
    )  # fmt: skip


def event_to_json(event: Event) -> Json:
    """An event as it is kept and exported (`schemas/record.schema.json`, `events`)."""
    same = event.recorded_by == event.by
    return {
        "seq": event.seq,
        "id": event.id,
        "date": event.date.isoformat(),
        "at": event.at,
        "by": person_to_json(event.by),
        **_without_blanks(
            {
                "recorded_by": {} if same else person_to_json(event.recorded_by),
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
        ),
        "language": event.language,
        "program": event.program,
    }


_KNOWN = frozenset(
    "seq id date at by recorded_by form task instance on_paper acknowledged attachments numbers letters told links "
    "clock_set language program".split()
)


def event_from_json(raw: Mapping[str, Any]) -> Event:
    """The event of a JSON object. StoreError if it is not one of this program's."""
    try:
        if unknown := set(raw) - _KNOWN:
            raise ValueError(", ".join(sorted(unknown)))
        by = person_from_json(raw["by"])
        return Event(
            seq=int(raw["seq"]), id=str(raw["id"]), date=date.fromisoformat(raw["date"]), at=str(raw["at"]), by=by,
            recorded_by=person_from_json(raw["recorded_by"]) if "recorded_by" in raw else by,
            form=raw.get("form", {}), task=str(raw.get("task", "")), instance=int(raw.get("instance", 0)),
            on_paper=raw.get("on_paper", {}), acknowledged=tuple(raw.get("acknowledged", ())),
            attachments=tuple(attachment_from_json(a) for a in raw.get("attachments", ())),
            numbers=raw.get("numbers", {}), letters=tuple(letter_from_json(one) for one in raw.get("letters", ())),
            told=raw.get("told", {}), links=raw.get("links", {}), clock_set=bool(raw.get("clock_set", False)),
            language=int(raw.get("language", 1)), program=str(raw.get("program", "")),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        ja = f"出来事の記録が読めません（{error}）。新しい版の記録かもしれません。"
        raise StoreError(
            ja, f"An event cannot be read ({error}); perhaps a newer program wrote it."
        ) from None
