"""Whom we know, how well and through whom: contact levels, owners, coverage and links (method 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from pydantic import Field

from graph.answer import Answer
from graph.kinds import Coverage as CoverageRecord
from graph.kinds import Interaction, Member
from graph.kinds.fields import TargetLevel
from graph.power_graph import PowerGraph

ContactLevel = Literal["NONE", "STALE", "BRIEF", "REGULAR", "DEEP"]
SENIORITIES: Final = ("EXECUTIVE", "DIRECTOR", "MANAGER", "STAFF")
DEPTH: Final = {"NONE": 0, "STALE": 0, "BRIEF": 1, "REGULAR": 2, "DEEP": 3}
EXECUTIVE_RANK, DIRECTOR_RANK = 2, 3


class Contact(Answer):
    """Our contact with a person (method 4)."""

    level: ContactLevel = Field(
        description="NONE never met, STALE not in the window; in it BRIEF 1-2, REGULAR 3-5, DEEP 6 or more."
    )
    last_contact: date | None = Field(description="With any of us; null when never met.")
    owner: str | None = Field(description="Most senior owner, then by id; none whose membership has ended.")
    contacts_in_window: int = Field(ge=0, description="Within the window of their rank.")
    attempts: int = Field(
        ge=0,
        description="One-way messages and broadcasts to five or more in that window: tried, not met.",
    )
    target_level: TargetLevel | None = Field(description="Highest contact level set for the person, or null.")
    computed_level: ContactLevel = Field(description="By contacts alone, where `level` was overridden.")
    overridden_because: str = Field(description="Why somebody overrode the level; empty: nobody did.")


class PairContact(Answer):
    """Contact between one of ours and one of theirs (method 4)."""

    member: str = Field(description="The member of ours.")
    person: str = Field(description="The customer's person.")
    owner: bool = Field(description="The member answers for the relationship.")
    level: ContactLevel = Field(description="By this member's contacts, or as overridden.")
    computed_level: ContactLevel = Field(description="By this member's contacts alone.")
    overridden_because: str = Field(description="Why another level stands there; empty: none does.")
    target_level: TargetLevel | None = Field(description="Contact level to reach, or null.")
    last_contact: date | None = Field(description="Of the pair; null: never met.")
    contacts_in_window: int = Field(ge=0, description="The pair's contacts within the window.")
    below_target: bool = Field(description="The level is lower than the target.")


class Covered(Answer):
    """Share of people met in their window (method 4)."""

    plain: float | None = Field(ge=0, le=1, description="Of heads; null without people.")
    weighted: float | None = Field(
        ge=0, le=1, description="By decision influence of those who count; null if that is 0."
    )


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
    shared = _interactions_with(power)
    present = power.present
    contacts = {person: _contact(power, person, shared[person], present) for person in power.ids}
    departments = {
        unit: _department(power, members, contacts, shared, decision_influence)
        for unit, members in power.members_of.items()
    }
    whole = _covered(power.own_ids, contacts, decision_influence)
    return Coverage(contacts, departments, whole, {person: _links(power, shared[person]) for person in power.ids})


def is_contact(power: PowerGraph, interaction: Interaction) -> bool:
    """Whether the people of an interaction were met in it: one of us took part, and it was no attempt or broadcast.

    A REMOTE_CONTACT that is one-way, or that names five or more of the customer's people, is an attempt (method 4).
    """
    broadcast = len(set(interaction.people)) >= power.method.mass_meeting_people
    attempt = interaction.kind == "REMOTE_CONTACT" and (broadcast or not interaction.two_way)
    return bool(interaction.members) and not attempt


def is_in_window(power: PowerGraph, person: str, interaction: Interaction) -> bool:
    """Whether an interaction is recent enough to count for someone of this rank, both ends of the window included."""
    return (power.as_of - interaction.on).days <= window_days(power, person)


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
    """Ours still in the team who met each person within their window."""
    return {
        person: frozenset(
            m for contact in _in_window(power, person, shared) for m in contact.members if m in power.present
        )
        for person, shared in _interactions_with(power).items()
    }


def _interactions_with(power: PowerGraph) -> dict[str, list[Interaction]]:
    """What each person and one of us took part in, attempts included, by id."""
    shared: dict[str, list[Interaction]] = {person: [] for person in power.ids}
    for interaction in sorted(power.interactions, key=lambda interaction: interaction.id):
        if interaction.members:
            for person in set(interaction.people) & shared.keys():
                shared[person].append(interaction)
    return shared


def _in_window(power: PowerGraph, person: str, shared: Iterable[Interaction]) -> list[Interaction]:
    """The contacts within the person's window."""
    return [
        interaction
        for interaction in shared
        if is_in_window(power, person, interaction) and is_contact(power, interaction)
    ]


def _contact(power: PowerGraph, person: str, shared: list[Interaction], present: Mapping[str, Member]) -> Contact:
    contacts = [interaction for interaction in shared if is_contact(power, interaction)]
    recent = len(_in_window(power, person, contacts))
    tried = sum(is_in_window(power, person, interaction) for interaction in shared) - recent
    coverage = power.coverage_of.get(person, ())
    owners = [record.member for record in coverage if record.owner and record.member in present]
    targets = {record.target_level for record in coverage}
    level, computed, because = _levels(power, person, recent, contacts, coverage)
    return Contact(
        level=level,
        computed_level=computed,
        overridden_because=because,
        last_contact=max((contact.on for contact in contacts), default=None),
        owner=min(owners, key=lambda member: (SENIORITIES.index(present[member].seniority), member), default=None),
        contacts_in_window=recent,
        attempts=tried,
        target_level=next((level for level in reversed(get_args(TargetLevel)) if level in targets), None),
    )


def pair_contacts(power: PowerGraph) -> list[PairContact]:
    """Every pair of ours in the team and theirs that somebody is to look after, by person and member."""
    shared = _interactions_with(power)
    return [
        _pair_contact(power, record, [met for met in shared[person] if record.member in met.members])
        for person in power.own_ids
        for record in power.coverage_of.get(person, ())
        if record.member in power.present
    ]


def _pair_contact(power: PowerGraph, record: CoverageRecord, shared: list[Interaction]) -> PairContact:
    contacts = [interaction for interaction in shared if is_contact(power, interaction)]
    recent = len(_in_window(power, record.person, contacts))
    level, computed, because = _levels(power, record.person, recent, contacts, (record,))
    return PairContact(
        member=record.member,
        person=record.person,
        owner=record.owner,
        level=level,
        computed_level=computed,
        overridden_because=because,
        target_level=record.target_level,
        last_contact=max((contact.on for contact in contacts), default=None),
        contacts_in_window=recent,
        below_target=record.target_level is not None and DEPTH[level] < DEPTH[record.target_level],
    )


def _levels(
    power: PowerGraph, person: str, recent: int, contacts: list[Interaction], records: Iterable[CoverageRecord]
) -> tuple[ContactLevel, ContactLevel, str]:
    """The level, the one by contacts alone, and why the first differs: empty where nobody put another in its place."""
    computed, override = _level(power, recent, contacts), _override(power, person, records)
    if override is None:
        return computed, computed, ""
    return override.override_level or computed, computed, override.override_reason


def _override(power: PowerGraph, person: str, records: Iterable[CoverageRecord]) -> CoverageRecord | None:
    """The newest override within the window of the person's rank, of equals the deepest; none once it is older."""
    valid = [
        record
        for record in records
        if record.override_level is not None
        and record.override_on is not None
        and 0 <= (power.as_of - record.override_on).days <= window_days(power, person)
    ]
    return max(
        valid, key=lambda record: (record.override_on or date.min, DEPTH[record.override_level or "NONE"]), default=None
    )


def _level(power: PowerGraph, recent: int, contacts: list[Interaction]) -> ContactLevel:
    if not contacts:
        return "NONE"
    if recent == 0:
        return "STALE"
    if recent <= power.method.brief_contacts:
        return "BRIEF"
    return "REGULAR" if recent <= power.method.regular_contacts else "DEEP"


def _covered(people: Iterable[str], contacts: Mapping[str, Contact], influence: Mapping[str, float]) -> Covered:
    everybody = list(people)
    if not everybody:
        return Covered(plain=None, weighted=None)
    reached = [person for person in everybody if contacts[person].contacts_in_window]
    weight = sum(influence[person] for person in everybody)
    weighted = min(1.0, sum(influence[person] for person in reached) / weight) if weight else None
    return Covered(plain=len(reached) / len(everybody), weighted=weighted)


def _department(
    power: PowerGraph,
    members: tuple[str, ...],
    contacts: Mapping[str, Contact],
    shared: Mapping[str, list[Interaction]],
    influence: Mapping[str, float],
) -> DepartmentCoverage:
    recent = {contact.id: contact for person in members for contact in _in_window(power, person, shared[person])}
    stances = [power.stances_to_us[person] for person in members if person in power.stances_to_us]
    return DepartmentCoverage(
        people=len(members),
        supporters=sum(stance.supports for stance in stances),
        covered=_covered(members, contacts, influence),
        contacts_in_window=len(recent),
        contact_members=tuple(sorted({member for contact in recent.values() for member in contact.members})),
    )


def _links(power: PowerGraph, shared: list[Interaction]) -> dict[str, float]:
    """Each member's link: shared interactions halve every 90 days, two-way ones count double, then s / (1 + s)."""
    total: dict[str, float] = {}
    for interaction in shared:
        if len(set(interaction.people)) >= power.method.mass_meeting_people:
            continue
        age = (power.as_of - interaction.on).days
        worth = (2.0 if interaction.two_way else 1.0) * 2.0 ** (-age / power.method.link_half_life_days)
        for member in sorted(set(interaction.members)):
            total[member] = total.get(member, 0.0) + worth
    return {member: worth / (1 + worth) for member, worth in sorted(total.items())}
