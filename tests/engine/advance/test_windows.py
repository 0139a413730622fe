"""Several windows: what each takes in, by which channels, and forwarding to another one."""

from __future__ import annotations

import pytest

from engine.load.build import Built
from tests.engine.little import APPLIED, ORGANISATION, Office, build, said

PLACES = """
windows:
  main: {title: 本部}
  east: {title: 東, channels: [counter], accepts: application.pages <= 10}
"""
OVERLAY = """
commands:
  receive: {sets: {case.window: application.window}}
  forward: {title: 回す, done: 回送, from: open, by: [clerk], form: forwarding, sets: {case.window: forwarding.to}}
forms:
  application:
    properties:
      channel: {title: 経路, x-values: {counter: 訪問, post: 郵送}}
      window: {title: 窓口, x-options: org.windows}
  forwarding: {title: 回送, properties: {to: {title: 先, x-options: org.windows, x-required: true}}}
"""


def built(places: str = PLACES) -> Built:
    own = "\n".join(line for line in ORGANISATION.split("\n") if not line.startswith("windows:"))
    return build(OVERLAY, "", (("shop/organisation", own + places),))


@pytest.fixture
def office() -> Office:
    return Office(built().workflows["shop/request"])


def test_a_window_takes_in_what_its_rule_accepts(office: Office) -> None:
    form = {**APPLIED, "channel": "counter", "window": "east"}
    assert office.refused("receive", "2024-04-01", {**form, "pages": 10}) == []
    (against,) = office.objections("receive", "2024-04-01", {**form, "pages": 11})
    assert against.rule == "window.east"
    assert "東" in against.ja and "枚数" in against.ja and "本部" in against.ja
    assert office.refused("receive", "2024-04-01", form) == ["window.east"], (
        "what is not known is not accepted"
    )


def test_a_window_takes_in_only_by_its_channels(office: Office) -> None:
    form = {**APPLIED, "channel": "post", "pages": 1}
    (against,) = office.objections("receive", "2024-04-01", {**form, "window": "east"})
    assert (against.rule, against.field) == ("window.east", "/channel")
    assert "訪問" in against.ja
    assert office.refused("receive", "2024-04-01", {**form, "window": "main"}) == []


def test_what_arrived_elsewhere_is_forwarded_to_a_window_that_takes_it(office: Office) -> None:
    office.do("receive", "2024-04-01", {**APPLIED, "channel": "counter", "window": "main", "pages": 30})
    assert office.refused("forward", "2024-04-02", {"to": "east"}) == ["window.east"]
    assert office.refused("confirm", "2024-04-02") == []


def test_a_rule_of_a_window_is_read_in_the_names_of_the_workflow() -> None:
    found = said(built(PLACES.replace("application.pages", "application.pagse")).problems)
    assert list(found) == ["windows.east.accepts"] and "application.pages" in found["windows.east.accepts"]
    found = said(built(PLACES.replace("[counter]", "[conter]")).problems)
    assert found == {"windows.east.channels": "counter"}
