/**
 * SVG elements, in metres with y down.
 * @module
 */

/** @typedef {import("./types.js").Point} Point */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element.
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | null)} children
 * @returns {SVGElement}
 */
export function element(name, attributes = {}, ...children) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * Where a point of the plan is drawn.
 * @param {Point} point
 * @returns {Point}
 */
export function toDrawing([x, y]) {
  return [x, -y];
}

/**
 * Path data along points, to the millimetre.
 * @param {readonly Point[]} points
 * @param {boolean} [closed]
 */
export function pathOf(points, closed = false) {
  const told = points.map(([x, y]) => `${trim(x)} ${trim(-y)}`);
  return `M${told.join("L")}${closed ? "Z" : ""}`;
}

/**
 * Words at a point; their size is that of the class.
 * @param {Point} at
 * @param {string} text
 * @param {string} as
 */
export function words([x, y], text, as) {
  const made = element("text", { x: trim(x), y: trim(-y), class: as });
  made.textContent = text;
  return made;
}

/** @param {number} value */
function trim(value) {
  return Math.round(value * 1000) / 1000 || 0;
}
