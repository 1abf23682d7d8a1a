"""Keys: who asks, and keys made, listed, rotated and revoked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answers import FleetingAnswerRoute
from app.bodies import read_body, shown_body
from app.deps import AnyoneDep, OverseerDep, RecordBodyDep, WholeAccountsDep
from app.keys import service
from app.keys.schemas import Key, KeyList, NewKey
from app.problems import problems

router = APIRouter(tags=["keys"], route_class=FleetingAnswerRoute)
KeyId = Annotated[str, Path(max_length=100, description="Id of the key.", examples=["0tatgxj2ynqe"])]


@router.get("/whoami", operation_id="get_whoami", summary="Who asks")
async def get_whoami(accounts: WholeAccountsDep, actor: AnyoneDep) -> Key:
    """What your key may do, and on which accounts."""
    return await service.who(accounts.store, actor)


@router.get("/keys", operation_id="list_keys", summary="List keys")
async def list_keys(accounts: WholeAccountsDep, _: OverseerDep) -> KeyList:
    """Needs an admin key for all accounts, as all about keys does."""
    return await service.list_keys(accounts.store)


@router.post(
    "/keys",
    operation_id="create_key",
    summary="Make a key",
    status_code=201,
    responses=problems(400),
    openapi_extra=shown_body(NewKey),
)
async def create_key(request: Request, accounts: WholeAccountsDep, actor: OverseerDep, body: RecordBodyDep) -> Key:
    """The key is in the answer and not shown again."""
    new_key = await read_body(NewKey, body)
    return await service.create(accounts.store, request.app.state.key_secret, actor, new_key)


@router.post(
    "/keys/{key_id}/rotation",
    operation_id="rotate_key",
    summary="Rotate a key",
    status_code=201,
    responses=problems(409),
)
async def rotate_key(
    request: Request,
    accounts: WholeAccountsDep,
    actor: OverseerDep,
    key_id: KeyId,
    hours: Annotated[float, Query(ge=0, le=24 * 90, description="How long the old one is still accepted.")] = 24,
) -> Key:
    """A new key that may do what the old one may."""
    return await service.rotate(accounts.store, request.app.state.key_secret, actor, key_id, hours)


@router.delete(
    "/keys/{key_id}", operation_id="revoke_key", summary="Revoke a key", status_code=204, responses=problems(409)
)
async def revoke_key(accounts: WholeAccountsDep, actor: OverseerDep, key_id: KeyId) -> Response:
    """From the next request on; refused for the last admin key."""
    await service.revoke(accounts.store, actor, key_id)
    return Response(status_code=204)
