"""Rules of interactions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from graph.document import AccountDocument
from graph.kinds import INTERACTIONS
from graph.rules.broken import Broken

_Item = TypeVar("_Item", bound=Hashable)


def repeated(items: Iterable[_Item]) -> Iterator[tuple[int, _Item]]:
    """Every item that stood before, with its place.

    >>> list(repeated(["a", "b", "a"]))
    [(2, 'a')]
    """
    seen: set[_Item] = set()
    for i, item in enumerate(items):
        if item in seen:
            yield i, item
        seen.add(item)


def nobody_takes_part_twice(document: AccountDocument) -> Iterator[Broken]:
    for interaction in document.interactions:
        for field, ids in (("members", interaction.members), ("people", interaction.people)):
            for i, named in repeated(ids):
                yield Broken(INTERACTIONS, interaction, f"/{field}/{i}", "duplicate-id", named)


def hospitality_names_its_compliance_reference(document: AccountDocument) -> Iterator[Broken]:
    for interaction in document.interactions:
        if interaction.kind == "HOSPITALITY" and not interaction.compliance_ref:
            yield Broken(INTERACTIONS, interaction, "/compliance_ref", "compliance-ref", interaction.compliance_ref)
