"""Which records of a list are asked for: the filters of each kind, as query parameters."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.document import AccountDocument
from graph.kinds import Attitude, Department, Interaction, Person, Record
from graph.kinds.fields import (
    DecisionRole,
    Horizon,
    InfluenceKind,
    InteractionKind,
    Level,
    ReportingKind,
    StageKind,
    TeamRole,
    TieKind,
)
from graph.stances import newest_stances

_Q = Field(default=None, max_length=200, description="Part of a name, title or id, in either script.")


def search_key(text: str) -> str:
    """Text as searched: full-width forms, case and surrounding space make no difference."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


class Filter(BaseModel):
    """Keeps every record; each kind adds its parameters. A parameter is compared with the field of its name."""

    model_config = ConfigDict(frozen=True)
    searched: ClassVar[tuple[str, ...]] = ()
    limit: int = Field(default=100, ge=1, le=200, description="Items a page.")
    cursor: str = Field(default="", max_length=1000, description="`next_cursor` of the page before.")

    def prepared(self, document: AccountDocument) -> Filter:
        """The filter knowing what it needs of the whole document."""
        del document
        return self

    def keeps(self, record: Record) -> bool:
        """True if every parameter that is given fits."""
        for name, wanted in self:
            if wanted is None or name in {"limit", "cursor"}:
                continue
            if name == "q":
                if not any(search_key(wanted) in search_key(getattr(record, field)) for field in self.searched):
                    return False
            elif not self._fits(record, name, wanted):
                return False
        return True

    def _fits(self, record: Record, name: str, wanted: Any) -> bool:
        return bool(getattr(record, name) == wanted)


class PeopleFilter(Filter):
    """People."""

    searched: ClassVar[tuple[str, ...]] = ("id", "name", "name_en", "title", "title_en")
    q: str | None = _Q
    department: str | None = Field(default=None, max_length=64, description="Of this department or one below it.")
    rank: int | None = Field(default=None, ge=1, le=6)
    attitude: Level | None = Field(default=None, description="Newest level towards us (or `toward`); UNKNOWN for none.")
    toward: str | None = Field(default=None, max_length=64, description="Party the attitude is towards; default us.")
    owner: str | None = Field(default=None, max_length=64, description="Owned by this member; empty for nobody.")
    external: bool | None = None
    placeholder: bool | None = None

    def prepared(self, document: AccountDocument) -> Filter:
        return _PreparedPeople.of(self, document)


class _PreparedPeople(PeopleFilter):
    units: frozenset[str] = frozenset()
    levels: Mapping[str, str] = Field(default_factory=dict)
    owners: Mapping[str, frozenset[str]] = Field(default_factory=dict)

    @classmethod
    def of(cls, asked: PeopleFilter, document: AccountDocument) -> _PreparedPeople:
        party = asked.toward or (document.vendor.id if document.vendor else "")
        stances = newest_stances(document.attitudes, date.max, None)
        owners: dict[str, set[str]] = {}
        for held in document.coverage:
            if held.owner:
                owners.setdefault(held.person, set()).add(held.member)
        return cls(
            **asked.model_dump(),
            units=frozenset(_units_below(document.departments, asked.department)),
            levels={person: held[party].level for person, held in stances.items() if party in held},
            owners={person: frozenset(members) for person, members in owners.items()},
        )

    def keeps(self, record: Record) -> bool:
        assert isinstance(record, Person)  # noqa: S101 - the filter of people sees people
        if self.department is not None and record.department_id not in self.units:
            return False
        if self.attitude is not None and self.levels.get(record.id, "UNKNOWN") != self.attitude:
            return False
        held = self.owners.get(record.id, frozenset())
        if self.owner is not None and (self.owner not in held if self.owner else held):
            return False
        plain = PeopleFilter(q=self.q, rank=self.rank, external=self.external, placeholder=self.placeholder)
        return Filter.keeps(plain, record)


def _units_below(departments: tuple[Department, ...], top: str | None) -> set[str]:
    units = {unit.id for unit in departments if unit.id == top}
    grown = True
    while grown:
        below = {unit.id for unit in departments if unit.parent_id in units} - units
        units |= below
        grown = bool(below)
    return units


class DepartmentFilter(Filter):
    """Departments."""

    searched: ClassVar[tuple[str, ...]] = ("id", "name", "name_en")
    q: str | None = _Q
    parent_id: str | None = Field(default=None, max_length=64)


class PartyFilter(Filter):
    """Competitors."""

    searched: ClassVar[tuple[str, ...]] = ("id", "name")
    q: str | None = _Q


class ReportingFilter(Filter):
    """Reporting lines."""

    subordinate: str | None = Field(default=None, max_length=64)
    manager: str | None = Field(default=None, max_length=64)
    kind: ReportingKind | None = None


class InfluenceFilter(Filter):
    """Influence edges."""

    source: str | None = Field(default=None, max_length=64)
    target: str | None = Field(default=None, max_length=64)
    kind: InfluenceKind | None = None
    reported_by: str | None = Field(default=None, max_length=64)


class TieFilter(Filter):
    """Ties."""

    kind: TieKind | None = None
    person: str | None = Field(default=None, max_length=64, description="At either end.")

    def _fits(self, record: Record, name: str, wanted: Any) -> bool:
        if name == "person":
            return wanted in {record.a, record.b}  # type: ignore[attr-defined]
        return super()._fits(record, name, wanted)


class AttitudeFilter(Filter):
    """Attitudes."""

    person: str | None = Field(default=None, max_length=64)
    toward: str | None = Field(default=None, max_length=64)
    level: Level | None = None
    opportunity_id: str | None = Field(default=None, max_length=64)
    reported_by: str | None = Field(default=None, max_length=64)
    since: date | None = Field(default=None, description="Observed on this day or later.")
    until: date | None = Field(default=None, description="Observed on this day or earlier.")

    def _fits(self, record: Record, name: str, wanted: Any) -> bool:
        assert isinstance(record, Attitude)  # noqa: S101 - the filter of attitudes sees attitudes
        return _within(record.on, name, wanted) if name in _SPAN else super()._fits(record, name, wanted)


_SPAN = frozenset({"since", "until"})


def _within(on: date, name: str, wanted: date) -> bool:
    return on >= wanted if name == "since" else on <= wanted


class TeamFilter(Filter):
    """Our members."""

    searched: ClassVar[tuple[str, ...]] = ("id", "name", "function")
    q: str | None = _Q
    role: TeamRole | None = None
    seniority: Literal["EXECUTIVE", "DIRECTOR", "MANAGER", "STAFF"] | None = None


class CoverageFilter(Filter):
    """Who looks after whom."""

    member: str | None = Field(default=None, max_length=64)
    person: str | None = Field(default=None, max_length=64)
    owner: bool | None = None


class InteractionFilter(Filter):
    """Interactions."""

    kind: InteractionKind | None = None
    member: str | None = Field(default=None, max_length=64)
    person: str | None = Field(default=None, max_length=64)
    since: date | None = Field(default=None, description="On this day or later.")
    until: date | None = Field(default=None, description="On this day or earlier.")

    def _fits(self, record: Record, name: str, wanted: Any) -> bool:
        assert isinstance(record, Interaction)  # noqa: S101 - the filter of interactions sees interactions
        if name in _SPAN:
            return _within(record.on, name, wanted)
        if name in {"member", "person"}:
            return wanted in (record.members if name == "member" else record.people)
        return super()._fits(record, name, wanted)


class OpportunityFilter(Filter):
    """Opportunities."""

    searched: ClassVar[tuple[str, ...]] = ("id", "name")
    q: str | None = _Q
    horizon: Horizon | None = None


class StageFilter(Filter):
    """Stages of an opportunity."""

    kind: StageKind | None = None
    role: DecisionRole | None = Field(default=None, description="With a participant in this role.")

    def _fits(self, record: Record, name: str, wanted: Any) -> bool:
        if name == "role":
            return any(part.role == wanted for part in record.participants)  # type: ignore[attr-defined]
        return super()._fits(record, name, wanted)


FILTERS: dict[str, type[Filter]] = {
    "competitors": PartyFilter,
    "departments": DepartmentFilter,
    "people": PeopleFilter,
    "reporting": ReportingFilter,
    "influence": InfluenceFilter,
    "ties": TieFilter,
    "attitudes": AttitudeFilter,
    "team": TeamFilter,
    "coverage": CoverageFilter,
    "interactions": InteractionFilter,
    "opportunities": OpportunityFilter,
    "stages": StageFilter,
}
