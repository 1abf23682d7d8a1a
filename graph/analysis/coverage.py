"""Whom we know, how well and through whom: contact levels, owners, coverage and links (method 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from graph.kinds import Interaction, Member
from graph.power_graph import PowerGraph

ContactLevel = Literal["NONE", "STALE", "BRIEF", "REGULAR", "DEEP"]
SENIORITIES: Final = ("EXECUTIVE", "DIRECTOR", "MANAGER", "STAFF")
DEPTH: Final = {"NONE": 0, "STALE": 0, "BRIEF": 1, "REGULAR": 2, "DEEP": 3}
EXECUTIVE_RANK, DIRECTOR_RANK = 2, 3


@dataclass(frozen=True, slots=True)
class Contact:
    """Our contact with one person. `owner` is the most senior owner, then by id; `target_level` the highest one set."""

    level: ContactLevel
    last_contact: date | None
    owner: str | None
    contacts_in_window: int
    target_level: str | None


@dataclass(frozen=True, slots=True)
class Covered:
    """Share of people met in their window, 0 to 1: of heads (`plain`) and by decision influence (`weighted`).

    None where there is nobody, or where the weights sum to 0.
    """

    plain: float | None
    weighted: float | None


@dataclass(frozen=True, slots=True)
class DepartmentCoverage:
    """A department over its direct members. `contact_members`: ours who took part in contacts within the window."""

    people: int
    supporters: int
    covered: Covered
    contacts_in_window: int
    contact_members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole answer; `links`: person to member of ours to the strength of their link, 0 to below 1."""

    contacts: Mapping[str, Contact]
    departments: Mapping[str, DepartmentCoverage]
    whole: Covered
    links: Mapping[str, Mapping[str, float]]


def cover(power: PowerGraph, decision_influence: Mapping[str, float]) -> Coverage:
    """Contact, coverage and links of the account at `as_of`; interactions after it do not count.

    Guests are met by the account that lends them: they are not counted here.
    """
    met = _interactions_with(power)
    contacts = {person: _contact(power, person, met[person]) for person in power.ids}
    departments = {
        unit: _department(power, members, contacts, met, decision_influence)
        for unit, members in power.members_of.items()
    }
    whole = _covered(power.own_ids, contacts, decision_influence)
    return Coverage(contacts, departments, whole, {person: _links(power, met[person]) for person in power.ids})


def window_days(power: PowerGraph, person: str) -> int:
    """How old a contact with the person may be and still count."""
    return power.method.window_days_of_rank.get(power.people[person].rank, power.method.window_days)


def seniority_for(rank: int) -> str:
    """The least seniority an owner of someone of this rank needs.

    >>> [seniority_for(rank) for rank in (1, 2, 3, 4)]
    ['EXECUTIVE', 'EXECUTIVE', 'DIRECTOR', 'MANAGER']
    """
    if rank <= EXECUTIVE_RANK:
        return "EXECUTIVE"
    return "DIRECTOR" if rank == DIRECTOR_RANK else "MANAGER"


def is_senior_enough(member: Member, needed: str) -> bool:
    return SENIORITIES.index(member.seniority) <= SENIORITIES.index(needed)


def contact_members(power: PowerGraph) -> dict[str, frozenset[str]]:
    """Ours who met each person within their window."""
    return {
        person: frozenset(member for held in _in_window(power, person, met) for member in held.members)
        for person, met in _interactions_with(power).items()
    }


def _interactions_with(power: PowerGraph) -> dict[str, list[Interaction]]:
    met: dict[str, list[Interaction]] = {person: [] for person in power.ids}
    for held in sorted(power.interactions, key=lambda held: held.id):
        if held.members:
            for person in sorted(met.keys() & set(held.people)):
                met[person].append(held)
    return met


def _in_window(power: PowerGraph, person: str, met: Iterable[Interaction]) -> list[Interaction]:
    days = window_days(power, person)
    return [held for held in met if (power.as_of - held.on).days <= days]


def _contact(power: PowerGraph, person: str, met: list[Interaction]) -> Contact:
    recent = len(_in_window(power, person, met))
    coverage = power.coverage_of.get(person, ())
    owners = [held.member for held in coverage if held.owner]
    targets = [held.target_level for held in coverage if held.target_level is not None]
    return Contact(
        level=_level(power, recent, met),
        last_contact=max((held.on for held in met), default=None),
        owner=min(owners, key=lambda member: (SENIORITIES.index(power.team[member].seniority), member), default=None),
        contacts_in_window=recent,
        target_level=max(targets, key=DEPTH.__getitem__, default=None),
    )


def _level(power: PowerGraph, recent: int, met: list[Interaction]) -> ContactLevel:
    if not met:
        return "NONE"
    if recent == 0:
        return "STALE"
    if recent <= power.method.brief_contacts:
        return "BRIEF"
    return "REGULAR" if recent <= power.method.regular_contacts else "DEEP"


def _covered(people: Iterable[str], contacts: Mapping[str, Contact], influence: Mapping[str, float]) -> Covered:
    held = list(people)
    if not held:
        return Covered(None, None)
    reached = [person for person in held if contacts[person].contacts_in_window]
    weight = sum(influence[person] for person in held)
    weighted = sum(influence[person] for person in reached) / weight if weight else None
    return Covered(len(reached) / len(held), weighted)


def _department(
    power: PowerGraph,
    members: tuple[str, ...],
    contacts: Mapping[str, Contact],
    met: Mapping[str, list[Interaction]],
    influence: Mapping[str, float],
) -> DepartmentCoverage:
    recent = {held.id: held for person in members for held in _in_window(power, person, met[person])}
    stances = [power.stances_to_us[person] for person in members if person in power.stances_to_us]
    return DepartmentCoverage(
        people=len(members),
        supporters=sum(stance.supports for stance in stances),
        covered=_covered(members, contacts, influence),
        contacts_in_window=len(recent),
        contact_members=tuple(sorted({member for held in recent.values() for member in held.members})),
    )


def _links(power: PowerGraph, met: list[Interaction]) -> dict[str, float]:
    """Each member's link: shared interactions halve every 90 days, two-way ones count double, then s / (1 + s)."""
    total: dict[str, float] = {}
    for held in met:
        if len(set(held.people)) >= power.method.mass_meeting_people:
            continue
        age = (power.as_of - held.on).days
        worth = (2.0 if held.two_way else 1.0) * 2.0 ** (-age / power.method.link_half_life_days)
        for member in sorted(set(held.members)):
            total[member] = total.get(member, 0.0) + worth
    return {member: worth / (1 + worth) for member, worth in sorted(total.items())}
