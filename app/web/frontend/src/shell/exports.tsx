// What the account can be taken along as, and how much of it is told.

import { codesOf, h, language, analysis, PROFILES, save, session, sharing, t, useSignal } from "../core";


export function Exports() {
  const busy = useSignal("");
  const told = PROFILES.slice(PROFILES.indexOf(session.value!.clearance));
  const profile = useSignal(told[0]!);
  const purpose = useSignal("");
  const asksPurpose = profile.value === "full" && !session.value!.demo;
  const take = async (format: string, menu: HTMLDetailsElement) => {
    busy.value = format;
    await save(analysis(`export.${format}`, { lang: language.value, redact: profile.value, ...(asksPurpose && { purpose: purpose.value }) })!);
    busy.value = "";
    menu.open = false;
  };
  return (
    <details
      class="exports"
      onKeyDown={(event) => event.key === "Escape" && (event.currentTarget.open = false)}
      onFocusOut={(event) => event.relatedTarget && !event.currentTarget.contains(event.relatedTarget as Node) && (event.currentTarget.open = false)}
    >
      <summary>{t("download")}</summary>
      <div class="menu">
        <label>
          {t("redact")}
          <select name="redact" value={profile.value} onChange={(event) => (profile.value = event.currentTarget.value)}>
            {told.map((one) => <option key={one} value={one} selected={one === profile.value}>{t(`redact_${one}`)}</option>)}
          </select>
        </label>
        {asksPurpose && (
          <label>
            {t("export_purpose")}
            <select name="purpose" value={purpose.value} onChange={(event) => (purpose.value = event.currentTarget.value)}>
              <option value="">—</option>
              {codesOf("purpose").map(([code, text]) => <option key={code} value={code} selected={code === purpose.value}>{text}</option>)}
            </select>
          </label>
        )}
        {codesOf("format").map(([format, text]) => (
          <button key={format} data-format={format} disabled={busy.value !== "" || (asksPurpose && !purpose.value)} onClick={(event) => void take(format, event.currentTarget.closest("details")!)}>
            {busy.value === format ? t("loading") : text}
          </button>
        ))}
        <button name="share" onClick={(event) => ((sharing.value = true), (event.currentTarget.closest("details")!.open = false))}>{t("share")}</button>
        <a href="/docs">{t("api")}</a>
      </div>
    </details>
  );
}
