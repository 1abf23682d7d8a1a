"""What may be asked of people beside their own fields: the department with all below it, attitudes, owners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from pydantic import Field

from app.records.filters import Keeps, Parameter
from graph.document import AccountDocument
from graph.kinds import Department
from graph.kinds.fields import Level
from graph.stances import newest_stances

_Id = Annotated[str, Field(max_length=64)]


def _in_department(document: AccountDocument, given: Mapping[str, Any]) -> Keeps:
    units = _units_below(document.departments, given["department"])
    return lambda person: not units.isdisjoint(person.departments)


def _units_below(departments: tuple[Department, ...], top: str) -> set[str]:
    units = {unit.id for unit in departments if unit.id == top}
    grown = True
    while grown:
        below = {unit.id for unit in departments if unit.parent_id in units} - units
        units |= below
        grown = bool(below)
    return units


def _levels(document: AccountDocument, given: Mapping[str, Any]) -> dict[str, str]:
    """The newest known level of each person towards the party asked about."""
    party = given.get("toward") or (document.vendor.id if document.vendor else "")
    stances = newest_stances(document.attitudes, date.max, None)
    return {person: towards[party].level for person, towards in stances.items() if party in towards}


def _of_attitude(document: AccountDocument, given: Mapping[str, Any]) -> Keeps:
    levels = _levels(document, given)
    return lambda person: levels.get(person.id, "UNKNOWN") == given["attitude"]


def _toward(document: AccountDocument, given: Mapping[str, Any]) -> Keeps:
    levels = _levels(document, given)
    return lambda person: "attitude" in given or person.id in levels


def _of_owner(document: AccountDocument, given: Mapping[str, Any]) -> Keeps:
    owner = given["owner"]
    owned = {line.person for line in document.coverage if line.owner and (not owner or line.member == owner)}
    return lambda person: (person.id in owned) == bool(owner)


PEOPLE_PARAMETERS: Final[Mapping[str, Parameter]] = {
    "department": Parameter(_Id, "Of this department or one below it.", _in_department),
    "attitude": Parameter(Level, "Newest level towards us (or `toward`); UNKNOWN for none.", _of_attitude),
    "toward": Parameter(_Id, "Party the attitude is towards, default us; alone: with a known attitude to it.", _toward),
    "owner": Parameter(_Id, "Owned by this member; empty for nobody.", _of_owner),
}
