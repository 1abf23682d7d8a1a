"""The identity provider: what it says of itself, its public keys, and codes exchanged for tokens.

Its addresses come from its own discovery document, which must be about the issuer that was set. Keys are kept for an hour;
a key nobody knows is looked for once a minute at most, so that invented key ids cost the provider nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from app.problems import ProviderUnavailable
from app.settings import is_safe

SECONDS_KEPT: Final = 3600.0
SECONDS_BETWEEN: Final = 60.0
"""Between two looks for a key nobody knows."""
SECONDS_AFTER_FAILURE: Final = 5.0
_TIMEOUT: Final = 5.0
_MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True)
class Metadata:
    """Where the provider is asked what, and its public keys as they were published."""

    authorization_endpoint: str = ""
    token_endpoint: str = ""
    end_session_endpoint: str = ""
    """Where one signs out there; empty where it names none, or one that is not safe."""
    keys: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)


class Provider:
    """One identity provider, asked as seldom as it goes."""

    def __init__(self, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.issuer = issuer
        self._clock = clock
        self._lock = asyncio.Lock()
        self._metadata: Metadata | None = None
        self._read_at = self._failed_at = float("-inf")

    async def metadata(self, *, anew: bool = False) -> Metadata:
        """What it says of itself; `anew` where a key was not among its keys. Raises ProviderUnavailable.

        What is kept is used on while the provider cannot be reached.
        """
        async with self._lock:
            now = self._clock()
            age = now - self._read_at
            due = self._metadata is None or age >= (SECONDS_BETWEEN if anew else SECONDS_KEPT)
            if due and now - self._failed_at >= SECONDS_AFTER_FAILURE:
                try:
                    self._metadata = await self._read()
                    self._read_at = self._clock()
                except ProviderUnavailable:
                    self._failed_at = self._clock()
                    if self._metadata is None:
                        raise
            if self._metadata is None:
                raise ProviderUnavailable
            return self._metadata

    async def exchange(self, form: Mapping[str, str], secret: str) -> str:
        """The ID token for an authorization code. Raises ProviderUnavailable; empty where the code is not taken."""
        metadata = await self.metadata()
        basic = (form["client_id"], secret) if secret else None
        answer = await _asked("POST", metadata.token_endpoint, form=form, basic=basic, taken=(200, 400, 401))
        token = answer.get("id_token")
        return token if isinstance(token, str) else ""

    async def _read(self) -> Metadata:
        said = await _asked("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        ends = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if said.get("issuer") != self.issuer or not all(isinstance(end, str) and is_safe(end) for end in ends):
            raise ProviderUnavailable
        keys = (await _asked("GET", str(ends[2]))).get("keys")
        known = tuple(key for key in keys if isinstance(key, dict)) if isinstance(keys, list) else ()
        end = said.get("end_session_endpoint")
        return Metadata(str(ends[0]), str(ends[1]), end if isinstance(end, str) and is_safe(end) else "", known)


async def _asked(
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    basic: tuple[str, str] | None = None,
    taken: tuple[int, ...] = (200,),
) -> dict[str, Any]:
    """What an address of the provider answers; redirects are not followed. Raises ProviderUnavailable."""
    import httpx  # noqa: PLC0415 - only where there is a provider

    try:
        async with (
            httpx.AsyncClient(timeout=_TIMEOUT, auth=basic) as client,
            asyncio.timeout(2 * _TIMEOUT),
            client.stream(method, url, data=dict(form) if form else None) as answer,
        ):
            body = b""
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > _MOST_BYTES:
                    raise ProviderUnavailable
        said = orjson.loads(body) if answer.status_code in taken else None
    except (httpx.HTTPError, httpx.InvalidURL, orjson.JSONDecodeError, TimeoutError):
        raise ProviderUnavailable from None
    if not isinstance(said, dict):
        raise ProviderUnavailable
    return said
