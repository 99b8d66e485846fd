/**
 * A route line whose beginning goes with whoever walks it, until the way is planned anew.
 * @module
 */

/** The first point of path data as the server writes it: "M1.2 -3.4…". */
const FIRST_POINT = /^M(-?[\d.]+)[ ,](-?[\d.]+)/;

/**
 * @param {string} data path data
 * @param {number} x
 * @param {number} y
 * @returns {string} the same line from another first point
 */
export function startAt(data, x, y) {
  return data.replace(FIRST_POINT, `M${x.toFixed(2)} ${y.toFixed(2)}`);
}
