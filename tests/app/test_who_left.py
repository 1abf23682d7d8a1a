"""Whoever has left, of theirs or of ours, is asked nothing, owns nothing and is met by nobody; what was done keeps its names."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.report.sections import sections
from app.report.view import Framing
from app.sample import OPPORTUNITY, SAMPLE, STORY_DATE
from graph.analysis.bus_factor import bus_factor
from graph.analysis.pipeline import analyse
from graph.power_graph import PowerGraph
from tests import documents
from tests.views_at_hand import MARKING, PRINTED_AT, READER, view_of

Json = dict[str, Any]
SAMPLE_DOCUMENT: Json = {name: held for name, held in json.loads(SAMPLE).items() if name != "snapshots"}
EVE = (STORY_DATE - timedelta(days=1)).isoformat()


def changed(**lists: Any) -> Any:
    data = json.loads(json.dumps(SAMPLE_DOCUMENT)) | lists
    framing = Framing("en", "full", "all", READER, PRINTED_AT, MARKING)
    return view_of(documents.from_bytes(json.dumps(data).encode()), framing, opportunity=OPPORTUNITY)


def texts(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an answer with the names of the fields it is in."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, f"{at}/{name}")
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part, at)
    elif hasattr(value, "model_dump"):
        yield from texts(value.model_dump(mode="json"), at)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts(getattr(value, name), f"{at}/{name}")


@pytest.mark.parametrize("person", ["P02", "P05", "P09", "P12", "P14", "P16", "P20", "P21"])
def test_a_person_who_left_is_asked_nothing(person: str) -> None:
    people = [one | {"until": EVE} if one["id"] == person else one for one in SAMPLE_DOCUMENT["people"]]
    view = changed(people=people)
    name = next(one["name_en"] for one in people if one["id"] == person)
    plan, power_map = view.pack.plan, view.map
    named = [
        *(item.subject for item in plan.items),
        *(goal.person for goal in plan.goals),
        *(gap.person for gap in power_map.gaps),
        *(first.person for first in power_map.do_first),
        *(step.person for step in plan.suggestions),
        *(one for check in view.pack.review.checks for one in check.people),
    ]
    assert person not in named
    told = [
        (section.name, text)
        for section in sections(view)
        for _, said in texts(section.blocks)
        for text in [said.replace(f"unnamed successor of {name}", "")]
        if name in text or person == text
    ]
    assert {section for section, _ in told} <= {"activities"}, told
    still = {one.id for one in plan.activities if one.status != "DONE"}
    assert not [one.id for one in view.document.activities if one.id in still and one.people == (person,)]
    warnings = [warning.text_en for warning in power_map.warnings if warning.code == "unnamed_successor"]
    assert all(name in text for text in warnings)


@pytest.mark.parametrize("member", ["S1", "S2", "S3", "S4", "S5"])
def test_a_member_who_left_owns_nothing_that_is_still_to_be_done(member: str) -> None:
    others = [one for one in SAMPLE_DOCUMENT["memberships"] if one["member"] != member]
    view = changed(memberships=[*others, {"member": member, "since": "2026-01-01", "until": EVE}])
    plan = view.pack.plan
    owners = [
        *(item.owner for item in plan.items),
        *(one.owner for one in plan.activities if one.status != "DONE"),
        *(first.owner for first in view.map.do_first),
        *(gap.next_step.owner for gap in view.map.gaps),
        *(one for check in view.pack.review.checks for one in check.members),
        *(pair.member for pair in view.relations.relationships.pairs),
        *(person.coverage.owner for person in view.map.people),
    ]
    assert member not in owners
    power = PowerGraph.of(view.document, as_of=STORY_DATE, opportunity=OPPORTUNITY)
    analysed = analyse(power)
    found = bus_factor(power, analysed.coverage, analysed.deciders.decision_influence)
    assert found is not None
    assert member not in found.members
