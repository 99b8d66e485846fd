/**
 * What things and numbers of the editor are called.
 * @module
 */

import { nameIn } from "./draw.js";
import { isShelf, readKey } from "./geometry/things.js";
import { handleSize } from "./handles.js";
import { writeLength } from "./numbers.js";

/** @typedef {import("./types.js").Thing} Thing */
/** @typedef {import("./types.js").Context} Context */

/** Sizes that one handle alone drags. */
const ONE_OF_A_KIND = new Set(["wing_m", "turn_deg", "diameter_m"]);

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

/**
 * What a handle is called: "Pituus, loppupää", "Kääntymä", "Kulmapiste 2".
 * @param {Pick<Context, "say" | "tag">} ctx
 * @param {import("./handles.js").Handle} handle
 * @param {readonly import("./types.js").Placed[]} placed
 */
export function handleName(ctx, handle, placed) {
  const { kind, index = 0 } = handle;
  if (kind === "rotate") return ctx.say("staff.layout.option.angle_deg");
  const size = handleSize(handle, placed);
  const which = size && ONE_OF_A_KIND.has(size.name) ? "" : ctx.say(`staff.layout.handle.${kind}`, { number: index + 1 });
  return [size && ctx.say(`staff.layout.option.${size.name}`), which].filter(Boolean).join(", ");
}

/**
 * @param {Pick<Context, "say" | "tag">} ctx
 * @param {number} x_m
 * @param {number} y_m
 */
export function placeText(ctx, x_m, y_m) {
  return ctx.say("staff.layout.handle.place", { east: writeLength(x_m, ctx.tag), north: writeLength(y_m, ctx.tag) });
}
