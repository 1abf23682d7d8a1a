"""Rows of people as other systems write them: whole names, ids of the system, units of several columns, all managers named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.imports.questions import Asking, Place
from app.imports.recognise.languages import vacant_words, without_salutation
from app.imports.recognise.tables import Entry, Read, Reading
from app.imports.resolve.alike import Alike
from app.imports.resolve.names import Directory, Named, plain, spellings
from app.imports.resolve.written import full_name, is_nobody, joined, readings, several
from app.sheets.cells import narrow
from app.sheets.columns import fold
from graph.document import AccountDocument
from graph.errors import Fault
from graph.kinds import Person

_EMAIL: Final = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+")
_LONGEST_ID: Final = 64
_HR: Final = "hr"
_NAME_PARTS: Final = ("first_name", "middle_name", "last_name")
_UNITS: Final = ("unit_2", "unit_3", "unit_4", "unit_5")


@dataclass
class Written:
    """What a row of people says beside the fields of the record: ids, managers, further managers, the steps of its department."""

    entry: Entry
    read: Read
    own_id: str = ""
    system: str = ""
    managers: list[str] = field(default_factory=list)
    dotted: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    manager_given: bool = False

    @property
    def place(self) -> Place:
        return Place(sheet=self.read.table.name, row=self.entry.row + 1)


def people_written(reading: Reading) -> dict[int, Written]:
    """Every row of people by identity, its values made those of a record."""
    rows = [entry for entry in reading.entries if entry.sheet.name == "people"]
    for index, read in enumerate(reading.reads):
        if "name" in read.columns_named and len(read.columns_named & {"first_name", "last_name"}) == 1:
            _take_half_names(read, [entry for entry in rows if entry.table == index], reading.asking)
    for entry in rows:
        name = str(entry.values.get("name", ""))
        if name and (bare := without_salutation(name)) != name:
            entry.values["name"] = bare
            place = Place(sheet=reading.reads[entry.table].table.name, row=entry.row + 1)
            reading.asking.note("salutation", place, name, name=bare)
        if fold(name.strip("()（）[]<> ")) in vacant_words():
            entry.values["placeholder"] = True
            place = Place(sheet=reading.reads[entry.table].table.name, row=entry.row + 1)
            reading.asking.note("vacant", place, name)
    return {id(entry): _written(entry, reading.reads[entry.table], reading.asking) for entry in rows}


def _take_half_names(read: Read, rows: list[Entry], asking: Asking) -> None:
    """`Name` beside `Vorname` alone is the family name, and 이름 beside 성 the given one, unless it holds the other, too."""
    known, other = ("first_name", "last_name") if "first_name" in read.columns_named else ("last_name", "first_name")
    pairs = [(str(one.values["name"]), str(one.values[known])) for one in rows if {"name", known} <= one.values.keys()]
    whole = sum(plain(part) in plain(name) for name, part in pairs)
    choices = ("whole-name", other) if 2 * whole > len(pairs) else (other, "whole-name")
    answer = choices[0]
    if 0 < whole < len(pairs):
        heading = str(read.table.rows[read.heading_row][read.by_name["name"]])
        place = Place(sheet=read.table.name, column=heading)
        answer = asking.ask("half-name", f"{read.table.name}/{heading}", choices, place)
    if answer == other:
        for entry in rows:
            if "name" in entry.values:
                entry.values[other] = entry.values.pop("name")


def _written(entry: Entry, read: Read, asking: Asking) -> Written:
    values = entry.values
    row = Written(entry, read)
    parts = [str(values.pop(part, "")) for part in _NAME_PARTS]
    if "name" not in values and (joined := full_name(*parts)):
        values["name"] = joined
    own = values.pop("external_id", None)
    graph = read.table.loose or (read.source is not None and read.source.graph)
    if graph and own is None:
        own = values.pop("id", None)
    if own is not None:
        row.own_id = narrow(str(own))
        row.system = "" if graph else (read.source.system if read.source else "") or _HR
        if row.system:
            values["external_ids"] = [{"system": row.system, "id": row.own_id}]
    _clean_email(row, asking)
    row.units = [str(values.pop(name)).strip() for name in _UNITS if name in values]
    row.manager_given = bool(read.columns_named & {"manager", "manager_id"})
    _take_managers(row)
    values.pop("node_type", None)
    return row


def _clean_email(row: Written, asking: Asking) -> None:
    """The address in `Name <address>` or `mailto:address`; what holds none, or several, is left out and row."""
    written = str(row.entry.values.get("email", ""))
    if not written or _EMAIL.fullmatch(written):
        return
    addresses = list(dict.fromkeys(_EMAIL.findall(written.replace("mailto:", ""))))
    row.entry.values.pop("email")
    if addresses:
        row.entry.values["email"] = addresses[0]
    asking.note("e-mail", row.place, written, read=addresses[0] if addresses else "–")


def _take_managers(row: Written) -> None:
    values = row.entry.values
    by_id, by_name, dotted = (narrow(str(values.pop(name, ""))) for name in ("manager_id", "manager", "dotted_manager"))
    for name, target in ((by_id or by_name, row.managers), (dotted, row.dotted)):
        if name:
            target.append(name)


# -- who a row is -----------------------------------------------------------------------------------------------------


class Stored:
    """The stored people, looked up by ids of other systems, e-mail, name and department."""

    def __init__(self, stored: AccountDocument | None) -> None:
        people = stored.people if stored else ()
        self.by_id: dict[str, Person] = {person.id: person for person in people}
        self.by_external: dict[tuple[str, str], Person] = {}
        self.by_email: dict[str, list[Person]] = {}
        self.by_name: dict[str, list[Person]] = {}
        self._alike = Alike(people)
        for person in people:
            for one in person.external_ids:
                self.by_external.update({(one.system, word): person for word in spellings(one.id)})
            if person.email:
                self.by_email.setdefault(person.email.casefold(), []).append(person)
            for name in {plain(person.name), plain(person.name_en)} - {""}:
                self.by_name.setdefault(name, []).append(person)

    def meant(self, row: Written, units: set[str], taken: set[str], *, namesakes: int) -> tuple[Person | None, bool]:
        """Whom a row is about, and whether only the name says so though the departments differ.

        By the id in the row's system, else by e-mail, else by name and department, else by name where only one is meant: one
        stored, `namesakes` rows (1) in the file, and no id or e-mail that contradicts.
        """
        values = row.entry.values
        if row.system:
            for word in spellings(row.own_id):
                if (person := self.by_external.get((row.system, word))) is not None:
                    return person, False
        email = str(values.get("email", "")).casefold()
        if email and len(same := self.by_email.get(email, [])) == 1:
            return same[0], False
        alike = [one for one in self.by_name.get(plain(str(values.get("name", ""))), []) if one.id not in taken]
        alike = [one for one in alike if not self._contradicts(one, row, email)]
        unit = values.get("department_id")
        near = [one for one in alike if one.department_id in units] if unit else alike
        if len(near) == 1:
            return near[0], False
        if len(alike) == 1 and namesakes == 1 and not near:
            return alike[0], alike[0].department_id is not None
        return None, False

    @staticmethod
    def _contradicts(person: Person, row: Written, email: str) -> bool:
        """True where both have an id in the same system or an e-mail: they would have been found by it."""
        same_system = row.system and any(one.system == row.system for one in person.external_ids)
        return bool(same_system) or bool(email and person.email and person.email.casefold() != email)

    def like(self, row: Written, taken: set[str]) -> list[Person]:
        """Those nobody took yet who may be the row's person though nothing says so: by another spelling, or of one name."""
        values = row.entry.values
        name = str(values.get("name", ""))
        likely = self._alike.to(name, str(values.get("name_en", ""))) if name and self.by_id else []
        return [one for one in likely if one.id not in taken and not self._contradicts(one, row, "")]

    def free_id(self, row: Written, taken: set[str]) -> str | None:
        """The row's id in its system as the id of somebody new, where nobody else has it."""
        own = row.own_id
        if not own or len(own) > _LONGEST_ID or own in taken:
            return None
        holder = self.by_id.get(own)
        if holder is None or (not row.system and plain(holder.name) == plain(str(row.entry.values.get("name", "")))):
            return own
        return None


# -- managers ---------------------------------------------------------------------------------------------------------


@dataclass
class Managers:
    """Whom the rows name as managers: lines by id, and names that nobody in the list or the account bears."""

    directory: Directory
    asking: Asking
    outside: dict[str, str] = field(default_factory=dict)  # what was written → the answer
    columns: Mapping[int, Mapping[str, int]] = field(
        default_factory=dict
    )  # of each row's table, by the field they fill

    def lines(self, row: Written) -> list[dict[str, Any]]:
        """The reporting lines of a row: the first manager solid, the others dotted."""
        own = str(row.entry.values["id"])
        solid = [one for cell in row.managers for one in self._people(cell, row)]
        dotted = [one for cell in row.dotted for one in self._people(cell, row)]
        made: dict[str, dict[str, Any]] = {}
        for place, one in enumerate([*solid, *dotted]):
            if one == own:
                self.asking.note("top", row.place, str(row.entry.values.get("name", own)))
                continue
            kind = "SOLID" if place == 0 and solid else "DOTTED"
            if one not in made:
                made[one] = {"subordinate": own, "manager": one, "kind": kind}
        for line in made.values():
            if line["kind"] == "DOTTED":
                self.asking.note("further-manager", row.place, str(line["manager"]).lstrip("\0"))
        return list(made.values())

    def _people(self, cell: str, row: Written) -> list[str]:
        whole = self._one(cell, row, outside=False)
        if whole:
            return [whole]
        if is_nobody(cell):
            self.asking.note("top", row.place, cell)
            return []
        parts = several(cell)
        if len(parts) == 1 and not any(self.directory.candidates("Person", one) for one in readings(cell)):
            names = joined(cell)
            if len(names) > 1 and all(self._one(name, row, outside=False) for name in names):
                parts = names
        return [own for part in parts if not is_nobody(part) and (own := self._one(part, row, outside=True))]

    def _one(self, written: str, row: Written, *, outside: bool) -> str:
        for reading in readings(written):
            namesakes = self.directory.candidates("Person", reading)
            namesakes = namesakes or self.directory.of_words(reading)
            if len(namesakes) > 1:
                others = [one for one in namesakes if one.id != str(row.entry.values["id"])]
                return self._one_of(others, reading, row) if outside else ""
            if namesakes:
                return namesakes[0].id
        return self._outsider(written, row) if outside else ""

    def _one_of(self, namesakes: list[Named], written: str, row: Written) -> str:
        """Which of several of a name is meant: a question for each department that names them so.

        The one who works there is its default; without one there is none, and nothing is stored before it is answered.
        """
        unit = str(row.entry.values.get("department_id", ""))
        near = [one for one in namesakes if unit and one.within == unit]
        ordered = [*near, *(one for one in namesakes if one not in near)]
        candidates = [self.directory.described("Person", one) for one in ordered]
        names = {one.id: f"{one.name}, {shown}" for one, shown in zip(ordered, candidates, strict=True)}
        columns = self.columns.get(id(row.entry), {})
        pointer = f"/tables/{row.entry.table}/{row.entry.row}/{columns.get('manager', columns.get('manager_id', 0))}"
        facts = {"label": "Person", "candidates": ", ".join(candidates)}
        fault = None if len(near) == 1 else Fault(pointer, "ambiguous-name", written, facts)
        subject = f"{written} ({self.directory.path_of(unit)})" if unit else written
        answer = self.asking.ask(
            "namesake", subject, (*names, "none"), row.place, fault=fault, names_en=names, names_zh=names
        )
        if answer == "none":
            self.asking.note("manager-left-out", row.place, written)
        return "" if answer == "none" else answer

    def _outsider(self, written: str, row: Written) -> str:
        name = list(readings(written))[-1]
        by_number = any(letter.isdigit() for letter in name) or "@" in name
        choices: tuple[str, ...] = ("none", "placeholder", "person") if by_number else ("placeholder", "person", "none")
        likely = {
            one.id: f"{one.name}, {self.directory.described('Person', one)}" for one in self.directory.of_initials(name)
        }
        choices = (*likely, *choices) if len(likely) == 1 else (*choices, *likely)
        answer = self.asking.ask("manager", name, choices, row.place, names_en=likely, names_zh=likely)
        if answer in likely:
            self.asking.note("initials", row.place, name, name=likely[answer])
            return answer
        self.outside[name] = answer
        if answer == "none":
            self.asking.note("manager-left-out", row.place, name)
            return ""
        return f"\0{name}"
