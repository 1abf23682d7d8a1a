"""The map of a past day: the document of a snapshot in place of the live one.

A snapshot never changes: what is computed of it is kept by its digest, and no write makes it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar, cast

from app.question.analysis_query import AnalysisQuery
from graph.accounts import Accounts
from graph.analysis.pipeline import Analysis, analyse
from graph.analysis.trend import Point, point_of
from graph.analysis.warning_hits import Warned, warned_in
from graph.computing import compute
from graph.document import AccountDocument
from graph.errors import NotFound
from graph.kinds import Person
from graph.power_graph import PowerGraph
from graph.snapshots import NEWEST, ContentRow, SnapshotRow, document_in, lent_in, list_snapshots, read_content

T = TypeVar("T")
STANDING: Final = "standing"


@dataclass(frozen=True)
class PastMap:
    """A snapshot of an account, and what is asked about it; `restricted` are people whose data are not used any more."""

    account_id: str
    row: SnapshotRow
    query: AnalysisQuery
    restricted: tuple[Person, ...]

    async def analysis(self, accounts: Accounts) -> Analysis:
        """The whole analysis. Raises NotFound for an opportunity the snapshot does not have."""
        return await self.of(accounts, "analysis", lambda analysis: analysis)

    async def knows_opportunity(self, accounts: Accounts) -> bool:
        """Whether the opportunity asked about, if any, is in the snapshot."""
        if self.query.opportunity in {None, self.row.opportunity}:
            return True

        async def work() -> frozenset[str]:
            content = await read_content(accounts.store, self.account_id, self.row.id)
            return await compute(lambda: frozenset(one.id for one in document_in(content).opportunities))

        return self.query.opportunity in await accounts.answers.get(self.row.digest, "opportunities", work)

    async def of(self, accounts: Accounts, name: Hashable, make: Callable[[Analysis], T]) -> T:
        """What `make` computes of the analysis, kept under `name`; the analysis itself is kept only where it is asked for.

        So a series over many snapshots keeps its points, not the maps they were taken of.
        """
        (answer,) = await self.each(accounts, {name: make})
        return cast("T", answer)

    async def each(self, accounts: Accounts, makes: Mapping[Hashable, Callable[[Analysis], Any]]) -> list[Any]:
        """What each of `makes` computes of the analysis, kept under its name; of all that are not kept yet from one analysis."""
        question = (self.query.opportunity, self.query.as_of, self.query.method, self.restricted)
        made: dict[Hashable, Any] = {}

        async def work(name: Hashable) -> Any:
            if name not in made:
                missing = {name: makes[name]} | {
                    other: make
                    for other, make in makes.items()
                    if accounts.answers.find(self.row.digest, (question, other)) is None
                }
                made.update(await self._computed(accounts, question, missing))
            return made[name]

        return [await accounts.answers.get(self.row.digest, (question, name), partial(work, name)) for name in makes]

    async def _computed(
        self, accounts: Accounts, question: Hashable, makes: Mapping[Hashable, Callable[[Analysis], Any]]
    ) -> dict[Hashable, Any]:
        def of(analysis: Analysis) -> dict[Hashable, Any]:
            return {name: make(analysis) for name, make in makes.items()}

        kept = accounts.answers.find(self.row.digest, (question, "analysis"))
        if kept is not None:
            return await compute(partial(of, kept))
        content = await read_content(accounts.store, self.account_id, self.row.id)
        return await compute(lambda: of(analyse(self._graph(accounts, content))))

    def _graph(self, accounts: Accounts, content: ContentRow) -> PowerGraph:
        document, lent = accounts.allowed(document_in(content), lent_in(content))
        return PowerGraph.of(
            _as_restricted(document, self.restricted),
            as_of=self.query.day,
            opportunity=self.query.opportunity,
            method=self.query.parameters,
            revision=self.row.revision,
            lent=lent,
        )


async def past_map(accounts: Accounts, account_id: str, query: AnalysisQuery) -> PastMap:
    """The snapshot a question names. Raises NotFound for an unknown account or snapshot."""
    document = (await accounts.current(account_id)).document
    row, query = resolved(await list_snapshots(accounts.store, account_id), query, accounts.today(document.account))
    return PastMap(account_id, row, query, restricted_in(document))


def past_at(live: AccountDocument, row: SnapshotRow, query: AnalysisQuery) -> PastMap:
    """What is asked of a live document, asked of one of its snapshots as of its own day."""
    query = replace(query, snapshot=row.id, as_of=date.fromisoformat(row.as_of))
    return PastMap(live.account.id, row, query, restricted_in(live))


async def past_maps(
    accounts: Accounts, live: AccountDocument, rows: Iterable[SnapshotRow], query: AnalysisQuery
) -> list[PastMap]:
    """The same of several snapshots; those of before the opportunity was there have nothing to say of it and are left out."""
    maps = [past_at(live, row, query) for row in rows]
    return [one for one in maps if await one.knows_opportunity(accounts)]


def restricted_in(document: AccountDocument) -> tuple[Person, ...]:
    """Who is restricted in a document, without what else is kept of them."""
    return tuple(
        Person(id=one.id, name="-", restricted_on=one.restricted_on, restricted_because=one.restricted_because)
        for one in document.people
        if one.restricted_on is not None
    )


def _as_restricted(document: AccountDocument, restricted: tuple[Person, ...]) -> AccountDocument:
    """A document of before, with the restrictions of today: those lifted since hold no more."""
    now = {one.id: one for one in restricted}
    fields = ("restricted_on", "restricted_because")
    people = tuple(
        one.model_copy(update={field: getattr(now.get(one.id), field, None) for field in fields})
        if one.id in now or one.restricted_on is not None
        else one
        for one in document.people
    )
    return document.model_copy(update={"people": people})


def rows_before(rows: Iterable[SnapshotRow], opportunity: str | None, day: date) -> list[SnapshotRow]:
    """The snapshots for an opportunity or none that show a day before that one."""
    return [row for row in rows if row.as_of < day.isoformat() and row.opportunity in {None, opportunity}]


async def standing_at(accounts: Accounts, past: PastMap) -> Point:
    """Everybody's standing in a snapshot."""
    return await past.of(accounts, STANDING, partial(point_of, snapshot=past.row.id))


async def standing_and_warnings_at(accounts: Accounts, past: PastMap) -> tuple[Point, Warned]:
    """Everybody's standing in a snapshot, and what it warned of."""
    standing, warned = await past.each(
        accounts, {STANDING: partial(point_of, snapshot=past.row.id), "warned": warned_in}
    )
    return standing, warned


def resolved(rows: list[SnapshotRow], query: AnalysisQuery, today: date) -> tuple[SnapshotRow, AnalysisQuery]:
    """The snapshot a question names, and the question about it by its id and as of its day. Raises NotFound."""
    wanted = query.snapshot or ""
    if wanted == NEWEST:
        wanted = newest_of(rows, query.opportunity, query.as_of or today)
    row = next((row for row in rows if row.id == wanted), None)
    if row is None:
        raise NotFound("snapshot", wanted)
    if query.as_of is not None and query.snapshot != NEWEST:
        return row, query
    return row, replace(query, snapshot=row.id, as_of=date.fromisoformat(row.as_of))


def newest_of(rows: list[SnapshotRow], opportunity: str | None, as_of: date) -> str:
    """The newest snapshot, of the opportunity or of none, that is not after a day. Raises NotFound."""
    fitting = [row for row in rows if row.as_of <= as_of.isoformat() and row.opportunity in {None, opportunity}]
    if not fitting:
        raise NotFound("snapshot", f"{NEWEST} not after {as_of.isoformat()}")
    return fitting[-1].id
