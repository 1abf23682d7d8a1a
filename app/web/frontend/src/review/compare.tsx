// Any two of the account's snapshots, or one and the account as it is now: what differs, in names, and what that did.

import {
  accountId, choose, coded, day, document_, h, Link, listed, named, opportunity, parameter, peopleById, percent, signed, t, Trouble, Refused, useReading, Waiting, type ComponentChildren,
} from "../core";
import type { Comparison, CoverageGaps, Differences, GapView, Snapshots } from "../shared/types";

const NOW = "now";
const MOVED = 8;
const SAME = 0.005; // what rounds to no change
const PLAIN = ["name", "name_en", "title", "title_en", "rank", "strength"]; // what says something as it is written

type Snapshot = Snapshots["items"][number];
type Fields = Record<string, unknown>;

export function Compared({ snapshots }: { snapshots: Snapshot[] }) {
  const newest = snapshots.at(-1);
  const known = (id: string) => id === NOW || snapshots.some((one) => one.id === id);
  const [before, after] = [parameter("before") || newest?.id || "", parameter("after") || NOW];
  const there = newest !== undefined && known(before) && known(after);
  const about = opportunity.value ? `opportunity=${encodeURIComponent(opportunity.value.id)}` : "";
  const account = `/accounts/${encodeURIComponent(accountId.value!)}`;
  const gapsAt = (id: string) => (there ? `${account}/coverage-gaps?${about}${id === NOW ? "" : `&snapshot=${encodeURIComponent(id)}`}` : null);
  const diff = useReading<Comparison>(there ? `${account}/snapshots/${encodeURIComponent(before)}/diff/${encodeURIComponent(after)}?${about}` : null);
  const gaps = [useReading<CoverageGaps>(gapsAt(before)), useReading<CoverageGaps>(gapsAt(after))] as const;
  if (!newest) return <p class="note">{t("trend_none")}</p>;
  return (
    <section class="compared" aria-label={t("compare")}>
      <h2>{t("compare")}</h2>
      <p class="between">
        <Chosen name="before" label={t("compare_before")} value={before} snapshots={snapshots} />
        <Chosen name="after" label={t("compare_after")} value={after} snapshots={snapshots} />
      </p>
      <Difference diff={diff.data?.before === before && diff.data.after === after ? diff.data : null} error={diff.error} gaps={[gaps[0].data?.gaps, gaps[1].data?.gaps]} />
    </section>
  );
}

function Chosen({ name, label, value, snapshots }: { name: string; label: string; value: string; snapshots: Snapshot[] }) {
  return (
    <label>
      {label}{" "}
      <select name={name} value={value} onChange={(event) => choose({ [name]: event.currentTarget.value })}>
        {[...snapshots].reverse().map((one) => <option key={one.id} value={one.id} selected={one.id === value}>{`${one.name || one.id} · ${day(one.as_of)}`}</option>)}
        <option value={NOW} selected={value === NOW}>{t("compare_now")}</option>
      </select>
    </label>
  );
}

function Difference({ diff, error, gaps: [old, now] }: { diff: Comparison | null; error: Error | null; gaps: readonly [GapView[] | undefined, GapView[] | undefined] }) {
  if (error) return error instanceof Refused && error.status === 404 ? <p class="note" role="status">{t("compare_missing")}</p> : <Trouble error={error} />;
  if (!diff || !old || !now) return <Waiting />;
  const name = namesIn(diff);
  const changes = [...attitudesIn(diff.attitudes, name), ...peopleIn(diff.people, name), ...linesIn(diff.edges, name), ...othersIn(diff.other)];
  const moved = Object.entries(diff.scores)
    .map(([person, measures]) => ({ person, values: measures["decision_influence"]! }))
    .filter(({ values: [a, b] }) => Math.abs((b ?? 0) - (a ?? 0)) >= SAME)
    .sort((one, two) => Math.abs((two.values[1] ?? 0) - (two.values[0] ?? 0)) - Math.abs((one.values[1] ?? 0) - (one.values[0] ?? 0)));
  return (
    <div class="differences">
      <Pairs title={t("trend")} rows={Object.entries(diff.standing).map(([party, [a, b]]) => [partyOf(party), told(a), told(b), a !== null && b !== null ? signed(b - a) : ""])} />
      <Pairs
        title={t("compare_gaps")}
        rows={["CRITICAL", "HIGH", "MEDIUM", "LOW"].map((severity) => {
          const [a, b] = [old, now].map((gaps) => gaps.filter((gap) => gap.severity === severity).length);
          return [coded("severity", severity), String(a), String(b), b === a ? "" : signedCount(b! - a!)];
        })}
      />
      {moved.length > 0 && <Pairs title={t("grid_influence")} rows={moved.slice(0, MOVED).map(({ person, values: [a, b] }) => [<Person id={person} name={name(person)} />, percent(a), percent(b), signedCount(Math.round(((b ?? 0) - (a ?? 0)) * 100), " %")])} />}
      <GapChanges old={old} now={now} name={name} />
      <section>
        <h3>{t("compare_changes")}</h3>
        {changes.length === 0 && <p class="note">{t("compare_same")}</p>}
        <ul class="change-list">{changes.map((one, index) => <li key={index}>{one}</li>)}</ul>
      </section>
    </div>
  );
}

function told(value: number | null): string {
  return value === null ? "—" : signed(value);
}

function signedCount(value: number, unit = ""): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value)}${unit}`;
}

function Pairs({ title, rows }: { title: string; rows: [ComponentChildren, string, string, string][] }) {
  return (
    <section>
      <h3>{title}</h3>
      <table class="list pairs" aria-label={title}>
        <thead><tr><th />{[t("compare_before"), t("compare_after"), t("compare_change")].map((head) => <th class="number" key={head}>{head}</th>)}</tr></thead>
        <tbody>
          {rows.map(([name, a, b, change], index) => (
            <tr key={index}><th>{name}</th><td class="number" data-head={t("compare_before")}>{a}</td><td class="number" data-head={t("compare_after")}>{b}</td><td class="number" data-head={t("compare_change")}>{change}</td></tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Person({ id, name }: { id: string; name: string }) {
  return peopleById.value.has(id) ? <Link account={accountId.value} screen="map" with={{ sel: id }}>{name}</Link> : <span>{name}</span>;
}

// -- gaps, by whom they are about ---------------------------------------------------------------------------------------------

function GapChanges({ old, now, name }: { old: GapView[]; now: GapView[]; name: (id: string) => string }) {
  const by = (gaps: GapView[]) => {
    const groups = new Map<string, GapView[]>();
    for (const gap of gaps) {
      const key = JSON.stringify([gap.person, gap.department, gap.stage]);
      groups.set(key, [...(groups.get(key) ?? []), gap]);
    }
    return groups;
  };
  const [before, after] = [by(old), by(now)];
  const kinds = (gaps: GapView[] | undefined) => new Set((gaps ?? []).map((gap) => gap.kind));
  const rows = [...new Set([...after.keys(), ...before.keys()])]
    .map((key) => {
      const [had, has] = [kinds(before.get(key)), kinds(after.get(key))];
      const gone = [...had].filter((kind) => !has.has(kind));
      const come = [...has].filter((kind) => !had.has(kind));
      return { key, gap: (after.get(key) ?? before.get(key))![0]!, gone, come };
    })
    .filter(({ gone, come }) => gone.length + come.length > 0);
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{t("compare_gaps_by")}</h3>
      <ul class="change-list">
        {rows.map(({ key, gap, gone, come }) => (
          <li key={key}>
            <b>{gap.person ? <Person id={gap.person} name={name(gap.person)} /> : subjectOf(gap)}</b>
            {gone.length > 0 && <span class="gone">{t("compare_closed", { what: listed(gone.map((kind) => coded("gap", kind))) })}</span>}
            {come.length > 0 && <span class="come">{t("compare_opened", { what: listed(come.map((kind) => coded("gap", kind))) })}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function subjectOf(gap: GapView): string {
  const unit = document_.value?.departments?.find((one) => one.id === gap.department);
  if (unit) return named(unit as never);
  const stage = opportunity.value?.stages?.find((one) => one.id === gap.stage);
  return stage ? coded("stage", stage.kind) : t("opportunity");
}

// -- records, in names --------------------------------------------------------------------------------------------------------

/** What people of either are called. */
function namesIn(diff: Comparison): (id: string) => string {
  const recorded = new Map([...diff.people.removed, ...diff.people.added].map((one) => [String(one.record["id"]), one.record]));
  return (id) => {
    const person = peopleById.value.get(id) ?? (recorded.get(id) as { name: string; name_en?: string } | undefined);
    return person ? named(person) : id;
  };
}

function partyOf(id: string): string {
  const parties = [document_.value?.vendor, ...(document_.value?.competitors ?? [])];
  const party = parties.find((one) => one?.id === id);
  return party ? named(party as never) : id;
}

/** Every record with how it changed: "count_created" and its like are the words. */
function each(part: Differences): ["count_created" | "count_removed" | "count_updated", Fields, Fields | null, string][] {
  return [
    ...part.added.map((one) => ["count_created", one.record, null, one.kind] as ["count_created", Fields, null, string]),
    ...part.removed.map((one) => ["count_removed", one.record, null, one.kind] as ["count_removed", Fields, null, string]),
    ...part.changed.map((one) => ["count_updated", one.after, one.before, one.kind] as ["count_updated", Fields, Fields, string]),
  ];
}

/** Attitudes to us first. */
function attitudesIn(part: Differences, name: (id: string) => string): string[] {
  const toOthers = ([, now]: [string, Fields, Fields | null, string]) => Number(now["toward"] !== document_.value?.vendor?.id);
  return each(part).sort((one, two) => toOthers(one) - toOthers(two)).map(([how, now, was]) => {
    const levels = [was && was["level"] !== now["level"] ? was["level"] : null, now["level"]].filter((one) => one !== null).map((level) => coded("level", String(level)));
    return t("compare_attitude", { who: name(String(now["person"])), party: partyOf(String(now["toward"])), level: levels.join(" → "), day: day(String(now["on"])), how: t(how) });
  });
}

function peopleIn(part: Differences, name: (id: string) => string): string[] {
  return each(part).map(([how, now, was, kind]) => t("compare_record", { what: name(String(now["id"])), how: t(how), fields: fieldsOf(kind, was, now) }));
}

const ENDS: Record<string, [string, string]> = { reporting: ["subordinate", "manager"], influence: ["source", "target"], ties: ["a", "b"] };

function linesIn(part: Differences, name: (id: string) => string): string[] {
  return each(part).map(([how, now, was, kind]) => {
    const [from, to] = ENDS[kind]!.map((end) => name(String(now[end])));
    const what = `${coded("field_list", kind)}${t("colon")}${from} ${kind === "ties" ? "—" : "→"} ${to}`;
    return t("compare_record", { what, how: t(how), fields: fieldsOf(kind, was, now) });
  });
}

/** The fields that differ, with what they say where that is plain. */
function fieldsOf(kind: string, was: Fields | null, now: Fields): string {
  if (!was) return "";
  const fields = Object.keys(now).filter((field) => JSON.stringify(was[field]) !== JSON.stringify(now[field]));
  const said = fields.map((field) => {
    const own = coded("field", `${kind}.${field}`);
    const called = own === `${kind}.${field}` ? coded("field", field) : own;
    return PLAIN.includes(field) ? `${called} ${was[field] || "—"} → ${now[field] || "—"}` : called;
  });
  return said.length ? t("compare_fields", { fields: listed(said) }) : "";
}

function othersIn(part: Differences): string[] {
  const counts = new Map<string, Map<string, number>>();
  for (const [how, , , kind] of each(part)) {
    const of = counts.get(kind) ?? new Map<string, number>();
    counts.set(kind, of.set(how, (of.get(how) ?? 0) + 1));
  }
  return [...counts].map(([kind, of]) => `${coded("field_list", kind)}${t("colon")}${listed([...of].map(([how, count]) => `${count} ${t(how as "count_created")}`))}`);
}
