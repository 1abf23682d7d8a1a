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
    Source,
    Strength,
    Text,
    TieKind,
    Until,
)
from graph.kinds.kind import Edge, Filter, Kind, Listing, Property, Record, Words


class Influence(Record):
    """`source` influences `target`. Kinds between one pair combine to 1 - product of (1 - strength) (method 1)."""

    source: Id
    """The person who moves the other."""
    target: Id
    """The person who is moved."""
    strength: Strength
    kind: InfluenceKind = "PROFESSIONAL"
    """What the influence rests on."""
    confidence: Confidence = 3
    evidence: Text = ""
    """What the claim rests on; empty: nobody said."""
    reported_by: Source = None
    """Member who reported it; null: unknown."""
    on: Day | None = None
    """Day it was learned, unknown to an earlier `as_of`; null: unknown."""
    since: Since = None
    until: Until = None


class Tie(Record):
    """Without direction; its ends are stored in the order of their ids. Never an influence edge (method 1)."""

    a: Id
    """The person at one end."""
    b: Id
    """The person at the other end."""
    kind: TieKind = "ACQUAINTANCE"
    """What ties the two."""
    note: Text = ""
    """Free text."""
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
    author="reported_by",
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
    words={
        "influence": Words(
            ("Influence", "影响关系"),
            ("Who moves whom, how strongly, and how we know.", "谁影响谁、强度如何、依据是什么。"),
            fields={"on": ("Learned on", "获知日期")},
            field_aliases={
                "on": ("date", "日期"),
                "source": ("source", "起点", "来源"),
                "target": ("target", "终点", "目标"),
            },
            meanings={"on": ("Earlier days do not know it.", "该日之前不计入分析。")},
        ),
    },
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
    words={
        "ties": Words(
            ("Ties", "冲突与同盟"),
            ("Conflicts, alliances, acquaintances.", "冲突、同盟与相识关系。"),
            also=("同盟与冲突",),
            fields={"on": ("Learned on", "获知日期")},
            meanings={"on": ("Earlier days do not know it.", "该日之前不计入分析。")},
        ),
    },
)
