/**
 * What a frame, a line or a tap selects.
 * @module
 */

import { keyOf, listOnLevel } from "./geometry/things.js";
import { extentOf } from "./geometry/transform.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Placed} Placed */

const LOOSE = new Set(["shelves", "locator_points", "kiosks", "points_of_interest", "landmarks"]);

/**
 * Keys of all that lies within a frame.
 * @param {Context} ctx
 * @param {Point} one
 * @param {Point} other
 */
export function keysInside(ctx, one, other) {
  const [left, right] = [Math.min(one[0], other[0]), Math.max(one[0], other[0])];
  const [bottom, top] = [Math.min(one[1], other[1]), Math.max(one[1], other[1])];
  return keysWithin(ctx, ([x, y]) => x >= left && x <= right && y >= bottom && y <= top);
}

/**
 * Keys of all that lies within whole. Where anything can be carried off, the building and its
 * radios are left out: who draws a line round shelves means to move them.
 * @param {Context} ctx
 * @param {(point: Point) => boolean} holds
 */
export function keysWithin(ctx, holds) {
  const within = listOnLevel(ctx.store.plan, ctx.level).filter(
    ({ kind, thing }) => kind !== "levels" && !ctx.isLocked(keyOf(kind, thing.id)) && extentOf(thing, ctx.level).every(holds),
  );
  const loose = within.filter(isLoose);
  return (loose.length > 0 ? loose : within).map(({ kind, thing }) => keyOf(kind, thing.id));
}

/**
 * Whether a thing stands on the floor and can be carried off; of the building, and of what hangs
 * from its ceiling, nothing is.
 * @param {Placed} placed
 */
function isLoose({ kind, thing }) {
  if (kind === "fixtures") return thing.kind !== "wall" && thing.kind !== "pillar";
  return LOOSE.has(kind);
}

/**
 * Select keys alone, or with shift beside what is selected: what is selected already goes.
 * @param {Context} ctx
 * @param {readonly (string | null)[]} keys
 * @param {PointerEvent} event
 * @param {boolean} [beside] what is selected, without shift as well
 */
export function pick(ctx, keys, event, beside = false) {
  const given = keys.filter((key) => key !== null);
  if (!event.shiftKey && !ctx.adding && !beside) {
    ctx.select(given);
    return;
  }
  const [alone] = given;
  const kept = new Set(ctx.selection.keys());
  if (given.length === 1 && alone !== undefined && kept.has(alone)) kept.delete(alone);
  else for (const key of given) kept.add(key);
  ctx.select(kept);
}
