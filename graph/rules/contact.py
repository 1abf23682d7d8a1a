"""Rules of interactions and of who looks after whom."""

from __future__ import annotations

from collections.abc import Iterator

from graph.document import AccountDocument
from graph.kinds import COVERAGE, INTERACTIONS
from graph.rules.broken import Broken


def hospitality_names_its_compliance_reference(document: AccountDocument) -> Iterator[Broken]:
    for interaction in document.interactions:
        if interaction.kind == "HOSPITALITY" and not interaction.compliance_ref:
            yield Broken(INTERACTIONS, interaction, "/compliance_ref", "compliance-ref", interaction.compliance_ref)


def overrides_say_why_and_when(document: AccountDocument) -> Iterator[Broken]:
    """A level in place of the computed one has its reason and its day, and neither stands without it."""
    for coverage in document.coverage:
        given = {
            "override_level": coverage.override_level,
            "override_reason": coverage.override_reason or None,
            "override_on": coverage.override_on,
        }
        missing = [field for field, value in given.items() if value is None]
        if missing and len(missing) < len(given):
            yield Broken(COVERAGE, coverage, f"/{missing[0]}", "override-unexplained", None)
