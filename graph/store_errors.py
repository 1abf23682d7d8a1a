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

from graph.errors import Conflict, QueryTooSlow, StoreUnavailable

_VANISHED: Final = "Neo.ClientError.Statement.EntityNotFound"
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
    if isinstance(error, AuthError):
        return StoreUnavailable("the store refuses our user or password")
    if isinstance(error, ClientError) and not error.is_retryable() and error.code != _VANISHED:
        return error
    if isinstance(error, ConfigurationError):
        return StoreUnavailable("the store's address or settings cannot be used")
    return StoreUnavailable("the store does not answer")
