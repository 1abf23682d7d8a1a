// What the viewer is told by the service (app/page/data); everything comes worded.

export interface Tint {
  fill: string;
  line: string;
  ink: string;
  border: string;
}
export interface Cell {
  text: string;
  second?: string;
  alias?: string;
  bar?: number;
  tint?: Tint;
  person?: string;
}
export interface Interval {
  name: string;
  text: string;
  low: number;
  point: number;
  high: number;
  colour: string;
  likely: [number, number] | null;
}
export interface Intervals {
  kind: "intervals";
  rows: Interval[];
  note: string;
}
export interface Tile {
  label: string;
  text: string;
  second: string;
  tint: Tint | null;
}
export interface Table {
  kind: "table";
  empty: string;
  columns: { head: string; kind: string }[];
  rows: Cell[][];
}
export type Block =
  | Table
  | Intervals
  | { kind: "heading"; text: string }
  | { kind: "text"; text: string; quiet: boolean }
  | { kind: "tiles"; tiles: Tile[] }
  | { kind: "beside"; left: Block[]; right: Block[] };
export interface Section {
  id: string;
  heading: string;
  blocks: Block[];
}
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}
export interface Someone {
  id: string;
  name: string;
  second: string;
  title: string;
  sentence: string;
  sign: string;
  share: string;
  box: Box;
  near: string[];
  facets: Record<string, string[]>;
  found_by: string;
  facts: { heading: string; rows: [string, Cell][] }[];
}
export interface Place {
  id: string;
  name: string;
  note: string;
  box: Box;
}
export interface Filter {
  facet: string;
  label: string;
  options: [string, string][];
}
export interface Legend {
  heading: string;
  items: { text: string; sign: string; tint: Tint | null; stroke: { colour: string; width: number; dash: number[] } | null; contact: string }[];
}
/** Texts of the viewer's own (app/texts/page.py). */
export type Words = Record<
  | "skip" | "standing" | "map" | "map_help" | "search" | "search_hint" | "found" | "found_at" | "found_none" | "all" | "filters" | "matching" | "clear"
  | "influence" | "influence_none" | "influence_top" | "influence_all" | "zoom_in" | "zoom_out" | "fit" | "print" | "panel" | "panel_hint"
  | "show_all" | "show_less" | "legend" | "contents" | "empty" | "present" | "earlier" | "later" | "close",
  string
>;
/** What is presented: whose, marked how, and the pictures. */
export interface Presented {
  about: string;
  marking: string;
  pictures: Section[];
}
export interface PageData extends Presented {
  title: string;
  subtitle: string;
  stamp: string;
  footnote: string;
  notes: string[];
  facts: [string, string][];
  standing: Intervals | null;
  influence: string;
  top_lines: number;
  svg: string;
  width: number;
  height: number;
  people: Someone[];
  places: Place[];
  filters: Filter[];
  first: Cell[];
  legends: Legend[];
  sections: Section[];
  words: Words;
}
