"""A workflow as a graph, as Mermaid text and as a picture."""

from xml.etree import ElementTree

from engine.export.graph import START, graph_of
from engine.export.mermaid import to_mermaid
from engine.export.svg import to_svg
from tests.engine.little import workflow

TASK = """
tasks:
  hosei:
    title: 補正
    states:
      waiting:
        title: 補正待ち
        commands: {answer: {title: 補正を受ける, done: 補正, by: [clerk], to: next, basis: 第3条}}
      answered: {title: 補正済, end: done}
    commands: {ask: {title: 補正を求める, done: 求め, from: start, by: [clerk], to: waiting, basis: 第3条}}
"""


def test_boxes_in_drawn_order_and_ways_between_them() -> None:
    graph = graph_of(workflow())
    assert [box.title for box in graph.boxes] == ["確認", "決定", "完了", "取下げ"]
    ways = {(edge.source, edge.target): edge.titles for edge in graph.edges}
    assert ways[START, "checking"] == ("受け付ける",)
    assert ways["checking", "deciding"] == ("確認する",)
    assert ways["deciding", "withdrawn"] == ("取り下げる",)
    assert ("closed", "withdrawn") not in ways


def test_a_step_that_may_not_apply_is_passed_by() -> None:
    between = (
        "states: {extra: {title: 追加, before: closed, phase: deciding, only_when: decision.outcome = grant}}"
    )
    graph = graph_of(workflow(between))
    targets = {
        edge.target for edge in graph.edges if edge.source == "deciding" and edge.titles == ("決定する",)
    }
    assert targets == {"extra", "closed"}


def test_tasks_stand_beside() -> None:
    graph = graph_of(workflow(TASK))
    assert graph.groups == {"hosei": "補正"}
    text = to_mermaid(graph)
    assert 'state "補正" as hosei {' in text
    assert "hosei__waiting --> hosei__answered: 補正を受ける" in text


def test_mermaid_reads_no_sign_of_a_title() -> None:
    text = to_mermaid(graph_of(workflow('states: {checking: {title: "確認: <b> #1; {x}"}}')))
    assert "確認#58; #60;b#62; #35;1#59; #123;x#125;" in text


def test_the_picture_is_sound_and_every_title_is_in_it() -> None:
    graph = graph_of(workflow(TASK))
    tree = ElementTree.fromstring(to_svg(graph))
    said = {node.text for node in tree.iter("{http://www.w3.org/2000/svg}text")}
    assert {box.title for box in graph.boxes} <= said
    assert {" / ".join(edge.titles) for edge in graph.edges} <= said


def test_no_two_ways_to_different_boxes_share_a_lane_where_they_meet() -> None:
    from engine.export.svg import _column

    graph = graph_of(workflow())
    column = _column(graph, "", 0)
    order = {box.id: n for n, box in enumerate(column.boxes)}
    spans = [
        (lane, min(ends), max(ends), edge.target)
        for edge, lane in column.lanes.items()
        for ends in [(order[edge.source], order[edge.target])]
    ]
    for lane, first, last, target in spans:
        for other, a, b, to in spans:
            assert not (lane == other and to != target and first <= b and a <= last)
