"""Webhooks kept and listed. What they are sent to is sealed with the key secret, since addresses of messengers are passwords."""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import orjson

from app.auth.service import Actor
from app.problems import answered
from app.sealing import Seal
from app.texts.catalogue import Language
from app.webhooks.addresses import Unreachable, address_of
from app.webhooks.schemas import Form, NewWebhook, Webhook, WebhookList
from graph.errors import Fault, InvalidDocument, NotFound, PowerMapError
from graph.kinds import KIND_OF
from graph.queries import Count, Frozen, query
from graph.store import Store
from graph.tree import versions_of

MOST: Final = 20
"""Webhooks of an account."""


class WebhookRow(Frozen):
    """A webhook as it is kept; `account` and `identity` say which account, `key` which key made it, `sealed` where to."""

    id: str
    account: str
    identity: str
    sealed: str
    host: str
    form: Form
    lang: Language
    kinds: list[str]
    key: str
    made_by: str
    created_at: str
    delivered: int
    attempts: int
    due_at: str
    outcome: str


_CREATE: Final = query("webhooks/create_webhook", Count)
_LIST: Final = query("webhooks/list_webhooks", WebhookRow)
_DELETE: Final = query("webhooks/delete_webhook", Count)


@answered(403, "webhooks-off", "Webhooks are switched off here")
class WebhooksOff(PowerMapError):
    """The operator has listed no host that may be posted to."""

    def __init__(self) -> None:
        super().__init__("webhooks are off: the operator lists hosts that may be posted to in POWERMAP_WEBHOOK_HOSTS")


@dataclass(frozen=True)
class Sealing:
    """What seals and signs: the key secret, and the one before it while secrets are being changed."""

    secret: bytes
    old: bytes = b""

    def seal(self, url: str, own: str) -> str:
        """Address and messenger's secret as one text that says neither."""
        return self._seal.close(orjson.dumps([url, own]))

    def open(self, sealed: str) -> tuple[str, str] | None:
        """The address and the messenger's secret; None where the key secret has been changed for good."""
        content = self._seal.open(sealed)
        if content is None:
            return None
        url, own = orjson.loads(content)
        return url, own

    @property
    def _seal(self) -> Seal:
        return Seal("addresses of webhooks", self.secret, self.old)

    def signing_keys(self, webhook_id: str) -> list[bytes]:
        """What events to a webhook are signed with, the present one first."""
        return [hmac.digest(key, f"webhook {webhook_id}".encode(), "sha256") for key in (self.secret, self.old) if key]


async def create(
    store: Store,
    sealing: Sealing,
    hosts: frozenset[str],
    actor: Actor,
    account_id: str,
    new_webhook: NewWebhook,
    lang: Language,
) -> Webhook:
    """Tell of every change after this one. Raises WebhooksOff, NotFound, and InvalidDocument for the address and the kinds."""
    if not hosts:
        raise WebhooksOff
    identity, revision = await _version(store, account_id)
    faults = [
        Fault(f"/kinds/{i}", "wrong-enum", kind, {"expected": ", ".join(KIND_OF)})
        for i, kind in enumerate(new_webhook.kinds)
        if kind not in KIND_OF
    ]
    if faults:
        raise InvalidDocument(tuple(faults))
    try:
        address = await address_of(new_webhook.url, hosts)
    except Unreachable as error:
        raise InvalidDocument((Fault("/url", "unfit-address", str(error), {}),)) from None
    if len(await _rows(store, identity)) >= MOST:
        raise InvalidDocument((Fault("", "too-many-webhooks", MOST, {"most": MOST}),))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    own = secrets.token_hex(8)
    row = WebhookRow(
        id=own,
        account=account_id,
        identity=identity,
        sealed=sealing.seal(new_webhook.url, new_webhook.secret.get_secret_value()),
        host=address.host,
        form=new_webhook.form,
        lang=new_webhook.lang or lang,
        kinds=sorted(set(new_webhook.kinds)),
        key=actor.author.id,
        made_by=actor.author.name,
        created_at=now,
        delivered=revision,
        attempts=0,
        due_at=now,
        outcome="",
    )
    await store.change(_CREATE, id=own, properties=row.model_dump(exclude={"id"}))
    key = base64.b64encode(sealing.signing_keys(own)[0]).decode()
    return _shown(row).model_copy(update={"signing_secret": f"whsec_{key}" if row.form == "event" else None})


async def list_webhooks(store: Store, account_id: str) -> WebhookList:
    """The webhooks of an account. Raises NotFound."""
    identity, _ = await _version(store, account_id)
    return WebhookList(items=[_shown(row) for row in await _rows(store, identity)])


async def delete(store: Store, account_id: str, webhook_id: str) -> None:
    """Tell no more. Raises NotFound."""
    identity, _ = await _version(store, account_id)
    (deleted,) = await store.change(_DELETE, id=webhook_id, identity=identity)
    if not deleted.count:
        raise NotFound("webhook", webhook_id)


async def _version(store: Store, account_id: str) -> tuple[str, int]:
    """The account's identity and its revision. Raises NotFound."""
    version = (await versions_of(store.read, [account_id])).get(account_id)
    if version is None or version.identity is None:
        raise NotFound("account", account_id)
    return version.identity, version.revision


async def _rows(store: Store, identity: str) -> list[WebhookRow]:
    return await store.read(_LIST, identity=identity, limit=MOST)


def _shown(row: WebhookRow) -> Webhook:
    return Webhook.model_validate(row.model_dump(include=set(Webhook.model_fields) - {"signing_secret"}))
