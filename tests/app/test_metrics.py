"""What the service counts of itself: every answer, by route and status; nothing of anybody; what the alerts ask for is there."""

import json
import re
from pathlib import Path

import yaml

from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import keyed_service

OPERATING = Path(__file__).parents[2] / "scripts" / "operating"
METRIC = re.compile(r"\b(?:powermap|process)_\w+")
SAMPLE_LINE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


def value(text: str, name: str, *labels: str) -> float:
    """The sum of a metric's samples that have all of these labels."""
    found = [
        number
        for metric, held, number in SAMPLE_LINE.findall(text)
        if metric == name and all(one in held for one in labels)
    ]
    return sum(map(float, found))


@EMBEDDED_ONLY
async def test_answers_are_counted_and_tell_of_nobody(place: Place, account_id: str) -> None:
    async with keyed_service(place) as service:
        client, admin = service.client, await service.key("admin")
        assert (await client.get("/metrics")).status_code == 401
        reader = await service.key("reader")
        document = {"format": "powermap-account/1", "account": {"id": account_id, "name": "Canary"}}
        path = f"/api/v1/accounts/{account_id}"
        before = (await client.get("/metrics", headers=reader)).text
        assert (await client.put(f"{path}/document", json=document, headers=admin)).status_code == 200
        for _ in range(3):
            assert (await client.get(path, headers=reader)).status_code == 200
        assert (await client.get(path)).status_code == 401
        assert (await client.request("FETCH", f"/{account_id}/nowhere", headers=reader)).status_code in {404, 405}
        answer = await client.get("/metrics", headers=reader)
        assert answer.headers["content-type"].startswith("text/plain")
        text = answer.text

        def more(name: str, *labels: str) -> float:
            return value(text, name, *labels) - value(before, name, *labels)

        route = 'route="/accounts/{account_id}"'
        assert more("powermap_requests_total", 'method="GET"', route, 'status="200"') == 3
        assert more("powermap_requests_total", route, 'status="401"') == more("powermap_refused_keys_total") == 1
        assert more("powermap_request_seconds_count", route) == 4
        assert more("powermap_requests_total", 'method="none"', 'route="none"') == 1
        assert value(text, "powermap_answers_bytes") > 0
        assert account_id not in text
        assert "Canary" not in text


@EMBEDDED_ONLY
async def test_alerts_ask_for_what_there_is_and_each_has_its_line_of_what_to_do(place: Place) -> None:
    async with keyed_service(place) as service:
        text = (await service.client.get("/metrics", headers=await service.key("reader"))).text
    (group,) = yaml.safe_load((OPERATING / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    there = set(re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE))
    there |= {f"{name}_bucket" for name in there}
    panels = json.loads((OPERATING / "dashboard.json").read_text(encoding="utf-8"))["panels"]
    shown = {name for panel in panels for one in panel["targets"] for name in METRIC.findall(one["expr"])}
    assert {"powermap_requests_total", "powermap_heavy_waiting"} <= shown <= there
    runbook = (OPERATING / "README.md").read_text(encoding="utf-8")
    assert len(group["rules"]) == 6
    for rule in group["rules"]:
        named = set(METRIC.findall(rule["expr"]))
        assert named <= there, rule["alert"]
        assert re.search(rf"^\| {rule['alert']} \| .{{40,}} \|$", runbook, re.MULTILINE)
