"""The map of a past day: the document of a snapshot in place of the live one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.power_map.asked import Asked
from graph.accounts import Accounts
from graph.document import AccountDocument
from graph.errors import NotFound
from graph.snapshots import NEWEST, SnapshotRow, document_in, list_snapshots, read_snapshot


@dataclass(frozen=True)
class KeptMap:
    """A snapshot and the day it is asked about."""

    row: SnapshotRow
    content: str
    as_of: date

    def read(self) -> tuple[AccountDocument, int, date]:
        """Its document, the revision it was taken at, and the day."""
        return document_in(self.content), self.row.revision, self.as_of


async def kept_map(accounts: Accounts, account_id: str, asked: Asked) -> KeptMap:
    """The snapshot a question names. Raises NotFound for an unknown account or snapshot."""
    await accounts.held(account_id)
    wanted = asked.snapshot or ""
    if wanted == NEWEST:
        wanted = newest_of(await list_snapshots(accounts.store, account_id), asked.opportunity, asked.as_of)
    row, content = await read_snapshot(accounts.store, account_id, wanted)
    day = date.fromisoformat(row.as_of)
    return KeptMap(row, content, asked.as_of if asked.dated and asked.snapshot != NEWEST else day)


def newest_of(rows: list[SnapshotRow], opportunity: str | None, as_of: date) -> str:
    """The newest snapshot, of the opportunity or of none, that is not after a day. Raises NotFound."""
    fitting = [row for row in rows if row.as_of <= as_of.isoformat() and row.opportunity in {None, opportunity}]
    if not fitting:
        raise NotFound("snapshot", f"{NEWEST} not after {as_of.isoformat()}")
    return fitting[-1].id
