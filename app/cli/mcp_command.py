"""`powermap mcp`: the tools for assistants on standard input and output."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from typing import TYPE_CHECKING

from app.cli.running import StoreOption, fail, settings_for

if TYPE_CHECKING:
    from app.settings import Settings


def mcp(store: StoreOption = None) -> None:
    """Answer an assistant on standard input and output (Model Context Protocol), as POWERMAP_KEY or as this user."""
    settings = settings_for(store)
    if find_spec("mcp") is None:
        fail("the tools for assistants need the extra: pip install 'powermap[mcp]'")
    try:
        asyncio.run(_serve(settings))
    except ValueError as error:
        fail(str(error))


async def _serve(settings: Settings) -> None:
    from app.assistants.server import over_stdio
    from app.auth.service import LOCAL
    from app.in_process import Caller
    from app.main import create_app

    key = settings.key.get_secret_value()
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        await over_stdio(app, Caller(f"Bearer {key}") if key else Caller(actor=LOCAL))
