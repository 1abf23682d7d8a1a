"""The review pack, composed of the answers that are there; it computes nothing of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.power_map import view
from app.power_map.service import analysis
from app.question.analysis_query import DEFAULT_LAYERS, AnalysisQuery
from app.question.snapshot_graph import past_maps, resolved, standing_at
from app.reviews.pack_schemas import ReviewPack
from app.reviews.service import item_of, known_at, rules_of, seen_of
from graph.accounts import Accounts
from graph.analysis.comparison import compare
from graph.analysis.gate import Bid, Policy, review
from graph.analysis.pipeline import Analysis
from graph.analysis.planning import plan_of
from graph.analysis.relationships import department_scores
from graph.analysis.trend import Point, point_of
from graph.errors import NotFound
from graph.snapshots import SnapshotRow, list_snapshots


@dataclass(frozen=True)
class _Reviewed:
    """The map under review, the snapshot it is of, and the snapshots known when that was taken.

    Of those before it, the last one's map and everybody's standing in each.
    """

    analysed: Analysis
    own: SnapshotRow | None
    known: tuple[SnapshotRow, ...]
    previous: tuple[SnapshotRow, Analysis] | None
    series: tuple[Point, ...]


async def review_pack(
    accounts: Accounts, account_id: str, query: AnalysisQuery, policy: str | None = None
) -> ReviewPack:
    """The pack of an opportunity: of the live map, or of a snapshot, which gives the same bytes whenever it is asked.

    Raises NotFound for an unknown account, opportunity, snapshot or policy.
    """
    if query.opportunity is None:
        raise NotFound("opportunity", "")
    today = accounts.today((await accounts.current(account_id)).document.account)
    rows = await list_snapshots(accounts.store, account_id)
    own = None
    if query.snapshot is not None:
        own, query = resolved(rows, query, today)
    analysed = await analysis(accounts, account_id, query)
    rules = rules_of(accounts, analysed, policy)
    known = known_at(rows, own)
    before = _before(known, own, query.opportunity, analysed.power.as_of)
    past = await past_maps(accounts, analysed.power.recorded, before, query)
    previous = (past[-1].row, await past[-1].analysis(accounts)) if past else None
    series = tuple([await standing_at(accounts, earlier) for earlier in past])
    reviewed = _Reviewed(analysed, own, known, previous, series)
    question = ("review-pack", rules.id, tuple(row.digest for row in known), own.digest if own else None)
    return await accounts.derived(analysed.power, question, lambda: _composed(reviewed, rules))


def _before(
    known: Sequence[SnapshotRow], own: SnapshotRow | None, opportunity: str | None, as_of: date
) -> tuple[SnapshotRow, ...]:
    """The snapshots for the opportunity or none that show a day up to the one asked about, oldest first."""
    return tuple(
        row
        for row in known
        if row is not own and row.opportunity in {None, opportunity} and row.as_of <= as_of.isoformat()
    )


def _composed(reviewed: _Reviewed, policy: Policy) -> ReviewPack:
    analysed = reviewed.analysed
    power = analysed.power
    shown = reviewed.own.id if reviewed.own else None
    previous = reviewed.previous
    return ReviewPack(
        account=power.document.account.id,
        opportunity=power.opportunity.id if power.opportunity else "",
        as_of=power.as_of,
        revision=power.revision,
        snapshot=item_of(reviewed.own) if reviewed.own else None,
        previous=item_of(previous[0]) if previous else None,
        power_map=view.power_map(analysed, DEFAULT_LAYERS),
        decision_chain=view.decision_chain(analysed, analysed.stages, veto_in_game=False),
        competitors=[*reviewed.series, point_of(analysed, shown)],
        plan=plan_of(analysed, department_scores(power)),
        review=review(Bid(analysed, seen_of(reviewed.known)), policy, shown),
        changes=compare(previous[1], analysed, (previous[0].id, shown or "")) if previous else None,
    )
