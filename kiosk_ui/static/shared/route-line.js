/**
 * The route on the map: its beginning goes with whoever walks it, until the way is planned anew,
 * and plates of shelves that it passes lie on it.
 * @module
 */

/** @typedef {import("./view-box.js").Point} Point */

/** The first point of path data as the server writes it: "M1.2 -3.4…". */
const FIRST_POINT = /^M(-?[\d.]+)[ ,](-?[\d.]+)/;
const SAMPLE_M = 0.5;
/** From the point of a plate to its farthest corner, where plates are as large as they get. */
const PLATE_REACH_M = 1.5;

/**
 * @param {string} data path data
 * @param {number} x
 * @param {number} y
 * @returns {string} the same line from another first point
 */
export function startAt(data, x, y) {
  return data.replace(FIRST_POINT, `M${x.toFixed(2)} ${y.toFixed(2)}`);
}

/**
 * @param {SVGPathElement} line
 * @param {number} metres from its beginning
 * @returns {Point}
 */
export function pointAhead(line, metres) {
  const { x, y } = line.getPointAtLength(metres);
  return { x, y };
}

/**
 * Put copies of the plates that routes pass over them: a route must not hide the number that
 * one looks for.
 * @param {SVGSVGElement} ground
 * @param {SVGSVGElement | undefined} overlay
 */
export function liftPlates(ground, overlay) {
  const lines = /** @type {SVGPathElement[]} */ ([...(overlay?.querySelectorAll(".m-route") ?? [])]);
  const last = lines.at(-1);
  if (last === undefined) return;
  const dots = lines.flatMap(pointsOn);
  const lifted = document.createElementNS(last.namespaceURI, "g");
  for (const plate of ground.querySelectorAll(".m-plate")) {
    const mark = /** @type {SVGGElement} */ (plate.parentNode);
    const at = originOf(mark);
    if (!dots.some((dot) => Math.hypot(dot.x - at.x, dot.y - at.y) < PLATE_REACH_M)) continue;
    const zoom = document.createElementNS(last.namespaceURI, "g");
    zoom.setAttribute("class", mark.closest("[class^=z]")?.getAttribute("class") ?? "");
    zoom.setAttribute("transform", `translate(${at.x} ${at.y})`);
    zoom.append(mark.cloneNode(true));
    lifted.append(zoom);
  }
  last.after(lifted);
}

/**
 * @param {SVGPathElement} line
 * @returns {Point[]}
 */
function pointsOn(line) {
  const steps = Math.ceil(line.getTotalLength() / SAMPLE_M);
  return Array.from({ length: steps + 1 }, (_, step) => pointAhead(line, step * SAMPLE_M));
}

/**
 * Where the origin of an element is on the map, also where nothing of it is on show.
 * @param {SVGGElement} element
 * @returns {Point}
 */
function originOf(element) {
  let at = new DOMPoint();
  for (let each = /** @type {Node | null} */ (element); each instanceof SVGGElement; each = each.parentNode) {
    const matrix = each.transform.baseVal.consolidate()?.matrix;
    if (matrix) at = at.matrixTransform(matrix);
  }
  return { x: at.x, y: at.y };
}
