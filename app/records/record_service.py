"""Single records of every kind: one generic way in, an edit of the account document."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from pydantic import ValidationError

from app.answers import is_named
from app.problems import PreconditionMissing
from app.records.filters import ListQuery
from app.records.pages import Page
from app.records.sorting import order_of
from app.records.special import is_told
from graph.accounts import Accounts, Edit
from graph.changes import Author
from graph.computing import Lane, compute
from graph.document import AccountDocument
from graph.draft import Draft, faults_of, load_json
from graph.edits import Collection, Key, collection_of, existing, put, remove
from graph.errors import AlreadyExists, Conflict, Fault, Faults, InvalidDocument, NotFound, Stale
from graph.kinds import PEOPLE, Record
from graph.rules import GRAPH_RULES
from graph.rules.warnings import suspicious_texts

ETAG: Final = "etag"


@dataclass(frozen=True)
class Kept:
    """A record as it is stored now."""

    record: Record
    etag: str
    created: bool = False
    is_special: bool = False

    @property
    def is_suspicious(self) -> bool:
        """True if one of its names deserves a look."""
        return next(suspicious_texts(self.record), None) is not None


@dataclass(frozen=True)
class Deciding:
    """The proposal a record is written for, and how the document notes the decision in the same edit."""

    proposal: str
    note: Callable[[AccountDocument], AccountDocument]


@dataclass(frozen=True)
class Place:
    """Where a record stands: the account, the list in its document, its key there."""

    account_id: str
    collection: Collection
    key: Key = ()

    @property
    def path(self) -> str:
        return "/".join((self.collection.name, *self.key))

    @property
    def not_found(self) -> NotFound:
        """There is no such record, by what one of its kind is called and the parts of its key that are given."""
        return NotFound(self.collection.one, "/".join(part for part in self.key if part))


@dataclass(frozen=True)
class Precondition:
    """If-Match and If-None-Match of a request."""

    if_match: str | None = None
    if_none_match: str | None = None

    def or_of(self, data: dict[str, Any]) -> Precondition:
        """This, or where no version is named, the `etag` that a record brings along from its list."""
        etag = data.pop(ETAG) if isinstance(data.get(ETAG), str) else None
        return self if self.if_match is not None else replace(self, if_match=etag)

    def require(self, collection: Collection, stored: Record | None, *, needed: bool) -> None:
        """Raise Stale when the record is not the one named, PreconditionMissing when one must be named and is not."""
        current = collection.etag_of(stored) if stored is not None else ""
        if self.if_none_match is not None and stored is not None and is_named(self.if_none_match, current):
            raise Stale("If-None-Match names what is stored", current)
        if self.if_match is None:
            if needed and stored is not None:
                raise PreconditionMissing("send the record's ETag as If-Match, or `*` to take whatever is there")
        elif stored is None or not is_named(self.if_match, current):
            raise Stale("the record is not the one If-Match names", current)


def require_person(document: AccountDocument, person: str, precondition: Precondition) -> None:
    """The person is the one the request names, if it names one. Raises Stale."""
    people = collection_of(PEOPLE)
    precondition.require(people, people.find(document, (person,)), needed=False)


@dataclass(frozen=True)
class Listed:
    """A page of records, each as it is stored, and how many there are on all pages."""

    items: list[Kept]
    next_cursor: str | None
    total: int


async def list_records(accounts: Accounts, place: Place, query: ListQuery, page: Page) -> Listed:
    """A page of the records that fit a query, in the order it names. Raises InvalidDocument for a field there is none of."""
    account = await accounts.current(place.account_id)
    collection, order = place.collection, order_of(place.collection.model, query.sort)

    def find() -> Listed:
        fits = query.keeps(account.document, accounts.today(account.document.account))
        fitting = [record for record in collection.records(account.document) if fits(record)]
        items, next_cursor = order.cut(fitting, page, lambda record: "\x1f".join(collection.key_of(record)))
        return Listed([Kept(one, collection.etag_of(one)) for one in items], next_cursor, len(fitting))

    return await compute(find, Lane.ANSWER)


async def get_record(accounts: Accounts, place: Place) -> Kept:
    """The record at a place. Raises NotFound."""
    account = await accounts.current(place.account_id)
    record = place.collection.find(account.document, place.key)
    if record is None:
        raise place.not_found
    return Kept(record, place.collection.etag_of(record))


async def create_record(
    accounts: Accounts, place: Place, body: bytes, author: Author, deciding: Deciding | None = None
) -> Kept:
    """Add a record whose key is new. Raises AlreadyExists."""
    record = await compute(lambda: read_record(place.collection, load_json(body)), Lane.DOCUMENT)
    place = replace(place, key=place.collection.key_of(record))

    def check(stored: Record | None) -> None:
        if stored is not None:
            raise AlreadyExists(f"{place.path} exists")

    return await _store(accounts, place, record, check, author, deciding)


async def replace_record(
    accounts: Accounts, place: Place, body: bytes, precondition: Precondition, author: Author
) -> Kept:
    """Put a record at its place, new or not; replacing one needs If-Match."""
    named = precondition

    def read() -> Record:
        nonlocal named
        data = load_json(body)
        if isinstance(data, dict):
            named = precondition.or_of(data)
            data = {
                **{field: part or None for field, part in zip(place.collection.key, place.key, strict=False)},
                **data,
            }
        record = read_record(place.collection, data)
        _same_key(place, record)
        return record

    record = await compute(read, Lane.DOCUMENT)
    return await _store(
        accounts, place, record, lambda stored: named.require(place.collection, stored, needed=True), author
    )


async def patch_record(
    accounts: Accounts,
    place: Place,
    body: bytes,
    precondition: Precondition,
    author: Author,
    deciding: Deciding | None = None,
) -> Kept:
    """Change fields of a record by a JSON merge patch (RFC 7396); needs If-Match."""
    patch = await compute(partial(load_json, body), Lane.DOCUMENT)
    if not isinstance(patch, dict):
        raise InvalidDocument((Fault("", "wrong-type", str(patch)[:100], {"expected": "object"}),))
    named = precondition.or_of(patch)

    def patched(document: AccountDocument) -> Record:
        stored = place.collection.find(document, place.key)
        if stored is None:
            raise place.not_found
        named.require(place.collection, stored, needed=True)
        outlived = {name for name, given in stored.holds_without.items() if given in patch}
        record = read_record(
            place.collection, _merge_patch(json.loads(stored.model_dump_json(exclude=outlived)), patch)
        )
        _same_key(place, record)
        return record

    return await _put(accounts, place, patched, author, deciding)


async def delete_record(
    accounts: Accounts,
    place: Place,
    precondition: Precondition,
    author: Author,
    *,
    cascade: bool,
    deciding: Deciding | None = None,
) -> None:
    """Remove a record; with `cascade` whatever names it lets go of it. Raises StillReferenced."""

    def apply(before: AccountDocument | None) -> AccountDocument:
        document = existing(before, place.account_id)
        stored = place.collection.find(document, place.key)
        if stored is None:
            raise place.not_found
        precondition.require(place.collection, stored, needed=False)
        after = remove(place.collection, document, stored, cascade=cascade)
        return deciding.note(after) if deciding else after

    decides = deciding.proposal if deciding else None
    await accounts.edit(place.account_id, Edit(apply, conflicts=None, carries=True, decides=decides), author)


async def _store(
    accounts: Accounts,
    place: Place,
    record: Record,
    check: Callable[[Record | None], None],
    author: Author,
    deciding: Deciding | None = None,
) -> Kept:
    def checked(document: AccountDocument) -> Record:
        check(place.collection.find(document, place.key))
        return record

    return await _put(accounts, place, checked, author, deciding)


async def _put(
    accounts: Accounts,
    place: Place,
    make: Callable[[AccountDocument], Record],
    author: Author,
    deciding: Deciding | None = None,
) -> Kept:
    """Put the record that `make` makes of the account as it stands; faults point into that record."""
    pointers: dict[int, str] = {}
    record: Record
    at, created = "", False

    def apply(before: AccountDocument | None) -> AccountDocument:
        nonlocal record, at, created
        document = existing(before, place.account_id)
        record = make(document)
        stored = place.collection.find(document, place.key)
        pointers.clear()
        pointers[id(record)] = ""
        after = document if stored == record else put(place.collection, document, record)
        at, created = place.collection.newest_at(after), stored is None
        return deciding.note(after) if deciding else after

    edit = Edit(apply, Draft(None, pointers=pointers), GRAPH_RULES, decides=deciding.proposal if deciding else None)
    try:
        await accounts.edit(place.account_id, edit, author)
    except (Conflict, InvalidDocument) as error:
        faults = (replace(fault, pointer=fault.pointer.removeprefix(at)) for fault in error.faults)
        error.faults = Faults(faults, number=error.faults.number)
        raise
    stored = record.canonical()
    is_special = is_told(accounts.special, place.collection.kind, stored)
    return Kept(stored, place.collection.etag_of(stored), created, is_special)


def read_record(collection: Collection, data: Any) -> Record:
    """A record from JSON data. Raises InvalidDocument with its own faults."""
    try:
        return collection.model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise InvalidDocument(faults_of(error)) from None


def _same_key(place: Place, record: Record) -> None:
    """Raise InvalidDocument when a record is not the one its path names; the fault is where the record says so."""
    given = place.collection.key_of(record)
    for field, wanted, part in zip(place.collection.key, place.key, given, strict=False):
        if wanted != part:
            other = [end for end in place.collection.kind.unordered if getattr(record, end) not in place.key]
            at, value = (other[0], getattr(record, other[0])) if other else (field, part)
            raise InvalidDocument((Fault(f"/{at}", "id-mismatch", value, {"expected": wanted}),))


def _merge_patch(target: Any, patch: Any) -> Any:
    """RFC 7396.

    >>> _merge_patch({"a": 1, "b": {"c": 2}}, {"a": None, "b": {"d": 3}})
    {'b': {'c': 2, 'd': 3}}
    """
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merge_patch(merged.get(name), value)
    return merged


def quoted(part: str) -> str:
    """A part of a key as it stands in a path."""
    return quote(part, safe="")
