// The drawing made ready for the page: what can be reached, what is shown from afar. It is parsed as XML, where a name cannot
// become markup.

import type { PageData, Place, Someone } from "./data";
import { drawn, ems } from "./parts";

export interface Drawing {
  svg: SVGSVGElement;
  cards: Map<string, SVGElement>;
  lines: SVGElement[];
}

/** The map as an element, its cards by person, its lines with their labels. */
export function drawingOf(data: PageData): Drawing {
  const parsed = new DOMParser().parseFromString(data.svg, "image/svg+xml");
  const svg = document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement;
  svg.setAttribute("aria-describedby", "map-help");
  svg.classList.add(`influence-${data.influence}`);
  const people = new Map(data.people.map((person) => [person.id, person]));
  const cards = new Map<string, SVGElement>();
  for (const card of svg.querySelectorAll<SVGElement>(".person")) {
    const person = people.get(card.id.slice("person:".length))!;
    prepare(card, person);
    card.setAttribute("tabindex", cards.size ? "-1" : "0");
    cards.set(person.id, card);
  }
  markTop(svg, data.top_lines);
  for (const place of data.places) enlarge(svg, place);
  svg.append(...data.places.flatMap((place) => sums(place, data.people)));
  return { svg, cards, lines: [...svg.querySelectorAll<SVGElement>(".line, .strength")] };
}

/** Marks the influence lines that weigh most, which are drawn last, and their labels. */
function markTop(svg: SVGSVGElement, count: number): void {
  const lines = [...svg.querySelectorAll<SVGElement>(".line.INFLUENCES")];
  const top = lines.slice(Math.max(0, lines.length - count));
  const ends = (line: SVGElement) => JSON.stringify([line.dataset.source, line.dataset.target]);
  const kept = new Set(top.map(ends));
  for (const line of top) line.classList.add("top");
  for (const label of svg.querySelectorAll<SVGElement>(".strength")) if (kept.has(ends(label))) label.classList.add("top");
}

/** A card that can be reached, with what it shows from afar. */
function prepare(card: SVGElement, person: Someone): void {
  card.setAttribute("role", "button");
  card.querySelector("title")?.remove();
  for (const frame of card.querySelectorAll("rect")) {
    if (Number(frame.getAttribute("width")) > person.box.w / 2) frame.classList.add("frame");
  }
  const { x, y, w, h } = person.box;
  const size = Math.min(34, (w - 14) / ems(person.name));
  const ink = { class: "brief", fill: "#1b2530" };
  card.append(
    drawn("text", { ...ink, x: x + w / 2, y: y + 36, "font-size": size.toFixed(1), "text-anchor": "middle" }, person.name),
    drawn("text", { ...ink, x: x + 12, y: y + h - 8, "font-size": 24 }, person.share),
    drawn("text", { ...ink, x: x + w - 12, y: y + h - 8, "font-size": 26, "text-anchor": "end" }, person.sign),
  );
}

/** The size of a department's name from afar. */
function enlarge(svg: SVGSVGElement, place: Place): void {
  const texts = svg.querySelectorAll<SVGElement>(`.unit-name[data-unit="${CSS.escape(place.id)}"] text`);
  const first = texts[0];
  if (!first) return;
  first.classList.add("name");
  first.style.setProperty("--far", `${Math.min(22, (place.box.w - 20) / ems(place.name)).toFixed(1)}px`);
}

/** A department's tile with how many of its own people stand where; none without people. */
function sums(place: Place, people: Someone[]): SVGElement[] {
  const own = people.filter((person) => person.facets["department"]![0] === place.id);
  if (!own.length) return [];
  const x = Math.min(...own.map(({ box }) => box.x));
  const y = Math.min(...own.map(({ box }) => box.y));
  const w = Math.max(...own.map(({ box }) => box.x + box.w)) - x;
  const h = Math.max(...own.map(({ box }) => box.y + box.h)) - y;
  const counts = new Map<string, number>();
  for (const { sign } of own) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const said = [...counts].map(([sign, count]) => (sign ? `${sign} ${count}` : String(count)));
  const rows = [place.name, `${own.length} · ${place.note}`, said.join("  ")];
  const size = Math.min(80, h / 4.2, ...rows.map((row) => (w - 10) / ems(row)));
  const tile = drawn("g", { class: "tile", "aria-hidden": "true" });
  tile.append(drawn("rect", { x, y, width: w, height: h, rx: 10, fill: "#fff", stroke: "#5b6775" }));
  rows.forEach((row, i) => {
    const from = y + h / 2 + (i - 0.65) * size * 1.25;
    const where = { x: x + w / 2, y: from, "font-size": size.toFixed(1), "text-anchor": "middle", fill: "#1b2530" };
    tile.append(drawn("text", where, row));
  });
  return [tile];
}
