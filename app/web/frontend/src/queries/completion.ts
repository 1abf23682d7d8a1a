// What may stand where the caret is in a query: labels after a colon in round brackets, relationships in square ones, properties
// after a dot or in braces, else keywords and functions.

import type { GraphSchema } from "../shared/types";

const KEYWORDS = "MATCH WHERE RETURN WITH ORDER BY LIMIT OPTIONAL DISTINCT AND OR NOT IN CONTAINS STARTS ENDS IS NULL CASE WHEN THEN ELSE END UNWIND AS DESC SKIP EXISTS".split(" ");
const MOST = 12;

export interface Completion {
  /** Where the word begins that they complete. */
  start: number;
  words: string[];
}

const NONE: Completion = { start: 0, words: [] };

/** The brackets still open before the caret, the innermost last; what stands in quotation marks is passed over. */
function openBrackets(before: string): string[] {
  const open: string[] = [];
  for (const sign of before.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, "")) {
    if ("([{".includes(sign)) open.push(sign);
    else if (")]}".includes(sign)) open.pop();
  }
  return open;
}

/** The label or type that a variable was given in the text, if it was. */
function kindOf(text: string, variable: string): string | null {
  return new RegExp(`[(\\[]\\s*${variable}\\s*:\\s*\`?(\\w+)`).exec(text)?.[1] ?? null;
}

function propertiesOf(schema: GraphSchema, kind: string | null): string[] {
  const kinds = [...schema.labels.map((one) => ({ name: one.label, properties: one.properties })), ...schema.relationships.map((one) => ({ name: one.type, properties: one.properties }))];
  const fitting = kinds.filter((one) => kind === null || one.name === kind);
  return [...new Set((fitting.length ? fitting : kinds).flatMap((one) => one.properties.map(({ name }) => name)))].sort();
}

export function completionAt(schema: GraphSchema, text: string, caret: number): Completion {
  const before = text.slice(0, caret);
  if (((before.match(/'/g) ?? []).length % 2) || ((before.match(/"/g) ?? []).length % 2)) return NONE;
  const word = /\w*$/.exec(before)![0];
  const start = caret - word.length;
  const ahead = before.slice(0, start);
  const inner = openBrackets(ahead).at(-1);
  let words: string[];
  if (/[:|]\s*$/.test(ahead) && inner === "[") words = schema.relationships.map((one) => one.type);
  else if (/[:|&]\s*$/.test(ahead) && inner !== "{") words = schema.labels.map((one) => one.label);
  else if (/(\w+)\.$/.test(ahead)) words = propertiesOf(schema, kindOf(text, /(\w+)\.$/.exec(ahead)![1]!));
  else if (inner === "{" && /[{,]\s*$/.test(ahead)) words = propertiesOf(schema, /:\s*`?(\w+)`?[^:{]*\{[^{]*$/.exec(ahead)?.[1] ?? null);
  else if (word.length >= 2) words = [...KEYWORDS, ...schema.functions.map((one) => `${one}(`)];
  else return NONE;
  const fits = (one: string) => one.toLowerCase().startsWith(word.toLowerCase()) && one !== word;
  return { start, words: [...new Set(words)].filter(fits).slice(0, MOST) };
}
