"""People, the departments they work in and the lines they report along."""

from __future__ import annotations

from typing import Final, Self

from pydantic import model_validator

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
    RankAssumed,
    ReportingKind,
    Since,
    Until,
)
from graph.kinds.kind import Edge, Kind, Listing, Node, Property, Record, Ref

LOWEST_RANK: Final = 6


class Department(Record):
    """A unit of the account; departments form a tree."""

    id: Id
    name: Name
    name_en: OptionalName = ""
    parent_id: Id | None = None


class Person(Record):
    """Someone on the customer's side, or outside it with influence; a placeholder is a known role without a known holder."""

    id: Id
    name: Name
    name_en: OptionalName = ""
    department_id: Id | None = None
    rank: Rank = LOWEST_RANK
    rank_assumed: RankAssumed = None
    title: OptionalName = ""
    title_en: OptionalName = ""
    external: bool = False
    placeholder: bool = False
    assertiveness: Assertiveness | None = None
    orientation: Orientation | None = None
    openness: Openness | None = None
    since: Since = None
    until: Until = None

    unhashed = frozenset({"rank_assumed"})  # a rank nobody gave hashes as the default it always had

    @model_validator(mode="after")
    def _mark_missing_rank(self) -> Self:
        assumed = "rank" not in self.model_fields_set or (self.rank_assumed and self.rank == LOWEST_RANK)
        self.__dict__["rank_assumed"] = True if assumed else None  # before anybody sees the record
        return self


class Reporting(Record):
    """`subordinate` reports to `manager`. At most one SOLID manager a person; SOLID lines form no cycle (method 1)."""

    subordinate: Id
    manager: Id
    kind: ReportingKind = "SOLID"
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
