"""Webhooks of an account: made, listed, deleted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.answers import FleetingAnswerRoute
from app.bodies import read_body, shown_body
from app.deps import AccountPath, AdminDep, RecordBodyDep, SettingsDep, WholeAccountsDep
from app.problems import problems
from app.webhooks import service
from app.webhooks.addresses import hosts_of
from app.webhooks.schemas import NewWebhook, Webhook, WebhookList

router = APIRouter(tags=["files"], route_class=FleetingAnswerRoute)


@router.get("/accounts/{account_id}/webhooks", operation_id="list_webhooks", summary="List webhooks")
async def list_webhooks(account_id: AccountPath, accounts: WholeAccountsDep, _: AdminDep) -> WebhookList:
    """Who is told of changes, and how far that got."""
    return await service.list_webhooks(accounts.store, account_id)


@router.post(
    "/accounts/{account_id}/webhooks",
    operation_id="create_webhook",
    summary="Tell another tool of changes",
    status_code=201,
    responses=problems(400),
    openapi_extra=shown_body(NewWebhook),
)
async def create_webhook(
    request: Request,
    account_id: AccountPath,
    accounts: WholeAccountsDep,
    actor: AdminDep,
    settings: SettingsDep,
    body: RecordBodyDep,
) -> Webhook:
    """A post a write, in order, until it is answered 2xx; ids only. One may come twice, under one `webhook-id`."""
    new_webhook = await read_body(NewWebhook, body)
    sealing = request.app.state.sealing
    return await service.create(
        accounts.store, sealing, hosts_of(settings), actor, account_id, new_webhook, settings.language
    )


@router.delete(
    "/accounts/{account_id}/webhooks/{webhook_id}",
    operation_id="delete_webhook",
    summary="Delete a webhook",
    status_code=204,
)
async def delete_webhook(
    account_id: AccountPath,
    webhook_id: Annotated[str, Path(max_length=100, description="Its id.")],
    accounts: WholeAccountsDep,
    _: AdminDep,
) -> Response:
    """Nothing is sent to it any more."""
    await service.delete(accounts.store, account_id, webhook_id)
    return Response(status_code=204)
