/**
 * Scale, turn and shift of a traced picture, and of levels that are laid over each other.
 *
 * A picture's points are pixels, x to the right and y down; a plan's are metres, y up.
 * @module
 */

import { turn } from "./motions.js";
import { distance } from "./vectors.js";

/** @typedef {import("./things.js").Point} Point */
/** @typedef {import("./motions.js").Motion} Motion */
/**
 * `scale` metres of the plan for one unit, turned anticlockwise, then shifted.
 * @typedef {{scale: number, turn_deg: number, east_m: number, north_m: number}} Similarity
 */
/** @typedef {{from: Point, to: Point}} Pair */

/**
 * Where a point goes.
 * @param {Similarity} similarity
 * @param {Point} point y up
 * @returns {Point}
 */
export function applied({ scale, turn_deg, east_m, north_m }, [x, y]) {
  const [cosine, sine] = [Math.cos((turn_deg * Math.PI) / 180), Math.sin((turn_deg * Math.PI) / 180)];
  return [east_m + scale * (x * cosine - y * sine), north_m + scale * (x * sine + y * cosine)];
}

/**
 * Where a point of the plan comes from.
 * @param {Similarity} similarity
 * @param {Point} point
 * @returns {Point}
 */
export function undone({ scale, turn_deg, east_m, north_m }, [x, y]) {
  const [cosine, sine] = [Math.cos((turn_deg * Math.PI) / 180), Math.sin((turn_deg * Math.PI) / 180)];
  const [east, north] = [(x - east_m) / scale, (y - north_m) / scale];
  return [east * cosine + north * sine, north * cosine - east * sine];
}

/**
 * The similarity that takes points nearest to others, by least squares; never a mirrored one.
 * @param {readonly Pair[]} pairs two or more, not all at one place
 * @param {{rigid?: boolean}} [how] rigid: without change of scale
 * @returns {Similarity | null} null where the points do not say
 *
 * Umeyama, "Least-squares estimation of transformation parameters", 1991, in the plane.
 */
export function fit(pairs, { rigid = false } = {}) {
  const [from, to] = [mean(pairs.map((pair) => pair.from)), mean(pairs.map((pair) => pair.to))];
  let [dot, wedge, spread] = [0, 0, 0];
  for (const pair of pairs) {
    const [x, y] = [pair.from[0] - from[0], pair.from[1] - from[1]];
    const [u, v] = [pair.to[0] - to[0], pair.to[1] - to[1]];
    dot += x * u + y * v;
    wedge += x * v - y * u;
    spread += x * x + y * y;
  }
  const size = Math.hypot(dot, wedge);
  if (pairs.length < 2 || spread === 0 || size === 0) return null;
  const turn_deg = (Math.atan2(wedge, dot) * 180) / Math.PI;
  const turned = { scale: rigid ? 1 : size / spread, turn_deg, east_m: 0, north_m: 0 };
  const [x, y] = applied(turned, from);
  return { ...turned, east_m: to[0] - x, north_m: to[1] - y };
}

/**
 * How far from its goal each point comes.
 * @param {Similarity} similarity
 * @param {readonly Pair[]} pairs
 * @returns {number[]} metres
 */
export function misses(similarity, pairs) {
  return pairs.map(({ from, to }) => distance(applied(similarity, from), to));
}

/**
 * A similarity whose scale makes the distance of two points of the plan a known one; the first stays.
 * @param {Similarity} similarity
 * @param {Point} one where it lies on the plan now
 * @param {Point} other
 * @param {number} length_m above 0
 * @returns {Similarity | null} null where the points are the same
 */
export function rescaled(similarity, one, other, length_m) {
  const now_m = distance(one, other);
  if (!(now_m > 0 && length_m > 0)) return null;
  const by = length_m / now_m;
  return {
    ...similarity,
    scale: similarity.scale * by,
    east_m: one[0] + (similarity.east_m - one[0]) * by,
    north_m: one[1] + (similarity.north_m - one[1]) * by,
  };
}

/**
 * A similarity turned about a point of the plan.
 * @param {Similarity} similarity
 * @param {Point} centre
 * @param {number} by_deg
 * @returns {Similarity}
 */
export function turnedAbout(similarity, centre, by_deg) {
  const [east_m, north_m] = turn(centre, by_deg).to([similarity.east_m, similarity.north_m]);
  return { ...similarity, turn_deg: similarity.turn_deg + by_deg, east_m, north_m };
}

/**
 * The motion of things that a rigid similarity is.
 * @param {Similarity} similarity
 * @returns {Motion}
 */
export function motionOf(similarity) {
  return {
    to: (point) => applied(similarity, point),
    turned: (angle_deg) => angle_deg + similarity.turn_deg,
    mirrors: false,
  };
}

/**
 * An SVG transform that lays a picture (pixels, y down) on a plan that is drawn in metres, y down.
 * @param {Similarity} similarity
 * @returns {string}
 */
export function svgTransform({ scale, turn_deg, east_m, north_m }) {
  return `translate(${east_m} ${-north_m}) rotate(${-turn_deg}) scale(${scale})`;
}

/** @param {readonly Point[]} points @returns {Point} */
function mean(points) {
  const sum = points.reduce((total, [x, y]) => [total[0] + x, total[1] + y], /** @type {Point} */ ([0, 0]));
  return [sum[0] / points.length, sum[1] / points.length];
}
