"""The policies of the review gate: one file a version, never changed once used; a company puts its own beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import ValidationError

from graph.analysis.gate_limits import fault_of
from graph.analysis.gate_policy import Policies, Policy

STANDARD: Final = "POWER_MAP_GATE"
_MOST_BYTES: Final = 1_000_000


def policies_of(folder: str = "") -> Policies:
    """The policies that come with the product, and those of a folder. Raises ValueError: which file, what and how to mend it."""
    files = sorted(Path(__file__).parent.glob("power_map_gate-*.json"))
    if folder:
        if not Path(folder).is_dir():
            message = f"{folder} is no folder; name the one with the policy files, or leave the setting empty"
            raise ValueError(message)
        files += sorted(Path(folder).glob("*.json"))
    read: list[Policy] = []
    for file in files:
        try:
            read.append(_read(file))
            Policies(read, STANDARD)
        except (OSError, ValueError) as error:
            message = f"{file.name}: {_said(error)}"
            raise ValueError(message) from None
    return Policies(read, STANDARD)


def _read(file: Path) -> Policy:
    with file.open("rb") as opened:
        content = opened.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        message = f"longer than {_MOST_BYTES:,} bytes; a policy is a few thousand"
        raise ValueError(message)
    policy = Policy.model_validate_json(content)
    for check in policy.checks:
        if (fault := fault_of(check)) is not None:
            raise ValueError(fault)
    return policy


def _said(error: Exception) -> str:
    """The first fault of a file, and where in it."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = "/".join(str(part) for part in first["loc"])
        return f"{where or 'the file'}: {first['msg']}"
    return str(error)


POLICIES: Final = policies_of()
