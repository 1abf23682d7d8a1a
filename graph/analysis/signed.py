"""Conflicts and alliances: who must take sides, which triads cannot last, which camps form (features 3.15).

Only recorded ties have a sign: ALLIANCE +1, CONFLICT -1 (of both between one pair the conflict counts). Influence is no tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from pydantic import Field

from graph.analysis.decision_makers import falling
from graph.answer import Answer
from graph.kinds import Stage
from graph.power_graph import PowerGraph

MOST_EXACT: Final = 16  # people of one part for whom every split into two camps is looked at
Signs = Mapping[str, Mapping[str, int]]


class Triad(Answer):
    """Three people whose ties cannot all last."""

    people: tuple[str, str, str] = Field(description="Ids of the three.")
    conflicts: int = Field(description="1 or 3 of the three ties.")


class Sides(Answer):
    """What winning one person means for others."""

    person: str = Field(description="Person id.")
    against: tuple[str, ...] = Field(description="In conflict with this person.")
    together: tuple[str, ...] = Field(description="Allied with this person.")
    torn: tuple[str, ...] = Field(description="Close to them and to someone against them: must take sides.")


class Coalition(Answer):
    """People joined by alliances, also through others; a voter or party to a conflict may stand alone."""

    people: tuple[str, ...] = Field(description="Ids of its people.")
    decision_influence: float = Field(ge=0, le=1, description="Of all of them.")
    votes: dict[str, int] = Field(description="By stage: the votes they hold together.")
    attitude: float | None = Field(description="Mean x towards us of those known, -1 to 1.")
    inner_conflicts: tuple[tuple[str, str], ...] = Field(description="Pairs within it that are in conflict.")
    opposes: tuple[int, ...] = Field(description="Places in this list of coalitions in conflict with it.")


class SignedStructure(Answer):
    """Conflicts and alliances (Cartwright & Harary 1956)."""

    unbalanced: tuple[Triad, ...] = Field(description="Triads whose signs multiply to -1.")
    balanced: int = Field(ge=0, description="Triads that can last.")
    frustration: int = Field(ge=0, description="Fewest ties wrong in any two camps.")
    camps: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = Field(
        description="The best split, one pair a part that ties join; one camp may be empty."
    )
    exact: bool = Field(description="False if a part of over 16 people was searched, not proven.")
    sides: dict[str, Sides] = Field(description="By person with a tie.")
    coalitions: tuple[Coalition, ...] = Field(description="Most decision influence first.")


def signed_structure(power: PowerGraph, decision_influence: Mapping[str, float]) -> SignedStructure:
    """Balance, sides and coalitions; all empty without ties (Cartwright & Harary 1956, doi:10.1037/h0046049).

    >>> from graph.power_graph import tiny
    >>> signed_structure(tiny("a->b 0.9"), {"a": 0.5, "b": 0.5}).frustration
    0
    """
    signs = _signs(power)
    triads = [
        ((a, b, c), sum(signs[one][other] < 0 for one, other in ((a, b), (a, c), (b, c))))
        for a in sorted(signs)
        for b in sorted(signs[a])
        for c in sorted(signs[a].keys() & signs[b].keys())
        if a < b < c
    ]
    splits = [_split(part, signs) for part in _parts(signs, signs)]
    return SignedStructure(
        unbalanced=tuple(Triad(people=people, conflicts=conflicts) for people, conflicts in triads if conflicts % 2),
        balanced=sum(conflicts % 2 == 0 for _, conflicts in triads),
        frustration=sum(split.wrong for split in splits),
        camps=tuple(split.camps for split in splits),
        exact=all(split.exact for split in splits),
        sides={person: _sides(power, person, signs) for person in sorted(signs)},
        coalitions=_coalitions(power, signs, decision_influence),
    )


def _signs(power: PowerGraph) -> dict[str, dict[str, int]]:
    signs: dict[str, dict[str, int]] = {}
    for tie in sorted(power.document.ties, key=lambda tie: tie.kind != "ALLIANCE"):
        if tie.kind != "ACQUAINTANCE":
            sign = 1 if tie.kind == "ALLIANCE" else -1
            signs.setdefault(tie.a, {})[tie.b] = sign
            signs.setdefault(tie.b, {})[tie.a] = sign
    return signs


def _parts(people: Iterable[str], joined: Signs, *, allies_only: bool = False) -> list[tuple[str, ...]]:
    """The people in parts that ties join, each sorted, in the order of their first."""
    seen: set[str] = set()
    parts = []
    for start in sorted(people):
        if start in seen:
            continue
        part, waiting = {start}, [start]
        while waiting:
            for other, sign in joined.get(waiting.pop(), {}).items():
                if other not in part and (sign > 0 or not allies_only):
                    part.add(other)
                    waiting.append(other)
        seen |= part
        parts.append(tuple(sorted(part)))
    return parts


class _Split(NamedTuple):
    wrong: int
    camps: tuple[tuple[str, ...], tuple[str, ...]]
    exact: bool


def _split(part: tuple[str, ...], signs: Signs) -> _Split:
    """The split into two camps with the fewest ties against it; above 16 people the best found by moving single people."""
    ties = [(i, j, signs[a][b]) for (i, a), (j, b) in combinations(enumerate(part), 2) if b in signs[a]]

    def wrong(camp: int) -> int:
        return sum(((camp >> i ^ camp >> j) & 1) != (sign < 0) for i, j, sign in ties)

    if len(part) <= MOST_EXACT:
        fewest, camp = min((wrong(camp), camp) for camp in range(1 << (len(part) - 1)))
        return _Split(fewest, _camps(part, camp), exact=True)
    camp, best = 0, wrong(0)
    while True:
        moved = min(range(len(part)), key=lambda i: wrong(camp ^ 1 << i))
        if (after := wrong(camp ^ 1 << moved)) >= best:
            return _Split(best, _camps(part, camp), exact=False)
        camp, best = camp ^ 1 << moved, after


def _camps(part: tuple[str, ...], camp: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one = tuple(person for i, person in enumerate(part) if not camp >> i & 1)
    return one, tuple(person for person in part if person not in one)


def _sides(power: PowerGraph, person: str, signs: Signs) -> Sides:
    """Torn is who is allied with, or defers to, this person and someone in conflict with them."""
    against = tuple(sorted(other for other, sign in signs[person].items() if sign < 0))
    together = tuple(sorted(other for other, sign in signs[person].items() if sign > 0))

    def close_to(one: str) -> set[str]:
        allies = {other for other, sign in signs.get(one, {}).items() if sign > 0}
        return allies | set(power.deference_net.predecessors(one))

    between = close_to(person).intersection(set().union(*(close_to(foe) for foe in against)))
    torn = tuple(sorted(between - {person, *against}))
    return Sides(person=person, against=against, together=together, torn=torn)


def _coalitions(power: PowerGraph, signs: Signs, influence: Mapping[str, float]) -> tuple[Coalition, ...]:
    voters = {vote.person for stage in _stages(power) for vote in stage.votes if vote.person in power.people}
    return coalitions_of(power, _parts({*signs, *voters}, signs, allies_only=True), influence)


def _stages(power: PowerGraph) -> tuple[Stage, ...]:
    return power.opportunity.stages if power.opportunity else ()


def coalitions_of(
    power: PowerGraph, groups: Iterable[tuple[str, ...]], influence: Mapping[str, float]
) -> tuple[Coalition, ...]:
    """What groups of people hold together and which of them are in conflict, most decision influence first."""
    signs = _signs(power)
    votes: dict[str, dict[str, int]] = {}
    for stage in _stages(power):
        for vote in stage.votes:  # an unnamed successor is allied with nobody
            votes.setdefault(vote.person, {})[stage.id] = vote.weight
    parts = list(groups)
    parts.sort(key=lambda part: (falling(sum(influence[person] for person in part)), part))
    coalitions = []
    for part in parts:
        weight: dict[str, int] = {}
        for person in part:
            for stage_id, vote_weight in votes.get(person, {}).items():
                weight[stage_id] = weight.get(stage_id, 0) + vote_weight
        known = [power.stances_to_us[person].x for person in part if person in power.stances_to_us]
        inner = tuple((a, b) for a, b in combinations(part, 2) if signs.get(a, {}).get(b, 0) < 0)
        foes = {other for person in part for other, sign in signs.get(person, {}).items() if sign < 0}
        opposed = tuple(i for i, other in enumerate(parts) if other != part and foes & set(other))
        coalitions.append(
            Coalition(
                people=part,
                decision_influence=min(1.0, sum(influence[person] for person in part)),
                votes=dict(sorted(weight.items())),
                attitude=sum(known) / len(known) if known else None,
                inner_conflicts=inner,
                opposes=opposed,
            )
        )
    return tuple(coalitions)
