"""`powermap keys`: create, list, rotate and revoke API keys."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.auth import keys as kept
from app.auth.key_secret import secret_of
from app.auth.keys import Grant
from app.auth.profiles import Redaction
from app.auth.service import LOCAL
from app.cli.running import CommandOfStoredTexts, StoreOption, settings_for, with_store
from app.roles import SCOPES, Role

app = typer.Typer(help="API keys, their roles and accounts.", no_args_is_help=True, add_completion=False)
PrefixArgument = Annotated[str, typer.Argument(help="The key's prefix, as `powermap keys list` shows it.")]


@app.command(cls=CommandOfStoredTexts)
def create(
    role: Annotated[
        Role, typer.Option(help="What the key may do: reader, analyst, reviewer, manager, editor or admin.")
    ],
    name: Annotated[str, typer.Option(help="Who or what uses the key; every change shows it.")],
    account: Annotated[list[str] | None, typer.Option(help="Grant this account and all below it; repeatable.")] = None,
    member: Annotated[str | None, typer.Option(help="Id of the team member who uses the key.")] = None,
    expires: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="Accepted until then, in this machine's time."),
    ] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help="Only for this of what the role may do: read, write or export; repeatable.")
    ] = None,
    clearance: Annotated[
        Redaction,
        typer.Option(help="The most it reads: review lacks notes, sources and contact data, outline judgements, too."),
    ] = "full",
    store: StoreOption = None,
) -> None:
    """Make a key; it is printed once, as the last line."""
    if not name.strip() or len(name) > 200:  # noqa: PLR2004 - as every name
        raise typer.BadParameter("a name has 1 to 200 characters", param_hint="--name")
    if not set(scope or ()) <= set(SCOPES):
        raise typer.BadParameter(f"scopes are {', '.join(SCOPES)}", param_hint="--scope")
    scopes = tuple(one for one in SCOPES if one in (scope or ()))
    settings = settings_for(store)
    grant = Grant(role, name.strip(), tuple(account or ()), member, expires, scopes, clearance)
    key = with_store(settings, lambda opened: kept.open_accounts(opened, secret_of(settings), grant, LOCAL.author))
    print(f"role {role}, accounts: {', '.join(grant.accounts) or 'all'}; keep the key, it is not shown again:")  # noqa: T201
    print(key)  # noqa: T201


@app.command(name="list", cls=CommandOfStoredTexts)
def list_(store: StoreOption = None) -> None:
    """List keys by their prefix; the keys themselves are not kept."""
    table = Table("prefix", "role", "name", "accounts", "member", "for", "created", "last used", "expires", "revoked")
    for key in with_store(settings_for(store), kept.list_keys):
        table.add_row(
            f"pm_{key.id}",
            key.role,
            key.name,
            ", ".join(key.accounts) or "all",
            key.member or "",
            ", ".join([*(key.scopes or ()), *([key.clearance] if key.clearance not in {None, "full"} else [])]),
            key.created_at,
            key.last_used_on or "",
            key.expires_at or "",
            key.revoked_at or "",
        )
    Console(width=None if Console().is_terminal else 200).print(table)


@app.command(cls=CommandOfStoredTexts)
def rotate(
    prefix: PrefixArgument,
    grace: Annotated[float, typer.Option(min=0, max=24 * 90, help="Hours the old key is still accepted.")] = 24,
    store: StoreOption = None,
) -> None:
    """Make a new key that may do what an old one may; it is printed once, as the last line."""
    settings = settings_for(store)
    secret = secret_of(settings)
    key = with_store(settings, lambda opened: kept.rotate_key(opened, secret, prefix, timedelta(hours=grace)))
    print(f"the old key is accepted for {grace:g} hours more; keep the new one, it is not shown again:")  # noqa: T201
    print(key)  # noqa: T201


@app.command(cls=CommandOfStoredTexts)
def revoke(prefix: PrefixArgument, store: StoreOption = None) -> None:
    """Accept a key no more, from the next request on."""
    with_store(settings_for(store), lambda opened: kept.close_accounts(opened, prefix, LOCAL.author))
    print("revoked")  # noqa: T201
