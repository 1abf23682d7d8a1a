"""The shape of the buying centre of an opportunity (Johnston & Bonoma 1981) and who in it weighs more than they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from graph.analysis.classes import PersonClass
from graph.analysis.decision_makers import DecisionMakers, ExplanationPart, is_low, is_outside_line
from graph.power_graph import PowerGraph


@dataclass(frozen=True, slots=True)
class Shape:
    """Five dimensions over the people with a vote, a veto or a role in the opportunity.

    `vertical`: ranks involved; `lateral`: departments; `extensivity`: people; `connectedness`: share of pairs with a line
    between them, 0 to 1; `purchasing_centrality`: share of the others with whom the best connected PROCUREMENT role has a line.
    The last two are None where there is nobody to connect.
    """

    people: tuple[str, ...]
    vertical: int
    lateral: int
    extensivity: int
    connectedness: float | None
    purchasing_centrality: float | None
    purchasing: str | None


@dataclass(frozen=True, slots=True)
class HiddenReason:
    """Why someone is a hidden influencer: how much acts through others' votes, and what does not show it.

    `outside_line`: no rank-1 person at or above them on SOLID lines; `through`: their largest parts that are not their own vote.
    """

    person: str
    decision_influence: float
    person_class: PersonClass
    through_others: float
    rank: int
    low_rank: bool
    outside_line: bool
    has_vote: bool
    through: tuple[ExplanationPart, ...]


def buying_centre(power: PowerGraph) -> Shape:
    """The shape of the asked opportunity; nobody involved without one.

    A line is an influence record or a reporting line, either direction (Johnston & Bonoma 1981, doi:10.1177/002224298104500312).
    """
    stages = power.opportunity.stages if power.opportunity else ()
    roles: dict[str, set[str]] = {}
    for stage in stages:
        for person in (*(vote.person for vote in stage.votes), *stage.veto):
            roles.setdefault(person, set())
        for part in stage.participants:
            roles.setdefault(part.person, set()).add(part.role)
    people = tuple(sorted(roles))
    lines = {frozenset((record.source, record.target)) for record in power.document.influence}
    lines |= {frozenset((line.subordinate, line.manager)) for line in power.document.reporting}
    degree = {
        person: sum(frozenset((person, other)) in lines for other in people if other != person) for person in people
    }
    buyers = [person for person in people if "PROCUREMENT" in roles[person]]
    purchasing = min(buyers, key=lambda person: (-degree[person], person), default=None)
    n = len(people)
    joined = sum(frozenset(pair) in lines for pair in combinations(people, 2))
    departments = {power.holders[person].department_id for person in people} - {None}
    return Shape(
        people=people,
        vertical=len({power.holders[person].rank for person in people}),
        lateral=len(departments),
        extensivity=n,
        connectedness=joined / (n * (n - 1) / 2) if n > 1 else None,
        purchasing_centrality=degree[purchasing] / (n - 1) if purchasing is not None and n > 1 else None,
        purchasing=purchasing,
    )


def hidden_reasons(power: PowerGraph, deciders: DecisionMakers) -> tuple[HiddenReason, ...]:
    """Every hidden influencer with the reason, largest first (method 3)."""
    voters = _voters(power)
    return tuple(_reason(power, deciders, person, voters) for person in deciders.hidden)


def _voters(power: PowerGraph) -> Mapping[str, None]:
    stages = power.opportunity.stages if power.opportunity else ()
    return dict.fromkeys(vote.person for stage in stages for vote in stage.votes)


def _reason(power: PowerGraph, deciders: DecisionMakers, person: str, voters: Mapping[str, None]) -> HiddenReason:
    rank = power.people[person].rank
    return HiddenReason(
        person=person,
        decision_influence=deciders.decision_influence[person],
        person_class=deciders.class_of[person],
        through_others=deciders.through_others[person],
        rank=rank,
        low_rank=is_low(power, person),
        outside_line=is_outside_line(power, person),
        has_vote=person in voters,
        through=tuple(part for part in deciders.explanation[person] if part.voter != person)[:3],
    )
