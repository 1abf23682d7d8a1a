"""Questions about an account, answered once per revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from app.auth.service import Actor
from app.json_text import json_of
from app.power_map import explain_view, path_view, view
from app.power_map.explain_schemas import PersonExplanationAnswer
from app.power_map.focus import Focus, people_in, restrict
from app.power_map.path_schemas import Paths
from app.power_map.schemas import CoverageGaps, DecisionChain, KeyPeople
from app.power_map.what_if_schemas import WhatIfAnswer
from app.question.analysis_query import AnalysisQuery
from app.question.answer import question_of
from app.question.snapshot_graph import past_map
from graph.accounts import Accounts, LoadedAccount
from graph.analysis.decision_chain import decision_chain as chain_of
from graph.analysis.paths import PathKind
from graph.analysis.pipeline import Analysis, analyse
from graph.analysis.scenario import Change, read_changes
from graph.analysis.what_if import side
from graph.analysis.what_if import what_if as suppose
from graph.borrowed_people import Lent
from graph.borrowing import VoteElsewhere, votes_elsewhere
from graph.computing import Lane, compute
from graph.draft import load_json
from graph.errors import Fault, InvalidDocument, NotFound
from graph.kinds import Account
from graph.kinds.fields import composed
from graph.layout.layout import Layout, lay_out
from graph.method import Method
from graph.power_graph import PowerGraph

MOST_PATHS: Final = 20


@dataclass(frozen=True)
class PathsQuery:
    """Which paths: to whom, of which kind, how many."""

    to: str
    kind: PathKind
    k: int


async def analysis(accounts: Accounts, account_id: str, query: AnalysisQuery) -> Analysis:
    """The whole analysis for a question. Raises NotFound for an unknown account or opportunity.

    What other accounts lend is part of what the answer is kept by: when they change, it is made anew.
    """
    method = query.parameters
    if query.snapshot is not None:
        past = await past_map(accounts, account_id, query)
        return await past.analysis(accounts)
    account = await accounts.current(account_id)
    query = replace(query, as_of=query.as_of or accounts.today(account.document.account))
    lent = await accounts.lent(account.document)
    question = (query.opportunity, query.as_of, query.method, lent)
    return await accounts.answer_of(account, question, partial(analysis_of, query=query, method=method, lent=lent))


def analysis_of(account: LoadedAccount, query: AnalysisQuery, method: Method, lent: tuple[Lent, ...]) -> Analysis:
    """The analysis of a live document, computed here and now."""
    graph = PowerGraph.of(
        account.document,
        as_of=query.day,
        opportunity=query.opportunity,
        method=method,
        revision=account.revision,
        lent=lent,
    )
    return analyse(graph)


async def lendings(accounts: Accounts, actor: Actor, account: Account) -> tuple[VoteElsewhere, ...]:
    """Where people of an account vote in other accounts now, as far as the actor sees those."""
    rows = await votes_elsewhere(accounts.store.read, account.id, account.parent_id)
    seen = {other for other in {row.account_id for row in rows} if await actor.sees(accounts.store, other)}
    return tuple(row for row in rows if row.account_id in seen)


async def power_map_json(
    accounts: Accounts, actor: Actor, account_id: str, query: AnalysisQuery, layers: frozenset[str], focus: Focus
) -> bytes:
    """The main answer as JSON, kept as long as what it is made of."""
    analysed = await analysis(accounts, account_id, query)
    live = query.snapshot is None and actor.clearance == "full"  # other accounts' votes are read past the document
    elsewhere = await lendings(accounts, actor, analysed.power.recorded.account) if live else ()
    placed = await layout(accounts, analysed) if "layout" in layers else None

    def make() -> bytes:
        people = people_in(analysed, focus)
        whole = view.power_map(analysed, layers, elsewhere, placed)
        shown = restrict(whole, people) if len(people) < len(analysed.power.ids) else whole
        return json_of(shown)

    return await accounts.derived(analysed.power, ("power-map", layers, elsewhere, focus), make, Lane.ANSWER)


async def layout(accounts: Accounts, analysed: Analysis) -> Layout:
    """Where everybody stands on the map, for the page and for every file; kept as long as the analysis."""
    return await accounts.derived(analysed.power, "layout", lambda: lay_out(analysed.power))


async def key_people(accounts: Accounts, account_id: str, query: AnalysisQuery) -> KeyPeople:
    """Who decides, in order."""
    analysed = await analysis(accounts, account_id, query)
    return await compute(lambda: view.key_people(analysed), Lane.ANSWER)


async def coverage_gaps(accounts: Accounts, account_id: str, query: AnalysisQuery) -> CoverageGaps:
    """Where we are not covered."""
    analysed = await analysis(accounts, account_id, query)
    return await compute(lambda: view.coverage_gaps(analysed), Lane.ANSWER)


async def decision_chain(
    accounts: Accounts, account_id: str, query: AnalysisQuery, *, veto_in_game: bool
) -> DecisionChain:
    """The stages of an opportunity."""
    analysed = await analysis(accounts, account_id, query)
    if query.opportunity is None:
        raise NotFound("opportunity", "")

    def make() -> DecisionChain:
        stages = chain_of(
            analysed.power,
            analysed.electorate,
            analysed.settled_attitudes,
            analysed.standing,
            veto_in_game=veto_in_game,
        )
        return view.decision_chain(analysed, stages, veto_in_game=veto_in_game)

    return await accounts.derived(analysed.power, ("decision-chain", veto_in_game), make)


async def paths(accounts: Accounts, account_id: str, query: AnalysisQuery, which: PathsQuery) -> Paths:
    """Ways to a person. Raises NotFound for someone unknown."""
    analysed = await analysis(accounts, account_id, query)
    analysed.power.require_person(which.to)
    return await accounts.derived(
        analysed.power, which, lambda: path_view.paths(analysed, which.to, which.kind, which.k)
    )


async def explanation(
    accounts: Accounts, account_id: str, query: AnalysisQuery, person: str
) -> PersonExplanationAnswer:
    """Why a person has the score they have. Raises NotFound for someone unknown."""
    analysed = await analysis(accounts, account_id, query)
    return await compute(lambda: explain_view.explanation(analysed, person))


async def what_if(accounts: Accounts, account_id: str, query: AnalysisQuery, body: bytes) -> WhatIfAnswer:
    """What the changes of the body would bring. Nothing is stored.

    Raises Malformed, InvalidDocument for faults and ids that name nothing, Conflict for a broken rule of the graph.
    """
    opportunity, changes = await compute(lambda: _question(load_json(body)), Lane.DOCUMENT)
    if opportunity is not None:
        query = replace(query, opportunity=opportunity)
    before = await analysis(accounts, account_id, query)

    def answer() -> WhatIfAnswer:
        supposed = suppose(before, changes)
        return WhatIfAnswer(
            **question_of(before.power),
            before=side(before),
            after=side(supposed.after),
            difference=supposed.difference(),
            successors=dict(supposed.successors),
        )

    return await compute(answer)


def _question(data: object) -> tuple[str | None, tuple[Change, ...]]:
    """The opportunity (None when not named) and the changes of a what-if body."""
    if not isinstance(data, dict):
        raise InvalidDocument((Fault("", "wrong-type", None, {"expected": "object"}),))
    known = {"opportunity", "changes"}
    faults = [Fault(f"/{name[:100]}", "unknown-field", name[:100]) for name in data if name not in known]
    opportunity = data.get("opportunity")
    if not isinstance(opportunity, str | None):
        faults.append(Fault("/opportunity", "wrong-type", None, {"expected": "string"}))
    if "changes" not in data:
        faults.append(Fault("/changes", "missing-field"))
    if faults:
        raise InvalidDocument(tuple(faults))
    return opportunity and composed(opportunity).strip(), read_changes(data["changes"])
