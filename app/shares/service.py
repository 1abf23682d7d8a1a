"""Links that show one account, read-only, under a redaction profile, until they expire or are revoked.

What opens a link is kept as its keyed hash only. A link shows what the account is when it is opened: who may no longer see
it is shut out by revoking, and what was mended meanwhile is seen mended. It never outlives the key that made it.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from app.auth.keys import ended_keys, hash_of
from app.auth.profiles import Redaction
from app.auth.service import Actor
from app.problems import answered
from app.shares.schemas import NewShare, Share, ShareList
from app.texts.catalogue import Language
from graph.accounts import Accounts
from graph.changes import Author
from graph.errors import Fault, InvalidDocument, NotAllowed, NotFound, PowerMapError
from graph.queries import Count, Frozen, query
from graph.store import Store
from graph.tree import identities_of

LONGEST: Final = timedelta(days=90)
USUAL: Final = timedelta(days=30)
MOST: Final = 500
_FORM: Final = re.compile(r"ps_([a-z0-9]{12})_([A-Za-z0-9_-]{43})")
_NO_HASH: Final = "0" * 64


class ShareRow(Frozen):
    """A link as it is kept; `account` and `identity` say which account, `key` which key made it."""

    id: str
    hash: str
    account: str
    identity: str
    redact: Redaction
    opportunity: str | None
    purpose: str
    lang: Language
    key: str
    made_by: str
    created_at: str
    expires_at: str
    revoked_at: str | None


_CREATE: Final = query("shares/create_share", Count)
_FIND: Final = query("shares/find_share", ShareRow)
_LIST: Final = query("shares/list_shares", ShareRow)
_REVOKE: Final = query("shares/revoke_share", Count)


@answered(410, "share-ended", "The link shows nothing any more")
class ShareEnded(PowerMapError):
    """The link was revoked, has expired, or its account or opportunity is no more."""

    def __init__(self, lang: Language) -> None:
        super().__init__("the link shows nothing any more: it was revoked or has expired")
        self.lang: Language = lang


@dataclass(frozen=True)
class Opened:
    """A link that may be read now, and who reads it: it sees no account but its own."""

    row: ShareRow
    reader: Actor


async def create(
    accounts: Accounts, secret: bytes, actor: Actor, account_id: str, new_share: NewShare, lang: Language
) -> Share:
    """Make a link. Raises NotAllowed above the key's clearance, NotFound for the account or the opportunity."""
    actor.require_clearance(new_share.redact)
    document = (await accounts.current(account_id)).document
    if new_share.opportunity is not None and all(one.id != new_share.opportunity for one in document.opportunities):
        raise NotFound("opportunity", new_share.opportunity)
    now = datetime.now(UTC)
    until = (new_share.expires_at or now + USUAL).astimezone(UTC)
    if not now < until <= now + LONGEST:
        facts = {"range": f"{_moment(now)} – {_moment(now + LONGEST)}"}
        raise InvalidDocument((Fault("/expires_at", "out-of-range", _moment(until), facts),))
    identity = (await identities_of(accounts.store.read, [account_id]))[account_id]
    own = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(12))
    link = f"ps_{own}_{secrets.token_urlsafe(32)}"
    row = ShareRow(
        id=own,
        hash=hash_of(link, secret),
        account=account_id,
        identity=identity,
        redact=new_share.redact,
        opportunity=new_share.opportunity,
        purpose=new_share.purpose.strip(),
        lang=new_share.lang or lang,
        key=actor.author.id,
        made_by=actor.author.name,
        created_at=_moment(now),
        expires_at=_moment(until),
        revoked_at=None,
    )
    await accounts.store.change(_CREATE, id=own, properties=row.model_dump(exclude={"id"}))
    return _shown(row).model_copy(update={"path": f"/shared/{link}"})


async def list_shares(store: Store, account_id: str) -> ShareList:
    """The links to an account, of one made anew under its id only those made since."""
    identity = (await identities_of(store.read, [account_id])).get(account_id)
    if identity is None:
        raise NotFound("account", account_id)
    return ShareList(items=[_shown(row) for row in await store.read(_LIST, identity=identity, limit=MOST)])


async def revoke(store: Store, actor: Actor, account_id: str, share_id: str) -> None:
    """Let a link open nothing from now on. Raises NotFound, and NotAllowed for a reader's key that did not make it."""
    rows = await store.read(_FIND, id=share_id)
    if not rows or rows[0].account != account_id:
        raise NotFound("share", share_id)
    if rows[0].key != actor.author.id and "edit" not in actor.rights:
        raise NotAllowed("a reader's key revokes the links it made")
    await store.change(_REVOKE, id=share_id, at=_moment(datetime.now(UTC)))


async def open_link(store: Store, secret: bytes, old_secret: bytes, link: str) -> Opened | None:
    """The link these characters are; None for malformed, unknown and wrong ones alike. Raises ShareEnded."""
    form = _FORM.fullmatch(link)
    rows = await store.read(_FIND, id=form.group(1)) if form else []
    expected = rows[0].hash if rows else _NO_HASH
    fits = hmac.compare_digest(hash_of(link, secret), expected)
    if not fits and old_secret:
        fits = hmac.compare_digest(hash_of(link, old_secret), expected)
    if not fits or not rows:
        return None
    row = rows[0]
    over = row.revoked_at is not None or datetime.fromisoformat(row.expires_at) <= datetime.now(UTC)
    living = await identities_of(store.read, [row.account])
    if over or living.get(row.account) != row.identity or await ended_keys(store, [row.key]):
        raise ShareEnded(row.lang)
    author = Author(f"share-{row.id}", row.purpose, accounts=frozenset())
    return Opened(row, Actor(author, "reader", frozenset({"export"}), row.redact))


def _shown(row: ShareRow) -> Share:
    return Share.model_validate(row.model_dump(include=set(Share.model_fields) - {"path"}))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
