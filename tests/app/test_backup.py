"""Everything a store holds goes into a file, out of it and between engines, and is there as it was; damage is noticed."""

import gzip
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from app.auth.key_secret import secret_of
from app.auth.keys import Grant, create_key, find_key, has_admin, revoke_key
from app.auth.service import LOCAL
from app.backup.file import UnusableBackup, Writer, contents, private_file
from app.backup.service import back_up, move, restore
from app.records import account_service
from app.reviews import service as reviews
from app.reviews.schemas import NewSnapshot
from app.settings import Settings
from graph.accounts import Accounts, edit_document
from graph.errors import Conflict, NotFound
from graph.graph_mapping import SCHEMA
from graph.import_answers import keep
from graph.store import Store
from graph.verify import verify
from graph.whole_accounts import WholeAccount, put_in, take_out
from tests import documents
from tests.commands import Commands
from tests.conftest import Place


def settings(place: Place) -> Settings:
    return Settings(store=place.url, store_password=place.password, key_secret="")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's data directory of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


@pytest_asyncio.fixture
async def empty(tmp_path: Path) -> AsyncIterator[tuple[Place, Store]]:
    """A new embedded store."""
    place = Place(f"embedded:{tmp_path / 'empty'}")
    store = place.open()
    yield place, store
    await store.close()


async def lived_in(store: Store, account_id: str) -> None:
    """An account with a past: written, changed twice, one change taken back, two snapshots, answers, somebody let in."""
    document = documents.read("tiny").model_copy(update={"account": documents.small(account_id).account})
    accounts = Accounts(store)
    await accounts.edit(account_id, documents.becoming(document), LOCAL.author)
    for name in ("One", "Two"):
        renamed = document.model_copy(update={"account": document.account.model_copy(update={"name": name})})
        await accounts.edit(account_id, documents.becoming(renamed), LOCAL.author)
        await reviews.take_snapshot(accounts, LOCAL, account_id, NewSnapshot(name=name, as_of=date(2026, 1, 31)))
    await account_service.undo_last_change(accounts, LOCAL, account_id, None)
    await keep(store, account_id, "shape", '{"a": 1}')


async def taken(store: Store, account_id: str) -> WholeAccount:
    whole = await take_out(store, account_id)
    assert whole
    return whole


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def say_nothing(line: str) -> None:
    raise AssertionError(line)


async def test_an_account_goes_from_engine_to_engine_with_all_its_past(
    store: Store, place: Place, empty: tuple[Place, Store], tmp_path: Path, account_id: str
) -> None:
    await lived_in(store, account_id)
    whole = await taken(store, account_id)
    assert (len(whole.snapshots), len(whole.answers), len(whole.changes) > 3) == (2, 1, True)
    file = tmp_path / "one.backup"
    assert (await back_up(store, settings(place), file, [account_id]))[:2] == (1, 0)
    assert file.stat().st_mode & 0o777 == 0o600
    there, other = empty
    moved = await restore(other, settings(there), file, replace=False, say=say_nothing)
    assert (moved.written, moved.there, moved.keys, moved.findings) == (1, 0, 0, [])
    assert await taken(other, account_id) == whole
    assert (await verify(other)) == ([], 1)

    accounts = Accounts(other)  # and it goes on from there
    undone = await account_service.undo_last_change(accounts, LOCAL, account_id, None)
    assert undone.revision == whole.revision + 1
    await accounts.edit(account_id, documents.becoming(documents.small(account_id)), LOCAL.author)
    changed = await taken(other, account_id)
    assert await back_up(other, settings(there), file, [account_id])
    with pytest.raises(Conflict, match="not empty"):
        await restore(store, settings(place), file, replace=False, say=say_nothing)
    assert await taken(store, account_id) == whole
    moved = await restore(store, settings(place), file, replace=True, say=say_nothing)
    assert (moved.written, moved.findings) == (1, [])
    assert await taken(store, account_id) == changed
    moved = await restore(store, settings(place), file, replace=True, say=say_nothing)
    assert (moved.written, moved.there) == (0, 1), "the same twice changes nothing"


async def test_a_whole_store_moves_with_its_keys(
    store: Store, place: Place, empty: tuple[Place, Store], account_id: str
) -> None:
    """Into the engine's store, which others use, too; what is there already stays."""
    there, source = empty
    await lived_in(source, account_id)
    own = secret_of(settings(there))
    admin = await create_key(source, own, Grant("admin", "Admin"))
    scoped = await create_key(source, own, Grant("reader", "Reader", (account_id,)))
    revoked = await create_key(source, own, Grant("reader", "Gone"))
    await revoke_key(source, revoked)
    moved = await move(source, settings(there), store, settings(place), replace=True, say=say_nothing)
    assert (moved.written, moved.keys, moved.findings) == (1, 3, [])
    assert await taken(store, account_id) == await taken(source, account_id)
    for key in (admin, scoped):
        assert await find_key(store, own, key)
    assert await find_key(store, own, revoked) is None
    await revoke_key(store, scoped)
    moved = await move(source, settings(there), store, settings(place), replace=True, say=say_nothing)
    assert (moved.written, moved.there, moved.keys) == (0, 1, 0)
    assert await find_key(store, own, scoped) is None, "what was revoked since does not come back"


@pytest.mark.engines("embedded")
@pytest.mark.parametrize("version", range(1, SCHEMA.version + 1))
async def test_what_every_version_of_the_schema_wrote_is_taken_in(empty: tuple[Place, Store], version: int) -> None:
    """`tests/data/backups` keeps one of each, with the key that was made in it: a new version adds its own and changes none."""
    there, store = empty
    kept = documents.DATA / "backups" / f"schema-{version}"
    moved = await restore(store, settings(there), kept.with_suffix(".backup"), replace=False, say=say_nothing)
    assert (moved.written, moved.keys, moved.same_secret, moved.findings) == (1, 2, True, [])
    assert await verify(store) == ([], 1)
    key = kept.with_suffix(".key").read_text(encoding="utf-8").strip()
    assert await find_key(store, secret_of(settings(there)), key)
    whole = await taken(store, "kept")
    assert (whole.revision, len(whole.snapshots), len(whole.answers)) == (6, 2, 1)
    accounts = Accounts(store)
    assert (await accounts.current("kept")).document.account.name == "One"
    assert (await account_service.undo_last_change(accounts, LOCAL, "kept", None)).revision == 7


@pytest.mark.engines("embedded")
async def test_keys_are_accepted_where_they_are_restored(
    empty: tuple[Place, Store], tmp_path: Path, account_id: str
) -> None:
    there, other = empty
    source_place = Place(f"embedded:{tmp_path / 'source'}")
    source = source_place.open()
    try:
        await lived_in(source, account_id)
        key = await create_key(source, secret_of(settings(source_place)), Grant("admin", "Admin"))
        await back_up(source, settings(source_place), tmp_path / "all.backup")
    finally:
        await source.close()
    secret_of(settings(there))  # a service that started on it has made one
    moved = await restore(other, settings(there), tmp_path / "all.backup", replace=False, say=say_nothing)
    assert (moved.keys, moved.same_secret) == (1, True)
    assert await find_key(other, secret_of(settings(there)), key)
    assert await has_admin(other)

    third = Place(f"embedded:{tmp_path / 'third'}")
    store = third.open()
    try:
        own = settings(third).model_copy(update={"key_secret": type(settings(third).key_secret)("given")})
        moved = await restore(store, own, tmp_path / "all.backup", replace=False, say=say_nothing)
        assert moved.same_secret is False
        assert await find_key(store, b"given", key, secret_of(settings(there)))
    finally:
        await store.close()


@pytest.mark.engines("embedded")
async def test_what_was_interrupted_goes_on(
    store: Store, place: Place, empty: tuple[Place, Store], tmp_path: Path, account_id: str
) -> None:
    ids = [f"{account_id}-{n}" for n in range(3)]
    for own in ids:
        await edit_document(store, own, documents.becoming(documents.small(own)), documents.AUTHOR)
    await back_up(store, settings(place), tmp_path / "three.backup", ids)
    there, other = empty
    first = await taken(store, ids[0])
    assert await put_in(other, first, replace=False)
    assert not await put_in(other, first, replace=False)
    moved = await restore(other, settings(there), tmp_path / "three.backup", replace=False, say=say_nothing)
    assert (moved.written, moved.there) == (2, 1)
    with pytest.raises(Conflict, match="with other content"):
        await put_in(other, first.model_copy(update={"stamp": "another"}), replace=False)
    with pytest.raises(NotFound):
        await back_up(store, settings(place), tmp_path / "none.backup", ["nobody-has-it"])
    assert not any("none" in name for name in names_in(tmp_path))


@pytest.mark.engines("embedded")
async def test_every_damage_is_noticed_before_anything_is_written(
    store: Store, place: Place, tmp_path: Path, account_id: str
) -> None:
    await lived_in(store, account_id)
    file = tmp_path / "one.backup"
    await back_up(store, settings(place), file, [account_id])
    whole = file.read_bytes()
    assert contents(file).accounts == {account_id: (await taken(store, account_id)).stamp}
    broken = [whole[:length] for length in range(0, len(whole), max(1, len(whole) // 60))]
    broken += [
        whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
        for at in range(0, len(whole), max(1, len(whole) // 60))
    ]
    lines = gzip.decompress(whole).splitlines(keepends=True)
    broken += [
        gzip.compress(b"".join(part), mtime=0)
        for part in (lines[:-1], lines[:1], [lines[0], lines[-1]], [*lines, lines[-1]], [lines[0], *lines], lines[1:])
    ]
    broken.append(gzip.compress(gzip.decompress(whole).replace(b"Two", b"One", 1)))
    unnoticed = []
    for n, content in enumerate(broken):
        if content == whole:
            continue
        file.write_bytes(content)
        with suppress(UnusableBackup):
            contents(file)
            if gzip.decompress(content) != gzip.decompress(whole):  # the head of gzip says the time and the system
                unnoticed.append(n)
    assert unnoticed == []


@pytest.mark.engines("embedded")
async def test_what_a_newer_program_wrote_is_refused_in_one_line(
    commands: Commands, store: Store, place: Place, tmp_path: Path, account_id: str
) -> None:
    await lived_in(store, account_id)
    file = tmp_path / "new.backup"
    await back_up(store, settings(place), file, [account_id])
    known = contents(file).head
    with private_file(file) as opened:
        writer = Writer(opened)
        writer.begin(replace(known, schema=SCHEMA.version + 1, version="9.9"))
        writer.end()
    said = await commands.beside("restore", str(file), code=1)
    assert said.count("\n") == 1
    assert "use a newer Powermap" in said


def test_the_commands_say_what_they_did(tmp_path: Path, commands: Commands, account_id: str) -> None:
    document = tmp_path / "own.json"
    document.write_bytes(documents.bytes_of(documents.small(account_id)))
    commands.run("import", str(document))
    file = tmp_path / "own.backup"
    assert commands.run("backup", "-o", str(file), "--account", account_id).startswith(f"{file}: 1 accounts, 0 keys")
    assert (
        commands.run("restore", str(file), "--replace") == "ok: 0 accounts, 0 keys; 1 accounts were there as they are\n"
    )
    assert "not empty" in commands.run("restore", str(file), code=1)
    assert "that is the same store" in commands.run("move", commands.store, code=1)
    assert "cannot read" in commands.run("restore", str(tmp_path / "nothing"), code=1)
    assert "cannot write" in commands.run("backup", "-o", str(tmp_path / "no" / "x"), code=1)
