"""The whole analysis of random accounts against the definitions written once more (tests/reference.py)."""

from typing import Any

import pytest
from hypothesis import given, settings

from tests.field_accounts import AS_OF, Json, accounts, analysed
from tests.reference import Reference


def near(value: Any) -> Any:
    return pytest.approx(value, abs=1e-9)


def both(data: Json) -> tuple[Any, Reference]:
    return analysed(data), Reference(data, "o1", AS_OF)


@settings(max_examples=40, deadline=None)
@given(accounts(3, 9))
def test_who_decides(data: Json) -> None:
    found, right = both(data)
    assert dict(found.deciders.decision_influence) == near(right.decision_influence)
    assert dict(found.deciders.class_of) == right.classes
    assert set(found.deciders.hidden) == right.hidden
    assert dict(found.deciders.information_value) == near({name: right.information_value(name) for name in right.ids})
    today = {name for name, held in right.classes.items() if held == "A"}
    assert {*found.stability.key_decision_makers, *found.stability.unstable} == today


@settings(max_examples=40, deadline=None)
@given(accounts(3, 9))
def test_what_people_think_and_how_parties_stand(data: Json) -> None:
    found, right = both(data)
    for party in right.parties:
        settled = {name: found.settled[name][party] for name in right.ids}
        assert settled == near(dict(zip(right.ids, right.settled(party).tolist(), strict=True)))
        whole = found.standing[party]
        assert {end: getattr(whole, end) for end in ("low", "point", "high", "stated")} == near(right.standing(party))
        assert set(whole.stages) == set(right.ballots) - {"rank"}
        for stage, held in whole.stages.items():
            wanted = right.standing(party, stage)
            assert {end: getattr(held, end) for end in ("low", "point", "high", "stated")} == near(wanted)


@settings(max_examples=40, deadline=None)
@given(accounts(3, 9))
def test_how_likely_each_party_carries_a_stage(data: Json) -> None:
    found, right = both(data)
    for stage in found.stages:
        if not stage.votes:
            assert (stage.chance, stage.nobody) == ({}, None)
            continue
        point = right.chances(stage.id)
        assert {party: held.point for party, held in stage.chance.items()} == near(point)
        assert stage.nobody == near(1 - sum(point.values()))
        assert sum(held.point for held in stage.chance.values()) <= 1 + 1e-9
        for party, held in stage.chance.items():
            low, high = (right.chances(stage.id, party, end)[party] for end in (0, 2))
            assert (held.low, held.high) == near((min(low, point[party]), max(high, point[party])))
