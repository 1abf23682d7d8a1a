// Small parts that several screens show.

import { Fragment, h, type ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Refused } from "./api";
import { addressOf, followed, type Parameters, type Screen } from "./route";
import { coded, t } from "./words";

interface LinkAt {
  account: string | null;
  screen?: Screen;
  with?: Parameters;
  class?: string;
  children: ComponentChildren;
  label?: string;
  current?: boolean;
}

export function Link(at: LinkAt) {
  return (
    <a
      href={addressOf(at.account, at.screen, at.with)}
      class={at.class}
      aria-label={at.label}
      title={at.label}
      aria-current={at.current ? "page" : undefined}
      onClick={followed}
    >
      {at.children}
    </a>
  );
}

export function Trouble({ error, again }: { error: Error; again?: () => void }) {
  const text = error instanceof Refused ? (error.status === 404 ? t("not_found") : error.message) : t("offline");
  return (
    <div class="trouble" role="alert">
      <p>{text}</p>
      {again && <button onClick={again}>{t("again")}</button>}
    </div>
  );
}

export function Waiting() {
  return (
    <p class="waiting" role="status">
      {t("loading")}
    </p>
  );
}

/** A dialog that stands over the page until it is answered. */
export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren; wide?: boolean }) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} class={props.wide ? "wide" : ""} aria-label={props.title} onClose={props.onClose}>
      <h2>{props.title}</h2>
      {props.children}
    </dialog>
  );
}

/** The sign that stands for a level beside its colour. */
export function signOf(level: string): string {
  return coded("sign", level);
}

export function LevelMark({ level, worded = true }: { level: string; worded?: boolean }) {
  return (
    <span class={`level lv-${level}`}>
      <b aria-hidden="true">{signOf(level)}</b>
      {worded && <Fragment> {coded("level", level)}</Fragment>}
    </span>
  );
}
