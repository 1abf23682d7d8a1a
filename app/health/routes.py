"""Whether the service is alive, and ready to answer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from app.deps import AnyReaderDep, WholeAccountsDep
from app.health.metrics import MEDIA_TYPE
from app.problems import problems

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """A sign of life."""

    status: Literal["ok"] = Field(default="ok", description="Always ok; trouble is answered with a problem.")


@router.get("/health/live", operation_id="get_liveness", summary="The process lives")
async def live() -> Health:
    """Answers while the process runs, whatever the store does."""
    return Health()


@router.get("/health/ready", operation_id="get_readiness", summary="The store answers", responses=problems(503))
async def ready(request: Request, accounts: WholeAccountsDep) -> Health:
    """Answers once the store holds the schema and can be read and written, and the audit log can; else 503."""
    request.app.state.audit.require()
    await accounts.store.ping()
    await request.app.state.lookout.look()
    return Health()


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request, _: AnyReaderDep) -> Response:
    """Counters for Prometheus; any key may read them, since they tell of nobody."""
    return Response(request.app.state.metrics.text(), media_type=MEDIA_TYPE)
