"""The promises of the store, kept by both engines."""

import asyncio
from typing import LiteralString, cast

import pytest
from neo4j.exceptions import ConstraintError

from graph.accounts import LIST_ACCOUNTS, Accounts, edit_document
from graph.document import difference
from graph.errors import NotFound, StoreInconsistent
from graph.graph_mapping import SCHEMA, write_difference
from graph.preparation import _WRITE_VERSION
from graph.queries import Count, Query, QueryFault
from graph.store import GET_VERSION, Schema, Store, Tx, open_store
from tests import documents
from tests.conftest import Place
from tests.documents import AUTHOR
from tests.patience import PATIENCE

WRITES = Query("test/writes", "", "write", {"account_id": "str"}, "Count", True, "never sent", Count)  # noqa: FBT003


@pytest.fixture
def nowhere() -> Store:
    """A store that nobody runs: whatever asks it raises StoreUnavailable, so what is refused otherwise was not sent."""
    return Place("bolt://neo4j@192.0.2.1:1/neo4j").open()


@pytest.mark.parametrize(
    "params",
    [{}, {"account": "a"}, {"account_id": "a", "limit": 1}],
    ids=["none", "wrong", "too-many"],
)
async def test_wrong_parameters_are_refused_before_anything_is_sent(nowhere: Store, params: dict[str, object]) -> None:
    with pytest.raises(QueryFault, match="accounts/get_version takes"):
        await nowhere.read(GET_VERSION, **params)


async def test_a_read_refuses_a_query_that_writes_before_anything_is_sent(nowhere: Store) -> None:
    with pytest.raises(StoreInconsistent, match="test/writes writes"):
        await nowhere.read(WRITES, account_id="a")


async def test_ping_prepares_the_store_and_may_be_repeated(store: Store) -> None:
    await store.ping()
    await store.ping()


async def test_a_transaction_raises_the_revision_by_one_and_names_the_content_before(
    store: Store, account_id: str
) -> None:
    seen: list[tuple[int, str | None, str]] = []
    created = difference(None, documents.small(account_id))

    async def work(tx: Tx) -> None:
        seen.append((tx.revision, tx.previous_stamp, tx.stamp))
        await write_difference(tx, account_id, created)

    for _ in range(3):
        await store.write(work, touches=account_id)
    assert [revision for revision, _, _ in seen] == [1, 2, 3]
    assert [before for _, before, _ in seen] == [None, seen[0][2], seen[1][2]]


async def test_a_discarded_write_leaves_the_revision_and_creates_no_account(store: Store, account_id: str) -> None:
    async def discarded(tx: Tx) -> str:
        tx.discard()
        return "done"

    assert await store.write(discarded, touches=account_id) == "done"
    assert await store.read(GET_VERSION, account_id=account_id) == []
    await edit_document(store, account_id, documents.becoming(documents.small(account_id)), AUTHOR)
    before = await store.read(GET_VERSION, account_id=account_id)
    await store.write(discarded, touches=account_id)
    assert await store.read(GET_VERSION, account_id=account_id) == before


async def test_work_that_raises_stores_nothing_and_its_error_comes_through(store: Store, account_id: str) -> None:
    async def work(_tx: Tx) -> None:
        raise NotFound("person", "p")

    with pytest.raises(NotFound):
        await store.write(work, touches=account_id)
    assert await store.read(GET_VERSION, account_id=account_id) == []


async def test_a_cancelled_write_stores_nothing_and_the_store_goes_on(store: Store, account_id: str) -> None:
    begun = asyncio.Event()

    async def work(_tx: Tx) -> None:
        begun.set()
        await asyncio.sleep(PATIENCE)

    writing = asyncio.ensure_future(store.write(work, touches=account_id))
    await begun.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await store.read(GET_VERSION, account_id=account_id) == []
    await edit_document(store, account_id, documents.becoming(documents.small(account_id)), AUTHOR)


async def test_a_batch_that_does_not_touch_every_record_is_an_error_and_stores_nothing(
    store: Store, account_id: str
) -> None:
    ghost = documents.small(account_id, people=2, reporting=[{"subordinate": "p01", "manager": "p00"}])
    gone = ghost.model_copy(update={"reporting": ()})
    await edit_document(store, account_id, documents.becoming(ghost), AUTHOR)

    # Somebody believes that p01 still reports: the write finds nothing to delete and says so.
    stale = await Accounts(store).current(account_id)
    await edit_document(store, account_id, documents.becoming(gone), AUTHOR)
    current = await Accounts(store).current(account_id)
    pretended = type(stale)(stale.document, current.revision, current.stamp, stale.fingerprint)
    with pytest.raises(StoreInconsistent, match="touched"):
        await edit_document(store, account_id, documents.becoming(gone), AUTHOR, pretended)
    assert (await Accounts(store).current(account_id)).document == gone


async def test_the_schema_is_kept_and_a_newer_one_is_refused(place: Place, store: Store) -> None:
    """One test for the whole story: the version belongs to the store, which other tests use afterwards."""
    await store.ping()
    newer = Schema(SCHEMA.version + 1, SCHEMA.constraints, migrations=((),) * SCHEMA.version)
    upgraded = open_store(place.url, newer, place.password)
    await upgraded.ping()
    try:
        old = place.open()
        with pytest.raises(StoreInconsistent, match=r"schema version 2, this program knows 1"):
            await old.ping()
        await old.close()
    finally:
        driver, database = await upgraded._connected()
        async with driver.session(database=database) as session:
            await (await session.run(cast("LiteralString", _WRITE_VERSION.text), version=SCHEMA.version)).consume()
        await upgraded.close()
    reopened = place.open()
    await reopened.ping()
    await reopened.close()


async def test_a_row_of_another_shape_is_an_inconsistent_store_and_not_a_bug(store: Store, account_id: str) -> None:
    driver, database = await store._connected()
    async with driver.session(database=database) as session:
        created = await session.run("CREATE (:Account {account_id: $id, id: $id, name: 'No revision'})", id=account_id)
        await created.consume()  # an implicit transaction ends when its result is consumed
        with pytest.raises(StoreInconsistent, match="accounts/get_version"):
            await store.read(GET_VERSION, account_id=account_id)
        await (await session.run("MATCH (a:Account {account_id: $id}) DELETE a", id=account_id)).consume()


async def test_close_may_be_repeated_and_the_next_use_connects_again(other_store: Store) -> None:
    await other_store.ping()
    await other_store.close()
    await other_store.close()
    await other_store.ping()


async def test_accounts_are_listed_by_id_after_a_given_one(store: Store, account_id: str) -> None:
    ids = [f"{account_id}-{i}" for i in range(5)]
    for one in reversed(ids):
        await edit_document(store, one, documents.becoming(documents.small(one, people=0)), AUTHOR)
    rows = await store.read(LIST_ACCOUNTS, after=ids[1], limit=2)
    assert [row.id for row in rows] == ids[2:4]
    assert len(rows[0].stamp) == 32
    assert rows[0].model_dump(exclude={"stamp"}) == {
        "id": ids[2],
        "name": "Small",
        "name_en": "",
        "tier": "OTHER",
        "parent_id": None,
        "time_zone": None,
        "policy": None,
        "revision": 1,
    }


async def test_a_store_keeps_one_version_of_its_schema(store: Store) -> None:
    await store.ping()
    driver, database = await store._connected()
    async with driver.session(database=database) as session:
        with pytest.raises(ConstraintError):
            await (await session.run("CREATE (:PowermapSchema {name: 'powermap', version: 99})")).consume()
