"""Snapshots: named copies of an account's whole document, kept for good.

They stand beside the document, not in it: an edit reads and writes none of them. Their content is kept as the JSON text of the
document, since it is history that is analysed again as a whole and never queried by field. A document may bring its own along
(`snapshots[]`), so that an account's past can move with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from graph.borrowed_people import Lent, borrowed_by
from graph.changes import Author
from graph.document import AccountDocument
from graph.draft import Draft, faults_of, load_json, parse
from graph.errors import AlreadyExists, Conflict, Fault, Faults, NotAllowed, NotFound
from graph.kinds import ATTITUDES, PEOPLE, Record
from graph.kinds.fields import Day, Id, Name, OptionalName
from graph.queries import Count, Frozen, query
from graph.rules import check
from graph.special import Told, ToldBy, told_in, told_in_document
from graph.store import Store, Tx

MOST: Final = 10_000
NEWEST: Final = "newest"
NOW: Final = "now"  # the live map, where two states are compared
_FIELD: Final = b'"snapshots"'
_LENT: Final = TypeAdapter(tuple[Lent, ...])


class SnapshotRow(Frozen):
    """A snapshot without its content; `digest` names the content."""

    id: str
    name: str
    reason: str
    opportunity: str | None
    as_of: str
    taken_at: str
    taken_by: str
    member: str | None
    revision: int
    digest: str
    brought_by: str | None = None


class KeptSnapshot(SnapshotRow):
    """A snapshot with its content and what it was lent, as it is kept."""

    content: str
    lent: str | None


class ContentRow(Frozen):
    """The document of a snapshot as JSON text, and what other accounts said then of the people it borrows, where it does."""

    content: str
    lent: str | None


_CREATE = query("snapshots/create_snapshots", Count)
_LIST = query("snapshots/list_snapshots", SnapshotRow)
_CONTENT = query("snapshots/get_content", ContentRow)
DELETE_SNAPSHOTS = query("snapshots/delete_snapshots", Count)


def _moment(text: str) -> str:
    """The text, if it names a moment that exists."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        message = "there is no such moment"
        raise PydanticCustomError("date_range", message) from None
    return text


class SnapshotHead(Record):
    """What a snapshot is called, why it was taken, what it shows."""

    id: Id
    name: Name
    reason: OptionalName = ""
    opportunity: Id | None = None
    as_of: Day
    taken_at: Annotated[str, AfterValidator(_moment)] = Field(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)$", description="In UTC."
    )
    taken_by: OptionalName = ""
    member: Id | None = None
    revision: int = Field(ge=0, le=2**53)


@dataclass(frozen=True)
class Snapshot:
    """A head, the JSON text of the document it was taken of, and that of what other accounts lent it then, if anything.

    `brought_by` names who brought it along with a document; None for one that was taken here. It is no part of the digest: what
    a snapshot shows is the same wherever it is kept. `told` are texts of special categories in one that a document brings along.
    """

    head: SnapshotHead
    content: str
    lent: str | None = None
    brought_by: str | None = None
    told: tuple[Told, ...] = field(default=(), compare=False, repr=False)

    @property
    def digest(self) -> str:
        """128 bits that name head and content."""
        text = self.head.model_dump_json() + self.content + (self.lent or "")
        return blake2b(text.encode(), digest_size=16).hexdigest()

    def row(self) -> dict[str, Any]:
        """As it is stored."""
        head = json.loads(self.head.model_dump_json())
        kept = {"digest": self.digest, "content": self.content, "lent": self.lent, "brought_by": self.brought_by}
        return {"id": self.head.id, "properties": head | kept}


def content_of(document: AccountDocument) -> str:
    """The one JSON text of a document."""
    return document.canonical().model_dump_json()


def lent_text(lent: tuple[Lent, ...]) -> str | None:
    """The one JSON text of what was lent; None of nothing."""
    return _LENT.dump_json(lent).decode() if lent else None


@dataclass(frozen=True)
class Wish:
    """A snapshot to be taken: what the caller says of it."""

    id: str
    name: str
    reason: str
    opportunity: str | None
    as_of: Any
    lent: tuple[Lent, ...] = ()

    def taken(self, document: AccountDocument, author: Author, revision: int) -> Snapshot:
        """The snapshot of a document at a revision. Raises NotFound for an opportunity the document does not have.

        Raises Conflict when the document borrows others than those `lent` tells of.
        """
        if borrowed_by(document) != tuple(guest.borrowed for guest in self.lent):
            raise Conflict("whom the account borrows was changed at the same time: ask again")
        if self.opportunity is not None and self.opportunity not in {
            opportunity.id for opportunity in document.opportunities
        }:
            raise NotFound("opportunity", self.opportunity)
        head = SnapshotHead(
            id=self.id,
            name=self.name,
            reason=self.reason,
            opportunity=self.opportunity,
            as_of=self.as_of,
            taken_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            taken_by=author.name,
            member=author.member,
            revision=revision,
        )
        return Snapshot(head, content_of(document), lent_text(self.lent))


def new_among(wanted: Iterable[Snapshot], rows: Iterable[SnapshotRow], author: Author) -> tuple[Snapshot, ...]:
    """Those that are not kept yet. Raises AlreadyExists for another of an id that is.

    Raises NotAllowed where a bound author brings some along: who took it, when and of what cannot be told from a document.
    """
    known = {row.id: row.digest for row in rows}
    fresh: list[Snapshot] = []
    for snapshot in wanted:
        if known.get(snapshot.head.id, snapshot.digest) != snapshot.digest:
            raise AlreadyExists(f"there is another snapshot {snapshot.head.id!r}, and snapshots are never changed")
        if snapshot.head.id not in known:
            if snapshot.brought_by is not None and author.bound:
                message = (
                    f"snapshot {snapshot.head.id!r}: only an admin brings along what was taken elsewhere; take one here"
                )
                raise NotAllowed(message)
            fresh.append(snapshot)
    return tuple(fresh)


async def keep_snapshots(tx: Tx, made: Iterable[Snapshot], author: Author) -> tuple[Snapshot, ...]:
    """Store those that are new; the same again is left alone. Raises AlreadyExists, NotAllowed as `new_among` does."""
    wanted = tuple(made)
    if not wanted:
        return ()
    fresh = new_among(wanted, await tx.run(_LIST, limit=MOST), author)
    for snapshot in fresh:  # one at a time: each may be as long as a whole account
        await tx.run_rows(_CREATE, [snapshot.row()])
    return fresh


async def list_snapshots(store: Store, account_id: str) -> list[SnapshotRow]:
    """The account's snapshots, oldest first."""
    return await store.read(_LIST, account_id=account_id, limit=MOST)


async def read_content(store: Store, account_id: str, snapshot_id: str) -> ContentRow:
    """A snapshot's document as JSON text with what it was lent. Raises NotFound."""
    rows = await store.read(_CONTENT, account_id=account_id, id=snapshot_id, seconds=30)
    if not rows:
        raise NotFound("snapshot", snapshot_id)
    return rows[0]


async def read_snapshots(store: Store, account_id: str) -> list[KeptSnapshot]:
    """Every snapshot of an account, whole."""
    return [
        KeptSnapshot(**dict(row), **dict(await read_content(store, account_id, row.id)))
        for row in await list_snapshots(store, account_id)
    ]


async def put_snapshots(tx: Tx, kept: Iterable[KeptSnapshot]) -> None:
    """Keep snapshots as they were kept elsewhere."""
    for snapshot in kept:  # one at a time: each may be as long as a whole account
        await tx.run_rows(_CREATE, [{"id": snapshot.id, "properties": snapshot.model_dump(exclude={"id"})}])


def digest_of(kept: KeptSnapshot) -> str:
    """The digest of a snapshot as it is kept."""
    head = SnapshotHead.model_validate_json(
        json.dumps({name: getattr(kept, name) for name in SnapshotHead.model_fields})
    )
    return Snapshot(head, kept.content, kept.lent).digest


def document_in(kept: ContentRow) -> AccountDocument:
    """The document of a snapshot."""
    return AccountDocument.model_validate_json(kept.content)


def lent_in(kept: ContentRow) -> tuple[Lent, ...]:
    """What other accounts said then of the people it borrows."""
    return _LENT.validate_json(kept.lent) if kept.lent else ()


# -- brought along by a document --------------------------------------------------------------------------------------


def take_out(body: bytes, told_by: ToldBy | None = None) -> tuple[bytes, tuple[Snapshot, ...], Faults]:
    """A document's bytes without its `snapshots`, the snapshots, and what is wrong with them.

    A snapshot belongs to the account it is loaded into: its document takes that account's id. `told_by` looks for special
    categories. Raises Malformed.
    """
    if _FIELD not in body:
        return body, (), Faults()
    data = load_json(body)
    if not isinstance(data, dict) or "snapshots" not in data:
        return body, (), Faults()
    sent = data.pop("snapshots")
    rest = json.dumps(data, ensure_ascii=False).encode()
    if not isinstance(sent, list):
        return rest, (), Faults([Fault("/snapshots", "wrong-type", None, {"expected": "list"})])
    account = data.get("account")
    account_id = account.get("id") if isinstance(account, dict) else None
    snapshots: list[Snapshot] = []
    faults: list[Fault] = []
    told_once = cache(told_by) if told_by else None  # most texts stand in every snapshot
    for i, item in enumerate(sent):
        at = f"/snapshots/{i}"
        if not isinstance(item, dict) or not isinstance(item.get("document"), dict):
            faults.append(Fault(f"{at}/document", "missing-field"))
            continue
        snapshot, wrong = _read(item, account_id, at, told_once)
        faults += wrong
        if snapshot is not None:
            snapshots.append(snapshot)
    seen: set[str] = set()
    for i, snapshot in enumerate(snapshots):
        if snapshot.head.id in seen or snapshot.head.id == NEWEST:
            faults.append(Fault(f"/snapshots/{i}/id", "duplicate-id", snapshot.head.id))
        seen.add(snapshot.head.id)
    return rest, tuple(snapshots), Faults(faults)


def _read(
    item: dict[str, Any], account_id: Any, at: str, told_by: ToldBy | None
) -> tuple[Snapshot | None, list[Fault]]:
    faults: list[Fault] = []
    row = dict(item)
    content = dict(row.pop("document"))
    sent = json.dumps(row.pop("lent", []))
    if isinstance(account_id, str) and isinstance(content.get("account"), dict):
        content["account"] = {**content["account"], "id": account_id}
    head: SnapshotHead | None = None
    lent: tuple[Lent, ...] = ()
    try:
        head = SnapshotHead.model_validate_json(json.dumps(row))
    except ValidationError as error:
        faults += faults_of(error, at)
    try:
        lent = _LENT.validate_json(sent)
    except ValidationError as error:
        faults += faults_of(error, f"{at}/lent")
    draft = parse(json.dumps(content, ensure_ascii=False).encode())
    wrong = list(draft.faults)
    if draft.document is not None:
        wrong += check(draft.document, draft)
    faults += [Fault(f"{at}/document{fault.pointer}", fault.code, fault.value, fault.facts) for fault in wrong]
    if head is None or draft.document is None or faults:
        return None, faults
    told = tuple(_told(told_by, draft, lent, at)) if told_by else ()
    return Snapshot(head, content_of(draft.document), lent_text(lent), told=told), faults


def _told(told_by: ToldBy, draft: Draft, lent: tuple[Lent, ...], at: str) -> Iterator[Told]:
    if draft.document is not None:
        yield from told_in_document(told_by, draft.document, draft.pointers, f"{at}/document")
    for i, guest in enumerate(lent):
        if guest.person is not None:
            yield from told_in(told_by, PEOPLE, guest.person, f"{at}/lent/{i}/person")
        for j, attitude in enumerate(guest.attitudes):
            yield from told_in(told_by, ATTITUDES, attitude, f"{at}/lent/{i}/attitudes/{j}")
