"""One store over the official async Bolt driver, for the embedded engine and for a Neo4j server alike.

Promises, the same on both engines:

- `read` refuses a write query and wrong parameters before any input or output, is retried when the engine asks for it, and
  ends within its time limit.
- `write` runs one real transaction that first raises the account's revision (which takes its write lock). It is retried by
  the store, so the work must be repeatable; writers of one account queue inside the process.
- Driver errors become `StoreUnavailable`, `QueryTooSlow` or `Conflict` here and nowhere else. An unreachable store is
  reported within about six seconds and found again by itself.
- When the answer to COMMIT is lost, the store looks whether the write is there before it says anything, and again, under
  the account's lock, before it repeats it. What cannot be found out is `OutcomeUnknown`.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from uuid import uuid4

import neo4j
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, TransientError

from graph.engines import Endpoint, Engine, engine_at
from graph.errors import OutcomeUnknown, StoreDamaged, StoreInconsistent, StoreUnavailable
from graph.preparation import prepare
from graph.queries import Count, Frozen, Query, Schema, batches_of, query
from graph.repeats import CLAIM
from graph.statement import run
from graph.store_errors import LOST, as_ours, worth_repeating
from graph.write_queue import WriteQueue

Row = TypeVar("Row", bound=Frozen)
Result = TypeVar("Result")

CONNECT_SECONDS: Final = 2.0
ACQUIRE_SECONDS: Final = 4.0
RETRY_SECONDS: Final = 4.5
STATEMENT_SECONDS: Final = 5.0
LAST_LOOK_SECONDS: Final = 0.5
PATIENT_SECONDS: Final = 60.0
"""A statement of a command, behind which nobody else waits."""
ROWS_A_SECOND: Final = 2_000
POOL: Final = 40


class Answer(Frozen):
    """A sign of life."""

    answer: int


class Touched(Frozen):
    """An account's new revision, with the stamp and content hash of the one before it; none if it was deleted meanwhile."""

    revision: int | None
    previous_stamp: str | None
    fingerprint: str | None


class Version(Frozen):
    """Which content of an account the store holds."""

    revision: int
    stamp: str
    fingerprint: str | None


_ANSWER = query("schema/answer", Answer)
_TOUCH = query("accounts/touch_account", Touched)
_IS_WRITTEN = query("accounts/is_written", Count)
GET_VERSION = query("accounts/get_version", Version)


@dataclass
class Tx:
    """One write transaction on one account: `revision` is the one it will make, `previous_stamp` names the content before it."""

    _transaction: neo4j.AsyncTransaction
    account_id: str
    stamp: str
    revision: int
    previous_stamp: str | None
    fingerprint: str | None
    statement_seconds: float
    written: int = 0
    discarded: bool = False
    ends_account: bool = False

    async def run(self, statement: Query[Row], *, seconds: float | None = None, **params: Any) -> list[Row]:
        """Run one statement and validate its rows; `$account_id` is filled in."""
        limit = seconds or self.statement_seconds
        return await run(self._transaction, statement, {"account_id": self.account_id, **params}, limit)

    async def run_rows(self, statement: Query[Count], rows: Sequence[dict[str, Any]], **params: Any) -> None:
        """Run a statement over many rows in batches; every row must have its effect. Does nothing for no rows."""
        for batch in batches_of(rows):
            done = await self.run(statement, rows=batch, **params)
            self.written += len(batch)
            if [row.count for row in done] != [len(batch)]:
                msg = f"{statement.name} touched {[row.count for row in done]} of {len(batch)} records"
                raise StoreInconsistent(msg)

    @property
    def change_id(self) -> str:
        """The first entry of this write in the change feed, which proves that it arrived."""
        return f"{self.stamp}/0"

    async def follows(self, earlier: Tx) -> bool:
        """True if that write is stored, asked under this one's lock."""
        if earlier.ends_account:
            return self.previous_stamp is None
        (written,) = await self.run(_IS_WRITTEN, change_id=earlier.change_id)
        return written.count > 0

    def discard(self) -> None:
        """Leave the store as it was: the transaction is rolled back when the work ends."""
        self.discarded = True


@dataclass
class Store:
    """The one way to the database; see the promises above. Use `open_store`, and `close` at the end.

    A statement may take `statement_seconds` unless it names a limit of its own. `damage` says what is lost of the store.
    """

    engine: Engine
    schema: Schema
    statement_seconds: float = STATEMENT_SECONDS
    write_queue: WriteQueue = field(default_factory=WriteQueue)
    _driver: neo4j.AsyncDriver | None = None
    _endpoint: Endpoint | None = None
    _prepared: bool = False
    damage: str | None = None
    _connecting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _attempted: asyncio.Future[None] | None = None

    async def read(self, statement: Query[Row], *, seconds: float | None = None, **params: Any) -> list[Row]:
        """The rows of a read query."""
        if statement.access != "read":
            msg = f"{statement.name} writes"
            raise StoreInconsistent(msg)
        statement.refuse_wrong_params(params)

        async def work(driver: neo4j.AsyncDriver, database: str) -> list[Row]:
            async with driver.session(database=database, default_access_mode=neo4j.READ_ACCESS) as session:
                return await run(session, statement, params, seconds or self.statement_seconds)

        return await self._attempt(work, repeat_constraint=False)

    async def write(self, work: Callable[[Tx], Awaitable[Result]], *, touches: str) -> Result:
        """The result of `work`, carried out in one transaction that first locks the account `touches`."""
        await self.engine.refuse_when_full()
        unheard: list[tuple[Tx, Result]] = []
        async with self.write_queue.take(touches):
            try:
                return await self._attempt(lambda session, name: self._transact(session, name, work, touches, unheard))
            except (StoreInconsistent, StoreUnavailable) as error:
                if unheard:
                    msg = "the store did not say whether the write was carried out: read, then repeat it if need be"
                    raise OutcomeUnknown(msg) from error
                raise

    async def change(self, statement: Query[Row], **params: Any) -> list[Row]:
        """Run one write statement that is not about an account, in a transaction of its own; it must be repeatable."""
        statement.refuse_wrong_params(params)
        if statement.account_scoped:
            msg = f"{statement.name} is about an account and belongs into a write"
            raise StoreInconsistent(msg)
        await self.engine.refuse_when_full()

        async def work(driver: neo4j.AsyncDriver, database: str) -> list[Row]:
            self._refuse_when_damaged()
            async with driver.session(database=database) as session, await session.begin_transaction() as transaction:
                rows = await run(transaction, statement, params, self.statement_seconds)
                await asyncio.wait_for(transaction.commit(), self.statement_seconds)
                return rows

        return await self._attempt(work, repeat_constraint=False)

    async def ping(self) -> None:
        """Return when the store answers, holds the schema and can be written to.

        Raises StoreUnavailable, or StoreInconsistent where part of it is lost: then it is looked again each time.
        """
        if self.damage is not None:
            self._prepared = False
        await self.read(_ANSWER)
        self._refuse_when_damaged()
        await self.engine.refuse_when_full()

    def _refuse_when_damaged(self) -> None:
        if self.damage is not None:
            raise StoreDamaged(self.damage)

    async def close(self) -> None:
        """Close the connections and end an engine this process started; idempotent."""
        driver, self._driver, self._prepared = self._driver, None, False
        if driver is not None:
            await driver.close()
        await self.engine.close()

    async def _transact(
        self,
        driver: neo4j.AsyncDriver,
        database: str,
        work: Callable[[Tx], Awaitable[Result]],
        account_id: str,
        unheard: list[tuple[Tx, Result]],
    ) -> Result:
        """One attempt at a write; `unheard` are the attempts before it whose COMMIT was sent and not answered."""
        self._refuse_when_damaged()
        stamp, limit = uuid4().hex, self.statement_seconds
        async with driver.session(database=database) as session:
            transaction = await asyncio.wait_for(session.begin_transaction(timeout=120), limit)
            try:
                (touched,) = await run(transaction, _TOUCH, {"account_id": account_id, "stamp": stamp}, limit)
                if touched.revision is None:
                    msg = "the account was deleted while its lock was waited for"
                    raise TransientError(msg)
                tx = Tx(
                    transaction, account_id, stamp, touched.revision, touched.previous_stamp, touched.fingerprint, limit
                )
                for earlier, result in unheard:
                    if await tx.follows(earlier):
                        return _noted(result)
                result = await _done_once(tx, work)
                if not tx.discarded and not await self._commit(transaction, tx):
                    unheard.append((tx, result))
                    msg = "the answer to COMMIT was lost"
                    raise ServiceUnavailable(msg)
            finally:
                await transaction.close()
            return result if tx.discarded else _noted(result)

    async def _commit(self, transaction: neo4j.AsyncTransaction, tx: Tx) -> bool:
        """Commit; when the answer is lost, look whether the write has arrived. False if it has not, or not yet."""
        began = time.monotonic()
        try:
            await asyncio.wait_for(transaction.commit(), self.statement_seconds + tx.written / ROWS_A_SECOND)
        except LOST:
            transaction.cancel()
            left = max(LAST_LOOK_SECONDS, RETRY_SECONDS - (time.monotonic() - began))
            try:
                return await asyncio.wait_for(self._has_arrived(tx), left)
            except (StoreUnavailable, TimeoutError):
                return False
        return True

    async def _has_arrived(self, tx: Tx) -> bool:
        if tx.ends_account:
            return not await self.read(GET_VERSION, account_id=tx.account_id)
        rows = await self.read(_IS_WRITTEN, account_id=tx.account_id, change_id=tx.change_id)
        return rows[0].count > 0

    async def _attempt(
        self, work: Callable[[neo4j.AsyncDriver, str], Awaitable[Result]], *, repeat_constraint: bool = True
    ) -> Result:
        """Run `work` until it succeeds, cannot succeed, or RETRY_SECONDS have passed.

        Where the store answers and says `again`, it is asked again for as long as a statement may take.
        """
        started = time.monotonic()
        pause = 0.02
        while True:
            began = time.monotonic()
            try:
                driver, database = await self._connected()
                return await work(driver, database)
            except (Neo4jError, DriverError, OSError, TimeoutError) as error:
                limit = self.statement_seconds if isinstance(error, TransientError) else 0.0
                left = max(RETRY_SECONDS, limit) - (time.monotonic() - started)
                if left <= 0 or not worth_repeating(error, repeat_constraint=repeat_constraint):
                    raise as_ours(error) from error
                if isinstance(error, LOST):
                    if time.monotonic() - began > left:  # a store that is silent this long would be so again
                        raise as_ours(error) from error
                    await self._reconnect()
            await asyncio.sleep(min(pause, 1.0, left) * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, no secret
            pause *= 2

    async def _connected(self) -> tuple[neo4j.AsyncDriver, str]:
        """Connect if need be; whoever asks meanwhile shares the attempt and its outcome, so that nobody queues to fail."""
        if self._driver is None or self._endpoint is None or not self._prepared:
            if self._attempted is None or self._attempted.done():
                self._attempted = asyncio.ensure_future(self._connect())
                self._attempted.add_done_callback(lambda done: done.cancelled() or done.exception())
            await asyncio.shield(self._attempted)
            return await self._connected()
        return self._driver, self._endpoint.database

    async def _connect(self) -> None:
        async with self._connecting:
            if self._driver is None or self._endpoint is None:
                self._endpoint = await self.engine.endpoint()
                self._driver = _driver_to(self._endpoint)
            if not self._prepared:
                self.damage = await prepare(self._driver, self._endpoint.database, self.schema)
                self._prepared = True

    async def _reconnect(self) -> None:
        """Ask the engine where it is now; a new address gets a new driver."""
        async with self._connecting:
            now = await self.engine.endpoint()
            if now == self._endpoint:
                return
            old, self._driver, self._endpoint, self._prepared = self._driver, None, None, False
            if old is not None:
                await old.close()


async def _done_once(tx: Tx, work: Callable[[Tx], Awaitable[Result]]) -> Result:
    """The result of the work, which a request with an idempotency key has not done before and is noted to do now."""
    claim = CLAIM.get()
    if claim is None:
        return await work(tx)
    await claim.refuse_repeating(tx.run)
    result = await work(tx)
    if not tx.discarded:
        await claim.note(tx.run, tx.account_id, tx.revision)
    return result


def _noted(result: Result) -> Result:
    """The result of a write that is stored, with what its request is noted by, if it has an idempotency key."""
    if (claim := CLAIM.get()) is not None:
        claim.is_noted = True
    return result


def _driver_to(endpoint: Endpoint) -> neo4j.AsyncDriver:
    return neo4j.AsyncGraphDatabase.driver(
        endpoint.uri,
        auth=(endpoint.user, endpoint.password),
        connection_timeout=CONNECT_SECONDS,
        connection_acquisition_timeout=ACQUIRE_SECONDS,
        connection_write_timeout=STATEMENT_SECONDS,
        max_transaction_retry_time=RETRY_SECONDS,
        liveness_check_timeout=30,
        max_connection_lifetime=600,
        max_connection_pool_size=POOL,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
        user_agent="powermap",
    )


def open_store(
    url: str, schema: Schema, password: str = "", limit: float = STATEMENT_SECONDS, *, brief: bool = False
) -> Store:
    """The store a URL names: `embedded:PATH`, or `neo4j://user@host:port/database` (`bolt://`, `neo4j+s://` alike).

    Nothing is connected or started yet; the first use does that. Raises ValueError for another kind of URL, or one that
    carries a password (that belongs in its own setting). `brief`: an engine it starts is wanted for seconds.
    """
    return Store(engine_at(url, password, brief=brief), schema, limit)
