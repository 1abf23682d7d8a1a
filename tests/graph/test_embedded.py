"""The embedded engine as a process: who may reach it, who shares it, and what is left when it or its owner is killed."""

import asyncio
import json
import os
import stat
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from filelock import FileLock

from graph import embedded
from graph.accounts import Accounts, read_document
from graph.embedded import EmbeddedEngine, _close_to_others
from graph.errors import StoreUnavailable
from graph.graph_mapping import SCHEMA
from graph.store import Store, open_store
from graph.verify import verify_account
from tests import documents
from tests.conftest import Place
from tests.documents import AUTHOR
from tests.fault_scale import times
from tests.graph.processes import writer
from tests.graph.writing import adding
from tests.patience import PATIENCE

ENGINE_KILLS = times(3, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this file's own, whose engine its tests may kill."""
    return tmp_path_factory.mktemp("own") / "store"


@pytest.fixture
async def own_store(folder: Path) -> AsyncIterator[Store]:
    store = Place(f"embedded:{folder}").open()
    await store.ping()
    yield store
    await store.close()


def lease(folder: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((folder / "lease.json").read_text())
    return held


def engine_process(folder: Path) -> psutil.Process:
    return psutil.Process(int(lease(folder)["pid"]))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def ended(process: psutil.Process) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        await asyncio.sleep(0.1)
    return False


async def people_of(store: Store, account_id: str) -> set[str]:
    held = await read_document(store, account_id)
    assert held is not None
    assert await verify_account(store, account_id) == []
    return {person.id for person in held.document.people}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "embedded:",
        "postgres://host/db",
        "neo4j://",
        "http://127.0.0.1:7687",
        "neo4j://user:secret@host:7687/neo4j",
        "bolt:host",
    ],
)
def test_a_wrong_url_is_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"store|embedded") as caught:
        open_store(url, SCHEMA)
    assert "secret@" not in str(caught.value)


def test_the_password_of_a_server_never_shows() -> None:
    store = open_store("neo4j://neo4j@host:7687/neo4j", SCHEMA, "very-secret")
    assert "very-secret" not in repr(store)


async def test_the_folder_and_its_secrets_are_for_this_user_only(own_store: Store, folder: Path) -> None:
    assert own_store
    assert mode(folder) == 0o700
    assert {name: mode(folder / name) for name in ("password", "lease.json", "engine.log")} == {
        "password": 0o600,
        "lease.json": 0o600,
        "engine.log": 0o600,
    }
    password = (folder / "password").read_text()
    assert len(password) >= 32
    assert password not in (folder / "engine.log").read_text(errors="replace")
    assert password not in " ".join(engine_process(folder).cmdline())


async def test_a_store_in_an_open_folder_is_for_this_user_only_and_its_engine_has_no_secret_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "open"
    for name in ("engine", "log", "audit"):
        (folder / name).mkdir(parents=True)
        (folder / name / "old").write_text("names")
        for path, open_mode in ((folder, 0o755), (folder / name, 0o755), (folder / name / "old", 0o644)):
            path.chmod(open_mode)
    monkeypatch.setenv("POWERMAP_KEY_SECRET", "canary")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    store = Place(f"embedded:{folder}").open()
    await store.ping()
    assert "canary" not in engine_process(folder).environ().values()
    present = [folder, *folder.rglob("*")]
    assert len(present) > 20
    assert [path.name for path in present if mode(path) & 0o077] == []
    await store.close()


async def test_wrong_passwords_at_the_engines_ports_lock_nobody_of_ours_out(tmp_path: Path) -> None:
    """Any user of the machine may send them; the engine then refuses the name they guess at, the right password, too."""
    place = Place(f"embedded:{tmp_path}")
    store, another = place.open(), place.open()
    await store.ping()
    bolt = lease(tmp_path)["port"]
    ports = {held.laddr.port for held in engine_process(tmp_path).net_connections("tcp") if held.status == "LISTEN"}
    (http,) = ports - {bolt}

    async def asked(user: str, password: str) -> int:
        async with httpx.AsyncClient(auth=(user, password)) as client:
            return (await client.get(f"http://127.0.0.1:{http}/api/v1/databases")).status_code

    for i in range(40):
        assert await asked("root", f"x{i}") != 200
        assert await asked("powermap", f"x{i}") != 200
    password = (tmp_path / "password").read_text()
    assert await asked("root", password) != 200  # so guessing does lock
    await another.ping()  # a login of its own
    user = lease(tmp_path)["user"]
    assert user not in {"root", "powermap"}
    assert password not in user
    await another.close()
    await store.close()
    again = place.open()
    await again.ping()
    assert lease(tmp_path)["user"] == user
    await again.close()


def test_what_else_lies_in_the_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "own-notes").write_text("mine")
    (tmp_path / "password").write_text("secret")
    for path in (tmp_path / "own-notes", tmp_path / "password", tmp_path):
        path.chmod(0o755)
    _close_to_others(tmp_path)
    assert [mode(path) for path in (tmp_path, tmp_path / "own-notes", tmp_path / "password")] == [0o755, 0o755, 0o600]


async def test_who_holds_the_start_and_starts_nothing_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.embedded.LOCK_SECONDS", 0.2)
    with FileLock(tmp_path / "start.lock"), pytest.raises(StoreUnavailable, match=r"start\.lock"):
        await asyncio.wait_for(EmbeddedEngine(tmp_path).endpoint(), 10)


async def test_the_engine_listens_on_loopback_only_and_asks_for_the_password(own_store: Store, folder: Path) -> None:
    assert own_store
    listening = [
        held.laddr for held in engine_process(folder).net_connections("all") if held.status == psutil.CONN_LISTEN
    ]
    assert {address.ip.removeprefix("::ffff:") for address in listening} <= {"127.0.0.1", "::1"}
    others = [address.port for address in listening if address.port != lease(folder)["port"]]
    async with httpx.AsyncClient() as client:
        for port in others:
            for path in ("api/v1/databases", "api/v1/query/powermap/sql/select%201", "api/v1/mcp", "api/v1/server"):
                answer = await client.get(f"http://127.0.0.1:{port}/{path}")
                assert answer.status_code in {401, 403, 404}, (port, path)
                assert "powermap" not in answer.text
            command = {"language": "sql", "command": "select 1"}
            for auth in (None, ("root", "wrong"), ("root", "")):
                answer = await client.post(f"http://127.0.0.1:{port}/api/v1/command/powermap", json=command, auth=auth)
                assert answer.status_code in {401, 403}, auth


async def test_whoever_names_the_folder_shares_the_engine(own_store: Store, folder: Path, account_id: str) -> None:
    await Accounts(own_store).edit(account_id, documents.becoming(documents.small(account_id)), AUTHOR)
    held = lease(folder)
    second = Place(f"embedded:{folder}/../{folder.name}").open()
    assert await people_of(second, account_id) == {"p00", "p01", "p02"}
    assert lease(folder) == held
    await second.close()
    await own_store.ping()
    assert engine_process(folder).is_running()


async def test_an_engine_ends_with_its_owner_and_leaves_the_data(folder: Path, account_id: str) -> None:
    place = Place(f"embedded:{folder}")
    async with writer(place, account_id) as owner:
        engine = engine_process(folder)
        await owner.has_written(5)
        await owner.kill()
        assert await ended(engine)
    store = place.open()
    assert set(owner.acknowledged) <= await people_of(store, account_id)
    await store.close()


@pytest.mark.slow
async def test_kills_of_the_engine_lose_no_acknowledged_write(own_store: Store, folder: Path, account_id: str) -> None:
    """The same store object goes on: an edit during a kill waits for the new engine or says that the store is away."""
    accounts = Accounts(own_store)
    acknowledged: list[str] = []
    unanswered = 0
    killing = True

    async def write_on() -> None:
        nonlocal unanswered
        n = 0
        while killing:
            n += 1
            try:
                await accounts.edit(account_id, adding(account_id, f"w{n:05}"), AUTHOR)
                acknowledged.append(f"w{n:05}")
            except StoreUnavailable:
                unanswered += 1
            await asyncio.sleep(0.005)

    writing = asyncio.ensure_future(write_on())
    for i in range(ENGINE_KILLS):
        before = len(acknowledged)
        while len(acknowledged) < before + 5:
            assert not writing.done()
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.013 * i)
        engine_process(folder).kill()
    killing = False
    await writing
    assert set(acknowledged) <= await people_of(own_store, account_id)
    assert len(acknowledged) >= 5 * ENGINE_KILLS
    assert unanswered <= ENGINE_KILLS


async def test_a_full_disk_takes_no_write_and_readiness_says_so(
    own_store: Store, account_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the engine fills it: an engine out of room answers anything, and may lose what it has."""
    accounts = Accounts(own_store)
    await accounts.edit(account_id, adding(account_id, "before"), AUTHOR)
    with monkeypatch.context() as patch:
        patch.setattr(embedded, "LEAST_ROOM", 2**62)
        for refused in (own_store.ping(), accounts.edit(account_id, adding(account_id, "after"), AUTHOR)):
            with pytest.raises(StoreUnavailable, match="disk of the embedded store is full"):
                await refused
        assert await people_of(own_store, account_id) == {"before"}
    await accounts.edit(account_id, adding(account_id, "after"), AUTHOR)
    assert await people_of(own_store, account_id) == {"before", "after"}


@pytest.mark.parametrize("stranger", ["dead", "alive", "listening elsewhere", "nonsense"])
async def test_a_lease_of_a_stranger_is_not_trusted(tmp_path: Path, stranger: str) -> None:
    """The password must not be sent to whoever was given the number or the port of a dead engine."""
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    asked: list[int] = []

    async def listen(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(1)
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    me = psutil.Process()
    parent = me.parent() or me
    false_leases = {
        "dead": {"pid": 2**22 - 1, "port": port},
        "alive": {"pid": me.pid, "port": port},
        "listening elsewhere": {"pid": parent.pid, "port": port},
    }
    (folder / "lease.json").write_text(json.dumps(false_leases[stranger]) if stranger in false_leases else "{]")
    engine = EmbeddedEngine.at(str(folder))
    endpoint = await engine.endpoint()
    try:
        assert endpoint.uri != f"bolt://127.0.0.1:{port}"
        assert engine_process(folder).ppid() == os.getpid()
        assert asked == []
    finally:
        await engine.close()
        server.close()
        await server.wait_closed()


async def test_a_folder_that_cannot_be_used_is_said_without_naming_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Place(f"embedded:{tmp_path / 'file'}").open()
    with pytest.raises(StoreUnavailable) as caught:
        await store.ping()
    assert str(tmp_path) not in str(caught.value)


async def test_closing_ends_the_engine_and_the_next_use_starts_one(own_store: Store, folder: Path) -> None:
    first = engine_process(folder)
    await own_store.close()
    assert await ended(first)
    assert not (folder / "lease.json").exists()
    await own_store.ping()
    assert engine_process(folder).pid != first.pid


@pytest.mark.usefixtures("own_store")
async def test_an_engine_starts_from_the_record_of_this_installation(folder: Path) -> None:
    record = embedded.start_record()
    assert record.is_file(), "run `powermap warm-up`, as scripts/setup does"
    assert str(record) in {entry.path for entry in engine_process(folder).memory_maps()}


async def test_a_damaged_record_only_costs_time(tmp_path: Path) -> None:
    record = tmp_path / "of another build.aot"
    record.write_bytes(b"not what Java wrote" * 1000)
    store = Store(EmbeddedEngine(tmp_path / "store", record=record), SCHEMA, PATIENCE)
    await store.ping()
    await store.close()
    assert "AOT cache" in (tmp_path / "store" / "engine.log").read_text()
