"""People, the departments they work in and the lines they report along."""

from __future__ import annotations

from graph.kinds.fields import (
    Assertiveness,
    Id,
    LearnedOn,
    Name,
    Openness,
    OptionalConfidence,
    OptionalName,
    Orientation,
    Rank,
    ReportingKind,
    Since,
    Until,
)
from graph.kinds.kind import Edge, Kind, Listing, Node, Property, Record, Ref


class Department(Record):
    """A unit of the account; departments form a tree."""

    id: Id
    """The department's id, unique in the account."""
    name: Name
    """The department's name, 1 to 200 characters."""
    name_en: OptionalName = ""
    """The same in Latin letters; empty when not recorded."""
    parent_id: Id | None = None
    """Id of the department it is part of; null at the top."""


class Person(Record):
    """Someone on the customer's side, or outside it with influence; a placeholder is a known role without a known holder."""

    id: Id
    """The person's id, unique in the account."""
    name: Name
    """The person's name, or what a placeholder's role is called; 1 to 200 characters."""
    name_en: OptionalName = ""
    """The same in Latin letters; empty when not recorded."""
    department_id: Id | None = None
    """Id of the department they work in; null for none."""
    rank: Rank = 6
    """1 head of the account … 6 staff."""
    title: OptionalName = ""
    """Job title; empty when not recorded."""
    title_en: OptionalName = ""
    """The same in English; empty when not recorded."""
    external: bool = False
    """Outside the customer's organisation, as a design institute or an adviser is."""
    placeholder: bool = False
    """A known role whose holder is not known."""
    assertiveness: Assertiveness | None = None
    """One axis of the LIEF style; null when not known."""
    orientation: Orientation | None = None
    """The other axis of the LIEF style, towards tasks or relations; null when not known."""
    openness: Openness | None = None
    """Overrides the openness of whoever follows somebody, 0 to below 1 (Friedkin & Johnsen 1990); null for the default."""
    since: Since = None
    until: Until = None


class Reporting(Record):
    """`subordinate` reports to `manager`. At most one SOLID manager a person; SOLID lines form no cycle (method 1)."""

    subordinate: Id
    """Id of the person who reports."""
    manager: Id
    """Id of the person reported to."""
    kind: ReportingKind = "SOLID"
    """SOLID for the line of command, DOTTED for another."""
    confidence: OptionalConfidence = None
    on: LearnedOn = None
    since: Since = None
    until: Until = None


DEPARTMENTS = Kind(
    "departments",
    Department,
    key=("id",),
    shape=Node(
        "Department",
        (Property("id"), Property("name"), Property("name_en")),
        refs=(Ref("parent_id", "PART_OF", "Department"),),
    ),
    listing=Listing(
        "department",
        "departments",
        {"id": "PROC", "name": "采购部", "name_en": "Procurement"},
        filters=("parent_id",),
        searched=("id", "name", "name_en"),
    ),
)
PEOPLE = Kind(
    "people",
    Person,
    key=("id",),
    shape=Node(
        "Person",
        tuple(Property(field) for field in Person.model_fields if field != "department_id"),
        refs=(Ref("department_id", "WORKS_IN", "Department"),),
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "person",
        "people",
        {"id": "P26", "name": "沈一", "name_en": "Shen Yi", "department_id": "PROC", "rank": 4, "title": "主管"},
        filters=("rank", "external", "placeholder"),
        searched=("id", "name", "name_en", "title", "title_en"),
    ),
)
REPORTING = Kind(
    "reporting",
    Reporting,
    key=("subordinate", "manager"),
    shape=Edge(
        "subordinate",
        "manager",
        "Person",
        "Person",
        types=(("", "REPORTS_TO"),),
        properties=tuple(Property(field) for field in ("kind", "confidence", "on", "since", "until")),
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "reporting_line",
        "reporting_lines",
        {"subordinate": "P26", "manager": "P09", "kind": "SOLID"},
        filters=("subordinate", "manager", "kind"),
    ),
)
