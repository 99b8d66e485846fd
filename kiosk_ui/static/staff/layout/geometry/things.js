/**
 * What of a plan lies on a level: its things in the native format, and their points.
 *
 * Lengths are metres (x east, y north), angles degrees anticlockwise from east.
 * @module
 */

/** @typedef {[number, number]} Point */
/** @typedef {{left: number, right: number, bottom: number, top: number}} Bounds */
/** @typedef {{number: number, width_m: number, boards: number, board_heights_m?: number[]}} Bay */
/** @typedef {{id: string, name: string, side: "front" | "back", bays: Bay[]}} Face */
/** @typedef {{level: string, x_m: number, y_m: number}} Stop */
/** @typedef {{fi: string, sv?: string, en?: string, forms?: Record<string, string>}} Words */
/** @typedef {{face: string, first_bay: number, last_bay: number, first_board?: number, last_board?: number}} BayRun */

/**
 * Any thing of a plan; it has the fields of its kind, and those with their defaults are left out.
 * @typedef {{id: string, level?: string, name?: Words, kind?: string, x_m?: number, y_m?: number, z_m?: number,
 *   angle_deg?: number, heading_deg?: number, outline?: Point[], start?: Point, end?: Point, stops?: Stop[],
 *   walled?: boolean, staff_only?: boolean, one_way?: boolean, number?: string, faces?: Face[], length_m?: number,
 *   depth_m?: number, height_m?: number, wing_m?: number, turn_deg?: number, shape?: Shape, mounting?: Mounting,
 *   runs?: BayRun[], key?: string, category?: string}} Thing
 */
/** @typedef {"straight" | "corner" | "curved" | "round"} Shape */
/** @typedef {"free" | "wall" | "mobile"} Mounting */
/**
 * @typedef {Thing & {number: string, level: string, x_m: number, y_m: number, length_m: number, depth_m: number,
 *   angle_deg: number, height_m: number, faces: Face[]}} Shelf
 */
/**
 * @typedef {"levels" | "units" | "openings" | "connectors" | "fixtures" | "shelves" | "radios" | "kiosks"
 *   | "locator_points" | "points_of_interest" | "landmarks" | "closures"} DrawnKind
 */
/** @typedef {DrawnKind | "partitions" | "ranges" | "plan"} Kind */
/** @typedef {{kind: Kind, id: string, value: Thing | null}} Change */
/** @typedef {{id: string} & Partial<Record<DrawnKind | "ranges", Thing[]>>} Plan */
/** @typedef {{kind: DrawnKind, thing: Thing}} Placed */

/** Kinds that are drawn, those below first. @type {readonly DrawnKind[]} */
export const DRAWN_KINDS = [
  "levels", "units", "closures", "fixtures", "openings", "shelves", "connectors", "points_of_interest",
  "landmarks", "locator_points", "kiosks", "radios",
];

const MILLIMETRES = 1000;
const HUNDREDTHS = 100;

/**
 * Round a length to the millimetre.
 * @param {number} length_m
 */
export function roundLength(length_m) {
  return Math.round(length_m * MILLIMETRES) / MILLIMETRES || 0;
}

/**
 * Round an angle to a hundredth of a degree, from 0 to below 360.
 * @param {number} angle_deg
 */
export function roundAngle(angle_deg) {
  const rounded = Math.round(angle_deg * HUNDREDTHS) / HUNDREDTHS;
  return ((rounded % 360) + 360) % 360;
}

/**
 * @param {Kind} kind
 * @param {string} id
 */
export function keyOf(kind, id) {
  return `${kind}/${id}`;
}

/**
 * Take a key apart; ids may have strokes of their own.
 * @param {string} key
 * @returns {{kind: DrawnKind, id: string}}
 */
export function readKey(key) {
  const at = key.indexOf("/");
  return { kind: /** @type {DrawnKind} */ (key.slice(0, at)), id: key.slice(at + 1) };
}

/**
 * Take a selection apart, as the canvas has it.
 * @param {Iterable<[string, Thing]>} selection things by their keys
 * @returns {Placed[]}
 */
export function listPlaced(selection) {
  return [...selection].map(([key, thing]) => ({ kind: readKey(key).kind, thing }));
}

/**
 * Whether something of a thing is drawn on a level.
 * @param {DrawnKind} kind
 * @param {Thing} thing
 * @param {string} level
 */
export function isOnLevel(kind, thing, level) {
  if (kind === "levels") return thing.id === level;
  if (thing.stops) return thing.stops.some((stop) => stop.level === level);
  return thing.level === level;
}

/**
 * All that is drawn on a level, what lies below first.
 * @param {Plan} plan
 * @param {string} level
 * @returns {Placed[]}
 */
export function listOnLevel(plan, level) {
  return DRAWN_KINDS.flatMap((kind) =>
    (plan[kind] ?? []).filter((thing) => isOnLevel(kind, thing, level)).map((thing) => ({ kind, thing })),
  );
}

/**
 * Whether a thing is a shelf.
 * @param {Thing} thing
 * @returns {thing is Shelf}
 */
export function isShelf(thing) {
  return thing.faces !== undefined && thing.length_m !== undefined;
}

/**
 * The points that say where a thing is: corners, ends, or its middle.
 * @param {Thing} thing
 * @param {string} [level] of what has stops, those on this level only
 * @returns {Point[]}
 */
export function pointsOf(thing, level) {
  if (thing.outline?.length) return thing.outline;
  if (thing.start && thing.end) return [thing.start, thing.end];
  if (thing.stops) {
    return thing.stops
      .filter((stop) => level === undefined || stop.level === level)
      .map((stop) => [stop.x_m, stop.y_m]);
  }
  return thing.x_m === undefined || thing.y_m === undefined ? [] : [[thing.x_m, thing.y_m]];
}

/**
 * The smallest upright box around points.
 * @param {readonly Point[]} points at least one
 * @returns {Bounds}
 */
export function boundsOf(points) {
  const bounds = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (const [x, y] of points) {
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.min(bounds.bottom, y);
    bounds.top = Math.max(bounds.top, y);
  }
  return bounds;
}
