/**
 * The sizes of a shelf that its handles have: how large they are, and the shelf with another one.
 *
 * What a handle does not drag stays: the other end, the other side, the corner, the radius of a curve.
 * @module
 */

import { axisLine } from "./axes.js";
import { roundAngle } from "./things.js";
import { resizeShelf, roundPoint } from "./transform.js";
import { ahead, along, bearing, distance } from "./vectors.js";

/** @typedef {import("./things.js").Point} Point */
/** @typedef {import("./things.js").Shelf} Shelf */
/** @typedef {"start" | "end" | "front" | "back" | "wing" | "turn"} Side what of a shelf a handle drags */
/** @typedef {"length_m" | "diameter_m" | "depth_m" | "wing_m" | "turn_deg"} SizeName */
/** @typedef {{name: SizeName, value: number, least: number, most: number}} Size */

const LEAST_LENGTH_M = 0.2;
const LEAST_DEPTH_M = 0.1;
const LEAST_INNER_M = 0.05;
const MOST_M = 2000;
const LEAST_TURN_DEG = 1;
const SHARPEST_CORNER_DEG = 150;
const WIDEST_CURVE_DEG = 340;
/** A curve that turns less is lengthened as if it were straight. */
const STRAIGHT_DEG = 0.01;
const SAME = 0.0005;
const COARSE_DEG = 1;
const FINE_DEG = 0.1;

/** Sides of shelves by their shape, in the order in which keys go through them. @type {Record<string, readonly Side[]>} */
const SIDES = {
  straight: ["start", "end", "front", "back"],
  corner: ["start", "wing", "front", "back", "turn"],
  curved: ["start", "end", "front", "back", "turn"],
  round: ["end"],
};

/**
 * What of a shelf can be dragged.
 * @param {Shelf} shelf
 */
export function sidesOfShelf(shelf) {
  return SIDES[shelf.shape ?? "straight"] ?? [];
}

/**
 * The size that a side stands for; what it is now is always among what it may be.
 * @param {Shelf} shelf
 * @param {Side} side
 * @returns {Size}
 */
export function sizeOf(shelf, side) {
  const size = soundSize(shelf, side);
  return { ...size, least: Math.min(size.least, size.value), most: Math.max(size.most, size.value) };
}

/**
 * A shelf with another size, as near to it as its shape allows.
 * @param {Shelf} shelf
 * @param {Side} side
 * @param {number} value
 * @returns {Shelf} the same one where the size is the one it has
 */
export function withSize(shelf, side, value) {
  const now = sizeOf(shelf, side);
  const kept = Math.min(now.most, Math.max(now.least, value));
  if (Math.abs(kept - now.value) < SAME) return shelf;
  if (side === "turn") return resizeShelf(shelf, { turn_deg: Math.round(kept * 100) / 100 });
  if (side === "wing") return resizeShelf(shelf, { wing_m: kept });
  if (side === "front" || side === "back") return withDepth(shelf, side, kept);
  if (isCurved(shelf)) return withArc(shelf, side, kept);
  if (shelf.shape === "curved") return { ...resizeShelf({ ...shelf, shape: "straight" }, { length_m: kept }, staying(side)), shape: "curved" };
  return resizeShelf(shelf, { length_m: kept }, staying(side));
}

/**
 * The size that a shelf has when a side of it is dragged to a point.
 * @param {Shelf} shelf
 * @param {Side} side
 * @param {Point} to
 * @param {number} [beyond_m] how far beyond the end of the shelf what turns it is held
 */
export function sizeAt(shelf, side, to, beyond_m = 0) {
  const at = /** @type {Point} */ ([shelf.x_m, shelf.y_m]);
  const wing_deg = shelf.angle_deg + (shelf.turn_deg ?? 0);
  if (side === "turn") return turnAt(shelf, to, beyond_m);
  if (side === "wing") return along(to, wing_deg) - along(at, wing_deg);
  if (side === "front" || side === "back") {
    const left_m = along(to, shelf.angle_deg + 90) - along(at, shelf.angle_deg + 90);
    return shelf.depth_m / 2 + (side === "front" ? left_m : -left_m);
  }
  if (shelf.shape === "round") return 2 * distance(at, to);
  if (isCurved(shelf)) return arcAt(shelf, side, to);
  const far_m = (along(to, shelf.angle_deg) - along(at, shelf.angle_deg)) * (side === "end" ? 1 : -1);
  return shelf.shape === "corner" ? far_m : shelf.length_m / 2 + far_m;
}

/**
 * Where a side is, and which way it looks.
 * @param {Shelf} shelf
 * @param {Side} side
 * @returns {{foot: Point, way_deg: number}}
 */
export function sidePlace(shelf, side) {
  const at = /** @type {Point} */ ([shelf.x_m, shelf.y_m]);
  const { angle_deg } = shelf;
  if (side === "front" || side === "back") {
    const left = side === "front" ? 1 : -1;
    const middle_m = shelf.shape === "corner" ? -shelf.length_m / 2 : 0;
    return { foot: ahead(at, angle_deg, middle_m, (left * shelf.depth_m) / 2), way_deg: angle_deg + left * 90 };
  }
  if (shelf.shape === "round") {
    const way_deg = side === "end" ? angle_deg : angle_deg + 180;
    return { foot: ahead(at, way_deg, shelf.length_m / 2), way_deg };
  }
  const line = axisLine(shelf, 0);
  const turned_deg = shelf.shape === "curved" ? (shelf.turn_deg ?? 0) / 2 : 0;
  if (side === "start") return { foot: /** @type {Point} */ (line[0]), way_deg: angle_deg - turned_deg + 180 };
  const beyond_deg = shelf.shape === "corner" ? (shelf.turn_deg ?? 0) : turned_deg;
  return { foot: /** @type {Point} */ (line.at(-1)), way_deg: angle_deg + beyond_deg };
}

/**
 * @param {Shelf} shelf
 * @param {Side} side
 * @returns {Size} with the limits between which a shelf can be built
 */
function soundSize(shelf, side) {
  if (side === "turn") return { name: "turn_deg", value: shelf.turn_deg ?? 0, ...turnLimits(shelf) };
  if (side === "wing") return { name: "wing_m", value: shelf.wing_m ?? 0, least: leastArm(shelf), most: MOST_M };
  if (side === "front" || side === "back") {
    return { name: "depth_m", value: shelf.depth_m, least: LEAST_DEPTH_M, most: mostDepth(shelf, side) };
  }
  if (shelf.shape === "round") return { name: "diameter_m", value: shelf.length_m, least: LEAST_LENGTH_M, most: MOST_M };
  return { name: "length_m", value: shelf.length_m, least: leastArm(shelf), most: mostLength(shelf) };
}

/** @param {Shelf} shelf */
function isCurved(shelf) {
  return shelf.shape === "curved" && Math.abs(shelf.turn_deg ?? 0) >= STRAIGHT_DEG;
}

/** @param {Side} side @returns {"start" | "end"} the end that is not dragged */
function staying(side) {
  return side === "start" ? "end" : "start";
}

/** @param {Shelf} shelf */
function turnInRadians(shelf) {
  return ((shelf.turn_deg ?? 0) * Math.PI) / 180;
}

/** Signed as the turn: below 0 the centre is to the right. @param {Shelf} shelf */
function radiusOf(shelf) {
  return shelf.length_m / turnInRadians(shelf);
}

/** Tangent of half a corner's turn: what an arm loses for each metre beside its axis. @param {Shelf} shelf */
function halfTangent(shelf) {
  return Math.tan(turnInRadians(shelf) / 2);
}

/** An arm of a corner has an inner side. @param {Shelf} shelf */
function leastArm(shelf) {
  if (shelf.shape !== "corner") return LEAST_LENGTH_M;
  return Math.max(LEAST_LENGTH_M, (shelf.depth_m / 2) * Math.abs(halfTangent(shelf)) + LEAST_INNER_M);
}

/** @param {Shelf} shelf */
function mostLength(shelf) {
  return isCurved(shelf) ? Math.abs(radiusOf(shelf)) * ((WIDEST_CURVE_DEG * Math.PI) / 180) : MOST_M;
}

/**
 * The inner side of a corner or a curve goes as far as there is room.
 * @param {Shelf} shelf
 * @param {"front" | "back"} side
 */
function mostDepth(shelf, side) {
  const isInner = (shelf.turn_deg ?? 0) > 0 === (side === "front");
  if (isCurved(shelf) && isInner) return Math.abs(radiusOf(shelf)) + shelf.depth_m / 2 - LEAST_INNER_M;
  if (shelf.shape !== "corner" || !isInner) return MOST_M;
  const lost = Math.abs(halfTangent(shelf)) || 1e-6;
  return (Math.min(shelf.length_m, shelf.wing_m ?? 0) - LEAST_INNER_M) / lost + shelf.depth_m / 2;
}

/**
 * How far a shelf turns to the side to which it does.
 * @param {Shelf} shelf
 */
function turnLimits(shelf) {
  const widest_deg = shelf.shape === "corner" ? SHARPEST_CORNER_DEG : WIDEST_CURVE_DEG;
  const half_m = shelf.depth_m / 2;
  const arm_m = Math.min(shelf.length_m, shelf.wing_m ?? 0) - LEAST_INNER_M;
  const tightest = shelf.shape === "corner" ? 2 * Math.atan2(arm_m, half_m) : shelf.length_m / (half_m + LEAST_INNER_M);
  const most = Math.max(LEAST_TURN_DEG, Math.min(widest_deg, Math.floor((tightest * 180) / Math.PI)));
  return (shelf.turn_deg ?? 0) < 0 ? { least: -most, most: -LEAST_TURN_DEG } : { least: LEAST_TURN_DEG, most };
}

/**
 * The other side stays: the axis moves by half of what the shelf grows, and its arms or its arc
 * get longer or shorter by that.
 * @param {Shelf} shelf
 * @param {"front" | "back"} side
 * @param {number} depth_m
 */
function withDepth(shelf, side, depth_m) {
  const by_m = ((depth_m - shelf.depth_m) / 2) * (side === "front" ? 1 : -1);
  const isCorner = shelf.shape === "corner";
  const middle = isCorner
    ? /** @type {Point} */ (axisLine(shelf, by_m)[1])
    : ahead([shelf.x_m, shelf.y_m], shelf.angle_deg, 0, by_m);
  const lost_m = isCorner ? by_m * halfTangent(shelf) : isCurved(shelf) ? by_m * turnInRadians(shelf) : 0;
  const sized = resizeShelf(shelf, {
    depth_m,
    ...(lost_m ? { length_m: shelf.length_m - lost_m } : {}),
    ...(isCorner ? { wing_m: (shelf.wing_m ?? 0) - lost_m } : {}),
  });
  const [x_m, y_m] = roundPoint(middle);
  return { ...sized, x_m, y_m };
}

/**
 * A curve that goes on along its circle, or ends sooner.
 * @param {Shelf} shelf
 * @param {Side} side the end that moves
 * @param {number} length_m
 */
function withArc(shelf, side, length_m) {
  const turn_deg = shelf.turn_deg ?? 0;
  const radius_m = radiusOf(shelf);
  const grown_deg = turn_deg * (length_m / shelf.length_m - 1);
  const angle_deg = shelf.angle_deg + (grown_deg / 2) * (side === "end" ? 1 : -1);
  const centre = ahead([shelf.x_m, shelf.y_m], shelf.angle_deg, 0, radius_m);
  const [x_m, y_m] = roundPoint(ahead(centre, angle_deg, 0, -radius_m));
  const sized = resizeShelf(shelf, { length_m, turn_deg: Math.round((turn_deg + grown_deg) * 100) / 100 });
  return { ...sized, x_m, y_m, angle_deg: roundAngle(angle_deg) };
}

/**
 * @param {Shelf} shelf
 * @param {Side} side
 * @param {Point} to
 */
function arcAt(shelf, side, to) {
  const radius_m = radiusOf(shelf);
  const forward = side === "end" ? 1 : -1;
  const centre = ahead([shelf.x_m, shelf.y_m], shelf.angle_deg, 0, radius_m);
  const end_deg = shelf.angle_deg + (forward * (shelf.turn_deg ?? 0)) / 2;
  const heading_deg = bearing(centre, to) + (radius_m > 0 ? 90 : -90);
  return shelf.length_m + forward * radius_m * ((between(end_deg, heading_deg) * Math.PI) / 180);
}

/**
 * The turn with which what is held beyond the end is as near to a point as it can be.
 * @param {Shelf} shelf
 * @param {Point} to
 * @param {number} beyond_m
 */
function turnAt(shelf, to, beyond_m) {
  const { least, most } = turnLimits(shelf);
  const apart = (/** @type {number} */ turn_deg) => {
    const { foot, way_deg } = sidePlace({ ...shelf, turn_deg }, "turn");
    return distance(to, ahead(foot, way_deg, beyond_m));
  };
  const nearest = (/** @type {number} */ from, /** @type {number} */ until, /** @type {number} */ step) => {
    const count = Math.ceil((until - from) / step);
    const turns = Array.from({ length: count + 1 }, (_, at) => Math.min(until, from + at * step));
    return turns.reduce((best, turn) => (apart(turn) < apart(best) ? turn : best));
  };
  const near = nearest(least, most, COARSE_DEG);
  return nearest(Math.max(least, near - COARSE_DEG), Math.min(most, near + COARSE_DEG), FINE_DEG);
}

/**
 * How far it is from one direction to another, −180 to below 180°.
 * @param {number} from_deg
 * @param {number} to_deg
 */
function between(from_deg, to_deg) {
  return ((((to_deg - from_deg + 180) % 360) + 360) % 360) - 180;
}
