// What an import would do: what each table and column is taken for, what is asked, who may be there twice, and what would change.

import { coded, either, Fragment, h, listed, t } from "../core";
import type { ImportReport } from "../shared/types";

const COUNTS = ["created", "updated", "unchanged", "removed"] as const;
const NOTICES = 12;
type Tables = NonNullable<ImportReport["plan"]>["tables"];
type Questions = NonNullable<ImportReport["plan"]>["questions"];

interface Given {
  report: ImportReport;
  busy: boolean;
  /** The pairs of ids that are one person each. */
  same: readonly string[];
  onSame: (pair: string, one: boolean) => void;
  onAnswer: (question: string, answer: string) => void;
  onStore: () => void;
}

export function Plan({ report, busy, same, onSame, onAnswer, onStore }: Given) {
  const { plan } = report;
  const changed = Object.entries(report.lists).filter(([, counts]) => counts.created + counts.updated + counts.removed > 0);
  const rows = Object.fromEntries((report.sheets ?? []).map((sheet) => [sheet.name, sheet.rows]));
  return (
    <section class="plan-of-import" aria-label={t("import_plan")} aria-busy={busy}>
      <h2>{t("import_plan")}</h2>
      {(plan?.tables ?? []).filter((table) => table.list).map((table) => <TableRead key={table.name} table={table} rows={rows[table.name] ?? 0} />)}
      {plan && <Asked questions={plan.questions ?? []} busy={busy} onAnswer={onAnswer} />}
      {(plan?.notices?.length ?? 0) > 0 && (
        <ul class="notices">{plan!.notices!.slice(0, NOTICES).map((one, index) => <li key={index}>{either(one)}</li>)}</ul>
      )}
      <ul class="questions">
        {(report.duplicates ?? []).map(({ people, names }) => (
          <li key={people.join(" ")}>
            <label>
              <input type="checkbox" name="same" checked={same.includes(people.join(" "))} onChange={(event) => onSame(people.join(" "), event.currentTarget.checked)} />
              {t("one_person", { names: names.join(" / ") })}
            </label>
          </li>
        ))}
      </ul>
      <table class="list changes">
        <thead><tr><th scope="col">{t("fault_where")}</th>{COUNTS.map((name) => <th scope="col" key={name} class="number">{t(`count_${name}`)}</th>)}</tr></thead>
        <tbody>
          {changed.map(([list, counts]) => (
            <tr key={list} data-list={list}>
              <th scope="row">{coded("field_list", list)}</th>
              {COUNTS.map((name) => <td key={name} class="number" data-head={t(`count_${name}`)} data-count={name}>{counts[name]}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {changed.length === 0 && <p class="note">{t("import_nothing")}</p>}
      <button class="primary" disabled={busy || changed.length === 0} onClick={onStore}>{t("import_store")}</button>
    </section>
  );
}

function TableRead({ table, rows }: { table: Tables[number]; rows: number }) {
  return (
    <Fragment>
      <p>{t("rows_read", { rows, list: coded("field_list", table.list) })}</p>
      <dl class="columns-read">
        {table.columns.map((column) => (
          <div key={column.heading} class={column.field ? "" : "left-out"}>
            <dt>{column.heading}</dt>
            <dd>{column.field ? coded("field", column.field) : t("left_out")}</dd>
            <dd class="note">{listed(column.samples)}</dd>
          </div>
        ))}
      </dl>
    </Fragment>
  );
}

function Asked({ questions, busy, onAnswer }: { questions: Questions; busy: boolean; onAnswer: Given["onAnswer"] }) {
  if (!questions?.length) return null;
  return (
    <ul class="questions">
      {questions.map((one) => {
        const chosen = one.answer ?? one.default ?? "";
        return (
          <li key={one.id}>
            <label>
              {either(one)}
              <select name={one.code} disabled={busy} value={chosen} onChange={(event) => onAnswer(one.id, event.currentTarget.value)}>
                {one.choices.map((choice) => <option key={choice.value} value={choice.value} selected={choice.value === chosen}>{either(choice)}</option>)}
              </select>
            </label>
          </li>
        );
      })}
    </ul>
  );
}
