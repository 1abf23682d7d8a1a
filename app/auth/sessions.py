"""What this service gives a browser to bring back: sealed with the key secret, for one purpose, until a moment."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from typing import Any, Final

import orjson

_PREFIX: Final = "pms."
MOST_CHARACTERS: Final = 3900  # what fits into a cookie


def seal(secret: bytes, purpose: str, content: dict[str, Any], until: float) -> str:
    """The content, readable and unchangeable. Raises ValueError where it is too long for a cookie."""
    body = base64.urlsafe_b64encode(orjson.dumps({**content, "until": until})).decode().rstrip("=")
    sealed = f"{_PREFIX}{body}~{_mac(secret, purpose, body)}"
    if len(sealed) > MOST_CHARACTERS:
        raise ValueError(len(sealed))
    return sealed


def unseal(secret: bytes, purpose: str, text: str) -> dict[str, Any] | None:
    """The content; None for what was changed, was sealed for something else, or is over."""
    body, _, mac = text.removeprefix(_PREFIX).partition("~")
    if not (is_sealed(text) and hmac.compare_digest(_mac(secret, purpose, body).encode(), mac.encode())):
        return None
    try:
        content: dict[str, Any] = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, orjson.JSONDecodeError):
        return None
    return content if content["until"] > time.time() else None


def is_sealed(text: str) -> bool:
    """True for what begins as what this module seals."""
    return text.startswith(_PREFIX) and len(text) <= MOST_CHARACTERS


def _mac(secret: bytes, purpose: str, body: str) -> str:
    return hmac.new(secret, f"session\n{purpose}\n{body}".encode(), hashlib.sha256).hexdigest()
