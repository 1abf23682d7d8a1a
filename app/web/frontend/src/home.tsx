// The accounts one may see, each by its leading figures; where there is none yet, how to begin.

import { addressOf, ask, canEdit, coded, codesOf, everyItem, go, h, Link, named, percent, session, signed, t, tell, Trouble, useEffect, useSignal, Waiting } from "./core";
import type { AccountItem, PortfolioItem } from "./shared/types";

interface Row {
  account: AccountItem;
  depth: number;
}

function* flat(items: readonly AccountItem[], depth: number): Generator<Row> {
  for (const account of items) {
    yield { account, depth };
    yield* flat(account.children ?? [], depth + 1);
  }
}

export default function Home() {
  const rows = useSignal<Row[] | null>(null);
  const figures = useSignal<Record<string, PortfolioItem>>({});
  const error = useSignal<Error | null>(null);
  const sought = useSignal("");
  const load = async () => {
    try {
      rows.value = [...flat(await everyItem<AccountItem>("/accounts?tree=true&limit=200"), 0)];
      const parents = rows.value.filter(({ account }) => account.children?.length).map(({ account }) => account.id);
      for (const parent of ["", ...parents].slice(0, 40)) {
        const under = parent ? `&parent_id=${encodeURIComponent(parent)}` : "";
        const items = await everyItem<PortfolioItem>(`/portfolio?limit=50${under}`);
        figures.value = { ...figures.value, ...Object.fromEntries(items.map((item) => [item.id, item])) };
      }
    } catch (thrown) {
      error.value = thrown as Error;
    }
  };
  useEffect(() => void load(), []);
  if (error.value) return <Trouble error={error.value} again={() => ((error.value = null), void load())} />;
  if (rows.value === null) return <Waiting />;
  const fits = ({ account }: Row) => `${account.id} ${account.name} ${account.name_en}`.toLowerCase().includes(sought.value.toLowerCase());
  return (
    <section class="home">
      <header>
        <h1>{t("accounts")}</h1>
        {rows.value.length > 8 && (
          <input type="search" placeholder={t("find_account")} aria-label={t("find_account")} onInput={(event) => (sought.value = event.currentTarget.value)} />
        )}
      </header>
      {rows.value.length === 0 && <p class="note">{t(session.value!.sees_all ? "accounts_none" : "accounts_none_granted")}</p>}
      {rows.value.length > 0 && (
        <table class="list">
          <thead>
            <tr>
              {["account", "level", "stage", "standing", "coverage", "gaps"].map((name) => (
                <th scope="col" key={name}>{t(`head_${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.value.filter(fits).map((row) => (
              <AccountRow row={row} item={figures.value[row.account.id]} key={row.account.id} />
            ))}
          </tbody>
        </table>
      )}
      {canEdit.value && <NewAccount accounts={rows.value.map(({ account }) => account)} />}
    </section>
  );
}

function AccountRow({ row: { account, depth }, item }: { row: Row; item: PortfolioItem | undefined }) {
  const now = item?.now;
  return (
    <tr>
      <th scope="row">
        <span class="indent" style={{ width: `${depth * 20}px` }} />
        <Link account={account.id}>{named(account)}</Link> <small>{coded("tier", account.tier)}</small>
      </th>
      <td data-head={t("head_level")}>{now ? coded("relationship", now.level) : "…"}</td>
      <td data-head={t("head_stage")}>{now ? coded("relationship", now.stage) : "…"}</td>
      <td data-head={t("head_standing")} class="number">{now ? (now.standing === null ? "—" : signed(now.standing)) : "…"}</td>
      <td data-head={t("head_coverage")} class="number">{now ? percent(now.coverage_weighted) : "…"}</td>
      <td data-head={t("head_gaps")} class="number">{now ? `${now.gaps.CRITICAL ?? 0} / ${now.gaps.HIGH ?? 0}` : "…"}</td>
    </tr>
  );
}

/** A name is all that is needed: the id is made of it, the map opens empty and ready for typing. Only who sees all accounts makes
 * one at the top. */
function NewAccount({ accounts }: { accounts: readonly AccountItem[] }) {
  const first = accounts.length === 0;
  if (first && !session.value!.sees_all) return null;
  const make = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const name = String(fields.get("name")).trim();
    const stem = name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);
    const id = stem || `account-${Date.now().toString(36)}`;
    try {
      await ask("POST", "/accounts", { body: { id, name, tier: fields.get("tier"), parent_id: fields.get("parent") || null } });
      go(addressOf(id, "map"));
    } catch (error) {
      tell(error);
    }
  };
  return (
    <form class="new-account" onSubmit={make}>
      <h2>{first ? t("first_account") : t("new_account")}</h2>
      <label>{t("account_name")}<input name="name" required maxLength={200} autocomplete="off" /></label>
      <label>
        {t("tier")}
        <select name="tier">
          {codesOf("tier").map(([code, text]) => <option key={code} value={code} selected={code === "OTHER"}>{text}</option>)}
        </select>
      </label>
      {!first && (
        <label>
          {t("below_account")}
          <select name="parent">
            {session.value!.sees_all && <option value="">—</option>}
            {accounts.map((one) => <option key={one.id} value={one.id}>{named(one)}</option>)}
          </select>
        </label>
      )}
      <button class="primary">{t("new_account_make")}</button>
    </form>
  );
}
