"""What happens to a database before it is used: constraints, version, migrations, and a look whether something is lost.

A store whose files were cut looks empty to whoever only asks for its accounts, and what is then written over it makes the rest
unreadable. Two things tell: accounts without the mark of the schema, and changes whose account is not there.
"""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any, Final

import neo4j
from neo4j.exceptions import TransientError

from graph.errors import StoreInconsistent
from graph.queries import Frozen, Query, Schema, query
from graph.statement import run

PREPARE_SECONDS: Final = 30.0
"""For a first statement: an engine that has just started takes its time."""
LOOKED_AT: Final = (
    1_000  # changes, the oldest: enough for a store that lost its accounts; `powermap check` looks at all
)
LOST_TOLD: Final = 100
_LOOKS: Final = 3  # an account that is being made or deleted shows half of it to an engine without snapshots
_DEADLOCK: Final = "DeadlockDetected"
_MEND: Final = "stop the service and put the store back from a backup; until then it is only read"


class SchemaVersion(Frozen):
    """The version of the schema a store keeps."""

    version: int


class LostAccount(Frozen):
    """An account of which the changes are there and it is not."""

    account_id: str | None


class HasAccounts(Frozen):
    """Whether there are any."""

    there: bool


_READ_VERSION = query("schema/read_version", SchemaVersion)
_WRITE_VERSION = query("schema/write_version", SchemaVersion)
FIND_LOST_ACCOUNTS = query("schema/find_lost_accounts", LostAccount)
_HAS_ACCOUNTS = query("schema/has_accounts", HasAccounts)


async def prepare(driver: neo4j.AsyncDriver, database: str, schema: Schema) -> str | None:
    """Make the constraints, check the version and migrate; every statement may be repeated.

    Answers what is lost of the store, if anything is: then nothing may be written over what is left.
    """
    async with driver.session(database=database) as session:
        for constraint in schema.constraints:
            await _run_beside_others(session, constraint)
        version = await _version(session)
        if version is not None and version > schema.version:
            msg = f"the store keeps schema version {version}, this program knows {schema.version}: use a newer Powermap"
            raise StoreInconsistent(msg)
        if (damage := await _damage(session, version)) is not None:
            return damage
        for statement in schema.upkeep:
            await _run_beside_others(session, statement)
        for step in schema.migrations[(version or schema.version) - 1 :]:
            for migration in step:
                await run(session, migration, {}, seconds=600)
        if version is None or version < schema.version:
            await run(session, _WRITE_VERSION, {"version": schema.version}, PREPARE_SECONDS)
    return None


async def _version(session: neo4j.AsyncSession) -> int | None:
    rows = await run(session, _READ_VERSION, {}, PREPARE_SECONDS)
    return rows[0].version if rows else None


async def _damage(session: neo4j.AsyncSession, version: int | None) -> str | None:
    """What is lost of the store, in words with the remedy; None if nothing is."""
    if version is None:
        (accounts,) = await run(session, _HAS_ACCOUNTS, {}, PREPARE_SECONDS)
        if accounts.there and await _version(session) is None:
            return f"the store has accounts and lost the mark of its schema, so its files are damaged: {_MEND}"
        return None
    lost = await _lost(session)
    for look in range(_LOOKS):
        if not lost:
            return None
        await asyncio.sleep(0.1 * (look + 1))
        lost &= await _lost(session)
    number = f"{len(lost)}{' or more' if len(lost) == LOST_TOLD else ''}"
    return f"accounts are lost from the store ({number}), their changes are there, so its files are damaged: {_MEND}"


async def _lost(session: neo4j.AsyncSession) -> set[str | None]:
    bounds = {"changes": LOOKED_AT, "limit": LOST_TOLD}
    return {row.account_id for row in await run(session, FIND_LOST_ACCOUNTS, bounds, PREPARE_SECONDS)}


async def _run_beside_others(session: neo4j.AsyncSession, statement: Query[Any]) -> None:
    """Programs that start at once stop each other in a deadlock: all but one are told to repeat what they asked."""
    until = time.monotonic() + PREPARE_SECONDS
    while True:
        try:
            await run(session, statement, {}, PREPARE_SECONDS)
        except TransientError as error:
            if _DEADLOCK not in (error.code or "") or time.monotonic() > until:
                raise
            await asyncio.sleep(random.uniform(0.05, 0.5))  # noqa: S311 - jitter, no secret
        else:
            return
