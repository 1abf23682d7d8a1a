"""How the two companies are with each other, answered once per revision."""

from __future__ import annotations

from app.power_map.service import analysis
from app.question.analysis_query import AnalysisQuery
from graph.accounts import Accounts
from graph.analysis.relationships import RelationshipsView
from graph.analysis.relationships import relationships as view_of


async def relationships(accounts: Accounts, account_id: str, query: AnalysisQuery) -> RelationshipsView:
    """The three relationships with level, stage, phase, mesh and falls."""
    analysed = await analysis(accounts, account_id, query)
    return await accounts.derived(
        analysed.power, "relationships", lambda: view_of(analysed.power, analysed.deciders.decision_influence)
    )
