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
    """Someone's view of a party, by the newest record that counts."""

    level: str = Field(description="As recorded, six- or four-level scale (method 1).", examples=["FAVORABLE"])
    x: float = Field(ge=-1, le=1, description="The level: -1 opposes … +1 supports exclusively (method 1).")
    on: date = Field(description="Day observed.")
    inferred: bool = Field(description="Given on the four-level scale: x is a midpoint.")
    confidence: int = Field(ge=1, le=5, description="Trust in the statement when it was made.")
    trust: float = Field(ge=0, le=1, description="How far it holds, by confidence and age (method 1).")
    low: float = Field(ge=-1, le=1, description="Lower end of the range that trust leaves.")
    high: float = Field(ge=-1, le=1, description="Upper end of the range that trust leaves.")


class Scores(Answer):
    """Measures of someone's place."""

    decision_influence: float = Field(
        ge=0,
        le=1,
        description="Share of the decision traced back to their attitude; sums to 1 (method 3).",
    )
    influence_source: float = Field(
        ge=0, le=1, description="Who moves others: PageRank on deference to leaders; sums to 1 (method 2)."
    )
    decision_convergence: float = Field(
        ge=0,
        le=1,
        description="Where influence ends, usually bosses: PageRank along influence; sums to 1 (method 2).",
    )
    betweenness_control: float = Field(
        ge=0, le=1, description="Share of strongest-influence paths through them (Freeman 1977; method 2)."
    )
    closeness_access: float = Field(
        ge=0, le=1, description="How near those who defer are, harmonic, in hops (method 2)."
    )
    constraint: float | None = Field(
        description="Burt's constraint: low for brokers between groups; null without lines (Burt 1992; method 2)."
    )


class ElsewhereView(Answer):
    """Another account's stage that someone here votes in, can stop or takes part in."""

    account_id: str = Field(description="The account whose stage it is.")
    opportunity: str = Field(description="The opportunity there.")
    stage: str = Field(description="The stage there.")


class PersonSummary(Answer):
    """A person with weight and attitudes."""

    id: str = Field(description="The user's own id; a guest's has the lending account before it if taken here.")
    account_id: str | None = Field(description="Lending account; null for this account's own people.")
    name: str = Field(description="Name as recorded.")
    name_en: str = Field(description="In English, or empty.")
    department_id: str | None = Field(description="Id of their department, or null.")
    rank: int = Field(ge=1, le=6, description="1 head of the account … 6 staff.")
    title: str = Field(description="Title as recorded.")
    title_en: str = Field(description="Title in English; empty: unknown.")
    roles: list[str] = Field(description="Roles over the opportunity's stages, and VETO_HOLDER.")
    attitudes: dict[str, AttitudeView] = Field(description="By party id; unknown attitudes are absent.")
    settled: dict[str, float] = Field(
        description="By party: attitude after listening to whom they follow, unknown as 0; no forecast (method 3)."
    )
    class_: PersonClass = Field(
        alias="class",
        description="By decision_influence from the top: A until half of the whole, B three quarters, C nine "
        "tenths, D the rest; below 0.04 one class lower, below 0.02 two (method 3).",
    )
    margin: float | None = Field(description="x to us minus the best x to a competitor; null: unknown.")
    coverage: Contact = Field(description="Our contact with them (method 4).")
    key_share: float = Field(ge=0, le=1, description="Share of 500 seeded redraws in class A (method 3, stability).")
    hidden_influencer: bool = Field(description="Weighs much, without rank or line to the head to show it (method 3).")
    information_value: float = Field(
        ge=0,
        le=2,
        description="decision_influence times the width of the range of their attitude to us: whom to ask (again).",
    )
    explanation: list[ExplanationPart] = Field(description="Of decision_influence, largest part first.")


class PersonView(PersonSummary):
    """A person; one with `account_id` is of another account, to be changed there."""

    votes_elsewhere: list[ElsewhereView] = Field(
        default=[],
        description="Other accounts' stages you may see; of the live map only.",
    )
    rank_assumed: bool = Field(
        default=False, description="Nobody gave the rank: title and manager tell it (a warning names all)."
    )
    external: bool = Field(description="Outside the account's organisation.")
    placeholder: bool = Field(description="A role without a known holder.")
    also_in: tuple[str, ...] = Field(default=(), description="Other departments they work in.")
    style: Literal["L", "I", "E", "F"] | None = Field(
        description="LIEF style; null while assertiveness or orientation is unknown."
    )
    scores: Scores = Field(description="Their place in the account (method 2, 3).")


class DepartmentView(Answer):
    """A department on the map."""

    id: str = Field(description="Department id.")
    parent_id: str | None = Field(description="The department above; null at the top.")
    name: str = Field(description="Name as recorded.")
    name_en: str = Field(description="In English, or empty.")
    people: int = Field(description="Direct members.")
    coverage_plain: float | None = Field(description="Direct members met within the window, as a share, or null.")
    coverage_weighted: float | None = Field(description="Weighted by decision_influence; null when that sums to 0.")
    supporters: int = Field(description="Direct members at SUPPORT or above towards us.")


class EdgeView(Answer):
    """A line: `source` reports to or influences `target`; ties have no direction."""

    kind: Literal["REPORTS_TO", "INFLUENCES", "CONFLICT", "ALLIANCE", "ACQUAINTANCE"] = Field(
        description="Kind of line."
    )
    source: str = Field(description="The person the line starts from.")
    target: str = Field(description="The person the line leads to.")
    subkind: str | None = Field(
        default=None, description="SOLID or DOTTED; PROFESSIONAL, PERSONAL, POLITICAL or MENTOR."
    )
    strength: float | None = Field(default=None, description="Of an influence, above 0 to 1.")
    confidence: int | None = Field(default=None, description="Trust in an influence, 1 to 5.")
    evidence: str | None = Field(default=None, description="Of an influence, or the note of a tie.")
    on: date | None = Field(default=None, description="Day it was observed; null: unknown.")


class WarningView(Answer):
    """To keep in mind when reading the numbers."""

    code: str = Field(examples=["closed_group"], description="Stable code of the warning.")
    people: list[str] = Field(description="Ids of the people it is about.")
    text_zh: str = Field(description="In Chinese.")
    text_en: str = Field(description="The warning in English.")


class BoxView(Answer):
    """Place in map units from the map's upper left corner; y grows downwards."""

    x: float = Field(ge=0, description="Of its left edge.")
    y: float = Field(ge=0, description="Of its upper edge.")
    w: float = Field(ge=0, description="Width.")
    h: float = Field(ge=0, description="Height.")


class LayoutView(Answer):
    """Departments as boxes, managers above their reports, the head on top."""

    people: dict[str, BoxView] = Field(description="Everybody's card.")
    departments: dict[str, BoxView] = Field(description="Each around its people and inner departments.")
    width: float = Field(description="Of the whole map.")
    height: float = Field(description="Of the whole map.")


class MapAnswer(QuestionAnswer):
    """An answer read off the map, with what it is computed over."""

    basis: Basis = Field(
        description="`votes`: voting stages still open; `decided`: none is open, all as history; `rank`: none is "
        "known, the best-ranked share the vote."
    )


class Hidden(Answer):
    """What a map does not show: not asked for, or too large."""

    people: int = Field(ge=0, description="How many people are hidden.")
    edges: int = Field(ge=0, description="Hidden lines of the layers asked for.")
    gaps: int = Field(ge=0, description="Gaps of hidden people.")
    do_first: int = Field(ge=0, description="Steps with hidden people.")
    departments: dict[str, int] = Field(description="Hidden people by department; empty id: of none.")


class PowerMap(MapAnswer):
    """Who decides, who moves them, where we are not covered, how bidders stand."""

    name: str = Field(description="The account's name.")
    name_en: str = Field(description="In English, or empty.")
    vendor: str | None = Field(description="Party id of us.")
    parties: dict[str, str] = Field(description="Party id to name, us first.")
    parties_en: dict[str, str] = Field(description="Party id to English name, where recorded.")
    people: list[PersonView] = Field(description="By id.")
    departments: list[DepartmentView] = Field(description="The account's departments, by id.")
    edges: list[EdgeView] = Field(description="The lines of the layers asked for.")
    stages: tuple[StageView, ...] = Field(description="In order; one of its own where the basis is rank.")
    key_decision_makers: list[str] = Field(
        description="Of class A with key_share of at least 0.8, largest decision_influence first; opponents too."
    )
    unstable: list[str] = Field(description="The rest of class A: whether they belong there is uncertain (method 3).")
    hidden_influencers: list[str] = Field(description="Largest decision_influence first.")
    veto_holders: list[str] = Field(
        description="People whose no stops an open stage, by id; of an unnamed successor's a warning tells."
    )
    standing: dict[str, Standing] = Field(description="Each party's, over the open stages (method 3).")
    coverage: Covered = Field(description="Plain and weighted (method 4).")
    gaps: list[GapView] = Field(description="Most severe first.")
    do_first: list[FirstView] = Field(description="Whom to work on first, at most ten.")
    warnings: list[WarningView] = Field(description="To keep in mind when reading the numbers.")
    team: dict[str, str] = Field(description="Our members: id to name.")
    team_en: dict[str, str] = Field(description="The same to English name, if recorded.")
    layout: LayoutView | None = Field(default=None, description="Null unless `layers` asks for it.")
    hidden: Hidden | None = Field(default=None, description="What is hidden; null where everything is shown.")


class KeyPerson(PersonSummary):
    """A person in order of decision influence."""

    decision_influence: float = Field(description="Share of the decision traced back to them, 0 to 1 (method 3).")


class KeyPeople(MapAnswer):
    """Everyone, by decision_influence falling."""

    people: list[KeyPerson] = Field(description="Everyone, by falling decision influence.")


class CoverageGaps(MapAnswer):
    """The gaps, most severe first."""

    coverage: Covered = Field(description="Plain and weighted (method 4).")
    gaps: list[GapView] = Field(description="Most severe first (method 4).")
    do_first: list[FirstView] = Field(description="Whom to work on first, at most ten.")


class DecisionChain(QuestionAnswer):
    """The stages of an opportunity, in order."""

    opportunity: str = Field(description="The opportunity asked about.")
    veto_in_game: bool = Field(description="voting_power and banzhaf require a veto holder's yes.")
    stages: tuple[ChainStage, ...] = Field(description="The stages in order.")
    standing: dict[str, Standing] = Field(description="Each party's, over the open stages (method 3).")
