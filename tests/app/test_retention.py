"""Who is kept too long is listed with the reason, on request restricted or erased, once; the audit log says so."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.audit.audit_log import files
from app.audit.place import audit_of
from app.people.retention import RetentionReport, run
from app.settings import Settings
from graph.accounts import Accounts
from graph.errors import Conflict, NotFound
from graph.retention_rules import rules_of
from graph.store import Store
from graph.verify import verify_account
from tests.commands import Commands
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import SECRET, keyed_service

API = "/api/v1"
RULES = rules_of("review restrict 0, left erase 12, closed erase 24, removed erase 6")
ON = date(2190, 7, 1)  # long after whatever the feed notes today


def document(account_id: str) -> dict[str, Any]:
    stage = {"id": "s", "order": 1, "kind": "AWARD", "quota": 1, "votes": [{"person": "voter", "weight": 1}]}
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": "x"},
        "people": [
            {"id": "reviewed", "name": "Reviewed Person", "review_on": "2190-06-30"},
            {"id": "today", "name": "Not Yet", "review_on": "2190-07-01"},
            {"id": "left", "name": "Left Longago", "until": "2189-06-30", "review_on": "2190-01-01"},
            {"id": "leaving", "name": "Left Lately", "until": "2189-07-01"},
            {"id": "held", "name": "Held", "until": "2150-01-01", "restricted_on": "2151-01-01",
             "restricted_because": "LEGAL_CLAIM"},
            {"id": "voter", "name": "Voter Closed"},
            {"id": "post", "name": "A post", "placeholder": True, "until": "2150-01-01"},
        ],
        "team": [{"id": "m", "name": "Mia"}],
        "opportunities": [{"id": "o", "name": "o", "decided_on": "2188-06-30", "stages": [stage]}],
    }  # fmt: skip


async def load(client: httpx.AsyncClient, account_id: str) -> str:
    path = f"{API}/accounts/{account_id}"
    past = document(account_id)
    past["people"].append({"id": "gone", "name": "Gone Before"})
    for one in (past, document(account_id)):
        assert (await client.put(f"{path}/document", json=one)).status_code == 200
    return path


def told(report: RetentionReport) -> dict[str, tuple[str, str, str, bool]]:
    return {one.person: (one.why, one.since.isoformat(), one.deed, one.held) for one in report.due}


async def test_who_is_due_is_listed_then_treated_once(
    client: httpx.AsyncClient, store: Store, place: Place, account_id: str, tmp_path: Path
) -> None:
    path = await load(client, account_id)
    log = audit_of(Settings(store=place.url, audit=str(tmp_path / "audit"), key_secret=SECRET))
    accounts = Accounts(store)
    before = (await client.get(f"{path}/document")).json()
    looked = await run(accounts, log, RULES, ON, [account_id], apply=False)
    due = told(looked)
    assert due.pop("gone")[0::2] == ("removed", "erase")
    assert due == {
        "reviewed": ("review", "2190-06-30", "restrict", False),
        "left": ("left", "2189-06-30", "erase", False),
        "held": ("left", "2150-01-01", "erase", True),
        "voter": ("closed", "2188-06-30", "erase", False),
    }
    assert (looked.applied, looked.erased, looked.restricted, looked.held) == (False, 0, 0, 1)
    assert (await client.get(f"{path}/document")).json() == before
    assert not (tmp_path / "audit").exists()

    report = await run(accounts, log, RULES, ON, [account_id], apply=True)
    assert (report.erased, report.restricted, report.held) == (3, 1, 1)
    assert {one.person for one in report.due if not one.done} == {"held"}
    assert {"left", "voter", "gone"}.isdisjoint(told(report))
    kept = (await client.get(f"{path}/document")).text
    people = {one["id"]: one for one in json.loads(kept)["people"]}
    feed = (await client.get(f"{path}/changes?limit=200")).text
    for name in ("Left Longago", "Voter Closed", "Gone Before"):
        assert name not in kept + feed
    assert people["reviewed"]["restricted_on"] == "2190-07-01"
    assert people["reviewed"]["restricted_because"] == "RETENTION"
    assert {"today", "leaving", "held", "post"} <= set(people)
    lines = [json.loads(line) for file in files(tmp_path / "audit") for line in file.read_bytes().splitlines()]
    noted = [(one["why"], one["deed"], one["outcome"]) for one in lines if one["event"] == "retention"]
    assert sorted(noted) == sorted(
        [(why, "erase", outcome) for why in ("removed", "left", "closed") for outcome in ("begun", "done")]
        + [("review", "restrict", "done")]
    )
    assert "left" not in json.dumps([one["records"] for one in lines])
    assert await verify_account(store, account_id) == []

    again = await run(accounts, log, RULES, ON, [account_id], apply=True)
    assert (again.erased, again.restricted, again.held, len(again.due)) == (0, 0, 1, 1)
    with pytest.raises(NotFound):
        await run(accounts, log, RULES, ON, ["nobody"], apply=True)


async def test_an_admin_asks_for_it_over_rest(place: Place, account_id: str) -> None:
    async with keyed_service(place, retention="review restrict 0, left erase 12") as service:
        client, root = service.client, await service.key("admin")
        past = document(account_id)
        people = {one["id"]: one for one in past["people"]}
        people["reviewed"]["review_on"] = people["left"]["review_on"] = "2020-01-01"
        people["left"]["until"] = people["held"]["until"] = "2020-01-01"
        path = f"{API}/accounts/{account_id}"
        assert (await client.put(f"{path}/document", json=past, headers=root)).status_code == 200
        admin = await service.key("admin", account_id)
        due = {"reviewed": ("review", "restrict"), "left": ("left", "erase"), "held": ("left", "erase")}
        for asked, done in (("", False), ("?apply=false", False), ("?apply=true", True), ("?apply=true", False)):
            answer = await client.post(f"{path}/retention{asked}", headers=admin)
            assert answer.status_code == 200, answer.text
            report = answer.json()
            assert (report["erased"], report["restricted"], report["held"]) == (done, done, 1)
            if not report["applied"]:
                assert {one["person"]: (one["why"], one["deed"]) for one in report["due"]} == due
            elif not done:
                assert [one["person"] for one in report["due"]] == ["held"], "done once"
        kept = (await client.get(f"{path}/document", headers=admin)).text
        assert "Left Longago" not in kept + answer.text
        people = {one["id"]: one for one in json.loads(kept)["people"]}
        assert people["reviewed"]["restricted_because"] == "RETENTION"


@EMBEDDED_ONLY
async def test_whatever_is_noted_later_counts(client: httpx.AsyncClient, store: Store, account_id: str) -> None:
    path = await load(client, account_id)
    met = {"id": "i", "on": "2190-06-01", "kind": "VISIT", "members": ["m"], "people": ["voter"]}
    assert (await client.post(f"{path}/interactions", json=met)).status_code == 201
    later = {"id": "later", "name": "x", "stages": [{"id": "t", "order": 1, "kind": "NEED"}]}
    looked = told(await run(Accounts(store), _nothing(), RULES, ON, [account_id], apply=False))
    assert "voter" not in looked
    later_rules = rules_of("untouched erase 1, closed restrict 0")
    assert told(await run(Accounts(store), _nothing(), later_rules, date(2190, 7, 2), [account_id], apply=False))[
        "voter"
    ] == (
        "untouched",
        "2190-06-01",
        "erase",
        False,
    )
    assert (await client.post(f"{path}/opportunities", json=later)).status_code == 201


def _nothing() -> Any:
    return None


@EMBEDDED_ONLY
async def test_somebody_written_of_meanwhile_stops_it(
    client: httpx.AsyncClient, store: Store, account_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await load(client, account_id)

    class Log:
        """Somebody writes just when the deed has been noted."""

        def append(self, event: str, **facts: Any) -> None:
            assert facts["outcome"] == "begun", event

        def masked_path(self, path: str) -> str:
            return path

    import app.people.retention as job

    erase = job.erase

    async def interrupted(*args: Any, **kwargs: Any) -> Any:
        assert (await client.post(f"{path}/people", json={"id": "new", "name": "New"})).status_code == 201
        return await erase(*args, **kwargs)

    monkeypatch.setattr(job, "erase", interrupted)
    with pytest.raises(Conflict, match="try again"):
        await run(Accounts(store), Log(), RULES, ON, [account_id], apply=True)
    assert "Left Longago" in (await client.get(f"{path}/document")).text


@EMBEDDED_ONLY
async def test_on_the_command_line(client: httpx.AsyncClient, commands: Commands, account_id: str) -> None:
    await load(client, account_id)
    asked = ("retention", "--account", account_id, "--as-of", "2190-07-01")
    shown = await commands.beside(*asked)
    assert "reviewed" in shown
    assert "2 due in 1 accounts, 0 held; nothing done, see --apply" in shown
    report = json.loads(await commands.beside(*asked, "--format", "json"))
    assert {one["person"] for one in report["due"]} == {"reviewed", "left"}, (
        "the rule without a setting is the review's"
    )
    assert (await commands.beside(*asked, "--format", "csv")).startswith("account,person,why,since,deed,done\n")
    done = json.loads(await commands.beside(*asked, "--rules", "left erase 12", "--apply", "--format", "json"))
    assert (done["erased"], done["held"]) == (1, 1)
    wrong = await commands.beside(*asked, "--rules", "left forget 12", code=1)
    assert "'left forget 12' is no rule such as `left erase 12`" in wrong
    assert "POWERMAP_RETENTION" in await commands.beside(*asked, "--rules", "", code=1)


@pytest.mark.parametrize(
    "text", ["left", "left erase", "left erase -1", "nobody erase 1", "left erase 1, left erase 2"]
)
def test_a_wrong_rule_is_refused_with_what_is_right(text: str) -> None:
    with pytest.raises(ValueError, match="left"):
        rules_of(text)
    with pytest.raises(ValueError, match="removed erase 12"):
        rules_of("removed restrict 1")
