// The review: its pictures, the verdict, every check with who is concerned and where it is mended, the snapshots, a new one, and any two compared.

import {
  accountId, analysis, ask, canDecide, choose, coded, day, Fragment, h, language, Link, named, ofOpportunity, opportunity, parameter, ruled, say, t, tell, Trouble,
  useEffect, useReading, useRef, useSignal, Waiting, written,
} from "./core";
import { document_, peopleById } from "./core";
import { Compared } from "./review/compare";
import type { CheckResult, Review, Snapshots } from "./shared/types";
import type { Presented, Presenting } from "./viewer";

const ORDER = ["FAIL", "CONDITIONAL", "WAIVED", "PASS"];

export default function ReviewScreen() {
  const review = useReading<Review>(ofOpportunity("review"));
  const account = encodeURIComponent(accountId.value!);
  const snapshots = useReading<Snapshots>(`/accounts/${account}/snapshots?limit=200`);
  const pictures = usePictures();
  if (!opportunity.value) return <p class="waiting">{t("no_opportunities")}</p>;
  if (review.error && !review.data) return <Trouble error={review.error} />;
  if (!review.data) return <Waiting />;
  const checks = [...review.data.checks].sort((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result));
  return (
    <section class="review">
      <header>
        <h1>{t("screen_review")} <span class={`verdict vd-${review.data.verdict}`}>{coded("result", review.data.verdict)}</span></h1>
        {pictures && <Link account={accountId.value} screen="review" with={{ picture: pictures }} class="button primary present">{t("present")}</Link>}
      </header>
      <ul class="all-checks">{checks.map((check) => <OneCheck key={check.id} check={check} />)}</ul>
      <h2>{t("snapshots")}</h2>
      <ul class="snapshots">
        {[...(snapshots.data?.items ?? [])].reverse().map((one) => <li key={one.id}><b>{one.name}</b> <span>{day(one.taken_at)}</span> <small>{one.reason}</small></li>)}
      </ul>
      {canDecide.value && <Freeze />}
      {snapshots.data && <Compared snapshots={snapshots.data.items} />}
    </section>
  );
}

/** The pictures are shown while the address names one; gives the first there is. */
function usePictures(): string | null {
  const asked = parameter("picture");
  const told = useReading<Presented>(analysis("pictures", { lang: language.value })).data;
  const shown = useRef<Presenting | null>(null);
  const first = told?.pictures[0]?.id ?? null;
  useEffect(() => {
    if (!asked) shown.current?.close();
    if (!asked || !told || first === null) return;
    void import("./viewer").then(({ present }) => {
      if (!parameter("picture")) return;
      shown.current ??= present(
        { present: t("present"), earlier: t("picture_before"), later: t("picture_after"), close: t("close") },
        {
          onTurn: (picture) => choose({ picture }, true),
          onClose: () => {
            shown.current = null;
            if (parameter("picture")) choose({ picture: null });
          },
        },
      );
      shown.current.show(told, asked);
    });
  }, [asked, told]);
  useEffect(() => () => shown.current?.close(), []);
  return first;
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
