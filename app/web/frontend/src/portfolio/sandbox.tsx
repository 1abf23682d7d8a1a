// The strategic sandbox of all accounts, ranked as its factors weigh, with the line down to which the budget reaches; and deciding.

import {
  ask, canDecide, choose, coded, codesOf, Fragment, h, Link, money, named, parameter, percent, say, session, t, tell, today, Trouble, useReading, useSignal, Waiting, written,
} from "../core";
import { told } from "../shared/told";
import type { CompanyRanked, CompanySandbox, Member } from "../shared/types";

const FACTORS = ["market_space", "growth_rate", "profit_level", "competition_intensity"];
const COLUMNS = ["opportunity", "account", "horizon", "attractiveness", "selection", "found_by", "requested", "granted"];

function path(): string {
  const query = new URLSearchParams();
  for (const name of [...FACTORS, "budget", "currency"]) if (parameter(name)) query.set(name, parameter(name));
  return `/sandbox${query.size ? `?${query}` : ""}`;
}

export function Sandbox({ names }: { names: ReadonlyMap<string, string> | null }) {
  const sandbox = useReading<CompanySandbox>(path());
  const data = sandbox.data;
  const weigh = (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const given = (name: string) => String(fields.get(name) ?? "").trim();
    choose(Object.fromEntries([...FACTORS.map((name) => [name, given(name) === "1" ? null : given(name) || null]), ["budget", given("budget") || null], ["currency", given("budget") ? given("currency").toUpperCase() || null : null]]));
  };
  const line = data?.ranking.findIndex((one) => one.above_line === false) ?? -1;
  return (
    <section aria-label={t("sandbox")}>
      <h2>{t("sandbox")}</h2>
      <form class="parameters" onSubmit={weigh}>
        <label>{t("budget")}<input name="budget" type="number" min={0} step="any" value={parameter("budget")} /></label>
        <label>{coded("field", "currency")}<input name="currency" maxLength={3} pattern="[A-Za-z]{3}" value={parameter("currency") || "CNY"} /></label>
        {FACTORS.map((name) => <label key={name}>{t("weight_of", { factor: coded("field", name) })}<input name={name} type="number" min={0} max={1000} step="any" value={parameter(name) || "1"} /></label>)}
        <button class="primary">{t("rank_them")}</button>
      </form>
      {sandbox.error && <Trouble error={sandbox.error} />}
      {!data && !sandbox.error && <Waiting />}
      {data && <p class="note">{t("sandbox_sum", { found: data.found, accounts: data.accounts, selected: data.selected })}{data.budget_left !== null && ` ${t("budget_left", { amount: money(data.budget_left, data.weights.currency) })}`}</p>}
      {data && data.ranking.length > 0 && (
        <div class="scrolled" role="region" aria-label={t("sandbox")} tabIndex={0}>
          <table class="list sandbox">
            <thead><tr><th scope="col">#</th>{COLUMNS.map((one) => <th scope="col" key={one}>{t(`sandbox_${one}`)}</th>)}</tr></thead>
            <tbody>
              {data.ranking.map((one, index) => <Row key={`${one.account} ${one.opportunity_id}`} one={one} name={names ? (names.get(one.account) ?? one.account_name) : "…"} first={index === line} />)}
            </tbody>
          </table>
        </div>
      )}
      {!!data?.hidden && <p class="note">{t("sandbox_hidden", { count: data.hidden })}</p>}
    </section>
  );
}

function Row({ one, name, first }: { one: CompanyRanked; name: string; first: boolean }) {
  const deciding = useSignal(false);
  const why = FACTORS.map((name) => `${coded("field", name)} ${percent(one.scaled[name])}`).join(" · ");
  return (
    <Fragment>
      {first && <tr class="line"><td colSpan={COLUMNS.length + 1}>{t("budget_line")}</td></tr>}
      <tr class={one.above_line === false && one.selection === "SELECTED" ? "over" : undefined}>
        <td class="number">{one.place}</td>
        <th scope="row"><Link account={one.account} with={{ opportunity: one.opportunity_id }}>{named(one)}</Link></th>
        <td data-head={t("sandbox_account")}>{name}</td>
        <td data-head={t("sandbox_horizon")}>{told("horizon", one.horizon)}</td>
        <td class="number" data-head={t("sandbox_attractiveness")} title={why}>{percent(one.attractiveness)}</td>
        <td data-head={t("sandbox_selection")}>
          {told("selection", one.selection)} {canDecide.value && <button aria-expanded={deciding.value} onClick={() => (deciding.value = !deciding.value)}>{t("decide")}</button>}
          {deciding.value && <Decide one={one} onDone={() => (deciding.value = false)} />}
        </td>
        <td data-head={t("sandbox_found_by")}>{told("source_function", one.source_function)}</td>
        <td class="number" data-head={t("sandbox_requested")}>{one.requested === null ? "—" : money(one.requested, one.currency)}</td>
        <td class="number" data-head={t("sandbox_granted")}>{one.granted === null ? "—" : money(one.granted, one.currency)}{one.over_grant && <small class="late"> {t("over_grant", { cost: money(one.planned_cost, one.currency) })}</small>}</td>
      </tr>
    </Fragment>
  );
}

/** Selected or not, by one of us who did not propose it. */
function Decide({ one, onDone }: { one: CompanyRanked; onDone: () => void }) {
  const account = `/accounts/${encodeURIComponent(one.account)}`;
  const own = session.value!.member;
  const team = useReading<{ items: Member[] }>(own ? null : `${account}/team?limit=200`);
  const decide = async (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const selection = String(fields.get("selection"));
    const record = `${account}/sandbox/${encodeURIComponent(one.opportunity_id)}`;
    try {
      const { etag } = await ask("GET", record);
      await ask("PATCH", record, { body: { selection, selected_by: own ?? String(fields.get("by")), selected_on: today() }, etag });
      say(t("did_decide", { what: named(one), selection: told("selection", selection) }));
      onDone();
    } catch (error) {
      tell(error);
    }
    written.value += 1;
  };
  return (
    <form class="parameters" aria-label={t("decide")} onSubmit={(event) => void decide(event)} onKeyDown={(event) => event.key === "Escape" && onDone()}>
      <select name="selection" aria-label={t("sandbox_selection")} autofocus>
        {codesOf("value").filter(([code]) => /^selection\.(SELECTED|DEFERRED|REJECTED)$/.test(code)).map(([code, text]) => <option key={code} value={code.slice(10)} selected={code.slice(10) === one.selection}>{text}</option>)}
      </select>
      {!own && (
        <select name="by" aria-label={coded("field", "selected_by")} required>
          {(team.data?.items ?? []).filter((member) => member.id !== one.proposed_by).map((member) => <option key={member.id} value={member.id}>{named(member)}</option>)}
        </select>
      )}
      <button class="primary">{t("store")}</button>
    </form>
  );
}
