"""What-if over REST: the golden answers, every kind of change, and what is refused."""

import json
from typing import Any

import httpx
import pytest

from tests import documents
from tests.app.test_golden import AS_OF
from tests.app.test_power_map import loaded  # noqa: F401 - a fixture
from tests.conftest import EMBEDDED_ONLY, ON_BOTH

pytestmark = EMBEDDED_ONLY
BID = "core-cloud-2027"
Change = dict[str, Any]


def attitude(person: str, level: str, toward: str = "NORTHGATE") -> Change:
    return {"kind": "attitude", "person": person, "toward": toward, "level": level}


async def post(client: httpx.AsyncClient, account_id: str, body: Any, **params: Any) -> httpx.Response:
    url = f"/api/v1/accounts/{account_id}/what-if"
    if isinstance(body, bytes):
        return await client.post(
            url, content=body, params={"as_of": AS_OF, **params}, headers={"content-type": "application/json"}
        )
    return await client.post(url, json=body, params={"as_of": AS_OF, **params})


async def what_if(client: httpx.AsyncClient, account_id: str, *changes: Change, bid: str | None = BID) -> Any:
    answer = await post(client, account_id, {"opportunity": bid, "changes": list(changes)})
    assert answer.status_code == 200, answer.text
    return answer.json()


GOLDEN: dict[str, Any] = json.loads((documents.DATA / "golden" / "expected.json").read_bytes())


@pytest.mark.parametrize("case", GOLDEN["what_if"], ids=lambda case: "+".join(case["attitudes"]))
async def test_golden_answers(client: httpx.AsyncClient, loaded: str, case: dict[str, Any]) -> None:  # noqa: F811
    answer = await what_if(client, loaded, *(attitude(person, level) for person, level in case["attitudes"].items()))
    before, after = (answer[side]["standing"]["NORTHGATE"]["point"] for side in ("before", "after"))
    assert after == pytest.approx(case["point"], abs=1e-6)
    assert before == pytest.approx(GOLDEN["standing"]["NORTHGATE"]["point"], abs=1e-6)
    assert answer["difference"]["standing"]["NORTHGATE"] == pytest.approx(after - before)
    for person, parties in answer["difference"]["settled"].items():
        was, now = (answer[side]["settled"][person]["NORTHGATE"] for side in ("before", "after"))
        assert parties == {"NORTHGATE": pytest.approx(now - was)}
    assert set(case["attitudes"]) <= set(answer["difference"]["settled"])
    lost = next(case["point"] for case in GOLDEN["what_if"] if case["attitudes"] == {"P12": "CONTACTED"})
    worst = answer["before"]["largest_dependence"]
    assert (worst["person"], worst["standing"]) == ("P12", pytest.approx(lost, abs=1e-6))
    assert answer["before"]["key_decision_makers"] == GOLDEN["key_decision_makers"]
    swings = {swing["person"]: swing for swing in answer["before"]["tornado"]}
    assert swings["P12"] == {"person": "P12", "up": None, "contacted": pytest.approx(worst["change"])}
    assert swings["P25"]["up"] is None
    assert swings["P06"]["up"] == pytest.approx(0.25 * answer["before"]["decision_influence"]["P06"])


@ON_BOTH
async def test_every_kind_of_change_at_once(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = await what_if(
        client,
        loaded,
        {"kind": "influence", "source": "P13", "target": "P06", "influence_kind": "PROFESSIONAL", "strength": 1},
        {"kind": "influence", "source": "P25", "target": "P01", "influence_kind": "MENTOR", "strength": 0},
        {"kind": "reporting", "subordinate": "P22", "manager": "P21"},
        {"kind": "reporting", "subordinate": "P24", "manager": None},
        {"kind": "vote", "stage": "evaluation", "person": "P23", "weight": 0},
        {"kind": "vote", "stage": "evaluation", "person": "P13", "weight": 2},
        {"kind": "quota", "stage": "evaluation", "quota": 6},
        {"kind": "leave", "person": "P12"},
        {"kind": "leave", "person": "P08"},
    )
    assert found["successors"] == {"P12": "P12:successor"}
    stage = next(stage for stage in found["after"]["stages"] if stage["id"] == "evaluation")
    votes = {vote["person"]: vote["weight"] for vote in stage["votes"]}
    assert (stage["quota"], votes["P12:successor"], votes["P13"]) == (6, 1, 2)
    assert not {"P23", "P12"} & set(votes)
    assert not {"P08", "P12"} & set(found["after"]["decision_influence"])
    assert sum(found["after"]["decision_influence"].values()) == pytest.approx(1)
    assert found["difference"]["decision_influence"]["P25"] < 0
    assert found["difference"]["coverage"]["plain"] < 0
    now = await what_if(client, loaded)
    assert now["before"]["standing"] == found["before"]["standing"]


async def test_losing_a_voter_keeps_the_vote(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = await what_if(client, loaded, {"kind": "leave", "person": "P20"})
    before, after = ({s["id"]: s for s in found[side]["stages"]}["evaluation"] for side in ("before", "after"))
    assert after["veto"] == ["P20:successor"]
    assert sorted(after["voting_power"].values()) == pytest.approx(sorted(before["voting_power"].values()))


async def test_without_an_opportunity_the_basis_is_rank(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    found = await what_if(client, loaded, attitude("P01", "SUPPORT_EXCLUSIVE"), bid=None)
    assert found["difference"]["standing"]["NORTHGATE"] > 0
    assert found["after"]["stages"] == []


REFUSED: list[tuple[Any, int, list[tuple[str, str]]]] = [
    (attitude("P99", "SUPPORT"), 422, [("/changes/0/person", "dangling-id")]),
    (attitude("P01", "SUPPORT", "NOBODY"), 422, [("/changes/0/toward", "dangling-id")]),
    (attitude("P01", "LOVES"), 422, [("/changes/0/level", "wrong-enum")]),
    ({"kind": "marry", "person": "P01"}, 422, [("/changes/0/kind", "wrong-enum")]),
    ({"person": "P01"}, 422, [("/changes/0/kind", "wrong-enum")]),
    ("x", 422, [("/changes/0", "wrong-type")]),
    ({"kind": "leave", "person": "P01", "why": ""}, 422, [("/changes/0/why", "unknown-field")]),
    (
        {"kind": "influence", "source": "P01", "target": "P02", "strength": 1.5},
        422,
        [("/changes/0/strength", "out-of-range")],
    ),
    (
        {"kind": "influence", "source": "P01", "target": "P01", "strength": 0.5},
        409,
        [("/changes/0/target", "self-edge")],
    ),
    ({"kind": "reporting", "subordinate": "P01", "manager": "P08"}, 409, [("/changes/0/manager", "reporting-cycle")]),
    ({"kind": "reporting", "subordinate": "P01", "manager": "P01"}, 409, [("/changes/0/manager", "self-edge")]),
    ({"kind": "quota", "stage": "evaluation", "quota": 10}, 409, [("/changes/0/quota", "quota")]),
    ({"kind": "quota", "stage": "need", "quota": 1}, 409, [("/changes/0/quota", "quota")]),
    ({"kind": "quota", "stage": "evaluation", "quota": 1.5}, 422, [("/changes/0/quota", "quota")]),
    ({"kind": "vote", "stage": "award", "person": "P01", "weight": 0}, 409, [("/changes/0/weight", "quota")]),
    ({"kind": "vote", "stage": "none", "person": "P01", "weight": 1}, 422, [("/changes/0/stage", "dangling-id")]),
    ({"kind": "vote", "stage": "award", "person": "P01", "weight": -1}, 422, [("/changes/0/weight", "out-of-range")]),
]


@pytest.mark.parametrize(("change", "status", "faults"), REFUSED)
async def test_changes_that_are_refused(
    client: httpx.AsyncClient,
    loaded: str,  # noqa: F811
    change: Any,
    status: int,
    faults: list[tuple[str, str]],
) -> None:
    answer = await post(client, loaded, {"opportunity": BID, "changes": [change]})
    assert answer.status_code == status, answer.text
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == faults
    assert "nothing was stored" not in answer.json()["title"]  # a question never stores anything


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "not-json"),
        (b'{"changes": [], "changes": []}', 400, "repeated-key"),
        (b"[]", 422, "invalid"),
        (b"{}", 422, "invalid"),
        (b'{"changes": {}}', 422, "invalid"),
        (b'{"changes": [], "more": 1}', 422, "invalid"),
        (b'{"changes": [], "opportunity": 3}', 422, "invalid"),
        (b'{"changes": [], "opportunity": "none"}', 404, "not-found"),
        (b'{"changes": [{"kind": "influence", "source": "P01", "target": "P02", "strength": NaN}]}', 422, "invalid"),
    ],
)
async def test_bodies_that_are_refused(
    client: httpx.AsyncClient,
    loaded: str,  # noqa: F811
    body: bytes,
    status: int,
    code: str,
) -> None:
    answer = await post(client, loaded, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_later_change_is_blamed_when_it_is_the_one(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    changes = [attitude("P01", "SUPPORT"), {"kind": "reporting", "subordinate": "P02", "manager": "P05"}]
    answer = await post(client, loaded, {"opportunity": BID, "changes": changes})
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/changes/1/manager"]


@ON_BOTH
async def test_a_post_that_falls_vacant_is_what_what_if_said(client: httpx.AsyncClient, loaded: str) -> None:  # noqa: F811
    supposed = await what_if(client, loaded, {"kind": "leave", "person": "P20"})
    base = f"/api/v1/accounts/{loaded}"
    report = await client.post(f"{base}/people/P20/vacancy")
    assert report.status_code == 200, report.text
    assert report.json()["successor"] == supposed["successors"]["P20"] == "P20:successor"
    chart = (await client.get(f"{base}/power-map", params={"as_of": AS_OF, "opportunity": BID})).json()
    for part in ("standing", "key_decision_makers", "stages", "coverage"):
        assert chart[part] == supposed["after"][part]
    holder = next(person for person in chart["people"] if person["id"] == "P20:successor")
    assert (holder["placeholder"], holder["attitudes"], holder["coverage"]["level"]) == (True, {}, "NONE")
    assert (await client.get(f"{base}/people/P20")).status_code == 404
    assert (await client.post(f"{base}/people/P20/vacancy")).status_code == 404
