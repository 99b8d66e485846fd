/**
 * Handles of a selection: where they are, and what dragging one does.
 * @module
 */

import { stretch } from "./geometry/motions.js";
import { sidePlace, sidesOfShelf, sizeAt, sizeOf, withSize } from "./geometry/sizes.js";
import { boundsOf, isShelf, pointsOf } from "./geometry/things.js";
import { centreOf, changesOf, extentOf, rotateThings, roundPoint } from "./geometry/transform.js";
import { ahead, bearing, distance, middle } from "./geometry/vectors.js";
import { cornersOf, padded, PADDING_PX, shelfGrips, STEM_PX } from "./shelf-grips.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Thing} Thing */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Placed} Placed */
/** @typedef {import("./geometry/things.js").Shelf} Shelf */
/** @typedef {import("./geometry/things.js").Bounds} Bounds */
/** @typedef {import("./geometry/sizes.js").Side | "rotate" | "west" | "east" | "south" | "north" | "corner" | "between"} HandleKind */
/**
 * A handle; it is drawn `at` a point beside the `edge` that it drags, where that is another one.
 * @typedef {{kind: HandleKind, at: Point, edge?: Point, index?: number}} Handle
 */
/** @typedef {{ring: Point[], stems: [Point, Point][], handles: Handle[]}} Grips */

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
  return placed.length === 1 ? { ring: cornersOf(box), stems: [], handles: [] } : groupGrips(box, turnable, px_m);
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
  const angle = how.angle ?? ((angle_deg) => angle_deg);
  if (handle.kind === "rotate") return turned(placed, handle.at, to, level, angle);
  if (placed.length > 1) return changesOf(placed, spread(placed, handle.kind, handle.at, to, level), level);
  if (isShelf(thing)) return changeTo(only, sizedShelf(thing, handle, to, angle));
  if (thing.outline) return [{ kind, id: thing.id, value: { ...thing, outline: bentRing(thing.outline, handle, to) } }];
  if (thing.start) return [{ kind, id: thing.id, value: { ...thing, [handle.kind]: roundPoint(to) } }];
  return [];
}

/**
 * The size of a shelf that a handle drags.
 * @param {Handle} handle
 * @param {readonly Placed[]} placed
 * @returns {(import("./geometry/sizes.js").Size & {side: import("./geometry/sizes.js").Side}) | null} null of other things, and of several
 */
export function handleSize({ kind }, placed) {
  const [only] = placed;
  if (!only || placed.length > 1 || !isShelf(only.thing)) return null;
  const side = sidesOfShelf(only.thing).find((each) => each === kind);
  return side ? { ...sizeOf(only.thing, side), side } : null;
}

/**
 * What the plan would be with a handle moved by keys: a size by both arrows, a point by each its way.
 * @param {Handle} handle
 * @param {readonly Placed[]} placed
 * @param {Point} by to the right and up; degrees of what turns, else metres
 * @param {string} level
 * @returns {Change[]}
 */
export function stepHandle(handle, placed, by, level) {
  const [only] = placed;
  if (!only) return [];
  const { thing } = only;
  const by_all = by[0] + by[1];
  if (handle.kind === "rotate") return rotateThings(placed, by_all, pivotOf(placed, level).centre, level);
  const size = handleSize(handle, placed);
  if (size && isShelf(thing)) return changeTo(only, withSize(thing, size.side, size.value + by_all));
  return dragHandle(handle, placed, aimOf(handle, [0, 0], by), level);
}

/**
 * @param {Placed} placed
 * @param {Thing} value
 * @returns {Change[]} none where it is what it was
 */
function changeTo({ kind, thing }, value) {
  return value === thing ? [] : [{ kind, id: thing.id, value }];
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
  if (kind === "levels") return { ring, stems: [], handles };
  return { ring, stems: [[foot, tip]], handles: [...handles, { kind: "rotate", at: tip }] };
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
    ring: [start, end], stems: [[foot, tip]],
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
  if (!turnable) return { ring: cornersOf(box), stems: [], handles };
  return { ring: cornersOf(box), stems: [[[x, box.top], tip]], handles: [...handles, { kind: "rotate", at: tip }] };
}

/**
 * @param {readonly Placed[]} placed
 * @param {Point} from
 * @param {Point} to
 * @param {string} level
 * @param {(angle_deg: number) => number} snapped
 */
function turned(placed, from, to, level, snapped) {
  const { centre, base_deg } = pivotOf(placed, level);
  const by_deg = bearing(centre, to) - bearing(centre, from);
  return rotateThings(placed, snapped(base_deg + by_deg) - base_deg, centre, level);
}

/**
 * What a selection turns about, and the direction that it has: a shelf alone has one.
 * @param {readonly Placed[]} placed
 * @param {string} level
 * @returns {{centre: Point, base_deg: number}}
 */
function pivotOf(placed, level) {
  const [first] = placed;
  if (first && placed.length === 1 && isShelf(first.thing)) {
    return { centre: [first.thing.x_m, first.thing.y_m], base_deg: first.thing.angle_deg };
  }
  return { centre: centreOf(placed, level), base_deg: 0 };
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
 * @param {Handle} handle
 * @param {Point} to
 * @param {(angle_deg: number) => number} snapped
 */
function sizedShelf(shelf, { kind, at }, to, snapped) {
  const side = /** @type {import("./geometry/sizes.js").Side} */ (kind);
  const value = sizeAt(shelf, side, to, distance(sidePlace(shelf, side).foot, at));
  return withSize(shelf, side, side === "turn" ? snapped(value) : value);
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
