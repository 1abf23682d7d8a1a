// Edits: shown at once, sent one after the other with the ETag of what they change, taken back by the service's own undo.
// An edit is a set of records before and after. Where somebody else wrote in between, it is made again on theirs if they left
// those records alone; where they changed the same ones, theirs is shown beside ours. While the service does not answer they
// wait here, for as long as the page is open, and go out in their order.

import { batch, effect, signal } from "@preact/signals";
import { ask, back, reachable, Refused, Unreachable } from "./api";
import { analysis, document_, fetchDocument, overtaken, peopleById, stored, type Loaded } from "./account";
import { written } from "./reading";
import { accountId } from "./route";
import { say } from "./toasts";
import type { Document, UndoReport } from "./types";
import { language, named, t } from "./words";

// biome-ignore lint: records of any list
export type Rec = Record<string, any>;
export interface Change {
  list: string;
  before: Rec | null;
  after: Rec | null;
}
interface Done {
  label: string;
  revisions: number[];
  redo: () => Promise<boolean>;
}
export interface Conflict {
  label: string;
  /** By record: the list it stands in, what it was, what they made of it, what we would. */
  records: { list: string; base: Rec | null; theirs: Rec | null; ours: Rec | null }[];
  settle: (ours: boolean) => void;
}

const KEYS: Record<string, string[]> = {
  account: ["id"],
  reporting: ["subordinate", "manager"],
  influence: ["source", "target", "kind"],
  ties: ["kind", "a", "b"],
  attitudes: ["person", "toward", "on", "opportunity_id", "reported_by"],
  coverage: ["member", "person"],
};
const SINGLE = new Set(["vendor", "account"]);
export const conflict = signal<Conflict | null>(null);
const undone = signal<Done[]>([]);
const done = signal<Done[]>([]);
const ours = new Set<number>();
/** Whether a revision of the account was made here. */
export const isOurs = (revision: number) => ours.has(revision);
/** How many edits are on their way. */
export const underWay = signal(0);
let pending: Change[][] = [];
let line: Promise<unknown> = Promise.resolve();

export const canUndo = () => done.value.length > 0;
export const canRedo = () => undone.value.length > 0;

function keyOf(list: string, record: Rec): string {
  return SINGLE.has(list) ? "" : JSON.stringify((KEYS[list] ?? ["id"]).map((field) => record[field] ?? null));
}

function find(document: Document, list: string, like: Rec): Rec | null {
  const held = (document as Rec)[list];
  if (SINGLE.has(list)) return held ?? null;
  return ((held ?? []) as Rec[]).find((one) => keyOf(list, one) === keyOf(list, like)) ?? null;
}

export function applied(document: Document, changes: readonly Change[]): Document {
  const next: Rec = { ...document };
  for (const { list, before, after } of changes) {
    if (SINGLE.has(list)) {
      next[list] = after;
      continue;
    }
    const like = keyOf(list, (before ?? after)!);
    const held = (next[list] ?? []) as Rec[];
    const at = held.findIndex((one) => keyOf(list, one) === like);
    if (at < 0) next[list] = after ? [...held, after] : held;
    else next[list] = after ? held.with(at, after) : held.toSpliced(at, 1);
  }
  return next as Document;
}

const same = (a: Rec | null, b: Rec | null) => JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, ordered(v)]));
}

effect(() => {
  const held = stored.value;
  if (held) document_.value = pending.reduce(applied, held.document);
});
effect(() => {
  accountId.value; // another account, other edits
  pending = [];
  done.value = [];
  undone.value = [];
  ours.clear();
});

/** An edit is stored: it is told, and can be taken back. */
function remember(one: Done, keepsRedo: boolean): void {
  if (!keepsRedo) undone.value = [];
  for (const revision of one.revisions) ours.add(revision);
  done.value = [...done.value, one];
  say(one.label, { undo: true });
}

/** Makes an edit; true once it is stored. */
export function edit(label: string, changes: Change[], keepsRedo = false): Promise<boolean> {
  const current = document_.value;
  const account = accountId.value;
  if (!current || account === null || changes.length === 0) return Promise.resolve(false);
  pending = [...pending, changes];
  document_.value = applied(current, changes);
  return queued(async () => {
    const revision = await send(account, label, changes);
    if (revision === null || accountId.value !== account) return revision !== null;
    remember({ label, revisions: [revision], redo: () => edit(label, changes, true) }, keepsRedo);
    return true;
  });
}

/** Deletes records by their path below the account, with whatever names them. */
export function remove(label: string, paths: string[], keepsRedo = false): Promise<boolean> {
  const account = accountId.value!;
  return queued(async () => {
    const revisions: number[] = [];
    try {
      for (const path of paths) {
        await ask("DELETE", `/accounts/${encodeURIComponent(account)}/${path}?cascade=true`);
        revisions.push(await newestRevision());
      }
    } catch (error) {
      tell(error);
    }
    if (revisions.length) remember({ label, revisions, redo: () => remove(label, paths, true) }, keepsRedo);
    stored.value = await fetchDocument(account);
    return revisions.length === paths.length;
  });
}

/** The account's revision, after a write that does not tell its own. */
export async function newestRevision(): Promise<number> {
  return (await ask<{ revision: number }>("GET", analysis("coverage-gaps")!)).data.revision;
}

/** Changes fields of one record, by its path below the account: for those who may change nothing else of it. */
export function patch(label: string, path: string, fields: Rec): Promise<boolean> {
  const record = `/accounts/${encodeURIComponent(accountId.value!)}/${path}`;
  return act(label, async () => {
    const { etag } = await ask("GET", record);
    await ask("PATCH", record, { body: fields, etag });
    return [await newestRevision()];
  });
}

/** What the service writes by itself, such as an import, in the line of the edits; `work` answers the revisions it made. */
export function act(label: string, work: () => Promise<number[]>, keepsRedo = false): Promise<boolean> {
  return queued(async () => {
    try {
      const revisions = await work();
      if (revisions.length === 0) return true;
      remember({ label, revisions, redo: () => act(label, work, true) }, keepsRedo);
      return true;
    } catch (error) {
      tell(error);
      return false;
    } finally {
      stored.value = await fetchDocument(accountId.value!);
    }
  });
}

export function undo(): Promise<boolean> {
  return queued(async () => {
    const last = done.value.at(-1);
    if (!last) return false;
    return taken(last, async () => {
      for (const revision of [...last.revisions].reverse())
        ours.add((await ask<UndoReport>("POST", `/accounts/${encodeURIComponent(accountId.value!)}/undo?revision=${revision}`)).data.revision);
      done.value = done.value.slice(0, -1);
      undone.value = [...undone.value, last];
      say(t("undone", { what: last.label }), { redo: true });
    });
  });
}

export async function redo(): Promise<boolean> {
  const last = undone.value.at(-1);
  if (!last) return false;
  undone.value = undone.value.slice(0, -1);
  return last.redo();
}

async function taken(last: Done, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 409) {
      done.value = done.value.filter((one) => one !== last);
      say(t("undo_refused"), { trouble: true });
    } else tell(error);
    return false;
  } finally {
    stored.value = await fetchDocument(accountId.value!);
  }
}

addEventListener("beforeunload", (event) => {
  if (underWay.value > 0) event.preventDefault();
});

/** One after the other; what was read is asked anew when the last is through. */
function queued(work: () => Promise<boolean>): Promise<boolean> {
  underWay.value += 1;
  const turn = line.then(() => (reachable.value ? undefined : back())).then(work).finally(() => {
    underWay.value -= 1;
    if (underWay.value === 0) written.value += 1;
  });
  line = turn.catch(() => false);
  return turn;
}

/** The revision the edit made; null where it was given up. */
async function send(account: string, label: string, changes: Change[], insisting = false): Promise<number | null> {
  const path = `/accounts/${encodeURIComponent(account)}/document`;
  try {
    const base = stored.value?.account === account ? stored.value : await fetchDocument(account);
    const document = applied(base.document, changes);
    const answer = await ask<{ revision: number }>("PUT", path, { body: document, etag: base.etag });
    settle(changes, { ...base, document, etag: answer.etag });
    return answer.data.revision;
  } catch (error) {
    if (error instanceof Unreachable) {
      await back();
      return send(account, label, changes, insisting);
    }
    if (error instanceof Refused && error.status === 412) {
      const theirs = await fetchWaiting(account);
      const touched = insisting ? [] : differing(changes, theirs.document);
      if (accountId.value === account) {
        stored.value = theirs;
        overtaken.value = true;
      }
      if (touched.length === 0) return send(account, label, changes, insisting);
      if (await asked(label, touched)) return send(account, label, changes, true);
    } else tell(error);
    settle(changes, stored.value);
    return null;
  }
}

async function fetchWaiting(account: string): Promise<Loaded> {
  for (;;) {
    try {
      return await fetchDocument(account);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      await back();
    }
  }
}

function settle(changes: Change[], loaded: Loaded | null): void {
  pending = pending.filter((one) => one !== changes);
  if (loaded?.account !== accountId.value) return;
  batch(() => {
    stored.value = { ...loaded! };
  });
}

function differing(changes: Change[], theirs: Document): Conflict["records"] {
  return changes
    .map(({ list, before, after }) => ({ list, base: before, theirs: find(theirs, list, (before ?? after)!), ours: after }))
    .filter(({ base, theirs: now, ours }) => !same(base, now) && !same(ours, now));
}

function asked(label: string, records: Conflict["records"]): Promise<boolean> {
  return new Promise((answer) => {
    const settle = (ours: boolean) => {
      conflict.value = null;
      answer(ours);
    };
    conflict.value = { label, records, settle };
  });
}

/** Says why something was refused, in the reader's language, naming people instead of ids. */
export function tell(error: unknown): void {
  if (!(error instanceof Refused)) {
    say(t("offline"), { trouble: true });
    return;
  }
  const messages = error.faults.map((fault) => (language.value === "zh" ? fault.message_zh : fault.message));
  say(withNames([...new Set(messages)].slice(0, 3).join(" ") || error.message), { trouble: true });
}

export function withNames(text: string): string {
  return text.replace(/[\p{L}\p{N}_-]+/gu, (word) => {
    const person = peopleById.value.get(word);
    return person ? named(person) : word;
  });
}

/** The next free id of a list: its letter and a number. */
export function freeId(document: Document, list: string, letter: string, taken = 0): string {
  const ids = new Set(((document as Rec)[list] ?? []).map((one: Rec) => one.id));
  let number = ids.size + 1 + taken;
  while (ids.has(`${letter}${String(number).padStart(2, "0")}`)) number += 1;
  return `${letter}${String(number).padStart(2, "0")}`;
}
