"""The portfolio: accounts with level, stage, standing, coverage and gaps, rolled up along the customers' own tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Literal, TypeVar, get_args

from app.auth.service import Actor
from app.deferred import tell
from app.power_map.service import analysis_of
from app.question.analysis_query import AnalysisQuery
from app.question.snapshot_graph import past_maps, rows_before, standing_at
from app.records.pages import Page
from app.records.sorting import order_of
from app.relationships.schemas import Condition, Movement, Portfolio, PortfolioItem, RollUp, TierGap
from app.reviews.policies import POLICIES
from app.reviews.service import seen_of
from graph.accounts import Accounts
from graph.analysis.deal import deal_of
from graph.analysis.falls import falls
from graph.analysis.gate import Bid, review
from graph.analysis.gate_policy import Policies
from graph.analysis.judgements import Judgements
from graph.analysis.levels import organization
from graph.analysis.mesh import weave
from graph.analysis.pipeline import Analysis
from graph.analysis.relationships import TREND_DAYS, scores_of
from graph.analysis.sandbox import CompanySandbox, CompanyWeights, Find, finds_of, rank_company
from graph.analysis.stages import stage_of
from graph.analysis.team_load import Desk, TeamView, desks_of, team_of
from graph.borrowed_people import borrowed_by
from graph.computing import compute
from graph.document import AccountDocument
from graph.kinds.fields import Tier
from graph.method import DEFAULT
from graph.power_graph import PowerGraph
from graph.snapshots import SnapshotRow, list_snapshots
from graph.tree import AccountRow, TreeRow

T = TypeVar("T")
MOST_ACCOUNTS: Final = 100_000
MOST_BELOW: Final = 200
MOST_SHOWN: Final = 500
TIERS: Final = tuple(tier for tier in get_args(Tier) if tier != "OTHER")  # from the top


@dataclass(frozen=True)
class PortfolioQuery:
    """Which accounts, as of when, compared with which day."""

    as_of: date
    since: date | None
    parent_id: str | None
    sort: str = ""


@dataclass(frozen=True)
class PortfolioRow:
    """What the portfolio shows of one account, with what it adds to those above."""

    condition: Condition
    people: int
    selected_amount: Mapping[str, float]
    met: bool


async def portfolio(accounts: Accounts, actor: Actor, query: PortfolioQuery, page: Page) -> Portfolio:
    """A page of the accounts the actor may see: those under a parent, or the topmost; `total` is their number.

    Only what stands in the list of accounts is sorted by: what is computed would be computed of all for each page.
    """
    order = order_of(AccountRow, query.sort)
    rows, visible = await _visible(accounts, actor)
    below: dict[str, list[str]] = {}
    for row in rows.values():
        if row.id in visible and row.parent_id in visible:
            below.setdefault(str(row.parent_id), []).append(row.id)
    if query.parent_id is None:
        wanted = [own for own in rows if own in visible and rows[own].parent_id not in visible]
    else:
        wanted = below.get(query.parent_id, [])
    shown, next_cursor = order.cut([rows[own] for own in wanted], page, lambda row: row.id)
    portfolio_rows = PortfolioRows(accounts, rows, actor.clearance == "full")
    items = []
    for row in shown:
        items.append(await _item(portfolio_rows, row, below, query))
        tell("accounts", len(items) / len(shown))
    return Portfolio(as_of=query.as_of, since=query.since, items=items, next_cursor=next_cursor, total=len(wanted))


async def _visible(accounts: Accounts, actor: Actor) -> tuple[dict[str, AccountRow], set[str]]:
    """Every account there is, and the ids of those the actor may see."""
    rows = {row.id: row for row in await accounts.list("", MOST_ACCOUNTS)}
    return rows, actor.visible(TreeRow(id=row.id, parent_id=row.parent_id) for row in rows.values())


async def company_sandbox(accounts: Accounts, actor: Actor, weights: CompanyWeights) -> CompanySandbox:
    """Opportunities of all accounts the actor may see, ranked against each other."""
    rows, visible = await _visible(accounts, actor)
    portfolio_rows = PortfolioRows(accounts, rows, actor.clearance == "full")
    finds = [find for own in sorted(visible) for find in await portfolio_rows.finds(own)]
    return await compute(lambda: rank_company(finds, weights, MOST_SHOWN))


async def team(accounts: Accounts, actor: Actor, as_of: date) -> TeamView:
    """Our people over all accounts the actor may see."""
    rows, visible = await _visible(accounts, actor)
    portfolio_rows = PortfolioRows(accounts, rows, actor.clearance == "full")
    desks = [desk for own in sorted(visible) for desk in await portfolio_rows.desks(own, as_of)]
    return team_of(desks, as_of, MOST_SHOWN)


@dataclass(frozen=True)
class PortfolioRows:
    """The rows of accounts, each kept as long as its account has not changed, nor any that lends people to it."""

    accounts: Accounts
    listed: Mapping[str, AccountRow]
    past: bool

    async def of(self, own: str, as_of: date) -> PortfolioRow:
        """The row of an account on a day."""
        make = partial(row_of, policies=self.accounts.policies or POLICIES, taken=await self._snapshots(own))
        return await self._of(own, ("portfolio", as_of), as_of, make)

    async def margins(self, own: str, as_of: date) -> dict[date, float]:
        """Our margin in the leading opportunity up to a day, by day."""
        now = (await self.of(own, as_of)).condition

        async def work() -> dict[date, float]:
            live = (await self.accounts.current(own)).document
            rows = recent(rows_before(await self._snapshots(own) or (), now.opportunity, as_of), as_of)
            past = await past_maps(self.accounts, live, rows, AnalysisQuery(now.opportunity, as_of))
            points = [await standing_at(self.accounts, one) for one in past]
            return {point.as_of: point.margin for point in points if point.margin is not None}

        before = await self.accounts.answers.get(self.listed[own].stamp, ("margins", as_of, now.opportunity), work)
        return before if now.margin is None else {**before, as_of: now.margin}

    async def _snapshots(self, own: str) -> Sequence[SnapshotRow] | None:
        """The snapshots of an account; None where what is read is cut to a clearance, which snapshots are not."""
        if not self.past:
            return None

        async def work() -> Sequence[SnapshotRow]:
            return await list_snapshots(self.accounts.store, own)

        return await self.accounts.answers.get(self.listed[own].stamp, "snapshots", work)

    async def finds(self, own: str) -> tuple[Find, ...]:
        """The sandbox of an account."""
        return await self._of_document(own, "finds", finds_of)

    async def desks(self, own: str, as_of: date) -> tuple[Desk, ...]:
        """The team of an account on a day."""
        question = ("desks", as_of)
        return await self._of_document(own, question, lambda document: desks_of(PowerGraph.of(document, as_of=as_of)))

    async def falls(self, own: str, as_of: date, since: date) -> int:
        """Steps back of an account between two days."""
        return await self._of(own, ("falls", as_of, since), as_of, lambda analysis: _falls(analysis, since))

    async def _of_document(self, own: str, question: Hashable, make: Callable[[AccountDocument], T]) -> T:
        """What `make` computes of an account's own document, whoever lends to it."""

        async def work() -> T:
            document = (await self.accounts.current(own)).document
            return await compute(partial(make, document))

        return await self.accounts.answers.get(self.listed[own].stamp, question, work)

    async def _of(self, own: str, question: Hashable, as_of: date, make: Callable[[Analysis], T]) -> T:
        """What `make` computes of an account's analysis of its leading opportunity; the analysis itself is not kept."""
        answers = self.accounts.answers
        stamp = self.listed[own].stamp

        async def lenders() -> tuple[str, ...]:
            document = (await self.accounts.current(own)).document
            return tuple(sorted({borrowed.account_id for borrowed in borrowed_by(document)}))

        async def work() -> T:
            account = await self.accounts.current(own)
            lent = await self.accounts.lent(account.document)
            query = AnalysisQuery(as_of=as_of, opportunity=account.document.leading_opportunity)
            return await compute(lambda: make(analysis_of(account, query, DEFAULT, lent)))

        lending = [(self._top(name), self._stamp(name)) for name in await answers.get(stamp, "lenders", lenders)]
        return await answers.get(stamp, (question, self._top(own) if lending else None, *lending), work)

    def _stamp(self, own: str) -> str | None:
        return self.listed[own].stamp if own in self.listed else None

    def _top(self, own: str) -> str:
        """The topmost account named above one: who shares it may lend."""
        line = [own]
        while (
            (row := self.listed.get(line[-1])) is not None and row.parent_id is not None and row.parent_id not in line
        ):
            line.append(row.parent_id)
        return line[-1]


async def _item(
    rows: PortfolioRows, listed: AccountRow, below: Mapping[str, list[str]], query: PortfolioQuery
) -> PortfolioItem:
    tree, partial = tree_of(listed.id, below)
    own, *others = [await rows.of(account, query.as_of) for account in tree]
    tiers = [(rows.listed[account].tier, account, row) for account, row in zip(tree, [own, *others], strict=True)]
    movement = None
    if query.since is not None:
        then = await rows.of(listed.id, query.since)
        movement = _movement(own.condition, then.condition, await rows.falls(listed.id, query.as_of, query.since))
    return PortfolioItem(
        **listed.model_dump(include={"id", "name", "name_en", "tier", "parent_id"}),
        now=own.condition,
        margins=await rows.margins(listed.id, query.as_of),
        movement=movement,
        roll_up=_rolled([own, *others], [] if partial else tier_gaps(tiers), partial=partial),
    )


def tree_of(top: str, below: Mapping[str, list[str]]) -> tuple[list[str], bool]:
    """An account and those under it, level by level, at most as many as a roll-up looks at; and whether there are more."""
    tree = [top]
    for own in tree:
        if len(tree) <= MOST_BELOW:
            tree += below.get(own, [])
    return tree[:MOST_BELOW], len(tree) > MOST_BELOW


def recent(rows: Iterable[SnapshotRow], as_of: date) -> list[SnapshotRow]:
    """The newest snapshot of each of the last twelve weeks, and the newest before them; rows and answer oldest first."""
    weeks = {min((as_of - date.fromisoformat(row.as_of)).days, TREND_DAYS) // 7: row for row in rows}
    return list(weeks.values())


def row_of(analysed: Analysis, policies: Policies, taken: Sequence[SnapshotRow] | None) -> PortfolioRow:
    """An account in numbers; `taken` are its snapshots, None where they may not be looked at."""
    power = analysed.power
    document = power.document
    judgements = Judgements.of(document, power.as_of)
    company = organization(judgements, power.as_of)
    stage = stage_of(power, judgements, weave(power))
    scores = scores_of(power)
    ours = analysed.standing.get(power.vendor or "")
    policy = policies.find(document.account.policy)
    verdict = None
    if taken is not None and policy is not None and power.opportunity is not None:
        verdict = review(Bid(analysed, seen_of(taken)), policy).verdict
    condition = Condition(
        **deal_of(analysed, verdict).model_dump(),
        level=company.level_counted,
        stage=stage.confirmed or stage.suggested,
        standing=ours.point if ours else None,
        coverage_weighted=analysed.coverage.whole.weighted,
        key_score=scores.key,
        general_score=scores.general,
        gaps=dict(sorted(Counter(gap.severity for gap in analysed.gaps).items())),
    )
    selected = {entry.opportunity_id for entry in document.sandbox if entry.selection == "SELECTED"}
    amounts: defaultdict[str, float] = defaultdict(float)
    for opportunity in document.opportunities:
        if opportunity.id in selected and opportunity.amount is not None:
            amounts[opportunity.currency] += opportunity.amount
    return PortfolioRow(condition, len(power.own_ids), amounts, bool(analysed.coverage.whole.plain))


def _falls(analysed: Analysis, since: date) -> int:
    return len(falls(analysed.power, since))


def _movement(now: Condition, then: Condition, steps_back: int) -> Movement:
    def moved(name: str) -> float | None:
        a, b = getattr(now, name), getattr(then, name)
        return None if a is None or b is None else a - b

    return Movement(
        standing=moved("standing"),
        coverage_weighted=moved("coverage_weighted"),
        key_score=moved("key_score"),
        general_score=moved("general_score"),
        falls=steps_back,
    )


def tier_gaps(tree: Sequence[tuple[str, str, PortfolioRow]]) -> list[TierGap]:
    """The tiers below that of the first account which have no account, or none in which anybody was met."""
    top = tree[0][0]
    gaps = []
    for tier in TIERS[TIERS.index(top) + 1 :] if top in TIERS else ():
        of_tier = [(account, row) for own, account, row in tree if own == tier]
        if not any(row.met for _, row in of_tier):
            reason: Literal["NO_ACCOUNT", "NOT_MET"] = "NOT_MET" if of_tier else "NO_ACCOUNT"
            gaps.append(TierGap(tier=tier, reason=reason, accounts=[account for account, _ in of_tier]))
    return gaps


def _rolled(rows: Sequence[PortfolioRow], gaps_of_tiers: list[TierGap], *, partial: bool) -> RollUp:
    gaps: Counter[str] = Counter()
    amounts: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        gaps.update(row.condition.gaps)
        for currency, amount in row.selected_amount.items():
            amounts[currency] += amount
    return RollUp(
        accounts=len(rows),
        people=sum(row.people for row in rows),
        gaps=dict(sorted(gaps.items())),
        standing=_mean(row.condition.standing for row in rows),
        coverage_weighted=_mean(row.condition.coverage_weighted for row in rows),
        selected_amount=dict(sorted(amounts.items())),
        tier_gaps=gaps_of_tiers,
        partial=partial,
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
