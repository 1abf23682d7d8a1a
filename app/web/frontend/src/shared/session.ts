// Who is signed in. The key goes into a cookie that no script can read; this page never keeps it.

import { computed, signal } from "@preact/signals";
import { forgetAll } from "./api";

export interface Session {
  signed_in: boolean;
  demo: boolean;
  name: string;
  role: string;
  /** What the key may do, as the service names it. */
  rights: string[];
  /** How much of an account it reads: full, review or outline. */
  clearance: string;
  /** Whether it sees all accounts, and so may make one at the top. */
  sees_all: boolean;
  /** The member of the team it is tied to. */
  member: string | null;
  sign_in_at: string | null;
}

export const session = signal<Session | null>(null);
function may(...rights: string[]) {
  return computed(() => rights.some((right) => session.value?.rights.includes(right)));
}
/** Whether edit controls are shown at all. */
export const canEdit = may("edit");
/** Whether one takes snapshots and decides on selections. */
export const canDecide = may("edit", "decide");
/** Whether one says how well an activity went. */
export const canMark = may("mark");
export const canWrite = may("edit", "decide", "mark");
/** Whether one asks in Cypher. */
export const canQuery = may("query");
/** Whether one keeps questions for the team. */
export const canSave = may("save");
/** Whether files are taken along and links shared. */
export const canExport = may("export");

/** How much of an account is told, from the most. */
export const PROFILES: readonly string[] = ["full", "review", "outline"];
/** Whether a link is being made. */
export const sharing = signal(false);

export async function fetchSession(): Promise<void> {
  session.value = (await (await fetch("/session", { cache: "no-store" })).json()) as Session;
}

/** Signs in; false where the key is not taken. */
export async function signIn(key: string): Promise<boolean> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("/session", { method: "POST", headers, body: JSON.stringify({ key }) });
  if (answer.ok) session.value = (await answer.json()) as Session;
  return answer.ok;
}

/** Signs out here, and where the key came from an identity provider there, too: it leads back. */
export async function signOut(): Promise<void> {
  const answer = await fetch("/session", { method: "DELETE" });
  forgetAll();
  if (answer.status === 200) return location.assign(((await answer.json()) as { sign_out_at: string }).sign_out_at);
  await fetchSession();
}
