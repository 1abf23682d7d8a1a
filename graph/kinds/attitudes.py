"""What a person thinks of us and of each competitor: dated, with evidence and reporter, kept as history."""

from __future__ import annotations

from graph.kinds.fields import Confidence, Day, Id, Level, Text
from graph.kinds.kind import Kind, Listing, Node, Property, Record, Ref


class Attitude(Record):
    """A person's stance towards a party on a day; the newest counts, UNKNOWN withdraws an earlier one (method 1).

    Two reporters on one day are two records.
    """

    person: Id
    toward: Id
    level: Level
    confidence: Confidence = 3
    evidence: Text = ""
    reported_by: Id | None = None
    on: Day
    opportunity_id: Id | None = None


ATTITUDES = Kind(
    "attitudes",
    Attitude,
    key=("person", "toward", "on", "opportunity_id", "reported_by"),
    key_in_query=("opportunity_id", "reported_by"),
    appended=("reported_by",),
    shape=Node(
        "Attitude",
        (Property("level"), Property("confidence"), Property("evidence"), Property("on")),
        refs=(
            Ref("person", "HOLDS", "Person", incoming=True),
            Ref("toward", "TOWARD", "Party"),
            Ref("opportunity_id", "ABOUT", "Opportunity"),
            Ref("reported_by", "REPORTED_BY", "Member", outlived=True),
        ),
        id="key",
    ),
    listing=Listing(
        "attitude",
        "attitudes",
        {"person": "P26", "toward": "NORTHGATE", "level": "ACCEPT", "on": "2026-11-20", "evidence": "asked for a test"},
        filters=("person", "toward", "level", "opportunity_id", "reported_by"),
        day="on",
    ),
)
