"""Work that nobody waits for is ended, and heavy questions are answered a few at a time; who comes too late is told so."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import GONE
from app.problems import TABLE
from app.requests import WorkIsWaitedFor
from graph.answer_cache import AnswerCache
from graph.computing import HEAVY_AT_ONCE, HEAVY_WAITING, take_a_heavy_place, turn
from graph.errors import Overloaded

SCOPE: Scope = {"type": "http"}


async def forever() -> str:
    await asyncio.Event().wait()
    return "never"


def client_who_goes(after: Callable[[], Any]) -> Receive:
    messages = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await after()
        return {"type": "http.disconnect"}

    return receive


async def nothing(_message: Message) -> None:
    return None


async def test_what_is_done_for_a_client_that_has_gone_is_ended() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()
        begun.set()
        try:
            await forever()
        finally:
            ended.set()

    await WorkIsWaitedFor(app)(SCOPE, client_who_goes(begun.wait), nothing)
    assert ended.is_set()


async def test_what_is_left_to_do_after_an_answer_is_done() -> None:
    answered, done = asyncio.Event(), []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})
        answered.set()
        await asyncio.sleep(0.01)
        done.append(True)

    await WorkIsWaitedFor(app)(SCOPE, client_who_goes(answered.wait), nothing)
    assert done == [True]


async def test_a_bug_is_still_a_bug() -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ZeroDivisionError

    wrapped: ASGIApp = WorkIsWaitedFor(app)
    with pytest.raises(ZeroDivisionError):
        await wrapped(SCOPE, client_who_goes(forever), nothing)
    assert GONE not in {answer.status for answer in TABLE.values()}


async def test_an_answer_that_the_last_one_no_longer_waits_for_is_not_worked_out() -> None:
    cache, ended = AnswerCache(1_000_000), asyncio.Event()

    async def work() -> str:
        try:
            return await forever()
        finally:
            ended.set()

    both = [asyncio.ensure_future(cache.get("content", "question", work)) for _ in range(2)]
    await asyncio.sleep(0)
    both[0].cancel()
    await asyncio.sleep(0.01)
    assert not ended.is_set()
    both[1].cancel()

    async def at_once() -> str:
        return "new"

    await asyncio.sleep(0)
    assert await cache.get("content", "question", at_once) == "new"
    await asyncio.wait_for(ended.wait(), 5)


async def test_heavy_questions_are_asked_a_few_at_a_time_and_no_more_wait_than_are_answered() -> None:
    leave, in_progress = asyncio.Event(), []

    async def ask() -> None:
        async with turn():
            await take_a_heavy_place()
            await take_a_heavy_place()  # a request has one place, however many heavy steps it takes
            in_progress.append(True)
            await leave.wait()

    asking = [asyncio.ensure_future(ask()) for _ in range(HEAVY_AT_ONCE + HEAVY_WAITING)]
    await asyncio.sleep(0.01)
    assert len(in_progress) == HEAVY_AT_ONCE
    with pytest.raises(Overloaded):
        await ask()
    asking[-1].cancel()  # who gives up waiting makes room
    await asyncio.sleep(0.01)
    asking.append(asyncio.ensure_future(ask()))
    leave.set()
    await asyncio.wait(asking)
    assert len(in_progress) == HEAVY_AT_ONCE + HEAVY_WAITING
    await take_a_heavy_place()  # who is no request waits for nobody
