// Questions to the account: the named ones with what they take, and one's own in Cypher; answers as a table, on the map, as CSV.

import {
  accountId, ask, canQuery, choose, coded, codesOf, computed, document_, Fragment, h, Link, named, opportunity, parameter, session, t, titled, Trouble, useEffect, useReading,
  useSignal, Waiting, written,
} from "./core";
import { Answered, PEOPLE, type Rows } from "./queries/answer";
import { OwnCypher } from "./queries/cypher";
import type { Query, QueryParameter } from "./shared/types";

/** The name at the address that stands for a question of one's own. */
const OWN = "cypher";
/** Parameters that the bar above tells. */
const OF_THE_BAR = ["account_id", "as_of"];
const key = (name: string) => `p_${name}`;
/** Named queries read what is stored, so they are not for who sees a part of it. */
const seesNamed = computed(() => session.value?.clearance === "full");

export default function QueriesScreen() {
  const list = useReading<{ items: Query[] }>(seesNamed.value ? "/queries" : null);
  if (list.error && !list.data) return <Trouble error={list.error} />;
  if (seesNamed.value && !list.data) return <Waiting />;
  const queries = list.data?.items ?? [];
  const chosen = parameter("q") || (queries.length ? "" : OWN);
  const query = queries.find((one) => one.name === chosen);
  return (
    <section class="queries">
      <nav aria-label={t("queries_named")}>
        <h1>{t("screen_queries")}</h1>
        {canQuery.value && <p><Pick name={OWN} current={chosen}>{t("cypher")}</Pick></p>}
        {queries.length > 0 && <h2>{t("queries_named")}</h2>}
        <ul>{inOrder(queries).map((one) => <li key={one.name}><Pick name={one.name} current={chosen}>{coded("query", one.name)}</Pick></li>)}</ul>
      </nav>
      <div class="asked">
        {query ? <Named key={query.name} query={query} /> : chosen === OWN && canQuery.value ? <OwnCypher /> : <p class="note">{t("queries_pick")}</p>}
      </div>
    </section>
  );
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
  const asked = query.parameters.filter((one) => !OF_THE_BAR.includes(one.name));
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
      <h2>{coded("query", query.name)}</h2>
      <form class="parameters" onSubmit={submit}>
        {given.map(([one, value]) => <label key={one.name}>{coded("column", one.name)}<Field one={one} value={value} /></label>)}
        <button class="primary">{t("ask_it")}</button>
      </form>
      {error.value && <Trouble error={error.value} />}
      {body && !error.value && !answer.value && <Waiting />}
      {body && answer.value && <Answered of={answer.value} name={query.name} title={coded("query", query.name)} />}
    </Fragment>
  );
}

function usual(one: QueryParameter): string {
  if (one.name === "opportunity") return opportunity.value?.id ?? "";
  return one.default == null ? "" : String(one.default);
}

function paramsOf(query: Query, given: readonly (readonly [QueryParameter, string])[]): Record<string, string | number> {
  const params: Record<string, string | number> = { account_id: accountId.value! };
  if (parameter("as_of") && query.parameters.some((one) => one.name === "as_of")) params.as_of = parameter("as_of");
  for (const [one, value] of given) params[one.name] = one.type === "int" ? Number(value) : value;
  return params;
}

/** What a parameter may be: somebody by name, one of the account's, a level; else what its type says. */
function Field({ one, value }: { one: QueryParameter; value: string }) {
  const options = optionsOf(one.name);
  if (!options) {
    if (one.type === "int") return <input name={one.name} type="number" min={1} max={1000} required value={value} />;
    return one.type === "date" ? <input name={one.name} type="date" required value={value} /> : <input name={one.name} required value={value} />;
  }
  return (
    <select name={one.name} required>
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
