/**
 * The lines that shelves stand along, as `floorplans.axes` has them: straight, bent or curved.
 * @module
 */

import { ahead, direction } from "./vectors.js";

/** @typedef {import("./things.js").Point} Point */
/** @typedef {import("./things.js").Shelf} Shelf */
/** @typedef {import("./things.js").Face} Face */

const ROUND_SIDES = 24;
const ARC_STEP_DEG = 7.5;
const LEAST_TURN_DEG = 1e-6;

/**
 * Corners of a shelf on the floor, anticlockwise; a round one has 24.
 * @param {Shelf} shelf
 * @returns {Point[]}
 */
export function shelfOutline(shelf) {
  if (shelf.shape === "round") {
    return Array.from({ length: ROUND_SIDES }, (_, at) =>
      ahead([shelf.x_m, shelf.y_m], shelf.angle_deg + (at * 360) / ROUND_SIDES, shelf.length_m / 2),
    );
  }
  const half_m = shelf.depth_m / 2;
  return [...axisLine(shelf, -half_m), ...axisLine(shelf, half_m).reverse()];
}

/**
 * The line along a shelf at an offset to the left of its axis, in the direction of the axis.
 * @param {Shelf} shelf not a round one
 * @param {number} offset_m
 * @returns {Point[]}
 */
export function axisLine(shelf, offset_m) {
  const middle = /** @type {Point} */ ([shelf.x_m, shelf.y_m]);
  const turn_deg = shelf.turn_deg ?? 0;
  if (shelf.shape === "corner") {
    const cut_m = offset_m * halfTangent(turn_deg);
    const second_deg = shelf.angle_deg + turn_deg;
    return [
      ahead(middle, shelf.angle_deg, -shelf.length_m, offset_m),
      ahead(middle, shelf.angle_deg, -cut_m, offset_m),
      ahead(middle, second_deg, shelf.wing_m ?? 0, offset_m),
    ];
  }
  if (shelf.shape === "curved" && Math.abs(turn_deg) >= LEAST_TURN_DEG) {
    const radius_m = shelf.length_m / ((turn_deg * Math.PI) / 180);
    const centre = ahead(middle, shelf.angle_deg, 0, radius_m);
    const steps = Math.max(1, Math.ceil(Math.abs(turn_deg) / ARC_STEP_DEG));
    return Array.from({ length: steps + 1 }, (_, at) =>
      ahead(centre, shelf.angle_deg + (at / steps - 0.5) * turn_deg, 0, offset_m - radius_m),
    );
  }
  return [-0.5, 0.5].map((share) => ahead(middle, shelf.angle_deg, share * shelf.length_m, offset_m));
}

/**
 * Length of a face along the floor; the inner face of a corner is shorter than the outer one.
 * @param {Shelf} shelf
 * @param {Face["side"]} side
 */
export function faceLength(shelf, side) {
  const turn_deg = shelf.turn_deg ?? 0;
  const offset_m = (side === "front" ? 1 : -1) * (shelf.depth_m / 2);
  if (shelf.shape === "round") return shelf.length_m * Math.PI;
  if (shelf.shape === "corner") {
    return shelf.length_m + (shelf.wing_m ?? 0) - 2 * offset_m * halfTangent(turn_deg);
  }
  if (shelf.shape === "curved") return shelf.length_m - offset_m * ((turn_deg * Math.PI) / 180);
  return shelf.length_m;
}

/**
 * Whether two directions are the same line, whichever way it runs.
 * @param {number} one_deg
 * @param {number} other_deg
 * @param {number} [tolerance_deg]
 */
export function areParallel(one_deg, other_deg, tolerance_deg = 0.5) {
  const [, sine] = direction(one_deg - other_deg);
  return Math.abs(sine) <= Math.sin((tolerance_deg * Math.PI) / 180);
}

/** @param {number} turn_deg */
function halfTangent(turn_deg) {
  return Math.tan((turn_deg * Math.PI) / 360);
}
