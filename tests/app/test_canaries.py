"""Generated requests with keys that may not see: nothing of a hidden account, nor of a hidden class of fields, ever comes back.

Every operation, role and clearance is drawn, with parameters and bodies that name what is hidden. Answers are searched
unpacked, their headers, the log and the audit log, too. `scripts/canaries` runs the long form and says how much it asked.
"""

import io
import json
import os
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pypdf
import structlog

from app.auth.keys import Grant, create_key
from app.auth.profiles import PROFILES
from app.exports.service import FORMATS
from app.roles import ROLES
from graph.store import Store
from tests.app.test_access_matrix import Operation, _full, _operations
from tests.app.test_clearance import CONTACT, NOTE, marked
from tests.conftest import Place
from tests.keys_at_hand import bearer, keyed_service
from tests.records_at_hand import API

REQUESTS = int(os.environ.get("POWERMAP_TEST_CANARIES", "400"))
HIDDEN = "CANARYHIDDEN"
_SLOW = frozenset({"pptx", "pdf", "png"})
_PARAMETERS: dict[str, list[Any]] = {
    "opportunity": ["o", HIDDEN, ""],
    "as_of": ["2026-11-27", "2030-01-01"],
    "q": [HIDDEN, "a", HIDDEN[:6].lower()],
    "redact": [*PROFILES, None],
    "lang": ["zh", "en"],
    "layers": ["reporting,influence,ties,layout"],
    "to": ["b", HIDDEN],
    "focus": ["a", HIDDEN],
    "snapshot": ["s", "newest"],
    "cascade": [True],
    "dry_run": [True],
    "mode": ["merge", "replace"],
    "tree": [True],
    "limit": [1, 200],
    "person": ["a", "b"],
    "reported_by": ["m"],
    "policy": ["1"],
    "include": ["all"],
}


def _unpacked(body: bytes) -> Iterator[bytes]:
    """A body and, where it is an archive or a document, what is in it."""
    yield body
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _unpacked(archive.read(name))
    elif body[:5] == b"%PDF-":
        reader = pypdf.PdfReader(io.BytesIO(body))
        yield repr(reader.metadata).encode()
        yield from (page.extract_text().encode() for page in reader.pages)


def _leaks(answer: httpx.Response, canaries: list[str]) -> list[str]:
    found = [repr(answer.headers).encode(), *_unpacked(answer.content)]
    return [canary for canary in canaries for part in found if canary.encode() in part]


def _known_parameters(document: Any) -> dict[str, set[str]]:
    """The names of the query's parameters, by operation."""
    shared = document["components"].get("parameters", {})

    def names(parameters: list[Any]) -> set[str]:
        resolved = [shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in parameters]
        return {one["name"] for one in resolved if one["in"] == "query"}

    return {
        operation["operationId"]: names([*item.get("parameters", []), *operation.get("parameters", [])])
        for item in document["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
    }


class Draw:
    """Requests drawn anew from a seed, which a failure names."""

    def __init__(self, seed: int, document: Any, accounts: list[str], other: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets
        self.operations = [one for one in _operations(document) if one.id != "follow_account"]
        self.known = _known_parameters(document)
        self.accounts, self.other = accounts, other

    def request(self) -> tuple[Operation, str, str, dict[str, Any]]:
        """An operation, its method and path, and what is sent."""
        draw = self.random
        operation = draw.choice(self.operations)
        account = self.other if draw.random() < 0.4 else draw.choice(self.accounts)
        path = operation.path.replace("{account_id}", account)
        if operation.id == "export_account":
            chosen = draw.choice([one for one in FORMATS if one not in _SLOW or draw.random() < 0.05])
            path = path.replace("export.svg", f"export.{chosen}")
        params = {
            name: draw.choice(values)
            for name, values in _PARAMETERS.items()
            if name in self.known[operation.id] and draw.random() < 0.3
        }
        sent: dict[str, Any] = {"params": {name: value for name, value in params.items() if value is not None}}
        if operation.method in {"POST", "PUT", "PATCH"}:
            sent["json"] = self._body()
        return operation, operation.method, path, sent

    def _body(self) -> Any:
        other, one = self.other, self.random.choice(("a", "P1", "o"))
        return self.random.choice(
            [
                {},
                {"id": other, "name": "x", "parent_id": other},
                {"account": other, "account_id": other, "person": one, "params": {"account": other}},
                {"account_id": other, "opportunity": "o", "as_of": "2026-11-27"},
                {"opportunity": "o", "changes": [{"kind": "leave", "person": one}]},
                {"query": "MATCH (n) RETURN n", "account": other},
                {"query": "MATCH (n) RETURN n LIMIT 50"},
                {"person": one, "account_id": other, "lender": other},
                {"format": "powermap-account/1", "account": {"id": other, "name": "x"}},
            ]
        )


async def test_no_canary_in_any_answer_or_log(embedded_place: Place, embedded_store: Store) -> None:
    await embedded_store.ping()
    run = uuid4().hex[:8]
    own, below, other = (f"{word}-{run}" for word in ("own", "below", "other"))
    seed = int(os.environ.get("POWERMAP_TEST_SEED", random.SystemRandom().randrange(2**32)))
    async with keyed_service(embedded_place) as service:
        admin = await service.key("admin")
        for account, parent, name in ((own, None, "Own"), (below, own, "Below"), (other, None, HIDDEN)):
            document = _full(account, parent, name)
            marked(document, note=f"{HIDDEN} {NOTE}" if account == other else NOTE)
            for person in document["people"]:
                person["external_ids"][0]["id"] += person["id"]
                person["email"] = f"{person['id']}.{person['email']}"
            document["coverage"][0] |= {"override_level": "BRIEF", "override_on": "2026-11-20"}
            await service.desk(account, admin).load(document)
        store, secret = service.app.state.accounts.store, service.app.state.key_secret
        keys = []
        for role in ROLES:
            for clearance in PROFILES:
                key = await create_key(store, secret, Grant(role, "Key", (own,), member="m", clearance=clearance))
                keys.append((role, clearance, bearer(key)))
        draw, counted = Draw(seed, service.app.openapi(), [own, below, f"nobody-{run}"], other), Counter[int]()
        with structlog.testing.capture_logs() as log:
            for number in range(REQUESTS):
                role, clearance, headers = draw.random.choice(keys)
                operation, method, path, sent = draw.request()
                unchanged = {"If-Match": '"never"'} if method != "GET" else {}
                answer = await service.client.request(method, path, headers=headers | unchanged, **sent)
                hidden = [HIDDEN] if clearance == "full" else [HIDDEN, NOTE, CONTACT]
                told = json.dumps(sent)
                leaks = [one for one in _leaks(answer, hidden) if one not in told]
                assert not leaks, (seed, number, role, clearance, operation.id, path, sent)
                assert answer.status_code < 500, (seed, number, operation.id, path, sent, answer.text)
                counted[answer.status_code] += 1
        assert all(canary not in repr(log) for canary in (HIDDEN, NOTE, CONTACT)), seed
        noted = b"".join(file.read_bytes() for file in service.app.state.audit.folder.iterdir() if file.is_file())
        assert all(canary.encode() not in noted for canary in (HIDDEN, NOTE, CONTACT))
        full = await service.client.get(f"{API}/accounts/{other}/document", headers=admin)
        assert full.text.count(HIDDEN) > 15  # nothing was found because nothing is there? no
    assert counted[200] > REQUESTS / 20, counted
    if REQUESTS > 1000:
        print(f"\ncanaries: seed {seed}, {REQUESTS} requests, 0 leaks; by status: {dict(sorted(counted.items()))}")  # noqa: T201
