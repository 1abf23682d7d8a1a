// Short notices. Of each kind the newest stands beside the others: what somebody else did never pushes out one's own edit with its
// way back, nor the other way round. Of troubles the last three are left standing.

import { signal } from "@preact/signals";

type Kind = "edit" | "theirs" | "plain" | "trouble";
export interface Toast {
  id: number;
  text: string;
  undo?: boolean;
  redo?: boolean;
  trouble?: boolean;
  /** About what somebody else did. */
  theirs?: boolean;
}

const STAND: Record<Kind, number> = { edit: 1, theirs: 1, plain: 1, trouble: 3 };
const SECONDS: Record<Kind, number> = { edit: 7, theirs: 7, plain: 7, trouble: 12 };
export const toasts = signal<Toast[]>([]);
let count = 0;

function kindOf(one: Omit<Toast, "id" | "text">): Kind {
  return one.trouble ? "trouble" : one.theirs ? "theirs" : one.undo || one.redo ? "edit" : "plain";
}

export function say(text: string, about: Omit<Toast, "id" | "text"> = {}): void {
  const toast = { id: ++count, text, ...about };
  const kind = kindOf(toast);
  const alike = [...toasts.value, toast].filter((one) => kindOf(one) === kind).slice(-STAND[kind]);
  toasts.value = [...toasts.value, toast].filter((one) => kindOf(one) !== kind || alike.includes(one));
  setTimeout(() => hush(toast.id), SECONDS[kind] * 1000);
}

export function hush(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}
