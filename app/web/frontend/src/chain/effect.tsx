// What a scenario does to the whole account: the map in small, in the colours of what is supposed, and the key people, with who
// joins and who leaves them.

import { accountId, h, Link, named, t } from "../core";
import type { PersonView, PowerMap } from "../shared/types";
import { answer, supposed } from "./scenarios";

const FEW = 12;

export function Effect({ map, people, levelOf }: { map: PowerMap; people: Map<string, PersonView>; levelOf: (one: PersonView) => string }) {
  const key = (answer.value?.after.key_decision_makers ?? map.key_decision_makers).filter((id) => people.has(id));
  const left = map.key_decision_makers.filter((id) => !key.includes(id) && people.has(id));
  const place = map.layout;
  return (
    <section class="effect" aria-label={t("effect")}>
      {place && (
        <svg class="small-map" role="img" aria-label={t("effect_map")} viewBox={`-4 -4 ${place.width + 8} ${place.height + 8}`}>
          {Object.entries(place.departments).map(([id, box]) => <rect key={id} class="room" x={box.x} y={box.y} width={box.w} height={box.h} />)}
          {Object.entries(place.people).filter(([id]) => people.has(id)).map(([id, box]) => (
            <rect key={id} data-id={id} class={`one lv-${levelOf(people.get(id)!)}${key.includes(id) ? " key" : ""}${id in supposed.value ? " moved" : ""}`} x={box.x} y={box.y} width={box.w} height={box.h} rx={8}>
              <title>{named(people.get(id)!)}</title>
            </rect>
          ))}
        </svg>
      )}
      <div>
        <h2>{t("effect_key")}</h2>
        <ul class="key-people">
          {key.slice(0, FEW).map((id) => (
            <li key={id} class={map.key_decision_makers.includes(id) ? "" : "joins"}>
              <Link account={accountId.value} screen="map" with={{ sel: id }}>{named(people.get(id)!)}</Link>
              {!map.key_decision_makers.includes(id) && <small class="good"> {t("effect_joins")}</small>}
            </li>
          ))}
          {left.map((id) => (
            <li key={id} class="leaves">
              <Link account={accountId.value} screen="map" with={{ sel: id }}>{named(people.get(id)!)}</Link> <small class="late">{t("effect_leaves")}</small>
            </li>
          ))}
        </ul>
        {key.length > FEW && <p class="note">{t("effect_more", { count: key.length - FEW })}</p>}
        {key.length === 0 && <p class="note">{t("effect_none")}</p>}
      </div>
    </section>
  );
}
