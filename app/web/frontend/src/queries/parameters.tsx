// What a query takes: fields by what a parameter is called and of which type it is, and the values typed there.

import { codesOf, document_, h, named, t, titled } from "../core";
import { PEOPLE } from "./answer";

/** A value as it was typed, in its type; a list is what stands between commas. */
export function typed(type: string, text: string): unknown {
  if (type === "int" || type === "float") return Number(text);
  if (type === "bool") return text === "true";
  if (type !== "list") return text;
  return text.split(/[,，、]/).map((part) => part.trim()).filter(Boolean).map((part) => (/^-?\d+(\.\d+)?$/.test(part) ? Number(part) : part));
}

/** What a parameter may be: somebody by name, one of the account's, a level; else what its type says. */
export function Field({ name, type, value, most }: { name: string; type: string; value: string; most?: number }) {
  const options = type === "bool" ? ([["true", t("yes")], ["false", t("no")]] as [string, string][]) : optionsOf(name);
  if (!options) {
    if (type === "int") return <input name={name} type="number" min={most && 1} max={most} required value={value} />;
    if (type === "float") return <input name={name} type="number" step="any" required value={value} />;
    return type === "date" ? <input name={name} type="date" required value={value} /> : <input name={name} required value={value} placeholder={type === "list" ? t("type_list") : undefined} />;
  }
  return (
    <select name={name} required>
      <option value="">{t("choose_one")}</option>
      {options.map(([id, text]) => <option key={id} value={id} selected={id === value}>{text}</option>)}
    </select>
  );
}

function optionsOf(name: string): [string, string][] | null {
  const { people = [], opportunities = [], departments = [], team = [] } = document_.value!;
  const byName = (list: readonly { id: string; name: string; name_en?: string }[]) => list.map((one): [string, string] => [one.id, named(one)]);
  if (PEOPLE.includes(name)) {
    const told = people.map((one): [string, string] => [one.id, [named(one), titled({ title: one.title ?? "", title_en: one.title_en ?? "" })].filter(Boolean).join(" · ")]);
    return told.sort((a, b) => a[1].localeCompare(b[1]));
  }
  if (name === "level") return codesOf("level");
  if (name === "opportunity") return byName(opportunities);
  if (name === "department") return byName(departments);
  return name === "member" ? byName(team as never) : null;
}
