// The decision chain: who votes where, how many votes are needed, and what would happen if somebody thought otherwise. Nothing is
// stored before it is made the plan.

import {
  accountId, canEdit, coded, codesOf, document_, edit, Fragment, freeId, h, LevelMark, Link, named, opportunity, partyName, percent, signed,
  signOf, t, today, Trouble, ofOpportunity, useReading, analysis, Waiting, type Change,
} from "./core";
import { another, answer, discard, look, rename, SCALE, scenario, scenarios, standingOf, suppose, supposed, told } from "./chain/scenarios";
import { Effect } from "./chain/effect";
import { CheapestWay } from "./chain/way";
import type { PersonView, Plans, PowerMap, StagePlan, StageView } from "./shared/types";

export default function ChainScreen() {
  const map = useReading<PowerMap>(analysis("power-map", { layers: "reporting,influence,ties,layout" }));
  const plans = useReading<Plans>(ofOpportunity("plans"));
  if (map.error && !map.data) return <Trouble error={map.error} />;
  if (!map.data) return <Waiting />;
  if (map.data.stages.length === 0) return <p class="waiting">{t("no_opportunities")}</p>;
  const people = new Map(map.data.people.map((one) => [one.id, one]));
  return (
    <section class="chain">
      <header>
        <h1>{t("screen_chain")}</h1>
        <Outcome map={map.data} />
      </header>
      <Effect map={map.data} people={people} levelOf={(one) => levelOf(one, map.data!)} />
      {plans.error && <Trouble error={plans.error} />}
      <ol class="stages">
        {map.data.stages.map((stage) => (
          <StageColumn key={stage.id} stage={stage} people={people} map={map.data!} plan={plans.data?.plans.find((one) => one.stage === stage.id)} />
        ))}
      </ol>
    </section>
  );
}

function levelOf(one: PersonView, map: PowerMap): string {
  return supposed.value[one.id] ?? one.attitudes[map.vendor ?? ""]?.level ?? "UNKNOWN";
}

function Outcome({ map }: { map: PowerMap }) {
  const now = answer.value?.after.standing ?? map.standing;
  const count = Object.keys(supposed.value).length;
  return (
    <div class="outcome">
      <ul class="parties">
        {Object.entries(now).map(([party, standing]) => {
          const moved = standing.point - (map.standing[party]?.point ?? 0);
          return (
            <li key={party} class={party === map.vendor ? "us" : ""}>
              {partyName(map, party)} <b>{signed(standing.point)}</b>
              {count > 0 && Math.abs(moved) >= 0.005 && <small class={moved > 0 === (party === map.vendor) ? "good" : "late"}>{signed(moved)}</small>}
            </li>
          );
        })}
      </ul>
      <Scenarios />
      {scenario.value ? (
        <Fragment>
          <input name="scenario" value={scenario.value.name} maxLength={60} required aria-label={t("scenario_name")} onChange={(event) => event.currentTarget.reportValidity() && rename(event.currentTarget.value.trim())} />
          <span class="note">{t("supposed", { count })}</span>
          <button onClick={() => discard(told(scenario.value!))}>{t("discard")}</button>
          {canEdit.value && count > 0 && <Adopt map={map} />}
        </Fragment>
      ) : (
        <span class="note">{t("what_if_hint")}</span>
      )}
    </div>
  );
}

/** Things as they are and each scenario, with where it brings us. */
function Scenarios() {
  if (scenarios.value.length === 0) return null;
  return (
    <span class="scenarios">
      <span class="group" role="group" aria-label={t("scenarios")}>
        <button aria-pressed={!scenario.value} onClick={() => look(null)}>{t("scenario_none")}</button>
        {scenarios.value.map((one, index) => (
          <button key={index} aria-pressed={one === scenario.value} onClick={() => look(one)}>
            {one.name} {standingOf(one) !== undefined && <small>{signed(standingOf(one)!)}</small>}
          </button>
        ))}
      </span>
      {scenario.value && <button onClick={another}>{t("scenario_another")}</button>}
    </span>
  );
}

/** What was supposed becomes targets, due on a day. */
function Adopt({ map }: { map: PowerMap }) {
  const adopt = (event: Event) => {
    event.preventDefault();
    const by = String(new FormData(event.currentTarget as HTMLFormElement).get("by"));
    const document = document_.value!;
    const one = opportunity.value!;
    const adopted = told(scenario.value!);
    const pursued = (document.market_targets ?? []).find((each) => each.opportunity_id === one.id && !each.closed_on);
    const served = pursued ?? { id: freeId(document, "market_targets", "M"), name: one.name, kind: "SALES", opportunity_id: one.id, amount: one.amount ?? null, by };
    const changes: Change[] = pursued ? [] : [{ list: "market_targets", before: null, after: served }];
    Object.entries(supposed.value).forEach(([person, to], index) => {
      const view = map.people.find((each) => each.id === person)!;
      const target = {
        id: freeId(document, "targets", "T", index),
        name: `${named(view)}${t("colon")}${coded("level", to)}`,
        person,
        from_attitude: view.attitudes[map.vendor ?? ""]?.level ?? null,
        to_attitude: to,
        since: today(),
        by,
        owner: view.coverage.owner ?? document.team?.[0]?.id ?? null,
        market_target: served.id,
        mcr_area: "RELATIONSHIP",
      };
      changes.push({ list: "targets", before: null, after: target });
    });
    void edit(t("did_adopt", { count: Object.keys(supposed.value).length }), changes).then((stored) => stored && discard(adopted));
  };
  return (
    <form class="plan-it" onSubmit={adopt}>
      <input type="date" name="by" required min={today()} aria-label={t("due")} />
      <button class="primary">{t("adopt")}</button>
    </form>
  );
}

function StageColumn({ stage, people, map, plan }: { stage: StageView; people: Map<string, PersonView>; map: PowerMap; plan?: StagePlan }) {
  const after = answer.value?.after.stages.find((one) => one.id === stage.id);
  const chance = (after?.chance ?? stage.chance)[map.vendor ?? ""];
  const before = stage.chance[map.vendor ?? ""];
  const stand = (person: string) => SCALE.indexOf(people.get(person)!.attitudes[map.vendor ?? ""]?.level ?? "UNKNOWN");
  const filled = (vote: { person: string }) => -SCALE.indexOf(levelOf(people.get(vote.person)!, map));
  const votes = [...stage.votes].sort((a, b) => stand(b.person) - stand(a.person) || b.weight - a.weight);
  const total = votes.reduce((sum, vote) => sum + vote.weight, 0);
  const others = stage.participants.filter((one) => !votes.some((vote) => vote.person === one.person));
  return (
    <li class={stage.quota != null ? "stage voting" : "stage"}>
      <h2>{coded("stage", stage.kind)}</h2>
      {stage.quota != null ? (
        <Fragment>
          <p class="note">{t("quota", { quota: stage.quota, total })}</p>
          {chance && (
            <p class="chance">
              {t("chance")} <b>{percent(chance.point)}</b>
              {after && before && Math.abs(chance.point - before.point) >= 0.005 && <small>{t("was", { value: percent(before.point) })}</small>}
            </p>
          )}
          <div class="quota-bar" aria-hidden="true">
            {[...votes].sort((a, b) => filled(a) - filled(b)).map((vote) => <i key={vote.person} class={`lv-${levelOf(people.get(vote.person)!, map)}`} style={{ flexGrow: `${vote.weight}` }} />)}
            <b style={{ left: `${(stage.quota / total) * 100}%` }} />
          </div>
          <CheapestWay plan={plan} stage={stage} people={people} />
          <ul class="voters">{votes.map((vote) => <Voter key={vote.person} one={people.get(vote.person)!} weight={vote.weight} stage={stage} map={map} />)}</ul>
        </Fragment>
      ) : (
        <p class="note">{t("no_votes_here")}</p>
      )}
      {stage.veto.filter((id) => !votes.some((vote) => vote.person === id)).length > 0 && (
        <ul class="voters">
          {stage.veto.filter((id) => !votes.some((vote) => vote.person === id)).map((id) => <Voter key={id} one={people.get(id)!} weight={0} stage={stage} map={map} />)}
        </ul>
      )}
      {others.length > 0 && (
        <ul class="participants">
          {others.filter((one) => people.has(one.person) && !stage.veto.includes(one.person)).map((one) => (
            <li key={one.person + one.role}>
              <Link account={accountId.value} screen="map" with={{ sel: one.person }}>{named(people.get(one.person)!)}</Link> <small>{coded("role", one.role)}</small>{" "}
              <LevelMark level={levelOf(people.get(one.person)!, map)} worded={false} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** A voter on the scale of attitudes; moving them asks what would be. */
function Voter({ one, weight, stage, map }: { one: PersonView; weight: number; stage: StageView; map: PowerMap }) {
  const level = levelOf(one, map);
  const power = stage.voting_power[one.id];
  const real = one.attitudes[map.vendor ?? ""]?.level ?? "UNKNOWN";
  return (
    <li class={one.id in supposed.value ? "voter supposed" : "voter"}>
      <span class="voter-name">
        <Link account={accountId.value} screen="map" with={{ sel: one.id }}>{named(one)}</Link>
        {stage.veto.includes(one.id) && <i title={coded("role", "VETO_HOLDER")}>▣</i>}
        <small>{weight > 0 ? t("votes", { count: weight, power: percent(power ?? 0) }) : coded("role", "VETO_HOLDER")}</small>
      </span>
      <span class="scale" role="radiogroup" aria-label={named(one)}>
        {SCALE.map((each) => (
          <button key={each} role="radio" aria-checked={each === level} class={`lv-${each}`} title={coded("level", each)} aria-label={coded("level", each)} onClick={() => suppose(one.id, each, real)}>
            {signOf(each)}
          </button>
        ))}
      </span>
      {!codesOf("level").some(([code]) => code === level) || !SCALE.includes(level) ? <LevelMark level={level} /> : null}
    </li>
  );
}
