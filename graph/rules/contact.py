"""Rules of interactions."""

from __future__ import annotations

from collections.abc import Iterator

from graph.document import AccountDocument
from graph.kinds import INTERACTIONS
from graph.rules.broken import Broken


def hospitality_names_its_compliance_reference(document: AccountDocument) -> Iterator[Broken]:
    for interaction in document.interactions:
        if interaction.kind == "HOSPITALITY" and not interaction.compliance_ref:
            yield Broken(INTERACTIONS, interaction, "/compliance_ref", "compliance-ref", interaction.compliance_ref)
