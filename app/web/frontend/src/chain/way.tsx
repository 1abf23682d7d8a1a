// The cheapest way to carry a voting stage, played move by move on the chain: each move is one attitude one level up. It is played in
// a scenario of its own, so that nothing is stored, and stops where another scenario is looked at.

import { coded, Fragment, h, named, signal, t, useEffect, useSignalEffect } from "../core";
import type { PersonView, StagePlan, StageView } from "../shared/types";
import { beginNamed, scenario, SCALE, supposeAll } from "./scenarios";

const MOVE_MS = 1000;
const ENOUGH = SCALE.indexOf("FAVORABLE");
/** Which stage's way is looked at, in which scenario, how many moves are made, and whether it goes on by itself. */
const played = signal<{ stage: string; name: string; made: number; goesOn: boolean } | null>(null);

interface Move {
  person: string;
  from: string;
  to: string;
}

function movesOf(plan: StagePlan): Move[] {
  return plan.people.flatMap(({ person, level, steps }) =>
    Array.from({ length: steps }, (_, index) => {
      const at = ENOUGH - steps + index;
      return { person, from: index === 0 ? level : SCALE[at]!, to: SCALE[at + 1]! };
    }),
  );
}

export function CheapestWay({ plan, stage, people }: { plan: StagePlan | undefined; stage: StageView; people: Map<string, PersonView> }) {
  const moves = plan ? movesOf(plan) : [];
  const now = played.value?.stage === stage.id && played.value.name === scenario.value?.name ? played.value : null;
  const show = (made: number, goesOn: boolean) => {
    played.value = { stage: stage.id, name: scenario.value!.name, made, goesOn: goesOn && made < moves.length };
    supposeAll(Object.fromEntries(moves.slice(0, made).map((move) => [move.person, move.to])));
  };
  const play = () => {
    beginNamed(t("way_name", { stage: coded("stage", stage.kind) }));
    show(0, true);
  };
  useSignalEffect(() => {
    const held = played.value;
    if (!held?.goesOn || held.stage !== stage.id) return;
    const timer = setTimeout(() => {
      if (scenario.peek()?.name === held.name) show(held.made + 1, true);
      else played.value = null;
    }, MOVE_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => () => void (played.value = null), []);
  const going = now?.goesOn === true;
  if (!plan) return null;
  if (moves.length === 0) return <p class="note">{t("way_won")}</p>;
  return (
    <div class="way">
      <p>
        <button onClick={going ? () => show(now!.made, false) : play}>{t(going ? "way_stop" : "way_play")}</button>{" "}
        <small class="note">{t("way_sum", { moves: moves.length, people: plan.people.length })}</small>
      </p>
      {now && (
        <Fragment>
          <ol>
            {moves.map((move, index) => (
              <li key={index} class={index < now.made ? "made" : ""}>
                <button aria-current={index === now.made - 1 ? "step" : undefined} onClick={() => show(index + 1, false)}>
                  {named(people.get(move.person)!)}{t("colon")}{coded("level", move.from)} → {coded("level", move.to)}
                </button>
              </li>
            ))}
          </ol>
          <p class="unseen" role="status">{now.made > 0 && `${named(people.get(moves[now.made - 1]!.person)!)}${t("colon")}${coded("level", moves[now.made - 1]!.to)}`}</p>
        </Fragment>
      )}
    </div>
  );
}
