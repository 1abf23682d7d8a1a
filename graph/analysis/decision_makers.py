"""Who decides: how much of the decision traces back to each person's own attitude, and through whom (method 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from pydantic import Field, TypeAdapter

from graph.analysis.ballots import Electorate, power_vector
from graph.analysis.classes import PersonClass, classify
from graph.analysis.propagation import Propagation
from graph.answer import Answer
from graph.power_graph import Floats, PowerGraph

SAME: Final = 1e-12  # scores closer than this are equal; what is left of them is rounding
LOW_RANK: Final = 4
MOST_PARTS: Final = 1_000_000  # of all explanations together that are listed singly, about
MOST_ENTRIES: Final = 8_000_000  # of the shares of voters in people's scores that stand side by side


class ExplanationPart(Answer):
    """Decision influence through this voter's vote in this stage (method 3)."""

    stage: str = Field(description="Stage id; `rank` where the basis is rank.")
    voter: str | None = Field(description="Whose vote carries it; null: many small parts of a stage as one.")
    share: float = Field(
        description="Part of decision_influence. Listed above 0.001, and smaller ones until nine tenths are explained."
    )
    voters: int = Field(default=1, ge=1, description="How many votes carry it together.")


_PARTS: Final = TypeAdapter(tuple[ExplanationPart, ...])


@dataclass(frozen=True)
class DecisionMakers:
    """Decision influence by person (sums to 1 less what unnamed successors hold), people in its order, and why.

    `class_of`: A to D. `order`: by decision influence falling, equal ones by id. `hidden`: the hidden influencers, in that
    order. `through_others`: what acts through other people's votes. `information_value`: decision influence times the width of
    the range of the attitude to us.
    """

    decision_influence: Mapping[str, float]
    class_of: Mapping[str, PersonClass]
    order: tuple[str, ...]
    hidden: tuple[str, ...]
    through_others: Mapping[str, float]
    information_value: Mapping[str, float]
    margin: Mapping[str, float | None]
    _parts: _Parts = field(repr=False, compare=False)

    @cached_property
    def explanation(self) -> Mapping[str, tuple[ExplanationPart, ...]]:
        """Everyone's parts, largest first, equal ones by stage order, then voter; worked out when first asked for."""
        return self._parts.explanation(self.decision_influence)


def rank_decision_makers(power: PowerGraph, electors: Electorate, propagation: Propagation) -> DecisionMakers:
    """Decision influence of everyone, people without a vote included (Friedkin & Johnsen 1990; Shapley & Shubik 1954).

    Sum over the voting stages still open of ω · voting power · V[voter, person]; empty without people.

    >>> from graph.analysis.ballots import electorate
    >>> from graph.power_graph import tiny
    >>> power = tiny("a->b 0.5", ranks={"b": 1})
    >>> makers = rank_decision_makers(power, electorate(power), Propagation(power))
    >>> {person: round(score, 9) for person, score in makers.decision_influence.items()}, makers.hidden
    ({'a': 0.3, 'b': 0.7}, ('a',))
    """
    weights = sum((ballot.omega * power_vector(power, ballot) for ballot in electors.ballots), np.zeros(len(power.ids)))
    shares = propagation.sources(weights[:, np.newaxis])[:, 0].tolist()
    influence = dict(zip(power.ids, shares, strict=True))
    order = tuple(sorted(influence, key=lambda person: (falling(influence[person]), person)))
    parts = _Parts(power, electors, propagation)
    class_of = classify(influence, power.method)
    through = {person: influence[person] - own for person, own in zip(power.ids, parts.own.tolist(), strict=True)}
    return DecisionMakers(
        decision_influence=influence,
        class_of=class_of,
        order=order,
        hidden=tuple(
            person
            for person in order
            if class_of[person] in {"A", "B"}
            and reaches(through[person], power.method.hidden_through_others)
            and (is_low(power, person) or is_outside_line(power, person))
        ),
        through_others=through,
        information_value={person: _information_value(power, person, influence[person]) for person in power.ids},
        margin={person: margin(power, person) for person in power.ids},
        _parts=parts,
    )


def falling(score: float) -> float:
    """Sort key for scores, largest first, in which equal scores are equal in spite of rounding."""
    return -round(score, 12)


def reaches(score: float, threshold: float) -> bool:
    """Whether a score is at or above a threshold, in spite of rounding."""
    return score >= threshold - SAME


def margin(power: PowerGraph, person: str) -> float | None:
    """How far we are ahead of the best placed competitor in the race with this person, -2 to 2.

    None when the attitude towards us, or every one towards a competitor, is unknown.
    """
    ours = power.stances_to_us.get(person)
    theirs = [stance.x for party in power.rivals if (stance := power.stance(person, party)) is not None]
    return ours.x - max(theirs) if ours is not None and theirs else None


def _information_value(power: PowerGraph, person: str, influence: float) -> float:
    if power.vendor is None:
        return 0.0
    stance = power.stances_to_us.get(person)
    return influence * (2.0 if stance is None else stance.width)


def is_low(power: PowerGraph, person: str) -> bool:
    """Rank 4 or lower, as it was given; an assumed one hides nobody."""
    return power.people[person].rank >= LOW_RANK and not power.people[person].rank_assumed


def is_outside_line(power: PowerGraph, person: str) -> bool:
    """No rank-1 person at or above them on the SOLID line, by ranks that were given.

    A guest's line is in another account and not known here; whoever's rank on the line is assumed may be the head.
    """
    if person in power.guests:
        return False
    line = [power.people[above] for above in _line_of(power, person)]
    return not any(above.rank == 1 or above.rank_assumed for above in line)


def _line_of(power: PowerGraph, person: str) -> Iterator[str]:
    """The person and all SOLID managers above."""
    seen: set[str] = set()
    at: str | None = person
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = power.manager_of.get(at)


class _Parts:
    """Every part of every score: a column a (stage, voter), in stage order and then by voter."""

    def __init__(self, power: PowerGraph, electors: Electorate, propagation: Propagation) -> None:
        self.power = power
        self.columns = [
            (ballot.stage, voter, ballot.omega * share)
            for ballot in electors.ballots
            for voter, share in sorted(ballot.power.items())
            if voter in power.people and share > 0
        ]
        self.voters = sorted({voter for _, voter, _ in self.columns})
        at = {voter: i for i, voter in enumerate(self.voters)}
        self.voter_at = np.array([at[voter] for _, voter, _ in self.columns], dtype=np.intp)
        self.weights = np.array([weight for *_, weight in self.columns])
        # What each voter hears from everybody, or where that is too much, what it is solved with.
        self.heard: Floats | Propagation = propagation.rows(self.voters) if self._all_fit else propagation

    @property
    def _all_fit(self) -> bool:
        return len(self.voters) * len(self.power.ids) <= MOST_ENTRIES

    @property
    def own(self) -> Floats:
        """What each person's own votes give them: the sum over stages of ω · voting power · V[p, p]."""
        own = np.zeros(len(self.power.ids))
        places = np.array([self.power.place[voter] for voter in self.voters], dtype=np.intp)
        weight_of = np.bincount(self.voter_at, self.weights, minlength=len(self.voters))
        if not isinstance(self.heard, Propagation):
            own[places] = weight_of * self.heard[np.arange(len(places)), places]
            return own
        for start in range(0, len(places), 64):
            chunk = self.voters[start : start + 64]
            own[places[start : start + 64]] = (
                weight_of[start : start + 64]
                * self.heard.rows(chunk)[np.arange(len(chunk)), places[start : start + 64]]
            )
        return own

    def explanation(self, influence: Mapping[str, float]) -> dict[str, tuple[ExplanationPart, ...]]:
        """Everyone's parts: all above `explanation_share`, smaller ones until `explanation_reach` of the score is told."""
        parts_of: dict[str, tuple[ExplanationPart, ...]] = dict.fromkeys(self.power.ids, ())
        people = [person for person in self.power.ids if influence[person] > 0]
        if not self.columns:
            return parts_of
        step = max(1, MOST_ENTRIES // (len(self.columns) + len(self.power.ids)))
        most = max(50, MOST_PARTS // max(1, len(people)))
        for start in range(0, len(people), step):
            chunk = people[start : start + step]
            shares = self._shares_of(chunk)
            order = np.argsort(-shares.round(12), axis=1, kind="stable")
            falling_shares = np.take_along_axis(shares, order, axis=1)
            large = (falling_shares > self.power.method.explanation_share).sum(axis=1)
            reach = self.power.method.explanation_reach * np.array([influence[person] for person in chunk])
            short = (falling_shares.cumsum(axis=1) < reach[:, np.newaxis] + SAME).sum(axis=1) + 1
            singly = np.minimum(np.maximum(large, np.minimum(short, large + most)), len(self.columns)).tolist()
            for i, person in enumerate(chunk):
                kept = order[i, : singly[i]].tolist()
                parts = _PARTS.validate_python(
                    [
                        {"stage": self.columns[column][0], "voter": self.columns[column][1], "share": share}
                        for column, share in zip(kept, shares[i, kept].tolist(), strict=True)
                        if share > 0
                    ]
                )
                if short[i] > singly[i]:
                    parts = (*parts, *self._together(order[i, singly[i] :], shares[i]))
                parts_of[person] = parts
        return parts_of

    def _shares_of(self, people: list[str]) -> Floats:
        """Every part of these people's scores, one row a person."""
        places = [self.power.place[person] for person in people]
        if not isinstance(self.heard, Propagation):
            heard = self.heard[:, places].T
        else:
            units = np.zeros((len(self.power.ids), len(people)))
            units[places, np.arange(len(people))] = 1.0
            heard = self.heard.settle(units)[[self.power.place[voter] for voter in self.voters]].T
        return np.asarray(heard[:, self.voter_at] * self.weights)

    def _together(
        self, columns: np.ndarray[tuple[int], np.dtype[np.intp]], shares: Floats
    ) -> Iterator[ExplanationPart]:
        """The many small parts that are left, one a stage."""
        stages: dict[str, list[float]] = {}
        for column in columns.tolist():
            if shares[column] > 0:
                stages.setdefault(self.columns[column][0], []).append(float(shares[column]))
        for stage, small in stages.items():
            yield ExplanationPart(stage=stage, voter=None, share=sum(small), voters=len(small))
