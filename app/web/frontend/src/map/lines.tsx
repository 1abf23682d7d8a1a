// The lines under the cards: reporting always; influence of whoever is chosen, and the strongest where the lens asks for it.

import { coded, Fragment, h, t } from "../core";
import type { Box, EdgeView } from "../shared/types";
import { strip } from "./actions";
import { drawing } from "./dragging";
import { curve, middle, reportingPath } from "./geometry";
import { around, boxOf, everybody, lens, lines, route, selected } from "./state";

const TOP_LINES = 24;

function weight(edge: EdgeView): number {
  const share = (id: string) => everybody.value.get(id)?.share ?? 0;
  return (edge.strength ?? 0) * (share(edge.source) + share(edge.target));
}

function influenceShown(): EdgeView[] {
  const all = lines.value.filter((edge) => edge.kind === "INFLUENCES");
  const chosen = new Set(selected.value);
  const mine = all.filter((edge) => chosen.has(edge.source) || chosen.has(edge.target));
  if (around.value) return all.filter((edge) => around.value!.has(edge.source) && around.value!.has(edge.target));
  if (lens.value !== "influence") return mine;
  const strongest = [...all].sort((a, b) => weight(b) - weight(a)).slice(0, TOP_LINES);
  return [...new Set([...strongest, ...mine])];
}

export function Lines({ box }: { box: Box }) {
  const boxes = boxOf.value;
  const both = (edge: EdgeView) => boxes.has(edge.source) && boxes.has(edge.target);
  const chosen = new Set(selected.value);
  const way = route.value;
  return (
    <svg class="lines" style={{ width: `${box.x + box.w}px`, height: `${box.y + box.h}px` }} aria-hidden="true">
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse" markerUnits="userSpaceOnUse">
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {lines.value.filter((edge) => edge.kind === "REPORTS_TO" && both(edge)).map((edge) => (
        <path
          key={`r ${edge.source} ${edge.target}`}
          class={`wire ${edge.subkind === "DOTTED" ? "dotted" : "solid"}`}
          d={reportingPath(boxes.get(edge.target)!, boxes.get(edge.source)!)}
        />
      ))}
      {lines.value
        .filter((edge) => edge.kind !== "REPORTS_TO" && edge.kind !== "INFLUENCES" && both(edge))
        .filter((edge) => lens.value === "influence" || chosen.has(edge.source) || chosen.has(edge.target))
        .map((edge) => (
          <path key={`t ${edge.kind} ${edge.source} ${edge.target}`} class={`wire tie ${edge.kind}`} d={curve(boxes.get(edge.source)!, boxes.get(edge.target)!, 0).path}>
            <title>{coded("line", edge.kind)}</title>
          </path>
        ))}
      {influenceShown().filter(both).map((edge) => (
        <Influence key={`i ${edge.source} ${edge.target} ${edge.subkind}`} edge={edge} strong={chosen.has(edge.source) || chosen.has(edge.target)} />
      ))}
      {way.slice(1).map((id, index) => {
        const [from, to] = [boxes.get(way[index]!), boxes.get(id)];
        return from && to ? <path key={`w ${id}`} class="wire way" d={`M${middle(from).join(" ")}L${middle(to).join(" ")}`} /> : null;
      })}
      {drawing.value && <path class="wire influence drawing" d={drawing.value} marker-end="url(#arrow)" />}
    </svg>
  );
}

function Influence({ edge, strong }: { edge: EdgeView; strong: boolean }) {
  const { path, label } = curve(boxOf.value.get(edge.source)!, boxOf.value.get(edge.target)!);
  const strength = Math.round((edge.strength ?? 0) * 10);
  const open = () => (strip.value = { kind: "influence", source: edge.source, target: edge.target, subkind: edge.subkind ?? null });
  return (
    <Fragment>
      <path class={strong ? "wire influence strong" : "wire influence"} d={path} style={{ strokeWidth: `${0.8 + (edge.strength ?? 0) * 2.4}px` }} marker-end="url(#arrow)" />
      <path class="wire-hit" d={path} onClick={open} data-line={`${edge.source} ${edge.target}`}>
        <title>{`${everybody.value.get(edge.source)?.name} → ${everybody.value.get(edge.target)?.name} · ${t("strength")} ${strength}`}</title>
      </path>
      {strong && (
        <text class="strength" x={label[0]} y={label[1]}>{strength}</text>
      )}
    </Fragment>
  );
}
