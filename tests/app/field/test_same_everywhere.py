"""The same account and question give the same answer: in any process, from a snapshot, and for whoever of the sample leaves."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from random import Random
from typing import Any

import httpx
import pytest

from tests import documents
from tests.conftest import EMBEDDED_ONLY
from tests.field_accounts import AS_OF, FieldAccount, Json, random_account

pytestmark = EMBEDDED_ONLY
ROOT = documents.DATA.parent.parent
DAY = {"opportunity": "o1", "as_of": str(AS_OF)}
HASHED = """
import hashlib
from random import Random
from app.power_map.view import power_map
from graph.method import DEFAULT
from tests.field_accounts import analysed, random_account
maps = [
    power_map(analysed(random_account(Random(seed), 5, 20), method=DEFAULT), frozenset({"reporting", "influence", "ties"}))
    for seed in range(3)
]
print(hashlib.sha256("".join(one.model_dump_json() for one in maps).encode()).hexdigest())
"""


def test_processes_hash_seeds_time_zones_and_threads_change_no_byte() -> None:
    found = set()
    for seed, zone, threads in (("0", "UTC", "1"), ("4242", "Pacific/Pago_Pago", "2")):
        own = {"PYTHONHASHSEED": seed, "TZ": zone, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        done = subprocess.run(
            [sys.executable, "-c", HASHED], cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        found.add(done.stdout.strip())
    (digest,) = found
    assert len(digest) == len(hashlib.sha256().hexdigest())


def but_for_the_moment(answer: Json) -> Json:
    """An answer without what tells when it was asked."""
    people = [{name: held for name, held in one.items() if name != "votes_elsewhere"} for one in answer["people"]]
    return {name: held for name, held in answer.items() if name != "revision"} | {"people": people}


@pytest.mark.parametrize("seed", [0, 1])
async def test_a_snapshot_answers_as_it_did_whatever_is_written_afterwards(
    client: httpx.AsyncClient, account_id: str, seed: int
) -> None:
    data = random_account(Random(seed), 6, 12)  # noqa: S311 - any account will do
    account = await FieldAccount(client, account_id).load(data)
    before = but_for_the_moment(await account.get("power-map", **DAY))
    taken = await client.post(f"{account.url}/snapshots", json={"name": "s", "reason": "t", **DAY})
    assert taken.status_code == 201, taken.text

    async def replayed() -> Json:
        return but_for_the_moment(await account.get("power-map", opportunity="o1", snapshot=taken.json()["id"]))

    at_once = await replayed()
    told = {name: at_once[name] for name in before if name != "warnings"}
    assert told == {name: before[name] for name in told}
    later: dict[str, Any] = {"on": str(AS_OF + timedelta(days=50))}
    await account.load(
        data
        | {
            "attitudes": [
                *data["attitudes"],
                *(
                    {"person": one["id"], "toward": "us", "level": "SUPPORT_EXCLUSIVE", "opportunity_id": "o1", **later}
                    for one in data["people"]
                ),
            ]
        }
    )
    live = but_for_the_moment(await account.get("power-map", **DAY))
    assert {name: live[name] for name in told} == told
    await account.load(data | {"people": data["people"][:3], **EMPTY})
    assert await replayed() == at_once


EMPTY: dict[str, list[Any]] = {
    name: [] for name in ("reporting", "influence", "ties", "attitudes", "coverage", "interactions", "opportunities")
}


async def test_anybody_of_the_sample_may_leave(client: httpx.AsyncClient, account_id: str) -> None:
    """The sample with all its lists: nobody's leaving is refused, and votes stay with who comes after them."""
    data = json.loads((documents.DATA / "golden" / "jiangyuan.json").read_bytes())
    account = await FieldAccount(client, account_id).load(data)
    bid = data["opportunities"][0]["id"]
    for person in data["people"]:
        body = {"opportunity": bid, "changes": [{"kind": "leave", "person": person["id"]}]}
        answer = await client.post(f"{account.url}/what-if", json=body, params={"as_of": "2026-11-20"})
        assert answer.status_code == 200, (person["id"], answer.text[:300])
        after = answer.json()["after"]
        assert person["id"] not in after["decision_influence"]
        for stage in after["stages"]:
            assert not stage["votes"] or sum(stage["voting_power"].values()) == pytest.approx(1)
