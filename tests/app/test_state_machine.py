"""Any sequence of writes by two people does to an account what a plain model says, on both engines.

POWERMAP_TEST_RUNS and POWERMAP_TEST_STEPS set how many sequences are tried and how long they are.
"""

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any, Self
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from pydantic import SecretStr

from app.auth.keys import Grant, create_key
from app.main import create_app
from tests.conftest import Place, client_of
from tests.plain_model import KEYS, Json, Key, Model, Refused

RUNS = int(os.environ.get("POWERMAP_TEST_RUNS", "20"))
STEPS = int(os.environ.get("POWERMAP_TEST_STEPS", "30"))
PEOPLE = st.sampled_from(["p0", "p1", "p2", "p3"])
UNITS = st.sampled_from(["d0", "d1", "d2"])
ACTORS = st.sampled_from(["alice", "bob"])
PARTIES = st.sampled_from(["us", "rival"])
DAYS = st.sampled_from(["2026-01-31", "2026-02-28"])
PUBLIC = {"If-Match": "*"}


class Service:
    """A running service of its own on an engine, with two people's keys, driven from outside its loop."""

    def __init__(self, place: Place) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._place = place
        self.keys: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._runner.run(self._start())
        return self

    async def _start(self) -> None:
        app = create_app(
            self._place.settings().model_copy(update={"demo": False, "key_secret": SecretStr("of these tests")})
        )
        await self._stack.enter_async_context(app.router.lifespan_context(app))
        self._client = await self._stack.enter_async_context(client_of(app))
        for name in ("alice", "bob"):
            store, secret = app.state.accounts.store, app.state.key_secret
            self.keys[name] = await create_key(
                store, secret, Grant("admin", name)
            )  # who may write down what anybody says

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()

    def send(self, actor: str, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        content = {} if body is None else {"json": body}
        named = {"Authorization": f"Bearer {self.keys[actor]}"} | headers
        return self._runner.run(self._client.request(method, f"/api/v1/accounts{path}", headers=named, **content))


class Sequence(RuleBasedStateMachine):
    """Two people change one account; after every step the service holds what the model holds."""

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service
        self.model = Model()
        self.account = f"s{uuid4().hex}"
        made = service.send("bob", "POST", "", {"id": self.account, "name": "Sequence"})
        assert made.status_code == 201, made.text
        for kind, record in (("team", _member("m0")), ("vendor", {"id": "us", "name": "Us"})):
            self._put("alice", kind, record)
        self._put("alice", "opportunities", _opportunity("o"))
        for person in ("p0", "p1", "p2"):
            self._put("alice", "people", _person(person))

    def _send(self, actor: str, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return self.service.send(actor, method, f"/{self.account}/{path}", body, **headers)

    def _path(self, kind: str, key: Key) -> str:
        if kind == "vendor":
            return kind
        parts = dict(zip(KEYS[kind], key, strict=True))
        query = {name: parts.pop(name, "") for name in ("opportunity_id", "reported_by")}
        asked = "&".join(f"{name}={value}" for name, value in query.items() if value)
        return "/".join([kind, *parts.values()]) + (f"?{asked}" if asked else "")

    def _put(self, actor: str, kind: str, record: Json, *, blind: bool = False) -> None:
        key = self.model.key_of(kind, record)
        if_match = (self.model.find(kind, key) is not None) != blind
        path, headers = self._path(kind, key), PUBLIC if if_match else {}
        answer = self._send(actor, "PUT", path, record, **headers)
        self._compare(answer, lambda: self.model.put(actor, kind, record, if_match=if_match))

    def _compare(self, answer: httpx.Response, expected: Any) -> None:
        try:
            status = expected()
        except Refused as refused:
            status = refused.status
        assert answer.status_code == status, answer.text

    def _delete(self, actor: str, kind: str, key: Key, *, cascade: bool) -> None:
        path = self._path(kind, key)
        mark = "&" if "?" in path else "?"
        answer = self._send(actor, "DELETE", f"{path}{mark}cascade={str(cascade).lower()}")
        self._compare(answer, lambda: self.model.delete(actor, kind, key, cascade=cascade))

    @rule(actor=ACTORS, person=PEOPLE, unit=st.none() | UNITS, rank=st.integers(1, 6), blind=st.booleans())
    def put_person(self, actor: str, person: str, unit: str | None, rank: int, *, blind: bool) -> None:
        self._put(actor, "people", _person(person, department_id=unit, rank=rank), blind=blind and rank == 1)

    @rule(actor=ACTORS, person=PEOPLE, unit=st.none() | UNITS)
    def move_person(self, actor: str, person: str, unit: str | None) -> None:
        held = self.model.find("people", (person,))
        answer = self._send(actor, "PATCH", f"people/{person}", {"department_id": unit}, **PUBLIC)
        if held is None:
            assert answer.status_code == 404
        else:
            moved = held | {"department_id": unit}
            self._compare(answer, lambda: self.model.put(actor, "people", moved, if_match=True))

    @rule(actor=ACTORS, unit=UNITS, parent=st.none() | UNITS)
    def put_unit(self, actor: str, unit: str, parent: str | None) -> None:
        self._put(actor, "departments", {"id": unit, "name": unit, "name_en": "", "parent_id": parent})

    @rule(actor=ACTORS, low=PEOPLE, high=PEOPLE, kind=st.sampled_from(["SOLID", "SOLID", "DOTTED"]))
    def put_line(self, actor: str, low: str, high: str, kind: str) -> None:
        self._put(actor, "reporting", {"subordinate": low, "manager": high, "kind": kind})

    @rule(
        actor=ACTORS,
        source=PEOPLE,
        moved=PEOPLE,
        kind=st.sampled_from(["PERSONAL", "MENTOR"]),
        strength=st.sampled_from([0.1, 0.5, 1.0]),
        by=st.sampled_from([None, "m0", "m1"]),
    )
    def put_influence(self, actor: str, source: str, moved: str, kind: str, strength: float, by: str | None) -> None:
        record = {"source": source, "target": moved, "strength": strength, "kind": kind, "confidence": 3}
        self._put(actor, "influence", record | {"evidence": "", "reported_by": by, "on": None})

    @rule(actor=ACTORS, one=PEOPLE, other=PEOPLE, note=st.sampled_from(["", "old friends"]))
    def put_tie(self, actor: str, one: str, other: str, note: str) -> None:
        a, b = sorted((one, other))
        self._put(actor, "ties", {"a": a, "b": b, "kind": "ALLIANCE", "note": note})

    @rule(
        actor=ACTORS,
        person=PEOPLE,
        toward=PARTIES,
        on=DAYS,
        level=st.sampled_from(["OPPOSE", "SUPPORT", "UNKNOWN"]),
        about=st.sampled_from([None, "o"]),
    )
    def put_attitude(self, actor: str, person: str, toward: str, on: str, level: str, about: str | None) -> None:
        record = {"person": person, "toward": toward, "level": level, "confidence": 3, "evidence": ""}
        self._put(actor, "attitudes", record | {"reported_by": "m0", "on": on, "opportunity_id": about})

    @rule(actor=ACTORS, member=st.sampled_from(["m0", "m1"]), party=PARTIES, unit=st.booleans())
    def put_side(self, actor: str, member: str, party: str, *, unit: bool) -> None:
        if unit:
            self._put(actor, "team", _member(member))
        elif party == "us":
            self._put(actor, "vendor", {"id": "us", "name": "Us"})
        else:
            self._put(actor, "competitors", {"id": "rival", "name": "Rival"})

    @rule(actor=ACTORS, people=st.sets(PEOPLE, max_size=2), member=st.sampled_from(["m0", "m1"]), owner=st.booleans())
    def meet(self, actor: str, people: set[str], member: str, *, owner: bool) -> None:
        met = {"id": "i0", "on": "2026-01-31", "kind": "VISIT", "members": [member], "people": sorted(people)}
        self._put(actor, "interactions", met | {"two_way": owner, "note": "", "compliance_ref": None})
        for person in sorted(people)[:1]:
            record = {"member": member, "person": person, "owner": owner, "target_level": None}
            self._put(actor, "coverage", record)

    @rule(
        actor=ACTORS,
        stage=st.sampled_from(["s0", "s1"]),
        order=st.sampled_from([1, 2]),
        votes=st.dictionaries(PEOPLE, st.integers(0, 3), max_size=3),
        quota=st.none() | st.integers(-1, 4),
        veto=st.sets(PEOPLE, max_size=1),
    )
    def put_stage(
        self, actor: str, stage: str, order: int, votes: dict[str, int], quota: int | None, veto: set[str]
    ) -> None:
        held = self.model.find("opportunities", ("o",))
        known = bool(held) and any(one["id"] == stage for one in (held or {})["stages"])
        record = {
            "id": stage,
            "order": order,
            "kind": "AWARD",
            "weight": None,
            "quota": quota,
            "votes": [{"person": person, "weight": votes[person]} for person in sorted(votes)],
            "veto": sorted(veto),
            "outcome": None,
            "participants": [{"person": person, "role": "APPROVER"} for person in sorted(veto)],
        }
        answer = self._send(actor, "PUT", f"opportunities/o/stages/{stage}", record, **(PUBLIC if known else {}))
        self._compare(answer, lambda: self.model.put_stage(actor, "o", record, if_match=known))

    @rule(actor=ACTORS)
    def put_opportunity(self, actor: str) -> None:
        if self.model.find("opportunities", ("o",)) is None:
            self._put(actor, "opportunities", _opportunity("o"))

    @rule(actor=ACTORS, data=st.data(), cascade=st.booleans())
    def delete(self, actor: str, data: st.DataObject, *, cascade: bool) -> None:
        there = [(kind, key) for kind, held in self.model.content.items() for key in sorted(held)]
        kind, key = data.draw(st.sampled_from([*there, ("people", ("p9",)), ("team", ("m9",))]))
        self._delete(actor, kind, key, cascade=cascade)

    @rule(actor=ACTORS, person=PEOPLE, cascade=st.sampled_from([True, True, False]))
    def delete_person(self, actor: str, person: str, *, cascade: bool) -> None:
        self._delete(actor, "people", (person,), cascade=cascade)

    @rule(actor=ACTORS)
    def undo(self, actor: str) -> None:
        self._compare(self._send(actor, "POST", "undo"), lambda: self.model.undo(actor))

    @invariant()
    def the_service_holds_what_the_model_holds(self) -> None:
        held = self._send("alice", "GET", "document").json()
        assert {kind: held[kind] for kind in KEYS} == self.model.document()

    def teardown(self) -> None:
        """The change feed tells the same story: carried out from nothing it gives the document."""
        told: dict[str, dict[str, Json]] = {kind: {} for kind in KEYS}
        for entry in self._feed():
            if entry["kind"] in told:
                assert told[entry["kind"]].get(entry["path"]) == entry["before"]
                told[entry["kind"]] |= {entry["path"]: entry["after"]}
        shown = {kind: [one for one in held.values() if one is not None] for kind, held in told.items()}
        for kind, held in self.model.content.items():
            assert sorted(map(_in_order, shown[kind])) == sorted(map(_in_order, held.values()))

    def _feed(self) -> Iterator[Json]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._send("bob", "GET", f"changes?limit=200&cursor={cursor}").json()
            yield from page["items"]
            cursor = page["next_cursor"]


def _in_order(record: Json) -> str:
    return json.dumps(record, sort_keys=True)


def _person(person: str, **fields: Any) -> Json:
    defaults = {"name_en": "", "department_id": None, "rank": 6, "title": "", "title_en": "", "external": False}
    more = {"placeholder": False, "assertiveness": None, "orientation": None, "openness": None}
    assumed = {} if "rank" in fields else {"rank_assumed": True}
    return {"id": person, "name": person} | defaults | more | assumed | fields


def _member(member: str) -> Json:
    return {"id": member, "name": member, "role": "MEMBER", "seniority": "STAFF", "function": ""}


def _opportunity(name: str) -> Json:
    fields = {"horizon": "SHORT", "amount": None, "currency": "CNY", "decided_on": None, "stages": []}
    return {"id": name, "name": name} | fields


@pytest.mark.slow
def test_any_sequence_of_writes_does_what_the_model_says(place: Place, engine: str) -> None:
    del engine
    checked = settings(
        max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    with Service(place) as service:
        run_state_machine_as_test(lambda: Sequence(service), settings=checked)
