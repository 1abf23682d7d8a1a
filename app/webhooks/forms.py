"""What is posted: an event signed as Standard Webhooks say, or a card of a messenger. Ids alone, never a name or a note."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import orjson

from app.events.service import AccountEvent
from app.texts.catalogue import Language, pick
from app.texts.sheets import SHEET_NAMES
from app.texts.webhooks import CHANGED, LISTED
from app.webhooks.schemas import Form

TYPE: Final = "account.changed"


@dataclass(frozen=True)
class Post:
    """What goes over the wire; `query` joins that of the address."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    query: str = ""


@dataclass(frozen=True)
class Message:
    """One write to an account, as it is told: `id` stays the same however often it is sent."""

    id: str
    account: str
    event: AccountEvent
    page: str
    """Address of the account's page; empty where the service has no public address."""

    def data(self) -> dict[str, Any]:
        """The event without the name of who wrote."""
        return {"account": self.account, **self.event.model_dump(exclude={"actor"})}


def event_post(message: Message, keys: list[bytes], now: int) -> Post:
    """The event, signed with each of the keys (the second is the one before, while secrets are being changed)."""
    body = orjson.dumps({"type": TYPE, "timestamp": message.event.at, "data": message.data()})
    signed = b"%s.%d.%s" % (message.id.encode(), now, body)
    signatures = " ".join(f"v1,{_signed(key, signed)}" for key in keys)
    stamped = {"webhook-id": message.id, "webhook-timestamp": str(now), "webhook-signature": signatures}
    return Post(body, stamped)


def card_post(message: Message, form: Form, language: Language, secret: str, now: int) -> Post:
    """The card of a messenger, signed as that messenger asks where there is a secret."""
    title, text = _said(message, language)
    link = f"\n\n[{message.page}]({message.page})" if message.page else ""
    if form == "dingtalk":
        body: dict[str, Any] = {
            "msgtype": "markdown",
            "markdown": {"title": title, "text": f"**{title}**\n\n{text}{link}"},
        }
        return Post(orjson.dumps(body), query=_dingtalk(secret, now) if secret else "")
    if form == "wecom":
        return Post(orjson.dumps({"msgtype": "markdown", "markdown": {"content": f"**{title}**\n{text}{link}"}}))
    if form == "teams":
        return Post(orjson.dumps(_adaptive(title, text, message.page)))
    elements = [{"tag": "markdown", "content": text + link}]
    card = {"header": {"title": {"tag": "plain_text", "content": title}}, "elements": elements}
    body = {"msg_type": "interactive", "card": card}
    if secret:
        body |= {"timestamp": str(now), "sign": _signed(f"{now}\n{secret}".encode(), b"")}
    return Post(orjson.dumps(body))


def _said(message: Message, language: Language) -> tuple[str, str]:
    kinds = pick(LISTED, language).join(
        pick(SHEET_NAMES[kind], language) if kind in SHEET_NAMES else kind for kind in message.event.kinds
    )
    facts = {"account": message.account, "revision": message.event.revision, "kinds": kinds}
    title, text = (pick(one, language).format(**facts) for one in CHANGED)
    return title, text


def _adaptive(title: str, text: str, page: str) -> dict[str, Any]:
    blocks = [
        {"type": "TextBlock", "text": title, "weight": "Bolder", "wrap": True},
        {"type": "TextBlock", "text": text, "wrap": True},
    ]
    card: dict[str, Any] = {"type": "AdaptiveCard", "version": "1.4", "body": blocks}
    if page:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Powermap", "url": page}]
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }


def _signed(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()


def _dingtalk(secret: str, now: int) -> str:
    stamp = now * 1000
    sign = _signed(secret.encode(), f"{stamp}\n{secret}".encode())
    return f"timestamp={stamp}&sign={quote(sign, safe='')}"


def is_taken(form: Form, status: int, body: bytes) -> bool:
    """Whether the receiver says it has it: messengers answer 200 with a code of their own where they have not."""
    if not 200 <= status < 300:  # noqa: PLR2004 - success is any 2xx
        return False
    if form not in {"feishu", "dingtalk", "wecom"}:
        return True
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return isinstance(said, dict) and said.get("errcode", said.get("code", said.get("StatusCode"))) == 0
