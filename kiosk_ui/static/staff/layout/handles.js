/**
 * Handles of a selection: where they are, and what dragging one does.
 * @module
 */

import { stretch } from "./geometry/motions.js";
import { boundsOf, isShelf, pointsOf } from "./geometry/things.js";
import { changesOf, dragEnd, extentOf, resizeShelf, rotateThings, roundPoint } from "./geometry/transform.js";
import { ahead, along, bearing, middle } from "./geometry/vectors.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Thing} Thing */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Placed} Placed */
/** @typedef {import("./geometry/things.js").Shelf} Shelf */
/** @typedef {import("./geometry/things.js").Bounds} Bounds */
/** @typedef {"rotate" | "start" | "end" | "front" | "back" | "west" | "east" | "south" | "north" | "corner" | "between"} HandleKind */
/**
 * A handle; it is drawn `at` a point beside the `edge` that it drags, where that is another one.
 * @typedef {{kind: HandleKind, at: Point, edge?: Point, index?: number}} Handle
 */
/** @typedef {{ring: Point[], stem: [Point, Point] | null, handles: Handle[]}} Grips */

const PADDING_PX = 12;
const STEM_PX = 34;
const LEAST_DEPTH_M = 0.1;
/** Kinds that can be turned. */
const TURNED = new Set(["shelves", "fixtures", "openings", "units", "closures"]);

/**
 * The box around a selection and its handles.
 * @param {readonly Placed[]} placed at least one
 * @param {string} level
 * @param {number} px_m
 * @returns {Grips}
 */
export function gripsOf(placed, level, px_m) {
  const [only] = placed;
  if (only && placed.length === 1) {
    if (isShelf(only.thing)) return shelfGrips(only.thing, px_m);
    if (only.thing.outline) return ringGrips(only, px_m);
    if (only.thing.start && only.thing.end) return lineGrips(only.thing, px_m);
  }
  const box = padded(boundsOf(placed.flatMap(({ thing }) => extentOf(thing, level))), PADDING_PX * px_m);
  const turnable = placed.some(({ kind }) => TURNED.has(kind));
  return placed.length === 1 ? { ring: cornersOf(box), stem: null, handles: [] } : groupGrips(box, turnable, px_m);
}

/**
 * What the plan would be with a handle dragged to a point.
 * @param {Handle} handle
 * @param {readonly Placed[]} placed
 * @param {Point} to
 * @param {string} level
 * @param {{angle?: (angle_deg: number) => number}} [how] snaps angles of a rotation
 * @returns {Change[]}
 */
export function dragHandle(handle, placed, to, level, how = {}) {
  const [only] = placed;
  if (!only) return [];
  const { kind, thing } = only;
  if (handle.kind === "rotate") return turned(placed, handle.at, to, level, how.angle ?? ((angle) => angle));
  if (placed.length > 1) return changesOf(placed, spread(placed, handle.kind, handle.at, to, level), level);
  if (isShelf(thing)) return [{ kind, id: thing.id, value: sizedShelf(thing, handle.kind, to) }];
  if (thing.outline) return [{ kind, id: thing.id, value: { ...thing, outline: bentRing(thing.outline, handle, to) } }];
  if (thing.start) return [{ kind, id: thing.id, value: { ...thing, [handle.kind]: roundPoint(to) } }];
  return [];
}

/**
 * Where a handle would take what it drags when the pointer has gone some way.
 * @param {Handle} handle
 * @param {Point} from
 * @param {Point} to
 * @returns {Point}
 */
export function aimOf(handle, from, to) {
  const [x, y] = handle.edge ?? handle.at;
  return [x + to[0] - from[0], y + to[1] - from[1]];
}

/**
 * @param {Shelf} shelf
 * @param {number} px_m
 * @returns {Grips}
 */
function shelfGrips(shelf, px_m) {
  const at = /** @type {Point} */ ([shelf.x_m, shelf.y_m]);
  const pad_m = PADDING_PX * px_m;
  const round = shelf.shape === "round";
  const half = { along: shelf.length_m / 2 + pad_m, across: (round ? shelf.length_m : shelf.depth_m) / 2 + pad_m };
  const spot = (/** @type {number} */ ahead_m, /** @type {number} */ left_m) => ahead(at, shelf.angle_deg, ahead_m, left_m);
  const bent = shelf.shape !== undefined && shelf.shape !== "straight";
  const box = bent && !round ? padded(boundsOf(extentOf(shelf)), pad_m) : null;
  const ring = box
    ? cornersOf(box)
    : [spot(-half.along, -half.across), spot(half.along, -half.across), spot(half.along, half.across), spot(-half.along, half.across)];
  const foot = box ? /** @type {Point} */ ([(box.left + box.right) / 2, box.top]) : spot(0, half.across);
  const tip = box ? /** @type {Point} */ ([foot[0], foot[1] + STEM_PX * px_m]) : spot(0, half.across + STEM_PX * px_m);
  /** @type {Handle[]} */
  const sizes = bent
    ? []
    : [
        { kind: "start", at: spot(-half.along, 0), edge: spot(pad_m - half.along, 0) },
        { kind: "end", at: spot(half.along, 0), edge: spot(half.along - pad_m, 0) },
        { kind: "back", at: spot(0, -half.across), edge: spot(0, pad_m - half.across) },
        { kind: "front", at: spot(0, half.across), edge: spot(0, half.across - pad_m) },
      ];
  return { ring, stem: [foot, tip], handles: [...sizes, { kind: "rotate", at: tip }] };
}

/**
 * @param {Placed} placed
 * @param {number} px_m
 * @returns {Grips}
 */
function ringGrips({ kind, thing }, px_m) {
  const ring = thing.outline ?? [];
  const handles = ring.flatMap((corner, index) => {
    const next = ring[(index + 1) % ring.length] ?? corner;
    return /** @type {Handle[]} */ ([{ kind: "corner", at: corner, index }, { kind: "between", at: middle(corner, next), index }]);
  });
  const box = boundsOf(ring.length ? ring : [[0, 0]]);
  const foot = /** @type {Point} */ ([(box.left + box.right) / 2, box.top]);
  const tip = /** @type {Point} */ ([foot[0], foot[1] + STEM_PX * px_m]);
  if (kind === "levels") return { ring, stem: null, handles };
  return { ring, stem: [foot, tip], handles: [...handles, { kind: "rotate", at: tip }] };
}

/**
 * @param {Thing} thing
 * @param {number} px_m
 * @returns {Grips}
 */
function lineGrips(thing, px_m) {
  const [start, end] = /** @type {[Point, Point]} */ ([thing.start, thing.end]);
  const foot = middle(start, end);
  const tip = ahead(foot, bearing(start, end) + 90, STEM_PX * px_m);
  return {
    ring: [start, end], stem: [foot, tip],
    handles: [{ kind: "start", at: start }, { kind: "end", at: end }, { kind: "rotate", at: tip }],
  };
}

/**
 * @param {Bounds} box
 * @param {boolean} turnable
 * @param {number} px_m
 * @returns {Grips}
 */
function groupGrips(box, turnable, px_m) {
  const [x, y] = [(box.left + box.right) / 2, (box.bottom + box.top) / 2];
  /** @type {Handle[]} */
  const handles = [
    { kind: "west", at: [box.left, y] }, { kind: "east", at: [box.right, y] },
    { kind: "south", at: [x, box.bottom] }, { kind: "north", at: [x, box.top] },
  ];
  const tip = /** @type {Point} */ ([x, box.top + STEM_PX * px_m]);
  if (!turnable) return { ring: cornersOf(box), stem: null, handles };
  return { ring: cornersOf(box), stem: [[x, box.top], tip], handles: [...handles, { kind: "rotate", at: tip }] };
}

/**
 * @param {readonly Placed[]} placed
 * @param {Point} from
 * @param {Point} to
 * @param {string} level
 * @param {(angle_deg: number) => number} snapped
 */
function turned(placed, from, to, level, snapped) {
  const box = boundsOf(placed.flatMap(({ thing }) => extentOf(thing, level)));
  const [first] = placed;
  const alone = placed.length === 1 && first !== undefined && isShelf(first.thing) ? first.thing : null;
  const centre = /** @type {Point} */ (alone ? [alone.x_m, alone.y_m] : [(box.left + box.right) / 2, (box.bottom + box.top) / 2]);
  const by_deg = bearing(centre, to) - bearing(centre, from);
  const base_deg = alone ? alone.angle_deg : 0;
  return rotateThings(placed, snapped(base_deg + by_deg) - base_deg, centre, level);
}

/**
 * The motion of several things whose places, not sizes, are spread by a side of their box.
 * @param {readonly Placed[]} placed
 * @param {HandleKind} side
 * @param {Point} from
 * @param {Point} to
 * @param {string} level
 */
function spread(placed, side, from, to, level) {
  const box = boundsOf(placed.flatMap(({ thing }) => pointsOf(thing, level)));
  const after = { ...box };
  if (side === "west") after.left = Math.min(box.left + to[0] - from[0], box.right);
  if (side === "east") after.right = Math.max(box.right + to[0] - from[0], box.left);
  if (side === "south") after.bottom = Math.min(box.bottom + to[1] - from[1], box.top);
  if (side === "north") after.top = Math.max(box.top + to[1] - from[1], box.bottom);
  return stretch(box, after);
}

/**
 * @param {Shelf} shelf
 * @param {HandleKind} side
 * @param {Point} to
 */
function sizedShelf(shelf, side, to) {
  if (side === "start" || side === "end") {
    return shelf.shape === "round" ? resizeShelf(shelf, { length_m: 2 * Math.hypot(to[0] - shelf.x_m, to[1] - shelf.y_m) }) : dragEnd(shelf, side, to);
  }
  const normal_deg = shelf.angle_deg + 90;
  const across_m = along(to, normal_deg) - along([shelf.x_m, shelf.y_m], normal_deg);
  const out_m = side === "front" ? across_m : -across_m;
  const depth_m = Math.max(shelf.depth_m / 2 + out_m, LEAST_DEPTH_M);
  // The other side stays: the axis moves by half of what the shelf grows.
  const by_m = ((depth_m - shelf.depth_m) / 2) * (side === "front" ? 1 : -1);
  const [x_m, y_m] = roundPoint(ahead([shelf.x_m, shelf.y_m], normal_deg, by_m));
  return { ...resizeShelf({ ...shelf, mounting: "free" }, { depth_m }), ...(shelf.mounting ? { mounting: shelf.mounting } : {}), x_m, y_m };
}

/**
 * @param {readonly Point[]} ring
 * @param {Handle} handle
 * @param {Point} to
 */
function bentRing(ring, { kind, index = 0 }, to) {
  const bent = [...ring];
  bent.splice(kind === "corner" ? index : index + 1, kind === "corner" ? 1 : 0, roundPoint(to));
  return bent;
}

/** @param {Bounds} box @returns {Point[]} */
function cornersOf({ left, right, bottom, top }) {
  return [[left, bottom], [right, bottom], [right, top], [left, top]];
}

/** @param {Bounds} box @param {number} by_m @returns {Bounds} */
function padded({ left, right, bottom, top }, by_m) {
  return { left: left - by_m, right: right + by_m, bottom: bottom - by_m, top: top + by_m };
}
