// The accounts one may see, each by the figures of its leading opportunity, sorted as asked and rolled up by tier; where there is
// none yet, how to begin.

import { addressOf, ask, canEdit, codesOf, everyItem, go, h, named, session, t, tell, Trouble, useEffect, useSignal, Waiting } from "./core";
import { Portfolio, type Row } from "./home/portfolio";
import { Tiers } from "./home/tiers";
import type { AccountItem, PortfolioItem } from "./shared/types";

function* flat(items: readonly AccountItem[], depth: number): Generator<Row> {
  for (const account of items) {
    yield { account, depth, item: null };
    yield* flat(account.children ?? [], depth + 1);
  }
}

export default function Home() {
  const rows = useSignal<Row[] | null>(null);
  const error = useSignal<Error | null>(null);
  const sought = useSignal("");
  const load = async () => {
    try {
      rows.value = [...flat(await everyItem<AccountItem>("/accounts?tree=true&limit=200"), 0)];
      const parents = rows.value.filter(({ account }) => account.children?.length).map(({ account }) => account.id);
      for (const parent of ["", ...parents].slice(0, 40)) {
        const under = parent ? `&parent_id=${encodeURIComponent(parent)}` : "";
        const items = new Map((await everyItem<PortfolioItem>(`/portfolio?limit=50${under}`)).map((item) => [item.id, item]));
        rows.value = rows.value.map((row) => ({ ...row, item: items.get(row.account.id) ?? row.item }));
      }
    } catch (thrown) {
      error.value = thrown as Error;
    }
  };
  useEffect(() => void load(), []);
  if (error.value) return <Trouble error={error.value} again={() => ((error.value = null), void load())} />;
  if (rows.value === null) return <Waiting />;
  const shown = rows.value.filter(({ account }) => `${account.id} ${account.name} ${account.name_en}`.toLowerCase().includes(sought.value.toLowerCase()));
  return (
    <section class="home">
      <header>
        <h1>{t("accounts")}</h1>
        {rows.value.length > 8 && (
          <input type="search" placeholder={t("find_account")} aria-label={t("find_account")} onInput={(event) => (sought.value = event.currentTarget.value)} />
        )}
      </header>
      {rows.value.length === 0 && <p class="note">{t(session.value!.sees_all ? "accounts_none" : "accounts_none_granted")}</p>}
      {rows.value.length > 0 && <Portfolio rows={shown} />}
      {shown.length > 1 && <Tiers rows={shown} />}
      {canEdit.value && <NewAccount accounts={rows.value.map(({ account }) => account)} />}
    </section>
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
