// All of a larger map in small where not all of it is in sight, with the part that is framed; a press or a drag there moves the
// window. By keyboard one goes from card to card, so this is for eyes and pointers.

import { computed, h } from "../core";
import { centre, extent, inSight } from "./canvas";
import { drawn, everybody, selected } from "./state";

const WIDTH = 180;
const HEIGHT = 120;
/** Fewer people are found without it. */
const LEAST_PEOPLE = 40;

const allInSight = computed(() => {
  const [all, seen] = [extent(), inSight.value];
  return seen.x <= all.x && seen.y <= all.y && seen.x + seen.w >= all.x + all.w && seen.y + seen.h >= all.y + all.h;
});

export function Overview() {
  const { cards, tiles, boxes } = drawn.value;
  if (everybody.value.size < LEAST_PEOPLE || allInSight.value) return null;
  const all = extent();
  const scale = Math.min(WIDTH / all.w, HEIGHT / all.h);
  const move = (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
    if (!event.buttons) return;
    const at = event.currentTarget.getBoundingClientRect();
    centre(all.x + (event.clientX - at.left) / scale, all.y + (event.clientY - at.top) / scale, event);
  };
  return (
    <svg
      class="overview"
      aria-hidden="true"
      width={all.w * scale}
      height={all.h * scale}
      viewBox={`${all.x} ${all.y} ${all.w} ${all.h}`}
      onPointerDown={(event) => (event.currentTarget.setPointerCapture(event.pointerId), move(event))}
      onPointerMove={move}
    >
      {Object.entries(boxes).map(([id, box]) => <rect key={id} class="room" x={box.x} y={box.y} width={box.w} height={box.h} />)}
      {tiles.map(({ department, box }) => <rect key={department} class="folded" x={box.x} y={box.y} width={box.w} height={box.h} />)}
      {cards.map(({ id, box, level }) => <rect key={id} class={selected.value.includes(id) ? "one chosen" : `one of-${level}`} x={box.x} y={box.y} width={box.w} height={box.h} />)}
      <InSight />
    </svg>
  );
}

function InSight() {
  const { x, y, w, h: high } = inSight.value;
  return <rect class="in-sight" x={x} y={y} width={w} height={high} />;
}
