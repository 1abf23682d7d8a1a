"""What holds on a day: people, lines and attitudes are cut, votes and vetoes keep an unnamed holder (method 1)."""

from datetime import date, timedelta

import pytest

from graph.analysis.decision_chain import veto_holders
from graph.kinds import Attitude, Influence, Outcome, Person, Reporting
from graph.kinds.opportunities import Withdrawal
from graph.power_graph import PowerGraph
from graph.stances import newest_stances, trust
from graph.validity import known_on
from tests.accounts_at_hand import TODAY as AS_OF
from tests.accounts_at_hand import met, power, stage

DAY = timedelta(days=1)


def on(graph: PowerGraph, day: date) -> PowerGraph:
    return graph.as_known(day, graph.opportunity.id if graph.opportunity else None)


def test_both_ends_of_a_term_are_included() -> None:
    graph = power([Person(id="a", name="a", since=AS_OF, until=AS_OF + DAY), Person(id="b", name="b")])
    assert on(graph, AS_OF - DAY).ids == ("b",)
    assert on(graph, AS_OF).ids == on(graph, AS_OF + DAY).ids == ("a", "b")
    assert on(graph, AS_OF + 2 * DAY).ids == ("b",)


def test_lines_count_from_the_day_they_were_learned_and_while_they_held() -> None:
    lines = [
        Influence(source="a", target="b", strength=0.5, on=AS_OF),
        Influence(source="a", target="c", strength=0.5, until=AS_OF - DAY),
    ]
    graph = power(["a", "b", "c"], influence=lines, reporting=[Reporting(subordinate="b", manager="c", since=AS_OF)])
    assert (graph.influence.nnz, graph.deference.nnz) == (1, 2)
    assert (on(graph, AS_OF - DAY).influence.nnz, on(graph, AS_OF - DAY).deference.nnz) == (1, 1)
    assert on(graph, AS_OF - DAY).later == 2


def test_results_and_withdrawals_dated_later_are_counted_as_later() -> None:
    decided = stage({"b": 1}, 1).model_copy(update={"outcome": Outcome(on=AS_OF, winner="rival")})
    graph = power(["b"], stages=[decided])
    bid = graph.recorded.opportunities[0].model_copy(update={"withdrawn": (Withdrawal(party="rival", on=AS_OF + DAY),)})
    known = [
        known_on(graph.recorded.model_copy(update={"opportunities": (bid,)}), AS_OF + n * DAY).later for n in (-1, 0, 1)
    ]
    assert known == [2, 1, 0]


def test_votes_and_vetoes_of_who_left_stay_with_an_unnamed_successor() -> None:
    people = [Person(id="a", name="a", until=AS_OF - DAY), Person(id="b", name="b", rank=1)]
    graph = power(
        people,
        influence=[Influence(source="a", target="b", strength=0.5)],
        attitudes=[Attitude(person="a", toward="us", level="SUPPORT", on=AS_OF - 9 * DAY)],
        interactions=[met(["exec"], ["a", "b"])],
        stages=[stage({"a": 2, "b": 1}, 2, veto=["a"])],
    )
    (successor,) = graph.successors
    assert graph.opportunity is not None
    assert {vote.person: vote.weight for vote in graph.opportunity.stages[0].votes} == {successor: 2, "b": 1}
    assert graph.opportunity.stages[0].veto == (successor,)
    assert (graph.opportunity.stages[0].quota, graph.ids, graph.influence.nnz, dict(graph.attitudes)) == (
        2,
        ("b",),
        0,
        {},
    )
    assert graph.successors[successor].holds_for == "a"
    assert graph.interactions[0].people == ("a", "b")
    assert veto_holders(graph) == ()


def levels(*attitudes: Attitude) -> str | None:
    stances = newest_stances(attitudes, AS_OF, "o")
    return stances["a"]["us"].level if stances else None


@pytest.mark.parametrize("turned", [False, True])
def test_of_one_day_the_own_the_surer_and_then_the_lower_statement_counts(turned: bool) -> None:
    def says(level: str, confidence: int = 3, opportunity: str | None = None, day: date = AS_OF) -> Attitude:
        return Attitude.model_validate(
            {
                "person": "a",
                "toward": "us",
                "level": level,
                "confidence": confidence,
                "opportunity_id": opportunity,
                "on": day,
            }
        )

    def counts(first: Attitude, second: Attitude) -> str | None:
        return levels(second, first) if turned else levels(first, second)

    assert counts(says("OPPOSE", 1), says("SUPPORT", 5, "o", AS_OF - DAY)) == "OPPOSE"
    assert counts(says("OPPOSE", 1, "o"), says("SUPPORT", 5)) == "OPPOSE"
    assert counts(says("OPPOSE", 1), says("SUPPORT", 5)) == "SUPPORT"
    assert counts(says("VALUED"), says("SUPPORT")) == "SUPPORT"
    assert counts(says("OPPOSE"), says("UNKNOWN")) is None
    assert counts(says("SUPPORT"), says("OPPOSE", 5, "other")) == "SUPPORT"


def test_a_statement_leaves_a_range_by_confidence_and_age() -> None:
    fresh = newest_stances([Attitude(person="a", toward="us", level="ACCEPT", on=AS_OF, confidence=5)], AS_OF, None)
    assert (fresh["a"]["us"].low, fresh["a"]["us"].high, fresh["a"]["us"].width) == (0.25, 0.25, 0)
    old = newest_stances(
        [Attitude(person="a", toward="us", level="FAVORABLE", on=AS_OF - 455 * DAY, confidence=3)], AS_OF, None
    )["a"]["us"]
    assert old.trust == trust(3, 455) == 0.4
    assert (old.x, old.low, old.high) == (0.5, pytest.approx(0.5 - 0.6 * 1.5), pytest.approx(0.5 + 0.6 * 0.5))
    assert old.width == pytest.approx(old.high - old.low)
