// A row an account: the figures of its leading opportunity, each a way to where it comes from. Sorted by any of them, which the
// address keeps; what is not known stands last either way.

import { choose, coded, day, Fragment, h, Link, money, named, parameter, percent, signed, t, type Screen, type VNode } from "../core";
import type { AccountItem, PortfolioItem } from "../shared/types";

export interface Row {
  account: AccountItem;
  depth: number;
  /** Null until the service answers. */
  item: PortfolioItem | null;
}
type Now = PortfolioItem["now"];
type Value = string | number | null;

interface Column {
  name: string;
  value: (row: Row, now: Now) => Value;
  shown?: (now: Now, item: PortfolioItem) => VNode | string;
  screen?: Screen;
  with?: Record<string, string>;
}

const RANK: Record<string, number> = { FAIL: 0, CONDITIONAL: 1, PASS: 2 };
const COLUMNS: readonly Column[] = [
  { name: "account", value: ({ account }) => named(account).toLocaleLowerCase() },
  { name: "amount", value: (_, now) => now.amount, shown: (now) => (now.amount === null ? "—" : money(now.amount, now.currency ?? "")) },
  { name: "decided_on", value: (_, now) => now.decided_on, shown: (now) => day(now.decided_on) },
  { name: "margin", value: (_, now) => now.margin, shown: (now, item) => <Margin now={now.margin} line={item.margins} /> },
  { name: "chance", value: (_, now) => now.chance, shown: (now) => percent(now.chance), screen: "chain" },
  { name: "coverage", value: (_, now) => now.coverage_weighted, shown: (now) => percent(now.coverage_weighted), screen: "map", with: { lens: "coverage" } },
  { name: "critical_people", value: (_, now) => now.critical_people, shown: (now) => String(now.critical_people), screen: "people" },
  { name: "gate", value: (_, now) => (now.verdict === null ? null : RANK[now.verdict]!), shown: verdict, screen: "review" },
  { name: "last_contact", value: (_, now) => now.last_contact, shown: (now) => day(now.last_contact), screen: "plan" },
];

function verdict(now: Now) {
  return now.verdict === null ? "—" : <span class={`verdict vd-${now.verdict}`}>{coded("result", now.verdict)}</span>;
}

/** Amounts of several currencies are not compared: they stand by currency, and by amount in each. */
function sorted(rows: readonly Row[], column: Column, falling: boolean): Row[] {
  const keyed = rows.map((row) => ({ row, key: row.item === null ? null : column.value(row, row.item.now), of: column.name === "amount" ? (row.item?.now.currency ?? "") : "" }));
  const order = (a: string | number, b: string | number) => (typeof a === "string" ? a.localeCompare(String(b)) : a - Number(b));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return a.of.localeCompare(b.of) || (falling ? -1 : 1) * order(a.key, b.key);
  });
  return keyed.map(({ row }) => ({ ...row, depth: 0 }));
}

export function Portfolio({ rows }: { rows: readonly Row[] }) {
  const asked = parameter("sort");
  const falling = asked.startsWith("-");
  const by = COLUMNS.find((column) => column.name === asked.replace("-", ""));
  const shown = by ? sorted(rows, by, falling) : rows;
  const currencies = new Set(rows.flatMap(({ item }) => (item?.now.amount == null ? [] : [item.now.currency])));
  // first up, then down, then as the customers belong together
  const turn = (name: string) => choose({ sort: by?.name !== name ? name : falling ? null : `-${name}` }, true);
  return (
    <Fragment>
      <label class="sort-by">
        {t("sort_by")}
        <select value={asked} onChange={(event) => choose({ sort: event.currentTarget.value }, true)}>
          <option value="">{t("sort_none")}</option>
          {COLUMNS.flatMap(({ name }) => [name, `-${name}`]).map((name) => (
            <option key={name} value={name} selected={name === asked}>{`${t(`head_${name.replace("-", "")}`)} ${name.startsWith("-") ? "↓" : "↑"}`}</option>
          ))}
        </select>
      </label>
      <table class="list figures accounts">
        <thead>
          <tr>
            {COLUMNS.map(({ name }) => (
              <th scope="col" key={name} class={name === "account" ? "" : "number"} aria-sort={by?.name !== name ? undefined : falling ? "descending" : "ascending"}>
                <button class="text" onClick={() => turn(name)}>
                  {t(`head_${name}`)}
                  <i aria-hidden="true">{by?.name !== name ? "" : falling ? "↓" : "↑"}</i>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{shown.map((row) => <AccountRow row={row} key={row.account.id} />)}</tbody>
      </table>
      {by?.name === "amount" && currencies.size > 1 && <p class="note">{t("sort_currencies")}</p>}
    </Fragment>
  );
}

function AccountRow({ row: { account, depth, item } }: { row: Row }) {
  const now = item?.now;
  const bid = now?.opportunity ? named({ name: now.opportunity_name, name_en: now.opportunity_name_en }) : "";
  return (
    <tr>
      <th scope="row">
        <div class="called" style={{ marginLeft: `${depth * 20}px` }}>
          <Link account={account.id}>{named(account)}</Link>
          <small>{coded("tier", account.tier)}{bid && ` · ${bid}`}</small>
        </div>
      </th>
      {COLUMNS.slice(1).map((column) => (
        <td key={column.name} data-head={t(`head_${column.name}`)} class="number">
          {item ? <Link account={account.id} screen={column.screen} with={column.with}>{column.shown!(item.now, item)}</Link> : "…"}
        </td>
      ))}
    </tr>
  );
}

const SIZE = { w: 64, h: 18, edge: 3 };

/** Our margin, and how it came there over three months, around the line at which nobody leads. */
function Margin({ now, line }: { now: number | null; line: Record<string, number> }) {
  if (now === null) return <span>—</span>;
  const points = Object.entries(line).map(([on, margin]) => ({ at: Date.parse(on), on, margin }));
  const [low, high] = [Math.min(0, ...points.map((one) => one.margin)), Math.max(0, ...points.map((one) => one.margin))];
  const [first, last] = [points[0]!, points.at(-1)!];
  const x = (at: number) => SIZE.edge + ((at - first.at) / Math.max(1, last.at - first.at)) * (SIZE.w - 2 * SIZE.edge);
  const y = (margin: number) => SIZE.edge + ((high - margin) / (high - low || 1)) * (SIZE.h - 2 * SIZE.edge);
  const told = points.length > 1 ? t("margin_since", { before: signed(first.margin), day: day(first.on) }) : "";
  return (
    <span class="margin" title={told}>
      {points.length > 1 && (
        <svg viewBox={`0 0 ${SIZE.w} ${SIZE.h}`} width={SIZE.w} height={SIZE.h} role="img" aria-label={told}>
          <path class="axis" d={`M0 ${y(0)}H${SIZE.w}`} />
          <path class={last.margin < first.margin ? "line falls" : "line"} d={points.map((one, i) => `${i ? "L" : "M"}${x(one.at).toFixed(1)} ${y(one.margin).toFixed(1)}`).join("")} />
          <circle cx={x(last.at)} cy={y(last.margin)} r="2.2" />
        </svg>
      )}
      {signed(now)}
    </span>
  );
}
