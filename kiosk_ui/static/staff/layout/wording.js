/**
 * What things and numbers of the editor are called.
 * @module
 */

import { nameIn } from "./draw.js";
import { isShelf, readKey } from "./geometry/things.js";
import { writeLength } from "./numbers.js";

/** @typedef {import("./types.js").Thing} Thing */
/** @typedef {import("./types.js").Context} Context */

/**
 * Numbers beside the pointer: "3,20 m · 0,00 m", "45°".
 * @param {"moved" | "angle" | "size"} what
 * @param {string} tag
 * @param {number} one
 * @param {number} [other]
 */
export function readout(what, tag, one, other = 0) {
  const write = (/** @type {number} */ value, /** @type {number} */ digits) =>
    new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value || 0);
  if (what === "angle") return `${write(one, Number.isInteger(one) ? 0 : 1)}°`;
  const between = what === "size" ? "×" : "·";
  return `${write(one, 2)} ${between} ${write(other, 2)}\u00a0m`;
}

/**
 * What a thing is called: "Hylly 45", "Huone Sali", "Ovi".
 * @param {Pick<Context, "say" | "tag">} ctx
 * @param {string} key
 * @param {Thing} thing
 */
export function titleOf(ctx, key, thing) {
  const kind = ctx.say(`staff.layout.kind.${readKey(key).kind}`, { count: 1 });
  const name = isShelf(thing) ? thing.number : nameIn(thing, ctx.tag);
  return name ? `${kind} ${name}` : `${kind} ${thing.id}`;
}

/**
 * A size with its unit: "4,50 m", "90°".
 * @param {import("./geometry/sizes.js").SizeName | "angle_deg"} name
 * @param {number} value
 * @param {string} tag
 */
export function figureOf(name, value, tag) {
  return name.endsWith("_deg") ? readout("angle", tag, value) : writeLength(value, tag);
}
