// The rows of a query: ids by what they are called, codes in words, whom they name on the map, and the same as CSV.

import { accountId, coded, Fragment, h, hand, Link, listed, named, peopleById, t } from "../core";
import { told } from "../shared/told";

type Row = Record<string, unknown>;
export interface Rows {
  columns: string[];
  rows: Row[];
  truncated: boolean;
  truncated_by?: "rows" | "bytes" | null;
}

/** Columns that name a person of the account by id. */
export const PEOPLE = ["person", "other", "voter", "approver", "source", "target", "manager"];
/** What a spreadsheet program would take for a formula begins like this; a quotation mark before it says that it is text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠']/;

/** A node, as queries of one's own may return one. */
interface Node {
  labels: string[];
  properties: Row;
}
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "labels" in value && "properties" in value;

/** Everybody that a value names, the parts of lists and lines included; `anyText` where any text may be an id. */
function* peopleIn(value: unknown, anyText: boolean): Generator<string> {
  if (typeof value === "string" && anyText && peopleById.value.has(value)) yield value;
  else if (isNode(value)) {
    const own = value.properties.account_id === accountId.value && value.labels.includes("Person");
    if (own) yield String(value.properties.id);
  } else if (Array.isArray(value)) for (const part of value) yield* peopleIn(part, anyText);
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) yield* peopleIn(part, false);
}

function peopleOf({ columns, rows }: Rows, own: boolean): string[] {
  const named_ = columns.filter((one) => own || PEOPLE.includes(one));
  const people = rows.flatMap((row) => named_.flatMap((column) => [...peopleIn(row[column], true)]));
  return [...new Set(people)].filter((id) => peopleById.value.has(id));
}

/** The name that goes with a row's id, in the reader's language. */
function nameOf(row: Row, value: string): string {
  const person = peopleById.value.get(String(row.person ?? ""));
  return person ? named(person) : (row.department ? told("department", row.department) : row.member ? told("member", row.member) : value);
}

/** A value of a query of one's own: nodes and lines as Cypher writes them, with what they are called. */
function shape(value: unknown): string {
  if (value === null || value === undefined) return "—";
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (Array.isArray(value)) return listed(value.map(shape));
  if (isNode(value)) {
    const { id, key, name, name_en } = value.properties as Record<string, string>;
    return `(:${value.labels[0]} ${name ? named({ name, name_en }) : (id ?? key)})`;
  }
  if (typeof value === "object" && "type" in value && "source" in value) return `[:${value.type}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export function Answered({ of, name, title, own = false }: { of: Rows; name: string; title: string; own?: boolean }) {
  const people = peopleOf(of, own);
  const head = (column: string) => (own ? column : coded("column", column));
  const cell = (column: string, row: Row) => (own ? shape(row[column]) : column === "name" ? nameOf(row, String(row.name ?? "")) : told(column, row[column], row));
  // Where a row says what it names, the id beside it says no more.
  const columns = own ? of.columns : of.columns.filter((one) => !(of.columns.includes("name") && one === of.columns.find((each) => ["person", "department", "member"].includes(each))));
  const download = () => {
    const text = (value: unknown, shown: string) => (typeof value === "number" ? String(value) : quoted(shown));
    const lines = of.rows.map((row) => of.columns.map((column) => text(row[column], row[column] == null ? "" : cell(column, row))).join(","));
    hand(new Blob([`\ufeff${[of.columns.map((one) => quoted(head(one))).join(","), ...lines].join("\r\n")}\r\n`], { type: "text/csv" }), `${name}.csv`);
  };
  return (
    <Fragment>
      <p class="outcome" role="status">
        <b>{of.rows.length ? t("rows_count", { count: of.rows.length }) : t("rows_none")}</b>
        {of.truncated && <span class="late">{t(of.truncated_by === "bytes" ? "rows_cut_bytes" : "rows_cut")}</span>}
        {people.length > 0 && <Link account={accountId.value} screen="map" with={{ sel: people.join(" ") }} class="button light">{t("light", { count: people.length })}</Link>}
        {of.rows.length > 0 && <button onClick={download}>{t("as_csv")}</button>}
      </p>
      {of.rows.length > 0 && (
        <div class="scrolled" role="region" aria-label={title} tabIndex={0}>
          <table class="list">
            <thead><tr>{columns.map((one) => <th scope="col" key={one}>{head(one)}</th>)}</tr></thead>
            <tbody>
              {of.rows.map((row, index) => (
                <tr key={index}>
                  {columns.map((one) => <td key={one} data-head={head(one)} class={typeof row[one] === "number" && one !== "rank" ? "number" : undefined}><Cell column={one} row={row} text={cell(one, row)} own={own} /></td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Fragment>
  );
}

/** A text as a cell that no program computes. */
function quoted(plain: string): string {
  const text = FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What names somebody leads to them on the map. */
function Cell({ column, row, text, own }: { column: string; row: Row; text: string; own: boolean }) {
  const id = String((!own && column === "name" ? row.person : own || PEOPLE.includes(column) ? row[column] : "") ?? "");
  return peopleById.value.has(id) ? <Link account={accountId.value} screen="map" with={{ sel: id }}>{text}</Link> : <Fragment>{text}</Fragment>;
}
