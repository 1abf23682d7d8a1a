"""The portfolio: accounts with level, stage, standing, coverage and gaps, rolled up along the customers' own tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.auth.service import Actor
from app.power_map.service import analysis
from app.question.analysis_query import AnalysisQuery
from app.records.pages import Page
from app.relationships.schemas import Condition, Movement, PortfolioItem, RollUp
from graph.accounts import AccountRow, Accounts
from graph.analysis.judgements import Judgements, falls
from graph.analysis.levels import organization
from graph.analysis.mesh import weave
from graph.analysis.pipeline import Analysis
from graph.analysis.relationships import scores_of
from graph.analysis.stages import stage_of
from graph.tree import TreeRow

MOST_ACCOUNTS: Final = 100_000
MOST_BELOW: Final = 200


@dataclass(frozen=True)
class PortfolioAsked:
    """Which accounts, as of when, compared with which day."""

    as_of: date
    since: date | None
    parent_id: str | None


async def portfolio(
    accounts: Accounts, actor: Actor, asked: PortfolioAsked, page: Page
) -> tuple[list[PortfolioItem], str | None]:
    """A page of the accounts the actor may see: those under a parent, or the topmost."""
    rows = await accounts.list("", MOST_ACCOUNTS)
    seen = actor.visible(TreeRow(id=row.id, parent_id=row.parent_id) for row in rows)
    shown = {row.id: row for row in rows if row.id in seen}
    below: dict[str, list[str]] = {}
    for row in shown.values():
        if row.parent_id in shown:
            below.setdefault(row.parent_id, []).append(row.id)
    if asked.parent_id is None:
        wanted = [row for row in shown.values() if row.parent_id not in shown]
    else:
        wanted = [shown[own] for own in below.get(asked.parent_id, [])]
    found = sorted((row for row in wanted if row.id > page.after), key=lambda row: row.id)
    items, next_cursor = page.cut(found, lambda row: row.id)
    return [await _item(accounts, row, below, asked) for row in items], next_cursor


async def _item(
    accounts: Accounts, row: AccountRow, below: dict[str, list[str]], asked: PortfolioAsked
) -> PortfolioItem:
    tree, partial = tree_of(row.id, below)
    analyses = [await analysis(accounts, own, AnalysisQuery(as_of=asked.as_of)) for own in tree]
    now = condition(analyses[0])
    movement = None
    if asked.since is not None:
        then = await analysis(accounts, row.id, AnalysisQuery(as_of=asked.since))
        movement = _movement(now, condition(then), analyses[0], asked.since)
    return PortfolioItem(
        id=row.id,
        name=row.name,
        name_en=row.name_en,
        tier=row.tier,
        parent_id=row.parent_id,
        now=now,
        movement=movement,
        roll_up=_rolled(analyses, partial=partial),
    )


def tree_of(top: str, below: Mapping[str, list[str]]) -> tuple[list[str], bool]:
    """An account and those under it, level by level, at most as many as a roll-up looks at; and whether there are more."""
    tree = [top]
    for own in tree:
        if len(tree) <= MOST_BELOW:
            tree += below.get(own, [])
    return tree[:MOST_BELOW], len(tree) > MOST_BELOW


def condition(found: Analysis) -> Condition:
    """An account in numbers."""
    power = found.power
    judgements = Judgements.of(power.document, power.as_of)
    company = organization(judgements)
    stage = stage_of(power, judgements, weave(power))
    scores = scores_of(power)
    ours = found.standing.get(power.vendor or "")
    return Condition(
        level=company.level_by_customer or company.level,
        stage=stage.confirmed or stage.suggested,
        standing=ours.point if ours else None,
        coverage_weighted=found.coverage.whole.weighted,
        key_score=scores.key,
        general_score=scores.general,
        gaps=dict(sorted(Counter(gap.severity for gap in found.gaps).items())),
    )


def _movement(now: Condition, then: Condition, found: Analysis, since: date) -> Movement:
    def moved(name: str) -> float | None:
        a, b = getattr(now, name), getattr(then, name)
        return None if a is None or b is None else a - b

    return Movement(
        standing=moved("standing"),
        coverage_weighted=moved("coverage_weighted"),
        key_score=moved("key_score"),
        general_score=moved("general_score"),
        falls=len(falls(found.power.document, found.power.as_of, since)),
    )


def _rolled(analyses: list[Analysis], *, partial: bool) -> RollUp:
    gaps: Counter[str] = Counter()
    amounts: dict[str, float] = {}
    for found in analyses:
        gaps.update(gap.severity for gap in found.gaps)
        document = found.power.document
        selected = {held.opportunity_id for held in document.sandbox if held.selection == "SELECTED"}
        for held in document.opportunities:
            if held.id in selected and held.amount is not None:
                amounts[held.currency] = amounts.get(held.currency, 0.0) + held.amount
    standings = [found.standing.get(found.power.vendor or "") for found in analyses]
    return RollUp(
        accounts=len(analyses),
        people=sum(len(found.power.own_ids) for found in analyses),
        gaps=dict(sorted(gaps.items())),
        standing=_mean(held.point for held in standings if held is not None),
        coverage_weighted=_mean(found.coverage.whole.weighted for found in analyses),
        selected_amount=dict(sorted(amounts.items())),
        partial=partial,
    )


def _mean(values: Iterable[float | None]) -> float | None:
    held = [value for value in values if value is not None]
    return sum(held) / len(held) if held else None
