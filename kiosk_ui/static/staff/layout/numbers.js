/**
 * Numbers as people type and read them: decimal comma or point, with a unit or without.
 * @module
 */

/** @typedef {"m" | "°" | "" | "dBm"} Unit */

/** How many of the field's unit one of a written unit is. @type {Record<string, number>} */
const LENGTHS = { m: 1, cm: 0.01, mm: 0.001 };

/**
 * What was typed: a value, or with a sign before it a step from the value that is there.
 * @typedef {{value: number, isStep: boolean}} Typed
 */

/**
 * Read a number.
 * @param {string} text "1,20", "1.2 m", "120 cm", "+0,5"; a minus counts as a step where `signed` is false
 * @param {Unit} [unit] of the field
 * @param {{signed?: boolean}} [how] signed: the field takes numbers below 0, and "-2" is one; "+2" and "--2" are steps
 * @returns {Typed | null} null where it is no number of that unit
 */
export function readNumber(text, unit = "m", { signed = false } = {}) {
  const plain = text.replace(/[\s\u00a0\u202f]+/g, "").replaceAll("−", "-").replace(",", ".");
  const found = /^(\+|--?)?(\d+(?:\.\d*)?|\.\d+)([a-z°]*)$/i.exec(plain);
  if (!found) return null;
  const [, sign = "", digits = "", written = ""] = found;
  const scale = scaleOf(written.toLowerCase(), unit);
  if (scale === null) return null;
  const isStep = sign === "+" || sign === "--" || (sign === "-" && !signed);
  return { value: Number(digits) * scale * (sign.startsWith("-") ? -1 : 1), isStep };
}

/**
 * The value that a field has after what was typed.
 * @param {Typed} typed
 * @param {number} before
 */
export function valueAfter(typed, before) {
  return typed.isStep ? before + typed.value : typed.value;
}

/**
 * Write a number for a field.
 * @param {number} value
 * @param {number} digits after the comma, at most
 * @param {string} tag BCP 47
 * @param {number} [least] digits at least
 */
export function writeNumber(value, digits, tag, least = 0) {
  const how = { minimumFractionDigits: least, maximumFractionDigits: digits, useGrouping: false };
  // A little below nothing would be written as "−0".
  return new Intl.NumberFormat(tag, how).format(Number(value.toFixed(digits)) + 0);
}

/**
 * Write a length as labels on the drawing have it: "1,20 m".
 * @param {number} length_m
 * @param {string} tag
 */
export function writeLength(length_m, tag) {
  return `${writeNumber(length_m, 2, tag, 2)}\u00a0m`;
}

/**
 * @param {string} written
 * @param {Unit} unit
 */
function scaleOf(written, unit) {
  if (written === "" || written === unit.toLowerCase()) return 1;
  if (unit === "°" && written === "deg") return 1;
  return unit === "m" ? (LENGTHS[written] ?? null) : null;
}
