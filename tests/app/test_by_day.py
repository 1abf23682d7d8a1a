"""What is counted, listed or asked is cut by the day: of two reporters one counts, who has left is on no list (method 1)."""

import itertools
import random
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from graph.power_graph import PowerGraph
from tests import documents

Json = dict[str, Any]
DAY = date(2026, 6, 1)
LEVELS = ("OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE", "VALUED", "THREAT", "UNKNOWN")


def made(account_id: str, seed: int = 1) -> Json:
    """People of whom some have left or are not there yet, spoken of by two reporters on few days, for an opportunity or none."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    days = [(DAY + timedelta(days=days)).isoformat() for days in (-40, -1, 0, 1)]
    people: list[Json] = [{"id": f"p{i:02}", "name": f"P{i}"} for i in range(24)]
    for i, person in enumerate(people):
        if i % 6 == 1:
            person["until"] = days[i % 4]
        if i % 6 == 2:
            person["since"] = days[i % 4]
    attitudes = {}
    for person, party, by in itertools.product(people, ("us", "them"), ("m", "n", None)):
        for _ in range(draw.randrange(3)):
            one = {"person": person["id"], "toward": party, "on": draw.choice(days), "confidence": draw.randint(3, 4)}
            one |= {"level": draw.choice(LEVELS), "opportunity_id": draw.choice([None, None, "o"]), "reported_by": by}
            attitudes[one["person"], party, one["on"], one["opportunity_id"], by] = one
    votes = [{"person": person["id"], "weight": 1} for person in people]
    stage = {"id": "s", "order": 1, "kind": "AWARD", "quota": 12, "votes": votes}
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": "A"},
        "vendor": {"id": "us", "name": "Us"},
        "competitors": [{"id": "them", "name": "T"}],
        "people": people,
        "team": [{"id": "m", "name": "M"}, {"id": "n", "name": "N"}],
        "coverage": [
            {"member": "m", "person": "p00", "owner": True, "until": days[1]},
            {"member": "n", "person": "p03", "owner": True, "since": days[2]},
            {"member": "n", "person": "p01", "owner": True},
        ],
        "attitudes": list(attitudes.values()),
        "opportunities": [{"id": "o", "name": "O", "stages": [stage]}, {"id": "q", "name": "Q"}],
    }


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)])
async def test_lists_and_queries_count_what_the_map_counts(
    client: httpx.AsyncClient, account_id: str, day: date
) -> None:
    data = made(account_id)
    put = await client.put(f"/api/v1/accounts/{account_id}/document", json=data)
    assert put.status_code == 200, put.text
    document = documents.from_bytes(put.request.content)
    general, bid = (PowerGraph.of(document, as_of=day, opportunity=one) for one in (None, "o"))

    async def rows(name: str, **params: Any) -> list[Json]:
        body = {"params": {"account_id": account_id, "as_of": day.isoformat(), **params}}
        answer = await client.post(f"/api/v1/queries/{name}", json=body)
        assert answer.status_code == 200, answer.text
        found: list[Json] = answer.json()["rows"]
        return found

    async def people(**asked: str) -> set[str]:
        answer = await client.get(f"/api/v1/accounts/{account_id}/people", params={"as_of": day.isoformat(), **asked})
        assert answer.status_code == 200, answer.text
        return {person["id"] for person in answer.json()["items"]}

    assert 12 < len(general.ids) < 24
    for level in (*LEVELS, "COMMODITY"):
        right = {
            (person, party)
            for (person, party), said in general.counting.items()
            if said.level == level and person in general.people
        }
        assert {(row["person"], row["party"]) for row in await rows("list_attitudes_of_level", level=level)} == right
        if level != "UNKNOWN":
            for party in ("us", "them"):
                assert await people(attitude=level, toward=party) == {person for person, to in right if to == party}
    unknown = {person for person in general.ids if general.stance(person, "us") is None}
    assert await people(attitude="UNKNOWN") == unknown
    assert await people(toward="us") == set(general.ids) - unknown
    by_person = {person: stance.level for person, stance in bid.stances_to_us.items()}
    voters = {row["person"]: row["level"] for row in await rows("list_voters_by_attitude")}
    assert voters == {person: by_person.get(person, "UNKNOWN") for person in bid.ids}
    owned = {"p01", "p03"} & set(general.ids) if day >= DAY else {"p00", "p01"} & set(general.ids)
    assert await people(owner="") == set(general.ids) - owned
    assert {row["person"] for row in await rows("list_voters_without_owner")} == set(general.ids) - owned
    assert await people(owner="n") == owned - {"p00"}


async def test_without_a_day_they_are_asked_as_of_today(client: httpx.AsyncClient, account_id: str) -> None:
    data = made(account_id)
    data["people"] = [{"id": "a", "name": "A", "until": "2199-01-01"}, {"id": "b", "name": "B", "until": "2020-01-01"}]
    data["attitudes"] = [
        {"person": "a", "toward": "us", "on": "2020-01-01", "level": "SUPPORT"},
        {"person": "a", "toward": "us", "on": "2198-01-01", "level": "OPPOSE"},
        {"person": "b", "toward": "us", "on": "2019-01-01", "level": "SUPPORT"},
    ]
    data |= {"coverage": [], "opportunities": []}
    assert (await client.put(f"/api/v1/accounts/{account_id}/document", json=data)).status_code == 200
    found = await client.get(f"/api/v1/accounts/{account_id}/people", params={"attitude": "SUPPORT"})
    assert [person["id"] for person in found.json()["items"]] == ["a"]
    body = {"params": {"account_id": account_id, "level": "SUPPORT"}}
    rows = (await client.post("/api/v1/queries/list_attitudes_of_level", json=body)).json()["rows"]
    assert [(row["person"], row["on"]) for row in rows] == [("a", "2020-01-01")]
    wrong = await client.post(
        "/api/v1/queries/list_attitudes_of_level", json={"params": {**body["params"], "as_of": "May"}}
    )
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/params/as_of")
