"""Settings: read from POWERMAP_… variables by the entry point, then passed down; nothing reads the environment later."""

from __future__ import annotations

import os
from difflib import get_close_matches
from typing import Final, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.texts.catalogue import Language
from graph.kinds.fields import TimeZone


def default_store() -> str:
    """The embedded store in the user's data directory."""
    return f"embedded:{user_data_path('powermap') / 'store'}"


def default_language() -> Language:
    """Chinese where the locale says so, else English."""
    return "zh" if (os.environ.get("LC_ALL") or os.environ.get("LANG", "")).startswith("zh") else "en"


PREFIX: Final = "POWERMAP_"
_OF_SCRIPTS: Final = ("POWERMAP_TEST_", "POWERMAP_PYTHON", "POWERMAP_NEO4J_HOME")


class Settings(BaseSettings):
    """Every setting, each a POWERMAP_… variable."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    store: str = Field(
        default_factory=default_store,
        description="`embedded:PATH`, or `neo4j://user@host:port/database` (also `bolt://`, `neo4j+s://`).",
    )
    store_password: SecretStr = Field(SecretStr(""), description="Password of the Neo4j user.")
    store_seconds: float = Field(5, ge=1, le=600, description="How long one statement of the store may take.")
    key_secret: SecretStr = Field(
        SecretStr(""),
        description="What stored key hashes are keyed with; by default a random one in the user's data directory.",
    )
    demo: bool = Field(default=False, description="Answer without a key, on loopback only; set by `powermap demo`.")
    host: str = Field("127.0.0.1", description="Address the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the service listens on; 0 takes a free one.")
    key_guesses: int = Field(
        100,
        ge=1,
        le=1_000_000_000,
        description="Keys not accepted from one address within a minute before it gets 429.",
    )
    body_seconds: float = Field(60, gt=0, le=3600, description="How long a request's body may take to arrive.")
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
    time_zone: TimeZone = Field(
        None,
        description="IANA time zone that decides what today is where an account names none; by default the machine's.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged.")
    log_format: Literal["text", "json"] = Field("text", description="How log lines are written.")


def misspelt() -> tuple[str, str] | None:
    """A variable that looks like a setting and is none, and the nearest that is; None where there is no such variable."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known and not name.startswith(_OF_SCRIPTS):
            return name, (get_close_matches(name, known, 1, 0) or known)[0]
    return None
