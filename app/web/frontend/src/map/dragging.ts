// Dragging: a card onto another gives it a new manager, from a card's edge onto another draws influence.

import { canEdit, signal } from "../core";
import { reparent, strip } from "./actions";
import { boxOf, selected } from "./state";
import { curve } from "./geometry";
import { toMap } from "./canvas";

/** Whom the pointer is over while something is dragged. */
export const dropOn = signal<string | null>(null);
/** The line being drawn, as a path in map units. */
export const drawing = signal<string | null>(null);
/** What is carried, and how far from its place, in map units. */
export const carried = signal<{ ids: string[]; dx: number; dy: number } | null>(null);

const FAR_ENOUGH = 6;

function cardAt(event: PointerEvent, but: readonly string[]): string | null {
  for (const element of document.elementsFromPoint(event.clientX, event.clientY)) {
    const id = element.closest<HTMLElement>(".card[data-id]")?.dataset.id;
    if (id && !but.includes(id)) return id;
  }
  return null;
}

function follow(onMove: (event: PointerEvent) => void, onEnd: (event: PointerEvent, given_up: boolean) => void): void {
  const end = (event: PointerEvent) => {
    removeEventListener("pointermove", onMove);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    removeEventListener("keydown", escape, true);
    onEnd(event, event.type !== "pointerup");
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    end(new PointerEvent("pointercancel"));
  };
  addEventListener("pointermove", onMove);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
  addEventListener("keydown", escape, true);
}

export function beginDrag(event: PointerEvent, id: string): void {
  if (event.button !== 0 || !canEdit.value || event.pointerType === "touch") return;
  const start = toMap(event.clientX, event.clientY);
  const [x, y] = [event.clientX, event.clientY];
  const ids = selected.value.includes(id) ? selected.value : [id];
  follow(
    (move) => {
      if (!carried.value && Math.hypot(move.clientX - x, move.clientY - y) < FAR_ENOUGH) return;
      const now = toMap(move.clientX, move.clientY);
      carried.value = { ids, dx: now[0] - start[0], dy: now[1] - start[1] };
      dropOn.value = cardAt(move, ids);
    },
    (_, givenUp) => {
      const onto = dropOn.value;
      const moved = carried.value !== null;
      carried.value = null;
      dropOn.value = null;
      if (moved) swallowClick();
      if (moved && onto && !givenUp) reparent(ids, onto);
    },
  );
}

/** The click that ends a drag chooses nobody, and leaves whoever is chosen. */
function swallowClick(): void {
  const swallow = (event: Event) => event.stopPropagation();
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
}

export function beginLine(event: PointerEvent, id: string): void {
  if (event.button !== 0) return;
  event.stopPropagation();
  event.preventDefault();
  const from = boxOf.value.get(id)!;
  follow(
    (move) => {
      const [x, y] = toMap(move.clientX, move.clientY);
      dropOn.value = cardAt(move, [id]);
      const onto = dropOn.value ? boxOf.value.get(dropOn.value) : undefined;
      drawing.value = curve(from, onto ?? { x: x - 1, y: y - 1, w: 2, h: 2 }).path;
    },
    (_, givenUp) => {
      const onto = dropOn.value;
      if (drawing.value) swallowClick();
      drawing.value = null;
      dropOn.value = null;
      if (onto && !givenUp) strip.value = { kind: "influence", source: id, target: onto, subkind: null };
    },
  );
}
