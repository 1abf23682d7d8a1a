"""What the records API should do, in plain dictionaries: written from the contract alone, sharing no code with the service."""

from copy import deepcopy
from typing import Any

Json = dict[str, Any]
Key = tuple[str, ...]
KEYS: dict[str, Key] = {
    "vendor": ("id",),
    "competitors": ("id",),
    "departments": ("id",),
    "people": ("id",),
    "reporting": ("subordinate", "manager"),
    "influence": ("source", "target", "kind"),
    "ties": ("kind", "a", "b"),
    "attitudes": ("person", "toward", "on", "opportunity_id", "reported_by"),
    "team": ("id",),
    "coverage": ("member", "person"),
    "interactions": ("id",),
    "opportunities": ("id",),
}
ENDS = {
    "reporting": (("subordinate", "people"), ("manager", "people")),
    "influence": (("source", "people"), ("target", "people")),
    "ties": (("a", "people"), ("b", "people")),
    "attitudes": (("person", "people"), ("toward", "parties"), ("opportunity_id", "opportunities")),
    "coverage": (("member", "team"), ("person", "people")),
}
MAY_BE_EMPTY = {
    "departments": (("parent_id", "departments"),),
    "people": (("department_id", "departments"),),
    "influence": (("reported_by", "team"),),
    "attitudes": (("reported_by", "team"),),
}
CONFLICTS = {"cycle", "second-manager", "self-edge", "quota"}
Content = dict[str, dict[Key, Json]]


class Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Model:
    """One account, and the writes made to it."""

    def __init__(self) -> None:
        self.content: Content = {kind: {} for kind in KEYS}
        self.writes: list[dict[str, Any]] = []

    # -- asking

    def key_of(self, kind: str, record: Json) -> Key:
        return tuple(record[field] or "" for field in KEYS[kind])

    def find(self, kind: str, key: Key) -> Json | None:
        return self.content[kind].get(key)

    def document(self) -> Json:
        lists: Json = {kind: [held[key] for key in sorted(held)] for kind, held in self.content.items()}
        lists["vendor"] = lists["vendor"][0] if lists["vendor"] else None
        return deepcopy(lists)

    # -- changing: each answers the status the service should give

    def put(self, actor: str, kind: str, record: Json, *, if_match: bool) -> int:
        key = self.key_of(kind, record)
        known = key in self.content[kind]
        if known != if_match:
            raise Refused(428 if known else 412)
        after = deepcopy(self.content)
        after[kind][key] = deepcopy(record)
        self._write(actor, after)
        return 200 if known else 201

    def delete(self, actor: str, kind: str, key: Key, *, cascade: bool) -> int:
        if key not in self.content[kind]:
            raise Refused(404)
        after = deepcopy(self.content)
        del after[kind][key]
        space = "parties" if kind in {"vendor", "competitors"} else kind
        if len(key) == 1:
            changed = self._let_go(after, space, key[0])
            if changed and not cascade:
                raise Refused(409)
        if faults(after):
            raise Refused(409)
        self._write(actor, after)
        return 204

    def put_stage(self, actor: str, opportunity: str, stage: Json, *, if_match: bool) -> int:
        held = self.content["opportunities"].get((opportunity,))
        if held is None:
            raise Refused(404)
        known = any(one["id"] == stage["id"] for one in held["stages"])
        if known != if_match:
            raise Refused(428 if known else 412)
        after = deepcopy(self.content)
        stages = [one for one in held["stages"] if one["id"] != stage["id"]] + [deepcopy(stage)]
        after["opportunities"][opportunity,]["stages"] = sorted(stages, key=lambda one: int(one["order"]))
        self._write(actor, after)
        return 200 if known else 201

    def undo(self, actor: str) -> int:
        own = [write for write in self.writes if write["actor"] == actor and not write["undone"] and not write["undo"]]
        if not own:
            raise Refused(409)
        write = own[-1]
        after = deepcopy(self.content)
        for kind in KEYS:
            old, new = write["before"][kind], write["after"][kind]
            for key in old.keys() | new.keys():
                if old.get(key) == new.get(key):
                    continue
                if self.content[kind].get(key) != new.get(key):
                    raise Refused(409)
                if key in old:
                    after[kind][key] = deepcopy(old[key])
                else:
                    del after[kind][key]
        if faults(after):
            raise Refused(409)
        self._write(actor, after, undo=True)
        write["undone"] = True
        return 200

    def _write(self, actor: str, after: Content, *, undo: bool = False) -> None:
        found = faults(after)
        if found:
            raise Refused(409 if found <= CONFLICTS else 422)
        if after != self.content:
            write = {"actor": actor, "before": self.content, "after": after, "undone": False, "undo": undo}
            self.writes.append(write)
        self.content = after

    def _let_go(self, content: Content, space: str, gone: str) -> bool:  # noqa: C901, PLR0912 - all that may name one
        """Everything that names the record goes with it or lets go of it; says whether anything did."""
        before = deepcopy(content)
        for kind, ends in ENDS.items():
            for key, record in list(content[kind].items()):
                if any(target == space and record[field] == gone for field, target in ends):
                    del content[kind][key]
        for kind, fields in MAY_BE_EMPTY.items():
            for record in content[kind].values():
                for field, target in fields:
                    if target == space and record[field] == gone:
                        record[field] = None
            keyed = [self.key_of(kind, record) for record in content[kind].values()]
            if len(set(keyed)) < len(keyed):
                raise Refused(409)  # two reports would become one
            content[kind] = dict(zip(keyed, content[kind].values(), strict=True))
        if space == "people":
            for opportunity in content["opportunities"].values():
                for stage in opportunity["stages"]:
                    for part in ("votes", "participants"):
                        stage[part] = [one for one in stage[part] if one["person"] != gone]
                    stage["veto"] = [one for one in stage["veto"] if one != gone]
        for field, target in (("people", "people"), ("members", "team")):
            for record in content["interactions"].values():
                if target == space:
                    record[field] = [one for one in record[field] if one != gone]
        return content != before


def faults(content: Content) -> set[str]:  # noqa: C901, PLR0912 - one rule after the other
    """The codes of the rules that this content breaks."""
    ids = {kind: {key[0] for key in content[kind]} for kind in ("departments", "people", "team", "opportunities")}
    ids["parties"] = {key[0] for kind in ("vendor", "competitors") for key in content[kind]}
    found: set[str] = set()
    for fields in (ENDS, MAY_BE_EMPTY):
        for kind, named in fields.items():
            for record in content[kind].values():
                if any(record[field] is not None and record[field] not in ids[target] for field, target in named):
                    found.add("dangling")
    for meeting in content["interactions"].values():
        if not set(meeting["people"]) <= ids["people"] or not set(meeting["members"]) <= ids["team"]:
            found.add("dangling")
    for kind in ("reporting", "influence", "ties"):
        (one, _), (other, _) = ENDS[kind]
        if any(record[one] == record[other] for record in content[kind].values()):
            found.add("self-edge")
    solid: dict[str, list[str]] = {}
    for line in content["reporting"].values():
        if line["kind"] == "SOLID":
            solid.setdefault(line["subordinate"], []).append(line["manager"])
    if any(len(managers) > 1 for managers in solid.values()):
        found.add("second-manager")
    parents = {key[0]: [unit["parent_id"]] for key, unit in content["departments"].items() if unit["parent_id"]}
    if any(_returns(start, above, apart=above is solid) for above in (solid, parents) for start in above):
        found.add("cycle")
    for opportunity in content["opportunities"].values():
        found |= _stage_faults(opportunity["stages"], ids["people"])
    return found


def _returns(start: str, above: dict[str, list[str]], *, apart: bool) -> bool:
    """True if a walk upwards comes back; self edges of reporting lines are a fault of their own."""
    seen: set[str] = set()
    todo = [up for up in above[start] if not apart or up != start]
    while todo:
        one = todo.pop()
        if one == start:
            return True
        if one not in seen:
            seen.add(one)
            todo += [up for up in above.get(one, []) if not apart or up != one]
    return False


def _stage_faults(stages: list[Json], people: set[str]) -> set[str]:
    found = set()
    if len({stage["order"] for stage in stages}) < len(stages):
        found.add("order")
    for stage in stages:
        named = {part["person"] for part in stage["votes"] + stage["participants"]} | set(stage["veto"])
        if not named <= people:
            found.add("dangling")
        total = sum(vote["weight"] for vote in stage["votes"])
        quota = stage["quota"]
        if (quota is None) != (not stage["votes"]) or (quota is not None and not 0 < quota <= total):
            found.add("quota")
    return found
