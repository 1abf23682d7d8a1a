// Where each bidder stood at every snapshot and stands now.

import { day, h, partyName, signed, t } from "../core";
import type { PowerMap, Timeline } from "../shared/types";

const SIZE = { w: 380, h: 150, left: 26, right: 132, top: 10, bottom: 20 };

export function Trend({ timeline, map }: { timeline: Timeline; map: PowerMap }) {
  const points = timeline.standing.filter((point) => Object.keys(point.standing).length > 0);
  if (points.length < 2) return <section class="trend"><h2>{t("trend")}</h2><p class="note">{t("trend_none")}</p></section>;
  const parties = Object.keys(points.at(-1)!.standing).sort((a, b) => Number(b === map.vendor) - Number(a === map.vendor));
  const values = points.flatMap((point) => Object.values(point.standing));
  const [low, high] = [Math.min(0, ...values) - 0.05, Math.max(0, ...values) + 0.05];
  const [start, end] = [Date.parse(points[0]!.as_of), Date.parse(points.at(-1)!.as_of)];
  const x = (iso: string) => SIZE.left + ((Date.parse(iso) - start) / Math.max(1, end - start)) * (SIZE.w - SIZE.left - SIZE.right);
  const y = (value: number) => SIZE.top + ((high - value) / (high - low)) * (SIZE.h - SIZE.top - SIZE.bottom);
  const last = points.at(-1)!;
  const labels = parties
    .map((party, index) => ({ party, index, value: last.standing[party]!, at: y(last.standing[party]!) }))
    .sort((a, b) => a.at - b.at);
  for (let i = 1; i < labels.length; i += 1) labels[i]!.at = Math.max(labels[i]!.at, labels[i - 1]!.at + 15);
  const told = labels.map((one) => `${partyName(map, one.party)} ${signed(one.value)}`).join(t("comma"));
  return (
    <section class="trend" aria-label={t("trend")}>
      <h2>{t("trend")}</h2>
      <svg viewBox={`0 0 ${SIZE.w} ${SIZE.h}`} role="img" aria-label={told}>
        <path class="axis" d={`M${SIZE.left} ${y(0)}H${SIZE.w - SIZE.right}`} />
        <text x={SIZE.left - 6} y={y(0) + 4} class="end">0</text>
        {parties.map((party, index) => {
          const known = points.filter((point) => party in point.standing);
          return (
            <g key={party} class={party === map.vendor ? "party us" : `party other-${index % 3}`}>
              <path d={known.map((point, i) => `${i ? "L" : "M"}${x(point.as_of).toFixed(1)} ${y(point.standing[party]!).toFixed(1)}`).join("")} />
              {known.map((point) => <circle key={point.as_of} cx={x(point.as_of)} cy={y(point.standing[party]!)} r="2.8"><title>{`${day(point.as_of)} ${signed(point.standing[party]!)}`}</title></circle>)}
            </g>
          );
        })}
        {labels.map((one) => (
          <text key={one.party} x={SIZE.w - SIZE.right + 8} y={one.at + 4} class={one.party === map.vendor ? "party us" : `party other-${one.index % 3}`}>
            {`${partyName(map, one.party)} ${signed(one.value)}`}
          </text>
        ))}
        <text x={SIZE.left} y={SIZE.h - 4}>{day(points[0]!.as_of)}</text>
        <text x={SIZE.w - SIZE.right} y={SIZE.h - 4} class="end">{day(last.as_of)}</text>
      </svg>
    </section>
  );
}
