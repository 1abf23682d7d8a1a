// The account at the address: its document, which is what one edits, and which of its opportunities is looked at.

import { computed, effect, signal } from "@preact/signals";
import { ask, isWriting } from "./api";
import { written } from "./reading";
import { accountId, parameter } from "./route";
import type { Document, Opportunity, Person } from "./types";

export interface Loaded {
  account: string;
  document: Document;
  etag: string;
}

/** The document as the service has it. */
export const stored = signal<Loaded | null>(null);
/** The same with the edits that are still under way. */
export const document_ = signal<Document | null>(null);
export const trouble = signal<Error | null>(null);
/** Whether what somebody else wrote is shown already and has not been told yet. */
export const overtaken = signal(false);

export async function fetchDocument(account: string): Promise<Loaded> {
  const answer = await ask<Document>("GET", `/accounts/${encodeURIComponent(account)}/document`);
  return { account, document: answer.data, etag: answer.etag };
}

effect(() => {
  const account = accountId.value;
  written.value;
  if (stored.peek()?.account !== account) {
    stored.value = document_.value = null;
    overtaken.value = false;
  }
  if (account === null) return;
  const before = stored.peek();
  fetchDocument(account).then(
    (loaded) => {
      if (accountId.peek() !== account) return;
      trouble.value = null;
      if (stored.peek() !== before || before?.etag === loaded.etag) return; // what an edit stored meanwhile is newer
      stored.value = loaded;
      if (before && !isWriting()) overtaken.value = true;
    },
    (error: Error) => {
      if (accountId.peek() === account) trouble.value = error;
    },
  );
});

/** The opportunity looked at when none is named: one still open, with votes before one without, then by amount. */
export function leading(opportunities: readonly Opportunity[]): Opportunity | null {
  const open = (one: Opportunity) => one.stages!.some((stage) => !stage.outcome);
  const votes = (one: Opportunity) => one.stages!.some((stage) => stage.votes!.length > 0);
  const weight = (one: Opportunity) => [Number(open(one)), Number(votes(one)), Number(one.amount ?? 0)] as const;
  const ranked = [...opportunities].sort((a, b) => {
    const [x, y] = [weight(a), weight(b)];
    return y[0] - x[0] || y[1] - x[1] || y[2] - x[2] || (a.id < b.id ? -1 : 1);
  });
  return ranked[0] ?? null;
}

export const opportunity = computed<Opportunity | null>(() => {
  const all = document_.value?.opportunities ?? [];
  const asked = parameter("opportunity");
  return all.find((one) => one.id === asked) ?? leading(all);
});
/** True where the address names an opportunity that the account does not have. */
export const opportunityUnknown = computed(() => {
  const asked = parameter("opportunity");
  return asked !== "" && document_.value !== null && !document_.value.opportunities!.some((one) => one.id === asked);
});

/** The path of one of the account's analyses, asked for its opportunity and day; null until both are known. */
export function analysis(room: string, more: Record<string, string> = {}): string | null {
  const document = document_.value;
  if (!document || document.account.id !== accountId.value) return null;
  const query = new URLSearchParams(more);
  if (opportunity.value) query.set("opportunity", opportunity.value.id);
  if (parameter("as_of")) query.set("as_of", parameter("as_of"));
  return `/accounts/${encodeURIComponent(document.account.id)}/${room}${query.size ? `?${query}` : ""}`;
}

/** The same of what stands below the opportunity; null without one. */
export function ofOpportunity(room: string): string | null {
  const one = opportunity.value;
  if (!one) return null;
  const asOf = parameter("as_of");
  const below = `opportunities/${encodeURIComponent(one.id)}/${room}${asOf ? `?as_of=${asOf}` : ""}`;
  return document_.value ? `/accounts/${encodeURIComponent(document_.value.account.id)}/${below}` : null;
}

/** Where something stands below the account. */
export function pathOf(below: string): string {
  return `/accounts/${encodeURIComponent(accountId.value!)}/${below}`;
}

/** What is suggested and not decided on yet. */
export const openProposals = computed(() => (document_.value?.proposals ?? []).filter((one) => one.status === "PROPOSED"));

export const peopleById = computed(() => new Map<string, Person>((document_.value?.people ?? []).map((one) => [one.id, one])));
export const today = (): string => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};
