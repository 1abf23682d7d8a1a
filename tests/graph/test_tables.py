"""What is written is what is read, on both engines: every kind, every field, every way a record comes, changes and goes."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from graph.accounts import edit_document, read_document
from graph.document import AccountDocument, difference
from graph.errors import StoreInconsistent
from graph.graph_mapping import READ_DOCUMENT, KindRows, document_of, rows_of
from graph.kinds import KIND_OF, KINDS, VENDOR, Kind, Node
from graph.store import Store
from graph.verify import verify_account
from tests import documents, strategies
from tests.documents import AUTHOR

Json = dict[str, Any]


async def load(store: Store, account_id: str, document: AccountDocument | None) -> None:
    await edit_document(store, account_id, documents.becoming(document), AUTHOR)


async def stored(store: Store, account_id: str) -> AccountDocument:
    held = await read_document(store, account_id)
    assert held is not None
    assert await verify_account(store, account_id) == []
    return held.document


async def nodes_left(store: Store, account_id: str) -> int:
    """How many nodes of any kind the account has, whatever the queries of the library look at."""
    driver, database = await store._connected()
    async with driver.session(database=database) as session:
        result = await session.run(
            "MATCH (n {account_id: $account_id}) RETURN count(n) AS count", account_id=account_id
        )
        (count,) = await result.value()
    return int(count)


@pytest.mark.parametrize("name", ["tiny", *documents.GOLDEN])
async def test_a_document_is_read_as_it_was_written(store: Store, account_id: str, name: str) -> None:
    document = documents.named(documents.read(name), account_id)
    await load(store, account_id, document)
    assert await stored(store, account_id) == document
    assert documents.bytes_of(await stored(store, account_id)) == documents.bytes_of(document)


@given(before=strategies.documents(), after=strategies.documents())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
async def test_any_document_becomes_any_other(store: Store, before: AccountDocument, after: AccountDocument) -> None:
    account_id = f"t{uuid4().hex}"
    for document in (before, after):
        own = documents.named(document, account_id)
        await load(store, account_id, own)
        assert documents.bytes_of(await stored(store, account_id)) == documents.bytes_of(own)
    await load(store, account_id, None)
    assert await nodes_left(store, account_id) == 0


async def test_what_one_engine_holds_the_other_takes_over(
    embedded_store: Store, neo4j_store: Store, account_id: str, jiangyuan: AccountDocument
) -> None:
    document = documents.named(jiangyuan, account_id)
    for giver, taker in ((embedded_store, neo4j_store), (neo4j_store, embedded_store)):
        await load(giver, account_id, document)
        await load(taker, account_id, None)
        await load(taker, account_id, await stored(giver, account_id))
        assert await stored(taker, account_id) == document
        assert difference(await stored(giver, account_id), await stored(taker, account_id)).changes == ()


async def test_more_records_than_a_batch_holds(store: Store, account_id: str) -> None:
    lines = [{"subordinate": f"p{i:02}", "manager": f"p{i // 2:02}"} for i in range(1, 1500)]
    document = documents.small(account_id, people=1500, reporting=lines)
    await load(store, account_id, document)
    assert await stored(store, account_id) == document


async def test_long_texts_and_odd_characters(store: Store, account_id: str) -> None:
    note = ("字𠮷豈\n\t\"'\\`{}$" * 1000)[:9_999] + "."
    edges = [{"source": "p00", "target": f"p{i:02}", "strength": 5e-324, "evidence": note} for i in range(1, 60)]
    document = documents.small(account_id, people=60, influence=edges)
    await load(store, account_id, document)
    assert await stored(store, account_id) == document


# -- every field --------------------------------------------------------------------------------------------------------

# The new value of each field that is not part of its record's key; applied to the record of tiny.json that has most to lose.
PLACE = {"departments": 1, "influence": 1, "ties": 2}
CHANGED: dict[str, Json] = {
    "account": {"name": "新名", "name_en": "New", "tier": "GROUP", "parent_id": None, "time_zone": None, "policy": "OWN-2"},
    "vendor": {
        "name": "Ourselves", "name_en": "Us",
        "organization_level": None, "share_of_wallet": None, "satisfaction": None, "judged_on": None,
    },
    "competitors": {
        "name": "The others", "name_en": "Them", "organization_level": "PARTNER", "share_of_wallet": 0.25, "satisfaction": 12.5,
        "judged_on": "2026-01-01",
    },
    "departments": {"name": "Centre", "name_en": "C", "parent_id": None},
    "people": {
        "name": "Anna", "name_en": "", "department_id": None, "also_in": ["d1"], "rank": 2, "title": "", "title_en": "Boss",
        "external": True,
        "rank_assumed": None, "placeholder": True, "assertiveness": None, "orientation": "RELATION", "openness": None,
        "former_ids": "p9", "email": None, "note": "likes trains",
        "external_ids": [{"system": "CRM", "id": "A-8"}, {"system": "hr", "id": "A-7"}],
        "since": None, "until": "2199-12-31",
        "source": "a list", "purpose": "the bid", "legal_basis": "CONSENT", "collected_on": "2026-01-01",
        "review_on": "2027-01-01", "restricted_on": "2026-06-01", "restricted_because": "OBJECTION",
    },
    "reporting": {"kind": "DOTTED", "confidence": None, "on": None, "since": "1900-01-01", "until": "2026-01-01"},
    "influence": {"strength": 0.125, "confidence": 1, "evidence": "", "reported_by": "m2", "on": "2199-12-31",
                  "since": None, "until": "2027-01-01"},
    "ties": {"note": "new", "confidence": None, "on": "2026-01-01", "since": None, "until": None},
    "attitudes": {"level": "UNKNOWN", "confidence": 1, "evidence": ""},
    "team": {"name": "Maria", "name_en": "Mary", "role": "SR", "seniority": "EXECUTIVE", "function": ""},
    "coverage": {"owner": False, "target_level": None, "override_level": "BRIEF", "override_reason": "cousins",
                 "override_on": "2026-03-31", "since": "2026-02-01", "until": None},
    "interactions": {
        "on": "1900-01-01", "kind": "WORKSHOP", "members": ["m2"], "people": [], "two_way": False, "note": "",
        "compliance_ref": None,
    },
    "opportunities": {
        "name": "Cloud 2", "name_en": "Cloud two",
        "horizon": "LONG", "amount": 0, "currency": "CNY", "decided_on": None, "purchase": "RENEWAL",
        "withdrawn": [{"party": "them"}],
        "stages": [{"id": "s2", "order": 7, "kind": "OTHER"}, {"id": "s3", "order": 8, "kind": "BUDGET"}],
    },
    "goals": {
        "name": "Slower", "name_en": "Less fast",
        "kind": "GOAL", "person": None, "department_id": "d1", "function": "", "measure": "s", "wanted": None,
        "actual": 0.5, "on": None, "before": None, "before_on": None, "evidence": "",
    },
    "profiles": {
        "kind": "VENDOR", "edition": 7, "on": "1999-12-31", "by": None, "text": "", "opportunities": ["o2"], "risks": "",
        "value": "",
    },
    "sandbox": {
        "selection": "REJECTED", "source_function": "TECHNICAL", "scan_layer": "TECHNOLOGY", "market_space": None,
        "growth_rate": -0.5, "profit_level": None, "competition_intensity": 1.0, "proposed_by": None, "proposed_on": None,
        "selected_by": "m1", "selected_on": "2026-02-20", "requested": None, "granted": 0, "goals": ["g2"], "note": "",
    },
    "market_targets": {
        "name": "Lose", "name_en": "Lost", "kind": "MARKET", "opportunity_id": None, "party": None, "amount": None, "by": None,
        "closed_on": None, "note": "",
    },
    "targets": {
        "name": "Ann", "name_en": "Anne",
        "person": "p2", "department_id": None, "from_attitude": None, "to_attitude": "VALUED", "since": None,
        "by": "2027-01-01", "owner": None, "market_target": "mt2", "mcr_area": "STRATEGY", "note": "", "from_share": None,
        "to_share": None, "from_level": None, "to_level": None,
    },
    "activities": {
        "name": "Lunch", "name_en": "Dinner",
        "kind": "VISIT", "owner": None, "assigned_by": "m1", "assigned_on": None, "due_on": "2026-05-01",
        "done_on": "2026-02-01", "status": "DONE", "people": ["p3"], "members": [], "target": None, "opportunity_id": "o2",
        "goals": ["g2"], "mcr_area": "CONTACT", "ltc_stage": None, "days": 2.5, "cost": None, "quality": None, "effect": 5,
        "attitude_before": None, "attitude_after": "OPPOSE", "compliance_ref": None, "note": "",
    },
    "mesh": {"note": ""},
    "product_shares": {"share": 0.125, "evidence": "new orders"},
    "periods": {
        "name": "H1", "name_en": "First half", "starts_on": "2025-12-31", "ends_on": "2026-07-01", "understood_on": "2026-01-30",
        "planned_on": "2026-02-16", "executed_on": "2026-06-19", "evaluated_on": None, "note": "",
    },
    "memberships": {"until": None, "role": "AR", "note": ""},
    "assessments": {"met": False, "by": None, "holder": None, "evidence": "", "value": None, "choice": None},
    "waivers": {
        "check": "G01", "opportunity_id": None, "name": "Chief", "by": None, "reason": "other", "on": "2026-02-28",
        "until": None,
    },
    "proposals": {
        # What was rejected stays as it is: this one is accepted.
        "status": "ACCEPTED", "decided_by": "Chief", "decided_on": "2026-03-01", "action": "REMOVE", "path": "people/p2",
        "record": None, "source": "OTHER", "evidence": "left", "confidence": 5, "author": None, "on": "2026-02-28",
    },
}  # fmt: skip
UNTOUCHED = {
    "people": {"rank_assumed"},  # null before and after: another measure of the same record is the one that is set
    "targets": {"department_id", "from_share", "to_share", "from_level", "to_level"},
    "sandbox": {"source_function"},
    "activities": {"status"},
    "vendor": {
        "organization_level",
        "share_of_wallet",
        "satisfaction",
        "judged_on",
    },  # what is known of competitors only
    "assessments": {"value", "choice"},
}
CHANGED_STAGE: Json = {
    "order": 9,
    "kind": "BUDGET",
    "weight": None,
    "quota": 5,
    "votes": [{"person": "p1", "weight": 4}, {"person": "p1", "weight": 1, "account_id": "elsewhere"}],
    "veto": ["p1", "p2"],
    "borrowed_veto": [{"person": "p1", "account_id": "elsewhere"}, {"person": "g8", "account_id": "other/one"}],
    "outcome": {
        "on": "2026-05-05",
        "winner": None,
        "votes": [{"person": "p2", "party": "us"}, {"person": "g8", "party": "us", "account_id": "elsewhere"}],
    },
    "participants": [
        {"person": "p2", "role": "APPROVER"},
        {"person": "p3", "role": "USER"},
        {"person": "p3", "role": "USER", "account_id": "elsewhere"},
        {"person": "p3", "role": "COACH", "account_id": "elsewhere"},
    ],
}


def json_of(document: AccountDocument) -> Json:
    made: Json = json.loads(documents.bytes_of(document))
    return made


def document_from(data: Json) -> AccountDocument:
    return documents.from_bytes(json.dumps(data).encode())


def test_every_field_has_a_changed_value() -> None:
    assert {name: sorted({*fields, *KIND_OF[name].key}) for name, fields in CHANGED.items()} == {
        kind.name: sorted(kind.model.model_fields) for kind in KINDS
    }
    from graph.kinds import Stage

    assert {*CHANGED_STAGE, "id"} == set(Stage.model_fields)


@pytest.mark.parametrize("kind", CHANGED)
async def test_each_field_is_changed_and_changed_back(
    store: Store, account_id: str, tiny: AccountDocument, kind: str
) -> None:
    before = documents.named(tiny, account_id)
    await load(store, account_id, before)
    data = json_of(before)
    record = data[kind] if KIND_OF[kind].single else data[kind][PLACE.get(kind, 0)]
    for field, value in CHANGED[kind].items():
        assert (record.get(field) != value) != (field in UNTOUCHED.get(kind, ())), "a change changes"
        record[field] = value
        if kind == "interactions" and field == "compliance_ref":
            record["kind"] = "WORKSHOP"
        if field == "restricted_on":  # stands with its reason only
            record["restricted_because"] = "UNLAWFUL"
        await load(store, account_id, document_from(data))
        assert await stored(store, account_id) == document_from(data), field
    await load(store, account_id, before)
    assert documents.bytes_of(await stored(store, account_id)) == documents.bytes_of(before)


async def test_a_property_that_a_store_of_before_has_not_reads_as_its_default(
    store: Store, account_id: str, tiny: AccountDocument
) -> None:
    before = documents.named(tiny, account_id)
    await load(store, account_id, before)
    gone = "MATCH (n {account_id: $id}) WHERE n.name_en = '' OR n.former_ids = '' SET n.name_en = null, n.former_ids = null"
    driver, database = await store._connected()
    async with driver.session(database=database) as session:
        await (await session.run(gone, id=account_id)).consume()
    assert documents.bytes_of(await stored(store, account_id)) == documents.bytes_of(before)
    assert await verify_account(store, account_id) == []


async def test_each_field_of_a_stage_is_changed_and_changed_back(
    store: Store, account_id: str, tiny: AccountDocument
) -> None:
    before = documents.named(tiny, account_id)
    await load(store, account_id, before)
    data = json_of(before)
    stage = data["opportunities"][0]["stages"][1]
    for field, value in CHANGED_STAGE.items():
        if field not in {"quota", "votes"}:
            assert stage[field] != value, "a change changes"
            stage[field] = value
        else:
            stage |= {"quota": CHANGED_STAGE["quota"], "votes": CHANGED_STAGE["votes"]}
        await load(store, account_id, document_from(data))
        assert await stored(store, account_id) == document_from(data), field
    stage |= {"outcome": None, "quota": None, "votes": [], "veto": [], "participants": [], "borrowed_veto": []}
    await load(store, account_id, document_from(data))
    assert await stored(store, account_id) == document_from(data)
    await load(store, account_id, before)
    assert await stored(store, account_id) == before


# -- coming and going ---------------------------------------------------------------------------------------------------

# In this order each list can be emptied without leaving a reference to what is gone.
EMPTIED = (
    "product_shares", "proposals", "waivers", "assessments", "memberships", "periods", "mesh", "activities", "targets",
    "market_targets",
    "sandbox", "profiles", "goals", "attitudes", "coverage", "interactions", "opportunities", "influence", "ties",
    "reporting", "team", "people", "departments",
    "competitors", "vendor",
)  # fmt: skip


async def test_each_kind_is_deleted_and_comes_back(store: Store, account_id: str, tiny: AccountDocument) -> None:
    assert {*EMPTIED, "account"} == set(KIND_OF)
    states = [documents.named(tiny, account_id)]
    for name in EMPTIED:
        states.append(states[-1].with_records(KIND_OF[name], ()))
    for document in (*states, *reversed(states)):
        await load(store, account_id, document)
        assert await stored(store, account_id) == document


async def test_one_record_of_many_is_deleted(store: Store, account_id: str, tiny: AccountDocument) -> None:
    document = documents.named(tiny, account_id)
    await load(store, account_id, document)
    for name in EMPTIED[: EMPTIED.index("team")]:
        kind = KIND_OF[name]
        document = document.with_records(kind, document.of(kind)[1:])
        await load(store, account_id, document)
        assert await stored(store, account_id) == document


async def test_a_deleted_account_leaves_nothing_and_may_come_back(
    store: Store, account_id: str, jiangyuan: AccountDocument
) -> None:
    document = documents.named(jiangyuan, account_id)
    neighbour = f"{account_id}-neighbour"
    await load(store, neighbour, documents.named(jiangyuan, neighbour))
    await load(store, account_id, document)
    assert await nodes_left(store, account_id) > 100
    await load(store, account_id, None)
    assert await nodes_left(store, account_id) == 0
    assert document_of(await store.read(READ_DOCUMENT, account_id=account_id)) is None
    assert await stored(store, neighbour) == documents.named(jiangyuan, neighbour)
    await load(store, account_id, document)
    assert await stored(store, account_id) == document


async def test_the_vendor_becomes_a_competitor_and_back_and_attitudes_stay(
    store: Store, account_id: str, tiny: AccountDocument
) -> None:
    stays = [one.model_copy(update={"withdrawn": ()}) for one in tiny.opportunities]  # who withdrew cannot become us
    before = documents.named(tiny.model_copy(update={"opportunities": tuple(stays)}), account_id)
    (them,) = before.competitors
    turned = before.model_copy(update={"vendor": them, "competitors": (before.vendor,)})
    alone = before.model_copy(update={"vendor": None, "competitors": (them, before.vendor)})
    for document in (before, turned, before, alone, turned, alone, before):
        await load(store, account_id, document)
        assert await stored(store, account_id) == document
        assert (await stored(store, account_id)).attitudes == before.attitudes


async def test_an_interaction_keeps_a_day_as_a_day(store: Store, account_id: str, tiny: AccountDocument) -> None:
    """Analysts compare days; text would compare, too, until somebody subtracts."""
    await load(store, account_id, documents.named(tiny, account_id))
    driver, database = await store._connected()
    async with driver.session(database=database) as session:
        asked = "MATCH (i:Interaction {account_id: $account_id, id: 'i1'}) RETURN i.on AS day"
        (day,) = await (await session.run(asked, account_id=account_id)).value()
    assert day.to_native() == date(2026, 3, 1)


def test_the_rows_of_a_document_name_every_record_once(tiny: AccountDocument) -> None:
    rows = rows_of("tiny", [(kind, record) for kind in KINDS for record in tiny.of(kind)])
    labels = [label for label, _ in rows.nodes]
    assert {label: labels.count(label) for label in labels} == {
        "Account": 1, "Party": 2, "Department": 2, "Person": 3, "Attitude": 2, "Member": 2, "Interaction": 2,
        "Opportunity": 2, "Stage": 2, "Goal": 2, "Profile": 2, "Candidate": 2, "MarketTarget": 2, "Target": 3, "Activity": 2,
        "MeshCell": 2, "Period": 1, "Membership": 2, "Assessment": 3, "ProductShare": 2, "Waiver": 1, "Guest": 3,
        "ExternalId": 1, "Proposal": 1,
    }  # fmt: skip
    assert rows.nodes["Party", "us"]["role"] == VENDOR.name.upper()
    types = [table.type for table, *_ in rows.edges]
    assert {type_: types.count(type_) for type_ in types} == {
        "PART_OF": 1, "WORKS_IN": 2, "REPORTS_TO": 2, "INFLUENCES": 3, "CONFLICTS_WITH": 1, "ALLIED_WITH": 1, "KNOWS": 1,
        "HOLDS": 2, "TOWARD": 2, "ABOUT": 4, "REPORTED_BY": 1, "COVERS": 2, "BY": 3, "WITH": 4, "OF": 2, "HAS_STAGE": 2,
        "WON_BY": 1, "VOTES_IN": 3, "CAN_VETO": 2, "TAKES_PART_IN": 3, "VOTED_IN": 3,
        "GOAL_OF": 2, "PRODUCED": 2, "CANDIDATE_FOR": 2, "SERVES": 2, "PURSUES": 1, "AGAINST": 1, "AIMS_AT": 2, "SUPPORTS": 3,
        "OWNED_BY": 2, "ASSIGNED_BY": 1, "WORKS_TOWARDS": 1, "WANTED_WITH": 2, "MEMBERSHIP_OF": 2, "IN_DEPARTMENT": 1,
        "HELD_BY": 1, "WITHDREW_FROM": 1, "HAS_ID": 1, "ALSO_WORKS_IN": 1, "BOUGHT_FROM": 2,
    }  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in KINDS if isinstance(kind.shape, Node)], ids=lambda kind: kind.name)
def test_a_node_that_is_just_being_made_is_read_again(kind: Kind) -> None:
    """An engine without snapshots shows a node before its properties: that is no record, and no error of ours."""
    shape = kind.shape
    assert isinstance(shape, Node)
    empty = [None] * (len(shape.properties) + sum(bool(ref.field) for ref in shape.refs)) + [[] for _ in shape.many]
    with pytest.raises(StoreInconsistent):
        document_of([KindRows(kind=kind.name, rows=[empty])])
