// A link for people without a key: for whom, what it tells, until when; those there are, and taking one back.

import {
  accountId, ask, canEdit, day, Dialog, h, language, opportunity, PROFILES, session, sharing, t, tell, today, useReading, useSignal, written,
} from "./core";

interface Link {
  id: string;
  path?: string | null;
  purpose: string;
  redact: string;
  expires_at: string;
  revoked_at?: string | null;
  made_by: string;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const LONGEST_DAYS = 89;
const later = (days: number) => new Date(Date.parse(today()) + days * DAY_MS).toISOString().slice(0, 10);

export default function Share() {
  const profiles = PROFILES.slice(PROFILES.indexOf(session.value!.clearance));
  const path = `/accounts/${encodeURIComponent(accountId.value!)}/shares`;
  const links = useReading<{ items: Link[] }>(path);
  const purpose = useSignal("");
  const redact = useSignal(profiles.find((one) => one !== "full")!);
  const until = useSignal(later(USUAL_DAYS));
  const made = useSignal("");
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      tell(error);
    }
    written.value += 1;
  };
  const make = () =>
    attempt(async () => {
      const body = {
        purpose: purpose.value,
        redact: redact.value,
        opportunity: opportunity.value?.id ?? null,
        lang: language.value,
        expires_at: new Date(`${until.value}T23:59:59`).toISOString(),
      };
      const { data } = await ask<Link>("POST", path, { body });
      made.value = location.origin + data.path!;
    });
  const over = (one: Link) => !!one.revoked_at || Date.parse(one.expires_at) < Date.now();
  return (
    <Dialog title={t("share")} onClose={() => (sharing.value = false)}>
      <p>{t("share_note")}</p>
      <form class="share" onSubmit={(event) => (event.preventDefault(), void make())}>
        <label>{t("share_purpose")}<input name="purpose" required maxLength={200} value={purpose.value} onInput={(event) => (purpose.value = event.currentTarget.value)} /></label>
        <label>
          {t("redact")}
          <select name="profile" value={redact.value} onChange={(event) => (redact.value = event.currentTarget.value)}>
            {profiles.map((one) => <option key={one} value={one} selected={one === redact.value}>{t(`redact_${one}`)}</option>)}
          </select>
        </label>
        <label>
          {t("share_until")}
          <input type="date" name="until" required min={today()} max={later(LONGEST_DAYS)} value={until.value} onInput={(event) => (until.value = event.currentTarget.value)} />
        </label>
        <button class="primary">{t("share_make")}</button>
      </form>
      {made.value && (
        <p class="shared">
          <label>{t("share_link")}<input name="link" readOnly value={made.value} onFocus={(event) => event.currentTarget.select()} /></label>
          <button onClick={() => void navigator.clipboard?.writeText(made.value)}>{t("share_copy")}</button>
        </p>
      )}
      {!!links.data?.items.length && <h3>{t("shares")}</h3>}
      <ul class="shares">
        {links.data?.items.map((one) => (
          <li key={one.id}>
            <b>{one.purpose}</b> {t(`redact_${one.redact}`)} · {day(one.expires_at.slice(0, 10))}{" "}
            {over(one) ? t("share_over") : (canEdit.value || one.made_by === session.value?.name) && <button onClick={() => void attempt(async () => void (await ask("DELETE", `${path}/${one.id}`)))}>{t("share_revoke")}</button>}
          </li>
        ))}
      </ul>
      <div class="actions"><button onClick={() => (sharing.value = false)}>{t("close")}</button></div>
    </Dialog>
  );
}
