// Asking the service. What was read is asked about again by its ETag, so that what did not change travels once.

import { signal } from "@preact/signals";
import type { Fault } from "./types";

const API = "/api/v1";
const known = new Map<string, { etag: string; data: unknown }>();

/** Whether the service answered last time it was asked. */
export const reachable = signal(true);
let writes = 0;
/** Whether a request of ours that may change something is on its way. */
export const isWriting = () => writes > 0;
/** Raised when a key is no longer taken, so that the page asks for one. */
export const lockedOut = signal(0);

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly faults: Fault[],
  ) {
    super(detail);
  }
}

/** Nobody answered. */
export class Unreachable extends Error {}

export interface Answer<T> {
  data: T;
  etag: string;
}

interface Sent {
  body?: unknown;
  etag?: string;
  signal?: AbortSignal;
}

/** The service's answer. Throws Refused, and Unreachable where nobody answers. */
export async function ask<T>(method: string, path: string, sent: Sent = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = {};
  const seen = method === "GET" ? known.get(path) : undefined;
  if (seen) headers["If-None-Match"] = seen.etag;
  if (sent.etag) headers["If-Match"] = sent.etag;
  let body: BodyInit | undefined;
  if (sent.body instanceof FormData) body = sent.body;
  else if (sent.body !== undefined) {
    headers["Content-Type"] = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    body = JSON.stringify(sent.body);
  }
  const changes = method === "GET" ? 0 : 1;
  writes += changes;
  const init = { method, headers, body, signal: sent.signal, cache: "no-store" } as const;
  const answer = await reach(API + path, init).finally(() => (writes -= changes));
  if (answer.status === 304 && seen) return { data: seen.data as T, etag: seen.etag };
  if (!answer.ok) throw await refusal(answer);
  const etag = answer.headers.get("ETag") ?? "";
  const data = (answer.status === 204 ? null : await answer.json()) as T;
  if (method === "GET" && etag) known.set(path, { etag, data });
  return { data, etag };
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(address, init);
    reachable.value = true;
    return answer;
  } catch (error) {
    if (error instanceof DOMException) throw error;
    reachable.value = false;
    throw new Unreachable(String(error));
  }
}

const PROBES_EVERY_MS = 1_000;

/** Waits until the service answers. */
export async function back(): Promise<void> {
  for (;;) {
    try {
      await reach("/health/live", { cache: "no-store" });
      return;
    } catch {
      await new Promise((rested) => setTimeout(rested, PROBES_EVERY_MS));
    }
  }
}

async function refusal(answer: Response): Promise<Refused> {
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401) lockedOut.value += 1;
  return new Refused(answer.status, problem.code ?? "", problem.detail ?? String(answer.status), problem.errors ?? []);
}

export async function get<T>(path: string, stop?: AbortSignal): Promise<T> {
  return (await ask<T>("GET", path, { signal: stop })).data;
}

/** A file, fetched with what signs the reader in, and its name. */
export async function file(path: string): Promise<{ blob: Blob; name: string }> {
  const answer = await reach(API + path, { cache: "no-store" });
  if (!answer.ok) throw await refusal(answer);
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
  return { blob: await answer.blob(), name: name ? decodeURIComponent(name[1]!) : "powermap" };
}

/** Every item of a list that is answered in pages. */
export async function everyItem<T>(path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const join: string = path.includes("?") ? "&" : "?";
    const page: { items: T[]; next_cursor: string | null } = await get(`${path}${join}cursor=${encodeURIComponent(cursor)}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  }
  return items;
}

export function forgetAll(): void {
  known.clear();
}
