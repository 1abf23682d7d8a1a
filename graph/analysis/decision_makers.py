"""Who decides: how much of the decision traces back to each person's own attitude, and through whom (method 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graph.analysis.ballots import Ballot, Electorate, power_vector
from graph.analysis.classes import PersonClass, classify
from graph.analysis.propagation import Propagation
from graph.power_graph import PowerGraph

ROWS_AT_ONCE = 64
SAME = 1e-12  # scores closer than this are equal; what is left of them is rounding
LOW_RANK = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for a person's decision influence: `share` of it comes through this voter's vote in this stage."""

    stage: str
    voter: str
    share: float


@dataclass(frozen=True, slots=True)
class DecisionMakers:
    """Decision influence by person (sums to 1), people in its order, and why.

    `class_of`: A to D. `order`: by decision influence falling, equal ones by id. `hidden`: the hidden influencers, in that order.
    `explanation`: everyone's parts above `explanation_share`, largest first, equal ones by stage order, then voter.
    `information_value`: width of the interval of our standing that a person's unknown attitude causes; 0 when known.
    """

    decision_influence: Mapping[str, float]
    class_of: Mapping[str, PersonClass]
    order: tuple[str, ...]
    hidden: tuple[str, ...]
    explanation: Mapping[str, tuple[Part, ...]]
    information_value: Mapping[str, float]
    margin: Mapping[str, float | None]


def rank_decision_makers(power: PowerGraph, electors: Electorate, propagation: Propagation) -> DecisionMakers:
    """Decision influence of everyone, people without a vote included (Friedkin & Johnsen 1990; Shapley & Shubik 1954).

    Sum over voting stages of ω · voting power · V[voter, person]: 0 to 1, and 1 over all people; empty without people.

    >>> from graph.analysis.ballots import electorate
    >>> from graph.power_graph import tiny
    >>> power = tiny("a->b 0.9", ranks={"b": 1})
    >>> found = rank_decision_makers(power, electorate(power), Propagation(power))
    >>> found.decision_influence, found.hidden
    ({'a': 0.5, 'b': 0.5}, ())
    """
    weights = sum((ballot.omega * power_vector(power, ballot) for ballot in electors.ballots), np.zeros(len(power.ids)))
    shares = propagation.sources(weights[:, np.newaxis])[:, 0].tolist()
    influence = dict(zip(power.ids, shares, strict=True))
    order = tuple(sorted(influence, key=lambda person: (falling(influence[person]), person)))
    return DecisionMakers(
        decision_influence=influence,
        class_of=classify(influence),
        order=order,
        hidden=tuple(person for person in order if _is_hidden(power, person, influence[person])),
        explanation=_explanation(power, electors, propagation),
        information_value={person: _information_value(power, person, influence[person]) for person in power.ids},
        margin={person: margin(power, person) for person in power.ids},
    )


def falling(score: float) -> float:
    """Sort key for scores, largest first, in which equal scores are equal in spite of rounding."""
    return -round(score, 12)


def reaches(score: float, threshold: float) -> bool:
    """Whether a score is at or above a threshold, in spite of rounding."""
    return score >= threshold - SAME


def margin(power: PowerGraph, person: str) -> float | None:
    """How far we are ahead of the best placed competitor with this person, -2 to 2.

    None when the attitude towards us, or every one towards a competitor, is unknown.
    """
    ours = power.stances_to_us.get(person)
    theirs = [stance.x for party in power.competitors if (stance := power.stance(person, party)) is not None]
    return ours.x - max(theirs) if ours is not None and theirs else None


def _information_value(power: PowerGraph, person: str, influence: float) -> float:
    return 0.0 if power.vendor is None or person in power.stances_to_us else 2 * influence


def _is_hidden(power: PowerGraph, person: str, influence: float) -> bool:
    """Weighs at least 1.5 times the average, and is of low rank or outside the line of the account's head.

    A guest's line is in another account and not known here, so that their rank alone decides.
    """
    if not reaches(influence, power.method.hidden_factor / len(power.ids)):
        return False
    if person in power.guests:
        return power.people[person].rank >= LOW_RANK
    return power.people[person].rank >= LOW_RANK or not any(
        power.people[held].rank == 1 for held in _line_of(power, person)
    )


def _line_of(power: PowerGraph, person: str) -> Iterator[str]:
    """The person and all SOLID managers above."""
    seen: set[str] = set()
    at: str | None = person
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = power.manager_of.get(at)


def _explanation(power: PowerGraph, electors: Electorate, propagation: Propagation) -> dict[str, tuple[Part, ...]]:
    """Parts above the threshold. A voter of less weight has no such part: at most 1 / threshold rows are solved."""
    least = power.method.explanation_share
    found: dict[str, list[tuple[float, int, str, Part]]] = {person: [] for person in power.ids}
    for place, ballot in enumerate(electors.ballots):
        heard = [
            voter for voter, share in ballot.power.items() if voter in power.people and ballot.omega * share > least
        ]
        for start in range(0, len(heard), ROWS_AT_ONCE):
            voters = heard[start : start + ROWS_AT_ONCE]
            for person, part in _parts(power, ballot, voters, propagation):
                found[person].append((falling(part.share), place, part.voter, part))
    return {
        person: tuple(part for *_, part in sorted(parts, key=lambda item: item[:3])) for person, parts in found.items()
    }


def _parts(
    power: PowerGraph, ballot: Ballot, voters: list[str], propagation: Propagation
) -> Iterator[tuple[str, Part]]:
    weights = np.array([[ballot.omega * ballot.power[voter]] for voter in voters])
    shares = weights * propagation.rows(voters)
    for row, column in zip(
        *(places.tolist() for places in np.nonzero(shares > power.method.explanation_share)), strict=True
    ):
        yield power.ids[column], Part(ballot.stage, voters[row], float(shares[row, column]))
