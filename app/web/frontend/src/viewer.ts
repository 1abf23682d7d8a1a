// One account read only: head, map, tables, pictures. A file or a shared link is nothing but this and its data; the served page
// takes the pictures from here. Everything shown comes worded from the service; nothing is fetched.

import { intervalsOf, sectionOf } from "./viewer/blocks";
import type { Legend, PageData } from "./viewer/data";
import { PowerMap } from "./viewer/map";
import { drawn, el, tinted } from "./viewer/parts";
import { present, type Presenting } from "./viewer/presentation";

export { present, type Presenting } from "./viewer/presentation";
export type { Presented } from "./viewer/data";

const PICTURE = /^#picture=(\w+)$/;

/** Puts the page into `root`; what was there before goes. */
function render(root: HTMLElement, data: PageData): void {
  const map = new PowerMap(data);
  const tables = data.sections.map((section) => sectionOf(section, data.words, map));
  map.filtered = (fits) => filterRows(tables[0]!, fits);
  root.replaceChildren(
    el("a", { class: "skip", href: "#people" }, data.words.skip),
    headOf(data),
    map.element,
    legendOf(data),
    contentsOf(data),
    ...tables,
    el(
      "footer",
      {},
      ...data.notes.map((note) => el("p", {}, note)),
      el("p", {}, data.footnote),
      el("p", { class: "stamp" }, data.stamp),
    ),
  );
  map.fit();
  if (data.pictures.length) presentAtHash(data);
}

// -- around the map ---------------------------------------------------------------------------------------------------

function headOf(data: PageData): HTMLElement {
  const facts = data.facts.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value)));
  const pictures = data.pictures.length ? el("p", {}, el("a", { class: "present", href: `#picture=${data.pictures[0]!.id}` }, data.words.present)) : null;
  const names = el("div", {}, el("h1", {}, data.title), el("p", { class: "subtitle" }, data.subtitle), pictures);
  return el(
    "header",
    { class: "head" },
    el("div", { class: "names" }, names, el("span", { class: "marking" }, data.marking)),
    el("dl", { class: "facts" }, ...facts),
    data.standing ? standingOf(data, data.standing) : null,
  );
}

function standingOf(data: PageData, standing: NonNullable<PageData["standing"]>): HTMLElement {
  const heading = el("h2", {}, data.words.standing);
  return el("section", { class: "standing", "aria-label": data.words.standing }, heading, intervalsOf(standing));
}

function legendOf(data: PageData): HTMLElement {
  const groups = data.legends
    .filter((legend) => legend.items.length)
    .map((legend) =>
      el("dl", {}, el("dt", {}, legend.heading), ...legend.items.map((item) => el("dd", {}, swatch(item), item.text))),
    );
  return el("section", { class: "legend", "aria-label": data.words.legend }, ...groups);
}

function swatch(item: Legend["items"][number]): Element {
  if (item.tint) return tinted(el("span", { class: "swatch" }, item.sign), item.tint);
  if (!item.stroke && !item.contact) return el("span", { class: "sign" }, item.sign);
  const picture = drawn("svg", { width: 30, height: 14, "aria-hidden": "true" });
  if (item.stroke) {
    const { colour, width, dash } = item.stroke;
    picture.append(
      drawn("path", { d: "M1 7h28", stroke: colour, "stroke-width": width + 0.4, "stroke-dasharray": dash.join(" ") }),
    );
    return picture;
  }
  const share = { NONE: 0, STALE: 0, BRIEF: 0.25, REGULAR: 0.5, DEEP: 1 }[item.contact] ?? 0;
  const dashes = item.contact === "STALE" ? "2 2" : "none";
  const ring = { cx: 15, cy: 7, r: 5.5, fill: share === 1 ? "#2f7d4f" : "#fff", stroke: "#2f7d4f" };
  picture.append(drawn("circle", { ...ring, "stroke-width": 1.3, "stroke-dasharray": dashes }));
  if (share > 0 && share < 1) {
    const end = share === 0.25 ? "20.5 7" : "15 12.5";
    picture.append(drawn("path", { d: `M15 7V1.5A5.5 5.5 0 0 1 ${end}Z`, fill: "#2f7d4f" }));
  }
  return picture;
}

function contentsOf(data: PageData): HTMLElement {
  const links = data.sections.map((section) => el("li", {}, el("a", { href: `#${section.id}` }, section.heading)));
  return el("nav", { class: "contents", "aria-label": data.words.contents }, el("ul", {}, ...links));
}

function filterRows(section: HTMLElement, fits: Set<string> | null): void {
  for (const table of section.querySelectorAll("table")) {
    table.classList.toggle("filtered", fits !== null);
    for (const row of table.tBodies[0]!.rows) row.classList.toggle("out", fits !== null && !fits.has(row.dataset["person"] ?? ""));
  }
}

// -- the pictures -----------------------------------------------------------------------------------------------------

/** The address names the picture shown, so that a link leads to it and reloading keeps it. */
function presentAtHash(data: PageData): void {
  let shown: Presenting | null = null;
  const follow = () => {
    const picture = PICTURE.exec(location.hash)?.[1];
    if (picture === undefined) return shown?.close();
    shown ??= present(data.words, {
      onTurn: (next) => location.replace(`#picture=${next}`),
      onClose: () => {
        shown = null;
        if (PICTURE.test(location.hash)) location.replace("#");
      },
    });
    shown.show(data, picture);
  };
  addEventListener("hashchange", follow);
  follow();
}

const embedded = document.getElementById("page-data");
if (embedded) render(document.getElementById("page")!, JSON.parse(embedded.textContent) as PageData);
