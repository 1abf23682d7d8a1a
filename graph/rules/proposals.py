"""Rules of suggested edits. Whether one still fits the account is looked at when it is accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError

from graph.document import AccountDocument
from graph.draft import faults_of
from graph.kinds import PROPOSALS, Proposal
from graph.rules.broken import Broken
from graph.suggestions import LISTS, aim_of

REPEATED: Final = frozenset({"rejected-before", "proposed-before"})


def suggestions_lead_somewhere(document: AccountDocument) -> Iterator[Broken]:
    """An open proposal names a place there is, and what it would put there reads as such a record."""
    for proposal in document.proposals:
        if proposal.status == "PROPOSED":
            yield from _misread(proposal)


def _misread(proposal: Proposal) -> Iterator[Broken]:
    aim = aim_of(proposal.path)
    if aim is None or not aim.suits(proposal.action):
        facts = {"action": proposal.action, "expected": ", ".join(LISTS)}
        yield Broken(PROPOSALS, proposal, "/path", "no-such-path", proposal.path, facts)
        return
    if (proposal.record is None) != (proposal.action == "REMOVE"):
        code = "missing-field" if proposal.record is None else "unknown-field"
        yield Broken(PROPOSALS, proposal, "/record", code)
    elif proposal.action == "CHANGE":
        for name in json.loads(proposal.record or "{}"):
            if name not in aim.model.model_fields:
                yield Broken(PROPOSALS, proposal, f"/record/{name[:100]}", "unknown-field", name[:100])
    elif proposal.record is not None:
        try:
            aim.model.model_validate_json(proposal.record)
        except ValidationError as error:
            for fault in faults_of(error, "/record"):
                yield Broken(PROPOSALS, proposal, fault.pointer, fault.code, fault.value, fault.facts)


def nothing_is_suggested_again(document: AccountDocument) -> Iterator[Broken]:
    """What was rejected is not proposed again, and what is open not twice."""
    known: dict[tuple[str, str, str | None], Proposal] = {}
    open_last = sorted(document.proposals, key=lambda one: one.status == "PROPOSED")
    for proposal in open_last:
        same = (proposal.action, proposal.path, proposal.record)
        first = known.get(same)
        if proposal.status == "PROPOSED" and first is not None:
            code = "rejected-before" if first.status == "REJECTED" else "proposed-before"
            facts = {"on": str(first.decided_on or "-"), "by": first.decided_by or "-"}
            yield Broken(PROPOSALS, proposal, "", code, first.id, facts)
        elif proposal.status != "ACCEPTED":
            known[same] = proposal
