"""Cards that messengers show when an account changed, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Text, text

CHANGED: Final[tuple[Text, Text]] = (
    text("webhooks.title", "{account} changed", "{account} 有变更"),
    text("webhooks.text", "Revision {revision}: {kinds}", "修订 {revision}：{kinds}"),
)
LISTED: Final[Text] = text("webhooks.listed", ", ", "、")
