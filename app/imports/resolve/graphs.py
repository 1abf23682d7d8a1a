"""Nodes and edges of graph tools: types of nodes and edges as the lists they mean, strengths beyond 1 scaled.

A type nobody knows, and arrows that say nothing at all, are questions: what is drawn between two people may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from app.imports.questions import Asking, Place
from app.imports.recognise.languages import unit_pattern
from app.imports.recognise.tables import Entry, Read, Reading
from app.sheets.columns import SHEET_OF, fold
from app.texts.codes import LINES

_PERSON: Final = re.compile(r"person|people|employee|contact|staff|member|user|worker|individual|stakeholder|人|员工")
_DEPARTMENT: Final = re.compile(
    r"department|dept|unit|team|group|division|organi[sz]ationunit|orgunit|部门|组织|科室|团队"
)
_WORKS_IN: Final = frozenset(
    {"worksin", "memberof", "belongsto", "indepartment", "worksfor", "所属部门", "任职于", "属于"}
)
_PART_OF: Final = frozenset({"partof", "childof", "subdepartmentof", "subunitof", "隶属于"})
_HOLDS: Final = frozenset({"hasmember", "hasemployee", "contains", "employs", "includes", "包含"})
_MANAGES: Final = frozenset({"manages", "managerof", "ismanagerof", "supervises", "leads", "管理", "领导", "上级"})
_REPORTS: Final = frozenset(
    {"reportsto", "reportto", "managedby", "hasmanager", "subordinateof", "汇报给", "向汇报", "下级"}
)
_BETWEEN_PEOPLE: Final = ("influence", "manages", "reporting", "ACQUAINTANCE", "ignore")
STRENGTH_OF_PLAIN_LINES: Final = 0.5  # where nothing tells it
_NO_TREE: Final = 2  # arrows up to which a shape says nothing


def is_graph(read: Read) -> bool:
    """True for a table of nodes or edges that a graph tool wrote."""
    return read.table.loose or (read.source is not None and read.source.graph)


def apply_types(reading: Reading) -> None:
    """Nodes typed as departments become departments, edges that place people in them their department; `manages` turns round."""
    graph = _Graph(reading)
    for entry in reading.entries:
        if entry.sheet.name == "people":
            graph.take_node(entry)
    kept = [entry for entry in reading.entries if id(entry) not in graph.left_out]
    for index, read in enumerate(reading.reads):
        if read.sheet is not None and read.sheet.name == "lines" and is_graph(read):
            graph.ask_about_arrows(read, [entry for entry in kept if entry.table == index])
    reading.entries[:] = [entry for entry in kept if entry.sheet.name != "lines" or not graph.takes_edge(entry)]


@dataclass
class _Graph:
    reading: Reading
    people: dict[str, Entry] = field(default_factory=dict)
    units: dict[str, Entry] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)

    @property
    def asking(self) -> Asking:
        return self.reading.asking

    def place(self, entry: Entry) -> Place:
        return Place(sheet=self.reading.reads[entry.table].table.name, row=entry.row + 1)

    def take_node(self, entry: Entry) -> None:
        """What a node is by its type: a person, a department, or something else, which is asked about."""
        own = str(entry.values.get("external_id", entry.values.get("id", "")))
        written = str(entry.values.get("node_type", ""))
        if is_graph(self.reading.reads[entry.table]) and not entry.values.keys() & {"name", "first_name", "last_name"}:
            self.asking.note("no-name", self.place(entry), own)
            self.others.add(own)
            self.left_out.add(id(entry))
            return
        sort = self._sort_of(written, entry)
        if sort == "person":
            self.people[own] = entry
        elif sort == "unit":
            entry.sheet, entry.values = SHEET_OF["departments"], {"name": entry.values.get("name", own)}
            self.units[own] = entry
        else:
            self.asking.note("node-type", self.place(entry), written)
            self.others.add(own)
            self.left_out.add(id(entry))

    def _sort_of(self, written: str, entry: Entry) -> str:
        words = fold(written).replace(":", " ").strip()
        if not words or _PERSON.search(words):
            return "person"
        if _DEPARTMENT.search(words) or unit_pattern().fullmatch(words):
            return "unit"
        return self.asking.ask("node", written, ("ignore", "person", "unit"), self.place(entry))

    def ask_about_arrows(self, read: Read, edges: list[Entry]) -> None:
        """What edges mean that say nothing: of a tree of them, each with one arrow in or out, most likely who manages whom."""
        silent = [
            entry
            for entry in edges
            if "line" not in entry.values and not self._is_undirected(entry) and self._ends(entry)
        ]
        if not silent:
            return
        choices = (self._likely(edges), *_BETWEEN_PEOPLE)
        first = silent[0].values
        shown = f"{self._name(first['from'])} → {self._name(first['to'])}"
        answer = self.asking.ask(
            "arrows", read.table.name, tuple(dict.fromkeys(choices)), Place(sheet=read.table.name), arrow=shown
        )
        for entry in silent:
            entry.values["line"] = answer

    @staticmethod
    def _likely(edges: list[Entry]) -> str:
        """Who manages whom where the arrows make a tree and those that say something say so, too; else influence."""
        said = {fold(str(entry.values["line"])) for entry in edges if "line" in entry.values}
        if len(edges) >= _NO_TREE and not any("strength" in entry.values for entry in edges):
            arrows = [(str(entry.values.get("from")), str(entry.values.get("to"))) for entry in edges]
            up, down = _is_tree(arrows), _is_tree([(target, source) for source, target in arrows])
            if down and said <= _MANAGES and (said or not up):
                return "manages"
            if up and said <= _REPORTS | {"reporting"} and (said or not down):
                return "reporting"
        return "influence"

    def _name(self, own: str) -> str:
        entry = self.people.get(own)
        return str(entry.values.get("name", own)) if entry else own

    def _ends(self, entry: Entry) -> bool:
        return {str(entry.values.get("from", "")), str(entry.values.get("to", ""))} <= self.people.keys()

    @staticmethod
    def _is_undirected(entry: Entry) -> bool:
        return entry.values.get("undirected") is True or fold(str(entry.values.get("direction", ""))) == "undirected"

    def takes_edge(self, entry: Entry) -> bool:
        """True for an edge that says where somebody works, or of what a department is part, or that is left out."""
        values = entry.values
        if self._is_undirected(entry):
            values["undirected"] = True
        values.pop("direction", None)
        source, target = str(values.get("from", "")), str(values.get("to", ""))
        written = str(values.get("line", ""))
        if self.others & {source, target}:
            self.asking.note("line-left-out", self.place(entry), written or f"{source} → {target}")
            return True
        if self.units.keys() & {source, target}:
            self._place_in_unit(entry, written, source, target)
            return True
        if not is_graph(self.reading.reads[entry.table]):
            return self._turned(entry, fold(written))
        return self._between_people(entry, written)

    def _place_in_unit(self, entry: Entry, written: str, source: str, target: str) -> None:
        relation = fold(written)
        if relation in _HOLDS or (relation in _MANAGES and target in self.units):
            source, target = target, source
        known = relation in _WORKS_IN | _PART_OF | _HOLDS
        part, whole = (self.people.get(source) or self.units.get(source)), self.units.get(target)
        if part is None or whole is None or (relation in _MANAGES | _REPORTS):
            self.asking.note("line-left-out", self.place(entry), written)
            return
        if not known and self.asking.ask("placed", written, ("works-in", "ignore"), self.place(entry)) == "ignore":
            self.asking.note("line-left-out", self.place(entry), written)
            return
        part.values["department_id" if source in self.people else "parent_id"] = whole.values["name"]

    @staticmethod
    def _turned(entry: Entry, relation: str) -> bool:
        values = entry.values
        if relation in _MANAGES:
            values["from"], values["to"], values["line"] = values.get("to"), values.get("from"), "reporting"
        elif relation in _REPORTS:
            values["line"] = "reporting"
        return False

    def _between_people(self, entry: Entry, written: str) -> bool:
        """Name the relation of an edge of a graph; True where the answer is that it is left out."""
        relation = fold(written)
        if written and written not in LINES and relation not in _MANAGES | _REPORTS:
            answer = self.asking.ask("relation", written, _BETWEEN_PEOPLE, self.place(entry))
            entry.values["line"] = answer
            if answer == "influence":
                entry.values.setdefault("note", written)
        if fold(str(entry.values.get("line", ""))) == "ignore":
            self.asking.note("line-left-out", self.place(entry), written)
            return True
        return self._turned(entry, fold(str(entry.values.get("line", ""))))


def _is_tree(pairs: list[tuple[str, str]]) -> bool:
    """True where each has one at most to whom it leads, and nobody leads back to themselves."""
    above = dict(pairs)
    clear: set[str] = set()
    for start in above:
        way: list[str] = []
        at: str | None = start
        while at is not None and at not in clear:
            if at in way:
                return False
            way.append(at)
            at = above.get(at)
        clear.update(way)
    return len(above) == len(pairs)


def scale_strengths(reading: Reading) -> None:
    """Strengths of a graph's edges beyond 1 are divided by the largest, and said so."""
    for index, read in enumerate(reading.reads):
        if read.sheet is None or read.sheet.name != "lines" or not is_graph(read):
            continue
        _scale(read, [entry for entry in reading.entries if entry.table == index], reading.asking)


def _scale(read: Read, rows: Iterable[Entry], asking: Asking) -> None:
    rows = [entry for entry in rows if isinstance(entry.values.get("strength"), int | float)]
    numbers = [entry.values["strength"] for entry in rows]
    heading = read.table.rows[read.heading_row][read.by_name["strength"]] if numbers else ""
    if numbers and set(numbers) == {1} and fold(str(heading)) == "weight":  # what Gephi writes where nobody gave one
        asking.note("no-weights", Place(sheet=read.table.name))
        for entry in rows:
            entry.values["strength"] = STRENGTH_OF_PLAIN_LINES
    elif numbers and max(numbers) > 1 and min(numbers) > 0:
        asking.note("scaled", Place(sheet=read.table.name), f"{max(numbers):g}")
        for entry in rows:
            entry.values["strength"] /= max(numbers)
