"""Templates of departments and parts: what is missing is added, what is there stays."""

import json
from typing import Any

import httpx
import pytest

from app.people.templates import TEMPLATES, TemplateName, apply_template
from app.sample import SAMPLE
from graph.document import AccountDocument
from graph.rules import check
from graph.snapshots import take_out
from tests.conftest import EMBEDDED_ONLY
from tests.documents import from_bytes
from tests.records_at_hand import API

BID = "core-cloud-2027"


def empty() -> AccountDocument:
    account = {"id": "a", "name": "a"}
    return from_bytes(
        json.dumps(
            {"format": "powermap-account/1", "account": account, "opportunities": [{"id": "o", "name": "o"}]}
        ).encode()
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_used_once(name: TemplateName) -> None:
    template = TEMPLATES[name]
    once, applied = apply_template(empty(), template, "o", "zh")
    assert check(once) == ()
    assert len(applied.departments) == len(once.departments) == len(template.departments)
    assert len(applied.people) == len(once.people) == len(template.posts)
    assert all(person.placeholder and person.department_id in applied.departments for person in once.people)
    again, nothing = apply_template(once, template, "o", "en")
    assert again.canonical() == once.canonical()
    assert (nothing.departments, nothing.people, len(nothing.roles_kept)) == ((), (), len(template.posts))


def test_what_is_there_stays() -> None:
    sample = from_bytes(take_out(SAMPLE)[0])
    after, applied = apply_template(sample, TEMPLATES["OPERATOR"], BID, "zh")
    assert set(sample.people) <= set(after.people)
    assert set(sample.departments) <= set(after.departments)
    assert {"EXEC", "NETDEV", "PROC", "OM", "FIN", "IT"} == {*applied.departments, *applied.departments_kept}
    assert "APPROVER" in applied.roles_kept
    assert not check(after)


@EMBEDDED_ONLY
async def test_a_template_over_rest(client: httpx.AsyncClient, account_id: str) -> None:
    base = f"{API}/accounts/{account_id}"
    bid: dict[str, Any] = {"id": "o", "name": "o"}
    document = {"format": "powermap-account/1", "account": {"id": account_id, "name": "x"}, "opportunities": [bid]}
    assert (await client.put(f"{base}/document", json=document)).status_code == 200
    asked = {"template": "HOSPITAL", "opportunity_id": "o", "lang": "en"}
    tried = (await client.post(f"{base}/template", params={"preview": True}, json=asked)).json()
    assert (tried["preview"], (await client.get(f"{base}/people")).json()["items"]) == (True, [])
    used = (await client.post(f"{base}/template", json=asked)).json()
    assert used["people"] == tried["people"]
    names = {one["name"] for one in (await client.get(f"{base}/people")).json()["items"]}
    assert "Head of equipment" in names
    goals = (await client.get(f"{base}/plan", params={"opportunity": "o"})).json()["role_goals"]
    approver = next(goal for goal in goals if goal["role"] == "APPROVER")
    assert (approver["present"], approver["placeholders"]) == (0, ["EXEC-APPROVER"])
    assert (await client.post(f"{base}/undo")).status_code == 200
    assert (await client.get(f"{base}/people")).json()["items"] == []
    for wrong, status in ((asked | {"template": "BAKERY"}, 422), (asked | {"opportunity_id": "nope"}, 404)):
        assert (await client.post(f"{base}/template", json=wrong)).status_code == status
