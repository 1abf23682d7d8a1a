// What the map shows at a moment: its people with the edits under way, where each stands, what is chosen and how it is looked at.

import { analysis, computed, document_, effect, named, opportunity, parameter, signal, titled, choose, get, written, accountId } from "../core";
import type { Box, DepartmentView, EdgeView, GapView, PersonView, PowerMap } from "../shared/types";
import { folded, type Tile } from "./fold";

export const power = signal<PowerMap | null>(null);
export const failure = signal<Error | null>(null);
/** Whether what is shown is being asked for anew. */
export const fetching = signal(false);
/** Attitudes set and not computed with yet: person and party to level. */
export const attitudesSet = signal<Record<string, string>>({});

const pathNow = computed(() => analysis("power-map", { layers: "reporting,influence,ties,layout" }));
effect(() => {
  const path = pathNow.value;
  written.value;
  if (path === null) return;
  const stop = new AbortController();
  fetching.value = true;
  get<PowerMap>(path, stop.signal).then(
    (map) => {
      if (stop.signal.aborted) return;
      fetching.value = false;
      failure.value = null;
      attitudesSet.value = {};
      power.value = map;
    },
    (error: Error) => {
      if (stop.signal.aborted) return;
      fetching.value = false;
      failure.value = error;
    },
  );
  return () => stop.abort();
});
effect(() => {
  accountId.value; // the map of another account is another map
  power.value = null;
});

export interface Shown {
  id: string;
  name: string;
  title: string;
  departmentId: string | null;
  placeholder: boolean;
  external: boolean;
  guest: boolean;
  level: string;
  contact: string;
  owner: string | null;
  share: number;
  size: 1 | 2 | 3;
  order: number;
  view: PersonView | null;
  box: Box;
  gaps: GapView[];
}

/** Who of the map counts in the first five. */
const ORDERED = 5;
const CARD = { w: 176, h: 74 };

export const vendor = computed(() => document_.value?.vendor?.id ?? power.value?.vendor ?? null);

export const gapsOf = computed(() => {
  const found = new Map<string, GapView[]>();
  for (const gap of power.value?.gaps ?? []) if (gap.person) found.set(gap.person, [...(found.get(gap.person) ?? []), gap]);
  return found;
});

/** Everybody, with whoever was added a moment ago below their manager until the service has laid the map out anew. */
export const everybody = computed<Map<string, Shown>>(() => {
  const map = power.value;
  const document = document_.value;
  const shown = new Map<string, Shown>();
  if (!map || !document) return shown;
  const views = new Map(map.people.map((one) => [one.id, one]));
  const ranked = [...map.people].sort((a, b) => b.scores.decision_influence - a.scores.decision_influence);
  const orders = new Map(ranked.slice(0, ORDERED).map((one, index) => [one.id, index + 1]));
  const layout = (map.layout?.people ?? {}) as Record<string, Box>;
  const manager = new Map((document.reporting ?? []).filter((line) => line.kind !== "DOTTED").map((line) => [line.subordinate, line.manager]));
  const owners = new Map((document.coverage ?? []).filter((one) => one.owner).map((one) => [one.person, one.member]));
  const us = vendor.value ?? "";
  const add = (id: string, facts: Pick<Shown, "name" | "title" | "departmentId" | "placeholder" | "external" | "guest">) => {
    const view = views.get(id) ?? null;
    const share = view?.scores.decision_influence ?? 0;
    shown.set(id, {
      id,
      ...facts,
      level: attitudesSet.value[`${id} ${us}`] ?? view?.attitudes[us]?.level ?? "UNKNOWN",
      contact: view?.coverage.level ?? "NONE",
      owner: owners.get(id) ?? view?.coverage.owner ?? null,
      share,
      size: share >= 0.08 ? 3 : share >= 0.03 ? 2 : 1,
      order: share > 0 ? (orders.get(id) ?? 0) : 0,
      view,
      box: layout[id] ?? besides(shown, manager.get(id)),
      gaps: gapsOf.value.get(id) ?? [],
    });
  };
  for (const one of map.people)
    if (one.account_id !== null) add(one.id, { name: named(one), title: titled(one), departmentId: one.department_id, placeholder: one.placeholder, external: one.external, guest: true });
  const own = document.people ?? [];
  for (const one of [...own].sort((a, b) => Number(!(a.id in layout)) - Number(!(b.id in layout))))
    if (one.id in layout || !map.hidden || views.has(one.id))
      add(one.id, {
        name: named(one),
        title: titled({ title: one.title ?? "", title_en: one.title_en ?? "" }),
        departmentId: one.department_id ?? null,
        placeholder: one.placeholder ?? false,
        external: one.external ?? false,
        guest: false,
      });
  return shown;
});

/** A free place for somebody whom the service has not placed yet: under their manager, else right of all. */
export function besides(shown: Map<string, Shown>, managerId: string | undefined): Box {
  const boxes = [...shown.values()].map((one) => one.box);
  const above = managerId ? shown.get(managerId)?.box : undefined;
  const start = above ? { x: above.x + 18, y: above.y + above.h + 12 } : { x: Math.max(0, ...boxes.map((box) => box.x + box.w + 20)), y: 33 };
  const place = { ...start, ...CARD };
  const hit = (box: Box) => box.x < place.x + place.w && place.x < box.x + box.w && box.y < place.y + place.h && place.y < box.y + box.h;
  while (boxes.some(hit)) place.y += 14;
  return place;
}

export const departments = computed(() => new Map<string, DepartmentView>((power.value?.departments ?? []).map((one) => [one.id, one])));

/** The lines as they are now: those of the document where it may be edited, since edits show there first. */
export const lines = computed<EdgeView[]>(() => {
  const document = document_.value;
  const map = power.value;
  if (!document || !map) return [];
  const foreign = map.edges.filter((edge) => everybody.value.get(edge.source)?.guest || everybody.value.get(edge.target)?.guest);
  const plain = { subkind: null, strength: null, confidence: null, evidence: null, on: null };
  const own: EdgeView[] = [
    ...(document.reporting ?? []).map((line) => ({ ...plain, kind: "REPORTS_TO" as const, source: line.subordinate, target: line.manager, subkind: line.kind ?? "SOLID" })),
    ...(document.influence ?? []).map((line) => ({
      kind: "INFLUENCES" as const,
      source: line.source,
      target: line.target,
      subkind: line.kind ?? "PROFESSIONAL",
      strength: line.strength,
      confidence: line.confidence ?? null,
      evidence: line.evidence ?? null,
      on: line.on ?? null,
    })),
    ...(document.ties ?? []).map((tie) => ({ ...plain, kind: tie.kind, source: tie.a, target: tie.b, evidence: tie.note ?? null })),
  ];
  return [...own, ...foreign];
});

export const managers = computed(() => {
  const found = new Map<string, string>();
  for (const line of lines.value) if (line.kind === "REPORTS_TO" && line.subkind === "SOLID") found.set(line.source, line.target);
  return found;
});

// -- what is chosen and how it is looked at: all of it in the address ---------------------------------------------------------

export const LENSES = ["attitude", "coverage", "influence", "gaps", "change"] as const;
export type Lens = (typeof LENSES)[number];
export const lens = computed<Lens>(() => LENSES.find((one) => one === parameter("lens")) ?? "attitude");
export const selected = computed<string[]>(() => parameter("sel").split(" ").filter((id) => everybody.value.has(id)));
export const focus = computed(() => parameter("focus"));
export const unfolded = computed(() => new Set(parameter("open").split(" ").filter(Boolean)));
export const route = signal<string[]>([]);

export function select(ids: readonly string[], quietly = true): void {
  choose({ sel: ids.join(" ") || null }, quietly);
}

export const filter = computed(() => ({ level: parameter("level"), contact: parameter("contact"), role: parameter("role") }));

export function fits(one: Shown): boolean {
  const { level, contact, role } = filter.value;
  return (!level || one.level === level) && (!contact || one.contact === contact) && (!role || (one.view?.roles ?? []).includes(role));
}

/** People two lines around the one looked at; null while everybody is. */
export const around = computed<Set<string> | null>(() => {
  if (!focus.value || !everybody.value.has(focus.value)) return null;
  let near = new Set([focus.value]);
  for (let hop = 0; hop < 2; hop += 1) {
    const next = new Set(near);
    for (const line of lines.value) {
      if (near.has(line.source)) next.add(line.target);
      if (near.has(line.target)) next.add(line.source);
    }
    near = next;
  }
  return near;
});

const voters = computed(() => {
  const found = new Set<string>();
  for (const stage of opportunity.value?.stages ?? []) {
    for (const vote of stage.votes ?? []) found.add(vote.person);
    for (const person of stage.veto ?? []) found.add(person);
  }
  return found;
});

/** What is drawn: cards, and for what is folded away one tile a department. Above sixty people most of each is folded. */
export const drawn = computed<{ cards: Shown[]; tiles: Tile[]; boxes: Record<string, Box> }>(() =>
  folded({
    people: [...everybody.value.values()],
    boxes: (power.value?.layout?.departments ?? {}) as Record<string, Box>,
    parents: new Map([...departments.value.values()].map((one) => [one.id, one.parent_id ?? null])),
    managers: managers.value,
    voters: voters.value,
    open: unfolded.value,
    kept: new Set([...selected.value, ...route.value, ...(around.value ?? [])]),
  }),
);
export const boxOf = computed(() => new Map(drawn.value.cards.map((one) => [one.id, one.box])));
