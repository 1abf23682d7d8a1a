// Short notices, the last three; one about an edit offers to take it back.

import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  undo?: boolean;
  redo?: boolean;
  trouble?: boolean;
}

export const toasts = signal<Toast[]>([]);
let count = 0;

export function say(text: string, kind: Omit<Toast, "id" | "text"> = {}): void {
  const toast = { id: ++count, text, ...kind };
  const others = toasts.value.map((one) => ({ ...one, undo: false, redo: false })).filter((one) => one.trouble);
  toasts.value = [...others, toast].slice(-3);
  setTimeout(() => hush(toast.id), kind.trouble ? 12_000 : 7_000);
}

export function hush(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}
