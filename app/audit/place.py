"""Where the audit log lies: with the store it is about, unless a setting says otherwise."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path

from app.audit.audit_log import AuditLog
from app.auth.key_secret import secret_of
from app.settings import Settings
from graph.engines import folder_of as of_embedded


def audit_of(settings: Settings) -> AuditLog:
    """The log of these settings; ids are masked with the key secret, in the demo with nothing."""
    return AuditLog(folder_of(settings), b"" if settings.demo else secret_of(settings))


def folder_of(settings: Settings) -> Path:
    """Its folder, which need not be there yet."""
    if settings.audit:
        return Path(settings.audit).expanduser()
    of_store = of_embedded(settings.store)
    return (user_data_path("powermap") if of_store is None else of_store) / "audit"
