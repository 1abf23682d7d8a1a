"""Rules of departments and reporting lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.document import AccountDocument
from graph.kinds import DEPARTMENTS, PEOPLE, REPORTING, Person, Reporting
from graph.rules.broken import Broken


def cycles(next_of: Mapping[str, str]) -> list[list[str]]:
    """The cycles of a graph in which every node has at most one arrow out, each from its smallest id back to it.

    >>> cycles({"a": "b", "b": "c", "c": "b", "x": "a"})
    [['b', 'c', 'b']]
    """
    rings: list[list[str]] = []
    finished: set[str] = set()
    for start in next_of:
        trail: dict[str, int] = {}
        node: str | None = start
        while node is not None and node not in finished and node not in trail:
            trail[node] = len(trail)
            node = next_of.get(node)
        if node is not None and node in trail:
            ring = list(trail)[trail[node] :]
            first = ring.index(min(ring))
            ring = ring[first:] + ring[:first]
            rings.append([*ring, ring[0]])
        finished.update(trail)
    return rings


def departments_form_a_tree(document: AccountDocument) -> Iterator[Broken]:
    by_id = {department.id: department for department in document.departments}
    parents = {department.id: department.parent_id for department in document.departments if department.parent_id}
    for cycle in cycles(parents):
        yield Broken(DEPARTMENTS, by_id[cycle[0]], "/parent_id", "department-cycle", cycle[1], {"cycle": cycle})


def nobody_reports_to_themselves(document: AccountDocument) -> Iterator[Broken]:
    for line in document.reporting:
        if line.subordinate == line.manager:
            yield Broken(REPORTING, line, "/manager", "self-edge", line.manager)


def at_most_one_solid_manager(document: AccountDocument) -> Iterator[Broken]:
    manager_of: dict[str, str] = {}
    for line in document.reporting:
        if line.kind != "SOLID":
            continue
        first = manager_of.setdefault(line.subordinate, line.manager)
        if first != line.manager:
            facts = {"subordinate": line.subordinate, "first": first}
            yield Broken(REPORTING, line, "/manager", "second-manager", line.manager, facts)


def solid_lines_form_no_cycle(document: AccountDocument) -> Iterator[Broken]:
    lines: dict[str, Reporting] = {}
    for line in document.reporting:
        if line.kind == "SOLID" and line.subordinate != line.manager:
            lines.setdefault(line.subordinate, line)
    for cycle in cycles({subordinate: line.manager for subordinate, line in lines.items()}):
        broken = max((lines[person] for person in cycle[:-1]), key=document.reporting.index)
        yield Broken(REPORTING, broken, "/manager", "reporting-cycle", broken.manager, {"cycle": cycle})


def nobody_works_in_a_department_twice(document: AccountDocument) -> Iterator[Broken]:
    for person in document.people:
        for i, unit in enumerate(person.also_in):
            if unit == person.department_id:
                yield Broken(PEOPLE, person, f"/also_in/{i}", "duplicate-id", unit, {"first": "department_id"})


def restrictions_say_since_when_and_why(document: AccountDocument) -> Iterator[Broken]:
    for person in document.people:
        given = {"restricted_on": person.restricted_on, "restricted_because": person.restricted_because}
        missing = [field for field, value in given.items() if value is None]
        if len(missing) == 1:
            yield Broken(PEOPLE, person, f"/{missing[0]}", "restriction-unexplained", None)


def external_ids_name_one_person(document: AccountDocument) -> Iterator[Broken]:
    first: dict[tuple[str, str], Person] = {}
    for person in document.people:
        for i, one in enumerate(person.external_ids):
            owner = first.setdefault((one.system, one.id), person)
            if owner is not person or person.external_ids.index(one) != i:
                yield Broken(
                    PEOPLE, person, f"/external_ids/{i}", "duplicate-id", one.id, {"first": f"people/{owner.id}"}
                )
