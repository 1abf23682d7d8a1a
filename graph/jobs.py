"""Jobs: requests kept in the store and carried out later, by whichever process claims them first.

A job is `queued`, `running`, `done`, `failed` or `cancelled`. Who runs it holds a lease and renews it; whoever finds the lease
over claims the job anew. What a job writes and the note that it did are one transaction, so it is done once however often it is
begun, and one that was cancelled before does nothing. What was asked and answered lies beside it in sealed parts.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from graph.errors import Conflict
from graph.queries import Count, Frozen, query
from graph.repeats import Claim, Run
from graph.store import Store

State = Literal["queued", "running", "done", "failed", "cancelled"]
LEASE: Final = timedelta(seconds=20)
"""How long who runs a job may be silent before another takes it over."""
KEPT: Final = timedelta(days=7)
"""How long a job and its answer are kept."""
PART_CHARACTERS: Final = 2_000_000
_FORGOTTEN: Final = 200
_LAST: Final = "~"  # after every time


class JobRow(Frozen):
    """A job as it is kept, without names: `place` is when it was made and its id, `parts` and `answered` count sealed parts.

    `request` hashes what is asked, `revision` is what it wrote, `rights` and `clearance` are those the answer was made with.
    """

    id: str
    place: str
    actor: str
    kind: str
    account: str | None
    request: str
    state: State
    started_at: str | None
    ended_at: str | None
    step: str
    progress: float
    status: int | None
    code: str | None
    revision: int | None
    tries: int
    due_at: str
    parts: int
    answered: int
    rights: list[str]
    clearance: str

    @property
    def created_at(self) -> str:
        return self.place.partition("/")[0]

    @property
    def is_over(self) -> bool:
        return self.state not in {"queued", "running"}


class JobCount(Frozen):
    """How many jobs an actor has in a state."""

    actor: str
    state: State
    count: int


class PartRow(Frozen):
    """A sealed part."""

    content: str


_STRIKE_JOBS: Final = query("jobs/strike_jobs", Count)
_STRIKE_PARTS: Final = query("jobs/strike_parts", Count)
_PUT: Final = query("jobs/put_job", Count)
_KEEP_PART: Final = query("jobs/keep_part", Count)
_GET_PART: Final = query("jobs/get_part", PartRow)
_FIND: Final = query("jobs/find_job", JobRow)
_LIST: Final = query("jobs/list_jobs", JobRow)
_LIST_DUE: Final = query("jobs/list_due", JobRow)
_COUNT: Final = query("jobs/count_jobs", JobCount)
_CLAIM: Final = query("jobs/claim_job", Count)
_RENEW: Final = query("jobs/renew_job", Count)
_NOTE_EFFECT: Final = query("jobs/note_effect", Count)
_END: Final = query("jobs/end_job", Count)
_RELEASE: Final = query("jobs/release_job", Count)
_CANCEL: Final = query("jobs/cancel_job", Count)
_FORGET_JOBS: Final = query("jobs/forget_jobs", Count)
_FORGET_PARTS: Final = query("jobs/forget_parts", Count)


class WholeJob(Frozen):
    """A job with what it was asked and what it answered, both sealed."""

    job: JobRow
    asked: str | None
    answer: str | None


class LeaseLost(Conflict):
    """The job is another's by now, or was cancelled: whoever ran it stops and leaves nothing behind."""

    def __init__(self) -> None:
        super().__init__("the job was cancelled, or another process runs it by now")


@dataclass
class JobClaim(Claim):
    """What a job writes, noted in the transaction that does it. Raises LeaseLost there, and nothing is stored."""

    lease: str = ""
    is_writing: bool = False

    async def refuse_repeating(self, run: Run) -> None:
        """Nothing: a job that has written is not begun again."""
        del run
        self.writes = True

    async def note(self, run: Run, account_id: str, revision: int) -> None:
        del account_id
        if not self.is_noted:
            self.is_writing = True
            until = moment(datetime.now(UTC) + LEASE)
            (noted,) = await run(_NOTE_EFFECT, id=self.id, lease=self.lease, until=until, revision=revision)
            if not noted.count:
                raise LeaseLost


def moment(at: datetime) -> str:
    """A time as it is kept, in order as text, too."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def new_row(job: str, actor: str, kind: str, account: str | None, request: str) -> JobRow:
    """A job that waits from now on."""
    now = moment(datetime.now(UTC))
    return JobRow(
        id=job,
        place=f"{now}/{job}",
        actor=actor,
        kind=kind,
        account=account,
        request=request,
        state="queued",
        started_at=None,
        ended_at=None,
        step="",
        progress=0.0,
        status=None,
        code=None,
        revision=None,
        tries=0,
        due_at=now,
        parts=0,
        answered=0,
        rights=[],
        clearance="",
    )


async def put_job(store: Store, row: JobRow, sealed: str | None = None) -> int:
    """Keep a job, unless it is here, with what it is asked: how many were put in. Raises Conflict where two do at once."""
    if sealed is None:
        return await _put(store, row, "asked", [])
    pieces = _pieces(sealed)
    return await _put(store, row.model_copy(update={"parts": len(pieces)}), "asked", pieces)


async def find_job(store: Store, job: str) -> JobRow | None:
    """The job with an id."""
    rows = await store.read(_FIND, id=job)
    return rows[0] if rows else None


async def list_jobs(store: Store, actor: str | None, state: State | None, before: str, limit: int) -> list[JobRow]:
    """Jobs of one actor or of all, newest first, those before a place or from the newest on."""
    return await store.read(_LIST, actor=actor, state=state, before=before or _LAST, limit=limit)


async def list_due(store: Store, limit: int) -> list[JobRow]:
    """Jobs somebody should begin by now."""
    return await store.read(_LIST_DUE, now=moment(datetime.now(UTC)), limit=limit)


async def count_jobs(store: Store, limit: int) -> list[JobCount]:
    """How many jobs wait and run."""
    return await store.read(_COUNT, limit=limit)


async def claim(store: Store, row: JobRow, lease: str) -> bool:
    """Whether the job is this one's to run now."""
    now = datetime.now(UTC)
    until = moment(now + LEASE)
    (claimed,) = await store.change(_CLAIM, id=row.id, seen=row.due_at, lease=lease, until=until, now=moment(now))
    return claimed.count > 0


async def renew(store: Store, job: str, lease: str, step: str, progress: float) -> bool:
    """Whether it still is; says how far the job is."""
    until = moment(datetime.now(UTC) + LEASE)
    (renewed,) = await store.change(_RENEW, id=job, lease=lease, until=until, step=step, progress=progress)
    return renewed.count > 0


async def release(store: Store, job: str, lease: str, wait: timedelta) -> None:
    """Let the job be begun again after a while."""
    await store.change(_RELEASE, id=job, lease=lease, due_at=moment(datetime.now(UTC) + wait))


async def end(store: Store, row: JobRow, lease: str, state: State, answer: str | None, **properties: Any) -> None:
    """The job is over; its answer is kept, and what it was asked no longer. Raises LeaseLost."""
    now = moment(datetime.now(UTC))
    pieces = _pieces(answer or "")
    for n, content in enumerate(pieces):
        part = _part(row.id, "answer", n)
        (kept,) = await store.change(_KEEP_PART, id=row.id, lease=lease, part=part, at=now, content=content)
        if not kept.count:
            raise LeaseLost
    ended = {"state": state, "ended_at": now, "parts": 0, "answered": len(pieces), **properties}
    (over,) = await store.change(_END, id=row.id, lease=lease, properties=ended, asked=_asked(row))
    if not over.count:
        raise LeaseLost


async def cancel(store: Store, row: JobRow) -> None:
    """Have the job do nothing any more, unless it is over or has written."""
    await store.change(_CANCEL, id=row.id, at=moment(datetime.now(UTC)), asked=_asked(row))


async def request_of(store: Store, row: JobRow) -> str | None:
    """What the job is asked, sealed; None where that is kept no longer."""
    return await _parts(store, row.id, "asked", row.parts)


async def answer_of(store: Store, row: JobRow) -> str | None:
    """What it answered, sealed; None where there is no answer, or none any longer."""
    return await _parts(store, row.id, "answer", row.answered)


async def forget_old(store: Store) -> None:
    """Forget jobs that ended long ago, with all that was kept of them."""
    before = moment(datetime.now(UTC) - KEPT)
    for statement in (_FORGET_JOBS, _FORGET_PARTS):
        await store.change(statement, before=before, limit=_FORGOTTEN)


async def take_out_jobs(store: Store) -> AsyncGenerator[WholeJob, None]:
    """Every job there is, newest first."""
    before = ""
    while rows := await list_jobs(store, None, None, before, _FORGOTTEN):
        before = rows[-1].place
        for row in rows:
            while (job := await find_job(store, row.id)) is not None:
                whole = WholeJob(job=job, asked=await request_of(store, job), answer=await answer_of(store, job))
                if await find_job(store, row.id) == job:
                    yield whole
                    break


async def put_in_job(store: Store, whole: WholeJob, revisions: Mapping[str, int]) -> None:
    """Keep a job as it was elsewhere, beside accounts of these revisions; one that is here stays.

    What was waiting or running waits. What it wrote after the account was taken out is not there, and it says so.
    """
    row, answer = whole.job, whole.answer
    if row.revision is not None and row.revision > revisions.get(row.account or "", 0):
        row = row.model_copy(update={"state": "failed", "code": "not-in-backup", "answered": 0})
        answer = None
    elif not row.is_over:
        row = row.model_copy(update={"state": "queued", "due_at": moment(datetime.now(UTC))})
    if answer is not None:
        await _put(store, row, "answer", _pieces(answer))
    else:
        await put_job(store, row, None if row.is_over else whole.asked)


async def strike_jobs(run: Run) -> None:
    """In a transaction on an account: nothing that jobs about it were asked or answered is kept, and none goes on."""
    await run(_STRIKE_JOBS, at=moment(datetime.now(UTC)))
    await run(_STRIKE_PARTS)


async def _put(store: Store, row: JobRow, what: str, pieces: list[str]) -> int:
    """Keep a job with sealed parts in one transaction: parts of two sealings never mix, and none outlive a job that was here."""
    own = {"account": row.account, "at": moment(datetime.now(UTC))}
    parts = [{"id": _part(row.id, what, n), "properties": own | {"content": piece}} for n, piece in enumerate(pieces)]
    properties = row.model_dump(exclude={"id"})
    return sum(done.count for done in await store.change(_PUT, id=row.id, properties=properties, parts=parts))


def _asked(row: JobRow) -> list[str]:
    return [_part(row.id, "asked", n) for n in range(row.parts)]


async def _parts(store: Store, job: str, what: str, number: int) -> str | None:
    rows = [await store.read(_GET_PART, id=_part(job, what, n)) for n in range(number)]
    return "".join(row.content for part in rows for row in part) if rows and all(rows) else None


def _pieces(text: str) -> list[str]:
    return [text[at : at + PART_CHARACTERS] for at in range(0, len(text), PART_CHARACTERS)]


def _part(job: str, what: str, n: int) -> str:
    return f"{job}/{what}/{n}"
