"""Questions about an account, answered once per revision."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Final

from app.auth.service import Actor
from app.power_map import explain_view, path_view, view, what_if_view
from app.power_map.explain_schemas import PersonExplanationAnswer
from app.power_map.path_schemas import Paths
from app.power_map.schemas import CoverageGaps, DecisionChain, KeyPeople, PowerMap
from app.power_map.what_if_schemas import WhatIfAnswer
from app.question.analysis_query import DEFAULT_LAYERS, AnalysisQuery
from app.question.snapshot_graph import kept_map
from graph.accounts import Accounts, LoadedAccount
from graph.analysis import scenario as supposed
from graph.analysis import what_if as supposition
from graph.analysis.decision_chain import decision_chain as chain_of
from graph.analysis.paths import PathKind
from graph.analysis.pipeline import Analysis, analyse
from graph.borrowing import VoteElsewhere, votes_elsewhere
from graph.draft import load_json
from graph.errors import Fault, InvalidDocument, NotFound
from graph.kinds import Account
from graph.layout.layout import Layout, lay_out
from graph.power_graph import PowerGraph

MOST_PATHS: Final = 20


@dataclass(frozen=True)
class PathsAsked:
    """Which paths: to whom, of which kind, how many."""

    to: str
    kind: PathKind
    k: int


async def analysis(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> Analysis:
    """The whole analysis for a question. Raises NotFound for an unknown account or opportunity.

    What other accounts lend is part of what the answer is kept by: when they change, it is made anew.
    """
    method = asked.parameters
    if asked.snapshot is not None:
        past = await kept_map(accounts, account_id, asked)
        return await accounts.answer(account_id, asked, lambda _: analyse(past.graph(asked.opportunity, method)))
    held = await accounts.held(account_id)
    lent = await accounts.lent(held.document)

    def make(held: LoadedAccount) -> Analysis:
        return analyse(
            PowerGraph.of(
                held.document,
                as_of=asked.as_of,
                opportunity=asked.opportunity,
                method=method,
                revision=held.revision,
                lent=lent,
            )
        )

    return await accounts.answer_of(held, (asked, lent), make)


async def lendings(accounts: Accounts, actor: Actor, account: Account) -> tuple[VoteElsewhere, ...]:
    """Where people of an account vote in other accounts now, as far as the actor sees those."""
    rows = await votes_elsewhere(accounts.store.read, account.id, account.parent_id)
    seen = {other for other in {row.account_id for row in rows} if await actor.sees(accounts.store, other)}
    return tuple(row for row in rows if row.account_id in seen)


async def power_map(
    accounts: Accounts, account_id: str, asked: AnalysisQuery, layers: frozenset[str] = DEFAULT_LAYERS
) -> PowerMap:
    """The main answer; what its people do in other accounts is told to who asks as an actor only."""
    return view.power_map(await analysis(accounts, account_id, asked), layers)


async def power_map_json(
    accounts: Accounts, actor: Actor, account_id: str, asked: AnalysisQuery, layers: frozenset[str]
) -> bytes:
    """The main answer as JSON, kept as long as what it is made of."""
    found = await analysis(accounts, account_id, asked)
    live = asked.snapshot is None
    elsewhere = await lendings(accounts, actor, found.power.recorded.account) if live else ()
    placed = await layout(accounts, account_id, found) if "layout" in layers else None

    def make(_: LoadedAccount) -> bytes:
        return view.power_map(found, layers, elsewhere, placed).model_dump_json().encode()

    return await accounts.answer(account_id, (found, layers, elsewhere), make)


async def layout(accounts: Accounts, account_id: str, found: Analysis) -> Layout:
    """Where everybody stands on the map, for the page and for every file; kept as long as the analysis."""
    return await accounts.answer(account_id, (found, "layout"), lambda _: lay_out(found.power))


async def key_people(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> KeyPeople:
    """Who decides, in order."""
    return view.key_people(await analysis(accounts, account_id, asked))


async def coverage_gaps(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> CoverageGaps:
    """Where we are not covered."""
    return view.coverage_gaps(await analysis(accounts, account_id, asked))


async def decision_chain(
    accounts: Accounts, account_id: str, asked: AnalysisQuery, *, veto_in_game: bool
) -> DecisionChain:
    """The stages of an opportunity."""
    found = await analysis(accounts, account_id, asked)
    if asked.opportunity is None:
        raise NotFound("opportunity", "")
    stages = chain_of(found.power, found.electorate, found.settled_attitudes, found.standing, veto_in_game=veto_in_game)
    return view.decision_chain(found, stages, veto_in_game=veto_in_game)


async def paths(accounts: Accounts, account_id: str, asked: AnalysisQuery, which: PathsAsked) -> Paths:
    """Ways to a person. Raises NotFound for someone unknown."""
    found = await analysis(accounts, account_id, asked)
    if which.to not in found.power.people:
        raise NotFound("person", which.to)
    return await accounts.answer(
        account_id, (found, which), lambda _: path_view.paths(found, which.to, which.kind, which.k)
    )


async def explanation(
    accounts: Accounts, account_id: str, asked: AnalysisQuery, person: str
) -> PersonExplanationAnswer:
    """Why a person has the score they have. Raises NotFound for someone unknown."""
    found = await analysis(accounts, account_id, asked)
    return await asyncio.to_thread(lambda: explain_view.explanation(found, person))


async def what_if(accounts: Accounts, account_id: str, asked: AnalysisQuery, body: bytes) -> WhatIfAnswer:
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
