"""What holds for every account, and accounts at the edge of what is allowed."""

import math
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from graph.analysis.pipeline import analyse
from graph.analysis.propagation import Propagation
from graph.power_graph import PowerGraph
from tests.accounts_at_hand import met, moves, owns, person, power, reports, stage, thinks
from tests.patience import at_most

LEVELS = ["OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE", "UNKNOWN", "THREAT", "VALUED"]


@st.composite
def accounts(draw: st.DrawFn) -> dict[str, Any]:
    """Everything `power` takes, so that a test can change it and build again."""
    names = [f"p{i}" for i in range(draw(st.integers(1, 7)))]
    someone = st.sampled_from(names)
    units = ["d0", "d1"]
    people = [person(name, draw(st.integers(1, 6)), draw(st.sampled_from([None, *units]))) for name in names]
    pairs = st.lists(st.tuples(someone, someone).filter(lambda pair: pair[0] != pair[1]), unique=True, max_size=14)
    influence = [moves(a, b, draw(st.sampled_from([0.1, 0.5, 0.5, 1.0]))) for a, b in draw(pairs)] if names[1:] else []
    lines = [reports(names[i], names[(i - 1) // 2]) for i in range(1, len(names)) if draw(st.booleans())]
    attitudes = [thinks(name, draw(st.sampled_from(LEVELS)), to) for name in names for to in ("us", "rival")]
    stages = []
    for order in range(draw(st.integers(0, 3))):
        votes = {name: draw(st.integers(1, 5)) for name in draw(st.sets(someone))}
        quota = draw(st.integers(1, sum(votes.values()))) if votes else None
        kind = draw(st.sampled_from(["EVALUATION", "AWARD"]))
        veto = sorted(draw(st.sets(someone, max_size=1)))
        stages.append(stage(votes, quota, name=f"s{order}", order=order, veto=veto, kind=kind))
    contacts = draw(
        st.lists(st.tuples(st.sampled_from(["exec", "man"]), someone, st.integers(0, 120)), unique=True, max_size=9)
    )
    return {
        "people": people,
        "departments": units,
        "influence": influence,
        "reporting": lines,
        "attitudes": attitudes,
        "stages": stages,
        "interactions": [met([member], [name], days) for member, name, days in contacts],
        "coverage": [owns("man", name) for name in draw(st.sets(someone))],
    }


def numbers(value: Any) -> Iterator[float]:
    """Every float in a result, however deep; anything but plain Python values in it is an error."""
    if isinstance(value, PowerGraph):
        return
    if is_dataclass(value):
        value = [getattr(value, field.name) for field in fields(value) if not field.name.startswith("_")]
    if isinstance(value, BaseModel):
        value = dict(value)
    if isinstance(value, np.ndarray):
        value = value.ravel().tolist()
    if hasattr(value, "items"):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, float):
        assert type(value) is float
        yield value
    else:
        assert type(value) in {str, int, bool, type(None)} or type(value).__name__ == "date", value


@settings(max_examples=120, deadline=None)
@given(accounts())
def test_what_always_holds(account: dict[str, Any]) -> None:
    graph = power(**account)
    found = analyse(graph)
    assert all(math.isfinite(number) for number in numbers([found, found.deciders.explanation]))
    influence = found.deciders.decision_influence
    assert sum(influence.values()) == pytest.approx(1, abs=1e-9)
    assert all(share >= 0 for share in influence.values())
    assert all(sum(ballot.power.values()) == pytest.approx(1) for ballot in found.electorate.ballots)
    assert Propagation(graph).rows(graph.ids).sum(axis=1) == pytest.approx(1, abs=1e-9)
    for standing in found.standing.values():
        for interval in [standing, *standing.stages.values()]:
            assert -1 <= interval.low <= interval.point <= interval.high <= 1
    us = found.standing["us"]
    assert us.high - us.low == pytest.approx(sum(found.deciders.information_value.values()), abs=1e-9)
    for name, parts in found.deciders.explanation.items():
        assert sum(part.share for part in parts) <= influence[name] + 1e-9
        assert all(a.share >= b.share - 1e-12 for a, b in pairwise(parts))
    assert len(found.gaps) == len(found.next_steps) == len({(gap.kind, gap.subject) for gap in found.gaps})


def renamed(account: dict[str, Any], new: dict[str, str]) -> dict[str, Any]:
    def of(record: Any, *names: str) -> Any:
        return record.model_copy(update={name: new[getattr(record, name)] for name in names})

    stages = []
    for held in account["stages"]:
        votes = {new[vote.person]: vote.weight for vote in held.votes}
        veto = [new[name] for name in held.veto]
        stages.append(stage(votes, held.quota, name=held.id, order=held.order, veto=veto, kind=held.kind))
    return account | {
        "people": [of(held, "id") for held in account["people"]],
        "influence": [of(held, "source", "target") for held in account["influence"]],
        "reporting": [of(held, "subordinate", "manager") for held in account["reporting"]],
        "attitudes": [of(held, "person") for held in account["attitudes"]],
        "coverage": [of(held, "person") for held in account["coverage"]],
        "interactions": [
            held.model_copy(update={"people": tuple(new[name] for name in held.people)})
            for held in account["interactions"]
        ],
        "stages": stages,
    }


@settings(max_examples=60, deadline=None)
@given(accounts(), st.randoms())
def test_names_do_not_matter(account: dict[str, Any], random: Random) -> None:
    names = [held.id for held in account["people"]]
    shuffled = random.sample(names, len(names))
    new = dict(zip(names, shuffled, strict=True))
    one, other = analyse(power(**account)), analyse(power(**renamed(account, new)))
    for name in names:
        assert other.deciders.decision_influence[new[name]] == pytest.approx(
            one.deciders.decision_influence[name], abs=1e-9
        )
        assert other.settled[new[name]] == pytest.approx(one.settled[name], abs=1e-9)
        assert other.coverage.contacts[new[name]] == one.coverage.contacts[name]
    assert {new[name] for name in one.deciders.hidden} == set(other.deciders.hidden)
    subjects = {(gap.kind, new.get(gap.subject, gap.subject), gap.severity) for gap in one.gaps}
    assert subjects == {(gap.kind, gap.subject, gap.severity) for gap in other.gaps}


@settings(max_examples=60, deadline=None)
@given(accounts())
def test_a_person_without_edges_adds_only_their_own_gaps(account: dict[str, Any]) -> None:
    alone = account["people"] + [person("zz")]
    before, after = analyse(power(**account)), analyse(power(**account | {"people": alone}))
    if before.electorate.basis == "rank" and min(held.rank for held in account["people"]) == 6:
        return  # the new person is one of the heads then
    known = {(gap.kind, gap.subject, gap.severity) for gap in before.gaps}
    assert {(gap.kind, gap.subject, gap.severity) for gap in after.gaps if gap.subject != "zz"} == known
    assert after.deciders.decision_influence["zz"] == 0


def test_an_empty_account() -> None:
    found = analyse(power([], departments=["d"]))
    assert found.scores == found.deciders.decision_influence == found.settled == {}
    assert found.gaps == found.stages == found.closed_groups == ()
    assert (found.coverage.whole.plain, found.coverage.whole.weighted) == (None, None)
    assert {party: (held.point, held.low, held.high) for party, held in found.standing.items()} == {
        "us": (0.0, 0.0, 0.0),
        "rival": (0.0, 0.0, 0.0),
    }


def test_one_person() -> None:
    found = analyse(power(["a"]))
    assert found.deciders.decision_influence == {"a": 1.0}
    standing = found.standing["us"]
    assert (standing.point, standing.low, standing.high) == (0.0, -1.0, 1.0)


def test_without_a_vendor_nothing_is_said_about_us() -> None:
    found = analyse(power([person("a", 1, "d")], vendor=None, departments=["d"]))
    assert list(found.standing) == ["rival"]
    assert found.deciders.information_value == {"a": 0.0}
    assert {gap.kind for gap in found.gaps} == {"NEVER_MET", "NO_OWNER", "UNCOVERED_DEPARTMENT"}


def test_an_opportunity_without_stages_goes_by_rank() -> None:
    found = analyse(power([person("a", 1), "b"], stages=[]))
    assert found.electorate.basis == "rank"
    assert found.stages == ()
    assert found.deciders.decision_influence == {"a": 1.0, "b": 0.0}


def test_sixty_voters_with_huge_weights() -> None:
    people = [f"p{i:02}" for i in range(60)]
    votes = {name: 1_000_000 - 7_919 * i % 999_983 for i, name in enumerate(people)}
    started = time.process_time()
    found = analyse(power(people, stages=[stage(votes, sum(votes.values()) // 2)]))
    assert time.process_time() - started < at_most(work=0.5)
    assert sum(found.stages[0].voting_power.values()) == pytest.approx(1)
    assert found.stages[0].minimum_flip_sets is None


@pytest.mark.slow
def test_two_thousand_people() -> None:
    random = Random(1)  # noqa: S311 - any fixed graph will do
    people = [person(f"p{i:04}", 1 + (i > 0) + (i > 10) + (i > 100)) for i in range(2_000)]
    names = [held.id for held in people]
    pairs = {tuple(random.sample(names, 2)) for _ in range(12_000)}
    influence = [moves(a, b, random.randint(1, 10) / 10) for a, b in sorted(pairs)]
    lines = [reports(names[i], names[(i - 1) // 6]) for i in range(1, 2_000)]
    started = time.process_time()
    found = analyse(power(people, influence=influence, reporting=lines))
    assert time.process_time() - started < at_most(work=10)
    assert sum(found.deciders.decision_influence.values()) == pytest.approx(1)
