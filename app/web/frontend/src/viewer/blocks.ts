// The report's blocks on the page; they come worded from the service.

import type { Block, Intervals, Section, Table, Tile, Words } from "./data";
import { cellOf, el, fill, tinted, type Leads } from "./parts";

const ROWS_SHOWN = 12;

export function sectionOf(section: Section, words: Words, leads: Leads): HTMLElement {
  const blocks = section.blocks.map((block) => blockOf(block, section.heading, words, leads));
  return el("section", { class: "tables", id: section.id, tabindex: "-1" }, el("h2", {}, section.heading), ...blocks);
}

/** A block; tables are folded where there are words for it, names lead somewhere where anything does. */
export function blockOf(block: Block, heading: string, words: Words | null, leads: Leads | null): HTMLElement {
  const side = (blocks: Block[]) => el("div", {}, ...blocks.map((part) => blockOf(part, heading, words, leads)));
  switch (block.kind) {
    case "table": return tableOf(block, heading, words, leads);
    case "heading": return el("h3", {}, block.text);
    case "text": return el("p", { class: block.quiet && "note" }, block.text);
    case "tiles": return el("ul", { class: "fields" }, ...block.tiles.map(tileOf));
    case "intervals": return intervalsOf(block);
    case "beside": return el("div", { class: "beside" }, side(block.left), side(block.right));
  }
}

function tileOf(tile: Tile): HTMLElement {
  const figure = el("strong", {}, tile.text);
  const second = tile.second ? el("small", {}, tile.second) : null;
  const field = el("li", {}, el("span", {}, tile.label), figure, second);
  return tile.tint ? tinted(field, tile.tint) : field;
}

/** Intervals on the line from -1 to 1, and how to read them. */
export function intervalsOf(block: Intervals): HTMLElement {
  const place = (value: number) => `${((value + 1) / 2) * 100}%`;
  const rows = block.rows.map((row) => {
    const range = el("i", { class: "range" });
    range.style.left = place(row.low);
    range.style.width = `${((row.high - row.low) / 2) * 100}%`;
    range.style.background = row.colour;
    const likely = el("i", { class: "likely" });
    if (row.likely) {
      likely.style.left = place(row.likely[0]);
      likely.style.width = `${((row.likely[1] - row.likely[0]) / 2) * 100}%`;
      likely.style.background = row.colour;
    }
    const point = el("i", { class: "point" });
    point.style.left = place(row.point);
    point.style.background = row.colour;
    const track = el("span", { class: "track", "aria-hidden": "true" }, el("i", { class: "zero" }), range, likely, point);
    return el("li", {}, el("span", { class: "party" }, row.name), track, el("span", { class: "figures" }, row.text));
  });
  const note = block.note ? el("p", { class: "note" }, block.note) : null;
  return el("div", { class: "intervals" }, el("ul", {}, ...rows), note);
}

function tableOf(table: Table, heading: string, words: Words | null, leads: Leads | null): HTMLElement {
  if (!table.rows.length) return el("p", { class: "empty" }, table.empty);
  const heads = table.columns.map((column) => el("th", { scope: "col", class: classOf(column.kind) }, column.head));
  const rows = table.rows.map((row, i) => {
    const cells = row.map((cell, j) => el("td", { class: classOf(table.columns[j]!.kind), "data-head": table.columns[j]!.head }, ...cellOf(cell, leads)));
    const person = row.find((cell) => cell.person)?.person ?? null;
    return el("tr", { "data-person": person, class: words !== null && i >= ROWS_SHOWN && "more" }, ...cells);
  });
  const body = el("table", { "aria-label": heading }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
  const holder = el("div", { class: "holder", tabindex: "0", role: "region", "aria-label": heading }, body);
  return el("div", {}, holder, words && rows.length > ROWS_SHOWN ? unfolder(body, rows.length, words) : null);
}

/** What a column's cells are, as far as they are set otherwise than texts. */
function classOf(kind: string): string | null {
  return kind === "number" || kind === "date" ? kind : null;
}

function unfolder(table: HTMLTableElement, count: number, words: Words): HTMLElement {
  table.classList.add("folded");
  const button = el("button", { type: "button", class: "unfold", "aria-expanded": "false" }, "");
  const name = () => {
    const folded = table.classList.contains("folded");
    button.textContent = folded ? fill(words.show_all, { count }) : words.show_less;
    button.setAttribute("aria-expanded", String(!folded));
  };
  button.addEventListener("click", () => {
    table.classList.toggle("folded");
    name();
  });
  name();
  return button;
}
