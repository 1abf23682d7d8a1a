"""What a tool asks of the service, and what it is answered."""

from __future__ import annotations

import json
from typing import Any

from starlette.types import ASGIApp

from app.assistants.tools import ApiRequest
from app.in_process import Caller, Sent, send


async def ask(app: ASGIApp, request: ApiRequest, caller: Caller) -> tuple[int, Any]:
    """Status and content of the answer."""
    body, headers = None, {}
    if request.body is not None:
        body = json.dumps(request.body, ensure_ascii=False).encode("utf-8", "replace")
        headers["Content-Type"] = "application/json"
    answer = await send(app, Sent(request.method, request.path, body, headers), caller)
    return answer.status_code, answer.json() if answer.content else None
