"""Rules of influence and ties."""

from __future__ import annotations

from collections.abc import Iterator

from graph.document import AccountDocument
from graph.kinds import INFLUENCE, TIES
from graph.rules.broken import Broken


def nobody_influences_themselves(document: AccountDocument) -> Iterator[Broken]:
    for edge in document.influence:
        if edge.source == edge.target:
            yield Broken(INFLUENCE, edge, "/target", "self-edge", edge.target)


def ties_join_two_people(document: AccountDocument) -> Iterator[Broken]:
    for tie in document.ties:
        if tie.a == tie.b:
            yield Broken(TIES, tie, "/b", "self-edge", tie.b)
