"""What the driver says went wrong, as errors of ours: whether trying again may help, and what callers are told."""

from __future__ import annotations

from typing import Final

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.errors import Conflict, QueryTooSlow, StoreDamaged, StoreUnavailable

_VANISHED: Final = "Neo.ClientError.Statement.EntityNotFound"
_NO_DATABASE: Final = "Neo.ClientError.Database.DatabaseNotFound"
_OUT_OF_MEMORY: Final = "MemoryPoolOutOfMemory"
LOST: Final = (ServiceUnavailable, SessionExpired, OSError, TimeoutError)


def worth_repeating(error: Exception, *, repeat_constraint: bool) -> bool:
    """True if the same may succeed when it is tried again."""
    if isinstance(error, AuthError) or (isinstance(error, Neo4jError) and _OUT_OF_MEMORY in (error.code or "")):
        return False
    if isinstance(error, ConstraintError):
        return repeat_constraint
    if isinstance(error, Neo4jError) and error.code == _VANISHED:
        return True
    if isinstance(error, TimeoutError):
        return False
    if isinstance(error, DriverError | Neo4jError):
        return isinstance(error, (*LOST, TransientError)) or error.is_retryable()
    return True


def as_ours(error: Exception) -> Exception:
    """The error that callers are told."""
    if isinstance(error, ConstraintError):
        return Conflict("another writer stored the same key at the same time")
    if isinstance(error, TimeoutError) or (isinstance(error, Neo4jError) and "TimedOut" in (error.code or "")):
        return QueryTooSlow("the store did not answer in time")
    if (wrong := _wrong_about_us(error)) is not None:
        return StoreUnavailable(f"the store {wrong}")
    if isinstance(error, Neo4jError) and error.code == _VANISHED:
        return StoreDamaged("records refer to others that are not there: if it stays so, the store's files are damaged")
    if isinstance(error, ClientError) and not error.is_retryable():
        return error
    return StoreUnavailable("the store does not answer")


def _wrong_about_us(error: Exception) -> str | None:
    """What the store has against the way it is asked, which asking again does not change."""
    if isinstance(error, AuthError):
        return "refuses our user or password"
    if isinstance(error, Neo4jError) and error.code == _NO_DATABASE:
        return "has no such database"
    return "has an address or settings of no use" if isinstance(error, ConfigurationError) else None
