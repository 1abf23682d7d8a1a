"""`powermap serve` and `powermap demo`. The embedded engine starts while the service is imported: each takes seconds."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from app.cli.running import LangOption, StoreOption, fail, leaving_at_once, settings_for
from app.settings import Settings
from graph.engines import Engine, engine_at
from graph.errors import StoreUnavailable


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    store: StoreOption = None,
    workers: Annotated[int | None, typer.Option(help="Processes that answer.")] = None,
) -> None:
    """Run the service."""
    settings = settings_for(store, host=host, port=port, workers=workers)
    with leaving_at_once(), _engine_ahead(settings):
        from app.cli import serving

        serving.serve(settings)


def demo(
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8000,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
    stop: Annotated[bool, typer.Option("--exit", help="Print the map and stop.")] = False,
    lang: LangOption = None,
) -> None:
    """Show the sample account from a temporary embedded store, then serve it on loopback."""
    with leaving_at_once(), tempfile.TemporaryDirectory(prefix="powermap-demo-") as folder:
        settings = settings_for().model_copy(update={"store": f"embedded:{Path(folder) / 'store'}", "demo": True})
        with _engine_ahead(settings):
            from app.cli import serving

            serving.demo(settings, port=port, browser=browser, stop=stop, language=lang)


@contextmanager
def _engine_ahead(settings: Settings) -> Iterator[None]:
    """While the store's engine starts in the background and runs; who opens the store finds and shares it."""
    try:
        engine = engine_at(settings.store, settings.store_password.get_secret_value())
    except ValueError as error:
        fail(str(error))
    starting = Thread(target=lambda: asyncio.run(_start(engine)))
    starting.start()
    try:
        yield
    finally:
        starting.join()
        asyncio.run(engine.close())


async def _start(engine: Engine) -> None:
    with suppress(StoreUnavailable):  # whoever opens the store is told
        await engine.endpoint()
