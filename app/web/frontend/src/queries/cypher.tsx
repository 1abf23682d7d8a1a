// A question of one's own in Cypher: completed while it is written, answered as rows, and where it is wrong, where.

import {
  accountId, ask, canSave, choose, coded, Fragment, h, language, opportunity, parameter, Refused, say, session, signal, t, tell, Unreachable, useEffect, useReading, useRef, useSignal, written,
} from "../core";
import { Answered, type Rows } from "./answer";
import { completionAt, type Completion } from "./completion";
import { Field, typed } from "./parameters";
import type { GraphSchema, Query } from "../shared/types";

const EXAMPLE = "MATCH (p:Person)-[i:INFLUENCES]->(d:Person {class: 'A'})\nRETURN p.id AS source, d.id AS target, i.strength AS strength\nORDER BY strength DESC";
/** It may hold names, so it stands in the history of this tab and not in the address, which travels. */
export const text = signal((history.state as { cypher?: string } | null)?.cypher ?? EXAMPLE);
const NOWHERE: Completion = { start: 0, words: [] };

const TYPES = ["str", "int", "float", "bool", "date", "list"];
/** Of which type each `$name` of the text is, and its value. */
const given = signal<Record<string, { type: string; value: string }>>({});

function parametersOf(query: string): string[] {
  const bare = query.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, "");
  return [...new Set([...bare.matchAll(/\$(\w+)/g)].map((found) => found[1]!))];
}

interface Wrong {
  message: string;
  line: number;
  column: number;
}

function wrongOf(error: Refused): Wrong {
  const fault = error.faults[0];
  const message = fault ? (language.value === "zh" ? fault.message_zh : fault.message) : error.message;
  const place = /line (\d+), column (\d+)/.exec(fault?.message ?? "");
  return { message, line: Number(place?.[1] ?? 0), column: Number(place?.[2] ?? 0) };
}

export function OwnCypher({ saved }: { saved: readonly Query[] }) {
  const schema = useReading<GraphSchema>("/cypher/schema").data;
  const area = useRef<HTMLTextAreaElement>(null);
  const offered = useSignal<Completion>(NOWHERE);
  const at = useSignal(0);
  const answer = useSignal<Rows | null>(null);
  const wrong = useSignal<Wrong | null>(null);
  const busy = useSignal(false);
  const everywhere = useSignal(false);
  useEffect(() => {
    history.replaceState({ cypher: text.value }, "");
  }, [text.value]);

  const look = () => {
    const { value, selectionStart, selectionEnd } = area.current!;
    text.value = value;
    at.value = 0;
    offered.value = schema && selectionStart === selectionEnd ? completionAt(schema, value, selectionStart) : NOWHERE;
  };
  const take = (word: string) => {
    const element = area.current!;
    element.focus();
    element.setRangeText(word, offered.value.start, element.selectionStart, "end");
    text.value = element.value;
    offered.value = NOWHERE;
  };
  const goTo = ({ line, column }: Wrong) => {
    const offset = text.value.split("\n").slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
    area.current!.focus();
    area.current!.setSelectionRange(offset, offset);
  };
  const names = parametersOf(text.value);
  const of = (name: string) => given.value[name] ?? { type: "str", value: "" };
  const paramsOf = () => Object.fromEntries(names.filter((name) => of(name).value).map((name) => [name, typed(of(name).type, of(name).value)]));
  const run = async () => {
    offered.value = NOWHERE;
    busy.value = true;
    wrong.value = null;
    try {
      const where = everywhere.value ? {} : { account: accountId.value, opportunity: opportunity.value?.id ?? null };
      answer.value = (await ask<Rows>("POST", "/cypher", { body: { query: text.value, params: paramsOf(), as_of: parameter("as_of") || null, ...where } })).data;
    } catch (error) {
      answer.value = null;
      if (error instanceof Refused) wrong.value = wrongOf(error);
      else if (error instanceof Unreachable) tell(error);
      else throw error;
    }
    busy.value = false;
  };
  const keys = (event: KeyboardEvent) => {
    const words = offered.value.words;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void run();
    else if (words.length === 0) return;
    else if (step) at.value = (at.value + step + words.length) % words.length;
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) take(words[at.value]!);
    else if (event.key === "Escape") offered.value = NOWHERE;
    else return;
    event.preventDefault();
  };
  return (
    <Fragment>
      <h2>{t("cypher")}</h2>
      <p class="note">{t("cypher_note")}</p>
      <form class="cypher" onSubmit={(event) => (event.preventDefault(), void run())}>
        <textarea
          ref={area}
          name="cypher"
          rows={7}
          maxLength={10_000}
          spellcheck={false}
          autocomplete="off"
          aria-label={t("cypher_label")}
          aria-autocomplete="list"
          aria-controls={offered.value.words.length ? "completions" : undefined}
          aria-activedescendant={offered.value.words.length ? `completion-${at.value}` : undefined}
          aria-invalid={wrong.value !== null}
          value={text.value}
          onInput={look}
          onClick={look}
          onKeyDown={keys}
          onBlur={() => (offered.value = NOWHERE)}
        />
        {offered.value.words.length > 0 && (
          <ul id="completions" class="completions" role="listbox" aria-label={t("completions")}>
            {offered.value.words.map((word, index) => (
              <li key={word} id={`completion-${index}`} role="option" aria-selected={index === at.value} onMouseDown={(event) => (event.preventDefault(), take(word))}>{word}</li>
            ))}
          </ul>
        )}
        <div class="parameters">
          {names.map((name) => (
            <label key={name} onInput={(event) => event.target instanceof HTMLInputElement && (given.value = { ...given.value, [name]: { ...of(name), value: event.target.value } })}
              onChange={(event) => event.target instanceof HTMLSelectElement && event.target.name === name && (given.value = { ...given.value, [name]: { ...of(name), value: event.target.value } })}>
              <code>${name}</code>
              <span>
                <select aria-label={t("type_of", { name })} onChange={(event) => (given.value = { ...given.value, [name]: { type: event.currentTarget.value, value: "" } })}>
                  {TYPES.map((type) => <option key={type} value={type} selected={type === of(name).type}>{t(`type_${type}`)}</option>)}
                </select>{" "}
                <Field name={name} type={of(name).type} value={of(name).value} />
              </span>
            </label>
          ))}
          <label>
            {t("cypher_of")}
            <select name="of" onChange={(event) => (everywhere.value = event.currentTarget.value === "all")}>
              <option value="this" selected={!everywhere.value}>{t("this_account")}</option>
              <option value="all" selected={everywhere.value}>{t("every_account")}</option>
            </select>
          </label>
          <button class="primary" disabled={busy.value}>{t(busy.value ? "loading" : "ask_it")}</button>
        </div>
      </form>
      {wrong.value && (
        <div class="wrong" role="alert">
          <p>{wrong.value.message}</p>
          {wrong.value.line > 0 && <button onClick={() => goTo(wrong.value!)}>{t("cypher_go", { line: wrong.value.line, column: wrong.value.column })}</button>}
        </div>
      )}
      {canSave.value && <SaveIt saved={saved} parameters={names.map((name) => ({ name, type: of(name).type, default: of(name).value ? typed(of(name).type, of(name).value) : null }))} onWrong={(error) => (wrong.value = wrongOf(error))} />}
      {answer.value && <Answered of={answer.value} name="cypher" title={t("cypher")} own />}
      {schema && <Schema of={schema} />}
    </Fragment>
  );
}

/** The question is kept for the team: tried out by the service, under a name, with what the values beside it are when none is given. */
function SaveIt({ saved, parameters, onWrong }: { saved: readonly Query[]; parameters: unknown[]; onWrong: (error: Refused) => void }) {
  const save = async (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const [name, title, place] = ["name", "title", "place"].map((field) => String(fields.get(field) ?? "").trim()) as [string, string, string];
    const account = place === "all" ? null : accountId.value;
    const there = saved.some((one) => one.name === name && one.account === account);
    try {
      const path = `/queries/${encodeURIComponent(name)}${account ? `?account=${encodeURIComponent(account)}` : ""}`;
      await ask("PUT", path, { body: { title, query: text.value, parameters }, etag: there ? "*" : undefined });
      say(t("did_save", { what: title }));
      written.value += 1;
      choose({ q: name });
    } catch (error) {
      if (error instanceof Refused && error.faults[0]?.pointer === "/query") onWrong(error);
      else tell(error);
    }
  };
  return (
    <details class="save-it">
      <summary>{t("query_save")}</summary>
      <form class="parameters" onSubmit={(event) => void save(event)}>
        <label>{t("query_title")}<input name="title" required maxLength={200} /></label>
        <label>{t("query_name")}<input name="name" required maxLength={100} pattern="[A-Za-z0-9._\-]+" autocomplete="off" /></label>
        <label>
          {t("cypher_of")}
          <select name="place">
            <option value="this">{t("this_account")}</option>
            {session.value!.sees_all && <option value="all">{t("every_account")}</option>}
          </select>
        </label>
        <button>{t("store")}</button>
      </form>
    </details>
  );
}

/** What there is to ask; names are those of the graph, and what they are called stands beside them. */
function Schema({ of }: { of: GraphSchema }) {
  const words = (properties: GraphSchema["labels"][number]["properties"]) =>
    properties.map((one) => <li key={one.name} title={language.value === "en" ? one.meaning : undefined}><code>{one.name}</code> <small>{told("field", one.name)}</small></li>);
  return (
    <details class="schema">
      <summary>{t("schema")}</summary>
      <h3>{t("schema_labels")}</h3>
      {of.labels.map((one) => (
        <details key={one.label}>
          <summary><code>(:{one.label})</code> <small>{told("label", one.label)}</small></summary>
          <ul>{words(one.properties)}</ul>
        </details>
      ))}
      <h3>{t("schema_lines")}</h3>
      <ul class="lines">{of.relationships.map((one) => <li key={one.source + one.type + one.target}><code>(:{one.source})-[:{one.type}]-&gt;(:{one.target})</code> <small>{one.properties.map(({ name }) => name).join(" ")}</small></li>)}</ul>
      <h3>{t("schema_functions")}</h3>
      <p><code>{of.functions.join(" ")}</code></p>
    </details>
  );
}

function told(vocabulary: "field" | "label", name: string): string {
  const word = vocabulary === "field" ? coded("field", name) : coded("label", name);
  return word === name ? "" : word;
}
