/**
 * Motions of the plane: what moves, turns, mirrors or stretches things.
 * @module
 */

import { along, ahead, direction } from "./vectors.js";

/** @typedef {import("./things.js").Point} Point */
/** @typedef {import("./things.js").Bounds} Bounds */
/**
 * Where points go, what directions become, and whether left becomes right.
 * @typedef {{to: (point: Point) => Point, turned: (angle_deg: number) => number, mirrors: boolean}} Motion
 */

/**
 * @param {number} east_m
 * @param {number} north_m
 * @returns {Motion}
 */
export function shift(east_m, north_m) {
  return { to: ([x, y]) => [x + east_m, y + north_m], turned: (angle_deg) => angle_deg, mirrors: false };
}

/**
 * @param {Point} centre
 * @param {number} by_deg
 * @returns {Motion}
 */
export function turn(centre, by_deg) {
  const [cosine, sine] = direction(by_deg);
  return {
    to: ([x, y]) => {
      const [east, north] = [x - centre[0], y - centre[1]];
      return [centre[0] + east * cosine - north * sine, centre[1] + east * sine + north * cosine];
    },
    turned: (angle_deg) => angle_deg + by_deg,
    mirrors: false,
  };
}

/**
 * Mirror in a line: 90° swaps left and right, 0° up and down.
 * @param {Point} through
 * @param {number} line_deg
 * @returns {Motion}
 */
export function mirror(through, line_deg) {
  return {
    to: (point) => ahead(point, line_deg + 90, -2 * along([point[0] - through[0], point[1] - through[1]], line_deg + 90)),
    turned: (angle_deg) => 2 * line_deg - angle_deg,
    mirrors: true,
  };
}

/**
 * Stretch one box onto another; directions stay.
 * @param {Bounds} from a side without extent is only moved
 * @param {Bounds} to
 * @returns {Motion}
 */
export function stretch(from, to) {
  const wide = from.right - from.left ? (to.right - to.left) / (from.right - from.left) : 1;
  const high = from.top - from.bottom ? (to.top - to.bottom) / (from.top - from.bottom) : 1;
  return {
    to: ([x, y]) => [to.left + (x - from.left) * wide, to.bottom + (y - from.bottom) * high],
    turned: (angle_deg) => angle_deg,
    mirrors: false,
  };
}
