// A file or pasted rows: first what it would change and every fault, then the map.

import { accountId, addressOf, ask, canEdit, document_, Fragment, go, h, language, LANGUAGES, Refused, save, say, t, tell, useEffect, useSignal, written } from "./core";
import type { Fault, ImportReport } from "./shared/types";

const COUNTS = ["created", "updated", "deleted", "unchanged"] as const;
type RowFault = Fault & { sheet?: string | null; row?: number | null; column?: string | null; message_en?: string };

export default function ImportScreen() {
  const picked = useSignal<File | null>(null);
  const report = useSignal<ImportReport | null>(null);
  const faults = useSignal<RowFault[]>([]);
  const busy = useSignal(false);
  const over = useSignal(false);

  const send = async (given: File, dry: boolean): Promise<ImportReport | null> => {
    const body = new FormData();
    body.set("file", given);
    busy.value = true;
    try {
      return (await ask<ImportReport>("POST", `/accounts/${encodeURIComponent(accountId.value!)}/imports?dry_run=${dry}`, { body })).data;
    } catch (error) {
      if (error instanceof Refused && error.faults.length) faults.value = error.faults;
      else tell(error);
      return null;
    } finally {
      busy.value = false;
    }
  };
  const look = async (given: File | undefined) => {
    if (!given) return;
    picked.value = given;
    faults.value = [];
    report.value = null;
    report.value = await send(given, true);
  };
  const store = async () => {
    if (!picked.value || !(await send(picked.value, false))) return;
    say(t("did_import"));
    written.value += 1;
    go(addressOf(accountId.value, "map", { sel: null }));
  };
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.matches("input, textarea")) return;
      const data = event.clipboardData;
      const text = data?.getData("text/plain") ?? "";
      void look(data?.files[0] ?? (text.trim() ? new File([text], "people.csv", { type: "text/csv" }) : undefined));
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
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
        <div class="outcome">
          <h2>{picked.value.name}</h2>
          <dl class="deal-facts">{COUNTS.map((name) => <div key={name}><dt>{t(`count_${name}`)}</dt><dd>{report.value![name]}</dd></div>)}</dl>
          <button class="primary" disabled={busy.value} onClick={() => void store()}>{t("import_store")}</button>
        </div>
      )}
      {document_.value?.people?.length === 0 && !picked.value && <p class="note">{t("import_empty")}</p>}
    </section>
  );
}
