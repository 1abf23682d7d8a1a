"""People, the departments they work in and the lines they report along."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from graph.kinds.fields import (
    CONTACT,
    JUDGEMENT,
    Assertiveness,
    CollectedOn,
    DataBasis,
    DataPurpose,
    DataSource,
    Id,
    LearnedOn,
    Name,
    Openness,
    OptionalConfidence,
    OptionalName,
    OptionalText,
    Orientation,
    PersonNote,
    Rank,
    RankAssumed,
    ReportingKind,
    RestrictedBecause,
    RestrictedOn,
    ReviewOn,
    Since,
    Until,
    WorkEmail,
)
from graph.kinds.kind import Child, Edge, Kind, Listing, Many, Node, Property, Record, Ref, Words

LOWEST_RANK: Final = 6
_LINKS: Final = {"department_id", "also_in", "external_ids"}

DATA_FIELDS: Final = ("source", "purpose", "legal_basis", "collected_on", "review_on")
"""What is kept of a person about the keeping itself."""


class Department(Record):
    """A unit of the account; departments form a tree."""

    id: Id
    """The department's id, unique in the account."""
    name: Name
    """The department's name, 1 to 200 characters."""
    name_en: OptionalName = ""
    """In Latin letters; empty: unknown."""
    parent_id: Id | None = None
    """Department above; null at the top."""


class ExternalId(Record):
    """Another system's id; one person of an account has it."""

    system: Id
    """The system, e.g. `salesforce` or `hr`."""
    id: Name
    """The person's id there, 1 to 200 characters."""


class Person(Record):
    """Someone at the customer, or outside with influence."""

    id: Id
    """The person's id, unique in the account."""
    name: Name
    """Name, or a placeholder's role; 1 to 200 characters."""
    name_en: OptionalName = ""
    """In Latin letters; empty: unknown."""
    department_id: Id | None = None
    """First department they work in, or null."""
    rank: Rank = LOWEST_RANK
    """1 head of the account … 6 staff."""
    rank_assumed: RankAssumed = None
    """True where nobody gave a rank: 6 stands here, and answers assume one from title and manager; else left out."""
    title: OptionalName = ""
    """Job title; empty: unknown."""
    title_en: OptionalName = ""
    """In English; empty when not recorded."""
    external: bool = False
    """Outside the customer's organisation, e.g. a design institute or adviser."""
    placeholder: bool = False
    """A role without a known holder."""
    assertiveness: Annotated[Assertiveness | None, JUDGEMENT] = None
    """An axis of the LIEF style; null: unknown."""
    orientation: Annotated[Orientation | None, JUDGEMENT] = None
    """Other axis of the LIEF style, tasks or relations; null: unknown."""
    openness: Annotated[Openness | None, JUDGEMENT] = None
    """Openness of whoever follows somebody, 0 to below 1 (method 3); null for the default."""
    email: WorkEmail = None
    note: PersonNote = None
    external_ids: Annotated[tuple[ExternalId, ...], CONTACT] = Field(
        default=(),
        exclude_if=lambda ids: not ids,
        description="Other systems' ids, by which a later file finds them; left out: none.",
    )
    former_ids: OptionalText = ""
    """Ids of records merged into this one, `; ` between them; left out: none."""
    also_in: tuple[Id, ...] = Field(
        default=(),
        exclude_if=lambda departments: not departments,
        description="Other departments they work in; left out: none.",
    )
    since: Since = None
    until: Until = None
    source: DataSource = None
    purpose: DataPurpose = None
    legal_basis: DataBasis = None
    collected_on: CollectedOn = None
    review_on: ReviewOn = None
    restricted_on: RestrictedOn = None
    restricted_because: RestrictedBecause = None

    unhashed = frozenset({"rank_assumed"})  # a rank nobody gave hashes as the default it always had
    holds_without = MappingProxyType({"rank_assumed": "rank"})

    @model_validator(mode="after")
    def _mark_missing_rank(self) -> Self:
        assumed = "rank" not in self.model_fields_set or (self.rank_assumed and self.rank == LOWEST_RANK)
        self.__dict__["rank_assumed"] = True if assumed else None  # before anybody sees the record
        return self

    def canonical(self) -> Self:
        if len(self.external_ids) < 2 and len(self.also_in) < 2:  # noqa: PLR2004 - nothing to order
            return self
        ids = tuple(sorted(self.external_ids, key=lambda one: (one.system, one.id)))
        return self.model_copy(update={"external_ids": ids, "also_in": tuple(sorted(self.also_in))})

    @property
    def departments(self) -> tuple[str, ...]:
        """Every department they work in, the primary one first."""
        return (*(() if self.department_id is None else (self.department_id,)), *self.also_in)


class Reporting(Record):
    """`subordinate` reports to `manager`. At most one SOLID manager each, and no cycle of SOLID lines (method 1)."""

    subordinate: Id
    """The person who reports."""
    manager: Id
    """The person reported to."""
    kind: ReportingKind = "SOLID"
    """SOLID for the line of command, else DOTTED."""
    confidence: OptionalConfidence = None
    on: LearnedOn = None
    since: Since = None
    until: Until = None


DEPARTMENTS = Kind(
    "departments",
    Department,
    key=("id",),
    shape=Node(
        "Department",
        (Property("id"), Property("name"), Property("name_en")),
        refs=(Ref("parent_id", "PART_OF", "Department"),),
    ),
    listing=Listing(
        "department",
        "departments",
        {"id": "PROC", "name": "采购部", "name_en": "Procurement"},
        filters=("parent_id",),
        searched=("id", "name", "name_en"),
    ),
    words={
        "departments": Words(
            ("Departments", "部门"),
            ("Units of the customer, a tree.", "客户的部门，可分上下级。"),
            noun=("department", "部门"),
            also=("units", "组织", "组织架构"),
            fields={"parent_id": ("Parent department", "上级部门")},
            field_aliases={"name": ("department", "部门名称", "部门"), "parent_id": ("parent", "上级", "所属部门")},
            meanings={"parent_id": ("Empty at the top.", "顶层部门留空。")},
        ),
    },
)
PEOPLE = Kind(
    "people",
    Person,
    key=("id",),
    shape=Node(
        "Person",
        tuple(Property(field) for field in Person.model_fields if field not in _LINKS),
        refs=(Ref("department_id", "WORKS_IN", "Department"),),
        many=(Many("also_in", "ALSO_WORKS_IN", "Department"),),
        children=(
            Child(
                "external_ids",
                "HAS_ID",
                Node("ExternalId", (Property("system"), Property("id")), id="key"),
                key=("system", "id"),
            ),
        ),
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "person",
        "people",
        {"id": "P26", "name": "沈一", "name_en": "Shen Yi", "department_id": "PROC", "rank": 4, "title": "主管"},
        filters=("rank", "external", "placeholder", "restricted_because"),
        searched=("id", "name", "name_en", "title", "title_en", "email"),
    ),
    words={
        "external_ids": Words(
            ("External ids", "外部编号"),
            ("What other systems call a person.", "人员在其他系统中的编号。"),
            fields={"system": ("System", "系统"), "id": ("Id there", "系统内编号")},
            meanings={"system": ("E.g. salesforce, hr.", "例如 salesforce、hr。")},
        ),
        "people": Words(
            ("People", "人员"),
            ("The customer's, and outsiders with influence.", "客户关系人，包括有影响力的外部人员。"),
            noun=("person", "人员"),
            also=("persons", "contacts", "nodes", "人员名单", "客户名单", "联系人"),
            fields={
                "name": ("Name", "姓名"),
                "also_in": ("Other departments", "兼任部门"),
                "former_ids": ("Former ids", "曾用编号"),
                "source": ("Data source", "数据来源"),
                "purpose": ("Purpose of use", "使用目的"),
                "legal_basis": ("Legal basis", "法律依据"),
                "collected_on": ("Collected on", "收集日期"),
                "review_on": ("Review data by", "数据复核期限"),
                "restricted_on": ("Restricted since", "限制使用起始日"),
                "restricted_because": ("Restricted because", "限制使用原因"),
            },
            field_aliases={
                "id": ("person id", "工号", "人员编号"),
                "name": (
                    "full name",
                    "person",
                    "label",
                    "employee name",
                    "display name",
                    "名称",
                    "名字",
                    "人员",
                    "员工姓名",
                    "联系人",
                ),
                "department_id": (
                    *(
                        "dept",
                        "unit",
                        "department name",
                        "department level 1",
                        "level 1 department",
                        "organization unit",
                    ),
                    *(
                        "organisation unit",
                        "org unit",
                        "所在部门",
                        "所属部门",
                        "部门名称",
                        "一级部门",
                        "单位",
                        "科室",
                        "处室",
                    ),
                ),
                "title": ("position", "job title", "job", "role title", "职位", "岗位", "岗位名称", "职务名称"),
                "rank": ("level", "grade", "级别"),
                "external": ("is external", "外部"),
            },
            meanings={
                "since": ("First day in the post; empty: always.", "任职首日；留空表示一直在任。"),
                "until": ("Last day in the post; empty: still there.", "任职末日；留空表示仍在任。"),
                "restricted_on": ("Kept and not used from then on.", "自该日起只保存、不使用。"),
            },
        ),
    },
)
REPORTING = Kind(
    "reporting",
    Reporting,
    key=("subordinate", "manager"),
    shape=Edge(
        "subordinate",
        "manager",
        "Person",
        "Person",
        types=(("", "REPORTS_TO"),),
        properties=tuple(Property(field) for field in ("kind", "confidence", "on", "since", "until")),
    ),
    spans=(("since", "until"),),
    listing=Listing(
        "reporting_line",
        "reporting_lines",
        {"subordinate": "P26", "manager": "P09", "kind": "SOLID"},
        filters=("subordinate", "manager", "kind"),
    ),
    words={
        "reporting": Words(
            ("Reporting", "汇报关系"),
            ("Who reports to whom.", "谁向谁汇报。"),
            fields={"on": ("Learned on", "获知日期")},
            field_aliases={
                "manager": ("boss", "reports to", "汇报给", "经理"),
                "subordinate": ("person", "姓名", "员工"),
            },
            meanings={
                "on": ("Earlier days do not know it.", "该日之前不计入分析。"),
                "kind": ("At most one solid line a person.", "每人最多一条实线汇报。"),
            },
        ),
    },
)
