// The map's window: one layer that is moved and scaled, lines under cards, and the departments' names, which stay in sight.

import { choose, h, named, parameter, signal, t, useEffect, useLayoutEffect, useRef, effect } from "../core";
import { select as choice, type Selection } from "d3-selection";
import { zoom as zooming, zoomIdentity, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import type { Box } from "../shared/types";
import { Card, DraftCard, FoldedTile } from "./cards";
import { draft } from "./actions";
import { Lines } from "./lines";
import { FOLDED_ABOVE } from "./fold";
import { boxOf, departments, drawn, everybody, select, selected, unfolded } from "./state";

const LEAST_TEXT = 11;
const NEAREST = 2.5;
const FARTHEST = 0.25;
const OPENS_AT = 0.62;
const MARGIN = 28;

let view: HTMLElement | null = null;
let behaviour: ZoomBehavior<HTMLElement, unknown> | null = null;
let now: ZoomTransform = zoomIdentity;
/** How far one is from the map, in steps: near shows all of a card, far its name only. */
export const distance = signal<"near" | "middle" | "far">("near");

/** What of the map is in the window. */
export const inSight = signal<Box>({ x: 0, y: 0, w: 0, h: 0 });

const held = (): Selection<HTMLElement, unknown, null, undefined> => choice(view!);

export function toMap(clientX: number, clientY: number): [number, number] {
  const at = view!.getBoundingClientRect();
  return now.invert([clientX - at.left, clientY - at.top]);
}

export function extent(): Box {
  const boxes = [...Object.values(drawn.value.boxes), ...drawn.value.cards.map((one) => one.box), ...drawn.value.tiles.map((one) => one.box)];
  const [x, y] = [Math.min(0, ...boxes.map((box) => box.x)), Math.min(0, ...boxes.map((box) => box.y))];
  return { x, y, w: Math.max(200, ...boxes.map((box) => box.x + box.w)) - x, h: Math.max(100, ...boxes.map((box) => box.y + box.h)) - y };
}

/** All of it, or its top where all of it could not be read. */
export function fit(whole = false): void {
  if (!view || !behaviour) return;
  const { width, height } = view.getBoundingClientRect();
  const box = extent();
  const all = Math.min((width - 2 * MARGIN) / box.w, (height - 2 * MARGIN) / box.h, 1.25);
  const k = Math.max(all, whole ? FARTHEST : OPENS_AT);
  const x = Math.max((width - box.w * k) / 2, MARGIN) - box.x * k;
  const y = Math.max((height - box.h * k) / 2, MARGIN) - box.y * k;
  held().call(behaviour.transform, zoomIdentity.translate(x, y).scale(k));
}

export function zoomBy(factor: number): void {
  if (behaviour) held().call(behaviour.scaleBy, factor);
}

/** Brings a point of the map into the middle of the window, as `event` asked by hand. */
export function centre(x: number, y: number, event: Event): void {
  const to = behaviour?.translateTo as unknown as ((...all: unknown[]) => void) | undefined; // its types do not know the last
  to?.(held(), x, y, undefined, event);
}

/** Brings a card into sight where it is not. */
export function show(id: string, centre = false): void {
  const box = boxOf.value.get(id);
  if (!box || !view || !behaviour) return;
  const { width, height } = view.getBoundingClientRect();
  const room = document.querySelector(".panel") ? Math.max(width - 360, width / 2) : width;
  const [x, y] = now.apply([box.x, box.y]);
  const [w, hh] = [box.w * now.k, box.h * now.k];
  if (!centre && x >= 8 && y >= 40 && x + w <= room - 8 && y + hh <= height - 8) return;
  const shift = centre
    ? [room / 2 - x - w / 2, height / 2 - y - hh / 2]
    : [Math.max(8 - x, 0) + Math.min(room - 8 - x - w, 0), Math.max(40 - y, 0) + Math.min(height - 8 - y - hh, 0)];
  held().call(behaviour.translateBy, shift[0]! / now.k, shift[1]! / now.k);
}

export function Canvas() {
  const element = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const names = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    view = element.current;
    let steps = 0;
    let later = 0;
    const moved = (transform: ZoomTransform, byHand: boolean) => {
      now = transform;
      layer.current!.style.transform = `translate(${transform.x}px,${transform.y}px) scale(${transform.k})`;
      const step = Math.floor(transform.k * 20) / 20;
      if (step !== steps) {
        steps = step;
        const larger = Math.max(1, 1 / step);
        layer.current!.style.setProperty("--small", `${Math.ceil(LEAST_TEXT * larger * 10) / 10}px`);
        layer.current!.style.setProperty("--large", `${Math.ceil(13 * Math.max(1, (LEAST_TEXT / 13) * larger) * 10) / 10}px`);
        distance.value = step >= 0.85 ? "near" : step >= 0.6 ? "middle" : "far";
      }
      stick(names.current!);
      frame();
      if (!byHand) return;
      clearTimeout(later);
      later = window.setTimeout(() => choose({ at: [transform.x.toFixed(0), transform.y.toFixed(0), transform.k.toFixed(3)].join(",") }, true), 250);
    };
    behaviour = zooming<HTMLElement, unknown>()
      .scaleExtent([FARTHEST, NEAREST])
      .filter((event: Event) => {
        if (event.type === "wheel") return (event as WheelEvent).ctrlKey || (event as WheelEvent).metaKey;
        if (event.type === "dblclick") return false;
        return !(event as MouseEvent).button && (event.type.startsWith("touch") || !(event.target as Element).closest(".card, .tile, .wire-hit, button, input"));
      })
      .on("zoom", (event) => moved(event.transform, event.sourceEvent !== null));
    held().call(behaviour).on("dblclick.zoom", null);
    const wheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const step = event.deltaMode === 1 ? 16 : 1;
      const [dx, dy] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      held().call(behaviour!.translateBy, (-dx * step) / now.k, (-dy * step) / now.k);
      moved(now, true);
    };
    view!.addEventListener("wheel", wheel, { passive: false });
    const asked = parameter("at").split(",").map(Number);
    if (asked.length === 3 && asked.every(Number.isFinite)) held().call(behaviour.transform, zoomIdentity.translate(asked[0]!, asked[1]!).scale(asked[2]!));
    else fit();
    const seen = new ResizeObserver(() => (frame(), names.current && stick(names.current)));
    seen.observe(view!);
    return () => {
      seen.disconnect();
      clearTimeout(later);
      view = behaviour = null;
    };
  }, []);
  useEffect(() => stick(names.current!));
  useEffect(() => {
    let opening = parameter("at") === ""; // whoever a link leads to stands in the middle; who is clicked stays where they are
    return effect(() => {
      const [first] = selected.value;
      const centre = opening;
      opening = false;
      if (first) requestAnimationFrame(() => show(first, centre));
    });
  }, []);

  return (
    <div
      class={`canvas ${distance.value}`}
      ref={element}
      tabIndex={-1}
      onClick={(event) => {
        if (!(event.target as Element).closest(".card, .tile, button, .wire-hit")) select([]);
      }}
    >
      <div class="layer" ref={layer}>
        {Object.entries(drawn.value.boxes).map(([id, box]) => (
          <div key={id} class="department" style={{ transform: `translate(${box.x}px,${box.y}px)`, width: `${box.w}px`, height: `${box.h}px` }} />
        ))}
        <Lines box={extent()} />
        {drawn.value.cards.map((one, index) => <Card key={one.id} one={one} first={index === 0} />)}
        {drawn.value.tiles.map((tile) => <FoldedTile key={tile.department} tile={tile} />)}
        {draft.value && <DraftCard />}
      </div>
      <div class="departments" ref={names}>
        {Object.entries(drawn.value.boxes).map(([id, box]) => <DepartmentName key={id} id={id} box={box} />)}
      </div>
    </div>
  );
}

function frame(): void {
  if (!view) return;
  const [x, y] = now.invert([0, 0]);
  inSight.value = { x, y, w: view.clientWidth / now.k, h: view.clientHeight / now.k };
}

function DepartmentName({ id, box }: { id: string; box: Box }) {
  const one = departments.value.get(id);
  const open = unfolded.value.has(id);
  const fold = () => choose({ open: [...unfolded.value].filter((other) => other !== id).join(" ") || null });
  return (
    <span class="department-name" data-box={`${box.x},${box.y},${box.w},${box.h}`}>
      {one ? named(one) : id}
      {open && everybody.value.size > FOLDED_ABOVE && <button onClick={fold} aria-label={t("fold")}>−</button>}
    </span>
  );
}

/** Puts each department's name at its upper left corner, or at the edge of the window while that is out of sight. */
function stick(names: HTMLElement): void {
  const { clientWidth: width, clientHeight: height } = names;
  for (const name of names.children as HTMLCollectionOf<HTMLElement>) {
    const [x, y, w, hh] = name.dataset.box!.split(",").map(Number) as [number, number, number, number];
    const [left, top] = now.apply([x, y]);
    const [right, bottom] = now.apply([x + w, y + hh]);
    const hidden = right < 40 || bottom < 30 || left > width - 20 || top > height - 10;
    name.style.display = hidden ? "none" : "";
    if (hidden) continue;
    name.style.maxWidth = `${Math.max(30, Math.min(right, width) - Math.max(left, 0) - 16)}px`;
    name.style.transform = `translate(${Math.max(left + 8, 6)}px,${Math.min(Math.max(top + 4, 4), bottom - 24)}px)`;
  }
}
