// A file or pasted rows: first what they are taken for, what is asked, what would change, and every fault; then the map.

import { accountId, act, addressOf, ask, canEdit, document_, Fragment, go, h, language, LANGUAGES, pasted, Refused, save, stored, t, tell, useEffect, useSignal } from "./core";
import { Plan } from "./import/plan";
import type { Fault, ImportReport } from "./shared/types";

type RowFault = Fault & { sheet?: string | null; row?: number | null; column?: string | null; message_en?: string };
type Answers = Record<string, string>;

async function send(given: File, answers: Answers, dry: boolean): Promise<ImportReport> {
  const body = new FormData();
  body.set("file", given);
  body.set("plan", JSON.stringify({ answers }));
  return (await ask<ImportReport>("POST", `/accounts/${encodeURIComponent(accountId.value!)}/imports?dry_run=${dry}`, { body })).data;
}

/** Two records become the one that was there before, or the first; the revision that did it. */
async function merge(people: readonly string[]): Promise<number> {
  const kept = people.find((id) => stored.peek()!.document.people!.some((one) => one.id === id)) ?? people[0]!;
  const path = `/accounts/${encodeURIComponent(accountId.value!)}/people/${encodeURIComponent(kept)}/merge`;
  return (await ask<{ revision: number }>("POST", path, { body: { duplicate: people.find((id) => id !== kept) } })).data.revision;
}

export default function ImportScreen() {
  const picked = useSignal<File | null>(null);
  const answers = useSignal<Answers>({});
  const report = useSignal<ImportReport | null>(null);
  const same = useSignal<string[]>([]);
  const faults = useSignal<RowFault[]>([]);
  const busy = useSignal(false);
  const over = useSignal(false);

  const look = async (given: File | null | undefined, answered: Answers = {}) => {
    if (!given) return;
    picked.value = given;
    answers.value = answered;
    same.value = [];
    busy.value = true;
    faults.value = [];
    try {
      report.value = await send(given, answered, true);
    } catch (error) {
      report.value = null;
      if (error instanceof Refused && error.faults.length) faults.value = error.faults;
      else tell(error);
    }
    busy.value = false;
  };
  const store = async () => {
    const [given, answered, before] = [picked.value!, answers.value, report.value!.revision];
    const pairs = report.value!.duplicates!.filter(({ people }) => same.value.includes(people.join(" ")));
    const work = async () => {
      const { revision } = await send(given, answered, false);
      const revisions = revision === before ? [] : [revision];
      for (const { people } of pairs) revisions.push(await merge(people));
      return revisions;
    };
    busy.value = true;
    const done = await act(t("did_import"), work);
    busy.value = false;
    if (done) go(addressOf(accountId.value, "map", { sel: null }));
  };
  useEffect(() => {
    const given = pasted.value;
    pasted.value = null;
    void look(given);
  }, [pasted.value]);
  if (!canEdit.value) return <p class="waiting">{t("reader")}</p>;
  return (
    <section class="import">
      <h1>{t("screen_import")}</h1>
      <label
        class={over.value ? "drop over" : "drop"}
        onDragOver={(event) => (event.preventDefault(), (over.value = true))}
        onDragLeave={() => (over.value = false)}
        onDrop={(event) => (event.preventDefault(), (over.value = false), void look(event.dataTransfer?.files[0]))}
      >
        <b>{t("drop_here")}</b>
        <span class="note">{t("drop_kinds")}</span>
        <input type="file" accept=".xlsx,.csv,.zip,.json,.jsonl,.graphml,.xml,.txt" onChange={(event) => void look(event.currentTarget.files?.[0])} />
      </label>
      <p class="note">
        {t("template_note")}{" "}
        {LANGUAGES.filter(([code]) => code === language.value).map(([code]) => <button key={code} onClick={() => void save(`/import-template.xlsx?lang=${code}`, "powermap-import.xlsx")}>{t("template")}</button>)}
      </p>
      {busy.value && <p role="status">{t("reading")}</p>}
      {picked.value && faults.value.length > 0 && (
        <Fragment>
          <h2>{t("faults_in", { file: picked.value.name, count: faults.value.length })}</h2>
          <table class="list faults">
            <thead><tr><th>{t("fault_where")}</th><th>{t("fault_value")}</th><th>{t("fault_what")}</th></tr></thead>
            <tbody>
              {faults.value.slice(0, 200).map((fault, index) => (
                <tr key={index}>
                  <td>{[fault.sheet, fault.row, fault.column].filter((part) => part !== null && part !== undefined && part !== "").join(" · ") || fault.pointer}</td>
                  <td>{fault.value === null || fault.value === undefined ? "" : String(fault.value)}</td>
                  <td>{language.value === "zh" ? fault.message_zh : (fault.message_en ?? fault.message)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Fragment>
      )}
      {picked.value && report.value && (
        <Plan
          report={report.value}
          busy={busy.value}
          same={same.value}
          onSame={(pair, one) => (same.value = one ? [...same.value, pair] : same.value.filter((other) => other !== pair))}
          onAnswer={(id, answer) => void look(picked.value, { ...answers.value, [id]: answer })}
          onStore={() => void store()}
        />
      )}
      {document_.value?.people?.length === 0 && !picked.value && <p class="note">{t("import_empty")}</p>}
    </section>
  );
}
