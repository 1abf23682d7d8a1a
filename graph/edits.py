"""Edits of an account document, one record at a time: put and remove (with what depends on it).

An edit takes a document and gives the changed one; it checks nothing but what it needs itself, since every edit is checked as
a whole before it is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from graph.borrowed_people import borrowed_by
from graph.document import AccountDocument, content_hash
from graph.errors import AlreadyExists, Conflict, Fault, NotFound, StillReferenced
from graph.kinds import KINDS, Child, Kind, Node, Person, Record
from graph.kinds.kind import Listing, record_in

REFERRERS_SHOWN = 50
Key = tuple[str, ...]


@dataclass(frozen=True)
class Collection:
    """A list of records in a document: where it stands, its model, its key, and how to exchange it."""

    name: str
    model: type[Record]
    key: tuple[str, ...]
    kind: Kind
    records: Callable[[AccountDocument], tuple[Record, ...]]
    exchanged: Callable[[AccountDocument, Iterable[Record]], AccountDocument]
    newest_at: Callable[[AccountDocument], str] = lambda _: ""
    listing: Listing | None = None

    @property
    def one(self) -> str:
        """What one of its records is called."""
        return self.listing.one if self.listing else self.name

    @property
    def single(self) -> bool:
        """True if it holds one object or none; that one stands at the empty key."""
        return self.kind.single and self.model is self.kind.model

    def key_of(self, record: Record) -> Key:
        return self.key_from(getattr(record, field) for field in self.key)

    def key_from(self, values: Iterable[Any]) -> Key:
        """The key of a record with these values of the key's fields."""
        if self.model is self.kind.model:
            return self.kind.key_from(values)
        return tuple("" if value is None else str(value) for value in values)

    def find(self, document: AccountDocument, key: Key) -> Record | None:
        if self.single and not key:
            return next(iter(self.records(document)), None)
        return next((record for record in self.records(document) if self.key_of(record) == key), None)

    def etag_of(self, record: Record) -> str:
        """A hash of the record's content, as an ETag."""
        return f'"{content_hash(self.name, record):032x}"'


def existing(document: AccountDocument | None, account_id: str) -> AccountDocument:
    """The document of an account that is there. Raises NotFound."""
    if document is None:
        raise NotFound("account", account_id)
    return document


def collection_of(kind: Kind) -> Collection:
    """The list of a kind's records."""
    return Collection(
        kind.name,
        kind.model,
        kind.key,
        kind,
        lambda document: document.of(kind),
        lambda document, records: document.with_records(kind, records),
        listing=kind.listing,
    )


def child_collection(kind: Kind, child: Child, owner_id: str) -> Collection:
    """The records that one record of a kind holds. `newest_at` is the pointer that rules name the one put last by."""

    def owner(document: AccountDocument) -> Record:
        for record in document.of(kind):
            if kind.key_of(record) == (owner_id,):
                return record
        raise NotFound(kind.listing.one if kind.listing else kind.name, owner_id)

    def exchanged(document: AccountDocument, records: Iterable[Record]) -> AccountDocument:
        before = owner(document)
        after = before.model_copy(update={child.field: tuple(records)})
        return document.with_records(kind, (after if one is before else one for one in document.of(kind)))

    def newest_at(document: AccountDocument) -> str:
        holder = owner(document)
        return f"/{kind.path_of(holder)}/{child.field}/{len(getattr(holder, child.field)) - 1}"

    def records(document: AccountDocument) -> tuple[Record, ...]:
        children: tuple[Record, ...] = getattr(owner(document), child.field)
        return children

    model = record_in(kind.model.model_fields[child.field].annotation)
    return Collection(child.field, model, ("id",), kind, records, exchanged, newest_at, child.listing)


def put(collection: Collection, document: AccountDocument, record: Record) -> AccountDocument:
    """The document with the record in place of the one with its key, or added.

    In the list of a single object it takes the place of whatever is there. Raises AlreadyExists where a record of another list
    with the same ids (the vendor, a competitor) has its id, or a new person that of somebody borrowed; StillReferenced where
    others name a single object that leaves.
    """
    key = collection.key_of(record)
    if (place := _elsewhere(collection, document, key)) is not None:
        raise AlreadyExists(f"{place} has the id {key[0]!r}")
    if collection.model is Person and collection.find(document, key) is None:
        for borrowed in borrowed_by(document):
            if borrowed.person == key[0]:
                raise AlreadyExists(f"{key[0]!r} is borrowed of account {borrowed.account_id!r} and read-only here")
    if collection.single:
        for leaving in collection.records(document):
            if collection.key_of(leaving) != key:
                document = remove(collection, document, leaving, cascade=False)
        return collection.exchanged(document, (record,))
    others = [other for other in collection.records(document) if collection.key_of(other) != key]
    return collection.exchanged(document, (*others, record))


def _elsewhere(collection: Collection, document: AccountDocument, key: Key) -> str | None:
    """The list that holds a record with this id and shares its ids with the collection, if there is one."""
    if collection.model is not collection.kind.model or not isinstance(collection.kind.shape, Node):
        return None
    for kind in KINDS:
        if (
            kind is collection.kind
            or not isinstance(kind.shape, Node)
            or kind.shape.label != collection.kind.shape.label
        ):
            continue
        if any(kind.key_of(other) == key for other in document.of(kind)):
            return kind.name
    return None


def remove(collection: Collection, document: AccountDocument, record: Record, *, cascade: bool) -> AccountDocument:
    """The document without the record. Raises StillReferenced when others name it, unless they may go (`cascade`).

    With cascade an edge or attitude goes with its end, a name in a list (a vote, a participant) leaves the list, and a field
    that may be empty (a department, who reported it) becomes empty. Raises Conflict where two records would thereby become one:
    what several people reported of one day is lost by nobody's leaving.
    """
    document = collection.exchanged(document, (other for other in collection.records(document) if other is not record))
    shape = collection.kind.shape
    if collection.model is not collection.kind.model or not isinstance(shape, Node) or shape.id != "id":
        return document
    gone = [(shape.label, record.id)]  # type: ignore[attr-defined]
    referrers = _referrers(document, gone[0])
    if referrers and not cascade:
        paths = tuple(path for path, _, _ in referrers)
        reason = f"{len(paths)} records refer to it: {', '.join(paths[:5])}{', …' if len(paths) > 5 else ''}"  # noqa: PLR2004
        raise StillReferenced(reason, paths[:REFERRERS_SHOWN])
    while gone:
        place = gone.pop()
        for path, kind, referrer in _referrers(document, place):
            rest = _without(kind, referrer, place)
            others = tuple(other for other in document.of(kind) if other is not referrer)
            if rest is None:
                document = document.with_records(kind, others)
                if isinstance(kind.shape, Node) and kind.shape.id == "id":
                    gone.append((kind.shape.label, referrer.id))  # type: ignore[attr-defined]
                continue
            if any(kind.key_of(other) == kind.key_of(rest) for other in others):
                own, other = path, kind.path_of(rest)
                faults = (Fault("", "still-referenced", own), Fault("", "duplicate-id", other))
                raise Conflict(
                    f"without {place[1]!r}, {own} and {other} would be one; change or delete one of them", faults
                )
            document = document.with_records(kind, (*others, rest))
    return document


def _referrers(document: AccountDocument, place: tuple[str, str]) -> list[tuple[str, Kind, Record]]:
    return [
        (kind.path_of(record), kind, record)
        for kind in KINDS
        for record in document.of(kind)
        if any((named.label, named.id) == place for named in kind.references(record))
    ]


def _without(kind: Kind, record: Record, place: tuple[str, str]) -> Record | None:
    """The record no longer naming `place`; None when it cannot be, or says nothing, without."""
    leaving = {named.gone_with for named in kind.references(record) if (named.label, named.id) == place}
    if "" in leaving:
        return None
    data = json.loads(record.model_dump_json())
    for pointer in sorted(leaving, key=_from_the_end, reverse=True):
        *way, last = pointer[1:].split("/")
        owner: Any = data
        for step in way:
            owner = owner[int(step)] if isinstance(owner, list) else owner[step]
        if isinstance(owner, list):
            del owner[int(last)]
        else:
            owner[last] = None
    rest = kind.model.model_validate_json(json.dumps(data))
    return rest if kind.stands(rest) else None


def _from_the_end(pointer: str) -> tuple[tuple[str, int], ...]:
    """Sorts list items by number, so that later ones leave first."""
    return tuple(("", int(step)) if step.isdigit() else (step, 0) for step in pointer.split("/"))
