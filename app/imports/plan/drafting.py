"""Linked rows become a document to be checked, and each of its parts remembers the row it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic_core import PydanticUndefined

from app.imports.recognise.tables import Entry, Read, Reading
from app.imports.resolve.linked import Linked
from app.imports.resolve.linking import link
from app.sheets.cells import Cell
from app.sheets.columns import SHEET_OF, Column
from graph.document import FORMAT, AccountDocument, Key
from graph.draft import Draft, parse_value
from graph.errors import Fault, Faults
from graph.kinds import KIND_OF, Kind, Record

Json = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """A cell of a file: the table, its row (from 1, as shown), the column (from 0), what it is called and holds."""

    table: int
    sheet: str
    row: int
    place: int | None = None
    heading: str = ""
    cell: Cell = None
    column: Column | None = None


@dataclass
class TableDraft:
    """A document in the making: its JSON, and the row of each record by pointer."""

    raw: Json
    entries: dict[str, Entry] = field(default_factory=dict)
    columns: dict[int, dict[str, int]] = field(default_factory=dict)
    reads: list[Read] = field(default_factory=list)

    def spot(self, pointer: str) -> Spot | None:
        """Where in the file the part of the document stands that a fault points at; None for what the file does not hold."""
        steps = pointer.split("/")[1:]
        if steps and steps[0] == "tables":
            return self._spot(int(steps[1]), int(steps[2]), int(steps[3]))
        for length in range(len(steps), 0, -1):
            entry = self.entries.get("/" + "/".join(steps[:length]))
            if entry is not None:
                return self._spot(entry.table, entry.row, self._place(entry, steps[length:]))
        return None

    def _place(self, entry: Entry, rest: list[str]) -> int | None:
        places = self.columns[id(entry)]
        for length in range(len(rest), 0, -1):
            if (place := places.get(".".join(rest[:length]))) is not None:
                return place
        if rest:
            return None  # the file has no such column
        keys = [places[name] for name in ("id", *entry.sheet.kind.key) if name in places]
        return keys[0] if keys else None

    def _spot(self, table: int, row: int, place: int | None) -> Spot:
        read = self.reads[table]
        rows = read.table.rows
        headings = rows[read.heading_row] if rows else []
        heading = headings[place] if place is not None and place < len(headings) else ""
        cell = rows[row][place] if place is not None and row < len(rows) and place < len(rows[row]) else None
        column = read.columns.get(place) if place is not None else None
        return Spot(table, read.table.name, row + 1, place, str(heading or "").strip(), cell, column)


@dataclass(frozen=True)
class Drafted:
    """A draft made of tables, with the way back to their cells."""

    draft: Draft
    sheaf: TableDraft


def account_in(reading: Reading) -> Json:
    """The account record of a file, as far as it gives one."""
    return next((entry.values for entry in reading.entries if entry.sheet.name == "account"), {})


def draft_of(reading: Reading, account_id: str, stored: AccountDocument | None, *, merging: bool) -> Drafted:
    """The tables as a draft of the account's document. What a merge's tables have no column for stays as it is stored."""
    linked = link(reading, stored, merging=merging)
    sheaf = TableDraft({"format": FORMAT}, columns=linked.columns, reads=reading.reads)
    faults = [*linked.faults, *_assemble(sheaf, linked)]
    if merging and stored is not None:
        _keep_what_is_not_given(sheaf, stored)
    account = sheaf.raw.get("account") or (stored.account.model_dump(mode="json") if stored else {"name": account_id})
    sheaf.raw["account"] = {"id": account_id, **account}
    draft = parse_value(sheaf.raw)
    return Drafted(replace(draft, faults=Faults(faults, draft.faults), placed=linked.placed), sheaf)


def _assemble(sheaf: TableDraft, linked: Linked) -> list[Fault]:
    faults: list[Fault] = []
    records_at: dict[tuple[str, ...], tuple[Json, str]] = {}
    by_sheet: dict[str, list[Entry]] = {}
    for entry in linked.entries:
        by_sheet.setdefault(entry.sheet.name, []).append(entry)
    for sheet in SHEET_OF.values():  # what holds others comes before it
        for entry in by_sheet.get(sheet.name, ()):
            if sheet.path:
                faults.extend(_put_inside(sheaf, entry, records_at))
                continue
            record = _nested(entry)
            if sheet.kind.single and sheet.name in sheaf.raw:
                faults.append(Fault(f"/tables/{entry.table}/{entry.row}/0", "one-row-only", record.get("id")))
                continue
            pointer = f"/{sheet.name}"
            if sheet.kind.single:
                sheaf.raw[sheet.name] = record
            else:
                records = sheaf.raw.setdefault(sheet.name, [])
                pointer += f"/{len(records)}"
                records.append(record)
            sheaf.entries[pointer] = entry
            records_at.setdefault((sheet.name, str(record.get("id"))), (record, pointer))
    return faults


def _put_inside(sheaf: TableDraft, entry: Entry, records_at: dict[tuple[str, ...], tuple[Json, str]]) -> list[Fault]:
    """Put a record into the one its row names. Faults: no parent named, or none of that id in the file."""
    at: tuple[str, ...] = (entry.sheet.kind.name,)
    for parent in entry.sheet.parents:
        named = entry.values.get(parent.name)
        place = _place_of(sheaf, entry, parent.name)
        pointer = f"/tables/{entry.table}/{entry.row}/{place}"
        if named is None:
            return [Fault(pointer, "missing-field")]
        at = (*at, str(named))
        if at not in records_at:
            return [Fault(pointer, "dangling-id", named, {"label": parent.label})]
    holder, pointer = records_at[at]
    record = _nested(entry)
    *inside, last = entry.sheet.path[-1].split(".")
    for step in inside:
        holder = holder.setdefault(step, {})
    records: list[Json] = holder.setdefault(last, [])
    own_pointer = f"{pointer}/{'/'.join((*inside, last))}/{len(records)}"
    records.append(record)
    sheaf.entries[own_pointer] = entry
    records_at.setdefault((*at, str(record.get("id"))), (record, own_pointer))
    return []


def _place_of(sheaf: TableDraft, entry: Entry, name: str) -> int:
    """The column of a row's table that fills a field; the first where there is none."""
    return sheaf.columns[id(entry)].get(name, 0)


def _nested(entry: Entry) -> Json:
    """The row's values as a record: `outcome.on` stands inside `outcome`, columns of its parents are left out."""
    parents = {column.name for column in entry.sheet.parents}
    if not parents and not any("." in name for name in entry.values):
        return dict(entry.values)
    record: Json = {}
    for name, value in entry.values.items():
        *inside, last = name.split(".")
        holder = record
        for step in inside:
            holder = holder.setdefault(step, {})
        if name not in parents:
            holder[last] = value
    return record


def _keep_what_is_not_given(sheaf: TableDraft, stored: AccountDocument) -> None:
    """Fill fields, and lists inside, that no column or sheet of the file gives from the stored record of the same key."""
    sheets = {entry.sheet.name for entry in sheaf.entries.values()}
    inside = {sheet.path[-1].split(".")[0] for sheet in SHEET_OF.values() if sheet.path and sheet.name in sheets}
    known = {
        kind.name: {kind.key_of(record): record for record in stored.of(kind)}
        for kind in KIND_OF.values()
        if kind.name in sheets
    }
    for pointer, entry in sheaf.entries.items():
        if entry.sheet.path:
            continue
        record = sheaf.raw[entry.sheet.name] if entry.sheet.kind.single else _at(sheaf.raw, pointer)
        given = _given(sheaf, entry)
        stored_record = _meant(entry.sheet.kind, known[entry.sheet.name], _key(entry, record), given)
        if stored_record is not None:
            _fill(record, stored_record.model_dump(mode="json"), given | inside)
            _fill_stages(sheaf, pointer, record, stored_record.model_dump(mode="json"), inside)


def _meant(kind: Kind, known: Mapping[Key, Record], key: Key, given: set[str]) -> Record | None:
    """The stored record a row is about: that of its key or, in a table without a column for the reporter, the only one."""
    open_parts = {place for place, field in enumerate(kind.key) if field in kind.appended and field not in given}
    if key in known or not open_parts:
        return known.get(key)
    alike = [
        record
        for other, record in known.items()
        if all(own == part for place, (own, part) in enumerate(zip(key, other, strict=True)) if place not in open_parts)
    ]
    return alike[0] if len(alike) == 1 else None


def _fill_stages(sheaf: TableDraft, pointer: str, record: Json, stored: Json, inside: set[str]) -> None:
    known = {stage["id"]: stage for stage in stored.get("stages", ())}
    for i, stage in enumerate(record.get("stages", ())):
        entry = sheaf.entries.get(f"{pointer}/stages/{i}")
        if entry is not None and stage.get("id") in known:
            _fill(stage, known[stage["id"]], _given(sheaf, entry) | inside)


def _given(sheaf: TableDraft, entry: Entry) -> set[str]:
    return {name.split(".")[0] for name in sheaf.columns[id(entry)]}


def _fill(record: Json, stored: Mapping[str, Any], given: set[str]) -> None:
    for name, value in stored.items():
        if name not in given and value is not None:
            record.setdefault(name, value)


def _at(raw: Json, pointer: str) -> Json:
    _, name, place = pointer.split("/")
    record: Json = raw[name][int(place)]
    return record


def _key(entry: Entry, record: Json) -> tuple[str, ...]:
    """The key the record will have, defaults included, as `Kind.key_of` tells it."""
    fields = entry.sheet.kind.model.model_fields
    values = (record.get(name, fields[name].default) for name in entry.sheet.kind.key)
    return entry.sheet.kind.key_from(None if value is PydanticUndefined else value for value in values)
