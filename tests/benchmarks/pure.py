"""P6, P7: a guard against cel-python, a whole step in memory against SpiffWorkflow."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from engine.advance import World, advance
from engine.desk import load, open_desk
from engine.export.events import event_from_json, event_to_json
from engine.fold import fold
from engine.model.basics import MISSING
from engine.model.case import Order
from engine.version import PROGRAM
from tests.benchmarks.measure import Figure, faster, in_turn
from tests.benchmarks.offices import CHECK, ORG, today

LOOP = 400
CEL = '!(outcome in ["grant", "partial"] && kind in ["correction", "stop_use"]) || on_paper <= today'
PROCESS = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="office">
 <process id="request" isExecutable="true">
  <startEvent id="start"><outgoing>a</outgoing></startEvent>
  <manualTask id="receive"><incoming>a</incoming><outgoing>b</outgoing></manualTask>
  <manualTask id="check"><incoming>b</incoming><outgoing>c</outgoing></manualTask>
  <exclusiveGateway id="known" default="e"><incoming>c</incoming><outgoing>d</outgoing><outgoing>e</outgoing>
  </exclusiveGateway>
  <manualTask id="confirm"><incoming>d</incoming><outgoing>f</outgoing></manualTask>
  <manualTask id="ask"><incoming>e</incoming><outgoing>g</outgoing></manualTask>
  <endEvent id="done"><incoming>f</incoming><incoming>g</incoming></endEvent>
  <sequenceFlow id="a" sourceRef="start" targetRef="receive"/>
  <sequenceFlow id="b" sourceRef="receive" targetRef="check"/>
  <sequenceFlow id="c" sourceRef="check" targetRef="known"/>
  <sequenceFlow id="d" sourceRef="known" targetRef="confirm">
   <conditionExpression>channel == "window"</conditionExpression></sequenceFlow>
  <sequenceFlow id="e" sourceRef="known" targetRef="ask"/>
  <sequenceFlow id="f" sourceRef="confirm" targetRef="done"/>
  <sequenceFlow id="g" sourceRef="ask" targetRef="done"/>
 </process>
</definitions>
"""


def _repeated(do: Callable[[], object]) -> Callable[[], None]:
    def loop() -> None:
        for _ in range(LOOP):
            do()

    return loop


def guard(rounds: int) -> list[Figure]:
    """A guard of an organisation's own workflow: two choices, and a date against the day of the decision."""
    import celpy
    from celpy import celtypes

    workflow = load(ORG).of_kind("correction")
    assert workflow is not None
    rule = workflow.commands["decide"].require["prior_disclosure"].rule
    now, disclosed = date(2026, 4, 20), date(2026, 4, 1)
    facts: dict[str, Any] = dict.fromkeys(rule.reads, MISSING)
    facts |= {"kind": "correction", "decision.outcome": "partial", "today": now}
    facts["application.disclosed_on_paper"] = disclosed
    environment = celpy.Environment()
    program = environment.program(environment.compile(CEL))

    def stamp(day: date) -> Any:
        return celtypes.TimestampType(datetime(day.year, day.month, day.day, tzinfo=UTC))

    known = {
        "kind": celtypes.StringType("correction"),
        "outcome": celtypes.StringType("partial"),
        "on_paper": stamp(disclosed),
        "today": stamp(now),
    }
    if rule.run(facts) is not True or not program.evaluate(known):
        raise SystemExit("P6: the two guards do not agree")
    ours, theirs = in_turn(
        _repeated(lambda: rule.run(facts)), _repeated(lambda: program.evaluate(known)), min(rounds, 15)
    )
    each = [t / LOOP for t in ours], [t / LOOP for t in theirs]
    rate = LOOP / sorted(ours)[len(ours) // 2]
    return [
        faster("P6", "a guard of 互助会's own workflow / cel-python", each, 10, f"{rate:,.0f}/s (≥ 300,000)")
    ]


def _peer() -> Callable[[], object]:
    """A task completed in a workflow read from JSON and written back; no form is checked."""
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.util.task import TaskState

    parser = BpmnParser()
    parser.add_bpmn_str(PROCESS)
    workflow = BpmnWorkflow(parser.get_spec("request"))
    serializer = BpmnWorkflowSerializer()

    def step(on: Any, data: dict[str, Any]) -> None:
        on.do_engine_steps()
        task = on.get_next_task(state=TaskState.READY, manual=True)
        task.data.update(data)
        task.run()
        on.do_engine_steps()

    step(workflow, {"channel": "window"})
    stored = serializer.serialize_json(workflow)

    def whole() -> object:
        again = serializer.deserialize_json(stored)
        step(again, dict(CHECK))
        return serializer.serialize_json(again)

    if '"confirm"' not in str(whole()):
        raise SystemExit("P7: the peer did not do its step")
    return whole


def step_in_memory(office: Path, rounds: int) -> list[Figure]:
    """As the desk does it: the stored events folded, the order judged with its form, the event written."""
    with open_desk(office) as desk:
        row = next(r for r in desk.rows() if r.open and r.version == 1)
        key = (ORG, row.number)
        workflow = desk.workflow(key)
        stored = json.dumps(desk.ledger.raw[key], ensure_ascii=False)
        person = desk.signed_in()
    day = today()
    world = World(at=f"{day.isoformat()}T09:00:00+09:00", program=PROGRAM, case_number=row.number)

    def whole() -> object:
        case = fold(workflow, [event_from_json(e) for e in json.loads(stored)])
        order = Order(command="record_check", date=day, by=person, recorded_by=person, form=dict(CHECK))
        done = advance(workflow, case, order, world)
        return json.dumps([event_to_json(e) for e in done.case.events], ensure_ascii=False)

    return [
        faster("P7", "stored JSON → step → stored JSON / SpiffWorkflow", in_turn(whole, _peer(), rounds), 3)
    ]
