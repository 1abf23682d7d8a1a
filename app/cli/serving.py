"""Running the service."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import uvicorn

from app import logs
from app.auth.first_admin import first_admin
from app.auth.key_secret import secret_of
from app.auth.service import DEMO
from app.cli.running import fail, leaving_at_once, with_store
from app.cli.workers import run_workers
from app.connections import Connection
from app.main import prepared_app
from app.question.analysis_query import AnalysisQuery
from app.records import documents as records
from app.sample import OPPORTUNITY, SAMPLE, STORY_DATE, shifted
from app.settings import Settings
from app.spans import send_spans, send_the_rest
from app.texts.catalogue import Language, pick
from app.texts.terminal import ACCOUNTS
from graph.accounts import Accounts
from graph.computing import ready_the_interpreter
from graph.errors import PowerMapError
from graph.graph_mapping import SCHEMA
from graph.store import open_store

SHUTDOWN_SECONDS = 15  # for requests; closing the store comes after, twenty seconds are promised for both
_ACCOUNT = "jiangyuan"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def serve(settings: Settings) -> None:
    """Run the service until it is told to stop; prints its address."""
    logs.configure(settings.log_level, settings.log_format)
    app = _prepared(settings)  # also where others answer: what is wrong with the settings is told here
    listener = _listen(settings.host, settings.port)
    first_key = _first_admin(settings)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Powermap: http://{host}:{listener.getsockname()[1]}")  # noqa: T201
    about = ACCOUNTS["serving"].format(version=version("powermap"), store=settings.store)
    print(f"  {pick(about, settings.language)}", flush=True)  # noqa: T201
    if first_key is not None:
        print(f"  {pick(ACCOUNTS['first_admin'], settings.language)}\n{first_key}", flush=True)  # noqa: T201
    if settings.workers == 1:
        _run(app, listener)
    else:
        run_workers(settings, listener, _work)


def _work(settings: Settings, listener: socket.socket) -> None:
    """What each of several workers does."""
    logs.configure(settings.log_level, settings.log_format)
    with leaving_at_once():
        _run(_prepared(settings), listener)


def _run(app: Callable[..., Any], listener: socket.socket) -> None:
    """Answer until told to stop; then finish what was begun and end with exit code 0, by SIGTERM or Ctrl-C alike."""
    config = uvicorn.Config(
        app,
        http=Connection,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=65_536,
    )
    # Uvicorn raises the signal again once it has stopped; by default that would end the process before it cleans up.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    ready_the_interpreter()
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        send_the_rest()


def _prepared(settings: Settings) -> Callable[..., Any]:
    """The application; a wrong policy file is one clear line."""
    if settings.spans:
        try:
            send_spans(settings.spans)
        except ImportError:
            fail("POWERMAP_SPANS: the libraries it needs are not there: install the extra powermap[otel]")
    try:
        return prepared_app(settings)
    except ValueError as error:
        fail(f"POWERMAP_POLICIES: {error}")


def _first_admin(settings: Settings) -> str | None:
    """See that somebody holds an admin key before the service leaves loopback, which the demo never does; see `first_admin`.

    What a collected log would keep is no place for a key, so without a terminal it is not told among JSON lines.
    """
    here = settings.host in LOOPBACK
    if settings.demo:
        if not here:
            fail("the demo answers without keys and therefore on 127.0.0.1 only")
        return None
    try:
        secret = secret_of(settings)
    except PowerMapError as error:
        fail(str(error))
    file = Path(settings.admin_key_file) if settings.admin_key_file else None
    if here and file is None:
        return None
    may_tell = sys.stdout.isatty() or settings.log_format != "json"
    return with_store(settings, lambda store: first_admin(store, secret, file, may_tell=may_tell))


def _listen(host: str, port: int) -> socket.socket:
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        print(f"powermap: cannot listen on {host}:{port}: {error.strerror}; choose another --port", file=sys.stderr)  # noqa: T201
        raise SystemExit(1) from None
    # Connections inherit it. Asyncio does not set it on them: without it each answer to a body waits 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def demo(settings: Settings, *, port: int, browser: bool, stop: bool, language: Language | None) -> None:
    """Load the sample account into the store, print its map and, unless told to stop, serve it."""
    logs.configure("error", settings.log_format)
    app = None if stop else _prepared(settings)
    asyncio.run(_show_sample(settings, language or settings.language))
    if app is None:
        return
    listener = _listen("127.0.0.1", port)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/accounts/{_ACCOUNT}?opportunity={OPPORTUNITY}"
    address += f"&lang={language}" if language else ""
    print(f"\nPowermap: {address}   (Ctrl-C ends the demo and removes its store)", flush=True)  # noqa: T201
    if browser and sys.stdout.isatty():
        threading.Timer(1.0, webbrowser.open, (address,)).start()
    _run(app, listener)


async def _show_sample(settings: Settings, language: Language) -> None:
    from app.cli import terminal_map

    store = open_store(settings.store, SCHEMA)
    try:
        accounts = Accounts(store, time_zone=settings.time_zone)
        today = accounts.today()
        body = shifted(SAMPLE, by=today - STORY_DATE)
        await records.load_document(accounts, DEMO, _ACCOUNT, body, records.Load())
        query = AnalysisQuery(opportunity=OPPORTUNITY, as_of=today)
        terminal_map.show(await terminal_map.report(accounts, _ACCOUNT, query, language), terminal_map.console())
    finally:
        await store.close()
