"""Redaction profiles: what a key may be cleared for, and what an export leaves out (`app/report/redaction.py`).

Whoever takes a file with everything in it says what for, by one of a few codes: words of their own could name somebody, and the
audit log, which keeps it, must not.
"""

from __future__ import annotations

from typing import Final, Literal

Redaction = Literal["full", "review", "outline"]
PROFILES: Final[tuple[Redaction, ...]] = ("full", "review", "outline")  # from the one that tells most
Purpose = Literal["bid", "review", "meeting", "handover", "tools", "archive", "duty", "other"]
