"""How the two companies are with each other, answered once per revision."""

from __future__ import annotations

from app.power_map.service import analysis
from app.question.analysis_query import AnalysisQuery
from graph.accounts import Accounts
from graph.analysis.relationships import RelationshipsView
from graph.analysis.relationships import relationships as view_of


async def relationships(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> RelationshipsView:
    """The three relationships with level, stage, phase, mesh and falls."""
    found = await analysis(accounts, account_id, asked)
    return await accounts.answer(
        account_id,
        ("relationships", found),
        lambda _: view_of(found.power, found.deciders.decision_influence),
    )
