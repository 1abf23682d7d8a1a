// The accounts shown, taken together by tier: sums of what adds up, means of what does not, amounts by currency.

import { coded, codesOf, h, money, percent, signed, t } from "../core";
import type { Row } from "./portfolio";

const VERDICTS = ["PASS", "CONDITIONAL", "FAIL"] as const;

export function Tiers({ rows }: { rows: readonly Row[] }) {
  const tiers = codesOf("tier").map(([tier]) => ({ tier, of: rows.filter(({ account }) => account.tier === tier) })).filter(({ of }) => of.length > 0);
  return (
    <section class="by-tier">
      <h2>{t("by_tier")}</h2>
      <p class="note">{t("by_tier_note")}</p>
      <table class="list figures">
        <thead>
          <tr>{["tier", "accounts", "amount_sum", "margin_mean", "chance_mean", "coverage_mean", "critical_sum", "gates"].map((name) => <th scope="col" key={name} class={name === "tier" ? "" : "number"}>{t(`head_${name}`)}</th>)}</tr>
        </thead>
        <tbody>{tiers.map(({ tier, of }) => <Tier key={tier} name={coded("tier", tier)} rows={of} />)}</tbody>
        {tiers.length > 1 && <tfoot><Tier name={t("all_tiers")} rows={rows} /></tfoot>}
      </table>
    </section>
  );
}

function Tier({ name, rows }: { name: string; rows: readonly Row[] }) {
  const all = rows.flatMap(({ item }) => item?.now ?? []);
  const amounts = new Map<string, number>();
  for (const { amount, currency } of all) if (amount !== null) amounts.set(currency!, (amounts.get(currency!) ?? 0) + amount);
  const verdicts = VERDICTS.map((code) => ({ code, count: all.filter((now) => now.verdict === code).length })).filter(({ count }) => count > 0);
  const margin = mean(all.map((now) => now.margin));
  const cells: [string, string | string[]][] = [
    ["accounts", String(rows.length)],
    ["amount_sum", amounts.size ? [...amounts].sort().map(([currency, sum]) => money(sum, currency)) : "—"],
    ["margin_mean", margin === null ? "—" : signed(margin)],
    ["chance_mean", percent(mean(all.map((now) => now.chance)))],
    ["coverage_mean", percent(mean(all.map((now) => now.coverage_weighted)))],
    ["critical_sum", String(all.reduce((sum, now) => sum + now.critical_people, 0))],
    ["gates", verdicts.length ? verdicts.map(({ code, count }) => `${count} ${coded("result", code)}`) : "—"],
  ];
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map(([head, told]) => (
        <td key={head} data-head={t(`head_${head}`)} class="number">{Array.isArray(told) ? told.map((one) => <span key={one} class="one">{one}</span>) : told}</td>
      ))}
    </tr>
  );
}

/** Over those that have one. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
