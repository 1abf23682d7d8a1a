"""Which people of a map are shown: around somebody, of a role, of a department, or those who weigh most; and what is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.power_map.schemas import Hidden, PowerMap
from graph.analysis.pipeline import Analysis
from graph.errors import NotFound
from graph.power_graph import PowerGraph

MOST_PEOPLE: Final = 1000


@dataclass(frozen=True)
class Focus:
    """What of a map is shown; everything where nothing is named, up to `MOST_PEOPLE` unless the whole is asked for."""

    person: str | None = None
    hops: int = 2
    role: str | None = None
    department: str | None = None
    whole: bool = False


def people_in(analysis: Analysis, focus: Focus) -> frozenset[str]:
    """Who is shown. Raises NotFound for a person or department nobody knows."""
    power = analysis.power
    people = set(power.ids)
    if focus.person is not None:
        people &= _around(power, focus.person, focus.hops)
    if focus.department is not None:
        people &= _of_department(power, focus.department)
    if focus.role is not None:
        people &= {person for person in power.ids if focus.role in analysis.roles[person]}
    if len(people) > MOST_PEOPLE and not focus.whole:
        people = set([person for person in analysis.deciders.order if person in people][:MOST_PEOPLE])
    return frozenset(people)


def restrict(power_map: PowerMap, people: frozenset[str]) -> PowerMap:
    """The map with these people alone, their lines and gaps; every number stays that of the whole account."""
    edges = [edge for edge in power_map.edges if edge.source in people and edge.target in people]
    gaps = [gap for gap in power_map.gaps if gap.person is None or gap.person in people]
    first = [step for step in power_map.do_first if step.person in people]
    hidden = Hidden(
        people=len(power_map.people) - len(people),
        edges=len(power_map.edges) - len(edges),
        gaps=len(power_map.gaps) - len(gaps),
        do_first=len(power_map.do_first) - len(first),
        departments=dict(
            sorted(
                Counter(person.department_id or "" for person in power_map.people if person.id not in people).items()
            )
        ),
    )
    return power_map.model_copy(
        update={
            "people": [person for person in power_map.people if person.id in people],
            "edges": edges,
            "gaps": gaps,
            "do_first": first,
            "hidden": hidden,
        }
    )


def _around(power: PowerGraph, person: str, hops: int) -> set[str]:
    """Everybody within so many lines of somebody: influence, reporting and ties, either way."""
    power.require_person(person)
    beside: dict[str, set[str]] = {each: set() for each in power.ids}
    for a, b in _lines(power):
        beside[a].add(b)
        beside[b].add(a)
    reached, rim = {person}, {person}
    for _ in range(hops):
        rim = {other for each in rim for other in beside[each]} - reached
        reached |= rim
    return reached


def _lines(power: PowerGraph) -> Iterable[tuple[str, str]]:
    document = power.document
    yield from ((line.source, line.target) for line in document.influence)
    yield from ((line.subordinate, line.manager) for line in document.reporting)
    yield from ((tie.a, tie.b) for tie in document.ties)


def _of_department(power: PowerGraph, department: str) -> set[str]:
    """The members of a department and of all departments within it."""
    parents = {unit.id: unit.parent_id for unit in power.document.departments}
    if department not in parents:
        raise NotFound("department", department)
    within = {department}
    while more := {unit for unit, parent in parents.items() if parent in within} - within:
        within |= more
    return {person for person in power.ids if not within.isdisjoint(power.people[person].departments)}
