// Who is signed in. The key goes into a cookie that no script can read; this page never keeps it.

import { computed, signal } from "@preact/signals";
import { forgetAll } from "./api";

export interface Session {
  signed_in: boolean;
  demo: boolean;
  name: string;
  role: string;
  edits: boolean;
  sign_in_at: string | null;
}

export const session = signal<Session | null>(null);
/** Whether edit controls are shown at all. */
export const canEdit = computed(() => session.value?.edits ?? false);

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

export async function signOut(): Promise<void> {
  await fetch("/session", { method: "DELETE" });
  forgetAll();
  await fetchSession();
}
