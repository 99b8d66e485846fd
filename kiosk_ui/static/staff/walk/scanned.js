/**
 * What was scanned along bays, as text: one item on each line, an empty line before the next bay.
 * @module
 */

/**
 * Put one more item at the end.
 * @param {string} text
 * @param {string} code
 * @returns {string}
 */
export function withItem(text, code) {
  return `${text}${text && !text.endsWith("\n") ? "\n" : ""}${code}\n`;
}

/**
 * Begin another bay.
 * @param {string} text
 * @returns {string}
 */
export function withNextBay(text) {
  const filled = text.trimEnd();
  return filled && `${filled}\n\n`;
}

/**
 * Count the items and the bays that have any.
 * @param {string} text
 * @returns {{items: number, bays: number}}
 */
export function countScanned(text) {
  const lines = text.split("\n").map((line) => line.trim());
  const bays = lines.filter((line, at) => line && !lines[at - 1]).length;
  return { items: lines.filter(Boolean).length, bays };
}
