// What hands do on the map, each as one edit that one undo takes back.

import { accountId, attitudeChange, canEdit, coded, contactChange, document_, edit, freeId, get, analysis, named, ownerChanges, peopleById, remove, say, signal, t, tell, type Change, type Rec } from "../core";
import type { Level, Paths } from "../shared/types";
import { everybody, lines, managers, power, route, select, selected, vendor } from "./state";

/** A card being typed: a report of `manager` (or somebody on top), beside the one who was chosen. */
export interface Draft {
  manager: string | null;
  department: string | null;
  rank: number;
}
export type Strip =
  | { kind: "attitude"; people: string[]; level: Level }
  | { kind: "contact"; people: string[] }
  | { kind: "owner"; people: string[] }
  | { kind: "influence"; source: string; target: string; subkind: string | null };

export const draft = signal<Draft | null>(null);
export const strip = signal<Strip | null>(null);
export const renaming = signal(false);

export const SCALE: Level[] = ["OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE"];

const nameOf = (id: string): string => everybody.value.get(id)?.name ?? id;
const own = (ids: readonly string[]): string[] => ids.filter((id) => peopleById.value.has(id));

export function whom(ids: readonly string[]): string {
  return ids.length > 2 ? t("several", { count: ids.length }) : ids.map(nameOf).join(t("comma"));
}

// -- people -------------------------------------------------------------------------------------------------------------------

/** Begins a card below the one chosen, or beside them. */
export function begin(where: "report" | "peer"): void {
  if (!canEdit.value || !document_.value) return;
  const at = peopleById.value.get(selected.value[0] ?? "");
  const manager = at ? (where === "report" ? at.id : (managers.value.get(at.id) ?? null)) : null;
  const below = where === "report" && at ? 1 : 0;
  draft.value = { manager, department: at?.department_id ?? null, rank: Math.min(6, (at?.rank ?? 1) + below) };
}

/** “Name, title” becomes a person; a leading question mark makes a post whose holder is not known. */
export function finish(text: string, then: "report" | "peer" | null): void {
  const given = draft.value;
  const document = document_.value;
  draft.value = null;
  if (!given || !document || !text.trim()) return;
  const [first, ...rest] = text.split(/[,，]/);
  const placeholder = /^[?？]/.test(first!.trim());
  const name = first!.trim().replace(/^[?？]\s*/, "") || t("placeholder");
  const person = {
    id: freeId(document, "people", "P"),
    name,
    title: rest.join(",").trim(),
    department_id: given.department,
    rank: given.rank,
    placeholder,
  };
  const changes: Change[] = [{ list: "people", before: null, after: person }];
  if (given.manager) changes.push({ list: "reporting", before: null, after: { subordinate: person.id, manager: given.manager, kind: "SOLID" } });
  void edit(t("did_add", { name }), changes);
  select([person.id]);
  if (then) begin(then);
}

export function change(id: string, fields: Rec, label?: string): void {
  const before = peopleById.value.get(id);
  if (!before || Object.entries(fields).every(([field, value]) => (before as Rec)[field] === value)) return;
  void edit(label ?? t("did_change", { name: nameOf(id) }), [{ list: "people", before, after: { ...before, ...fields } }]);
}

/** Puts somebody into a department, which may be new. */
export function moveInto(id: string, department: string | null, called = ""): void {
  const before = peopleById.value.get(id);
  const document = document_.value;
  if (!before || !document) return;
  const made = called ? { id: freeId(document, "departments", "D"), name: called } : null;
  const changes: Change[] = made ? [{ list: "departments", before: null, after: made }] : [];
  changes.push({ list: "people", before, after: { ...before, department_id: made?.id ?? department } });
  void edit(t("did_change", { name: nameOf(id) }), changes);
}

export async function removeChosen(): Promise<void> {
  const ids = own(selected.value);
  if (!canEdit.value || ids.length === 0) return;
  const label = t("did_delete", { name: whom(ids) });
  select([]);
  await remove(label, ids.map((id) => `people/${encodeURIComponent(id)}`));
}

// -- lines --------------------------------------------------------------------------------------------------------------------

/** The people between somebody and one far below them, if so: who would stand in a ring. */
export function ringOf(subordinate: string, manager: string): string[] | null {
  const way = [manager];
  for (let at = manager; at !== subordinate; ) {
    const above = managers.value.get(at);
    if (above === undefined || way.includes(above)) return null;
    way.push((at = above));
  }
  return way;
}

export function reparent(ids: readonly string[], manager: string | null): void {
  const document = document_.value;
  const moved = own(ids).filter((id) => id !== manager && managers.value.get(id) !== (manager ?? undefined));
  if (!document || !canEdit.value || moved.length === 0) return;
  for (const id of moved) {
    const ring = manager === null ? null : ringOf(id, manager);
    if (ring) {
      say(t("ring", { names: [...ring, ring[0]!].map(nameOf).join(" → ") }), { trouble: true });
      return;
    }
  }
  const changes: Change[] = [];
  for (const id of moved) {
    const before = (document.reporting ?? []).filter((line) => line.subordinate === id && (line.kind ?? "SOLID") === "SOLID");
    const other = (document.reporting ?? []).find((line) => line.subordinate === id && line.manager === manager);
    changes.push(...before.map((line) => ({ list: "reporting", before: line, after: null })));
    if (manager !== null) changes.push({ list: "reporting", before: other ?? null, after: { ...(other ?? {}), subordinate: id, manager, kind: "SOLID" } });
  }
  void edit(manager ? t("did_reparent", { who: whom(moved), manager: nameOf(manager) }) : t("did_unparent", { who: whom(moved) }), changes);
}

export function influenceRecord(source: string, target: string, kind: string | null): Rec | null {
  return (document_.value?.influence ?? []).find((line) => line.source === source && line.target === target && (line.kind ?? "PROFESSIONAL") === kind) ?? null;
}

export function setInfluence(source: string, target: string, was: string | null, record: Rec | null): void {
  const before = influenceRecord(source, target, was);
  const changes: Change[] = [];
  if (before && (!record || record.kind !== was)) changes.push({ list: "influence", before, after: null });
  if (record) changes.push({ list: "influence", before: record.kind === was ? before : influenceRecord(source, target, record.kind), after: record });
  const label = t(record ? "did_influence" : "did_influence_delete", { a: nameOf(source), b: nameOf(target) });
  void edit(label, changes);
}

// -- what is known of people --------------------------------------------------------------------------------------------------

/** Opens the line for an attitude: a step down or up from where the first of those chosen stands, or in the middle. */
export function askAttitude(step: -1 | 0 | 1): void {
  const people = own(selected.value);
  if (!canEdit.value || people.length === 0) return;
  const current = SCALE.indexOf((everybody.value.get(people[0]!)?.level ?? "UNKNOWN") as Level);
  const at = step === 0 || current < 0 ? 1 + step : Math.max(0, Math.min(SCALE.length - 1, current + step));
  strip.value = { kind: "attitude", people, level: SCALE[at]! };
}

export function setAttitude(people: string[], toward: string, level: Level, on: string, evidence: string): void {
  const document = document_.value!;
  const changes: Change[] = [];
  if (!document.vendor && toward === "US") changes.push({ list: "vendor", before: null, after: { id: "US", name: t("us") } });
  changes.push(...people.map((person) => attitudeChange(document, person, { toward, level, on, evidence })));
  void edit(t("did_attitude", { who: whom(people), level: coded("level", level) }), changes);
}

export function logContact(people: string[], kind: string, on: string, members: string[], note: string, compliance: string): void {
  void edit(t("did_contact", { who: whom(people) }), [contactChange(document_.value!, { on, kind, members, people, note, compliance })]);
}

/** Gives people an owner, who may be new to the team. */
export function setOwner(people: string[], member: string, called: string): void {
  const document = document_.value!;
  const made = called ? { id: freeId(document, "team", "S"), name: called, role: "MEMBER", seniority: "MANAGER" } : null;
  const owner = made?.id ?? member;
  const changes: Change[] = made ? [{ list: "team", before: null, after: made }] : [];
  changes.push(...ownerChanges(document, people, owner));
  const name = called || named((document.team?.find((one) => one.id === owner) ?? { name: owner }) as never);
  void edit(t("did_owner", { who: whom(people), owner: name }), changes);
}

// -- looking around -----------------------------------------------------------------------------------------------------------

/** Lights the way between two people: the service's best path of access from the first to the second. */
export async function showPath(): Promise<void> {
  const [from, to] = selected.value;
  if (!from || !to || !accountId.value) {
    say(t("path_needs_two"));
    return;
  }
  const way = shortest(from, to);
  if (way) {
    route.value = way;
    return;
  }
  try {
    const found = await get<Paths>(analysis("paths", { to, kind: "access", k: "1" })!);
    route.value = found.paths[0]?.people ?? [];
  } catch (error) {
    tell(error);
  }
  if (route.value.length === 0) say(t("path_none"));
}

/** The fewest lines from one person to another, whichever way they run. */
function shortest(from: string, to: string): string[] | null {
  const before = new Map<string, string>([[from, from]]);
  const line = [from];
  for (const at of line) {
    if (at === to) {
      const way = [to];
      while (way[0] !== from) way.unshift(before.get(way[0]!)!);
      return way;
    }
    for (const edge of lines.value) {
      const next = edge.source === at ? edge.target : edge.target === at ? edge.source : null;
      if (next !== null && !before.has(next) && power.value) {
        before.set(next, at);
        line.push(next);
      }
    }
  }
  return null;
}

export function partyNames(): [string, string][] {
  const document = document_.value!;
  const us: [string, string][] = [[vendor.value ?? "US", document.vendor ? named(document.vendor as never) : t("us")]];
  return [...us, ...(document.competitors ?? []).map((one): [string, string] => [one.id, named(one as never)])];
}
