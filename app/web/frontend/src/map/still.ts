// In place of d3-transition, of which d3-zoom wants only that what moves by itself be stopped: nothing does.

import { selection } from "d3-selection";

export const interrupt = (): void => undefined;
Object.assign(selection.prototype, {
  interrupt() {
    return this;
  },
});
