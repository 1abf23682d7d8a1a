"""Who of us could get to someone: by our own links, or introduced by a person who knows them (method 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.analysis.decision_makers import falling
from graph.power_graph import PowerGraph

Knows = Literal["INFLUENCES", "ALLIANCE", "ACQUAINTANCE", "REPORTS_TO"]


@dataclass(frozen=True, slots=True)
class Introduction:
    """A member of ours and the person who introduces them; `through` and `knows` are None for a link of our own.

    `link`: member to that person (or the target), above 0, below 1; `strength`: that person to the target, 1 for a link of our
    own; `score` is their product.
    """

    member: str
    through: str | None
    link: float
    knows: Knows | None
    strength: float

    @property
    def score(self) -> float:
        return self.link * self.strength


def introductions(power: PowerGraph, links: Mapping[str, Mapping[str, float]], target: str) -> tuple[Introduction, ...]:
    """All introductions to someone, best first, then a link of our own before others, then by ids.

    One person in between: longer chains of favours do not hold. Nobody who opposes us introduces us. An acquaintance counts
    by the influence strength of the two, the larger direction; one that is only a tie or a reporting line by
    `acquaintance_strength`. People in conflict with the target do not introduce anyone.
    """
    found = [Introduction(member, None, link, None, 1.0) for member, link in links.get(target, {}).items() if link > 0]
    for person, (knows, strength) in _acquaintances(power, target).items():
        stance = power.stances_to_us.get(person)
        if stance is None or not stance.opposes:
            found += [
                Introduction(member, person, link, knows, strength) for member, link in links[person].items() if link
            ]
    return tuple(sorted(found, key=lambda way: (falling(way.score), way.through or "", way.member)))


def _acquaintances(power: PowerGraph, target: str) -> dict[str, tuple[Knows, float]]:
    """Who knows someone, by the strongest of what joins them."""
    at = power.place[target]
    found: dict[str, tuple[Knows, float]] = {}
    for person, knows in _joined(power, target):
        found[person] = (knows, power.method.acquaintance_strength)
    mutual = power.influence.maximum(power.influence.T).tocsr()
    start, stop = mutual.indptr[at : at + 2].tolist()
    for place, strength in zip(mutual.indices[start:stop].tolist(), mutual.data[start:stop].tolist(), strict=True):
        person = power.ids[place]
        if person not in found or strength >= found[person][1]:
            found[person] = ("INFLUENCES", strength)
    rivals = {
        end
        for tie in power.document.ties
        if tie.kind == "CONFLICT"
        for end in (tie.a, tie.b)
        if target in {tie.a, tie.b}
    }
    return {person: held for person, held in sorted(found.items()) if person not in rivals}


def _joined(power: PowerGraph, target: str) -> Iterator[tuple[str, Knows]]:
    for line in power.document.reporting:
        if target in {line.subordinate, line.manager}:
            yield (line.manager if line.subordinate == target else line.subordinate), "REPORTS_TO"
    for tie in power.document.ties:
        if target in {tie.a, tie.b} and tie.kind != "CONFLICT":
            yield (tie.b if tie.a == target else tie.a), tie.kind
