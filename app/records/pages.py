"""Pages of lists: an opaque cursor that names the last key seen, `limit`, and a Link header (RFC 8288)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Request, Response

from graph.errors import Fault, InvalidDocument

Item = TypeVar("Item")
LARGEST_PAGE = 200


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for: the `limit` items after the key `after`."""

    after: str
    limit: int

    def cut(self, found: Sequence[Item], key_of: Callable[[Item], str]) -> tuple[list[Item], str | None]:
        """The items of this page out of up to one more than fit, and the cursor of the next page."""
        items = list(found[: self.limit])
        more = len(found) > self.limit
        return items, _encode(key_of(items[-1])) if more and items else None

    def link(self, request: Request, response: Response, next_cursor: str | None) -> None:
        """Name the next page in the Link header."""
        if next_cursor is not None:
            url = request.url.include_query_params(cursor=next_cursor)
            response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'


def _encode(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def page_of(
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Items a page.")] = 100,
    cursor: Annotated[str, Query(max_length=1000, description="`next_cursor` of the page before.")] = "",
) -> Page:
    """The page a request asks for; a cursor we did not make is refused."""
    try:
        after = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise InvalidDocument((Fault("/query/cursor", "out-of-range", cursor[:100]),)) from None
    return Page(after, limit)


PageDep = Annotated[Page, Depends(page_of)]
