"""What happens to an account, told while it happens (server-sent events)."""

from __future__ import annotations

from contextlib import aclosing
from typing import Annotated, Final, cast

from fastapi import APIRouter, Header, Query, Request, Response
from starlette.types import Receive, Scope, Send

from app.answers import FleetingAnswerRoute
from app.connections import ENDS
from app.deps import AccountPath, ReaderDep, reader_still
from app.events.service import AccountEvent, End, Follower, Streams
from app.logs import STREAM
from app.problems import problems

router = APIRouter(tags=["accounts"], route_class=FleetingAnswerRoute)
RETRY_MS: Final = 2_000
_LARGEST: Final = 2**31


class _EventStream(Response):
    """Events as they come, until the follower is told no more or goes."""

    def __init__(self, request: Request, streams: Streams, follower: Follower, *, whole: bool) -> None:
        super().__init__(headers={"Content-Type": STREAM, "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._request, self._streams, self._follower, self._whole = request, streams, follower, whole

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive  # who goes is told to the middleware, which ends this
        scope.setdefault("state", {})[ENDS] = self._follower.end
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        begin = f"retry: {RETRY_MS}\nid: {self._follower.revision}\n\n"
        await send({"type": "http.response.body", "body": begin.encode(), "more_body": True})
        async with aclosing(self._streams.told(self._follower, self._may_still)) as told:
            async for event in told:
                await send({"type": "http.response.body", "body": self._written(event), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _written(self, event: AccountEvent | End | None) -> bytes:
        if event is None:
            return b": alive\n\n"
        if isinstance(event, End):
            return b'event: end\ndata: {"code":"%s"}\n\n' % event.code.encode()
        told = event if self._whole else event.cut()
        return b"id: %d\ndata: %s\n\n" % (event.revision, told.model_dump_json().encode())

    async def _may_still(self) -> object:
        return await reader_still(self._request)


@router.get(
    "/accounts/{account_id}/events",
    operation_id="follow_account",
    summary="Follow an account",
    response_class=Response,
    responses={200: {"description": "Events.", "content": {STREAM: {}}}, **problems(401, 403, 404, 422, 429, 503)},
)
async def follow_account(
    request: Request,
    account_id: AccountPath,
    actor: ReaderDep,
    since: Annotated[int | None, Query(ge=0, le=_LARGEST, description="Begin after this revision, not now.")] = None,
    follow: Annotated[bool, Query(description="Go on; else end after what there is.")] = True,
    last_event_id: Annotated[int | None, Header(ge=0, le=_LARGEST, description="The same, and counts first.")] = None,
) -> Response:
    """Server-sent events, one a write: `{revision, at, actor, member, undoes, kinds}`, `id` the revision.

    The `code` of an event `end` says why: key revoked, account deleted.
    """
    streams = cast("Streams", request.app.state.streams)
    begin = since if last_event_id is None else last_event_id
    follower = await streams.follower(account_id, actor.author.id, begin, follows=follow)
    return _EventStream(request, streams, follower, whole=actor.clearance == "full")
