"""What a page of another origin, a foreign host or a guesser of keys gets: nothing, and a line in the log."""

import httpx
import pytest
import structlog

from app.auth.guesses import SECONDS, Guesses
from app.auth.rates import Rates
from app.settings import Settings
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import keyed_service
from tests.records_at_hand import API, refused

pytestmark = EMBEDDED_ONLY
OWN = "http://127.0.0.1"
GUESSES = 5


@pytest.mark.parametrize(
    "page",
    [
        {"Origin": "http://evil.localhost:9185"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9185"},
        {"Referer": "http://evil.example/x"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": OWN},
    ],
)
async def test_a_page_of_another_origin_changes_nothing(
    client: httpx.AsyncClient, account_id: str, page: dict[str, str]
) -> None:
    account = f'{{"id": "{account_id}", "name": "WIPED BY WEB PAGE"}}'.encode()
    path = f"{API}/accounts/{account_id}"
    for answer in (
        await client.post(f"{API}/accounts", content=account, headers=page),
        await client.post(f"{API}/accounts", content=account, headers={"Content-Type": "application/json"} | page),
        await client.post(f"{path}/imports?mode=replace", files={"file": ("x.json", account)}, headers=page),
        await client.post(f"{path}/undo", headers=page),
    ):
        refused(answer, 403, "foreign-origin")
    assert (await client.get(path)).status_code == 404


async def test_our_own_page_says_what_it_sends(client: httpx.AsyncClient, account_id: str) -> None:
    own = {"Origin": OWN, "Sec-Fetch-Site": "same-origin"}
    account = f'{{"id": "{account_id}", "name": "Own"}}'.encode()
    refused(await client.post(f"{API}/accounts", content=account, headers=own), 415, "wrong-media-type")
    made = await client.post(f"{API}/accounts", json={"id": account_id, "name": "Own"}, headers=own)
    assert made.status_code == 201


@pytest.mark.parametrize("path", ["/", "/docs", "/words/en.json", f"{API}/accounts", f"{API}/openapi.json"])
async def test_the_demo_goes_by_the_names_of_loopback_only_and_is_sealed(client: httpx.AsyncClient, path: str) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.", "0.0.0.0", "foo@127.0.0.1", "127.0.0.1#evil"):  # noqa: S104
        refused(await client.get(path, headers={"Host": host}), 401, "unauthorized")
    for host in ("127.0.0.1:8000", "LOCALHOST", "[::1]:80"):
        answer = await client.get(path, headers={"Host": host})
        assert answer.status_code == 200
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "DENY"


async def test_guessing_is_answered_429_and_logged_and_locks_out_nobody(embedded_place: Place) -> None:
    async with keyed_service(embedded_place, key_guesses=GUESSES) as service:
        admin = await service.key("admin")
        assert (await service.client.get(f"{API}/accounts", headers=admin)).status_code == 200
        guess = {"Authorization": f"Bearer pm_{'a' * 12}_{'b' * 43}"}
        with structlog.testing.capture_logs() as lines:
            seen = [
                (await service.client.get(f"{API}/accounts", headers=guess)).status_code for _ in range(GUESSES + 5)
            ]
            assert (await service.client.get(f"{API}/accounts", headers=admin)).status_code == 200
        assert seen == [401] * GUESSES + [429] * 5
        guesses = [line for line in lines if line["event"] == "key-refused"]
        assert {(line["key"], line["address"]) for line in guesses} == {(f"pm_{'a' * 12}", "127.0.0.1")}
        assert len(guesses) == GUESSES + 5
        requests = [line["actor"] for line in lines if line["event"] == "request"]
        assert requests == ["-"] * (GUESSES + 5) + [admin["Authorization"].split("_")[1]]


def test_a_minute_later_guesses_are_forgotten() -> None:
    now = 1000.0
    guesses = Guesses(GUESSES, lambda: now)
    for _ in range(GUESSES):
        guesses.note("address", "wrong", accepted=False)
    assert guesses.too_many("address", "wrong")
    assert not guesses.too_many("another", "wrong")
    now += SECONDS
    assert not guesses.too_many("address", "wrong")


async def test_who_asks_too_often_is_answered_429_and_others_go_on(embedded_place: Place) -> None:
    async with keyed_service(embedded_place, requests_a_minute=5) as service:
        busy, other = await service.key("reader"), await service.key("reader")
        answers = [await service.client.get(f"{API}/whoami", headers=busy) for _ in range(7)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
        assert (answers[-1].json()["code"], answers[-1].headers["retry-after"]) == ("too-many-requests", "5")
        assert (await service.client.get(f"{API}/whoami", headers=other)).status_code == 200


async def test_a_key_in_the_address_is_answerand_not_repeated(embedded_place: Place) -> None:
    async with keyed_service(embedded_place) as service:
        reader = await service.key("reader")
        key = reader["Authorization"].split()[1]
        for name, value in (
            ("key", key),
            ("q", key),
            ("access_token", "eyJhbGciOi.eyJzdWIi.c2ln"),
            ("token", "pms.x~y"),
        ):
            for headers in ({}, reader):
                answer = await service.client.get(f"{API}/accounts", params={name: value}, headers=headers)
                assert (answer.status_code, answer.json()["code"]) == (400, "key-in-address")
                assert value not in answer.text
        assert (await service.client.get(f"{API}/accounts", params={"q": "pm_"}, headers=reader)).status_code == 200


def test_requests_come_back_evenly() -> None:
    now = 1000.0
    rates = Rates(60, lambda: now)
    assert [rates.take("key") for _ in range(62)] == [True] * 60 + [False] * 2
    now += 3
    assert [rates.take("key") for _ in range(4)] == [True] * 3 + [False]
    now += 3600
    assert [rates.take("key") for _ in range(61)] == [True] * 60 + [False]


LISTED = "https://tools.example"


async def test_pages_of_listed_origins_ask_with_a_key_and_never_with_the_session(embedded_place: Place) -> None:
    async with keyed_service(embedded_place, cors_origins=LISTED) as service:
        client, admin = service.client, await service.key("admin")
        asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization, if-match"}
        path = f"{API}/accounts"
        fine = await client.options(path, headers=asked | {"Origin": LISTED})
        assert (fine.status_code, fine.headers["access-control-allow-origin"]) == (200, LISTED)
        page = {"Origin": LISTED, "Sec-Fetch-Site": "cross-site"}
        answer = await client.get(path, headers=admin | page)
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, LISTED)
        assert "access-control-allow-credentials" not in answer.headers
        assert "origin" in answer.headers["vary"].lower()
        body = {"id": f"cors-{LISTED[-7:]}", "name": ""}  # refused for its name, so nothing is made
        assert (await client.post(path, json=body, headers=admin | page)).status_code == 422
        session = {"Cookie": f"powermap_session={admin['Authorization'].split()[1]}"}
        assert (await client.get(path, headers=session)).status_code == 200
        assert (await client.get(path, headers=session | page)).status_code == 401
        assert (await client.post(path, json=body, headers=session | page)).status_code == 401
        for other in (
            "https://evil.example",
            "null",
            f"{LISTED}.evil.example",
            "http://tools.example",
            f"{LISTED}:8443",
        ):
            foreign = {"Origin": other, "Sec-Fetch-Site": "cross-site"}
            refused(await client.post(path, json=body, headers=admin | foreign), 403, "foreign-origin")
            assert (await client.options(path, headers=asked | {"Origin": other})).status_code == 400
            assert "access-control-allow-origin" not in (await client.get(path, headers=admin | foreign)).headers


async def test_by_default_no_page_of_elsewhere_may_ask(embedded_place: Place) -> None:
    async with keyed_service(embedded_place) as service:
        answer = await service.client.get(f"{API}/accounts", headers=await service.key("admin") | {"Origin": LISTED})
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "wrong", ["*", "https://a.example/path", "http://a.example", "null", "https://u@a.example", "a.example"]
)
def test_only_origins_are_listed(wrong: str) -> None:
    with pytest.raises(ValueError, match="no origin"):
        Settings(cors_origins=wrong)
