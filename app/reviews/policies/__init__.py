"""The versions of the review gate, as they are asked: one file a version, never changed once used."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from graph.analysis.gate_checks import CHECKS
from graph.analysis.gate_policy import Policy
from graph.errors import NotFound

POLICIES: Final = {
    policy.version: policy
    for file in sorted(Path(__file__).parent.glob("power_map_gate-*.json"))
    for policy in (Policy.model_validate_json(file.read_bytes()),)
}
NEWEST: Final = max(POLICIES, key=int)
for _policy in POLICIES.values():
    if unknown := {check.id for check in _policy.checks} - set(CHECKS):
        message = f"policy {_policy.version} asks checks nobody knows: {sorted(unknown)}"
        raise ValueError(message)


def policy_of(version: str | None) -> Policy:
    """The policy of a version, or the newest. Raises NotFound."""
    found = POLICIES.get(version or NEWEST)
    if found is None:
        raise NotFound("policy", version or NEWEST)
    return found
