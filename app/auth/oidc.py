"""Who an identity provider says somebody is: its tokens checked, its claims read as a role and accounts.

A token is taken if it is signed by a key the provider publishes, with one of `ALGORITHMS`, is for our audience, and is of now.
Nothing else in its header is looked at: no address, no key that it brings along. Whom no claim gives a role, may nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast, get_args

from app.auth.made_since import Grants
from app.auth.profiles import PROFILES, Redaction
from app.auth.provider import Provider
from app.auth.service import Actor, author_of
from app.auth.sessions import seal, unseal
from app.problems import WhoAreYou
from app.roles import ROLES
from app.settings import Settings
from graph.errors import NotAllowed

_FAMILIES: Final = {"RS": "RSA", "PS": "RSA", "ES": "EC"}
ALGORITHMS: Final = tuple(f"{family}{bits}" for family in _FAMILIES for bits in (256, 384, 512))
MOST_CHARACTERS: Final = 16_000
LEEWAY: Final = 30
_LONGEST: Final = 31 * 86_400
_ALL: Final = "*"
_MOST_ACCOUNTS: Final = 1000
_REQUIRED: Final = ["iss", "sub", "aud", "exp", "iat"]


def is_token(text: str) -> bool:
    """True for what may be a signed token, and is no key and no session."""
    return text.startswith("eyJ") or text.count(".") >= 2  # noqa: PLR2004 - three parts


class Oidc:
    """The tokens of one provider, as the settings read them."""

    def __init__(self, settings: Settings, provider: Provider | None = None) -> None:
        self.settings = settings
        self.provider = provider or Provider(settings.oidc_issuer)
        self.grants = Grants()

    async def actor(self, token: str) -> tuple[Actor, float]:
        """Who sends a bearer token, and when it was issued.

        Raises WhoAreYou, ProviderUnavailable, and NotAllowed for who has no role.
        """
        claims = await self._claims(token, self.settings.oidc_audience or self.settings.oidc_client_id)
        return self._claimed(claims), float(claims["iat"])

    async def signed_in(self, token: str, nonce: str) -> Actor:
        """Who an ID token is about that was asked for with this nonce. Raises as `actor` does."""
        claims = await self._claims(token, self.settings.oidc_client_id)
        if (
            claims.get("nonce") != nonce
            or claims.get("azp", self.settings.oidc_client_id) != self.settings.oidc_client_id
        ):
            raise WhoAreYou("the token was not made for this sign-in")
        return self._claimed(claims)

    async def _claims(self, token: str, audience: str) -> dict[str, Any]:
        import jwt  # noqa: PLC0415 - only where there is a provider

        if len(token) > MOST_CHARACTERS:
            raise WhoAreYou("the token is too long")
        try:
            header = jwt.get_unverified_header(token)
            algorithm, key_id = header.get("alg"), header.get("kid")
            if algorithm not in ALGORITHMS or "crit" in header:
                raise WhoAreYou("the token is signed in a way that is not taken")
            for key in await self._keys(algorithm, key_id):
                claims: dict[str, Any] = jwt.decode(
                    token,
                    jwt.PyJWK(dict(key), algorithm).key,
                    algorithms=[algorithm],
                    audience=audience,
                    issuer=self.provider.issuer,
                    leeway=LEEWAY,
                    options={"require": _REQUIRED, "verify_signature": True},
                )
                if claims["exp"] - claims["iat"] > _LONGEST:
                    raise WhoAreYou("the token is valid for too long")
                return claims
        except jwt.ExpiredSignatureError:
            raise WhoAreYou("the token has expired") from None
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
            pass
        raise WhoAreYou("the token is not accepted")

    async def _keys(self, algorithm: str, key_id: object) -> list[Mapping[str, Any]]:
        """The one key the token may be signed with, looked for anew where the provider had none such."""
        for anew in (False, True):
            metadata = await self.provider.metadata(anew=anew)
            if found := _fitting(metadata.keys, algorithm, key_id):
                return found
        return []

    def _claimed(self, claims: Mapping[str, Any]) -> Actor:
        settings = self.settings
        roles = {
            settings.oidc_roles.get(one, None if settings.oidc_roles else one)
            for one in _texts(claims, settings.oidc_role_claim)
        }
        role = next((one for one in reversed(ROLES) if one in roles), None)
        identity = principal(self.provider.issuer, str(claims["sub"]))
        if role is None:
            raise NotAllowed(
                f"{identity} is known to the identity provider and has no role here: see the claim {settings.oidc_role_claim}"
            )
        named = _texts(claims, settings.oidc_accounts_claim)[:_MOST_ACCOUNTS]
        accounts = None if _ALL in named else frozenset(named)
        member = next(iter(_texts(claims, settings.oidc_member_claim)), None)
        name = next(
            (one for claim in ("name", "preferred_username", "email") for one in _texts(claims, claim)), identity
        )
        author = author_of(identity, name[:200], member, role, accounts)
        return Actor(author, role, clearance=_clearance(_texts(claims, settings.oidc_clearance_claim)))


SESSION: Final = "session"


def sealed_session(secret: bytes, actor: Actor, until: float) -> str:
    """A session of somebody the provider signed in. Raises ValueError for more accounts than a cookie holds."""
    content = {
        "id": actor.author.id,
        "name": actor.author.name,
        "member": actor.author.member,
        "role": actor.role,
        "clearance": actor.clearance,
        "accounts": None if actor.accounts is None else sorted(actor.accounts),
        "at": time.time(),
    }
    return seal(secret, SESSION, content, until)


def actor_of_session(secret: bytes, sealed: str) -> tuple[Actor, float] | None:
    """Who is signed in by a session, and since when; None for one that was changed or is over."""
    said = unseal(secret, SESSION, sealed)
    if said is None:
        return None
    accounts = None if said["accounts"] is None else frozenset(said["accounts"])
    author = author_of(said["id"], said["name"], said["member"], said["role"], accounts)
    return Actor(author, said["role"], clearance=said["clearance"]), said.get("at", 0.0)


def principal(issuer: str, subject: str) -> str:
    """The id of somebody at a provider: always the same, and no name."""
    digest = hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()
    return f"oidc-{digest[:20]}"


def _fitting(keys: Iterable[Mapping[str, Any]], algorithm: str, key_id: object) -> list[Mapping[str, Any]]:
    """The key of this id that may make such a signature; without an id the only one that may."""
    family = _FAMILIES[algorithm[:2]]
    fitting = [
        key
        for key in keys
        if key.get("kty") == family and key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm
    ]
    named = fitting if key_id is None else [key for key in fitting if key.get("kid") == key_id]
    return named if len(named) == 1 else []


def _texts(claims: Mapping[str, Any], path: str) -> list[str]:
    """The texts of a claim, which may lie within others: `realm_access.roles`. A claim of that very name comes first."""
    found: Any = claims
    for part in [path] if path in claims else path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    several = found if isinstance(found, list) else [found]
    return [one.strip() for one in several if isinstance(one, str) and one.strip()]


def _clearance(named: list[str]) -> Redaction:
    """What is claimed; where nothing is, full, and the least where it is nothing we know."""
    known = [one for one in get_args(Redaction) if one in named]
    return cast("Redaction", known[-1] if known else PROFILES[-1] if named else "full")
