"""The account document: one frozen value that holds everything known of an account.

`difference` says what has to be written to get from one document to another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from pydantic import Field, create_model

from graph.kinds import ACCOUNT, KIND_OF, KINDS, Kind, Record
from graph.kinds.kind import Node

if TYPE_CHECKING:
    from graph.kinds import (
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
        MarketTarget,
        Member,
        Membership,
        MeshCell,
        Opportunity,
        Party,
        Period,
        Person,
        ProductShare,
        Profile,
        Proposal,
        Reporting,
        Target,
        Tie,
        Waiver,
    )

FORMAT: Final = "powermap-account/1"
DEEPEST = 32
Key = tuple[str, ...]


class _Document(Record):
    """A whole account in the format `powermap-account/1`. Lists are sorted by key once stored."""

    format: Literal["powermap-account/1"] = FORMAT
    """Name and version of the format."""

    def canonical(self) -> Self:
        """The same document with every list in the order of its keys, inner lists too."""
        lists = {kind.name: sort_records(kind, self.of(kind)) for kind in KINDS if not kind.single}
        return self.model_copy(update=lists)

    @property
    def leading_opportunity(self) -> str | None:
        """Id of the opportunity the account's figures are about where none is named; None without any.

        One with a stage still open goes before one that is decided, then one with votes, then the larger amount, then the
        smaller id.
        """

        def order(one: Opportunity) -> tuple[bool, bool, float, str]:
            is_open = any(stage.outcome is None for stage in one.stages)
            return not is_open, not any(stage.votes for stage in one.stages), -(one.amount or 0), one.id

        opportunities: tuple[Opportunity, ...] = getattr(self, "opportunities")  # noqa: B009 - the lists come with the kinds
        return min(opportunities, key=order).id if opportunities else None

    def of(self, kind: Kind) -> tuple[Record, ...]:
        """The records of one kind; a single object counts as a list of one or none."""
        content = getattr(self, kind.name)
        if kind.single:
            return () if content is None else (content,)
        return tuple(content)

    def with_records(self, kind: Kind, records: Iterable[Record]) -> Self:
        """The document with the records of one kind replaced (not checked, not sorted)."""
        own = tuple(records)
        return self.model_copy(update={kind.name: (own[0] if own else None) if kind.single else own})

    def ids_of_label(self) -> dict[str, set[str]]:
        """For each node label the ids the document holds: what a reference may name."""
        ids: dict[str, set[str]] = {}
        for kind in KINDS:
            if isinstance(kind.shape, Node) and kind.shape.id == "id":
                ids.setdefault(kind.shape.label, set()).update(record.id for record in self.of(kind))  # type: ignore[attr-defined]
        return ids


if TYPE_CHECKING:  # what type checkers know of the lists; a kind that has no line here is read with `of`

    class AccountDocument(_Document):
        """A document with the list of every kind."""

        account: Account
        vendor: Party | None = None
        competitors: tuple[Party, ...] = ()
        departments: tuple[Department, ...] = ()
        people: tuple[Person, ...] = ()
        reporting: tuple[Reporting, ...] = ()
        influence: tuple[Influence, ...] = ()
        ties: tuple[Tie, ...] = ()
        attitudes: tuple[Attitude, ...] = ()
        team: tuple[Member, ...] = ()
        coverage: tuple[Coverage, ...] = ()
        interactions: tuple[Interaction, ...] = ()
        opportunities: tuple[Opportunity, ...] = ()
        goals: tuple[Goal, ...] = ()
        profiles: tuple[Profile, ...] = ()
        sandbox: tuple[Candidate, ...] = ()
        market_targets: tuple[MarketTarget, ...] = ()
        targets: tuple[Target, ...] = ()
        activities: tuple[Activity, ...] = ()
        mesh: tuple[MeshCell, ...] = ()
        periods: tuple[Period, ...] = ()
        memberships: tuple[Membership, ...] = ()
        assessments: tuple[Assessment, ...] = ()
        product_shares: tuple[ProductShare, ...] = ()
        waivers: tuple[Waiver, ...] = ()
        proposals: tuple[Proposal, ...] = ()

else:

    def _list_of(kind: Kind) -> tuple[Any, Any]:
        default = (... if kind is ACCOUNT else None) if kind.single else ()
        annotation = tuple[kind.model, ...] if not kind.single else kind.model if kind is ACCOUNT else kind.model | None
        return annotation, Field(default=default, description=kind.words[kind.name].purpose[0])

    AccountDocument = create_model(
        "AccountDocument",
        __base__=_Document,
        __doc__=_Document.__doc__,
        __module__=__name__,
        **{kind.name: _list_of(kind) for kind in KINDS},
    )


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
