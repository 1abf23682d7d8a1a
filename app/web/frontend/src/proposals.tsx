// What somebody or something suggests to change: what it rests on, what would differ, and accepting or rejecting it.

import {
  act, ask, canEdit, coded, day, document_, h, openProposals, pathOf, t, Trouble, useReading, useSignal, newestRevision,
} from "./core";
import { titleOf, told } from "./shared/told";
import type { Proposal } from "./shared/types";

type Rec = Record<string, unknown>;
const RECENT = 12;

export default function ProposalsScreen() {
  const open = openProposals.value;
  const decided = (document_.value!.proposals ?? []).filter((one) => one.status !== "PROPOSED").sort((a, b) => ((a.decided_on ?? "") < (b.decided_on ?? "") ? 1 : -1));
  return (
    <section class="proposals">
      <h1>{t("screen_proposals")}</h1>
      {open.length === 0 && <p class="note">{t("proposals_none")}</p>}
      <ul>{open.map((one) => <Suggested key={one.id} one={one} />)}</ul>
      {decided.length > 0 && (
        <details>
          <summary>{t("proposals_decided", { count: decided.length })}</summary>
          <ul class="done">{decided.slice(0, RECENT).map((one) => <li key={one.id}>{day(one.decided_on)} · {coded("value", `status.${one.status}`)} · {whatOf(one)} <small>{one.decided_by}</small></li>)}</ul>
        </details>
      )}
    </section>
  );
}

/** Which list it is about, by the last name in its path that is one. */
function listOf(one: Proposal): string {
  const parts = one.path.split("?")[0]!.split("/");
  return parts[2] !== undefined && parts[0] === "opportunities" ? parts[2] : parts[0]!;
}

function whatOf(one: Proposal, record?: Rec | null): string {
  const title = titleOf({ ...record, ...(one.record as Rec | null) });
  return `${coded("value", `action.${one.action}`)} · ${coded("field_list", listOf(one))}${title ? ` · ${title}` : ""}`;
}

function Suggested({ one }: { one: Proposal }) {
  const busy = useSignal(false);
  const path = one.action === "ADD" ? null : pathOf(one.path);
  const now = useReading<Rec>(path);
  const suggested = (one.record ?? {}) as Rec;
  const fields = one.action === "REMOVE" ? Object.keys(now.data ?? {}) : Object.keys(suggested);
  const shown = fields.filter((field) => !["id", "name_en"].includes(field) && !(one.action === "REMOVE" && empty(now.data?.[field])));
  const decide = async (deed: "accept" | "reject") => {
    busy.value = true;
    const label = t(deed === "accept" ? "did_accept" : "did_reject", { what: whatOf(one, now.data) });
    await act(label, async () => {
      const etag = deed === "accept" && path ? (await ask("GET", path)).etag : undefined;
      await ask("POST", `${pathOf("proposals")}/${encodeURIComponent(one.id)}/${deed}`, { etag });
      return [await newestRevision()];
    });
    busy.value = false;
  };
  return (
    <li class="proposal" data-id={one.id}>
      <h2>{whatOf(one, now.data)}</h2>
      <dl>
        <div><dt>{t("proposal_source")}</dt><dd>{coded("value", `source.${one.source}`)}{one.author && ` · ${told("author", one.author)}`}{one.on && ` · ${day(one.on)}`}</dd></div>
        <div><dt>{t("evidence")}</dt><dd>{one.evidence || "—"}</dd></div>
        <div><dt>{coded("field", "confidence")}</dt><dd>{one.confidence} / 5</dd></div>
      </dl>
      {now.error && <Trouble error={now.error} />}
      <table class="list">
        <thead>
          <tr><th scope="col">{t("proposal_field")}</th>{one.action !== "ADD" && <th scope="col">{t("proposal_now")}</th>}{one.action !== "REMOVE" && <th scope="col">{t("proposal_then")}</th>}</tr>
        </thead>
        <tbody>
          {shown.map((field) => (
            <tr key={field}>
              <th scope="row">{coded("field", field)}</th>
              {one.action !== "ADD" && <td data-head={t("proposal_now")}>{told(field, now.data?.[field])}</td>}
              {one.action !== "REMOVE" && <td data-head={t("proposal_then")}><b>{told(field, suggested[field])}</b></td>}
            </tr>
          ))}
        </tbody>
      </table>
      {canEdit.value && (
        <p class="actions">
          <button class="primary" disabled={busy.value} onClick={() => void decide("accept")}>{t("accept")}</button>
          <button class="danger" disabled={busy.value} onClick={() => void decide("reject")}>{t("reject")}</button>
        </p>
      )}
    </li>
  );
}

const empty = (value: unknown) => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
