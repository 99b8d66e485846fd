/**
 * Where the handles of a shelf are: beside the sides that they drag, never on each other.
 * @module
 */

import { sidePlace, sidesOfShelf } from "./geometry/sizes.js";
import { boundsOf } from "./geometry/things.js";
import { extentOf } from "./geometry/transform.js";
import { ahead, distance, middle } from "./geometry/vectors.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./handles.js").Handle} Handle */
/** @typedef {import("./handles.js").HandleKind} HandleKind */
/** @typedef {import("./handles.js").Grips} Grips */
/** @typedef {import("./geometry/things.js").Shelf} Shelf */
/** @typedef {import("./geometry/things.js").Bounds} Bounds */
/** @typedef {import("./geometry/sizes.js").Side} Side */

export const PADDING_PX = 12;
export const STEM_PX = 34;
/** Nearer to each other two handles would be one to a finger. */
const APART_PX = 30;
const PUSH_PX = 6;
/** What comes later has room to give way. @type {readonly (Side | "rotate")[]} */
const IN_TURN = ["front", "back", "start", "end", "wing", "rotate", "turn"];

/**
 * The box around a shelf and its handles.
 * @param {Shelf} shelf
 * @param {number} px_m
 * @returns {Grips}
 */
export function shelfGrips(shelf, px_m) {
  const ring = ringOf(shelf, PADDING_PX * px_m);
  const foot = middle(.../** @type {[Point, Point]} */ (ring.slice(2)));
  /** @type {Map<HandleKind, Handle>} */
  const handles = new Map();
  const beside = (/** @type {Point} */ from, /** @type {number} */ way_deg, /** @type {number} */ out_px) =>
    spaced(from, way_deg, out_px, [...handles.values()], px_m);
  const sides = sidesOfShelf(shelf);
  for (const kind of IN_TURN) {
    if (kind === "rotate") handles.set(kind, { kind, at: beside(foot, isUpright(shelf) ? 90 : shelf.angle_deg + 90, STEM_PX) });
    else if (sides.includes(kind)) {
      const { foot: edge, way_deg } = sidePlace(shelf, kind);
      const at = beside(edge, way_deg, kind === "turn" ? PADDING_PX + STEM_PX : PADDING_PX);
      handles.set(kind, kind === "turn" ? { kind, at } : { kind, at, edge });
    }
  }
  /** @type {HandleKind[]} */
  const order = [...sides, "rotate"];
  return { ring, stems: stemsOf(shelf, foot, handles), handles: order.flatMap((kind) => handles.get(kind) ?? []) };
}

/** @param {Bounds} box @returns {Point[]} */
export function cornersOf({ left, right, bottom, top }) {
  return [[left, bottom], [right, bottom], [right, top], [left, top]];
}

/** @param {Bounds} box @param {number} by_m @returns {Bounds} */
export function padded({ left, right, bottom, top }, by_m) {
  return { left: left - by_m, right: right + by_m, bottom: bottom - by_m, top: top + by_m };
}

/**
 * Where a handle does not touch the others, as near to what it drags as that is.
 * @param {Point} from
 * @param {number} way_deg
 * @param {number} out_px
 * @param {readonly Handle[]} others
 * @param {number} px_m
 * @returns {Point}
 */
function spaced(from, way_deg, out_px, others, px_m) {
  const at = ahead(from, way_deg, out_px * px_m);
  const touches = others.some((other) => distance(other.at, at) < APART_PX * px_m);
  return touches ? spaced(from, way_deg, out_px + PUSH_PX, others, px_m) : at;
}

/**
 * What turns is held by a stem.
 * @param {Shelf} shelf
 * @param {Point} foot of the one that turns all of it
 * @param {ReadonlyMap<HandleKind, Handle>} handles
 * @returns {[Point, Point][]}
 */
function stemsOf(shelf, foot, handles) {
  const [rotate, turn] = [handles.get("rotate"), handles.get("turn")];
  return [
    ...(rotate ? [/** @type {[Point, Point]} */ ([foot, rotate.at])] : []),
    ...(turn ? [/** @type {[Point, Point]} */ ([sidePlace(shelf, "turn").foot, turn.at])] : []),
  ];
}

/**
 * A box along a straight shelf and around a round one, upright around one that is bent.
 * @param {Shelf} shelf
 * @param {number} pad_m
 * @returns {Point[]}
 */
function ringOf(shelf, pad_m) {
  if (isUpright(shelf)) return cornersOf(padded(boundsOf(extentOf(shelf)), pad_m));
  const half = { along: shelf.length_m / 2 + pad_m, across: (shelf.shape === "round" ? shelf.length_m : shelf.depth_m) / 2 + pad_m };
  return cornersOf({ left: -half.along, right: half.along, bottom: -half.across, top: half.across })
    .map(([ahead_m, left_m]) => ahead([shelf.x_m, shelf.y_m], shelf.angle_deg, ahead_m, left_m));
}

/** @param {Shelf} shelf */
function isUpright(shelf) {
  return shelf.shape === "corner" || shelf.shape === "curved";
}
