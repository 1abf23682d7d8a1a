"""Changes told to webhooks: at least once, in order, tried again until they are taken.

The change feed is what is still to be told: a webhook keeps how far it came. Whoever of several processes claims one tries it;
a process that dies while it does leaves it to whoever finds it due again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.auth.keys import ended_keys
from app.events.service import AccountEvent, writes_after
from app.logs import log_failure
from app.webhooks.addresses import Address, Unreachable, address_of
from app.webhooks.forms import Message, Post, card_post, event_post, is_taken
from app.webhooks.service import Sealing, WebhookRow
from graph.errors import InvalidDocument, PowerMapError
from graph.queries import Count, query
from graph.store import Store

if TYPE_CHECKING:
    import httpx

LOOKS_EVERY: Final = 1.0
"""Seconds between two looks for what is to be told."""
CLAIMED_FOR: Final = timedelta(minutes=2)
"""How long whoever claims a webhook has for its tries."""
FIRST_WAIT: Final = 2
LONGEST_WAIT: Final = 6 * 3600
"""Seconds until the second try, doubled each time, and at most."""
AT_ONCE: Final = 20
"""Messages to one webhook before others have their turn, and webhooks looked at together."""
SECONDS: Final = 10.0
"""For one post."""
_MOST_BYTES: Final = 65_536
_LIST_DUE: Final = query("webhooks/list_due", WebhookRow)
_CLAIM: Final = query("webhooks/claim", Count)
_NOTE: Final = query("webhooks/note_outcome", Count)


class Sender:
    """What one process does for the webhooks of all accounts; `hosts` as `address_of` takes them."""

    def __init__(self, store: Store, sealing: Sealing, hosts: frozenset[str], public_url: str) -> None:
        self._store, self._sealing, self._hosts, self._public_url = store, sealing, hosts, public_url.rstrip("/")
        self._running = asyncio.ensure_future(self._run()) if hosts else None
        self.behind = 0

    async def close(self) -> None:
        """Try no more; what is not told stays to be told."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    async def _run(self) -> None:
        while True:
            try:
                await self._look()
            except PowerMapError:
                pass  # a store that does not answer is asked again
            except Exception as error:  # noqa: BLE001 # reason: whatever it is, the other webhooks are told
                log_failure("webhooks", error)
            await asyncio.sleep(LOOKS_EVERY)

    async def _look(self) -> None:
        due = await self._store.read(_LIST_DUE, now=_moment(datetime.now(UTC)), limit=1_000)
        self.behind = len(due)
        due = due[:AT_ONCE]
        ended = await ended_keys(self._store, {row.key for row in due})
        await asyncio.gather(*(self._put_off(row) if row.key in ended else self._tell(row) for row in due))

    async def _put_off(self, row: WebhookRow) -> None:
        """What a key that has ended asked for keeps nobody waiting who may be told."""
        await self._note(row, row.delivered, row.attempts, timedelta(seconds=LONGEST_WAIT), "key-ended")

    async def _tell(self, row: WebhookRow) -> None:
        until = _moment(datetime.now(UTC) + CLAIMED_FOR)
        (claimed,) = await self._store.change(_CLAIM, id=row.id, seen=row.due_at, until=until)
        if not claimed.count:
            return
        delivered, outcome, told = row.delivered, row.outcome, 0
        async for event in self._writes(row):
            if row.kinds and not set(row.kinds) & set(event.kinds):
                delivered = event.revision
                continue
            outcome, taken = await self._post(row, event)
            if not taken:
                attempts = row.attempts + 1 if not told else 1
                wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
                await self._note(row, delivered, attempts, timedelta(seconds=wait), outcome)
                return
            delivered, told = event.revision, told + 1
            if told >= AT_ONCE:
                break
        await self._note(row, delivered, 0, timedelta(0), outcome)

    def _writes(self, row: WebhookRow) -> AsyncGenerator[AccountEvent, None]:
        return writes_after(self._store, row.account, row.delivered)

    async def _note(self, row: WebhookRow, delivered: int, attempts: int, wait: timedelta, outcome: str) -> None:
        due = _moment(datetime.now(UTC) + wait)
        await self._store.change(_NOTE, id=row.id, delivered=delivered, attempts=attempts, due_at=due, outcome=outcome)

    async def _post(self, row: WebhookRow, event: AccountEvent) -> tuple[str, bool]:
        """What came of it: a status or a code; and whether the receiver has it."""
        opened = self._sealing.open(row.sealed)
        if opened is None:
            return "sealed", False
        url, own = opened
        page = f"{self._public_url}/accounts/{row.account}" if self._public_url else ""
        message, now = Message(f"{row.id}-{event.revision}", row.account, event, page), int(time.time())
        if row.form == "event":
            post = event_post(message, self._sealing.signing_keys(row.id), now)
        else:
            post = card_post(message, row.form, row.lang, own, now)
        try:
            address = await address_of(url, self._hosts)
        except Unreachable:
            return "unreachable", False
        except InvalidDocument:
            return "unfit-address", False
        return await _sent(url, address, post, row)


async def _sent(url: str, address: Address, post: Post, row: WebhookRow) -> tuple[str, bool]:
    """Posted to the address that was looked up, under the name that the certificate must have; nothing is followed."""
    import httpx  # noqa: PLC0415 - only what posts needs it

    given = httpx.URL(url)
    query_ = "&".join(part for part in (given.query.decode(), post.query) if part)
    pinned = given.copy_with(host=address.ip, query=query_.encode() or None)
    headers = {
        "content-type": "application/json",
        "user-agent": "powermap",
        **post.headers,
        "host": given.netloc.decode(),
    }
    try:
        async with (
            asyncio.timeout(SECONDS),
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS) as client,
            client.stream(
                "POST", pinned, content=post.body, headers=headers, extensions={"sni_hostname": address.host}
            ) as answer,
        ):
            said = await _beginning(answer)
            return str(answer.status_code), is_taken(row.form, answer.status_code, said)
    except TimeoutError:
        return "timeout", False
    except httpx.HTTPError as error:
        return type(error).__name__, False


async def _beginning(answer: httpx.Response) -> bytes:
    body = b""
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > _MOST_BYTES:
            break
    return body


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
