// Who is chosen: what is known, why it counts, what is missing, and every line, each with what can be done about it.

import { canEdit, choose, coded, day, document_, either, Fragment, h, LevelMark, Link, named, partyName, percent, ruled, signed, t, useEffect, useRef, useSignal, peopleById } from "../core";
import type { PersonView } from "../shared/types";
import { askAttitude, change, moveInto, renaming, removeChosen, reparent, showPath, strip } from "./actions";
import { everybody, focus, lines, managers, power, select, selected, type Shown } from "./state";

const NEW = "+";

export function Panel() {
  const ids = selected.value;
  if (ids.length === 0) return null;
  if (ids.length > 1) return <Several ids={ids} />;
  return <One one={everybody.value.get(ids[0]!)!} key={ids[0]} />;
}

function Close() {
  return <button class="icon close" aria-label={t("close")} onClick={() => select([])}>×</button>;
}

function Several({ ids }: { ids: string[] }) {
  return (
    <aside class="panel" aria-label={t("chosen")}>
      <Close />
      <h2>{t("several", { count: ids.length })}</h2>
      <ul class="plain">{ids.map((id) => <li key={id}>{everybody.value.get(id)!.name}</li>)}</ul>
      <Actions ids={ids} />
    </aside>
  );
}

function Actions({ ids }: { ids: string[] }) {
  const own = ids.filter((id) => peopleById.value.has(id));
  return (
    <div class="actions">
      {canEdit.value && own.length > 0 && (
        <Fragment>
          <button onClick={() => askAttitude(0)}>{t("attitude")} <kbd>−0+</kbd></button>
          <button onClick={() => (strip.value = { kind: "contact", people: own })}>{t("contact")} <kbd>L</kbd></button>
          <button onClick={() => (strip.value = { kind: "owner", people: own })}>{t("owner")} <kbd>O</kbd></button>
        </Fragment>
      )}
      {ids.length === 1 && <button aria-pressed={focus.value === ids[0]} onClick={() => choose({ focus: focus.value ? null : ids[0]! })}>{t("two_hops")} <kbd>F</kbd></button>}
      {ids.length === 2 && <button onClick={() => void showPath()}>{t("path")} <kbd>P</kbd></button>}
      {canEdit.value && own.length > 0 && <button class="danger" onClick={() => void removeChosen()}>{t("delete")} <kbd>Del</kbd></button>}
    </div>
  );
}

function One({ one }: { one: Shown }) {
  const view = one.view;
  return (
    <aside class="panel" aria-label={one.name}>
      <Close />
      {canEdit.value && !one.guest ? (
        <Fragment>
          <div class="on-phone"><Told one={one} /></div>
          <Fields one={one} />
        </Fragment>
      ) : (
        <Told one={one} />
      )}
      <Actions ids={[one.id]} />
      {view && <Facts view={view} one={one} />}
      {one.gaps.length > 0 && (
        <section>
          <h3>{t("gaps")}</h3>
          <ul class="gaps">
            {one.gaps.map((gap) => (
              <li key={gap.kind} class={`sv-${gap.severity}`}>
                <b>{coded("gap", gap.kind)}</b> <small>{ruled(gap)}</small>
                <p>{either(gap.next_step)}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {view && <Reasons view={view} />}
      <Connections one={one} />
    </aside>
  );
}

function Told({ one }: { one: Shown }) {
  const department = power.value?.departments.find((each) => each.id === one.departmentId);
  return (
    <Fragment>
      <h2>{one.name}</h2>
      <p class="note">{[one.title, department && named(department)].filter(Boolean).join(" · ")}</p>
      {one.guest && <p class="note">{t("guest")} <Link account={one.view!.account_id!} screen="map">{one.view!.account_id}</Link></p>}
    </Fragment>
  );
}

function Fields({ one }: { one: Shown }) {
  const person = peopleById.value.get(one.id)!;
  const document = document_.value!;
  const first = useRef<HTMLInputElement>(null);
  const naming = useSignal(false);
  useEffect(() => {
    if (!renaming.value) return;
    renaming.value = false;
    first.current?.select();
  }, [renaming.value]);
  const text = (field: "name" | "name_en" | "title" | "title_en", label: string, ref?: typeof first) => (
    <label class={`field ${field}`}>
      <span>{label}</span>
      <input
        ref={ref}
        value={person[field] ?? ""}
        maxLength={200}
        required={field === "name"}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") (event.currentTarget.value = person[field] ?? ""), event.currentTarget.blur();
        }}
        onBlur={(event) => {
          const value = event.currentTarget.value.trim();
          if (value || field !== "name") change(one.id, { [field]: value });
          else event.currentTarget.value = person.name;
        }}
      />
    </label>
  );
  return (
    <div class="fields" key={`${one.id} ${person.name}`}>
      {text("name", t("name"), first)}
      {text("name_en", t("name_en"))}
      {text("title", t("title"))}
      {text("title_en", t("title_en"))}
      <label class="field">
        <span>{t("department")}</span>
        {naming.value ? (
          <input autofocus maxLength={200} onKeyDown={(event) => (event.stopPropagation(), event.key === "Enter" && event.currentTarget.blur())} onBlur={(event) => ((naming.value = false), event.currentTarget.value.trim() && moveInto(one.id, null, event.currentTarget.value.trim()))} />
        ) : (
          <select
            value={person.department_id ?? ""}
            onChange={(event) => (event.currentTarget.value === NEW ? (naming.value = true) : moveInto(one.id, event.currentTarget.value || null))}
          >
            <option value="" selected={!person.department_id}>{t("no_department")}</option>
            {(document.departments ?? []).map((each) => <option key={each.id} value={each.id} selected={each.id === person.department_id}>{named(each)}</option>)}
            <option value={NEW}>{t("new_department")}</option>
          </select>
        )}
      </label>
      <label class="field">
        <span>{t("rank")}</span>
        <select value={person.rank} onChange={(event) => change(one.id, { rank: Number(event.currentTarget.value), rank_assumed: null })}>
          {[1, 2, 3, 4, 5, 6].map((rank) => <option key={rank} value={rank} selected={rank === person.rank}>{coded("rank", String(rank))}</option>)}
        </select>
      </label>
      <label class="field">
        <span>{t("manager")}</span>
        <select value={managers.value.get(one.id) ?? ""} onChange={(event) => reparent([one.id], event.currentTarget.value || null)}>
          <option value="" selected={!managers.value.has(one.id)}>{t("no_manager")}</option>
          {[...everybody.value.values()].filter((other) => other.id !== one.id && !other.guest).map((other) => (
            <option key={other.id} value={other.id} selected={managers.value.get(one.id) === other.id}>{other.name}</option>
          ))}
        </select>
      </label>
      <label class="check"><input type="checkbox" checked={person.placeholder ?? false} onChange={(event) => change(one.id, { placeholder: event.currentTarget.checked })} />{t("is_placeholder")}</label>
      <label class="check"><input type="checkbox" checked={person.external ?? false} onChange={(event) => change(one.id, { external: event.currentTarget.checked })} />{t("is_external")}</label>
    </div>
  );
}

function Facts({ view, one }: { view: PersonView; one: Shown }) {
  const owner = document_.value?.team?.find((member) => member.id === one.owner);
  const rows: [string, string][] = [
    [t("decision_influence"), `${percent(view.scores.decision_influence)} · ${t("class", { name: view.class })}`],
    ...(view.roles.length ? [[t("roles"), view.roles.map((role) => coded("role", role)).join(t("comma"))] as [string, string]] : []),
    [t("contact"), [coded("contact", view.coverage.level), view.coverage.last_contact ? day(view.coverage.last_contact) : ""].filter(Boolean).join(" · ")],
    [t("owner"), owner ? named(owner as never) : "—"],
    ...(view.style ? [[t("style"), coded("style", view.style)] as [string, string]] : []),
  ];
  return (
    <section>
      <dl class="facts">{rows.map(([label, value]) => <Fragment key={label}><dt>{label}</dt><dd>{value}</dd></Fragment>)}</dl>
      <h3>{t("attitudes")}</h3>
      <ul class="attitudes">
        {Object.keys(power.value!.parties).map((party) => {
          const held = view.attitudes[party];
          const evidence = newest(view.id, party, held?.on);
          return (
            <li key={party}>
              <span>{partyName(power.value!, party)}</span> <LevelMark level={held?.level ?? "UNKNOWN"} /> {held && <small>{day(held.on)}</small>}
              {evidence && <p class="evidence">{evidence}</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function newest(person: string, toward: string, on: string | undefined): string {
  return document_.value?.attitudes?.find((one) => one.person === person && one.toward === toward && one.on === on)?.evidence ?? "";
}

function Reasons({ view }: { view: PersonView }) {
  const parts = view.explanation.slice(0, 5);
  const stages = new Map(power.value!.stages.map((stage) => [stage.id, stage]));
  if (parts.length === 0) return null;
  return (
    <section>
      <h3>{t("why")}</h3>
      <ul class="reasons">
        {parts.map((part, index) => (
          <li key={index}>
            <span>{part.voter ? (part.voter === view.id ? t("own_vote") : t("vote_of", { name: everybody.value.get(part.voter)?.name ?? part.voter })) : ""}{part.stage ? ` · ${coded("stage", stages.get(part.stage)?.kind)}` : ""}</span>
            <b>{percent(part.share)}</b>
          </li>
        ))}
      </ul>
      {view.margin !== null && <p class="note">{t("margin", { value: signed(view.margin) })}</p>}
    </section>
  );
}

function Connections({ one }: { one: Shown }) {
  const mine = lines.value.filter((edge) => edge.source === one.id || edge.target === one.id);
  if (mine.length === 0) return null;
  const told = (edge: (typeof mine)[number]): string => {
    const out = edge.source === one.id;
    if (edge.kind === "REPORTS_TO") return t(out ? "reports_to" : "leads");
    if (edge.kind === "INFLUENCES") return t(out ? "influences" : "influenced_by");
    return coded("line", edge.kind);
  };
  return (
    <section>
      <h3>{t("lines")}</h3>
      <ul class="connections">
        {mine.map((edge) => {
          const other = edge.source === one.id ? edge.target : edge.source;
          const name = everybody.value.get(other)?.name ?? other;
          return (
            <li key={`${edge.kind} ${edge.source} ${edge.target} ${edge.subkind}`}>
              <span>{told(edge)}</span> <button class="text" onClick={() => select([other])}>{name}</button>
              {edge.kind === "INFLUENCES" && (
                <Fragment>
                  <span class="strength-bar" title={`${t("strength")} ${Math.round((edge.strength ?? 0) * 10)}`}><i style={{ width: `${(edge.strength ?? 0) * 100}%` }} /></span>
                  {canEdit.value && <button class="text" aria-label={t("change_line", { name })} onClick={() => (strip.value = { kind: "influence", source: edge.source, target: edge.target, subkind: edge.subkind ?? null })}>✎</button>}
                </Fragment>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
