/**
 * New shelves: one, or rows of them with aisles between.
 * @module
 */

import { bayCount, fitBays, USUAL_BAY_M } from "./bays.js";
import { newId, nextNumbers, renamed } from "./naming.js";
import { shift } from "./motions.js";
import { roundAngle, roundLength } from "./things.js";
import { moved } from "./transform.js";
import { ahead, bearing, distance } from "./vectors.js";

/** @typedef {import("./things.js").Point} Point */
/** @typedef {import("./things.js").Plan} Plan */
/** @typedef {import("./things.js").Shelf} Shelf */
/** @typedef {import("./things.js").Mounting} Mounting */
/**
 * What a new shelf is like; `sided` is the number of its faces.
 * @typedef {{length_m: number, depth_m: number, height_m: number, boards: number, bay_m: number, sided: 1 | 2,
 *   mounting: Mounting}} Template
 */

export const AISLE_M = 1.2;
const MOST_SHELVES = 200;

/** @type {Template} */
export const DOUBLE_SHELF = {
  length_m: 4.5, depth_m: 0.6, height_m: 1.8, boards: 5, bay_m: USUAL_BAY_M, sided: 2, mounting: "free",
};
/** @type {Template} */
export const WALL_SHELF = {
  length_m: 4.5, depth_m: 0.3, height_m: 2.1, boards: 6, bay_m: USUAL_BAY_M, sided: 1, mounting: "wall",
};

/**
 * What a shelf is like, so that others become alike.
 * @param {Shelf} shelf
 * @returns {Template}
 */
export function templateOf(shelf) {
  const first = shelf.faces[0]?.bays[0];
  return {
    length_m: shelf.length_m,
    depth_m: shelf.depth_m,
    height_m: shelf.height_m,
    boards: first?.boards ?? DOUBLE_SHELF.boards,
    bay_m: first?.width_m ?? USUAL_BAY_M,
    sided: shelf.faces.length > 1 ? 2 : 1,
    mounting: shelf.mounting ?? "free",
  };
}

/**
 * A straight shelf about a point, without id and number yet.
 * @param {Template} template
 * @param {string} level
 * @param {Point} at
 * @param {number} angle_deg
 * @returns {Shelf}
 */
export function blankShelf(template, level, at, angle_deg) {
  const { length_m, depth_m, height_m, boards, bay_m, sided, mounting } = template;
  const bays = fitBays([{ number: 1, width_m: bay_m, boards }], length_m, bayCount(length_m, bay_m));
  const sides = /** @type {("front" | "back")[]} */ (sided === 2 ? ["front", "back"] : ["front"]);
  return {
    id: "", number: "", level,
    x_m: roundLength(at[0]), y_m: roundLength(at[1]), length_m: roundLength(length_m), depth_m,
    angle_deg: roundAngle(angle_deg), height_m,
    faces: sides.map((side) => ({ id: "", name: "", side, bays })),
    ...(mounting === "free" ? {} : { mounting }),
  };
}

/**
 * A shelf drawn from one end to the other; a wall shelf has its back along the line, to its right.
 * @param {Template} template its length is not used
 * @param {string} level
 * @param {Point} from
 * @param {Point} to
 * @returns {Shelf}
 */
export function shelfAlong(template, level, from, to) {
  const angle_deg = bearing(from, to);
  const length_m = Math.max(distance(from, to), 0.2);
  const left_m = template.mounting === "wall" ? template.depth_m / 2 : 0;
  return blankShelf({ ...template, length_m }, level, ahead(from, angle_deg, length_m / 2, left_m), angle_deg);
}

/**
 * Copies of a shelf beside it.
 * @param {Shelf} shelf
 * @param {number} count how many there are then, the shelf among them
 * @param {number} aisle_m clear width between two; below 0.001 they stand back to back
 * @param {"left" | "right"} [toward] of its axis
 * @returns {Shelf[]} the copies, the nearest first, with the shelf's own names still
 */
export function beside(shelf, count, aisle_m, toward = "left") {
  const pitch_m = (shelf.depth_m + aisle_m) * (toward === "left" ? 1 : -1);
  return Array.from({ length: clampCount(count) - 1 }, (_, at) => {
    const by = ahead([0, 0], shelf.angle_deg, 0, pitch_m * (at + 1));
    return moved(shelf, shift(...by));
  });
}

/**
 * How many shelves fit along a line with aisles between.
 * @param {number} length_m
 * @param {number} depth_m
 * @param {number} aisle_m
 */
export function countAlong(length_m, depth_m, aisle_m) {
  return clampCount(Math.floor((length_m - depth_m) / (depth_m + aisle_m) + 1e-6) + 1);
}

/**
 * The width of the aisles when so many shelves fill a line.
 * @param {number} length_m
 * @param {number} depth_m
 * @param {number} count above 1
 */
export function aisleAlong(length_m, depth_m, count) {
  return roundLength((length_m - count * depth_m) / (count - 1));
}

/**
 * Shelves in a row along a line that runs across them; the line goes through their middles.
 * @param {Template} template
 * @param {string} level
 * @param {Point} from the outer edge of the first one
 * @param {Point} to where the row ends, or beyond
 * @param {number} aisle_m
 * @param {number} [count] as many as fit if not given
 * @returns {Shelf[]} without ids and numbers yet
 */
export function alongLine(template, level, from, to, aisle_m, count) {
  const row_deg = bearing(from, to);
  const many = clampCount(count ?? countAlong(distance(from, to), template.depth_m, aisle_m));
  const first = blankShelf(template, level, ahead(from, row_deg, template.depth_m / 2), row_deg - 90);
  return [first, ...beside(first, many, aisle_m, "left")];
}

/**
 * Give new shelves their ids, numbers and faces' names.
 * @param {Plan} plan
 * @param {readonly Shelf[]} shelves
 * @param {() => number} random
 * @param {string} [after] the number that theirs follow; the plan's highest if not given
 * @returns {Shelf[]}
 */
export function named(plan, shelves, random, after) {
  const numbers = nextNumbers(plan, shelves.length, after);
  return shelves.map((shelf, at) => renamed(shelf, newId(plan, "shelves", random), /** @type {string} */ (numbers[at])));
}

/** @param {number} count */
function clampCount(count) {
  return Math.min(MOST_SHELVES, Math.max(1, Math.round(count)));
}
