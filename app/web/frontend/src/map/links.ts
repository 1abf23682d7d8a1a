// What the cards take from elsewhere.

import { canEdit } from "../core";
import { renaming } from "./actions";

export { canEdit, choose, document_, signOf } from "../core";

/** A double click goes on in the panel's first field. */
export function renamingStart(): void {
  if (canEdit.value) renaming.value = true;
}
