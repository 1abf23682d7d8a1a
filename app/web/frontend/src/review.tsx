// The review: the verdict, every check with who is concerned and where it is mended, the snapshots, and a new one.

import { accountId, ask, canEdit, coded, day, Fragment, h, Link, named, ofOpportunity, opportunity, ruled, say, t, tell, Trouble, useReading, useSignal, Waiting, written } from "./core";
import { document_, peopleById } from "./core";
import type { CheckResult, Review, Snapshots } from "./shared/types";

const ORDER = ["FAIL", "CONDITIONAL", "WAIVED", "PASS"];

export default function ReviewScreen() {
  const review = useReading<Review>(ofOpportunity("review"));
  const account = encodeURIComponent(accountId.value!);
  const snapshots = useReading<Snapshots>(`/accounts/${account}/snapshots?limit=200`);
  if (!opportunity.value) return <p class="waiting">{t("no_opportunities")}</p>;
  if (review.error && !review.data) return <Trouble error={review.error} />;
  if (!review.data) return <Waiting />;
  const checks = [...review.data.checks].sort((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result));
  return (
    <section class="review">
      <h1>{t("screen_review")} <span class={`verdict vd-${review.data.verdict}`}>{coded("result", review.data.verdict)}</span></h1>
      <ul class="all-checks">{checks.map((check) => <OneCheck key={check.id} check={check} />)}</ul>
      <h2>{t("snapshots")}</h2>
      <ul class="snapshots">
        {[...(snapshots.data?.items ?? [])].reverse().map((one) => <li key={one.id}><b>{one.name}</b> <span>{day(one.taken_at)}</span> <small>{one.reason}</small></li>)}
      </ul>
      {canEdit.value && <Freeze />}
    </section>
  );
}

function OneCheck({ check }: { check: CheckResult }) {
  const people = check.people.map((id) => peopleById.value.get(id)).filter((one) => one !== undefined);
  const members = (document_.value?.team ?? []).filter((one) => check.members.includes(one.id)).map((one) => named(one as never));
  const open = check.result === "CONDITIONAL" || check.result === "FAIL";
  return (
    <li class={`gate-check vd-${check.result}`}>
      <b class="result">{coded("result", check.result)}</b>
      <div>
        <p>{ruled(check)}</p>
        {open && people.length > 0 && (
          <p class="names">
            {people.map((one, index) => (
              <Fragment key={one.id}>{index > 0 && t("comma")}<Link account={accountId.value} screen="map" with={{ sel: one.id }}>{named(one)}</Link></Fragment>
            ))}
            {members.length > 0 && <small> {t("mended_by", { who: members.join(t("comma")) })}</small>}
          </p>
        )}
      </div>
      {open && people.length > 0 && (
        <Link account={accountId.value} screen="map" with={{ sel: people[0]!.id, lens: "gaps" }} class="button">{t("mend")}</Link>
      )}
    </li>
  );
}

function Freeze() {
  const busy = useSignal(false);
  const freeze = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    busy.value = true;
    try {
      const body = { name: fields.get("name"), reason: fields.get("reason"), opportunity: opportunity.value?.id };
      await ask("POST", `/accounts/${encodeURIComponent(accountId.value!)}/snapshots`, { body });
      form.reset();
      say(t("did_freeze"));
      written.value += 1;
    } catch (error) {
      tell(error);
    }
    busy.value = false;
  };
  return (
    <form class="freeze" onSubmit={freeze}>
      <input name="name" required maxLength={200} placeholder={t("snapshot_name")} aria-label={t("snapshot_name")} />
      <input name="reason" required maxLength={1000} placeholder={t("snapshot_reason")} aria-label={t("snapshot_reason")} />
      <button class="primary" disabled={busy.value}>{t("freeze")}</button>
    </form>
  );
}
