"""What a new store is entered with: the secret its keys are hashed with, and the first admin key."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from pydantic import SecretStr, ValidationError

from app.auth.first_admin import NoAdmin, first_admin
from app.auth.key_secret import secret_of
from app.auth.keys import Grant, create_key, find_key, has_admin, list_keys, new_key, revoke_key, stored_key
from app.cli.serving import serve
from app.settings import Settings
from graph.accounts import edit_document
from graph.errors import StoreUnavailable
from graph.graph_mapping import SCHEMA
from graph.store import Store, open_store
from tests import documents
from tests.commands import engine_of

SECRET = b"of these tests"


def embedded(folder: Path) -> Settings:
    return Settings(store=f"embedded:{folder}", key_secret="")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data directory of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "powermap"


def test_the_secret_lies_with_the_embedded_store_and_is_made_once(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = embedded(tmp_path / "store")
    with ThreadPoolExecutor(16) as pool:
        made = set(pool.map(lambda _: secret_of(settings), range(64)))
    assert len(made) == 1
    assert len(made.pop()) == 64
    path = tmp_path / "store" / "key-secret"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not home.exists()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another home"))
    assert secret_of(settings) == path.read_bytes()
    assert secret_of(embedded(tmp_path / "other store")) != path.read_bytes()
    assert secret_of(Settings(store=settings.store, key_secret=SecretStr("given"))) == b"given"


def test_the_secret_of_before_is_taken_over(tmp_path: Path, home: Path) -> None:
    home.mkdir(parents=True)
    (home / "key-secret").write_bytes(b"of the home")
    assert secret_of(embedded(tmp_path / "store")) == b"of the home"
    (home / "key-secret").unlink()
    assert secret_of(embedded(tmp_path / "store")) == b"of the home"


def test_an_empty_secret_is_none(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "key-secret").touch()
    assert len(secret_of(embedded(tmp_path / "store"))) == 64


def test_the_secret_of_a_server_is_for_this_user_only_however_open_its_folder_was(home: Path) -> None:
    home.mkdir(parents=True, mode=0o755)
    settings = Settings(store="neo4j://db.example", key_secret="")
    secret = secret_of(settings)
    (home / "key-secret").chmod(0o644)
    assert secret_of(settings) == secret
    assert [path.stat().st_mode & 0o777 for path in (home, home / "key-secret")] == [0o700, 0o600]


def test_a_secret_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    with pytest.raises(StoreUnavailable, match="cannot be kept"):
        secret_of(embedded(tmp_path / "store"))


def test_secrets_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mounted"
    file.write_text("from the file\n")
    for name in ("store_password", "key_secret"):
        with monkeypatch.context() as environment:
            environment.setenv(f"POWERMAP_{name.upper()}_FILE", str(file))
            assert getattr(Settings(), name).get_secret_value() == "from the file"
            environment.setenv(f"POWERMAP_{name.upper()}", "x")
            with pytest.raises(ValidationError, match="are both set"):
                Settings()
            environment.delenv(f"POWERMAP_{name.upper()}")
            environment.setenv(f"POWERMAP_{name.upper()}_FILE", str(tmp_path / "nothing"))
            with pytest.raises(ValidationError, match="cannot read"):
                Settings()
            (tmp_path / "empty").write_text("\n")
            environment.setenv(f"POWERMAP_{name.upper()}_FILE", str(tmp_path / "empty"))
            with pytest.raises(ValidationError, match="holds no text"):
                Settings()


async def test_the_key_of_a_file_is_accepted_until_it_is_revoked(store: Store, tmp_path: Path) -> None:
    await create_key(store, SECRET, Grant("admin", "Somebody"))
    file = tmp_path / "admin-key"
    file.write_text(f"{new_key()}\n")
    key = file.read_text().strip()
    for _ in range(2):
        assert await first_admin(store, SECRET, file, may_tell=True) is None
        assert await find_key(store, SECRET, key)
    with pytest.raises(NoAdmin, match="another POWERMAP_KEY_SECRET"):
        await first_admin(store, b"another", file, may_tell=True)
    await revoke_key(store, key)
    assert await first_admin(store, SECRET, file, may_tell=True) is None
    row = await stored_key(store, key)
    assert row
    assert not row.lives(datetime.now(UTC))
    for wrong in (b"", b"short", b"\xff\xfe", key.encode() * 100):
        file.write_bytes(wrong)
        with pytest.raises(NoAdmin, match="POWERMAP_ADMIN_KEY_FILE"):
            await first_admin(store, SECRET, file, may_tell=True)


def test_a_new_store_gets_one_admin_key_and_never_another(tmp_path: Path) -> None:
    url = f"embedded:{tmp_path / 'store'}"
    file = tmp_path / "admin-key"

    async def steps() -> None:
        store = open_store(url, SCHEMA, "")
        try:
            with pytest.raises(NoAdmin, match="powermap keys create"):
                await first_admin(store, SECRET, None, may_tell=False)
            with pytest.raises(NoAdmin, match="cannot be written"):
                await first_admin(store, SECRET, tmp_path / "no folder" / "key", may_tell=True)
            await edit_document(store, "acme", documents.becoming(documents.small("acme")), documents.AUTHOR)
            await create_key(store, SECRET, Grant("admin", "Of one account", ("acme",)))
            assert not await has_admin(store)
            told = await first_admin(store, SECRET, None, may_tell=True)
            assert told
            assert (await find_key(store, SECRET, told) or told) != told
            assert await first_admin(store, SECRET, None, may_tell=True) is None
            assert await first_admin(store, SECRET, file, may_tell=True) is None
            assert not file.exists(), "there is one already"
            await revoke_key(store, told)
            with pytest.raises(NoAdmin):  # whoever revoked the last one said so
                await first_admin(store, SECRET, None, may_tell=True)
            assert len(await list_keys(store)) == 2
        finally:
            await store.close()

    with engine_of(tmp_path / "store"):
        asyncio.run(steps())
        for demo in (False, True):
            with pytest.raises(typer.Exit):
                serve(Settings(store=url, host="0.0.0.0", port=0, demo=demo))  # noqa: S104 - that it is refused is the point


def test_a_file_that_is_not_there_is_written_once(tmp_path: Path) -> None:
    file = tmp_path / "admin-key"

    async def steps() -> None:
        store = open_store(f"embedded:{tmp_path / 'store'}", SCHEMA, "")
        try:
            assert await first_admin(store, SECRET, file, may_tell=True) is None
            assert file.stat().st_mode & 0o777 == 0o600
            assert await find_key(store, SECRET, file.read_text().strip())
            file.unlink()
            assert await first_admin(store, SECRET, file, may_tell=True) is None
            assert not file.exists()
        finally:
            await store.close()

    asyncio.run(steps())
