// What is learned of people, as records to be stored: attitudes, contacts, who looks after whom, what is to be done.

import type { Change, Rec } from "./edits";
import { freeId } from "./edits";
import type { Activity, Document, Level } from "./types";

export interface Learned {
  toward: string;
  level: Level;
  on: string;
  evidence: string;
}

/** An attitude on a day; one of that day, told by nobody in particular, is written anew. */
export function attitudeChange(document: Document, person: string, { toward, on, ...told }: Learned): Change {
  const before =
    (document.attitudes ?? []).find((one) => one.person === person && one.toward === toward && one.on === on && !one.opportunity_id && !one.reported_by) ?? null;
  const kept = before ?? { person, toward, on, confidence: 3, reported_by: null, opportunity_id: null };
  return { list: "attitudes", before, after: { ...kept, ...told } };
}

export function contactChange(document: Document, contact: { on: string; kind: string; members: string[]; people: string[]; note: string; compliance: string }): Change {
  const { compliance, ...told } = contact;
  const after = { id: freeId(document, "interactions", "I"), ...told, two_way: true, compliance_ref: compliance || null };
  return { list: "interactions", before: null, after };
}

/** One of us becomes the only owner of these people. */
export function ownerChanges(document: Document, people: readonly string[], member: string): Change[] {
  return people.flatMap((person) => {
    const coverage = (document.coverage ?? []).filter((one) => one.person === person);
    const before = coverage.find((one) => one.member === member) ?? null;
    const others = coverage.filter((one) => one.owner && one.member !== member).map((one) => ({ list: "coverage", before: one, after: { ...one, owner: false } }));
    return [...others, { list: "coverage", before, after: { ...(before ?? { member, person }), owner: true } }];
  });
}

export function activityChange(document: Document, name: string, planned: { owner: string | null; due_on: string; people: string[]; opportunity_id: string | null; mcr_area?: string }): Change {
  const after: Rec = { id: freeId(document, "activities", "A"), name, kind: "VISIT", status: "PLANNED", mcr_area: "RELATIONSHIP", ...planned };
  return { list: "activities", before: null, after };
}

/** What is still to be done, the first due first. */
export function openActivities(document: Document | null): Activity[] {
  const open = (document?.activities ?? []).filter((one) => one.status === "PLANNED" || one.status === "IN_PROGRESS");
  return [...open].sort((a, b) => (a.due_on < b.due_on ? -1 : a.due_on > b.due_on ? 1 : 0));
}
