"""Our side: the team, who looks after whom, and what was done together."""

from __future__ import annotations

from typing import Self

from graph.kinds.fields import (
    Day,
    Id,
    InteractionKind,
    Name,
    OptionalName,
    Seniority,
    Since,
    TargetLevel,
    TeamRole,
    Text,
    Until,
)
from graph.kinds.kind import Edge, Filter, Kind, Listing, Many, Node, Property, Record


class Member(Record):
    """One of us who works on the account."""

    id: Id
    name: Name
    role: TeamRole = "MEMBER"
    seniority: Seniority = "STAFF"
    function: OptionalName = ""


class Coverage(Record):
    """`member` looks after `person`; the owner answers for the relationship and may set the contact level to reach."""

    member: Id
    person: Id
    owner: bool = False
    target_level: TargetLevel | None = None
    since: Since = None
    until: Until = None


class Interaction(Record):
    """A contact between our members and the customer's people on a day. HOSPITALITY needs a compliance reference."""

    id: Id
    on: Day
    kind: InteractionKind = "VISIT"
    members: tuple[Id, ...] = ()
    people: tuple[Id, ...] = ()
    two_way: bool = False
    note: Text = ""
    compliance_ref: OptionalName | None = None

    def canonical(self) -> Self:
        members, people = tuple(sorted(self.members)), tuple(sorted(self.people))
        if (members, people) == (self.members, self.people):
            return self
        return self.model_copy(update={"members": members, "people": people})


TEAM = Kind(
    "team",
    Member,
    key=("id",),
    shape=Node("Member", tuple(Property(field) for field in Member.model_fields)),
    listing=Listing(
        "member",
        "team",
        {"id": "S6", "name": "许一", "role": "MEMBER", "seniority": "MANAGER"},
        filters=("role", "seniority"),
        searched=("id", "name", "function"),
    ),
)
COVERAGE = Kind(
    "coverage",
    Coverage,
    key=("member", "person"),
    shape=Edge(
        "member",
        "person",
        "Member",
        "Person",
        types=(("", "COVERS"),),
        properties=tuple(Property(field) for field in ("owner", "target_level", "since", "until")),
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "coverage",
        "coverage",
        {"member": "S2", "person": "P26", "owner": True},
        filters=("member", "person", "owner"),
    ),
)
INTERACTIONS = Kind(
    "interactions",
    Interaction,
    key=("id",),
    shape=Node(
        "Interaction",
        tuple(Property(field) for field in ("id", "on", "kind", "two_way", "note", "compliance_ref")),
        many=(Many("members", "BY", "Member"), Many("people", "WITH", "Person")),
    ),
    listing=Listing(
        "interaction",
        "interactions",
        {"id": "I99", "on": "2026-11-20", "kind": "VISIT", "members": ["S2"], "people": ["P26"], "two_way": True},
        filters=("kind", Filter("member", ("members",)), Filter("person", ("people",))),
        day="on",
    ),
)
