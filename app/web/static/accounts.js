// The list of accounts as a tree. What is dear to compute (standing, coverage, gaps) is asked for afterwards, parent by parent.

import { el, fill } from "./parts.js";

const MOST_PAGES = 10;
const MOST_MEASURED = 20; // requests for figures; further accounts keep a dash
const UNFOLDED = 60; // with more accounts than this only the topmost are shown at first

/** The list, and `measure(current)`, which fills in the figures for as long as `current()` holds. */
export async function accountsView({ call, words, link }) {
  const roots = await pages(call, "/accounts?tree=true&limit=200");
  const rows = [...flattened(roots, 0, null)];
  const open = rows.length <= UNFOLDED;
  for (const row of rows) build(row, open, words, link);
  const find = el("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const display = () => arrange(rows, find.value.trim().toLowerCase());
  find.addEventListener("input", display);
  for (const row of rows) row.fold?.addEventListener("click", () => toggle(row, display));
  display();
  const heads = ["account", "tier", "level", "stage", "standing", "coverage", "gaps"];
  const head = el("tr", {}, ...heads.map((name) => el("th", { scope: "col" }, words[name])));
  const table = el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows.map((row) => row.element)));
  const element = el(
    "section",
    { class: "accounts content" },
    el("h1", {}, words.accounts),
    el("p", { class: "note" }, rows.length ? words.accounts_note : words.accounts_none),
    rows.length > 8 ? el("label", { class: "find" }, el("span", {}, words.find), find) : null,
    rows.length ? el("div", { class: "holder" }, table) : null,
  );
  return { element, measure: (current) => measure(call, rows, words, current) };
}

async function pages(call, path) {
  const found = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES && cursor !== null; page += 1) {
    const answer = await (await call(`${path}&cursor=${encodeURIComponent(cursor)}`)).json();
    found.push(...answer.items);
    cursor = answer.next_cursor;
  }
  return found;
}

function* flattened(items, depth, parent) {
  for (const item of items) {
    const row = { item, depth, parent, children: (item.children ?? []).length, cells: {} };
    yield row;
    yield* flattened(item.children ?? [], depth + 1, row);
  }
}

function build(row, open, words, link) {
  const { item } = row;
  const english = document.documentElement.lang === "en";
  const [name, second] = english && item.name_en ? [item.name_en, item.name] : [item.name, item.name_en];
  row.open = open;
  row.found_by = `${item.id} ${item.name} ${item.name_en}`.toLowerCase();
  if (row.children) {
    const label = fill(words.unfold, { name });
    row.fold = el("button", { type: "button", class: "fold", "aria-label": label, "aria-expanded": String(open) });
    row.fold.textContent = open ? "−" : "+";
  }
  const title = el("div", { class: "name" }, row.fold ?? el("span", { class: "leaf" }), link(item.id, name));
  if (second && second !== name) title.append(el("small", {}, second));
  title.style.paddingLeft = `${row.depth * 24}px`;
  for (const cell of ["level", "stage", "standing", "coverage", "gaps"]) row.cells[cell] = el("td", {}, "…");
  row.element = el("tr", {}, el("td", {}, title), el("td", {}, words.codes[item.tier] ?? item.tier), ...Object.values(row.cells));
}

function toggle(row, display) {
  row.open = !row.open;
  row.fold.textContent = row.open ? "−" : "+";
  row.fold.setAttribute("aria-expanded", String(row.open));
  display();
}

/** Shows what is not folded away; while something is searched for, everything that has it in its names. */
function arrange(rows, sought) {
  for (const row of rows) {
    let shown = true;
    for (let above = row.parent; above; above = above.parent) shown &&= above.open;
    row.element.hidden = sought ? !row.found_by.includes(sought) : !shown;
  }
}

async function measure(call, rows, words, current) {
  const of = new Map(rows.map((row) => [row.item.id, row]));
  const parents = rows.filter((row) => row.children).map((row) => `&parent_id=${encodeURIComponent(row.item.id)}`);
  const asked = ["", ...parents].slice(0, MOST_MEASURED);
  try {
    for (const parent of asked) {
      const items = await pages(call, `/portfolio?limit=50${parent}`);
      if (!current()) return;
      for (const item of items) if (of.has(item.id)) put(of.get(item.id).cells, item.now, words);
    }
  } finally {
    for (const { cells } of rows) for (const cell of Object.values(cells)) if (cell.textContent === "…") cell.textContent = "—";
  }
}

function put(cells, now, words) {
  cells.level.textContent = words.codes[now.level] ?? now.level ?? "—";
  cells.stage.textContent = words.codes[now.stage] ?? now.stage;
  cells.coverage.textContent = now.coverage_weighted === null ? "—" : `${Math.round(now.coverage_weighted * 100)} %`;
  cells.gaps.textContent = `${now.gaps.CRITICAL ?? 0} / ${now.gaps.HIGH ?? 0}`;
  if (now.standing === null) {
    cells.standing.textContent = "—";
    return;
  }
  const point = el("i", { class: "point" });
  point.style.left = `${((now.standing + 1) / 2) * 100}%`;
  const track = el("span", { class: "track", "aria-hidden": "true" }, el("i", { class: "zero" }), point);
  const figure = Math.abs(now.standing).toFixed(2);
  const sign = figure === "0.00" ? "" : now.standing < 0 ? "−" : "+";
  cells.standing.replaceChildren(track, sign + figure);
}
