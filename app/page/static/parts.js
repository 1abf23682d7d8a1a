// What page and map are made of. Data only ever becomes text: no markup is parsed here.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; a string child is text. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function drawn(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Roughly how wide a text is, in its own size. */
export function ems(text) {
  return [...text].reduce((sum, char) => sum + (char.codePointAt(0) > 0x2e7f ? 1 : 0.58), 0);
}

export function tinted(element, tint) {
  element.style.background = tint.fill;
  element.style.color = tint.ink;
  element.style.border = `${tint.border === "double" ? "3px double" : `1px ${tint.border}`} ${tint.line}`;
  return element;
}

export function bar(share) {
  const made = el("span", { class: "bar", "aria-hidden": "true" }, el("i"));
  made.firstChild.style.width = `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%`;
  return made;
}

export function cellOf(cell, map) {
  const parts = [];
  if (cell.bar !== undefined) parts.push(bar(cell.bar));
  if (cell.tint) parts.push(tinted(el("span", { class: "chip" }, cell.text), cell.tint));
  else if (cell.person) parts.push(leadTo(cell, map));
  else parts.push(cell.text);
  if (cell.second) parts.push(el("small", { class: "second" }, cell.second));
  return parts;
}

export function leadTo(cell, map) {
  const name = cell.alias ? `${cell.text}  ${cell.alias}` : cell.text;
  const button = el("button", { type: "button", class: "person-link" }, name);
  button.addEventListener("click", () => map.goTo(cell.person));
  return button;
}
