// Questions to the account: the named ones with what they take, and one's own in Cypher; answers as a table, on the map, as CSV.

import {
  accountId, ask, canQuery, canSave, choose, coded, codesOf, Fragment, h, Link, opportunity, parameter, say, session, t, tell, Trouble, useEffect, useReading,
  useSignal, Waiting, written,
} from "./core";
import { Answered, type Rows } from "./queries/answer";
import { OwnCypher, text } from "./queries/cypher";
import { Field, typed } from "./queries/parameters";
import type { Query, QueryParameter } from "./shared/types";

/** The name at the address that stands for a question of one's own. */
const OWN = "cypher";
/** Parameters that the bar above tells. */
const OF_THE_BAR = ["account_id", "as_of"];
const key = (name: string) => `p_${name}`;
/** How many rows a saved query is asked for, as a ready-made one is. */
const LIMIT: QueryParameter = { name: "limit", type: "int", default: 100 };

export default function QueriesScreen() {
  const list = useReading<{ items: Query[] }>("/queries");
  if (list.error && !list.data) return <Trouble error={list.error} />;
  if (!list.data) return <Waiting />;
  // Ready-made ones read what is stored, so they are not for who sees a part of it.
  const queries = list.data.items.filter((one) => (one.saved ? one.account === null || one.account === accountId.value : session.value!.clearance === "full"));
  const saved = queries.filter((one) => one.saved);
  const chosen = parameter("q") || (queries.length ? "" : OWN);
  const query = queries.find((one) => one.name === chosen);
  return (
    <section class="queries">
      <nav aria-label={t("queries_named")}>
        <h1>{t("screen_queries")}</h1>
        {canQuery.value && <p><Pick name={OWN} current={chosen}>{t("cypher")}</Pick></p>}
        {saved.length > 0 && <h2>{t("queries_saved")}</h2>}
        <ul class="saved">{saved.map((one) => <li key={one.name}><Pick name={one.name} current={chosen}>{titleOf(one)}</Pick></li>)}</ul>
        {queries.length > saved.length && <h2>{t("queries_named")}</h2>}
        <ul class="ready">{inOrder(queries.filter((one) => !one.saved)).map((one) => <li key={one.name}><Pick name={one.name} current={chosen}>{titleOf(one)}</Pick></li>)}</ul>
      </nav>
      <div class="asked">
        {query ? <Named key={query.name} query={query} /> : chosen === OWN && canQuery.value ? <OwnCypher saved={saved} /> : <p class="note">{t("queries_pick")}</p>}
      </div>
    </section>
  );
}

function titleOf(one: Query): string {
  return one.saved ? one.purpose : coded("query", one.name);
}

function inOrder(queries: readonly Query[]): Query[] {
  const order = codesOf("query").map(([code]) => code);
  return [...queries].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

function Pick({ name, current, children }: { name: string; current: string; children: string }) {
  return <Link account={accountId.value} screen="queries" with={{ q: name }} class="pick" current={name === current}>{children}</Link>;
}

/** A named query: what it takes stands in the address, and is asked as soon as nothing is lacking. */
function Named({ query }: { query: Query }) {
  const asked = [...query.parameters.filter((one) => !OF_THE_BAR.includes(one.name)), ...(query.saved ? [LIMIT] : [])];
  const given = asked.map((one) => [one, parameter(key(one.name)) || usual(one)] as const);
  const body = given.every(([, value]) => value) ? JSON.stringify({ params: paramsOf(query, given) }) : "";
  const answer = useSignal<Rows | null>(null);
  const error = useSignal<Error | null>(null);
  const revised = written.value;
  useEffect(() => {
    if (!body) return;
    const stop = new AbortController();
    error.value = null;
    ask<Rows>("POST", `/queries/${encodeURIComponent(query.name)}`, { body: JSON.parse(body), signal: stop.signal }).then(
      ({ data }) => (answer.value = data),
      (thrown: Error) => !stop.signal.aborted && (error.value = thrown),
    );
    return () => stop.abort();
  }, [body, revised]);
  const submit = (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    choose(Object.fromEntries(asked.map((one) => [key(one.name), String(fields.get(one.name) ?? "") || null])));
  };
  return (
    <Fragment>
      <h2>{titleOf(query)}</h2>
      {query.saved && <Saved query={query} />}
      <form class="parameters" onSubmit={submit}>
        {given.map(([one, value]) => <label key={one.name}>{coded("column", one.name)}<Field name={one.name} type={one.type} value={value} most={query.saved ? undefined : 1000} /></label>)}
        <button class="primary">{t("ask_it")}</button>
      </form>
      {error.value && <Trouble error={error.value} />}
      {body && !error.value && !answer.value && <Waiting />}
      {body && answer.value && <Answered of={answer.value} name={query.name} title={titleOf(query)} own={query.saved} />}
    </Fragment>
  );
}

/** Who saved it; its text to read on, and taking it away, for who may. */
function Saved({ query }: { query: Query }) {
  const remove = async () => {
    try {
      await ask("DELETE", `/queries/${encodeURIComponent(query.name)}${query.account ? `?account=${encodeURIComponent(query.account)}` : ""}`);
      say(t("did_delete", { name: query.purpose }));
      choose({ q: null });
      written.value += 1;
    } catch (error) {
      tell(error);
    }
  };
  return (
    <p class="outcome">
      <small>{t("query_saved_by", { who: query.saved_by ?? "—" })}</small>
      {query.query && canQuery.value && <button onClick={() => ((text.value = query.query!), choose({ q: OWN }))}>{t("query_open")}</button>}
      {canSave.value && <button class="danger" onClick={() => void remove()}>{t("delete")}</button>}
    </p>
  );
}

function usual(one: QueryParameter): string {
  if (one.name === "opportunity") return opportunity.value?.id ?? "";
  return one.default == null ? "" : Array.isArray(one.default) ? one.default.join(", ") : String(one.default);
}

function paramsOf(query: Query, given: readonly (readonly [QueryParameter, string])[]): Record<string, unknown> {
  const params: Record<string, unknown> = { account_id: accountId.value! };
  if (parameter("as_of") && (query.saved || query.parameters.some((one) => one.name === "as_of"))) params.as_of = parameter("as_of");
  for (const [one, value] of given) params[one.name] = typed(one.type, value);
  return params;
}
