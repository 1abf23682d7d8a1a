"""Jobs taken in and carried out: each is one request of the API, made within the process, with its sender's rights by then."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

import httpx
import orjson
from starlette.types import ASGIApp

from app.auth.keys import stored_key
from app.auth.made_since import Grants
from app.auth.service import DEMO, Actor, actor_of_key
from app.deferred import PROGRESS, Deferring
from app.in_process import Caller, Sent, send
from app.jobs import service
from app.jobs.messages import Kept, actor_in, opened, sealed
from app.jobs.schemas import Job
from app.logs import log_failure
from app.requests import raw_path
from app.sealing import Seal
from graph import jobs as kept
from graph.errors import PowerMapError, StoreUnavailable
from graph.jobs import JobClaim, JobRow, LeaseLost, State
from graph.repeats import CLAIM
from graph.store import Store

LOOKS_EVERY: Final = 2.0
BEATS_EVERY: Final = 4.0
"""Seconds between two looks for jobs, and between two renewals of a lease."""
AT_ONCE: Final = 2
"""Jobs one process runs."""
DEATHS: Final = 3
"""Processes that may be lost over one job before it is given up."""
GIVEN_UP_AFTER: Final = timedelta(hours=1)
"""How long the store may not answer a job, and the rights of who signed in at a provider hold without a new sign of them."""
LONGEST: Final = 3600.0
"""Seconds one job may take."""
MOST_BYTES: Final = 25_000_000
"""Of an answer."""
_WAIT: Final = timedelta(seconds=5)
_FORGETS_EVERY: Final = 600.0
_BY_PROVIDER: Final = "oidc-"
_REFUSED: Final = 400
_AWAY: Final = 503
_ASKED_WITH: Final = ("content-type", "accept", "accept-language", "if-match", "if-none-match")
_ANSWERED_WITH: Final = (
    *("content-type", "content-disposition", "content-security-policy", "etag", "location", "powermap-warnings"),
)
_STREAM: Final = "text/event-stream"


@dataclass
class _Run:
    """One job while this process runs it."""

    row: JobRow
    claim: JobClaim
    step: str = ""
    progress: float = 0.0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, step: str, done: float) -> None:
        self.step, self.progress = step, done
        self.changed.set()


class Runner:
    """What one process does for the jobs of all; it looks for them once it was begun, or the first is sent to it."""

    def __init__(self, app: ASGIApp, store: Store, seal: Seal, grants: Grants | None, *, demo: bool) -> None:
        self._app, self._store, self.seal, self._demo = app, store, seal, demo
        self._grants = grants
        self._looking: asyncio.Task[None] | None = None
        self._runs: dict[str, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._forget_at = 0.0
        self.waiting = 0
        self.ended: dict[State, int] = {"done": 0, "failed": 0}

    @property
    def running(self) -> int:
        """Jobs this process runs."""
        return len(self._runs)

    def begin(self) -> None:
        """Look for jobs from now on."""
        if self._looking is None:
            self._looking = asyncio.ensure_future(self._look_again())
        self._wake.set()

    async def close(self) -> None:
        """Run nothing any more; what was begun and did nothing yet is begun again by whoever comes."""
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
        runs = list(self._runs.values())
        for run in runs:
            run.cancel()
        await asyncio.gather(*runs, return_exceptions=True)

    async def take(self, deferring: Deferring, kind: str, account: str | None, repeat_key: str | None) -> Job:
        """Keep a request as a job. Raises TooManyJobs, KeyReused."""
        request, query = deferring.request, deferring.request.url.query
        path = raw_path(request) + (f"?{query}" if query else "")
        headers = {name: value for name in _ASKED_WITH if (value := request.headers.get(name)) and value != _STREAM}
        message = Kept({"method": request.method, "path": path}, headers, deferring.body)
        again = None if repeat_key is None else (repeat_key, deferring.digest.hex())
        job = await service.create(self._store, self.seal, deferring.actor, message, kind, account, again)
        self.begin()
        return job

    async def _look_again(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._look()
            except PowerMapError:
                pass  # a store that does not answer is asked again
            except Exception as error:  # noqa: BLE001 # reason: whatever it is, the other jobs are run
                log_failure("jobs", error)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOKS_EVERY)

    async def _look(self) -> None:
        due = [row for row in await kept.list_due(self._store, service.MOST) if row.id not in self._runs]
        self.waiting = len(due)
        for row in due[: max(0, AT_ONCE - len(self._runs))]:
            claim = JobClaim(row.id, lambda: "", lease=uuid4().hex)
            if await kept.claim(self._store, row, claim.lease):
                run = asyncio.ensure_future(self._carry_out(_Run(row, claim)))
                self._runs[row.id] = run
                run.add_done_callback(partial(self._gone, row.id))
        if time.monotonic() >= self._forget_at:
            self._forget_at = time.monotonic() + _FORGETS_EVERY
            await kept.forget_old(self._store)

    def _gone(self, job: str, _: asyncio.Task[None]) -> None:
        self._runs.pop(job, None)
        self._wake.set()

    async def _carry_out(self, run: _Run) -> None:
        """Run a job to its end, for as long as its lease is this process's."""
        doing = asyncio.ensure_future(self._do(run))
        beating = asyncio.ensure_future(self._beat(run, doing))
        try:
            await doing
        except asyncio.CancelledError:
            doing.cancel()
            with suppress(PowerMapError):
                await kept.release(self._store, run.row.id, run.claim.lease, timedelta(0))
        except LeaseLost:
            pass
        except StoreUnavailable:
            with suppress(PowerMapError):
                await kept.release(self._store, run.row.id, run.claim.lease, _WAIT)
        except Exception as error:  # noqa: BLE001 # reason: whatever it is, the job is over and says so
            log_failure("job", error, id=run.row.id)
            with suppress(PowerMapError):
                await self._end(run, "failed", None, code="too-slow" if isinstance(error, TimeoutError) else "internal")
        finally:
            beating.cancel()

    async def _beat(self, run: _Run, doing: asyncio.Task[None]) -> None:
        """Renew the lease while the job runs, and end what is done under a lease that is lost."""
        while not doing.done():
            with suppress(TimeoutError):
                await asyncio.wait_for(run.changed.wait(), BEATS_EVERY)
            run.changed.clear()
            if run.claim.is_writing and not run.claim.is_noted:
                continue  # the write itself renews the lease, and holds the job until it is stored
            with suppress(PowerMapError):
                if not await kept.renew(self._store, run.row.id, run.claim.lease, run.step, run.progress):
                    doing.cancel()
            await asyncio.sleep(0.2)

    async def _do(self, run: _Run) -> None:
        row = run.row
        if row.revision is not None:
            await self._end(run, "done", None, status=200, step="written", progress=1.0)
            return
        if row.tries >= DEATHS:
            await self._end(run, "failed", None, code="process-lost")
            return
        text = await kept.request_of(self._store, row)
        message = await opened(self.seal, text) if text else None
        if message is None:
            await self._end(run, "failed", None, code="request-lost")
            return
        actor = await self._actor(row, message.head["actor"])
        if actor is None:
            await self._end(run, "failed", None, code="rights-ended")
            return
        CLAIM.set(run.claim)
        PROGRESS.set(run.tell)
        async with asyncio.timeout(LONGEST):
            sent = Sent(message.head["method"], message.head["path"], message.body or None, message.headers)
            answer = await send(self._app, sent, Caller(actor=actor))
        CLAIM.set(None)
        await self._finish(run, actor, answer)

    async def _actor(self, row: JobRow, told: dict[str, Any]) -> Actor | None:
        """Who sent it, as they are now; None where that may ask nothing any more."""
        if self._demo:
            return DEMO
        if row.actor.startswith(_BY_PROVIDER):
            if self._grants is None or _age(row) >= GIVEN_UP_AFTER:
                return None
            sent = datetime.fromisoformat(row.created_at).timestamp()
            return await self._grants.of_session(self._store, actor_in(told), sent)
        key = await stored_key(self._store, row.actor)
        lives = key is not None and key.lives(datetime.now(UTC))
        return await actor_of_key(self._store, key) if key is not None and lives else None

    async def _finish(self, run: _Run, actor: Actor, answer: httpx.Response) -> None:
        """Keep the answer; where only the store was away the job is begun again."""
        if answer.status_code == _AWAY and _age(run.row) < GIVEN_UP_AFTER:
            raise StoreUnavailable("the job is begun again")
        failed = answer.status_code >= _REFUSED
        state: State = "failed" if failed else "done"
        code = _code_of(answer) if failed else None
        if len(answer.content) > MOST_BYTES:
            if not run.claim.is_noted:
                state, code = "failed", "answer-too-long"
            text = None
        else:
            headers = {name: value for name in _ANSWERED_WITH if (value := answer.headers.get(name))}
            text = await sealed(self.seal, Kept({"status": answer.status_code}, headers, answer.content))
        await self._end(
            run,
            state,
            text,
            status=answer.status_code,
            code=code,
            step=run.step,
            progress=run.progress if failed else 1.0,
            rights=sorted(actor.rights),
            clearance=actor.clearance,
        )

    async def _end(self, run: _Run, state: State, answer: str | None, **facts: Any) -> None:
        await kept.end(self._store, run.row, run.claim.lease, state, answer, **facts)
        self.ended[state] += 1


def _age(row: JobRow) -> timedelta:
    return datetime.now(UTC) - datetime.fromisoformat(row.created_at)


def _code_of(answer: httpx.Response) -> str:
    """The code of a problem; one word for the workbook with its cells marked."""
    try:
        problem = orjson.loads(answer.content)
    except orjson.JSONDecodeError:
        return "invalid"
    return str(problem.get("code", "invalid")) if isinstance(problem, dict) else "invalid"
