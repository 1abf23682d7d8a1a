// What others write, told by the service as it happens. One stream while the page is in sight, since a browser has few
// connections to a service; without it the document is looked at from time to time.

import { effect, signal } from "@preact/signals";
import { document_, fetchDocument, overtaken, stored } from "./account";
import { isWriting, reachable } from "./api";
import { isOurs, underWay } from "./edits";
import { written } from "./reading";
import { accountId } from "./route";
import { fetchSession, session } from "./session";
import { say } from "./toasts";
import { coded, named, t } from "./words";

interface Told {
  revision: number;
  actor: string;
  member: string | null;
  kinds: string[];
}

const LOOKS_EVERY_MS = 15_000;
const OPENS_AGAIN_MS = 5_000;
const RESTS_MS = 100;
/** Whether the stream of the account stands. */
export const following = signal(false);
const seen = signal(!document.hidden);
const opened = signal(0);
let told: Told[] = [];
let last = 0;
let looking = false;
let waiting = 0;

/** Looks whether somebody else wrote, once nothing of ours is on its way. */
function look(): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => void lookNow(), RESTS_MS);
}

async function lookNow(): Promise<void> {
  const before = stored.value;
  if (!before || document.hidden) return;
  if (looking || underWay.value > 0 || isWriting()) return look();
  looking = true;
  const heard = told;
  try {
    const now = await fetchDocument(before.account);
    if (stored.value !== before || underWay.value > 0) return look();
    told = told.filter((one) => !heard.includes(one));
    const theirs = heard.filter((one) => !isOurs(one.revision));
    const changed = now.etag !== before.etag;
    if (!changed && (!overtaken.value || (following.value && theirs.length === 0))) return;
    overtaken.value = false;
    say(t("others_wrote", { who: whoOf(theirs), what: whatOf(theirs) }), { theirs: true });
    if (!changed) return;
    stored.value = now;
    written.value += 1;
  } catch {
    // whether the service answers is told by the banner
  } finally {
    looking = false;
  }
}

function whoOf(heard: readonly Told[]): string {
  const names = heard.map(({ actor, member }) => {
    const one = document_.value?.team?.find(({ id }) => id === member);
    return one ? named(one) : session.value?.demo ? t("others") : actor;
  });
  return [...new Set(names)].join(t("comma")) || t("others");
}

function whatOf(heard: readonly Told[]): string {
  const kinds = [...new Set(heard.flatMap((one) => one.kinds))];
  return (kinds.length ? kinds : ["account"]).map((kind) => coded("field_list", kind)).join(t("comma"));
}

effect(() => {
  if (overtaken.value) look(); // an edit was made on theirs: that they wrote is told as well
});
document.addEventListener("visibilitychange", () => (seen.value = !document.hidden));
effect(() => {
  accountId.value;
  told = [];
  last = 0;
});
effect(() => {
  const account = accountId.value;
  opened.value;
  if (account === null || !session.value?.signed_in || !seen.value) return;
  const source = new EventSource(`/api/v1/accounts/${encodeURIComponent(account)}/events${last ? `?since=${last}` : ""}`);
  let again = 0;
  source.onopen = () => {
    following.value = true;
    look();
  };
  source.onmessage = ({ data }) => {
    const one = JSON.parse(data) as Told;
    last = one.revision;
    told = [...told, one];
    look();
  };
  source.addEventListener("end", () => {
    source.close();
    following.value = false;
    written.value += 1; // says why
    void fetchSession();
  });
  source.onerror = () => {
    following.value = false;
    look();
    if (source.readyState === EventSource.CLOSED) again = setTimeout(() => (opened.value += 1), OPENS_AGAIN_MS);
  };
  return () => {
    clearTimeout(again);
    source.close();
    following.value = false;
  };
});
setInterval(() => {
  if (!following.value || !reachable.value) look();
}, LOOKS_EVERY_MS);
