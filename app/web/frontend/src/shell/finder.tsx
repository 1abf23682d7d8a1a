// ⌘K: a person of this account by name, title or department; on the map they are shown in its middle.

import { accountId, addressOf, document_, Dialog, go, h, named, signal, t, titled, useSignal } from "../core";
import type { Person } from "../shared/types";

export const finding = signal(false);

export function Finder() {
  const sought = useSignal("");
  const at = useSignal(0);
  const departments = new Map((document_.value?.departments ?? []).map((one) => [one.id, one]));
  const told = (one: Person) => [one.name, one.name_en, one.title, one.title_en, one.id, departments.get(one.department_id ?? "")?.name ?? ""];
  const words = sought.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = (document_.value?.people ?? [])
    .filter((one) => words.every((word) => told(one).some((text) => (text ?? "").toLowerCase().includes(word))))
    .slice(0, 12);
  const open = (one: Person) => {
    finding.value = false;
    go(addressOf(accountId.value, "map", { sel: one.id, at: null }));
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      at.value = Math.max(0, Math.min(fitting.length - 1, at.value + step));
    } else if (event.key === "Enter" && fitting[at.value]) {
      event.preventDefault();
      open(fitting[at.value]!);
    }
  };
  return (
    <Dialog title={t("find")} onClose={() => (finding.value = false)}>
      <input
        class="sought"
        type="search"
        autofocus
        placeholder={t("find_hint")}
        aria-label={t("find")}
        onInput={(event) => ((sought.value = event.currentTarget.value), (at.value = 0))}
        onKeyDown={keys}
      />
      <ul class="fitting" role="listbox" aria-label={t("find")}>
        {fitting.map((one, index) => (
          <li key={one.id} role="option" aria-selected={index === at.value} onClick={() => open(one)}>
            <b>{named(one)}</b>
            <span>{titled({ title: one.title ?? "", title_en: one.title_en ?? "" })}</span>
          </li>
        ))}
        {fitting.length === 0 && <li class="none">{t("found_none")}</li>}
      </ul>
    </Dialog>
  );
}
