"""What a form says before it is done: the page of consequences, what was refused, both sides of a clash."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from engine.desk.dates import spelled
from tui.cleaning import clean, fit, width, wrap
from tui.screens.confirm import Part
from tui.widgets.form.model import DAY, FormModel
from tui.widgets.form.words import due_said, word


def heading(model: FormModel, title: str, room: int, wide: bool) -> Text:
    """The section, what the form is for (beside it already where there is a rail), and what the star means."""
    form, language = model.form, model.language
    legend = f"* {word('required', language)}"
    said = [] if wide else [form.organisation_title, form.kind_title]
    words = " / ".join(clean(w) for w in (form.errand.case, *(t.within(language) for t in said)) if w)
    led = f"{word('onward', language)}  {legend}"
    if width(clean(title)) + width(words) + width(led) + 4 <= room:
        legend = led
    left = room - width(clean(title)) - width(legend) - 4
    text = Text(clean(title), "bold", no_wrap=True)
    text.append(f"  {fit(words, max(left, 0))}  {legend}", "not bold")
    return text


def refused(model: FormModel, count: int, room: int) -> list[str]:
    """How much stands against the step, and what belongs to no field."""
    lines = [word("refused", model.language, count)]
    for fault in model.general():
        lines += wrap(f"{clean(fault.text)}  {clean(fault.basis)}".rstrip(), room)
    return lines


def consequences(model: FormModel) -> Iterator[Part]:
    """What would be written and what would follow, part by part."""
    language, found = model.language, model.trial.outcome
    if found is None:
        return
    if model.form.errand.case:  # a new request was looked through in its last section
        said = tuple(f"{title}  {value}" for title, value, _ in entered(model))
        if said:
            yield Part(word("entered", language), said)
    state = found.state.within(language)
    before = found.before.within(language)
    lines = [f"{model.form.title.within(language)}  {spelled(found.day, language)}  {found.number}"]
    lines += [f"{word('slip', language)}  {one}" for one in found.slips]
    lines += [
        f"{word('letter', language)}  {f'{number} {title}'.lstrip()}  {to}"
        for number, title, to in found.letters
    ]
    lines += [f"{word('row', language)}  {one.within(language)}" for one in found.rows]
    yield Part(word("written", language), tuple(lines))
    due = due_said(found, language)
    was = (
        f"{spelled(found.due_before, language)} > "
        if found.due_before and found.due_before != found.due
        else ""
    )
    step = f"{before} > {state}" if before and before != state else state
    yield Part(
        word("follows", language),
        (
            f"{word('state', language)}  {step}",
            f"{found.due_title.within(language)}  {was}{due}  {found.basis}",
        ),
    )
    warnings = tuple(f"{o.within(language)}  {o.basis}" for o in model.trial.warnings)
    if warnings:
        yield Part(word("warning", language), warnings, "soon")
    lacking = tuple(
        f"{model.standing(one)}  {one.title.within(language)}  {one.basis}".rstrip()
        for one in model.lacking()
    )
    if lacking:
        yield Part(word("left_papers", language), lacking, "soon")
    final = [word("final_letter", language)] if found.letters else []
    final += [word("final_intake", language)] if not model.form.errand.case else []
    if final:
        yield Part(word("final", language), tuple(final), "soon")


def entered(model: FormModel) -> Iterator[tuple[str, str, str]]:
    """What was typed and chosen for a step: (title, as it is read, what the case holds in its place or nothing)."""
    recorded = model.form.recorded()
    for section, _ in model.sections():
        for row in model.rows(section):
            said = model.spoken(row) if row.stops and row.pointer != f"/{DAY}" else ""
            if said:
                held = recorded.get(row.pointer.removeprefix("/"))
                there = "" if held is None else dict(row.choices).get(str(held), str(held))
                yield row.title, said, there if there != said else ""
