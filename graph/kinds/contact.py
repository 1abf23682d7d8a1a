"""Our side: the team, who looks after whom, and what was done together."""

from __future__ import annotations

from typing import Self

from graph.kinds.fields import (
    Day,
    EnglishName,
    Id,
    InteractionKind,
    LevelOverride,
    Name,
    OptionalDay,
    OptionalName,
    OptionalText,
    Remark,
    Seniority,
    Since,
    TargetLevel,
    TeamRole,
    Text,
    Until,
)
from graph.kinds.kind import Edge, Filter, Kind, Listing, Many, Node, Property, Record, Words


class Member(Record):
    """One of us who works on the account."""

    id: Id
    """The member's id, unique in the team."""
    name: Name
    """The member's name, 1 to 200 characters."""
    name_en: EnglishName = ""
    role: TeamRole = "MEMBER"
    """Role in the account's team."""
    seniority: Seniority = "STAFF"
    """Our side's rank, for matching levels (method 4)."""
    function: OptionalName = ""
    """In the team's own word; empty: unknown."""


class Coverage(Record):
    """`member` looks after `person`; the owner answers for the relationship and may set a target level."""

    member: Id
    """Member who looks after the person."""
    person: Id
    """The person looked after."""
    owner: bool = False
    """True if this member answers for the relationship."""
    target_level: TargetLevel | None = None
    """Contact level to reach, or null."""
    override_level: LevelOverride = None
    override_reason: OptionalText = ""
    """Why the computed one is wrong; needed with `override_level`."""
    override_on: OptionalDay = None
    """Day of the override; needed with `override_level`."""
    since: Since = None
    until: Until = None


class Interaction(Record):
    """A contact on a day. HOSPITALITY needs a compliance reference."""

    id: Id
    """The interaction's id, unique in the account."""
    on: Day
    """Day it took place."""
    kind: InteractionKind = "VISIT"
    """What was done."""
    members: tuple[Id, ...] = ()
    """Ids of our members who took part."""
    people: tuple[Id, ...] = ()
    """Ids of the customer's people who took part."""
    two_way: bool = False
    """Their side took part actively."""
    note: Text = ""
    """Free text."""
    compliance_ref: Remark | None = None
    """Compliance approval; needed for HOSPITALITY, else may be null."""

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
        searched=("id", "name", "name_en", "function"),
    ),
    words={
        "team": Words(
            ("Team", "我方团队"),
            ("Our people on the account.", "我方客户团队成员。"),
            noun=("team member", "团队成员"),
            also=("members", "团队"),
            fields={"name": ("Name", "姓名")},
        ),
    },
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
        properties=tuple(Property(field) for field in Coverage.model_fields if field not in {"member", "person"}),
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "coverage",
        "coverage",
        {"member": "S2", "person": "P26", "owner": True},
        filters=("member", "person", "owner"),
    ),
    words={
        "coverage": Words(
            ("Coverage", "覆盖"),
            ("Who of us looks after whom.", "我方谁负责维系谁。"),
            fields={
                "owner": ("Is owner", "是否责任人"),
                "override_level": ("Level overridden", "修正后的程度"),
                "override_reason": ("Overridden because", "修正理由"),
                "override_on": ("Overridden on", "修正日期"),
            },
            meanings={"owner": ("Answers for the relationship.", "是否对该关系负责。")},
        ),
    },
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
    words={
        "interactions": Words(
            ("Interactions", "互动记录"),
            ("What was done together, and when.", "与客户的互动记录。"),
            also=("contacts made", "拜访记录", "互动"),
        ),
    },
)
