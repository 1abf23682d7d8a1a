// The map: all of the window, the keys that edit it, the lenses, and how to begin where there is nobody yet.

import { batch, canEdit, choose, codesOf, coded, day, document_, Fragment, h, Link, listed, named, accountId, parameter, t, Trouble, underWay, useEffect, Waiting, LevelMark } from "./core";
import { askAttitude, begin, draft, removeChosen, renaming, reparent, showPath, strip } from "./map/actions";
import { gone, since, snapshots, TURNS } from "./map/change";
import { Canvas, fit, show, zoomBy } from "./map/canvas";
import { Overview } from "./map/overview";
import { Panel } from "./map/panel";
import { drawn, everybody, failure, fetching, filter, focus, lens, LENSES, power, route, select, selected } from "./map/state";
import { StripNow } from "./map/strips";

export default function MapScreen() {
  useEffect(() => {
    addEventListener("keydown", keys);
    return () => {
      removeEventListener("keydown", keys);
      batch(() => {
        draft.value = null;
        strip.value = null;
        route.value = [];
      });
    };
  }, []);
  if (failure.value && !power.value) return <Trouble error={failure.value} />;
  if (!power.value || power.value.account !== document_.value?.account.id) return <Waiting />;
  return (
    <section class="map" aria-label={t("screen_map")} aria-busy={fetching.value || underWay.value > 0}>
      <Canvas />
      {everybody.value.size === 0 && !draft.value && <Empty />}
      <Tools />
      <Panel />
      <StripNow />
    </section>
  );
}

function Empty() {
  return (
    <div class="empty">
      <h1>{t("empty_title")}</h1>
      {canEdit.value && (
        <Fragment>
          <p>{t("empty_keys")}</p>
          <button class="primary" onClick={() => begin("report")}>{t("first_person")} <kbd>Enter</kbd></button>
          <Link account={accountId.value} screen="import" class="button">{t("screen_import")}</Link>
        </Fragment>
      )}
    </div>
  );
}

function Tools() {
  const held = filter.value;
  const roles = new Set([...everybody.value.values()].flatMap((one) => one.view?.roles ?? []));
  const select_ = (name: "level" | "contact" | "role", vocabulary: string, has: (code: string) => boolean) => (
    <select aria-label={t(`filter_${name}`)} value={held[name]} onChange={(event) => choose({ [name]: event.currentTarget.value || null })}>
      <option value="" selected={!held[name]}>{t(`filter_${name}`)}</option>
      {codesOf(vocabulary).filter(([code]) => has(code)).map(([code, text]) => <option key={code} value={code} selected={held[name] === code}>{text}</option>)}
    </select>
  );
  const everyone = [...everybody.value.values()];
  return (
    <Fragment>
      <div class="tools">
        <Overview />
        <span class="group lenses" role="group" aria-label={t("lens")}>
          {LENSES.map((one, index) => (
            <button key={one} aria-pressed={lens.value === one} onClick={() => choose({ lens: one === "attitude" ? null : one })} title={`${t(`lens_${one}`)} ${index + 1}`}>
              {t(`lens_${one}`)}
            </button>
          ))}
        </span>
        {lens.value === "change" && <Since />}
        {everyone.length > 0 && (
          <Fragment>
            {select_("level", "level", (code) => everyone.some((one) => one.level === code))}
            {select_("contact", "contact", (code) => everyone.some((one) => one.contact === code))}
            {roles.size > 0 && select_("role", "role", (code) => roles.has(code))}
          </Fragment>
        )}
        {(focus.value || route.value.length > 0) && <button onClick={() => ((route.value = []), choose({ focus: null }))}>{t("show_all")}</button>}
      </div>
      <div class="zooms">
        <button class="icon" aria-label={t("zoom_in")} title={t("zoom_in")} onClick={() => zoomBy(1.25)}>+</button>
        <button class="icon" aria-label={t("zoom_out")} title={t("zoom_out")} onClick={() => zoomBy(0.8)}>−</button>
        <button class="icon" aria-label={t("fit")} title={t("fit")} onClick={() => fit(true)}>⤢</button>
      </div>
      <Legend />
    </Fragment>
  );
}

function Since() {
  const kept = since.value;
  if (!kept) return <span class="note since">{t("trend_none")}</span>;
  return (
    <Fragment>
      <select class="since" aria-label={t("since")} value={kept.id} onChange={(event) => choose({ since: event.currentTarget.value })}>
        {snapshots.value.map((one) => <option key={one.id} value={one.id} selected={one.id === kept.id}>{`${t("since")} ${one.name} · ${day(one.as_of)}`}</option>)}
      </select>
      {gone.value.length > 0 && <span class="note since">{t("turn_gone", { names: listed(gone.value.map(named)) })}</span>}
    </Fragment>
  );
}

function Legend() {
  const shown = drawn.value.cards;
  const open = parameter("legend") === "1";
  const entries: [string, string][] =
    lens.value === "attitude"
      ? codesOf("level").filter(([code]) => shown.some((one) => one.level === code))
      : lens.value === "coverage"
        ? codesOf("contact").filter(([code]) => shown.some((one) => one.contact === code))
        : lens.value === "gaps"
          ? codesOf("severity")
          : lens.value === "change"
            ? TURNS.map((turn) => [turn, t(`turn_${turn}`)])
            : [];
  const swatch = { attitude: "", coverage: "ct-", gaps: "sv-", influence: "in-", change: "ch-" }[lens.value];
  return (
    <details class="legend" open={open}>
      <summary>{t("legend")}</summary>
      <ul>
        {entries.map(([code, text]) => (
          <li key={code}>
            {lens.value === "attitude" ? <LevelMark level={code} /> : <span class={`swatch ${swatch}${code}`} />}
            {lens.value === "attitude" ? "" : ` ${text}`}
          </li>
        ))}
        <li><i class="order">1</i> {t("mark_order")}</li>
        <li>▣ {coded("role", "VETO_HOLDER")}</li>
        <li>◇ {t("mark_hidden")}</li>
        <li><svg class="line-sample" viewBox="0 0 30 8"><path class="wire solid" d="M0 4H30" /></svg> {t("line_reporting")}</li>
        <li><svg class="line-sample" viewBox="0 0 30 8"><path class="wire influence" d="M0 4H30" /></svg> {t("line_influence")}</li>
      </ul>
      {canEdit.value && <p class="keys">{t("keys_edit")}</p>}
      <p class="keys">{t("keys_look")}</p>
    </details>
  );
}

/** Where the next card stands in a direction: the nearest whose bearing is more that way than another. */
function neighbour(direction: string): string | null {
  const cards = drawn.value.cards;
  const from = cards.find((one) => one.id === selected.value[0]);
  if (!from) return cards[0]?.id ?? null;
  const [ux, uy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[direction] as [number, number];
  let best: [number, string] | null = null;
  for (const one of cards) {
    const [dx, dy] = [one.box.x + one.box.w / 2 - from.box.x - from.box.w / 2, one.box.y + one.box.h / 2 - from.box.y - from.box.h / 2];
    const along = dx * ux + dy * uy;
    const across = Math.abs(dx * uy) + Math.abs(dy * ux);
    if (along <= 1 || across > 2 * along) continue;
    const cost = along + 2 * across;
    if (!best || cost < best[0]) best = [cost, one.id];
  }
  return best?.[1] ?? null;
}

function keys(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (target.matches("input, textarea, select") || (target.closest(".panel, .bar, .rail, .tools, .zooms, .legend, .toasts, .strip, .empty") && ["Enter", " ", "Tab"].includes(event.key))) return;
  const chosen = selected.value;
  const acts: Record<string, () => void> = {
    Escape: () => (route.value.length || focus.value ? ((route.value = []), choose({ focus: null })) : select([])),
    "-": () => askAttitude(-1),
    "−": () => askAttitude(-1),
    "0": () => askAttitude(0),
    "+": () => askAttitude(1),
    "=": () => askAttitude(1),
    Delete: () => void removeChosen(),
    Backspace: () => void removeChosen(),
    F2: () => (renaming.value = true),
    l: () => canEdit.value && chosen.length && (strip.value = { kind: "contact", people: chosen }),
    o: () => canEdit.value && chosen.length && (strip.value = { kind: "owner", people: chosen }),
    f: () => choose({ focus: focus.value ? null : (chosen[0] ?? null) }),
    p: () => void showPath(),
    m: () => chosen.length === 2 && reparent([chosen[0]!], chosen[1]!),
    ...Object.fromEntries(LENSES.map((one, index) => [String(index + 1), () => choose({ lens: one === "attitude" ? null : one })])),
  };
  if (event.key.startsWith("Arrow")) {
    const next = neighbour(event.key);
    if (next) {
      event.preventDefault();
      select([next]);
      show(next);
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`.card[data-id="${CSS.escape(next)}"]`)?.focus({ preventScroll: true }));
    }
    return;
  }
  if (canEdit.value && !strip.value && (event.key === "Enter" || (event.key === "Tab" && chosen.length === 1 && !event.shiftKey))) {
    if (target.closest(".card") && event.key === "Enter" && !chosen.includes(target.closest<HTMLElement>(".card")!.dataset.id ?? "")) {
      event.preventDefault();
      select([target.closest<HTMLElement>(".card")!.dataset.id!]);
      return;
    }
    event.preventDefault();
    begin(event.key === "Enter" ? "report" : "peer");
    return;
  }
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
