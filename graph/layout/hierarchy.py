"""The order of an organisation from its head down, and which department holds which: what the layout follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.power_graph import PowerGraph


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Lines and departments as trees, whatever the document says: what names nothing or closes a ring is left out.

    `order`: everybody, the head's tree first, each tree level by level. `root`: the top of each person's tree. `home`: the
    department of each person. `parent`: the department around each department. None: no department.
    """

    order: tuple[str, ...]
    manager: Mapping[str, str]
    root: Mapping[str, str]
    home: Mapping[str, str | None]
    parent: Mapping[str, str | None]

    @classmethod
    def of(cls, power: PowerGraph) -> Hierarchy:
        manager = _tree(power.manager_of, power.people)
        units = sorted(unit.id for unit in power.document.departments)
        wanted = {unit.id: unit.parent_id for unit in power.document.departments if unit.parent_id is not None}
        inside = _tree(wanted, units)
        order, root = _from_the_head_down(power, manager)
        known = set(units)
        home = {person: unit if (unit := power.people[person].department_id) in known else None for person in order}
        return cls(tuple(order), manager, root, home, {unit: inside.get(unit) for unit in units})

    @cached_property
    def members(self) -> Mapping[str | None, tuple[str, ...]]:
        """The direct members of every department that has any, in order."""
        people_of: dict[str | None, list[str]] = defaultdict(list)
        for person in self.order:
            people_of[self.home[person]].append(person)
        return {unit: tuple(people) for unit, people in people_of.items()}

    @cached_property
    def units_upwards(self) -> tuple[str, ...]:
        """Every department after all those within it."""
        depth: dict[str | None, int] = {None: 0}
        for unit in self.parent:
            line: list[str] = []
            at: str | None = unit
            while at is not None and at not in depth:
                line.append(at)
                at = self.parent[at]
            for above in reversed(line):
                depth[above] = depth[self.parent[above]] + 1
        return tuple(sorted(self.parent, key=lambda unit: (-depth[unit], unit)))


def _tree(wanted: Mapping[str, str], known: Iterable[str]) -> dict[str, str]:
    """The arrows that name something known and close no ring with those before them.

    >>> _tree({"a": "b", "b": "a", "c": "nobody"}, ["a", "b", "c"])
    {'a': 'b'}
    """
    names = set(known)
    kept: dict[str, str] = {}
    for name in sorted(names & wanted.keys()):
        at = wanted[name]
        while at != name and at in kept:
            at = kept[at]
        if at != name and wanted[name] in names:
            kept[name] = wanted[name]
    return kept


def _from_the_head_down(power: PowerGraph, manager: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Everybody in order, and the top of each one's tree. Head: of the best rank here the one with most people below."""
    reports = reports_among(sorted(power.people, key=lambda person: (power.people[person].rank, person)), manager)
    trees = []
    for top in power.people.keys() - manager.keys():
        tree = [top]
        for person in tree:
            tree += reports.get(person, ())
        trees.append(tree)
    outside = {person for person in power.people if power.people[person].external or person in power.guests}
    trees.sort(key=lambda tree: (tree[0] in outside, power.people[tree[0]].rank, -len(tree), tree[0]))
    order = [person for tree in trees for person in tree]
    return order, {person: tree[0] for tree in trees for person in tree}


def reports_among(people: Iterable[str], manager: Mapping[str, str]) -> dict[str, list[str]]:
    """Who of these reports to whom of anybody, in their order."""
    reports: dict[str, list[str]] = defaultdict(list)
    for person in people:
        if person in manager:
            reports[manager[person]].append(person)
    return reports
