"""What the power-map routes answer. Each field says what it means, its range and where the definition comes from."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from app.power_map.advice import FirstView, GapView
from app.question.answer import QuestionAnswer
from graph.analysis.ballots import Basis
from graph.analysis.classes import PersonClass
from graph.analysis.coverage import Contact, Covered
from graph.analysis.decision_chain import ChainStage, StageView
from graph.analysis.decision_makers import ExplanationPart
from graph.analysis.standing import Standing
from graph.answer import Answer


class AttitudeView(Answer):
    """What a person thinks of a party, by the newest record that counts."""

    level: str = Field(description="As recorded, on the six- or four-level scale (method 1).", examples=["FAVORABLE"])
    x: float = Field(ge=-1, le=1, description="The level as a number: -1 opposes … +1 supports exclusively (method 1).")
    on: date = Field(description="Day it was observed.")
    inferred: bool = Field(description="True if given on the four-level scale, so that x is a midpoint.")
    confidence: int = Field(ge=1, le=5, description="Trust in the statement when it was made.")
    trust: float = Field(ge=0, le=1, description="How far it still holds, by confidence and age (method 1).")
    low: float = Field(ge=-1, le=1, description="Lower end of the range that trust leaves.")
    high: float = Field(ge=-1, le=1, description="Upper end of the range that trust leaves.")


class Scores(Answer):
    """Measures of a person's place in the account."""

    decision_influence: float = Field(
        ge=0,
        le=1,
        description="Share of the decision that traces back to this person's attitude; sums to 1 (method 3).",
    )
    influence_source: float = Field(
        ge=0, le=1, description="Who moves others: PageRank on deference, follower to leader; sums to 1 (method 2)."
    )
    decision_convergence: float = Field(
        ge=0,
        le=1,
        description="Where influence ends up: PageRank along influence, usually bosses; sums to 1 (method 2).",
    )
    betweenness_control: float = Field(
        ge=0, le=1, description="Share of strongest-influence paths through this person (Freeman 1977; method 2)."
    )
    closeness_access: float = Field(
        ge=0, le=1, description="How near everyone who defers is, harmonic, in hops (method 2)."
    )
    constraint: float | None = Field(
        description="Burt's constraint: low for brokers between groups; null without any line (Burt 1992; method 2)."
    )


class ElsewhereView(Answer):
    """A stage of another account that a person of this one votes in, can stop or takes part in (central purchasing)."""

    account_id: str = Field(description="The account whose stage it is.")
    opportunity: str = Field(description="Id of the opportunity there.")
    stage: str = Field(description="Id of the stage there.")


class PersonSummary(Answer):
    """A person with their weight and their attitudes."""

    id: str = Field(
        description="The user's own id; a guest whose id somebody here has, has the lending account's before it."
    )
    account_id: str | None = Field(description="The account that lends the person; null for this account's own people.")
    name: str = Field(description="Name as recorded.")
    name_en: str = Field(description="In English, or empty.")
    department_id: str | None = Field(description="Id of their department; null without one.")
    rank: int = Field(ge=1, le=6, description="1 head of the account … 6 staff.")
    title: str = Field(description="Title as recorded.")
    title_en: str = Field(description="Title in English; empty when not recorded.")
    roles: list[str] = Field(description="Decision roles over the opportunity's stages, and VETO_HOLDER.")
    attitudes: dict[str, AttitudeView] = Field(description="By party id; a party with an unknown attitude is absent.")
    settled: dict[str, float] = Field(
        description="By party: the attitude after listening to whom they follow, unknown taken as 0; no forecast "
        "(Friedkin & Johnsen 1990)."
    )
    class_: PersonClass = Field(
        alias="class",
        description="By decision_influence counted from the top: A until half of the whole, B three quarters, C nine tenths, "
        "D the rest; below 0.04 one class lower, below 0.02 two (method 3).",
    )
    margin: float | None = Field(description="x towards us minus the best x towards a competitor; null when unknown.")
    coverage: Contact = Field(description="Our contact with them (method 4).")
    key_share: float = Field(
        ge=0, le=1, description="Share of 500 seeded redraws with the person in class A (method 3, stability)."
    )
    hidden_influencer: bool = Field(description="Weighs much, without rank or line to the head to show it (method 3).")
    information_value: float = Field(
        ge=0,
        le=2,
        description="decision_influence times the width of the range of their attitude to us: whom to ask, or ask again.",
    )
    explanation: list[ExplanationPart] = Field(description="Why decision_influence is what it is, largest part first.")


class PersonView(PersonSummary):
    """A person on the map; one of another account (`account_id`) is shown to be read, and is changed over there."""

    votes_elsewhere: list[ElsewhereView] = Field(
        default=[],
        description="Stages of other accounts, as far as you see those; of the live map only.",
    )
    rank_assumed: bool = Field(
        default=False, description="Nobody gave the rank: it is assumed from title and manager (a warning names all)."
    )
    external: bool = Field(description="True for who is outside the account's organisation.")
    placeholder: bool = Field(description="A known role whose holder is not known.")
    also_in: tuple[str, ...] = Field(default=(), description="Other departments they work in.")
    style: Literal["L", "I", "E", "F"] | None = Field(
        description="LIEF style from assertiveness and orientation; null while one is unknown."
    )
    scores: Scores = Field(description="Measures of their place in the account (method 2, 3).")


class DepartmentView(Answer):
    """A department on the map."""

    id: str = Field(description="Id of the department.")
    parent_id: str | None = Field(description="Id of the department above; null at the top.")
    name: str = Field(description="Name as recorded.")
    name_en: str = Field(description="In English, or empty.")
    people: int = Field(description="Direct members.")
    coverage_plain: float | None = Field(description="Share of direct members met within the window; null without any.")
    coverage_weighted: float | None = Field(
        description="The same weighted by decision_influence; null when that sums to 0."
    )
    supporters: int = Field(description="Direct members at SUPPORT or above towards us.")


class EdgeView(Answer):
    """A line of the map: `source` reports to or influences `target`; ties have no direction."""

    kind: Literal["REPORTS_TO", "INFLUENCES", "CONFLICT", "ALLIANCE", "ACQUAINTANCE"] = Field(
        description="REPORTS_TO, INFLUENCES, CONFLICT, ALLIANCE or ACQUAINTANCE."
    )
    source: str = Field(description="Id of the person the line starts from.")
    target: str = Field(description="Id of the person the line leads to.")
    subkind: str | None = Field(
        default=None, description="SOLID or DOTTED; PROFESSIONAL, PERSONAL, POLITICAL or MENTOR."
    )
    strength: float | None = Field(default=None, description="Of an influence, above 0 to 1; larger is stronger.")
    confidence: int | None = Field(default=None, description="Trust in an influence, 1 to 5.")
    evidence: str | None = Field(default=None, description="What an influence rests on, or the note of a tie.")
    on: date | None = Field(default=None, description="Day it was observed; null when not recorded.")


class WarningView(Answer):
    """Something to keep in mind when reading the numbers."""

    code: str = Field(examples=["closed_group"], description="Stable code of the warning.")
    people: list[str] = Field(description="Ids of the people it is about.")
    text_zh: str = Field(description="The same in Chinese.")
    text_en: str = Field(description="The warning in English.")


class BoxView(Answer):
    """Where a card or a department stands, in map units from the upper left corner of the map; y grows downwards."""

    x: float = Field(ge=0, description="Of its left edge.")
    y: float = Field(ge=0, description="Of its upper edge.")
    w: float = Field(ge=0, description="Width.")
    h: float = Field(ge=0, description="Height.")


class LayoutView(Answer):
    """The map as every file draws it: departments as boxes, managers above their reports, the head on top."""

    people: dict[str, BoxView] = Field(description="Everybody's card.")
    departments: dict[str, BoxView] = Field(description="Each encloses its people and the departments within it.")
    width: float = Field(description="Of the whole map.")
    height: float = Field(description="Of the whole map.")


class MapAnswer(QuestionAnswer):
    """An answer read off the map, with what it is computed over."""

    basis: Basis = Field(
        description="`votes`: the opportunity's voting stages still open; `decided`: none is open, all as history; `rank`: "
        "none is known, the best-ranked people share the vote."
    )


class Hidden(Answer):
    """What a map does not show because something was asked for, or because it would be too large."""

    people: int = Field(ge=0, description="How many people are hidden.")
    edges: int = Field(ge=0, description="How many lines are hidden, of the layers asked for.")
    gaps: int = Field(ge=0, description="How many gaps of hidden people are hidden.")
    do_first: int = Field(ge=0, description="How many steps with hidden people are hidden.")
    departments: dict[str, int] = Field(description="Hidden people by department; those of none under an empty id.")


class PowerMap(MapAnswer):
    """The main answer: who decides, who moves them, where we are not covered, and how each bidder stands."""

    name: str = Field(description="Name of the account as recorded.")
    name_en: str = Field(description="In English, or empty.")
    vendor: str | None = Field(description="Party id of us.")
    parties: dict[str, str] = Field(description="Party id to name, us first.")
    parties_en: dict[str, str] = Field(description="Party id to English name, where recorded.")
    people: list[PersonView] = Field(description="By id.")
    departments: list[DepartmentView] = Field(description="The account's departments, by id.")
    edges: list[EdgeView] = Field(description="The lines of the layers asked for.")
    stages: tuple[StageView, ...] = Field(
        description="The opportunity's stages in order; one of its own where the basis is rank."
    )
    key_decision_makers: list[str] = Field(
        description="Of class A those with a key_share of at least 0.8, largest decision_influence first; opponents among them."
    )
    unstable: list[str] = Field(
        description="The others of class A: it depends on what may be wrong whether they belong there (method 3)."
    )
    hidden_influencers: list[str] = Field(description="Largest decision_influence first.")
    veto_holders: list[str] = Field(
        description="Everyone of people[] whose no stops a stage still open, by id; of an unnamed successor's a warning tells."
    )
    standing: dict[str, Standing] = Field(description="How each party stands over the open stages (method 3).")
    coverage: Covered = Field(description="Coverage, plain and weighted (method 4).")
    gaps: list[GapView] = Field(description="Most severe first.")
    do_first: list[FirstView] = Field(description="Whom to work on first, at most ten.")
    warnings: list[WarningView] = Field(description="What to keep in mind when reading the numbers.")
    team: dict[str, str] = Field(description="Our members: id to name.")
    team_en: dict[str, str] = Field(description="The same to English name, where recorded.")
    layout: LayoutView | None = Field(default=None, description="Null unless `layers` asks for it.")
    hidden: Hidden | None = Field(default=None, description="What is hidden; null where everything is shown.")


class KeyPerson(PersonSummary):
    """A person in order of decision influence."""

    decision_influence: float = Field(description="Share of the decision that traces back to them, 0 to 1 (method 3).")


class KeyPeople(MapAnswer):
    """Everyone, by decision_influence falling."""

    people: list[KeyPerson] = Field(description="Everyone, by falling decision influence.")


class CoverageGaps(MapAnswer):
    """The gaps, most severe first."""

    coverage: Covered = Field(description="Coverage, plain and weighted (method 4).")
    gaps: list[GapView] = Field(description="Gaps in our coverage, most severe first (method 4).")
    do_first: list[FirstView] = Field(description="Whom to work on first, at most ten.")


class DecisionChain(QuestionAnswer):
    """The stages of an opportunity, in order."""

    opportunity: str = Field(description="Id of the opportunity asked about.")
    veto_in_game: bool = Field(description="True if a veto holder's yes is required in voting_power and banzhaf.")
    stages: tuple[ChainStage, ...] = Field(description="The stages in order.")
    standing: dict[str, Standing] = Field(description="How each party stands over the open stages (method 3).")
