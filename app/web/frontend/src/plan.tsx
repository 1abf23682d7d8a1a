// The plan: what is to be done, by week and owner; what is done says what came of it, and is a contact.

import {
  accountId, attitudeChange, canEdit, canMark, choose, coded, codesOf, contactChange, day, document_, edit, h, Link, named, openActivities, parameter, patch, peopleById, session, t, today, useSignal,
  type Change,
} from "./core";
import type { Activity, Level } from "./shared/types";

const RECENT = 12;
const MARKS = ["quality", "effect"] as const;
const SCALE: Level[] = ["OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT", "SUPPORT_EXCLUSIVE"];

/** The Monday of a day's week. */
function monday(iso: string): string {
  const at = new Date(`${iso}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return at.toISOString().slice(0, 10);
}

export default function PlanScreen() {
  const document = document_.value!;
  const team = document.team ?? [];
  const owner = parameter("owner");
  const now = parameter("as_of") || today();
  const fits = (one: Activity) => !owner || (owner === "-" ? !one.owner : one.owner === owner);
  const open = openActivities(document).filter(fits);
  const late = open.filter((one) => one.due_on < now);
  const weeks = new Map<string, Activity[]>();
  for (const one of open.filter((each) => each.due_on >= now)) weeks.set(monday(one.due_on), [...(weeks.get(monday(one.due_on)) ?? []), one]);
  const done = (document.activities ?? []).filter((one) => one.status === "DONE" && fits(one)).sort((a, b) => ((a.done_on ?? a.due_on) < (b.done_on ?? b.due_on) ? 1 : -1));
  return (
    <section class="plan">
      <header>
        <h1>{t("screen_plan")}</h1>
        <select aria-label={t("owner")} value={owner} onChange={(event) => choose({ owner: event.currentTarget.value || null })}>
          <option value="" selected={!owner}>{t("every_owner")}</option>
          <option value="-" selected={owner === "-"}>{t("no_owner")}</option>
          {team.map((one) => <option key={one.id} value={one.id} selected={owner === one.id}>{named(one as never)}</option>)}
        </select>
      </header>
      {open.length === 0 && <p class="note">{t("plan_none")} <Link account={accountId.value} screen="people">{t("screen_people")}</Link></p>}
      {late.length > 0 && <Week title={t("overdue")} activities={late} late />}
      {[...weeks].map(([start, activities]) => <Week key={start} title={t("week_of", { day: day(start) })} activities={activities} />)}
      {done.length > 0 && (
        <details>
          <summary>{t("done_lately", { count: done.length })}</summary>
          <ul class="done">{done.slice(0, RECENT).map((one) => <Finished key={one.id} one={one} />)}</ul>
        </details>
      )}
    </section>
  );
}

function Week({ title, activities, late = false }: { title: string; activities: Activity[]; late?: boolean }) {
  const owners = [...new Set(activities.map((one) => one.owner ?? ""))];
  const team = document_.value!.team ?? [];
  return (
    <section class={late ? "week late-week" : "week"} aria-label={title}>
      <h2>{title}</h2>
      {owners.map((owner) => (
        <div class="of-owner" key={owner}>
          <h3>{owner ? named((team.find((one) => one.id === owner) ?? { name: owner }) as never) : t("no_owner")}</h3>
          <ul>{activities.filter((one) => (one.owner ?? "") === owner).map((one) => <Planned key={one.id} one={one} />)}</ul>
        </div>
      ))}
    </section>
  );
}

function Planned({ one }: { one: Activity }) {
  const finishing = useSignal(false);
  const people = (one.people ?? []).map((id) => peopleById.value.get(id)).filter((person) => person !== undefined);
  return (
    <li class="activity" data-id={one.id}>
      <span class="number">{day(one.due_on)}</span>
      <div>
        <b>{named(one)}</b> <small>{coded("activity", one.kind)}</small>
        <p class="names">{people.map((person) => <Link key={person.id} account={accountId.value} screen="map" with={{ sel: person.id }}>{named(person)}</Link>)}</p>
      </div>
      {canEdit.value && !finishing.value && <button onClick={() => (finishing.value = true)}>{t("mark_done")}</button>}
      {finishing.value && <Done one={one} onClose={() => (finishing.value = false)} />}
    </li>
  );
}

/** What was done, and how well, as whoever assigned it marks it. */
function Finished({ one }: { one: Activity }) {
  const marking = useSignal(false);
  const own = session.value!.role === "admin" || one.assigned_by === session.value!.member;
  const may = canMark.value && own && one.assigned_by && one.assigned_by !== one.owner;
  const mark = (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const given = Object.fromEntries(MARKS.map((name) => [name, Number(fields.get(name)) || null]));
    void patch(t("did_mark", { what: named(one) }), `activities/${encodeURIComponent(one.id)}`, given);
    marking.value = false;
  };
  return (
    <li>
      {day(one.done_on ?? one.due_on)} · {named(one)}{" "}
      {MARKS.filter((name) => one[name]).map((name) => <small key={name}>{coded("field", name)} {one[name]} </small>)}
      {may && !marking.value && <button onClick={() => (marking.value = true)}>{t("mark")}</button>}
      {marking.value && (
        <form class="finish" aria-label={t("mark")} onSubmit={mark} onKeyDown={(event) => event.key === "Escape" && (marking.value = false)}>
          {MARKS.map((name, index) => (
            <label key={name}>
              {coded("field", name)}
              <select name={name} autofocus={index === 0}>
                <option value="">—</option>
                {[1, 2, 3, 4, 5].map((value) => <option key={value} value={value} selected={one[name] === value}>{value}</option>)}
              </select>
            </label>
          ))}
          <button class="primary">{t("store")}</button>
          <button type="button" onClick={() => (marking.value = false)}>{t("cancel")}</button>
        </form>
      )}
    </li>
  );
}

/** What came of it: with whom as things stand now, seen in what. */
function Done({ one, onClose }: { one: Activity; onClose: () => void }) {
  const people = (one.people ?? []).filter((id) => peopleById.value.has(id));
  const finish = (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const [on, evidence] = [String(fields.get("on")), String(fields.get("evidence")).trim()];
    const document = document_.value!;
    const members = [...new Set([one.owner, ...(one.members ?? [])])].filter((id): id is string => Boolean(id));
    const levels = people.map((person) => [person, String(fields.get(`level ${person}`))] as const).filter(([, level]) => level);
    const changes: Change[] = [{ list: "activities", before: one, after: { ...one, status: "DONE", done_on: on, ...(levels.length === 1 ? { attitude_after: levels[0]![1] } : {}) } }];
    for (const [person, level] of levels) changes.push(attitudeChange(document, person, { toward: document.vendor!.id, level: level as Level, on, evidence }));
    if (people.length) changes.push(contactChange(document, { on, kind: one.kind ?? "VISIT", members, people, note: evidence, compliance: String(fields.get("compliance") ?? one.compliance_ref ?? "") }));
    void edit(t("did_finish", { what: named(one) }), changes);
    onClose();
  };
  return (
    <form class="finish" aria-label={t("mark_done")} onSubmit={finish} onKeyDown={(event) => event.key === "Escape" && onClose()}>
      {document_.value?.vendor && people.map((person, index) => (
        <label key={person}>
          {t("attitude_of", { who: named(peopleById.value.get(person)!) })}
          <select name={`level ${person}`} autofocus={index === 0}>
            <option value="">{t("as_before")}</option>
            {codesOf("level").filter(([code]) => SCALE.includes(code as Level)).map(([code, text]) => <option key={code} value={code}>{text}</option>)}
          </select>
        </label>
      ))}
      {one.kind === "HOSPITALITY" && !one.compliance_ref && <label>{t("compliance")}<input name="compliance" required maxLength={200} /></label>}
      <label class="wide">{t("evidence")}<input name="evidence" required placeholder={t("evidence_hint")} maxLength={10_000} /></label>
      <label>{t("on")}<input type="date" name="on" required value={today()} max={today()} /></label>
      <button class="primary">{t("store")}</button>
      <button type="button" onClick={onClose}>{t("cancel")}</button>
    </form>
  );
}
