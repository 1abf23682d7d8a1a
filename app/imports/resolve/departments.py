"""Departments that rows of people name: as written, by path where the parent is known, by several columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.imports.questions import Asking
from app.imports.recognise.tables import Entry
from app.imports.resolve.linked import Linked
from app.imports.resolve.made_ids import made_id
from app.imports.resolve.names import Directory, Named, named_of, plain
from app.imports.resolve.people import Written
from app.imports.resolve.written import is_nobody, reads_as_path, several, steps_of
from app.sheets.columns import SHEET_OF


@dataclass(frozen=True)
class _Wanted:
    row: Written
    steps: tuple[str, ...]


class Departments:
    """Makes what rows of people name and nobody declared, where the file has no list of departments."""

    def __init__(self, entries: Iterable[Entry], known: list[Named], asking: Asking) -> None:
        self._sheet = SHEET_OF["departments"]
        self._listed = any(entry.sheet is self._sheet for entry in entries)
        self._named = list(known)
        self._directory = Directory({"Department": self._named})
        self._asking = asking
        self._wanted: list[_Wanted] = []
        self._alone: set[str] = set()
        self._steps: dict[tuple[str, str], tuple[str, ...]] = {}
        for entry in entries:
            if entry.sheet.name == "people" and (written := entry.values.get("department_id")):
                self._alone.add(plain(str(written)))

    def name(self, row: Written) -> None:
        """Take in a row's department; what is left in the row is its path, looked up again when the departments are there."""
        written = str(row.entry.values.get("department_id", "")).strip()
        units = [unit for unit in row.units if unit and not is_nobody(unit)]
        if not written and units:
            written, *units = units
        if not written:
            return
        if not self._listed and is_nobody(written) and not self._directory.candidates("Department", written):
            self._asking.note("no-department", row.place, written)
            row.entry.values.pop("department_id")
            return
        source = row.read.source
        if (
            source is not None
            and source.first
            and len(parts := several(written.replace(",", ";").replace("，", ";"))) > 1
        ):
            self._asking.note("several-departments", row.place, written)
            written = parts[0]
        row.entry.values["department_id"] = written
        if self._listed:
            return
        if not units and self._directory.candidates("Department", written):
            return
        steps = (*self._parted(written, row), *units)
        self._wanted.append(_Wanted(row, steps))

    def _parted(self, written: str, row: Written) -> tuple[str, ...]:
        separators = row.read.source.separator if row.read.source else ""
        if (written, separators) not in self._steps:
            self._steps[written, separators] = self._decided(written, separators, row)
        return self._steps[written, separators]

    def _decided(self, written: str, separators: str, row: Written) -> tuple[str, ...]:
        """One name, unless the separator is the source's, the parent is known, or the answer is that it is a path."""
        steps = steps_of(written, separators)
        if len(steps) < 2:  # noqa: PLR2004 - one step is no path
            return (written.strip(separators + "/ ") or written,)
        if separators or plain(steps[0]) in self._alone or self._directory.called("Department", steps[0]):
            self._asking.note("path-split", row.place, written)
            return tuple(steps)
        choices = ("split", "whole") if reads_as_path(steps) else ("whole", "split")
        answer = self._asking.ask("department", written, choices, row.place)
        self._asking.note("path-split" if answer == "split" else "name-whole", row.place, written)
        return tuple(steps) if answer == "split" else (written,)

    def add(self, linked: Linked) -> None:
        """Make the departments that are not there yet, and name them in their rows by id."""
        by_place: dict[tuple[str, str], list[Named]] = {}
        for one in self._named:
            by_place.setdefault((plain(one.name), one.within), []).append(one)
        taken = {one.id for one in self._named}
        made: dict[tuple[str, ...], str] = {}
        entries: list[Entry] = []
        for wanted in self._wanted:
            if wanted.steps not in made:
                made[wanted.steps] = self._make(wanted, linked, entries, by_place, taken)
            wanted.row.entry.values["department_id"] = made[wanted.steps]
        linked.entries[:0] = entries

    def _make(
        self,
        wanted: _Wanted,
        linked: Linked,
        entries: list[Entry],
        by_place: dict[tuple[str, str], list[Named]],
        taken: set[str],
    ) -> str:
        parent = ""
        for place, step in enumerate(wanted.steps):
            candidates = by_place.get((plain(step), parent), [])
            if not candidates and place == 0:
                candidates = self._directory.called("Department", step)
            if not candidates:
                values: dict[str, Any] = {"name": step} | ({"parent_id": parent} if parent else {})
                entry = Entry(self._sheet, wanted.row.entry.table, wanted.row.entry.row, values)
                values["id"] = made_id(entry, taken)
                taken.add(values["id"])
                entries.append(entry)
                columns = linked.columns[id(wanted.row.entry)]
                linked.columns[id(entry)] = {"name": columns.get("department_id", 0)}
                candidates = [named_of(values)]
                by_place[plain(step), parent] = candidates
            parent = candidates[0].id
        return parent
