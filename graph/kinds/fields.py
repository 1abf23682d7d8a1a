"""Types of single fields: each says its meaning, length, range and unit once, for the document, REST and OpenAPI alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEVER = frozenset({"Cc", "Cs", "Zl", "Zp"})
_LINE_CHARACTERS = frozenset("\n\r\t")


def _first_forbidden(text: str, allowed: frozenset[str]) -> str | None:
    for character in text:
        if character in allowed:
            continue
        if character in _BIDI_CONTROLS or unicodedata.category(character) in _NEVER or _is_noncharacter(character):
            return character
    return None


def _is_noncharacter(character: str) -> bool:
    """Whether Unicode sets it aside for no text ever; XML, and so a workbook or a drawing, cannot hold it."""
    return ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"  # noqa: PLR2004 - the last two of a plane


def _clean(text: str, allowed: frozenset[str] = frozenset()) -> str:
    """Composed, and refused when it holds a character that no text needs."""
    if text.isascii() and text.isprintable():
        return text
    if (character := _first_forbidden(text, allowed)) is not None:
        message = "character U+{code_point} is not allowed"
        raise PydanticCustomError("control_character", message, {"code_point": f"{ord(character):04X}"})
    return composed(text)


def composed(text: str) -> str:
    """NFC, with CJK compatibility ideographs as given (NFC would replace the character a name is written with)."""
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY_IDEOGRAPHS.split(text)
    return "".join(part if i % 2 else unicodedata.normalize("NFC", part) for i, part in enumerate(parts))


def clean_lines(text: str) -> str:
    """A text that may have lines, composed and without characters that no text needs."""
    return _clean(text, _LINE_CHARACTERS)


def _within_calendar(value: date) -> date:
    if not EARLIEST <= value <= LATEST:
        message = "dates lie between 1900-01-01 and 2199-12-31"
        raise PydanticCustomError("date_range", message)
    return value


Id = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64),
    AfterValidator(_clean),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_clean)]
OptionalName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_clean)]


FieldClass = Literal["note", "source", "contact", "judgement"]


@dataclass(frozen=True)
class Sensitive:
    """Marks a field that not every reader sees: a text in which people write what they like, a source, a contact, a judgement."""

    of: FieldClass


FREE_TEXT: Final = Sensitive("note")
SOURCE: Final = Sensitive("source")
CONTACT: Final = Sensitive("contact")
JUDGEMENT: Final = Sensitive("judgement")


def class_of(field: FieldInfo) -> FieldClass | None:
    """The class a field is marked with, where it may be None, too."""
    parts = (mark for part in get_args(field.annotation) for mark in getattr(part, "__metadata__", ()))
    return next((mark.of for mark in (*field.metadata, *parts) if isinstance(mark, Sensitive)), None)


def is_free_text(field: FieldInfo) -> bool:
    """True for a field in which people write what they like."""
    return class_of(field) == "note"


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=10_000), AfterValidator(clean_lines), FREE_TEXT
]
Remark = Annotated[OptionalName, FREE_TEXT]
Reason = Annotated[Name, FREE_TEXT]
Day = Annotated[date, AfterValidator(_within_calendar)]
LEFT_OUT_WHEN_NONE = Field(exclude_if=lambda value: value is None)  # documents of before keep their content hash
OptionalDay = Annotated[Day | None, LEFT_OUT_WHEN_NONE]


def _known_zone(value: str) -> str:
    if value not in available_timezones():
        message = "{value} is no time zone of the IANA database"
        expected = "IANA: Asia/Shanghai, Europe/Berlin, America/New_York, …"
        raise PydanticCustomError("time_zone", message, {"value": value, "expected": expected})
    return value


TimeZone = Annotated[
    Annotated[str, AfterValidator(_known_zone)] | None,
    LEFT_OUT_WHEN_NONE,
    Field(description="IANA zone that says what today is, e.g. Asia/Shanghai; left out: the service's."),
]
PolicyChoice = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,49}(-[1-9][0-9]{0,8})?$")] | None,
    LEFT_OUT_WHEN_NONE,
    Field(description="Review gate policy: its name (newest version) or NAME-VERSION; left out: the standard one."),
]
_LEFT_OUT_WHEN_EMPTY = Field(exclude_if=lambda value: not value)  # likewise
OptionalText = Annotated[Text, _LEFT_OUT_WHEN_EMPTY]
EnglishName = Annotated[OptionalName, _LEFT_OUT_WHEN_EMPTY, Field(description="In English, or left out.")]
Since = Annotated[OptionalDay, Field(description="First day; left out: always.")]
Until = Annotated[OptionalDay, Field(description="Last day it held; left out: still does.")]
LearnedOn = Annotated[OptionalDay, Field(description="Day it was learned; unknown to an earlier `as_of`.")]
Rank = Annotated[int, Field(ge=1, le=6, description="1 head of the account … 6 staff.")]
RankAssumed = Annotated[
    bool | None,
    LEFT_OUT_WHEN_NONE,
    Field(
        description="Nobody gave a rank: the record has 6, answers assume one from title and manager. Left out "
        "where one was given; giving another than 6 ends it."
    ),
]
WorkEmail = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_clean)]
    | None,
    LEFT_OUT_WHEN_NONE,
    CONTACT,
    Field(description="Work e-mail; left out: unknown."),
]
PersonNote = Annotated[
    Text | None, LEFT_OUT_WHEN_NONE, Field(description="What a list said besides; left out: nothing.")
]
Source = Annotated[Id | None, SOURCE]
LegalBasis = Literal[
    "CONSENT",
    "CONTRACT",
    "LEGAL_OBLIGATION",
    "VITAL_INTEREST",
    "PUBLIC_TASK",
    "LEGITIMATE_INTEREST",
    "PUBLICLY_DISCLOSED",
]
RestrictionReason = Literal["ACCURACY_CONTESTED", "UNLAWFUL", "LEGAL_CLAIM", "OBJECTION", "RETENTION"]
_ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_clean)
]
DataSource = Annotated[
    _ShortText | None, LEFT_OUT_WHEN_NONE, SOURCE, Field(description="Where what is kept of them comes from.")
]
DataPurpose = Annotated[_ShortText | None, LEFT_OUT_WHEN_NONE, SOURCE, Field(description="What it is kept for.")]
DataBasis = Annotated[
    LegalBasis | None,
    LEFT_OUT_WHEN_NONE,
    SOURCE,
    Field(description="Legal basis of keeping it (GDPR 6, PIPL 13)."),
]
CollectedOn = Annotated[OptionalDay, SOURCE, Field(description="Day it was collected.")]
ReviewOn = Annotated[OptionalDay, SOURCE, Field(description="Day by which somebody looks whether it is still needed.")]
RestrictedOn = Annotated[
    OptionalDay,
    Field(
        description="Since when their data are kept and not used (GDPR 18, PIPL 44): no answer counts them; left out: used."
    ),
]
RestrictedBecause = Annotated[
    RestrictionReason | None, LEFT_OUT_WHEN_NONE, Field(description="Why; stands with `restricted_on` only.")
]
Strength = Annotated[
    float,
    Field(gt=0, le=1, description="How strongly the source moves the target: above 0, 1 = decisive. Not a distance."),
]
Openness = Annotated[
    float,
    Field(
        ge=0,
        lt=1,
        description="Share of a person's attitude that is open to those they follow (Friedkin & Johnsen 1990).",
    ),
]
Confidence = Annotated[int, Field(ge=1, le=5, description="Trust: 1 hearsay … 5 seen and confirmed.")]
OptionalConfidence = Annotated[
    Confidence | None,
    LEFT_OUT_WHEN_NONE,
    Field(description="Trust: 1 hearsay … 5 seen and confirmed; left out: nobody said."),
]
Weight = Annotated[int, Field(ge=0, le=1_000_000, description="Votes held in the stage; 0 counts for nothing.")]
StageWeight = Annotated[
    float, Field(gt=0, le=1_000_000, description="Weight of the stage against the others; none counts as 1.")
]
Amount = Annotated[int | float, Field(ge=0, le=1e15, description="In the currency named beside it, not in thousands.")]
Currency = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern="^[A-Z]{3}$"), Field(description="ISO 4217.")
]

Tier = Literal["GROUP", "PROVINCE", "CITY", "COUNTY", "OTHER"]
Assertiveness = Literal["DIRECT", "PASSIVE"]
Orientation = Literal["TASK", "RELATION"]
ReportingKind = Literal["SOLID", "DOTTED"]
InfluenceKind = Literal["PROFESSIONAL", "PERSONAL", "POLITICAL", "MENTOR"]
TieKind = Literal["CONFLICT", "ALLIANCE", "ACQUAINTANCE"]
TeamRole = Literal["KAM", "AR", "SR", "FR", "EXECUTIVE_SPONSOR", "MEMBER"]
Seniority = Literal["EXECUTIVE", "DIRECTOR", "MANAGER", "STAFF"]
TargetLevel = Literal["NONE", "BRIEF", "REGULAR", "DEEP"]
LevelOverride = Annotated[
    TargetLevel | None,
    LEFT_OUT_WHEN_NONE,
    Field(description="Replaces the computed contact level while its day is within the window; left out: none."),
]
PurchaseKind = Literal["TENDER", "NEGOTIATION", "RENEWAL"]
Horizon = Literal["SHORT", "MID", "LONG"]
StageKind = Literal["NEED", "SPECIFICATION", "BUDGET", "EVALUATION", "AWARD", "OTHER"]
Level = Literal[
    "OPPOSE",
    "CONTACTED",
    "ACCEPT",
    "FAVORABLE",
    "SUPPORT",
    "SUPPORT_EXCLUSIVE",
    "THREAT",
    "COMMODITY",
    "ACCEPTANCE",
    "VALUED",
    "UNKNOWN",
]
InteractionKind = Literal[
    "VISIT",
    "EXECUTIVE_MEETING",
    "TECH_EXCHANGE",
    "COMPANY_TOUR",
    "SITE_TOUR",
    "WORKSHOP",
    "MANAGEMENT_SEMINAR",
    "EXHIBITION",
    "JOINT_INNOVATION",
    "SERVICE_RECOVERY",
    "REMOTE_CONTACT",
    "HOSPITALITY",
]
DecisionRole = Literal[
    "APPROVER",
    "DECISION_MAKER",
    "EVALUATOR",
    "SELECTOR",
    "PROCUREMENT",
    "USER",
    "INITIATOR",
    "INFLUENCER",
    "GATEKEEPER",
    "COACH",
    "CHAMPION",
    "EXTERNAL_EXPERT",
]
