"""Tokens of an identity provider: who they say asks, what is refused, and signing in with a browser.

The provider is a real one on a port of its own; the tokens of the attacks are signed with its key where something else is wrong.
"""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import flask
import httpx
import jwt
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from app.audit.audit_log import lines
from app.auth.oidc import LEEWAY, MOST_CHARACTERS, principal
from app.auth.provider import SECONDS_AFTER_FAILURE, SECONDS_BETWEEN, Provider
from app.auth.sessions import seal
from app.main import create_app
from app.problems import ProviderUnavailable
from app.settings import Settings
from graph.store import Store
from tests.conftest import Place, client_of
from tests.identity_provider import CLIENT, IdentityProvider, b64, identity_provider
from tests.keys_at_hand import SECRET, bearer
from tests.records_at_hand import API

Json = dict[str, Any]
ADA = {"name": "Ada", "powermap_role": "editor"}


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    with identity_provider() as running:
        yield running


@dataclass(frozen=True)
class Signing:
    """A service that trusts the provider, with an account that is granted and one that is not."""

    app: Any
    client: httpx.AsyncClient
    provider: IdentityProvider
    own: str
    other: str

    def claims(self, **other: Any) -> Json:
        now = int(time.time())
        own = {"iss": self.provider.issuer, "sub": "ada", "aud": CLIENT, "iat": now, "exp": now + 600}
        return {**own, **ADA, "powermap_accounts": [self.own], **other}

    async def status(self, token: str, path: str = "/whoami") -> int:
        return (await self.client.get(f"{API}{path}", headers=bearer(token))).status_code


def settings(place: Place, issuer: str, **other: Any) -> Settings:
    own = {
        "demo": False,
        "key_secret": SECRET,
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
    }
    return place.settings().model_copy(update=own | other)


@pytest_asyncio.fixture(scope="module")
async def signing(embedded_place: Place, embedded_store: Store, provider: IdentityProvider) -> AsyncIterator[Signing]:
    await embedded_store.ping()
    app = create_app(settings(embedded_place, provider.issuer, key_guesses=1_000_000, oidc_name="Globex"))
    own, other = (f"{word}-{uuid4().hex[:8]}" for word in ("own", "other"))
    async with app.router.lifespan_context(app), client_of(app) as client:
        root = bearer(provider.token("root", powermap_role="admin", powermap_accounts=["*"]))
        for account in (own, other):
            answer = await client.post(f"{API}/accounts", json={"id": account, "name": account}, headers=root)
            assert answer.status_code == 201, answer.text
        yield Signing(app, client, provider, own, other)


# -- who asks -------------------------------------------------------------------------------------------------------------


async def test_a_token_is_somebody_with_a_role_and_accounts(signing: Signing) -> None:
    headers = bearer(signing.provider.token("ada", **ADA, powermap_accounts=[signing.own], powermap_member="S1"))
    who = (await signing.client.get(f"{API}/whoami", headers=headers)).json()
    identity = principal(signing.provider.issuer, "ada")
    assert (who["id"], who["name"], who["role"]) == (identity, "Ada", "editor")
    assert (who["accounts"], who["member"], who["clearance"]) == ([signing.own], "S1", "full")
    path = f"{API}/accounts/{signing.own}"
    assert (await signing.client.get(path, headers=headers)).status_code == 200
    assert (await signing.client.get(f"{API}/accounts/{signing.other}", headers=headers)).status_code == 404
    person = {"id": f"p{uuid4().hex[:6]}", "name": "Bo"}
    assert (await signing.client.post(f"{path}/people", json=person, headers=headers)).status_code == 201
    change = (await signing.client.get(f"{path}/changes", headers=headers)).json()["items"][-1]
    assert (change["actor"], change["member"]) == ("Ada", "S1")
    noted = [line.facts() for line in lines(signing.app.state.audit.folder)]
    assert [one.get("account") for one in noted if one.get("actor") == identity][-1] == signing.own
    assert (await signing.client.get(f"{API}/keys", headers=headers)).status_code == 403


async def test_an_account_made_again_under_an_id_is_not_the_one_a_token_or_session_named(signing: Signing) -> None:
    client, again = signing.client, f"again-{uuid4().hex[:8]}"
    root = bearer(signing.provider.token("root", powermap_role="admin", powermap_accounts=["*"]))
    secret = SECRET.get_secret_value().encode()
    content = {"id": "x", "name": "x", "member": None, "role": "reader", "clearance": "full", "accounts": [again]}

    async def make() -> None:
        made = await client.post(f"{API}/accounts", json={"id": again, "name": again}, headers=root)
        assert made.status_code == 201

    await make()
    token = signing.provider.token("ada", **ADA, powermap_accounts=[again])
    session = seal(secret, "session", content | {"at": time.time()}, time.time() + 60)
    private, kid = signing.provider.key()
    earlier = signing.claims(iat=int(time.time()) - 60, powermap_accounts=[again])
    old = jwt.encode(earlier, private, "RS256", {"kid": kid})
    assert [await signing.status(one, f"/accounts/{again}") for one in (token, session, old)] == [200, 200, 404]
    assert (await client.delete(f"{API}/accounts/{again}", headers=root)).status_code == 204
    await make()
    assert [await signing.status(one, f"/accounts/{again}") for one in (token, session, old)] == [404, 404, 404]
    fresh = signing.provider.token("ada", **ADA, powermap_accounts=[again], powermap_member="S2")
    assert await signing.status(fresh, f"/accounts/{again}") == 200


async def test_whom_no_claim_gives_anything_may_nothing(signing: Signing) -> None:
    assert await signing.status(signing.provider.token("nobody")) == 403
    assert await signing.status(signing.provider.token("odd", powermap_role="owner")) == 403
    assert await signing.status(signing.provider.token("typed", powermap_role={"admin": True})) == 403
    bare = signing.provider.token("bare", powermap_role="reader")
    assert await signing.status(bare) == 200
    assert await signing.status(bare, f"/accounts/{signing.own}") == 404
    strange = signing.provider.token("strange", powermap_role="reader", powermap_clearance="all")
    assert (await signing.client.get(f"{API}/whoami", headers=bearer(strange))).json()["clearance"] == "outline"


async def test_claims_are_mapped_by_settings(embedded_place: Place, provider: IdentityProvider) -> None:
    mapping = {
        "oidc_role_claim": "realm_access.roles",
        "oidc_roles": {"kam": "editor", "sales": "reader"},
        "oidc_accounts_claim": "customers",
        "oidc_audience": "api",
    }
    app = create_app(settings(embedded_place, provider.issuer, **mapping))
    claims = {"realm_access": {"roles": ["sales", "kam", "admin"]}, "customers": ["x"]}
    async with app.router.lifespan_context(app), client_of(app) as client:
        headers = bearer(provider.token("kim", "api", **claims))
        who = (await client.get(f"{API}/whoami", headers=headers)).json()
        assert (who["role"], who["accounts"]) == ("editor", ["x"])
        refused = await client.get(f"{API}/whoami", headers=bearer(provider.token("kim", CLIENT, **claims)))
        assert refused.status_code == 401


# -- attacks --------------------------------------------------------------------------------------------------------------


def _forged(header: Json, claims: Json, secret: bytes = b"") -> str:
    body = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
    mac = hmac.new(secret, body.encode(), hashlib.sha256).digest() if secret else b""
    return f"{body}.{b64(mac)}"


def attacks(signing: Signing, trap: str) -> dict[str, str]:
    """Tokens that differ from a good one in one thing each."""
    private, kid = signing.provider.key()
    good, now = signing.claims(), int(time.time())
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    stranger = rsa.generate_private_key(65537, 2048)
    curve = ec.generate_private_key(ec.SECP256R1())
    own_jwk = {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(stranger.public_key())), "kid": kid, "use": "sig"}

    def signed(claims: Json, key: Any = private, algorithm: str = "RS256", **header: Any) -> str:
        return jwt.encode(claims, key, algorithm, {"kid": kid, **header})

    def without(name: str) -> str:
        return signed({key: value for key, value in good.items() if key != name})

    fine = signed(good)
    start, body, signature = fine.split(".")
    return {
        "none": _forged({"alg": "none", "kid": kid}, good),
        "None": _forged({"alg": "NoNe", "kid": kid}, good),
        "no algorithm": _forged({"kid": kid}, good),
        "algorithm that is no text": _forged({"alg": ["RS256"], "kid": kid}, good),
        "HS256 with the public key": _forged({"alg": "HS256", "kid": kid}, good, public),
        "HS256 with the key's modulus": _forged(
            {"alg": "HS256", "kid": kid}, good, signing.provider.public()["n"].encode()
        ),
        "HS256 with nothing": _forged({"alg": "HS256", "kid": kid}, good, b"\0"),
        "other audience": signed(signing.claims(aud="another")),
        "other audiences": signed(signing.claims(aud=["another", "third"])),
        "audience of another type": signed(signing.claims(aud={"powermap": 1})),
        "other issuer": signed(signing.claims(iss="https://evil.example")),
        "issuer with a slash more": signed(signing.claims(iss=f"{signing.provider.issuer}/")),
        "expired": signed(signing.claims(exp=now - LEEWAY - 60)),
        "not yet": signed(signing.claims(nbf=now + LEEWAY + 60)),
        "issued tomorrow": signed(signing.claims(iat=now + 86_400)),
        "expiry of another type": signed(signing.claims(exp="soon")),
        "expiry without end": signed(signing.claims(exp=10**400)),
        "for years": signed(signing.claims(exp=now + 1_000 * 86_400)),
        "subject of another type": signed(signing.claims(sub=["ada"])),
        **{f"without {name}": without(name) for name in ("exp", "iat", "aud", "iss", "sub")},
        "wrong key, same id": signed(good, stranger),
        "another kind of key, same id": signed(good, curve, "ES256"),
        "unknown key id": signed(good, stranger, kid="another"),
        "key id a path": signed(good, stranger, kid="../../../../dev/null"),
        "key id an address": signed(good, stranger, kid=f"{trap}/kid"),
        "key id a statement": signed(good, stranger, kid="x' UNION SELECT 'secret"),
        "key id empty, signed by nobody": _forged({"alg": "RS256", "kid": ""}, good),
        "key id of another type": _forged({"alg": "RS256", "kid": {"$ne": 1}}, good),
        "jku": signed(good, stranger, kid="mine", jku=f"{trap}/jku"),
        "jku, same id": signed(good, stranger, jku=f"{trap}/jku"),
        "x5u": signed(good, stranger, x5u=f"{trap}/x5u"),
        "embedded key": signed(good, stranger, jwk=own_jwk),
        "embedded certificate": signed(good, stranger, x5c=[b64(public)]),
        "critical extension": signed(good, crit=["exp"], exp=0),
        "payload not in the token": signed(good, crit=["b64"], b64=False),
        "changed claims": f"{start}.{b64(json.dumps({**good, 'powermap_role': 'admin'}).encode())}.{signature}",
        "truncated": fine[:-2],
        "without signature": f"{start}.{body}.",
        "two parts": f"{start}.{body}",
        "four parts": f"{fine}.{signature}",
        "five parts": f"{fine}.{signature}.{signature}",
        "header no JSON": f"{b64(b'{')}.{body}.{signature}",
        "header a list": f"{b64(b'[]')}.{body}.{signature}",
        "header very deep": f"{b64(b'[' * 9000)}.{body}.{signature}",
        "claims a list": jwt.api_jws.encode(b"[]", private, "RS256", {"kid": kid}),
        "huge": signed(signing.claims(more="x" * MOST_CHARACTERS)),
        "only dots": ".." * 100,
        "odd characters": "eyJ.%00.\x7f",
    }


async def test_forged_and_foreign_tokens_are_401_and_lead_nowhere(signing: Signing) -> None:
    private, kid = signing.provider.key()
    assert await signing.status(jwt.encode(signing.claims(), private, "RS256", {"kid": kid})) == 200
    assert await signing.status(jwt.encode(signing.claims(), private, "PS256", {"kid": kid})) in {200, 401}
    before = len(signing.provider.asked)
    with identity_provider() as trap:
        for name, token in attacks(signing, trap.issuer).items():
            answer = await signing.client.get(f"{API}/whoami", headers=bearer(token))
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized"), name
            assert answer.headers["www-authenticate"] == "Bearer"
        assert trap.asked == []
    assert len(signing.provider.asked) - before <= 2  # one look for all keys nobody knows


async def test_a_session_is_sealed_and_of_its_purpose(signing: Signing) -> None:
    secret = SECRET.get_secret_value().encode()
    content = {"id": "x", "name": "x", "member": None, "role": "admin", "clearance": "full", "accounts": None}
    later = time.time() + 60
    fine = seal(secret, "session", content, later)
    assert await signing.status(fine) == 200
    body, _, mac = fine.partition("~")
    wrong = [
        seal(b"other", "session", content, later),
        seal(secret, "sign-in", content, later),
        seal(secret, "session", content, time.time() - 1),
        f"{body[:-4]}AAAA~{mac}",
        f"{body}~{mac[:-1]}",
        f"{body}~é",
        "pms.~",
    ]
    for sealed in wrong:
        raw = [(b"authorization", f"Bearer {sealed}".encode())]
        assert (await signing.client.get(f"{API}/whoami", headers=raw)).status_code == 401


# -- the provider away ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("signing")
async def test_a_provider_that_is_away_is_503_in_words_and_keys_go_on(embedded_place: Place) -> None:
    with identity_provider() as gone:
        token = gone.token("ada", **ADA)
    app = create_app(settings(embedded_place, gone.issuer))
    async with app.router.lifespan_context(app), client_of(app) as client:
        answer = await client.get(f"{API}/whoami", headers=bearer(token))
        assert (answer.status_code, answer.json()["code"]) == (503, "identity-provider-unavailable")
        assert answer.headers["retry-after"]
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get(f"{API}/whoami", headers=bearer(f"pm_{'a' * 12}_{'b' * 43}"))).status_code == 401
        there = await client.get("/session/oidc")
        assert (there.status_code, there.headers["location"]) == (303, "/?sign_in=unavailable")


async def test_keys_are_looked_for_once_a_minute_and_kept_while_the_provider_is_away() -> None:
    now = 1000.0
    with identity_provider() as running:
        provider = Provider(running.issuer, lambda: now)
        first = await provider.metadata()
        for _ in range(50):
            await provider.metadata(anew=True)
        assert len(running.asked) == 2
        now += SECONDS_BETWEEN
        await provider.metadata(anew=True)
        assert len(running.asked) == 4
    now += SECONDS_BETWEEN
    assert await provider.metadata(anew=True) == first
    other = Provider(running.issuer, lambda: now)
    for _ in range(2):
        with pytest.raises(ProviderUnavailable):
            await other.metadata()
    now += SECONDS_AFTER_FAILURE


async def test_a_provider_that_names_another_issuer_is_none(provider: IdentityProvider) -> None:
    with pytest.raises(ProviderUnavailable):
        await Provider(provider.issuer.replace("localhost", "127.0.0.1") + "/").metadata()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"oidc_issuer": "http://login.example", "oidc_client_id": "x"}, "https"),
        ({"oidc_issuer": "https://login.example"}, "POWERMAP_OIDC_AUDIENCE"),
        ({"oidc_roles": {"a": "owner"}}, "reader"),
    ],
)
def test_settings_that_would_trust_too_much_are_refused(wrong: Json, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Settings(**wrong)


# -- with a browser -----------------------------------------------------------------------------------------------------------


async def test_signing_in_with_code_pkce_state_and_nonce(signing: Signing) -> None:
    client, provider = signing.client, signing.provider
    assert (await client.get("/session")).json()["sign_in_at"] == "Globex"
    provider.user("eve", **ADA, powermap_accounts=[signing.own])
    begun = await client.get("/session/oidc", params={"back": f"/accounts/{signing.own}"})
    cookie = begun.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/session/oidc"))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.headers["location"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    back = provider.consent(begun.headers["location"], "eve")
    code = parse_qs(urlsplit(back).query)["code"][0]

    for wrong in ({"code": code, "state": "another"}, {"code": code}, {"state": asked["state"]}):
        refused = await httpx.AsyncClient(
            transport=httpx.ASGITransport(signing.app), base_url="http://127.0.0.1", cookies=client.cookies
        ).get("/session/oidc/callback", params=wrong)
        assert refused.headers["location"] == "/?sign_in=refused"
    done = await client.get("/session/oidc/callback", params={"code": code, "state": asked["state"]})
    assert (done.status_code, done.headers["location"]) == (303, f"/accounts/{signing.own}")
    sent = provider.forms[-1]
    assert b64(hashlib.sha256(sent["code_verifier"].encode()).digest()) == asked["code_challenge"]
    session = next(line for line in done.headers.get_list("set-cookie") if line.startswith("powermap_session")).lower()
    assert all(part in session for part in ("httponly", "samesite=strict", "path=/"))

    who = (await client.get("/session")).json()
    assert (who["signed_in"], who["name"], "edit" in who["rights"]) == (True, "Ada", True)
    path = f"{API}/accounts/{signing.own}"
    assert (await client.get(path)).status_code == 200
    assert (await client.get(f"{API}/accounts/{signing.other}")).status_code == 404
    person = {"id": f"p{uuid4().hex[:6]}", "name": "Bo"}
    assert (await client.post(f"{path}/people", json=person)).status_code == 401  # no page asks
    own = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert (await client.post(f"{path}/people", json=person, headers=own)).status_code == 201
    again = await client.get("/session/oidc/callback", params={"code": code, "state": asked["state"]})
    assert again.headers["location"] == "/?sign_in=refused"
    out = await client.delete("/session", headers=own)
    assert (out.status_code, (await client.get(path)).status_code) == (200, 401)
    there = httpx.URL(out.json()["sign_out_at"])
    asks = {"client_id": CLIENT, "post_logout_redirect_uri": "http://127.0.0.1/"}
    assert (str(there.copy_with(query=None)), dict(there.params)) == (f"{provider.issuer}/oauth2/end_session", asks)
    assert provider.asks_to_sign_out(str(there))
    assert (await client.delete("/session", headers=own)).status_code == 204, "nobody is signed in"


@pytest.mark.parametrize("said", [{}, {"end_session_endpoint": "http://evil.example/out"}, {"end_session_endpoint": 1}])
async def test_a_provider_without_a_safe_way_out_is_signed_out_of_here_alone(embedded_place: Place, said: Json) -> None:
    session = seal(SECRET.get_secret_value().encode(), "session", {"id": "x"}, time.time() + 60)
    own = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin", "Cookie": f"powermap_session={session}"}
    with identity_provider() as provider:

        @provider.app.after_request
        def say(answer: flask.Response) -> flask.Response:
            if flask.request.path.endswith("openid-configuration"):
                document = answer.get_json()
                del document["end_session_endpoint"]
                answer.set_data(json.dumps(document | said))
            return answer

        app = create_app(settings(embedded_place, provider.issuer))
        async with app.router.lifespan_context(app), client_of(app) as client:
            assert (await client.delete("/session", headers=own)).status_code == 204
    app = create_app(settings(embedded_place, provider.issuer))
    async with app.router.lifespan_context(app), client_of(app) as client:
        assert (await client.delete("/session", headers=own)).status_code == 204, "also while the provider is away"


async def test_a_token_for_another_sign_in_or_without_a_role_signs_nobody_in(signing: Signing) -> None:
    client, provider = signing.client, signing.provider
    begun = await client.get("/session/oidc", params={"back": "//evil.example"})
    asked = httpx.URL(begun.headers["location"])
    provider.user("mallory", powermap_role="admin", powermap_accounts=["*"])
    foreign = provider.consent(str(asked.copy_set_param("nonce", "another")), "mallory")
    landed = await client.get(f"/session/oidc/callback?{urlsplit(foreign).query}")
    assert landed.headers["location"] == "/?sign_in=refused"
    provider.user("guest")
    begun = await client.get("/session/oidc", params={"back": "//evil.example"})
    landed = await client.get(
        f"/session/oidc/callback?{urlsplit(provider.consent(begun.headers['location'], 'guest')).query}"
    )
    assert landed.headers["location"] == "/?sign_in=no_role"
    assert (await client.get("/session")).json()["signed_in"] is False
