"""What today is: the account's time zone says, else the service's; and what is dated later is told."""

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from app.settings import Settings
from graph.accounts import Accounts
from graph.kinds import Account
from graph.store import Store

pytestmark = pytest.mark.engines("neo4j")
EARLIEST_ZONE, LATEST_ZONE = "Etc/GMT+12", "Pacific/Kiritimati"  # 26 hours apart: never the same day


def test_the_accounts_zone_goes_before_the_services(store: Store) -> None:
    accounts = Accounts(store, time_zone=EARLIEST_ZONE)
    here, there = accounts.today(), accounts.today(Account(id="a", name="a", time_zone=LATEST_ZONE))
    assert here == (datetime.now(UTC) - timedelta(hours=12)).date()
    assert there == (datetime.now(UTC) + timedelta(hours=14)).date()


def test_the_setting_names_a_zone() -> None:
    assert Settings(time_zone="Asia/Shanghai").time_zone == "Asia/Shanghai"


async def test_today_is_the_accounts_and_later_records_are_told(client: httpx.AsyncClient, account_id: str) -> None:
    days: dict[str, date] = {}
    for zone in (EARLIEST_ZONE, LATEST_ZONE):
        today = (datetime.now(UTC) + timedelta(hours=14 if zone == LATEST_ZONE else -12)).date()
        document = {
            "format": "powermap-account/1",
            "account": {"id": account_id, "name": "x", "time_zone": zone},
            "vendor": {"id": "us", "name": "Us"},
            "people": [{"id": "boss", "name": "Boss", "rank": 1}],
            "attitudes": [
                {"person": "boss", "toward": "us", "level": "SUPPORT", "on": today.isoformat()},
                {"person": "boss", "toward": "us", "level": "OPPOSE", "on": (today + timedelta(days=1)).isoformat()},
            ],
        }
        loaded = await client.put(f"/api/v1/accounts/{account_id}/document", json=document)
        assert loaded.status_code == 200, loaded.text
        found = (await client.get(f"/api/v1/accounts/{account_id}/power-map")).json()
        days[zone] = date.fromisoformat(found["as_of"])
        assert found["people"][0]["attitudes"]["us"]["level"] == "SUPPORT"
        (told,) = [warning for warning in found["warnings"] if warning["code"] == "records_after_as_of"]
        assert told["text_en"].startswith("1 ")
        assert told["text_zh"]
        for part in ("coverage-gaps", "key-people", "plan", "relationships", "people/boss/explanation"):
            answer = await client.get(f"/api/v1/accounts/{account_id}/{part}")
            assert (answer.status_code, answer.json()["as_of"]) == (200, found["as_of"]), part
    assert days[EARLIEST_ZONE] < days[LATEST_ZONE]
