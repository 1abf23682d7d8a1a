"""Why own Cypher is not answered; each error names the place in the caller's text where it has one."""

from __future__ import annotations

from app.problems import answered
from app.texts.faults import fault_message
from graph.errors import Fault, PowerMapError


class _Placed(Exception):
    """The statement, or its answer, is one that is not given; `faults` say where and what to do instead."""

    def __init__(self, code: str, **facts: object) -> None:
        fault = Fault("/query", code, None, facts)
        super().__init__(fault_message(fault, "en"))
        self.faults = (fault,)


@answered(400, "query-too-complex", "The query is longer or deeper than is read")
class QueryTooComplex(_Placed, PowerMapError):
    """The text is too long, nests too deep or lists too much for any parser to see it."""


@answered(403, "read-only", "Queries only read")
class ReadOnly(_Placed, PowerMapError):
    """The statement would change something."""


@answered(403, "statement-not-allowed", "That statement is not allowed")
class StatementNotAllowed(_Placed, PowerMapError):
    """The statement does something else than read the graph."""


@answered(408, "query-timeout", "The query takes too long")
class QueryTimeout(_Placed, PowerMapError):
    """The query did not end in time, and was stopped."""


@answered(422, "query-too-large", "The query takes too much memory")
class QueryTooLarge(_Placed, PowerMapError):
    """The query, or what it would be asked of, takes more memory than it may."""
