"""`powermap keys`: create, list and revoke API keys."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.auth import keys as kept
from app.auth.keys import Grant, Role
from app.cli.running import CommandOfStoredTexts, StoreOption, settings_for, with_store

app = typer.Typer(help="API keys, their roles and accounts.", no_args_is_help=True, add_completion=False)


@app.command(cls=CommandOfStoredTexts)
def create(
    role: Annotated[Role, typer.Option(help="What the key may do: reader, editor or admin.")],
    name: Annotated[str, typer.Option(help="Who or what uses the key; every change shows it.")],
    account: Annotated[list[str] | None, typer.Option(help="Grant this account and all below it; repeatable.")] = None,
    member: Annotated[str | None, typer.Option(help="Id of the team member who uses the key.")] = None,
    store: StoreOption = None,
) -> None:
    """Make a key; it is printed once, as the last line."""
    if not name.strip() or len(name) > 200:  # noqa: PLR2004 - as every name
        raise typer.BadParameter("a name has 1 to 200 characters", param_hint="--name")
    settings = settings_for(store)
    grant = Grant(role, name.strip(), tuple(account or ()), member)
    key = with_store(settings, lambda opened: kept.create_key(opened, kept.secret_of(settings), grant))
    print(f"role {role}, accounts: {', '.join(grant.accounts) or 'all'}; keep the key, it is not shown again:")  # noqa: T201
    print(key)  # noqa: T201


@app.command(name="list", cls=CommandOfStoredTexts)
def list_(store: StoreOption = None) -> None:
    """List keys by their prefix; the keys themselves are not kept."""
    table = Table("prefix", "role", "name", "accounts", "member", "created", "revoked")
    for key in with_store(settings_for(store), kept.list_keys):
        accounts = ", ".join(key.accounts) or "all"
        table.add_row(
            f"pm_{key.id}", key.role, key.name, accounts, key.member or "", key.created_at, key.revoked_at or ""
        )
    Console(width=None if Console().is_terminal else 160).print(table)


@app.command(cls=CommandOfStoredTexts)
def revoke(
    prefix: Annotated[str, typer.Argument(help="The key's prefix, as `powermap keys list` shows it.")],
    store: StoreOption = None,
) -> None:
    """Accept a key no more, from the next request on."""
    with_store(settings_for(store), lambda opened: kept.revoke_key(opened, prefix))
    print("revoked")  # noqa: T201
