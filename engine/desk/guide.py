"""A sheet that tells a requester which papers are still missing, for the post. Nothing is recorded by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.notices.letter import Letter, Paragraph

if TYPE_CHECKING:
    from engine.desk.checklist import Paper
    from engine.desk.forms import OpenForm

TITLE: Final = "不足している書類のご案内"
_OPENING: Final = "次の書類がまだそろっていません。そろえて、お送りいただくか窓口にお持ちください。"


def wanted(papers: Sequence[Paper]) -> list[Paper]:
    """The papers that are missing or do not count."""
    return [one for one in papers if one.state in ("missing", "rejected")]


def guide(form: OpenForm, data: Mapping[str, Any], papers: Sequence[Paper]) -> Letter:
    """The sheet: to the agent where there is one, else to the person; each paper with its reason and article."""
    from engine.advance.letters import contact

    workflow = form.desk.organisations()[form.errand.organisation].of_kind(form.kind)
    items = tuple("\n".join(_about(one)) for one in wanted(papers))
    return Letter(
        form_number="",
        title=TITLE,
        document_number="",
        date=form.desk.today(),
        to=tuple(_to(data)),
        sender=(form.organisation_title.ja,),
        paragraphs=(
            Paragraph("", _OPENING),
            Paragraph("求める手続", form.kind_title.ja),
            Paragraph("不足している書類", "", items),
        ),
        contact=contact(workflow) if workflow else (),
    )


def write_guide(form: OpenForm, data: Mapping[str, Any], papers: Sequence[Paper]) -> Path:
    """The sheet as PDF in the folder of outputs. Raises UsageError or StoreError where it cannot be written.

    The name of the file tells the number of the case, or the hour of a request that has none yet; never a person.
    """
    from engine.desk.output import whose, write_output
    from engine.desk.printing import press

    errand, now = form.errand, f"{form.desk.clock.now():%Y%m%d-%H%M%S}"
    named = whose(form.desk, errand.organisation, errand.case) if errand.case else (now,)
    return write_output(form.desk, (*named, TITLE), "pdf", press(guide(form, data, papers)))


def _to(data: Mapping[str, Any]) -> Iterator[str]:
    agent = data.get("agent")
    person = agent if isinstance(agent, Mapping) and agent.get("name") else data
    for part in ("postal_code", "address"):
        if person.get(part):
            yield str(person[part])
    yield f"{person['name']} 様" if person.get("name") else "請求者 様"


def _about(paper: Paper) -> Iterator[str]:
    yield paper.title.ja
    if paper.detail.ja and paper.detail.ja != paper.title.ja:
        yield paper.detail.ja
    types = [one.ja for one in paper.types if one.ja != paper.title.ja]
    if len(types) == 1:
        yield types[0]
    elif types:
        yield f"次のどれか: {'、'.join(types)}"
    if paper.basis:
        yield f"根拠: {paper.basis}"
