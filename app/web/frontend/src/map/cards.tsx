// A person's card, a folded department's tile, and the card that is being typed.

import { coded, Fragment, h, named, percent, t, useLayoutEffect, useRef } from "../core";
import { beginDrag, beginLine, carried, dropOn } from "./dragging";
import { draft, finish } from "./actions";
import { turnOf } from "./change";
import { around, besides, everybody, fits, lens, route, select, selected, unfolded, type Shown } from "./state";
import type { Tile } from "./fold";
import { choose, signOf, document_, canEdit, renamingStart } from "./links";

const place = (box: { x: number; y: number; w: number; h: number }) => ({
  transform: `translate(${box.x}px,${box.y}px)`,
  width: `${box.w}px`,
  height: `${box.h}px`,
});

export function Card({ one, first }: { one: Shown; first: boolean }) {
  const chosen = selected.value.includes(one.id);
  const dim = !fits(one) || (around.value && !around.value.has(one.id)) || (route.value.length > 0 && !route.value.includes(one.id));
  const classes = ["card", `size-${one.size}`, lensClass(one)];
  if (chosen) classes.push("chosen");
  if (dim) classes.push("dim");
  if (one.placeholder) classes.push("placeholder");
  if (one.guest) classes.push("guest");
  if (dropOn.value === one.id) classes.push("target");
  if (route.value.includes(one.id)) classes.push("on-route");
  const lifted = carried.value?.ids.includes(one.id) ? carried.value : null;
  if (lifted) classes.push("carried");
  const box = lifted ? { ...one.box, x: one.box.x + lifted.dx, y: one.box.y + lifted.dy } : one.box;
  const roles = one.view?.roles ?? [];
  return (
    <div
      class={classes.join(" ")}
      style={place(box)}
      data-id={one.id}
      role="button"
      tabIndex={chosen || (first && selected.value.length === 0) ? 0 : -1}
      aria-pressed={chosen}
      onPointerDown={(event) => beginDrag(event, one.id)}
      onClick={(event) => {
        const more = event.shiftKey || event.metaKey || event.ctrlKey;
        const others = more ? selected.value.filter((id) => id !== one.id) : [];
        select(more && chosen ? others : [...others, one.id]);
      }}
      onDblClick={renamingStart}
    >
      <span class="name">
        {one.order > 0 && <i class="order" title={t("mark_order")}>{one.order}</i>}
        <b>{one.name}</b>
        <span class="sign" aria-hidden="true">{signOf(one.level)}</span>
      </span>
      <span class="title">{one.title || (one.placeholder ? t("placeholder") : "")}</span>
      <span class="foot">
        <Foot one={one} />
        {roles.includes("VETO_HOLDER") && <i class="mark" aria-hidden="true" title={coded("role", "VETO_HOLDER")}>▣</i>}
        {one.view?.hidden_influencer && <i class="mark" aria-hidden="true" title={t("mark_hidden")}>◇</i>}
      </span>
      <span class="unseen">{spoken(one)}</span>
      {canEdit.value && !one.guest && (
        <span class="grip" title={t("grip")} aria-hidden="true" onPointerDown={(event) => beginLine(event, one.id)} />
      )}
    </div>
  );
}

function Foot({ one }: { one: Shown }) {
  if (lens.value === "coverage") {
    const owner = document_.value?.team?.find((member) => member.id === one.owner);
    return <span>{coded("contact", one.contact)}{owner ? ` · ${named(owner as never)}` : ""}</span>;
  }
  if (lens.value === "change") {
    const turned = turnOf(one);
    if (turned?.turn === "new") return <span>{t("turn_new")}</span>;
    return <span>{turned && turned.turn !== "same" ? `${signOf(turned.from)} → ${signOf(one.level)}` : "—"}</span>;
  }
  if (lens.value === "gaps") return <span>{one.gaps.length ? one.gaps.slice(0, 2).map((gap) => coded("gap", gap.kind)).join(t("comma")) : "—"}</span>;
  return (
    <Fragment>
      <span class="share"><i style={{ width: `${Math.min(100, one.share * 500)}%` }} /></span>
      <span>{percent(one.share)}</span>
    </Fragment>
  );
}

function lensClass(one: Shown): string {
  if (lens.value === "coverage") return `ct-${one.contact}`;
  if (lens.value === "influence") return `in-${one.size}`;
  if (lens.value === "change") return `ch-${turnOf(one)?.turn ?? "same"}`;
  if (lens.value === "gaps") return `sv-${worst(one)}`;
  return `lv-${one.level}`;
}

function worst(one: Shown): string {
  return ["CRITICAL", "HIGH", "MEDIUM", "LOW"].find((severity) => one.gaps.some((gap) => gap.severity === severity)) ?? "NONE";
}

/** What a card says by its marks and colours, for who does not see them. */
function spoken(one: Shown): string {
  const roles = (one.view?.roles ?? []).map((role) => coded("role", role));
  return [...roles, coded("level", one.level), coded("contact", one.contact), one.view?.hidden_influencer ? t("mark_hidden") : ""].filter(Boolean).join(t("comma"));
}

/** Everybody of a department who is folded away: how many, and how they stand. */
export function FoldedTile({ tile }: { tile: Tile }) {
  const levels = new Map<string, number>();
  for (const one of tile.people) levels.set(one.level, (levels.get(one.level) ?? 0) + 1);
  const open = () => choose({ open: [...unfolded.value, tile.department].join(" ") });
  return (
    <button class="tile" style={place(tile.box)} onClick={open}>
      <b>{t("more_people", { count: tile.people.length })}</b>
      <span class="stack" aria-hidden="true">
        {[...levels].map(([level, count]) => <i key={level} class={`lv-${level}`} style={{ flexGrow: `${count}` }} title={`${coded("level", level)} ${count}`} />)}
      </span>
    </button>
  );
}

/** The card one is typing. Enter keeps it, Tab goes on with a peer, Escape gives up. */
export function DraftCard() {
  const given = draft.value!;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), [given]);
  const box = besides(everybody.value, given.manager ?? undefined);
  const keys = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    event.stopPropagation();
    if (event.isComposing) return; // Enter ends the choice of characters first
    const text = event.currentTarget.value;
    if (event.key === "Escape") draft.value = null;
    else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      event.currentTarget.value = "";
      finish(text, event.key === "Tab" && text.trim() ? (event.shiftKey ? "report" : "peer") : null);
    } else return;
    if (!draft.value) document.querySelector<HTMLElement>(".canvas")?.focus();
  };
  return (
    <div class="card draft" style={place(box)}>
      <input ref={field} aria-label={t("draft")} placeholder={t("draft_hint")} maxLength={200} onKeyDown={keys} onBlur={(event) => finish(event.currentTarget.value, null)} />
      <span class="foot">{t("draft_keys")}</span>
    </div>
  );
}
