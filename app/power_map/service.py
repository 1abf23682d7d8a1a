"""Questions about an account, answered once per revision."""

from __future__ import annotations

from app.power_map import view
from app.power_map.asked import DEFAULT_LAYERS, Asked
from app.power_map.schemas import CoverageGaps, DecisionChain, KeyPeople, PowerMap
from graph.accounts import Accounts, Held
from graph.analysis.decision_chain import decision_chain as chain_of
from graph.analysis.whole import Analysis, analyse
from graph.errors import NotFound
from graph.power_graph import PowerGraph


async def analysis(accounts: Accounts, account_id: str, asked: Asked) -> Analysis:
    """The whole analysis for a question. Raises NotFound for an unknown account or opportunity."""
    method = asked.parameters

    def make(held: Held) -> Analysis:
        return analyse(
            PowerGraph.of(
                held.document, as_of=asked.as_of, opportunity=asked.opportunity, method=method, revision=held.revision
            )
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
