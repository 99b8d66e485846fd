/**
 * Points and directions of a plan.
 * @module
 */

/** @typedef {import("./things.js").Point} Point */

const EXACT = 1e15;

/**
 * Cosine and sine of an angle, exact at right angles.
 * @param {number} angle_deg
 * @returns {Point}
 */
export function direction(angle_deg) {
  const angle_rad = (angle_deg * Math.PI) / 180;
  return [Math.round(Math.cos(angle_rad) * EXACT) / EXACT, Math.round(Math.sin(angle_rad) * EXACT) / EXACT];
}

/**
 * The point that lies ahead and to the left of another.
 * @param {Point} start
 * @param {number} direction_deg
 * @param {number} ahead_m
 * @param {number} left_m
 * @returns {Point}
 */
export function ahead(start, direction_deg, ahead_m, left_m = 0) {
  const [cosine, sine] = direction(direction_deg);
  return [start[0] + ahead_m * cosine - left_m * sine, start[1] + ahead_m * sine + left_m * cosine];
}

/**
 * Distance of two points.
 * @param {Point} one
 * @param {Point} other
 */
export function distance(one, other) {
  return Math.hypot(other[0] - one[0], other[1] - one[1]);
}

/**
 * Direction from one point to another, 0 to below 360°.
 * @param {Point} from
 * @param {Point} to
 */
export function bearing(from, to) {
  const angle_deg = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
  return angle_deg < 0 ? angle_deg + 360 : angle_deg;
}

/**
 * @param {Point} one
 * @param {Point} other
 * @returns {Point}
 */
export function middle(one, other) {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}

/**
 * How far a point lies along a direction.
 * @param {Point} point
 * @param {number} direction_deg
 */
export function along(point, direction_deg) {
  const [cosine, sine] = direction(direction_deg);
  return point[0] * cosine + point[1] * sine;
}

/**
 * The point of a segment that is nearest to another.
 * @param {Point} point
 * @param {Point} start
 * @param {Point} end
 * @returns {Point}
 */
export function nearestOn(point, start, end) {
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return start;
  const share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / squared;
  const kept = Math.min(1, Math.max(0, share));
  return [start[0] + kept * dx, start[1] + kept * dy];
}

/**
 * Whether two segments cross at a point inside both.
 * @param {Point} a
 * @param {Point} b
 * @param {Point} c
 * @param {Point} d
 */
export function cross(a, b, c, d) {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/**
 * On which side of a line a point lies: above 0 to its left.
 * @param {Point} start
 * @param {Point} end
 * @param {Point} point
 */
export function side(start, end, point) {
  return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0]);
}

/**
 * The sides of a ring as segments.
 * @param {readonly Point[]} ring
 * @returns {[Point, Point][]}
 */
export function sidesOf(ring) {
  return ring.map((corner, at) => [corner, /** @type {Point} */ (ring[(at + 1) % ring.length])]);
}

/**
 * Area of a ring, m²; below 0 if its corners run clockwise.
 * @param {readonly Point[]} ring
 */
export function signedArea(ring) {
  return sidesOf(ring).reduce((sum, [[x1, y1], [x2, y2]]) => sum + x1 * y2 - x2 * y1, 0) / 2;
}

/**
 * Whether a point lies inside a ring.
 * @param {Point} point
 * @param {readonly Point[]} ring
 */
export function isInside([x, y], ring) {
  let inside = false;
  for (const [[x1, y1], [x2, y2]] of sidesOf(ring)) {
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
