// Values of records as they are read: ids by what they are called, codes and days in words.

import { coded, day, document_, listed, named, peopleById, t } from "../core";

interface Called {
  id: string;
  name: string;
  name_en?: string | null;
}

/** What the id in a field names; a target is a person's or, of activities, one to be reached. */
function calledIn(field: string, id: string): Called | undefined {
  const label = OF_ANSWERS[field] ?? coded("names", field);
  return called(label, id) ?? (field === "target" ? called("Person", id) : undefined);
}

function called(label: string, id: string): Called | undefined {
  const document = document_.value;
  if (!document) return undefined;
  if (label === "Person") return peopleById.value.get(id);
  const parties = [...(document.vendor ? [document.vendor] : []), ...(document.competitors ?? [])];
  const lists: Record<string, readonly unknown[] | undefined> = {
    Party: parties, Department: document.departments, Member: document.team, Opportunity: document.opportunities, Goal: document.goals, MarketTarget: document.market_targets, Target: document.targets,
  };
  return (lists[label] as Called[] | undefined)?.find((one) => one.id === id);
}

function stageOf(id: string, opportunity: unknown): string {
  const within = (document_.value?.opportunities ?? []).filter((one) => !opportunity || one.id === opportunity);
  const stage = within.flatMap((one) => one.stages ?? []).find((one) => one.id === id);
  return stage ? coded("stage", stage.kind) : id;
}

/** What the ids in columns of answers name that are no fields of records. */
const OF_ANSWERS: Record<string, string> = { other: "Person", voter: "Person", approver: "Person", department: "Department" };

/** A value that stands in a field, as it is read; `beside` are the fields next to it. */
export function told(field: string, value: unknown, beside: Record<string, unknown> = {}): string {
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (typeof value === "number") return field === "rank" ? coded("rank", String(value)) : String(Math.round(value * 1000) / 1000);
  if (Array.isArray(value)) return value.length ? listed(value.map((one) => told(field, one))) : "—";
  if (typeof value === "object") return Object.entries(value).map(([name, part]) => (typeof part === "number" ? String(part) : told(name, part))).join(" ");
  const text = String(value);
  const one = calledIn(field, text);
  if (one) return named(one);
  if (coded("names", field) === "Stage") return stageOf(text, beside.opportunity);
  const word = coded("value", `${field}.${text}`);
  if (word !== `${field}.${text}`) return word;
  return /^\d{4}-\d\d-\d\d$/.test(text) ? day(text) : text;
}

/** What a record is called: by its name, else by whom and what it names. */
export function titleOf(record: Record<string, unknown>): string {
  if (record.name) return named(record as unknown as Called);
  const names = Object.keys(record).filter((field) => typeof record[field] === "string" && calledIn(field, String(record[field])));
  const fields = names.sort((a, b) => Number(coded("names", b) === "Person") - Number(coded("names", a) === "Person"));
  return fields.slice(0, 3).map((field) => told(field, record[field])).join(" · ");
}
