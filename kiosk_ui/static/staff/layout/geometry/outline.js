/**
 * Rooms and walls drawn corner by corner.
 * @module
 */

import { roundPoint } from "./transform.js";
import { ahead, along, bearing, cross, distance, side, sidesOf, signedArea } from "./vectors.js";

/** @typedef {import("./things.js").Point} Point */

const LEAST_SIDE_M = 0.01;
const STRAIGHT_M = 0.002;
export const WALL_M = 0.1;

/**
 * The next corner of an outline that is being drawn.
 * @param {readonly Point[]} corners so far
 * @param {Point} point
 * @param {{square?: boolean, reach_m?: number}} [how] square: at right angles to the side before,
 *   or upright where there is none; within `reach_m` of the first corner the outline closes
 * @returns {{point: Point, closes: boolean}}
 */
export function nextCorner(corners, point, { square = false, reach_m = 0.3 } = {}) {
  const [first, last] = [corners[0], corners.at(-1)];
  if (!first || !last) return { point: roundPoint(point), closes: false };
  if (corners.length >= 3 && distance(first, point) <= reach_m) return { point: first, closes: true };
  if (!square) return { point: roundPoint(point), closes: false };
  const before = corners.at(-2);
  const base_deg = before ? bearing(before, last) : 0;
  const on_line = [base_deg, base_deg + 90].map((line_deg) => {
    const from = /** @type {Point} */ ([point[0] - last[0], point[1] - last[1]]);
    return ahead(last, line_deg, along(from, line_deg));
  });
  const [one, other] = /** @type {[Point, Point]} */ (on_line);
  const squared = distance(one, point) <= distance(other, point) ? one : other;
  return { point: roundPoint(level(squared, first, base_deg, reach_m)), closes: false };
}

/**
 * A corner in line with the first one, so that the outline closes at a right angle.
 * @param {Point} point
 * @param {Point} first
 * @param {number} base_deg
 * @param {number} reach_m
 * @returns {Point}
 */
function level(point, first, base_deg, reach_m) {
  const from = /** @type {Point} */ ([first[0] - point[0], first[1] - point[1]]);
  for (const line_deg of [base_deg, base_deg + 90]) {
    const by_m = along(from, line_deg);
    if (Math.abs(by_m) <= reach_m) return ahead(point, line_deg, by_m);
  }
  return point;
}

/**
 * The outline that corners make: anticlockwise, without corners twice or on a straight side.
 * @param {readonly Point[]} corners
 * @returns {Point[] | null} null where they enclose nothing or the sides cross
 */
export function closeOutline(corners) {
  const apart = corners.filter((corner, at) => {
    const before = /** @type {Point} */ (corners[(at + corners.length - 1) % corners.length]);
    return corners.length === 1 || distance(before, corner) >= LEAST_SIDE_M;
  });
  const ring = apart.filter((corner, at) => {
    const before = /** @type {Point} */ (apart.at(at - 1));
    const after = /** @type {Point} */ (apart[(at + 1) % apart.length]);
    const base_m = distance(before, after);
    return base_m < LEAST_SIDE_M || Math.abs(side(before, after, corner)) / base_m > STRAIGHT_M;
  });
  if (ring.length < 3 || !isSimple(ring) || Math.abs(signedArea(ring)) < LEAST_SIDE_M) return null;
  return signedArea(ring) > 0 ? ring : ring.reverse();
}

/**
 * Whether no two sides of a ring cross.
 * @param {readonly Point[]} ring
 */
export function isSimple(ring) {
  const sides = sidesOf(ring);
  return sides.every(([a, b], at) => sides.slice(at + 1).every(([c, d]) => !cross(a, b, c, d)));
}

/**
 * An upright rectangle between two corners.
 * @param {Point} one
 * @param {Point} other
 * @returns {Point[]}
 */
export function rectangle(one, other) {
  const [left, right] = [Math.min(one[0], other[0]), Math.max(one[0], other[0])];
  const [bottom, top] = [Math.min(one[1], other[1]), Math.max(one[1], other[1])];
  const corners = /** @type {Point[]} */ ([[left, bottom], [right, bottom], [right, top], [left, top]]);
  return corners.map(roundPoint);
}

/**
 * The outline of a wall along a line, as thick on both sides of it.
 * @param {readonly Point[]} line two points or more
 * @param {number} [thick_m]
 * @returns {Point[]}
 */
export function wallAlong(line, thick_m = WALL_M) {
  const right = line.map((_, at) => offset(line, at, -thick_m / 2));
  const left = line.map((_, at) => offset(line, at, thick_m / 2));
  return [...right, ...left.reverse()].map(roundPoint);
}

/**
 * A corner of the parallel to a line; at sharp bends it is cut off where it would run far out.
 * @param {readonly Point[]} line
 * @param {number} at
 * @param {number} left_m
 * @returns {Point}
 */
function offset(line, at, left_m) {
  const here = /** @type {Point} */ (line[at]);
  const [before, after] = [line[at - 1], line[at + 1]];
  if (!before || !after) {
    const line_deg = before ? bearing(before, here) : bearing(here, after ?? here);
    return ahead(here, line_deg, 0, left_m);
  }
  const [in_deg, out_deg] = [bearing(before, here), bearing(here, after)];
  const half_deg = ((((out_deg - in_deg + 180) % 360) + 360) % 360 - 180) / 2;
  const stretch = 1 / Math.max(Math.cos((half_deg * Math.PI) / 180), 0.35);
  return ahead(here, in_deg + half_deg, 0, left_m * stretch);
}
