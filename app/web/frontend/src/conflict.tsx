// Somebody else changed the same: theirs beside ours, field by field, until one is chosen.

import { coded, conflict, Dialog, h, t } from "./core";
import { told } from "./shared/told";

export default function ConflictDialog() {
  const on = conflict.value!;
  return (
    <Dialog title={t("conflict_title")} onClose={() => on.settle(false)} wide>
      <p>{t("conflict_note", { what: on.label })}</p>
      {on.records.map(({ list, base, theirs, ours }) => (
        <table class="conflict" key={list}>
          <thead>
            <tr><th>{coded("field_list", list)}</th><th>{t("theirs")}</th><th>{t("ours")}</th></tr>
          </thead>
          <tbody>
            {Object.keys({ ...base, ...theirs, ...ours })
              .filter((field) => told(field, theirs?.[field]) !== told(field, ours?.[field]))
              .map((field) => (
                <tr key={field}>
                  <th>{coded("field", field)}</th><td>{theirs ? told(field, theirs[field]) : t("deleted")}</td><td>{ours ? told(field, ours[field]) : t("deleted")}</td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
      <div class="actions">
        <button onClick={() => on.settle(false)}>{t("keep_theirs")}</button>
        <button class="primary" onClick={() => on.settle(true)}>{t("use_ours")}</button>
      </div>
    </Dialog>
  );
}
