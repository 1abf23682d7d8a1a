// The service's own types, as its OpenAPI document tells them, under the names the screens use.

import type { components } from "../api";

type Schemas = components["schemas"];
export type PowerMap = Schemas["PowerMap"];
export type PersonView = Schemas["PersonView"];
export type EdgeView = Schemas["EdgeView"];
export type GapView = Schemas["GapView"];
export type DepartmentView = Schemas["DepartmentView"];
export type StageView = Schemas["StageView"];
export type FirstView = Schemas["FirstView"];
export type Review = Schemas["ReviewView"];
export type CheckResult = Schemas["CheckResult"];
export type Relationships = Schemas["RelationshipsView"];
export type Timeline = Schemas["Timeline"];
export type AccountItem = Schemas["AccountItem"];
export type PortfolioItem = Schemas["PortfolioItem"];
export type Fault = Schemas["FaultBody"];
export type Document = Schemas["AccountDocument"];
export type Person = Schemas["Person"];
export type Activity = Schemas["Activity"];
export type Attitude = Schemas["Attitude"];
export type Opportunity = Schemas["Opportunity"];
export type WhatIfAnswer = Schemas["WhatIfAnswer"];
export type ImportReport = Schemas["ImportReport"];
export type Paths = Schemas["Paths"];
export type Proposal = Schemas["Proposal"];
export type Query = Schemas["QueryInfo"];
export type QueryParameter = Schemas["QueryParameter"];
export type GraphSchema = Schemas["GraphSchema"];
export type Told = Schemas["Presentation"];
export type Comparison = Schemas["Comparison"];
export type CoverageGaps = Schemas["CoverageGaps"];
export type Differences = Schemas["Differences"];
export type Snapshots = Schemas["SnapshotList"];
export type Box = { x: number; y: number; w: number; h: number };
export type Level = Attitude["level"];
