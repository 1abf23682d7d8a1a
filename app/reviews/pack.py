"""The review pack, composed of the answers that are there; it computes nothing of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.power_map import view
from app.power_map.service import analysis
from app.question.analysis_query import DEFAULT_LAYERS, AnalysisQuery
from app.question.snapshot_graph import resolved
from app.reviews.pack_schemas import ReviewPack
from app.reviews.policies import policy_of
from app.reviews.service import item_of, known_at, seen_of
from graph.accounts import Accounts
from graph.analysis.comparison import compare
from graph.analysis.gate import Bid, Policy, review
from graph.analysis.measures import point_of
from graph.analysis.pipeline import Analysis
from graph.analysis.planning import plan_of
from graph.analysis.relationships import department_scores
from graph.errors import NotFound
from graph.snapshots import SnapshotRow, list_snapshots


@dataclass(frozen=True)
class _Reviewed:
    """The map under review, the snapshot it is of, the snapshots known when that was taken, and the maps of those before it."""

    found: Analysis
    own: SnapshotRow | None
    known: tuple[SnapshotRow, ...]
    past: tuple[tuple[SnapshotRow, Analysis], ...]


async def review_pack(
    accounts: Accounts, account_id: str, asked: AnalysisQuery, policy: str | None = None
) -> ReviewPack:
    """The pack of an opportunity: of the live map, or of a snapshot, which gives the same bytes whenever it is asked.

    Raises NotFound for an unknown account, opportunity, snapshot or policy version.
    """
    if asked.opportunity is None:
        raise NotFound("opportunity", "")
    rules = policy_of(policy)
    await accounts.held(account_id)
    rows = await list_snapshots(accounts.store, account_id)
    own = None
    if asked.snapshot is not None:
        own, asked = resolved(rows, asked)
    found = await analysis(accounts, account_id, asked)
    known = known_at(rows, own)
    past = []
    for row in _before(known, own, asked.opportunity, found.power.as_of):
        then = replace(asked, snapshot=row.id, dated=False)
        past.append((row, await analysis(accounts, account_id, then)))
    seen = _Reviewed(found, own, known, tuple(past))
    return await asyncio.to_thread(_composed, seen, rules)


def _before(
    known: Sequence[SnapshotRow], own: SnapshotRow | None, opportunity: str | None, as_of: date
) -> tuple[SnapshotRow, ...]:
    """The snapshots for the opportunity or none that show a day up to the one asked about, oldest first."""
    return tuple(
        row
        for row in known
        if row is not own and row.opportunity in {None, opportunity} and row.as_of <= as_of.isoformat()
    )


def _composed(seen: _Reviewed, policy: Policy) -> ReviewPack:
    found = seen.found
    power = found.power
    shown = seen.own.id if seen.own else None
    previous = seen.past[-1] if seen.past else None
    return ReviewPack(
        account=power.document.account.id,
        opportunity=power.opportunity.id if power.opportunity else "",
        as_of=power.as_of,
        revision=power.revision,
        snapshot=item_of(seen.own) if seen.own else None,
        previous=item_of(previous[0]) if previous else None,
        power_map=view.power_map(found, DEFAULT_LAYERS),
        decision_chain=view.decision_chain(found, found.stages, veto_in_game=False),
        competitors=[*(point_of(then, row.id) for row, then in seen.past), point_of(found, shown)],
        plan=plan_of(found, department_scores(power)),
        review=review(Bid(found, seen_of(seen.known)), policy, shown),
        changes=compare(previous[1], found, (previous[0].id, shown or "")) if previous else None,
    )
