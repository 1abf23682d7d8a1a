"""Edits that somebody or something suggests: an assistant, an import, a mail. They say nothing of the account until accepted."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from graph.kinds.fields import FREE_TEXT, Confidence, Day, Id, Name, OptionalName, Text, clean_lines
from graph.kinds.kind import Kind, Listing, Node, Property, Record, Words, properties_of

LONGEST: Final = 20_000
Suggested = Literal["ADD", "CHANGE", "REMOVE"]
ProposalSource = Literal["PERSON", "ASSISTANT", "IMPORT", "MAIL", "OTHER"]
ProposalStatus = Literal["PROPOSED", "ACCEPTED", "REJECTED"]


def _as_text(value: Any) -> Any:
    """JSON, or an object, as the one text that says it: the same content is the same text."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, dict):
        code, message = "object_type", "must be a JSON object"
        raise PydanticCustomError(code, message)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if len(text) > LONGEST:
        code, message = "string_too_long", "at most {max_length} characters"
        raise PydanticCustomError(code, message, {"max_length": LONGEST})
    return clean_lines(text)


Content = Annotated[
    str,
    BeforeValidator(_as_text),
    PlainSerializer(json.loads, return_type=dict[str, Any], when_used="json"),
    WithJsonSchema({"type": "object", "additionalProperties": True}),
    FREE_TEXT,
]


class Proposal(Record):
    """A suggested edit, made by accepting it; never again once rejected."""

    id: Id
    """The proposal's id, unique in the account."""
    action: Suggested
    """ADD a record to a list, CHANGE or REMOVE one."""
    path: Name
    """The list for ADD (`attitudes`), else the record (`people/P13`), below the account."""
    record: Content | None = None
    """ADD: the record; CHANGE: a merge patch; null for REMOVE."""
    source: ProposalSource = "PERSON"
    """What it comes from."""
    evidence: Text = ""
    """What it rests on."""
    confidence: Confidence = 3
    author: Id | None = Field(default=None, description="Our member who proposes it.")
    on: Day | None = None
    """Day it was proposed."""
    status: ProposalStatus = "PROPOSED"
    """Set by accepting and rejecting."""
    decided_by: OptionalName = ""
    """Our member, else the key's name."""
    decided_on: Day | None = None
    """Day of that."""


PROPOSALS = Kind(
    "proposals",
    Proposal,
    key=("id",),
    author="author",
    shape=Node("Proposal", (*properties_of(Proposal, {"author"}), Property("author", to="Member"))),
    listing=Listing(
        "proposal",
        "proposals",
        {"id": "PR1", "action": "CHANGE", "path": "people/P13", "record": {"rank": 3}, "source": "ASSISTANT"},
        filters=("status", "source", "action", "author"),
        day="on",
    ),
    words={
        "proposals": Words(
            ("Proposals", "修改建议"),
            ("Suggested edits to accept or reject.", "待采纳或否决的修改建议。"),
            noun=("proposal", "修改建议"),
            fields={
                "action": ("Edit", "操作"),
                "path": ("Path", "路径"),
                "record": ("Content", "内容"),
                "source": ("Comes from", "建议来源"),
                "author": ("Proposed by", "提出人"),
                "on": ("Proposed on", "提出日期"),
                "decided_by": ("Decided by", "处理人"),
                "decided_on": ("Decided on", "处理日期"),
            },
        ),
    },
)
