declare module "screen:*" {
  import type { VNode } from "preact";
  const shown: () => VNode;
  export default shown;
}
