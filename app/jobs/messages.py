"""What a job is asked and what it answered, as sealed texts: a line of JSON and the bytes of the body, packed."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Final

import orjson

from app.auth.service import Actor, author_of
from app.sealing import Seal
from graph.computing import Lane, compute

PURPOSE: Final = "jobs"


@dataclass(frozen=True)
class Kept:
    """A request or an answer: `head` is its method and path, or its status; and who sent it."""

    head: dict[str, Any]
    headers: Mapping[str, str]
    body: bytes


async def sealed(seal: Seal, kept: Kept) -> str:
    """It as one text that says nothing."""
    return await compute(partial(_sealed, seal, kept), Lane.ANSWER)


async def opened(seal: Seal, text: str) -> Kept | None:
    """It again; None where the key secret has been changed for good."""
    return await compute(partial(_opened, seal, text), Lane.ANSWER)


def _sealed(seal: Seal, kept: Kept) -> str:
    first = orjson.dumps({**asdict(kept), "body": None})
    return seal.close(zlib.compress(b"%s\n%s" % (first, kept.body), 1))


def _opened(seal: Seal, text: str) -> Kept | None:
    packed = seal.open(text)
    if packed is None:
        return None
    first, _, body = zlib.decompress(packed).partition(b"\n")
    return Kept(**{**orjson.loads(first), "body": body})


def told_of(actor: Actor) -> dict[str, Any]:
    """Who sent it and with which rights."""
    accounts = None if actor.accounts is None else sorted(actor.accounts)
    author = actor.author
    return {
        "id": author.id,
        "name": author.name,
        "member": author.member,
        "role": actor.role,
        "accounts": accounts,
        "clearance": actor.clearance,
    }


def actor_in(told: Mapping[str, Any]) -> Actor:
    """Who that was."""
    accounts = None if told["accounts"] is None else frozenset(told["accounts"])
    author = author_of(told["id"], told["name"], told["member"], told["role"], accounts)
    return Actor(author, told["role"], clearance=told["clearance"])
