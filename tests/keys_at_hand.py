"""A service that asks for keys, and keys for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from app.auth.keys import Grant, create_key
from app.auth.profiles import Redaction
from app.main import create_app
from app.roles import Role
from tests.conftest import Place, client_of
from tests.records_at_hand import Desk

SECRET = SecretStr("of these tests")


@dataclass(frozen=True)
class KeyedService:
    """A service outside demo mode; `key` makes the headers of a new key."""

    app: FastAPI
    client: httpx.AsyncClient

    async def key(
        self, role: Role, *accounts: str, name: str = "Key", member: str | None = None, clearance: Redaction = "full"
    ) -> dict[str, str]:
        grant = Grant(role, name, accounts, member, clearance=clearance)
        made = await create_key(self.app.state.accounts.store, self.app.state.key_secret, grant)
        return bearer(made)

    def desk(self, account_id: str, headers: dict[str, str]) -> Desk:
        return Desk(self.client, account_id, headers)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@asynccontextmanager
async def keyed_service(place: Place, key_guesses: int = 1_000_000, **other: Any) -> AsyncIterator[KeyedService]:
    own = {"demo": False, "key_secret": SECRET, "key_guesses": key_guesses, **other}
    app = create_app(place.settings().model_copy(update=own))
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield KeyedService(app, client)
