/**
 * Snapping to walls, shelves' edges, ends and axes, to a grid and to angles.
 *
 * An index holds the lines of a level in a frame of two directions, sorted, so that what is near
 * is found by halving; slanted walls are kept in a grid of cells. A thousand shelves are as quick
 * as ten.
 * @module
 */

import { areParallel, axisLine } from "./axes.js";
import { boundsOf, keyOf, listOnLevel, roundLength } from "./things.js";
import { extentOf } from "./transform.js";
import { ahead, along, bearing, distance, nearestOn, sidesOf } from "./vectors.js";

/** @typedef {import("./things.js").Point} Point */
/** @typedef {import("./things.js").Plan} Plan */
/** @typedef {import("./things.js").Placed} Placed */
/** A line of the frame at a coordinate, from `low` to `high` of the other one.
 * @typedef {{at: number, low: number, high: number, key: string}} Edge */
/** @typedef {{start: Point, end: Point, key: string}} Slant */
/** @typedef {{from: Point, to: Point}} Guide */
/** @typedef {{x_m: number, y_m: number, guides: Guide[]}} Snapped */
/** @typedef {{reach_m: number, grid_m?: number, except?: ReadonlySet<string>}} Snapping */

const CELL_M = 2;
/** What is a metre farther off counts as being this much farther beside. */
const REMOTE = 0.004;

/** The lines of a level that things snap to. */
export class SnapIndex {
  /**
   * @param {readonly Placed[]} placed
   * @param {string} level
   * @param {number} [frame_deg] one of the frame's two directions
   */
  constructor(placed, level, frame_deg = 0) {
    this.frame_deg = frame_deg;
    /** Lines across the frame's first direction, and along it. @type {[Edge[], Edge[]]} */
    this.edges = [[], []];
    /** @type {Map<string, Slant[]>} */
    this.cells = new Map();
    for (const { kind, thing } of placed) this.#add(keyOf(kind, thing.id), thing, level);
    for (const edges of this.edges) edges.sort((one, other) => one.at - other.at);
  }

  /**
   * @param {string} key
   * @param {import("./things.js").Thing} thing
   * @param {string} level
   */
  #add(key, thing, level) {
    const ring = extentOf(thing, level);
    if (thing.outline || thing.faces) {
      for (const [start, end] of sidesOf(ring)) this.#addLine(key, start, end);
    } else {
      for (const point of ring) this.#addPoint(key, point);
    }
    if (thing.faces && thing.shape !== "round") {
      const axis = axisLine(/** @type {import("./things.js").Shelf} */ (thing), 0);
      axis.slice(1).forEach((end, at) => this.#addLine(key, /** @type {Point} */ (axis[at]), end));
    }
  }

  /** @param {string} key @param {Point} start @param {Point} end */
  #addLine(key, start, end) {
    const line_deg = bearing(start, end);
    const [one, other] = [this.toFrame(start), this.toFrame(end)];
    for (const side of /** @type {const} */ ([0, 1])) {
      if (!areParallel(line_deg, this.frame_deg + (side ? 0 : 90))) continue;
      const ends = [one[1 - side] ?? 0, other[1 - side] ?? 0];
      this.edges[side].push({
        at: ((one[side] ?? 0) + (other[side] ?? 0)) / 2, low: Math.min(...ends), high: Math.max(...ends), key,
      });
      return;
    }
    for (const cell of cellsOf(boundsOf([start, end]))) {
      const slants = this.cells.get(cell);
      if (slants) slants.push({ start, end, key });
      else this.cells.set(cell, [{ start, end, key }]);
    }
  }

  /** @param {string} key @param {Point} point */
  #addPoint(key, point) {
    const [u, v] = this.toFrame(point);
    this.edges[0].push({ at: u, low: v, high: v, key });
    this.edges[1].push({ at: v, low: u, high: u, key });
  }

  /** @param {Point} point @returns {Point} */
  toFrame(point) {
    return [along(point, this.frame_deg), along(point, this.frame_deg + 90)];
  }

  /** @param {Point} point @returns {Point} */
  fromFrame([u, v]) {
    return ahead([0, 0], this.frame_deg, u, v);
  }

  /**
   * The best line near a coordinate: the nearest one, and of such the least remote.
   * @param {0 | 1} side
   * @param {number} at
   * @param {number} other the other coordinate
   * @param {Snapping} how
   * @returns {Edge | null}
   */
  nearest(side, at, other, { reach_m, except }) {
    const edges = this.edges[side];
    let [best, least] = [/** @type {Edge | null} */ (null), Infinity];
    for (let next = firstFrom(edges, at - reach_m); next < edges.length; next += 1) {
      const edge = /** @type {Edge} */ (edges[next]);
      if (edge.at > at + reach_m) break;
      if (except?.has(edge.key)) continue;
      const remote_m = Math.max(0, edge.low - other, other - edge.high);
      const cost = Math.abs(edge.at - at) + REMOTE * remote_m;
      if (cost < least) [best, least] = [edge, cost];
    }
    return best;
  }

  /**
   * The nearest point on a slanted line.
   * @param {Point} point
   * @param {Snapping} how
   * @returns {{point: Point, slant: Slant} | null}
   */
  nearestSlant(point, { reach_m, except }) {
    const [x, y] = point;
    const around = { left: x - reach_m, right: x + reach_m, bottom: y - reach_m, top: y + reach_m };
    let [best, least] = [/** @type {{point: Point, slant: Slant} | null} */ (null), reach_m];
    for (const slant of new Set(cellsOf(around).flatMap((cell) => this.cells.get(cell) ?? []))) {
      if (except?.has(slant.key)) continue;
      const foot = nearestOn(point, slant.start, slant.end);
      const apart_m = distance(point, foot);
      if (apart_m <= least) [best, least] = [{ point: foot, slant }, apart_m];
    }
    return best;
  }
}

/**
 * The index of a level.
 * @param {Plan} plan
 * @param {string} level
 * @param {number} [frame_deg]
 */
export function buildIndex(plan, level, frame_deg = 0) {
  return new SnapIndex(listOnLevel(plan, level), level, frame_deg);
}

/**
 * Snap a point.
 * @param {SnapIndex} index
 * @param {Point} point
 * @param {Snapping} how
 * @returns {Snapped}
 */
export function snapPoint(index, point, how) {
  const frame = index.toFrame(point);
  const found = /** @type {const} */ ([0, 1]).map((side) =>
    index.nearest(side, /** @type {number} */ (frame[side]), /** @type {number} */ (frame[1 - side]), how),
  );
  const slanted = found[0] && found[1] ? null : index.nearestSlant(point, how);
  if (slanted) {
    return rounded(slanted.point, [{ from: slanted.slant.start, to: slanted.slant.end }]);
  }
  const [u, v] = /** @type {[number, number]} */ (
    found.map((edge, side) => edge?.at ?? toGrid(/** @type {number} */ (frame[side]), how.grid_m))
  );
  const at = index.fromFrame([u, v]);
  return rounded(at, found.flatMap((edge, side) => (edge ? [guideTo(index, edge, /** @type {0 | 1} */ (side), side ? u : v)] : [])));
}

/**
 * Snap a motion of things: of the edges and the middle of their box, what is nearest to a line.
 * @param {SnapIndex} index
 * @param {readonly Point[]} points corners of what moves, before it does
 * @param {number} east_m
 * @param {number} north_m
 * @param {Snapping} how
 * @returns {Snapped} the motion, as x_m and y_m
 */
export function snapMove(index, points, east_m, north_m, how) {
  const box = boundsOf(points.map((point) => index.toFrame([point[0] + east_m, point[1] + north_m])));
  const spans = /** @type {const} */ ([[box.left, box.right], [box.bottom, box.top]]);
  const by = /** @type {Point} */ ([0, 0]);
  /** @type {(Edge | null)[]} */
  const found = [null, null];
  for (const side of /** @type {const} */ ([0, 1])) {
    const [low, high] = spans[side];
    const beside = (spans[1 - side]?.[0] ?? 0) / 2 + (spans[1 - side]?.[1] ?? 0) / 2;
    let least = Infinity;
    for (const at of [low, high, (low + high) / 2]) {
      const edge = index.nearest(side, at, beside, how);
      if (!edge || Math.abs(edge.at - at) >= least) continue;
      least = Math.abs(edge.at - at);
      by[side] = edge.at - at;
      found[side] = edge;
    }
    if (!found[side] && how.grid_m) by[side] = toGrid(low, how.grid_m) - low;
  }
  const [x, y] = index.fromFrame(by);
  const guides = found.flatMap((edge, side) => {
    if (!edge) return [];
    const other = spans[1 - side] ?? [0, 0];
    const beside = (other[0] + other[1]) / 2 + (by[1 - side] ?? 0);
    return [guideTo(index, edge, /** @type {0 | 1} */ (side), beside)];
  });
  return rounded([east_m + x, north_m + y], guides);
}

/**
 * Snap a direction to whole steps and to directions that are there already.
 * @param {number} angle_deg
 * @param {{step_deg?: number, reach_deg?: number, others?: readonly number[]}} [how]
 * @returns {number} degrees; as it was where nothing is near
 */
export function snapAngle(angle_deg, { step_deg = 15, reach_deg = 3, others = [] } = {}) {
  const steps = [Math.round(angle_deg / step_deg) * step_deg];
  const lines = others.map((other) => other + Math.round((angle_deg - other) / 90) * 90);
  const [best = angle_deg] = [...steps, ...lines].sort((one, other) => Math.abs(one - angle_deg) - Math.abs(other - angle_deg));
  return Math.abs(best - angle_deg) <= reach_deg ? best : angle_deg;
}

/**
 * Snap the direction from one point to another, the distance staying.
 * @param {Point} from
 * @param {Point} to
 * @param {Parameters<typeof snapAngle>[1]} [how]
 * @returns {Point}
 */
export function snapDirection(from, to, how) {
  return ahead(from, snapAngle(bearing(from, to), how), distance(from, to));
}

/**
 * The part of a line from the thing that has it to what snaps to it.
 * @param {SnapIndex} index
 * @param {Edge} edge
 * @param {0 | 1} side
 * @param {number} other
 * @returns {Guide}
 */
function guideTo(index, edge, side, other) {
  const ends = [Math.min(edge.low, other), Math.max(edge.high, other)].map((each) =>
    index.fromFrame(side ? [each, edge.at] : [edge.at, each]),
  );
  return { from: /** @type {Point} */ (ends[0]), to: /** @type {Point} */ (ends[1]) };
}

/** @param {Point} point @param {Guide[]} guides @returns {Snapped} */
function rounded([x, y], guides) {
  return { x_m: roundLength(x), y_m: roundLength(y), guides };
}

/** @param {number} at @param {number} [grid_m] */
function toGrid(at, grid_m) {
  return grid_m ? Math.round(at / grid_m) * grid_m : at;
}

/** @param {readonly Edge[]} edges @param {number} least */
function firstFrom(edges, least) {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if (/** @type {Edge} */ (edges[half]).at < least) low = half + 1;
    else high = half;
  }
  return low;
}

/** @param {import("./things.js").Bounds} bounds */
function cellsOf({ left, right, bottom, top }) {
  const cells = [];
  for (let column = Math.floor(left / CELL_M); column <= Math.floor(right / CELL_M); column += 1) {
    for (let row = Math.floor(bottom / CELL_M); row <= Math.floor(top / CELL_M); row += 1) cells.push(`${column} ${row}`);
  }
  return cells;
}
