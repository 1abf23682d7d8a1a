"""What a file leaves open: questions with their choices and a default, and notices of what was assumed or left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from app.texts.import_plan import CHOICES, NOTICES, QUESTIONS
from graph.errors import Fault

MOST_SHOWN: Final = 500


class Choice(BaseModel):
    """One answer a question takes."""

    model_config = ConfigDict(frozen=True)

    value: str = Field(description="What to answer.")
    text_en: str = Field(description="What it means, in English.")
    text_zh: str = Field(description="In Chinese.")


class Place(BaseModel):
    """Where in the file something stands."""

    model_config = ConfigDict(frozen=True)

    sheet: str = Field(default="", description="Sheet or file.")
    row: int | None = Field(default=None, description="Row as shown, from 1.")
    column: str | None = Field(default=None, description="Heading of the column.")


class Notice(Place):
    """What was assumed, changed or left out, and why."""

    code: str = Field(description="Stable code.")
    value: str | None = Field(default=None, description="What stands in the file; null if no single thing.")
    text_en: str = Field(description="In English.")
    text_zh: str = Field(description="In Chinese.")


class Question(Notice):
    """Unanswered its default holds; without a default nothing is stored till then."""

    id: str = Field(description="The same in files that leave the same open.")
    choices: tuple[Choice, ...] = Field(description="The answers it takes, the likeliest first.")
    default: str | None = Field(description="Holds where nobody answers; null: must be answered.")
    answer: str | None = Field(default=None, description="Given now or to an earlier file of this shape.")


@dataclass
class Asking:
    """The answers given so far, and the questions and notices that came up on the way."""

    answers: Mapping[str, str] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)

    def ask(
        self,
        code: str,
        subject: str,
        choices: tuple[str, ...],
        place: Place,
        *,
        fault: Fault | None = None,
        **facts: Any,
    ) -> str:
        """The answer, else the first choice, which is the default.

        With a `fault` there is no default: nothing is stored before it is answered, and that is what is told then.
        """
        own = f"{code}/{subject}"
        known = self.answers.get(own)
        answer = known if known in choices else None
        if own not in self.questions:
            worded = tuple(
                Choice(value=one, text_en=_word(one, 0, facts), text_zh=_word(one, 1, facts)) for one in choices
            )
            english, chinese = QUESTIONS[code].format(**{"value": subject, "column": place.column} | facts)
            self.questions[own] = Question(
                **dict(place), code=code, value=subject, text_en=english, text_zh=chinese, id=own, choices=worded,
                default=None if fault else choices[0], answer=answer,
            )  # fmt: skip
        if fault is not None and answer is None:
            self.faults.setdefault(own, []).append(fault)
        return answer or choices[0]

    def require(self, code: str, subject: str, readings: Mapping[str, tuple[str, ...]], place: Place) -> str:
        """The answer to what only the file's owner can decide: each reading with what some of the file then says.

        Without an answer the first, which is the likeliest: nothing is stored by it (`open`).
        """
        worded = tuple(
            Choice(
                value=one,
                text_en=f"{_word(one, 0, {})}: {', '.join(sample)}",
                text_zh=f"{_word(one, 1, {})}：{'、'.join(sample)}",
            )
            for one, sample in readings.items()
        )
        english, chinese = QUESTIONS[code].format(value=subject, column=place.column)
        own = f"{code}/{subject}"
        known = self.answers.get(own)
        answer = known if known in readings else None
        self.questions[own] = Question(
            **dict(place),
            code=code,
            value=subject,
            text_en=english,
            text_zh=chinese,
            id=own,
            choices=worded,
            default=None,
            answer=answer,
        )
        return answer or next(iter(readings))

    @property
    def open(self) -> list[Question]:
        """The questions without a default that nobody answered."""
        return [one for one in self.questions.values() if one.default is None and one.answer is None]

    @property
    def unanswered(self) -> list[Fault]:
        """What is told of questions that come up with rows and that nobody answered."""
        return [fault for faults in self.faults.values() for fault in faults]

    def note(self, code: str, place: Place, value: str | None = None, **facts: Any) -> None:
        """Say what was assumed or left out."""
        english, chinese = NOTICES[code].format(value=value, **facts)
        self.notices.append(Notice(**dict(place), code=code, value=value, text_en=english, text_zh=chinese))


def _word(choice: str, language: int, facts: Mapping[str, Any]) -> str:
    """A choice in words; one that is no fixed choice is its own word."""
    fixed = CHOICES.get(choice)
    return (
        str(facts.get(f"names_{('en', 'zh')[language]}", {}).get(choice, choice)) if fixed is None else fixed[language]
    )
