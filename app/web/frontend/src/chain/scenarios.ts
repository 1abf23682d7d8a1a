// Scenarios: who is supposed to think what of us, under a name. The address keeps them, over reloads and from screen to screen, until
// one is made the plan or discarded; the service keeps nothing of them.

import { accountId, ask, choose, computed, document_, effect, opportunity, parameter, peopleById, signal, t, tell, written } from "../core";
import type { WhatIfAnswer } from "../shared/types";

export const SCALE = ["OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE"];
export interface Scenario {
  opportunity: string;
  name: string;
  /** Person to level. */
  supposed: Record<string, string>;
}

/** In the address: scenarios by `*`, their parts by `~`, each person with the place of the level on the scale. */
export const told = (one: Scenario): string =>
  [one.opportunity, one.name, ...Object.entries(one.supposed).map(([person, level]) => person + SCALE.indexOf(level))].map((part) => encodeURIComponent(part).replace(/[*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)).join("~");
function read(text: string): Scenario[] {
  try {
    return text.split("*").filter(Boolean).map((one) => {
      const [bid, name, ...people] = one.split("~").map(decodeURIComponent);
      const supposed = people.map((each) => [each.slice(0, -1), SCALE[Number(each.slice(-1))]!] as const).filter(([, level]) => level);
      return { opportunity: bid!, name: name ?? "", supposed: Object.fromEntries(supposed) };
    });
  } catch {
    return []; // an address that somebody cut short
  }
}

const text = computed(() => parameter("what_if"));
const all = computed(() => read(text.value)); // the same scenarios while only other parameters change
function keep(scenarios: Scenario[], looked: Scenario | null): void {
  const index = looked ? scenarios.indexOf(looked) : -1;
  choose({ what_if: scenarios.map(told).join("*") || null, scenario: index < 0 ? null : String(index) }, true);
}

export const scenarios = computed(() => all.value.filter((one) => one.opportunity === opportunity.value?.id));
/** The one looked at; null: things as they are. */
export const scenario = computed<Scenario | null>(() => scenarios.value.find((one) => String(all.value.indexOf(one)) === parameter("scenario")) ?? null);
export const supposed = computed(() => scenario.value?.supposed ?? {});

function freeName(): string {
  for (let number = 1; ; number += 1) {
    const name = t("scenario", { number });
    if (!scenarios.value.some((one) => one.name === name)) return name;
  }
}
function become(fields: Partial<Scenario>): void {
  const next = { ...scenario.value!, ...fields };
  keep(all.value.with(all.value.indexOf(scenario.value!), next), next);
}

export const look = (one: Scenario | null): void => keep(all.value, one);
/** A further one that begins where the present one is. */
export function another(): void {
  const made = { opportunity: opportunity.value!.id, name: freeName(), supposed: supposed.value };
  keep([...all.value, made], made);
}
/** One of that name with nothing supposed yet, in place of the one so called. */
export function beginNamed(name: string): void {
  const made = { opportunity: opportunity.value!.id, name, supposed: {} };
  keep([...all.value.filter((one) => one.opportunity !== made.opportunity || one.name !== name), made], made);
}
/** Supposes all of this and nothing else. */
export const supposeAll = (supposed: Record<string, string>): void => become({ supposed });
export const rename = (name: string): void => become({ name });
/** Drops a scenario by its telling, which stays while others come and go. */
export const discard = (gone: string): void => keep(all.value.filter((one) => told(one) !== gone), scenario.value && told(scenario.value) !== gone ? scenario.value : null);

/** Supposes that somebody stands at a level; `real` is where they do. */
export function suppose(person: string, to: string, real: string): void {
  if (!scenario.value) another();
  const { [person]: _, ...others } = supposed.value;
  become({ supposed: to === real ? others : { ...others, [person]: to } });
}

// -- what would be ------------------------------------------------------------------------------------------------------------

export const answer = signal<WhatIfAnswer | null>(null);
/** Our standing in each scenario, by what it supposes. */
const standings = signal<Record<string, number>>({});
export const standingOf = (one: Scenario): number | undefined => standings.value[JSON.stringify(one.supposed)];
let turn = 0;

function asked(one: Scenario): Promise<WhatIfAnswer> | null {
  const [account, bid, us] = [accountId.value, opportunity.value, document_.value?.vendor?.id];
  const voters = new Set(bid?.stages!.flatMap((stage) => [...stage.votes!.map((vote) => vote.person), ...stage.veto!]));
  const changes = Object.entries(one.supposed)
    .filter(([person]) => peopleById.value.has(person) || voters.has(person)) // whoever was deleted since thinks nothing
    .map(([person, level]) => ({ kind: "attitude", person, toward: us, level }));
  if (!account || !bid || !us || !changes.length) return null;
  const asOf = parameter("as_of");
  const key = JSON.stringify(one.supposed);
  return ask<WhatIfAnswer>("POST", `/accounts/${encodeURIComponent(account)}/what-if${asOf ? `?as_of=${asOf}` : ""}`, { body: { opportunity: bid.id, changes } }).then(({ data }) => {
    standings.value = { ...standings.peek(), [key]: data.after.standing[us]!.point };
    return data;
  });
}

effect(() => {
  document_.value;
  parameter("as_of");
  standings.value = {};
});
effect(() => {
  const mine = ++turn;
  const answered = scenario.value && asked(scenario.value);
  if (!answered) answer.value = null;
  else
    answered.then(
      (data) => {
        if (mine === turn) answer.value = data;
      },
      (error) => mine === turn && tell(error),
    );
});
effect(() => {
  written.value;
  for (const one of scenarios.value)
    if (one !== scenario.value && !(JSON.stringify(one.supposed) in standings.peek())) asked(one)?.catch(() => undefined);
});
