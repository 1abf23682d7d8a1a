// Above sixty people a department shows its head, its voters and its key people; the rest stand in one tile until it is opened.
// The cards left keep the order the service's layout gave them and move together, department by department.

import type { Box } from "../shared/types";
import type { Shown } from "./state";

export const FOLDED_ABOVE = 60;
const GAP = 12;
const CARD = { w: 176, h: 74 };
const HEAD = 33;
const PAD = 14;
const BETWEEN = 24;

export interface Tile {
  department: string;
  people: Shown[];
  box: Box;
}

interface Asked {
  people: Shown[];
  boxes: Record<string, Box>;
  parents: Map<string, string | null>;
  managers: Map<string, string>;
  voters: Set<string>;
  open: Set<string>;
  kept: Set<string>;
}

export function folded(asked: Asked): { cards: Shown[]; tiles: Tile[]; boxes: Record<string, Box> } {
  const { people, boxes, managers, voters, open, kept } = asked;
  if (people.length <= FOLDED_ABOVE) return { cards: people, tiles: [], boxes };
  const departments = new Map<string, Shown[]>();
  for (const one of people) {
    const id = one.departmentId ?? "";
    departments.set(id, [...(departments.get(id) ?? []), one]);
  }
  const blocks: Block[] = [];
  for (const [id, members] of departments) {
    const inside = new Set(members.map((one) => one.id));
    const heads = new Set(members.filter((one) => !inside.has(managers.get(one.id) ?? "")).map((one) => one.id));
    const head = members.filter((one) => heads.has(one.id)).sort((a, b) => rankOf(a) - rankOf(b) || b.share - a.share)[0];
    const shows = (one: Shown) => open.has(id) || one === head || voters.has(one.id) || one.order > 0 || one.size > 1 || kept.has(one.id);
    const cards = members.filter(shows).sort((a, b) => rankOf(a) - rankOf(b) || a.box.y - b.box.y || a.box.x - b.box.x);
    const rest = members.filter((one) => !shows(one));
    blocks.push({ id, cards, rest, at: boxes[id] ?? members[0]!.box });
  }
  return placed(blocks);
}

interface Block {
  id: string;
  cards: Shown[];
  rest: Shown[];
  at: Box;
}

function rankOf(one: Shown): number {
  return one.view?.rank ?? 6;
}

/** Blocks in rows of about the same width, in the reading order of the service's layout. */
function placed(blocks: Block[]): { cards: Shown[]; tiles: Tile[]; boxes: Record<string, Box> } {
  const cards: Shown[] = [];
  const tiles: Tile[] = [];
  const boxes: Record<string, Box> = {};
  const most = Math.max(6, Math.ceil(Math.sqrt(blocks.reduce((sum, block) => sum + slots(block), 0) * 1.5)));
  const ordered = [...blocks].sort((a, b) => topRank(a) - topRank(b) || a.at.y - b.at.y || a.at.x - b.at.x);
  let [x, y, tallest, used] = [0, 0, 0, 0];
  for (const block of ordered) {
    const columns = Math.min(4, Math.max(1, Math.ceil(Math.sqrt(slots(block)))));
    const rows = Math.ceil(slots(block) / columns);
    if (used > 0 && used + columns > most) [x, y, tallest, used] = [0, y + tallest + BETWEEN, 0, 0];
    const box = { x, y, w: columns * (CARD.w + GAP) - GAP + 2 * PAD, h: HEAD + rows * (CARD.h + GAP) - GAP + PAD };
    const slot = (index: number): Box => ({
      x: x + PAD + (index % columns) * (CARD.w + GAP),
      y: y + HEAD + Math.floor(index / columns) * (CARD.h + GAP),
      ...CARD,
    });
    block.cards.forEach((one, index) => cards.push({ ...one, box: slot(index) }));
    if (block.rest.length) tiles.push({ department: block.id, people: block.rest, box: slot(block.cards.length) });
    if (block.id) boxes[block.id] = box;
    [x, tallest, used] = [x + box.w + BETWEEN, Math.max(tallest, box.h), used + columns];
  }
  return { cards, tiles, boxes };
}

function slots(block: Block): number {
  return block.cards.length + Number(block.rest.length > 0);
}

function topRank(block: Block): number {
  return Math.min(...block.cards.map(rankOf), 6);
}
