"""What tells a request that is sent again from another one."""

from __future__ import annotations

import hashlib
from typing import Final

from fastapi import Request
from python_multipart.multipart import parse_options_header

_FORM: Final = b"multipart/form-data"


class RequestDigest:
    """The hash of a request's method, path, query and body, which is fed as it comes.

    The boundary between the parts of a form is left out: clients draw a new one whenever they send the same form.
    """

    def __init__(self, request: Request) -> None:
        method, path, query = request.method, request.scope["path"], request.scope["query_string"]
        self._hash = hashlib.sha256(b"\n".join([method.encode(), path.encode(), query, b""]))
        form, options = parse_options_header(request.headers.get("content-type", ""))
        self._boundary: bytes = options.get(b"boundary", b"") if form == _FORM else b""
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        """The next bytes of the body."""
        if not self._boundary:
            self._hash.update(chunk)
            return
        whole = (self._rest + chunk).replace(self._boundary, b"")
        ready = max(0, len(whole) - len(self._boundary) + 1)  # what follows may begin a boundary
        self._hash.update(whole[:ready])
        self._rest = whole[ready:]

    def hex(self) -> str:
        """The hash of all that has come."""
        digest = self._hash.copy()
        digest.update(self._rest)
        return digest.hexdigest()
