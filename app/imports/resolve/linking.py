"""Rows of a file get their ids and name each other by id: made ids, names, departments' paths, managers, plain lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from app.imports.questions import Asking
from app.imports.recognise.tables import Entry, Reading
from app.imports.resolve.departments import Departments
from app.imports.resolve.doubles import join_doubles, names_of, stored_double
from app.imports.resolve.graphs import STRENGTH_OF_PLAIN_LINES, apply_types, scale_strengths
from app.imports.resolve.linked import Linked
from app.imports.resolve.made_ids import made_id
from app.imports.resolve.names import NAMED, Directory, Named, named_in, named_of, plain
from app.imports.resolve.people import Managers, Stored, Written, people_written
from app.sheets.columns import READ, SHEET_OF, Column
from app.texts.codes import LINES, STYLE_AXES
from graph.document import AccountDocument
from graph.errors import Fault
from graph.kinds import Person

_LINE_ENDS: Final = {"reporting": ("subordinate", "manager"), "influence": ("source", "target"), "ties": ("a", "b")}


def link(reading: Reading, stored: AccountDocument | None, *, merging: bool) -> Linked:
    """Give every row its id and every reference one. A merge may name what is stored; a replacement only what it brings.

    Rows without id take that of the one stored record they mean, else one made of what identifies them: reading the same file
    again gives the same ids.
    """
    known = named_in(stored) if stored else {}
    linked = Linked([], list(reading.faults))
    places = [read.by_name for read in reading.reads]
    apply_types(reading)
    written = people_written(reading)
    joined = join_doubles(written, reading.asking)
    reading.entries[:] = [entry for entry in reading.entries if id(entry) not in joined]
    scale_strengths(reading)
    for entry in reading.entries:
        for made, own_places in _unfolded(entry, places[entry.table], linked.faults):
            linked.entries.append(made)
            linked.columns[id(made)] = own_places
            if row := written.get(id(entry)):
                _place_what_was_written(row, own_places)
    departments = Departments(linked.entries, known.get("Department", []), reading.asking)
    for row in written.values():
        departments.name(row)
    _give_ids(linked.entries, known, written, Stored(stored), reading.asking)
    departments.add(linked)
    directory = _directory(linked, known if merging else {}, written)
    rows = len(linked.entries)
    _add_lines(linked, written, directory, reading.asking)
    for entry in linked.entries[:rows]:  # lines made of managers name them by id
        linked.faults.extend(_resolved(entry, directory, linked.columns[id(entry)]))
    linked.placed = frozenset(str(row.entry.values.get("id")) for row in written.values() if row.manager_given)
    return linked


def _place_what_was_written(row: Written, places: dict[str, int]) -> None:
    """The fields that were made of other columns stand where these do."""
    for name, sources in (("name", ("last_name", "first_name")), ("external_ids", ("external_id",))):
        first = next((places[one] for one in sources if one in places), None)
        if name in row.entry.values and first is not None:
            places.setdefault(name, first)


def _directory(linked: Linked, known: dict[str, list[Named]], written: dict[int, Written]) -> Directory:
    named: dict[str, list[Named]] = defaultdict(list)
    for entry in linked.entries:
        if not entry.sheet.path and (label := NAMED.get(entry.sheet.kind.name)) and entry.values.get("id"):
            row = written.get(id(entry))
            named[label].append(named_of(entry.values, row.own_id if row else ""))
    for label, ids in known.items():
        named[label].extend(ids)
    return Directory(named)


def _add_lines(linked: Linked, written: dict[int, Written], directory: Directory, asking: Asking) -> None:
    """The reporting lines of what rows of people say of their managers, and the managers that are not in the list."""
    managers = Managers(directory, asking, columns=linked.columns)
    people: dict[str, str] = {}
    taken = {str(entry.values.get("id")) for entry in linked.entries if entry.sheet.name == "people"}
    for row in written.values():
        columns = linked.columns[id(row.entry)]
        place = columns.get("manager", columns.get("manager_id", 0))
        for line in managers.lines(row):
            name = str(line["manager"])
            if name.startswith("\0"):
                name = name[1:]
                if name not in people:
                    people[name] = _add_outsider(linked, row, name, managers.outside[name], place, taken)
                    directory.add("Person", Named(people[name], name))
                    asking.note(f"manager-{managers.outside[name]}", row.place, name)
                line["manager"] = people[name]
            made = Entry(SHEET_OF["reporting"], row.entry.table, row.entry.row, line)
            linked.entries.append(made)
            linked.columns[id(made)] = {"manager": place, "subordinate": columns.get("name", place), "kind": place}


def _add_outsider(linked: Linked, row: Written, name: str, sort: str, place: int, taken: set[str]) -> str:
    values: dict[str, Any] = {"name": name} | ({"placeholder": True} if sort == "placeholder" else {})
    made = Entry(SHEET_OF["people"], row.entry.table, row.entry.row, values)
    values["id"] = made_id(made, taken)
    taken.add(values["id"])
    linked.entries.append(made)
    linked.columns[id(made)] = {"name": place, "placeholder": place}
    return str(values["id"])


# -- rows that stand for several records, or for one of another list ------------------------------------------------------


def _unfolded(entry: Entry, places: dict[str, int], faults: list[Fault]) -> Iterator[tuple[Entry, dict[str, int]]]:
    if entry.sheet.name == "lines":
        yield from _line(entry, places, faults)
        return
    if entry.sheet.name != "people":
        yield entry, places
        return
    style = entry.values.pop("style", None)
    if style in STYLE_AXES:
        for axis, value in zip(("assertiveness", "orientation"), STYLE_AXES[style], strict=True):
            entry.values.setdefault(axis, value)
        places = {**dict.fromkeys(("assertiveness", "orientation"), places["style"]), **places}
    elif style is not None:
        faults.append(_wrong_code(entry, places["style"], READ["people"].by_name["style"], style))
    yield entry, dict(places)


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
            own_places.setdefault("evidence", places.get("note", places.get("line", 0)))
        if "strength" not in places:
            values["strength"] = STRENGTH_OF_PLAIN_LINES
    own = {name: value for name, value in values.items() if name in sheet.by_name}
    yield Entry(sheet, entry.table, entry.row, own), own_places
    if undirected and sheet.name == "influence" and {"source", "target"} <= own.keys():
        back = own | {"source": own["target"], "target": own["source"]}
        yield Entry(sheet, entry.table, entry.row, back), own_places


# -- ids --------------------------------------------------------------------------------------------------------------


def _give_ids(
    entries: Iterable[Entry],
    known: dict[str, list[Named]],
    written: dict[int, Written],
    stored_people: Stored,
    asking: Asking,
) -> None:
    stored = Directory(known)
    taken: dict[str, set[str]] = defaultdict(set)
    waiting: list[Entry] = []
    namesakes = names_of(written.values())
    for entry in entries:
        if "id" not in entry.sheet.by_name or entry.sheet.name == "account":
            continue
        if "id" in entry.values:
            taken[entry.sheet.name].add(entry.values["id"])
        else:
            waiting.append(entry)
    for entry in waiting:
        used = taken[entry.sheet.name]
        row = written.get(id(entry))
        own = (
            _stored_id(entry, stored, used)
            if row is None
            else _person_id(row, stored, stored_people, used, asking, namesakes)
        )
        own = own or made_id(entry, used, stored_people.by_id if row else ())
        entry.values["id"] = own
        used.add(own)


def _person_id(
    row: Written, stored: Directory, people: Stored, used: set[str], asking: Asking, namesakes: Counter[str]
) -> str | None:
    """The id of the stored person a row is about, or the row's own where it can be that of somebody new."""
    values = row.entry.values
    unit = values.get("department_id")
    units = {one.id for one in stored.candidates("Department", str(unit))} if unit and people.by_id else set()
    name = str(values.get("name", ""))
    person, moved = people.meant(row, units, used, namesakes=namesakes[plain(name)])
    if person is not None and person.id in used:
        person = None
    if person is not None and moved and unit:
        if asking.ask("moved", name, ("same", "different"), row.place) != "same":
            return None
        asking.note("moved", row.place, name)
    if person is None:
        person = stored_double(row, people, units, used, namesakes, asking)
    if person is None:
        return people.free_id(row, used)
    _keep_external_ids(values, person)
    return person.id


def _keep_external_ids(values: dict[str, Any], person: Person) -> None:
    """What other systems call the person stays; the row's own system is the row's to tell."""
    if "external_ids" in values:
        own = {one["system"] for one in values["external_ids"]}
        values["external_ids"] += [one.model_dump() for one in person.external_ids if one.system not in own]


def _stored_id(entry: Entry, stored: Directory, taken: set[str]) -> str | None:
    """The id of the one stored record of that name; of several of them the one in the same department."""
    label = NAMED.get(entry.sheet.name)
    if label is None or entry.sheet.path or not entry.values.get("name"):
        return None
    namesakes = [one for one in stored.called(label, str(entry.values["name"])) if one.id not in taken]
    unit = entry.values.get("department_id") or entry.values.get("parent_id")
    if unit and label in {"Person", "Department"}:
        units = {one.id for one in stored.candidates("Department", str(unit))}
        near = [one for one in namesakes if one.within in units]
        namesakes = near or [one for one in namesakes if not one.within]
    return namesakes[0].id if len(namesakes) == 1 else None


# -- references -----------------------------------------------------------------------------------------------------------


def _is_named_elsewhere(entry: Entry, column: Column) -> bool:
    """True for a stage, whose id is unique in its opportunity only, and for a person of another account."""
    return column.label == "Stage" or (column.label == "Person" and "account_id" in entry.values)


def _resolved(entry: Entry, directory: Directory, places: dict[str, int]) -> Iterator[Fault]:
    """Exchange what was written for ids; what means several is a fault that names them."""
    for name, column in entry.sheet.naming.items():
        value = entry.values.get(name)
        if value is not None and not _is_named_elsewhere(entry, column):
            written = value if isinstance(value, list) else [value]
            ids: list[str] = []
            for one in written:
                candidates = directory.candidates(column.label, str(one))
                if len(candidates) > 1:
                    namesakes = ", ".join(directory.described(column.label, each) for each in candidates)
                    pointer = f"/tables/{entry.table}/{entry.row}/{places.get(name, 0)}"
                    yield Fault(pointer, "ambiguous-name", one, {"label": column.label, "candidates": namesakes})
                ids.append(candidates[0].id if candidates else str(one).strip())
            entry.values[name] = ids if isinstance(value, list) else ids[0]
