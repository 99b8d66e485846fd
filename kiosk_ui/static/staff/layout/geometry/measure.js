/**
 * Lengths, angles, areas and clear widths.
 * @module
 */

import { bearing, cross, distance, isInside, middle, nearestOn, sidesOf, signedArea } from "./vectors.js";

/** @typedef {import("./things.js").Point} Point */
/** @typedef {{width_m: number, from: Point, to: Point}} Clear */

/**
 * Length of a line through points.
 * @param {readonly Point[]} points
 */
export function lineLength(points) {
  return points.slice(1).reduce((sum, point, at) => sum + distance(/** @type {Point} */ (points[at]), point), 0);
}

/**
 * The angle at a corner between the ways to two other points, 0 to 180°.
 * @param {Point} one
 * @param {Point} corner
 * @param {Point} other
 */
export function angleAt(one, corner, other) {
  const between_deg = Math.abs(bearing(corner, one) - bearing(corner, other));
  return between_deg > 180 ? 360 - between_deg : between_deg;
}

/**
 * Area of a ring, m².
 * @param {readonly Point[]} ring
 */
export function areaOf(ring) {
  return Math.abs(signedArea(ring));
}

/**
 * The clear width between two outlines, and where it is: in the middle of parallel sides.
 * @param {readonly Point[]} one
 * @param {readonly Point[]} other
 * @returns {Clear} width 0 where they touch or overlap
 */
export function clearBetween(one, other) {
  const [start, end] = [/** @type {Point} */ (one[0]), /** @type {Point} */ (other[0])];
  if (touch(one, other)) return { width_m: 0, from: start, to: end };
  /** @type {Clear[]} */
  const found = [
    ...one.flatMap((corner) => sidesOf(other).map((each) => ({ from: corner, to: nearestOn(corner, ...each) }))),
    ...other.flatMap((corner) => sidesOf(one).map((each) => ({ from: nearestOn(corner, ...each), to: corner }))),
  ].map((pair) => ({ ...pair, width_m: distance(pair.from, pair.to) }));
  const width_m = Math.min(...found.map((each) => each.width_m));
  const nearest = found.filter((each) => each.width_m - width_m < 1e-6);
  const [first, last] = [/** @type {Clear} */ (nearest[0]), farthest(nearest)];
  return { width_m, from: middle(first.from, last.from), to: middle(first.to, last.to) };
}

/**
 * The one of equally near pairs that is farthest from the first.
 * @param {readonly Clear[]} nearest
 */
function farthest(nearest) {
  const first = /** @type {Clear} */ (nearest[0]);
  return nearest.reduce((far, each) => (distance(each.from, first.from) > distance(far.from, first.from) ? each : far), first);
}

/**
 * @param {readonly Point[]} one
 * @param {readonly Point[]} other
 */
function touch(one, other) {
  const [start, end] = [/** @type {Point} */ (one[0]), /** @type {Point} */ (other[0])];
  if (isInside(start, other) || isInside(end, one)) return true;
  return sidesOf(one).some(([a, b]) => sidesOf(other).some(([c, d]) => cross(a, b, c, d)));
}
