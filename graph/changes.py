"""The change feed: what every write changed, by whom and when, record by record with the content before and after.

One write is kept as one or more parts of bounded size in the same transaction. The contents of records are kept as JSON text,
as a snapshot's are: they are history, shown and put back as they were, and never queried by field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, starmap
from typing import Any, Final
from urllib.parse import quote

import orjson

from graph.computing import Lane, compute
from graph.document import Change, Difference
from graph.errors import NotAllowed, NotFound
from graph.kinds import KIND_OF, Record
from graph.queries import Count, Frozen, query
from graph.rules.authorship import is_decision, refuse_beyond, refuse_judging_for_others
from graph.store import Store, Tx

PART_ENTRIES: Final = 200
PART_CHARACTERS: Final = 500_000
PARTS_OF_A_WRITE: Final = 100_000
WRITES_SEARCHED: Final = 1_000
_PARTS_READ: Final = 50
SNAPSHOTS: Final = "snapshots"
ACCESS: Final = "access"
"""Kind of the entries that say to whom the account was opened; nothing of the document changes with them."""


class ChangePart(Frozen):
    """A part of what one write changed; `entries` is the JSON of its records, `position` orders all parts of an account."""

    id: str
    position: int
    revision: int
    at: str
    actor: str
    actor_id: str
    member: str | None
    undoes: int | None
    entries: str


class WriteRow(Frozen):
    """One write of an actor; `undoes` is the revision it took back, if any."""

    revision: int
    undoes: int | None


ERASED: Final = "erased"
"""Kind of the entry that says somebody was erased. Entries about them have neither a content before nor one after."""

_APPEND = query("changes/append_changes", Count)
DELETE_CHANGES = query("changes/delete_changes", Count)
_LIST = query("changes/list_changes", ChangePart)
_LIST_WRITES = query("changes/list_writes_by_actor", WriteRow)
_LIST_ABOUT = query("changes/list_parts_about", ChangePart)
_LIST_PARTS = query("changes/list_parts_of_write", ChangePart)


@dataclass(frozen=True)
class Author:
    """Who makes a change: shown by `name`, told apart by `id` (a key's prefix), tied to a team member or not.

    One that is `bound` proposes, decides, marks and waives as that member only. `accounts` are those granted, with all below
    them; None grants every account. `deeds` are what it may do to records (`graph/rules/authorship.py`); None is everything.
    """

    id: str
    name: str
    member: str | None = None
    bound: bool = field(default=False, compare=False)
    accounts: frozenset[str] | None = field(default=None, compare=False)
    deeds: frozenset[str] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Entry:
    """One record's change as the feed tells it; a content of None means there was or is no such record."""

    revision: int
    position: int
    index: int
    at: str
    author: Author
    undoes: int | None
    kind: str
    path: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


async def append_changes(
    tx: Tx, changes: Difference, author: Author, undoes: int | None, kept: Sequence[tuple[str, str]] = ()
) -> None:
    """Note the write that `tx` carries out; the first part also proves that the write arrived.

    `kept` are the ids and heads (as JSON) of snapshots that were kept with it.
    """
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    entries = chain(map(_entry_json, changes.changes), starmap(_kept_json, kept))
    await _append(tx, entries, author, undoes, at)


async def note_access(
    store: Store, account_id: str, author: Author, key: str, grant: Mapping[str, Any], *, ends: bool
) -> None:
    """Say in the account's feed that it was opened to somebody by a key (its prefix), or, where it `ends`, is no longer."""
    path = f"{ACCESS}/{quote(key, safe='')}"
    before, after = (grant, None) if ends else (None, grant)
    entry = orjson.dumps({"kind": ACCESS, "path": path, "before": before, "after": after})

    async def work(tx: Tx) -> None:
        if tx.previous_stamp is None:
            raise NotFound("account", account_id)
        await _append(tx, [entry], author, None, datetime.now(UTC).isoformat(timespec="milliseconds"))

    await store.write(work, touches=account_id)


async def _append(tx: Tx, entries: Iterable[bytes], author: Author, undoes: int | None, at: str) -> None:
    texts = await compute(lambda: list(_parts(entries)), Lane.DOCUMENT)
    parts = (part_of(tx.stamp, tx.revision, at, author, text, number, undoes) for number, text in enumerate(texts))
    await put_parts(tx, parts)


def _parts(made: Iterable[bytes]) -> Iterator[str]:
    entries: list[bytes] = []
    size = 0
    for entry in made:
        if entries and (len(entries) >= PART_ENTRIES or size + len(entry) > PART_CHARACTERS):
            yield b"[%s]".__mod__(b",".join(entries)).decode()
            entries, size = [], 0
        entries.append(entry)
        size += len(entry)
    if entries:
        yield b"[%s]".__mod__(b",".join(entries)).decode()


def _entry_json(change: Change) -> bytes:
    shown = change.after or change.before
    path = change.kind.path_of(shown) if shown else change.kind.name
    before, after = (record.model_dump_json() if record else "null" for record in (change.before, change.after))
    head = orjson.dumps({"kind": change.kind.name, "path": path})[:-1]
    return head + b',"before":' + before.encode() + b',"after":' + after.encode() + b"}"


def _kept_json(snapshot_id: str, head: str) -> bytes:
    entry = orjson.dumps({"kind": SNAPSHOTS, "path": f"{SNAPSHOTS}/{quote(snapshot_id, safe='')}", "before": None})
    return entry[:-1] + b',"after":' + head.encode() + b"}"


async def list_changes(store: Store, account_id: str, after: tuple[int, int], limit: int) -> list[Entry]:
    """The entries after a (position, index), oldest first, at most `limit`."""
    position, index = after
    entries_after: list[Entry] = []
    at = position - 1
    while len(entries_after) < limit:
        parts = await store.read(_LIST, account_id=account_id, after=at, limit=10)
        for part in parts:
            entries = _entries(part)
            entries_after += [entry for entry in entries if (entry.position, entry.index) > (position, index)]
        if not parts:
            break
        at = parts[-1].position
    return entries_after[:limit]


async def first_change(store: Store, account_id: str) -> ChangePart | None:
    """The oldest part of an account's feed, which says when it was made."""
    return next(iter(await store.read(_LIST, account_id=account_id, after=-1, limit=1)), None)


async def list_parts(store: Store, account_id: str) -> list[ChangePart]:
    """Everything the feed of an account holds, as it is kept."""
    whole: list[ChangePart] = []
    while parts := await store.read(
        _LIST, account_id=account_id, after=whole[-1].position if whole else -1, limit=_PARTS_READ
    ):
        whole += parts
    return whole


def part_of(
    stamp: str, revision: int, at: str, author: Author, entries: str, number: int = 0, undoes: int | None = None
) -> ChangePart:
    """A part of the write that left the stamp, as it is kept."""
    return ChangePart(
        id=f"{stamp}/{number}",
        position=revision * PARTS_OF_A_WRITE + number,
        revision=revision,
        at=at,
        actor=author.name,
        actor_id=author.id,
        member=author.member,
        undoes=undoes,
        entries=entries,
    )


async def put_parts(tx: Tx, parts: Iterable[ChangePart]) -> None:
    """Keep parts of a feed, new or as they were kept elsewhere."""
    rows = [
        {"id": part.id, "properties": part.model_dump(exclude={"id"}) | {"part": part.position % PARTS_OF_A_WRITE}}
        for part in parts
    ]
    await tx.run_rows(_APPEND, rows)


async def last_write_of(store: Store, account_id: str, author: Author) -> list[Entry] | None:
    """What the author's newest write that is neither undone nor an undo changed; None when there is none.

    Snapshots are kept for good, and a key is revoked, not undone: a write that only did such is passed over.
    """
    rows = await store.read(_LIST_WRITES, account_id=account_id, actor_id=author.id, limit=WRITES_SEARCHED)
    undone = {row.undoes for row in rows}
    for row in rows:
        if row.undoes is not None or row.revision in undone:
            continue
        parts = await store.read(_LIST_PARTS, account_id=account_id, revision=row.revision, limit=PARTS_OF_A_WRITE)
        if entries := [entry for part in parts for entry in _entries(part) if _can_be_undone(entry)]:
            return entries
    return None


def _can_be_undone(entry: Entry) -> bool:
    return entry.kind not in {SNAPSHOTS, ACCESS} and (entry.before is not None or entry.after is not None)


def refuse_beyond_author(changes: Iterable[Change], author: Author, *, carried: bool, decided: str | None) -> None:
    """Raise NotAllowed for what the author has no right to do, or does in another's name."""
    refuse_beyond(changes, author.deeds)
    if author.bound:
        refuse_judging_for_others(changes, author.member, carried=carried, decided=decided)


async def refuse_selecting_ones_own(tx: Tx, changes: Iterable[Change], author: Author) -> None:
    """Raise NotAllowed where a bound author decides on an opportunity they wrote into the sandbox, whoever it names.

    Who wrote it is who made the record, as the feed has it; of records older than the feed nobody is known to.
    """
    for change in changes if author.bound else ():
        if not is_decision(change):
            continue
        path = change.kind.path_of(change.after or change.before)  # type: ignore[arg-type]
        writer = author if change.before is None else await _writer_of(tx, path)
        if writer is not None and (writer.id == author.id or (writer.member and writer.member == author.member)):
            message = f"{path}: who wrote an opportunity into the sandbox does not decide on it; somebody else selects"
            raise NotAllowed(message)


async def _writer_of(tx: Tx, path: str) -> Author | None:
    """Who made the record at a path, as far as the feed tells."""
    about = orjson.dumps({"path": path})[1:-1].decode()
    for part in await tx.run(_LIST_ABOUT, about=about, limit=WRITES_SEARCHED):
        for entry in _entries(part):
            if entry.path == path and entry.before is None:
                return entry.author
    return None


def _entries(part: ChangePart) -> list[Entry]:
    author = Author(part.actor_id, part.actor, part.member)
    return [
        Entry(
            revision=part.revision,
            position=part.position,
            index=index,
            at=part.at,
            author=author,
            undoes=part.undoes,
            kind=entry["kind"],
            path=entry["path"],
            before=entry["before"],
            after=entry["after"],
        )
        for index, entry in enumerate(orjson.loads(part.entries))
    ]


def record_of(entry: Entry, content: dict[str, Any] | None) -> Record | None:
    """The record an entry's content stands for."""
    return None if content is None else KIND_OF[entry.kind].model.model_validate_json(orjson.dumps(content))
