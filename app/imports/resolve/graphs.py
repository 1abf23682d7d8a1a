"""Nodes and edges of graph tools: types of nodes and edges as the lists they mean, strengths beyond 1 scaled."""

from __future__ import annotations

import re
from typing import Final

from app.imports.questions import Place
from app.imports.recognise.tables import Entry, Reading
from app.sheets.columns import SHEET_OF, fold

_DEPARTMENT: Final = re.compile(r"department|dept|unit|team|group|organi[sz]ationunit|division|部门|组织")
_WORKS_IN: Final = frozenset({"worksin", "memberof", "belongsto", "indepartment", "所属部门", "任职于"})
_PART_OF: Final = frozenset({"partof", "childof", "subdepartmentof", "隶属于"})
_MANAGES: Final = frozenset({"manages", "managerof", "ismanagerof", "supervises", "leads", "管理", "领导"})


def apply_types(reading: Reading) -> None:
    """Nodes typed as departments become departments, edges that place people in them their department; `manages` turns round."""
    units: dict[str, Entry] = {}
    people: dict[str, Entry] = {}
    for entry in reading.entries:
        if entry.sheet.name == "people" and "node_type" in entry.values:
            own = str(entry.values.get("external_id", entry.values.get("id", "")))
            words = fold(str(entry.values["node_type"])).replace(":", "")
            if _DEPARTMENT.search(words):
                values = {"name": entry.values.get("name", own)}
                entry.sheet, entry.values = SHEET_OF["departments"], values
                units[own] = entry
    for entry in reading.entries:
        if entry.sheet.name == "people":
            people[str(entry.values.get("external_id", entry.values.get("id", "")))] = entry
    reading.entries[:] = [
        entry for entry in reading.entries if entry.sheet.name != "lines" or not _is_placed(entry, people, units)
    ]


def _is_placed(entry: Entry, people: dict[str, Entry], units: dict[str, Entry]) -> bool:
    """True for an edge that says where somebody works, or of what a department is part: the row is taken in by that."""
    values = entry.values
    relation = fold(str(values.get("line", "")))
    source, target = str(values.get("from", "")), str(values.get("to", ""))
    if fold(str(values.pop("direction", ""))) == "undirected":
        values["undirected"] = True
    if relation in _MANAGES:
        values["from"], values["to"], values["line"] = target, source, "reporting"
    if target in units and source in people and relation in _WORKS_IN | _PART_OF:
        people[source].values["department_id"] = units[target].values["name"]
        return True
    if target in units and source in units and relation in _PART_OF | _WORKS_IN:
        units[source].values["parent_id"] = units[target].values["name"]
        return True
    return False


def scale_strengths(reading: Reading) -> None:
    """Strengths of a graph's edges beyond 1 are divided by the largest, and said so."""
    for index, read in enumerate(reading.reads):
        graph = read.table.loose or (read.source is not None and read.source.graph)
        if read.sheet is None or read.sheet.name != "lines" or not graph:
            continue
        rows = [entry for entry in reading.entries if entry.table == index]
        numbers = [number for entry in rows if isinstance(number := entry.values.get("strength"), int | float)]
        if numbers and max(numbers) > 1 and min(numbers) > 0:
            reading.asking.note("scaled", Place(sheet=read.table.name), f"{max(numbers):g}")
            for entry in rows:
                if isinstance(number := entry.values.get("strength"), int | float):
                    entry.values["strength"] = number / max(numbers)
