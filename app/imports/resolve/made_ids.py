"""Ids for rows that bring none, made of what identifies the row."""

from __future__ import annotations

import json
from collections.abc import Container
from hashlib import blake2b
from typing import Final

from app.imports.recognise.tables import Entry
from app.imports.resolve.names import plain

_IDENTITY: Final[dict[str, tuple[str, ...]]] = {  # what makes two rows without id the same record, read after read
    "people": ("name", "department_id"),
    "departments": ("name", "parent_id"),
    "interactions": ("on", "kind", "members", "people"),
    "activities": ("name", "due_on", "owner"),
    "stages": ("opportunity", "order", "kind"),
    "profiles": ("kind", "edition"),
    "proposals": ("action", "path", "record"),
    "waivers": ("check", "opportunity_id", "on"),
}


def made_id(entry: Entry, *taken: Container[str]) -> str:
    """An id made of what identifies the row, in none of `taken`; of equal rows the second gets `-2`, and so on."""
    fields = _IDENTITY.get(entry.sheet.name, ("name",) if "name" in entry.sheet.by_name else tuple(entry.values))
    content = json.dumps([plain(str(entry.values.get(name, ""))) for name in fields], ensure_ascii=False)
    made = f"{entry.sheet.name.rstrip('s')}-{blake2b(content.encode(), digest_size=5).hexdigest()}"
    count, own = 1, made
    while any(own in ids for ids in taken):
        count += 1
        own = f"{made}-{count}"
    return own
