// One line at the foot of the map that asks for what an edit needs: Enter stores it, Escape gives up.

import { codesOf, coded, document_, h, named, t, today, useLayoutEffect, useRef, useSignal, type ComponentChildren } from "../core";
import type { Level } from "../shared/types";
import { influenceRecord, logContact, partyNames, SCALE, setAttitude, setInfluence, setOwner, strip, whom, type Strip } from "./actions";
import { everybody, vendor } from "./state";
import { signOf } from "./links";

const NEW = "+";

function Line(props: { title: string; onStore: (form: FormData) => void; children: ComponentChildren; onKey?: (event: KeyboardEvent) => void }) {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    (form.current?.querySelector("[data-first]") as HTMLElement | null)?.focus();
  }, []);
  const close = () => {
    strip.value = null;
    document.querySelector<HTMLElement>(".card.chosen")?.focus();
  };
  return (
    <form
      class="strip"
      ref={form}
      aria-label={props.title}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
        else if (event.key === "Enter" && (event.target as Element).matches("[role=radio], select")) {
          event.preventDefault(); // the line is stored, as from a field
          form.current!.requestSubmit();
        } else props.onKey?.(event);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        props.onStore(new FormData(form.current!));
        close();
      }}
    >
      <b class="strip-title">{props.title}</b>
      {props.children}
      <button class="primary">{t("store")}</button>
      <button type="button" onClick={close}>{t("cancel")}</button>
    </form>
  );
}

export function StripNow() {
  const asked = strip.value;
  if (!asked) return null;
  if (asked.kind === "attitude") return <AttitudeLine asked={asked} />;
  if (asked.kind === "contact") return <ContactLine people={asked.people} />;
  if (asked.kind === "owner") return <OwnerLine people={asked.people} />;
  return <InfluenceLine asked={asked} key={`${asked.source} ${asked.target} ${asked.subkind}`} />;
}

function Day() {
  return (
    <label>
      {t("on")}
      <input type="date" name="on" required defaultValue={today()} max="2199-12-31" />
    </label>
  );
}

function AttitudeLine({ asked }: { asked: Strip & { kind: "attitude" } }) {
  const level = useSignal<Level>(asked.level);
  const step = (event: KeyboardEvent) => {
    const by = { "+": 1, "=": 1, "-": -1, "−": -1 }[event.key];
    const field = event.target as HTMLInputElement;
    if (!by || (field.type === "text" && field.value !== "") || field.type === "date") return;
    event.preventDefault();
    level.value = SCALE[Math.max(0, Math.min(SCALE.length - 1, SCALE.indexOf(level.value) + by))]!;
  };
  return (
    <Line
      title={t("attitude_of", { who: whom(asked.people) })}
      onKey={step}
      onStore={(form) => setAttitude(asked.people, String(form.get("toward")), level.value, String(form.get("on")), String(form.get("evidence")).trim())}
    >
      <select name="toward" aria-label={t("toward")} defaultValue={vendor.value ?? "US"}>
        {partyNames().map(([id, name]) => <option key={id} value={id}>{name}</option>)}
      </select>
      <span class="scale" role="radiogroup" aria-label={t("attitude")}>
        {SCALE.map((one) => (
          <button key={one} type="button" role="radio" aria-checked={one === level.value} class={`lv-${one}`} title={coded("level", one)} onClick={() => (level.value = one)}>
            {signOf(one)}
          </button>
        ))}
      </span>
      <span class="chosen-level">{coded("level", level.value)}</span>
      <input data-first type="text" name="evidence" class="wide" placeholder={t("evidence_hint")} aria-label={t("evidence")} maxLength={10_000} />
      <Day />
    </Line>
  );
}

function ContactLine({ people }: { people: string[] }) {
  const kind = useSignal("VISIT");
  const team = document_.value?.team ?? [];
  const owner = everybody.value.get(people[0]!)?.owner ?? team[0]?.id ?? "";
  return (
    <Line
      title={t("contact_with", { who: whom(people) })}
      onStore={(form) => {
        const member = String(form.get("member") ?? "");
        logContact(people, kind.value, String(form.get("on")), member ? [member] : [], String(form.get("note")).trim(), String(form.get("compliance") ?? "").trim());
      }}
    >
      <select name="kind" aria-label={t("kind")} value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value)}>
        {codesOf("activity").map(([code, text]) => <option key={code} value={code}>{text}</option>)}
      </select>
      <Day />
      <label>
        {t("by")}
        <select name="member" defaultValue={owner}>
          {team.map((one) => <option key={one.id} value={one.id}>{named(one as never)}</option>)}
        </select>
      </label>
      {kind.value === "HOSPITALITY" && <input name="compliance" required placeholder={t("compliance")} aria-label={t("compliance")} maxLength={200} />}
      <input data-first type="text" name="note" class="wide" placeholder={t("note_hint")} aria-label={t("note")} maxLength={10_000} />
    </Line>
  );
}

function OwnerLine({ people }: { people: string[] }) {
  const team = document_.value?.team ?? [];
  const member = useSignal(everybody.value.get(people[0]!)?.owner ?? team[0]?.id ?? NEW);
  return (
    <Line title={t("owner_of", { who: whom(people) })} onStore={(form) => setOwner(people, member.value, member.value === NEW ? String(form.get("called")).trim() : "")}>
      <select data-first aria-label={t("owner")} value={member.value} onChange={(event) => (member.value = event.currentTarget.value)}>
        {team.map((one) => <option key={one.id} value={one.id}>{`${named(one as never)} · ${coded("team_role", one.role)}`}</option>)}
        <option value={NEW}>{t("new_member")}</option>
      </select>
      {member.value === NEW && <input name="called" required class="wide" placeholder={t("member_name")} aria-label={t("member_name")} maxLength={200} />}
    </Line>
  );
}

function InfluenceLine({ asked }: { asked: Strip & { kind: "influence" } }) {
  const was = asked.subkind ? influenceRecord(asked.source, asked.target, asked.subkind) : null;
  const strength = useSignal(was ? Math.max(1, Math.min(9, Math.round(was.strength * 10))) : 5);
  const name = (id: string) => everybody.value.get(id)?.name ?? id;
  const digits = (event: KeyboardEvent) => {
    if (!/^[1-9]$/.test(event.key) || (event.target as HTMLElement).matches("input[type=text], input[type=date]")) return;
    event.preventDefault();
    strength.value = Number(event.key);
  };
  return (
    <Line
      title={`${name(asked.source)} → ${name(asked.target)}`}
      onKey={digits}
      onStore={(form) => {
        const same = was && Math.round(was.strength * 10) === strength.value;
        const record = {
          ...(was ?? { confidence: 3, on: today() }),
          reported_by: null, // whoever changes a line says what it says from now on
          source: asked.source,
          target: asked.target,
          kind: String(form.get("kind")),
          strength: same ? was.strength : strength.value / 10,
          evidence: String(form.get("evidence")).trim(),
        };
        setInfluence(asked.source, asked.target, asked.subkind, record);
      }}
    >
      <span class="digits" role="radiogroup" aria-label={t("strength")}>
        {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((one) => (
          <button key={one} type="button" role="radio" aria-checked={one === strength.value} data-first={one === strength.value ? "" : undefined} onClick={() => (strength.value = one)}>
            {one}
          </button>
        ))}
      </span>
      <select name="kind" aria-label={t("kind")} defaultValue={asked.subkind ?? "PROFESSIONAL"}>
        {codesOf("influence").map(([code, text]) => <option key={code} value={code}>{text}</option>)}
      </select>
      <input type="text" name="evidence" class="wide" placeholder={t("evidence_hint")} aria-label={t("evidence")} defaultValue={was?.evidence ?? ""} maxLength={10_000} />
      {was && (
        <button type="button" class="danger" onClick={() => (setInfluence(asked.source, asked.target, asked.subkind, null), (strip.value = null))}>{t("delete")}</button>
      )}
    </Line>
  );
}
