// What changed since a snapshot: who came, who went, and whose attitude to us rose or fell.

import { accountId, computed, effect, get, opportunity, parameter, signal, written } from "../core";
import type { PowerMap, Snapshots } from "../shared/types";
import { SCALE } from "./actions";
import { everybody, lens, vendor, type Shown } from "./state";

export const TURNS = ["better", "worse", "new"] as const;
export type Turn = (typeof TURNS)[number] | "same";
type Snapshot = Snapshots["items"][number];
const EARLIER_DAYS = 30;

export const snapshots = signal<Snapshot[]>([]);
const before = signal<PowerMap | null>(null);

/** The one looked back to: as chosen, else the newest that is a month old, else the oldest. */
export const since = computed<Snapshot | null>(() => {
  const asked = snapshots.value.find((one) => one.id === parameter("since"));
  const old = snapshots.value.filter((one) => Date.now() - Date.parse(one.as_of) >= EARLIER_DAYS * 86_400_000).at(-1);
  return asked ?? old ?? snapshots.value[0] ?? null;
});
const pathBefore = computed<string | null>(() => {
  if (lens.value !== "change" || accountId.value === null || since.value === null) return null;
  return `/accounts/${encodeURIComponent(accountId.value)}/power-map?layers=reporting&snapshot=${encodeURIComponent(since.value.id)}`;
});

effect(() => {
  const account = accountId.value;
  written.value;
  if (lens.value !== "change" || account === null) return;
  const stop = new AbortController();
  get<Snapshots>(`/accounts/${encodeURIComponent(account)}/snapshots?limit=200`, stop.signal).then(
    ({ items }) => (snapshots.value = items),
    () => undefined, // whether the service answers is told by the banner
  );
  return () => stop.abort();
});
effect(() => {
  const path = pathBefore.value;
  const bid = opportunity.value?.id;
  before.value = null;
  if (path === null) return;
  const stop = new AbortController();
  const keep = (map: PowerMap) => void (stop.signal.aborted || (before.value = map));
  // a snapshot from before the opportunity was there still says how people stood to us
  get<PowerMap>(bid ? `${path}&opportunity=${encodeURIComponent(bid)}` : path, stop.signal).then(keep, () => get<PowerMap>(path, stop.signal).then(keep, () => undefined));
  return () => stop.abort();
});

const people = computed(() => new Map((before.value?.people ?? []).map((one) => [one.id, one])));
/** Whoever was there then and is not any more. */
export const gone = computed(() => [...people.value.values()].filter((one) => !everybody.value.has(one.id)));

/** Where a level stands; unknown is in the middle, with those who were met and said nothing. */
const height = (level: string) => (level === "UNKNOWN" ? 1 : SCALE.indexOf(level as never));

/** How somebody stands against then; null while that is not known. */
export function turnOf(one: Shown): { turn: Turn; from: string } | null {
  if (!before.value) return null;
  const then = people.value.get(one.id);
  if (!then) return { turn: "new", from: "UNKNOWN" };
  const from = then.attitudes[vendor.value ?? ""]?.level ?? "UNKNOWN";
  const step = height(one.level) - height(from);
  return { turn: step > 0 ? "better" : step < 0 ? "worse" : "same", from };
}
