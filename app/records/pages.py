"""Pages of lists: an opaque cursor that names the last key seen, `limit`, and a Link header (RFC 8288)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from fastapi import Request, Response

from app.requests import raw_path
from graph.errors import Fault, InvalidDocument

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for: the `limit` items after the key `after`; `binding` says which list it is."""

    after: str
    limit: int
    binding: str

    def cut(self, rows: Sequence[Item], key_of: Callable[[Item], str]) -> tuple[list[Item], str | None]:
        """The items of this page out of up to one more than fit, and the cursor of the next page."""
        items = list(rows[: self.limit])
        more = len(rows) > self.limit and bool(items)
        return items, self._cursor(key_of(items[-1])) if more else None

    def link(self, request: Request, response: Response, next_cursor: str | None) -> None:
        """Name the next page in the Link header."""
        if next_cursor is not None:
            url = request.url.include_query_params(cursor=next_cursor)
            response.headers["Link"] = f'<{raw_path(request)}?{url.query}>; rel="next"'

    def _cursor(self, key: str) -> str:
        return (
            base64.urlsafe_b64encode(json.dumps([_digest(self.binding), key], ensure_ascii=False).encode())
            .decode()
            .rstrip("=")
        )


def _digest(binding: str) -> str:
    return hashlib.blake2b(binding.encode(), digest_size=6).hexdigest()


def page_after(limit: int, cursor: str, binding: str) -> Page:
    """The page after a cursor. Raises InvalidDocument for one we did not make, or made for another list, filter or actor."""
    if not cursor:
        return Page("", limit, binding)
    try:
        bound, after = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError):
        bound, after = None, None
    if bound != _digest(binding) or not isinstance(after, str):
        raise wrong_cursor(cursor)
    return Page(after, limit, binding)


def wrong_cursor(cursor: str) -> InvalidDocument:
    """The answer to a cursor that is not ours."""
    facts = {"pattern": "next_cursor of the same list with the same filters"}
    return InvalidDocument((Fault("/query/cursor", "out-of-range", cursor[:100], facts),))
