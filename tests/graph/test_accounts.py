"""Accounts under many hands: nothing is lost, no rule is broken between two writers, nobody reads half of a write."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, LiteralString, cast

import pytest

from graph.accounts import Accounts, Edit, LoadedAccount, edit_document, preview, read_document
from graph.document import AccountDocument, fingerprint
from graph.draft import Draft
from graph.errors import Conflict, InvalidDocument, NotFound, PowerMapError
from graph.kinds import Person, Reporting
from graph.rules import GRAPH_RULES
from graph.store import GET_VERSION, Store
from graph.verify import foreign_edges, verify_account
from tests import documents
from tests.documents import AUTHOR


async def load(store: Store, document: AccountDocument) -> LoadedAccount:
    written = await edit_document(store, document.account.id, documents.becoming(document), AUTHOR)
    assert written.account is not None
    return written.account


async def stored(store: Store, account_id: str) -> AccountDocument:
    held = await read_document(store, account_id)
    assert held is not None
    return held.document


def on_existing(
    change: Callable[[AccountDocument], AccountDocument], *, conflicts: frozenset[str] = frozenset()
) -> Edit:
    def apply(before: AccountDocument | None) -> AccountDocument:
        assert before is not None
        return change(before)

    return Edit(apply, conflicts=conflicts)


def adding_person(person_id: str) -> Edit:
    """Reads what is there and adds to it: loses its neighbour's work if the two overlap."""
    return on_existing(
        lambda doc: doc.model_copy(update={"people": (*doc.people, Person(id=person_id, name=person_id))})
    )


def reporting_to(subordinate: str, manager: str) -> Edit:
    line = Reporting(subordinate=subordinate, manager=manager)
    return on_existing(lambda doc: doc.model_copy(update={"reporting": (*doc.reporting, line)}), conflicts=GRAPH_RULES)


def under(parent_id: str | None) -> Edit:
    return on_existing(
        lambda doc: doc.model_copy(update={"account": doc.account.model_copy(update={"parent_id": parent_id})})
    )


async def all_at_once(work: Sequence[Any]) -> list[Any]:
    """What each gave or raised; anything else than an error of the domain is a failure of the test."""
    results = await asyncio.gather(*work, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, PowerMapError):
            raise result
    return results


def refused(results: Sequence[Any], error: type[PowerMapError]) -> list[Any]:
    return [result for result in results if isinstance(result, error)]


# -- one at a time ------------------------------------------------------------------------------------------------------


async def test_an_account_that_is_not_there_is_not_found(accounts: Accounts, account_id: str) -> None:
    with pytest.raises(NotFound):
        await accounts.current(account_id)
    assert await accounts.find(account_id) is None
    assert await read_document(accounts.store, account_id) is None


async def test_the_cache_serves_the_same_object_until_the_account_changes(
    accounts: Accounts, account_id: str, tiny: AccountDocument
) -> None:
    await load(accounts.store, documents.named(tiny, account_id))
    first = await accounts.current(account_id)
    assert await accounts.current(account_id) is first
    await accounts.edit(account_id, documents.becoming(first.document), AUTHOR)
    assert await accounts.current(account_id) is first
    written = await accounts.edit(account_id, adding_person("new"), AUTHOR)
    second = await accounts.current(account_id)
    assert second is written.account
    assert second.revision == first.revision + 1


async def test_a_write_by_another_process_is_seen_at_once(
    accounts: Accounts, other_store: Store, account_id: str, tiny: AccountDocument
) -> None:
    held = await load(accounts.store, documents.named(tiny, account_id))
    assert (await accounts.current(account_id)).document == held.document
    await edit_document(other_store, account_id, adding_person("new"), AUTHOR)
    now = await accounts.current(account_id)
    assert [person.id for person in now.document.people] == ["new", "p1", "p2", "p3"]
    assert now.revision == held.revision + 1
    # An edit that starts from the older document in memory sees the other's change, too.
    written = await Accounts(accounts.store).edit(account_id, adding_person("third"), AUTHOR)
    assert written.account is not None
    assert {"new", "third"} <= {person.id for person in written.account.document.people}


async def test_the_cache_keeps_as_many_accounts_as_fit_into_its_bytes(store: Store, account_id: str) -> None:
    roomy = Accounts(store)
    ids = [f"{account_id}-{i}" for i in range(66)]
    for one in ids:
        await roomy.edit(one, documents.becoming(documents.small(one)), AUTHOR)
    assert [await roomy.current(one) is await roomy.current(one) for one in ids] == [True] * len(ids)
    tight = Accounts(store, roomy.answers.size // 10)
    for one in ids:
        assert (await tight.current(one)).document == documents.small(one)
        assert 0 < tight.answers.size <= roomy.answers.size // 10
    assert await tight.current(ids[-1]) is await tight.current(ids[-1])


async def test_an_answer_is_computed_once_for_a_revision_however_many_ask(accounts: Accounts, account_id: str) -> None:
    await load(accounts.store, documents.small(account_id))
    computed: list[int] = []

    def make(held: LoadedAccount) -> int:
        computed.append(held.revision)
        return len(held.document.people)

    assert await asyncio.gather(*(accounts.answer(account_id, "people", make) for _ in range(10))) == [3] * 10
    await accounts.edit(account_id, adding_person("new"), AUTHOR)
    assert await accounts.answer(account_id, "people", make) == 4
    assert computed == [1, 2]


async def test_an_answer_that_failed_is_tried_again(accounts: Accounts, account_id: str) -> None:
    await load(accounts.store, documents.small(account_id))

    def fails(_held: LoadedAccount) -> int:
        raise NotFound("opportunity", "o")

    for _ in range(2):
        with pytest.raises(NotFound):
            await accounts.answer(account_id, "x", fails)
    assert await accounts.answer(account_id, "x", lambda held: held.revision) == 1


async def test_the_same_document_twice_changes_nothing(
    accounts: Accounts, account_id: str, jiangyuan: AccountDocument
) -> None:
    document = documents.named(jiangyuan, account_id)
    first = await accounts.edit(account_id, documents.becoming(document), AUTHOR)
    before = await accounts.store.read(GET_VERSION, account_id=account_id)
    again = await accounts.edit(account_id, documents.becoming(document), AUTHOR)
    assert first.difference.created == 225
    assert (again.difference.changes, again.difference.unchanged) == ((), 225)
    assert await accounts.store.read(GET_VERSION, account_id=account_id) == before


async def test_a_preview_says_what_the_edit_would_do_and_stores_nothing(accounts: Accounts, account_id: str) -> None:
    held = await load(accounts.store, documents.small(account_id))
    changes = preview(held.document, adding_person("new"), documents.AUTHOR)
    assert (changes.created, changes.updated, changes.deleted, changes.unchanged) == (1, 0, 0, 4)
    assert await stored(accounts.store, account_id) == held.document


async def test_a_refused_edit_stores_nothing(accounts: Accounts, account_id: str) -> None:
    held = await load(accounts.store, documents.small(account_id))
    wrong = on_existing(lambda doc: doc.model_copy(update={"reporting": (Reporting(subordinate="p00", manager="no"),)}))
    with pytest.raises(InvalidDocument):
        await accounts.edit(account_id, wrong, AUTHOR)
    with pytest.raises(Conflict):
        await accounts.edit(account_id, reporting_to("p00", "p00"), AUTHOR)
    assert await Accounts(accounts.store).current(account_id) == held


async def test_faults_of_the_draft_are_listed_before_those_of_the_rules(accounts: Accounts, account_id: str) -> None:
    from graph.errors import Fault

    document = documents.small(account_id, people=1)
    wrong = document.model_copy(update={"reporting": (Reporting(subordinate="p00", manager="no"),)})
    draft = Draft(wrong, (Fault("/x", "unknown-field"),))
    with pytest.raises(InvalidDocument) as caught:
        await accounts.edit(account_id, Edit(lambda _: wrong, draft), AUTHOR)
    assert [fault.code for fault in caught.value.faults] == ["unknown-field", "dangling-id"]


async def test_a_parent_that_is_not_loaded_is_said_once_it_is_named(accounts: Accounts, account_id: str) -> None:
    await load(accounts.store, documents.small(account_id))
    written = await accounts.edit(account_id, under(f"{account_id}-group"), AUTHOR)
    assert written.unloaded_parent == f"{account_id}-group"
    await load(accounts.store, documents.small(f"{account_id}-group"))
    assert (await accounts.edit(account_id, adding_person("x"), AUTHOR)).unloaded_parent is None


async def test_accounts_may_not_contain_each_other(accounts: Accounts, account_id: str) -> None:
    ids = [f"{account_id}-{i}" for i in range(3)]
    for i, one in enumerate(ids):
        await load(accounts.store, documents.small(one))
        if i:
            await accounts.edit(one, under(ids[i - 1]), AUTHOR)
    with pytest.raises(InvalidDocument) as caught:
        await accounts.edit(ids[0], under(ids[2]), AUTHOR)
    (fault,) = caught.value.faults
    assert (fault.pointer, fault.code, fault.value) == ("/account/parent_id", "account-cycle", ids[2])
    assert fault.facts["cycle"] == [ids[0], ids[2], ids[1], ids[0]]
    assert (await stored(accounts.store, ids[0])).account.parent_id is None


async def test_a_change_behind_our_back_is_read_and_reported(
    store: Store, account_id: str, tiny: AccountDocument
) -> None:
    await load(store, documents.named(tiny, account_id))
    assert await verify_account(store, account_id) == []
    driver, database = await store._connected()
    async with driver.session(database=database) as session:
        rename = "MATCH (p:Person {account_id: $account_id, id: 'p1'}) SET p.name = 'Anna'"
        await session.run(rename, account_id=account_id)
    held = await Accounts(store).current(account_id)
    assert held.document.people[0].name == "Anna"
    assert held.fingerprint == fingerprint(held.document)
    assert [finding.code for finding in await verify_account(store, account_id)] == ["changed-from-outside"]
    await edit_document(store, account_id, adding_person("new"), AUTHOR)
    assert (await stored(store, account_id)).people[1].name == "Anna"
    assert await verify_account(store, account_id) == []


async def test_edges_between_accounts_and_unreadable_records_are_reported(store: Store, account_id: str) -> None:
    other = f"{account_id}-other"
    await load(store, documents.small(account_id))
    await load(store, documents.small(other))
    driver, database = await store._connected()
    async with driver.session(database=database) as session:
        both = "MATCH (a:Person {account_id: $a, id: 'p00'}), (b:Person {account_id: $b, id: 'p00'})"
        tie = cast("LiteralString", both + " CREATE (a)-[:KNOWS {note: ''}]->(b)")
        await (await session.run(tie, a=account_id, b=other)).consume()
        await (await session.run("MATCH (p:Person {account_id: $b, id: 'p01'}) SET p.rank = 99", b=other)).consume()
        try:
            findings = [*await foreign_edges(store), *await verify_account(store, other)]
            found = {(finding.account_id, finding.code) for finding in findings}
            assert {(account_id, "foreign-edge"), (other, "unreadable")} <= found
        finally:
            await session.run(
                "MATCH (a {account_id: $a})-[e:KNOWS]->({account_id: $b}) DELETE e", a=account_id, b=other
            )
            await session.run("MATCH (n {account_id: $b}) DETACH DELETE n", b=other)


# -- many at once -------------------------------------------------------------------------------------------------------


async def test_twenty_writers_of_one_account_lose_nothing(accounts: Accounts, account_id: str) -> None:
    await load(accounts.store, documents.small(account_id, people=1))
    ids = [f"w{i:02}" for i in range(20)]
    await asyncio.gather(*(accounts.edit(account_id, adding_person(one), AUTHOR) for one in ids))
    held = await Accounts(accounts.store).current(account_id)
    assert [person.id for person in held.document.people] == ["p00", *ids]
    assert held.revision == 21
    assert await verify_account(accounts.store, account_id) == []


async def test_writers_in_two_processes_lose_nothing(accounts: Accounts, other_store: Store, account_id: str) -> None:
    await load(accounts.store, documents.small(account_id, people=1))
    other = Accounts(other_store)
    ids = [f"w{i}" for i in range(8)]
    both = [accounts, other] * 4
    await asyncio.gather(
        *(one.edit(account_id, adding_person(name), AUTHOR) for one, name in zip(both, ids, strict=True))
    )
    held = await Accounts(accounts.store).current(account_id)
    assert [person.id for person in held.document.people] == ["p00", *ids]
    assert held.revision == 9
    assert await verify_account(accounts.store, account_id) == []


RING = 6


def ring_edits() -> list[Edit]:
    return [reporting_to(f"p{i:02}", f"p{(i + 1) % RING:02}") for i in range(RING)]


async def assert_ring_is_open(store: Store, account_id: str, results: list[Any]) -> None:
    (error,) = refused(results, Conflict)
    assert [fault.code for fault in error.faults] == ["reporting-cycle"]
    assert error.faults[0].facts["cycle"] == [*(f"p{i:02}" for i in range(RING)), "p00"]
    assert len((await stored(store, account_id)).reporting) == RING - 1
    assert await verify_account(store, account_id) == []


async def test_a_ring_closed_from_all_sides_at_once_stays_open_at_one(accounts: Accounts, account_id: str) -> None:
    for n in range(5):
        one = f"{account_id}-{n}"
        await load(accounts.store, documents.small(one, people=RING))
        results = await all_at_once([accounts.edit(one, edit, AUTHOR) for edit in ring_edits()])
        await assert_ring_is_open(accounts.store, one, results)


async def test_a_ring_closed_from_two_processes_stays_open_at_one(
    accounts: Accounts, other_store: Store, account_id: str
) -> None:
    other = Accounts(other_store)
    for n in range(2):
        one = f"{account_id}-{n}"
        await load(accounts.store, documents.small(one, people=RING))
        results = await all_at_once(
            [(other if i % 2 else accounts).edit(one, edit, AUTHOR) for i, edit in enumerate(ring_edits())]
        )
        await assert_ring_is_open(accounts.store, one, results)


async def test_of_several_managers_given_at_once_one_stays(accounts: Accounts, account_id: str) -> None:
    await load(accounts.store, documents.small(account_id, people=5))
    edits = [reporting_to("p00", f"p{i:02}") for i in range(1, 5)]
    results = await all_at_once([accounts.edit(account_id, edit, AUTHOR) for edit in edits])
    assert [fault.code for error in refused(results, Conflict) for fault in error.faults] == ["second-manager"] * 3
    assert len((await stored(accounts.store, account_id)).reporting) == 1


@pytest.mark.parametrize("processes", [1, 2])
async def test_two_accounts_moved_under_each_other_at_once_do_not_form_a_ring(
    accounts: Accounts, other_store: Store, account_id: str, processes: int
) -> None:
    second = Accounts(other_store) if processes == 2 else accounts
    for n in range(10):
        a, b = f"{account_id}-{n}a", f"{account_id}-{n}b"
        await load(accounts.store, documents.small(a, people=0))
        await load(accounts.store, documents.small(b, people=0))
        results = await all_at_once([accounts.edit(a, under(b), AUTHOR), second.edit(b, under(a), AUTHOR)])
        (error,) = refused(results, InvalidDocument)
        assert [fault.code for fault in error.faults] == ["account-cycle"]
        parents = [(await stored(accounts.store, one)).account.parent_id for one in (a, b)]
        assert parents in ([b, None], [None, a])


async def test_an_account_created_by_many_at_once_is_created_once(accounts: Accounts, account_id: str) -> None:
    document = documents.small(account_id)
    results = await asyncio.gather(
        *(accounts.edit(account_id, documents.becoming(document), AUTHOR) for _ in range(10))
    )
    assert sorted(written.difference.created for written in results) == [0] * 9 + [4]
    assert (await Accounts(accounts.store).current(account_id)).revision == 1


async def test_different_accounts_are_written_side_by_side(accounts: Accounts, account_id: str) -> None:
    ids = [f"{account_id}-{i:02}" for i in range(10)]
    made = [documents.small(one, people=5) for one in ids]
    await asyncio.gather(*(accounts.edit(doc.account.id, documents.becoming(doc), AUTHOR) for doc in made))
    assert [await stored(accounts.store, one) for one in ids] == made


async def test_readers_beside_a_writer_see_whole_states_only(
    accounts: Accounts, other_store: Store, account_id: str, jiangyuan: AccountDocument, krackhardt: AccountDocument
) -> None:
    """The writer swaps the whole account 25 times; half of the readers have a driver of their own, as a second process has."""
    states = [documents.named(jiangyuan, account_id), documents.named(krackhardt, account_id)]
    await load(accounts.store, states[0])
    writing = True
    seen: list[tuple[int, int]] = []

    async def read_on(store: Store) -> int:
        reads = 0
        while writing or reads < 50:
            held = await read_document(store, account_id)
            assert held is not None
            seen.append((held.revision, states.index(held.document)))
            reads += 1
        return reads

    async def write_on() -> None:
        nonlocal writing
        for n in range(1, 26):
            await accounts.edit(account_id, documents.becoming(states[n % 2]), AUTHOR)
        writing = False

    *reads, _ = await asyncio.gather(read_on(accounts.store), read_on(other_store), write_on())
    assert sum(reads) >= 100
    assert {(revision - 1) % 2 == state for revision, state in seen} == {True}
    assert await verify_account(accounts.store, account_id) == []
