"""Sets, outlook, evidence, ties and what-if against plain enumeration and by hand."""

import time
from datetime import timedelta
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.bus_factor import bus_factor
from graph.analysis.buying_centre import buying_centre
from graph.analysis.calibration import calibrate, outlook
from graph.analysis.evidence import weigh_evidence
from graph.analysis.key_set import key_set
from graph.analysis.outlook import reach_quota
from graph.analysis.pipeline import analyse
from graph.analysis.scenario import AttitudeChange, Leave, VoteChange
from graph.analysis.signed import signed_structure
from graph.analysis.stage_plans import cheapest_plan
from graph.analysis.what_if import largest_dependence, tornado, what_if
from graph.errors import Conflict, NotFound
from graph.kinds import Attitude, Tie
from graph.kinds.opportunities import CastVote, Outcome
from tests.accounts_at_hand import TODAY, met, moves, person, power, stage, thinks
from tests.graph.analysis.test_whole import accounts
from tests.patience import at_most


def reach(account: Any, people: tuple[str, ...], weight: dict[str, float]) -> float:
    onward: dict[str, set[str]] = {}
    for record in account.document.influence:
        onward.setdefault(record.source, set()).add(record.target)
    near = set(people)
    for _ in range(2):
        near |= {after for name in near for after in onward.get(name, ())}
    return sum(weight[name] for name in near)


@settings(max_examples=60, deadline=None)
@given(accounts(), st.integers(1, 4))
def test_key_sets_are_the_best_there_are(account: dict[str, Any], k: int) -> None:
    graph = power(**account)
    weight = dict(analyse(graph).deciders.decision_influence)
    theirs = {
        name
        for name, stances in graph.attitudes.items()
        for party, stance in stances.items()
        if (stance.opposes if party == graph.vendor else stance.level == "SUPPORT_EXCLUSIVE")
    }
    for reach_alone, people in ((False, [name for name in graph.ids if name not in theirs]), (True, list(graph.ids))):
        best_set = key_set(graph, weight, k, reach_alone=reach_alone)
        best = max(reach(graph, some, weight) for some in combinations(people, min(k, len(people))))
        assert best_set.exact
        assert best_set.reached == pytest.approx(best)
        assert best_set.reached == pytest.approx(reach(graph, best_set.people, weight))
        assert set(best_set.people) <= set(people)
        assert len(best_set.people) == min(k, len(people))


def test_opponents_and_friends_of_others_are_reached_but_not_chosen() -> None:
    """The numbers' seventeenth case and its kind: whoever reaches most is not on our side."""
    graph = power(
        ["boss", "foe", "rival", "weak"],
        influence=[moves("foe", "boss", 0.9), moves("rival", "boss", 0.9), moves("weak", "foe", 0.1)],
        attitudes=[thinks("foe", "OPPOSE"), thinks("rival", "SUPPORT_EXCLUSIVE", "rival")],
    )
    weight = {"boss": 0.6, "foe": 0.2, "rival": 0.15, "weak": 0.05}
    assert key_set(graph, weight, 1).people == ("weak",)
    assert key_set(graph, weight, 1).reached == pytest.approx(0.85)
    assert key_set(graph, weight, 4).people == ("boss", "weak")
    assert set(key_set(graph, weight, 4, reach_alone=True).people) == set(graph.ids)


def test_key_set_of_a_large_account_keeps_its_bound() -> None:
    names = [f"p{i:04}" for i in range(1500)]
    influence = [moves(names[(i * 37) % 1500], names[i]) for i in range(1500) if (i * 37) % 1500 != i]
    graph = power(names, influence=influence)
    start = time.process_time()
    found = key_set(graph, dict.fromkeys(names, 1 / 1500), 10)
    assert time.process_time() - start < at_most(work=2)
    assert found.reached >= (1 - 1 / 2.718281828) * found.bound - 1e-9


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1)), min_size=1, max_size=7), st.integers(1, 12))
def test_chance_of_a_quota_is_the_sum_over_all_votes(voters: list[tuple[int, float]], quota: int) -> None:
    wanted = 0.0
    for votes in product([0, 1], repeat=len(voters)):
        if sum(weight for (weight, _), vote in zip(voters, votes, strict=True) if vote) >= quota:
            chance = 1.0
            for (_, yes), vote in zip(voters, votes, strict=True):
                chance *= yes if vote else 1 - yes
            wanted += chance
    weights, chances = zip(*voters, strict=True)
    found, error = reach_quota(weights, quota, np.array(chances)[:, np.newaxis])
    assert found == pytest.approx(np.array([wanted]), abs=1e-9)
    assert error == 0


def test_chance_of_sixty_voters_with_huge_weights_ends_in_time() -> None:
    weights = np.random.default_rng(1).integers(500_000, 1_000_000, 60).tolist()
    start = time.process_time()
    found, error = reach_quota(weights, sum(weights) // 2, np.full((60, 1), 0.5))
    assert time.process_time() - start < at_most(work=2.0)
    assert 0 < error < 0.01
    assert found == pytest.approx(0.5, abs=float(error[0]) + 1e-9)  # as many votes above half as below


@settings(max_examples=60, deadline=None)
@given(accounts())
def test_plans_cost_least(account: dict[str, Any]) -> None:
    graph = power(**account)
    influence = analyse(graph).deciders.decision_influence
    for held in graph.opportunity.stages if graph.opportunity else ():
        plan = cheapest_plan(graph, held, influence)
        if plan is None:
            assert not held.votes
            continue
        assert plan.yes_weight >= plan.quota
        missing = {vote.person: 3 for vote in held.votes}
        for name, stance in graph.stances_to_us.items():
            if name in missing:
                missing[name] = max(0, 3 - stance.step)
        opposed = {name for name in held.veto if name in graph.stances_to_us and graph.stances_to_us[name].opposes}
        costs = [
            sum(missing.get(name, 3) for name in opposed.union(chosen))
            for size in range(len(missing) + 1)
            for chosen in combinations(sorted(missing), size)
            if sum(v.weight for v in held.votes if v.person in opposed.union(chosen) or not missing[v.person])
            >= plan.quota
        ]
        assert plan.steps == min(costs)


def test_bus_factor_by_hand() -> None:
    people = [person("a", 1), person("b", 1), person("c", 1)]
    contacts = [met(["man"], ["a"]), met(["man", "dir"], ["b"]), met(["exec"], ["c"])]
    found = analyse(power(people, interactions=contacts))
    own = bus_factor(found.power, found.coverage, found.deciders.decision_influence)
    assert own is not None
    assert (own.members, own.lost, own.exact) == (("dir", "man"), ("a", "b"), True)
    nobody = analyse(power(people))
    assert bus_factor(nobody.power, nobody.coverage, nobody.deciders.decision_influence) is None


def test_evidence_by_hand() -> None:
    def said(name: str, level: Any, by: str | None, days: int, evidence: str = "") -> Attitude:
        on = TODAY - timedelta(days=days)
        return Attitude(person=name, toward="us", level=level, on=on, reported_by=by, evidence=evidence, confidence=5)

    records = [
        said("a", "SUPPORT", "man", 90),
        said("b", "SUPPORT", "man", 10, "wrote it"),
        said("b", "CONTACTED", "dir", 20),
        said("c", "FAVORABLE", "man", 30),
        said("c", "UNKNOWN", "man", 5),
    ]
    found = analyse(power([person("a", 1), person("b", 4), person("c", 4)], attitudes=records))
    held = weigh_evidence(found.power, found.deciders.decision_influence)
    assert (held.happy_ears, held.unsupported) == (0.5, ("a",))
    assert held.single_reporter == ("a",)
    assert [(c.kind, c.person, dict(c.levels)) for c in held.contradictions] == [
        ("REPORTERS_DIFFER", "b", {"dir": "CONTACTED", "man": "SUPPORT"})
    ]
    assert {basis.person: round(basis.confidence, 6) for basis in held.attitudes}["a"] == 0.5


def test_evidence_speaks_of_the_statement_that_counts() -> None:
    """Of one day: the surer one, then the lower; an UNKNOWN that does not count withdraws nothing newer."""

    def said(level: Any, by: str | None, confidence: int) -> Attitude:
        return Attitude(person="a", toward="us", level=level, on=TODAY, reported_by=by, confidence=confidence)

    for records, level in (
        ([said("OPPOSE", "dir", 2), said("SUPPORT", "man", 4)], "SUPPORT"),
        ([said("SUPPORT", "man", 3), said("ACCEPT", "dir", 3)], "ACCEPT"),
        ([said("UNKNOWN", "dir", 1), said("SUPPORT", "man", 4)], "SUPPORT"),
    ):
        for order in (records, records[::-1]):
            graph = power([person("a", 1)], attitudes=order)
            (basis,) = weigh_evidence(graph, {"a": 1.0}).attitudes
            assert basis.level == graph.stances_to_us["a"].level == level


def test_ties_by_hand() -> None:
    ties = [
        Tie(a="a", b="b", kind="ALLIANCE"),
        Tie(a="b", b="c", kind="ALLIANCE"),
        Tie(a="a", b="c", kind="CONFLICT"),
        Tie(a="d", b="e", kind="ACQUAINTANCE"),
    ]
    found = signed_structure(power("abcde", ties=ties), dict.fromkeys("abcde", 0.2))
    assert [(triad.people, triad.conflicts) for triad in found.unbalanced] == [(("a", "b", "c"), 1)]
    assert (found.frustration, found.exact) == (1, True)
    assert found.sides["a"].torn == ("b",)
    assert [held.people for held in found.coalitions] == [("a", "b", "c")]
    assert found.coalitions[0].inner_conflicts == (("a", "c"),)


def test_calibration_of_sure_things() -> None:
    votes = (CastVote(person="a", party="us"), CastVote(person="b", party="rival"))
    held = stage({"a": 1, "b": 1}, 1).model_copy(update={"outcome": Outcome(on=TODAY, winner="us", votes=votes)})
    attitudes = [thinks("a", "SUPPORT_EXCLUSIVE"), thinks("b", "OPPOSE")]
    before = [record.model_copy(update={"on": TODAY - timedelta(days=3), "reported_by": "man"}) for record in attitudes]
    found = calibrate(power("ab", stages=[held], attitudes=before))
    assert found.reporters["man"].brier < 0.001
    assert found.votes is not None
    assert found.votes.count == 4
    assert calibrate(power("ab", stages=[held], attitudes=attitudes)).reporters == {}  # known only on the day itself


@settings(max_examples=60, deadline=None)
@given(accounts(), st.data())
def test_what_if_agrees_with_its_tornado(account: dict[str, Any], data: st.DataObject) -> None:
    before = analyse(power(**account))
    for swing in tornado(before):
        change = AttitudeChange(kind="attitude", person=swing.person, toward="us", level="CONTACTED")
        after = what_if(before, [change])
        assert after.standing_change("us") == pytest.approx(swing.contacted, abs=1e-9)
        break
    worst = largest_dependence(before)
    assert worst is None or worst.change == min(swing.contacted for swing in tornado(before))
    name = data.draw(st.sampled_from(before.power.ids))
    left = what_if(before, [Leave(kind="leave", person=name)])
    assert name not in left.after.power.people
    assert sum(left.after.deciders.decision_influence.values()) == pytest.approx(min(1, len(left.after.power.ids)))
    for one, other in zip(before.electorate.ballots, left.after.electorate.ballots, strict=False):
        if before.electorate.basis == "votes":
            assert sorted(one.power.values()) == pytest.approx(sorted(other.power.values()))


def test_a_vote_moved_together_with_the_quota() -> None:
    before = analyse(power("ab", stages=[stage({"a": 1}, 1)]))
    moved = [
        VoteChange(kind="vote", stage="s1", person="a", weight=0),
        VoteChange(kind="vote", stage="s1", person="b", weight=2),
    ]
    assert [(vote.person, vote.weight) for vote in what_if(before, moved).after.stages[0].votes] == [("b", 2)]
    with pytest.raises(Conflict):
        what_if(before, moved[:1])


@settings(max_examples=40, deadline=None)
@given(accounts(), st.floats(0.05, 0.95), st.floats(1e-9, 1e-6))
def test_scores_are_continuous_in_strength(account: dict[str, Any], strength: float, nudge: float) -> None:
    if not account["influence"]:
        return
    first, *rest = account["influence"]
    scores = [
        analyse(power(**account | {"influence": [first.model_copy(update={"strength": held}), *rest]})).deciders
        for held in (strength, strength + nudge)
    ]
    for name, share in scores[0].decision_influence.items():
        assert scores[1].decision_influence[name] == pytest.approx(share, abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(accounts())
def test_every_chance_lies_in_its_interval(account: dict[str, Any]) -> None:
    graph = power(**account)
    for held in outlook(graph).stages:
        for chance in (*held.parties.values(), *held.voters.values()):
            assert 0 <= chance.low <= chance.point + 1e-12 <= chance.high + 2e-12 <= 1 + 1e-9
    shape = buying_centre(graph)
    assert shape.connectedness is None or 0 <= shape.connectedness <= 1


def test_unknown_opportunity() -> None:
    graph = power("a")
    with pytest.raises(NotFound):
        type(graph).of(graph.document, as_of=TODAY, opportunity="none")
