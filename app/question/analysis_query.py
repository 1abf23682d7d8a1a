"""What every analysis read is asked with: for which opportunity, as of which day, with which parameters of the method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from graph.draft import faults_of
from graph.errors import Fault, InvalidDocument
from graph.method import DEFAULT, Method

LAYERS = ("reporting", "influence", "ties", "layout")
DEFAULT_LAYERS = frozenset(LAYERS[:3])


@dataclass(frozen=True)
class AnalysisQuery:
    """The question. Hashable: the same question about the same revision has the same answer.

    Without `as_of` it is asked as of today where the account is. `snapshot` asks about that kept map (`newest`: the newest not
    after `as_of`) in place of the live one, as of its own day unless the caller named one.
    """

    opportunity: str | None = None
    as_of: date | None = None
    method: str = ""
    snapshot: str | None = None

    @property
    def day(self) -> date:
        """The day of a question that has one. Raises ValueError where today is still to be looked up."""
        if self.as_of is None:
            raise ValueError("no day yet")
        return self.as_of

    @property
    def parameters(self) -> Method:
        """The defaults with `name:value` overrides put over them. Raises InvalidDocument for unknown names or values."""
        if not self.method:
            return DEFAULT
        given: dict[str, object] = {}
        for part in self.method.split(","):
            name, colon, value = part.strip().partition(":")
            if not colon or not name or name in given or not value:
                raise InvalidDocument(
                    (Fault("/query/method", "out-of-range", part[:100], {"pattern": "name:value,…"}),)
                )
            outer, dot, rank = name.partition(".")
            if dot:
                ranks = given.setdefault(outer, {})
                if not isinstance(ranks, dict):
                    raise InvalidDocument((Fault("/query/method", "unknown-field", name[:100]),))
                ranks[rank] = value
            else:
                given[name] = value
        try:
            return Method.model_validate(DEFAULT.model_dump() | given)
        except ValidationError as error:
            raise InvalidDocument(faults_of(error, "/query/method")) from None
