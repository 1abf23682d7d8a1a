"""Questions about an account, answered once per revision."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Final

from app.power_map import explain_view, path_view, view, what_if_view
from app.power_map.asked import DEFAULT_LAYERS, Asked
from app.power_map.explain_schemas import PersonExplanationAnswer
from app.power_map.kept import kept_map
from app.power_map.path_schemas import Paths
from app.power_map.schemas import CoverageGaps, DecisionChain, KeyPeople, PowerMap
from app.power_map.what_if_schemas import WhatIfAnswer
from graph.accounts import Accounts, Held
from graph.analysis import supposed
from graph.analysis import what_if as supposition
from graph.analysis.decision_chain import decision_chain as chain_of
from graph.analysis.paths import PathKind
from graph.analysis.whole import Analysis, analyse
from graph.document import load_json
from graph.errors import Fault, InvalidDocument, NotFound
from graph.power_graph import PowerGraph

MOST_PATHS: Final = 20


@dataclass(frozen=True)
class PathsAsked:
    """Which paths: to whom, of which kind, how many."""

    to: str
    kind: PathKind
    k: int


async def analysis(accounts: Accounts, account_id: str, asked: Asked) -> Analysis:
    """The whole analysis for a question. Raises NotFound for an unknown account or opportunity."""
    method = asked.parameters
    past = await kept_map(accounts, account_id, asked) if asked.snapshot is not None else None

    def make(held: Held) -> Analysis:
        document, revision, as_of = past.read() if past else (held.document, held.revision, asked.as_of)
        return analyse(
            PowerGraph.of(document, as_of=as_of, opportunity=asked.opportunity, method=method, revision=revision)
        )

    return await accounts.answer(account_id, asked, make)


async def power_map(
    accounts: Accounts, account_id: str, asked: Asked, layers: frozenset[str] = DEFAULT_LAYERS
) -> PowerMap:
    """The main answer."""
    return view.power_map(await analysis(accounts, account_id, asked), layers)


async def power_map_json(accounts: Accounts, account_id: str, asked: Asked, layers: frozenset[str]) -> bytes:
    """The main answer as JSON, kept as long as the revision."""
    found = await analysis(accounts, account_id, asked)
    return await accounts.answer(
        account_id, (asked, layers), lambda _: view.power_map(found, layers).model_dump_json().encode()
    )


async def key_people(accounts: Accounts, account_id: str, asked: Asked) -> KeyPeople:
    """Who decides, in order."""
    return view.key_people(await analysis(accounts, account_id, asked))


async def coverage_gaps(accounts: Accounts, account_id: str, asked: Asked) -> CoverageGaps:
    """Where we are not covered."""
    return view.coverage_gaps(await analysis(accounts, account_id, asked))


async def decision_chain(accounts: Accounts, account_id: str, asked: Asked, *, veto_in_game: bool) -> DecisionChain:
    """The stages of an opportunity."""
    found = await analysis(accounts, account_id, asked)
    if asked.opportunity is None:
        raise NotFound("opportunity", "")
    stages = chain_of(found.power, found.electorate, found.standing, veto_in_game=veto_in_game)
    return view.decision_chain(found, stages, veto_in_game=veto_in_game)


async def paths(accounts: Accounts, account_id: str, asked: Asked, which: PathsAsked) -> Paths:
    """Ways to a person. Raises NotFound for someone unknown."""
    found = await analysis(accounts, account_id, asked)
    if which.to not in found.power.people:
        raise NotFound("person", which.to)
    return await accounts.answer(
        account_id, (asked, which), lambda _: path_view.paths(found, which.to, which.kind, which.k)
    )


async def explanation(accounts: Accounts, account_id: str, asked: Asked, person: str) -> PersonExplanationAnswer:
    """Why a person has the score they have. Raises NotFound for someone unknown."""
    found = await analysis(accounts, account_id, asked)
    return await asyncio.to_thread(lambda: explain_view.explanation(found, person))


async def what_if(accounts: Accounts, account_id: str, asked: Asked, body: bytes) -> WhatIfAnswer:
    """What the changes of the body would bring. Nothing is stored.

    Raises Malformed, InvalidDocument for faults and ids that name nothing, Conflict for a broken rule of the graph.
    """
    opportunity, changes = _question(load_json(body))
    if opportunity is not None:
        asked = replace(asked, opportunity=opportunity)
    before = await analysis(accounts, account_id, asked)
    return await asyncio.to_thread(lambda: what_if_view.what_if(supposition.what_if(before, changes)))


def _question(data: object) -> tuple[str | None, tuple[supposed.Change, ...]]:
    """The opportunity (None when not named) and the changes of a what-if body."""
    if not isinstance(data, dict):
        raise InvalidDocument((Fault("", "wrong-type", None, {"expected": "object"}),))
    known = {"opportunity", "changes"}
    faults = [Fault(f"/{name}", "unknown-field", name[:100]) for name in data if name not in known]
    opportunity = data.get("opportunity")
    if not isinstance(opportunity, str | None):
        faults.append(Fault("/opportunity", "wrong-type", None, {"expected": "string"}))
    if "changes" not in data:
        faults.append(Fault("/changes", "missing-field"))
    if faults:
        raise InvalidDocument(tuple(faults))
    return opportunity, supposed.read_changes(data["changes"])
