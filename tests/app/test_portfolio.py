"""The portfolio: numbers rolled up over several levels of the tree, checked by hand; pages; and the limit of a roll-up."""

import json
from collections import Counter
from typing import Any

import httpx
import pytest

from app.relationships.portfolio_service import tier_gaps, tree_of
from graph.analysis.sandbox import CompanyWeights, Find, rank_company
from graph.kinds import Candidate, Opportunity
from tests.app.test_power_map import loaded  # noqa: F401 - a fixture
from tests.conftest import EMBEDDED_ONLY, Place
from tests.documents import from_bytes
from tests.keys_at_hand import keyed_service
from tests.records_at_hand import API

Json = dict[str, Any]
DAY = "2026-06-30"


def account(own_id: str, parent_id: str | None, level: str | None, *, met: bool = False, **lists: Any) -> Json:
    """An account whose one head thinks that of us, and was met lately or never."""
    head = [{"id": "head", "name": "Head", "rank": 1}] if level else []
    attitude = [{"person": "head", "toward": "us", "level": level, "on": "2026-06-01"}] if level else []
    visit = [{"id": "i", "on": "2026-06-20", "members": ["m"], "people": ["head"]}] if met else []
    return {
        "format": "powermap-account/1",
        "account": {"id": own_id, "name": own_id, "parent_id": parent_id},
        "vendor": {"id": "us", "name": "Us"} if level else None,
        "people": head + lists.pop("staff", []),
        "attitudes": attitude,
        "team": [{"id": "m", "name": "M"}, {"id": "boss", "name": "B"}],
        "interactions": visit,
        **lists,
    }


def selected(*amounts: tuple[str, float, str]) -> Json:
    bids = [{"id": own, "name": own, "amount": amount, "currency": currency} for own, amount, currency in amounts]
    decided = {"selection": "SELECTED", "selected_by": "boss", "selected_on": "2026-06-01"}
    chosen = [{"opportunity_id": own, **decided} for own, *_ in amounts]
    return {"opportunities": [*bids, {"id": "idea", "name": "Idea", "amount": 999}], "sandbox": chosen}


async def load(client: httpx.AsyncClient, document: Json) -> None:
    path = f"{API}/accounts/{document['account']['id']}/document"
    answer = await client.put(path, json=document)
    assert answer.status_code == 200, answer.text


async def pages(client: httpx.AsyncClient, **asked: Any) -> list[list[Json]]:
    found, cursor = [], ""
    while cursor is not None:
        answer = await client.get(f"{API}/portfolio", params={"as_of": DAY, **asked, "cursor": cursor})
        assert answer.status_code == 200, answer.text
        found.append(answer.json()["items"])
        cursor = answer.json()["next_cursor"]
    return found


async def test_numbers_roll_up_over_every_level(client: httpx.AsyncClient, account_id: str) -> None:
    top, group, province, city, county = (f"{account_id}-{i}" for i in range(5))
    staff = [{"id": "s", "name": "S", "rank": 5}]
    for document in (
        account(top, None, None),
        account(group, top, "SUPPORT", met=True, **selected(("a", 100, "CNY"))),
        account(province, group, "OPPOSE", staff=staff),
        account(city, province, "CONTACTED", met=True, **selected(("b", 50, "CNY"), ("c", 7, "EUR"))),
        account(county, province, None),
    ):
        await load(client, document)
    items = {
        item["id"]: item
        for parent in (top, group, province)
        for (*page,) in await pages(client, parent_id=parent)
        for item in page
    }
    shown = ("accounts", "people", "standing", "coverage_weighted", "selected_amount", "partial")
    rolled = {own: tuple(item["roll_up"][field] for field in shown) for own, item in items.items()}
    third = pytest.approx((0.75 - 1 + 0) / 3)
    assert rolled == {
        group: (4, 4, third, pytest.approx(2 / 3), {"CNY": 150.0, "EUR": 7.0}, False),
        province: (3, 3, -0.5, 0.5, {"CNY": 50.0, "EUR": 7.0}, False),
        city: (1, 1, 0.0, 1.0, {"CNY": 50.0, "EUR": 7.0}, False),
        county: (1, 0, None, None, {}, False),
    }
    assert {own: item["now"]["standing"] for own, item in items.items()} == {
        group: 0.75,
        province: -1.0,
        city: 0.0,
        county: None,
    }
    gaps = {own: Counter(item["now"]["gaps"]) for own, item in items.items()}
    assert Counter(items[province]["roll_up"]["gaps"]) == gaps[province] + gaps[city] + gaps[county]
    assert Counter(items[group]["roll_up"]["gaps"]) == sum(gaps.values(), Counter())
    assert sum(gaps[city].values()) > 0


async def test_the_leading_opportunity_in_figures(client: httpx.AsyncClient, account_id: str) -> None:
    """Each figure against the answer it is taken from; the line of margins point by point; over a write, too."""
    root, top, own = account_id, f"{account_id}-top", f"{account_id}-own"
    await load(client, account(root, None, None))
    await load(client, account(top, root, None))
    vote = {"order": 1, "quota": 1, "votes": [{"person": "head", "weight": 1}]}
    bid = {
        "id": "bid",
        "name": "标",
        "name_en": "Bid",
        "amount": 7.5,
        "currency": "EUR",
        "decided_on": "2026-09-30",
        "stages": [{"id": "s", "kind": "EVALUATION", **vote}],
    }
    live = account(own, top, "SUPPORT", met=True, opportunities=[bid], competitors=[{"id": "them", "name": "Them"}])
    live["attitudes"].append({"person": "head", "toward": "them", "level": "ACCEPT", "on": "2026-01-31"})
    days = {"old": "2026-02-01", "older": "2026-01-31", "a": "2026-06-24", "b": "2026-06-25", "c": "2026-05-01"}
    head = {"reason": "", "taken_at": "2026-06-25T09:00:00.000+00:00", "revision": 1}
    kept = [{**head, "id": name, "name": name, "as_of": day, "document": live} for name, day in days.items()]
    nothing = {**live, "opportunities": []}
    kept.append({**head, "id": "d", "name": "before the bid", "as_of": "2026-04-20", "document": nothing})
    await load(client, {**live, "snapshots": kept})
    ((item,),) = await pages(client, parent_id=top)
    path, asked = f"{API}/accounts/{own}", {"opportunity": "bid", "as_of": DAY}
    shown = (await client.get(f"{path}/power-map", params=asked)).json()
    line = (await client.get(f"{path}/timeline", params=asked)).json()["standing"]
    outlook = (await client.get(f"{path}/opportunities/bid/outlook", params={"as_of": DAY})).json()
    review = (await client.get(f"{path}/opportunities/bid/review", params={"as_of": DAY})).json()
    now = item["now"]
    fields = ("opportunity", "opportunity_name", "opportunity_name_en", "amount", "currency", "decided_on")
    assert [now[field] for field in fields] == ["bid", "标", "Bid", 7.5, "EUR", "2026-09-30"]
    assert now["margin"] == shown["standing"]["us"]["point"] - shown["standing"]["them"]["point"]
    assert now["chance"] == outlook["stages"][0]["parties"]["us"]["point"]
    critical = {gap["person"] for gap in shown["gaps"] if gap["severity"] == "CRITICAL" and gap["person"]}
    assert (now["critical_people"], now["verdict"]) == (len(critical), review["verdict"])
    assert now["last_contact"] == "2026-06-20"
    margins = {point["as_of"]: point["margin"] for point in line}
    assert "2026-04-20" not in margins  # the bid was not there yet
    for answer in ("measures?opportunity=bid&", "opportunities/bid/review-pack?"):
        assert (await client.get(f"{path}/{answer}as_of={DAY}")).status_code == 200, answer
    expected = [days["old"], days["c"], days["b"], DAY]  # one a week, one before
    assert list(item["margins"].items()) == [(day, margins[day]) for day in expected]
    against = {"person": "head", "toward": "us", "level": "OPPOSE", "on": "2026-06-29"}
    assert (await client.post(f"{path}/attitudes", json=against)).status_code == 201
    ((after,),) = await pages(client, parent_id=top)
    assert after["margins"][days["b"]] == margins[days["b"]]
    assert after["margins"][DAY] == after["now"]["margin"] < now["margin"]
    ((empty,),) = await pages(client, parent_id=root)
    assert {empty["now"][field] for field in (*fields[3:], "margin", "chance", "verdict", "last_contact")} == {None}
    assert empty["margins"] == {}


def test_the_leading_opportunity_is_open_voted_on_and_of_most_money() -> None:
    decided = {"id": "award", "order": 1, "kind": "AWARD", "outcome": {"on": "2026-05-01"}}
    voted = {"id": "award", "order": 1, "kind": "AWARD", "votes": [{"person": "head", "weight": 1}]}
    bids: list[Json] = [
        {"id": "a-won", "name": "A", "amount": 900, "stages": [decided]},
        {"id": "b-idea", "name": "B", "amount": 500, "stages": [voted | {"votes": []}]},
        {"id": "c-large", "name": "C", "amount": 200, "stages": [voted]},
        {"id": "d-small", "name": "D", "amount": 100, "stages": [voted]},
    ]
    order = []
    while bids:
        document = from_bytes(json.dumps(account("x", None, "SUPPORT", opportunities=bids)).encode())
        order.append(document.leading_opportunity)
        bids = [bid for bid in bids if bid["id"] != order[-1]]
    assert order == ["c-large", "d-small", "b-idea", "a-won"]
    assert from_bytes(json.dumps(account("x", None, "SUPPORT")).encode()).leading_opportunity is None


async def test_the_portfolio_says_what_the_map_of_the_leading_opportunity_says(
    client: httpx.AsyncClient,
    loaded: str,  # noqa: F811
) -> None:
    (item,) = [one for page in await pages(client, as_of=DAY) for one in page if one["id"] == loaded]
    now = item["now"]
    shown = (
        await client.get(f"{API}/accounts/{loaded}/power-map", params={"as_of": DAY, "opportunity": now["opportunity"]})
    ).json()
    assert now["opportunity"] == "core-cloud-2027"
    assert now["standing"] == shown["standing"][shown["vendor"]]["point"]
    assert now["coverage_weighted"] == shown["coverage"]["weighted"]


async def test_pages_hold_each_account_once(client: httpx.AsyncClient, account_id: str) -> None:
    await load(client, account(account_id, None, None))
    below = [f"{account_id}-{i}" for i in range(5)]
    for own in below:
        await load(client, account(own, account_id, "ACCEPT"))
    found = await pages(client, parent_id=account_id, limit=2)
    assert [[item["id"] for item in page] for page in found] == [below[:2], below[2:4], below[4:]]
    first = await client.get(f"{API}/portfolio", params={"parent_id": account_id, "limit": 2})
    other = {"parent_id": below[0], "limit": 2, "cursor": first.json()["next_cursor"]}
    assert (await client.get(f"{API}/portfolio", params=other)).status_code == 422
    assert (await client.get(f"{API}/portfolio", params={"limit": 51})).status_code == 422
    for number, own in enumerate(below):
        name = {"name": "abcab"[number]}
        await client.patch(f"{API}/accounts/{own}", json=name, headers={"If-Match": "*"})
    found = await pages(client, parent_id=account_id, limit=2, sort="-name")
    assert [[below.index(item["id"]) for item in page] for page in found] == [[2, 1], [4, 0], [3]]
    counted = await client.get(f"{API}/portfolio", params={"parent_id": account_id, "limit": 1, "total": "true"})
    assert (counted.json()["total"], "total" in first.json()) == (5, False)
    assert (await client.get(f"{API}/portfolio", params={"sort": "now"})).status_code == 422


def test_a_roll_up_looks_at_two_hundred_accounts_and_says_so() -> None:
    wide = {"top": [f"a{i}" for i in range(199)]}
    assert tree_of("top", wide) == (["top", *wide["top"]], False)
    assert tree_of("top", wide | {"a0": ["deeper"]}) == (["top", *wide["top"]], True)
    assert tree_of("top", {"top": wide["top"] * 2}) == (["top", *wide["top"]], True)
    deep = {f"a{i}": [f"a{i + 1}"] for i in range(150)}
    assert tree_of("a0", deep) == ([f"a{i}" for i in range(151)], False)
    assert tree_of("a150", deep) == (["a150"], False)


def find(own: str, account_id: str, **fields: Any) -> Find:
    entry = Candidate(opportunity_id=own, **fields)
    return Find(
        account_id, account_id, entry, Opportunity(id=own, name=own, currency=fields.pop("currency", "CNY")), 0.0
    )


def test_the_budget_reaches_down_to_a_line() -> None:
    finds = [
        find("a", "x", market_space=9, requested=30),
        find("b", "y", market_space=7, requested=50, granted=20, selection="SELECTED", selected_by="s"),
        find("c", "x", market_space=6, requested=500, selection="REJECTED", selected_by="s"),
        find("d", "y", market_space=5, requested=7, selection="DEFERRED", selected_by="s"),
        find("e", "z", market_space=4, requested=60, selection="SELECTED", selected_by="s"),
        find("f", "z", market_space=0, requested=1),
    ]
    dollars = Find(
        "z", "z", Candidate(opportunity_id="g", requested=9), Opportunity(id="g", name="g", currency="USD"), 0.0
    )
    ranked = rank_company([*finds, dollars], CompanyWeights(budget=100), 6)
    places = [(one.opportunity_id, one.cumulative, one.above_line) for one in ranked.ranking]
    assert places == [
        ("a", 30, True), ("b", 50, True), ("c", None, None), ("d", None, None), ("e", 110, False), ("f", 111, False),
    ]  # fmt: skip
    assert (ranked.budget_left, ranked.selected_below_line, ranked.hidden) == (50, ["z/e"], 1)
    assert (ranked.found, ranked.selected, ranked.accounts) == (7, 2, 3)
    assert ranked.requested == {"CNY": 648, "USD": 9}
    assert {one.above_line for one in rank_company(finds, CompanyWeights(), 10).ranking} == {None}


@EMBEDDED_ONLY
async def test_sandbox_and_team_over_the_accounts_one_sees(embedded_place: Place, account_id: str) -> None:
    async with keyed_service(embedded_place) as service:
        admin, client = await service.key("admin"), service.client
        for i, (name, space) in enumerate((("M", 5), ("M", 9), ("Other", 7))):
            bid = {"id": "o", "name": "o"}
            chore = {
                "id": "v",
                "name": "v",
                "owner": "m",
                "opportunity_id": "o",
                "due_on": f"2026-07-0{i + 1}",
                "days": 2,
            }
            document = account(f"{account_id}-{i}", None, None) | {
                "team": [{"id": "m", "name": name}],
                "opportunities": [bid],
                "sandbox": [{"opportunity_id": "o", "market_space": space, "requested": 10}],
                "activities": [chore],
            }
            path = f"{API}/accounts/{account_id}-{i}/document"
            assert (await client.put(path, json=document, headers=admin)).status_code == 200
        reader = await service.key("reader", f"{account_id}-0", f"{account_id}-1")
        ranked = (await client.get(f"{API}/sandbox", params={"budget": 15}, headers=reader)).json()
        shown = [(one["account"], one["place"], one["above_line"]) for one in ranked["ranking"]]
        assert shown == [(f"{account_id}-1", 1, True), (f"{account_id}-0", 2, False)]
        team = (await client.get(f"{API}/team", params={"as_of": "2026-07-02"}, headers=reader)).json()
        (load,) = team["members"]
        assert (load["member"], load["shared"], team["shared"], load["open"], load["overdue"]) == ("m", True, 1, 2, 1)
        assert (load["days"], [desk["account"] for desk in load["accounts"]]) == (
            4,
            [f"{account_id}-0", f"{account_id}-1"],
        )
        cleared = await service.key("reader", f"{account_id}-0", clearance="outline")
        (item,) = (await client.get(f"{API}/portfolio", headers=cleared)).json()["items"]
        assert (item["now"]["opportunity"], item["now"]["verdict"]) == (
            "o",
            None,
        )  # snapshots are not cut to a clearance
        (whole,) = (await client.get(f"{API}/portfolio?limit=1", headers=reader)).json()["items"]
        assert whole["now"]["verdict"] == "FAIL"
        every = (await client.get(f"{API}/team", headers=admin)).json()["members"]
        assert {one["name"] for one in every} >= {"M", "Other"}
        assert (await client.get(f"{API}/sandbox", params={"currency": "yuan"}, headers=reader)).status_code == 422


def test_tiers_below_are_gaps_until_somebody_of_them_is_met() -> None:
    class Row:
        def __init__(self, met: int) -> None:
            self.met = met

    def gaps(*tree: tuple[str, str, int]) -> list[tuple[str, str, list[str]]]:
        rows: Any = [(tier, account, Row(met)) for tier, account, met in tree]
        return [(gap.tier, gap.reason, gap.accounts) for gap in tier_gaps(rows)]

    group = ("GROUP", "g", 1)
    assert [gap[:2] for gap in gaps(group)] == [(tier, "NO_ACCOUNT") for tier in ("PROVINCE", "CITY", "COUNTY")]
    assert gaps(group, ("PROVINCE", "p", 0), ("PROVINCE", "q", 2), ("CITY", "c", 0), ("COUNTY", "k", 1)) == [
        ("CITY", "NOT_MET", ["c"])
    ]
    assert gaps(("COUNTY", "k", 0)) == gaps(("OTHER", "o", 0)) == []
