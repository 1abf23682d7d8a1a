"""Another tool is told of every change, by ids, signed, until it has it; nobody is posted to who may not be."""

import asyncio
import base64
import hmac
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.auth.keys import revoke_key
from app.events.service import AccountEvent
from app.texts.catalogue import Language
from app.webhooks.forms import Message, card_post, is_taken
from app.webhooks.schemas import Form
from tests.conftest import EMBEDDED_ONLY, Place
from tests.keys_at_hand import keyed_service
from tests.patience import PATIENCE
from tests.records_at_hand import API, base_document

WHO = "沈从不可说"


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something to hold."""
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110 - what is waited for stands in the store, or is another thread's
            await asyncio.sleep(0.05)


@dataclass
class Receiver:
    """A tool that takes posts: what came, and what it answers, in turn (then 200)."""

    port: int
    answers: list[tuple[int, dict[str, str]]]
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?room=1"

    def has(self, number: int) -> Callable[[], Awaitable[bool]]:
        """Whether so many posts came."""

        async def holds() -> bool:
            return len(self.posts) >= number

        return holds

    def revisions(self) -> list[int]:
        return [json.loads(body)["data"]["revision"] for _, _, body in self.posts]


@contextmanager
def receiving(*answers: tuple[int, dict[str, str]]) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.posts.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = receiver.answers.pop(0) if receiver.answers else (200, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base calls it
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_port, list(answers))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE)


def signature(secret: str, headers: dict[str, str], body: bytes) -> str:
    """As Standard Webhooks say, from what the receiver has."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


async def test_changes_are_told_until_they_are_taken(place: Place, account_id: str) -> None:
    moved = (302, {"Location": "/elsewhere"})
    with receiving((500, {}), moved) as receiver:
        async with keyed_service(place, webhook_hosts="127.0.0.1") as service:
            client, admin = service.client, await service.key("admin", name="Ann Admin")
            maker = await service.key("admin", name="Maker")
            await service.desk(account_id, admin).load(base_document(account_id))
            hooks, person = f"{API}/accounts/{account_id}/webhooks", f"{API}/accounts/{account_id}/people/a"
            made = await client.post(hooks, json={"url": receiver.url}, headers=maker)
            assert made.status_code == 201, made.text
            assert made.json()["signing_secret"].startswith("whsec_")
            await client.post(hooks, json={"url": receiver.url, "kinds": ["attitudes"]}, headers=maker)
            revision = made.json()["delivered"]

            async def rename(name: str) -> None:
                renamed = await client.patch(person, json={"name": name}, headers=admin | {"If-Match": "*"})
                assert renamed.status_code == 200, renamed.text

            await rename(WHO)
            await rename("Ann")
            await until(receiver.has(4))
            assert receiver.revisions() == [revision + 1] * 3 + [revision + 2]
            assert {path for path, _, _ in receiver.posts} == {"/hook?room=1"}  # a redirect is not followed
            assert len({headers["webhook-id"] for _, headers, _ in receiver.posts}) == 2
            for _, headers, body in receiver.posts:
                assert headers["webhook-signature"] == signature(made.json()["signing_secret"], headers, body)
                said = json.loads(body)
                assert (said["type"], said["data"]["account"], said["data"]["kinds"]) == (
                    "account.changed",
                    account_id,
                    ["people"],
                )
                assert all(name not in body.decode() for name in (WHO, "Person", "Ann"))

            async def all_told() -> bool:
                items = (await client.get(hooks, headers=admin)).json()["items"]
                assert [one["signing_secret"] for one in items] == [None, None]
                assert receiver.url not in json.dumps(items)
                return [(one["delivered"], one["attempts"]) for one in items] == [(revision + 2, 0)] * 2

            await until(all_told)
            await revoke_key(service.app.state.accounts.store, maker["Authorization"].split()[1])
            other = await client.post(hooks, json={"url": receiver.url}, headers=admin)
            await rename("Anna")
            await until(receiver.has(5))
            assert receiver.posts[-1][1]["webhook-id"].startswith(other.json()["id"])
            assert (await client.delete(f"{hooks}/{other.json()['id']}", headers=admin)).status_code == 204
            assert (await client.delete(f"{hooks}/{other.json()['id']}", headers=admin)).status_code == 404


@EMBEDDED_ONLY
async def test_what_may_not_be_posted_to_is_refused(place: Place, account_id: str) -> None:
    for hosts, url, status in (
        ("", "https://tools.example/hook", 403),
        ("*", "https://127.0.0.1/", 422),
        ("*", "https://localhost/", 422),
        ("*", "https://169.254.169.254/latest", 422),
        ("*", "https://[::ffff:127.0.0.1]/", 422),
        ("*", "https://[64:ff9b::7f00:1]/", 422),
        ("*", "https://2130706433/", 422),
        ("*", "http://8.8.8.8/", 422),
        ("*", "https://me:word@8.8.8.8/", 422),
        ("*", "https://8.8.8.8:99999/", 422),
        ("*", "file:///etc/passwd", 422),
        ("tools.example", "https://8.8.8.8/", 422),
        ("8.8.8.8", "https://8.8.8.8/", 201),
    ):
        async with keyed_service(place, webhook_hosts=hosts) as service:
            admin = await service.key("admin")
            await service.desk(account_id, admin).load(base_document(account_id))
            answer = await service.client.post(
                f"{API}/accounts/{account_id}/webhooks", json={"url": url, "kinds": []}, headers=admin
            )
            assert answer.status_code == status, (hosts, url, answer.text)
            if status == 422:
                assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/url", "unfit-address")]


@pytest.mark.parametrize("form", ["feishu", "dingtalk", "wecom", "teams"])
def test_cards_say_what_changed_in_one_language(form: Form) -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC).isoformat()
    event = AccountEvent(revision=7, at=at, actor="Ann Admin", member="S1", undoes=None, kinds=["attitudes", "people"])
    message = Message("w-7", "acme", event, "https://map.example/accounts/acme")
    spoken: tuple[tuple[Language, str], ...] = (("zh", "acme 有变更"), ("en", "acme changed"))
    for language, words in spoken:
        post = card_post(message, form, language, "key", 1_790_000_000)
        said = json.dumps(json.loads(post.body), ensure_ascii=False)
        assert words in said
        assert "https://map.example/accounts/acme" in said
        assert "Ann Admin" not in said
    assert ('"sign"' in said, "sign=" in post.query) == (form == "feishu", form == "dingtalk")
    refused = b'{"errcode": 310000, "code": 19021}'
    assert is_taken(form, 200, refused) is (form == "teams")
    assert is_taken(form, 200, b'{"errcode": 0}')
    assert not is_taken(form, 500, b'{"errcode": 0}')
