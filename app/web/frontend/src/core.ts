// What every screen shares: the library, the address, the words, the service, the account and its edits.

export { batch, computed, effect, signal, useComputed, useSignal, useSignalEffect, type Signal } from "@preact/signals";
export { Fragment, h, render, type ComponentChildren, type VNode } from "preact";
export { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
export * from "./shared/account";
export * from "./shared/api";
export * from "./shared/edits";
export * from "./shared/files";
export * from "./shared/known";
export * from "./shared/live";
export * from "./shared/pieces";
export * from "./shared/reading";
export * from "./shared/route";
export * from "./shared/session";
export * from "./shared/toasts";
export * from "./shared/words";
