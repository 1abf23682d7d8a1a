// The map with its tools and the panel about a person.

import type { Box, Filter, PageData, Someone, Words } from "./data";
import { drawingOf } from "./drawing";
import { cellOf, el, fill, leadTo } from "./parts";

const FAR = 0.52; // pixels per map unit below which a card shows only its name, sign and share
const TINY = 0.2; // below which a department shows its sums in place of its cards
const READABLE = 0.8;
const CLOSEST = 4;

export class PowerMap {
  readonly element: HTMLElement;
  filtered: (kept: Set<string> | null) => void = () => {};
  private readonly words: Words;
  private readonly people: Map<string, Someone>;
  private readonly svg: SVGSVGElement;
  private readonly cards: Map<string, SVGElement>;
  private readonly lines: SVGElement[];
  private readonly canvas: HTMLElement;
  private readonly panel: HTMLElement;
  private readonly status: HTMLElement;
  private readonly search = el("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  private filters: [Filter, HTMLSelectElement][] = [];
  private selected: string | null = null;
  private over: string | null = null;
  private hits: Someone[] = [];
  private at = -1;
  private printing = false;
  private x = 0;
  private y = 0;
  private fitting = 1;
  private scale = 0;

  constructor(private readonly data: PageData) {
    this.words = data.words;
    this.people = new Map(data.people.map((person) => [person.id, person]));
    const { svg, cards, lines } = drawingOf(data);
    this.svg = svg;
    this.cards = cards;
    this.lines = lines;
    this.canvas = el("div", { class: "canvas" }, this.svg);
    this.panel = el("aside", { class: "panel", "aria-label": this.words.panel });
    this.status = el("p", { class: "status", role: "status", "aria-live": "polite" });
    const help = el("p", { class: "help", id: "map-help" }, this.words.map_help);
    const stage = el("div", { class: "stage" }, el("div", { class: "frame" }, this.canvas, this.#zooming()), this.panel);
    this.element = el("section", { class: "map", "aria-label": this.words.map }, this.#tools(), this.status, stage, help);
    this.#listen();
    this.#show();
  }

  // -- tools

  #tools(): HTMLElement {
    this.search.placeholder = this.words.search_hint;
    this.search.addEventListener("input", () => this.#find());
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#next(event.shiftKey ? -1 : 1);
      if (event.key !== "Escape") return;
      this.search.value = "";
      this.#find();
    });
    this.filters = this.data.filters.map((filter) => {
      const options = filter.options.map(([code, text]) => el("option", { value: `=${code}` }, text));
      const select = el("select", { "data-facet": filter.facet }, el("option", { value: "" }, this.words.all), ...options);
      select.addEventListener("change", () => this.#filter());
      return [filter, select];
    });
    const clear = el("button", { type: "button" }, this.words.clear);
    clear.addEventListener("click", () => this.#clear());
    const shown = (["none", "top", "all"] as const).map((mode) => {
      const chosen = mode === this.data.influence;
      return el("option", { value: mode, selected: chosen }, this.words[`influence_${mode}`]);
    });
    const influence = el("select", { "data-lines": true }, ...shown);
    influence.addEventListener("change", () => this.#influence(influence.value));
    const print = el("button", { type: "button" }, this.words.print);
    print.addEventListener("click", () => window.print());
    const labelled = (label: string, field: HTMLElement) => el("label", {}, el("span", {}, label), field);
    const choices = [
      ...this.filters.map(([filter, select]) => labelled(filter.label, select)),
      labelled(this.words.influence, influence),
      clear,
      print,
    ];
    const open = window.matchMedia("(min-width: 801px)").matches; // a narrow screen keeps its room for the map
    const folding = el("details", { open }, el("summary", {}, this.words.filters), el("div", { class: "choices" }, ...choices));
    return el("div", { class: "tools", role: "search" }, labelled(this.words.search, this.search), folding);
  }

  #zooming(): HTMLElement {
    const button = (name: string, sign: string, act: () => void) => {
      const made = el("button", { type: "button", title: name, "aria-label": name }, sign);
      made.addEventListener("click", act);
      return made;
    };
    return el(
      "div",
      { class: "zooming" },
      button(this.words.zoom_in, "+", () => this.#zoom(1.3)),
      button(this.words.zoom_out, "−", () => this.#zoom(1 / 1.3)),
      button(this.words.fit, "⤢", () => this.fit()),
    );
  }

  #influence(mode: string): void {
    this.svg.classList.remove("influence-none", "influence-top", "influence-all");
    this.svg.classList.add(`influence-${mode}`);
  }

  #find(): void {
    const terms = this.search.value.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (person: Someone) => terms.every((term) => person.found_by.includes(term));
    this.hits = terms.length ? this.data.people.filter(fits) : [];
    this.at = -1;
    const found = new Set(this.hits.map((person) => person.id));
    for (const [id, card] of this.cards) card.classList.toggle("hit", found.has(id));
    this.svg.classList.toggle("searched", terms.length > 0);
    const text = found.size ? fill(this.words.found, { count: found.size }) : this.words.found_none;
    this.status.textContent = terms.length ? text : "";
  }

  #next(step: number): void {
    if (!this.hits.length) return;
    this.at = (this.at + step + this.hits.length) % this.hits.length;
    const person = this.hits[this.at]!;
    this.select(person.id);
    this.#approach(person);
    this.status.textContent = fill(this.words.found_at, { at: this.at + 1, count: this.hits.length, name: person.name });
  }

  #filter(): void {
    const wanted = this.filters.filter(([, select]) => select.value);
    const fits = (person: Someone) => wanted.every(([{ facet }, select]) => person.facets[facet]!.includes(select.value.slice(1)));
    const kept = new Set(this.data.people.filter(fits).map((person) => person.id));
    for (const [id, card] of this.cards) card.classList.toggle("out", !kept.has(id));
    this.filtered(wanted.length ? kept : null);
    const text = fill(this.words.matching, { count: kept.size, all: this.data.people.length });
    this.status.textContent = wanted.length ? text : "";
  }

  #clear(): void {
    for (const [, select] of this.filters) select.value = "";
    this.search.value = "";
    this.#filter();
    this.#find();
    this.select(null);
    this.fit();
  }

  // -- who is shown

  select(id: string | null): void {
    this.selected = id;
    this.over = null;
    this.#show();
  }

  /** From a table or the panel: to the person's card. */
  goTo(id: string): void {
    const card = this.cards.get(id);
    if (!card) return;
    this.canvas.scrollIntoView({ block: "nearest" });
    card.focus({ preventScroll: true });
    this.select(id);
    this.#approach(this.people.get(id)!);
  }

  #show(): void {
    const id = this.over ?? this.selected;
    const person = (id !== null && this.people.get(id)) || null;
    const near = new Set(person?.near ?? []);
    this.svg.classList.toggle("chosen", person !== null);
    for (const [own, card] of this.cards) {
      card.classList.toggle("self", own === id);
      card.classList.toggle("near", near.has(own));
      card.setAttribute("aria-pressed", String(own === this.selected));
    }
    for (const line of this.lines) {
      line.classList.toggle("lit", person !== null && (line.dataset["source"] === id || line.dataset["target"] === id));
    }
    this.panel.replaceChildren(...(person ? this.#about(person) : this.#hint()));
    this.panel.scrollTop = 0;
  }

  #about(person: Someone): Node[] {
    const facts = person.facts.map((group) => {
      const rows = group.rows.flatMap(([label, cell]) => [el("dt", {}, label), el("dd", {}, ...cellOf(cell, this))]);
      return el("section", {}, group.heading ? el("h3", {}, group.heading) : null, el("dl", {}, ...rows));
    });
    const names = el("h2", {}, person.name, person.second ? el("small", {}, person.second) : null);
    return [names, el("p", { class: "title" }, person.title), ...facts];
  }

  #hint(): Node[] {
    const hint = el("p", { class: "hint" }, this.data.people.length ? this.words.panel_hint : this.words.empty);
    const first = this.data.sections.find((section) => section.id === "first");
    if (!first || !this.data.first.length) return [hint];
    const steps = this.data.first.map((cell) => {
      const name = { ...cell, text: this.people.get(cell.person ?? "")?.name ?? "" };
      return el("li", {}, leadTo(name, this), el("span", {}, cell.text));
    });
    return [el("h2", {}, first.heading), el("ol", { class: "steps" }, ...steps), hint];
  }

  // -- moving about

  /** The whole map. */
  fit(): void {
    const { width, height } = this.data;
    this.x = width / 2;
    this.y = height / 2;
    this.fitting = Math.min(this.#wide() / (width + 24), this.#high() / (height + 24)) || 1;
    this.scale = Math.min(this.fitting, 1.5);
    this.#apply();
  }

  #wide(): number {
    return this.canvas.clientWidth || 1;
  }

  #high(): number {
    return this.canvas.clientHeight || 1;
  }

  #apply(): void {
    if (this.printing) return;
    const w = this.#wide() / this.scale;
    const h = this.#high() / this.scale;
    this.svg.setAttribute("viewBox", `${this.x - w / 2} ${this.y - h / 2} ${w} ${h}`);
    this.#detail(this.scale);
  }

  #detail(scale: number): void {
    this.svg.classList.toggle("far", scale < FAR && scale >= TINY);
    this.svg.classList.toggle("tiny", scale < TINY);
  }

  /** Zooms by a factor about a point of the canvas, by default its middle; false where it cannot go further. */
  #zoom(factor: number, px = this.#wide() / 2, py = this.#high() / 2): boolean {
    const least = Math.min(this.fitting, 1) * 0.8;
    const scale = Math.min(CLOSEST, Math.max(least, this.scale * factor));
    if (Math.abs(scale - this.scale) < 1e-9) return false;
    const dx = px - this.#wide() / 2;
    const dy = py - this.#high() / 2;
    this.x += dx / this.scale - dx / scale;
    this.y += dy / this.scale - dy / scale;
    this.scale = scale;
    this.#apply();
    return true;
  }

  #move(dx: number, dy: number): void {
    this.x = Math.min(this.data.width, Math.max(0, this.x - dx / this.scale));
    this.y = Math.min(this.data.height, Math.max(0, this.y - dy / this.scale));
    this.#apply();
  }

  /** Brings a card into sight, near enough to be read. */
  #approach(person: Someone): void {
    if (this.scale < FAR) {
      this.x = person.box.x + person.box.w / 2;
      this.y = person.box.y + person.box.h / 2;
      this.scale = READABLE;
    }
    this.#reveal(person);
  }

  /** Moves the map only if the card is not in sight. */
  #reveal({ box }: { box: Box }): void {
    const w = this.#wide() / this.scale / 2;
    const h = this.#high() / this.scale / 2;
    this.x = Math.min(Math.max(this.x, box.x + box.w + 8 - w), Math.max(box.x - 8 + w, box.x + box.w / 2));
    this.y = Math.min(Math.max(this.y, box.y + box.h + 8 - h), Math.max(box.y - 8 + h, box.y + box.h / 2));
    this.#apply();
  }

  // -- hands and keys

  #listen(): void {
    const who = (event: Event) => (event.target as Element).closest?.(".person")?.id.slice("person:".length) ?? null;
    const point = (event: MouseEvent): [number, number] => {
      const box = this.canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    this.canvas.addEventListener("wheel", (event) => {
      const moved = this.#zoom(Math.exp(-Math.max(-120, Math.min(120, event.deltaY)) * 0.002), ...point(event));
      if (moved || event.ctrlKey) event.preventDefault();
    }, { passive: false });
    this.canvas.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse" || event.buttons || this.over === who(event)) return;
      this.over = who(event);
      this.#show();
    });
    this.canvas.addEventListener("pointerleave", () => {
      if (this.over === null) return;
      this.over = null;
      this.#show();
    });
    this.canvas.addEventListener("focusin", (event) => this.#focused(who(event)));
    this.canvas.addEventListener("keydown", (event) => this.#key(event, who(event)));
    this.#drag(who);
    new ResizeObserver(() => this.scale > 0 && this.#apply()).observe(this.canvas);
    addEventListener("beforeprint", () => this.#forPrint());
    addEventListener("afterprint", () => {
      this.printing = false;
      this.#apply();
    });
  }

  #forPrint(): void {
    this.printing = true;
    this.svg.setAttribute("viewBox", `-12 -12 ${this.data.width + 24} ${this.data.height + 24}`);
    this.#detail(1);
  }

  #drag(who: (event: Event) => string | null): void {
    const fingers = new Map<number, [number, number]>();
    let dragged = false;
    let start: [number, number] = [0, 0];
    const spread = () => {
      const [a, b] = [...fingers.values()];
      return Math.hypot(a![0] - b![0], a![1] - b![1]);
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
      start = [event.clientX, event.clientY];
      dragged = fingers.size > 1;
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const last = fingers.get(event.pointerId);
      if (!last) return;
      const before = fingers.size === 2 ? spread() : 0;
      fingers.set(event.pointerId, [event.clientX, event.clientY]);
      if (before) this.#zoom(spread() / before);
      if (!dragged && Math.hypot(event.clientX - start[0], event.clientY - start[1]) < 4) return;
      if (!dragged) this.canvas.setPointerCapture(event.pointerId);
      dragged = true;
      this.canvas.classList.add("dragging");
      if (fingers.size === 1) this.#move(event.clientX - last[0], event.clientY - last[1]);
    });
    const end = (event: PointerEvent) => {
      fingers.delete(event.pointerId);
      this.canvas.classList.remove("dragging");
    };
    this.canvas.addEventListener("pointerup", end);
    this.canvas.addEventListener("pointercancel", end);
    this.canvas.addEventListener("click", (event) => {
      if (!dragged) this.select(who(event));
    });
  }

  #focused(id: string | null): void {
    if (id === null) return;
    for (const [own, card] of this.cards) card.setAttribute("tabindex", own === id ? "0" : "-1");
    if (this.selected !== id) this.select(id);
    this.#reveal(this.people.get(id)!);
  }

  #key(event: KeyboardEvent, id: string | null): void {
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = arrows[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way && event.shiftKey) this.#move(-way[0] * 60, -way[1] * 60);
    else if (way && id !== null) this.#neighbour(this.people.get(id)!, way);
    else if (event.key === "+" || event.key === "=") this.#zoom(1.3);
    else if (event.key === "-" || event.key === "−") this.#zoom(1 / 1.3);
    else if (event.key === "0") this.fit();
    else if (event.key === "Escape") this.select(null);
    else if ((event.key === "Enter" || event.key === " ") && id !== null) this.select(id);
    else return;
    event.preventDefault();
  }

  /** To the nearest card in a direction, sideways distance counting double. */
  #neighbour(from: Someone, [dx, dy]: [number, number]): void {
    let best = null as Someone | null;
    let least = Infinity;
    for (const person of this.data.people) {
      const x = person.box.x + person.box.w / 2 - from.box.x - from.box.w / 2;
      const y = person.box.y + person.box.h / 2 - from.box.y - from.box.h / 2;
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (along > 1 && along + 2 * aside < least) [best, least] = [person, along + 2 * aside];
    }
    if (best) this.cards.get(best.id)?.focus({ preventScroll: true });
  }
}
