/**
 * Things of one level copied to another, and a level laid over another by its lifts and stairs.
 * @module
 */

import { newId, nextNumbers, renamed } from "./geometry/naming.js";
import { fit, misses, motionOf } from "./geometry/similarity.js";
import { isShelf, listOnLevel } from "./geometry/things.js";
import { changesOf } from "./geometry/transform.js";

/** @typedef {import("./geometry/things.js").Plan} Plan */
/** @typedef {import("./geometry/things.js").Change} Change */
/** @typedef {import("./geometry/things.js").DrawnKind} DrawnKind */

/** Kinds that a level may take over from another. @type {readonly DrawnKind[]} */
export const COPIED_KINDS = ["levels", "units", "openings", "fixtures", "shelves", "points_of_interest"];

/**
 * Changes that put copies of a level's things on another; "levels" means its outline.
 * @param {Plan} plan
 * @param {string} from
 * @param {string} to
 * @param {ReadonlySet<DrawnKind>} kinds
 * @param {() => number} random
 * @returns {Change[]}
 */
export function copyLevel(plan, from, to, kinds, random) {
  const placed = listOnLevel(plan, from).filter(({ kind }) => kinds.has(kind) && kind !== "levels");
  const numbers = nextNumbers(plan, placed.filter(({ thing }) => isShelf(thing)).length);
  /** @type {Change[]} */
  const copies = placed.map(({ kind, thing }) => {
    const id = newId(plan, kind, random);
    const named = isShelf(thing) ? renamed(thing, id, numbers.shift() ?? "") : { ...thing, id };
    return { kind, id, value: { ...named, level: to } };
  });
  const [source, target] = [from, to].map((id) => (plan.levels ?? []).find((level) => level.id === id));
  if (kinds.has("levels") && source?.outline && target) {
    copies.unshift({ kind: "levels", id: to, value: { ...target, outline: source.outline } });
  }
  return copies;
}

/**
 * Changes that lay a level over another, so that lifts and stairs come to the same places.
 * @param {Plan} plan
 * @param {string} level
 * @param {string} onto
 * @returns {{changes: Change[], off_m: number, count: number} | null} `off_m` is what the worst of them
 *   is still off; null where fewer than two serve both levels
 */
export function layOver(plan, level, onto) {
  const pairs = (plan.connectors ?? []).flatMap(({ stops = [] }) => {
    const [here, there] = [level, onto].map((id) => stops.find((stop) => stop.level === id));
    return here && there
      ? [{ from: /** @type {[number, number]} */ ([here.x_m, here.y_m]), to: /** @type {[number, number]} */ ([there.x_m, there.y_m]) }]
      : [];
  });
  const found = fit(pairs, { rigid: true });
  if (!found) return null;
  const changes = changesOf(listOnLevel(plan, level), motionOf(found), level);
  return { changes, off_m: Math.max(...misses(found, pairs)), count: pairs.length };
}
