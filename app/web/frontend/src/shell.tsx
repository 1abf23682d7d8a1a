// The frame around every screen: the rail, the bar, the key, notices, a conflict, the search; and which screen stands in it.

import {
  accountId, addressOf, canEdit, canExport, canRedo, canUndo, canWrite, choose, clipped, computed, conflict, document_, effect, fetchSession, fetchWords,
  Fragment, go, h, hush, language, LANGUAGES, leading, Link, lockedOut, money, day, named, openProposals, opportunity, opportunityUnknown, parameter,
  pasted, place, reachable, redo, render, screen, SCREENS, session, sharing, signal, signIn, signOut, t, toasts, today, trouble, Trouble, underWay, undo, useEffect,
  useSignal, Waiting, worded, type Screen, type VNode,
} from "./core";
import { Exports } from "./shell/exports";
import { Finder, finding } from "./shell/finder";

const SHOWN: Record<string, () => Promise<{ default: () => VNode }>> = {
  home: () => import("screen:home"),
  portfolio: () => import("screen:portfolio"),
  overview: () => import("screen:account"),
  map: () => import("screen:map"),
  chain: () => import("screen:chain"),
  people: () => import("screen:people"),
  plan: () => import("screen:plan"),
  review: () => import("screen:review"),
  proposals: () => import("screen:proposals"),
  queries: () => import("screen:queries"),
  import: () => import("screen:import"),
  conflict: () => import("screen:conflict"),
  share: () => import("screen:share"),
};
const ICONS: Record<Screen, string> = {
  overview: "M3 11 12 4l9 7v9h-6v-6H9v6H3z",
  map: "M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4",
  chain: "M3 9h5v6H3zM16 9h5v6h-5zM8 12h8M11 9l3 3-3 3",
  people: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21v-2a6 6 0 0 1 13-1M16 5h6M16 9h6M18 13h4",
  plan: "M4 5h16v15H4zM4 10h16M8 3v4M16 3v4M8 15l2 2 4-4",
  review: "M4 4h16v16H4zM8 12l3 3 5-6",
  proposals: "M4 4h16v12H9l-5 4zM9 10l2 2 4-4",
  queries: "M4 5h16M4 10h9M4 15h6M15.500 18a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM18 17l3 3",
  portfolio: "M4 20V10h4v10zM10 20V4h4v16zM16 20v-7h4v7z",
  import: "M12 3v12M7 10l5 5 5-5M4 20h16",
};
/** What stands in a file of its own, loaded when it is first shown. */
function useLate(name: string): (() => VNode) | undefined {
  useEffect(() => {
    if (!(name in opened.value)) void SHOWN[name]!().then((module) => (opened.value = { ...opened.value, [name]: module.default }));
  }, [name]);
  return opened.value[name];
}
function Late({ name }: { name: string }) {
  const Shown = useLate(name);
  return Shown ? <Shown /> : null;
}

const opened = signal<Record<string, () => VNode>>({});

const THEME = "powermap-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const systemTheme = signal(system.matches ? "dark" : "light");
system.addEventListener("change", () => (systemTheme.value = system.matches ? "dark" : "light"));
const chosenTheme = signal(localStorage.getItem(THEME) ?? "");
const theme = computed(() => chosenTheme.value || systemTheme.value);
effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
effect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
  void fetchWords(language.value);
});

/** Whether a screen is for who is signed in. */
function isOpen(one: Screen): boolean {
  return one !== "import" || canEdit.value;
}

function labelOf(one: Screen): string {
  const count = one === "proposals" ? openProposals.value.length : 0;
  return t(`screen_${one}`) + (count ? ` (${count})` : "");
}

function Rail() {
  const account = accountId.value;
  return (
    <nav class="rail" aria-label={t("screens")}>
      <Link account={null} class="brand" label={t("all_accounts")} current={account === null && screen.value !== "portfolio"}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="5" r="3" />
          <circle cx="5" cy="18" r="3" />
          <circle cx="19" cy="18" r="3" />
          <path d="M11 8 6.500 15M13 8l4.500 7M8 18h8" />
        </svg>
      </Link>
      {(account === null ? (["portfolio"] as const) : SCREENS.filter(isOpen)).map((one: Screen) => (
          <Link account={account} screen={one} label={labelOf(one)} current={screen.value === one && !place.value.astray} key={one}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d={ICONS[one]} />
            </svg>
            <span aria-hidden="true">{t(`screen_${one}`)}</span>
            {one === "proposals" && openProposals.value.length > 0 && <b class="count" data-count={openProposals.value.length} />}
          </Link>
        ))}
    </nav>
  );
}

function Bar() {
  const document_now = document_.value;
  const one = opportunity.value;
  const all = document_now?.opportunities ?? [];
  return (
    <header class="bar">
      {accountId.value !== null && document_now ? (
        <Fragment>
          <button class="finder-open" onClick={() => (finding.value = true)} aria-keyshortcuts="Meta+K Control+K">
            <b>{named(document_now.account)}</b>
            <svg viewBox="0 0 24 24" role="img" aria-label={t("find")}><path d="M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5" /></svg>
            <kbd>⌘K</kbd>
          </button>
          {all.length > 0 && (
            <label class="opportunity">
              <span class="unseen">{t("opportunity")}</span>
              <select
                name="opportunity"
                value={one?.id}
                onChange={(event) => choose({ opportunity: event.currentTarget.value })}
              >
                {all.map((each) => (
                  <option key={each.id} value={each.id} selected={each.id === one?.id}>
                    {named(each)}
                  </option>
                ))}
              </select>
              {one && (
                <span class="deal">
                  {one.amount != null && <b>{money(Number(one.amount), one.currency ?? "")}</b>}
                  {one.decided_on && <span>{day(one.decided_on)}</span>}
                </span>
              )}
            </label>
          )}
          <label class="as-of">
            <span>{t("as_of")}</span>
            <input
              type="date"
              name="as_of"
              value={parameter("as_of") || today()}
              onChange={(event) => choose({ as_of: event.currentTarget.value === today() ? null : event.currentTarget.value || null })}
            />
          </label>
        </Fragment>
      ) : (
        <b class="name">Powermap</b>
      )}
      <span class="spring" />
      {underWay.value > 0 && <span class="saving">{t("saving")}</span>}
      {canWrite.value && accountId.value !== null && (
        <Fragment>
          <button class="icon" disabled={!canUndo()} onClick={() => void undo()} title={`${t("undo")} ⌘Z`} aria-label={t("undo")}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-3" /></svg>
          </button>
          <button class="icon" disabled={!canRedo()} onClick={() => void redo()} title={`${t("redo")} ⇧⌘Z`} aria-label={t("redo")}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m16 5 4 4-4 4M20 9H10a5 5 0 0 0 0 10h3" /></svg>
          </button>
        </Fragment>
      )}
      {!canWrite.value && session.value?.signed_in && <span class="reader">{t("reader")}</span>}
      {accountId.value !== null && document_now && canExport.value && <Exports />}
      <span class="group" role="group" aria-label={t("language")}>
        {LANGUAGES.map(([code, name]) => (
          <button key={code} lang={code} aria-pressed={code === language.value} onClick={() => choose({ lang: code })}>
            {name}
          </button>
        ))}
      </span>
      <button class="icon" onClick={turnTheme} title={t("theme")} aria-label={t("theme")}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18" /></svg>
      </button>
      {session.value?.signed_in && !session.value.demo && <button onClick={() => void signOut()}>{t("sign_out")}</button>}
    </header>
  );
}

function turnTheme(): void {
  chosenTheme.value = theme.value === "dark" ? "light" : "dark";
  localStorage.setItem(THEME, chosenTheme.value);
}

/** What went wrong when the browser came back from the identity provider, if anything did. */
const cameBack = new URLSearchParams(location.search).get("sign_in");

function ProviderButton() {
  const name = session.value?.sign_in_at;
  if (!name) return null;
  const back = new URLSearchParams(location.search);
  back.delete("sign_in");
  const query = back.size ? `?${back}` : "";
  return (
    <p class="provider">
      {cameBack && <span class="wrong" role="alert">{t(`sign_in_${cameBack === "unavailable" || cameBack === "no_role" ? cameBack : "refused"}`)}</span>}
      <a class="button primary" href={`/session/oidc?back=${encodeURIComponent(location.pathname + query)}`}>{t("sign_in_at", { name })}</a>
    </p>
  );
}

function KeyForm() {
  const wrong = useSignal(false);
  const busy = useSignal(false);
  const enter = async (event: Event) => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("key") as HTMLInputElement;
    busy.value = true;
    wrong.value = !/^[\x21-\x7e]+$/.test(field.value.trim()) || !(await signIn(field.value.trim()));
    busy.value = false;
    field.value = "";
  };
  return (
    <section class="key-form">
      <h1>{t("key_title")}</h1>
      <ProviderButton />
      <p class="note">{t("key_note")}</p>
      <form onSubmit={enter}>
        <label>
          {t("key")}
          <input type="password" name="key" autocomplete="off" spellcheck={false} required autofocus />
        </label>
        {wrong.value && <p class="wrong" role="alert">{t("key_wrong")}</p>}
        <button class="primary" disabled={busy.value}>{t("key_open")}</button>
      </form>
    </section>
  );
}

function Notices() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((one) => (
        <div key={one.id} class={one.trouble ? "toast bad" : "toast"}>
          <span>{one.text}</span>
          {one.undo && <button onClick={() => (hush(one.id), void undo())}>{t("undo")}</button>}
          {one.redo && <button onClick={() => (hush(one.id), void redo())}>{t("redo")}</button>}
          <button class="icon" aria-label={t("close")} onClick={() => hush(one.id)}>×</button>
        </div>
      ))}
    </div>
  );
}

/** Where the address leads nowhere, or where the key may not go; and back to where there is something. */
function Astray({ text }: { text: string }) {
  const known = document_.value !== null;
  return (
    <section class="trouble">
      <h1>{text}</h1>
      <Link account={known ? accountId.value : null} class="button">{known ? named(document_.value!.account) : t("all_accounts")}</Link>
    </section>
  );
}

function Stage() {
  const name = accountId.value === null && screen.value !== "portfolio" ? "home" : screen.value;
  const Shown = useLate(name);
  if (place.value.astray) return <Astray text={t("no_page")} />;
  if (accountId.value !== null && !isOpen(screen.value)) return <Astray text={t("not_yours")} />;
  if (accountId.value !== null && trouble.value && !document_.value) return <Trouble error={trouble.value} />;
  if (opportunityUnknown.value) {
    const first = leading(document_.value!.opportunities ?? []);
    return (
      <div class="trouble" role="alert">
        <p>{t("no_opportunity")}</p>
        <button onClick={() => choose({ opportunity: first?.id ?? null })}>{first ? named(first) : t("again")}</button>
      </div>
    );
  }
  if (!Shown || (accountId.value !== null && !document_.value)) return <Waiting />;
  return <Shown />;
}

function Page() {
  if (!worded.value || session.value === null) return <p class="waiting" role="status" />;
  const inside = session.value.signed_in;
  return (
    <Fragment>
      <a class="skip" href="#stage">{t("skip")}</a>
      {inside && <Rail />}
      <Bar />
      {!reachable.value && <p class="offline" role="alert">{t("offline")} {underWay.value > 0 && t("offline_waiting", { count: underWay.value })}</p>}
      <main id="stage" tabIndex={-1}>{inside ? <Stage /> : <KeyForm />}</main>
      <Notices />
      {conflict.value && <Late name="conflict" />}
      {inside && sharing.value && accountId.value !== null && <Late name="share" />}
      {inside && finding.value && <Finder />}
    </Fragment>
  );
}

addEventListener("keydown", (event) => {
  if (!(event.metaKey || event.ctrlKey) || !session.value?.signed_in) return;
  const typing = (event.target as HTMLElement).matches?.("input, textarea, select");
  if (event.key.toLowerCase() === "k") {
    event.preventDefault();
    finding.value = true;
  } else if (event.key.toLowerCase() === "z" && !typing && canWrite.value) {
    event.preventDefault();
    void (event.shiftKey ? redo() : undo());
  }
});

/** Rows pasted on any screen of an account are imported: their plan is shown first. */
addEventListener("paste", (event) => {
  const typing = event.target instanceof Element && event.target.matches("input, textarea");
  const file = typing || !canEdit.value || accountId.value === null ? null : clipped(event.clipboardData);
  if (!file) return;
  event.preventDefault();
  pasted.value = file;
  if (screen.value !== "import") go(addressOf(accountId.value, "import"));
});

effect(() => {
  if (lockedOut.value > 0) void fetchSession();
});
effect(() => {
  const held = document_.value;
  document.title = held && place.value.account ? `${named(held.account)} · Powermap` : "Powermap";
});
render(<Page />, document.getElementById("page")!);
void fetchSession();
