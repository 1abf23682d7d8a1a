"""What can go wrong in the domain, as facts without an HTTP status (`app/problems.py` maps each to one).

PowerMapError
├── NotFound              no such account, record or opportunity
├── Conflict              the edit breaks a rule of the graph, or the record is not what the caller believes
│   ├── AlreadyExists     a record with that key is there
│   ├── StillReferenced   other records name the one to be deleted
│   ├── StillRunning      the same request is being carried out
│   ├── AlreadyDone       the same request was carried out, and its answer is not known any more
│   ├── Restricted        what is kept of the person is not to be used
│   └── Stale             If-Match names another content than the stored one
├── KeyReused             an idempotency key stands for another request
├── InvalidDocument       the document (or record) has faults; all of them are listed
├── Malformed             the bytes are not acceptable JSON
├── NotAllowed            the actor may not do that
├── Overloaded            more is asked for at once than can be answered in time
├── StoreUnavailable      the store does not answer
│   ├── OutcomeUnknown    … and nobody can tell whether it carried the write out
│   └── QueryTooSlow      the store answers too slowly
└── StoreInconsistent     the store holds something the service did not write
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

FAULTS_KEPT: Final = 1_000
FAULTS_TOLD: Final = 100
"""Faults an answer lists; of more their number is told."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a document.

    `pointer` is the JSON pointer (RFC 6901) into what the caller sent, `code` one of the contract's stable codes, `value`
    the offending value, `facts` what the message shown to people needs (ids, limits, the cycle).
    """

    pointer: str
    code: str
    value: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class Faults(tuple[Fault, ...]):  # noqa: SLOT001 - a tuple takes none
    """Faults in order, of very many the first `FAULTS_KEPT`; `number` counts them all."""

    number: int

    def __new__(cls, *sources: Iterable[Fault], number: int | None = None) -> Self:
        """The faults of every source; those that a source itself no longer holds are counted, too."""
        listed: list[Fault] = []
        count = 0
        for source in sources:
            before = count
            for fault in source:
                if count < FAULTS_KEPT:
                    listed.append(fault)
                count += 1
            if isinstance(source, Faults):
                count = before + source.number
        faults = super().__new__(cls, listed)
        faults.number = count if number is None else number
        return faults


class PowerMapError(Exception):
    """Root of all errors of the domain."""


class NotFound(PowerMapError):
    """There is no such thing: `kind` says what was asked for, `id` its key, empty for the only one of its kind.

    `near` are what may be meant.
    """

    def __init__(self, kind: str, id: str, near: Sequence[str] = ()) -> None:  # noqa: A002 - called id everywhere
        meant = f": did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"no {kind} {id!r}{meant}" if id else f"no {kind}")
        self.kind = kind
        self.id = id


class Conflict(PowerMapError):
    """The request is understood and cannot be carried out against what is stored; `faults` say why, where there are any."""

    def __init__(self, reason: str, faults: Iterable[Fault] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.faults = Faults(faults)


class AlreadyExists(Conflict):
    """A record with that key exists."""


class StillReferenced(Conflict):
    """Other records name the one to be deleted; `referrers` are their paths, each a fault, too."""

    def __init__(self, reason: str, referrers: tuple[str, ...]) -> None:
        super().__init__(reason, tuple(Fault("", "still-referenced", path) for path in referrers))
        self.referrers = referrers


class StillRunning(Conflict):
    """A request with this idempotency key is being carried out."""


class AlreadyDone(Conflict):
    """A request with this idempotency key was carried out; its answer is not known any more."""


class Restricted(Conflict):
    """What is kept of a person is restricted in its use: no answer is made of it."""

    def __init__(self, person: str, since: str, because: str | None) -> None:
        facts = {"since": since, "because": because}
        reason = f"use of what is kept about person {person!r} is restricted since {since} ({because}); lift it first"
        super().__init__(reason, (Fault("", "restricted", person, facts),))


class KeyReused(PowerMapError):
    """An idempotency key was sent before, with another request."""


class Stale(Conflict):
    """The stored content is not the one the caller named; `current` is its ETag."""

    def __init__(self, reason: str, current: str) -> None:
        super().__init__(reason)
        self.current = current


class InvalidDocument(PowerMapError):
    """The document has faults and nothing of it was stored."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = Faults(faults)
        super().__init__(", ".join(sorted({fault.code for fault in self.faults})))


class Malformed(PowerMapError):
    """The bytes are not JSON, not UTF-8, repeat a key or nest too deep; `reason` is a stable word for which."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class NotAllowed(PowerMapError):
    """The actor may not do that."""


class Overloaded(PowerMapError):
    """More is asked for at once than can be answered in time; asking again later helps."""


class StoreUnavailable(PowerMapError):
    """The store does not answer; asking again later may help."""


class OutcomeUnknown(StoreUnavailable):
    """The store went away while it was told to keep a write; it may or may not have done so."""


class QueryTooSlow(StoreUnavailable):
    """The store did not answer within the time allowed."""


class StoreInconsistent(PowerMapError):
    """The store holds what this service never writes: a row of another shape, an edge without its record."""


class StoreDamaged(StoreInconsistent):
    """Part of the store is gone, as when one of its files was cut; nothing is written over what is left."""
