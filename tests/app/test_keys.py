"""Keys: shown once, kept as a prefix and a keyed hash, listed, revoked; every change names its key."""

import re
from pathlib import Path

import pytest

from app.auth.keys import (
    Grant,
    close_accounts,
    create_key,
    find_key,
    list_keys,
    open_accounts,
    revoke_key,
)
from app.auth.service import actor_for
from graph.accounts import Accounts, edit_document
from graph.changes import last_write_of, list_changes
from graph.errors import NotFound
from graph.store import Store
from tests import documents
from tests.commands import Commands

SECRET = b"of these tests"
FORM = re.compile(r"pm_([a-z0-9]{12})_[A-Za-z0-9_-]{43}")


async def test_a_key_is_kept_as_a_prefix_and_a_hash(store: Store, account_id: str) -> None:
    for own in ("a", "b"):
        document = documents.small(f"{account_id}-{own}")
        await edit_document(store, document.account.id, documents.becoming(document), documents.AUTHOR)
    grant = Grant("editor", "CRM sync", (f"{account_id}-b", f"{account_id}-a", f"{account_id}-a"), "m")
    key = await create_key(store, SECRET, grant)
    form = FORM.fullmatch(key)
    assert form
    (kept,) = [row for row in await list_keys(store) if row.id == form.group(1)]
    assert (kept.role, kept.name, kept.accounts, kept.member) == (
        "editor",
        "CRM sync",
        [f"{account_id}-a", f"{account_id}-b"],
        "m",
    )
    assert kept.revoked_at is None
    assert key.rpartition("_")[2] not in repr(kept)
    assert re.fullmatch("[0-9a-f]{64}", kept.hash)
    assert await find_key(store, SECRET, key) == kept, "as it was before this first use"
    assert await find_key(store, b"another secret", key) is None
    actor = await actor_for(store, SECRET, key)
    assert actor
    assert (actor.author.id, actor.author.name, actor.author.member) == (kept.id, "CRM sync", "m")
    assert key not in {await create_key(store, SECRET, grant) for _ in range(3)}


async def test_wrong_and_revoked_keys_are_nobody(store: Store) -> None:
    key = await create_key(store, SECRET, Grant("admin", "Admin"))
    other = await create_key(store, SECRET, Grant("admin", "Other"))
    mixed = key[:16] + other[16:]
    for wrong in (
        "",
        " ",
        "pm_",
        key[:-1],
        key + "x",
        key.upper(),
        mixed,
        f" {key}",
        key + "\n",
        "x" * 10_000,
        "'; --",
    ):
        assert await find_key(store, SECRET, wrong) is None
    assert await find_key(store, SECRET, key)
    await revoke_key(store, key)  # by the whole key or by its prefix
    assert await find_key(store, SECRET, key) is None
    assert await find_key(store, SECRET, other)
    (kept,) = [row for row in await list_keys(store) if row.name == "Admin" and row.id == key[3:15]]
    assert kept.revoked_at
    with pytest.raises(NotFound):
        await revoke_key(store, "pm_nobodyhas000")
    await revoke_key(store, other[:15])
    assert await find_key(store, SECRET, other) is None


async def test_opening_an_account_is_in_its_feed(store: Store, account_id: str) -> None:
    """And changes nothing of it: the document, its hash and what can be undone stay."""
    accounts = Accounts(store)
    written = await accounts.edit(account_id, documents.becoming(documents.small(account_id)), documents.AUTHOR)
    key = await open_accounts(store, SECRET, Grant("reader", "Other office", (account_id,), "m"), documents.AUTHOR)
    with pytest.raises(NotFound):
        await open_accounts(store, SECRET, Grant("reader", "x", ("nobody-has-it",)), documents.AUTHOR)
    await close_accounts(store, key[:15], documents.AUTHOR)
    await close_accounts(store, key[:15], documents.AUTHOR)
    told = {"name": "Other office", "role": "reader", "member": "m"}
    feed = [one for one in await list_changes(store, account_id, (0, -1), 1000) if one.kind == "access"]
    assert [(one.path, one.before, one.after) for one in feed] == [
        (f"access/{key[3:15]}", None, told),
        (f"access/{key[3:15]}", told, None),
    ]
    now = await accounts.current(account_id)
    assert written.account is not None
    assert (now.document, now.fingerprint) == (written.account.document, written.account.fingerprint)
    newest = await last_write_of(store, account_id, documents.AUTHOR)
    assert newest
    assert {entry.revision for entry in newest} == {written.account.revision}
    assert await find_key(store, SECRET, key) is None


def test_the_command_line_makes_lists_and_revokes_keys(tmp_path: Path, account_id: str, commands: Commands) -> None:
    own = Commands(commands.store, {"POWERMAP_KEY_SECRET": SECRET.decode()})
    words = ("keys", "create", "--role", "editor", "--name", "Sync", "--account", account_id, "--member", "m")
    own.run(*words, code=1)  # there is no such account
    document = tmp_path / "own.json"
    document.write_bytes(documents.bytes_of(documents.small(account_id)))
    own.run("import", str(document))
    key = own.run(*words).strip().splitlines()[-1]
    assert FORM.fullmatch(key)
    output = own.run("keys", "list")
    assert (key in output, key[:15] in output) == (False, True)
    row = next(line for line in output.splitlines() if key[:15] in line)
    assert all(word in row for word in ("editor", "Sync", account_id))
    own.run("keys", "create", "--role", "boss", "--name", "x", code=2)
    own.run("keys", "create", "--role", "admin", "--name", " ", code=2)
    own.run("keys", "create", "--role", "admin", code=2)
    assert FORM.fullmatch(own.run("keys", "rotate", key[:15], "--grace", "0").strip().splitlines()[-1])
    own.run("keys", "rotate", key[:15], code=1)  # it has expired
    assert own.run("keys", "revoke", key[:15]) == "revoked\n"
    own.run("keys", "revoke", "pm_nobodyhas000", code=1)
