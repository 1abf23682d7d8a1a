"""What the numbers must keep whatever the account: the claims strangers tried (issue 11.9), on random accounts.

A change for the better makes nothing worse; ranges hold what is unknown; names, sizes and staff without a line change nothing.
"""

from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis.explanation import explain
from graph.analysis.pipeline import Analysis
from graph.analysis.propagation import Propagation
from graph.analysis.stage_plans import cheapest_plan
from graph.analysis.voting import banzhaf, shapley_shubik
from graph.method import DEFAULT, SIX_LEVELS, STEP_OF_LEVEL
from tests.field_accounts import (
    AS_OF,
    LEVELS,
    SAME,
    Json,
    accounts,
    analysed,
    with_attitude,
    with_influence,
    x_of,
)

SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
SOMETIMES = settings(max_examples=25, deadline=None)
ANYBODY = st.integers(0, 10_000)


def near(value: Any, within: float = SAME) -> Any:
    return pytest.approx(value, abs=within)


def one_of(names: Any, number: int) -> str:
    return sorted(names)[number % len(names)]


def influence(found: Analysis) -> dict[str, float]:
    return dict(found.deciders.decision_influence)


def gap_keys(found: Analysis) -> dict[tuple[Any, ...], str]:
    return {(gap.kind, gap.person, gap.department, gap.stage): gap.severity for gap in found.gaps}


def no_worse(before: Analysis, after: Analysis) -> list[Any]:
    """Gaps that are new or more severe afterwards."""
    old, new = gap_keys(before), gap_keys(after)
    more = [gap for gap in new if gap not in old]
    return more + [gap for gap in new if gap in old and SEVERITIES.index(new[gap]) < SEVERITIES.index(old[gap])]


def dearer_stages(before: Analysis, after: Analysis) -> list[str]:
    """Stages whose smallest flip set has grown or whose cheapest plan takes more levels."""
    found = []
    for old, new in zip(before.stages, after.stages, strict=True):
        if old.minimum_flip_sets:
            smallest = [held.minimum_flip_sets or () for held in (old, new)]
            if not smallest[1] or len(smallest[1][0].people) > len(smallest[0][0].people):
                found.append(old.id)
    for stage in before.power.opportunity.stages if before.power.opportunity else ():
        plans = [cheapest_plan(one.power, stage, one.deciders.decision_influence) for one in (before, after)]
        if plans[0] is not None and (plans[1] is None or plans[1].steps > plans[0].steps):
            found.append(stage.id)
    return found


# -- attitudes ----------------------------------------------------------------------------------------------------------


@SOMETIMES
@given(accounts(), ANYBODY, st.sampled_from(SIX_LEVELS))
def test_a_better_attitude_to_us_makes_nothing_worse(data: Json, number: int, level: str) -> None:
    before = analysed(data)
    person = one_of(before.power.stances_to_us or before.power.ids, number)
    stance = before.power.stances_to_us.get(person)
    assume(stance is not None)
    assert stance is not None
    assume(x_of(level) > stance.x)
    # as sure as it was: a better attitude held less surely is another question
    as_sure = with_attitude(data, person, "us", stance.level)
    before, after = analysed(as_sure), analysed(with_attitude(data, person, "us", level))
    us, now = before.standing["us"], after.standing["us"]
    for old, new in ((us, now), *((us.stages[stage], now.stages[stage]) for stage in us.stages)):
        assert min(new.point - old.point, new.low - old.low, new.high - old.high, new.stated - old.stated) > -SAME
    assert all(after.settled[name]["us"] >= before.settled[name]["us"] - SAME for name in before.power.ids)
    for rival in ("c1", "c2"):
        assert after.standing[rival].point == near(before.standing[rival].point)
    assert influence(after) == near(influence(before))
    assert after.scores == before.scores
    for old_stage, new_stage in zip(before.stages, after.stages, strict=True):
        if old_stage.votes:
            assert new_stage.chance["us"].point >= old_stage.chance["us"].point - SAME
            assert new_stage.chance["c1"].point <= old_stage.chance["c1"].point + SAME
    assert dearer_stages(before, after) == []
    if STEP_OF_LEVEL[level] >= STEP_OF_LEVEL[stance.level]:
        assert no_worse(before, after) == []


@SOMETIMES
@given(accounts(), ANYBODY, st.sampled_from(LEVELS))
def test_learning_an_attitude_narrows_the_range_by_its_information_value(data: Json, number: int, level: str) -> None:
    before = analysed(data)
    unknown = [name for name in before.power.ids if name not in before.power.stances_to_us]
    assume(unknown)
    person = one_of(unknown, number)
    after = analysed(with_attitude(data, person, "us", level))
    old, new = before.standing["us"], after.standing["us"]
    assert new.low >= old.low - SAME
    assert new.high <= old.high + SAME
    assert (old.high - old.low) - (new.high - new.low) == near(before.deciders.information_value[person])
    assert new.point - old.point == near(x_of(level) * before.deciders.decision_influence[person])


@SOMETIMES
@given(accounts(), st.integers(0, 2**32 - 1))
def test_the_range_of_standing_holds_whatever_is_true(data: Json, seed: int) -> None:
    """Every attitude anywhere in its range: the standing after listening lies between low and high."""
    found = analysed(data)
    draw = np.random.default_rng(seed)
    propagation = Propagation(found.power)
    for party in found.power.parties:
        stances = [found.power.stance(name, party) for name in found.power.ids]
        low, high = (
            np.array([getattr(stance, end) if stance else sign for stance in stances])
            for end, sign in (("low", -1.0), ("high", 1.0))
        )
        truth = low + (high - low) * draw.uniform(size=len(low))
        settled = propagation.settle(truth[:, np.newaxis])[:, 0]
        standing = found.standing[party]
        assert standing.low - SAME <= standing.point <= standing.high + SAME
        value = sum(
            ballot.omega * share * settled[found.power.place[voter]]
            for ballot in found.electorate.ballots
            for voter, share in ballot.power.items()
        )
        assert standing.low - SAME <= value <= standing.high + SAME


@SOMETIMES
@given(accounts())
def test_standing_is_decision_influence_times_attitude(data: Json) -> None:
    found = analysed(data)
    score = influence(found)
    assert found.standing["us"].point == near(sum(score[p] * held.x for p, held in found.power.stances_to_us.items()))
    assert sum(score.values()) == near(1)


# -- lines ----------------------------------------------------------------------------------------------------------------


@SOMETIMES
@given(accounts(), ANYBODY, ANYBODY)
def test_a_weak_line_is_weak(data: Json, number: int, other: int) -> None:
    """1e-6 of strength moves no standing and no decision influence by 1e-4 (method 3)."""
    names = [person["id"] for person in data["people"]]
    source, target = one_of(names, number), one_of([name for name in names if name != one_of(names, number)], other)
    lines = [line for line in data["influence"] if (line["source"], line["target"]) != (source, target)]
    without = data | {"influence": lines}
    before, after = analysed(without), analysed(with_influence(without, source, target, 1e-6))
    for party in before.power.parties:
        assert after.standing[party].point == near(before.standing[party].point, 1e-4)
        assert after.standing[party].low == near(before.standing[party].low, 1e-4)
        assert after.standing[party].high == near(before.standing[party].high, 1e-4)
    assert influence(after) == near(influence(before), 1e-4)


@SOMETIMES
@given(accounts(), ANYBODY, ANYBODY, st.floats(0.05, 1))
def test_more_influence_never_lowers_who_has_it(data: Json, number: int, other: int, strength: float) -> None:
    names = [person["id"] for person in data["people"]]
    source, target = one_of(names, number), one_of([name for name in names if name != one_of(names, number)], other)
    old = {line["kind"]: line for line in data["influence"] if (line["source"], line["target"]) == (source, target)}
    assume(strength >= old.get("PROFESSIONAL", {"strength": 0})["strength"])
    before, after = analysed(data), analysed(with_influence(data, source, target, strength))
    assert after.scores[source].influence_source >= before.scores[source].influence_source - 1e-9
    assert after.deciders.decision_influence[source] >= before.deciders.decision_influence[source] - SAME
    assert after.scores[target].decision_convergence >= before.scores[target].decision_convergence - 1e-9
    assert after.scores[source].closeness_access >= before.scores[source].closeness_access - SAME


@SOMETIMES
@given(accounts(density=2), ANYBODY, st.floats(0, 1))
def test_a_stronger_line_from_who_settles_highest_never_lowers(data: Json, number: int, more: float) -> None:
    """Claim 14 of strangers, by the leader's settled attitude: what counts is what is passed on, not what was said."""
    before = analysed(data)
    power = before.power
    heard = {line["target"] for line in data["influence"]}
    assume(heard)
    follower = one_of(heard, number)
    leaders = {line["source"] for line in data["influence"] if line["target"] == follower}
    leaders |= {line["manager"] for line in data["reporting"] if line["subordinate"] == follower}
    highest = max(leaders, key=lambda name: (before.settled[name]["us"], name))
    own = power.stances_to_us.get(follower)
    assume(before.settled[highest]["us"] >= (own.x if own else 0.0))
    lines = [line for line in data["influence"] if (line["source"], line["target"]) == (highest, follower)]
    line = lines[0] if lines else {"kind": "PROFESSIONAL", "strength": 0.01}
    assume(lines)
    stronger = line["strength"] + (1 - line["strength"]) * more
    after = analysed(with_influence(data, highest, follower, stronger, line["kind"]))
    assert after.settled[follower]["us"] >= before.settled[follower]["us"] - SAME


@SOMETIMES
@given(accounts(density=1))
def test_halving_every_strength_changes_nobodys_place_between(data: Json) -> None:
    one_kind = list({(line["source"], line["target"]): line for line in data["influence"]}.values())
    whole = data | {"influence": one_kind, "reporting": []}
    half = whole | {"influence": [line | {"strength": line["strength"] / 2} for line in one_kind]}
    before, after = analysed(whole), analysed(half)
    for name in before.power.ids:
        assert after.scores[name].influence_source == near(before.scores[name].influence_source)


# -- who is there ---------------------------------------------------------------------------------------------------------


@SOMETIMES
@given(accounts(), st.integers(1, 30))
def test_staff_without_a_line_changes_nothing(data: Json, count: int) -> None:
    staff = [{"id": f"z{i:02}", "name": "Z", "rank": 6} for i in range(count)]
    before = analysed(data, method=DEFAULT)
    after = analysed(data | {"people": [*data["people"], *staff]}, method=DEFAULT)
    if before.electorate.basis == "rank":
        assume(all(person["rank"] == 1 or person["rank"] < 6 for person in data["people"]))
    names = before.power.ids
    assert {name: after.deciders.decision_influence[name] for name in names} == near(influence(before))
    assert {name: after.deciders.class_of[name] for name in names} == dict(before.deciders.class_of)
    assert set(after.deciders.hidden) == set(before.deciders.hidden)
    assert {name: after.stability.key_share[name] for name in names} == dict(before.stability.key_share)
    assert after.stability.key_decision_makers == before.stability.key_decision_makers
    for party, standing in before.standing.items():
        assert after.standing[party].point == near(standing.point)
        assert after.standing[party].likely == near(standing.likely)


@SOMETIMES
@given(accounts())
def test_who_has_no_vote_and_moves_nobody_decides_nothing(data: Json) -> None:
    found = analysed(data, method=DEFAULT)
    voters = {voter for ballot in found.electorate.ballots for voter in ballot.power}
    heard = {line["source"] for line in data["influence"]} | {line["manager"] for line in data["reporting"]}
    for name in set(found.power.ids) - voters - heard:
        assert (found.deciders.decision_influence[name], found.stability.key_share[name]) == (0, 0)
        assert name not in {*found.stability.key_decision_makers, *found.deciders.hidden}


def renamed(data: Any, names: dict[str, str]) -> Any:
    """The account with other ids for its people, wherever they stand."""
    if isinstance(data, dict):
        return {key: renamed(value, names) for key, value in data.items()}
    if isinstance(data, list):
        return [renamed(value, names) for value in data]
    return names.get(data, data) if isinstance(data, str) else data


@SOMETIMES
@given(accounts(), st.integers(0, 2**32 - 1))
def test_other_ids_change_no_number(data: Json, seed: int) -> None:
    ids = [person["id"] for person in data["people"]]
    others = [f"x{i:02}" for i in range(len(ids))]
    Random(seed).shuffle(others)  # noqa: S311 - any order will do
    names = dict(zip(ids, others, strict=True))
    before, after = analysed(data), analysed(renamed(data, names))
    assert influence(after) == near({names[name]: score for name, score in influence(before).items()})
    assert dict(after.deciders.class_of) == {names[name]: held for name, held in before.deciders.class_of.items()}
    assert set(after.deciders.hidden) == {names[name] for name in before.deciders.hidden}
    for party, standing in before.standing.items():
        assert after.standing[party].point == near(standing.point)
        assert (after.standing[party].low, after.standing[party].high) == near((standing.low, standing.high))
    for old, new in zip(before.stages, after.stages, strict=True):
        assert {party: held.point for party, held in new.chance.items()} == near(
            {party: held.point for party, held in old.chance.items()}
        )
    assert sorted(SEVERITIES.index(gap.severity) for gap in after.gaps) == sorted(
        SEVERITIES.index(gap.severity) for gap in before.gaps
    )


@SOMETIMES
@given(accounts())
def test_equals_are_together(data: Json) -> None:
    """Whoever decides as much as another is in their class, and is as often in class A over the draws if nothing parts them."""
    found = analysed(data)
    score = influence(found)
    for one, other in product(found.power.ids, repeat=2):
        if abs(score[one] - score[other]) < 1e-12:
            assert found.deciders.class_of[one] == found.deciders.class_of[other]


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 12), st.integers(0, 2**32 - 1))
def test_equal_voters_are_key_together(count: int, seed: int) -> None:
    ids = [f"v{i:02}" for i in range(count)]
    Random(seed).shuffle(ids)  # noqa: S311 - any order will do
    stage = {"id": "s", "order": 1, "kind": "AWARD", "quota": count // 2 + 1}
    data = {
        "format": "powermap-account/1",
        "account": {"id": "a", "name": "a"},
        "vendor": {"id": "us", "name": "us"},
        "people": [{"id": name, "name": name, "rank": 3} for name in ids],
        "opportunities": [
            {"id": "o1", "name": "o", "stages": [stage | {"votes": [{"person": name, "weight": 1} for name in ids]}]}
        ],
    }
    found = analysed(data, method=DEFAULT)
    assert len(set(found.deciders.class_of.values())) == 1
    assert set(found.stability.key_share.values()) == {1.0}
    assert len(found.stability.key_decision_makers) in {0, count}


# -- weights --------------------------------------------------------------------------------------------------------------


@SOMETIMES
@given(accounts(), st.sampled_from([2, 3, 1000]))
def test_the_unit_of_votes_and_weights_is_nothing(data: Json, times: int) -> None:
    scaled = [
        held
        | {
            "stages": [
                stage
                | {"weight": (stage["weight"] or 1.0) * times}
                | (
                    {
                        "quota": stage["quota"] * times,
                        "votes": [vote | {"weight": vote["weight"] * times} for vote in stage["votes"]],
                    }
                    if stage.get("votes")
                    else {}
                )
                for stage in held.get("stages", [])
            ]
        }
        for held in data["opportunities"]
    ]
    before, after = analysed(data), analysed(data | {"opportunities": scaled})
    assert influence(after) == near(influence(before))
    for party, standing in before.standing.items():
        assert after.standing[party].point == near(standing.point)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from([0, 1, 1, 2, 3, 5, 8]), min_size=2, max_size=8).filter(any),
    ANYBODY,
    ANYBODY,
    st.integers(1, 3),
)
def test_more_votes_at_the_same_quota_never_mean_less_power(
    weights: list[int], quota: int, number: int, more: int
) -> None:
    votes = {f"v{i}": weight for i, weight in enumerate(weights)}
    needed = 1 + quota % sum(weights)
    raised = one_of(votes, number)
    up = votes | {raised: votes[raised] + more}
    assert shapley_shubik(up, needed)[raised] >= shapley_shubik(votes, needed)[raised] - SAME
    for power in (shapley_shubik(votes, needed), banzhaf(votes, needed)):
        for one, other in product(votes, repeat=2):
            if votes[one] >= votes[other]:
                assert power[one] >= power[other] - SAME


# -- explanations -----------------------------------------------------------------------------------------------------------


@SOMETIMES
@given(accounts(5, 20))
def test_explanations_reach_nine_tenths_of_every_score(data: Json) -> None:
    found = analysed(data)
    for name, score in influence(found).items():
        explained = sum(part.share for part in found.deciders.explanation[name])
        assert 0.9 * score <= explained <= score + SAME


def test_six_hundred_voters_who_follow_one_adviser_are_explained() -> None:
    voters = [f"v{i:03}" for i in range(600)]
    stage = {"id": "s", "order": 1, "kind": "AWARD", "quota": 301}
    data = {
        "format": "powermap-account/1",
        "account": {"id": "a", "name": "a"},
        "vendor": {"id": "us", "name": "us"},
        "people": [
            {"id": "adv", "name": "adv", "rank": 4},
            *({"id": name, "name": name, "rank": 3} for name in voters),
        ],
        "influence": [{"source": "adv", "target": name, "strength": 0.5} for name in voters],
        "opportunities": [
            {"id": "o1", "name": "o", "stages": [stage | {"votes": [{"person": name, "weight": 1} for name in voters]}]}
        ],
    }
    found = analysed(data)
    score = found.deciders.decision_influence["adv"]
    assert score == near(0.6 * 0.5)
    assert sum(part.share for part in found.deciders.explanation["adv"]) >= 0.9 * score


@SOMETIMES
@given(accounts())
def test_the_voices_of_a_person_sum_to_what_they_settle_at(data: Json) -> None:
    found = analysed(data)
    for name in found.power.ids:
        voices = explain(found, name).voices
        if found.power.vendor is not None:
            unheard = 0.001 * (len(found.power.ids) - len(voices)) + SAME
            settled = found.settled[name][found.power.vendor]
            assert abs(sum(voice.part for voice in voices) - settled) <= unheard


# -- owners and contacts ------------------------------------------------------------------------------------------------


@SOMETIMES
@given(accounts(), ANYBODY, ANYBODY)
def test_one_more_owner_opens_no_gap(data: Json, number: int, other: int) -> None:
    person = one_of([one["id"] for one in data["people"]], number)
    member = one_of([one["id"] for one in data["team"]], other)
    pair = {"member": member, "person": person}
    old = [one for one in data["coverage"] if {"member": one["member"], "person": one["person"]} == pair]
    rest = [one for one in data["coverage"] if one not in old]
    target = old[0]["target_level"] if old else None
    owned = data | {"coverage": [*rest, pair | {"owner": True, "target_level": target}]}
    before, after = analysed(data), analysed(owned)
    assert len(after.gaps) <= len(before.gaps)


@SOMETIMES
@given(accounts(), ANYBODY, ANYBODY, st.booleans())
def test_one_more_contact_lowers_no_coverage_and_no_link(data: Json, number: int, other: int, two_way: bool) -> None:
    person = one_of([one["id"] for one in data["people"]], number)
    member = one_of([one["id"] for one in data["team"]], other)
    visit = {"id": "new", "on": str(AS_OF), "kind": "VISIT", "members": [member], "people": [person]}
    before = analysed(data)
    after = analysed(data | {"interactions": [*data["interactions"], visit | {"two_way": two_way}]})
    old, new = before.coverage.whole, after.coverage.whole
    assert new.plain is not None
    assert new.plain >= (old.plain or 0) - SAME
    assert (new.weighted or 0) >= (old.weighted or 0) - SAME
    for name, links in before.coverage.links.items():
        assert all(after.coverage.links[name].get(one, 0) >= link - SAME for one, link in links.items())
    assert [gap for gap in no_worse(before, after) if gap[0] != "SINGLE_THREAD"] == []
