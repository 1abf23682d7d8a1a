"""Rows of a file get their ids and name each other by id: made ids, names, departments' paths, managers, plain lines."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final

from app.sheets.columns import READ, SHEET_OF, Column
from app.sheets.names import NAMED, Directory, Named, named_in, named_of, plain
from app.sheets.recognised import Entry, Reading
from app.texts.codes import LINES, STYLE_AXES
from graph.document import AccountDocument
from graph.errors import Fault

STRENGTH_OF_PLAIN_LINES: Final = 0.5  # where a table of lines has no column for it
_IDENTITY: Final[dict[str, tuple[str, ...]]] = {  # what makes two rows without id the same record, read after read
    "people": ("name", "department_id"),
    "departments": ("name", "parent_id"),
    "interactions": ("on", "kind", "members", "people"),
    "activities": ("name", "due_on", "owner"),
    "stages": ("opportunity", "order", "kind"),
    "profiles": ("kind", "edition"),
    "waivers": ("check", "opportunity_id", "on"),
}
_LINE_ENDS: Final = {"reporting": ("subordinate", "manager"), "influence": ("source", "target"), "ties": ("a", "b")}


@dataclass
class Linked:
    """The rows with their ids; `columns` are the columns of each row's table by the field they fill."""

    entries: list[Entry]
    faults: list[Fault]
    columns: dict[int, dict[str, int]] = field(default_factory=dict)


def link(reading: Reading, stored: AccountDocument | None, *, merging: bool) -> Linked:
    """Give every row its id and every reference one. A merge may name what is stored; a replacement only what it brings.

    Rows without id take that of the one stored record of their name, else one made of what identifies them: reading the
    same file again gives the same ids.
    """
    known = named_in(stored) if stored else {}
    linked = Linked([], list(reading.faults))
    places = [read.by_name for read in reading.reads]
    for entry in reading.entries:
        for made, own_places in _unfolded(entry, places[entry.table], linked.faults):
            linked.entries.append(made)
            linked.columns[id(made)] = own_places
    _give_ids(linked.entries, known)
    _add_departments(linked, known if merging else {})
    named: dict[str, list[Named]] = defaultdict(list)
    for entry in linked.entries:
        if not entry.sheet.path and (label := NAMED.get(entry.sheet.kind.name)) and entry.values.get("id"):
            named[label].append(named_of(entry.values))
    for label, held in (known if merging else {}).items():
        named[label].extend(held)
    directory = Directory(named)
    for entry in linked.entries:
        linked.faults.extend(_resolved(entry, directory, linked.columns[id(entry)]))
    return linked


# -- rows that stand for several records, or for one of another list ------------------------------------------------------


def _unfolded(entry: Entry, places: dict[str, int], faults: list[Fault]) -> Iterator[tuple[Entry, dict[str, int]]]:
    if entry.sheet.name == "lines":
        yield from _line(entry, places, faults)
        return
    if entry.sheet.name != "people":
        yield entry, places
        return
    manager = entry.values.pop("manager", None)
    style = entry.values.pop("style", None)
    if style in STYLE_AXES:
        for axis, value in zip(("assertiveness", "orientation"), STYLE_AXES[style], strict=True):
            entry.values.setdefault(axis, value)
        places = {**dict.fromkeys(("assertiveness", "orientation"), places["style"]), **places}
    elif style is not None:
        faults.append(_wrong_code(entry, places["style"], READ["people"].by_name["style"], style))
    yield entry, places
    if manager is not None:
        line = Entry(SHEET_OF["reporting"], entry.table, entry.row, {"manager": manager, "kind": "SOLID"})
        line.values["subordinate"] = entry.values  # its id is known later
        place = places["manager"]
        yield line, {"manager": place, "subordinate": places.get("name", place), "kind": place}


def _wrong_code(entry: Entry, place: int, column: Column, value: Any) -> Fault:
    facts = {"expected_en": ", ".join(pair[0] for pair in column.words.values())}
    facts["expected_zh"] = "、".join(pair[1] for pair in column.words.values())
    return Fault(f"/tables/{entry.table}/{entry.row}/{place}", "wrong-enum", value, facts)


def _line(entry: Entry, places: dict[str, int], faults: list[Fault]) -> Iterator[tuple[Entry, dict[str, int]]]:
    """A row of plain lines as a record of the list its relation names; without one it is influence.

    Without a direction it is an acquaintance, since nobody said who moves whom; influence without one goes both ways.
    """
    undirected = entry.values.pop("undirected", False) is True
    relation = entry.values.pop("line", "ACQUAINTANCE" if undirected else "influence")
    if relation not in LINES:
        faults.append(_wrong_code(entry, places["line"], READ["lines"].by_name["line"], relation))
        return
    sheet = SHEET_OF[relation if relation in SHEET_OF else "ties"]
    ends = dict(zip(("from", "to"), _LINE_ENDS[sheet.name], strict=True))
    values = {ends.get(name, name): value for name, value in entry.values.items()}
    own_places = {ends.get(name, name): place for name, place in places.items()}
    if sheet.name == "ties":
        values["kind"] = relation
        own_places["kind"] = places.get("line", 0)
    elif "kind" in values:
        values["kind"] = sheet.by_name["kind"].codes.get(plain(str(values["kind"])), values["kind"])
    if sheet.name == "influence":
        if "note" in values:
            values.setdefault("evidence", values["note"])
            own_places.setdefault("evidence", places["note"])
        if "strength" not in places:
            values["strength"] = STRENGTH_OF_PLAIN_LINES
    own = {name: value for name, value in values.items() if name in sheet.by_name}
    yield Entry(sheet, entry.table, entry.row, own), own_places
    if undirected and sheet.name == "influence" and {"source", "target"} <= own.keys():
        back = own | {"source": own["target"], "target": own["source"]}
        yield Entry(sheet, entry.table, entry.row, back), own_places


# -- ids --------------------------------------------------------------------------------------------------------------


def _give_ids(entries: Iterable[Entry], known: dict[str, list[Named]]) -> None:
    stored = Directory(known)
    taken: dict[str, set[str]] = defaultdict(set)
    waiting: list[Entry] = []
    for entry in entries:
        if "id" not in entry.sheet.by_name or entry.sheet.name == "account":
            continue
        if "id" in entry.values:
            taken[entry.sheet.name].add(entry.values["id"])
        else:
            waiting.append(entry)
    for entry in waiting:
        own = _stored_id(entry, stored, taken[entry.sheet.name]) or _made_id(entry, taken[entry.sheet.name])
        entry.values["id"] = own
        taken[entry.sheet.name].add(own)


def _stored_id(entry: Entry, stored: Directory, taken: set[str]) -> str | None:
    """The id of the one stored record of that name; of several of them the one in the same department."""
    label = NAMED.get(entry.sheet.name)
    if label is None or entry.sheet.path or not entry.values.get("name"):
        return None
    found = [one for one in stored.called(label, str(entry.values["name"])) if one.id not in taken]
    unit = entry.values.get("department_id") or entry.values.get("parent_id")
    if unit and label in {"Person", "Department"}:
        units = {one.id for one in stored.candidates("Department", str(unit))}
        near = [one for one in found if one.within in units]
        found = near or [one for one in found if not one.within]
    return found[0].id if len(found) == 1 else None


def _made_id(entry: Entry, taken: set[str]) -> str:
    """An id made of what identifies the row; of equal rows the second gets `-2`, and so on."""
    fields = _IDENTITY.get(entry.sheet.name, ("name",) if "name" in entry.sheet.by_name else tuple(entry.values))
    told = json.dumps([plain(str(entry.values.get(name, ""))) for name in fields], ensure_ascii=False)
    made = f"{entry.sheet.name.rstrip('s')}-{blake2b(told.encode(), digest_size=5).hexdigest()}"
    count, own = 1, made
    while own in taken:
        count += 1
        own = f"{made}-{count}"
    return own


def _add_departments(linked: Linked, known: dict[str, list[Named]]) -> None:
    """Where a file has people with departments and no list of these, the departments are made of what was written."""
    sheet = SHEET_OF["departments"]
    if any(entry.sheet is sheet for entry in linked.entries):
        return
    named = list(known.get("Department", ()))
    for entry in list(linked.entries):
        written = entry.values.get("department_id") if entry.sheet.name == "people" else None
        if written is None or Directory({"Department": named}).candidates("Department", str(written)):
            continue
        parent: str | None = None
        for step in (part.strip() for part in str(written).replace("／", "/").split("/") if part.strip()):
            found = [one for one in named if plain(one.name) == plain(step) and one.within == (parent or "")]
            if not found:
                values = {"name": step} | ({"parent_id": parent} if parent else {})
                made = Entry(sheet, entry.table, entry.row, values)
                values["id"] = _made_id(made, {one.id for one in named})
                linked.entries.insert(0, made)
                linked.columns[id(made)] = {"name": linked.columns[id(entry)]["department_id"]}
                found = [named_of(values)]
                named += found
            parent = found[0].id


# -- references -----------------------------------------------------------------------------------------------------------


def _is_named_elsewhere(entry: Entry, column: Column) -> bool:
    """True for a stage, whose id is unique in its opportunity only, and for a person of another account."""
    return column.label == "Stage" or (column.label == "Person" and "account_id" in entry.values)


def _resolved(entry: Entry, directory: Directory, places: dict[str, int]) -> Iterator[Fault]:
    """Exchange what was written for ids; what means several is a fault that names them."""
    for name, value in entry.values.items():
        column = entry.sheet.by_name.get(name)
        if isinstance(value, dict):
            entry.values[name] = value.get("id", "")
        elif column is not None and column.label and not _is_named_elsewhere(entry, column):
            written = value if isinstance(value, list) else [value]
            found: list[str] = []
            for one in written:
                candidates = directory.candidates(column.label, str(one))
                if len(candidates) > 1:
                    told = ", ".join(directory.told(column.label, each) for each in candidates)
                    pointer = f"/tables/{entry.table}/{entry.row}/{places.get(name, 0)}"
                    yield Fault(pointer, "ambiguous-name", one, {"label": column.label, "candidates": told})
                found.append(candidates[0].id if candidates else str(one).strip())
            entry.values[name] = found if isinstance(value, list) else found[0]
