"""What a person thinks of us and of each competitor: dated, with evidence and reporter, kept as history."""

from __future__ import annotations

from graph.kinds.fields import Confidence, Day, Id, Level, Source, Text
from graph.kinds.kind import Kind, Listing, Node, Property, Record, Ref, Words


class Attitude(Record):
    """Someone's stance towards a party on a day; the newest counts (method 1).

    Two reporters on one day are two records.
    """

    person: Id
    """The person whose attitude it is."""
    toward: Id
    """Us or a competitor."""
    level: Level
    """On the six-level scale, or the four-level one as given; UNKNOWN withdraws an earlier one."""
    confidence: Confidence = 3
    evidence: Text = ""
    """What the claim rests on; empty: nobody said."""
    reported_by: Source = None
    """Member who reported it, part of the key; null: unknown."""
    on: Day
    """Day observed."""
    opportunity_id: Id | None = None
    """The one opportunity it holds for; null: general."""


ATTITUDES = Kind(
    "attitudes",
    Attitude,
    key=("person", "toward", "on", "opportunity_id", "reported_by"),
    key_in_query=("opportunity_id", "reported_by"),
    appended=("reported_by",),
    author="reported_by",
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
    words={
        "attitudes": Words(
            ("Attitudes", "态度"),
            ("Of us and of competitors, dated.", "对我方及竞争对手的态度，注明日期。"),
            field_aliases={"level": ("attitude", "态度")},
            meanings={"opportunity_id": ("Only where it holds for this one.", "仅对某个商机成立时填写。")},
        ),
    },
)
