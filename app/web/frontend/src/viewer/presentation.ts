// The six pictures of a review, each in the whole window: arrow keys turn them, Escape leaves.

import { blockOf } from "./blocks";
import type { Presented, Section, Words } from "./data";
import { el, fill } from "./parts";

const LARGEST = 1.3; // times the usual size of type, which is 18 pt on a projected page
const SMALLEST = 0.35;
const STEP = 0.05;

export interface Presenting {
  /** Shows one of the pictures by its code; one there is not is the first. */
  show(told: Presented, picture: string): void;
  close(): void;
}

interface Heard {
  /** Another picture is shown. */
  onTurn: (picture: string) => void;
  onClose: () => void;
}

/** Opens the window of pictures over the page. */
export function present(words: Pick<Words, "present" | "earlier" | "later" | "close">, { onTurn, onClose }: Heard): Presenting {
  const body = el("div", { class: "picture-body" });
  const title = el("h1", { id: "picture-title" });
  const place = el("span", { class: "picture-place", role: "status", "aria-live": "polite" });
  const button = (name: string, sign: string, act: () => void) => {
    const made = el("button", { type: "button", title: name, "aria-label": name }, sign);
    made.addEventListener("click", act);
    return made;
  };
  const about = el("p", { class: "picture-about" });
  const marking = el("span", { class: "marking" });
  let pictures: Section[] = [];
  let at = 0;
  const turn = (to: number) => {
    const next = Math.min(pictures.length - 1, Math.max(0, to));
    if (next !== at) onTurn(pictures[next]!.id);
  };
  const dialog = el("dialog", { class: "presentation", "aria-labelledby": "picture-title" });
  const hands = el(
    "nav",
    { class: "picture-hands", "aria-label": words.present },
    button(words.earlier, "‹", () => turn(at - 1)),
    place,
    button(words.later, "›", () => turn(at + 1)),
    button(words.close, "×", () => dialog.close()),
  );
  const head = el("header", {}, title, about, marking);
  const stage = el("article", { class: "picture", tabindex: "-1", autofocus: true }, head, body);
  dialog.append(stage, hands);
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, PageDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, PageUp: at - 1, Home: 0, End: Infinity }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    turn(to);
  });
  const watched = new ResizeObserver(() => fit(body));
  dialog.addEventListener("close", () => {
    watched.disconnect();
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  watched.observe(stage);
  return {
    show(told, picture) {
      pictures = told.pictures;
      at = Math.max(0, pictures.findIndex((one) => one.id === picture));
      const shown = pictures[at];
      if (!shown) return;
      about.textContent = told.about;
      marking.textContent = told.marking;
      title.textContent = shown.heading;
      place.textContent = fill("{at} / {count}", { at: at + 1, count: pictures.length });
      body.className = `picture-body picture-${shown.id}`;
      body.replaceChildren(...shown.blocks.map((block) => blockOf(block, shown.heading, null, null)));
      fit(body);
    },
    close: () => dialog.close(),
  };
}

/** The largest type with which all of it is in sight. */
function fit(body: HTMLElement): void {
  for (let size = LARGEST; size >= SMALLEST; size -= STEP) {
    body.style.setProperty("--fit", size.toFixed(2));
    if (body.scrollHeight <= body.clientHeight && body.scrollWidth <= body.clientWidth) return;
  }
}
