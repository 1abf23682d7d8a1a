// The address is the state: which account and screen, and in its parameters what is chosen there. Reloading keeps all of it.

import { computed, signal } from "@preact/signals";

export const SCREENS = ["overview", "map", "chain", "people", "plan", "review", "proposals", "queries", "import"] as const;
/** Those of an account, and the one that is of all. */
export type Screen = (typeof SCREENS)[number] | "portfolio";

interface Place {
  account: string | null;
  screen: Screen;
  /** Whether the address leads to nothing the page has. */
  astray: boolean;
  query: URLSearchParams;
}

function read(): Place {
  const [, room, account, screen, further] = location.pathname.split("/");
  const all = room === "portfolio" && account === undefined;
  const known: Screen | undefined = all ? "portfolio" : SCREENS.find((one) => one === screen);
  const named = room === "accounts" && account ? readable(account) : null;
  const astray = (room !== "" && named === null && !all) || (!!screen && (known ?? "overview") === "overview") || !!further;
  return { account: named, screen: known ?? "overview", astray, query: new URLSearchParams(location.search) };
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const place = signal<Place>(read());
export const accountId = computed(() => place.value.account);
export const screen = computed(() => place.value.screen);

/** A parameter of the address; empty where it has none. */
export function parameter(name: string): string {
  return place.value.query.get(name) ?? "";
}

export type Parameters = Record<string, string | null>;

/** The address of a screen, with those of the present parameters that go along from screen to screen. */
export function addressOf(account: string | null, screenName: Screen = "overview", changes: Parameters = {}): string {
  const same = account === place.value.account;
  const going = same ? ["lang", "opportunity", "as_of", "sel", "what_if", "scenario"] : ["lang"];
  const query = new URLSearchParams();
  for (const name of going) if (place.value.query.get(name)) query.set(name, place.value.query.get(name)!);
  change(query, changes);
  const path = account === null ? (screenName === "portfolio" ? "/portfolio" : "/") : `/accounts/${encodeURIComponent(account)}`;
  const room = account !== null && screenName !== "overview" ? `/${screenName}` : "";
  return path + room + (query.size ? `?${query}` : "");
}

function change(query: URLSearchParams, changes: Parameters): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
}

export function go(address: string): void {
  history.pushState(null, "", address);
  place.value = read();
}

/** Changes parameters where one stands; `quietly` leaves no step to go back to. */
export function choose(changes: Parameters, quietly = false): void {
  const query = new URLSearchParams(location.search);
  change(query, changes);
  const address = location.pathname + (query.size ? `?${query}` : "");
  if (address === location.pathname + location.search) return;
  if (quietly) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  place.value = read();
}

addEventListener("popstate", () => {
  place.value = read();
});

/** For links: what a plain click does, leaving new tabs and windows to the browser. */
export function followed(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
