// Files: one that was pasted, and handing over one that was fetched with what signs the reader in.

import { signal } from "@preact/signals";
import { file } from "./api";
import { tell } from "./edits";

/** What was pasted to be imported: its plan is shown on the screen of imports. */
export const pasted = signal<File | null>(null);

/** The file on a clipboard, else its rows as one; null where it holds neither. */
export function clipped(data: DataTransfer | null): File | null {
  const text = data?.getData("text/plain") ?? "";
  return data?.files[0] ?? (/\t|\n/.test(text.trim()) ? new File([text], "people.csv", { type: "text/csv" }) : null);
}

export function hand(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export async function save(path: string, called = "powermap"): Promise<void> {
  try {
    const { blob, name } = await file(path);
    hand(blob, name === "powermap" ? called : name);
  } catch (error) {
    tell(error);
  }
}
