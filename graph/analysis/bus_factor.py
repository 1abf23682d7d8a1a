"""The bus factor: who of us must not leave together (method 5)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Final

import numpy as np
from pydantic import Field

from graph.analysis.coverage import Coverage, contact_members
from graph.analysis.decision_makers import SAME, falling
from graph.answer import Answer
from graph.power_graph import PowerGraph

MOST_MEMBERS: Final = 18  # of ours for whom every subset is looked at


class BusFactor(Answer):
    """The fewest members whose leaving more than halves coverage_weighted (method 5)."""

    members: tuple[str, ...] = Field(description="Smallest set, the most costly of several.")
    coverage: float = Field(ge=0, le=1, description="coverage_weighted today.")
    left: float = Field(ge=0, le=1, description="What stays of it without them.")
    lost: tuple[str, ...] = Field(description="People nobody else of us has met in their window.")
    exact: bool = Field(description="False above 18 members with contacts: the costliest are taken one by one.")


def bus_factor(power: PowerGraph, coverage: Coverage, decision_influence: Mapping[str, float]) -> BusFactor | None:
    """Who of us must not leave together. Among the smallest sets the one that costs most, then by ids.

    A person stays covered as long as one of those who met them in their window stays. Every set is looked at up to 18 members
    with contacts; above, the members who cost most are taken one after the other and `exact` is false.
    """
    whole = coverage.whole.weighted
    if not whole:
        return None
    covered = {
        person: frozenset(members)
        for person, members in contact_members(power).items()
        if members and decision_influence[person] > 0
    }
    team = sorted({member for members in covered.values() for member in members})
    total = sum(decision_influence[person] for person in power.own_ids)
    if len(team) <= MOST_MEMBERS:
        gone, exact = _smallest_gone(team, covered, decision_influence, whole * total / 2), True
    else:
        gone, exact = _greedy_gone(team, covered, decision_influence, whole * total / 2), False
    lost = tuple(person for person, members in covered.items() if members <= set(gone))
    left = whole - sum(decision_influence[person] for person in lost) / total
    return BusFactor(members=gone, coverage=whole, left=max(0.0, left), lost=lost, exact=exact)


def _smallest_gone(
    team: list[str], covered: Mapping[str, frozenset[str]], influence: Mapping[str, float], half: float
) -> tuple[str, ...]:
    loss = np.zeros(1 << len(team))
    place = {member: i for i, member in enumerate(team)}
    for person, members in covered.items():
        loss[sum(1 << place[member] for member in members)] += influence[person]
    for i in range(len(team)):  # the loss of a set is that of all its subsets together
        pairs = loss.reshape(-1, 2, 1 << i)
        pairs[:, 1] += pairs[:, 0]
    for size in range(1, len(team) + 1):
        sets = [
            (falling(float(loss[sum(1 << i for i in places)])), tuple(team[i] for i in places))
            for places in combinations(range(len(team)), size)
            if loss[sum(1 << i for i in places)] > half + SAME
        ]
        if sets:
            return min(sets)[1]
    return tuple(team)


def _greedy_gone(
    team: list[str], covered: Mapping[str, frozenset[str]], influence: Mapping[str, float], half: float
) -> tuple[str, ...]:
    gone: set[str] = set()

    def lost(members: set[str]) -> float:
        return sum(influence[person] for person, contacts in covered.items() if contacts <= members)

    def shared(member: str) -> float:
        return sum(
            influence[person] / len(contacts - gone) for person, contacts in covered.items() if member in contacts
        )

    while lost(gone) <= half + SAME and len(gone) < len(team):
        gone.add(
            min((member for member in team if member not in gone), key=lambda member: (falling(shared(member)), member))
        )
    return tuple(sorted(gone))
