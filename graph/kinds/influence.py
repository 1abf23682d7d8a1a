"""Who moves whom, and the ties between people that have no direction."""

from __future__ import annotations

from typing import Self

from graph.kinds.fields import (
    Confidence,
    Day,
    Id,
    InfluenceKind,
    LearnedOn,
    OptionalConfidence,
    Since,
    Strength,
    Text,
    TieKind,
    Until,
)
from graph.kinds.kind import Edge, Filter, Kind, Listing, Property, Record


class Influence(Record):
    """`source` influences `target`. Several kinds between one pair combine to 1 - product of (1 - strength) (method 1)."""

    source: Id
    target: Id
    strength: Strength
    kind: InfluenceKind = "PROFESSIONAL"
    confidence: Confidence = 3
    evidence: Text = ""
    reported_by: Id | None = None
    on: Day | None = None
    since: Since = None
    until: Until = None


class Tie(Record):
    """A tie without direction; its ends are stored in the order of their ids. Never an influence edge (method 1)."""

    a: Id
    b: Id
    kind: TieKind = "ACQUAINTANCE"
    note: Text = ""
    confidence: OptionalConfidence = None
    on: LearnedOn = None
    since: Since = None
    until: Until = None

    def canonical(self) -> Self:
        return self if self.a <= self.b else self.model_copy(update={"a": self.b, "b": self.a})


INFLUENCE = Kind(
    "influence",
    Influence,
    key=("source", "target", "kind"),
    shape=Edge(
        "source",
        "target",
        "Person",
        "Person",
        types=(("", "INFLUENCES"),),
        key="kind",
        properties=(
            Property("strength"),
            Property("confidence"),
            Property("evidence"),
            Property("reported_by", to="Member"),
            Property("on"),
            Property("since"),
            Property("until"),
        ),
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "influence",
        "influence",
        {"source": "P26", "target": "P09", "strength": 0.4, "kind": "PROFESSIONAL", "evidence": "drafts the lists"},
        filters=("source", "target", "kind", "reported_by"),
    ),
)
TIES = Kind(
    "ties",
    Tie,
    key=("kind", "a", "b"),
    unordered=("a", "b"),
    shape=Edge(
        "a",
        "b",
        "Person",
        "Person",
        types=(("CONFLICT", "CONFLICTS_WITH"), ("ALLIANCE", "ALLIED_WITH"), ("ACQUAINTANCE", "KNOWS")),
        type_field="kind",
        properties=tuple(Property(field) for field in ("note", "confidence", "on", "since", "until")),
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "tie",
        "ties",
        {"a": "P09", "b": "P26", "kind": "ALLIANCE", "note": "same class"},
        filters=("kind", Filter("person", ("a", "b"), "At either end.")),
    ),
)
