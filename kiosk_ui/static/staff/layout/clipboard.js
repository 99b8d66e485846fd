/**
 * Copies of things: beside the first ones, or on another level in the same place.
 * @module
 */

import { newId, nextNumbers, renamed } from "./geometry/naming.js";
import { isShelf } from "./geometry/things.js";
import { moveThings } from "./geometry/transform.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").Placed} Placed */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Plan} Plan */

/** Of these there is one each: a level, a lift, a radio in the ceiling. */
const SINGLE = new Set(["levels", "connectors", "radios"]);
const BESIDE_M = 0.5;

/** @type {Placed[]} */
let remembered = [];

/** @param {readonly Placed[]} placed */
export function remember(placed) {
  if (placed.length > 0) remembered = structuredClone([...placed]);
}

/** @param {readonly Placed[]} placed @returns {Change[]} */
export function removal(placed) {
  return placed.filter(({ kind }) => kind !== "levels").map(({ kind, thing }) => ({ kind, id: thing.id, value: null }));
}

/** @param {Pick<Context, "store" | "level">} ctx */
export function pasted(ctx) {
  const beside = remembered.some(({ thing }) => thing.level === ctx.level);
  return copies(ctx.store.plan, remembered, ctx.level, beside ? BESIDE_M : 0, Math.random);
}

/** @param {Pick<Context, "store" | "level">} ctx @param {readonly Placed[]} placed */
export function duplicate(ctx, placed) {
  return copies(ctx.store.plan, placed, ctx.level, BESIDE_M, Math.random);
}

/**
 * New things like others, under ids and numbers of their own.
 * @param {Plan} plan
 * @param {readonly Placed[]} placed
 * @param {string} level
 * @param {number} beside_m how far to the south-east
 * @param {() => number} random
 * @returns {Change[]}
 */
export function copies(plan, placed, level, beside_m, random) {
  const copied = placed.filter(({ kind }) => !SINGLE.has(kind));
  const numbers = nextNumbers(plan, copied.length);
  let shelf = 0;
  const made = copied.map(({ kind, thing }) => {
    const id = newId(plan, kind, random);
    const named = isShelf(thing) ? renamed(thing, id, numbers[shelf++] ?? "") : { ...thing, id };
    return { kind, thing: { ...named, level } };
  });
  if (beside_m === 0) return made.map(({ kind, thing }) => ({ kind, id: thing.id, value: thing }));
  return moveThings(made, beside_m, -beside_m, level);
}
