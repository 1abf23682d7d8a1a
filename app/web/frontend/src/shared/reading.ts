// What a screen reads of the service: kept while it is asked anew, so that nothing flickers, and asked anew after every write.

import { signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "./api";

export interface Reading<T> {
  data: T | null;
  error: Error | null;
}

/** Raised by every write: what was read may have changed. */
export const written = signal(0);
const kept = new Map<string, unknown>();

/** What stands at a path; nothing is asked while it is null. */
export function useReading<T>(path: string | null): Reading<T> {
  const asked = useSignal<string | null>(path);
  const state = useSignal<Reading<T>>({ data: path ? ((kept.get(path) as T) ?? null) : null, error: null });
  useEffect(() => {
    asked.value = path;
  }, [path]);
  useSignalEffect(() => {
    const current = asked.value;
    written.value; // asked anew after a write
    if (current === null) return;
    const stop = new AbortController();
    if (kept.has(current)) state.value = { data: kept.get(current) as T, error: null };
    get<T>(current, stop.signal).then(
      (data) => {
        kept.set(current, data);
        if (!stop.signal.aborted) state.value = { data, error: null };
      },
      (error: Error) => {
        if (!stop.signal.aborted) state.value = { data: state.peek().data, error };
      },
    );
    return () => stop.abort();
  });
  return state.value;
}

export function forgetReadings(): void {
  kept.clear();
  written.value += 1;
}
