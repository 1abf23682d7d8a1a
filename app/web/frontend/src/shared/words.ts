// What people read, in one language at a time, as the service words it; numbers and days as that language writes them.

import { computed, signal } from "@preact/signals";
import { parameter } from "./route";

interface Words {
  words: Record<string, string>;
  codes: Record<string, Record<string, string>>;
}

export const LANGUAGES: readonly (readonly [string, string])[] = [
  ["zh", "中文"],
  ["en", "English"],
];
const books = signal<Record<string, Words>>({});

export const language = computed(() => {
  const asked = parameter("lang");
  if (LANGUAGES.some(([code]) => code === asked)) return asked;
  return navigator.language.startsWith("zh") ? "zh" : "en";
});
export const worded = computed(() => language.value in books.value);

export async function fetchWords(lang: string): Promise<void> {
  if (lang in books.value) return;
  const answer = await fetch(`/words/${lang}.json`);
  books.value = { ...books.value, [lang]: (await answer.json()) as Words };
}

/** A text by its key, its {places} filled. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  const text = books.value[language.value]?.words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name: string) => (name in values ? String(values[name]) : all));
}

/** A code in words. */
export function coded(vocabulary: string, code: string | null | undefined): string {
  if (!code) return "—";
  return books.value[language.value]?.codes[vocabulary]?.[code] ?? code;
}

export function codesOf(vocabulary: string): [string, string][] {
  return Object.entries(books.value[language.value]?.codes[vocabulary] ?? {});
}

/** Of a name in both scripts, the one of this language; the other where there is none. */
export function named(one: { name: string; name_en?: string | null }): string {
  return language.value === "en" && one.name_en ? one.name_en : one.name;
}

/** What a party of the map is called, likewise; an id that names none stands for itself. */
export function partyName(map: { parties: Record<string, string>; parties_en: Record<string, string> }, id: string): string {
  return named({ name: map.parties[id] ?? id, name_en: map.parties_en[id] });
}

/** The title of a person, likewise. */
export function titled(one: { title: string; title_en: string }): string {
  return language.value === "en" && one.title_en ? one.title_en : one.title;
}

/** The sentence that the service worded in both languages. */
export function either(one: { text_zh: string; text_en: string }): string {
  return language.value === "zh" ? one.text_zh : one.text_en;
}

export function ruled(one: { rule: string; rule_zh: string }): string {
  return language.value === "zh" ? one.rule_zh : one.rule;
}

export function listed(parts: string[]): string {
  return parts.join(t("comma"));
}

const locale = computed(() => (language.value === "zh" ? "zh-CN" : "en-GB"));

export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return "—";
  if (share > 0 && share < 0.005) return "<1 %";
  return `${Math.round(share * 100)} %`;
}

export function signed(value: number): string {
  const figure = Math.abs(value).toFixed(2);
  if (figure === "0.00") return figure;
  return (value < 0 ? "−" : "+") + figure;
}

export function money(amount: number | null | undefined, currency: string): string {
  if (amount === null || amount === undefined) return t("no_amount");
  const short = new Intl.NumberFormat(locale.value, { notation: "compact", maximumFractionDigits: 1 }).format(amount);
  return `${short} ${currency}`;
}

export function day(iso: string | null | undefined): string {
  if (!iso) return "—";
  const at = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale.value, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(at);
}
