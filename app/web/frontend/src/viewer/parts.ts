// What page, map and pictures are made of. Data only ever becomes text: no markup is parsed here.

import type { Cell, Tint } from "./data";

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string | number | boolean | null | undefined>;

/** Where links to people lead. */
export interface Leads {
  goTo(person: string): void;
}

/** An element with attributes and children; a string child is text. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string | null)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function drawn(tag: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}

/** Roughly how wide a text is, in its own size. */
export function ems(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.codePointAt(0)! > 0x2e7f ? 1 : 0.58), 0);
}

export function tinted<E extends HTMLElement>(element: E, tint: Tint): E {
  element.style.background = tint.fill;
  element.style.color = tint.ink;
  element.style.border = `${tint.border === "double" ? "3px double" : `1px ${tint.border}`} ${tint.line}`;
  return element;
}

export function bar(share: number): HTMLElement {
  const filled = el("i");
  filled.style.width = `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%`;
  return el("span", { class: "bar", "aria-hidden": "true" }, filled);
}

/** A cell's parts; a name leads to the person where anything does. */
export function cellOf(cell: Cell, leads: Leads | null): (Node | string)[] {
  const parts: (Node | string)[] = [];
  if (cell.bar !== undefined) parts.push(bar(cell.bar));
  if (cell.tint) parts.push(tinted(el("span", { class: "chip" }, cell.text), cell.tint));
  else if (cell.person && leads) parts.push(leadTo(cell, leads));
  else parts.push(nameOf(cell));
  if (cell.second) parts.push(el("small", { class: "second" }, cell.second));
  return parts;
}

export function leadTo(cell: Cell, leads: Leads): HTMLElement {
  const button = el("button", { type: "button", class: "person-link" }, nameOf(cell));
  button.addEventListener("click", () => leads.goTo(cell.person!));
  return button;
}

function nameOf(cell: Cell): string {
  return cell.alias ? `${cell.text}  ${cell.alias}` : cell.text;
}
