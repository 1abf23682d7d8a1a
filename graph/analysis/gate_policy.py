"""What the review gate is asked: a version of its policy, and the bid it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from graph.analysis.pipeline import Analysis
from graph.answer import Answer
from graph.document import AccountDocument
from graph.draft import Draft
from graph.errors import InvalidDocument, NotFound
from graph.kinds import ACCOUNT
from graph.kinds.fields import Name
from graph.rules import Broken

Version = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,8}$")]


class PolicyCheck(BaseModel):
    """One check as the policy asks it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: str
    severity: Literal["CONDITIONAL", "FAIL"]
    rule_en: Name
    rule_zh: Name
    waivable: bool = True
    parameters: dict[str, float] = Field(default_factory=dict)

    def limit(self, name: str) -> float:
        """A limit of the policy; 0 where it does not ask."""
        return self.parameters.get(name, 0.0)


class Policy(BaseModel):
    """A version of the gate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,49}$")]
    version: Version
    checks: Annotated[tuple[PolicyCheck, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _asks_nothing_twice(self) -> Self:
        ids = [check.id for check in self.checks]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            message = f"asked twice: {', '.join(twice)}; leave one of each"
            raise ValueError(message)
        return self

    @property
    def id(self) -> str:
        """What the policy is chosen by: its name and version."""
        return f"{self.name}-{self.version}"


class Policies:
    """The policies there are. One is chosen by `NAME-VERSION`, by its name (the newest version) or, of `standard`, by version."""

    def __init__(self, policies: Iterable[Policy], standard: str) -> None:
        """Raises ValueError where two policies share name and version."""
        self.by_id: dict[str, Policy] = {}
        self._newest: dict[str, Policy] = {}
        self.standard = standard
        for policy in sorted(policies, key=lambda one: (one.name, int(one.version))):
            if policy.id in self.by_id:
                message = f"{policy.id} is there already; give it another name or version"
                raise ValueError(message)
            self.by_id[policy.id] = self._newest[policy.name] = policy

    def find(self, wanted: str | None) -> Policy | None:
        """The policy of that name, version or both; the newest standard one for None."""
        if wanted is None:
            return self._newest[self.standard]
        return self.by_id.get(wanted) or self._newest.get(wanted) or self.by_id.get(f"{self.standard}-{wanted}")

    def chosen(self, version: str | None, of_account: str | None) -> Policy:
        """The policy asked for, else the account's own, else the newest standard one. Raises NotFound."""
        wanted = version or of_account
        policy = self.find(wanted)
        if policy is None:
            raise NotFound("policy", wanted or "")
        return policy

    def applied(
        self,
        apply: Callable[[AccountDocument | None], AccountDocument | None],
        draft: Draft | None,
        before: AccountDocument | None,
    ) -> AccountDocument | None:
        """What an edit makes of a document. Raises InvalidDocument where the account newly chooses a policy there is not."""
        after = apply(before)
        choice = after.account.policy if after else None
        chosen_before = before.account.policy if before else None
        if after is not None and choice is not None and choice != chosen_before and self.find(choice) is None:
            facts = {"expected": ", ".join(self.by_id)}
            broken = Broken(ACCOUNT, after.account, "/policy", "unknown-policy", choice, facts)
            raise InvalidDocument((broken.fault(draft.pointers if draft else {}),))
        return after


class SnapshotSeen(Answer):
    """A snapshot the gate may count: only what its head says."""

    id: str
    as_of: date
    opportunity: str | None


@dataclass(frozen=True)
class Bid:
    """What is reviewed: the analysis of an opportunity and the snapshots taken up to that day."""

    analysis: Analysis
    snapshots: tuple[SnapshotSeen, ...]
