"""`powermap warm-up`: engines of this installation start in half the time afterwards."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from app.auth.service import LOCAL
from app.cli.running import fail
from app.records import account_service, documents, record_service
from app.records.record_service import Place, Precondition
from app.sample import SAMPLE
from graph.accounts import Accounts
from graph.edits import collection_of
from graph.engines import recorded_engine
from graph.errors import StoreUnavailable
from graph.graph_mapping import SCHEMA
from graph.kinds import PEOPLE
from graph.store import PATIENT_SECONDS, Store
from graph.verify import verify

_ACCOUNT = "jiangyuan"
_PERSON = Place(_ACCOUNT, collection_of(PEOPLE), ("P01",))


def warm_up() -> None:
    """Record how this installation's embedded engine starts: once done, it starts in half the time."""
    try:
        with tempfile.TemporaryDirectory(prefix="powermap-warm-up-") as folder:
            asyncio.run(_record(Path(folder) / "store"))
    except (StoreUnavailable, OSError) as error:
        fail(f"not recorded: {error}; the engine starts without")


async def _record(folder: Path) -> None:
    """Record an engine that does what stores are asked for: load an account, edit, undo, check, delete."""
    async with recorded_engine(folder) as engine:
        store = Store(engine, SCHEMA, PATIENT_SECONDS)
        accounts = Accounts(store)
        any_version = Precondition(if_match="*")
        await documents.load_document(accounts, LOCAL, _ACCOUNT, SAMPLE, documents.Load())
        for number in range(3):
            body = f'{{"note": "{number}"}}'.encode()
            await record_service.patch_record(accounts, _PERSON, body, any_version, LOCAL.author)
            await account_service.undo_last_change(accounts, LOCAL, _ACCOUNT)
        await verify(store)
        await account_service.delete_account(accounts, LOCAL, _ACCOUNT, Precondition(), cascade=True)
        await store.close()
