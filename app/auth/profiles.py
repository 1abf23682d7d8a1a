"""Redaction profiles: what a key may be cleared for, and what an export leaves out (`app/report/redaction.py`)."""

from __future__ import annotations

from typing import Final, Literal

Redaction = Literal["full", "review", "outline"]
PROFILES: Final[tuple[Redaction, ...]] = ("full", "review", "outline")  # from the one that tells most
