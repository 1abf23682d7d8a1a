"""The three relationships as lines of the terminal, in one language."""

from __future__ import annotations

from collections.abc import Iterable

from app.texts import relationship_codes as codes
from app.texts.catalogue import Words, pick
from app.texts.relationship_sheet import ASPECTS, TECHNIQUES
from app.texts.report import SEPARATOR
from app.texts.terminal_method import RELATIONS
from graph.analysis.relationships import RelationshipsView
from graph.analysis.rivals import PartyPosition


def relationships_text(view: RelationshipsView, language: str) -> str:
    """What `powermap relationships` prints."""
    return "\n".join(_Lines(view, language).lines())


class _Lines:
    def __init__(self, view: RelationshipsView, language: str) -> None:
        self._view = view
        self._language = language

    def lines(self) -> Iterable[str]:
        view = self._view
        yield f"{view.account}  {view.as_of}  {self._say('weakest', weakest=self._word(codes.RELATIONSHIPS, view.weakest))}"
        yield from (f"  {line}" for line in (*self._scores(), *self._judged(), *self._to_do()))
        yield from (f"  {line}" for line in self._against())

    def _scores(self) -> Iterable[str]:
        general, key, company = self._view.general, self._view.key, self._view.organization
        for kind, part, weakest in (("GENERAL", general, general.weakest), ("KEY", key, key.weakest)):
            yield self._scored(kind, part.score, _signed(part.target), part.trend, weakest)
        target = company.target
        shown = self._word(codes.ORGANIZATION_LEVELS, target) if isinstance(target, str) else _signed(target)
        yield self._scored("ORGANIZATION", company.score, shown, company.trend, None)

    def _scored(self, kind: str, score: float | None, target: str, trend: float | None, weakest: str | None) -> str:
        part = self._say("weakest_part", name=weakest) if weakest else ""
        name = self._word(codes.RELATIONSHIPS, kind)
        return self._say("score", name=name, score=_signed(score), target=target, trend=_signed(trend), weakest=part)

    def _judged(self) -> Iterable[str]:
        company, stage, phase = self._view.organization, self._view.stage, self._view.phase
        level, general = codes.ORGANIZATION_LEVELS, self._view.general
        yield self._say(
            "level", customer=self._word(level, company.level_by_customer), ours=self._word(level, company.level)
        )
        yield self._say("counted", level=self._word(level, company.level_counted), score=f"{company.score:.3f}")
        yield self._say(
            "missing", next=self._word(level, company.next), names=self._words(codes.ASSESSMENTS, company.missing)
        )
        for name, part, words in (("stage", stage, codes.RELATIONSHIP_STAGES), ("phase", phase, codes.PHASES)):
            confirmed, suggested = self._word(words, part.confirmed), self._word(words, part.suggested)
            yield self._say(name, confirmed=confirmed, suggested=suggested)
        verdict = self._word(codes.QUALIFICATIONS, phase.qualification.verdict)
        yield self._say(
            "key_account", verdict=verdict, account_class=self._word(codes.ACCOUNT_CLASSES, phase.account_class)
        )
        assessor = self._word(codes.ASSESSORS, general.satisfaction.assessor)
        yield self._say("satisfaction", value=_number(general.satisfaction.value), assessor=assessor)

    def _to_do(self) -> Iterable[str]:
        view = self._view
        techniques = (technique.code for technique in view.stage.techniques)
        yield self._say("to_do", names=self._words(TECHNIQUES, techniques))
        yield self._say("ask_again", names=self._words(codes.ASSESSMENTS, view.organization.ask_again))
        yield self._say("mesh", pairs=view.mesh.live_pairs, holes=len(view.mesh.holes))

    def _against(self) -> Iterable[str]:
        for rival in self._view.positions[1:]:
            yield self._say(
                "against",
                party=rival.party,
                level=self._word(codes.ORGANIZATION_LEVELS, rival.level),
                share=_number(rival.share),
                satisfaction=_number(rival.satisfaction),
                ahead=self._words(ASPECTS, rival.ahead),
            )
        products = {product for position in self._view.positions for product in position.products}
        for product in sorted(products):
            shares = (_of_product(position, product) for position in self._view.positions)
            yield self._say(
                "product", product=product, shares=pick(SEPARATOR, self._language).join(filter(None, shares))
            )

    def _say(self, said: str, /, **facts: object) -> str:
        return pick(RELATIONS[said], self._language).format(**facts)

    def _word(self, words: Words, code: str | None) -> str:
        return code or "-" if code is None or code not in words else pick(words[code], self._language)

    def _words(self, words: Words, listed: Iterable[str]) -> str:
        return pick(SEPARATOR, self._language).join(self._word(words, code) for code in listed) or "-"


def _of_product(position: PartyPosition, product: str) -> str:
    share = position.products.get(product)
    return "" if share is None else f"{position.party} {share:.0%}"


def _signed(value: float | None) -> str:
    return "-" if value is None else f"{value:+.3f}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"
