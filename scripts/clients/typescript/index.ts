// A client of the API: every path, parameter, body and answer typed from the service's own OpenAPI document.
import createClient, { type Client } from "openapi-fetch";
import type { components, operations, paths } from "./api.js";

export type { components, operations, paths };
/** A record or an answer by its name in the API: Schema<"Person">. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
export type Problem = Schema<"Problem">;

/** Asks the service at `url` with a key of `powermap keys create`. */
export function connect(url: string, key: string): Client<paths> {
  return createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${key}` } });
}

/** The service did not do it; `problem` is what it says of it (RFC 9457). */
export class Refused extends Error {
  constructor(readonly problem: Partial<Problem>) {
    super([problem.title ?? "no answer", problem.detail].filter(Boolean).join(": "));
  }
}

/** What was answered, for sure; throws Refused where the service did not do it. */
export function answered<Answer>(result: { data?: Answer; error?: unknown }): Answer {
  if (result.error !== undefined || result.data === undefined) {
    throw new Refused((result.error ?? {}) as Partial<Problem>);
  }
  return result.data;
}
