"""Settings: read from POWERMAP_… variables by the entry point, then passed down; nothing reads the environment later."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.roles import Role
from app.texts.catalogue import Language
from graph.kinds.fields import TimeZone
from graph.retention_rules import rules_of


def default_store() -> str:
    """The embedded store in the user's data directory."""
    return f"embedded:{user_data_path('powermap') / 'store'}"


def default_language() -> Language:
    """Chinese where the locale says so, else English."""
    return "zh" if (os.environ.get("LC_ALL") or os.environ.get("LANG", "")).startswith("zh") else "en"


PREFIX: Final = "POWERMAP_"
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_OF_SCRIPTS: Final = ("POWERMAP_TEST_", "POWERMAP_PYTHON", "POWERMAP_NEO4J_HOME")


class Settings(BaseSettings):
    """Every setting, each a POWERMAP_… variable."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    store: str = Field(
        default_factory=default_store,
        description="`embedded:PATH`, or `neo4j://user@host:port/database` (also `bolt://`, `neo4j+s://`).",
    )
    store_password_file: str = Field("", description="File that holds the password, e.g. a mounted secret.")
    store_password: SecretStr = Field(SecretStr(""), validate_default=True, description="Password of the Neo4j user.")
    store_seconds: float = Field(5, ge=1, le=600, description="How long one statement of the store may take.")
    key_secret_file: str = Field("", description="File that holds the secret, e.g. a mounted one.")
    key_secret: SecretStr = Field(
        SecretStr(""),
        validate_default=True,
        description="What stored key hashes are keyed with; by default a random one kept with the embedded store.",
    )
    key_secret_old_file: str = Field("", description="File that holds the secret before.")
    key_secret_old: SecretStr = Field(
        SecretStr(""),
        validate_default=True,
        description="The secret before: keys hashed with it are accepted, and hashed anew when they are used.",
    )
    admin_key_file: str = Field(
        "", description="File with an admin key to accept; written once where it is not there and no admin key is yet."
    )
    oidc_issuer: str = Field(
        "", max_length=1000, description="Issuer of an OpenID Connect provider whose tokens are accepted, https."
    )
    oidc_audience: str = Field(
        "", max_length=1000, description="Audience its bearer tokens must be for; by default the client id."
    )
    oidc_client_id: str = Field(
        "", validate_default=True, max_length=1000, description="Our client id there; with it the page signs in there."
    )
    oidc_client_secret_file: str = Field("", description="File that holds the client's secret.")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), validate_default=True, description="The client's secret; empty for a public client."
    )
    oidc_name: str = Field("SSO", min_length=1, max_length=60, description="What the page calls the provider.")
    oidc_role_claim: str = Field(
        "powermap_role", min_length=1, description="Claim that holds the role; `a.b` for one within another."
    )
    oidc_roles: dict[str, Role] = Field(
        default_factory=dict, description="Role for each value of that claim, as JSON; without it values are roles."
    )
    oidc_accounts_claim: str = Field(
        "powermap_accounts", min_length=1, description="Claim that lists the accounts granted, `*` for all."
    )
    oidc_member_claim: str = Field("powermap_member", min_length=1, description="Claim that names the team member.")
    oidc_clearance_claim: str = Field("powermap_clearance", min_length=1, description="Claim that holds the clearance.")
    oidc_session_minutes: int = Field(
        60, ge=1, le=43_200, description="How long who signed in there stays signed in here."
    )
    cors_origins: str = Field(
        "",
        max_length=4000,
        description="Origins whose pages may ask with a key or token, parted by commas; none by default, never all.",
    )
    webhook_hosts: str = Field(
        "",
        max_length=4000,
        description="Hosts webhooks may be sent to, parted by commas, private ones too; `*`: any public one; empty: none.",
    )
    public_url: str = Field(
        "", max_length=1000, description="Address browsers reach the service at; by default the one they ask."
    )
    key: SecretStr = Field(SecretStr(""), description="The key `powermap mcp` asks with; empty: as who runs it.")
    demo: bool = Field(default=False, description="Answer without a key, on loopback only; set by `powermap demo`.")
    host: str = Field("127.0.0.1", description="Address the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the service listens on; 0 takes a free one.")
    workers: int = Field(
        1, ge=1, le=64, description="Processes that answer; more than one where the processors are there."
    )
    spans: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        description="Address of an OpenTelemetry collector (OTLP over HTTP) that spans go to; needs the extra `powermap[otel]`.",
    )
    key_guesses: int = Field(
        100,
        ge=1,
        le=1_000_000_000,
        description="Keys not accepted from one address within a minute before it gets 429.",
    )
    requests_a_minute: int = Field(
        6_000, ge=1, le=1_000_000_000, description="Requests one key may send a minute before it gets 429."
    )
    event_streams: int = Field(
        400, ge=1, le=100_000, description="Streams of events open at once; one key has a tenth of them, at least one."
    )
    body_seconds: float = Field(60, gt=0, le=3600, description="How long a request's body may take to arrive.")
    cypher_seconds: float = Field(5, ge=0.1, le=600, description="How long a query of an analyst's own may run.")
    cypher_workers: int = Field(
        2,
        ge=1,
        le=64,
        description="Processes that answer analysts' own queries, of up to 512 MB each; so many run at once.",
    )
    cache_bytes: int = Field(
        256 * 1024 * 1024, ge=0, description="Bytes of memory for documents and answers that may be asked for again."
    )
    language: Language = Field(
        default_factory=default_language, description="Language of the terminal; by default that of the locale."
    )
    marking: str = Field(
        "", max_length=60, description="Marking on every exported sheet; by default `Confidential` in its language."
    )
    policies: str = Field(
        "",
        max_length=4000,
        description="Folder with the company's own policies of the review gate, one JSON file each.",
    )
    audit: str = Field(
        "",
        max_length=4000,
        description="Folder of the audit log; by default `audit` in the embedded store's, else in the user's data directory.",
    )
    special_categories: Literal["refuse", "warn", "off"] = Field(
        "refuse",
        description="Notes about people that tell of health, belief, origin, politics, union, sex life, biometrics or crime.",
    )
    retention: str = Field(
        "review restrict 0",
        max_length=1000,
        description="Rules of `powermap retention`, parted by commas: review, left, closed, untouched or removed, then "
        "restrict or erase, then months.",
    )
    time_zone: TimeZone = Field(
        None,
        description="IANA time zone that decides what today is where an account names none; by default the machine's.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged.")
    log_format: Literal["text", "json"] = Field("text", description="How log lines are written.")

    @field_validator("oidc_issuer", "public_url")
    @classmethod
    def _reached_safely(cls, address: str) -> str:
        if address and not is_safe(address):
            msg = "it is no https address; http is for loopback only"
            raise ValueError(msg)
        return address

    @field_validator("retention")
    @classmethod
    def _are_rules(cls, given: str) -> str:
        rules_of(given)
        return given

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, given: str) -> str:
        origins = listed(given)
        for origin in origins:
            parts = urlsplit(origin)
            if not is_safe(origin) or origin != f"{parts.scheme}://{parts.netloc}".lower():
                msg = (
                    f"{origin} is no origin such as https://tools.example; http is for loopback only, and * for nobody"
                )
                raise ValueError(msg)
        return ",".join(origins)

    @field_validator("oidc_client_id")
    @classmethod
    def _for_an_audience(cls, client: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not (client or info.data.get("oidc_audience")):
            msg = f"{PREFIX}OIDC_ISSUER needs it, or {PREFIX}OIDC_AUDIENCE: tokens for others are not taken"
            raise ValueError(msg)
        return client

    @field_validator("store_password_file", "key_secret_file", "key_secret_old_file", "oidc_client_secret_file")
    @classmethod
    def _holds_something(cls, file: str) -> str:
        if file:
            _secret_in(file)
        return file

    @field_validator("store_password", "key_secret", "key_secret_old", "oidc_client_secret")
    @classmethod
    def _or_from_file(cls, given: SecretStr, info: ValidationInfo) -> SecretStr:
        file = info.data.get(f"{info.field_name}_file")
        if file and given.get_secret_value():
            msg = f"it and {PREFIX}{str(info.field_name).upper()}_FILE are both set: set one"
            raise ValueError(msg)
        return SecretStr(_secret_in(file)) if file else given


def listed(text: str) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def is_safe(url: str) -> bool:
    """True for an https address without a user or password in it; http on loopback only.

    >>> [is_safe(url) for url in ("https://a.example/b", "http://a.example", "http://localhost:94", "https://u@a", "file:///x")]
    [True, False, True, False, False]
    """
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False
    return named and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK))


def _secret_in(file: str) -> str:
    """The text of a file without its last line end. Raises ValueError where there is none."""
    try:
        text = Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        msg = f"cannot read {file}: {error.strerror}"
        raise ValueError(msg) from None
    except UnicodeDecodeError:
        text = ""
    if not text:
        msg = f"{file} holds no text"
        raise ValueError(msg)
    return text


def misspelt() -> tuple[str, str] | None:
    """A variable that looks like a setting and is none, and the nearest that is; None where there is no such variable."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known and not name.startswith(_OF_SCRIPTS):
            return name, (get_close_matches(name, known, 1, 0) or known)[0]
    return None
