"""The account document: one frozen value that holds everything known of an account.

`difference` says what has to be written to get from one document to another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Literal, Self

from pydantic import Field

from graph.kinds import (
    KIND_OF,
    KINDS,
    Account,
    Activity,
    Assessment,
    Attitude,
    Candidate,
    Coverage,
    Department,
    Goal,
    Influence,
    Interaction,
    Kind,
    MarketTarget,
    Member,
    Membership,
    MeshCell,
    Opportunity,
    Party,
    Period,
    Person,
    Profile,
    Record,
    Reporting,
    Target,
    Tie,
    Waiver,
)
from graph.kinds.kind import Node

FORMAT: Final = "powermap-account/1"
DEEPEST = 32
Key = tuple[str, ...]


class AccountDocument(Record):
    """A whole account in the contract's format `powermap-account/1`. Lists are sorted by key once a document is stored."""

    format: Literal["powermap-account/1"] = Field(default=FORMAT, description="Name and version of the format.")
    account: Account = Field(description="The customer itself.")
    vendor: Party | None = Field(default=None, description="Us, as a bidder.")
    competitors: tuple[Party, ...] = Field(default=(), description="The other bidders.")
    departments: tuple[Department, ...] = Field(default=(), description="Units of the customer; they form a tree.")
    people: tuple[Person, ...] = Field(default=(), description="The customer's people, and outsiders with influence.")
    reporting: tuple[Reporting, ...] = Field(default=(), description="Reporting lines, SOLID or DOTTED (method 1).")
    influence: tuple[Influence, ...] = Field(
        default=(), description="Who moves whom: directed edges with strength and evidence (method 1)."
    )
    ties: tuple[Tie, ...] = Field(
        default=(), description="Conflicts, alliances and acquaintances; they have no direction (method 1)."
    )
    attitudes: tuple[Attitude, ...] = Field(
        default=(), description="Who thinks what of us or of a competitor, dated (method 1)."
    )
    team: tuple[Member, ...] = Field(default=(), description="Our members on the account.")
    coverage: tuple[Coverage, ...] = Field(default=(), description="Who of us looks after whom.")
    interactions: tuple[Interaction, ...] = Field(default=(), description="What was done together, dated.")
    opportunities: tuple[Opportunity, ...] = Field(
        default=(), description="Possible projects with their decision chains."
    )
    goals: tuple[Goal, ...] = Field(default=(), description="The customer's goals, pressures and indicators.")
    profiles: tuple[Profile, ...] = Field(
        default=(), description="Client and vendor profiles, versioned, with their outputs."
    )
    sandbox: tuple[Candidate, ...] = Field(
        default=(), description="Opportunities found, with source, market data and selection."
    )
    market_targets: tuple[MarketTarget, ...] = Field(
        default=(), description="Market, sales and competition goals that relationships serve."
    )
    targets: tuple[Target, ...] = Field(default=(), description="Relationship targets, each serving a market target.")
    activities: tuple[Activity, ...] = Field(
        default=(), description="What was agreed to be done, with owner, dates and marks (method: execute)."
    )
    mesh: tuple[MeshCell, ...] = Field(
        default=(), description="Pairs of our functions and their departments that are wanted."
    )
    periods: tuple[Period, ...] = Field(default=(), description="Periods of the loop, each with its steps.")
    memberships: tuple[Membership, ...] = Field(default=(), description="Who is in the team from when to when.")
    assessments: tuple[Assessment, ...] = Field(
        default=(), description="Dated judgements against the method's criteria, by the customer or by us."
    )
    waivers: tuple[Waiver, ...] = Field(default=(), description="Checks waived by name, with the reason.")

    def canonical(self) -> Self:
        """The same document with every list in the order of its keys, inner lists too."""
        lists = {kind.name: sort_records(kind, self.of(kind)) for kind in KINDS if not kind.single}
        return self.model_copy(update=lists)

    def of(self, kind: Kind) -> tuple[Record, ...]:
        """The records of one kind; a single object counts as a list of one or none."""
        held = getattr(self, kind.name)
        if kind.single:
            return () if held is None else (held,)
        return tuple(held)

    def with_records(self, kind: Kind, records: Iterable[Record]) -> Self:
        """The document with the records of one kind replaced (not checked, not sorted)."""
        held = tuple(records)
        return self.model_copy(update={kind.name: (held[0] if held else None) if kind.single else held})

    def ids_of_label(self) -> dict[str, set[str]]:
        """For each node label the ids the document holds: what a reference may name."""
        ids: dict[str, set[str]] = {}
        for kind in KINDS:
            if isinstance(kind.shape, Node) and kind.shape.id == "id":
                ids.setdefault(kind.shape.label, set()).update(record.id for record in self.of(kind))  # type: ignore[attr-defined]
        return ids


def sort_records(kind: Kind, records: Iterable[Record]) -> tuple[Record, ...]:
    """Records in the order of their keys, their inner lists in canonical order."""
    return tuple(sorted((record.canonical() for record in records), key=kind.key_of))


# -- content ----------------------------------------------------------------------------------------------------------


def content_hash(kind: str, record: Record) -> int:
    """128 bits that name a record's content: equal kind and content, equal hash."""
    content = record.model_dump_json(exclude=set(record.unhashed) or None)
    digest = blake2b(kind.encode() + content.encode(), digest_size=16)
    return int.from_bytes(digest.digest())


def fingerprint(document: AccountDocument | None) -> int:
    """128 bits that name a document's content, whatever the order of its lists: the sum of its records' hashes."""
    if document is None:
        return 0
    return sum(content_hash(kind.name, record) for kind in KINDS for record in document.of(kind)) % 2**128


# -- changing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One record before and after; None before means created, None after means deleted."""

    kind: Kind
    key: Key
    before: Record | None
    after: Record | None


@dataclass(frozen=True)
class Difference:
    """What has to be written to get from one document to another, and how much stays as it is."""

    changes: tuple[Change, ...]
    unchanged: int

    @property
    def created(self) -> int:
        return sum(change.before is None for change in self.changes)

    @property
    def deleted(self) -> int:
        return sum(change.after is None for change in self.changes)

    @property
    def updated(self) -> int:
        return len(self.changes) - self.created - self.deleted

    def fingerprint_from(self, before: int) -> int:
        """The fingerprint after the change, given the one before it."""
        for change in self.changes:
            before -= content_hash(change.kind.name, change.before) if change.before else 0
            before += content_hash(change.kind.name, change.after) if change.after else 0
        return before % 2**128


def difference(before: AccountDocument | None, after: AccountDocument | None) -> Difference:
    """The changes from `before` to `after` in document order, by key. Both canonical; None stands for no document at all."""
    changes: list[Change] = []
    unchanged = 0
    for kind in KINDS:
        old, new = (document.of(kind) if document else () for document in (before, after))
        if old is new:
            unchanged += len(old)
            continue
        old_by_key = {kind.key_of(record): record for record in old}
        new_by_key = {kind.key_of(record): record for record in new}
        for key, record in new_by_key.items():
            known = old_by_key.get(key)
            if known is record or known == record:
                unchanged += 1
            else:
                changes.append(Change(kind, key, known, record))
        changes.extend(Change(kind, key, record, None) for key, record in old_by_key.items() if key not in new_by_key)
    return Difference(tuple(changes), unchanged)


def find(document: AccountDocument, kind_name: str, key: Key) -> Record | None:
    """The record of a kind with that key, or None."""
    kind = KIND_OF[kind_name]
    return next((record for record in document.of(kind) if kind.key_of(record) == key), None)
