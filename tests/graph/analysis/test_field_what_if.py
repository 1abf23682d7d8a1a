"""What-if: every change equals a fresh computation on the document edited by hand (issue 11.6)."""

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.scenario import read_changes
from graph.analysis.what_if import tornado, what_if
from graph.draft import parse
from graph.errors import Conflict, InvalidDocument
from graph.method import SIX_LEVELS
from graph.rules import check
from tests.field_accounts import AS_OF, LEVELS, Json, accounts, analysed, with_attitude, with_influence


def some_changes(draw: Random, data: Json) -> list[Json]:
    people = sorted(person["id"] for person in data["people"])
    stages = [stage["id"] for held in data["opportunities"] if held["id"] == "o1" for stage in held.get("stages", [])]
    found: list[Json] = []
    for _ in range(draw.choice([1, 1, 2, 3])):
        one, other = draw.sample(people, 2)
        stage = draw.choice([*stages, None])
        kinds: list[Json] = [
            {"kind": "attitude", "person": one, "toward": draw.choice(["us", "c1"]), "level": draw.choice(LEVELS)},
            {"kind": "influence", "source": one, "target": other, "strength": draw.choice([0, 0.3, 1])},
            {"kind": "reporting", "subordinate": one, "manager": draw.choice([None, other])},
        ]
        if stage:
            kinds.append({"kind": "vote", "stage": stage, "person": one, "weight": draw.choice([0, 1, 4])})
            kinds.append({"kind": "quota", "stage": stage, "quota": draw.randint(1, 6)})
        found.append(draw.choice(kinds))
    return found


def edited(data: Json, changes: list[Json]) -> Json:
    """The document with these changes, by the words of the contract."""
    for change in changes:
        data = EDITS[change["kind"]](deepcopy(data), change)
    return data


def _attitude(data: Json, change: Json) -> Json:
    others = [
        one
        for one in data["attitudes"]
        if (one["person"], one["toward"], one["on"], one["opportunity_id"])
        != (change["person"], change["toward"], str(AS_OF), "o1")
    ]
    known = {held["id"] for held in data["opportunities"]}
    return with_attitude(
        data | {"attitudes": others},
        change["person"],
        change["toward"],
        change["level"],
        "o1" if "o1" in known else None,
    )


def _influence(data: Json, change: Json) -> Json:
    if change["strength"]:
        return with_influence(data, change["source"], change["target"], change["strength"])
    ends = (change["source"], change["target"], "PROFESSIONAL")
    return data | {
        "influence": [line for line in data["influence"] if (line["source"], line["target"], line["kind"]) != ends]
    }


def _reporting(data: Json, change: Json) -> Json:
    one, manager = change["subordinate"], change["manager"]
    lines = [
        line
        for line in data["reporting"]
        if line["subordinate"] != one or (line["kind"] != "SOLID" and line["manager"] != manager)
    ]
    new = [{"subordinate": one, "manager": manager, "kind": "SOLID"}] if manager else []
    return data | {"reporting": lines + new}


def _stage_of(data: Json, change: Json) -> Json:
    found: Json = next(
        stage for held in data["opportunities"] for stage in held.get("stages", []) if stage["id"] == change["stage"]
    )
    return found


def _vote(data: Json, change: Json) -> Json:
    stage = _stage_of(data, change)
    votes = [vote for vote in stage.get("votes", []) if vote["person"] != change["person"]]
    stage["votes"] = votes + ([{"person": change["person"], "weight": change["weight"]}] if change["weight"] else [])
    return data


def _quota(data: Json, change: Json) -> Json:
    _stage_of(data, change)["quota"] = change["quota"]
    return data


EDITS = {"attitude": _attitude, "influence": _influence, "reporting": _reporting, "vote": _vote, "quota": _quota}


def told(found: Any) -> Json:
    """What an analysis says, to compare two."""
    return {
        "influence": dict(found.deciders.decision_influence),
        "class": dict(found.deciders.class_of),
        "standing": {party: held.model_dump() for party, held in found.standing.items()},
        "stages": [stage.model_dump() for stage in found.stages],
        "key": found.stability.key_decision_makers,
        "coverage": (found.coverage.whole.plain, found.coverage.whole.weighted),
        "gaps": [(gap.kind, gap.person, gap.department, gap.stage, gap.severity) for gap in found.gaps],
    }


def same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == (pytest.approx(other, abs=1e-9) if isinstance(other, float) else other)


@settings(max_examples=40, deadline=None)
@given(accounts(5, 9), st.integers(0, 2**32 - 1))
def test_what_if_equals_a_fresh_analysis_of_the_edited_document(data: Json, seed: int) -> None:
    changes = some_changes(Random(seed), data)  # noqa: S311 - any changes will do
    before = analysed(data)
    try:
        found = what_if(before, read_changes(changes))
    except (Conflict, InvalidDocument):
        refused = documents_refused(edited(data, changes))
        assert refused, changes
        return
    fresh = analysed(edited(data, changes))
    left, right = told(found.after), told(fresh)
    assert {name: (left[name], right[name]) for name in left if not same(left[name], right[name])} == {}, changes
    assert same(told(found.before), told(before))
    for party in before.power.parties:
        assert found.standing_change(party) == pytest.approx(
            fresh.standing[party].point - before.standing[party].point, abs=1e-9
        )


def documents_refused(data: Json) -> bool:
    draft = parse(json.dumps(data).encode())
    return draft.document is None or bool(draft.faults + check(draft.document, draft))


@settings(max_examples=15, deadline=None)
@given(accounts(5, 9))
def test_one_level_up_is_what_the_tornado_says(data: Json) -> None:
    before = analysed(data)
    for swing in tornado(before)[:3]:
        stance = before.power.stances_to_us.get(swing.person)
        if swing.up is not None and stance is not None:
            up = SIX_LEVELS[stance.step + 1]
            (change,) = read_changes([{"kind": "attitude", "person": swing.person, "toward": "us", "level": up}])
            assert what_if(before, [change]).standing_change("us") == pytest.approx(swing.up, abs=1e-9)
