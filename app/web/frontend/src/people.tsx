// People and gaps: one row a person, what is missing as chips, each of which becomes an activity; several get an owner at once.

import {
  accountId, activityChange, addressOf, analysis, canEdit, choose, coded, day, document_, edit, either, go, h, LevelMark, Link, named, openActivities, opportunity, ownerChanges,
  parameter, percent, ruled, t, titled, today, Trouble, useReading, useSignal, Waiting,
} from "./core";
import type { GapView, PersonView, PowerMap } from "./shared/types";

const ORDER = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];
type Row = { one: PersonView; gaps: GapView[] };

export default function PeopleScreen() {
  const map = useReading<PowerMap>(analysis("power-map", { layers: "reporting,influence,ties,layout" }));
  const chosen = useSignal<string[]>([]);
  const closing = useSignal("");
  if (map.error && !map.data) return <Trouble error={map.error} />;
  if (!map.data) return <Waiting />;
  const sought = parameter("q").toLowerCase();
  const owner = parameter("owner");
  const rows: Row[] = map.data.people
    .map((one) => ({ one, gaps: map.data!.gaps.filter((gap) => gap.person === one.id).sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity)) }))
    .filter(({ one }) => [one.name, one.name_en, one.title, one.title_en].some((text) => text.toLowerCase().includes(sought)))
    .filter(({ one }) => !owner || (owner === "-" ? one.coverage.owner === null : one.coverage.owner === owner))
    .sort((a, b) => b.one.scores.decision_influence - a.one.scores.decision_influence);
  const team = document_.value?.team ?? [];
  const open = openActivities(document_.value);
  return (
    <section class="people">
      <header>
        <h1>{t("screen_people")}</h1>
        <input type="search" value={parameter("q")} placeholder={t("find_hint")} aria-label={t("find")} onInput={(event) => choose({ q: event.currentTarget.value || null }, true)} />
        <select aria-label={t("owner")} value={owner} onChange={(event) => choose({ owner: event.currentTarget.value || null })}>
          <option value="" selected={!owner}>{t("every_owner")}</option>
          <option value="-" selected={owner === "-"}>{t("no_owner")}</option>
          {team.map((one) => <option key={one.id} value={one.id} selected={owner === one.id}>{named(one as never)}</option>)}
        </select>
        {canEdit.value && chosen.value.length > 0 && (
          <select aria-label={t("give_owner")} onChange={(event) => (give(chosen.value, event.currentTarget.value), (chosen.value = []))}>
            <option value="">{t("give_owner_to", { count: chosen.value.length })}</option>
            {team.map((one) => <option key={one.id} value={one.id}>{named(one as never)}</option>)}
          </select>
        )}
      </header>
      <table class="list grid">
        <thead>
          <tr>
            {canEdit.value && <th scope="col"><span class="unseen">{t("chosen")}</span></th>}
            {["person", "influence", "attitude", "contact", "owner", "gaps"].map((name) => <th scope="col" key={name}>{t(`grid_${name}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ one, gaps }) => (
            <tr key={one.id}>
              {canEdit.value && (
                <td>
                  {one.account_id === null && (
                    <input type="checkbox" aria-label={named(one)} checked={chosen.value.includes(one.id)} onChange={() => (chosen.value = chosen.value.includes(one.id) ? chosen.value.filter((id) => id !== one.id) : [...chosen.value, one.id])} />
                  )}
                </td>
              )}
              <th scope="row"><Link account={accountId.value} screen="map" with={{ sel: one.id }}>{named(one)}</Link> <small>{titled(one)}</small></th>
              <td class="number" data-head={t("grid_influence")}>{percent(one.scores.decision_influence)}</td>
              <td data-head={t("grid_attitude")}><LevelMark level={one.attitudes[map.data!.vendor ?? ""]?.level ?? "UNKNOWN"} /></td>
              <td data-head={t("grid_contact")}>{coded("contact", one.coverage.level)} {one.coverage.last_contact && <small>{day(one.coverage.last_contact)}</small>}</td>
              <td data-head={t("grid_owner")}>{named((team.find((member) => member.id === one.coverage.owner) ?? { name: "—" }) as never)}</td>
              <td>
                <div class="chips">
                {gaps.map((gap) => (
                  <button
                    key={gap.kind}
                    class={`chip sv-${gap.severity}`}
                    title={`${ruled(gap)} ${either(gap.next_step)}`}
                    aria-expanded={canEdit.value ? closing.value === `${one.id} ${gap.kind}` : undefined}
                    onClick={() => (canEdit.value ? (closing.value = closing.value === `${one.id} ${gap.kind}` ? "" : `${one.id} ${gap.kind}`) : go(addressOf(accountId.value, "map", { sel: one.id, lens: "gaps" })))}
                  >
                    {coded("gap", gap.kind)}
                  </button>
                ))}
                </div>
                {gaps.filter((gap) => closing.value === `${one.id} ${gap.kind}`).map((gap) => <CloseIt key={gap.kind} gap={gap} one={one} onDone={() => (closing.value = "")} />)}
                {open.filter((each) => each.people?.includes(one.id)).map((each) => (
                  <Link key={each.id} account={accountId.value} screen="plan" class="planned">{t("planned_until", { what: named(each), day: day(each.due_on) })}</Link>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function give(people: string[], member: string): void {
  const document = document_.value;
  const owner = document?.team?.find((one) => one.id === member);
  if (!document || !owner) return;
  void edit(t("did_owner", { who: t("several", { count: people.length }), owner: named(owner as never) }), ownerChanges(document, people, member));
}

/** A gap becomes something that one of us does by a day. */
function CloseIt({ gap, one, onDone }: { gap: GapView; one: PersonView; onDone: () => void }) {
  const team = document_.value?.team ?? [];
  const owner = gap.next_step.owner ?? one.coverage.owner;
  const plan = (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const name = `${coded("gap", gap.kind)}${t("colon")}${named(one)}`;
    const planned = { owner: String(fields.get("owner")) || null, due_on: String(fields.get("due")), people: [one.id], opportunity_id: opportunity.value?.id ?? null };
    void edit(t("did_plan", { what: name }), [activityChange(document_.value!, name, planned)]);
    onDone();
  };
  return (
    <form class="close-gap" aria-label={coded("gap", gap.kind)} onSubmit={plan} onKeyDown={(event) => event.key === "Escape" && onDone()}>
      <p>{ruled(gap)} {either(gap.next_step)}</p>
      <label>
        {t("owner")}
        <select name="owner">
          <option value="">{t("no_owner")}</option>
          {team.map((each) => <option key={each.id} value={each.id} selected={each.id === owner}>{named(each as never)}</option>)}
        </select>
      </label>
      <label>{t("due")}<input type="date" name="due" required min={today()} autofocus /></label>
      <button class="primary">{t("make_activity")}</button>
      <button type="button" onClick={onDone}>{t("cancel")}</button>
    </form>
  );
}
