"""What who opens a shared link reads where it shows nothing, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Text, text

ENDED: Final[Text] = text(
    "shares.ended",
    "This link shows nothing any more: it was revoked or has expired. Ask whoever sent it for another.",
    "此链接已失效：已被撤销或已过期。请向发送者索取新的链接。",
)
UNKNOWN: Final[Text] = text(
    "shares.unknown",
    "There is no such link. See that the address is whole.",
    "没有这个链接。请检查地址是否完整。",
)
GUESSED: Final[Text] = text(
    "shares.guessed",
    "Too many links that do not exist were tried from here: wait a minute.",
    "尝试的无效链接过多，请一分钟后再试。",
)
