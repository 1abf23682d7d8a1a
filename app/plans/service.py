"""The sandbox, the plan, its measures, and handing an account over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from app.auth.service import Actor
from app.plans.calendar import calendar_of
from app.plans.handing_over import Moved, hand_over
from app.plans.schemas import HandOver, HandOverReport, VacancyReport
from app.power_map.service import analysis
from app.question.analysis_query import AnalysisQuery
from app.question.snapshot_graph import past_at, past_maps, rows_before, standing_and_warnings_at
from app.records.record_service import Precondition, require_person
from graph.accounts import Accounts, Edit
from graph.analysis.measures import MeasuresView, Scope, measure, values_of
from graph.analysis.planning import RelationshipPlan, plan_of
from graph.analysis.portfolio import ActivityPortfolio, BudgetUnit, granted_left, portfolio_of
from graph.analysis.relationships import department_scores
from graph.analysis.sandbox import SandboxView, Weights, rank_sandbox
from graph.computing import compute
from graph.document import AccountDocument
from graph.edits import existing
from graph.errors import Fault, InvalidDocument, NotFound
from graph.snapshots import list_snapshots
from graph.vacancies import vacate


@dataclass(frozen=True)
class MeasuresQuery:
    """Whose work is measured, of which span, and against which snapshot."""

    owner: str | None = None
    since: date | None = None
    until: date | None = None
    period: str | None = None
    baseline: str | None = None

    def scope(self, document: AccountDocument, opportunity: str | None) -> Scope:
        """What that is in a document: a period gives the days that are not given. Raises NotFound for owner and period."""
        if self.owner is not None and self.owner not in {member.id for member in document.team}:
            raise NotFound("member", self.owner)
        period = next((one for one in document.periods if one.id == self.period), None)
        if self.period is not None and period is None:
            raise NotFound("period", self.period)
        since = self.since or (period.starts_on if period else None)
        until = self.until or (period.ends_on if period else None)
        return Scope(opportunity, self.owner, since, until, self.period)


async def sandbox(accounts: Accounts, account_id: str, weights: Weights) -> SandboxView:
    """The sandbox, ranked."""
    account = await accounts.current(account_id)
    return await compute(lambda: rank_sandbox(account.document, weights, account.revision))


async def plan(accounts: Accounts, account_id: str, query: AnalysisQuery) -> RelationshipPlan:
    """The relationship plan."""
    analysed = await analysis(accounts, account_id, query)
    return await accounts.derived(analysed.power, "plan", lambda: plan_of(analysed, department_scores(analysed.power)))


async def calendar(accounts: Accounts, account_id: str, owner: str | None, language: str) -> bytes:
    """The activities as a calendar. Raises NotFound, also for an owner that is no member."""
    document = (await accounts.current(account_id)).document
    if owner is not None and owner not in {member.id for member in document.team}:
        raise NotFound("member", owner)
    today = accounts.today(document.account)
    return await compute(partial(calendar_of, document, language, today, owner))


async def activity_portfolio(
    accounts: Accounts, account_id: str, query: AnalysisQuery, budget: float | None, unit: BudgetUnit
) -> ActivityPortfolio:
    """The activities that gain most under a budget; without one, under what is left of the money granted.

    Raises InvalidDocument where there is neither.
    """
    analysed = await analysis(accounts, account_id, query)
    if budget is None and unit == "MONEY":
        budget = granted_left(analysed.power)
    if budget is None:
        raise InvalidDocument((Fault("/budget", "missing-field", None),))
    spend = budget
    question = ("activity-portfolio", spend, unit)
    return await accounts.derived(analysed.power, question, lambda: portfolio_of(analysed, spend, unit))


async def measures(accounts: Accounts, account_id: str, query: AnalysisQuery, which: MeasuresQuery) -> MeasuresView:
    """The measures, against a snapshot and with the margin series, as of the end of the span. Raises NotFound."""
    analysed = await analysis(accounts, account_id, query)
    scope = which.scope(analysed.power.document, query.opportunity)
    if scope.until is not None and scope.until < analysed.power.as_of:
        query = replace(query, as_of=scope.until)
        analysed = await analysis(accounts, account_id, query)
    rows = await list_snapshots(accounts.store, account_id)
    before = rows_before(rows, query.opportunity, analysed.power.as_of)
    past = await past_maps(accounts, analysed.power.recorded, before, query)
    row = next((row for row in rows if row.id == which.baseline), past[-1].row if past and not which.baseline else None)
    if which.baseline is not None and row is None:
        raise NotFound("snapshot", which.baseline)
    baseline: tuple[str, Mapping[str, float | None]] | None = None
    if row is not None:
        compared = past_at(analysed.power.recorded, row, query)
        baseline = row.id, await compared.of(accounts, ("measures", scope), partial(values_of, scope=scope))
    seen = [await standing_and_warnings_at(accounts, one) for one in past]
    series, warned = [standing for standing, _ in seen], [warnings for _, warnings in seen]
    question = ("measures", scope, row.digest if row else None, tuple(past.digest for past in before))
    return await accounts.derived(analysed.power, question, lambda: measure(analysed, scope, baseline, series, warned))


async def hand_over_account(accounts: Accounts, actor: Actor, account_id: str, order: HandOver) -> HandOverReport:
    """Move an account to other members in one write. Raises InvalidDocument for members who are not in the team."""
    moved: Moved | None = None

    def apply(before: AccountDocument | None) -> AccountDocument:
        nonlocal moved
        document = existing(before, account_id)
        team = {member.id for member in document.team}
        faults = [
            Fault(f"/members/{old}", "dangling-id", name, {"label": "Member"})
            for old, new in order.members.items()
            for name in (old, new)
            if name not in team
        ]
        faults += [Fault(f"/members/{old}", "self-edge", old) for old, new in order.members.items() if old == new]
        if faults:
            raise InvalidDocument(tuple(faults))
        after, moved = hand_over(document, order.members, order.on, order.reason)
        return after

    written = await accounts.edit(account_id, Edit(apply, conflicts=None, carries=True), actor.author)
    assert moved is not None  # noqa: S101 - the edit was applied
    return HandOverReport(
        account=account_id,
        revision=written.account.revision if written.account else 0,
        on=order.on,
        reason=order.reason,
        coverage=moved.coverage,
        targets=moved.targets,
        activities=moved.activities,
        memberships=moved.memberships,
    )


async def vacate_post(
    accounts: Accounts, actor: Actor, account_id: str, person: str, precondition: Precondition
) -> VacancyReport:
    """A person leaves in one write. Raises NotFound for an unknown account or person, Stale for another than named."""
    successor: str | None = None

    def apply(before: AccountDocument | None) -> AccountDocument:
        nonlocal successor
        document = existing(before, account_id)
        require_person(document, person, precondition)
        after, successor = vacate(document, person)
        return after

    written = await accounts.edit(account_id, Edit(apply, conflicts=None, carries=True), actor.author)
    revision = written.account.revision if written.account else 0
    return VacancyReport(account=account_id, revision=revision, person=person, successor=successor)
