"""Snapshots, what changed between them, and the review gate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from app.auth.service import Actor
from app.power_map.service import analysis
from app.question.analysis_query import AnalysisQuery
from app.question.snapshot_graph import past_maps, resolved, rows_before, standing_at
from app.records.pages import Page
from app.records.sorting import order_of
from app.reviews.policies import POLICIES
from app.reviews.schemas import AttitudePoint, NewSnapshot, SnapshotItem, SnapshotList, Timeline
from graph.accounts import Accounts, Edit
from graph.analysis.comparison import Comparison, compare
from graph.analysis.gate import Bid, Policy, ReviewView, SnapshotSeen
from graph.analysis.gate import review as reviewed
from graph.analysis.pipeline import Analysis
from graph.analysis.trend import point_of, trend
from graph.computing import compute
from graph.document import AccountDocument
from graph.edits import existing
from graph.errors import Fault, InvalidDocument, NotFound
from graph.kinds import Attitude
from graph.method import STEP_OF_LEVEL, X_OF_LEVEL
from graph.snapshots import NEWEST, NOW, SnapshotRow, Wish, list_snapshots, read_content
from graph.stances import counting_by_day, precedence

_ATTITUDE_FIELDS: Final = {"person", "toward", "on", "level", "opportunity_id", "confidence", "evidence", "reported_by"}


async def take_snapshot(accounts: Accounts, actor: Actor, account_id: str, new_snapshot: NewSnapshot) -> SnapshotItem:
    """Keep the account as it is. Raises NotFound for its opportunity, AlreadyExists for its id."""
    if new_snapshot.id in {NEWEST, NOW}:
        raise InvalidDocument(
            (Fault("/id", "wrong-enum", new_snapshot.id, {"expected": f"any id but {NEWEST!r} and {NOW!r}"}),)
        )
    document = (await accounts.current(account_id)).document
    day = new_snapshot.as_of or accounts.today(document.account)
    lent = await accounts.lent(document)
    wish = Wish(
        new_snapshot.id or uuid4().hex[:12], new_snapshot.name, new_snapshot.reason, new_snapshot.opportunity, day, lent
    )

    edit = Edit(
        partial(existing, account_id=account_id),
        snapshots=lambda document, revision: (wish.taken(document, actor.author, revision - 1),),
    )
    written = await accounts.edit(account_id, edit, actor.author)
    (taken,) = written.snapshots
    return SnapshotItem(**taken.head.model_dump(), digest=taken.digest)


def quoted(snapshot_id: str) -> str:
    """A snapshot's id as it stands in a path."""
    return quote(snapshot_id, safe="")


def item_of(row: SnapshotRow) -> SnapshotItem:
    """A stored snapshot as it is answered."""
    return SnapshotItem.model_validate(row.model_dump())


async def snapshots(accounts: Accounts, account_id: str, sort: str, page: Page) -> SnapshotList:
    """A page of an account's snapshots, in the order asked for, else oldest first; `total` is their number."""
    order = order_of(SnapshotItem, sort or "as_of,taken_at")
    await accounts.current(account_id)
    items = [item_of(row) for row in await list_snapshots(accounts.store, account_id)]
    shown, next_cursor = order.cut(items, page, lambda item: item.id)
    return SnapshotList(items=shown, next_cursor=next_cursor, total=len(items))


async def snapshot(accounts: Accounts, account_id: str, snapshot_id: str) -> SnapshotItem:
    """A snapshot without its document. Raises NotFound."""
    await accounts.current(account_id)
    row = next((row for row in await list_snapshots(accounts.store, account_id) if row.id == snapshot_id), None)
    if row is None:
        raise NotFound("snapshot", snapshot_id)
    return item_of(row)


async def snapshot_document(accounts: Accounts, account_id: str, snapshot_id: str) -> str:
    """The document of a snapshot as JSON text, as it was kept. Raises NotFound."""
    await accounts.current(account_id)
    return (await read_content(accounts.store, account_id, snapshot_id)).content


async def difference(
    accounts: Accounts, account_id: str, names: tuple[str, str], opportunity: str | None, method: str
) -> Comparison:
    """From one snapshot to another or to the live map, with what it changed in scores and standing."""
    known = {row.id for row in await list_snapshots(accounts.store, account_id)}
    snapshots = [None if name == NOW and name not in known else name for name in names]
    before, after = [
        await analysis(accounts, account_id, AnalysisQuery(opportunity, method=method, snapshot=name))
        for name in snapshots
    ]
    return await compute(lambda: compare(before, after, names))


async def review(accounts: Accounts, account_id: str, query: AnalysisQuery, policy: str | None) -> ReviewView:
    """The verdict on an opportunity: of the live map, or of a snapshot as it was."""
    analysed = await analysis(accounts, account_id, query)
    rules = rules_of(accounts, analysed, policy)
    rows = await list_snapshots(accounts.store, account_id)
    own = resolved(rows, query, analysed.power.as_of)[0] if query.snapshot is not None else None
    bid = Bid(analysed, seen_of(known_at(rows, own)))
    return await compute(lambda: reviewed(bid, rules, own.id if own else None))


def rules_of(accounts: Accounts, analysed: Analysis, policy: str | None) -> Policy:
    """The policy asked for, else the account's, else the newest standard one. Raises NotFound."""
    return (accounts.policies or POLICIES).chosen(policy, analysed.power.document.account.policy)


def known_at(rows: Iterable[SnapshotRow], own: SnapshotRow | None) -> tuple[SnapshotRow, ...]:
    """The snapshots there were when one was taken, itself too, so that its review can be run again; all for the live map."""
    if own is None:
        return tuple(rows)
    taken = datetime.fromisoformat(own.taken_at)
    return tuple(row for row in rows if row.id == own.id or datetime.fromisoformat(row.taken_at) < taken)


def seen_of(rows: Iterable[SnapshotRow]) -> tuple[SnapshotSeen, ...]:
    """What the gate looks at of snapshots."""
    return tuple(
        SnapshotSeen(id=row.id, as_of=date.fromisoformat(row.as_of), opportunity=row.opportunity) for row in rows
    )


async def timeline(accounts: Accounts, account_id: str, query: AnalysisQuery, person: str | None) -> Timeline:
    """Attitudes and standing over time. Raises NotFound for someone unknown."""
    analysed = await analysis(accounts, account_id, query)
    power = analysed.power
    if person is not None:
        power.require_person(person)
    rows = rows_before(await list_snapshots(accounts.store, account_id), query.opportunity, power.as_of)
    past = await past_maps(accounts, power.recorded, rows, query)
    series = [await standing_at(accounts, one) for one in past]

    def make() -> Timeline:
        points = [*series, point_of(analysed, None)]
        return Timeline(
            account=account_id,
            opportunity=query.opportunity,
            as_of=power.as_of,
            revision=power.revision,
            attitudes=_attitudes(power.document, power.as_of, person),
            standing=points,
            trend=trend(points),
        )

    question = ("timeline", person, tuple(row.digest for row in rows))
    return await accounts.derived(power, question, make)


def _attitudes(document: AccountDocument, as_of: date, person: str | None) -> list[AttitudePoint]:
    """Every statement up to the day; steps are from what counted on an earlier day, so that two reporters are no movement."""
    counted: dict[tuple[str, str, str | None], list[Attitude]] = {}
    for one in counting_by_day(document.attitudes, as_of):
        counted.setdefault((one.person, one.toward, one.opportunity_id), []).append(one)
    points = []
    for attitude in sorted(
        document.attitudes,
        key=lambda one: (one.person, one.toward, one.on, one.opportunity_id or "", precedence(one)),
    ):
        if attitude.on > as_of or person not in {None, attitude.person}:
            continue
        earlier = counted[attitude.person, attitude.toward, attitude.opportunity_id]
        before = next((one for one in reversed(earlier) if one.on < attitude.on), None)
        known = before is not None and before.level != "UNKNOWN" and attitude.level != "UNKNOWN"
        steps = STEP_OF_LEVEL[attitude.level] - STEP_OF_LEVEL[before.level] if before and known else None
        points.append(
            AttitudePoint(
                **attitude.model_dump(include=_ATTITUDE_FIELDS), x=X_OF_LEVEL.get(attitude.level), steps=steps
            )
        )
    return points
