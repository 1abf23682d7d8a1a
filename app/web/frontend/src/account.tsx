// What a director asks first, on one screen: do we win, why not, what is needed of whom by when.

import {
  accountId, activityChange, analysis, canEdit, coded, day, document_, edit, either, Fragment, h, language, Link, listed, money, named, ofOpportunity, opportunity,
  percent, ruled, signed, t, today, Trouble, useReading, useSignal, Waiting,
} from "./core";
import type { CheckResult, FirstView, PowerMap, Relationships, Review, Timeline, Told } from "./shared/types";
import { Trend } from "./account/trend";

const ASKS = 3;
const CHECKS = 5;

export default function AccountScreen() {
  const map = useReading<PowerMap>(analysis("power-map", { layers: "reporting,influence,ties,layout" }));
  const told = useReading<Told>(analysis("pictures", { lang: language.value }));
  const review = useReading<Review>(ofOpportunity("review"));
  const timeline = useReading<Timeline>(analysis("timeline"));
  const relations = useReading<Relationships>(analysis("relationships"));
  if (map.error && !map.data) return <Trouble error={map.error} />;
  if (!map.data) return <Waiting />;
  if (map.data.people.length === 0) return <Nobody />;
  return (
    <section class="account">
      <header>
        <h1>{told.data?.sentence}</h1>
        <Deal map={map.data} />
      </header>
      <div class="columns">
        <Asks map={map.data} />
        <Checks review={review.data} map={map.data} />
        <div class="column">
          {timeline.data && <Trend timeline={timeline.data} map={map.data} />}
          {relations.data && <Relations of={relations.data} />}
        </div>
      </div>
    </section>
  );
}

function Nobody() {
  return (
    <div class="empty">
      <h1>{t("empty_title")}</h1>
      <Link account={accountId.value} screen="map" class="button primary">{t("open_map")}</Link>
      {canEdit.value && <Link account={accountId.value} screen="import" class="button">{t("screen_import")}</Link>}
    </div>
  );
}

// -- the deal ---------------------------------------------------------------------------------------------------------------

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function Deal({ map }: { map: PowerMap }) {
  const one = opportunity.value;
  const critical = new Set(map.gaps.filter((gap) => gap.severity === "CRITICAL" && gap.person).map((gap) => gap.person)).size;
  const open = map.stages.find((stage) => !stage.decided);
  const facts: [string, string][] = [
    [t("amount"), money(one?.amount == null ? null : Number(one.amount), one?.currency ?? "")],
    [t("decided_on"), one?.decided_on ? day(one.decided_on) : t("no_date")],
    [t("open_stage"), open ? capital(coded("stage", open.kind)) : "—"],
    [t("people_on_map"), String(map.people.length)],
    [t("critical_people"), String(critical)],
    [t("coverage_weighted"), percent(map.coverage.weighted)],
  ];
  return <dl class="deal-facts">{facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}

// -- what is needed -----------------------------------------------------------------------------------------------------------

function Asks({ map }: { map: PowerMap }) {
  return (
    <section class="column asks" aria-label={t("asks")}>
      <h2>{t("asks")}</h2>
      {map.do_first.slice(0, ASKS).map((one, index) => <Ask key={one.person} one={one} number={index + 1} map={map} />)}
      {map.do_first.length === 0 && <p class="note">{t("asks_none")}</p>}
    </section>
  );
}

function Ask({ one, number, map }: { one: FirstView; number: number; map: PowerMap }) {
  const person = map.people.find((each) => each.id === one.person)!;
  const member = document_.value?.team?.find((each) => each.id === one.owner);
  const planned = (document_.value?.activities ?? [])
    .filter((each) => (each.status === "PLANNED" || each.status === "IN_PROGRESS") && each.people?.includes(one.person))
    .sort((a, b) => (a.due_on < b.due_on ? -1 : 1))[0];
  return (
    <article class="ask">
      <h3><i class="order">{number}</i> <Link account={accountId.value} screen="map" with={{ sel: one.person }}>{named(person)}</Link> · {coded("reason", one.reason)}</h3>
      <p>{either(one)}</p>
      <p class="who">
        <b>{member ? named(member as never) : t("no_owner")}</b>
        {planned ? <span class={planned.due_on < today() ? "late" : ""}>{t("by_day", { day: day(planned.due_on) })}</span> : canEdit.value && opportunity.value ? <PlanIt one={one} name={named(person)} /> : <span>{t("no_date")}</span>}
      </p>
    </article>
  );
}

/** A day makes an ask an activity. */
function PlanIt({ one, name }: { one: FirstView; name: string }) {
  const asking = useSignal(false);
  if (!asking.value) return <button onClick={() => (asking.value = true)}>{t("plan_it")}</button>;
  const plan = (event: Event) => {
    event.preventDefault();
    const due = String(new FormData(event.currentTarget as HTMLFormElement).get("due"));
    const label = t("did_plan", { what: `${name}: ${coded("reason", one.reason)}` });
    const called = `${coded("reason", one.reason)}${t("colon")}${name}`;
    const planned = { owner: one.owner ?? null, due_on: due, people: [one.person], opportunity_id: opportunity.value?.id ?? null };
    void edit(label, [activityChange(document_.value!, called, planned)]);
    asking.value = false;
  };
  return (
    <form class="plan-it" onSubmit={plan}>
      <input type="date" name="due" aria-label={t("due")} required min={today()} autofocus />
      <button class="primary">{t("store")}</button>
    </form>
  );
}

function Checks({ review, map }: { review: Review | null; map: PowerMap }) {
  if (!opportunity.value) return <section class="column"><h2>{t("checks")}</h2><p class="note">{t("no_opportunities")}</p></section>;
  if (!review) return <section class="column"><h2>{t("checks")}</h2></section>;
  const open = review.checks.filter((check) => check.result === "CONDITIONAL" || check.result === "FAIL");
  const worst = [...open].sort((a, b) => Number(b.result === "FAIL") - Number(a.result === "FAIL"));
  return (
    <section class="column checks" aria-label={t("checks")}>
      <h2>
        {t("checks")} <span class={`verdict vd-${review.verdict}`}>{coded("result", review.verdict)}</span>
      </h2>
      {worst.slice(0, CHECKS).map((check) => <Check key={check.id} check={check} map={map} />)}
      {open.length === 0 && <p class="note">{t("checks_none", { count: review.checks.length })}</p>}
      <Link account={accountId.value} screen="review">{t("checks_all", { open: open.length, all: review.checks.length })}</Link>
    </section>
  );
}

function Check({ check, map }: { check: CheckResult; map: PowerMap }) {
  const people = check.people.map((id) => map.people.find((one) => one.id === id)).filter((one) => one !== undefined);
  return (
    <article class={`gate-check vd-${check.result}`}>
      <p>{ruled(check)}</p>
      <p class="names">
        {people.map((one, index) => (
          <Fragment key={one.id}>
            {index > 0 && t("comma")}
            <Link account={accountId.value} screen="map" with={{ sel: one.id }}>{named(one)}</Link>
          </Fragment>
        ))}
      </p>
    </article>
  );
}

// -- how we stand with the customer -------------------------------------------------------------------------------------------

function Relations({ of }: { of: Relationships }) {
  const { general, key, organization, stage, phase } = of;
  return (
    <section class="relations" aria-label={t("relationships")}>
      <h2>{t("relationships")}</h2>
      <Gauge name={t("general")} value={general.score} target={general.target} low={0} />
      <Gauge name={t("key_relationship")} value={key.score} target={key.target} low={-1} />
      <dl class="facts">
        <dt>{t("organization")}</dt><dd>{coded("relationship", organization.level)}</dd>
        <dt>{t("head_stage")}</dt><dd>{coded("relationship", stage.confirmed ?? stage.suggested)}</dd>
        <dt>{t("phase")}</dt><dd>{coded("relationship", phase.confirmed ?? phase.suggested)}</dd>
        {of.weakest && <Fragment><dt>{t("weakest")}</dt><dd>{listed([t(`weakest_${of.weakest}`)])}</dd></Fragment>}
      </dl>
    </section>
  );
}

function Gauge({ name, value, target, low }: { name: string; value: number | null; target: number | null; low: number }) {
  const at = (figure: number) => `${Math.max(0, Math.min(100, ((figure - low) / (1 - low)) * 100))}%`;
  const told = (figure: number) => (low < 0 ? signed(figure) : percent(figure));
  return (
    <div class="gauge">
      <span>{name}</span>
      <span class="track" aria-hidden="true">
        {low < 0 && <i class="zero" style={{ left: at(0) }} />}
        {value !== null && (low < 0 ? <i class="bar" style={{ left: at(Math.min(0, value)), width: `${(Math.abs(value) / (1 - low)) * 100}%` }} /> : <i class="bar" style={{ width: at(value) }} />)}
        {target !== null && <i class="goal" style={{ left: at(target) }} />}
      </span>
      <b>{value === null ? "—" : told(value)}</b>
      <small>{target === null ? "" : t("target", { value: told(target) })}</small>
    </div>
  );
}
