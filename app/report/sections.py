"""The report of an account: every analysis as a section, in the order of a review. The one list that all setters read."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.actions import do_first, gaps
from app.report.blocks import Section
from app.report.chain import chain
from app.report.changes import changes
from app.report.coverage import coverage
from app.report.gate import gate
from app.report.key_people import key_people
from app.report.measures import measures
from app.report.method import method
from app.report.plan import activities, plan
from app.report.relationships import relationship_facts, relationships
from app.report.sandbox import sandbox
from app.report.standing import standing
from app.report.structure import structure
from app.report.summary import summary
from app.report.view import ReportView


def sections(view: ReportView) -> Iterator[Section]:
    """All there is to say: without people only summary and method, without an opportunity no chain, plan, gate and changes."""
    yield summary(view)
    if view.map.people:
        yield from _of_the_map(view)
    if view.relations is not None and view.map.people:
        yield relationships(view, view.relations.relationships)
        yield relationship_facts(view, view.relations.relationships)
        yield sandbox(view, view.relations.sandbox)
    if view.pack is not None:
        yield plan(view, view.pack.plan)
        yield activities(view, view.pack.plan)
    if view.relations is not None and view.map.people:
        yield measures(view, view.relations.measures)
    if view.pack is not None:
        yield gate(view, view.pack.review)
        yield changes(view, view.pack)
    yield method(view)


def _of_the_map(view: ReportView) -> Iterator[Section]:
    if view.map.opportunity is not None:
        yield chain(view)
    yield key_people(view)
    if view.shows_attitudes:
        yield do_first(view)
        yield gaps(view)
    yield coverage(view)
    if view.map.standing:
        yield standing(view)
    if view.relations is not None:
        yield structure(view, view.relations.structure)
