"""What may be asked of people beside their own fields: the department with all below it, attitudes, owners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

from pydantic import Field

from app.records.filters import Keeps, Parameter
from graph.document import AccountDocument
from graph.kinds import Department, Person
from graph.kinds.fields import Level
from graph.stances import newest_stances
from graph.validity import holds

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


def _levels(document: AccountDocument, given: Mapping[str, Any]) -> Callable[[Person], str | None]:
    """The level towards the party asked about that counts of a person on the day; None of who was not there on it."""
    party = given.get("toward") or (document.vendor.id if document.vendor else "")
    stances = newest_stances(document.attitudes, given["as_of"], None)
    levels = {person: towards[party].level for person, towards in stances.items() if party in towards}
    return lambda person: levels.get(person.id, "UNKNOWN") if holds(person, given["as_of"]) else None


def _of_attitude(document: AccountDocument, given: Mapping[str, Any]) -> Keeps:
    level_of = _levels(document, given)
    return lambda person: level_of(person) == given["attitude"]


def _toward(document: AccountDocument, given: Mapping[str, Any]) -> Keeps:
    level_of = _levels(document, given)
    return lambda person: "attitude" in given or level_of(person) not in {None, "UNKNOWN"}


def _of_owner(document: AccountDocument, given: Mapping[str, Any]) -> Keeps:
    owner, as_of = given["owner"], given["as_of"]
    lines = (line for line in document.coverage if line.owner and holds(line, as_of))
    owned = {line.person for line in lines if not owner or line.member == owner}
    return lambda person: holds(person, as_of) and (person.id in owned) == bool(owner)


PEOPLE_PARAMETERS: Final[Mapping[str, Parameter]] = {
    "department": Parameter(_Id, "Of this department or one below it.", _in_department),
    "attitude": Parameter(Level, "Level towards us (or `toward`) on `as_of` or today; UNKNOWN for none.", _of_attitude),
    "toward": Parameter(_Id, "Party the attitude is towards, default us; alone: with a known attitude to it.", _toward),
    "owner": Parameter(_Id, "Owned by this member on `as_of` or today; empty for nobody.", _of_owner),
}
