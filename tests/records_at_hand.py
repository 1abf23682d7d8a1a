"""Single records over REST for tests: one account with something of every kind, and where each kind's records stand."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from tests.method_samples import METHOD_SAMPLES

Json = dict[str, Any]
API = "/api/v1"
ODD_IDS = ("a/b", "100%", "what?", "two words", "#1", "&=+;,", "中文编号", "𠮷", "..", "%2F", "x" * 64, "é", "'\"\\")


def base_document(account_id: str) -> Json:
    """An account in which every new record of `KINDS` has what it names, and none of them stands yet."""
    return {
        "format": "powermap-account/1",
        "account": {"id": account_id, "name": "Records"},
        "vendor": {"id": "us", "name": "Us"},
        "competitors": [{"id": "rival", "name": "Rival"}],
        "departments": [{"id": "D", "name": "Board"}],
        "people": [{"id": p, "name": f"Person {p}"} for p in ("a", "b", "c")],
        "team": [{"id": "m", "name": "Mia"}],
        "opportunities": [{"id": "o", "name": "Cloud"}],
        "market_targets": [{"id": "mt", "name": "Grow"}],
    }


@dataclass(frozen=True)
class Sample:
    """A kind as a client sees it: a new record, its path below the account, a changed field, and a wrong one."""

    collection: str
    record: Json
    key: tuple[str, ...]
    changed: Json
    wrong: Json
    in_query: tuple[str, ...] = ()
    nulls: Json = field(default_factory=dict)
    stored: Json = field(default_factory=dict)

    def path_of(self, record: Json) -> str:
        parts = [quote(str(record[name]), safe="") for name in self.key if name not in self.in_query]
        query = "&".join(f"{name}={quote(record[name], safe='')}" for name in self.in_query if record.get(name))
        return "/".join((self.collection, *parts)) + (f"?{query}" if query else "")

    @property
    def path(self) -> str:
        return self.path_of(self.record)

    @property
    def whole(self) -> Json:
        """The record as it is stored, with its defaults."""
        return self.stored | self.record


_PERSON = {
    "name_en": "",
    "department_id": None,
    "rank": 6,
    "title": "",
    "title_en": "",
    "external": False,
    "placeholder": False,
    "assertiveness": None,
    "orientation": None,
    "openness": None,
}
_CLAIM = {"confidence": 3, "evidence": "", "reported_by": None}
_STAGE = {"weight": None, "quota": None, "votes": [], "veto": [], "outcome": None, "participants": []}
SAMPLES: dict[str, Sample] = {
    "competitors": Sample("competitors", {"id": "x", "name": "X"}, ("id",), {"name": "Y"}, {"name": ""}),
    "departments": Sample(
        "departments",
        {"id": "x", "name": "X", "name_en": "Ex", "parent_id": "D"},
        ("id",),
        {"name": "Y"},
        {"name": 1},
        nulls={"parent_id": None, "name_en": ""},
        stored={"name_en": "", "parent_id": None},
    ),
    "people": Sample(
        "people",
        {"id": "x", "name": "沈一", "department_id": "D", "rank": 2, "openness": 0.5},
        ("id",),
        {"rank": 3},
        {"rank": 7},
        nulls={"rank": 6, "rank_assumed": True, "department_id": None, "openness": None},
        stored=_PERSON,
    ),
    "reporting": Sample(
        "reporting",
        {"subordinate": "a", "manager": "b", "kind": "DOTTED"},
        ("subordinate", "manager"),
        {"kind": "SOLID"},
        {"kind": "WAVY"},
        nulls={"kind": "SOLID"},
    ),
    "influence": Sample(
        "influence",
        {"source": "a", "target": "b", "strength": 0.5, "kind": "PERSONAL", "evidence": "lunch", "on": "2026-01-31"},
        ("source", "target", "kind"),
        {"strength": 1.0},
        {"strength": 0},
        nulls={"evidence": "", "on": None},
        stored=_CLAIM | {"on": None},
    ),
    "ties": Sample(
        "ties",
        {"a": "a", "b": "b", "kind": "ALLIANCE", "note": "n"},
        ("kind", "a", "b"),
        {"note": "other"},
        {"note": 5},
        nulls={"note": ""},
    ),
    "attitudes": Sample(
        "attitudes",
        {"person": "a", "toward": "us", "level": "ACCEPT", "on": "2026-01-31", "confidence": 5},
        ("person", "toward", "on", "opportunity_id", "reported_by"),
        {"level": "OPPOSE"},
        {"level": "LIKES"},
        in_query=("opportunity_id", "reported_by"),
        nulls={"confidence": 3},
        stored=_CLAIM | {"opportunity_id": None},
    ),
    "attitudes of an opportunity": Sample(
        "attitudes",
        {"person": "a", "toward": "us", "level": "ACCEPT", "on": "2026-01-31", "opportunity_id": "o"},
        ("person", "toward", "on", "opportunity_id", "reported_by"),
        {"level": "OPPOSE"},
        {"confidence": 6},
        in_query=("opportunity_id", "reported_by"),
        stored=_CLAIM,
    ),
    "team": Sample(
        "team",
        {"id": "x", "name": "X", "role": "KAM", "seniority": "DIRECTOR"},
        ("id",),
        {"role": "AR"},
        {"role": "BOSS"},
        nulls={"role": "MEMBER", "seniority": "STAFF"},
        stored={"function": ""},
    ),
    "coverage": Sample(
        "coverage",
        {"member": "m", "person": "a", "owner": True, "target_level": "DEEP"},
        ("member", "person"),
        {"owner": False},
        {"owner": "yes"},
        nulls={"owner": False, "target_level": None},
    ),
    "interactions": Sample(
        "interactions",
        {"id": "x", "on": "2026-01-31", "members": ["m"], "people": ["a", "b"], "two_way": True},
        ("id",),
        {"note": "went well"},
        {"on": "2026-02-30"},
        nulls={"two_way": False, "people": []},
        stored={"kind": "VISIT", "note": "", "compliance_ref": None},
    ),
    "opportunities": Sample(
        "opportunities",
        {"id": "x", "name": "X", "horizon": "MID", "amount": 5},
        ("id",),
        {"name": "Y"},
        {"currency": "yuan"},
        nulls={"horizon": "SHORT", "amount": None},
        stored={"currency": "CNY", "decided_on": None, "stages": []},
    ),
    "stages": Sample(
        "opportunities/o/stages",
        {"id": "x", "order": 1, "kind": "AWARD", "quota": 2, "votes": [{"person": "a", "weight": 2}], "veto": ["b"]},
        ("id",),
        {"order": 2},
        {"order": -1},
        nulls={"veto": []},
        stored=_STAGE,
    ),
    **{name: Sample(*held) for name, held in METHOD_SAMPLES.items()},
}


@dataclass(frozen=True)
class Desk:
    """An account to work on over REST."""

    client: httpx.AsyncClient
    account_id: str
    headers: dict[str, str] = field(default_factory=dict)

    def url(self, path: str = "") -> str:
        base = f"{API}/accounts/{quote(self.account_id, safe='')}"
        return f"{base}/{path}" if path else base

    async def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        named = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        content = {} if body is None else {"json": body}
        return await self.client.request(method, self.url(path), headers=named, **content)

    async def load(self, document: Json | None = None) -> "Desk":
        answer = await self.send("PUT", "document", document or base_document(self.account_id))
        assert answer.status_code == 200, answer.text
        return self

    async def document(self) -> Json:
        found: Json = (await self.send("GET", "document")).json()
        return found

    async def items(self, path: str, **query: Any) -> list[Json]:
        answer = await self.client.get(self.url(path), params=query, headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: list[Json] = answer.json()["items"]
        return found


def fault_codes(answer: httpx.Response) -> list[tuple[str, str]]:
    """Pointer and code of each fault of a problem."""
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


def refused(answer: httpx.Response, status: int, code: str) -> list[tuple[str, str]]:
    """The faults of an answer that must be this problem."""
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return fault_codes(answer)
