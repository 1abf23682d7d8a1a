"""Two records of one person become one: an edit of the document that keeps lines, votes and history (method 1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import orjson
from pydantic import Field

from graph.answer import Answer
from graph.document import AccountDocument
from graph.errors import Fault, InvalidDocument, NotFound
from graph.kinds import KINDS, PEOPLE, Edge, Kind, Person, Record, Reporting
from graph.kinds.people import DATA_FIELDS

FORMER: Final = "; "
_NOBODY_SAID: Final = ("name_en", "department_id", "title", "title_en", "assertiveness", "orientation", "openness")
_RESTRICTION: Final = ("restricted_on", "restricted_because")  # of either record it is one of the person


class Merged(Answer):
    """What became of the records of somebody who was there twice, each by its path below the account."""

    person: str = Field(description="The person who stays.")
    former_ids: list[str] = Field(description="Ids the person had before.")
    moved: list[str] = Field(description="Records that now name who stays: lines, attitudes, stages and so on.")
    folded: list[str] = Field(
        description="Records equal to one the person had, which stays: the same line, or an attitude of the same day."
    )
    dropped: list[str] = Field(description="Lines between the two.")
    summed: list[str] = Field(description="Stages in which both voted: weights are added, the quota stays.")
    dotted: list[str] = Field(description="SOLID lines made DOTTED: the person has a SOLID manager.")


def merge(document: AccountDocument, duplicate: str, into: str) -> tuple[AccountDocument, Merged]:
    """The document in which `into` stands for `duplicate`, too, and what became of its records.

    What nobody said of `into` is taken from `duplicate`. Raises NotFound for either, InvalidDocument where they are the same.
    """
    people = {person.id: person for person in document.people}
    for person in (duplicate, into):
        if person not in people:
            raise NotFound("person", person)
    if duplicate == into:
        raise InvalidDocument((Fault("/duplicate", "self-edge", duplicate),))
    whole = _whole(people[into], people[duplicate])
    document = document.with_records(
        PEOPLE, (whole if person.id == into else person for person in document.people if person.id != duplicate)
    )
    notes: dict[str, list[str]] = {"moved": [], "folded": [], "dropped": [], "summed": [], "dotted": []}
    for kind in KINDS:
        records = document.of(kind)
        renamed = list(_renamed(kind, records, duplicate, into, notes))
        if len(renamed) != len(records) or any(a is not b for a, b in zip(renamed, records, strict=True)):
            document = document.with_records(kind, renamed)
    return document, Merged(person=into, former_ids=whole.former_ids.split(FORMER), **notes)


def _whole(person: Person, duplicate: Person) -> Person:
    fields: dict[str, Any] = {
        field: getattr(duplicate, field)
        for field in (*_NOBODY_SAID, *DATA_FIELDS, *_RESTRICTION)
        if getattr(person, field) in {None, ""} and getattr(duplicate, field) not in {None, ""}
    }
    primary = person.department_id or duplicate.department_id
    also_in = {*person.departments, *duplicate.departments} - {primary}
    fields |= {"also_in": sorted(unit for unit in also_in if unit)}
    former = [part for part in (person.former_ids, duplicate.id, duplicate.former_ids) if part]
    data = json.loads(person.model_dump_json()) | fields | {"former_ids": FORMER.join(former)}
    if person.rank_assumed and not duplicate.rank_assumed:
        data |= {"rank": duplicate.rank, "rank_assumed": None}
    if person.placeholder and not duplicate.placeholder:
        data |= {"placeholder": False, "name": duplicate.name}
    return Person.model_validate_json(orjson.dumps(data))


def _renamed(
    kind: Kind, records: tuple[Record, ...], duplicate: str, into: str, notes: dict[str, list[str]]
) -> Iterator[Record]:
    """The records of a kind, those of the duplicate under the other's name; the others are left as they are."""
    solid = {line.subordinate for line in records if isinstance(line, Reporting) and line.kind == "SOLID"}
    own = {kind.key_of(record) for record in records if not _names(kind, record, duplicate)}
    for record in records:
        if not _names(kind, record, duplicate):
            yield record
            continue
        path = kind.path_of(record)
        data = json.loads(record.model_dump_json())
        for pointer in _names(kind, record, duplicate):
            _put(data, pointer, into)
        if isinstance(kind.shape, Edge) and data[kind.shape.source] == data[kind.shape.target]:
            notes["dropped"].append(path)
            continue
        if isinstance(kind.shape, Edge) and kind.key[-2:] == ("a", "b"):
            data["a"], data["b"] = sorted((data["a"], data["b"]))
        if (
            isinstance(record, Reporting)
            and data["subordinate"] == into
            and {duplicate, into} <= solid
            and data["kind"] == "SOLID"
        ):
            data["kind"] = "DOTTED"
            notes["dotted"].append(path)
        notes["summed"] += [f"{path}/{stage}" for stage in _once(data, into)]
        renamed = kind.model.model_validate_json(json.dumps(data))
        if kind.key_of(renamed) in own:
            notes["folded"].append(path)
            continue
        own.add(kind.key_of(renamed))
        notes["moved"].append(path)
        yield renamed


def _names(kind: Kind, record: Record, person: str) -> list[str]:
    """Where a record names a person."""
    return [named.pointer for named in kind.references(record) if (named.label, named.id) == ("Person", person)]


def _put(data: Any, pointer: str, value: str) -> None:
    *way, last = pointer[1:].split("/")
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data[step]
    data[int(last) if isinstance(data, list) else last] = value


def _once(data: Any, person: str) -> list[str]:
    """Names the person once in every list of a record; the stages in which two votes were added."""
    if isinstance(data.get("people"), list):
        data["people"] = list(dict.fromkeys(data["people"]))
    summed = []
    for stage in data.get("stages", ()):
        own = [vote for vote in stage["votes"] if vote["person"] == person and not vote.get("account_id")]
        if len(own) > 1:
            summed.append(stage["id"])
            own[0]["weight"] = sum(vote["weight"] for vote in own)
            stage["votes"] = [vote for vote in stage["votes"] if vote is own[0] or vote not in own]
        stage["participants"] = _first(stage["participants"], ("person", "role", "account_id"))
        stage["veto"] = list(dict.fromkeys(stage["veto"]))
        if stage.get("outcome"):
            stage["outcome"]["votes"] = _first(stage["outcome"]["votes"], ("person", "account_id"))
    return summed


def _first(parts: list[dict[str, Any]], key: tuple[str, ...]) -> list[dict[str, Any]]:
    """The first of those alike in these fields."""
    return list({tuple(part.get(field) for field in key): part for part in reversed(parts)}.values())[::-1]
