"""What the insight routes answer: what the analysis answers, with the question asked and what must be said beside it."""

from __future__ import annotations

from pydantic import Field

from app.question.answer import QuestionAnswer
from graph.analysis.bus_factor import BusFactor
from graph.analysis.buying_centre import Concern, HiddenReason, Shape
from graph.analysis.calibration import Calibration, Outlook
from graph.analysis.evidence import Evidence
from graph.analysis.key_set import KeySet
from graph.analysis.signed import SignedStructure
from graph.analysis.stage_plans import StagePlan
from graph.analysis.structure import Structure
from graph.analysis.succession import Shock
from graph.analysis.what_if import Loss


class KeySetAnswer(KeySet, QuestionAnswer):
    """The best key set of a size."""

    k: int = Field(description="People asked for.")


class Plans(QuestionAnswer):
    """The cheapest plan of each open voting stage, in stage order."""

    plans: tuple[StagePlan, ...] = Field(description="One a voting stage, in order.")


class BusFactors(QuestionAnswer):
    """Whose leaving hurts, on both sides."""

    own: BusFactor | None = Field(description="Null when nobody is covered.")
    customer: tuple[Loss, ...] = Field(description="Everyone we would lose by, most first.")


class OutlookAnswer(Outlook, QuestionAnswer):
    """A model, not a forecast: chances of each stage."""

    note_en: str = Field(description="What must be said beside the number.")
    note_zh: str = Field(description="In Chinese.")


class CalibrationAnswer(Calibration, QuestionAnswer):
    """How the model and reporters did, by recorded outcomes."""


class EvidenceAnswer(Evidence, QuestionAnswer):
    """How far the map can be trusted."""


class AlliancesAnswer(SignedStructure, Structure, QuestionAnswer):
    """Conflicts and alliances (Cartwright & Harary 1956), and how the map is built."""

    shock: Shock | None = Field(description="Lost if `leaving` goes; null: nobody named.")


class BuyingCentreAnswer(Shape, Concern, QuestionAnswer):
    """The five dimensions (Johnston & Bonoma 1981) over all with a vote, a veto or a role."""

    hidden_influencers: tuple[HiddenReason, ...] = Field(description="With reasons, largest first (method 3).")
