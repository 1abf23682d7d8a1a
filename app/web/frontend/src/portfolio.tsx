// All accounts together: where the relationships of each tier stand, which tiers nobody reaches, what the sandboxes hold and what
// of it the budget pays for, and what the customers want.

import { coded, codesOf, everyItem, h, Link, listed, named, t, Trouble, useEffect, useReading, useSignal, Waiting } from "./core";
import { Sandbox } from "./portfolio/sandbox";
import { told } from "./shared/told";
import type { AccountItem, Goal, PortfolioItem } from "./shared/types";

/** How many levels of the tree are asked for; each is one reading. */
const PARENTS = 40;

function* below(items: readonly AccountItem[]): Generator<AccountItem> {
  for (const one of items) {
    yield one;
    yield* below(one.children ?? []);
  }
}

export default function PortfolioScreen() {
  const items = useSignal<PortfolioItem[] | null>(null);
  const error = useSignal<Error | null>(null);
  const load = async () => {
    try {
      const accounts = [...below(await everyItem<AccountItem>("/accounts?tree=true&limit=200"))];
      const parents = accounts.filter((one) => one.children?.length).map((one) => one.id);
      const found = new Map<string, PortfolioItem>();
      for (const parent of ["", ...parents].slice(0, PARENTS)) {
        const under = parent ? `&parent_id=${encodeURIComponent(parent)}` : "";
        for (const one of await everyItem<PortfolioItem>(`/portfolio?limit=50${under}`)) found.set(one.id, one);
        items.value = [...found.values()];
      }
    } catch (thrown) {
      error.value = thrown as Error;
    }
  };
  useEffect(() => void load(), []);
  if (error.value) return <Trouble error={error.value} again={() => ((error.value = null), void load())} />;
  return (
    <section class="portfolio">
      <h1>{t("screen_portfolio")}</h1>
      {items.value ? <Tiers items={items.value} /> : <Waiting />}
      <Sandbox names={items.value && new Map(items.value.map((one) => [one.id, named(one)]))} />
      {items.value && (
        <section aria-label={t("portfolio_goals")}>
          <h2>{t("portfolio_goals")}</h2>
          {items.value.map((one) => <Goals key={one.id} account={one} />)}
        </section>
      )}
    </section>
  );
}

/** Tier by stage of the relationship: which accounts are where; and the tiers below that nobody reaches. */
function Tiers({ items }: { items: readonly PortfolioItem[] }) {
  const stages = codesOf("relation_stage");
  const tiers = codesOf("tier").filter(([tier]) => items.some((one) => one.tier === tier));
  const gaps = items.flatMap((one) => one.roll_up.tier_gaps.map((gap) => ({ gap, one })));
  const nameOf = (id: string) => named(items.find((one) => one.id === id) ?? { name: id });
  return (
    <section aria-label={t("portfolio_tiers")}>
      <h2>{t("portfolio_tiers")}</h2>
      <div class="scrolled" role="region" aria-label={t("portfolio_tiers")} tabIndex={0}>
        <table class="list tiers">
          <thead><tr><th scope="col">{t("tier")}</th>{stages.map(([code, text]) => <th scope="col" key={code}>{text}</th>)}</tr></thead>
          <tbody>
            {tiers.map(([tier, text]) => (
              <tr key={tier}>
                <th scope="row">{text}</th>
                {stages.map(([stage, said]) => (
                  <td key={stage} data-head={said}>
                    {items.filter((one) => one.tier === tier && one.now.stage === stage).map((one) => <Link key={one.id} account={one.id} class="button">{named(one)}</Link>)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {gaps.length > 0 && (
        <ul class="tier-gaps">
          {gaps.map(({ gap, one }) => (
            <li key={one.id + gap.tier} class="late">
              {t(gap.reason === "NO_ACCOUNT" ? "tier_gap_none" : "tier_gap_not_met", { under: named(one), tier: coded("tier", gap.tier), accounts: listed(gap.accounts.map(nameOf)) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What a customer wants and how much of it is reached, read when it is opened. */
function Goals({ account }: { account: PortfolioItem }) {
  const open = useSignal(false);
  const goals = useReading<{ items: Goal[] }>(open.value ? `/accounts/${encodeURIComponent(account.id)}/goals?limit=200` : null);
  return (
    <details onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>{named(account)}</summary>
      {goals.error && <Trouble error={goals.error} />}
      {goals.data?.items.length === 0 && <p class="note">{t("goals_none")}</p>}
      {!!goals.data?.items.length && (
        <table class="list">
          <thead><tr>{["name", "kind", "measure", "wanted", "actual"].map((field) => <th scope="col" key={field}>{coded("field", field)}</th>)}</tr></thead>
          <tbody>
            {goals.data.items.map((one) => (
              <tr key={one.id}>
                <th scope="row">{named(one)}</th>
                <td data-head={coded("field", "kind")}>{told("kind", one.kind)}</td>
                <td data-head={coded("field", "measure")}>{one.measure || "—"}</td>
                <td class="number" data-head={coded("field", "wanted")}>{told("wanted", one.wanted)}</td>
                <td class="number" data-head={coded("field", "actual")}>{told("actual", one.actual)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
