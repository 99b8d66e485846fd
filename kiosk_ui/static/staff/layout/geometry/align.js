/**
 * Things aligned at an edge or in the middle of the box around them.
 * @module
 */

import { shift } from "./motions.js";
import { boundsOf } from "./things.js";
import { changesOf, extentOf, rotateThings } from "./transform.js";
import { ahead } from "./vectors.js";

/** @typedef {import("./things.js").Placed} Placed */
/** @typedef {import("./things.js").Change} Change */
/** @typedef {import("./things.js").Bounds} Bounds */
/** @typedef {"left" | "centre" | "right" | "bottom" | "middle" | "top"} Edge */

/**
 * How far a box goes so that its edge is at that of another.
 * @type {Record<Edge, (box: Bounds, whole: Bounds) => [number, number]>}
 */
const SHIFTS = {
  left: (box, whole) => [whole.left - box.left, 0],
  centre: (box, whole) => [(whole.left + whole.right - box.left - box.right) / 2, 0],
  right: (box, whole) => [whole.right - box.right, 0],
  bottom: (box, whole) => [0, whole.bottom - box.bottom],
  middle: (box, whole) => [0, (whole.bottom + whole.top - box.bottom - box.top) / 2],
  top: (box, whole) => [0, whole.top - box.top],
};

/**
 * Align things at an edge of the box around them all.
 * @param {readonly Placed[]} placed
 * @param {Edge} edge
 * @param {number} [frame_deg] which way is right, for shelves that stand askew
 * @param {string} [level]
 * @returns {Change[]}
 */
export function alignThings(placed, edge, frame_deg = 0, level) {
  const boxes = placed.map(({ thing }) => boundsInFrame(thing, frame_deg, level));
  if (boxes.length === 0) return [];
  const whole = boundsOf(boxes.flatMap((box) => [[box.left, box.bottom], [box.right, box.top]]));
  return placed.flatMap((each, at) => {
    const [right_m, up_m] = SHIFTS[edge](/** @type {Bounds} */ (boxes[at]), whole);
    const [east_m, north_m] = ahead([0, 0], frame_deg, right_m, up_m);
    return changesOf([each], shift(east_m, north_m), level);
  });
}

/**
 * Turn shelves, each about its middle, the shorter way until they are parallel to a direction.
 * @param {readonly Placed[]} placed
 * @param {number} angle_deg
 * @returns {Change[]}
 */
export function alignAngles(placed, angle_deg) {
  return placed.flatMap((each) => {
    const { angle_deg: own_deg, x_m, y_m } = each.thing;
    if (own_deg === undefined || x_m === undefined || y_m === undefined) return [];
    const by_deg = ((((angle_deg - own_deg + 90) % 180) + 180) % 180) - 90;
    return rotateThings([each], by_deg, [x_m, y_m]);
  });
}

/**
 * The box around a thing in a frame that is turned.
 * @param {import("./things.js").Thing} thing
 * @param {number} frame_deg
 * @param {string} [level]
 */
export function boundsInFrame(thing, frame_deg, level) {
  return boundsOf(extentOf(thing, level).map((point) => ahead([0, 0], -frame_deg, point[0], point[1])));
}
