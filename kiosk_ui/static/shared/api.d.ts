/**
 * The JSON that the server sends and takes.
 * Made from the server's OpenAPI document by scripts/write-api-types; do not edit.
 */

export interface AssignIn {
  base: number;
  key?: string;
  preview?: boolean;
  partition: string;
  face: string;
  first_bay: number;
  last_bay: number;
  first: string;
  last: string;
  checked_on: string;
}

export interface AstrayOut {
  batch: number;
  at: number;
  call_number: string;
  title: string;
  why: "order" | "partition" | "unknown";
  after: string;
  before: string;
  rivals: number[];
  face: string;
  first_bay: number | null;
  last_bay: number | null;
}

export interface BayOut {
  face: string;
  bay: number;
  first: string | null;
  items: number;
  fill: number;
  is_known: boolean;
  checked_on: string;
}

export interface BlockOut {
  kind: string;
  id: string;
  closure: string;
  ends_at?: string | null;
}

export interface BorderModel {
  face: string;
  bay: number;
  first: string;
}

export interface BordersIn {
  base: number;
  key?: string;
  preview?: boolean;
  partition: string;
  borders: BorderModel[];
}

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

export interface ChangeOut {
  kind: string;
  thing: string;
  id: string;
  level: string;
  params: unknown;
  text: string;
}

export interface CheckInIn {
  subject: string;
  point?: string | null;
  kiosk?: string | null;
  callno?: string | null;
  partition?: string | null;
  barcode?: string | null;
  tap?: TapIn | null;
}

export interface CheckOut {
  plan: string;
  hash: string;
  violations: number;
  warnings: number;
  infos: number;
  problems: PlanProblemOut[];
}

export interface ConflictOut {
  kind: string;
  id: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
  author: string;
  at: string;
}

export interface CopyOut {
  barcode: string;
  status: "available" | "on_loan" | "in_transit" | "on_display" | "storage" | "missing";
  due_on: string | null;
}

export interface DiffOut {
  before: string;
  after: string;
  summary: string[];
  changes: ChangeOut[];
}

export interface DraftInfoOut {
  id: string;
  branch: string;
  name: string;
  base_hash: string | null;
  revision: number;
  created_at: string;
  updated_at: string;
  author: string;
}

export interface DraftOut {
  id: string;
  branch: string;
  name: string;
  base_hash: string | null;
  revision: number;
  created_at: string;
  updated_at: string;
  author: string;
  plan: unknown;
}

export interface DraftsOut {
  drafts: DraftInfoOut[];
}

export interface DrawingOut {
  units: string;
  guessed: string;
  width_m: number;
  depth_m: number;
  layers: LayerOut[];
}

export interface DrawnOut {
  kind: "levels" | "units" | "fixtures" | "shelves" | "openings";
  outline: [number, number][];
}

export interface EditIn {
  base: number;
  key: string;
  over?: KeyIn[];
  label?: LabelIO;
  changes: unknown[];
}

export interface EditOut {
  revision: number;
  kind: "edit" | "undo" | "redo";
  author: string;
  at: string;
  label: LabelIO;
  text: string;
  changes: ThingChangeOut[];
}

export interface EditsOut {
  revision: number;
  edits: EditOut[];
  can_undo: boolean;
  can_redo: boolean;
}

export interface FallenOut {
  face: string;
  bay: number;
  first: string | null;
}

export interface GuideOut {
  kind: "go" | "near" | "arrived" | "off_route" | "wrong_way" | "wrong_aisle" | "passed" | "wrong_level" | "replanned" | "no_way";
  text: string;
  spoken: string;
  next: string;
  news: number;
  step: number;
  step_left_m: number;
  left_m: number;
  steps: GuideStepOut[] | null;
}

export interface GuideStepOut {
  kind: "start" | "straight" | "left" | "right" | "stairs" | "lift" | "ramp" | "escalator" | "arrive";
  text: string;
  spoken: string;
}

export interface HealthOut {
  status: "ok" | "degraded";
  version: string;
  branches: string[];
  database: "writable" | "read-only";
  live: boolean;
  starting: boolean;
  plans: "current" | "behind" | "stopped";
  plans_trouble: string | null;
  versions: ServedVersionOut[];
  items: ItemsAgeOut[];
}

export interface ImportedOut {
  format: string;
  counts: unknown;
  left_out: number;
  problems: PlanProblemOut[];
  saved: DraftInfoOut | null;
  drawing: DrawingOut | null;
  level: string;
  drawn: DrawnOut[];
}

export interface ItemsAgeOut {
  branch: string;
  as_of: string | null;
}

export interface KeyIn {
  kind: string;
  id: string;
}

export interface LabelIO {
  what?: string;
  count?: number;
}

export interface LayerOut {
  name: string;
  kind: "level" | "room" | "area" | "wall" | "pillar" | "door" | "shelf" | "stairs" | "lift" | "table" | "seat" | "desk" | "furniture" | "text" | "nothing";
  things: number;
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

export interface LocksIn {
  lock?: ThingRef[];
  unlock?: ThingRef[];
}

export interface LocksOut {
  locked: ThingRef[];
}

export interface MisplacedOut {
  items: AstrayOut[];
}

export interface NamedOut {
  id: string;
  name: string;
}

export interface NamesIn {
  base: number;
  key?: string;
  preview?: boolean;
  partition: string;
  branch?: string;
  department?: string;
  collection?: string;
  location?: string;
  material?: string;
}

export interface NearestOut {
  level: string;
  x_m: number;
  y_m: number;
  left_m: number;
}

export interface NoWayOut {
  why: "closed" | "narrow" | "steps" | "staff" | "one-way" | "cut-off";
  blocks: BlockOut[];
  nearest: NearestOut | null;
}

export interface PacketsOut {
  accepted: number;
  impossible: number;
  unknown: number;
  late: number;
  future: number;
  clock: number;
  duplicate: number;
  replayed: number;
  conflict: number;
  thinned: number;
}

export interface PictureOut {
  level: string;
  media_type: string;
  width_px: number;
  height_px: number;
  placement: PlacementIn;
  at: string;
}

export interface PicturesOut {
  pictures: PictureOut[];
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
  first_board: number | null;
  last_board: number | null;
  spot: SpotOut;
  range_first: string;
  range_last: string;
  confidence: number;
  checked_on: string;
  kind: "call_number" | "title" | "theme" | "oversize" | "display" | "trolley" | "closed";
  theme: string | null;
  ends_on: string | null;
  is_border: boolean;
  text: string;
}

export interface PlacementIn {
  scale_m: number;
  turn_deg?: number;
  east_m?: number;
  north_m?: number;
  opacity?: number;
  hidden?: boolean;
}

export interface PlacesOut {
  places: PlaceOut[];
  items_as_of: string | null;
}

export interface PlanProblemOut {
  severity: "violation" | "warning" | "info";
  rule: string;
  place: string;
  message: string;
  thing: string;
  level: string;
  x_m: number | null;
  y_m: number | null;
}

export interface PositionOut {
  subject: string;
  level: string;
  x_m: number;
  y_m: number;
  radius_95_m: number;
  heading_deg: number | null;
  age_s: number;
  knows: "spot" | "run" | "area" | "level" | "nothing";
  share: number;
  words: unknown | null;
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
  revision?: number | null;
  problems?: PlanProblemOut[] | null;
  conflicts?: ConflictOut[] | null;
  rows?: RowProblemOut[] | null;
  no_way?: NoWayOut | null;
}

export interface ProblemTypeOut {
  type: string;
  title: string;
  status: number;
  description: string;
}

export interface PublicationOut {
  id: number;
  hash: string;
  published_at: string;
  note: string;
  author: string;
}

export interface PublicationsOut {
  publications: PublicationOut[];
}

export interface PublishIn {
  note?: string;
  at?: string | null;
}

export interface PublishedOut {
  hash: string;
  served: boolean;
  scheduled: ScheduledOut | null;
}

export interface RadioKeysOut {
  keys: string[];
}

export interface RadioOut {
  radio: string;
  heard: number;
  age_s: number | null;
  rssi_dbm: number | null;
  verdict: "fine" | "weak" | "loud" | "elsewhere";
  power_change_db: number;
  weight: number;
  clock_error_s: number | null;
}

export interface RadiosOut {
  radios: RadioOut[];
  packets: PacketsOut;
}

export interface RangesDoneOut {
  revision: number;
  saved: boolean;
  changes: string[];
  fallen: FallenOut[];
}

export interface ReceiptOut {
  accepted: number;
  unknown: number;
  dropped: number;
}

export interface RollBackIn {
  note?: string;
  current?: string | null;
}

export interface RouteOut {
  length_m: number;
  cost_m: number;
  duration_s: number;
  profile: "walk" | "step-free" | "pushchair" | "staff" | "quiet";
  start: SpotOut;
  goal: SpotOut;
  legs: LegOut[];
  steps: StepOut[];
  place: PlaceOut | null;
  others: PlaceOut[];
  start_moved_m: number;
}

export interface RowProblemOut {
  row: number;
  message: string;
}

export interface SavedOut {
  revision: number;
  changes: ThingChangeOut[];
  others: EditOut[];
  can_undo: boolean;
  can_redo: boolean;
}

export interface ScannedIn {
  items: string[];
  more?: string[][];
  partition?: string;
}

export interface ScheduledListOut {
  scheduled: ScheduledOut[];
}

export interface ScheduledOut {
  id: number;
  hash: string;
  due_at: string;
  made_at: string;
  note: string;
  author: string;
}

export interface SearchOut {
  query: string;
  total: number;
  items: WorkOut[];
  items_as_of: string | null;
}

export interface SeenIn {
  face: string;
  bay: number;
  first: string;
  seen_on: string;
  partition?: string;
}

export interface SeenOut {
  face: string;
  bay: number;
  first: string;
  left_out: string;
  message: string;
}

export interface SelectionIn {
  page: string;
  things: KeyIn[];
}

export interface ServedVersionOut {
  branch: string;
  hash: string;
}

export interface ShiftIn {
  base: number;
  key?: string;
  preview?: boolean;
  partition: string;
  bays: SpotModel[];
  by: number;
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

export interface SpotModel {
  face: string;
  bay: number;
}

export interface SpotOut {
  level: string;
  x_m: number;
  y_m: number;
  heading_deg?: number | null;
}

export interface SpreadIn {
  base: number;
  key?: string;
  preview?: boolean;
  partition: string;
  bays?: SpotModel[];
  how?: "even" | "full";
  growth_percent?: number;
  items_per_m?: number;
}

export interface StepOut {
  kind: "start" | "straight" | "left" | "right" | "stairs" | "lift" | "ramp" | "escalator" | "arrive";
  text: string;
  spoken: string;
  key: string;
  params: unknown;
  distance_m: number;
  level: string;
  x_m: number;
  y_m: number;
}

export interface StepsIn {
  subject: string;
  sensed_s: number;
  steps: api__live__schemas__StepIn[];
}

export interface StepsReceiptOut {
  accepted: number;
  late: number;
}

export interface StopOut {
  first: string;
  items: number;
}

export interface StopsOut {
  items: number;
  at: number;
  stops: StopOut[];
}

export interface StripOut {
  partition: string;
  kind: string;
  revision: number;
  unreadable: number;
  bays: BayOut[];
}

export interface TableIn {
  base: number;
  key?: string;
  preview?: boolean;
  partition?: string;
  text: string;
}

export interface TakeBackIn {
  key: string;
  draft: string;
}

export interface TakenBackOut {
  taken_back: boolean;
}

export interface TapIn {
  level: string;
  x_m: number;
  y_m: number;
  sigma_m?: number;
}

export interface ThingChangeOut {
  kind: string;
  id: string;
  value: unknown;
  at?: number | null;
}

export interface ThingRef {
  kind: "levels" | "units" | "openings" | "connectors" | "fixtures" | "shelves" | "radios" | "kiosks" | "locator_points" | "points_of_interest" | "landmarks" | "closures";
  id: string;
}

export interface TopicOut {
  notation: string;
  label: string;
  matched_term: string;
  language: "fi" | "sv" | "en";
  shelved_as: string | null;
  places: PlaceOut[];
}

export interface TopicsOut {
  topics: TopicOut[];
}

export interface VersionOut {
  hash: string;
  created_at: string;
  note: string;
  author: string;
  published: boolean;
  scheduled_at?: string[];
}

export interface VersionsOut {
  versions: VersionOut[];
}

export interface WalkBayOut {
  face: string;
  bay: number;
  partition: string;
  first: string;
  rank: number | null;
  checked_on: string;
  checked_by: string;
}

export interface WalkFaceOut {
  face: string;
  name: string;
  level: string;
  age_days: number;
  minutes: number;
  bays: WalkBayOut[];
}

export interface WalkIn {
  key: string;
  draft?: string;
  seen: SeenIn[];
}

export interface WalkedOut {
  draft: string;
  revision: number;
  seen: SeenOut[];
  problems: PlanProblemOut[];
}

export interface WalksOut {
  branch: string;
  faces: WalkFaceOut[];
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

export interface api__edit_schemas__StepIn {
  base: number;
  key: string;
  over?: KeyIn[];
}

export interface api__live__schemas__StepIn {
  age_s: number;
  length_m: number;
  heading_rad?: number | null;
  bias_sd_rad?: number | null;
  bout?: number;
}
