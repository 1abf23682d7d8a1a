"""An identity provider to sign in at: oidc-provider-mock, a server of its own, started in a thread."""

import base64
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
import jwt

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its library warns of what it means to drop
    from oidc_provider_mock import run_server_in_thread

BACK = "http://localhost/session/oidc/callback"
CLIENT = "powermap"
Json = dict[str, Any]


@dataclass
class IdentityProvider:
    """A running provider; `asked` are the paths it was asked for and `forms` what its token endpoint was sent."""

    issuer: str
    app: flask.Flask
    asked: list[str] = field(default_factory=list)
    forms: list[Json] = field(default_factory=list)

    def user(self, subject: str, **claims: Any) -> None:
        assert httpx.put(f"{self.issuer}/users/{subject}", json=claims).is_success

    def consent(self, address: str, subject: str) -> str:
        """Signs in where a browser was sent, and answers where it is sent next."""
        answer = httpx.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def asks_to_sign_out(self, address: str) -> bool:
        """Whether the page a browser is led to asks whether to sign out."""
        return "<form" in httpx.get(address).raise_for_status().text

    def token(self, subject: str, client: str = CLIENT, **claims: Any) -> str:
        """An ID token of the provider's own making."""
        self.user(subject, **claims)
        asked = {"response_type": "code", "client_id": client, "redirect_uri": BACK, "scope": "openid profile"}
        there = self.consent(str(httpx.URL(f"{self.issuer}/oauth2/authorize", params=asked)), subject)
        form = {"grant_type": "authorization_code", "client_id": client, "redirect_uri": BACK, "client_secret": "any"}
        code = parse_qs(urlsplit(there).query)["code"][0]
        return httpx.post(f"{self.issuer}/oauth2/token", data=form | {"code": code}).json()["id_token"]

    def key(self) -> tuple[Any, str]:
        """The private key it signs with, and its id."""
        with self.app.test_request_context("/"):
            self.app.preprocess_request()
            jwk = flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True)
        return jwt.PyJWK(jwk, "RS256").key, jwk["kid"]

    def public(self) -> Json:
        return httpx.get(f"{self.issuer}/jwks").json()["keys"][0]


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    with run_server_in_thread() as server:
        provider = IdentityProvider(f"http://localhost:{server.server_port}", server.app)

        @server.app.before_request
        def note() -> None:
            provider.asked.append(flask.request.path)
            if flask.request.path.endswith("/token"):
                provider.forms.append(flask.request.form.to_dict())

        yield provider


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
