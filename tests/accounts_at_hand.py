"""Small accounts for tests, written in a line each."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from graph.document import AccountDocument
from graph.kinds import (
    Account,
    Attitude,
    Coverage,
    Department,
    Influence,
    Interaction,
    Member,
    Opportunity,
    Party,
    Person,
    Reporting,
    Stage,
    Vote,
)
from graph.kinds.fields import Level, StageKind
from graph.method import DEFAULT, Method
from graph.power_graph import PowerGraph

TODAY = date(2026, 6, 30)
US, RIVAL = Party(id="us", name="Us"), Party(id="rival", name="Rival")
TEAM = tuple(
    Member(id=name, name=name, seniority=seniority)
    for name, seniority in [("exec", "EXECUTIVE"), ("dir", "DIRECTOR"), ("man", "MANAGER"), ("man2", "MANAGER")]
)


def person(name: str, rank: int = 6, department: str | None = None, **more: Any) -> Person:
    return Person(id=name, name=name, rank=rank, department_id=department, **more)


def moves(source: str, target: str, strength: float = 0.5) -> Influence:
    return Influence(source=source, target=target, strength=strength)


def reports(subordinate: str, manager: str) -> Reporting:
    return Reporting(subordinate=subordinate, manager=manager)


def thinks(name: str, level: Level, toward: str = "us") -> Attitude:
    return Attitude(person=name, toward=toward, level=level, on=TODAY)


def met(members: Iterable[str], people: Iterable[Any], days_ago: int = 0, *, two_way: bool = False) -> Interaction:
    identity = f"{'+'.join(members)}-{'+'.join(people)}-{days_ago}"
    on = TODAY - timedelta(days=days_ago)
    return Interaction(id=identity, on=on, members=tuple(members), people=tuple(people), two_way=two_way)


def owns(member: str, name: str, target: str | None = None) -> Coverage:
    return Coverage(member=member, person=name, owner=True, target_level=target)


def stage(
    votes: dict[str, int],
    quota: int | None,
    name: str = "s1",
    order: int = 1,
    veto: Iterable[str] = (),
    kind: StageKind = "AWARD",
    weight: float | None = None,
) -> Stage:
    held = tuple(Vote(person=voter, weight=votes[voter]) for voter in votes)
    return Stage(id=name, order=order, kind=kind, quota=quota, votes=held, veto=tuple(veto), weight=weight)


def power(
    people: Iterable[Any],
    *,
    stages: Iterable[Stage] | None = None,
    departments: Iterable[str] = (),
    method: Method = DEFAULT,
    vendor: Party | None = US,
    **lists: Any,
) -> PowerGraph:
    """A graph of these people; with `stages` for an opportunity that has them."""
    document = AccountDocument(
        account=Account(id="x", name="x"),
        vendor=vendor,
        competitors=(RIVAL,),
        departments=tuple(Department(id=unit, name=unit) for unit in departments),
        people=tuple(person(held) if isinstance(held, str) else held for held in people),
        team=TEAM,
        opportunities=() if stages is None else (Opportunity(id="o", name="o", stages=tuple(stages)),),
        **{name: tuple(held) for name, held in lists.items()},
    )
    return PowerGraph.of(document, as_of=TODAY, opportunity=None if stages is None else "o", method=method)
