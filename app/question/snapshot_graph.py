"""The map of a past day: the document of a snapshot in place of the live one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.question.analysis_query import AnalysisQuery
from graph.accounts import Accounts
from graph.errors import NotFound
from graph.method import Method
from graph.power_graph import PowerGraph
from graph.snapshots import NEWEST, ContentRow, SnapshotRow, document_in, lent_in, list_snapshots, read_snapshot


@dataclass(frozen=True)
class KeptMap:
    """A snapshot and the day it is asked about."""

    row: SnapshotRow
    content: ContentRow
    as_of: date

    def graph(self, opportunity: str | None, method: Method) -> PowerGraph:
        """Its graph, at the revision it was taken at. Raises NotFound for an opportunity it does not have."""
        return PowerGraph.of(
            document_in(self.content),
            as_of=self.as_of,
            opportunity=opportunity,
            method=method,
            revision=self.row.revision,
            lent=lent_in(self.content),
        )


async def kept_map(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> KeptMap:
    """The snapshot a question names. Raises NotFound for an unknown account or snapshot."""
    await accounts.held(account_id)
    named, asked = resolved(await list_snapshots(accounts.store, account_id), asked)
    row, content = await read_snapshot(accounts.store, account_id, named.id)
    return KeptMap(row, content, asked.as_of)


def resolved(rows: list[SnapshotRow], asked: AnalysisQuery) -> tuple[SnapshotRow, AnalysisQuery]:
    """The snapshot a question names, and the question about it by its id and as of its day. Raises NotFound."""
    wanted = asked.snapshot or ""
    if wanted == NEWEST:
        wanted = newest_of(rows, asked.opportunity, asked.as_of)
    row = next((row for row in rows if row.id == wanted), None)
    if row is None:
        raise NotFound("snapshot", wanted)
    if asked.dated and asked.snapshot != NEWEST:
        return row, asked
    return row, replace(asked, snapshot=row.id, as_of=date.fromisoformat(row.as_of), dated=True)


def newest_of(rows: list[SnapshotRow], opportunity: str | None, as_of: date) -> str:
    """The newest snapshot, of the opportunity or of none, that is not after a day. Raises NotFound."""
    fitting = [row for row in rows if row.as_of <= as_of.isoformat() and row.opportunity in {None, opportunity}]
    if not fitting:
        raise NotFound("snapshot", f"{NEWEST} not after {as_of.isoformat()}")
    return fitting[-1].id
