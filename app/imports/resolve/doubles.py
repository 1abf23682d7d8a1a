"""Rows that may be about one person, of a file and of what is stored: the likely ones are joined, and all are asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from app.imports.questions import Asking
from app.imports.resolve.names import plain, words_of
from app.imports.resolve.people import Stored, Written
from graph.kinds import Person

_MOST_ALIKE: Final = 10  # rows of one name that are compared
_EVIDENCE: Final = ("title", "email", "external_ids")  # what says, beside the name, that two rows are one person


def join_doubles(written: dict[int, Written], asking: Asking) -> set[int]:
    """Join rows that are about one person; answers the identity of the entries that are no more, which are taken out.

    Rows that have different ids, e-mails or departments are different people. Others of one name are asked about: the same
    where a title says so, too, nothing they give differs and no other row may be meant; else different.
    """
    groups: dict[str, list[Written]] = {}
    for row in written.values():
        if words := words_of(str(row.entry.values.get("name", ""))):
            groups.setdefault(words, []).append(row)
    gone: set[int] = set()
    for rows in groups.values():
        for number, later in enumerate(rows[:_MOST_ALIKE]):
            others = [one for one in rows[:number] if id(one.entry) not in gone and not _are_told_apart(one, later)]
            for first in others:
                if _is_one_person(first, later, asking, alone=len(others) == 1):
                    _join(first, later, asking)
                    gone.add(id(later.entry))
                    break
    for own in gone:
        del written[own]
    return gone


def _are_told_apart(one: Written, other: Written) -> bool:
    first, second = one.entry.values, other.entry.values
    ids = [(row.own_id or str(row.entry.values.get("id", ""))) for row in (one, other)]
    emails = [str(values.get("email", "")).casefold() for values in (first, second)]
    units = [plain("/".join((str(row.entry.values.get("department_id", "")), *row.units))) for row in (one, other)]
    return any(one_word and other_word and one_word != other_word for one_word, other_word in (ids, emails, units))


def _differing(one: Written, other: Written) -> list[str]:
    """The fields that both give, and give differently."""
    first, second = one.entry.values, other.entry.values
    fields = [
        name
        for name in first
        if name in second and name != "name" and plain(str(first[name])) != plain(str(second[name]))
    ]
    return fields + ["manager"] * bool(one.managers and other.managers and one.managers != other.managers)


def _is_one_person(one: Written, other: Written, asking: Asking, *, alone: bool) -> bool:
    agrees = any(name in one.entry.values and name in other.entry.values for name in _EVIDENCE)
    likely = alone and agrees and not _differing(one, other) and one.units == other.units
    choices = ("same", "different") if likely else ("different", "same")
    name = str(other.entry.values["name"])
    facts: dict[str, Any] = {"row": other.entry.row + 1, "other": f"{one.entry.values['name']}, {one.entry.row + 1}"}
    subject = f"{name} ({one.entry.row + 1}, {other.entry.row + 1})"
    return asking.ask("double", subject, choices, other.place, **facts) == "same"


def _join(first: Written, later: Written, asking: Asking) -> None:
    lost = [f"{name}: {later.entry.values[name]}" for name in _differing(first, later) if name != "manager"]
    for name, value in later.entry.values.items():
        first.entry.values.setdefault(name, value)
    first.units = first.units or later.units
    first.managers = first.managers or later.managers
    first.dotted = first.dotted or later.dotted
    asking.note("double", later.place, ", ".join([str(later.entry.values["name"]), *lost]))


def stored_double(
    row: Written, stored: Stored, units: set[str], taken: set[str], namesakes: Counter[str], asking: Asking
) -> Person | None:
    """The stored person a row is about by another spelling, or though the name does not say which of several.

    The same only where words of the name agree and the title or department says so; else different.
    """
    values = row.entry.values
    name = str(values.get("name", ""))
    likely = [person for person in stored.like(row, taken) if not _is_in_file(person, name, namesakes)]
    agreeing = [
        person for person in likely if words_of(person.name) == words_of(name) and _agrees(person, values, units)
    ]
    for person in likely:
        choices = ("same", "different") if agreeing == [person] else ("different", "same")
        if asking.ask("double", f"{name} ({person.id})", choices, row.place, other=_shown(person)) == "same":
            asking.note("double", row.place, f"{name} = {person.name}")
            return person
    return None


def _is_in_file(person: Person, name: str, namesakes: Counter[str]) -> bool:
    """True for somebody of another name whom the file names by it: that row is about them."""
    return plain(person.name) != plain(name) and namesakes[plain(person.name)] > 0


def _agrees(person: Person, values: dict[str, Any], units: set[str]) -> bool:
    title = plain(str(values.get("title", "")))
    email = str(values.get("email", "")).casefold()
    if email and person.email and person.email.casefold() != email:
        return False
    return bool(title and title == plain(person.title)) or person.department_id in units


def _shown(person: Person) -> str:
    return ", ".join(filter(None, (person.name, person.title)))


def names_of(written: Iterable[Written]) -> Counter[str]:
    """How many rows bear each name."""
    return Counter(plain(str(row.entry.values.get("name", ""))) for row in written)
