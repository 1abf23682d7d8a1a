"""Templates of departments and posts that customers of a kind usually have, to start a map from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from app.texts.catalogue import Pair
from graph.document import AccountDocument
from graph.errors import NotFound
from graph.kinds import Department, Opportunity, Participant, Person, Stage
from graph.kinds.fields import DecisionRole, StageKind

TemplateName = Literal["OPERATOR", "HOSPITAL", "MANUFACTURER"]


class Unit(NamedTuple):
    """A department of a template, in English and Chinese."""

    id: str
    name: Pair
    parent: str | None = None


class Post(NamedTuple):
    """A part in a decision that somebody of a department usually has."""

    role: DecisionRole
    stage: StageKind
    department: str
    title: Pair
    rank: int


class Template(NamedTuple):
    """Departments, and who usually decides."""

    departments: tuple[Unit, ...]
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Applied:
    """What a template added to an account, and which of its parts were there already."""

    departments: tuple[str, ...]
    people: tuple[str, ...]
    departments_kept: tuple[str, ...]
    roles_kept: tuple[str, ...]


_HEAD: Final = Unit("EXEC", ("Leadership", "领导班子"))
_PROCUREMENT: Final = Unit("PROC", ("Procurement", "采购部"), "EXEC")
_FINANCE: Final = Unit("FIN", ("Finance", "财务部"), "EXEC")
_COMMON: Final = (
    Post("APPROVER", "AWARD", "EXEC", ("General manager", "总经理"), 1),
    Post("DECISION_MAKER", "AWARD", "EXEC", ("Deputy general manager", "分管副总经理"), 2),
    Post("PROCUREMENT", "EVALUATION", "PROC", ("Head of procurement", "采购部主任"), 3),
    Post("INFLUENCER", "BUDGET", "FIN", ("Head of finance", "财务部主任"), 3),
)
TEMPLATES: Final[Mapping[TemplateName, Template]] = {
    "OPERATOR": Template(
        (
            _HEAD,
            Unit("NETDEV", ("Network development", "网络发展部"), "EXEC"),
            Unit("OM", ("Operations and maintenance", "运行维护部"), "EXEC"),
            _PROCUREMENT,
            _FINANCE,
            Unit("IT", ("Information and security", "信息安全部"), "EXEC"),
        ),
        (
            *_COMMON,
            Post("EVALUATOR", "EVALUATION", "NETDEV", ("Head of network development", "网络发展部主任"), 3),
            Post("USER", "NEED", "OM", ("Head of operations", "运行维护部主任"), 3),
        ),
    ),
    "HOSPITAL": Template(
        (
            _HEAD,
            Unit("MED", ("Medical affairs", "医务部"), "EXEC"),
            Unit("EQUIP", ("Medical equipment", "设备科"), "EXEC"),
            Unit("IT", ("Information", "信息科"), "EXEC"),
            _PROCUREMENT,
            _FINANCE,
        ),
        (
            *_COMMON,
            Post("EVALUATOR", "EVALUATION", "EQUIP", ("Head of equipment", "设备科科长"), 3),
            Post("USER", "NEED", "MED", ("Head of medical affairs", "医务部主任"), 3),
        ),
    ),
    "MANUFACTURER": Template(
        (
            _HEAD,
            Unit("RND", ("Research and development", "研发部"), "EXEC"),
            Unit("PLANT", ("Production", "生产部"), "EXEC"),
            Unit("QUAL", ("Quality", "质量部"), "EXEC"),
            _PROCUREMENT,
            _FINANCE,
        ),
        (
            *_COMMON,
            Post("EVALUATOR", "EVALUATION", "RND", ("Head of development", "研发部部长"), 3),
            Post("USER", "NEED", "PLANT", ("Head of production", "生产部部长"), 3),
        ),
    ),
}


def apply_template(
    document: AccountDocument, template: Template, opportunity: str | None, language: str
) -> tuple[AccountDocument, Applied]:
    """The document with the departments of a template, and an unnamed person for each part nobody has in the opportunity.

    Whatever is there stays: a department of the same id or name is used, a part that somebody has is theirs. Without an
    opportunity departments alone are added. Raises NotFound.
    """
    bid = next((one for one in document.opportunities if one.id == opportunity), None)
    if opportunity is not None and bid is None:
        raise NotFound("opportunity", opportunity)
    place, added = _departments(document, template, language)
    document = document.model_copy(update={"departments": (*document.departments, *added)})
    people: list[Person] = []
    kept_roles: list[str] = []
    if bid is not None:
        roles = {part.role for stage in bid.stages for part in stage.participants}
        kept_roles = [post.role for post in template.posts if post.role in roles]
        known = {person.id for person in document.people}
        for post in template.posts:
            if post.role not in roles:
                person = _placeholder(post, place[post.department], known, language)
                people.append(person)
                bid = _with_part(bid, Participant(person=person.id, role=post.role), post.stage)
        others = tuple(one for one in document.opportunities if one.id != opportunity)
        lists = {"people": (*document.people, *people), "opportunities": (*others, bid)}
        document = document.model_copy(update=lists)
    new = tuple(unit.id for unit in added)
    kept = tuple(own for own in place.values() if own not in new)
    return document, Applied(new, tuple(person.id for person in people), kept, tuple(kept_roles))


def _departments(
    document: AccountDocument, template: Template, language: str
) -> tuple[dict[str, str], tuple[Department, ...]]:
    """Which department of the account each of the template's is, and those that are to be added."""
    by_name = {name: one.id for one in document.departments for name in (one.name_en, one.name) if name}
    ids = {one.id for one in document.departments}
    place: dict[str, str] = {}
    added = []
    for unit in template.departments:
        own = unit.id if unit.id in ids else next((by_name[name] for name in unit.name if name in by_name), None)
        place[unit.id] = own or unit.id
        if own is None:
            name = unit.name[language == "zh"]
            parent = place[unit.parent] if unit.parent else None
            added.append(Department(id=unit.id, name=name, name_en=unit.name[0], parent_id=parent))
    return place, tuple(added)


def _placeholder(post: Post, department: str, known: set[str], language: str) -> Person:
    own = f"{department}-{post.role}"[:60]
    while own in known:
        own += "+"
    known.add(own)
    title = post.title[language == "zh"]
    return Person(
        id=own,
        name=title,
        title=title,
        title_en=post.title[0],
        department_id=department,
        rank=post.rank,
        placeholder=True,
    )


def _with_part(bid: Opportunity, part: Participant, kind: StageKind) -> Opportunity:
    """The bid with a part in its first stage of the kind; a stage is added where there is none."""
    stages = sorted(bid.stages, key=lambda stage: stage.order)
    of_kind = next((stage for stage in stages if stage.kind == kind), None)
    if of_kind is None:
        own, taken = kind.lower(), {stage.id for stage in stages}
        while own in taken:
            own += "+"
        of_kind = Stage(id=own, order=max((stage.order for stage in stages), default=0) + 1, kind=kind)
        stages.append(of_kind)
    filled = of_kind.model_copy(update={"participants": (*of_kind.participants, part)})
    return bid.model_copy(update={"stages": tuple(filled if one is of_kind else one for one in stages)})
