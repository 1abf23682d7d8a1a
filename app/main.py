"""The service: what it is made of, top to bottom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Final

from fastapi import Depends, FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from app import problems
from app.analysts.routes import router as analysts
from app.assistants.server import OverHttp
from app.audit.audit_log import AuditLog
from app.audit.audited_accounts import AuditedAccounts
from app.audit.noting import Noting
from app.audit.place import audit_of
from app.auth.guesses import Guesses
from app.auth.key_secret import secret_of
from app.auth.oidc import Oidc
from app.auth.profiles import PROFILES, Redaction
from app.auth.rates import Rates
from app.connections import Connection
from app.deps import refuse_keys_in_address
from app.events.routes import router as events
from app.events.service import Streams
from app.exports.routes import router as exports
from app.guard import Guard
from app.health.metrics import Metrics
from app.health.routes import router as health
from app.imports.routes import router as imports
from app.insights.routes import router as insights
from app.jobs.messages import PURPOSE as JOBS
from app.jobs.routes import router as jobs
from app.jobs.running import Runner
from app.keys.routes import router as keys
from app.logs import RequestLog, log
from app.openapi import describe
from app.own_cypher.routes import router as own_cypher
from app.own_cypher.workers import Workers
from app.people.routes import router as people
from app.permitted import PermittedAccounts, permitted
from app.plans.routes import router as plans
from app.power_map.routes import router as power_map
from app.proposals.routes import router as proposals
from app.records.record_routes import RECORD_EXAMPLES, record_router
from app.records.routes import router as accounts
from app.records.special import special_of
from app.relationships.routes import router as relationships
from app.repeats import Running
from app.requests import HeadIsGet, IdsAsStored, WorkIsWaitedFor, methods_at, refuse_misfits
from app.reviews.policies import policies_of
from app.reviews.routes import router as reviews
from app.sealing import Seal
from app.settings import Settings, listed
from app.shares.routes import opened as shared
from app.shares.routes import router as shares
from app.web.login import router as login
from app.web.routes import not_found_page
from app.web.routes import router as web
from app.webhooks.addresses import hosts_of
from app.webhooks.routes import router as webhooks
from app.webhooks.sending import Sender
from app.webhooks.service import Sealing
from graph.analysis.gate_policy import Policies
from graph.computing import heavy_waiting
from graph.engines import where
from graph.errors import PowerMapError
from graph.graph_mapping import SCHEMA
from graph.store import Store, open_store
from graph.verify import Lookout

API = "/api/v1"
_ROUTERS = [
    accounts,
    events,
    imports,
    power_map,
    insights,
    analysts,
    own_cypher,
    relationships,
    people,
    plans,
    reviews,
    exports,
    shares,
    keys,
    proposals,
    webhooks,
    jobs,
]
CORS: Final[dict[str, Any]] = {
    "allow_credentials": False,
    "allow_methods": ["GET", "POST", "PUT", "PATCH", "DELETE"],
    "allow_headers": ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Prefer"],
    "expose_headers": ["ETag", "Link", "Location", "Powermap-Warnings", "Retry-After", "X-Request-ID"],
    "max_age": 600,
}
_DESCRIPTION = """
Who decides at a customer, who moves them, where we are not covered, and how each bidder stands.

Every number says how it came about: scores list their parts, gaps their rule and facts, and each answer its `method`.
Attitudes lie between -1 (opposes) and +1 (supports exclusively); an unknown one is never counted as neutral, it widens
the interval. Whatever is read has an ETag: asked again with If-None-Match, what is still the same is answered 304 without a
body. A change sent again under its `Idempotency-Key` within a day is done once and answered as before (keys apart).
With `Prefer: respond-async` whatever is asked is answered 202 with a job, which does it and keeps its answer for a week.
A record that is put may leave out the key that its path names. Errors are problem details (RFC 9457) with a stable `code`.
"""


def create_app(settings: Settings, *, eager: bool = False) -> FastAPI:
    """The application for these settings; the store is opened when it starts and closed when it stops.

    An eager one reaches for the store as it starts, in the background, and not only when the first request needs it.
    Raises ValueError for a wrong policy file.
    """
    policies = policies_of(settings.policies)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        store = open_store(settings.store, SCHEMA, settings.store_password.get_secret_value(), settings.store_seconds)
        app.state.settings = settings
        app.state.running = Running()
        app.state.key_secret = b"" if settings.demo else secret_of(settings)
        app.state.oidc = Oidc(settings) if settings.oidc_issuer and not settings.demo else None
        app.state.guesses = Guesses(settings.key_guesses)
        app.state.rates = Rates(settings.requests_a_minute)
        app.state.lookout = Lookout(store)
        app.state.audit = audit_of(settings)
        app.state.workers = Workers(settings.cypher_workers, settings.cypher_seconds)
        app.state.accounts = _accounts(app.state.audit, store, settings, policies)
        app.state.streams = Streams(app.state.accounts, min(settings.event_streams, Connection.MOST // 2))
        app.state.sealing, app.state.sender = _webhooks(store, app.state.key_secret, settings)
        app.state.jobs = _jobs(app, store, settings)
        app.state.permitted = _permitted(app.state.accounts, settings.cache_bytes // 8)
        reaching = asyncio.ensure_future(_reach(app, store)) if eager else None
        try:
            yield
        finally:
            if reaching is not None:
                await asyncio.wait([reaching])
            own = app.state
            for part in (own.jobs, own.streams, own.sender, own.workers, own.assistants, store):
                await part.close()

    release = version("powermap")
    app = FastAPIOffline(
        title="Powermap",
        version=release,
        summary="Decision chains and power maps of key accounts",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url=f"{API}/openapi.json",
        docs_url="/docs",
        redoc_url=None,
        static_url="/docs-assets",
        lifespan=lifespan,
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    app.state.metrics = _metrics(app, release)
    describe(app, RECORD_EXAMPLES)
    _add_layers(app, settings)
    app.state.assistants = OverHttp(app)
    problems.install(app, methods_at, not_found_page)
    app.include_router(health)
    app.include_router(web)
    app.include_router(shared)
    app.include_router(login)
    for router in [*_ROUTERS, record_router()]:
        app.include_router(router, prefix=API, dependencies=[Depends(refuse_keys_in_address), Depends(refuse_misfits)])
    if find_spec("mcp") is not None:
        app.router.routes.append(Route("/mcp", app.state.assistants, include_in_schema=False))
    return app


def _accounts(audit: AuditLog, store: Store, settings: Settings, policies: Policies) -> AuditedAccounts:
    special = special_of(settings.special_categories)
    return AuditedAccounts(audit, store, settings.cache_bytes, settings.time_zone, policies, special)


def _permitted(accounts: AuditedAccounts, cache_bytes: int) -> dict[Redaction, PermittedAccounts]:
    return {profile: permitted(accounts, profile, cache_bytes) for profile in PROFILES[1:]}


def _webhooks(store: Store, secret: bytes, settings: Settings) -> tuple[Sealing, Sender]:
    sealing = Sealing(secret, settings.key_secret_old.get_secret_value().encode())
    return sealing, Sender(store, sealing, hosts_of(settings), settings.public_url)


def _jobs(app: FastAPI, store: Store, settings: Settings) -> Runner:
    old = settings.key_secret_old.get_secret_value().encode()
    grants = app.state.oidc.grants if app.state.oidc else None
    return Runner(app, store, Seal(JOBS, app.state.key_secret, old), grants, demo=settings.demo)


def _metrics(app: FastAPI, release: str) -> Metrics:
    metrics = Metrics(release)
    metrics.watch("answers_bytes", "Memory of answers kept.", lambda: app.state.accounts.answers.size)
    metrics.watch("event_streams", "Streams of events that are open.", lambda: app.state.streams.open)
    metrics.watch("heavy_waiting", "Heavy questions that wait for their turn.", heavy_waiting)
    metrics.watch("webhooks_behind", "Webhooks with changes not told yet.", lambda: app.state.sender.behind)
    metrics.watch("jobs_waiting", "Jobs that wait for a process.", lambda: app.state.jobs.waiting)
    metrics.watch("jobs_running", "Jobs in progress.", lambda: app.state.jobs.running)
    metrics.watch("jobs_done", "Jobs done since the start.", lambda: app.state.jobs.ended["done"])
    metrics.watch("jobs_failed", "Jobs failed since the start.", lambda: app.state.jobs.ended["failed"])
    return metrics


def _add_layers(app: FastAPI, settings: Settings) -> None:
    """What a request goes through before its route, the innermost first."""
    app.add_middleware(IdsAsStored)
    app.add_middleware(WorkIsWaitedFor)
    origins = [] if settings.demo else listed(settings.cors_origins)
    if origins:
        app.add_middleware(CORSMiddleware, allow_origins=origins, **CORS)
    app.add_middleware(Guard, demo=settings.demo, origins=origins)
    app.add_middleware(Noting, prefix=API)
    app.add_middleware(RequestLog)
    app.add_middleware(HeadIsGet)


async def _reach(app: FastAPI, store: Store) -> None:
    """Reach for the store and log whether it is ready; from then on that is what readiness tells, and jobs are looked for."""
    app.state.jobs.begin()
    try:
        await store.ping()
        await app.state.lookout.look()
    except PowerMapError as error:
        place = where(
            app.state.settings.store
        )  # host and database, or a folder: which of them is wrong stands in neither
        log.warning("not-ready", error=type(error).__name__, store=place)
    else:
        log.info("ready")


def prepared_app(settings: Settings) -> FastAPI:
    """The application, reaching for its store before its first caller."""
    return create_app(settings, eager=True)
