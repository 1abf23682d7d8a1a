// Which way lines run between cards, in map units, as app/map/edge_routing.py has it for the drawings.

import type { Box } from "../shared/types";

const INDENT = 18;
const LEVEL_GAP = 26;
const COLUMN_GAP = 20;
const BEND = 0.16;

export function middle(box: Box): [number, number] {
  return [box.x + box.w / 2, box.y + box.h / 2];
}

/** From a manager down to a report, along the gaps that the layout keeps for it. */
export function reportingPath(manager: Box, report: Box): string {
  const bottom = manager.y + manager.h;
  const [centre, side] = [manager.x + manager.w / 2, report.y + report.h / 2];
  if (Math.abs(report.x - manager.x - INDENT) < 1 && report.y > bottom) {
    const trunk = manager.x + INDENT / 2;
    return `M${trunk} ${bottom}V${side}H${report.x}`;
  }
  const level = bottom + LEVEL_GAP / 2;
  if (Math.abs(report.y - bottom - LEVEL_GAP) < 1) {
    const top = report.x + report.w / 2;
    return Math.abs(top - centre) < 1 ? `M${centre} ${bottom}V${report.y}` : `M${centre} ${bottom}V${level}H${top}V${report.y}`;
  }
  if (report.y > bottom) {
    const gap = report.x - COLUMN_GAP / 2;
    return `M${centre} ${bottom}V${level}H${gap}V${side}H${report.x}`;
  }
  const [start, end] = [border(manager, middle(report)), border(report, middle(manager))];
  return `M${start.join(" ")}L${end.join(" ")}`;
}

/** From border to border in a slight bow, so that two opposite lines are told apart; and where its middle is. */
export function curve(source: Box, target: Box, bend = BEND): { path: string; label: [number, number] } {
  const [[ax, ay], [bx, by]] = [middle(source), middle(target)];
  const control: [number, number] = [(ax + bx) / 2 + (by - ay) * bend, (ay + by) / 2 - (bx - ax) * bend];
  const [start, end] = [border(source, control), border(target, control)];
  const label: [number, number] = [(start[0] + 2 * control[0] + end[0]) / 4, (start[1] + 2 * control[1] + end[1]) / 4];
  return { path: `M${start.join(" ")}Q${control.join(" ")} ${end.join(" ")}`, label };
}

function border(box: Box, toward: [number, number]): [number, number] {
  const [x, y] = middle(box);
  const [dx, dy] = [toward[0] - x, toward[1] - y];
  const reach = Math.max(Math.abs(dx) / (box.w / 2), Math.abs(dy) / (box.h / 2));
  return reach < 1e-9 ? [x, box.y] : [x + dx / reach, y + dy / reach];
}
