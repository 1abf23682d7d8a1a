// The served page: asks for the key, lists the accounts, shows one. The key is in this variable and nowhere else.

import { accountsView } from "./accounts.js";
import { render } from "./page.js";
import { el, fill } from "./parts.js";

const API = "/api/v1";
const main = document.getElementById("page");
const top = document.getElementById("bar");
let key = "";
let config = null;
let shown = place(); // the address last shown, without the part behind #
let turn = 0; // counts what was asked for, so that a late answer to an earlier question is dropped

class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.faults = problem.errors ?? [];
  }
}

/** The service's answer. Throws Refused, or TypeError where it does not answer. */
async function call(path) {
  const headers = key ? { Authorization: `Bearer ${key}` } : {};
  const answer = await fetch(API + path, { headers, cache: "no-store", credentials: "omit" });
  if (answer.ok) return answer;
  throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

function place() {
  return location.pathname + location.search;
}

function parameters() {
  return new URLSearchParams(location.search);
}

function language() {
  const asked = parameters().get("lang");
  if (asked in config.words) return asked;
  return navigator.language.startsWith("zh") ? "zh" : "en";
}

function words() {
  return config.words[language()];
}

// -- where we are -----------------------------------------------------------------------------------------------------

/** Goes to an address of this page without loading it anew: the key would be gone. */
function go(address) {
  history.pushState(null, "", address);
  shown = place();
  show();
}

/** The present address with some parameters changed; an empty value leaves one out. */
function withParameters(changes) {
  const held = parameters();
  for (const [name, value] of Object.entries(changes)) {
    if (value) held.set(name, value);
    else held.delete(name);
  }
  const text = held.toString();
  return location.pathname + (text ? `?${text}` : "");
}

function link(address, text, attributes = {}) {
  const made = el("a", { href: address, ...attributes }, text);
  made.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(address);
  });
  return made;
}

function home() {
  const lang = parameters().get("lang");
  return lang ? `/?lang=${encodeURIComponent(lang)}` : "/";
}

function addressOf(account) {
  const lang = parameters().get("lang");
  return `/accounts/${encodeURIComponent(account)}${lang ? `?lang=${encodeURIComponent(lang)}` : ""}`;
}

async function show() {
  const mine = ++turn;
  const current = () => mine === turn;
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  showBar();
  if (!key && !config.demo) return askForKey("");
  main.setAttribute("aria-busy", "true");
  if (!main.querySelector(".content")) main.replaceChildren(el("p", { class: "loading" }, words().loading));
  try {
    const [, room, account] = location.pathname.split("/");
    const made = room === "accounts" ? await accountView(decodeURIComponent(account)) : await listView(current);
    if (current()) made();
  } catch (error) {
    if (current()) showProblem(error);
  }
  if (current()) main.removeAttribute("aria-busy");
}

function showBar() {
  const languages = [["zh", "中文"], ["en", "English"]].map(([code, name]) => {
    const button = el("button", { type: "button", lang: code, "aria-pressed": String(code === language()) }, name);
    button.addEventListener("click", () => go(withParameters({ lang: code })));
    return button;
  });
  const forget = el("button", { type: "button" }, words().key_forget);
  forget.addEventListener("click", () => {
    key = "";
    show();
  });
  const choice = el("div", { class: "languages", role: "group", "aria-label": words().language }, ...languages);
  const api = el("a", { href: "/docs" }, words().api);
  top.replaceChildren(link(home(), "Powermap", { class: "brand" }), api, choice, ...(key ? [forget] : []));
}

function showProblem(error) {
  if (error.status === 401 && !config.demo) {
    key = "";
    showBar();
    askForKey(words().key_wrong);
    return;
  }
  const known = { 404: words().not_found };
  const offline = !(error instanceof Refused);
  const said = offline ? words().offline : (known[error.status] ?? fill(words().refused, { detail: error.message }));
  const faults = (error.faults ?? []).map((fault) => el("li", {}, language() === "zh" ? fault.message_zh : fault.message));
  const again = el("button", { type: "button" }, words().again);
  again.addEventListener("click", () => show());
  const back = el("p", {}, link(home(), words().back));
  main.replaceChildren(el("section", { class: "problem", role: "alert" }, el("p", {}, said), el("ul", {}, ...faults), again), back);
}

function askForKey(wrong) {
  const field = el("input", { type: "password", autocomplete: "off", spellcheck: "false", required: true, id: "key" });
  const form = el(
    "form",
    {},
    el("label", {}, el("span", {}, words().key), field),
    el("p", { class: "wrong", role: "alert" }, wrong),
    el("button", { type: "submit" }, words().key_open),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = field.value.trim();
    if (!/^[\x21-\x7e]+$/.test(given)) return askForKey(words().key_wrong); // what a header can hold
    key = given;
    return show();
  });
  const note = el("p", { class: "note" }, words().key_note);
  main.replaceChildren(el("section", { class: "key" }, el("h1", {}, words().key_title), note, form));
  main.removeAttribute("aria-busy");
  document.title = "Powermap";
  field.focus();
}

// -- the list ---------------------------------------------------------------------------------------------------------

async function listView(current) {
  const view = await accountsView({ call, words: words(), link: (id, name) => link(addressOf(id), name) });
  return () => {
    document.title = `${words().accounts} · Powermap`;
    main.replaceChildren(view.element);
    view.measure(current);
  };
}

// -- one account ------------------------------------------------------------------------------------------------------

function query(extra = {}) {
  const held = parameters();
  const asked = new URLSearchParams({ lang: language(), ...extra });
  for (const name of ["opportunity", "as_of", "redact"]) if (held.get(name)) asked.set(name, held.get(name));
  return asked;
}

async function accountView(account) {
  const path = `/accounts/${encodeURIComponent(account)}`;
  const data = await (await call(`${path}/export.page?${query()}`)).json();
  return () => {
    document.title = `${data.title} · Powermap`;
    const content = el("div", { class: "content" });
    main.replaceChildren(choicesOf(data, path), content);
    render(content, data);
  };
}

function choicesOf(data, path) {
  const select = (name, label, options, chosen) => {
    const made = options.map(([value, text]) => el("option", { value, selected: value === chosen }, text));
    const field = el("select", { name }, ...made);
    field.addEventListener("change", () => go(withParameters({ [name]: field.value })));
    return el("label", {}, el("span", {}, label), field);
  };
  const day = el("input", { type: "date", name: "as_of", value: data.as_of, min: "1900-01-01", max: "2199-12-31" });
  day.addEventListener("change", () => go(withParameters({ as_of: day.value })));
  const profiles = ["full", "review", "outline"].map((name) => [name, words()[`redact_${name}`]]);
  const opportunities = [["", words().by_rank], ...data.opportunities];
  return el(
    "div",
    { class: "choices-of-account" },
    link(home(), `‹ ${words().back}`, { class: "back" }),
    select("opportunity", words().opportunity, opportunities, data.opportunity ?? ""),
    el("label", {}, el("span", {}, words().as_of), day),
    select("redact", words().redact, profiles, data.redact),
    downloads(path),
  );
}

function downloads(path) {
  const menu = el("details", { class: "download" }, el("summary", {}, words().download));
  const items = Object.entries(words().formats).map(([format, name]) => {
    const button = el("button", { type: "button", "data-format": format }, name);
    button.addEventListener("click", () => {
      menu.open = false;
      download(`${path}/export.${format}?${query()}`, menu);
    });
    return el("li", {}, button);
  });
  menu.append(el("ul", {}, ...items));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  return menu;
}

/** Fetched with the key and handed over as a file: a plain link could not carry the key. */
async function download(path, menu) {
  const note = el("p", { class: "note", role: "status" }, words().loading);
  menu.after(note);
  try {
    const answer = await call(path);
    const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
    const address = URL.createObjectURL(await answer.blob());
    el("a", { href: address, download: named ? decodeURIComponent(named[1]) : "powermap" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    note.remove();
  } catch (error) {
    const detail = error instanceof Refused ? error.message : words().offline;
    note.textContent = fill(words().download_failed, { detail });
  }
}

// -- to begin with ----------------------------------------------------------------------------------------------------

window.addEventListener("popstate", () => {
  if (place() === shown && main.querySelector(".content")) return; // a jump within the page
  shown = place();
  show();
});

config = await (await fetch("/shell.json", { cache: "no-store" })).json();
await show();
