"""Jobs listed, shown, cancelled, and their answers handed out: to who sent them, or to an admin of the account."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Final
from uuid import uuid4

from app.auth.profiles import PROFILES
from app.auth.service import Actor
from app.jobs.messages import Kept, opened, sealed, told_of
from app.jobs.schemas import Job, JobList
from app.problems import answered
from app.records.pages import Page
from app.sealing import Seal
from graph import jobs as kept
from graph.errors import AlreadyDone, Conflict, KeyReused, NotFound, PowerMapError
from graph.jobs import JobRow, State
from graph.store import Store
from graph.tree import line_above

MOST_OF_ONE: Final = 20
MOST: Final = 200
"""Jobs that wait or run, of one actor and of all."""
_ACTORS: Final = 1_000
_PAGE: Final = 200


@answered(429, "too-many-jobs", "Too many jobs wait", Retry_After="30")
class TooManyJobs(PowerMapError):
    """As many jobs wait as may."""

    def __init__(self) -> None:
        super().__init__(
            f"{MOST_OF_ONE} jobs of one key may wait and run, {MOST} of all: wait for some, or cancel them"
        )


@answered(409, "job-unfinished", "The job is not done yet")
class JobUnfinished(Conflict):
    """The answer of a job that has none yet."""


async def create(
    store: Store, seal: Seal, actor: Actor, message: Kept, kind: str, account: str | None, again: tuple[str, str] | None
) -> Job:
    """Keep a request for later; one sent `again` under its idempotency key, with this hash, is the same job.

    Raises TooManyJobs, KeyReused.
    """
    own = actor.author.id
    repeat_key, request = again or ("", "")
    name = hashlib.sha256(f"job\n{own}\n{repeat_key}".encode()).hexdigest()[:32] if again else uuid4().hex
    if again and (known := await kept.find_job(store, name)) is not None:
        return _same(known, request)
    counts = await kept.count_jobs(store, _ACTORS)
    waiting = sum(one.count for one in counts)
    if waiting >= MOST or sum(one.count for one in counts if one.actor == own) >= MOST_OF_ONE:
        raise TooManyJobs
    row = kept.new_row(name, own, kind, account, request)
    text = await sealed(seal, Kept({**message.head, "actor": told_of(actor)}, message.headers, message.body))
    with suppress(Conflict):  # sent twice at once: the other one is the job
        await kept.put_job(store, row, text)
    return _same(await kept.find_job(store, name) or row, row.request)


def _same(row: JobRow, request: str) -> Job:
    if row.request != request:
        raise KeyReused("this Idempotency-Key was sent with another request: take a new one for each")
    return shown(row)


async def list_jobs(store: Store, actor: Actor, state: State | None, page: Page) -> JobList:
    """The actor's jobs, for an admin those of all, as far as it may see their accounts."""
    rows: list[JobRow] = []
    before, own = page.after, None if "administer" in actor.rights else actor.author.id
    while len(rows) <= page.limit:
        some = await kept.list_jobs(store, own, state, before, _PAGE)
        rows += [row for row in some if await _sees(store, actor, row)]
        if len(some) < _PAGE:
            break
        before = some[-1].place
    items, next_cursor = page.cut(rows, lambda row: row.place)
    return JobList(items=[shown(row) for row in items], next_cursor=next_cursor)


async def job_of(store: Store, actor: Actor, job: str) -> JobRow:
    """A job. Raises NotFound also for one the actor may not see."""
    row = await kept.find_job(store, job)
    if row is None or not await _sees(store, actor, row):
        raise NotFound("job", job)
    return row


async def cancel(store: Store, actor: Actor, job: str) -> Job:
    """Have it do nothing any more, unless it has. Raises NotFound."""
    row = await job_of(store, actor, job)
    await kept.cancel(store, row)
    return shown(await job_of(store, actor, job))


async def answer_of(store: Store, seal: Seal, actor: Actor, job: str) -> Kept:
    """What the job answered, for who may do now what it was answered with.

    Raises NotFound, also where the answer is kept no longer, JobUnfinished, and AlreadyDone where it wrote and nobody heard more.
    """
    row = await job_of(store, actor, job)
    if not row.is_over:
        raise JobUnfinished(f"job {job} is {row.state}: ask again later")
    may = actor.rights.issuperset(row.rights) and row.clearance in {"", *PROFILES[PROFILES.index(actor.clearance) :]}
    text = await kept.answer_of(store, row) if may else None
    if text is None and row.state == "done" and row.revision is not None and may:
        raise AlreadyDone(f"it was carried out as revision {row.revision}; its answer is not known: read what there is")
    answer = await opened(seal, text) if text is not None else None
    if answer is None:
        raise NotFound("answer of job", job)
    return answer


async def _sees(store: Store, actor: Actor, row: JobRow) -> bool:
    """One's own jobs and, for an admin, those of all; of an account that is not granted there are none."""
    own = row.actor == actor.author.id
    if not own and "administer" not in actor.rights:
        return False
    if actor.sees_all or row.account is None:
        return actor.sees_all or own
    if own and await line_above(store.read, row.account) is None:
        return True  # an import that is to make the account
    return await actor.sees(store, row.account)


def shown(row: JobRow) -> Job:
    """A job as it is told."""
    told = {"made_by": row.actor, "created_at": row.created_at}
    return Job.model_validate(row.model_dump(include=set(Job.model_fields)) | told)
