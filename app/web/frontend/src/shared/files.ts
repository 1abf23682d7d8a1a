// Handing over a file that was fetched with what signs the reader in.

import { file } from "./api";
import { tell } from "./edits";

export async function save(path: string, called = "powermap"): Promise<void> {
  try {
    const { blob, name } = await file(path);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name === "powermap" ? called : name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (error) {
    tell(error);
  }
}
