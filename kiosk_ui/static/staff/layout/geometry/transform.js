/**
 * Things moved, turned, mirrored and resized, as changes of a draft.
 * @module
 */

import { shelfOutline } from "./axes.js";
import { fitFaces } from "./bays.js";
import { shift, turn } from "./motions.js";
import { boundsOf, isShelf, pointsOf, roundAngle, roundLength } from "./things.js";
import { ahead } from "./vectors.js";

/** @typedef {import("./things.js").Point} Point */
/** @typedef {import("./things.js").Thing} Thing */
/** @typedef {import("./things.js").Shelf} Shelf */
/** @typedef {import("./things.js").Placed} Placed */
/** @typedef {import("./things.js").Change} Change */
/** @typedef {import("./motions.js").Motion} Motion */
/** @typedef {{length_m?: number, depth_m?: number, wing_m?: number, turn_deg?: number, bay_m?: number}} Measures */

/**
 * The outline of a thing on a level: of a shelf its corners, of a point itself.
 * @param {Thing} thing
 * @param {string} [level]
 * @returns {Point[]}
 */
export function extentOf(thing, level) {
  return isShelf(thing) ? shelfOutline(thing) : pointsOf(thing, level);
}

/**
 * The middle of the box around things, about which they are turned.
 * @param {readonly Placed[]} placed
 * @param {string} [level]
 * @returns {Point}
 */
export function centreOf(placed, level) {
  const box = boundsOf(placed.flatMap(({ thing }) => extentOf(thing, level)));
  return [(box.left + box.right) / 2, (box.bottom + box.top) / 2];
}

/**
 * A thing after a motion. What has stops on several levels is moved on one.
 *
 * A mirrored shelf keeps its front: its axis runs the other way, so that the front still looks
 * to the left of it; a mirrored one-way door lets through the mirrored way.
 * @template {Thing} T
 * @param {T} thing
 * @param {Motion} motion
 * @param {string} [level] of what has stops, those on this level; all if not given
 * @returns {T}
 */
export function moved(thing, motion, level) {
  const placed = { ...thing };
  const to = (/** @type {Point} */ point) => roundPoint(motion.to(point));
  if (placed.x_m !== undefined && placed.y_m !== undefined) {
    [placed.x_m, placed.y_m] = to([placed.x_m, placed.y_m]);
  }
  if (placed.outline) {
    const ring = placed.outline.map(to);
    placed.outline = motion.mirrors ? ring.reverse() : ring;
  }
  if (placed.start && placed.end) {
    const ends = [to(placed.start), to(placed.end)];
    if (motion.mirrors) ends.reverse();
    [placed.start, placed.end] = /** @type {[Point, Point]} */ (ends);
  }
  if (placed.stops) {
    placed.stops = placed.stops.map((stop) => {
      if (level !== undefined && stop.level !== level) return stop;
      const [x_m, y_m] = to([stop.x_m, stop.y_m]);
      return { ...stop, x_m, y_m };
    });
  }
  if (placed.heading_deg !== undefined) placed.heading_deg = roundAngle(motion.turned(placed.heading_deg));
  if (placed.angle_deg !== undefined) {
    Object.assign(placed, motion.mirrors ? mirroredAxis(placed, motion) : { angle_deg: roundAngle(motion.turned(placed.angle_deg)) });
  }
  return placed;
}

/**
 * Changes that take things through a motion; what stays where it is gives none.
 * @param {readonly Placed[]} placed
 * @param {Motion} motion
 * @param {string} [level]
 * @returns {Change[]}
 */
export function changesOf(placed, motion, level) {
  return placed
    .map(({ kind, thing }) => ({ kind, id: thing.id, value: moved(thing, motion, level), before: thing }))
    .filter(({ value, before }) => JSON.stringify(value) !== JSON.stringify(before))
    .map(({ kind, id, value }) => ({ kind, id, value }));
}

/**
 * @param {readonly Placed[]} placed
 * @param {number} east_m
 * @param {number} north_m
 * @param {string} [level]
 */
export function moveThings(placed, east_m, north_m, level) {
  return changesOf(placed, shift(east_m, north_m), level);
}

/**
 * @param {readonly Placed[]} placed
 * @param {number} by_deg
 * @param {Point} [centre] the middle of their box if not given
 * @param {string} [level]
 */
export function rotateThings(placed, by_deg, centre, level) {
  return changesOf(placed, turn(centre ?? centreOf(placed, level), by_deg), level);
}

/**
 * A shelf with other measures and bays that fit them.
 *
 * The front or the back keeps its place when the depth changes only if the shelf stands against
 * a wall: a wall shelf grows away from its wall.
 * @param {Shelf} shelf
 * @param {Measures} measures what changes; `bay_m` is the nominal width of a bay
 * @param {"start" | "middle" | "end"} [fixed] which end of the axis stays, of a straight shelf
 * @returns {Shelf}
 */
export function resizeShelf(shelf, measures, fixed = "middle") {
  const { bay_m, ...lengths } = measures;
  const sized = { ...shelf };
  for (const [field, value] of Object.entries(lengths)) {
    Object.assign(sized, { [field]: field === "turn_deg" ? value : roundLength(Math.max(value, 0.001)) });
  }
  const grown_m = sized.length_m - shelf.length_m;
  const ahead_m = isBent(shelf) || fixed === "middle" ? 0 : (fixed === "start" ? grown_m : -grown_m) / 2;
  [sized.x_m, sized.y_m] = roundPoint(
    ahead([shelf.x_m, shelf.y_m], shelf.angle_deg, ahead_m, fromWall(shelf, sized.depth_m - shelf.depth_m)),
  );
  return { ...sized, faces: fitFaces(shelf, sized, bay_m) };
}

/** @param {Point} point @returns {Point} */
export function roundPoint([x, y]) {
  return [roundLength(x), roundLength(y)];
}

/** @param {Shelf} shelf */
function isBent(shelf) {
  return shelf.shape === "corner" || shelf.shape === "curved" || shelf.shape === "round";
}

/**
 * How far to the left a wall shelf goes when it gets deeper; its one face looks from the wall.
 * @param {Shelf} shelf
 * @param {number} deeper_m
 */
function fromWall(shelf, deeper_m) {
  if (shelf.mounting !== "wall" || isBent(shelf)) return 0;
  return ((shelf.faces[0]?.side === "back" ? -1 : 1) * deeper_m) / 2;
}

/**
 * @param {Thing} thing with an angle
 * @param {Motion} motion
 */
function mirroredAxis(thing, motion) {
  const angle_deg = thing.angle_deg ?? 0;
  if (thing.shape === "round") return { angle_deg: roundAngle(motion.turned(angle_deg)) };
  if (thing.shape !== "corner") return { angle_deg: roundAngle(motion.turned(angle_deg) + 180) };
  // A mirrored corner begins with its other arm, so that inside stays inside.
  return {
    angle_deg: roundAngle(motion.turned(angle_deg + (thing.turn_deg ?? 0)) + 180),
    length_m: thing.wing_m ?? 0,
    wing_m: thing.length_m ?? 0,
  };
}
