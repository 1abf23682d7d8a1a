"""Ways to someone: along influence, by our own links, or introduced by a person who knows them (method 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from graph.analysis.decision_makers import falling
from graph.analysis.paths import Path, PathFinder, PathKind, WhyNone
from graph.answer import Answer
from graph.power_graph import PowerGraph

Knows = Literal["INFLUENCES", "ALLIANCE", "ACQUAINTANCE", "REPORTS_TO"]


class Introduction(Answer):
    """One of us who could get to the target, directly or not."""

    member: str = Field(description="Our member.")
    through: str | None = Field(description="Who introduces them; null: the member knows the target.")
    link: float = Field(
        gt=0,
        lt=1,
        description="How well the member knows them: shared interactions, halved every 90 days (method 4).",
    )
    knows: Knows | None = Field(description="How that person knows the target; null if nobody is between.")
    strength: float = Field(
        gt=0,
        le=1,
        description="Influence strength, or a named default for ties and reporting lines.",
    )
    score: float = Field(gt=0, lt=1, description="link times strength; the list is in its order.")


class PathsTo(Answer):
    """The best paths of one kind to a person."""

    to: str = Field(description="The person to get to.")
    kind: PathKind = Field(
        description="persuasion: along influence, from FAVORABLE or above; access: either direction, from SUPPORT."
    )
    paths: tuple[Path, ...] = Field(
        description="Strongest first, then fewer edges, then by ids; at most 4 edges, no opponent in between, no "
        "step between people in conflict (method 5)."
    )
    disjoint_paths: int = Field(
        ge=0,
        description="Access paths of any length sharing no one but the target, opponents left out (Menger 1927; "
        "method 5); the same for both kinds.",
    )
    disjoint_of_kind: int = Field(ge=0, description="Along paths of the asked kind.")
    reason: WhyNone | None = Field(description="Why there is none; null if there is one.")
    introductions: tuple[Introduction, ...] = Field(
        description="Who of us could be introduced by whom, best first; at most as many as paths asked for."
    )
    vendor: str | None = Field(description="Our party id.")


def paths_to(
    power: PowerGraph, links: Mapping[str, Mapping[str, float]], target: str, kind: PathKind, k: int
) -> PathsTo:
    """The k best paths of a kind to someone, why there is none, and the k best introductions."""
    finder = PathFinder(power, kind)
    of_kind = finder.count_disjoint(target)
    return PathsTo(
        to=target,
        kind=kind,
        paths=finder.best(target, k),
        disjoint_paths=of_kind if kind == "access" else PathFinder(power, "access").count_disjoint(target),
        disjoint_of_kind=of_kind,
        reason=finder.why_none(target),
        introductions=introductions(power, links, target)[:k],
        vendor=power.vendor,
    )


def introductions(power: PowerGraph, links: Mapping[str, Mapping[str, float]], target: str) -> tuple[Introduction, ...]:
    """All introductions to someone, best first, then a link of our own before others, then by ids.

    One person in between: longer chains of favours do not hold. Nobody who opposes us introduces us. An acquaintance counts
    by the influence strength of the two, the larger direction; one that is only a tie or a reporting line by
    `acquaintance_strength`. People in conflict with the target do not introduce anyone, and who left the team gets nowhere.
    """
    team = power.present
    own = links.get(target, {}).items()
    ways = [_introduction(member, None, link, None, 1.0) for member, link in own if link > 0 and member in team]
    for person, (knows, strength) in _acquaintances(power, target).items():
        stance = power.stances_to_us.get(person)
        if stance is None or not stance.opposes:
            ways += [
                _introduction(member, person, link, knows, strength)
                for member, link in links[person].items()
                if link > 0 and member in team
            ]
    return tuple(sorted(ways, key=lambda way: (falling(way.score), way.through or "", way.member)))


def _introduction(member: str, through: str | None, link: float, knows: Knows | None, strength: float) -> Introduction:
    return Introduction(
        member=member, through=through, link=link, knows=knows, strength=strength, score=link * strength
    )


def _acquaintances(power: PowerGraph, target: str) -> dict[str, tuple[Knows, float]]:
    """Who knows someone, by the strongest of what joins them."""
    at = power.place[target]
    acquaintances: dict[str, tuple[Knows, float]] = {}
    for person, knows in _joined(power, target):
        acquaintances[person] = (knows, power.method.acquaintance_strength)
    mutual = power.influence.maximum(power.influence.T).tocsr()
    start, stop = mutual.indptr[at : at + 2].tolist()
    for place, strength in zip(mutual.indices[start:stop].tolist(), mutual.data[start:stop].tolist(), strict=True):
        person = power.ids[place]
        if person not in acquaintances or strength >= acquaintances[person][1]:
            acquaintances[person] = ("INFLUENCES", strength)
    rivals = {
        end
        for tie in power.document.ties
        if tie.kind == "CONFLICT"
        for end in (tie.a, tie.b)
        if target in {tie.a, tie.b}
    }
    return {person: known for person, known in sorted(acquaintances.items()) if person not in rivals}


def _joined(power: PowerGraph, target: str) -> Iterator[tuple[str, Knows]]:
    for line in power.document.reporting:
        if target in {line.subordinate, line.manager}:
            yield (line.manager if line.subordinate == target else line.subordinate), "REPORTS_TO"
    for tie in power.document.ties:
        if target in {tie.a, tie.b} and tie.kind != "CONFLICT":
            yield (tie.b if tie.a == target else tie.a), tie.kind
