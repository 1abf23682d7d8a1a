"""Single records of every kind: one generic way in, an edit of the account document."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from app.problems import PreconditionMissing
from app.records.filters import Filter
from app.records.pages import Page
from graph.accounts import Accounts, Edit
from graph.changes import Author
from graph.document import AccountDocument, Draft, faults_of, load_json
from graph.edits import Key, Shelf, put, remove
from graph.errors import AlreadyExists, Fault, InvalidDocument, NotFound, Stale
from graph.kinds import Record
from graph.rules import GRAPH_RULES


@dataclass(frozen=True)
class Kept:
    """A record as it is stored now."""

    record: Record
    etag: str
    created: bool = False


@dataclass(frozen=True)
class Place:
    """Where a record stands: the account, the shelf in its document, its key there."""

    account_id: str
    shelf: Shelf
    key: Key = ()

    @property
    def path(self) -> str:
        return "/".join((self.shelf.name, *self.key))


@dataclass(frozen=True)
class Precondition:
    """If-Match and If-None-Match of a request."""

    if_match: str | None = None
    if_none_match: str | None = None

    def require(self, shelf: Shelf, held: Record | None, *, needed: bool) -> None:
        """Raise Stale when the record is not the one named, PreconditionMissing when one must be named and is not."""
        current = shelf.etag_of(held) if held is not None else ""
        if self.if_none_match is not None and held is not None and names(self.if_none_match, current):
            raise Stale("If-None-Match names what is stored", current)
        if self.if_match is None:
            if needed and held is not None:
                raise PreconditionMissing("send the record's ETag as If-Match, or `*` to take whatever is there")
        elif held is None or not names(self.if_match, current):
            raise Stale("the record is not the one If-Match names", current)


def names(header: str, etag: str) -> bool:
    """True if an If-Match or If-None-Match header names the ETag."""
    given = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in given or etag in given


async def list_records(accounts: Accounts, place: Place, asked: Filter, page: Page) -> tuple[list[Record], str | None]:
    """The records a filter keeps, by key, a page of them, and the cursor of the next page."""
    held = await accounts.held(place.account_id)
    prepared = asked.prepared(held.document)
    found = [
        record
        for record in place.shelf.records(held.document)
        if _sortable(place.shelf, record) > page.after and prepared.keeps(record)
    ]
    found.sort(key=lambda record: _sortable(place.shelf, record))
    return page.cut(found, lambda record: _sortable(place.shelf, record))


def _sortable(shelf: Shelf, record: Record) -> str:
    return "\x1f".join(shelf.key_of(record))


async def get_record(accounts: Accounts, place: Place) -> Kept:
    """The record at a place. Raises NotFound."""
    held = await accounts.held(place.account_id)
    record = place.shelf.find(held.document, place.key)
    if record is None:
        raise NotFound(place.shelf.name, place.path)
    return Kept(record, place.shelf.etag_of(record))


async def create_record(accounts: Accounts, place: Place, body: bytes, author: Author) -> Kept:
    """Add a record whose key is new. Raises AlreadyExists."""
    record = read_record(place.shelf, load_json(body))

    def check(held: Record | None) -> None:
        if held is not None:
            raise AlreadyExists(f"{'/'.join((place.shelf.name, *place.shelf.key_of(record)))} exists")

    return await _store(
        accounts, Place(place.account_id, place.shelf, place.shelf.key_of(record)), record, check, author
    )


async def replace_record(accounts: Accounts, place: Place, body: bytes, asked: Precondition, author: Author) -> Kept:
    """Put a record at its place, new or not; replacing one needs If-Match."""
    data = load_json(body)
    if isinstance(data, dict):
        data = {**dict(zip(place.shelf.key, (part or None for part in place.key), strict=True)), **data}
    record = read_record(place.shelf, data)
    _same_key(place, record)
    return await _store(accounts, place, record, lambda held: asked.require(place.shelf, held, needed=True), author)


async def patch_record(accounts: Accounts, place: Place, body: bytes, asked: Precondition, author: Author) -> Kept:
    """Change fields of a record by a JSON merge patch (RFC 7396); needs If-Match."""
    patch = load_json(body)
    if not isinstance(patch, dict):
        raise InvalidDocument((Fault("", "wrong-type", str(patch)[:100], {"expected": "object"}),))

    def apply(before: AccountDocument | None) -> AccountDocument:
        document = _existing(before, place)
        held = place.shelf.find(document, place.key)
        if held is None:
            raise NotFound(place.shelf.name, place.path)
        asked.require(place.shelf, held, needed=True)
        record = read_record(place.shelf, _merge_patch(json.loads(held.model_dump_json()), patch))
        _same_key(place, record)
        made.update({id(record): ""})
        return put(place.shelf, document, record)

    made: dict[int, str] = {}
    await accounts.edit(place.account_id, Edit(apply, Draft(None, pointers=made), GRAPH_RULES), author)
    return await get_record(accounts, place)


async def delete_record(
    accounts: Accounts, place: Place, asked: Precondition, author: Author, *, cascade: bool
) -> None:
    """Remove a record; with `cascade` whatever names it lets go of it. Raises StillReferenced."""

    def apply(before: AccountDocument | None) -> AccountDocument:
        document = _existing(before, place)
        held = place.shelf.find(document, place.key)
        if held is None:
            raise NotFound(place.shelf.name, place.path)
        asked.require(place.shelf, held, needed=False)
        return remove(place.shelf, document, held, cascade=cascade)

    await accounts.edit(place.account_id, Edit(apply, conflicts=None), author)


async def _store(
    accounts: Accounts, place: Place, record: Record, check: Callable[[Record | None], None], author: Author
) -> Kept:
    created = False

    def apply(before: AccountDocument | None) -> AccountDocument:
        nonlocal created
        document = _existing(before, place)
        held = place.shelf.find(document, place.key)
        check(held)
        created = held is None
        return document if held == record else put(place.shelf, document, record)

    draft = Draft(None, pointers={id(record): ""})
    await accounts.edit(place.account_id, Edit(apply, draft, GRAPH_RULES), author)
    canonical = record.canonical()
    return Kept(canonical, place.shelf.etag_of(canonical), created)


def _existing(before: AccountDocument | None, place: Place) -> AccountDocument:
    if before is None:
        raise NotFound("account", place.account_id)
    return before


def read_record(shelf: Shelf, data: Any) -> Record:
    """A record from JSON data. Raises InvalidDocument with its own faults."""
    try:
        return shelf.model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise InvalidDocument(faults_of(error)) from None


def _same_key(place: Place, record: Record) -> None:
    given = place.shelf.key_of(record)
    for field, wanted, found in zip(place.shelf.key, place.key, given, strict=True):
        if wanted != found:
            raise InvalidDocument((Fault(f"/{field}", "id-mismatch", found, {"expected": wanted}),))


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
