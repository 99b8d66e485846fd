/**
 * The JSON that the server sends and takes.
 * Made from the server's OpenAPI document by scripts/write-api-types; do not edit.
 */

export interface BranchDetailOut {
  id: string;
  name: string;
  version: string;
  scheme: string;
  levels: LevelOut[];
  partitions: NamedOut[];
  kiosks: NamedOut[];
  shelf_count: number;
}

export interface BranchOut {
  id: string;
  name: string;
  version: string;
}

export interface BranchesOut {
  branches: BranchOut[];
}

export interface CheckInIn {
  subject: string;
  point: string;
}

export interface CopyOut {
  barcode: string;
  status: "available" | "on_loan" | "in_transit" | "on_display" | "storage" | "missing";
  due_on: string | null;
}

export interface HealthOut {
  status: "ok" | "degraded";
  version: string;
  branches: string[];
  database: "writable" | "read-only";
  live: boolean;
}

export interface LegOut {
  level: string;
  points: [number, number][];
  length_m: number;
  connector: string | null;
}

export interface LevelOut {
  id: string;
  name: string;
  ordinal: number;
}

export interface NamedOut {
  id: string;
  name: string;
}

export interface PlaceOut {
  partition: string;
  partition_name: string;
  call_number: string;
  level: string;
  level_name: string;
  shelf: string;
  shelf_number: string;
  face: string;
  face_name: string;
  first_bay: number;
  last_bay: number;
  board: number | null;
  spot: SpotOut;
  range_first: string;
  range_last: string;
  confidence: number;
  checked_on: string;
  text: string;
}

export interface PlacesOut {
  places: PlaceOut[];
}

export interface PositionOut {
  subject: string;
  level: string;
  x_m: number;
  y_m: number;
  radius_95_m: number;
  heading_deg: number | null;
  age_s: number;
}

export interface PositionsOut {
  subjects: PositionOut[];
}

export interface ProblemOut {
  type: string;
  title: string;
  status: number;
  detail: string;
  field?: string | null;
}

export interface ProblemTypeOut {
  type: string;
  title: string;
  status: number;
  description: string;
}

export interface RadioKeysOut {
  keys: string[];
}

export interface RadioOut {
  radio: string;
  heard: number;
  age_s: number | null;
  rssi_dbm: number | null;
}

export interface RadiosOut {
  radios: RadioOut[];
}

export interface ReceiptOut {
  accepted: number;
  unknown: number;
  dropped: number;
}

export interface RouteOut {
  length_m: number;
  cost_m: number;
  duration_s: number;
  profile: "walk" | "step-free";
  start: SpotOut;
  goal: SpotOut;
  legs: LegOut[];
  steps: StepOut[];
  place: PlaceOut | null;
}

export interface SearchOut {
  query: string;
  total: number;
  items: WorkOut[];
}

export interface SightingIn {
  key: string;
  rssi_dbm: number;
  age_s: number;
}

export interface SightingsIn {
  subject?: string | null;
  radio?: string | null;
  device_model?: string | null;
  sightings: SightingIn[];
}

export interface SpotOut {
  level: string;
  x_m: number;
  y_m: number;
  heading_deg?: number | null;
}

export interface StepOut {
  kind: "start" | "straight" | "left" | "right" | "stairs" | "lift" | "arrive";
  text: string;
  distance_m: number;
  level: string;
  x_m: number;
  y_m: number;
}

export interface WorkOut {
  title: string;
  author: string;
  year: number | null;
  call_number: string;
  partition: string;
  partition_name: string;
  language: string;
  copies: CopyOut[];
  available: number;
  total: number;
  place: PlaceOut | null;
}
