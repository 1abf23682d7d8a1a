"""The account as a graph for other tools: GraphML and GEXF, people with their scores and places."""

from __future__ import annotations

from app.map.map_view import MapView
from graph.property_graph import Attributes, Net, gexf, graphml, property_graph


def write_graphml(view: MapView) -> bytes:
    """GraphML that networkx, Gephi and yEd read; our own import gives the same document back."""
    return graphml(_net(view))


def write_gexf(view: MapView) -> bytes:
    """GEXF for Gephi."""
    return gexf(_net(view))


def _net(view: MapView) -> Net:
    """A redacted copy holds no records, so that importing it blanks nothing."""
    return property_graph(view.document, _of_people(view), whole=view.redact == "full")


def _of_people(view: MapView) -> dict[str, Attributes]:
    """Scores under `score_…`, coverage, and the centre of the card as x and y."""
    attributes: dict[str, Attributes] = {}
    for person in view.map.people:
        box = view.layout.people[person.id]
        scores = {f"score_{name}": value for name, value in person.scores.model_dump().items() if value is not None}
        shown: dict[str, str | int | float | bool] = {
            **scores,
            "score_key_share": person.key_share,
            "hidden_influencer": person.hidden_influencer,
            "roles": " ".join(person.roles),
            "coverage_level": person.coverage.level,
            "x": box.x + box.w / 2,
            "y": box.y + box.h / 2,
        }
        if person.margin is not None:
            shown["score_margin"] = person.margin
        if view.shows_attitudes:
            shown |= {f"settled_{party}": x for party, x in person.settled.items()}
        attributes[person.id] = shown
    return attributes
