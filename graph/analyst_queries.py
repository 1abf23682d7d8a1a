"""The named questions analysts may ask: read-only, about one account, ordered and bounded.

Each is a file under `cypher/analyst/`, bound to the model of its rows; the table is what the service and the command line offer.
Everything dated is cut by `as_of`, and of several reports of an attitude the one counts that counts on the map (method 1): the
general ones, of voters also those for the opportunity they vote on.
"""

from __future__ import annotations

from typing import Any, Final

from graph.queries import Frozen, Query, query


class NearApprover(Frozen):
    """A person near an approver; `hops` 1 or 2."""

    person: str
    name: str
    approver: str
    hops: int


class DepartmentSupport(Frozen):
    """A department with how many support us and competitors."""

    department: str
    name: str
    ours: int
    theirs: int


class Mentor(Frozen):
    """A mentor of a voter; `strength` above 0 to 1."""

    person: str
    name: str
    voter: str
    opportunity: str
    stage: str
    strength: float


class VoterRow(Frozen):
    """A voter in a stage."""

    person: str
    name: str
    opportunity: str
    stage: str
    weight: int


class VoterAttitude(Frozen):
    """A voter in a stage with the newest attitude towards us."""

    person: str
    name: str
    opportunity: str
    stage: str
    weight: int
    level: str


class StagePerson(Frozen):
    """A person's part in a stage."""

    person: str
    name: str
    opportunity: str
    stage: str


class PersonCount(Frozen):
    """A person and how many."""

    person: str
    name: str
    count: int


class RankedPerson(Frozen):
    """A person with their rank, 1 the head."""

    person: str
    name: str
    rank: int


class AttitudeRow(Frozen):
    """A person's newest attitude towards a party."""

    person: str
    name: str
    party: str
    level: str
    on: str


class StagePair(Frozen):
    """Two people in one stage."""

    person: str
    other: str
    opportunity: str
    stage: str


class PersonPair(Frozen):
    """A person and another."""

    person: str
    name: str
    other: str


class Superior(Frozen):
    """Someone above, by how many lines."""

    person: str
    name: str
    steps: int


class PersonStrength(Frozen):
    """A person with how many influence records of what strength in sum."""

    person: str
    name: str
    count: int
    strength: float


class InfluenceRow(Frozen):
    """An influence on a person."""

    person: str
    name: str
    kind: str
    strength: float
    evidence: str


class InfluenceEnds(Frozen):
    """An influence record."""

    source: str
    target: str
    kind: str
    strength: float


class DepartmentCount(Frozen):
    """A department and how many people it has."""

    department: str
    name: str
    people: int


class SingleThread(Frozen):
    """A person, the one member who met them, and how often."""

    person: str
    name: str
    member: str
    count: int


class LastContact(Frozen):
    """A person, when last met, and how often."""

    person: str
    name: str
    on: str
    count: int


class MemberLoad(Frozen):
    """A member of ours with what they carry."""

    member: str
    name: str
    owned: int
    meetings: int


class Reporter(Frozen):
    """A member of ours and how many attitudes they reported."""

    member: str
    name: str
    attitudes: int


class RoleRow(Frozen):
    """A person's role in a stage."""

    stage: str
    person: str
    name: str
    role: str


class SharedManager(Frozen):
    """Two voters of a stage and the manager they share."""

    person: str
    other: str
    manager: str
    opportunity: str
    stage: str


LIST_ALLIES_OF_OPPONENTS = query("analyst/list_allies_of_opponents", PersonPair)
LIST_ATTITUDES_OF_LEVEL = query("analyst/list_attitudes_of_level", AttitudeRow)
LIST_CONFLICTS_BETWEEN_VOTERS = query("analyst/list_conflicts_between_voters", StagePair)
LIST_DECISION_ROLES = query("analyst/list_decision_roles", RoleRow)
LIST_DEPARTMENTS_NEVER_MET = query("analyst/list_departments_never_met", DepartmentCount)
LIST_DEPARTMENTS_WITH_ONLY_COMPETITOR_SUPPORTERS = query(
    "analyst/list_departments_with_only_competitor_supporters", DepartmentSupport
)
LIST_INFLUENCE_ON_PERSON = query("analyst/list_influence_on_person", InfluenceRow)
LIST_INFLUENCE_WITHOUT_EVIDENCE = query("analyst/list_influence_without_evidence", InfluenceEnds)
LIST_INFLUENCERS_OUTSIDE_HIERARCHY = query("analyst/list_influencers_outside_hierarchy", PersonStrength)
LIST_LAST_CONTACTS = query("analyst/list_last_contacts", LastContact)
LIST_MEMBER_LOAD = query("analyst/list_member_load", MemberLoad)
LIST_MENTORS_OF_VOTERS = query("analyst/list_mentors_of_voters", Mentor)
LIST_PEOPLE_IN_SEVERAL_STAGES = query("analyst/list_people_in_several_stages", PersonCount)
LIST_PEOPLE_MET_BY_ONE_MEMBER = query("analyst/list_people_met_by_one_member", SingleThread)
LIST_PEOPLE_NEAR_APPROVER_WITHOUT_OWNER = query("analyst/list_people_near_approver_without_owner", NearApprover)
LIST_PEOPLE_WITHOUT_ATTITUDE = query("analyst/list_people_without_attitude", RankedPerson)
LIST_REPORTERS = query("analyst/list_reporters", Reporter)
LIST_SHARED_SUPERIORS = query("analyst/list_shared_superiors", SharedManager)
LIST_STRONGEST_INFLUENCERS = query("analyst/list_strongest_influencers", PersonStrength)
LIST_SUPERIORS = query("analyst/list_superiors", Superior)
LIST_VETO_HOLDERS = query("analyst/list_veto_holders", StagePerson)
LIST_VOTERS_BY_ATTITUDE = query("analyst/list_voters_by_attitude", VoterAttitude)
LIST_VOTERS_NEVER_MET = query("analyst/list_voters_never_met", VoterRow)
LIST_VOTERS_WITHOUT_OWNER = query("analyst/list_voters_without_owner", VoterRow)

ANALYST_QUERIES: Final[dict[str, Query[Any]]] = {
    named.name.removeprefix("analyst/"): named
    for named in (
        LIST_ALLIES_OF_OPPONENTS,
        LIST_ATTITUDES_OF_LEVEL,
        LIST_CONFLICTS_BETWEEN_VOTERS,
        LIST_DECISION_ROLES,
        LIST_DEPARTMENTS_NEVER_MET,
        LIST_DEPARTMENTS_WITH_ONLY_COMPETITOR_SUPPORTERS,
        LIST_INFLUENCE_ON_PERSON,
        LIST_INFLUENCE_WITHOUT_EVIDENCE,
        LIST_INFLUENCERS_OUTSIDE_HIERARCHY,
        LIST_LAST_CONTACTS,
        LIST_MEMBER_LOAD,
        LIST_MENTORS_OF_VOTERS,
        LIST_PEOPLE_IN_SEVERAL_STAGES,
        LIST_PEOPLE_MET_BY_ONE_MEMBER,
        LIST_PEOPLE_NEAR_APPROVER_WITHOUT_OWNER,
        LIST_PEOPLE_WITHOUT_ATTITUDE,
        LIST_REPORTERS,
        LIST_SHARED_SUPERIORS,
        LIST_STRONGEST_INFLUENCERS,
        LIST_SUPERIORS,
        LIST_VETO_HOLDERS,
        LIST_VOTERS_BY_ATTITUDE,
        LIST_VOTERS_NEVER_MET,
        LIST_VOTERS_WITHOUT_OWNER,
    )
}
